"""How each rule is broken: code → the functions that break what it guards, place by place.

A function takes the bench and yields mutants, each with the file and line at which the break must be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from mutation.bench import Bench, Mutant
from mutation.breaks import agreement, facts, form, output, pictures, structure, wording
from mutation.breaks.output import Staged

Break = Callable[[Bench], Iterator[Mutant | Staged]]


def _collected() -> dict[str, tuple[Break, ...]]:
    found: dict[str, tuple[Break, ...]] = {}
    for module in (form, structure, agreement, wording, output):
        for code, one in module.BREAKS.items():
            found[code] = (*found.get(code, ()), one)
    found |= pictures.BREAKS | facts.BREAKS
    return dict(sorted(found.items()))


BREAKS: dict[str, tuple[Break, ...]] = _collected()


def mutants(code: str, bench: Bench) -> Iterator[Mutant | Staged]:
    """Every break of a rule, in the places in focus."""
    for one in BREAKS[code]:
        yield from one(bench)


class Outcome(NamedTuple):
    """What came of a break: how many places it broke, in how many of them nothing was told, and what should have been
    told, as lines for people; and what nothing need be told of, with the reason."""

    places: int
    silent: int
    missed: tuple[str, ...]
    idle: tuple[str, ...] = ()


def outcome(one: Mutant | Staged, bench: Bench) -> Outcome:
    """Break, and listen. A break that shows in several places is told only if it is told in all of them."""
    found = one.missed() if isinstance(one, Staged) else bench.missed(one)
    lines = tuple(f"{told.file}:{told.line}: {told.code} not told: {one.what}" for told in sorted(found))
    if isinstance(one, Staged) and one.idle and found:
        return Outcome(0, 0, (), (f"{one.what}: {one.idle}",))
    if isinstance(one, Staged):
        return Outcome(one.size, min(one.size, len(found)), lines)
    return Outcome(1, int(bool(found)), lines)


def missed(one: Mutant | Staged, bench: Bench) -> tuple[str, ...]:
    """What should have been told of a break and was not, as lines for people; none when it was caught."""
    return outcome(one, bench).missed
