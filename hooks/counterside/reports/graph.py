"""A checklist's picture as text that other programs draw: Mermaid and Graphviz DOT."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from counterside.reports.picture import Picture, Target, Words, targets


class Node(NamedTuple):
    """A place of the graph. `shape` is a target's, or `fixed`."""

    key: str
    shape: str
    label: str


class Edge(NamedTuple):
    """A way between two places; `is_onward` where a remedy did not help."""

    start: str
    end: str
    label: str
    is_onward: bool


_FIXED = "fixed"
_MERMAID = {
    "ring": '(("{}"))',
    "box": '["{}"]',
    "list": '[["{}"]]',
    "pill": '(["{}"])',
    "call": '(["{}"])',
    _FIXED: '(["{}"])',
}
_DOT = {
    "ring": "shape=circle",
    "box": "shape=box",
    "list": "shape=box, peripheries=2",
    "pill": "shape=box, style=rounded",
    "call": "shape=box, style=rounded, penwidth=3",
    _FIXED: "shape=box, style=rounded",
}


def mermaid(found: Picture) -> str:
    """The picture as a Mermaid flowchart."""
    lines = [f"%% {' / '.join(found.title)}", "flowchart TD"]
    lines += [f"  {_mermaid_id(node.key)}{_MERMAID[node.shape].format(_entities(node.label))}" for node in nodes(found)]
    for edge in edges(found):
        arrow = "-.->" if edge.is_onward else "-->"
        lines.append(f'  {_mermaid_id(edge.start)} {arrow}|"{_entities(edge.label)}"| {_mermaid_id(edge.end)}')
    return "\n".join(lines) + "\n"


def dot(found: Picture) -> str:
    """The picture as a Graphviz graph."""
    lines = ["digraph {", f"  label={_quoted(' / '.join(found.title))}; labelloc=t;"]
    lines += [f"  {_quoted(node.key)} [label={_quoted(node.label)}, {_DOT[node.shape]}];" for node in nodes(found)]
    for edge in edges(found):
        style = ", style=dashed" if edge.is_onward else ""
        lines.append(f"  {_quoted(edge.start)} -> {_quoted(edge.end)} [label={_quoted(edge.label)}{style}];")
    return "\n".join([*lines, "}", ""])


def nodes(found: Picture) -> tuple[Node, ...]:
    """Every place once: the steps in order, then what they lead to."""
    steps = [Node(ring.key, "ring", f"{ring.number} {_joined(ring.words)}") for ring in found.rings]
    ends = [_node(target) for target in targets(found) if target.shape != "ring"]
    fixed = [Node(_FIXED, _FIXED, _joined(found.fixed))] if any(edge.end == _FIXED for edge in edges(found)) else []
    return tuple(dict.fromkeys([*steps, *ends, *fixed, _node(found.last)]))


def edges(found: Picture) -> tuple[Edge, ...]:
    """Every way once, in the order of the steps."""
    return tuple(dict.fromkeys(_edges(found)))


def _edges(found: Picture) -> Iterator[Edge]:
    for ring in found.rings:
        for each in ring.exits:
            yield Edge(ring.key, each.target.key, _joined(each.words), is_onward=False)
            yield from _onward(found, each.target)


def _onward(found: Picture, target: Target) -> Iterator[Edge]:
    """What follows a question: fixed, or further."""
    if target.still is not None:
        yield Edge(target.key, _FIXED, _joined(found.yes), is_onward=False)
        yield Edge(target.key, target.still.key, _joined(found.still_not).rstrip(":："), is_onward=True)
        yield from _onward(found, target.still)


def _node(target: Target) -> Node:
    return Node(target.key, target.shape, f"{target.letter} {_joined(target.words)}".lstrip())


def _joined(words: Words) -> str:
    return " / ".join(words)


def _mermaid_id(key: str) -> str:
    """A name that no word of Mermaid's language equals."""
    return "n_" + key.replace(":", "_").replace("-", "_")


def _entities(label: str) -> str:
    """Mermaid reads `#…;` and takes everything else in quotes as it stands, but for Markdown and tags."""
    return "".join(f"#{ord(sign)};" if sign in '"<>&#`*_\\' else sign for sign in label)


def _quoted(label: str) -> str:
    return '"' + label.replace("\\", "\\\\").replace('"', '\\"') + '"'
