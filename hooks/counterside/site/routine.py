"""`/routines/<id>/`: a preventive checklist; a step that fails leads to its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from counterside.text.i18n import Text
from counterside.model import Catalog, Link, Routine, Step, address, build_guide
from counterside.site.view import Page, View, draw, render_all


class Detour(NamedTuple):
    """An answer that leads off the list: a label of the interface, or its own words; where it leads, and
    where to go when that did not help (nowhere: to the next step, as everybody does)."""

    label: str
    words: Text | None
    to: Link
    still: Link | None


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every published routine, in every language."""
    for routine in catalog.routines:
        yield from render_all(catalog, address(routine.ref).path, partial(_page, routine))


def _page(routine: Routine, view: View) -> Page:
    guide = build_guide(routine, view.catalog)
    return draw(
        view,
        "routine.html",
        title=view.plain(routine.title),
        description=view.plain(routine.objective or routine.title),
        record=routine,
        routine=routine,
        steps=[(view, tuple(detours(view.step))) for view in guide.steps],
        numbers={view.step.id: view.number for view in guide.steps},
        cases=[case for case in view.catalog.cases if routine.ref in {link.record for link in case.prevention}],
    )


def detours(step: Step) -> Iterator[Detour]:
    """The step's answers that lead off the list; *not sure* stands with *no* where both lead to the same."""
    ways = {answer.name: answer for answer in step.answers if answer.target and answer.target.id}
    no, unsure = ways.get("not_seen"), ways.get("unsure")
    is_shared = no is not None and unsure is not None and no.target == unsure.target and no.label is None
    if is_shared:
        del ways["unsure"]
    labels = {"seen": "yes", "not_seen": "no_or_unsure" if is_shared else "no", "unsure": "unsure"}
    for name, answer in ways.items():
        if answer.target is not None:
            still = answer.still if _leads_off(answer.still) else None
            yield Detour(labels.get(name, ""), answer.label, answer.target, still)


def _leads_off(still: Link | None) -> bool:
    return still is not None and bool(still.id)
