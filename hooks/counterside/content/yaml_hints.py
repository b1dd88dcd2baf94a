"""Friendlier messages for YAML syntax errors: what was probably meant, and on which line it went wrong. YAML stops
where it cannot go on, which is often a line or a page later, and its words do not help an editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import yaml

from counterside.text.problems import Place, Problem

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
_CONFLICT = re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE)
_WEB_PAGE = re.compile(r"\s*<(?:!doctype|html)", re.IGNORECASE)
# A link that reads as two keys in one line.
_SPACED_LINK = re.compile(r"\s*(?:- )?[a-z_]+: +(?P<kind>[a-z]+): +(?P<id>[a-z0-9/#-]+)\s*")
# The margin of a line and its dashes; blank lines and comments have none that counts.
_BAD_DASH = re.compile(r"\s*-(?=[a-z_]+: )")
_INDENT = re.compile(r"( *)((?:- +)*)(?![ #]|$)")
# A line below which others are further in.
_OPENS = re.compile(r":\s*(?:#.*)?$|^[\s-]*$")
_NO_MAPPING = "mapping values are not allowed"
_AFTER_A_KEY = (
    (_WIDE_COLON, "the colon after `{key}` is full-width"),
    (_NO_SPACE, "no space follows the colon after `{key}`"),
    (_NO_COLON, "no colon follows `{key}`"),
)


class Refused(Exception):
    """Reading ends here, at a line and column from 1."""

    def __init__(self, message: str, fix: str, line: int = 1, column: int = 1, code: str = "CS001") -> None:
        self.message, self.fix, self.code = message, fix, code
        self.line, self.column = line, column

    def problem_in(self, file: str) -> Problem:
        """The same as a problem of a file."""
        return Problem(Place(file), self.message, self.fix, self.code, self.line, self.column)


def _hint(line: int, column: int, message: str, fix: str) -> Refused:
    """What went wrong at a line and column from 0."""
    return Refused(message, fix, line + 1, column + 1)


def find_hint(error: yaml.MarkedYAMLError, text: str) -> Refused | None:
    """The slip behind an error of the parser, where it is one that people make."""
    mark, problem = error.problem_mark, error.problem
    if mark is None or problem is None:
        return None
    if _WEB_PAGE.match(text):
        return Refused("is a web page and no record", "save the file itself: its *Raw* view, not the page")
    if "another document" in problem:
        message = "`---` begins a second record in the middle of this one"
        return _hint(mark.line, mark.column, message, "delete the line")
    lines = text.split("\n")
    before = error.context_mark.line if error.context_mark else -1
    # The likeliest slip first: an open quote makes all that follows look wrong.
    hints = chain(
        _find_bad_quotes(lines, mark.line),
        _find_unquoted(problem, lines[mark.line] if mark.line < len(lines) else "", mark.line, mark.column),
        _find_bad_keys(problem, lines, mark.line, before),
        _find_bad_margin(lines[: mark.line + 1]),
    )
    return next(hints, None)


def find_conflict(text: str) -> Refused | None:
    """The first mark of a merge conflict that is not settled."""
    found = _CONFLICT.search(text)
    fix = "keep one of the two versions, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`"
    return _hint(text.count("\n", 0, found.start()), 0, "a merge conflict is not settled here", fix) if found else None


def _find_bad_quotes(lines: list[str], number: int) -> Iterator[Refused]:
    """A quote that its line does not close: all that comes after belongs to it. A quote that closes before the text
    ends: `'the shop's key'`."""
    for at, line in enumerate(lines[: number + 1]):
        opened = _OPENED.fullmatch(line)
        if opened and not _CLOSED[opened["quote"]].match(opened["rest"]):
            message = f"a quote `{opened['quote']}` is opened and not closed on its line"
            fix = f"close it at the end of the text: `{line.strip()}{opened['quote']}`"
            yield _hint(at, opened.start("quote"), message, fix)
    for at in (number, number - 1):
        opened = _OPENED.fullmatch(lines[at]) if 0 <= at < len(lines) else None
        closed = opened and _CLOSED[opened["quote"]].match(opened["rest"])
        if opened and closed and not _END.match(opened["rest"][closed.end() :]):
            # The outer quotes of the line are taken for the ones that were meant.
            text = opened["rest"].rstrip()[:-1].replace('\\"', '"')
            quoted = "'{}'".format(text.replace("'", "''")) if '"' in text or "\\" in text else f'"{text}"'
            message = f"a quote `{opened['quote']}` closes in the middle of the text"
            yield _hint(at, opened.start("quote"), message, f"write `{opened['key']}{quoted}`")


def _find_unquoted(problem: str, line: str, number: int, column: int) -> Iterator[Refused]:
    """A link with a blank in it, and a text that needs quotes, because it holds or begins with what means something in
    YAML."""
    link = _SPACED_LINK.fullmatch(line)
    if link:
        fix = f"write `{link['kind']}:{link['id']}`"
        yield _hint(number, link.start("kind"), "a link has no space after its colon", fix)
    key, _, words = line.strip().partition(": ")
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    fix = f'put the whole text in double quotes: `{key}: "{escaped}"`'
    if problem.startswith(_NO_MAPPING) and ": " in line[:column]:
        yield _hint(number, column, "a text holds a colon and a space", fix)
    if "cannot start any token" in problem and ": " in line[: column + 1]:
        yield _hint(number, column, "a text begins with a mark that YAML keeps for itself", fix)


def _find_bad_keys(problem: str, lines: list[str], number: int, before: int) -> Iterator[Refused]:
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
            yield _hint(suspect, match.start("key"), message.format(key=match["key"]), fix)


def _find_bad_margin(lines: list[str]) -> Iterator[Refused]:
    """A dash without a space, and the first line that is neither in line with one above it nor with those after it."""
    for number, line in enumerate(lines):
        if found := _BAD_DASH.match(line):
            fix = f"write `- {line[found.end() :].strip()}`"
            yield _hint(number, found.end() - 1, "no space follows the dash", fix)
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
            message = f"{_count_spaces(spaces)} in front, where its neighbours have {wanted}"
            yield _hint(odd, spaces, message, f"put it {_count_spaces(wanted)} in")
            return
        above = columns if left else above
        columns = {**kept, column: dash, **({column + dash: 0} if dash else {})}


def _count_spaces(number: int) -> str:
    return "1 space" if number == 1 else f"{number} spaces"
