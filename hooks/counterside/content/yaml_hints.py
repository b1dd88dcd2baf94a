"""Friendlier messages for YAML syntax errors: what was probably meant, and on which line it went wrong. YAML stops
where it cannot go on, which is often a line or a page later, and its words do not help an editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import yaml

# A value that begins with a quote, and where one ends that has begun.
_OPENED = re.compile(r"""\s*(?:- )*(?:[\w-]+: +)?(?P<quote>["'])(?P<rest>.*)""")
_CLOSED = {'"': re.compile(r'(?:[^"\\]|\\.)*+"'), "'": re.compile(r"(?:[^']|'')*+'")}
# A key and what follows it, where the colon or its space is wrong.
_WIDE_COLON = re.compile(r"\s*(?:- )*(?P<key>[A-Za-z_]+) *：(?P<rest>.*)")
_NO_SPACE = re.compile(r"\s*(?:- )*(?P<key>[A-Za-z_]+):(?P<rest>[^\s:/].*)")
_NO_COLON = re.compile(r"\s*(?:- )*(?P<key>[A-Za-z_]+) +(?P<rest>[^\s:].*)")
_NO_MAPPING = "mapping values are not allowed"
_AFTER_A_KEY = (
    (_WIDE_COLON, "the colon after `{key}` is full-width"),
    (_NO_SPACE, "no space follows the colon after `{key}`"),
    (_NO_COLON, "no colon follows `{key}`"),
)


class SyntaxHint(NamedTuple):
    """What went wrong and how to mend it; line and column from 0."""

    line: int
    column: int
    message: str
    fix: str


def find_hint(error: yaml.MarkedYAMLError, text: str) -> SyntaxHint | None:
    """The slip behind an error of the parser, where it is one that people make."""
    mark, problem = error.problem_mark, error.problem
    if mark is None or problem is None:
        return None
    lines = text.split("\n")
    before = error.context_mark.line if error.context_mark else -1
    # The likeliest slip first: an open quote makes all that follows look wrong.
    return next(
        chain(
            _find_unclosed(lines[: mark.line + 1]),
            _find_unquoted(problem, lines, mark.line, mark.column),
            _find_bad_keys(problem, lines, mark.line, before),
        ),
        None,
    )


def _find_unclosed(lines: list[str]) -> Iterator[SyntaxHint]:
    """A text that begins with a quote and does not end with one: whatever comes after belongs to it."""
    for number, line in enumerate(lines):
        opened = _OPENED.fullmatch(line)
        if opened and not _CLOSED[opened["quote"]].match(opened["rest"]):
            quote = opened["quote"]
            fix = f"close it at the end of the text: `{line.strip()}{quote}`"
            message = f"a quote `{quote}` is opened and not closed on its line"
            yield SyntaxHint(number, opened.start("quote"), message, fix)


def _find_unquoted(problem: str, lines: list[str], number: int, column: int) -> Iterator[SyntaxHint]:
    """A text that has to stand in quotes, because it holds or begins with what means something in YAML."""
    line = lines[number] if number < len(lines) else ""
    fix = f"put the whole text in double quotes: `{_quote_value(line)}`"
    if problem.startswith(_NO_MAPPING) and ": " in line[:column]:
        yield SyntaxHint(number, column, "a text holds a colon and a space", fix)
    if "cannot start any token" in problem and ": " in line[: column + 1]:
        yield SyntaxHint(number, column, "a text begins with a mark that YAML keeps for itself", fix)


def _quote_value(line: str) -> str:
    """`en: Stop: wait` → `en: "Stop: wait"`."""
    key, _, words = line.strip().partition(": ")
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'{key}: "{escaped}"'


def _find_bad_keys(problem: str, lines: list[str], number: int, before: int) -> Iterator[SyntaxHint]:
    """A key without the colon and the space that make it one. It stands on the line where YAML began what it gives up
    on, `before`, or on the last one, when it was taken for a text that goes on."""
    if problem.startswith("could not find expected ':'"):
        suspect = before  # YAML began a key there and never found its colon
    elif problem.startswith(_NO_MAPPING):
        suspect = number - 1  # the line above was taken for a text, and this one cannot go on with it
    else:
        return
    line = lines[suspect] if 0 <= suspect < len(lines) else ""
    for pattern, message in _AFTER_A_KEY:
        match = pattern.fullmatch(line)
        if match:
            fix = f"write `{match['key']}: {match['rest'].strip()}`, with a half-width colon and a space"
            yield SyntaxHint(suspect, match.start("key"), message.format(key=match["key"]), fix)
