"""What the sheets cost: processor seconds to measure and to render all of them, nothing known before, and again.

    .venv/bin/python -m benchmarks.sheets

Processor seconds of the process and of those that measure for it, since both use all there are. Beside it every file by
itself, made from its input, by kind and with its size. Writes `RESULTS-sheets.md`.
"""

from __future__ import annotations

import os
import platform
import tempfile
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

from counterside.check import check_project
from counterside.model.catalog import Catalog
from counterside.sheets.files import SheetFile, plan_sheets, render_files
from counterside.text.files import Cache

PROJECT = Path(__file__).parent.parent
BUDGET = 40
"""Processor seconds for all sheets of this project, nothing known before."""
RESULTS = Path(__file__).with_name("RESULTS-sheets.md")


def main() -> None:
    """Measure, print, keep."""
    checked = check_project(PROJECT)
    if checked.catalog is None:
        raise SystemExit("the catalog cannot be used; `counterside check` says why")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        cache = Cache(Path(folder))
        costs = [_spend(checked.catalog, cache) for _ in range(2)]
        files, _ = plan_sheets(checked.catalog, cache)
    page = report(costs, _one_by_one(files))
    RESULTS.write_text(page, encoding="utf-8", newline="\n")
    print(page)


def _processor() -> float:
    """The processor seconds spent so far, those of finished children among them."""
    return sum(os.times()[:4])


def _spend(catalog: Catalog, cache: Cache) -> tuple[float, float]:
    """Processor seconds to measure every side, and to render every file."""
    begun = _processor()
    files, _ = plan_sheets(catalog, cache)
    measured = _processor()
    list(render_files(files, cache))
    return measured - begun, _processor() - measured


def _one_by_one(files: list[SheetFile]) -> dict[str, list[tuple[float, int]]]:
    """Processor seconds and bytes of each file, by kind."""
    kinds: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for file in files:
        begun = _processor()
        size = len(file.derive(file.render()))
        kinds[_kind(file)].append((_processor() - begun, size))
    return kinds


def report(costs: list[tuple[float, float]], kinds: dict[str, list[tuple[float, int]]]) -> str:
    """The page of results."""
    machine = f"{os.cpu_count()} processors, {platform.machine()}, {platform.system()}"
    lines = [
        "# What a sheet costs",
        "",
        "Written by `python -m benchmarks.sheets`, which says what is measured and how.",
        "",
        f"Machine: {machine}. Python {platform.python_version()}, typst {version('typst')}.",
        "",
        "| kind | files | processor s a file | KiB a file |",
        "|---|---:|---:|---:|",
    ]
    for kind, files in sorted(kinds.items()):
        spent, size = (sum(part) / len(files) for part in zip(*files, strict=True))
        lines.append(f"| {kind} | {len(files)} | {spent:.3f} | {size / 1024:.0f} |")
    (measured, rendered), again = costs
    verdict = "met" if measured + rendered <= BUDGET else "**not met**"
    lines += [
        "",
        f"- Cold: {measured:.1f} s to measure, {rendered:.1f} s to render; at most {BUDGET} s: {verdict}.",
        f"- Nothing changed: {sum(again):.1f} s.",
    ]
    return "\n".join(lines) + "\n"


def _kind(file: SheetFile) -> str:
    if file.content is None:
        return file.name.partition("-")[0] + (" preview" if file.ppi else " folded" if file.is_folded else "")
    if file.ppi:
        return "picture"
    return "leaf" if file.sides else f"roll {file.paper}"


if __name__ == "__main__":
    main()
