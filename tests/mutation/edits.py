"""Editing a record's text the way an editor does: one line changed, taken out or put in, everything else as it was.

Knows YAML from PyYAML alone, so that the line on which a break stands is found without the reader that is on trial.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

import yaml

Keys = tuple[str | int, ...]


class Part(NamedTuple):
    """A value where it stands. Lines count from 0; `line` is that of its key, or of the dash of an entry."""

    keys: Keys
    line: int
    column: int
    node: yaml.Node
    in_flow: bool

    @property
    def is_text(self) -> bool:
        """Whether this is a single value, on one line."""
        return isinstance(self.node, yaml.ScalarNode) and self.node.start_mark.line == self.node.end_mark.line

    @property
    def value(self) -> str:
        return str(self.node.value)

    @property
    def name(self) -> str:
        """What stands before its value: its key, or nothing where it is an entry of a list."""
        return f"{self.keys[-1]}:" if isinstance(self.keys[-1], str) else ""

    @property
    def last_line(self) -> int:
        return _last_line(self.node)

    def is_still_in(self, changed: str, whole: Text) -> bool:
        """Whether a changed text has this part where it was: nothing up to it differs. Spares parsing it anew."""
        return changed.startswith(whole.up_to(self))


def _last_line(node: yaml.Node) -> int:
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.line)


class Text:
    """A file's text, and every part of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.parts = {part.keys: part for part in _parts(yaml.compose(text, Loader=yaml.CSafeLoader))}

    def find(self, *keys: str | int) -> Part | None:
        return self.parts.get(keys)

    def up_to(self, part: Part) -> str:
        """Everything before a part's value, its own key included."""
        line = self.lines[part.line]
        end = part.column + len(part.name)
        own = line[:end] if line[part.column : end] == part.name else line
        return "\n".join((*self.lines[: part.line], own))

    def line_of(self, keys: Keys) -> int:
        """The line, from 1, of a part, or of the nearest one around it."""
        while keys and keys not in self.parts:
            keys = keys[:-1]
        return (self.parts[keys].line if keys else min(part.line for part in self.parts.values())) + 1

    def with_value(self, part: Part, raw: str, *gone: Part) -> str:
        """The value of a part written anew, as YAML; and without some other parts."""
        start, end = part.node.start_mark, part.node.end_mark
        lines: list[str | None] = list(self.lines)
        lines[start.line] = self.lines[start.line][: start.column] + raw + self.lines[end.line][end.column :]
        for number in range(start.line + 1, end.line + 1):
            lines[number] = None
        return self._without(lines, gone)

    def with_words(self, part: Part, words: str, *gone: Part) -> str:
        """The value of a part written anew, in quotes; and without some other parts."""
        return self.with_value(part, quoted(words), *gone)

    def without(self, *parts: Part) -> str:
        """The text without some keys, or entries, and all below them."""
        return self._without(list(self.lines), parts)

    def _without(self, lines: list[str | None], parts: tuple[Part, ...]) -> str:
        for part in parts:
            has_dash = isinstance(part.keys[-1], str) and self.lines[part.line][: part.column].rstrip().endswith("-")
            for number in range(part.line, part.last_line + 1):
                lines[number] = None
            after = part.last_line + 1
            if has_dash and after < len(lines) and _margin(self.lines[after]) == part.column:
                lines[after] = self.lines[part.line][: part.column] + (lines[after] or "")[part.column :]
        return "\n".join(line for line in lines if line is not None)

    def with_lines(self, after: int, *new: str) -> str:
        """Lines put in after line `after`, from 0; -1 is the top."""
        return "\n".join([*self.lines[: after + 1], *new, *self.lines[after + 1 :]])


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def quoted(words: str) -> str:
    """Words as a YAML value in double quotes."""
    return json.dumps(words, ensure_ascii=False)


def _parts(node: yaml.Node | None, keys: Keys = (), in_flow: bool = False) -> Iterator[Part]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*keys, str(key.value))
            yield Part(inner, key.start_mark.line, key.start_mark.column, value, in_flow or bool(node.flow_style))
            yield from _parts(value, inner, in_flow or bool(node.flow_style))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            inner = (*keys, index)
            mark = value.start_mark
            yield Part(inner, mark.line, mark.column, value, in_flow or bool(node.flow_style))
            yield from _parts(value, inner, in_flow or bool(node.flow_style))
