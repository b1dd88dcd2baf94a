"""How long `counterside check` takes, in multiples of what reading the same files as YAML takes at all.

    .venv/bin/python benchmarks/check.py [N …]

For this project's own checklists and for generated ones of 10, 100 and 1000 symptoms (and three times as many
resolutions): the processor time of the whole command, start-up included, over that of a process that only calls
`yaml.compose` with the C loader on each file. A ratio says the same on every machine. Exit 1 if the largest takes more
than three times as long, or if the cost of a record grows with their number.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from generate import PROJECT, write_project

SIZES = (10, 100, 1000)
MOST = 3.0
"""Times what `yaml.compose` takes, for the largest catalog."""
GROWTH = 1.5
"""Times the cost of one file more, between the two largest catalogs: linear is 1."""
ROUNDS = 3

_COMPOSE = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).rglob("*.yml")):
    yaml.compose(path.read_text("utf-8"), Loader=yaml.CLoader)
"""
_CHECK = "import sys; from counterside.cli import main; main(['check', '--root', sys.argv[1]])"


@dataclass(frozen=True)
class Measured:
    """One catalog: files, and the seconds of processor time of either process, the best of some rounds."""

    name: str
    files: int
    compose: float
    check: float

    @property
    def ratio(self) -> float:
        return self.check / self.compose


def seconds(code: str, root: Path) -> float:
    """Processor time of a process that runs `code` about `root`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run((sys.executable, "-c", code, str(root)), capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"benchmarks/check.py: the command failed on {root}:\n{(done.stdout + done.stderr)[:2000]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(name: str, root: Path) -> Measured:
    """Both processes in turn, so that a busy machine slows both."""
    rounds = [(seconds(_COMPOSE, root / "checklists"), seconds(_CHECK, root)) for _ in range(ROUNDS)]
    files = sum(1 for _ in (root / "checklists").rglob("*.yml"))
    return Measured(name, files, min(each[0] for each in rounds), min(each[1] for each in rounds))


def main(sizes: tuple[int, ...]) -> int:
    """Measure, print the table, and say whether the targets are met."""
    rows = [measure("our own", PROJECT)]
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            root = Path(folder) / str(size)
            write_project(size, root)
            rows.append(measure(f"{size} symptoms", root))
    print(f"{'catalog':<14}{'files':>7}{'compose s':>11}{'check s':>9}{'times':>7}{'ms a file':>11}")
    for row in rows:
        each = 1000 * row.check / row.files
        print(f"{row.name:<14}{row.files:>7}{row.compose:>11.2f}{row.check:>9.2f}{row.ratio:>7.2f}{each:>11.2f}")
    return _verdict(rows[1:])


def _verdict(rows: list[Measured]) -> int:
    largest = rows[-1]
    print(f"largest: {largest.ratio:.2f} times compose (at most {MOST:g})")
    failed = largest.ratio > MOST
    if len(rows) > 2:
        smallest, middle = rows[-3], rows[-2]
        below = (middle.check - smallest.check) / (middle.files - smallest.files)
        above = (largest.check - middle.check) / (largest.files - middle.files)
        growth = above / below
        print(
            f"one file more: {1000 * below:.2f} ms, then {1000 * above:.2f} ms; times {growth:.2f} (at most {GROWTH:g})"
        )
        failed = failed or growth > GROWTH
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
