"""The graph of everything a reader can come to: questions, gates, remedies and their ends, over all lists at once.

A place is a number. What a reader does or answers there is an edge, with the lines of effects that it applies. The
graph is built once; the walks of `walk` go through it fact by fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from counterside.model import Gate, Link
from counterside.proof.effects import Line, Vocabulary
from counterside.text.i18n import Text
from counterside.text.problems import Place

LabelKind = Literal["list", "code", "answer", "verify", "passed", "failed", "unsure", "do", "text"]


class Label(NamedTuple):
    """What a reader does on an edge, in the words of the lists: `title` is the record's, `words` the answer's."""

    kind: LabelKind
    title: Text
    words: Text = {}  # noqa: RUF012  # a named tuple's default; never changed


class LineUse(NamedTuple):
    """A line of effects on an edge, by its number. A strict one cannot be true against what is known."""

    line: int
    is_negated: bool = False
    is_strict: bool = False


class Edge(NamedTuple):
    """What leads from one place to another. `place` is where an editor can change it; there is no label where a reader
    neither answers nor does anything that the proof knows of. `answers` is 1 where a reader answers, else 0."""

    target: int
    answers: int
    label: Label | None = None
    place: Place | None = None
    uses: tuple[LineUse, ...] = ()


class Need(NamedTuple):
    """What must be settled at a place: for each fact, the values with which it is met. `label` says what needs it, `at`
    leads there."""

    at: Link
    masks: Mapping[int, int]
    place: Place
    label: Label


class Cure(NamedTuple):
    """A tick of a gate that was not true, and the place where its reader is sent."""

    line: int
    target: int
    gate: Gate
    words: Text


class Seed(NamedTuple):
    """A place where readers begin. Those of rank 0 come by triage, and are preferred in what is told."""

    rank: int
    target: int
    label: Label
    place: Place
    uses: tuple[LineUse, ...]


@dataclass
class Graph:
    """Places by number: their edges and needs, whether nothing is done there but to answer, and the list that they are
    part of. Where readers begin, and every line of effects; `changing` are the edges that have any, by place. It
    has holes where something leads to what does not exist."""

    vocabulary: Vocabulary
    edges: list[tuple[Edge, ...]] = field(default_factory=list)
    needs: dict[int, Need] = field(default_factory=dict)
    changing: list[tuple[int, int]] = field(default_factory=list)
    is_question: list[bool] = field(default_factory=list)
    homes: list[Link | None] = field(default_factory=list)
    seeds: list[Seed] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    cures: list[Cure] = field(default_factory=list)
    has_holes: bool = False
