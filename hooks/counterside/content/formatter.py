"""`check --fix`: puts right what is mechanical in a record's text, and touches nothing else.

Works on lines, led by the marks that the parser gives, so that comments, quotes and wording stay as they were. A
file that does not parse is left alone, and so is one that would mean something else afterwards.
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, get_args

import yaml
from pydantic import BaseModel

from counterside.content import yaml_reader
from counterside.model.records import AnyRecord


class Change(NamedTuple):
    """One thing put right; lines count from 1."""

    line: int
    what: str


@dataclass(frozen=True)
class FixResult:
    """A text put in order, and what was changed in it."""

    text: str
    changes: tuple[Change, ...]


_Lines = list[str]
_Pass = Callable[[_Lines, tuple[str, ...]], Iterator[Change]]

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"}
_MARK = re.compile(f"(?<=[{_HAN}])[,;:!?.] ?(?=[{_HAN}])")
_BRACKETS = re.compile(rf"(?<=[{_HAN}])\((?=[{_HAN}])([^()\[\]]*)\)")
_QUOTED = re.compile("`[^`]*`")
_FULL_WIDTH = re.compile("[\uff0d-\uff19\uff21-\uff3a\uff41-\uff5a]")
_COMMENT_OR_BLANK = re.compile(r"\s*(?:#.*)?")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NARROW_DIGITS = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_ROUNDS = yaml_reader.MAX_DEPTH + 1
"""Enough for a mistake on every level of nesting."""


def fix_file(path: Path, languages: tuple[str, ...]) -> tuple[Change, ...]:
    """Put the file at `path` in order, whole or not at all. What cannot be read is left alone: checking says why.
    Raises `OSError` where the file cannot be written."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(yaml_reader.MAX_BYTES + 1)
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ()
    if len(raw) > yaml_reader.MAX_BYTES:
        return ()
    tidied = fix_text(text, languages)
    if tidied.changes:
        _replace_file(path.resolve(), tidied.text.encode())
    return tidied.changes


def fix_text(text: str, languages: tuple[str, ...]) -> FixResult:
    """`text` put in order; unchanged where it does not parse, or would not mean the same."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.removeprefix("\ufeff").split(ending)
    if any(mark in line for line in lines for mark in "\r\n\x85") or yaml_reader.parse_silently(text) is None:
        return FixResult(text, ())
    changes = [change for each in _PASSES for change in each(lines, languages)]
    result = "\ufeff" * text.startswith("\ufeff") + ending.join(lines)
    before, after = (_fold_spaces(yaml_reader.parse_silently(each)) for each in (text, result))
    if not changes or before != after:
        return FixResult(text, ())
    return FixResult(result, tuple(sorted(changes)))


def _replace_file(path: Path, content: bytes) -> None:
    """Write a file beside it and rename: no reader ever sees half a record."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        beside.chmod(path.stat().st_mode & 0o7777)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _fold_spaces(data: Any) -> Any:
    """Data without what tidying may change: the order of keys, blanks, and the width of characters."""
    if isinstance(data, dict):
        return {key: _fold_spaces(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_fold_spaces(value) for value in data]
    narrow = unicodedata.normalize("NFKC", str(data)).replace("。", ".")
    return "".join(narrow.split())


# ── lines ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _fix_tabs(lines: _Lines, _: tuple[str, ...]) -> Iterator[Change]:
    for index, line in enumerate(lines):
        if "\t" in line:
            words = line.lstrip()
            lines[index] = line[: len(line) - len(words)].replace("\t", "  ") + words.replace("\t", " ")
            yield Change(index + 1, "tab → spaces")


def _fix_invisible(lines: _Lines, _: tuple[str, ...]) -> Iterator[Change]:
    for index, line in enumerate(lines):
        seen = yaml_reader.strip_invisible(line)
        if seen != line:
            lines[index] = seen
            yield Change(index + 1, "invisible characters and odd blanks")


def _fix_trailing(lines: _Lines, _: tuple[str, ...]) -> Iterator[Change]:
    for index, line in enumerate(lines):
        if line != line.rstrip(" "):
            lines[index] = line.rstrip(" ")
            yield Change(index + 1, "blanks at the end of the line")


# ── marks ──────────────────────────────────────────────────────────────────────────────────────────────────────


class _Scalar(NamedTuple):
    key: str
    line: int
    start: int
    end: int


def _fix_punctuation(lines: _Lines, languages: tuple[str, ...]) -> Iterator[Change]:
    """Half-width punctuation between Chinese characters, in texts, outside what a screen says."""
    rewrite = _rewrite_spoken(_widen_marks)
    yield from _rewrite_scalars(lines, languages.__contains__, rewrite, "half-width punctuation → full-width")


def _fix_text_digits(lines: _Lines, languages: tuple[str, ...]) -> Iterator[Change]:
    """Full-width digits in texts, outside what a screen says."""
    narrow = _rewrite_spoken(lambda words: words.translate(_NARROW_DIGITS))
    yield from _rewrite_scalars(lines, languages.__contains__, narrow, "full-width digits → half-width")


def _rewrite_spoken(rewrite: Callable[[str], str]) -> Callable[[str], str]:
    """The same for a whole text, but for what stands in backticks."""

    def rewrite_around(raw: str) -> str:
        parts, end = [], 0
        for quoted in _QUOTED.finditer(raw):
            parts += [rewrite(raw[end : quoted.start()]), quoted[0]]
            end = quoted.end()
        return "".join([*parts, rewrite(raw[end:])])

    return rewrite_around


def _widen_marks(words: str) -> str:
    words = _BRACKETS.sub(r"（\1）", words)
    return _MARK.sub(lambda mark: _WIDE[mark[0][0]], words)


def _fix_digits(lines: _Lines, _: tuple[str, ...]) -> Iterator[Change]:
    """Full-width characters in codes, numbers and dates."""
    yield from _rewrite_scalars(
        lines, _NUMERIC.__contains__, lambda raw: raw.translate(_NARROW), "full-width characters → half-width"
    )


def _rewrite_scalars(
    lines: _Lines, wanted: Callable[[str], bool], rewrite: Callable[[str], str], what: str
) -> Iterator[Change]:
    """Rewrite the scalars of the wanted keys where they stand; from the right, so that columns hold."""
    root = _parse_tree(lines)
    found = [scalar for scalar in _list_scalars(root) if wanted(scalar.key)] if root is not None else []
    for scalar in sorted(found, key=lambda each: (each.line, -each.start)):
        line = lines[scalar.line]
        old = line[scalar.start : scalar.end]
        new = rewrite(old)
        if new != old:
            lines[scalar.line] = line[: scalar.start] + new + line[scalar.end :]
            yield Change(scalar.line + 1, what)


def _list_scalars(node: yaml.Node) -> Iterator[_Scalar]:
    """Every value of a mapping that is a scalar on one line."""
    for inner in _list_nodes(node):
        for key, value in inner.value if isinstance(inner, yaml.MappingNode) else ():
            start, end = value.start_mark, value.end_mark
            if isinstance(value, yaml.ScalarNode) and start.line == end.line:
                yield _Scalar(str(key.value), start.line, start.column, end.column)


def _numeric_keys() -> frozenset[str]:
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


_NUMERIC = _numeric_keys()

# ── shape ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _fix_indentation(lines: _Lines, _: tuple[str, ...]) -> Iterator[Change]:
    """Block lists stand two spaces in from their key."""
    for _round in range(_ROUNDS):
        root = _parse_tree(lines)
        if root is None:
            return
        odd = _find_outermost(root, lambda node, column: _find_shift(node, column, lines) != 0)
        if not odd:
            return
        for node, column in odd:
            by = _find_shift(node, column, lines)
            _move_lines(lines, node.start_mark.line, _last_line(node), by)
            yield Change(node.start_mark.line + 1, "list indented by two spaces")


def _find_shift(node: yaml.Node, column: int, lines: _Lines) -> int:
    """By how many columns a list has to move; 0 where it stands right or shares its first line."""
    mark = node.start_mark
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or lines[mark.line][: mark.column].strip():
        return 0
    return int(column + 2 - mark.column)


def _move_lines(lines: _Lines, first: int, last: int, by: int) -> None:
    for index in range(first, last + 1):
        line = lines[index]
        margin = len(line) - len(line.lstrip(" "))
        if line:
            lines[index] = " " * max(0, margin + by) + line[margin:]


def _fix_order(lines: _Lines, languages: tuple[str, ...]) -> Iterator[Change]:
    """`id` or `code` first; languages in the order of the site."""
    for _round in range(_ROUNDS):
        root = _parse_tree(lines)
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
    wanted = _wanted_order(keys, languages)
    if wanted == keys:
        return []
    column = node.start_mark.column
    margin = lines[starts[0]][:column]
    chunks = dict(zip(keys, _split_chunks(lines, starts, _last_line(node), column), strict=True))
    if margin.strip() and _COMMENT_OR_BLANK.fullmatch(chunks[wanted[0]][0]):
        return []  # a comment cannot stand between a dash and its first key
    new = [line for key in wanted for line in chunks[key]]
    return [margin + new[0][column:], *new[1:]]


def _wanted_order(keys: list[str], languages: tuple[str, ...]) -> list[str]:
    spoken = iter([language for language in languages if language in keys])
    ordered = [next(spoken) if key in languages else key for key in keys]
    first = next((key for key in ("id", "code") if key in ordered), None)
    return sorted(ordered, key=lambda key: key != first)


def _split_chunks(lines: _Lines, starts: list[int], last: int, column: int) -> list[_Lines]:
    """The lines of each key with the comments above it; the first line of all without its dash."""
    tops = [starts[0]]
    for start in starts[1:]:
        while _COMMENT_OR_BLANK.fullmatch(lines[start - 1]):
            start -= 1
        tops.append(start)
    chunks = [lines[top:end] for top, end in zip(tops, [*tops[1:], last + 1], strict=True)]
    chunks[0][0] = " " * column + chunks[0][0][column:]
    return chunks


# ── the tree ───────────────────────────────────────────────────────────────────────────────────────────────────


def _parse_tree(lines: _Lines) -> yaml.Node | None:
    """The nodes of the lines, whose marks fit them; none where an invisible character would shift the columns."""
    text = "\n".join(lines)
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


def _last_line(node: yaml.Node) -> int:
    """The last line of a node, without the comments that follow it."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        end = node.end_mark
        return int(end.line - (end.column == 0 and end.line > node.start_mark.line))
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)


def find_end(text: str, keys: tuple[str | int, ...]) -> int:
    """How many lines of `text` end with the value at `keys`; 0 where there is none."""
    node = yaml_reader.parse_tree(text)
    for key in keys:
        if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            node = node.value[key]
            continue
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for name, value in pairs if name.value == key), None)
    return _last_line(node) + 1 if node is not None else 0


_PASSES: tuple[_Pass, ...] = (
    _fix_tabs,
    _fix_invisible,
    _fix_trailing,
    _fix_indentation,
    _fix_order,
    _fix_digits,
    _fix_text_digits,
    _fix_punctuation,
)
