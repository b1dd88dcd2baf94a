"""The graph of everything a reader can come to: questions, gates, remedies and their ends, over all lists at once.

Effects and needs are bit masks: one bit for each value of a fact, set while the value is still possible. A place is a
number. What a reader does or answers there is an edge, with the lines of effects that it applies. The graph is built
once; the walks of `walk` go through it fact by fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Literal, NamedTuple

from counterside.model import Catalog, Effect, Fact, Facts, Gate, Link, list_effects
from counterside.text.i18n import Text
from counterside.text.problems import Place

ANY = "any"
NOT = "not "  # with its space: a value may begin with these letters
# Values that one fact may have: the walk may visit every place once for each set of them.
MAX_VALUES = 8
MAX_FACTS = 32

LineKind = Literal["set", "tick", "means", "start", "action", "event", "page"]


class Op(NamedTuple):
    """What one effect does to what is known of one fact. It narrows to `mask`, where the newer word wins if nothing is
    left; `forgets` replaces what was known."""

    mask: int
    forgets: bool = False


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
                found[number] = Op(self.every[number], forgets=True)
            elif number is not None and all(word.removeprefix(NOT) in bits for word in words):
                every = self.every[number]
                masks = (
                    every & ~bits[word.removeprefix(NOT)] if word.startswith(NOT) else bits[word] for word in words
                )
                found[number] = Op(reduce(or_, masks, 0))
        return found

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


class Fault(NamedTuple):
    """What is wrong with what is said of a fact: the fact is not known, `value` is none of its values, or what is said
    contradicts itself."""

    kind: Literal["fact", "value", "contradiction"]
    fact: str
    value: str = ""


def list_faults(effect: Effect, known: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """What is wrong with an effect, at most once for each of its facts; `known` are the values of each fact."""
    for fact, words in effect.items():
        unknown = [word for word in words if word != ANY and word.removeprefix(NOT) not in known.get(fact, ())]
        if fact not in known:
            yield Fault("fact", fact)
        elif unknown:
            yield Fault("value", fact, unknown[0])
        elif not words or (len(words) > 1 and any(word == ANY or word.startswith(NOT) for word in words)):
            yield Fault("contradiction", fact)


def has_faults(catalog: Catalog) -> bool:
    """Whether a proof would rest on something that is not known: rule CS623 reports it."""
    facts = catalog.facts
    names = [*(fact.id for fact in facts.facts), *(event.id for event in facts.events)]
    if len(set(names)) < len(names) or not all(map(is_usable, facts.facts)) or len(facts.facts) > MAX_FACTS:
        return True
    known = Vocabulary(facts).named
    uses = (use for node in (facts, *catalog.records) for use in list_effects(node))
    return any(True for use in uses for _ in list_faults(use.effect, known))


LabelKind = Literal["list", "code", "answer", "verify", "other", "passed", "failed", "unsure", "do", "text"]


class Label(NamedTuple):
    """What a reader does on an edge, in the words of the lists: `title` is the record's, `words` the answer's."""

    kind: LabelKind
    title: Text
    words: Text = {}  # noqa: RUF012  # a named tuple's default; never changed


class LineUse(NamedTuple):
    """A line of effects on an edge, by its number. A strict one cannot be true against what is known."""

    line: int
    is_negated: bool = False
    is_strict: bool = False


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


class Cure(NamedTuple):
    """A tick of a gate that was not true, and the place where its reader is sent."""

    line: int
    target: int
    gate: Gate
    words: Text


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

    def find_op(self, use: LineUse, fact: int) -> Op | None:
        """What a line on an edge says of a fact. The opposite of a line that speaks of several facts says nothing, as
        only one of them need be otherwise."""
        line = self.lines[use.line]
        op, every = line.ops.get(fact), self.vocabulary.every[fact]
        if op is None or not use.is_negated:
            return op
        return Op(every & ~op.mask) if len(line.ops) == 1 and op.mask != every else None
