"""`/codes/` and `/codes/<rail>/`: what a code means on each rail, and the box that asks before it answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import NamedTuple

from counterside.model import Catalog, Code, GateUse, Rail
from counterside.model.records import CodeAction, Reply
from counterside.site.view import Page, View, draw, render_all
from counterside.text.problems import Place


class Advice(NamedTuple):
    """What codes of one kind have in common: may one retry, what is asked first, what the customer hears."""

    action: CodeAction
    allows_retry: bool
    gates: tuple[GateUse, ...]
    reply: Reply

    @property
    def offers_another(self) -> bool:
        """Whether the words for the customer offer another way to pay: they wait for the gates."""
        return self.reply == "refused" and bool(self.gates)


class Reading(NamedTuple):
    """A code on its rail. `advice` is its place among the page's advices."""

    rail: Rail
    code: Code
    advice: int

    @property
    def anchor(self) -> str:
        """Where it stands on its rail's page: the code as shown on the screen, or the way there from another page."""
        return f"codes/{self.rail.rail}/#{self.code.code}"


class Group(NamedTuple):
    """The codes of a rail that ask for the same action."""

    action: CodeAction
    codes: tuple[Code, ...]


def pages(catalog: Catalog) -> Iterator[Page]:
    """The box with the list of every code, and a page a rail, in every language."""
    yield from render_all(catalog, "codes/", _index)
    for rail in catalog.rails:
        yield from render_all(catalog, f"codes/{rail.rail}/", partial(_rail, rail))


def _index(view: View) -> Page:
    advices, readings = read(view.catalog)
    return draw(
        view,
        "codes.html",
        title=view.t("codes"),
        description=view.t("codes_description"),
        place=Place("checklists/codes"),
        advices=advices,
        readings=readings,
        by_code=[(code, tuple(group)) for code, group in groupby(readings, key=lambda reading: reading.code.code)],
    )


def _rail(rail: Rail, view: View) -> Page:
    published = tuple(code for code in rail.codes if code.is_published)
    return draw(
        view,
        "rail.html",
        title=view.t("codes_of", rail=view.plain(rail.title)),
        description=view.plain(rail.intro),
        record=rail,
        rail=rail,
        codes=[(code, advice(code, view.catalog)) for code in published],
        groups=groups(published),
    )


def groups(codes: tuple[Code, ...]) -> tuple[Group, ...]:
    """Codes by what they ask for, actions in the order in which they first appear."""
    order = list(dict.fromkeys(code.action for code in codes))
    return tuple(Group(action, tuple(code for code in codes if code.action == action)) for action in order)


def read(catalog: Catalog) -> tuple[tuple[Advice, ...], tuple[Reading, ...]]:
    """Every code of every rail, sorted by code, and the advices they share."""
    found = sorted(
        ((rail, code) for rail in catalog.rails for code in rail.codes if code.is_published),
        key=lambda pair: pair[1].code,
    )
    advices = tuple(dict.fromkeys(advice(code, catalog) for _, code in found))
    return advices, tuple(Reading(rail, code, advices.index(advice(code, catalog))) for rail, code in found)


def advice(code: Code, catalog: Catalog) -> Advice:
    """What holds for a code. Its remedy's own gates hold where the code names none: nobody offers another payment
    before they are answered."""
    remedy = catalog.find(code.resolution)
    return Advice(code.action, code.allows_retry, code.gates or getattr(remedy, "gates", ()), code.reply)
