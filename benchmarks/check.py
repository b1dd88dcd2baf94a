"""How long `counterside check` takes, for this project and for generated catalogs.

    .venv/bin/python benchmarks/check.py [N …]

For this project's own checklists and for generated ones of N symptoms (and three times as many resolutions), each in a
copy of its own: the whole command, start-up included, next to a process that only calls `yaml.compose` with the C
loader on each file, right before it, so that a busy machine slows both. Three rows per catalog:

- first run: nothing is cached, so every sheet is measured.
- repeated run: nothing has changed.
- one record edited: since the last run.

Writes `RESULTS-check.md`. Exit 1 if a budget is not met: seconds by the clock for our own checklists on two quiet
processors, and a time per file that does not grow with the number of files.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

from generate import PROJECT, write_project

SIZES = (10, 100, 1000)
BUDGETS = {"first run": 2.0, "repeated run": 1.5, "one record edited": 1.5}
"""Seconds by the clock for our own checklists."""
GROWTH = 1.5
"""Times the cost of one file more, between the two largest catalogs: linear is 1."""
ROUNDS = 5
RESULTS = Path(__file__).with_name("RESULTS-check.md")

_COMPOSE = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1], "checklists").rglob("*.yml")):
    yaml.compose(path.read_text("utf-8"), Loader=yaml.CLoader)
"""
_CHECK = "import sys; from counterside.cli import main; main(['check', '--root', sys.argv[1]])"


class Seconds(NamedTuple):
    """What a process took with all its children: processor time, and time by the clock."""

    processor: float
    clock: float


@dataclass(frozen=True)
class Row:
    """One way to run `check` on one catalog: some rounds of it, each right after one of `yaml.compose`."""

    catalog: str
    run: str
    files: int
    composed: tuple[Seconds, ...]
    checked: tuple[Seconds, ...]

    @property
    def compose(self) -> Seconds:
        """The middle of its rounds."""
        return middle(self.composed)

    @property
    def check(self) -> Seconds:
        """The middle of its rounds."""
        return middle(self.checked)

    @property
    def ratio(self) -> float:
        """The middle of the ratios of its rounds, by processor time."""
        return self._ratios.processor

    @property
    def clock_ratio(self) -> float:
        """The same by the clock."""
        return self._ratios.clock

    @property
    def _ratios(self) -> Seconds:
        pairs = zip(self.checked, self.composed, strict=True)
        return middle(
            [Seconds(check.processor / compose.processor, check.clock / compose.clock) for check, compose in pairs]
        )


def taken(code: str, root: Path) -> Seconds:
    """What a process takes that runs `code` about `root`."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run((sys.executable, "-c", code, str(root)), capture_output=True, text=True, check=False)
    clock, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"benchmarks/check.py: the command failed on {root}:\n{(done.stdout + done.stderr)[:2000]}")
    return Seconds(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock)


def forget_everything(root: Path) -> None:
    shutil.rmtree(root / ".cache", ignore_errors=True)


def edit(root: Path) -> None:
    """One word more, or less, in what the first checklist is for."""
    path = min((root / "checklists" / "symptoms").glob("*.yml"))
    before, objective, after = path.read_text("utf-8").partition("objective:\n")
    zh, en, rest = after.split("\n", 2)
    changed = en.removesuffix(" today") if en.endswith(" today") else f"{en} today"
    path.write_text(f"{before}{objective}{zh}\n{changed}\n{rest}", "utf-8")


RUNS: dict[str, Callable[[Path], None]] = {
    "first run": forget_everything,
    "repeated run": lambda root: None,
    "one record edited": edit,
}
"""What is done before each round."""


def measure(name: str, root: Path) -> list[Row]:
    """Both processes in turn, so that a busy machine slows both."""
    files = sum(1 for _ in (root / "checklists").rglob("*.yml"))
    rows = []
    for run, prepare in RUNS.items():
        composed, checked = [], []
        for _ in range(ROUNDS):
            composed.append(taken(_COMPOSE, root))
            prepare(root)
            checked.append(taken(_CHECK, root))
        rows.append(Row(name, run, files, tuple(composed), tuple(checked)))
    return rows


def middle(found: Sequence[Seconds]) -> Seconds:
    """A busy neighbour slows some rounds and not others: neither the best nor the worst of them tells much."""
    return Seconds(median(each.processor for each in found), median(each.clock for each in found))


def main(sizes: tuple[int, ...]) -> int:
    """Measure, write the page, and say whether the budgets are met."""
    load = os.getloadavg()[0]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "own"
        for part in ("checklists", "docs"):
            shutil.copytree(PROJECT / part, own / part)
        rows += measure("our own", own)
        for size in sizes:
            root = Path(folder) / str(size)
            write_project(size, root)
            print(f"measuring {size} symptoms …", file=sys.stderr)
            rows += measure(f"{size} symptoms", root)
    verdicts = [*budget(rows), *growth(rows)]
    page = "\n".join((*head(load), *map(line, rows), "", *(f"- {words}" for words, _ in verdicts), ""))
    RESULTS.write_text(page, encoding="utf-8", newline="\n")
    print(page)
    return int(not all(is_met for _, is_met in verdicts))


def head(load: float) -> list[str]:
    releases = ", ".join(f"{name} {version(name)}" for name in ("PyYAML", "pydantic", "typst"))
    machine = f"{os.cpu_count()} processors, {platform.machine()}, {platform.system()}; load before the run {load:.1f}"
    return [
        "# How long a check takes",
        "",
        "Written by `benchmarks/check.py`, which says what is measured and how. The ratios can be compared:",
        "how many times what `yaml.compose` takes on the same files right before, start-up of either included. Each",
        f"number is the middle of {ROUNDS} rounds.",
        "",
        f"Machine: {machine}. Python {platform.python_version()}, {releases}.",
        "",
        "| catalog | files | run | compose, processor s | check, processor s | times | compose, s | check, s | times |",
        "|---|---:|---|---:|---:|---:|---:|---:|---:|",
    ]


def line(row: Row) -> str:
    cells = (
        row.catalog,
        row.files,
        row.run,
        f"{row.compose.processor:.2f}",
        f"{row.check.processor:.2f}",
        f"{row.ratio:.1f}",
        f"{row.compose.clock:.2f}",
        f"{row.check.clock:.2f}",
        f"{row.clock_ratio:.1f}",
    )
    return f"| {' | '.join(map(str, cells))} |"


def budget(rows: list[Row]) -> list[tuple[str, bool]]:
    """Whether our own checklists are checked within their budgets."""
    found = []
    for row in rows[: len(RUNS)]:
        most = BUDGETS[row.run]
        is_met = row.check.clock <= most
        words = f"{row.catalog}, {row.run}: {row.check.clock:.2f} s by the clock"
        found.append((f"{words} ({verdict(is_met, f'at most {most:g} s')}).", is_met))
    return found


def growth(rows: list[Row]) -> list[tuple[str, bool]]:
    """Whether one file more costs the same among many as among few."""
    found = []
    for run in RUNS:
        same = [row for row in rows if row.run == run][1:]
        if len(same) < 3:
            continue
        small, middle, large = same[-3:]
        below = (middle.check.processor - small.check.processor) / (middle.files - small.files)
        above = (large.check.processor - middle.check.processor) / (large.files - middle.files)
        is_met = above <= GROWTH * below
        words = (
            f"{run}: one file more costs {1000 * below:.2f} ms among a hundred, {1000 * above:.2f} ms among a thousand"
        )
        found.append((f"{words} ({verdict(is_met, 'linear')}).", is_met))
    return found


def verdict(is_met: bool, wanted: str) -> str:
    return f"{wanted}: met" if is_met else f"{wanted}: **not met**"


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
