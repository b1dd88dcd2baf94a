"""What templates show of cases and routines beside the records themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from counterside.text.i18n import Text
from counterside.model import Case, Link, Moment, Step
from counterside.site.view import View


class Taken(NamedTuple):
    """A step of some record: where it is, its own words, and the record's title."""

    link: Link
    do: Text
    title: Text


def find_taken(view: View, link: Link) -> Taken:
    """What a link to a step leads to; a link to a whole record has the record's title for its words."""
    record = view.find(link)
    step = next((step for step in record.steps if step.id == link.step), None)
    return Taken(link, step.do if step else record.title, record.title)


class MomentView(NamedTuple):
    """One line of a timeline with the step taken then, if any."""

    moment: Moment
    taken: Taken | None


def list_moments(view: View, case: Case) -> list[MomentView]:
    """The timeline of a case."""
    return [MomentView(moment, find_taken(view, moment.step) if moment.step else None) for moment in case.timeline]


class Detour(NamedTuple):
    """An answer that leads off a routine: a label of the interface, or its own words; where it leads, and where to go
    when that did not help (nowhere: to the next step, as everybody does)."""

    label: str
    words: Text | None
    to: Link
    still: Link | None


def find_detours(step: Step) -> Iterator[Detour]:
    """The step's answers that lead off the list; *not sure* stands with *no* where both lead to the same."""
    ways = {answer.name: answer for answer in step.answers if answer.target and answer.target.id}
    no, unsure = ways.get("not_seen"), ways.get("unsure")
    is_shared = no is not None and unsure is not None and no.target == unsure.target and no.label is None
    if is_shared:
        del ways["unsure"]
    labels = {"seen": "yes", "not_seen": "no_or_unsure" if is_shared else "no", "unsure": "unsure"}
    for name, answer in ways.items():
        if answer.target is not None:
            still = answer.still if _is_off_list(answer.still) else None
            yield Detour(labels.get(name, ""), answer.label, answer.target, still)


def _is_off_list(still: Link | None) -> bool:
    return still is not None and bool(still.id)
