"""What the sheets cost beside bare Typst: the same documents, set by it alone.

    .venv/bin/python -m benchmarks.sheets

Plans and makes every sheet of this project from nothing, measuring included, then gives the very orders of the finished
sheets to Typst once more and nothing else. Processor seconds of the whole process, since both use all there are;
printed by paper with KiB a sheet, and written into `RESULTS-sheets.md`.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

from counterside import pipeline, sheets
from counterside.cache import Cache
from counterside.sheets import Made, press
from counterside.sheets.fit import measured

PROJECT = Path(__file__).parent.parent
RESULTS = Path(__file__).with_name("RESULTS-sheets.md")


def main() -> None:
    """Measure, print, keep."""
    checked = pipeline.check(PROJECT)
    if checked.catalog is None:
        raise SystemExit("the catalog cannot be used; `counterside check` says why")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        measured.cache_clear()
        prints = sheets.Prints(Cache(Path(folder, "sheets")))
        begun = time.process_time()
        planned = sheets.plan(checked.catalog, sheets.Remembered(Cache(Path(folder, "fits"))), ready=prints.ahead)
        made = list(prints.made(planned.sheets))
        ours = time.process_time() - begun
    seconds = [_bare(one) for one in made]
    page = report(made, seconds, ours)
    RESULTS.write_text(page, encoding="utf-8", newline="\n")
    print(page)


def _bare(made: Made) -> float:
    """Processor seconds that Typst takes for a sheet's order."""
    begun = time.process_time()
    press.printed(made.sheet.order, made.sheet.form, made.sheet.ppi)
    return time.process_time() - begun


def report(made: list[Made], seconds: list[float], ours: float) -> str:
    """The page of results."""
    rows: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for one, spent in zip(made, seconds, strict=True):
        rows[_kind(one)].append((spent, len(one.content)))
    machine = f"{os.cpu_count()} processors, {platform.machine()}, {platform.system()}"
    bare = sum(seconds)
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
    for kind, costs in sorted(rows.items()):
        each = len(costs)
        lines.append(
            f"| {kind} | {each} | {sum(spent for spent, _ in costs) / each:.3f} | "
            f"{sum(size for _, size in costs) / each / 1024:.0f} |"
        )
    lines += [
        "",
        f"- All {len(made)} files: {ours:.1f} s with us, {bare:.1f} s with bare Typst, {ours / bare:.2f} times.",
        f"- {ours / len(made):.2f} s a file, {sum(len(one.content) for one in made) / len(made) / 1024:.0f} KiB.",
    ]
    return "\n".join(lines) + "\n"


def _kind(made: Made) -> str:
    sheet = made.sheet
    if sheet.leaf is None:
        return "booklet"
    side = "back" if sheet.is_back else "picture" if sheet.form == "png" else "sheet"
    return f"{sheet.paper.name} {side}{', two languages' if len(sheet.languages) > 1 else ''}"


if __name__ == "__main__":
    main()
