"""Builds the graph of a catalog: what leads where, with which effects and needs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from counterside.model import (
    NEXT,
    AnswerUse,
    Catalog,
    Checklist,
    Code,
    Effect,
    Gate,
    GateExit,
    GateUse,
    Instruction,
    Link,
    Resolution,
    Routine,
    Step,
    Symptom,
    parse_link,
)
from counterside.proof.graph import Cure, Edge, Graph, Label, Line, LineKind, LineUse, Need, Seed, Vocabulary
from counterside.text.i18n import Text
from counterside.text.markup import list_targets
from counterside.text.problems import Place

_INTERFACE = {"seen": "yes", "not_seen": "no", "unsure": "unsure"}


@dataclass(frozen=True, slots=True)
class _Context:
    """Where a reader of a remedy came from: the answer of a list, or a code, and where it goes on."""

    origin: Link
    number: int = -1
    answer: str = ""
    still: Link = NEXT
    still_place: Place | None = None
    settles_list: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """A step, its gates passed."""

    list: Link
    number: int


@dataclass(frozen=True, slots=True)
class _Verify:
    """A list's own question. `still` is where it leads from a remedy that did not help the list; without a remedy, to
    the following step."""

    list: Link
    number: int
    still: _Context | None = None


class _Asking(NamedTuple):
    """A gate, where a missing tick leads, and where that is written."""

    gate: Link
    otherwise: Link
    place: Place


@dataclass(frozen=True, slots=True)
class _Gated:
    """The gate `number` of those asked before something, at a step of a list or because of one; without a list the
    number of the step is -1."""

    gates: tuple[_Asking, ...]
    number: int
    then: _Key
    origin: Link
    step: int = -1


@dataclass(frozen=True, slots=True)
class _Remedy:
    """A remedy, its gates passed, before its first instruction."""

    remedy: Link
    context: _Context


@dataclass(frozen=True, slots=True)
class _Instructed:
    """An instruction of a remedy, its gates passed."""

    remedy: Link
    context: _Context
    number: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A remedy's own question."""

    remedy: Link
    context: _Context


@dataclass(frozen=True, slots=True)
class _Closed:
    """What is left to do once a remedy helped, or has ended the list."""

    remedy: Link
    context: _Context


@dataclass(frozen=True, slots=True)
class _Nowhere:
    """Fixed, or out of the project's hands."""


_Key = _Asked | _Verify | _Gated | _Remedy | _Instructed | _Outcome | _Closed | _Nowhere
_QUESTIONS = (_Asked, _Verify, _Gated)


def _find_home(key: _Key) -> Link | None:
    """The list whose step a place asks; none for the gates of a remedy, and for what comes behind them."""
    then = key.then if isinstance(key, _Gated) else key
    return then.list if isinstance(then, (_Asked, _Verify)) else None


def build_graph(catalog: Catalog) -> Graph:
    """The graph of a catalog's published records."""
    return _Builder(catalog).build()


class _Builder:
    """Builds the graph from its seeds: each place is expanded once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lists = {found.ref: found for found in catalog.of(Checklist) if found.steps}
        self._remedies = {found.ref: found for found in catalog.of(Resolution)}
        self._gates = {found.ref: found for found in catalog.of(Gate)}
        self._graph = Graph(Vocabulary(catalog.facts))
        self._numbers: dict[_Key, int] = {}
        self._queue: deque[_Key] = deque()
        self._lines: dict[tuple[LineKind, Place], int | None] = {}
        self._cured: set[tuple[int, int]] = set()
        self._events = {event.id: event for event in catalog.facts.events}

    def build(self) -> Graph:
        graph = self._graph
        self._seed()
        while self._queue:
            key = self._queue.popleft()
            number = self._numbers[key]
            need = self._need(key)
            if need is not None:
                graph.needs[number] = need
            graph.edges[number] = tuple(self._expand(key))
            graph.changing += [(number, index) for index, edge in enumerate(graph.edges[number]) if edge.uses]
        return graph

    def _number(self, key: _Key) -> int:
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self._graph.edges)
            self._graph.edges.append(())
            self._graph.is_question.append(isinstance(key, _QUESTIONS))
            self._graph.homes.append(_find_home(key))
            self._queue.append(key)
        return known

    def _edge(self, key: _Key, label: Label | None = None, place: Place | None = None, *uses: LineUse | None) -> Edge:
        answers = int(label is not None and label.kind != "do")
        return Edge(self._number(key), answers, label, place, tuple(use for use in uses if use is not None))

    # ── where readers begin ──

    def _seed(self) -> None:
        triage = {link for entry in self._catalog.site.triage for link in entry.to}
        lists: list[tuple[int, Checklist]] = [
            *((int(symptom.ref not in triage), symptom) for symptom in self._catalog.symptoms),
            *((2, routine) for routine in self._catalog.routines),
        ]
        for rank, checklist in lists:
            self._seed_list(rank, checklist)
        for code in self._catalog.codes:
            self._seed_code(code)
        self._graph.seeds.sort(key=lambda seed: seed.rank)

    def _seed_list(self, rank: int, checklist: Checklist) -> None:
        if not checklist.steps:
            return
        uses = [*self._starts(), self._use("set", checklist.place.at("set"), checklist.set, checklist.title)]
        for other in checklist.use_other if isinstance(checklist, Symptom) else ():
            uses.append(self._use("means", other.place.at("means"), other.means, other.when, is_negated=True))
        target = self._number(self._enter(checklist, 0))
        label = Label("list", checklist.title)
        place = checklist.place.at("steps", 0)
        self._graph.seeds.append(Seed(rank, target, label, place, tuple(use for use in uses if use)))

    def _seed_code(self, code: Code) -> None:
        context = _Context(code.ref)
        key: _Key | None = self._follow(code.resolution, context)
        if key is None:
            return
        remedy = self._remedies.get(code.resolution.record)
        asked = {use.gate for use in remedy.gates} if remedy is not None else set()
        gates = tuple(asking for asking in self._ask(code.gates, {}) if asking.gate not in asked)
        if gates:
            key = _Gated(gates, 0, key, code.ref)
        actions = (entry for entry in self._catalog.facts.actions if entry.action == code.action)
        uses = [
            *self._starts(),
            *(self._use("action", entry.place.at("set"), entry.set) for entry in actions),
            self._use("set", code.place.at("set"), code.set, code.meaning),
        ]
        label = Label("code", dict.fromkeys(code.meaning, code.code), code.meaning)
        seed = Seed(3, self._number(key), label, code.place.at("resolution"), tuple(use for use in uses if use))
        self._graph.seeds.append(seed)

    def _starts(self) -> Iterator[LineUse | None]:
        for fact in self._catalog.facts.facts:
            if fact.start is not None:
                yield self._use("start", fact.place.at("start"), {fact.id: (fact.start,)}, fact.title)

    def _use(
        self,
        kind: LineKind,
        place: Place,
        effect: Effect,
        *words: Text,
        is_negated: bool = False,
        is_strict: bool = False,
    ) -> LineUse | None:
        """A line of effects as an edge uses it; nothing where it says nothing."""
        if not effect:
            return None
        key = kind, place
        if key not in self._lines:
            ops = self._graph.vocabulary.read_ops(effect)
            self._lines[key] = len(self._graph.lines) if ops else None
            if ops:
                self._graph.lines.append(Line(kind, place, ops, words))
        line = self._lines[key]
        return LineUse(line, is_negated, is_strict) if line is not None else None

    # ── keys ──

    def _enter(self, checklist: Checklist, number: int) -> _Key:
        asked, step = _Asked(checklist.ref, number), checklist.steps[number]
        local = {use.gate.record: use for use in step.gates if use.otherwise}
        gates = self._ask(step.gates, {**self._exits(checklist), **local})
        return _Gated(gates, 0, asked, checklist.ref, number) if gates else asked

    def _exits(self, checklist: Checklist | None) -> Mapping[Link, GateExit | GateUse]:
        """Where a list sends readers whose gates fail, by gate."""
        uses = checklist.if_gate_fails if isinstance(checklist, Symptom) else ()
        return {use.gate.record: use for use in uses}

    def _ask(self, uses: Iterable[GateUse], exits: Mapping[Link, GateExit | GateUse]) -> tuple[_Asking, ...]:
        """Gates as they are asked at one place; those of `exits` lead elsewhere from there."""
        found: list[_Asking] = []
        for use in uses:
            gate = self._gates.get(use.gate.record)
            if gate is None:
                self._graph.has_holes = True  # rule CS211 reports it
                continue
            chosen: GateExit | GateUse = exits.get(gate.ref, use)
            if chosen.otherwise:
                found.append(_Asking(gate.ref, chosen.otherwise, chosen.place.at("else")))
            else:
                found.append(_Asking(gate.ref, gate.otherwise, gate.place.at("else")))
        return tuple(found)

    def _begin(self, remedy: Resolution, context: _Context) -> _Key:
        return self._guard(remedy.gates, _Remedy(remedy.ref, context), context)

    def _guard(self, uses: Iterable[GateUse], then: _Key, context: _Context) -> _Key:
        """Something of a remedy behind its gates."""
        gates = self._ask(uses, self._exits(self._lists.get(context.origin)))
        return _Gated(gates, 0, then, context.origin, context.number) if gates else then

    def _follow(self, link: Link, context: _Context) -> _Key | None:
        """Where a link to a record leads; nothing if it leads nowhere, which rule CS202 reports."""
        checklist, remedy = self._lists.get(link.record), self._remedies.get(link.record)
        if checklist is not None:
            ids = [step.id for step in checklist.steps]
            return self._enter(checklist, ids.index(link.step) if link.step in ids else 0)
        if remedy is not None:
            return self._begin(remedy, context)
        self._graph.has_holes = True
        return None

    def _go(self, target: Link, checklist: Checklist, number: int, context: _Context) -> _Key | None:
        """Where an answer of a step leads."""
        if target.kind == "next":
            return self._following(checklist, number)
        if target.kind == "done":
            return _Verify(checklist.ref, number)
        if target.kind == "step":
            ids = [step.id for step in checklist.steps]
            self._graph.has_holes |= target.id not in ids
            return self._enter(checklist, ids.index(target.id)) if target.id in ids else None
        return self._follow(target, context)

    def _following(self, checklist: Checklist, number: int) -> _Key:
        if number + 1 < len(checklist.steps):
            return self._enter(checklist, number + 1)
        escalation = self._remedies.get(checklist.escalation) if isinstance(checklist, Symptom) else None
        return self._begin(escalation, _Context(checklist.ref)) if escalation is not None else _Nowhere()

    # ── needs ──

    def _need(self, key: _Key) -> Need | None:
        """What must be settled at a place, if anything."""
        match key:
            case _Asked():
                checklist, step = self._step(key)
                at = checklist.ref._replace(step=step.id)
                return self._read_need(at, step.need, step.place.at("need"), Label("do", checklist.title, step.do))
            case _Gated():
                gate = self._gates[key.gates[key.number].gate]
                return self._read_need(gate.ref, gate.need, gate.place.at("need"), Label("passed", gate.title))
            case _Remedy():
                remedy = self._remedies[key.remedy]
                return self._read_need(remedy.ref, remedy.need, remedy.place.at("need"), Label("do", remedy.title))
            case _Instructed():
                remedy = self._remedies[key.remedy]
                told = remedy.steps[key.number]
                at = remedy.ref._replace(step=told.id)
                return self._read_need(at, told.need, told.place.at("need"), Label("do", remedy.title, told.do))
            case _Closed():
                remedy = self._remedies[key.remedy]
                label = Label("do", remedy.title, remedy.close or {})
                return self._read_need(remedy.ref, remedy.close_need, remedy.place.at("close_need"), label)
            case _:
                return None

    def _read_need(self, at: Link, effect: Effect, place: Place, label: Label) -> Need | None:
        masks = self._graph.vocabulary.read_needs(effect) if effect else {}
        return Need(at, masks, place, label) if masks else None

    # ── edges ──

    def _expand(self, key: _Key) -> Iterator[Edge]:
        match key:
            case _Asked():
                return self._answers(key)
            case _Verify():
                return self._verified(key)
            case _Gated():
                return self._ticks(key)
            case _Remedy():
                return iter((self._edge(self._next_instruction(key.remedy, key.context, 0)),))
            case _Instructed():
                return self._instructed(key)
            case _Outcome():
                return self._outcomes(key)
            case _Closed():
                return self._closed(key)
            case _:
                return iter(())

    def _step(self, key: _Asked | _Verify) -> tuple[Checklist, Step]:
        checklist = self._lists[key.list]
        return checklist, checklist.steps[key.number]

    def _answers(self, key: _Asked) -> Iterator[Edge]:
        checklist, step = self._step(key)
        events = tuple(self._step_events(step))
        for answer in step.answers:
            if answer.target is None:
                self._graph.has_holes = True
                continue
            still_place = step.place.at(*answer.still_key) if answer.still else None
            onward = answer.still if answer.still and answer.still != answer.target else NEXT
            context = _Context(
                checklist.ref, key.number, answer.name, onward, still_place, settles_list=answer.settles_list
            )
            target = self._go(answer.target, checklist, key.number, context)
            if target is not None:
                words = self._answer_words(answer)
                label = Label("answer", checklist.title, words)
                yield self._edge(
                    target, label, step.place.at(*answer.key), *events, *self._answer_sets(step, answer, words)
                )
        yield from self._texts(step, ("do", "detail"))

    def _answer_words(self, answer: AnswerUse) -> Text:
        return answer.label or self._catalog.labels.words[_INTERFACE[answer.name]]

    def _answer_sets(self, step: Step, answer: AnswerUse, words: Text) -> Iterator[LineUse | None]:
        if step.choices:
            for index, choice in enumerate(step.choices):
                if answer.key == ("choices", index):
                    yield self._use("set", choice.place.at("set"), choice.set, words, step.do)
        elif answer.name == "seen":
            yield self._use("set", step.place.at("seen_set"), step.seen_set, words, step.do)
        elif answer.name == "not_seen":
            yield self._use("set", step.place.at("not_seen_set"), step.not_seen_set, words, step.do)
        for tick in answer.fills:
            gate, number = self._gates.get(tick.record), int(tick.step or 0)
            if gate is not None and 0 < number <= len(gate.ticks):
                yield self._use_tick(gate, number - 1, is_strict=False)

    def _step_events(self, step: Step) -> Iterator[LineUse | None]:
        for event in self._catalog.facts.events:
            if event.id == step.event or (event.when is not None and event.when == step.when):
                yield self._use("event", event.place.at("set"), event.set, event.title)

    def _verified(self, key: _Verify) -> Iterator[Edge]:
        checklist, _ = self._step(key)
        words = self._catalog.labels.words
        yield self._edge(_Nowhere(), Label("verify", checklist.title, words["yes"]))
        no = None
        if isinstance(checklist, Symptom):
            no = self._use("set", checklist.place.at("failed"), checklist.failed, words["no"], checklist.verify)
        label = Label("verify", checklist.title, words["no"])
        if key.still is None:
            yield self._edge(self._following(checklist, key.number), label, None, no)
            return
        onward = self._go(key.still.still, checklist, key.number, _Context(checklist.ref, key.number))
        if onward is not None:
            yield self._edge(onward, label, key.still.still_place, no)

    def _ticks(self, key: _Gated) -> Iterator[Edge]:
        asking = key.gates[key.number]
        gate = self._gates[asking.gate]
        last = key.number + 1 == len(key.gates)
        then = key.then if last else replace(key, number=key.number + 1)
        passed = [self._use_tick(gate, number, is_strict=True) for number in range(len(gate.ticks))]
        yield self._edge(then, Label("passed", gate.title), None, *passed)
        failed = self._leave(asking.otherwise, key)
        if failed is None:
            return
        place = asking.place
        for tick, use in zip(gate.ticks, passed, strict=True):
            opposite = LineUse(use.line, is_negated=True) if use else None
            edge = self._edge(failed, Label("failed", gate.title, tick.text), place, opposite)
            if use and not self._is_over(failed) and (use.line, edge.target) not in self._cured:
                self._cured.add((use.line, edge.target))
                self._graph.cures.append(Cure(use.line, edge.target, gate, tick.text))
            yield edge
        yield self._edge(failed, Label("unsure", gate.title, self._catalog.labels.words["unsure"]), place)

    def _is_over(self, key: _Key) -> bool:
        """Whether a place is the beginning of a remedy that ends the list: others see to the rest."""
        then = key.then if isinstance(key, _Gated) else key
        return isinstance(then, _Remedy) and self._remedies[then.remedy].is_end

    def _use_tick(self, gate: Gate, number: int, *, is_strict: bool) -> LineUse | None:
        tick = gate.ticks[number]
        return self._use("tick", tick.place.at("set"), tick.set, tick.text, gate.title, is_strict=is_strict)

    def _leave(self, target: Link, key: _Gated) -> _Key | None:
        """Where a reader goes who does not pass a gate."""
        checklist = self._lists.get(key.origin)
        context = _Context(key.origin, key.step)
        if checklist is None or key.step < 0:
            return self._follow(target, _Context(target))
        return self._go(target, checklist, key.step, context)

    def _next_instruction(self, remedy: Link, context: _Context, number: int) -> _Key:
        """The next instruction that the proof has to look at, with its gates, or the remedy's outcome."""
        steps = self._remedies[remedy].steps
        for index in range(number, len(steps)):
            told = steps[index]
            if told.gates or told.need or told.set or told.event or _links((told.do, told.detail)):
                return self._guard(told.gates, _Instructed(remedy, context, index), context)
        return _Outcome(remedy, context)

    def _instructed(self, key: _Instructed) -> Iterator[Edge]:
        remedy = self._remedies[key.remedy]
        told = remedy.steps[key.number]
        event = self._events.get(told.event or "")
        uses = (
            self._use("event", event.place.at("set"), event.set, event.title) if event else None,
            self._use("set", told.place.at("set"), told.set, remedy.title, told.do),
        )
        is_shown = any(uses) or bool(told.need)
        target = self._next_instruction(key.remedy, key.context, key.number + 1)
        yield self._edge(target, Label("do", remedy.title, told.do) if is_shown else None, None, *uses)
        for edge in self._texts(told, ("do", "detail")):
            yield edge._replace(uses=tuple(use for use in uses if use))

    def _outcomes(self, key: _Outcome) -> Iterator[Edge]:
        remedy = self._remedies[key.remedy]
        closed = _Closed(key.remedy, key.context)
        if remedy.is_end:
            yield self._edge(closed)
            return
        words = self._catalog.labels.words
        yes = self._use(
            "set", remedy.place.at("verified"), remedy.verified, words["yes"], remedy.verify or remedy.title
        )
        no = self._use("set", remedy.place.at("failed"), remedy.failed, words["no"], remedy.verify or remedy.title)
        yield self._edge(closed, Label("verify", remedy.title, words["yes"]), None, yes)
        onward = self._onward(remedy, key.context)
        if onward is not None:
            place = key.context.still_place or (remedy.place.at("if_not_fixed") if key.context.number < 0 else None)
            yield self._edge(onward, Label("verify", remedy.title, words["no"]), place, no)

    def _closed(self, key: _Closed) -> Iterator[Edge]:
        """A remedy that helped may not have helped its list, which asks again unless both ask the same."""
        remedy, checklist = self._remedies[key.remedy], self._lists.get(key.context.origin)
        yield from self._texts(remedy, ("close",))
        if remedy.is_end or key.context.number < 0 or key.context.settles_list or not isinstance(checklist, Symptom):
            return
        if remedy.verify != checklist.verify:
            yield self._edge(_Verify(checklist.ref, key.context.number, key.context))

    def _onward(self, remedy: Resolution, context: _Context) -> _Key | None:
        """Where a reader goes whom a remedy did not help."""
        checklist = self._lists.get(context.origin)
        if checklist is not None and context.number >= 0:
            after = _Context(context.origin, context.number, context.answer)
            return self._go(context.still, checklist, context.number, after)
        return self._follow(remedy.if_not_fixed, _Context(remedy.ref)) if remedy.if_not_fixed else None

    def _texts(self, part: Step | Instruction | Resolution, keys: tuple[str, ...]) -> Iterator[Edge]:
        """The links inside some texts of a part: readers follow them."""
        for key in keys:
            text: Text | None = getattr(part, key)
            for link in _links((text,)):
                target = self._follow(link, _Context(link))
                if target is not None and text is not None:
                    yield self._edge(target, Label("text", {}, text), part.place.at(key))


def _links(texts: tuple[Text | None, ...]) -> tuple[Link, ...]:
    """The links to lists and remedies in some texts, in any language, each once."""
    found = (parse_link(raw) for text in texts if text for words in text.values() for raw in list_targets(words))
    return tuple(dict.fromkeys(link for link in found if link.kind in (Symptom.kind, Resolution.kind, Routine.kind)))
