"""How each rule is broken: code → the functions that break what it guards, place by place.

A function takes the bench and yields mutants, each with the file and line at which the break must be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mutation.bench import Bench, Mutant
from mutation.breaks import form, output, structure, wording
from mutation.breaks.output import Staged

Break = Callable[[Bench], Iterator[Mutant | Staged]]


def _collected() -> dict[str, tuple[Break, ...]]:
    found: dict[str, tuple[Break, ...]] = {}
    for module in (form, structure, wording, output):
        for code, one in module.BREAKS.items():
            found[code] = (*found.get(code, ()), one)
    return dict(sorted(found.items()))


BREAKS: dict[str, tuple[Break, ...]] = _collected()


def mutants(code: str, bench: Bench) -> Iterator[Mutant | Staged]:
    """Every break of a rule, in the places in focus."""
    for one in BREAKS[code]:
        yield from one(bench)


def size(one: Mutant | Staged) -> int:
    """How many places a mutant breaks."""
    return one.size if isinstance(one, Staged) else 1


def missed(one: Mutant | Staged, bench: Bench) -> list[str]:
    """What should have been told of a break and was not, as lines for people; none when it was caught."""
    found = one.missed() if isinstance(one, Staged) else bench.missed(one)
    return [f"{told.file}:{told.line}: {told.code} not told: {one.what}" for told in sorted(found)]
