"""Friendlier messages for YAML syntax errors: what was probably meant, and on which line it went wrong. YAML stops
where it cannot go on, which is often a line or a page later, and its words do not help an editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import yaml

# A value that begins with a quote, and where one ends that has begun.
_OPENED = re.compile(r"""\s*(?:- )*(?P<key>(?:[\w-]+: +)?)(?P<quote>["'])(?P<rest>.*)""")
_CLOSED = {'"': re.compile(r'(?:[^"\\]|\\.)*+"'), "'": re.compile(r"(?:[^']|'')*+'")}
# A key and what follows it, where the colon or its space is wrong.
_WIDE_COLON = re.compile(r"\s*(?:- )*(?P<key>[A-Za-z_]+) *：(?P<rest>.*)")
_NO_SPACE = re.compile(r"\s*(?:- )*(?P<key>[A-Za-z_]+):(?P<rest>[^\s:/].*)")
_NO_COLON = re.compile(r"\s*(?:- )*(?P<key>[A-Za-z_]+) +(?P<rest>[^\s:].*)")
# What may follow a text in quotes.
_END = re.compile(r"\s*(?:#.*|,.*|\].*)?$")
# What git leaves in a file that two people changed.
_CONFLICT = re.compile(r"<{7} |>{7} ")
# A link that reads as two keys in one line.
_SPACED_LINK = re.compile(r"\s*(?:- )?[a-z_]+: +(?P<kind>[a-z]+): +(?P<id>[a-z0-9/#-]+)\s*")
# The margin of a line and its dashes; blank lines and comments have none that counts.
_INDENT = re.compile(r"( *)((?:- +)*)(?![ #]|$)")
# A line below which others are further in.
_OPENS = re.compile(r":\s*(?:#.*)?$|^[\s-]*$")
_NO_MAPPING = "mapping values are not allowed"
_AFTER_A_KEY = (
    (_WIDE_COLON, "the colon after `{key}` is full-width"),
    (_NO_SPACE, "no space follows the colon after `{key}`"),
    (_NO_COLON, "no colon follows `{key}`"),
)


class SyntaxHint(NamedTuple):
    """What went wrong and how to fix it; line and column from 0."""

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
            _find_page(lines),
            _find_second_document(problem, mark.line, mark.column),
            _find_unclosed(lines[: mark.line + 1]),
            _find_misquoted(lines, mark.line),
            _find_spaced_link(lines, mark.line),
            _find_unquoted(problem, lines, mark.line, mark.column),
            _find_bad_keys(problem, lines, mark.line, before),
            _find_bad_dash(lines[: mark.line + 1]),
            _find_bad_indentation(lines[: mark.line + 1]),
        ),
        None,
    )


def find_conflict(text: str) -> SyntaxHint | None:
    """The first mark of a merge conflict that is not settled."""
    for number, line in enumerate(text.split("\n")):
        if _CONFLICT.match(line):
            fix = (
                "keep one of the two versions, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`"
            )
            return SyntaxHint(number, 0, "a merge conflict is not settled here", fix)
    return None


def _find_page(lines: list[str]) -> Iterator[SyntaxHint]:
    if re.match(r"\s*<(?:!doctype|html)", lines[0], re.IGNORECASE):
        yield SyntaxHint(0, 0, "is a web page and no record", "save the file itself: its *Raw* view, not the page")


def _find_second_document(problem: str, number: int, column: int) -> Iterator[SyntaxHint]:
    if "another document" in problem:
        yield SyntaxHint(number, column, "`---` begins a second record in the middle of this one", "delete the line")


def _find_misquoted(lines: list[str], number: int) -> Iterator[SyntaxHint]:
    """A quote that closes before the text ends: `'the shop's key'`."""
    for at in (number, number - 1):
        line = lines[at] if 0 <= at < len(lines) else ""
        opened = _OPENED.fullmatch(line)
        closed = opened and _CLOSED[opened["quote"]].match(opened["rest"])
        if opened and closed and not _END.match(opened["rest"][closed.end() :]):
            # The outer quotes of the line are taken for the ones that were meant.
            text = opened["rest"].rstrip()[:-1].replace('\\"', '"')
            quoted = "'{}'".format(text.replace("'", "''")) if '"' in text or "\\" in text else f'"{text}"'
            message = f"a quote `{opened['quote']}` closes in the middle of the text"
            yield SyntaxHint(at, opened.start("quote"), message, f"write `{opened['key']}{quoted}`")


def _find_spaced_link(lines: list[str], number: int) -> Iterator[SyntaxHint]:
    found = _SPACED_LINK.fullmatch(lines[number]) if number < len(lines) else None
    if found:
        link = f"{found['kind']}:{found['id']}"
        yield SyntaxHint(number, found.start("kind"), "a link has no space after its colon", f"write `{link}`")


def _find_bad_dash(lines: list[str]) -> Iterator[SyntaxHint]:
    for number, line in enumerate(lines):
        found = re.match(r"\s*-(?=[a-z_]+: )", line)
        if found:
            fix = f"write `- {line[found.end() :].strip()}`"
            yield SyntaxHint(number, found.end() - 1, "no space follows the dash", fix)


def _count_spaces(number: int) -> str:
    return "1 space" if number == 1 else f"{number} spaces"


def _find_bad_indentation(lines: list[str]) -> Iterator[SyntaxHint]:
    """The first line that is neither in line with one above it nor with those after it."""
    rows = [
        (number, len(found[1]), len(found[2])) for number, line in enumerate(lines) if (found := _INDENT.match(line))
    ]
    columns: dict[int, int] = {}  # what is open → the width of its dash
    above: dict[int, int] = {}
    for (number, column, dash), (last, _, _) in zip(rows, [(0, 0, 0), *rows], strict=False):
        left = {other: width for other, width in columns.items() if other > column}
        kept = {other: width for other, width in columns.items() if other <= column}
        # In line is what has the column of an open group, and a dash where that has dashes.
        is_known = column in kept and bool(kept[column]) == bool(dash)
        if columns and not is_known and (left or not _OPENS.search(lines[last])):
            odd, spaces = (last, max(kept)) if not left and column in above else (number, column)
            alike = {other for other, width in (columns | above).items() if bool(width) == bool(dash)} or columns.keys()
            wanted = min(alike, key=lambda other: (abs(other - spaces) or 99, -other))
            fix = f"put it {_count_spaces(wanted)} in"
            yield SyntaxHint(odd, spaces, f"{_count_spaces(spaces)} in front, where its neighbours have {wanted}", fix)
            return
        above = columns if left else above
        columns = {**kept, column: dash, **({column + dash: 0} if dash else {})}


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
    """A text that needs quotes, because it holds or begins with what means something in YAML."""
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
    """A key without the colon and the space that make it one. It is on the line where YAML began what it gives up
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
