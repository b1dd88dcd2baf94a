"""How long a regular expression may search: the ways that it may try at one place of a text, counted before it is used.

Backtracking takes time by the product of what repeats: `(a|a)*b` doubles it with every letter. The count is an upper
bound, so a pattern within it ends in a time that is known, on every system.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# What a search may try at one place. A text has 4,000 characters at most, so this is seconds at the very worst.
MAX_WAYS = 100_000
# A repeat without a limit ends where a text does (`MAX_TEXT` of `content.yaml_reader`).
_UNLIMITED = 4_000
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*+\]"  # an escape, a class of characters
    r"|\((?:\?(?:[:=!>]|<[=!]|.)?)?"  # what opens a group
    r"|(?:[*+?]|\{(?:\d+,?\d*|,\d*)\})[+?]?|.",  # a repeat, a character
    re.DOTALL,
)
# Groups that take nothing, and every kind that is allowed.
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")
_GROUPS = ("(", "(?:", "(?>", *_LOOKS)
_REPEAT = re.compile(r"[*+?]|\{.+\}")
_REFERENCE = re.compile(r"\\[1-9]")


class PatternError(ValueError):
    """The message says why a pattern cannot be used, after “this pattern”. `is_slow` if it may take too long."""

    def __init__(self, message: str, is_slow: bool = False) -> None:
        super().__init__(message)
        self.is_slow = is_slow


def count_ways(pattern: str) -> int:
    """How many ways a search tries at one place of a text, at most. The pattern must be a regular expression.

    Raises `PatternError` for a group or a reference of a special kind, and for more than `MAX_WAYS`."""
    return _count_group(iter(_TOKEN.findall(pattern)))


def _count_group(tokens: Iterator[str]) -> int:
    """The ways of a group, up to the bracket that closes it."""
    branches: list[tuple[str, int]] = []
    ways, last, start, is_literal = 1, 1, "", True  # `last` belongs to what a repeat would repeat
    for token in tokens:
        if token == ")":
            break
        if token == "|":
            branches.append((start, ways * last))
            ways, last, start, is_literal = 1, 1, "", True
        elif _REPEAT.match(token):
            start, is_literal = start[:-1] if is_literal else start, False
            last = _repeat_ways(last, token)
        else:
            ways, last = ways * last, _count_atom(token, tokens)
            is_literal = is_literal and (token in _LOOKS or (len(token) == 1 and token not in "(.^$"))
            start += token if is_literal and token not in _LOOKS else ""
    branches.append((start, ways * last))
    return _limit(max(sum(each for other, each in branches if _fit(one, other)) for one, _ in branches))


def _count_atom(token: str, tokens: Iterator[str]) -> int:
    """The ways of a character, a class, or a group that opens here; an atomic one tries no second way."""
    if _REFERENCE.match(token) or (token[0] == "(" and token not in _GROUPS):
        raise PatternError(f"uses `{token}`, and patterns are read together")
    if token[0] != "(":
        return 1
    ways = _count_group(tokens)
    return 1 if token == "(?>" else ways


def _repeat_ways(ways: int, token: str) -> int:
    """The ways of what has so many by itself, repeated; a possessive repeat gives nothing back."""
    most = {"?": "1", "*": "", "+": ""}.get(token[0], token.rstrip("+?")[1:-1].rpartition(",")[2])
    times = int(most or _UNLIMITED)
    total = times + 1
    if ways > 1:  # two ways double each time
        total = _limit(sum(ways**each for each in range(min(times, MAX_WAYS.bit_length()) + 1)))
    return 1 if len(token) > 1 and token[-1] == "+" else _limit(total)


def _fit(one: str, other: str) -> bool:
    """Whether branches that start with these letters may both fit at one place."""
    return one.startswith(other) or other.startswith(one)


def _limit(ways: int) -> int:
    if ways > MAX_WAYS:
        raise PatternError("may try too many ways, because its repeats multiply", is_slow=True)
    return ways
