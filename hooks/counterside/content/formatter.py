"""`check --fix`: puts right what is mechanical in a record's text, and touches nothing else.

Works on lines, led by the marks that the parser gives, so that comments, quotes and wording stay as they were. A
file that does not parse is left alone, and so is one that would mean something else afterwards.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import yaml
from pydantic import BaseModel

from counterside.content import yaml_reader
from counterside.model.records import AnyRecord
from counterside.text.files import atomic_write


class Change(NamedTuple):
    """One thing put right; lines count from 1."""

    line: int
    what: str


class FixResult(NamedTuple):
    """A text put in order, and what was changed in it."""

    text: str
    changes: tuple[Change, ...]


_Lines = list[str]

# Every Chinese character, those beyond the first plane included, and the circle that means nought.
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"}
_MARK = re.compile(f"(?<=[{_HAN}])[,;:!?.] ?(?=[{_HAN}])")
_BRACKETS = re.compile(rf"(?<=[{_HAN}])\((?=[{_HAN}])([^()\[\]]*)\)")
_QUOTED = re.compile("(`[^`]*`)")
_FULL_WIDTH = re.compile("[\uff0d-\uff19\uff21-\uff3a\uff41-\uff5a]")
_COMMENT_OR_BLANK = re.compile(r"\s*(?:#.*)?")
# Full-width signs → their half-width ones: all of ASCII, and digits alone.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NARROW_DIGITS = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
# Enough for a mistake on every level of nesting.
_ROUNDS = yaml_reader.MAX_DEPTH + 1


def fix_file(path: Path, languages: tuple[str, ...]) -> tuple[Change, ...]:
    """Put the file at `path` in order, whole or not at all. What cannot be read is left alone: checking says why.
    Raises `OSError` where the file cannot be written."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(yaml_reader.MAX_BYTES + 1)
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ()
    if len(raw) > yaml_reader.MAX_BYTES:  # one byte more was read to see it
        return ()
    fixed = fix_text(text, languages)
    if fixed.changes:
        atomic_write(path.resolve(), fixed.text.encode())
    return fixed.changes


def fix_text(text: str, languages: tuple[str, ...]) -> FixResult:
    """`text` put in order; unchanged where it does not parse, or would not mean the same."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.removeprefix("\ufeff").split(ending)
    before = yaml_reader.parse_silently(text)
    if before is None or any(mark in line for line in lines for mark in "\r\n\x85"):
        return FixResult(text, ())
    changes = [
        *_fix_blanks(lines),
        *_fix_indentation(lines),
        *_fix_order(lines, languages),
        *_fix_scalars(lines, languages),
    ]
    # The last look: what would mean something else is not written, whatever the reason.
    result = "\ufeff" * text.startswith("\ufeff") + ending.join(lines)
    if not changes or _fold_spaces(before) != _fold_spaces(yaml_reader.parse_silently(result)):
        return FixResult(text, ())
    return FixResult(result, tuple(sorted(changes)))


def _fold_spaces(data: Any) -> Any:
    """Data without what tidying may change: the order of keys, blanks, and the width of characters."""
    if isinstance(data, dict):
        return {key: _fold_spaces(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_fold_spaces(value) for value in data]
    narrow = unicodedata.normalize("NFKC", str(data)).replace("。", ".")
    return "".join(narrow.split())


# ── lines ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _fix_blanks(lines: _Lines) -> Iterator[Change]:
    """Spaces for tabs and other blanks, nothing that cannot be seen, and no spaces at the end of a line."""
    for index, line in enumerate(lines):
        if "\t" in line:
            words = line.lstrip()
            line = line[: len(line) - len(words)].replace("\t", "  ") + words.replace("\t", " ")
            yield Change(index + 1, "tab → spaces")
        seen = yaml_reader.strip_invisible(line)
        if seen != line:
            line = seen
            yield Change(index + 1, "invisible characters and odd blanks")
        if line != line.rstrip(" "):
            yield Change(index + 1, "blanks at the end of the line")
        lines[index] = line.rstrip(" ")


# ── marks ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _fix_scalars(lines: _Lines, languages: tuple[str, ...]) -> Iterator[Change]:
    """Codes, numbers and dates in half-width characters; texts with half-width digits and full-width punctuation,
    outside what a screen says. From the right, so that columns hold."""
    root = _parse_tree("\n".join(lines))
    scalars = [entry for node in _list_nodes(root) for entry in _list_scalars(node)] if root is not None else []
    for key, node in sorted(scalars, key=lambda entry: (entry[1].start_mark.line, -entry[1].start_mark.column)):
        number, start, end = node.start_mark.line, node.start_mark.column, node.end_mark.column
        raw = lines[number][start:end]
        new = raw.translate(_NARROW) if key in _NUMERIC else raw
        if new != raw:
            yield Change(number + 1, "full-width characters → half-width")
        if key in languages:
            # Of the parts at the backticks, every second one is what a screen says.
            parts = _QUOTED.split(raw)
            narrow = [part.translate(_NARROW_DIGITS) if index % 2 == 0 else part for index, part in enumerate(parts)]
            wide = [_widen_marks(part) if index % 2 == 0 else part for index, part in enumerate(narrow)]
            if narrow != parts:
                yield Change(number + 1, "full-width digits → half-width")
            if wide != narrow:
                yield Change(number + 1, "half-width punctuation → full-width")
            new = "".join(wide)
        lines[number] = lines[number][:start] + new + lines[number][end:]


def _widen_marks(words: str) -> str:
    words = _BRACKETS.sub(r"（\1）", words)
    return _MARK.sub(lambda mark: _WIDE[mark[0][0]], words)


def _list_scalars(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """Every value of a mapping that is a scalar on one line, and its key."""
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(value, yaml.ScalarNode) and value.start_mark.line == value.end_mark.line:
            yield str(key.value), value


def _list_numeric_keys() -> frozenset[str]:
    """The keys that hold a number, a date or a code, from the model."""
    found, queue = {"code"}, list(get_args(AnyRecord))
    for kind in queue:
        for name, field in kind.model_fields.items():
            parts = list(_list_parts(field.annotation))
            if int in parts or date in parts:
                found.add(field.alias or name)
            queue += [part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)]
    return frozenset(found)


def _list_parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _list_parts(part)


_NUMERIC = _list_numeric_keys()

# ── shape ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _fix_indentation(lines: _Lines) -> Iterator[Change]:
    """Block lists are two spaces in from their key."""
    # A list that moves takes those inside along: the outermost first, then look again.
    for _round in range(_ROUNDS):
        root = _parse_tree("\n".join(lines))
        if root is None:
            return
        odd = _find_outermost(root, lambda node, column: _find_shift(node, column, lines) != 0)
        if not odd:
            return
        for node, column in odd:
            by = _find_shift(node, column, lines)
            for index in range(node.start_mark.line, _find_last_line(node) + 1):
                words = lines[index].lstrip(" ")
                margin = len(lines[index]) - len(words)
                lines[index] = " " * max(0, margin + by) + words if words else ""
            yield Change(node.start_mark.line + 1, "list indented by two spaces")


def _find_shift(node: yaml.Node, column: int, lines: _Lines) -> int:
    """By how many columns a list has to move; 0 where it is right or shares its first line."""
    mark = node.start_mark
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or lines[mark.line][: mark.column].strip():
        return 0
    return int(column + 2 - mark.column)


def _fix_order(lines: _Lines, languages: tuple[str, ...]) -> Iterator[Change]:
    """`id` or `code` first; languages in the order of the site."""
    for _round in range(_ROUNDS):
        root = _parse_tree("\n".join(lines))
        if root is None:
            return
        odd = _find_outermost(root, lambda node, _: bool(_reorder_keys(node, lines, languages)))
        if not odd:
            return
        for node, _column in odd:
            first = node.start_mark.line
            new = _reorder_keys(node, lines, languages)
            lines[first : first + len(new)] = new
            yield Change(first + 1, "keys in order")


def _reorder_keys(node: yaml.Node, lines: _Lines, languages: tuple[str, ...]) -> _Lines:
    """The lines of a block mapping with its keys in order; none where they are, or cannot be moved with care."""
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return []
    keys = [str(key.value) for key, _ in node.value]
    starts = [key.start_mark.line for key, _ in node.value]
    if len(set(keys)) < len(keys) or len(set(starts)) < len(starts):
        return []
    wanted = _sort_keys(keys, languages)
    if wanted == keys:
        return []
    column = node.start_mark.column
    margin = lines[starts[0]][:column]
    chunks = dict(zip(keys, _split_chunks(lines, starts, _find_last_line(node), column), strict=True))
    if margin.strip() and _COMMENT_OR_BLANK.fullmatch(chunks[wanted[0]][0]):
        return []  # a comment cannot come between a dash and its first key
    new = [line for key in wanted for line in chunks[key]]
    return [margin + new[0][column:], *new[1:]]


def _sort_keys(keys: list[str], languages: tuple[str, ...]) -> list[str]:
    # Languages change places among themselves; what is between them stays.
    spoken = iter([language for language in languages if language in keys])
    ordered = [next(spoken) if key in languages else key for key in keys]
    first = next((key for key in ("id", "code") if key in ordered), None)
    return sorted(ordered, key=lambda key: key != first)


def _split_chunks(lines: _Lines, starts: list[int], last: int, column: int) -> list[_Lines]:
    """The lines of each key with the comments above it; the first line of all without its dash."""
    tops = [starts[0]]
    for start in starts[1:]:
        while _COMMENT_OR_BLANK.fullmatch(lines[start - 1]):  # a comment belongs to the key below it
            start -= 1
        tops.append(start)
    chunks = [lines[top:end] for top, end in zip(tops, [*tops[1:], last + 1], strict=True)]
    chunks[0][0] = " " * column + chunks[0][0][column:]
    return chunks


# ── the tree ───────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def _parse_tree(text: str) -> yaml.Node | None:
    """The nodes of the lines, whose marks fit them; none where an invisible character would shift the columns. A file
    that is in order is parsed once for every question."""
    return None if yaml_reader.has_invisible(text) else yaml_reader.parse_tree(text)


def _list_nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    for child, _ in _list_children(node, 0):
        yield from _list_nodes(child)


def _list_children(node: yaml.Node, column: int) -> list[tuple[yaml.Node, int]]:
    """The parts of a node, each with the column it is indented from."""
    at = node.start_mark.column
    if isinstance(node, yaml.MappingNode):
        return [(value, at) for _, value in node.value]
    return [(part, at) for part in node.value] if isinstance(node, yaml.SequenceNode) else []


def _find_outermost(root: yaml.Node, test: Callable[[yaml.Node, int], bool]) -> list[tuple[yaml.Node, int]]:
    """The nodes that pass a test, without those inside another that does."""
    found, queue = [], [(root, -2)]
    while queue:
        node, column = queue.pop()
        if test(node, column):
            found.append((node, column))
        else:
            queue += _list_children(node, column)
    return found


def _find_last_line(node: yaml.Node) -> int:
    """The last line of a node, without the comments that follow it."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        end = node.end_mark
        return int(end.line - (end.column == 0 and end.line > node.start_mark.line))
    last = node.value[-1]
    return _find_last_line(last[1] if isinstance(last, tuple) else last)


def find_end(text: str, keys: tuple[str | int, ...]) -> int:
    """How many lines of `text` end with the value at `keys`; 0 where there is none."""
    node = yaml_reader.parse_tree(text)
    for key in keys:
        if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            node = node.value[key]
            continue
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for name, value in pairs if name.value == key), None)
    return _find_last_line(node) + 1 if node is not None else 0
