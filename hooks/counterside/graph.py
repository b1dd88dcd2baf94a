"""Questions about the paths through a checklist. Works on cards: paths are structure, never texts.

How answers make a graph: `next` is the following step, after the last one the escalation. `done` asks the
checklist's `verify`: seen is fixed, not seen goes on. A remedy asks its own `verify`, then goes on with `still`;
one that ends the story (escalated, replaced, stopped) has no way on. `symptom:x` leaves the checklist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

from counterside.model import NEXT, AnswerUse, Card, Cards, Link, StepCard

T = TypeVar("T")

Where = Literal["step", "fixed", "call", "end", "leave"]


class Stop(NamedTuple):
    """Where a reader can come to: a step (`name` is its id), fixed, the escalation, the end of the story (`name`
    is the remedy that ends it), or another checklist (`name` is its id)."""

    where: Where
    name: str = ""


FIXED = Stop("fixed")
CALL = Stop("call")


class Way(NamedTuple):
    """One answer of a step and every place it can lead to."""

    answer: AnswerUse
    stops: frozenset[Stop]


class Lead(NamedTuple):
    """Where an answer sends the reader first, as screen and paper show it.

    `where` is step, verify (the checklist's own question, then fixed), remedy, end (a remedy that ends the
    story), call (the escalation) or leave (another checklist). `name` is the id of the step, remedy or checklist,
    `number` the step's ring or the remedy's place in `remedies_in_order`, from 1. `still` says where a remedy or
    `verify` goes on when it did not help.
    """

    where: Literal["step", "verify", "remedy", "end", "call", "leave"]
    name: str = ""
    number: int = 0
    still: Lead | None = None


def paths_of(card: Card, cards: Cards) -> Paths:
    """The paths through one checklist, worked out once for all that ask about the same cards."""
    known = cards.worked_out.get(id(card))
    if not isinstance(known, Paths):
        known = cards.worked_out[id(card)] = Paths(card, cards)
    return known


class Paths:
    """The paths through one checklist. Links that lead nowhere are left out: rule CS202 names them."""

    def __init__(self, card: Card, cards: Cards) -> None:
        self.card = card
        self.cards = cards
        self._index = {step.id: number for number, step in enumerate(card.steps)}
        self._after = (*(Stop("step", step.id) for step in card.steps[1:]), CALL)

    def following(self, step: StepCard) -> Stop:
        """The step after `step`, or the escalation after the last one."""
        return self._after[self._index[step.id]]

    def still(self, step: StepCard, answer: AnswerUse) -> frozenset[Stop]:
        """Where a reader goes whom the remedy of this answer did not help."""
        return self._targets(step, answer.still or NEXT, NEXT)

    def _targets(self, step: StepCard, target: Link, still: Link) -> frozenset[Stop]:
        if target.kind == "next":
            return frozenset({self.following(step)})
        if target.kind == "done":
            return frozenset({FIXED, self.following(step)})
        if target.kind == "step":
            return frozenset({Stop("step", target.id)} if target.id in self._index else ())
        if target.kind == "symptom":
            return frozenset({Stop("leave", target.id)})
        remedy = self.cards.get(target)
        if remedy is None or target.kind != "resolution":
            return frozenset()
        if remedy.is_end:
            return frozenset({Stop("end", target.id)})
        onward = still if still.kind != "resolution" or still != target else NEXT
        return self._targets(step, onward, NEXT) | {FIXED}

    def lead(self, step: StepCard, answer: AnswerUse) -> Lead | None:
        """Where an answer sends the reader, for showing; `None` for a hole (CS304)."""
        return self._lead(step, answer.target, answer.still or NEXT) if answer.target is not None else None

    def _lead(self, step: StepCard, target: Link, still: Link) -> Lead:
        if target.kind == "next":
            return self._onward(step)
        if target.kind == "done":
            return Lead("verify", still=self._onward(step))
        if target.kind == "step":
            return Lead("step", target.id, self._index.get(target.id, -1) + 1)
        if target.kind == "symptom":
            return Lead("leave", target.id)
        if target == self.card.escalation:
            return Lead("call", target.id)
        remedy = self.cards.get(target)
        number = self._letters.get(target, 0)
        if remedy is not None and remedy.is_end:
            return Lead("end", target.id, number)
        return Lead("remedy", target.id, number, self._lead(step, still if still != target else NEXT, NEXT))

    @cached_property
    def straight_to_escalation(self) -> tuple[int, int]:
        """How many answers lead straight to the escalation, and of how many; *not sure* aside."""
        answers = [(step, answer) for step in self.card.steps for answer in step.answers if answer.name != "unsure"]
        leads = [lead for step, answer in answers if (lead := self.lead(step, answer)) is not None]
        return sum(lead.where == "call" for lead in leads), len(leads)

    def _onward(self, step: StepCard) -> Lead:
        after = self.following(step)
        if after.where == "call":
            return Lead("call", self.card.escalation.id if self.card.escalation else "")
        return Lead("step", after.name, self._index[after.name] + 1)

    @cached_property
    def _letters(self) -> Mapping[Link, int]:
        return {link: number for number, link in enumerate(remedies_in_order(self.card), start=1)}

    @cached_property
    def ways(self) -> Mapping[str, tuple[Way, ...]]:
        """Every step's answers with their stops, by step id."""
        return {step.id: tuple(self._ways(step)) for step in self.card.steps}

    @cached_property
    def _stops(self) -> Mapping[str, frozenset[Stop]]:
        return {name: frozenset(stop for way in ways for stop in way.stops) for name, ways in self.ways.items()}

    def _ways(self, step: StepCard) -> Iterator[Way]:
        for answer in step.answers:
            if answer.target is not None:
                yield Way(answer, self._targets(step, answer.target, answer.still or NEXT))

    def stops_of(self, step_id: str) -> frozenset[Stop]:
        """Every place one can come to from a step in one answer."""
        return self._stops.get(step_id, frozenset())

    @cached_property
    def reachable(self) -> frozenset[str]:
        """The ids of the steps a reader can come to from the first one."""
        return frozenset(_flood((step.id for step in self.card.steps[:1]), self._next_steps))

    def _next_steps(self, step_id: str) -> Iterator[str]:
        return (stop.name for stop in self.stops_of(step_id) if stop.where == "step")

    @cached_property
    def with_way_out(self) -> frozenset[str]:
        """The ids of the steps from which some path leaves the checklist: fixed, call, end or another list."""
        ends = (step.id for step in self.card.steps if any(stop.where != "step" for stop in self.stops_of(step.id)))
        return leading_to(ends, self._followers)

    @cached_property
    def stuck(self) -> frozenset[str]:
        """The ids of the steps from which nothing but more steps, or luck, is ever reached. A step with a hole
        (CS304) is not one of them."""
        ends = (
            step.id
            for step in self.card.steps
            if any(answer.target is None for answer in step.answers)
            or any(stop.where in ("call", "end", "leave") for stop in self.stops_of(step.id))
        )
        led_out = leading_to(ends, self._followers)
        return frozenset(self._followers) - led_out

    @cached_property
    def _followers(self) -> Mapping[str, tuple[str, ...]]:
        return {step.id: tuple(self._next_steps(step.id)) for step in self.card.steps}

    def circle_from(self, step_id: str) -> tuple[str, ...]:
        """A circle of steps that `step_id` runs into, e.g. `("a", "b", "a")`; empty where there is none."""
        trail: list[str] = []
        here: str | None = step_id
        while here is not None and here not in trail:
            trail.append(here)
            here = next(iter(sorted(self._next_steps(here))), None)
        return (*trail[trail.index(here) :], here) if here is not None else ()

    @cached_property
    def longest(self) -> Mapping[str, int]:
        """Questions still to answer on the worst path from each step, itself included. Ways back are not counted:
        a reader who goes back knows it."""
        left: dict[str, int] = {}
        for step in reversed(self.card.steps):
            left[step.id] = 1 + max((left.get(name, 0) for name in self._next_steps(step.id)), default=0)
        return left


def leading_to(ends: Iterable[T], onward: Mapping[T, Iterable[T]]) -> frozenset[T]:
    """`ends`, and everything from which one comes to them; `onward` says where each leads."""
    before: dict[T, list[T]] = {}
    for here, targets in onward.items():
        for target in targets:
            before.setdefault(target, []).append(here)
    return frozenset(_flood(ends, lambda here: before.get(here, ())))


def _flood(starts: Iterable[T], neighbours: Callable[[T], Iterable[T]]) -> set[T]:
    """Everything reachable from `starts`."""
    found = set(starts)
    queue = list(found)
    while queue:
        for name in neighbours(queue.pop()):
            if name not in found:
                found.add(name)
                queue.append(name)
    return found


def remedies_in_order(card: Card) -> tuple[Link, ...]:
    """The remedies a checklist names, in the order of its steps, its escalation last; each once.

    These are the Ⓐ Ⓑ … of a sheet's back and the remedies that a page shows in place.
    """
    found = [answer.target for step in card.steps for answer in step.answers]
    found += [answer.still for step in card.steps for answer in step.answers]
    named = [link for link in found if link is not None and link.kind == "resolution" and link != card.escalation]
    return tuple(dict.fromkeys(named)) + ((card.escalation,) if card.escalation else ())


def reached_remedies(cards: Cards) -> frozenset[Link]:
    """Every remedy that a published checklist or code leads to, directly or through another remedy."""
    queue = [
        use.link.record
        for card in cards.of("symptom", "routine", "code")
        if card.is_published
        for use in card.links
        if use.link.kind == "resolution"
    ]
    found: set[Link] = set()
    while queue:
        link = queue.pop()
        if link in found:
            continue
        found.add(link)
        remedy = cards.get(link)
        if remedy is not None:
            queue += [
                use.link.record for use in remedy.links if use.link.kind == "resolution" and use.link.record != link
            ]
    return frozenset(found)


def reached_symptoms(cards: Cards) -> frozenset[Link]:
    """Every checklist that the triage, another published checklist or a published code leads to."""
    found = {use.link.record for use in cards.site_links}
    for card in cards.of("symptom", "code"):
        if card.is_published:
            found |= {use.link.record for use in card.links if use.link.record != card.ref}
    return frozenset(link for link in found if link.kind == "symptom")
