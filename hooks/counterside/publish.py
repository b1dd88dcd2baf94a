"""The built site: everything is made beside `site/` and swapped in whole, so that nobody meets half a build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter

from counterside import hosts, offline, pipeline, prose, sheets, workers
from counterside.cache import Cache
from counterside.problems import Problem
from counterside.sheets import Made, Plan

SITE = "site"
CACHE = ".cache"
PROSE_ENGINE = ("mkdocs", "build", "--strict")
"""The command that builds prose and pages into the folder named by `--site-dir`; it loads `mkdocs_hooks.py`."""
PREVIEW_ENGINE = ("mkdocs", "serve")
PREVIEW_ADDRESS = "127.0.0.1:8000"


class BuildFailed(Exception):
    """The site could not be built. The message is what its maker needs to read; `site/` is as it was."""


@dataclass(frozen=True)
class Published:
    """What a build came to. Seconds are wall time by step, in order."""

    folder: Path
    pages: int
    languages: int
    seconds: dict[str, float]


def publish(
    root: Path,
    checked: pipeline.Checked,
    say: Callable[[str], None],
    is_compressed: bool = False,
    with_sheets: bool = True,
) -> Published:
    """Build the site of a judged catalog into `root/site/`: its sheets with it unless they are not wanted, every text
    compressed beforehand as well if that is asked for. `say` gets one line a step. Raises `BuildFailed`."""
    cache = root / CACHE
    cache.mkdir(exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix="site-", dir=cache))
    seconds: dict[str, float] = {}
    try:
        say("pages and prose")
        started = perf_counter()
        drawn = _draw(root, checked, beside, with_sheets)
        seconds["pages"] = perf_counter() - started
        started = perf_counter()
        _lay_prose(root, cache, pipeline.outline(checked, drawn), beside)
        seconds["prose"] = perf_counter() - started
        if with_sheets:
            say("sheets")
            started = perf_counter()
            _print_all(root, checked, beside / sheets.FOLDER)
            seconds["sheets"] = perf_counter() - started
        if checked.catalog is not None:
            hosts.add_host_files(beside, checked.catalog)
            offline.add_worker(beside)  # lists what is there, so everything is by now
        say("a last look at what was built")
        started = perf_counter()
        _judge_output(beside, checked)
        seconds["checks"] = perf_counter() - started
        if is_compressed:
            say("compressed files")
            started = perf_counter()
            hosts.compress(beside)
            seconds["compressed"] = perf_counter() - started
        _swap(beside, root / SITE)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    site = root / SITE
    languages = len(checked.catalog.site.languages) if checked.catalog else 0
    return Published(site, sum(1 for _ in site.rglob("*.html")), languages, seconds)


def _judge_output(folder: Path, checked: pipeline.Checked) -> None:
    """CS8xx over every page there is by now. Raises `BuildFailed`."""
    problems = pipeline.audit_output(folder, checked)
    if problems:
        raise BuildFailed("\n".join(pipeline.described(problem, checked.address) for problem in problems))


def _draw(root: Path, checked: pipeline.Checked, folder: Path, with_sheets: bool) -> list[tuple[str, str]]:
    """Write every page and what pages load into `folder`, a process a language. Returns path and language of each."""
    if checked.catalog is None:
        return []
    jobs = [partial(_draw_language, root, checked, folder, with_sheets, code) for code in checked.catalog.site.codes]
    _ = checked.catalog.cards, checked.catalog.by_ref  # once, before the processes part
    try:
        return [(path, language) for found in workers.in_processes(jobs) for path, language in found]
    except workers.WorkFailed as failed:
        raise BuildFailed(f"the pages could not be written: {failed}") from None


def _draw_language(
    root: Path, checked: pipeline.Checked, folder: Path, with_sheets: bool, language: str
) -> list[tuple[str, str]]:
    site = pipeline.show(root, checked, with_sheets, language)
    for page in site.pages:
        _write(folder / page.file, page.html.encode())
    for asset in site.assets:
        _write(folder / asset.path, asset.content)
    return [(page.path, page.language) for page in site.pages]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _lay_prose(root: Path, cache: Path, outline: bytes, folder: Path) -> None:
    """The hand-written pages, built by MkDocs unless nothing of theirs changed. Raises `BuildFailed`."""
    with tempfile.NamedTemporaryFile(dir=cache, prefix="outline-", suffix=".json") as file:
        file.write(outline)
        file.flush()
        prose.lay(root, cache, outline, lambda made: _build_prose(root, made, file.name), folder)


def _build_prose(root: Path, folder: Path, outline: str) -> None:
    command = [
        sys.executable,
        "-m",
        *PROSE_ENGINE,
        "--site-dir",
        str(folder),
        "--config-file",
        str(root / "mkdocs.yml"),
    ]
    environment = _environment() | {pipeline.OUTLINE: outline}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildFailed(_worth_reading(done.stdout + done.stderr))


def make_sheets(
    root: Path, checked: pipeline.Checked, planned: Plan, folder: Path, step: Callable[[Made], None]
) -> tuple[Problem, ...]:
    """Write the planned sheets into `folder` and say what is wrong with them. `step` gets each as it is done. Raises
    `PressFailed`, and `OSError` where the folder refuses; a sheet is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    problems: list[Problem] = []
    for made in sheets.make(planned.sheets, Cache(root / pipeline.SHEETS_CACHE)):
        problems += pipeline.audit_pdf(checked, made)
        sheets.write(made, folder)
        step(made)
    return tuple(problems)


def _print_all(root: Path, checked: pipeline.Checked, folder: Path) -> None:
    """Every sheet there is; older ones are forgotten. Raises `BuildFailed`."""
    planned = pipeline.plan_sheets(root, checked)
    try:
        problems = make_sheets(root, checked, planned, folder, lambda made: None)
    except sheets.PressFailed as failed:
        raise BuildFailed(f"a sheet could not be made: {failed}") from None
    if problems:
        raise BuildFailed("\n".join(pipeline.described(problem, checked.address) for problem in problems))
    Cache(root / pipeline.SHEETS_CACHE).keep_only({sheet.key for sheet in planned.sheets})


def preview(root: Path, address: str) -> int:
    """Serve a live preview until somebody stops it; its exit code."""
    config = str(root / "mkdocs.yml")
    command = [sys.executable, "-m", *PREVIEW_ENGINE, "--dev-addr", address, "--config-file", config]
    try:
        return subprocess.run(command, cwd=root, env=_environment(), check=False).returncode
    except KeyboardInterrupt:
        return 0


def _environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def _worth_reading(log: str) -> str:
    """A failed build's log without its small talk."""
    lines = [line for line in log.splitlines() if line.strip() and not line.startswith(("INFO", "DEBUG"))]
    return "\n".join(lines) or "the build failed and did not say why"


def _swap(beside: Path, site: Path) -> None:
    """Put the new site where the old one was. Renames, so that a reader never sees a mixture."""
    beside.chmod(0o755)
    old = beside.with_name(f"{beside.name}-old")
    if site.exists():
        site.rename(old)
    beside.rename(site)
    shutil.rmtree(old, ignore_errors=True)
