"""The proof: every path through the checklists is walked with what its answers settle, fact by fact. The walks come to
needs that are not met, circles, ticks that nothing cures and lines that decide nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from counterside.model.catalog import Catalog
from counterside.model.parts import Fact, Waiver
from counterside.model.records import Gate
from counterside.proof.build import build_graph
from counterside.proof.walk import (
    FactGraph,
    Graph,
    Label,
    Line,
    Need,
    Walk,
    find_circles,
    find_deciding,
    find_trail,
    has_faults,
    walk_fact,
)
from counterside.text.i18n import Text
from counterside.text.problems import Place

# How a reader comes to a place, in the words of the lists.
Trail = tuple[Label, ...]


class Counterexample(NamedTuple):
    """A need that is not met on some path. `place` is the answer that lets it through, `answer` its words; `settling`
    are the lines that rule the values `left` out; `more` counts other ways to the same need."""

    place: Place
    answer: Label
    need: Need
    fact: Fact
    needed: tuple[Text, ...]
    left: tuple[Text, ...]
    trail: Trail
    settling: tuple[Line, ...]
    more: int = 0


# A tick of a gate that nothing behind the gate's exit makes true, once it was not: where it is, its gate and its words,
# a fact that it is about, and the values that are needed.
Dead = tuple[Place, Gate, Text, Fact, tuple[Text, ...]]


def prove(catalog: Catalog) -> Proof | None:
    """The proof of a catalog, computed once. Nothing is proved of a catalog without facts, nor of one that has faults
    of form, names unknown facts, or leads to what does not exist: a proof would report their followers."""
    return catalog.memoize(("proof",), lambda: _prove(catalog))


def _prove(catalog: Catalog) -> Proof | None:
    if not catalog.facts.facts or not catalog.is_whole or has_faults(catalog):
        return None
    graph = build_graph(catalog)
    return None if graph.has_holes else Proof(graph)


class Proof:
    """What the walks of one graph come to, each part computed when it is first asked for. Of the facts in `too_large`
    nothing is known: their walks were given up."""

    def __init__(self, graph: Graph) -> None:
        self.lines = tuple(graph.lines)
        self.needs = tuple({need.place: need for need in graph.needs.values()}.values())
        self._graph = graph
        self._vocabulary = graph.vocabulary
        self._walks: dict[int, Walk] = {}
        self._seen: dict[int, FactGraph] = {}
        for number in range(len(self._vocabulary.facts)):
            seen = FactGraph(self._graph, number)
            walk = walk_fact(seen)
            if not walk.is_given_up:
                self._walks[number] = walk
                self._seen[number] = seen
        self.too_large = tuple(fact for number, fact in enumerate(self._vocabulary.facts) if number not in self._seen)

    @cached_property
    def size(self) -> tuple[int, int, int]:
        """How much was walked: places, pairs of a place and what is known there, and transitions between pairs."""
        walks = self._walks.values()
        return (len(self._graph.edges), sum(len(walk.before) for walk in walks), sum(walk.steps for walk in walks))

    @cached_property
    def facts(self) -> list[tuple[Fact, list[tuple[Need, tuple[Text, ...]]], int]]:
        """Every fact, who needs which of its values, and how many lines settle it."""
        found = []
        for number, fact in enumerate(self._vocabulary.facts):
            asking = [need for need in self.needs if number in need.masks]
            needs = [(need, self._vocabulary.labels(number, need.masks[number])) for need in asking]
            found.append((fact, needs, sum(number in line.ops for line in self.lines if line.kind != "page")))
        return found

    @cached_property
    def counterexamples(self) -> tuple[Counterexample, ...]:
        """The needs that some path comes to before they are met."""
        return tuple(found for fact in self._walks for found in self._find_counterexamples(fact))

    @cached_property
    def circles(self) -> list[tuple[Place, Trail]]:
        """The circles of questions and failed gates, each at the answer that closes it."""
        found = []
        for edges in find_circles(self._graph):
            # At the last answer of a list before it closes; the path is printed from there on.
            answers = [at for at, edge in enumerate(edges) if edge.label is not None and edge.label.kind == "answer"]
            turned = (*edges[answers[-1] :], *edges[: answers[-1]]) if answers else edges
            place = next((edge.place for edge in turned if edge.place is not None), Place(""))
            found.append((place, tuple(edge.label for edge in turned if edge.label is not None)))
        return found

    @cached_property
    def dead(self) -> tuple[Dead, ...]:
        """The ticks that cannot come true once they were not."""
        return tuple(self._find_dead(self._seen))

    @cached_property
    def careful(self) -> tuple[Line, ...]:
        """The lines that make something possible again on every path, and rule nothing out that a need depends on:
        without one the proof is less strict, and finds no more."""
        deciding = set().union(*self._deciding.values())
        widening = {line for walk in self._walks.values() for line in walk.cautious}
        lines = (self._graph.lines[number] for number in sorted(widening - deciding))
        return tuple(line for line in lines if line.kind != "page")

    @cached_property
    def _deciding(self) -> Mapping[int, set[int]]:
        """For each fact, the lines that decide a need by themselves."""
        return {fact: find_deciding(seen, self._walks[fact]) for fact, seen in self._seen.items()}

    @cached_property
    def idle(self) -> tuple[tuple[Line, Fact], ...]:
        """What lines say of a fact without which nothing else would be found. Most decide a need by themselves, or
        make the proof more careful; of the others it is tried out."""
        found: list[tuple[Line, Fact]] = []
        for fact, walk in self._walks.items():
            known = self._deciding[fact] | walk.cautious
            for number, line in enumerate(self._graph.lines):
                is_open = fact in line.ops and number not in known and line.kind != "page"
                if is_open and not self._decides(number, fact):
                    found.append((line, self._vocabulary.facts[fact]))
        return tuple(found)

    # ── needs ──

    def _find_counterexamples(self, fact: int) -> Iterator[Counterexample]:
        """One for each need and each answer that lets it through, the shortest way first."""
        walk, graph = self._walks[fact], self._graph
        found: dict[tuple[Place, Place], Counterexample] = {}
        for pair in sorted(walk.hits, key=lambda pair: (walk.answers[pair], pair)):
            need, left = graph.needs[pair // walk.size], walk.hits[pair]
            seed, edges = find_trail(walk, pair, graph)
            # The last answer on the way that an editor can change, or where readers begin.
            begun = graph.seeds[seed].place, graph.seeds[seed].label
            back = ((edge.place, edge.label) for edge in reversed(edges))
            place, answer = next(((where, what) for where, what in back if where is not None and what), begun)
            key = place, need.place
            if key in found:  # the same answer lets through in several ways: the first is the shortest
                found[key] = found[key]._replace(more=found[key].more + 1)
                continue
            found[key] = Counterexample(
                place,
                answer,
                need,
                self._vocabulary.facts[fact],
                self._vocabulary.labels(fact, need.masks[fact]),
                self._vocabulary.labels(fact, left),
                (graph.seeds[seed].label, *(edge.label for edge in edges if edge.label is not None)),
                tuple(self._find_settling(fact, left, need.masks[fact], place)),
            )
        yield from found.values()

    def _find_settling(self, fact: int, left: int, needed: int, place: Place) -> list[Line]:
        """The answers and ticks that rule some values out and agree with a need: those in the file of a place first,
        and answers before ticks."""
        found = []
        for line in self._graph.lines:
            op = line.ops.get(fact)
            is_answer = line.kind == "tick" or (line.kind == "set" and len(line.words) > 1)
            if op is not None and is_answer and not op.mask & left and op.mask & needed:
                found.append(line)
        return sorted(found, key=lambda line: (line.place.file != place.file, line.kind == "tick"))

    # ── cures and lines ──

    def _find_dead(self, seen: Mapping[int, FactGraph]) -> Iterator[Dead]:
        """Readers who miss a tick are sent on with the opposite. Is there a path from there on which it comes true?"""
        for number, target, gate, words in self._graph.cures:
            line = self._graph.lines[number]
            for fact in line.ops.keys() & seen.keys():
                op, graph = line.ops[fact], seen[fact]
                # From a place where it has none of the values, does some path make the fact take one of them?
                begun = [(0, target * graph.size + (graph.every & ~op.mask), 0)]
                walk = walk_fact(graph, begun, until=op.mask) if op.mask != graph.every else None
                if walk and all(pair % graph.size & ~op.mask for pair in walk.before):
                    needed = self._vocabulary.labels(fact, op.mask)
                    yield line.place, gate, words, self._vocabulary.facts[fact], needed

    def _decides(self, number: int, fact: int) -> bool:
        """Whether something else is found without what a line says of a fact."""
        without = FactGraph(self._graph, fact, number)
        return (
            walk_fact(without).hits.keys() != self._walks[fact].hits.keys()
            or len(list(self._find_dead({fact: without})))
            != sum(about is self._vocabulary.facts[fact] for *_, about, _ in self.dead)
            or len(find_circles(self._graph, (number, fact))) != len(self.circles)
        )


def list_waived(catalog: Catalog, waiver: Waiver) -> tuple[Trail, ...]:
    """The paths that a waiver excuses."""
    proof = prove(catalog)
    if proof is None:
        return ()
    unmet = [(one.place, one.trail) for one in proof.counterexamples]
    excused = {"CS621": unmet, "CS624": proof.circles}.get(waiver.rule, [])
    return tuple(trail for place, trail in excused if catalog.find_waiver(waiver.rule, place) is waiver)
