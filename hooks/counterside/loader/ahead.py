"""Of many files, the last ones are parsed in other processes while this one reads the first: a quarter of a first check
of a large catalog."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import accumulate, chain
from pathlib import Path

from counterside import source, workers
from counterside.memory import Memory

MANY = 500
"""Files below which further processes cost more than they save."""
_Parsed = tuple[str, str, bytes]
"""A file's text, its digest, and its data as the memory keeps them."""
_READING = 1.6
"""What it takes to read a file, with everything that is made of it, in multiples of parsing it."""


class Ahead:
    """Files that are parsed elsewhere until somebody asks for one of them."""

    def __init__(self, root: Path, memory: Memory | None) -> None:
        self.shares: tuple[int, ...] = ()
        """How many files are read here before others are asked for, and then how many for each of the others but one,
        whose files are the rest; empty where all are read here."""
        self._root = root
        self._memory = memory
        self._crew = workers.Crew()
        self._away: frozenset[str] = frozenset()
        self._found: dict[str, source.Source] | None = None

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *failure: object) -> None:
        self._crew.__exit__(*failure)

    def begin(self, paths: Sequence[Path], languages: tuple[str, ...]) -> None:
        """Have the last of `paths` parsed, unless they are few or the memory knows some already. Between them, whoever
        parses and whoever reads need the same time."""
        others = workers.hands() - 1
        if self._memory is None or self._memory.old_data or len(paths) < MANY or not others:
            return
        sizes = list(accumulate(map(_size, paths)))
        first = bisect_right(sizes, sizes[-1] / (1 + _READING * others))
        away = paths[first:]
        parts = [away[number::others] for number in range(others)]
        self.shares = (first, *map(len, parts[1:]))
        self._away = frozenset(source.name_of(path, self._root) for path in away)
        for part in parts:
            self._crew.begin(partial(_parsed, self._root, part, languages))

    def found(self, file: str) -> source.Source | None:
        """A file that was parsed elsewhere, its data with it; `None` for one that is to be read here. One with problems
        is, so that whoever reads it meets the problems."""
        if file not in self._away or self._memory is None:
            return None
        if self._found is None:
            self._found = self._collected(self._memory)
        found = self._found.get(file)
        if found is not None:
            found.data = self._memory.recall(file, found.digest)
        return found

    def _collected(self, memory: Memory) -> dict[str, source.Source]:
        try:
            found: dict[str, _Parsed] = dict(chain.from_iterable(self._crew.results()))
        except workers.WorkFailed:
            return {}  # whatever it was, reading them one by one will say it
        memory.old_data = {file: (digest, data) for file, (_, digest, data) in found.items()}
        return {file: source.Source(file, text, None, digest=digest) for file, (text, digest, _) in found.items()}


def _size(path: Path) -> int:
    """How many bytes there are to parse. A file that is gone has none; whoever reads it will say so."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _parsed(root: Path, paths: Iterable[Path], languages: tuple[str, ...]) -> list[tuple[str, _Parsed]]:
    """The files in whose form nothing is wrong."""
    memory = Memory()
    read = (source.read(path, source.name_of(path, root), languages, memory) for path in paths)
    return [(each.file, (each.text, *memory.data[each.file])) for each in read if each.file in memory.data]
