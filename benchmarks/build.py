"""How long a build takes, beside what others need for the same pages. `make bench`, or

    .venv/bin/python benchmarks/build.py [--material-at N] [N …]

For each N a catalog of N symptoms and 3N remedies in two languages is written (`generate.py`) and built: cold; again in
a new process after one text of one record changed, and again after another change; and so are this project's own
checklists. Next to it the same pages as Markdown (`counterside export`) are built by MkDocs with Material, static-i18n
and Material's search (up to `--material-at`, 100 by default), and by Zensical and by Hugo with Pagefind where those
commands are found. Each row is the median of some runs: wall and processor seconds and the largest process as the
system counts them for the child and all of its children. Writes `RESULTS.md`, with the budgets and whether they are
met.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from generate import PROJECT, write_project

BIN = Path(sys.executable).parent
RESULTS = Path(__file__).with_name("RESULTS.md")
_MINUTES = re.compile(r"(?<=^minutes: )\d+$", re.MULTILINE)
"""What is edited in a remedy: it shows on its page, and any number is right."""
PACKAGES = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "pydantic", "PyYAML", "Jinja2")

MATERIAL = """\
site_name: Measured
site_url: https://bench.example/
docs_dir: docs
theme: {name: material, language: zh, font: false}
plugins:
  - search: {lang: [zh, en]}
  - i18n:
      docs_structure: suffix
      languages:
        - {locale: zh, name: 中文, default: true}
        - {locale: en, name: English}
nav: [index.md]
markdown_extensions: [attr_list, def_list, tables, md_in_html]
"""
ZENSICAL = """\
[project]
site_name = "Measured"
site_url = "https://bench.example/"
docs_dir = "docs"
nav = ["index.md"]
"""
HUGO = """\
baseURL = "https://bench.example/"
defaultContentLanguage = "zh"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.goldmark.renderer]
unsafe = true
[languages.zh]
contentDir = "content/zh"
[languages.en]
contentDir = "content/en"
"""
HUGO_PAGE = """\
<!doctype html><html lang="{{ .Site.Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}">{{ range .AllTranslations }}
<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">{{ end }}</head>
<body><main data-pagefind-body>{{ .Content }}</main></body></html>
"""


@dataclass(frozen=True)
class Cost:
    """What a command came to. Seconds, MiB of the largest process, MB written."""

    wall: float
    cpu: float
    peak: float
    output: float = 0.0


def spent(command: Sequence[str], at: Path) -> Cost:
    """Run a command to its end. Raises `SystemExit` with what it said if it fails."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        child = subprocess.Popen(command, cwd=at, stdout=said, stderr=said, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begun
        if child.returncode:
            said.seek(0)
            raise SystemExit(f"{command[0]} failed:\n{said.read().decode(errors='replace')[-3000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def median(rounds: int, once: Callable[[], Cost], output: Path) -> Cost:
    """The median of some runs, each number by itself, and the size of what the last one wrote."""
    runs = [once() for _ in range(rounds)]
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file()) / 1e6
    middle = statistics.median
    return Cost(middle(r.wall for r in runs), middle(r.cpu for r in runs), middle(r.peak for r in runs), size)


COLD, FIRST, NEXT = "ours, cold", "ours, one number edited", "ours, one more edited"
MATERIAL_ROW = "Material + static-i18n"
BUSY = "**Others were at work on this machine**: by the clock everything takes longer here than on a quiet one."


def ours(root: Path, rounds: int) -> dict[str, Cost]:
    """Our cold build, the build after one edited text, and that after one more."""
    command = [str(BIN / "counterside"), "build", "--no-sheets", "--root", str(root)]

    def cold() -> Cost:
        for name in (".cache", "site"):
            shutil.rmtree(root / name, ignore_errors=True)
        return spent(command, root)

    def edited() -> Cost:
        path = next(path for path in sorted((root / "checklists" / "resolutions").glob("*.yml")))
        text = _MINUTES.sub(lambda minutes: str(int(minutes[0]) % 9 + 1), path.read_text("utf-8"))
        path.write_text(text, encoding="utf-8")
        return spent(command, root)

    site = root / "site"
    return {COLD: median(rounds, cold, site), FIRST: median(1, edited, site), NEXT: median(rounds, edited, site)}


def material(markdown: Path, work: Path, rounds: int) -> Cost:
    """MkDocs with Material and static-i18n, its translations named `index.en.md`."""
    docs = work / "docs"
    shutil.copytree(markdown, docs, ignore=lambda folder, names: ["en"] if Path(folder) == markdown else [])
    for path in (markdown / "en").rglob("*.md"):
        target = docs / path.relative_to(markdown / "en").with_suffix(".en.md")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    (work / "mkdocs.yml").write_text(MATERIAL, encoding="utf-8")
    return median(rounds, lambda: spent([str(BIN / "mkdocs"), "build", "-q"], work), work / "site")


def zensical(markdown: Path, work: Path, rounds: int) -> Cost:
    """Zensical over the pages of both languages as one site; it has no second language of its own."""
    shutil.copytree(markdown, work / "docs")
    (work / "zensical.toml").write_text(ZENSICAL, encoding="utf-8")
    return median(rounds, lambda: spent([_found("zensical"), "build", "--clean"], work), work / "site")


def hugo(markdown: Path, work: Path, rounds: int) -> Cost:
    """Hugo with the least a layout can be, then Pagefind over what it wrote."""
    for code, folder in (("zh", markdown), ("en", markdown / "en")):
        for path in folder.rglob("*.md"):
            if code == "zh" and path.is_relative_to(markdown / "en"):
                continue
            target = work / "content" / code / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target.with_name("_index.md") if path.name == "index.md" else target)
    (work / "hugo.toml").write_text(HUGO, encoding="utf-8")
    for name in ("single", "list", "home"):
        layout = work / "layouts" / "_default" / f"{name}.html"
        layout.parent.mkdir(parents=True, exist_ok=True)
        layout.write_text(HUGO_PAGE, encoding="utf-8")

    def once() -> Cost:
        first = spent([_found("hugo"), "--quiet", "--cleanDestinationDir"], work)
        second = spent([_found("pagefind"), "--site", "public"], work)
        return Cost(first.wall + second.wall, first.cpu + second.cpu, max(first.peak, second.peak))

    return median(rounds, once, work / "public")


def _found(command: str) -> str:
    names = (command, f"{command}_extended")
    return next((path for name in names if (path := shutil.which(name))), "")


def measure(count: int, material_at: int, rounds: int) -> dict[str, Cost]:
    """Everything at one size, in one go."""
    found: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root, markdown = Path(folder, "project"), Path(folder, "markdown")
        write_project(count, root)
        found |= ours(root, rounds)
        others = {
            MATERIAL_ROW: (material, count <= material_at),
            "Zensical": (zensical, bool(_found("zensical"))),
            "Hugo + Pagefind": (hugo, bool(_found("hugo") and _found("pagefind"))),
        }
        chosen = {name: build for name, (build, is_there) in others.items() if is_there}
        if chosen:
            spent([str(BIN / "counterside"), "export", str(markdown), "--root", str(root)], root)
        shutil.rmtree(root)
        for name, build in chosen.items():
            print(f"  {name} …", file=sys.stderr)
            try:
                with tempfile.TemporaryDirectory(prefix="bench-") as work:
                    found[name] = build(markdown, Path(work), rounds)
            except SystemExit as failed:  # another's limits end its row, not the run
                print(failed, file=sys.stderr)
    return found


def measure_own(rounds: int) -> dict[str, Cost]:
    """This project's own checklists, in a copy."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        (root / "hooks").mkdir()  # a preview watches it
        for name in ("checklists", "docs"):
            shutil.copytree(PROJECT / name, root / name)
        shutil.copyfile(PROJECT / "mkdocs.yml", root / "mkdocs.yml")
        return ours(root, rounds)


def report(results: dict[int, dict[str, Cost]], own: dict[str, Cost]) -> str:
    """The page `RESULTS.md`."""
    lines = [
        "# How long a build takes",
        "",
        "Written by `make bench`; `build.py` says what is measured and how. All numbers come from one machine",
        "in one run. The ratios are what can be compared: (ours) / (the row), over wall and over processor time.",
        "",
        f"Machine: {os.cpu_count()} processors, {platform.machine()}, {platform.system()}; load before the run "
        f"{os.getloadavg()[0]:.1f}. Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + ".",
        *(["", BUSY] if os.getloadavg()[0] > (os.cpu_count() or 1) else []),
        "",
        "| symptoms | build | wall s | processor s | largest process MiB | output MB | ours / this, wall | processor |",
        "|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for count, rows in {"our own": own, **results}.items():
        base = rows[COLD]
        for name, cost in rows.items():
            lines.append(
                f"| {count} | {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.peak:.0f} | {cost.output:.1f} | "
                f"{base.wall / cost.wall:.2f} | {base.cpu / cost.cpu:.2f} |"
            )
    lines += ["", "Budgets, by the clock on two quiet processors:", "", *_judge(results, own)]
    return "\n".join(lines) + "\n"


def _judge(results: dict[int, dict[str, Cost]], own: dict[str, Cost]) -> list[str]:
    """Each budget with what was measured."""
    found = [
        ("our own checklists, cold, seconds", own[COLD].wall, 6.0),
        ("our own checklists, one number edited, seconds", own[NEXT].wall, 3.0),
    ]
    for count, most in ((100, 0.5), (1000, 0.1)):
        rows = results.get(count, {})
        if MATERIAL_ROW in rows:
            found.append((f"{count} symptoms, cold / {MATERIAL_ROW}", rows[COLD].wall / rows[MATERIAL_ROW].wall, most))
    for below, above in itertools.pairwise(sorted(results)):
        times = results[above][COLD].wall / results[below][COLD].wall
        found.append((f"cold, time({above}) / time({below})", times, 1.1 * above / below))
    if results:
        largest = max(results)
        found.append((f"{largest} symptoms, largest process, MiB", results[largest][COLD].peak, 600.0))
    return [
        f"- {name}: {value:.2f} (at most {most:g}: {'met' if value <= most else '**not met**'})"
        for name, value, most in found
    ]


def main() -> None:
    """Measure, print, keep."""
    asked = argparse.ArgumentParser(description="Time our build beside others.")
    asked.add_argument("sizes", nargs="*", type=int, default=[10, 100])
    asked.add_argument("--material-at", type=int, default=100, help="build with Material up to this size")
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    print("our own …", file=sys.stderr)
    own = measure_own(given.rounds)
    results: dict[int, dict[str, Cost]] = {}
    for count in given.sizes or [10, 100]:
        print(f"{count} symptoms …", file=sys.stderr)
        results[count] = measure(count, given.material_at, given.rounds if count < 1000 else 1)
    page = report(results, own)
    RESULTS.write_text(page, encoding="utf-8", newline="\n")
    print(page)
    print(f"kept in {RESULTS.relative_to(PROJECT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
