"""`make mutate`: every rule broken in every place, and every legal sentence near the border. Exit 1 if one break is not
told, or one sentence is.

    PYTHONPATH=tests .venv/bin/python -m mutation [CODE …]
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from counterside.pipeline import CHECKS
from mutation import breaks, controls
from mutation.bench import Bench

SHARES = 8
"""Into so many parts the places of a rule are divided, so that all processors have something to do to the end."""
ONE_CONTROL_IN = 7
SHOWN = 20


class Share(NamedTuple):
    """A part of the places of a rule, or of its controls."""

    code: str
    number: int
    is_control: bool


class Outcome(NamedTuple):
    """What came of a share."""

    share: Share
    places: int
    faults: tuple[str, ...]


@cache
def bench() -> Bench:
    return Bench()


def tried(share: Share) -> Outcome:
    """Break every place of a share, or plant every sentence of it."""
    faults: list[str] = []
    places = 0
    if share.is_control:
        for one in islice(controls.legal(share.code, bench(), ONE_CONTROL_IN), share.number, None, SHARES):
            places += 1
            faults += controls.alarms(one, bench())
        return Outcome(share, places, tuple(faults))
    for one in islice(breaks.mutants(share.code, bench()), share.number, None, SHARES):
        places += breaks.size(one)
        faults += breaks.missed(one, bench())
    return Outcome(share, places, tuple(faults))


def shares(codes: list[str]) -> list[Share]:
    """All there is to do; the rules in turn, so that the bar moves evenly."""
    broken = [Share(code, number, False) for code in codes for number in range(SHARES)]
    legal = [Share(code, number, True) for code in controls.codes() if code in codes for number in range(SHARES)]
    return broken + legal


def outcomes(work: list[Share]) -> Iterator[Outcome]:
    """What came of every share, in a process a processor where the system can divide one."""
    bench()
    if "fork" not in multiprocessing.get_all_start_methods():
        yield from map(tried, work)
        return
    with multiprocessing.get_context("fork").Pool(len(os.sched_getaffinity(0))) as pool:
        yield from pool.imap_unordered(tried, work)


def main(codes: list[str]) -> int:
    wanted = codes or list(breaks.BREAKS)
    work = shares(wanted)
    broken, told, sentences, quiet = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    faults: list[str] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("breaking", total=len(work))
        for outcome in outcomes(work):
            code = outcome.share.code
            every, good = (sentences, quiet) if outcome.share.is_control else (broken, told)
            every[code] += outcome.places
            good[code] += outcome.places - min(outcome.places, len(outcome.faults))
            faults += outcome.faults
            bar.update(task, advance=1, description=f"breaking {code}")
    _print(wanted, broken, told, sentences, quiet)
    for fault in sorted(faults)[:SHOWN]:
        print(fault)
    if len(faults) > SHOWN:
        print(f"… and {len(faults) - SHOWN} more")
    return int(bool(faults) or any(not broken[code] for code in wanted))


def _print(
    codes: list[str], broken: Counter[str], told: Counter[str], sentences: Counter[str], quiet: Counter[str]
) -> None:
    names = {check.code: check.name for check in CHECKS}
    table = Table("code", "rule", "places broken", "told", "score", "legal sentences", "false alarms")
    for column in table.columns[2:]:
        column.justify = "right"
    for code in codes:
        alarms = str(sentences[code] - quiet[code]) if sentences[code] else ""
        share = f"{100 * told[code] / broken[code]:.4g} %" if broken[code] else "none"
        told_of = [str(broken[code]), str(told[code]), share, str(sentences[code] or ""), alarms]
        table.add_row(code, names[code], *told_of)
    everything = sum(broken.values()) or 1
    table.add_section()
    table.add_row(
        "",
        f"{len(codes)} rules",
        str(sum(broken.values())),
        str(sum(told.values())),
        f"{100 * sum(told.values()) / everything:.4g} %",
        str(sum(sentences.values())),
        str(sum(sentences.values()) - sum(quiet.values())),
    )
    Console(width=110).print(table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
