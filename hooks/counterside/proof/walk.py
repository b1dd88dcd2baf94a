"""Walks of the graph with what is known of one fact. A pair of a place and a set of possible values is one number.
Also the search for circles: readers who answer the same again are where they were, and nothing has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import groupby
from operator import or_
from typing import Literal, NamedTuple

from counterside.model.catalog import Catalog
from counterside.model.guide import find_sources
from counterside.model.nodes import Link
from counterside.model.parts import Effect, Fact, Facts, list_effects
from counterside.model.records import Gate
from counterside.text.i18n import Text
from counterside.text.problems import Place

ANY = "any"
NOT = "not "  # with its space: a value may begin with these letters
# Values that one fact may have: the walk may visit every place once for each set of them.
MAX_VALUES = 8
MAX_FACTS = 32

LineKind = Literal["set", "tick", "means", "start", "action", "event", "page"]


# How an effect changes what is known of a fact. Numbers and not enums: a walk applies millions.
NARROW, FORGET, STRICT = 0, 1, 2


class Op(NamedTuple):
    """What one effect does to what is known of one fact. It narrows to the values of `mask`, where the newer word wins
    if nothing is left; a strict one cannot be true then. One that forgets replaces what was known."""

    mask: int
    mode: int = NARROW


class Line(NamedTuple):
    """An effect as it is written, at `place`. `words` is the answer, tick or remedy that has it, `source` the record
    that it is in."""

    kind: LineKind
    place: Place
    ops: Mapping[int, Op]
    words: tuple[Text, ...] = ()


class Vocabulary:
    """The facts of a catalog by number, and effects in terms of them. What is unknown is left out: rule CS623 reports
    it."""

    def __init__(self, facts: Facts) -> None:
        # A fact with one value says nothing, and one with many would make the walks too long: CS623 reports both.
        self.facts: tuple[Fact, ...] = tuple(fact for fact in facts.facts if is_usable(fact))[:MAX_FACTS]
        self._numbers = {fact.id: number for number, fact in enumerate(self.facts)}
        self._bits = [{value.id: 1 << bit for bit, value in enumerate(fact.values)} for fact in self.facts]
        self.every = [(1 << len(fact.values)) - 1 for fact in self.facts]

    def read_ops(self, effect: Effect) -> Mapping[int, Op]:
        """An effect by the numbers of its facts."""
        found: dict[int, Op] = {}
        for name, words in effect.items():
            number = self._numbers.get(name)
            bits = self._bits[number] if number is not None else {}
            if number is not None and words == (ANY,):
                found[number] = Op(self.every[number], FORGET)
            elif number is not None and all(word.removeprefix(NOT) in bits for word in words):
                every = self.every[number]
                masks = (
                    every & ~bits[word.removeprefix(NOT)] if word.startswith(NOT) else bits[word] for word in words
                )
                found[number] = Op(reduce(or_, masks, 0))
        return found

    def negate(self, ops: Mapping[int, Op]) -> Mapping[int, Op]:
        """What the opposite of an effect says. Of an effect on several facts it says nothing, as only one of them need
        be otherwise."""
        opposites = {fact: Op(self.every[fact] & ~op.mask) for fact, op in ops.items() if len(ops) == 1}
        return {fact: op for fact, op in opposites.items() if op.mask}

    def labels(self, number: int, mask: int) -> tuple[Text, ...]:
        """The values of a mask in words, worst first."""
        values = self.facts[number].values
        return tuple(value.label for bit, value in enumerate(values) if mask >> bit & 1)

    @cached_property
    def named(self) -> Mapping[str, tuple[str, ...]]:
        """The values of each fact by their ids."""
        return {fact.id: tuple(value.id for value in fact.values) for fact in self.facts}


def is_usable(fact: Fact) -> bool:
    """Whether a fact has values that can be told apart, and not too many."""
    return 2 <= len(fact.values) <= MAX_VALUES


FaultKind = Literal["fact", "value", "contradiction"]


def list_faults(effect: Effect, known: Mapping[str, Sequence[str]]) -> Iterator[tuple[FaultKind, str, str]]:
    """What is wrong with an effect, at most once for each of its facts: the fact is not known, the value is none of
    its values, or what is said contradicts itself; then the fact and the value. `known` are the values of each fact."""
    for fact, words in effect.items():
        unknown = [word for word in words if word != ANY and word.removeprefix(NOT) not in known.get(fact, ())]
        if fact not in known:
            yield "fact", fact, ""
        elif unknown:
            yield "value", fact, unknown[0]
        elif not words or (len(words) > 1 and any(word == ANY or word.startswith(NOT) for word in words)):
            yield "contradiction", fact, ""


def has_faults(catalog: Catalog) -> bool:
    """Whether a proof would rest on something that is not known: rule CS623 reports it."""
    facts = catalog.facts
    names = [*(fact.id for fact in facts.facts), *(event.id for event in facts.events)]
    if len(set(names)) < len(names) or not all(map(is_usable, facts.facts)) or len(facts.facts) > MAX_FACTS:
        return True
    known = Vocabulary(facts).named
    effects = (effect for node in (facts, *catalog.records) for _, effect, _ in list_effects(node))
    return any(True for effect in effects for _ in list_faults(effect, known))


LabelKind = Literal["list", "code", "answer", "verify", "other", "passed", "failed", "unsure", "do", "text"]


class Label(NamedTuple):
    """What a reader does on an edge, in the words of the lists: `title` is the record's, `words` the answer's."""

    kind: LabelKind
    title: Text
    words: Text = {}  # noqa: RUF012  # a named tuple's default; never changed


# A line of effects on an edge, by its number, and what it does there to each fact.
LineUse = tuple[int, Mapping[int, Op]]


class Edge(NamedTuple):
    """What leads from one place to another. `place` is where an editor can change it; there is no label where a reader
    neither answers nor does anything that the proof knows of. `answers` is 1 where a reader answers, else 0."""

    target: int
    answers: int
    label: Label | None = None
    place: Place | None = None
    uses: tuple[LineUse, ...] = ()


class Need(NamedTuple):
    """What must be settled at a place: for each fact, the values with which it is met. `label` says what needs it, `at`
    leads there."""

    at: Link
    masks: Mapping[int, int]
    place: Place
    label: Label


# The line of a tick that was not true, the place where its reader is sent, the tick's gate and its words.
Cure = tuple[int, int, Gate, Text]


class Seed(NamedTuple):
    """A place where readers begin. Those of rank 0 come by triage, and are preferred in what is reported."""

    rank: int
    target: int
    label: Label
    place: Place
    uses: tuple[LineUse, ...]


@dataclass
class Graph:
    """Places by number: their edges and needs, whether nothing is done there but to answer, and the list that they are
    part of. Where readers begin, and every line of effects; `changing` are the edges that have any, by place. It
    has holes where something leads to what does not exist."""

    vocabulary: Vocabulary
    edges: list[tuple[Edge, ...]] = field(default_factory=list)
    needs: dict[int, Need] = field(default_factory=dict)
    changing: list[tuple[int, int]] = field(default_factory=list)
    is_question: list[bool] = field(default_factory=list)
    homes: list[Link | None] = field(default_factory=list)
    seeds: list[Seed] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    cures: list[Cure] = field(default_factory=list)
    has_holes: bool = False


# ── walks ──


# Pairs that one walk may visit: twenty times what the largest known catalog needs.
MAX_PAIRS = 400_000

# What the lines of an edge do to one fact, in order: the line's number, values and mode (see `Op`).
Ops = tuple[tuple[int, int, int], ...]


@dataclass
class Walk:
    """Everything that can be reached: for each pair, the pair before it and the edge that led from there; -1 and the
    number of the seed where it began. `answers` counts those on the way. `hits` are the pairs whose need is not
    met, with the values that are still possible there and must not be. `cautious` are the lines that made something
    possible again which was ruled out."""

    size: int
    before: dict[int, tuple[int, int]] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)
    hits: dict[int, int] = field(default_factory=dict)
    cautious: set[int] = field(default_factory=set)
    steps: int = 0

    @property
    def is_given_up(self) -> bool:
        """Whether there were more pairs than a walk may visit."""
        return len(self.before) > MAX_PAIRS


class FactGraph:
    """The graph as one fact sees it: its edges by number, each with what it does to the fact. `without` leaves one line
    out."""

    def __init__(self, graph: Graph, fact: int, without: int = -1) -> None:
        self.graph = graph
        self.every = graph.vocabulary.every[fact]
        self.size = self.every + 1
        self.needs = {place: need.masks[fact] for place, need in graph.needs.items() if fact in need.masks}
        self.changes: dict[int, dict[int, Ops]] = {}
        self.begun = [_read_uses(seed.uses, fact, without) for seed in graph.seeds]
        for place, number in graph.changing:
            ops = _read_uses(graph.edges[place][number].uses, fact, without)
            if ops:
                self.changes.setdefault(place, {})[number] = ops


def _read_uses(uses: tuple[LineUse, ...], fact: int, without: int) -> Ops:
    return tuple((line, *ops[fact]) for line, ops in uses if fact in ops and line != without)


def apply_ops(mask: int, ops: Ops) -> int:
    """What is known after some operations; 0 if a strict one cannot be, or nothing was before."""
    for _, values, mode in ops:
        both = mask & values
        if not mask:
            return 0
        if mode == FORGET:
            mask = values
        elif both:
            mask = both
        elif mode == STRICT:
            return 0
        else:
            mask = values
    return mask


def walk_fact(seen: FactGraph, seeds: Iterable[tuple[int, int, int]] | None = None, until: int = 0) -> Walk:
    """Walk from the seeds, rank by rank, in the order of the answers given. A need that is not met is noted, and the
    walk goes on as though it were: one cause is reported once. With `until`, the walk ends at the first pair whose
    values all lie in that mask."""
    walk = Walk(seen.size)
    ranked = sorted(_begin(seen, walk) if seeds is None else seeds)
    # Rank by rank: a place that triage leads to is reported by the way that readers take.
    for _, group in groupby(ranked, key=lambda seed: seed[0]):
        begun = []
        for _, pair, number in group:
            if pair % seen.size and pair not in walk.before:  # without a value left, readers cannot begin here
                walk.before[pair], walk.answers[pair] = (-1, number), 0
                begun.append(pair)
        if _run(seen, walk, begun, until):
            break
    return walk


def _begin(seen: FactGraph, walk: Walk) -> Iterator[tuple[int, int, int]]:
    """Where readers begin: rank, pair, number of the seed."""
    for number, (seed, ops) in enumerate(zip(seen.graph.seeds, seen.begun, strict=True)):
        yield seed.rank, seed.target * seen.size + _apply_each(walk, ops, seen.every), number


def _run(seen: FactGraph, walk: Walk, begun: list[int], until: int) -> bool:
    """Breadth first by answers: what needs none is followed at once. Whether `until` was come to, or the walk is given
    up."""
    size, level, count = seen.size, begun, 0
    while level:
        later: list[int] = []
        while level:
            pair = level.pop()
            if walk.answers[pair] < count:
                continue  # a shorter way was found since, and followed
            if until and not pair % size & ~until:
                return True
            for reached, answers in _leave(seen, walk, pair, count):
                (later if answers else level).append(reached)
        level, count = later[::-1], count + 1  # reversed, because the last is taken first
        if walk.is_given_up:
            return True
    return False


def _leave(seen: FactGraph, walk: Walk, pair: int, count: int) -> Iterator[tuple[int, int]]:
    """The pairs that one pair leads to and that no shorter way leads to, with the answer that this takes."""
    place, mask = divmod(pair, seen.size)
    needed = seen.needs.get(place, mask)
    if mask & ~needed:
        walk.hits[pair] = mask & ~needed
    mask = mask & needed or needed  # one cause is reported once: go on as though the need were met
    changes = seen.changes.get(place, _NO_CHANGES)
    edges = seen.graph.edges[place]
    walk.steps += len(edges)
    for number, edge in enumerate(edges):
        after = mask if number not in changes else _apply_each(walk, changes[number], mask)
        reached, total = edge.target * seen.size + after, count + edge.answers
        if after and walk.answers.get(reached, _FAR) > total:
            walk.before[reached], walk.answers[reached] = (pair, number), total
            yield reached, edge.answers


_FAR = 1 << 30
_NO_CHANGES: Mapping[int, Ops] = {}


def _apply_each(walk: Walk, ops: Ops, mask: int) -> int:
    for op in ops:
        after = apply_ops(mask, (op,))
        if after & ~mask:
            walk.cautious.add(op[0])
        mask = after
    return mask


def find_deciding(seen: FactGraph, walk: Walk) -> set[int]:
    """The lines that some path needs: if one of them is left out where it is met, a need behind it is no longer met.
    Walks on from every pair that there would be without a line, and asks which of them come to an unmet need."""
    found: dict[int, list[int]] = {}
    for pair in walk.before:
        place, mask = divmod(pair, seen.size)
        for number, ops in seen.changes.get(place, _NO_CHANGES).items():
            for line, after in _leave_out_each(ops, mask):
                found.setdefault(seen.graph.edges[place][number].target * seen.size + after, []).append(line)
    for seed, ops in zip(seen.graph.seeds, seen.begun, strict=True):
        for line, after in _leave_out_each(ops, seen.every):
            found.setdefault(seed.target * seen.size + after, []).append(line)
    bad = _find_bad(seen, walk.before, found)
    return {line for pair in bad & found.keys() for line in found[pair]}


def _leave_out_each(ops: Ops, mask: int) -> Iterator[tuple[int, int]]:
    """Each line of an edge, and what would be known without it."""
    now = apply_ops(mask, ops)
    for line, *_ in ops:
        after = apply_ops(mask, tuple(other for other in ops if other[0] != line))
        if after and after != now:
            yield line, after


def _find_bad(seen: FactGraph, known: Mapping[int, object], starts: Iterable[int]) -> frozenset[int]:
    """Of the pairs that no path reaches today, those from which one comes to an unmet need."""
    onward: dict[int, list[int]] = {}
    bad: list[int] = []
    queue = [pair for pair in starts if pair not in known]
    while queue:
        pair = queue.pop()
        if pair in onward:
            continue
        place, mask = divmod(pair, seen.size)
        onward[pair], changes = [], seen.changes.get(place, _NO_CHANGES)
        if mask & ~seen.needs.get(place, mask):
            bad.append(pair)
            continue
        for number, edge in enumerate(seen.graph.edges[place]):
            after = apply_ops(mask, changes[number]) if number in changes else mask
            reached = edge.target * seen.size + after
            if after and reached not in known:
                onward[pair].append(reached)
        queue += onward[pair]
    return find_sources(bad, onward)


def find_trail(walk: Walk, pair: int, graph: Graph) -> tuple[int, list[Edge]]:
    """How a walk came to a pair: the number of the seed, and the edges from there."""
    edges: list[Edge] = []
    before, number = walk.before[pair]
    while before >= 0:
        edges.append(graph.edges[before // walk.size][number])
        before, number = walk.before[before]
    return number, edges[::-1]


# States that the search for one circle may visit.
MAX_STATES = 20_000

_NONE = (-1, -1)
# A place, and what is known of each fact.
_At = tuple[int, tuple[int, ...]]
Circle = tuple[Edge, ...]


def find_circles(graph: Graph, without: tuple[int, int] = _NONE) -> list[Circle]:
    """The shortest circle through each failed gate, and through each answer that leads to another list. One that gives
    answers which exclude each other is none. `without` leaves out what one line says of one fact."""
    edges = _keep_circling({place: list(_list_question_edges(graph, place)) for place in range(len(graph.edges))})
    found: dict[frozenset[tuple[int, Place | None]], Circle] = {}
    for place, leaving in edges.items():
        for edge in leaving:
            # It fails a gate, or leads to a list other than the one it is asked in.
            fails, home = edge.label is not None and edge.label.kind == "failed", graph.homes[edge.target]
            if fails or (home is not None and home != graph.homes[place]):
                circle = _close(graph, edges, place, edge, without)
                if circle:  # all ticks of a gate are one for an editor
                    found.setdefault(frozenset((one.target, one.place) for one in circle), circle)
    return list(found.values())


def _list_question_edges(graph: Graph, place: int) -> Iterator[Edge]:
    """The edges of a place on which nothing is done. *Not sure* at a gate may always go round, and so may a tick that
    settles nothing: readers can make it true themselves."""
    for edge in graph.edges[place] if graph.is_question[place] else ():
        kind = edge.label.kind if edge.label is not None else "passed"
        is_plain = kind in ("answer", "verify", "passed") or (kind == "failed" and bool(edge.uses))
        changes = any(graph.lines[line].kind == "event" for line, _ in edge.uses)
        if is_plain and not changes and graph.is_question[edge.target]:
            yield edge


def _keep_circling(edges: dict[int, list[Edge]]) -> dict[int, list[Edge]]:
    """Only what may lie on a circle: places without a way in or without a way on are taken away until none is left."""
    # Each round may leave other places without a way in or on.
    while True:
        entered = {edge.target for leaving in edges.values() for edge in leaving}
        kept = {
            place: [edge for edge in leaving if edges.get(edge.target)]
            for place, leaving in edges.items()
            if leaving and place in entered
        }
        if kept == edges:
            return edges
        edges = kept


def _close(graph: Graph, edges: dict[int, list[Edge]], home: int, last: Edge, without: tuple[int, int]) -> Circle:
    """The shortest way from the end of an edge back to its beginning, and the edge itself; nothing if there is none."""
    every = tuple(graph.vocabulary.every)
    start = _step(graph, (home, every), last, without)
    before: dict[_At, tuple[_At, Edge]] = {}
    level = [start] if start else []
    seen = set(level)
    while level and len(seen) < MAX_STATES:
        following: list[_At] = []
        for at in level:
            if at[0] == home:
                back: list[Edge] = []
                while at in before:
                    at, edge = before[at]
                    back.append(edge)
                return (last, *back[::-1])
            for edge in edges.get(at[0], ()):
                reached = _step(graph, at, edge, without)
                if reached and reached not in seen:
                    seen.add(reached)
                    before[reached] = (at, edge)
                    following.append(reached)
        level = following
    return ()


def _step(graph: Graph, at: _At, edge: Edge, without: tuple[int, int]) -> _At | None:
    """Where an edge leads, or nothing if what it says cannot be true with what was said on the way."""
    known = list(at[1])
    for line, ops in edge.uses:
        for fact, op in ops.items():
            if (line, fact) != without:
                known[fact] &= op.mask
            if not known[fact]:
                return None
    return edge.target, tuple(known)
