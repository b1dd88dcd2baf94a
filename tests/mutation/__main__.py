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
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from counterside.check import CHECKS
from mutation import breaks, controls
from mutation.bench import PROJECT, Bench
from mutation.table import Row, Table

SHARES = 8
"""Parts in which the places of a rule are given to processes."""
SHOWN = 10
NAMES = {check.code: check.name for check in CHECKS}


class Task(NamedTuple):
    """One share of the places of a rule, or of its legal sentences: every eighth, so that it has some of each file."""

    code: str
    is_control: bool
    share: int


@cache
def bench() -> Bench:
    return Bench()


def tried(task: Task) -> Row:
    """Break a share of a rule's places, or plant a share of its sentences."""
    row = Row(task.code)
    if task.is_control:
        for sentence in islice(controls.legal(task.code, bench()), task.share, None, SHARES):
            row += Row.of_control(task.code, controls.alarms(sentence, bench()))
        return row
    for one in islice(breaks.mutants(task.code, bench()), task.share, None, SHARES):
        row += Row.of_break(task.code, breaks.outcome(one, bench()))
    return row


def tasks(codes: list[str]) -> list[Task]:
    """All there is to do, rule by rule."""
    have_controls = controls.codes()
    return [
        Task(code, is_control, share)
        for code in codes
        for is_control in (False, True)
        if not is_control or code in have_controls
        for share in range(SHARES)
    ]


def outcomes(work: list[Task], processes: int) -> Iterator[Row]:
    """What came of every task, in a process a processor where the system can divide one."""
    bench()
    gc.freeze()  # the records stay: looking through them for what could be freed is half of the time
    if processes == 1:
        yield from map(tried, work)
        return
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(tried, work)


def main(codes: list[str]) -> int:
    unknown = [code for code in codes if code not in breaks.BREAKS]
    if unknown:
        print(f"no breaks for {' '.join(unknown)}: tests/mutation/breaks/ has those of each rule", file=sys.stderr)
        return 2
    wanted = codes or list(breaks.BREAKS)
    processes = len(os.sched_getaffinity(0)) if "fork" in multiprocessing.get_all_start_methods() else 1
    work = tasks(wanted)
    table = Table.read(PROJECT / "tests" / "mutation" / "RESULTS.md", NAMES)
    done: list[Row] = []
    console = Console(width=None if sys.stdout.isatty() else 120, soft_wrap=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        shown = bar.add_task("breaking", total=len(work))
        left = {code: sum(task.code == code for task in work) for code in wanted}
        rows = {code: Row(code) for code in wanted}
        for row in outcomes(work, processes):
            bar.update(shown, advance=1, description=f"breaking {row.code}")
            rows[row.code] += row
            left[row.code] -= 1
            if not left[row.code]:
                done.append(rows[row.code])
                table.write(rows[row.code])
                _say(rows[row.code], console)
    total = sum(done[1:], done[0])
    console.print(f"{len(done)} rules: {total.told_of}")
    return int(not all(row.is_proved for row in done))


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
