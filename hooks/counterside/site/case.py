"""`/cases/<id>/`: one story from the counter, each moment linked to the step that was taken."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from counterside.text.i18n import Text
from counterside.model import Case, Catalog, Link, Moment, address
from counterside.site.view import Page, View, draw, render_all


class Taken(NamedTuple):
    """A step of some record: where it is, its own words, and the record's title."""

    link: Link
    do: Text
    title: Text


class MomentView(NamedTuple):
    """One line of the timeline with the step taken then, if any."""

    moment: Moment
    taken: Taken | None


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every published case, in every language."""
    for case in catalog.cases:
        yield from render_all(catalog, address(case.ref).path, partial(_page, case))


def _page(case: Case, view: View) -> Page:
    return draw(
        view,
        "case.html",
        title=view.plain(case.title),
        description=view.plain(case.lesson),
        record=case,
        case=case,
        timeline=[MomentView(moment, taken(view, moment.step) if moment.step else None) for moment in case.timeline],
        deciding=taken(view, case.deciding_step),
        prevention=[taken(view, link) for link in case.prevention],
    )


def taken(view: View, link: Link) -> Taken:
    """What a link to a step leads to; a link to a whole record has the record's title for its words."""
    record = view.find(link)
    step = next((step for step in record.steps if step.id == link.step), None)
    return Taken(link, step.do if step else record.title, record.title)
