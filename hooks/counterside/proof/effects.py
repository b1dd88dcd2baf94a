"""Effects and needs as bit masks: one bit for each value of a fact, set while the value is still possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from counterside.model import Catalog, Effect, Fact, Facts, effects
from counterside.text.i18n import Text
from counterside.text.problems import Place

ANY = "any"
NOT = "not "
MAX_VALUES = 8
"""Values that one fact may have: the walk may visit every place once for each set of them."""
MAX_FACTS = 32

LineKind = Literal["set", "tick", "means", "start", "action", "event"]


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

    def negate(self, number: int, every: int) -> Op | None:
        """What the opposite of this line says of a fact: nothing if the line speaks of several facts, as only one of
        them need be otherwise."""
        op = self.ops.get(number)
        return Op(every & ~op.mask) if op is not None and len(self.ops) == 1 and op.mask != every else None


class Vocabulary:
    """The facts of a catalog by number, and effects in terms of them. What is unknown is left out: rule CS623 reports
    it."""

    def __init__(self, facts: Facts) -> None:
        self.facts: tuple[Fact, ...] = tuple(fact for fact in facts.facts if is_usable(fact))[:MAX_FACTS]
        self._numbers = {fact.id: number for number, fact in enumerate(self.facts)}
        self._bits = [{value.id: 1 << bit for bit, value in enumerate(fact.values)} for fact in self.facts]
        self.every = [(1 << len(fact.values)) - 1 for fact in self.facts]

    def read_ops(self, effect: Effect) -> Mapping[int, Op]:
        """An effect by the numbers of its facts."""
        found: dict[int, Op] = {}
        for name, words in effect.items():
            number = self._numbers.get(name)
            if number is not None and self._is_known(number, words):
                found[number] = Op(self._read_mask(number, words), words == (ANY,))
        return found

    def _is_known(self, number: int, words: Sequence[str]) -> bool:
        bits = self._bits[number]
        return words == (ANY,) or all(word.removeprefix(NOT) in bits for word in words)

    def _read_mask(self, number: int, words: Sequence[str]) -> int:
        if words == (ANY,):
            return self.every[number]
        bits = self._bits[number]
        mask = 0
        for word in words:
            mask |= self.every[number] & ~bits[word[len(NOT) :]] if word.startswith(NOT) else bits[word]
        return mask

    def read_needs(self, effect: Effect) -> Mapping[int, int]:
        """A need: for each fact, the values with which it is met."""
        return {number: op.mask for number, op in self.read_ops(effect).items()}

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
    uses = (use for node in (facts, *catalog.records) for use in effects(node))
    return any(True for use in uses for _ in list_faults(use.effect, known))
