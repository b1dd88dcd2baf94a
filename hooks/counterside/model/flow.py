"""Questions about the paths through a checklist: what can be reached, what leads out, how long it is at worst.

How answers make a graph: `next` is the following step, after the last one the escalation. `done` asks the checklist's
`verify`: seen is fixed, not seen goes on. A remedy asks its own `verify`, then goes on with `still`; one whose outcome
ends the checklist (escalated, replaced, stopped) has no way on. `symptom:x` leaves the checklist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

from counterside.model.catalog import Catalog
from counterside.model.nodes import NEXT, Link, list_links
from counterside.model.records import AnswerUse, Checklist, Code, Resolution, Step, Symptom

T = TypeVar("T")


class Endpoint(NamedTuple):
    """Where a reader can come to: a step (`name` is its id), fixed, the escalation, an end (`name` is the remedy that
    ends the checklist), or another checklist (`name` is its id)."""

    where: Literal["step", "fixed", "call", "end", "leave"]
    name: str = ""


FIXED = Endpoint("fixed")
CALL = Endpoint("call")


class Flow:
    """The paths through one checklist. Links whose target does not exist are left out: rule CS202 reports them. A
    remedy that could not be read counts as an end, so that no rule reports its absence."""

    def __init__(self, checklist: Checklist, catalog: Catalog) -> None:
        self.catalog = catalog
        self.steps = checklist.steps
        self.answers = {step.id: step.answers for step in self.steps}
        self.escalation = checklist.escalation if isinstance(checklist, Symptom) else None
        self._list_exits = checklist.if_gate_fails if isinstance(checklist, Symptom) else ()
        self._index = {step.id: number for number, step in enumerate(self.steps)}
        self._after = (*(Endpoint("step", step.id) for step in self.steps[1:]), CALL)

    def following_step(self, step: Step) -> Endpoint:
        """The step after `step`, or the escalation after the last one."""
        return self._after[self._index[step.id]]

    def still_ends(self, step: Step, answer: AnswerUse) -> frozenset[Endpoint]:
        """Where a reader goes if the remedy of this answer did not help."""
        return self._find_ends(step, answer.still or NEXT, NEXT)

    def _find_ends(self, step: Step, target: Link, still: Link) -> frozenset[Endpoint]:
        # `done` and a remedy ask a question, so each of them may end as fixed or go on.
        if target.kind == "next":
            return frozenset({self.following_step(step)})
        if target.kind == "done":
            return frozenset({FIXED, self.following_step(step)})
        if target.kind == "step":
            return frozenset({Endpoint("step", target.id)} if target.id in self._index else ())
        if target.kind == "symptom":
            return frozenset({Endpoint("leave", target.id)})
        remedy = self.catalog.find_resolution(target)
        if remedy is None and not self.catalog.may_exist(target):
            return frozenset()
        if remedy is None or remedy.is_end:
            return frozenset({Endpoint("end", target.id)})
        # A `still` that names the remedy which just failed would repeat it for ever.
        onward = still if still.kind != "resolution" or still != target else NEXT
        return self._find_ends(step, onward, NEXT) | {FIXED}

    @cached_property
    def edges(self) -> Mapping[str, tuple[frozenset[Endpoint], ...]]:
        """Every place that each answer of a step can lead to, by step id."""
        return {
            step.id: tuple(
                self._find_ends(step, answer.target, answer.still or NEXT)
                for answer in self.answers[step.id]
                if answer.target is not None
            )
            for step in self.steps
        }

    def ends_of(self, step_id: str) -> frozenset[Endpoint]:
        """Every place that one answer of a step can lead to."""
        return frozenset().union(*self.edges.get(step_id, ()))

    @cached_property
    def _next_steps(self) -> Mapping[str, tuple[str, ...]]:
        """The steps that the answers of each step lead to, by step id."""
        return {step.id: tuple(end.name for end in self.ends_of(step.id) if end.where == "step") for step in self.steps}

    @cached_property
    def reachable(self) -> frozenset[str]:
        """The ids of the steps a reader can come to from the first one, failed gates included."""
        failed = {
            step.id: self._keep_own_steps(use.otherwise for use in step.gates if use.otherwise) for step in self.steps
        }
        onward = {name: (*steps, *failed[name]) for name, steps in self._next_steps.items()}
        starts = (
            *(step.id for step in self.steps[:1]),
            *self._keep_own_steps(use.otherwise for use in self._list_exits),
        )
        return frozenset(collect_reachable(starts, onward))

    def _keep_own_steps(self, links: Iterable[Link]) -> tuple[str, ...]:
        return tuple(link.id for link in links if link.kind == "step" and link.id in self._index)

    @cached_property
    def stuck(self) -> frozenset[str]:
        """The ids of the steps from which nothing but more steps, or luck, is ever reached. A step with an answer that
        has no target (CS304) is not one of them."""
        ends = (
            step.id
            for step in self.steps
            if step.has_hole or any(end.where in ("call", "end", "leave") for end in self.ends_of(step.id))
        )
        led_out = find_sources(ends, self._next_steps)
        return frozenset(self._next_steps) - led_out

    def find_circle(self, step_id: str) -> tuple[str, ...]:
        """A circle of steps that `step_id` runs into, e.g. `("a", "b", "a")`; empty if there is none."""
        trail: list[str] = []
        here: str | None = step_id
        while here is not None and here not in trail:
            trail.append(here)
            here = min(self._next_steps.get(here, ()), default=None)  # any way does; always the same one is reported
        return (*trail[trail.index(here) :], here) if here is not None else ()

    @cached_property
    def questions_left(self) -> Mapping[str, int]:
        """Questions still to answer on the worst path from each step, itself included, by step id. Ways back are not
        counted: a reader who goes back knows it."""
        left: dict[str, int] = {}
        # From the last step up: a step that is not counted yet lies before this one, and leads back.
        for step in reversed(self.steps):
            left[step.id] = 1 + max((left.get(name, 0) for name in self._next_steps[step.id]), default=0)
        return left

    @cached_property
    def straight_to_escalation(self) -> tuple[int, int]:
        """How many answers lead straight to the escalation, and of how many; *not sure* aside."""
        targets = [
            (step, answer.target)
            for step in self.steps
            for answer in self.answers[step.id]
            if answer.name != "unsure" and answer.target is not None
        ]
        calls = sum(
            target == self.escalation or (target.kind == "next" and self.following_step(step) == CALL)
            for step, target in targets
        )
        return calls, len(targets)


def find_sources(ends: Iterable[T], onward: Mapping[T, Iterable[T]]) -> frozenset[T]:
    """`ends`, and everything from which one comes to them; `onward` says where each leads."""
    before: dict[T, list[T]] = {}
    for here, targets in onward.items():
        for target in targets:
            before.setdefault(target, []).append(here)
    return frozenset(collect_reachable(ends, before))


def collect_reachable(starts: Iterable[T], onward: Mapping[T, Iterable[T]]) -> set[T]:
    found = set(starts)
    queue = list(found)
    while queue:
        for name in onward.get(queue.pop(), ()):
            if name not in found:
                found.add(name)
                queue.append(name)
    return found


def list_remedies(checklist: Checklist) -> tuple[Link, ...]:
    """The remedies a checklist names, each once, in the order of its steps, its escalation last.

    This order gives the letters Ⓐ Ⓑ … on a sheet's back, and the order of the remedies on a page.
    """
    answers = [answer for step in checklist.steps for answer in step.answers]
    found = [answer.target for answer in answers] + [answer.still for answer in answers]
    found += [use.otherwise for step in checklist.steps for use in step.gates]
    escalation = None
    if isinstance(checklist, Symptom):
        found += [use.otherwise for use in checklist.if_gate_fails]
        escalation = checklist.escalation
    named = [link for link in found if link is not None and link.kind == "resolution" and link != escalation]
    return tuple(dict.fromkeys(named)) + ((escalation,) if escalation else ())


def find_reached_remedies(catalog: Catalog) -> frozenset[Link]:
    """Every remedy that a published checklist or code leads to, directly or through another remedy."""
    onward = {
        record.ref: [use.link.record for use in list_links(record) if use.link.kind == "resolution"]
        for record in catalog.of(Checklist, Code, Resolution)
    }
    begun = (record.ref for record in catalog.of(Checklist, Code) if record.is_published)
    return frozenset(link for link in collect_reachable(begun, onward) if link.kind == "resolution")


def find_reached_symptoms(catalog: Catalog) -> frozenset[Link]:
    """Every checklist that the triage, another published checklist or a published code leads to."""
    found = {use.link.record for use in catalog.site_links}
    for record in catalog.of(Symptom, Code):
        if record.is_published:
            found |= {use.link.record for use in list_links(record) if use.link.record != record.ref}
    return frozenset(link for link in found if link.kind == "symptom")
