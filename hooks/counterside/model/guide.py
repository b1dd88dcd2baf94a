"""How a checklist reads, computed once for everything that shows it: the page, the paper, the single file, the
flowchart. Steps have their numbers, answers their words and targets, remedies their letters, gates their exits.

A guide holds records and links, no markup and no layout. It says what to print; how to
print it is for the layer that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from counterside.model.catalog import Catalog
from counterside.model.flow import Flow, list_remedies
from counterside.model.nodes import NEXT, Link
from counterside.model.parts import GateUse
from counterside.model.records import (
    AnswerUse,
    Checklist,
    Gate,
    Instruction,
    Notice,
    Resolution,
    Step,
    Symptom,
)
from counterside.text.i18n import Text

TargetKind = Literal["step", "verify", "remedy", "end", "call", "leave", "done"]

_ANSWER_LABELS = {"seen": "yes", "not_seen": "no", "unsure": "unsure"}
_LINK_KINDS = {"step": "step", "leave": "symptom", "remedy": "resolution", "end": "resolution", "call": "resolution"}


class GuideTarget(NamedTuple):
    """Where an answer, a failed gate or a remedy that did not help sends the reader.

    `kind` is step, verify (the checklist's own question, then fixed), remedy, end (a remedy that ends the checklist),
    call (the escalation), leave (another checklist) or done (a routine's last step: there is nothing left to do). `id`
    is the step, remedy or checklist; `number` the step's number from 1; `letter` the remedy's on paper. `still` is
    where a remedy or `verify` goes on if it did not help. Equal targets are the same place for the reader.
    """

    kind: TargetKind
    id: str = ""
    number: int = 0
    letter: str = ""
    still: GuideTarget | None = None

    @property
    def link(self) -> Link:
        """The record or step it leads to; a link without id for `verify` and `done`."""
        return Link(_LINK_KINDS.get(self.kind, ""), self.id)


class GuideAnswer(NamedTuple):
    """One answer of a step. It is named by its own `words`, or by the interface's `label` (yes, no, unsure) where the
    record has none. `fills` are ticks of gates that it settles, as links whose step is the tick's number. If it leads
    to a remedy, `asks_list` says that the list's own `verify` is asked after the remedy's."""

    name: str
    label: str
    words: Text | None
    target: GuideTarget
    fills: tuple[Link, ...] = ()
    asks_list: bool = False


class GuideGate(NamedTuple):
    """A gate as it is asked at one place. `failed` is where a missing tick leads from there; `is_local` says that the
    place has an exit of its own, so that the gate cannot be drawn as everywhere else."""

    gate: Gate
    failed: GuideTarget
    is_local: bool


@dataclass(frozen=True)
class GuideStep:
    """A step with its number from 1. `left` counts the questions on the worst path from here, this one included."""

    number: int
    step: Step
    answers: tuple[GuideAnswer, ...]
    gates: tuple[GuideGate, ...]
    left: int

    @cached_property
    def exits(self) -> dict[GuideTarget, list[GuideAnswer]]:
        """The answers by where they lead, in the order of the first of each group."""
        found: dict[GuideTarget, list[GuideAnswer]] = {}
        for answer in self.answers:
            found.setdefault(answer.target, []).append(answer)
        return found


class GuideInstruction(NamedTuple):
    """One thing to do inside a remedy, with the gates asked before it."""

    instruction: Instruction
    gates: tuple[GuideGate, ...]


@dataclass(frozen=True)
class GuideRemedy:
    """A remedy of a checklist. `letter` is empty for the escalation, which has a box of its own. `onward` are the
    places where the checklist goes on if it did not help, each once: one where all its answers agree."""

    letter: str
    resolution: Resolution
    gates: tuple[GuideGate, ...]
    instructions: tuple[GuideInstruction, ...]
    onward: tuple[GuideTarget, ...]


@dataclass(frozen=True)
class Guide:
    """How a checklist reads. `remedies` are in the order of their letters, the escalation last; `notices` are those of
    the checklist, its steps and its remedies, each once; `last` is what comes after the last step."""

    checklist: Checklist
    steps: tuple[GuideStep, ...]
    remedies: tuple[GuideRemedy, ...]
    notices: tuple[Notice, ...]
    last: GuideTarget

    @cached_property
    def lettered(self) -> tuple[GuideRemedy, ...]:
        """The remedies without the escalation."""
        return tuple(remedy for remedy in self.remedies if remedy.letter)

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letters of the remedies, by id."""
        return {remedy.resolution.id: remedy.letter for remedy in self.lettered}


def build_guide(checklist: Checklist, catalog: Catalog) -> Guide:
    """How a checklist of a catalog reads. Answers without a target (CS304) are left out."""
    return _GuideBuilder(checklist, catalog).build()


def read_remedy(resolution: Resolution, catalog: Catalog) -> GuideRemedy:
    """A remedy as it reads by itself, for a reader who came from a code, a case or the search."""
    return _read_remedy(resolution, catalog, {}, "", ())


def read_gates(uses: Iterable[GateUse], catalog: Catalog) -> tuple[GuideGate, ...]:
    """Gates as they are asked outside any checklist. Gates that do not exist (CS211) are left out."""
    return _read_gates(((use, None) for use in uses), catalog)


def _read_gates(uses: Iterable[tuple[GateUse, GuideTarget | None]], catalog: Catalog) -> tuple[GuideGate, ...]:
    """Gates, each with where its place sends a reader who does not pass, if the place says so."""
    found = []
    for use, local in uses:
        gate = catalog.find(use.gate)
        if isinstance(gate, Gate):  # CS211 reports one that is not there
            usual = _leave_for(gate.otherwise, catalog)
            # The place knows best, then the use of the gate, then the gate.
            failed = local or (_leave_for(use.otherwise, catalog) if use.otherwise else usual)
            found.append(GuideGate(gate, failed, is_local=failed != usual))
    return tuple(found)


def _leave_for(link: Link, catalog: Catalog) -> GuideTarget:
    other = catalog.find(link)
    return GuideTarget("leave", link.id, other.number if isinstance(other, Checklist) else 0)


def _read_remedy(
    resolution: Resolution,
    catalog: Catalog,
    exits: Mapping[Link, GuideTarget],
    letter: str,
    onward: tuple[GuideTarget, ...],
) -> GuideRemedy:
    """`exits` are where a checklist sends readers whose gates fail, by gate. They go before the remedy's own: the
    checklist knows more about its reader than a remedy that many of them share."""

    def ask(uses: tuple[GateUse, ...]) -> tuple[GuideGate, ...]:
        return _read_gates(((use, exits.get(use.gate.record)) for use in uses), catalog)

    instructions = tuple(GuideInstruction(step, ask(step.gates)) for step in resolution.steps)
    return GuideRemedy(letter, resolution, ask(resolution.gates), instructions, onward)


class _GuideBuilder:
    """Reads one checklist; what it says depends on the catalog around it."""

    def __init__(self, checklist: Checklist, catalog: Catalog) -> None:
        self.checklist = checklist
        self.catalog = catalog
        self.flow = Flow(checklist, catalog)
        self.escalation = self.flow.escalation
        self.links = list_remedies(checklist)
        lettered = [link for link in self.links if link != self.escalation]  # that one has a box of its own
        self.letters = {link: chr(ord("A") + index) for index, link in enumerate(lettered)}
        self.numbers = {step.id: number for number, step in enumerate(checklist.steps, start=1)}
        self.last = GuideTarget("call", self.escalation.id) if self.escalation else GuideTarget("done")
        uses = checklist.if_gate_fails if isinstance(checklist, Symptom) else ()
        self.exits = {use.gate.record: self.point_to(use.otherwise, self.last) for use in uses}

    def build(self) -> Guide:
        steps = tuple(self.read_step(number, step) for number, step in enumerate(self.checklist.steps, start=1))
        remedies = tuple(self.read_remedies(steps))
        return Guide(self.checklist, steps, remedies, tuple(self.find_notices(remedies)), self.last)

    def point_to(self, target: Link, onward: GuideTarget, still: Link = NEXT) -> GuideTarget:
        """`onward` is what `next` means here."""
        if target.kind == "next":
            return onward
        if target.kind == "done":
            return GuideTarget("verify", still=onward)
        if target.kind == "step":
            return GuideTarget("step", target.id, self.numbers.get(target.id, 0))
        if target.kind == "symptom":
            return _leave_for(target, self.catalog)
        if target == self.escalation:
            return GuideTarget("call", target.id)
        remedy = self.catalog.find(target)
        letter = self.letters.get(target, "")
        if isinstance(remedy, Resolution) and remedy.is_end:
            return GuideTarget("end", target.id, letter=letter)
        # A `still` that names the remedy which just failed would repeat it for ever.
        after = self.point_to(still if still != target else NEXT, onward)
        return GuideTarget("remedy", target.id, letter=letter, still=after)

    def read_step(self, number: int, step: Step) -> GuideStep:
        following = self.checklist.steps[number : number + 1]
        onward = GuideTarget("step", following[0].id, number + 1) if following else self.last
        known = self.flow.answers[step.id]
        answers = tuple(self.read_answer(each, each.target, onward) for each in known if each.target is not None)
        exits = (
            self.point_to(use.otherwise, onward) if use.otherwise else self.exits.get(use.gate.record)
            for use in step.gates
        )
        gates = _read_gates(zip(step.gates, exits, strict=True), self.catalog)
        return GuideStep(number, step, answers, gates, self.flow.questions_left[step.id])

    def read_answer(self, answer: AnswerUse, link: Link, onward: GuideTarget) -> GuideAnswer:
        label = "" if answer.label else _ANSWER_LABELS.get(answer.name, "")  # a choice has words of its own always
        target = self.point_to(link, onward, answer.still or NEXT)
        asks_list = target.kind == "remedy" and not answer.settles_list and self.has_verify_of_its_own(link)
        return GuideAnswer(answer.name, label, answer.label, target, answer.fills, asks_list)

    def has_verify_of_its_own(self, link: Link) -> bool:
        """Whether the checklist asks something else than the remedy does: the same question is not asked twice."""
        remedy = self.catalog.find(link)
        return isinstance(self.checklist, Symptom) and (
            not isinstance(remedy, Resolution) or remedy.verify != self.checklist.verify
        )

    def read_remedies(self, steps: Iterable[GuideStep]) -> Iterator[GuideRemedy]:
        onward: dict[str, dict[GuideTarget, None]] = {}  # the inner ones are ordered sets
        for target in _list_targets(steps):
            if target.kind == "remedy" and target.still:
                onward.setdefault(target.id, {})[target.still] = None
        for link in self.links:
            remedy = self.catalog.find(link)
            if isinstance(remedy, Resolution):
                letter = self.letters.get(link, "")
                yield _read_remedy(remedy, self.catalog, self.exits, letter, tuple(onward.get(link.id, ())))

    def find_notices(self, remedies: Iterable[GuideRemedy]) -> Iterator[Notice]:
        links = [*self.checklist.notices, *(link for step in self.checklist.steps for link in step.notices)]
        for remedy in remedies:
            links += remedy.resolution.notices
            links += [link for step in remedy.resolution.steps for link in step.notices]
        found = (self.catalog.find(link) for link in dict.fromkeys(links))
        return (notice for notice in found if isinstance(notice, Notice))


def _list_targets(steps: Iterable[GuideStep]) -> Iterator[GuideTarget]:
    """Every place that answers and failed gates lead to, with what follows each if it did not help."""
    for step in steps:
        for target in (*(answer.target for answer in step.answers), *(gate.failed for gate in step.gates)):
            here: GuideTarget | None = target
            while here is not None:  # a remedy may be followed by another one
                yield here
                here = here.still
