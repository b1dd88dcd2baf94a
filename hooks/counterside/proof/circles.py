"""Circles of questions and failed gates: readers who answer the same again are where they were, and nothing has
changed."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.proof.effects import Op
from counterside.proof.graph import Edge, Graph, LineUse
from counterside.text.problems import Place

MAX_STATES = 20_000
"""States that the search for one circle may visit."""

_NONE = (-1, -1)
_At = tuple[int, tuple[int, ...]]
"""A place, and what is known of each fact."""
Circle = tuple[Edge, ...]


def find_circles(graph: Graph, without: tuple[int, int] = _NONE) -> list[Circle]:
    """The shortest circle through each failed gate, and through each answer that leads to another list. One that gives
    answers which exclude each other is none. `without` leaves out what one line says of one fact."""
    edges = _keep_circling({place: list(_question_edges(graph, place)) for place in range(len(graph.edges))})
    found: dict[frozenset[tuple[int, Place | None]], Circle] = {}
    for place, leaving in edges.items():
        for edge in leaving:
            if _leaves_list(graph, place, edge):
                circle = _close(graph, edges, place, edge, without)
                if circle:
                    found.setdefault(frozenset(map(_name_edge, circle)), circle)
    return list(found.values())


def _question_edges(graph: Graph, place: int) -> Iterator[Edge]:
    """The edges of a place on which nothing is done. *Not sure* at a gate may always go round, and so may a tick that
    settles nothing: readers can make it true themselves."""
    for edge in graph.edges[place] if graph.is_question[place] else ():
        kind = edge.label.kind if edge.label is not None else "passed"
        is_plain = kind in ("answer", "verify", "passed") or (kind == "failed" and bool(edge.uses))
        changes = any(graph.lines[use.line].kind == "event" for use in edge.uses)
        if is_plain and not changes and graph.is_question[edge.target]:
            yield edge


def _name_edge(edge: Edge) -> tuple[int, Place | None]:
    """What one circle has in common with another that is the same for an editor: all ticks of a gate are one."""
    return edge.target, edge.place


def _keep_circling(edges: dict[int, list[Edge]]) -> dict[int, list[Edge]]:
    """Only what may lie on a circle: places without a way in or without a way on are taken away until none is left."""
    while True:
        entered = {edge.target for leaving in edges.values() for edge in leaving}
        kept = {
            place: [edge for edge in leaving if edges.get(edge.target)]
            for place, leaving in edges.items()
            if leaving and place in entered
        }
        if kept == edges:
            return edges
        edges = kept


def _leaves_list(graph: Graph, place: int, edge: Edge) -> bool:
    """Whether an edge fails a gate, or leads to a list other than the one it is asked in."""
    if edge.label is not None and edge.label.kind == "failed":
        return True
    home = graph.homes[edge.target]
    return home is not None and home != graph.homes[place]


def _close(graph: Graph, edges: dict[int, list[Edge]], home: int, last: Edge, without: tuple[int, int]) -> Circle:
    """The shortest way from the end of an edge back to its beginning, and the edge itself; nothing if there is none."""
    every = tuple(graph.vocabulary.every)
    start = _step(graph, (home, every), last, without)
    before: dict[_At, tuple[_At, Edge]] = {}
    level = [start] if start else []
    seen = set(level)
    while level and len(seen) < MAX_STATES:
        following: list[_At] = []
        for at in level:
            if at[0] == home:
                return (last, *_trace(before, at))
            for edge in edges.get(at[0], ()):
                reached = _step(graph, at, edge, without)
                if reached and reached not in seen:
                    seen.add(reached)
                    before[reached] = (at, edge)
                    following.append(reached)
        level = following
    return ()


def _step(graph: Graph, at: _At, edge: Edge, without: tuple[int, int]) -> _At | None:
    """Where an edge leads, or nothing if what it says cannot be true beside what was said on the way."""
    known = list(at[1])
    for use in edge.uses:
        for fact, op in _ops(graph, use):
            if (use.line, fact) != without:
                known[fact] &= op.mask
            if not known[fact]:
                return None
    return edge.target, tuple(known)


def _ops(graph: Graph, use: LineUse) -> Iterator[tuple[int, Op]]:
    line = graph.lines[use.line]
    for fact, op in line.ops.items():
        told = line.negate(fact, graph.vocabulary.every[fact]) if use.is_negated else op
        if told is not None:
            yield fact, told


def _trace(before: dict[_At, tuple[_At, Edge]], at: _At) -> list[Edge]:
    edges: list[Edge] = []
    while at in before:
        at, edge = before[at]
        edges.append(edge)
    return edges[::-1]
