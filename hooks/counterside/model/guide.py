"""How a checklist reads, computed once for everything that shows it: the page, the paper, the single file, the
flowchart. Steps have their numbers, answers their words and targets, remedies their letters, gates their exits.

A guide holds records and links, no markup and no layout. It says what to print; how to
print it is for the layer that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from counterside.model.catalog import Catalog
from counterside.model.flow import Flow, GuideTarget, leave_for, list_remedies
from counterside.model.nodes import Link
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

# The labels of answers without words of their own.
ANSWER_LABELS = {"seen": "yes", "not_seen": "no", "unsure": "unsure"}


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


@dataclass(frozen=True)
class GuideRemedy:
    """A remedy of a checklist. `letter` is empty for the escalation, which has a box of its own. `onward` are the
    places where the checklist goes on if it did not help, each once: one where all its answers agree. Each instruction
    is with the gates asked before it."""

    letter: str
    resolution: Resolution
    gates: tuple[GuideGate, ...]
    instructions: tuple[tuple[Instruction, tuple[GuideGate, ...]], ...]
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
    flow = Flow(checklist, catalog)
    exits = {use.gate.record: flow.point_to(use.otherwise, flow.last) for use in flow.exits}
    steps = tuple(_read_step(step, flow, exits) for step in checklist.steps)
    remedies = tuple(_read_remedies(flow, exits, steps))
    return Guide(checklist, steps, remedies, tuple(_find_notices(checklist, remedies, catalog)), flow.last)


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
            usual = leave_for(gate.otherwise, catalog)
            # The place knows best, then the use of the gate, then the gate.
            failed = local or (leave_for(use.otherwise, catalog) if use.otherwise else usual)
            found.append(GuideGate(gate, failed, is_local=failed != usual))
    return tuple(found)


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

    instructions = tuple((step, ask(step.gates)) for step in resolution.steps)
    return GuideRemedy(letter, resolution, ask(resolution.gates), instructions, onward)


def _read_step(step: Step, flow: Flow, exits: Mapping[Link, GuideTarget]) -> GuideStep:
    answers = tuple(_read_answer(answer, target, flow) for answer, target in flow.targets[step.id])
    onward = flow.find_following(step)
    local = (
        flow.point_to(use.otherwise, onward) if use.otherwise else exits.get(use.gate.record) for use in step.gates
    )
    gates = _read_gates(zip(step.gates, local, strict=True), flow.catalog)
    return GuideStep(flow.numbers[step.id], step, answers, gates, flow.questions_left[step.id])


def _read_answer(answer: AnswerUse, target: GuideTarget, flow: Flow) -> GuideAnswer:
    label = "" if answer.label else ANSWER_LABELS.get(answer.name, "")  # a choice has words of its own always
    remedy = flow.catalog.find_resolution(target.link) if target.kind == "remedy" else None
    # The same question is not asked twice.
    is_other = isinstance(flow.checklist, Symptom) and (not remedy or remedy.verify != flow.checklist.verify)
    asks_list = target.kind == "remedy" and not answer.settles_list and is_other
    return GuideAnswer(answer.name, label, answer.label, target, answer.fills, asks_list)


def _read_remedies(flow: Flow, exits: Mapping[Link, GuideTarget], steps: Iterable[GuideStep]) -> Iterator[GuideRemedy]:
    onward: dict[str, dict[GuideTarget, None]] = {}  # the inner ones are ordered sets
    for step in steps:
        for target in (*(answer.target for answer in step.answers), *(gate.failed for gate in step.gates)):
            for each in target.chain:
                if each.kind == "remedy" and each.still:
                    onward.setdefault(each.id, {})[each.still] = None
    for link in list_remedies(flow.checklist):
        remedy = flow.catalog.find_resolution(link)
        if remedy is not None:
            letter = flow.letters.get(link, "")
            yield _read_remedy(remedy, flow.catalog, exits, letter, tuple(onward.get(link.id, ())))


def _find_notices(checklist: Checklist, remedies: Iterable[GuideRemedy], catalog: Catalog) -> Iterator[Notice]:
    links = [*checklist.notices, *(link for step in checklist.steps for link in step.notices)]
    for remedy in remedies:
        links += remedy.resolution.notices
        links += [link for step in remedy.resolution.steps for link in step.notices]
    found = (catalog.find(link) for link in dict.fromkeys(links))
    return (notice for notice in found if isinstance(notice, Notice))
