"""What a code means on each rail, what it asks for, and whether the rail has to be known first."""

from __future__ import annotations

from typing import NamedTuple

from counterside.model import Catalog, Code, GateUse, Rail
from counterside.model.records import CAUTIOUS, CodeAction, Reply


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
    """A code on its rail. `advice` is its place among the page's advices. `needs_no_rail` says that it is answered at
    once: every rail that holds it asks for the same action, which is safe whatever the rail."""

    rail: Rail
    code: Code
    advice: int
    needs_no_rail: bool = False

    @property
    def anchor(self) -> str:
        """Where it stands on its rail's page: the code as shown on the screen, or the way there from another page."""
        return f"codes/{self.rail.rail}/#{self.code.code}"


class Group(NamedTuple):
    """The codes of a rail that ask for the same action."""

    action: CodeAction
    codes: tuple[Code, ...]


def group_codes(codes: tuple[Code, ...]) -> tuple[Group, ...]:
    """Codes by what they ask for, actions in the order in which they first appear."""
    order = list(dict.fromkeys(code.action for code in codes))
    return tuple(Group(action, tuple(code for code in codes if code.action == action)) for action in order)


def read_codes(catalog: Catalog) -> tuple[tuple[Advice, ...], tuple[Reading, ...]]:
    """Every code of every rail, sorted by code, and the advices they share."""
    found = sorted(
        ((rail, code) for rail in catalog.rails for code in rail.codes if code.is_published),
        key=lambda pair: pair[1].code,
    )
    advices = tuple(dict.fromkeys(advise_on(code, catalog) for _, code in found))
    demands: dict[str, set[object]] = {}
    for _, code in found:
        demands.setdefault(code.code, set()).add(advise_on(code, catalog))
    return advices, tuple(
        Reading(
            rail,
            code,
            advices.index(advise_on(code, catalog)),
            needs_no_rail=len(demands[code.code]) == 1 and code.action in SAFE_ON_ANY_RAIL,
        )
        for rail, code in found
    )


SAFE_ON_ANY_RAIL: tuple[CodeAction, ...] = (*CAUTIOUS, "other-card")
"""What does no harm where a code means something else: another way to pay is offered behind its gate alone."""


def advise_on(code: Code, catalog: Catalog) -> Advice:
    """What holds for a code. Its remedy's own gates hold where the code names none: no page offers another payment
    before they are answered."""
    remedy = catalog.find(code.resolution)
    return Advice(code.action, code.allows_retry, code.gates or getattr(remedy, "gates", ()), code.reply)
