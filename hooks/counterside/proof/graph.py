"""The graph of a catalog: where readers can be, what leads from one place to another, what is said of facts there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Literal, NamedTuple

from counterside.model.catalog import Catalog
from counterside.model.guide import ANSWER_LABELS
from counterside.model.nodes import NEXT, Effect, GateExit, GateUse, Link, Node
from counterside.model.records import AnswerUse, Checklist, Code, Gate, Instruction, Resolution, Step, Symptom, UseOther
from counterside.model.site import Fact, Facts
from counterside.text.i18n import Text
from counterside.text.problems import Place

ANY = "any"
NOT = "not "  # with its space: a value may begin with these letters

# What an effect says of each fact, by the fact's number: a set of values, one bit each. What is known narrows to them;
# all values, as `any` means, forget it.
Ops = Mapping[int, int]


class Vocabulary:
    """The facts of a catalog by number, and effects in terms of them. What CS623 reports as unknown is left out.
    `named` are the values of each fact by their ids."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts.facts
        self.every = [(1 << len(fact.values)) - 1 for fact in self.facts]
        self.named = {fact.id: tuple(value.id for value in fact.values) for fact in self.facts}
        # What each word says of each fact.
        self._masks: list[dict[str, int]] = []
        for fact, every in zip(self.facts, self.every, strict=True):
            bits = {value.id: 1 << bit for bit, value in enumerate(fact.values)}
            self._masks.append(bits | {NOT + name: every - bit for name, bit in bits.items()} | {ANY: every})

    def read_ops(self, effect: Effect) -> Ops:
        """An effect by the numbers of its facts."""
        found: dict[int, int] = {}
        for number, masks in enumerate(self._masks):
            words = effect.get(self.facts[number].id)
            if words is not None and masks.keys() >= set(words):
                found[number] = reduce(or_, map(masks.__getitem__, words), 0)
        return found

    def negate(self, ops: Ops) -> Ops:
        """What the opposite of an effect says: nothing of several facts, as only one of them need be otherwise."""
        opposites = {fact: self.every[fact] & ~mask for fact, mask in ops.items() if len(ops) == 1}
        return {fact: mask for fact, mask in opposites.items() if mask}

    def labels(self, number: int, mask: int) -> tuple[Text, ...]:
        """The values of a mask in words, worst first."""
        return tuple(value.label for bit, value in enumerate(self.facts[number].values) if mask >> bit & 1)


# ── what a graph is made of ──

LineKind = Literal["set", "tick", "means", "start", "action", "event", "page"]


class Line(NamedTuple):
    """An effect as it is written, at `place`. `words` is the answer, tick or remedy that has it, then its record."""

    kind: LineKind
    place: Place
    ops: Ops
    words: tuple[Text, ...] = ()


class Label(NamedTuple):
    """What a reader does on an edge, in the words of the lists: `title` is the record's, `words` the answer's."""

    kind: Literal["list", "code", "answer", "verify", "other", "passed", "failed", "unsure", "do", "text"]
    title: Text
    words: Text = {}  # noqa: RUF012  # a named tuple's default; never changed


# A line of effects on an edge, by its number, and what it does there to each fact.
LineUse = tuple[int, Ops]


class Edge(NamedTuple):
    """What leads to a place from another, or from outside. `place` is where an editor can change it; it has no label
    where a reader neither answers nor does what the proof knows of. `answers` is 1 where a reader answers, else 0."""

    target: int
    answers: int
    label: Label | None
    place: Place | None
    uses: tuple[LineUse, ...]


class Need(NamedTuple):
    """What must be settled at a place: for each fact, the values that meet it. `label` says what for, `at` where."""

    at: Link
    masks: Ops
    place: Place
    label: Label


class Origin(NamedTuple):
    """Where a reader of a remedy came from: an answer of a list, or a code (no number); and where the list goes on."""

    record: Link = Link("")
    number: int = -1
    answer: str = ""
    still: Link = NEXT
    still_place: Place | None = None
    settles_list: bool = False


# A gate, where a missing tick leads, and where that is written.
_Asking = tuple[Link, Link, Place]


class Key(NamedTuple):
    """What makes a place of the graph the one it is.

    A list is `open` while its reader has yet to see whether it is the right one; a link leads to its `top`. A `code` is
    looked up in its table. `step` and `verify` are the questions of a list, `start`, `instruction`, `outcome` and
    `close` the parts of a remedy with the `origin` of its reader; `number` is the step's or the instruction's. A `gate`
    is the first of the `gates` left to ask before `then`; its record and number are those of the step that it is asked
    at or because of. The `origin` of a `verify` is the remedy's that did not help the list. `over` is fixed, or out of
    the project's hands.
    """

    kind: Literal["open", "top", "code", "step", "verify", "gate", "start", "instruction", "outcome", "close", "over"]
    record: Link = Link("")
    number: int = -1
    origin: Origin = Origin()
    gates: tuple[_Asking, ...] = ()
    then: "Key | None" = None

    @property
    def is_question(self) -> bool:
        """Whether nothing is done there but to answer."""
        return self.kind in ("top", "step", "verify", "gate")

    @property
    def home(self) -> Link | None:
        """The list that a question is part of, or that is behind a gate."""
        asked = self.then or self
        return asked.record if asked.kind in ("top", "step", "verify") else None


_OVER = Key("over")


class Graph:
    """The graph of a catalog's published records.

    A place is a number, by which `keys`, `edges` and `needs` have what is there. `seeds` are the edges on which readers
    begin: those that come by triage are first, and preferred in what is reported. `lines` are the effects that edges
    use, by number. `cures` are the ticks of gates that may be untrue, by the number of the tick's line and the place
    where its reader is sent. The graph `has_holes` where something leads to what does not exist.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        words = {name: catalog.labels.text(label) for name, label in ANSWER_LABELS.items()}
        self._words = {
            name: {code: text[code] for code in catalog.site.codes if code in text} for name, text in words.items()
        }
        self._lists = {found.ref: found for found in catalog.of(Checklist) if found.steps}
        self._remedies = {found.ref: found for found in catalog.of(Resolution)}
        self._gates = {found.ref: found for found in catalog.of(Gate)}
        self._codes = {found.ref: found for found in catalog.codes}
        self._numbers: dict[Key, int] = {}
        self._uses: dict[tuple[LineKind, Place], tuple[LineUse, ...]] = {}
        self.vocabulary = Vocabulary(catalog.facts)
        self.lines: list[Line] = []
        self.needs: dict[int, Need] = {}
        self.cures: dict[tuple[int, int], tuple[Gate, Text]] = {}
        self.has_holes = False
        self.keys: list[Key] = []
        self.seeds = [*self._list_seeds()]
        # A place gets its number once something leads to it, and its edges here, since lists lead to one another in
        # circles: `keys` grows while its places are expanded.
        self.edges = [tuple(getattr(self, f"_expand_{key.kind}")(key)) if key != _OVER else () for key in self.keys]

    def _make_edge(
        self, key: Key, label: Label | None = None, place: Place | None = None, uses: Iterable[LineUse] = ()
    ) -> Edge:
        number = self._numbers.setdefault(key, len(self.keys))
        if number == len(self.keys):
            self.keys.append(key)
        return Edge(number, int(label is not None and label.kind != "do"), label, place, tuple(uses))

    # ── where readers begin ──

    def _list_seeds(self) -> Iterator[Edge]:
        starts: list[LineUse] = []
        for fact in (fact for fact in self.vocabulary.facts if fact.start is not None):
            starts += self._use("start", fact, "start", fact.title)
        triage = {link for entry in self._catalog.site.triage for link in entry.to}
        symptoms = sorted(self._catalog.symptoms, key=lambda found: found.ref not in triage)
        for found in (*symptoms, *self._catalog.routines):
            label, place = Label("list", found.title), found.place.at("steps", 0)
            yield self._make_edge(Key("open", found.ref), label, place, starts)
        for code in self._catalog.codes:
            actions = (entry for entry in self._catalog.facts.actions if entry.action == code.action)
            uses = [use for entry in actions for use in self._use("action", entry, "set")]
            uses += self._use("set", code, "set", code.meaning)
            label = Label("code", dict.fromkeys(code.meaning, code.code), code.meaning)
            yield self._make_edge(Key("code", code.ref), label, code.place.at("resolution"), [*starts, *uses])
        # Readers who open the page of a remedy are taken to have what it needs, but for what its gates ask them.
        for remedy in self._remedies.values():
            self.lines.append(Line("page", remedy.place, self._assume_needs(remedy)))
            uses = [*starts, (len(self.lines) - 1, self.lines[-1].ops)]
            key, label = self._begin(remedy, Origin(remedy.ref)), Label("list", remedy.title)
            yield self._make_edge(key, label, remedy.place.at("title"), uses)

    def _assume_needs(self, remedy: Resolution) -> Ops:
        """For each fact the values that a remedy needs first, and those that its gates before that rule out."""
        read, every = self.vocabulary.read_ops, self.vocabulary.every
        asked, changed, found = dict[int, int](), set[int](), dict[int, int]()
        parts: tuple[Resolution | Instruction, ...] = (remedy, *remedy.steps)
        for part in parts:
            gates = (self._gates[use.gate.record] for use in part.gates if use.gate.record in self._gates)
            for tick in (tick for gate in gates for tick in gate.ticks):
                asked |= read(tick.set)
            for fact, mask in read(part.need).items():
                if fact not in found.keys() | changed:
                    found[fact] = mask | (every[fact] & ~asked[fact] if fact in asked else 0)
            changed |= {fact for _, ops in self._use_events(part) for fact in ops}
        return {fact: mask for fact, mask in found.items() if mask != every[fact]}

    # ── what is said of facts ──

    def _use(self, kind: LineKind, part: Node, name: str, *words: Text) -> tuple[LineUse, ...]:
        """A line of effects as an edge uses it; nothing where it says nothing."""
        key = kind, part.place.at(name)
        # Many edges share a line: every answer of a step has its event, every list its facts' starts.
        if key not in self._uses:
            said = getattr(part, name)  # of a fact it is the value that it starts with
            ops = self.vocabulary.read_ops({part.id: (said,)} if isinstance(part, Fact) else said)
            self._uses[key] = ((len(self.lines), ops),) if ops else ()
            if ops:
                self.lines.append(Line(*key, ops, words))
        return self._uses[key]

    def _use_events(self, part: Node) -> Iterator[LineUse]:
        """What the event of a part says; a step after hours is behind every event of that hour."""
        for event in self._catalog.facts.events:
            if event.id == getattr(part, "event", None) or event.when == getattr(part, "when", ""):
                yield from self._use("event", event, "set", event.title)

    def _use_answer(self, step: Step, answer: AnswerUse, words: Text) -> Iterator[LineUse]:
        """What an answer settles, and the ticks that it fills."""
        if answer.key[0] == "choices":
            yield from self._use("set", step.choices[int(answer.key[1])], "set", words, step.do)
        elif answer.name != "unsure":
            yield from self._use("set", step, f"{answer.name}_set", words, step.do)
        for filled in answer.fills:
            gate, number = self._gates.get(filled.record), int(filled.step or 0)
            if gate is not None and 0 < number <= len(gate.ticks):
                tick = gate.ticks[number - 1]
                yield from self._use("tick", tick, "set", tick.text, gate.title)

    def _add_need(self, key: Key, at: Link, effect: Effect, place: Place, label: Label) -> None:
        masks = self.vocabulary.read_ops(effect)
        if masks:
            self.needs[self._numbers[key]] = Need(at, masks, place, label)

    # ── where links lead ──

    def _go(self, target: Link, origin: Origin) -> Key:
        """Where a link leads a reader who comes from there. Nowhere is a hole, which rule CS202 reports."""
        here = self._lists.get(origin.record) if origin.number >= 0 else None
        if here is not None and target.kind == "next":
            if origin.number + 1 < len(here.steps):
                return self._enter(here, origin.number + 1)
            escalation = self._remedies.get(here.escalation) if isinstance(here, Symptom) else None
            return self._begin(escalation, Origin(here.ref)) if escalation is not None else _OVER
        if here is not None and target.kind == "done":
            return Key("verify", here.ref, origin.number)
        if here is not None and target.kind == "step":
            self.has_holes |= target.id not in [step.id for step in here.steps]
            target = here.ref._replace(step=target.id)
        checklist, remedy = self._lists.get(target.record), self._remedies.get(target.record)
        if checklist is not None:
            if checklist.set and not target.step:
                return Key("top", checklist.ref)
            ids = [step.id for step in checklist.steps]
            return self._enter(checklist, ids.index(target.step) if target.step in ids else 0)
        self.has_holes |= remedy is None
        return self._begin(remedy, origin) if remedy is not None else _OVER

    def _enter(self, checklist: Checklist, number: int) -> Key:
        """A step of a list, behind its gates."""
        return self._guard(checklist.steps[number].gates, Key("step", checklist.ref, number), checklist.ref, number)

    def _begin(self, remedy: Resolution, origin: Origin) -> Key:
        """A remedy, behind its gates."""
        return self._guard(remedy.gates, Key("start", remedy.ref, origin=origin), origin.record, origin.number)

    def _guard(self, uses: Sequence[GateUse], then: Key, record: Link, number: int = -1) -> Key:
        """Something behind the gates asked before it. A list and one place of it may say where failed gates lead."""
        local = [use for use in uses if use.otherwise and then.kind == "step"]
        known: list[GateExit | GateUse] = [*getattr(self._lists.get(record), "if_gate_fails", ()), *local]
        exits = {use.gate.record: use for use in known}
        asked: list[_Asking] = []
        for use in uses:
            gate = self._gates.get(use.gate.record)
            if gate is None:
                self.has_holes = True  # rule CS211 reports it
                continue
            chosen = exits.get(gate.ref, use)
            exit_at = chosen if chosen.otherwise else gate
            asked.append((gate.ref, chosen.otherwise or gate.otherwise, exit_at.place.at("else")))
        return Key("gate", record, number, gates=tuple(asked), then=then) if asked else then

    # ── edges: one method for each kind of place ──

    def _expand_open(self, key: Key) -> Iterator[Edge]:
        """The first step, and the lists that fit better, for those who see their signs; those who stay do not."""
        checklist = self._lists[key.record]
        others: tuple[UseOther, ...] = getattr(checklist, "use_other", ())
        signs = [use for other in others for use in self._use("means", other, "means", other.when)]
        own = self._use("set", checklist, "set", checklist.title)  # what it takes for granted
        stays = [(line, self.vocabulary.negate(ops)) for line, ops in signs]
        yield self._make_edge(self._enter(checklist, 0), uses=[*stays, *own])
        yield from self._leave_for(checklist, checklist.title, own)

    def _expand_top(self, key: Key) -> Iterator[Edge]:
        checklist = self._lists[key.record]
        granted = {fact: said for fact, said in checklist.set.items() if said != (ANY,)}
        self._add_need(key, checklist.ref, granted, checklist.place.at("set"), Label("list", checklist.title))
        yield self._make_edge(self._enter(checklist, 0), uses=self._use("set", checklist, "set", checklist.title))

    def _leave_for(self, record: Checklist | Code, title: Text, known: Iterable[LineUse] = ()) -> Iterator[Edge]:
        """The lists that fit a sign better, with what is known and what the sign says."""
        for other in getattr(record, "use_other", ()):
            said = self._use("set", other, "set", other.when)
            uses = [*known, *self._use("means", other, "means", other.when), *said]
            target, label = self._go(other.to, Origin(record.ref)), Label("other", title, other.when)
            yield self._make_edge(target, label, other.place.at("to"), uses)

    def _expand_code(self, key: Key) -> Iterator[Edge]:
        """What a code asks for, what its note leads to, and the list that fits better at another moment."""
        code = self._codes[key.record]
        # A gate that the code and its remedy both ask is asked once.
        remedy = self._remedies.get(code.resolution.record)
        asked = [use.gate for use in remedy.gates] if remedy is not None else []
        begun, gates = self._go(code.resolution, Origin(code.ref)), [use for use in code.gates if use.gate not in asked]
        yield self._make_edge(self._guard(gates, begun, code.ref))
        yield from self._follow_texts(code, "note")
        yield from self._leave_for(code, code.meaning)

    def _expand_step(self, key: Key) -> Iterator[Edge]:
        checklist = self._lists[key.record]
        step = checklist.steps[key.number]
        at, place = checklist.ref._replace(step=step.id), step.place.at("need")
        self._add_need(key, at, step.need, place, Label("do", checklist.title, step.do))
        events = tuple(self._use_events(step))
        for answer in step.answers:
            if answer.target is None:
                self.has_holes = True
                continue
            still_place = step.place.at(*answer.still_key) if answer.still else None
            # A `still` that names the remedy which just failed would repeat it for ever.
            onward = answer.still if answer.still and answer.still != answer.target else NEXT
            origin = Origin(checklist.ref, key.number, answer.name, onward, still_place, answer.settles_list)
            words = answer.label or self._words[answer.name]
            uses = (*events, *self._use_answer(step, answer, words))
            label, target = Label("answer", checklist.title, words), self._go(answer.target, origin)
            yield self._make_edge(target, label, step.place.at(*answer.key), uses)
        yield from self._follow_texts(step, "do", "detail")

    def _expand_verify(self, key: Key) -> Iterator[Edge]:
        checklist = self._lists[key.record]
        yes, no = (Label("verify", checklist.title, self._words[name]) for name in ("seen", "not_seen"))
        yield self._make_edge(_OVER, yes)
        uses: tuple[LineUse, ...] = ()
        if isinstance(checklist, Symptom):
            uses = self._use("set", checklist, "failed", no.words, checklist.verify)
        onward = self._go(key.origin.still, Origin(checklist.ref, key.number))
        yield self._make_edge(onward, no, key.origin.still_place, uses)

    def _expand_gate(self, key: Key) -> Iterator[Edge]:
        (name, otherwise, place), *rest = key.gates
        gate, then = self._gates[name], key.then or _OVER
        self._add_need(key, gate.ref, gate.need, gate.place.at("need"), Label("passed", gate.title))
        ticks = [self._use("tick", tick, "set", tick.text, gate.title) for tick in gate.ticks]
        passed = [use for uses in ticks for use in uses]
        onward = key._replace(gates=tuple(rest)) if rest else then
        yield self._make_edge(onward, Label("passed", gate.title), None, passed)
        is_inside = key.record in self._lists and key.number >= 0
        failed = self._go(otherwise, Origin(key.record, key.number) if is_inside else Origin(otherwise))
        first = failed.then or failed
        is_over = first.kind == "start" and self._remedies[first.record].is_end  # others see to the rest
        for tick, uses in zip(gate.ticks, ticks, strict=True):
            # A reader who misses a tick has said the opposite.
            opposite = [(line, self.vocabulary.negate(ops)) for line, ops in uses]
            edge = self._make_edge(failed, Label("failed", gate.title, tick.text), place, opposite)
            for line, _ in uses if not is_over else ():
                self.cures.setdefault((line, edge.target), (gate, tick.text))
            yield edge
        yield self._make_edge(failed, Label("unsure", gate.title, self._words["unsure"]), place)

    def _expand_start(self, key: Key) -> Iterator[Edge]:
        remedy = self._remedies[key.record]
        self._add_need(key, remedy.ref, remedy.need, remedy.place.at("need"), Label("do", remedy.title))
        yield self._make_edge(self._find_instruction(remedy, key.origin, 0))

    def _find_instruction(self, remedy: Resolution, origin: Origin, number: int) -> Key:
        """The next instruction that says something of facts, asks a gate or leads on, or the outcome of the remedy."""
        for index, one in enumerate(remedy.steps[number:], start=number):
            if one.gates or one.need or one.set or one.event or _find_links(one, "do", "detail"):
                key = Key("instruction", remedy.ref, index, origin)
                return self._guard(one.gates, key, origin.record, origin.number)
        return Key("outcome", remedy.ref, origin=origin)

    def _expand_instruction(self, key: Key) -> Iterator[Edge]:
        remedy = self._remedies[key.record]
        one = remedy.steps[key.number]
        label = Label("do", remedy.title, one.do)
        self._add_need(key, remedy.ref._replace(step=one.id), one.need, one.place.at("need"), label)
        uses = [*self._use_events(one), *self._use("set", one, "set", remedy.title, one.do)]
        is_shown = bool(uses or one.need)  # a path names what matters to the fact, and not every instruction
        target = self._find_instruction(remedy, key.origin, key.number + 1)
        yield self._make_edge(target, label if is_shown else None, None, uses)
        yield from self._follow_texts(one, "do", "detail", uses=uses)

    def _expand_outcome(self, key: Key) -> Iterator[Edge]:
        remedy, origin = self._remedies[key.record], key.origin
        close = Key("close", remedy.ref, origin=origin)
        if remedy.is_end:
            yield self._make_edge(close)
            return
        yes, no = (Label("verify", remedy.title, self._words[name]) for name in ("seen", "not_seen"))
        question = remedy.verify or remedy.title
        helped = self._use("set", remedy, "verified", yes.words, question)
        failed = self._use("set", remedy, "failed", no.words, question)
        yield self._make_edge(close, yes, None, helped)
        if origin.record in self._lists and origin.number >= 0:
            onward = self._go(origin.still, Origin(origin.record, origin.number, origin.answer))
            yield self._make_edge(onward, no, origin.still_place, failed)
        elif remedy.if_not_fixed:
            onward = self._go(remedy.if_not_fixed, Origin(remedy.ref))
            yield self._make_edge(onward, no, remedy.place.at("if_not_fixed"), failed)

    def _expand_close(self, key: Key) -> Iterator[Edge]:
        """What is left to do once a remedy helped, or has ended the list. A remedy that helped may not have helped its
        list, which asks again unless both ask the same."""
        remedy, origin = self._remedies[key.record], key.origin
        label = Label("do", remedy.title, remedy.close or {})
        self._add_need(key, remedy.ref, remedy.close_need, remedy.place.at("close_need"), label)
        checklist = self._lists.get(origin.record)
        yield from self._follow_texts(remedy, "close")
        if remedy.is_end or origin.number < 0 or origin.settles_list or not isinstance(checklist, Symptom):
            return
        if remedy.verify != checklist.verify:
            yield self._make_edge(Key("verify", checklist.ref, origin.number, origin))

    def _follow_texts(self, part: Node, *keys: str, uses: Iterable[LineUse] = ()) -> Iterator[Edge]:
        """The links inside some texts of a part: readers follow them."""
        for key, link in _find_links(part, *keys):
            target, label = self._go(link, Origin(link)), Label("text", {}, getattr(part, key))
            yield self._make_edge(target, label, part.place.at(key), uses)


def _find_links(part: Node, *keys: str) -> Mapping[tuple[str, Link], None]:
    """The links to lists and remedies in some texts of a part, in any language, each once a text."""
    found = ((use.field, use.value) for use in part.uses.link if use.field in keys)
    return dict.fromkeys(one for one in found if one[1].kind in ("symptom", "resolution", "routine"))
