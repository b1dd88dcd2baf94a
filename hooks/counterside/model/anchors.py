"""What a text must hold for a regular expression to find anything in it: cheap to look for, before any is searched.

A lexicon has hundreds of expressions and nearly every text holds none of them. Looking for a word in a set of words,
or for a character in a set of characters, costs a hundredth of searching with all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from re import _constants as ops  # type: ignore[attr-defined]  # the one place that knows how expressions are read
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_ANYTHING = "\0"
_DIGIT = "\1"
_EDGE = "\2"
"""Where a word begins or ends, whatever stands beside it."""
_SIGNS = "\3"
"""Any number of characters that are no letters."""
_MOST = 400
"""Ways to write one stretch of an expression, beyond which the stretch is cut in two."""
_MOST_OF_A_CLASS = 6
_COMMON = frozenset(
    (
        "a", "and", "at", "check", "for", "in", "is", "it", "look", "no", "not", "of", "on", "or", "press", "see",
        "that", "the", "this", "to", "with", "you", "your",
    )
)  # fmt: skip
"""Words that stand in so many instructions that they tell nothing."""
_WORD = re.compile("[a-z]+")
_BETWEEN_WORDS = re.compile("([a-z]+)")
_RUN_OR_SIGN = re.compile(f"{_DIGIT}+|[^a-z\\s{_ANYTHING}{_DIGIT}{_EDGE}{_SIGNS}]")
_UNCERTAIN = re.compile(f"[{_ANYTHING}{_SIGNS}]")
_NO_LETTERS = re.compile("[^a-z]")
_ANY_DIGIT = re.compile("[0-9]")
_DIGITS = frozenset(map(ord, "0123456789"))
_LETTERS = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyz"))


Found = dict[tuple[str, bool], frozenset[str]]
"""Anchors by their pattern, as plain data: reading hundreds of expressions is most of what one check costs."""

_before: Found = {}
_found: Found = {}


def remember(before: Mapping[tuple[str, bool], frozenset[str]]) -> None:
    """Take over what this same code found before."""
    _before.update(before)


def remembered() -> Found:
    """What was asked for since this process began."""
    return dict(_found)


def anchors(pattern: str, is_spaced: bool) -> frozenset[str]:
    """The anchors of a pattern, found once."""
    key = (pattern, is_spaced)
    if key not in _found:
        _found[key] = _before[key] if key in _before else _anchors(pattern, is_spaced)
    return _found[key]


def _anchors(pattern: str, is_spaced: bool) -> frozenset[str]:
    """Strings of which a text in small letters must hold one for `pattern` to match; an empty one where none are
    certain.

    In a language that puts spaces between words they are whole words, digits (all alike) or signs, as `atoms` gives
    them; elsewhere they are any part of the text, with its digits alike. Where words are whole, so is the pattern.
    """
    if "(?<" in pattern:
        re.compile(pattern)  # what stands before must be of one length, and parsing does not look at that
    pick = _longest_word if is_spaced else _longest_part
    known = [_picked(stretch, pick) for stretch in _stretches(parser.parse(f"(?:{pattern})"))]
    found = max(known, key=_worth)
    return found if is_spaced else _shortest(found)


def _shortest(found: frozenset[str]) -> frozenset[str]:
    """Some anchors without those that hold another one."""
    kept: list[str] = []
    for anchor in sorted(found, key=len):
        if not any(shorter in anchor for shorter in kept):
            kept.append(anchor)
    return frozenset(kept)


def atoms(text: str, is_spaced: bool) -> set[str]:
    """The characters of a masked text in small letters, and its words where a language puts spaces between them."""
    found = set(text)
    if is_spaced:
        found |= set(_NO_LETTERS.sub(" ", text).split()) if not text.isascii() else set(text.translate(_SPACED).split())
    return found


def atom(anchor: str, is_spaced: bool) -> str:
    """The atom by which an anchor is looked up."""
    return anchor if is_spaced and _WORD.fullmatch(anchor) else anchor[:1]


def masked(text: str) -> str:
    """The text with all its digits alike, as anchors have them."""
    return _ANY_DIGIT.sub(_DIGIT, text)


_SPACED = {code: " " for code in range(128) if not chr(code).islower()}


def _worth(found: frozenset[str]) -> tuple[float, int]:
    """How rare one of some anchors is: the shortest decides."""
    return min(map(_rarity, found)), -len(found)


@cache
def _rarity(anchor: str) -> float:
    """Its length; digits and spaces are common, and some words are in nearly every text."""
    return 1 if anchor in _COMMON else len(anchor) - (anchor.count(_DIGIT) + anchor.count(" ")) / 2


def _picked(stretch: list[str], pick: Callable[[str], str]) -> frozenset[str]:
    """One anchor of every way to write a stretch."""
    return frozenset(map(pick, stretch))


def _longest_part(way: str) -> str:
    return max(_UNCERTAIN.split(masked(way).replace(_EDGE, "")), key=_rarity)


def _longest_word(way: str) -> str:
    """A word that is whole in every text which is written that way, or else a run of digits, or a sign."""
    parts = _BETWEEN_WORDS.split(f" {way} ")
    words = [
        word
        for before, word, after in zip(parts[::2], parts[1::2], parts[2::2], strict=False)
        if before[-1:] not in (_ANYTHING, "") and after[:1] not in (_ANYTHING, "")
    ]
    runs = _RUN_OR_SIGN.findall(masked(way))
    return max((*words, *runs), key=_rarity, default="")


def _stretches(items: Iterable[tuple[Any, Any]]) -> Iterator[list[str]]:
    """The ways to write an expression, cut where there are too many."""
    ways = [""]
    for op, argument in items:
        more = _ways(op, argument)
        if len(ways) * len(more) > _MOST and ways != [""]:
            yield [way + _ANYTHING for way in ways]
            ways = [_ANYTHING + " " * all(way.endswith(" ") for way in ways)]  # a word may begin behind the cut
        ways = [way + one for way in ways for one in more]
    yield ways


def _ways(op: Any, argument: Any) -> list[str]:
    """How one part of an expression may be written."""
    if op is ops.LITERAL:
        return [chr(argument)]
    if op is ops.IN:
        return _of_class(argument)
    if op is ops.BRANCH:
        return [way for branch in argument[1] for way in _all_ways(branch)]
    if op is ops.SUBPATTERN:
        return _all_ways(argument[-1])
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        return _repeated(*argument)
    if op is ops.AT:
        return [_EDGE if argument is ops.AT_BOUNDARY else ""]
    return [""] if op in (ops.ASSERT, ops.ASSERT_NOT) else [_ANYTHING]


def _all_ways(items: Iterable[tuple[Any, Any]]) -> list[str]:
    """The ways to write a part; what is cut in it may be anything."""
    stretches = list(_stretches(items))
    return stretches[0] if len(stretches) == 1 else max(stretches, key=lambda ways: -len(ways))


def _of_class(members: list[tuple[Any, Any]]) -> list[str]:
    literals = [chr(value) for op, value in members if op is ops.LITERAL]
    if len(literals) == len(members) <= _MOST_OF_A_CLASS:
        return literals
    if all(map(_is_digits, members)):
        return [_DIGIT]
    return [_SIGNS] if all(map(_is_sign, members)) else [_ANYTHING]


def _is_digits(member: tuple[Any, Any]) -> bool:
    op, value = member
    if op is ops.CATEGORY:
        return bool(value is ops.CATEGORY_DIGIT)
    return op is not ops.NEGATE and _DIGITS.issuperset(_codes(op, value))


def _is_sign(member: tuple[Any, Any]) -> bool:
    """Whether a member of a class, and so any number of it, is no letter; a digit is a sign here."""
    op, value = member
    if op is ops.CATEGORY:
        return value in (ops.CATEGORY_DIGIT, ops.CATEGORY_SPACE)
    return op is not ops.NEGATE and _LETTERS.isdisjoint(_codes(op, value))


def _codes(op: Any, value: Any) -> Iterable[int]:
    return range(value[0], value[1] + 1) if op is ops.RANGE else (value,)


def _repeated(least: int, most: int, items: Any) -> list[str]:
    ways = _all_ways(items)
    if (least, most) == (0, 1):
        return ["", *ways]
    more = "" if least == most else _ANYTHING if _has_letters(ways) else _SIGNS
    if len(ways) > 1:
        return [way + more for way in ways] if least == 1 else [_ANYTHING]
    return [ways[0] * min(least, _MOST) + more]


def _has_letters(ways: list[str]) -> bool:
    return any(sign == _ANYTHING or sign.isalpha() for way in ways for sign in way)
