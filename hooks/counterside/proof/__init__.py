"""The proof: every path through the checklists is walked with what its answers settle, fact by fact. The walks come to
needs that are not met, circles, ticks that nothing cures and lines that decide nothing."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from counterside.model.catalog import Catalog
from counterside.model.records import Gate
from counterside.model.site import Fact, Waiver
from counterside.proof.graph import Edge, Graph, Label, Line, Need
from counterside.text.i18n import Text
from counterside.text.problems import Place

# Pairs that one walk may visit: twenty times what the largest known catalog needs.
MAX_PAIRS = 400_000
# States that the search for one circle may visit: ninety times what the largest known catalog needs.
MAX_STATES = 20_000

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


def prove(catalog: Catalog) -> "Proof | None":
    """The proof of a catalog, computed once. Nothing is proved of a catalog without facts, nor of one that has faults
    of form or leads to what does not exist: a proof would report what follows from them."""

    def make() -> Proof | None:
        if not catalog.facts.facts or not catalog.is_whole:
            return None
        graph = Graph(catalog)
        return None if graph.has_holes else Proof(catalog, graph)

    return catalog.memoize(("proof",), make)


# ── walks with what is known of one fact ──

# How a line changes what is known of a fact. It narrows, where the newer word wins if nothing is left; what forgets
# replaces what was known; what is strict cannot be true then. Numbers and not enums: a walk applies millions.
NARROW, FORGET, STRICT = 0, 1, 2
# What the lines of an edge do to one fact, in order: the line's number, values and mode.
_Ops = tuple[tuple[int, int, int], ...]
# Everything that can be reached: for each pair, the pair before it, the edge that led from there, and how many answers
# were given on the way; before the first there are -1 and the number of the seed.
_Walk = dict[int, tuple[int, int, int]]


def apply_ops(mask: int, ops: _Ops) -> int:
    """What is known after some operations; 0 if a strict one cannot be, or nothing was before."""
    for _, values, mode in ops:
        both = mask & values
        if not mask or (mode == STRICT and not both):
            return 0
        mask = both if both and mode != FORGET else values
    return mask


class FactGraph:
    """The graph as one fact sees it. A pair, one number, is a place and the set of values that are possible there.
    `exits` are the edges that leave each place: number, target, answers, and what they do to the fact. `without` leaves
    one line out."""

    def __init__(self, graph: Graph, number: int, without: int = -1) -> None:
        self.graph = graph
        self.number = number
        self.fact = graph.vocabulary.facts[number]
        self.every = graph.vocabulary.every[number]
        self.size = self.every + 1
        self.needs = {place: need.masks[number] for place, need in graph.needs.items() if number in need.masks}

        def read_ops(edge: Edge) -> _Ops:
            # The ticks of a gate cannot be true against what is known.
            mode = STRICT if edge.label is not None and edge.label.kind == "passed" else NARROW
            uses = ((line, ops[number]) for line, ops in edge.uses if number in ops and line != without)
            return tuple((line, mask, FORGET if mask == self.every else mode) for line, mask in uses)

        self.exits = [
            [(at, edge.target, edge.answers, read_ops(edge) if edge.uses else ()) for at, edge in enumerate(edges)]
            for edges in graph.edges
        ]
        self.seeds = [(edge.target, read_ops(edge)) for edge in graph.seeds]

    def _read_pair(self, pair: int) -> tuple[int, int]:
        """The place and the values. One cause is reported once: a need that is not met is taken to be."""
        place, mask = divmod(pair, self.size)
        needed = self.needs.get(place, self.every)
        return place, mask & needed or needed

    def find_left(self, pair: int) -> int:
        """The values that are still possible at a pair and must not be: 0 where its need is met."""
        return pair % self.size & ~self.needs.get(pair // self.size, self.every)

    def list_next(self, pair: int) -> Iterator[tuple[int, int, int]]:
        """The edges that leave a pair, each with its number, the pair that it leads to, and the answers it takes."""
        place, mask = self._read_pair(pair)
        for number, target, answers, ops in self.exits[place]:
            after = apply_ops(mask, ops) if ops else mask
            if after:
                yield number, target * self.size + after, answers

    @cached_property
    def walk(self) -> _Walk:
        """What readers can come to, in the order of the answers given; given up above `MAX_PAIRS`."""
        walk: _Walk = {}
        queue = deque[tuple[int, int]]()
        # A place that triage leads to is reported by the way that readers take: its seeds come first.
        for number, (target, ops) in enumerate(self.seeds):
            pair = target * self.size + apply_ops(self.every, ops)
            if pair % self.size and pair not in walk:  # without a value left, readers cannot begin here
                walk[pair] = -1, number, 0
                queue.append((pair, 0))
        while queue and len(walk) <= MAX_PAIRS:
            pair, count = queue.popleft()
            # Unless a shorter way was found since, and followed.
            for number, reached, answers in self.list_next(pair) if walk[pair][2] == count else ():
                total = count + answers
                if reached not in walk or walk[reached][2] > total:
                    walk[reached] = pair, number, total
                    # What takes no answer is followed at once.
                    (queue.append if answers else queue.appendleft)((reached, total))
        return walk

    @cached_property
    def unmet(self) -> dict[int, int]:
        """The pairs that readers come to before their need is met, with the values that must not be possible there."""
        return {pair: left for pair in self.walk if (left := self.find_left(pair))}

    def reach(self, start: int, known: Collection[int] = ()) -> Iterator[int]:
        """Every pair that one comes to from a pair, itself included, without going through those that are `known`."""
        found, queue = {start}, [start]
        for pair in queue:
            yield pair
            following = {reached for _, reached, _ in self.list_next(pair) if reached not in known} - found
            found |= following
            queue += following

    def find_trail(self, pair: int) -> list[Edge]:
        """How the walk came to a pair: the edge that readers begin on, and those after it."""
        edges: list[Edge] = []
        before, number, _ = self.walk[pair]
        while before >= 0:
            edges.append(self.graph.edges[before // self.size][number])
            before, number, _ = self.walk[before]
        return [self.graph.seeds[number], *edges[::-1]]

    def find_dead(self) -> Iterator[tuple[Place, Gate, Text, tuple[Text, ...]]]:
        """The ticks of gates that nothing behind the gate's exit makes true once they were not: where each is, its
        gate, its words, and the values that are needed."""
        for (number, target), (gate, words) in self.graph.cures.items():
            line = self.graph.lines[number]
            mask = line.ops.get(self.number, self.every)
            # Readers who miss a tick are sent on with the opposite: does some path from there make it true?
            begun = target * self.size + (self.every & ~mask)
            if mask != self.every and all(pair % self.size & ~mask for pair in self.reach(begun)):
                yield line.place, gate, words, self.graph.vocabulary.labels(self.number, mask)

    @cached_property
    def deciding(self) -> tuple[set[int], set[int]]:
        """The lines that some path needs: if one of them is left out where it is met, a need behind it is no longer
        met; and the lines that make something possible again which was ruled out."""
        met = [(self.every, target, ops) for target, ops in self.seeds]
        for place, mask in map(self._read_pair, self.walk):
            met += [(mask, target, ops) for _, target, _, ops in self.exits[place] if ops]
        found: dict[int, set[int]] = defaultdict(set)
        cautious = set()
        for mask, target, ops in met:
            for index, (line, *_) in enumerate(ops):
                before = apply_ops(mask, ops[:index])
                if apply_ops(before, ops[index : index + 1]) & ~before:
                    cautious.add(line)
                after = apply_ops(mask, tuple(other for other in ops if other[0] != line))
                if after:
                    found[target * self.size + after].add(line)
        # Does one come to an unmet need from a pair that no path reaches today?
        reached = found.keys() - self.walk.keys()
        bad = (pair for pair in reached if any(map(self.find_left, self.reach(pair, self.walk))))
        return set().union(*(found[pair] for pair in bad)), cautious


# ── circles: readers who answer the same again are where they were, and nothing has changed ──

# A place, and what is known of each fact.
_At = tuple[int, tuple[int, ...]]
Circle = tuple[Edge, ...]


def find_circles(graph: Graph, without: tuple[int, int] = (-1, -1)) -> tuple[list[Circle], list[Edge]]:
    """The shortest circle through each failed gate and each answer that leads to another list, without answers that
    exclude each other; and the edges whose search was given up. `without` leaves out what a line says of a fact."""
    edges = [list(_list_question_edges(graph, place)) for place in range(len(graph.edges))]
    found: dict[frozenset[tuple[int, Place | None]], Circle] = {}
    given_up: list[Edge] = []
    for place, leaving in enumerate(edges):
        for edge in leaving:
            # It fails a gate, or leads to a list other than the one it is asked in.
            fails, home = edge.label is not None and edge.label.kind == "failed", graph.keys[edge.target].home
            if fails or (home is not None and home != graph.keys[place].home):
                circle = _loop(graph, edges, place, edge, without)
                if circle is None:
                    given_up.append(edge)
                elif circle:  # all ticks of a gate are one for an editor
                    found.setdefault(frozenset((one.target, one.place) for one in circle), circle)
    return list(found.values()), given_up


def _list_question_edges(graph: Graph, place: int) -> Iterator[Edge]:
    """The edges of a place on which nothing is done. *Not sure* at a gate may always go round, and so may a tick that
    settles nothing: readers can make it true themselves."""
    for edge in graph.edges[place] if graph.keys[place].is_question else ():
        kind = edge.label.kind if edge.label is not None else "passed"
        is_plain = kind in ("answer", "verify", "passed") or (kind == "failed" and bool(edge.uses))
        changes = any(graph.lines[line].kind == "event" for line, _ in edge.uses)
        if is_plain and not changes and graph.keys[edge.target].is_question:
            yield edge


def _loop(graph: Graph, edges: list[list[Edge]], home: int, last: Edge, without: tuple[int, int]) -> Circle | None:
    """The shortest way from the end of an edge back to its beginning, and the edge itself. Empty if there is none, and
    `None` if there are too many states to know."""
    start = _step(graph.vocabulary.every, last, without)
    queue = deque([start] if start else [])
    before: dict[_At, tuple[_At, Edge] | None] = dict.fromkeys(queue)
    while queue:
        if len(before) > MAX_STATES:
            return None
        at = queue.popleft()
        if at[0] == home:
            back: list[Edge] = []
            while came := before[at]:
                at, edge = came
                back.append(edge)
            return (last, *back[::-1])
        for edge in edges[at[0]]:
            reached = _step(at[1], edge, without)
            if reached and reached not in before:
                before[reached] = at, edge
                queue.append(reached)
    return ()


def _step(known: Iterable[int], edge: Edge, without: tuple[int, int]) -> _At | None:
    """Where an edge leads, or nothing if what it says cannot be true with what was said on the way."""
    masks = list(known)
    for line, ops in edge.uses:
        for fact, mask in ops.items():
            if (line, fact) != without:
                masks[fact] &= mask
    return (edge.target, tuple(masks)) if all(masks) else None


# ── what they come to ──


class Proof:
    """What the walks of one graph come to, each part computed once. The walks of facts in `too_large` were given up;
    of the answers and gates in `unsearched` it is not known whether they lead round in a circle."""

    def __init__(self, catalog: Catalog, graph: Graph) -> None:
        self._catalog = catalog
        self.graph = graph
        graphs = [FactGraph(graph, number) for number in range(len(graph.vocabulary.facts))]
        self.walked = [one for one in graphs if len(one.walk) <= MAX_PAIRS]
        self.too_large = [one.fact for one in graphs if one not in self.walked]
        self._circles, given_up = find_circles(graph)
        self.unsearched = list(dict.fromkeys(edge.place for edge in given_up if edge.place))

    @property
    def size(self) -> tuple[int, int]:
        """How much was walked: places, and pairs of a place and what is known there."""
        return len(self.graph.edges), sum(len(one.walk) for one in self.walked)

    @cached_property
    def facts(self) -> list[tuple[Fact, list[tuple[Need, tuple[Text, ...]]], int]]:
        """Every fact, who needs which of its values, and how many lines settle it."""
        found, labels = [], self.graph.vocabulary.labels
        needs = {need.place: need for need in self.graph.needs.values()}.values()
        for number, fact in enumerate(self.graph.vocabulary.facts):
            asking = [(need, labels(number, need.masks[number])) for need in needs if number in need.masks]
            found.append((fact, asking, sum(number in line.ops for line in self.graph.lines if line.kind != "page")))
        return found

    @cached_property
    def counterexamples(self) -> tuple[Counterexample, ...]:
        """The needs that some path comes to before they are met. A waiver excuses one answer, so that answer is one by
        itself; all others that lead to a need are one, by the shortest way."""
        found: dict[object, Counterexample] = {}
        labels = self.graph.vocabulary.labels
        for graph in self.walked:
            for pair in sorted(graph.unmet, key=lambda pair: (graph.walk[pair][2], pair)):
                need, trail, fact = self.graph.needs[pair // graph.size], graph.find_trail(pair), graph.number
                # The last answer on the way that an editor can change, or where readers begin.
                said = ((edge.place, edge.label) for edge in reversed(trail) if edge.place is not None and edge.label)
                place, answer = next(said)
                key = need.place, fact, place if self._catalog.find_waiver("CS621", place) else None
                if key in found:
                    found[key] = found[key]._replace(more=found[key].more + 1)
                    continue
                labelled = tuple(edge.label for edge in trail if edge.label is not None)
                settling = tuple(self._find_settling(fact, graph.unmet[pair], need.masks[fact], place))
                needed, still = labels(fact, need.masks[fact]), labels(fact, graph.unmet[pair])
                found[key] = Counterexample(place, answer, need, graph.fact, needed, still, labelled, settling)
        return tuple(found.values())

    def _find_settling(self, fact: int, left: int, needed: int, place: Place) -> list[Line]:
        """The answers and ticks that rule values out and agree with a need: those of the file first, ticks last."""
        said = (line for line in self.graph.lines if fact in line.ops and not line.ops[fact] & left)
        agreeing = (line for line in said if line.ops[fact] & needed)
        found = (line for line in agreeing if line.kind == "tick" or (line.kind == "set" and len(line.words) > 1))
        return sorted(found, key=lambda line: (line.place.file != place.file, line.kind == "tick"))

    @cached_property
    def circles(self) -> list[tuple[Place, Trail]]:
        """The circles of questions and failed gates, each at the answer that closes it."""
        found = []
        for edges in self._circles:
            # At the last answer of a list before it closes; the path is printed from there on.
            answers = (at for at, edge in enumerate(edges) if edge.label is not None and edge.label.kind == "answer")
            start = max(answers, default=0)
            turned = edges[start:] + edges[:start]
            place = next((edge.place for edge in turned if edge.place is not None), Place(""))
            found.append((place, tuple(edge.label for edge in turned if edge.label is not None)))
        return found

    @cached_property
    def idle(self) -> tuple[tuple[Line, Fact], ...]:
        """What lines say of a fact without which nothing else would be found. Most decide a need by themselves, or
        make the proof more careful; of the others it is tried out."""
        found: list[tuple[Line, Fact]] = []
        for graph in self.walked:
            known = set().union(*graph.deciding)
            for number, line in enumerate(self.graph.lines):
                is_open = graph.number in line.ops and number not in known and line.kind != "page"
                if is_open and not self._decides(number, graph):
                    found.append((line, graph.fact))
        return tuple(found)

    def _decides(self, line: int, graph: FactGraph) -> bool:
        """Whether something else is found without what a line says of a fact."""
        without = FactGraph(self.graph, graph.number, line)
        return (
            graph.unmet.keys() != without.unmet.keys()
            or len(list(graph.find_dead())) != len(list(without.find_dead()))
            or len(find_circles(self.graph, (line, graph.number))[0]) != len(self._circles)
        )

    def list_waived(self, waiver: Waiver) -> tuple[Trail, ...]:
        """The paths that a waiver excuses."""
        unmet = [(one.place, one.trail) for one in self.counterexamples]
        excused = {"CS621": unmet, "CS624": self.circles}.get(waiver.rule, [])
        return tuple(trail for place, trail in excused if self._catalog.find_waiver(waiver.rule, place) is waiver)
