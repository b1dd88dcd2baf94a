"""What is known of a fact is the set of values still possible; what is said of it narrows that set."""

from __future__ import annotations

import pytest

from counterside.model.site import Fact, Facts, FactValue
from counterside.proof import FORGET, NARROW, STRICT, apply_ops
from counterside.proof.graph import Vocabulary

WORST, MIDDLE, BEST = 1, 2, 4
ANY = 7


def fact(name: str, *values: str) -> Fact:
    words = {"zh": name, "en": name}
    return Fact(id=name, title=words, values=tuple(FactValue(id=value, label=words) for value in values))


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(Facts(facts=(fact("door", "open", "ajar", "shut"), fact("light", "on", "off"))))


@pytest.mark.parametrize(
    ("said", "mask"),
    [
        (("shut",), BEST),
        (("open", "shut"), WORST | BEST),
        (("not open",), MIDDLE | BEST),
        (("any",), ANY),
        (("open", "ajar", "shut"), ANY),
    ],
)
def test_effect_is_a_set_of_values(vocabulary: Vocabulary, said: tuple[str, ...], mask: int) -> None:
    assert vocabulary.read_ops({"door": said})[0] == mask


def test_what_is_unknown_is_left_out(vocabulary: Vocabulary) -> None:
    assert vocabulary.read_ops({"doors": ("shut",), "door": ("closed",)}) == {}


def test_values_are_named_worst_first(vocabulary: Vocabulary) -> None:
    assert [label["en"] for label in vocabulary.labels(0, ANY)] == ["door"] * 3


@pytest.mark.parametrize(
    ("known", "said", "mode", "left"),
    [
        (ANY, BEST | MIDDLE, NARROW, BEST | MIDDLE),
        (BEST | MIDDLE, WORST | MIDDLE, NARROW, MIDDLE),
        (BEST, WORST, NARROW, WORST),
        (BEST, WORST, STRICT, 0),
        (BEST | MIDDLE, BEST, STRICT, BEST),
        (BEST, ANY, FORGET, ANY),
    ],
    ids=["narrows", "narrows-further", "newer-word-wins", "tick-cannot-be-true", "tick-narrows", "any-forgets"],
)
def test_what_is_known_afterwards(known: int, said: int, mode: int, left: int) -> None:
    assert apply_ops(known, ((0, said, mode),)) == left


def test_missed_tick_says_the_opposite(vocabulary: Vocabulary) -> None:
    assert vocabulary.negate({0: BEST}) == {0: WORST | MIDDLE}


def test_missed_tick_of_two_facts_says_nothing_of_either(vocabulary: Vocabulary) -> None:
    assert vocabulary.negate({0: BEST, 1: 1}) == {}
