"""How a checklist reads, computed once for everything that shows or checks it: pages, paper, the single file, the
flowchart, the rules about paths. Steps have their numbers, answers their words and targets, remedies their letters,
gates their exits; and it is known what can be reached, what leads out and how long it is at worst.

`next` is the following step, after the last one the escalation. `done` asks the checklist's `verify`: seen is fixed,
not seen goes on. A remedy asks its own `verify`, then goes on with `still`; one whose outcome ends the checklist
(escalated, replaced, stopped) has no way on. `symptom:x` leaves the checklist.

A guide holds records and links, no markup and no layout. It says what to print; how to print it is for the layer that
shows it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple, TypeVar

from counterside.model.catalog import Catalog
from counterside.model.nodes import NEXT, GateUse, Link
from counterside.model.records import Checklist, Code, Gate, Instruction, Notice, Resolution, Step, Symptom
from counterside.text.i18n import Text

T = TypeVar("T")

_LINK_KINDS = {"step": "step", "leave": "symptom", "remedy": "resolution", "end": "resolution", "call": "resolution"}


class GuideTarget(NamedTuple):
    """Where an answer, a failed gate or a remedy that did not help sends the reader.

    `kind` is step, verify (the checklist's own question, then fixed), remedy, end (a remedy that ends the checklist),
    call (the escalation), leave (another checklist) or done (a routine's last step: there is nothing left to do). `id`
    is the step, remedy or checklist; `number` the step's number from 1; `letter` the remedy's on paper. `still` is
    where a remedy or `verify` goes on if it did not help. Equal targets are the same place for the reader.
    """

    kind: Literal["step", "verify", "remedy", "end", "call", "leave", "done"]
    id: str = ""
    number: int = 0
    letter: str = ""
    still: "GuideTarget | None" = None

    @property
    def link(self) -> Link:
        """The record or step it leads to; a link without id for `verify` and `done`."""
        return Link(_LINK_KINDS.get(self.kind, ""), self.id)

    @property
    def chain(self) -> "tuple[GuideTarget, ...]":
        """It, where a reader goes on when it did not help, and so on."""
        return (self, *self.still.chain) if self.still else (self,)


Onward = tuple[GuideTarget, ...]
# Where gates lead that are not passed, by gate.
Exits = Mapping[Link, GuideTarget]
# Where a reader can come to: `fixed` or the kind of a target that asks no question, and the target's id.
Endpoint = tuple[str, str]
FIXED: Endpoint = ("fixed", "")
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


class GuideStep(NamedTuple):
    """A step with its number from 1. `left` counts the questions on the worst path from here, this one included. In
    `exits` are the answers by where they lead, in the order of the first of each group."""

    number: int
    step: Step
    answers: tuple[GuideAnswer, ...]
    gates: tuple[GuideGate, ...]
    left: int
    exits: Mapping[GuideTarget, list[GuideAnswer]]


class GuideRemedy(NamedTuple):
    """A remedy of a checklist, each instruction with the gates asked before it. `letter` is empty for the escalation.
    `onward` are the places where the checklist goes on if it did not help: one where all its answers agree."""

    letter: str
    resolution: Resolution
    gates: tuple[GuideGate, ...]
    instructions: tuple[tuple[Instruction, tuple[GuideGate, ...]], ...]
    onward: Onward


class Guide:
    """How a checklist of a catalog reads. Answers without a target (CS304) are left out. `last` is what comes after the
    last step; `letters` are those of the remedies on paper, by id, but for the escalation, which has a box of its own;
    `numbers` are those of the steps, from 1."""

    def __init__(self, checklist: Checklist, catalog: Catalog) -> None:
        self.catalog = catalog
        self.checklist = checklist
        self.escalation = checklist.escalation.record if isinstance(checklist, Symptom) else None
        lettered = (link for link in list_remedies(checklist) if link != self.escalation)
        self.letters = {link.id: chr(ord("A") + index) for index, link in enumerate(lettered)}
        self.last = GuideTarget("call", self.escalation.id) if self.escalation else GuideTarget("done")
        steps = [GuideTarget("step", step.id, number) for number, step in enumerate(checklist.steps, start=1)]
        self.numbers = {step.id: step.number for step in steps}
        self._following = {step.id: after for step, after in pairwise([*steps, self.last])}
        self._exits = self._read_exits(getattr(checklist, "if_gate_fails", ()), self.last)

    # ── what it says ──

    @cached_property
    def steps(self) -> tuple[GuideStep, ...]:
        found: list[GuideStep] = []
        left: dict[str, int] = {}
        # From the last step up: a step that is not counted yet lies before this one, and leads back. Readers know it.
        for step in reversed(self.checklist.steps):
            left[step.id] = 1 + max((left.get(name, 0) for name in self._next_steps[step.id]), default=0)
            failed = self._exits | self._read_exits(step.gates, self._following[step.id])
            exits: dict[GuideTarget, list[GuideAnswer]] = defaultdict(list)
            for answer in self.answers[step.id]:
                exits[answer.target].append(answer)
            gates = read_gates(step.gates, self.catalog, failed)
            found.append(GuideStep(self.numbers[step.id], step, self.answers[step.id], gates, left[step.id], exits))
        return tuple(reversed(found))

    @cached_property
    def remedies(self) -> tuple[GuideRemedy, ...]:
        """Its remedies in the order of their letters, the escalation last."""
        onward: dict[str, dict[GuideTarget, None]] = defaultdict(dict)  # the inner ones are ordered sets
        for step in self.steps:
            for target in (*(answer.target for answer in step.answers), *(gate.failed for gate in step.gates)):
                for each in target.chain:
                    if each.kind == "remedy" and each.still:
                        onward[each.id][each.still] = None
        return tuple(
            read_remedy(one, self.catalog, self._exits, self.letters.get(one.id, ""), tuple(onward[one.id]))
            for one in map(self.catalog.find_resolution, list_remedies(self.checklist))
            if one
        )

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """The notices of the checklist, its steps and its remedies, each once."""
        shown: list[Checklist | Resolution] = [self.checklist, *(remedy.resolution for remedy in self.remedies)]
        links = (link for one in shown for part in (one, *one.steps) for link in part.notices)
        return tuple(one for one in map(self.catalog.find, dict.fromkeys(links)) if isinstance(one, Notice))

    # ── where it leads ──

    def _read_exits(self, uses: Iterable[GateUse], onward: GuideTarget) -> dict[Link, GuideTarget]:
        """Where gates lead that are not passed, by gate."""
        return {use.gate.record: self._point_to(use.otherwise, onward) for use in uses if use.otherwise}

    def _point_to(self, target: Link, onward: GuideTarget, still: Link = NEXT) -> GuideTarget:
        """Where a link leads. `onward` is what `next` means here, `still` what follows a remedy that did not help."""
        if target.kind == "next":
            return onward
        if target.kind == "done":
            return GuideTarget("verify", still=onward)
        if target.kind == "step":
            return GuideTarget("step", target.id, self.numbers.get(target.id, 0))
        if target.kind == "symptom":
            return _leave_for(target, self.catalog)
        if target.record == self.escalation:
            return GuideTarget("call", target.id)
        remedy, letter = self.catalog.find_resolution(target), self.letters.get(target.id, "")
        if remedy is not None and remedy.is_end:
            return GuideTarget("end", target.id, letter=letter)
        # A `still` that names the remedy which just failed would repeat it for ever.
        after = self._point_to(still if still.record != target.record else NEXT, onward)
        return GuideTarget("remedy", target.id, letter=letter, still=after)

    @cached_property
    def answers(self) -> Mapping[str, tuple[GuideAnswer, ...]]:
        """The answers of each step, by its id."""
        return {step.id: tuple(self._read_answers(step)) for step in self.checklist.steps}

    def _read_answers(self, step: Step) -> Iterator[GuideAnswer]:
        own = self.checklist.verify if isinstance(self.checklist, Symptom) else None
        for use in step.answers:
            if use.target is not None:
                target = self._point_to(use.target, self._following[step.id], use.still or NEXT)
                label = "" if use.label else ANSWER_LABELS.get(use.name, "")  # a choice has words of its own always
                is_tried = own is not None and target.kind == "remedy" and not use.settles_list
                # The same question is not asked twice.
                asks_list = is_tried and getattr(self.catalog.find(target.link), "verify", None) != own
                yield GuideAnswer(use.name, label, use.label, target, use.fills, asks_list)

    @cached_property
    def asking(self) -> frozenset[str]:
        """The ids of the remedies after whose own question the list's `verify` is asked."""
        return frozenset(one.target.id for answers in self.answers.values() for one in answers if one.asks_list)

    @cached_property
    def ends(self) -> Mapping[str, frozenset[Endpoint]]:
        """Every place that one answer of a step can lead to, by its id. What asks a question may end as fixed."""
        asking, chains = ("verify", "remedy"), {}
        for name, answers in self.answers.items():
            targets = [each for answer in answers for each in answer.target.chain]
            chains[name] = frozenset(FIXED if each.kind in asking else (each.kind, each.id) for each in targets)
        return chains

    @cached_property
    def _next_steps(self) -> Mapping[str, tuple[str, ...]]:
        """The steps that the answers of each step lead to, by step id."""
        return {name: tuple(to for kind, to in ends if kind == "step") for name, ends in self.ends.items()}

    @cached_property
    def reachable(self) -> frozenset[str]:
        """The ids of the steps a reader can come to from the first one, failed gates included."""
        onward = {name: [*steps] for name, steps in self._next_steps.items()}
        for step in self.checklist.steps:
            exits = (use.otherwise for use in step.gates)
            onward[step.id] += [link.id for link in exits if link and link.kind == "step"]
        starts = [step.id for step in self.checklist.steps[:1]]
        starts += [target.id for target in self._exits.values() if target.kind == "step"]
        return frozenset(collect_reachable(starts, onward) & self.numbers.keys())

    @cached_property
    def stuck(self) -> Set[str]:
        """The ids of the steps from which nothing but more steps, or luck, is ever reached."""
        ends = {name for name, ends in self.ends.items() if any(kind not in ("step", "fixed") for kind, _ in ends)}
        return self._next_steps.keys() - find_sources(ends, self._next_steps)

    def find_circle(self, step_id: str) -> tuple[str, ...]:
        """A circle of steps that `step_id` runs into, e.g. `("a", "b", "a")`; empty if there is none."""
        trail: list[str] = []
        here: str | None = step_id
        while here is not None and here not in trail:
            trail.append(here)
            here = min(self._next_steps.get(here, ()), default=None)  # any way does; always the same one is reported
        return (*trail[trail.index(here) :], here) if here is not None else ()

    @cached_property
    def straight_to_escalation(self) -> tuple[int, int]:
        """How many answers lead straight to the escalation, and of how many; *not sure* aside."""
        sure = [one.target for answers in self.answers.values() for one in answers if one.name != "unsure"]
        return sure.count(self.last), len(sure)


def read_guide(checklist: Checklist, catalog: Catalog) -> Guide:
    """How a checklist of a catalog reads, worked out once: rules, pages and paper ask for the same."""
    # By the place too: two records may have one id until rule CS102 reports them.
    return catalog.memoize(("guide", checklist.ref, checklist.place), lambda: Guide(checklist, catalog))


def _leave_for(link: Link, catalog: Catalog) -> GuideTarget:
    """Another checklist as a target."""
    other = catalog.find(link)
    return GuideTarget("leave", link.id, other.number if isinstance(other, Checklist) else 0)


def read_gates(uses: Iterable[GateUse], catalog: Catalog, exits: Exits | None = None) -> tuple[GuideGate, ...]:
    """Gates as they are asked at one place. `exits` are where the place sends readers who do not pass, by gate; without
    one, the use of the gate says so, or else the gate. Gates that do not exist (CS211) are left out."""
    found = []
    for use in uses:
        gate = catalog.find(use.gate)
        if isinstance(gate, Gate):
            failed = (exits or {}).get(gate.ref) or _leave_for(use.otherwise or gate.otherwise, catalog)
            found.append(GuideGate(gate, failed, is_local=failed != _leave_for(gate.otherwise, catalog)))
    return tuple(found)


def read_remedy(
    resolution: Resolution, catalog: Catalog, exits: Exits | None = None, letter: str = "", onward: Onward = ()
) -> GuideRemedy:
    """A remedy as it reads by itself, for a reader who came from a code, a case or the search; or in a checklist, which
    says in `exits` where it sends readers whose gates fail, because it knows more about them."""
    instructions = tuple((step, read_gates(step.gates, catalog, exits)) for step in resolution.steps)
    return GuideRemedy(letter, resolution, read_gates(resolution.gates, catalog, exits), instructions, onward)


# ── what leads where ──


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
    """The remedies a checklist names, each once, in the order of its steps, its escalation last. So they are on a page,
    and so they get their letters Ⓐ Ⓑ … on a sheet's back."""
    answers = [answer for step in checklist.steps for answer in step.answers]
    found = [answer.target for answer in answers] + [answer.still for answer in answers]
    found += [use.otherwise for step in checklist.steps for use in step.gates]
    found += [use.otherwise for use in getattr(checklist, "if_gate_fails", ())]
    # A link to one step of a remedy names the remedy as a whole: it has one letter.
    named = dict.fromkeys(link.record for link in found if link is not None and link.kind == "resolution")
    escalation = checklist.escalation.record if isinstance(checklist, Symptom) else None
    return (*(link for link in named if link != escalation), *([escalation] if escalation else []))


def find_reached_remedies(catalog: Catalog) -> frozenset[Link]:
    """Every remedy that a published checklist or code leads to, directly or through another remedy."""
    onward = {
        record.ref: [use.value.record for use in record.uses.link if use.value.kind == "resolution"]
        for record in catalog.of(Checklist, Code, Resolution)
    }
    begun = (record.ref for record in catalog.of(Checklist, Code) if record.is_published)
    return frozenset(link for link in collect_reachable(begun, onward) if link.kind == "resolution")


def find_reached_symptoms(catalog: Catalog) -> frozenset[Link]:
    """Every checklist that the triage, another published checklist or a published code leads to."""
    published = (record for record in catalog.of(Symptom, Code) if record.is_published)
    found = {use.value.record for use in catalog.site_links}
    found |= {link for record in published for use in record.uses.link if (link := use.value.record) != record.ref}
    return frozenset(link for link in found if link.kind == "symptom")
