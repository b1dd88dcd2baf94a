"""What the sheets cost beside bare Typst: the same documents, set by it alone.

    .venv/bin/python -m benchmarks.sheets

Finds the type of every sheet of this project and prints it, from nothing, then gives the very orders of the finished
sheets to Typst once more and nothing else, as many at a time; in turns, since a machine is never quiet. Processor
seconds of the whole process, since both use all there are. Beside it every file by itself, by kind and with its size.
Writes `RESULTS-sheets.md`.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from statistics import median

from counterside import sheets
from counterside.check import FITS_CACHE, check_project
from counterside.model import Catalog
from counterside.sheets import Made, Sheet
from counterside.sheets.fit import measured
from counterside.sheets.plan import PRESSES
from counterside.text.files import Cache

PROJECT = Path(__file__).parent.parent
ROUNDS = 5
MOST = 1.5
"""Times what bare Typst takes for the same documents."""
RESULTS = Path(__file__).with_name("RESULTS-sheets.md")


def main() -> None:
    """Measure, print, keep."""
    checked = check_project(PROJECT)
    if checked.catalog is None:
        raise SystemExit("the catalog cannot be used; `counterside check` says why")
    orders = sheets.plan(checked.catalog, sheets.Remembered(Cache(PROJECT / FITS_CACHE))).sheets
    rounds = [(_ours(checked.catalog), _bare(orders)) for _ in range(ROUNDS)]
    page = report(len(orders), _one_by_one(orders), rounds)
    RESULTS.write_text(page, encoding="utf-8", newline="\n")
    print(page)


def _ours(catalog: Catalog) -> float:
    """Processor seconds to find the type of every sheet and to print it, nothing known before."""
    measured.cache_clear()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        begun = time.process_time()
        list(_made(catalog, Path(folder)))
        return time.process_time() - begun


def _made(catalog: Catalog, folder: Path) -> Iterator[Made]:
    prints = sheets.Prints(Cache(folder / "sheets"))
    planned = sheets.plan(catalog, sheets.Remembered(Cache(folder / "fits")), ready=prints.ahead)
    yield from prints.made(planned.sheets)


def _bare(orders: tuple[Sheet, ...]) -> float:
    """Processor seconds that Typst takes for the finished orders, as many at a time as with us."""
    begun = time.process_time()
    with ThreadPoolExecutor(PRESSES) as pool:
        list(pool.map(Sheet.printed, orders))
    return time.process_time() - begun


def _one_by_one(orders: tuple[Sheet, ...]) -> dict[str, list[tuple[float, int]]]:
    """Processor seconds of bare Typst and bytes of each file, by kind."""
    kinds: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for sheet in orders:
        begun = time.process_time()
        size = len(sheet.printed())
        kinds[_kind(sheet)].append((time.process_time() - begun, size))
    return kinds


def report(files: int, kinds: dict[str, list[tuple[float, int]]], rounds: list[tuple[float, float]]) -> str:
    """The page of results."""
    machine = f"{os.cpu_count()} processors, {platform.machine()}, {platform.system()}"
    lines = [
        "# What a sheet costs",
        "",
        "Written by `python -m benchmarks.sheets`; what is measured and how stands in `sheets.py`.",
        "",
        f"Machine: {machine}. Python {platform.python_version()}, typst {version('typst')}.",
        "",
        "| kind | sheets | bare Typst, processor s a sheet | KiB a sheet |",
        "|---|---:|---:|---:|",
    ]
    for kind, costs in sorted(kinds.items()):
        each = len(costs)
        lines.append(
            f"| {kind} | {each} | {sum(spent for spent, _ in costs) / each:.3f} | "
            f"{sum(size for _, size in costs) / each / 1024:.0f} |"
        )
    ours, bare = (median(seconds) for seconds in zip(*rounds, strict=True))
    ratios = sorted(ours / bare for ours, bare in rounds)
    size = sum(size for costs in kinds.values() for _, size in costs)
    verdict = "met" if median(ratios) <= MOST else "**not met**"
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f} in {len(rounds)} rounds; at most {MOST}: {verdict}"
    both = f"{ours:.1f} s with us, {bare:.1f} s with bare Typst"
    lines += [
        "",
        f"- All {files} files: {both}, {median(ratios):.2f} times ({spread}).",
        f"- {ours / files:.2f} s a file, {size / files / 1024:.0f} KiB.",
    ]
    return "\n".join(lines) + "\n"


def _kind(sheet: Sheet) -> str:
    if sheet.leaf is None:
        return "booklet"
    side = "back" if sheet.is_back else "picture" if sheet.form == "png" else "sheet"
    return f"{sheet.paper.name} {side}{', two languages' if len(sheet.languages) > 1 else ''}"


if __name__ == "__main__":
    main()
