"""`make mutate`: every rule broken in every place, and legal sentences near the border in their stead. Exit 1 if one
break is not told, or one sentence is.

    PYTHONPATH=tests .venv/bin/python -m mutation [CODE …]

Each rule has its line, here and in RESULTS.md, as soon as it is done; a run over some codes leaves the lines of the
others as they are. What was not told stands whole in .cache/mutation/.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from multiprocessing.pool import IMapIterator
from typing import NamedTuple, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from counterside.check import CHECKS
from mutation import breaks, controls
from mutation.bench import PROJECT, Bench
from mutation.table import Row, Table

BLOCK = 8
"""Places that a process takes at a time."""
SHOWN = 10
NAMES = {check.code: check.name for check in CHECKS}

T = TypeVar("T")


class Task(NamedTuple):
    """The places of a rule, or its legal sentences, as far as one process takes them. `number` is that of the counter
    from which all who work on the same take their next places."""

    code: str
    is_control: bool
    number: int


@cache
def bench() -> Bench:
    return Bench()


taken = multiprocessing.Array("l", 2 * len(breaks.BREAKS))
"""Blocks of places already taken, for every rule and its sentences; shared by all processes."""


def _next_block(number: int) -> int:
    with taken.get_lock():
        taken[number] += 1
        return int(taken[number]) - 1


def mine(everything: Iterator[T], claim: Callable[[], int]) -> Iterator[T]:
    """What no other process takes, a block at a time."""
    block = claim()
    for number, one in enumerate(everything):
        if number // BLOCK > block:
            block = claim()
        if number // BLOCK == block:
            yield one


def tried(task: Task) -> Row:
    """Break what is left of a rule's places, or plant what is left of its sentences."""
    row = Row(task.code)
    if task.is_control:
        for sentence in mine(controls.legal(task.code, bench()), lambda: _next_block(task.number)):
            row += Row.of_control(task.code, controls.alarms(sentence, bench()))
        return row
    for one in mine(breaks.mutants(task.code, bench()), lambda: _next_block(task.number)):
        row += Row.of_break(task.code, breaks.outcome(one, bench()))
    return row


def tasks(codes: list[str], processes: int) -> list[Task]:
    """All there is to do, rule by rule, for so many processes."""
    have_controls = controls.codes()
    kinds = [(code, is_control) for code in codes for is_control in (False, True)]
    return [
        Task(code, is_control, number)
        for number, (code, is_control) in enumerate(kinds)
        if not is_control or code in have_controls
        for _ in range(processes)
    ]


def outcomes(work: list[Task], processes: int, watch: Callable[[], None]) -> Iterator[Row]:
    """What came of every task, in a process a processor where the system can divide one; `watch` is called while one
    waits."""
    bench()
    gc.freeze()  # the records stay: looking through them for what could be freed is half of the time
    if processes == 1:
        yield from map(tried, work)
        return
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        found: IMapIterator[Row] = pool.imap_unordered(tried, work)
        for _ in work:
            yield _awaited(found, watch)


def _awaited(found: IMapIterator[Row], watch: Callable[[], None]) -> Row:
    while True:
        try:
            return found.next(timeout=0.5)
        except multiprocessing.TimeoutError:
            watch()


def main(codes: list[str]) -> int:
    unknown = [code for code in codes if code not in breaks.BREAKS]
    if unknown:
        print(f"no breaks for {' '.join(unknown)}: tests/mutation/breaks/ has those of each rule", file=sys.stderr)
        return 2
    wanted = codes or list(breaks.BREAKS)
    processes = len(os.sched_getaffinity(0)) if "fork" in multiprocessing.get_all_start_methods() else 1
    work = tasks(wanted, processes)
    table = Table.read(PROJECT / "tests" / "mutation" / "RESULTS.md", NAMES)
    done: list[Row] = []
    console = Console(width=None if sys.stdout.isatty() else 120, soft_wrap=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        shown = bar.add_task("breaking", total=len(work))
        left = {code: sum(task.code == code for task in work) for code in wanted}
        rows = {code: Row(code) for code in wanted}

        def watch() -> None:
            bar.update(shown, description=f"breaking {_at_work(wanted)}")

        for row in outcomes(work, processes, watch):
            bar.advance(shown)
            rows[row.code] += row
            left[row.code] -= 1
            if not left[row.code]:
                done.append(rows[row.code])
                table.write(rows[row.code])
                _say(rows[row.code], console)
    total = sum(done[1:], done[0])
    console.print(f"{len(done)} rules: {total.told_of}")
    return int(not all(row.is_proved for row in done))


def _at_work(codes: list[str]) -> str:
    """The rule that is being broken, and how far."""
    number = max((number for number in range(2 * len(codes)) if taken[number]), default=0)
    return f"{codes[number // 2]}, {taken[number] * BLOCK:,} places"


def _say(row: Row, console: Console) -> None:
    console.print(f"{row.code} {NAMES[row.code]}: {row.told_of}", markup=False)
    folder = PROJECT / ".cache" / "mutation"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{row.code}.txt").write_text("".join(f"{line}\n" for line in row.faults), "utf-8")
    for line in row.faults[:SHOWN]:
        console.print(f"  {line}", markup=False)
    if len(row.faults) > SHOWN:
        console.print(f"  … and {len(row.faults) - SHOWN} more in .cache/mutation/{row.code}.txt", markup=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
