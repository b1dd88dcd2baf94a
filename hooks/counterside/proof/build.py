"""Builds the graph of a catalog: what leads where, with which effects and needs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from counterside.model.catalog import Catalog
from counterside.model.guide import ANSWER_LABELS
from counterside.model.nodes import NEXT, Link, parse_link
from counterside.model.parts import Effect, Event, GateExit, GateUse
from counterside.model.records import (
    AnswerUse,
    Checklist,
    Code,
    Gate,
    Instruction,
    Resolution,
    Routine,
    Step,
    Symptom,
    UseOther,
)
from counterside.proof.walk import (
    ANY,
    FORGET,
    STRICT,
    Edge,
    Graph,
    Label,
    Line,
    LineKind,
    LineUse,
    Need,
    Op,
    Seed,
    Vocabulary,
)
from counterside.text.i18n import Text, list_targets
from counterside.text.problems import Place


class _Origin(NamedTuple):
    """Where a reader of a remedy came from: the answer of a list, or a code (whose step has no number), and where the
    list goes on if the remedy did not help."""

    record: Link
    number: int = -1
    answer: str = ""
    still: Link = NEXT
    still_place: Place | None = None
    settles_list: bool = False


# A gate, where a missing tick leads, and where that is written.
_Asking = tuple[Link, Link, Place]


class _Key(NamedTuple):
    """What makes a place of the graph the one it is.

    A list is `open` while its reader has yet to see whether it is the right one; a link leads to its `top`. A `code` is
    looked up in its table. `step` and `verify` are the questions of a list, `start`, `instruction`, `outcome` and
    `close` the parts of a remedy
    with the `origin` of its reader; `number` is the step's or the instruction's. A `gate` is the first of the `gates`
    left to ask before `then`; its record and number are those of the step that it is asked at or because of. The
    `origin` of a `verify` is the remedy's that did not help the list. `over` is fixed, or out of the project's hands.
    """

    kind: Literal["open", "top", "code", "step", "verify", "gate", "start", "instruction", "outcome", "close", "over"]
    record: Link = Link("")
    number: int = -1
    origin: _Origin | None = None
    gates: tuple[_Asking, ...] = ()
    then: _Key | None = None


_QUESTIONS = ("top", "step", "verify", "gate")


def build_graph(catalog: Catalog) -> Graph:
    """The graph of a catalog's published records."""
    return _Builder(catalog).build()


class _Builder:
    """Builds the graph from its seeds: each place is expanded once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._words = {name: catalog.labels.text(label) for name, label in ANSWER_LABELS.items()}
        self._lists = {found.ref: found for found in catalog.of(Checklist) if found.steps}
        self._remedies = {found.ref: found for found in catalog.of(Resolution)}
        self._gates = {found.ref: found for found in catalog.of(Gate)}
        self._codes = {found.ref: found for found in catalog.codes}
        self._events = {event.id: event for event in catalog.facts.events}
        self._graph = Graph(Vocabulary(catalog.facts))
        self._numbers: dict[_Key, int] = {}
        self._queue: deque[_Key] = deque()
        self._lines: dict[tuple[LineKind, Place], int | None] = {}
        self._cured: set[tuple[int, int]] = set()

    def build(self) -> Graph:
        graph = self._graph
        triage = {link for entry in self._catalog.site.triage for link in entry.to}
        ranked: list[tuple[int, Checklist]] = [(int(one.ref not in triage), one) for one in self._catalog.symptoms]
        for rank, found in (*ranked, *((2, routine) for routine in self._catalog.routines)):
            if found.steps:
                place = found.place.at("steps", 0)
                self._seed(rank, _Key("open", found.ref), Label("list", found.title), place, [])
        for code in self._catalog.codes:
            actions = (entry for entry in self._catalog.facts.actions if entry.action == code.action)
            uses = [self._use("action", entry.place.at("set"), entry.set) for entry in actions]
            uses.append(self._use("set", code.place.at("set"), code.set, code.meaning))
            label = Label("code", dict.fromkeys(code.meaning, code.code), code.meaning)
            self._seed(3, _Key("code", code.ref), label, code.place.at("resolution"), uses)
        # Readers who open the page of a remedy are taken to have what it needs, but for what its gates ask them.
        for remedy in self._remedies.values():
            graph.lines.append(Line("page", remedy.place, self._assume_needs(remedy)))
            use = len(graph.lines) - 1, graph.lines[-1].ops
            key, label = self._begin(remedy, _Origin(remedy.ref)), Label("list", remedy.title)
            self._seed(4, key, label, remedy.place.at("title"), [use])
        graph.seeds.sort(key=lambda seed: seed.rank)
        # A place gets its number once something leads to it, and its edges here: lists lead to one another in circles.
        while self._queue:
            key = self._queue.popleft()
            number = self._numbers[key]
            need = self._find_need(key)
            if need is not None:
                graph.needs[number] = need
            graph.edges[number] = tuple(self._expand(key))
            graph.changing += [(number, index) for index, edge in enumerate(graph.edges[number]) if edge.uses]
        return graph

    def _number(self, key: _Key) -> int:
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self._graph.edges)
            asked = key.then if key.kind == "gate" and key.then else key
            self._graph.edges.append(())
            self._graph.is_question.append(key.kind in _QUESTIONS)
            self._graph.homes.append(asked.record if asked.kind in ("top", "step", "verify") else None)
            self._queue.append(key)
        return known

    def _add_edge(
        self, key: _Key, label: Label | None = None, place: Place | None = None, *uses: LineUse | None
    ) -> Edge:
        answers = int(label is not None and label.kind != "do")
        return Edge(self._number(key), answers, label, place, tuple(use for use in uses if use is not None))

    # ── where readers begin ──

    def _assume_needs(self, remedy: Resolution) -> dict[int, Op]:
        """For each fact the values that a remedy needs first, and those that its gates before that rule out."""
        read, every = self._graph.vocabulary.read_ops, self._graph.vocabulary.every
        asked, changed, found = dict[int, Op](), set[int](), dict[int, Op]()
        parts: tuple[Resolution | Instruction, ...] = (remedy, *remedy.steps)
        for part in parts:
            gates = (self._gates.get(use.gate.record) for use in part.gates)
            for tick in (tick for gate in gates if gate is not None for tick in gate.ticks):
                asked |= read(tick.set)
            for fact, op in read(part.need).items():
                if fact not in found.keys() | changed:
                    ruled_out = every[fact] & ~asked[fact].mask if fact in asked else 0
                    found[fact] = Op(op.mask | ruled_out)
            event = self._events.get(part.event or "") if isinstance(part, Instruction) else None
            changed |= read(event.set).keys() if event else set()
        return found

    def _seed(self, rank: int, key: _Key, label: Label, place: Place, uses: list[LineUse | None]) -> None:
        starts = (
            self._use("start", fact.place.at("start"), {fact.id: (fact.start,)}, fact.title)
            for fact in self._catalog.facts.facts
            if fact.start is not None
        )
        applied = tuple(use for use in (*starts, *uses) if use)
        self._graph.seeds.append(Seed(rank, self._number(key), label, place, applied))

    # ── what is said of facts ──

    def _use(
        self,
        kind: LineKind,
        place: Place,
        effect: Effect,
        *words: Text,
        is_negated: bool = False,
    ) -> LineUse | None:
        """A line of effects as an edge uses it; nothing where it says nothing."""
        if not effect:
            return None
        key = kind, place
        # Many edges share a line: every answer of a step has its event, every list its facts' starts.
        if key not in self._lines:
            ops = self._graph.vocabulary.read_ops(effect)
            self._lines[key] = len(self._graph.lines) if ops else None
            if ops:
                self._graph.lines.append(Line(kind, place, ops, words))
        line = self._lines[key]
        if line is None:
            return None
        known = self._graph.lines[line].ops
        return line, self._graph.vocabulary.negate(known) if is_negated else known

    def _use_event(self, event: Event) -> LineUse | None:
        return self._use("event", event.place.at("set"), event.set, event.title)

    def _use_tick(self, gate: Gate, number: int) -> LineUse | None:
        tick = gate.ticks[number]
        return self._use("tick", tick.place.at("set"), tick.set, tick.text, gate.title)

    def _use_answer(self, step: Step, answer: AnswerUse, words: Text) -> Iterator[LineUse | None]:
        """What an answer settles, and the ticks that it fills."""
        if answer.key[0] == "choices":
            choice = step.choices[int(answer.key[1])]
            yield self._use("set", choice.place.at("set"), choice.set, words, step.do)
        elif answer.name in ("seen", "not_seen"):
            key = f"{answer.name}_set"
            yield self._use("set", step.place.at(key), getattr(step, key), words, step.do)
        for tick in answer.fills:
            gate, number = self._gates.get(tick.record), int(tick.step or 0)
            if gate is not None and 0 < number <= len(gate.ticks):
                yield self._use_tick(gate, number - 1)

    def _find_need(self, key: _Key) -> Need | None:
        """What must be settled at a place, if anything."""
        if key.kind == "step":
            checklist, step = self._find_step(key)
            label = Label("do", checklist.title, step.do)
            return self._need(checklist.ref._replace(step=step.id), step.need, step.place.at("need"), label)
        if key.kind == "top":
            checklist = self._lists[key.record]
            granted = {fact: values for fact, values in checklist.set.items() if values != (ANY,)}
            return self._need(checklist.ref, granted, checklist.place.at("set"), Label("list", checklist.title))
        if key.kind == "gate":
            gate = self._gates[key.gates[0][0]]
            return self._need(gate.ref, gate.need, gate.place.at("need"), Label("passed", gate.title))
        if key.kind not in ("start", "instruction", "close"):
            return None
        remedy = self._remedies[key.record]
        if key.kind == "start":
            return self._need(remedy.ref, remedy.need, remedy.place.at("need"), Label("do", remedy.title))
        if key.kind == "close":
            label = Label("do", remedy.title, remedy.close or {})
            return self._need(remedy.ref, remedy.close_need, remedy.place.at("close_need"), label)
        one = remedy.steps[key.number]
        label = Label("do", remedy.title, one.do)
        return self._need(remedy.ref._replace(step=one.id), one.need, one.place.at("need"), label)

    def _need(self, at: Link, effect: Effect, place: Place, label: Label) -> Need | None:
        masks = {fact: op.mask for fact, op in self._graph.vocabulary.read_ops(effect).items()}
        return Need(at, masks, place, label) if masks else None

    # ── where links lead ──

    def _enter(self, checklist: Checklist, number: int) -> _Key:
        """A step of a list, behind its gates."""
        step = checklist.steps[number]
        local = {use.gate.record: use for use in step.gates if use.otherwise}
        gates = self._ask(step.gates, {**_find_exits(checklist), **local})
        return _guard(gates, _Key("step", checklist.ref, number), checklist.ref, number)

    def _begin(self, remedy: Resolution, origin: _Origin) -> _Key:
        """A remedy, behind its gates."""
        return self._guard_part(remedy.gates, _Key("start", remedy.ref, origin=origin), origin)

    def _guard_part(self, uses: Iterable[GateUse], then: _Key, origin: _Origin) -> _Key:
        gates = self._ask(uses, _find_exits(self._lists.get(origin.record)))
        return _guard(gates, then, origin.record, origin.number)

    def _ask(self, uses: Iterable[GateUse], exits: Mapping[Link, GateExit | GateUse]) -> tuple[_Asking, ...]:
        """Gates as they are asked at one place; those of `exits` lead elsewhere from there."""
        found: list[_Asking] = []
        for use in uses:
            gate = self._gates.get(use.gate.record)
            if gate is None:
                self._graph.has_holes = True  # rule CS211 reports it
                continue
            chosen: GateExit | GateUse = exits.get(gate.ref, use)
            exit_at = chosen if chosen.otherwise else gate
            found.append((gate.ref, chosen.otherwise or gate.otherwise, exit_at.place.at("else")))
        return tuple(found)

    def _follow(self, link: Link, origin: _Origin) -> _Key | None:
        """Where a link to a record leads; nothing if it leads nowhere, which rule CS202 reports."""
        checklist, remedy = self._lists.get(link.record), self._remedies.get(link.record)
        if checklist is not None:
            ids = [step.id for step in checklist.steps]
            if checklist.set and not link.step:
                return _Key("top", checklist.ref)
            return self._enter(checklist, ids.index(link.step) if link.step in ids else 0)
        if remedy is not None:
            return self._begin(remedy, origin)
        self._graph.has_holes = True
        return None

    def _go(self, target: Link, checklist: Checklist, number: int, origin: _Origin) -> _Key | None:
        """Where an answer of a step leads."""
        if target.kind == "next":
            return self._go_on(checklist, number)
        if target.kind == "done":
            return _Key("verify", checklist.ref, number)
        if target.kind == "step":
            ids = [step.id for step in checklist.steps]
            self._graph.has_holes |= target.id not in ids
            return self._enter(checklist, ids.index(target.id)) if target.id in ids else None
        return self._follow(target, origin)

    def _go_on(self, checklist: Checklist, number: int) -> _Key:
        """The step after one of a list, or what comes after the last."""
        if number + 1 < len(checklist.steps):
            return self._enter(checklist, number + 1)
        escalation = self._remedies.get(checklist.escalation) if isinstance(checklist, Symptom) else None
        return self._begin(escalation, _Origin(checklist.ref)) if escalation is not None else _Key("over")

    # ── edges ──

    def _expand(self, key: _Key) -> Iterator[Edge]:
        if key.kind in ("open", "top"):
            return self._expand_list(key, self._lists[key.record])
        if key.kind == "code":
            return self._expand_code(self._codes[key.record])
        if key.kind == "step":
            return self._expand_step(key)
        if key.kind == "gate" and key.then is not None:
            return self._expand_gate(key, key.then)
        if key.kind == "verify":
            return self._expand_verify(key)
        return self._expand_remedy(key, key.origin) if key.origin is not None else iter(())

    def _expand_remedy(self, key: _Key, origin: _Origin) -> Iterator[Edge]:
        remedy = self._remedies[key.record]
        if key.kind == "start":
            return iter((self._add_edge(self._find_instruction(remedy, origin, 0)),))
        if key.kind == "instruction":
            return self._expand_instruction(remedy, origin, key.number)
        if key.kind == "outcome":
            return self._expand_outcome(remedy, origin)
        return self._expand_close(remedy, origin)

    def _expand_list(self, key: _Key, checklist: Checklist) -> Iterator[Edge]:
        """The first step. From an open list also the lists that fit better, for those who see their signs; those
        who stay do not."""
        others = checklist.use_other if isinstance(checklist, Symptom) and key.kind == "open" else ()
        stays = [
            self._use("means", other.place.at("means"), other.means, other.when, is_negated=True) for other in others
        ]
        own = self._use("set", checklist.place.at("set"), checklist.set, checklist.title)  # what it takes for granted
        yield self._add_edge(self._enter(checklist, 0), None, None, *stays, own)
        for other in others:
            yield from self._leave_for(other, checklist.title, checklist.ref, own)

    def _leave_for(self, other: UseOther, title: Text, record: Link, *known: LineUse | None) -> Iterator[Edge]:
        """The list that fits a sign better, with what is known and what the sign says."""
        target = self._follow(other.to, _Origin(record))
        if target is not None:
            means = self._use("means", other.place.at("means"), other.means, other.when)
            said = self._use("set", other.place.at("set"), other.set, other.when)
            yield self._add_edge(target, Label("other", title, other.when), other.place.at("to"), *known, means, said)

    def _expand_code(self, code: Code) -> Iterator[Edge]:
        """What a code asks for, what its note leads to, and the list that fits better at another moment."""
        begun = self._follow(code.resolution, _Origin(code.ref))
        if begun is not None:
            remedy = self._remedies.get(code.resolution.record)
            # A gate that the code and its remedy both ask is asked once.
            asked = {use.gate for use in remedy.gates} if remedy is not None else set()
            gates = tuple(asking for asking in self._ask(code.gates, {}) if asking[0] not in asked)
            yield self._add_edge(_guard(gates, begun, code.ref))
        yield from self._follow_texts(code, ("note",))
        for other in code.use_other:
            yield from self._leave_for(other, code.meaning, code.ref)

    def _find_step(self, key: _Key) -> tuple[Checklist, Step]:
        checklist = self._lists[key.record]
        return checklist, checklist.steps[key.number]

    def _expand_step(self, key: _Key) -> Iterator[Edge]:
        checklist, step = self._find_step(key)
        events = [
            self._use_event(event)
            for event in self._catalog.facts.events
            if event.id == step.event or (event.when is not None and event.when == step.when)
        ]
        for answer in step.answers:
            if answer.target is None:
                self._graph.has_holes = True
                continue
            still_place = step.place.at(*answer.still_key) if answer.still else None
            # A `still` that names the remedy which just failed would repeat it for ever.
            onward = answer.still if answer.still and answer.still != answer.target else NEXT
            origin = _Origin(checklist.ref, key.number, answer.name, onward, still_place, answer.settles_list)
            target = self._go(answer.target, checklist, key.number, origin)
            if target is not None:
                words = answer.label or self._words[answer.name]
                label = Label("answer", checklist.title, words)
                uses = (*events, *self._use_answer(step, answer, words))
                yield self._add_edge(target, label, step.place.at(*answer.key), *uses)
        yield from self._follow_texts(step, ("do", "detail"))

    def _expand_verify(self, key: _Key) -> Iterator[Edge]:
        checklist, _ = self._find_step(key)
        yes, no = self._words["seen"], self._words["not_seen"]
        yield self._add_edge(_Key("over"), Label("verify", checklist.title, yes))
        use = None
        if isinstance(checklist, Symptom):
            use = self._use("set", checklist.place.at("failed"), checklist.failed, no, checklist.verify)
        label = Label("verify", checklist.title, no)
        if key.origin is None:
            yield self._add_edge(self._go_on(checklist, key.number), label, None, use)
            return
        onward = self._go(key.origin.still, checklist, key.number, _Origin(checklist.ref, key.number))
        if onward is not None:
            yield self._add_edge(onward, label, key.origin.still_place, use)

    def _expand_gate(self, key: _Key, then: _Key) -> Iterator[Edge]:
        (name, otherwise, place), *rest = key.gates
        gate = self._gates[name]
        uses = [self._use_tick(gate, number) for number in range(len(gate.ticks))]
        onward = _guard(tuple(rest), then, key.record, key.number)
        yield self._add_edge(onward, Label("passed", gate.title), None, *map(_make_strict, uses))
        failed = self._leave(otherwise, key)
        if failed is None:
            return
        first = failed.then or failed
        is_over = first.kind == "start" and self._remedies[first.record].is_end  # others see to the rest
        for tick, use in zip(gate.ticks, uses, strict=True):
            # A reader who misses a tick has said the opposite.
            opposite = (use[0], self._graph.vocabulary.negate(use[1])) if use else None
            edge = self._add_edge(failed, Label("failed", gate.title, tick.text), place, opposite)
            if use and not is_over and (use[0], edge.target) not in self._cured:
                self._cured.add((use[0], edge.target))
                self._graph.cures.append((use[0], edge.target, gate, tick.text))
            yield edge
        yield self._add_edge(failed, Label("unsure", gate.title, self._words["unsure"]), place)

    def _leave(self, target: Link, key: _Key) -> _Key | None:
        """Where a reader goes who does not pass a gate."""
        checklist = self._lists.get(key.record)
        if checklist is None or key.number < 0:
            return self._follow(target, _Origin(target))
        return self._go(target, checklist, key.number, _Origin(key.record, key.number))

    def _find_instruction(self, remedy: Resolution, origin: _Origin, number: int) -> _Key:
        """The next instruction that the proof has to look at, with its gates, or the remedy's outcome."""
        for index, one in enumerate(remedy.steps[number:], start=number):
            if one.gates or one.need or one.set or one.event or _find_links((one.do, one.detail)):
                return self._guard_part(one.gates, _Key("instruction", remedy.ref, index, origin), origin)
        return _Key("outcome", remedy.ref, origin=origin)

    def _expand_instruction(self, remedy: Resolution, origin: _Origin, number: int) -> Iterator[Edge]:
        one = remedy.steps[number]
        uses = [self._use_event(event) for event in self._catalog.facts.events if event.id == one.event]
        uses.append(self._use("set", one.place.at("set"), one.set, remedy.title, one.do))
        is_shown = any(uses) or bool(one.need)  # a path names what matters to the fact, and not every instruction
        target = self._find_instruction(remedy, origin, number + 1)
        yield self._add_edge(target, Label("do", remedy.title, one.do) if is_shown else None, None, *uses)
        yield from self._follow_texts(one, ("do", "detail"), *uses)

    def _expand_outcome(self, remedy: Resolution, origin: _Origin) -> Iterator[Edge]:
        close = _Key("close", remedy.ref, origin=origin)
        if remedy.is_end:
            yield self._add_edge(close)
            return
        yes, no = self._words["seen"], self._words["not_seen"]
        question = remedy.verify or remedy.title
        helped = self._use("set", remedy.place.at("verified"), remedy.verified, yes, question)
        failed = self._use("set", remedy.place.at("failed"), remedy.failed, no, question)
        yield self._add_edge(close, Label("verify", remedy.title, yes), None, helped)
        checklist = self._lists.get(origin.record)
        place = origin.still_place
        if checklist is not None and origin.number >= 0:
            after = _Origin(origin.record, origin.number, origin.answer)
            onward = self._go(origin.still, checklist, origin.number, after)
        else:
            onward = self._follow(remedy.if_not_fixed, _Origin(remedy.ref)) if remedy.if_not_fixed else None
        if origin.number < 0:
            place = place or remedy.place.at("if_not_fixed")
        if onward is not None:
            yield self._add_edge(onward, Label("verify", remedy.title, no), place, failed)

    def _expand_close(self, remedy: Resolution, origin: _Origin) -> Iterator[Edge]:
        """What is left to do once a remedy helped, or has ended the list. A remedy that helped may not have helped its
        list, which asks again unless both ask the same."""
        checklist = self._lists.get(origin.record)
        yield from self._follow_texts(remedy, ("close",))
        if remedy.is_end or origin.number < 0 or origin.settles_list or not isinstance(checklist, Symptom):
            return
        if remedy.verify != checklist.verify:
            yield self._add_edge(_Key("verify", checklist.ref, origin.number, origin))

    def _follow_texts(
        self, part: Step | Instruction | Resolution | Code, keys: tuple[str, ...], *uses: LineUse | None
    ) -> Iterator[Edge]:
        """The links inside some texts of a part: readers follow them."""
        for key in keys:
            text: Text | None = getattr(part, key)
            for link in _find_links((text,)):
                target = self._follow(link, _Origin(link))
                if target is not None and text is not None:
                    yield self._add_edge(target, Label("text", {}, text), part.place.at(key), *uses)


def _make_strict(use: LineUse | None) -> LineUse | None:
    """A line that cannot be true against what is known; what forgets is always true."""
    if use is None:
        return None
    return use[0], {fact: op if op.mode == FORGET else Op(op.mask, STRICT) for fact, op in use[1].items()}


def _guard(gates: tuple[_Asking, ...], then: _Key, record: Link, number: int = -1) -> _Key:
    """Something behind the gates that are asked before it."""
    return _Key("gate", record, number, gates=gates, then=then) if gates else then


def _find_exits(checklist: Checklist | None) -> Mapping[Link, GateExit | GateUse]:
    """Where a list sends readers whose gates fail, by gate."""
    uses = checklist.if_gate_fails if isinstance(checklist, Symptom) else ()
    return {use.gate.record: use for use in uses}


def _find_links(texts: tuple[Text | None, ...]) -> tuple[Link, ...]:
    """The links to lists and remedies in some texts, in any language, each once."""
    found = (parse_link(raw) for text in texts if text for words in text.values() for raw in list_targets(words))
    return tuple(dict.fromkeys(link for link in found if link.kind in (Symptom.kind, Resolution.kind, Routine.kind)))
