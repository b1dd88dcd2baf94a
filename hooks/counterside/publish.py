"""Builds the site in a folder of its own and swaps it in, so that readers never see a partial build.

`counterside build` and `mkdocs build` write the same bytes: both call `write_site` and `complete_site`, and both have
MkDocs make the hand-written pages.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter

from counterside import audit, hosts, offline, pipeline, sheets
from counterside import site as pages
from counterside.cache import write_if_changed
from counterside.prose import ProseBuild, ProseFailed, engine_environment
from counterside.sheets import Made, Plan
from counterside.site import Asset
from counterside.text.problems import Problem

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

SITE = "site"
CACHE = ".cache"
PREVIEW_ENGINE = ("mkdocs", "serve")
PREVIEW_ADDRESS = "127.0.0.1:8000"


class BuildFailed(Exception):
    """The site could not be built. The message says why; `site/` is as it was."""


@dataclass(frozen=True)
class Published:
    """The result of a build. `written` counts the files whose bytes differ from the site before; seconds are wall time
    by step, in order."""

    folder: Path
    pages: int
    languages: int
    written: int
    seconds: dict[str, float]


def publish(
    root: Path,
    checked: pipeline.Checked,
    say: Callable[[str], None],
    is_compressed: bool = False,
    with_sheets: bool = True,
    watch: pipeline.Watch = pipeline.unwatched,
) -> Published:
    """Build the site of a checked catalog into `root/site/`. `say` is called with the name of each step, `watch` with
    the progress of pages and sheets. Raises `BuildFailed`."""
    cache = root / CACHE
    cache.mkdir(exist_ok=True)
    with _build_lock(cache / "building"), _staging_folder(cache) as staging:
        clock = _Clock()
        say("pages and prose")
        with ProseBuild(root, cache, pipeline.prose_facts(checked)) as prose:
            write_site(root, checked, staging, with_sheets, watch)
            try:
                prose.copy_into(staging)
            except ProseFailed as failed:
                raise BuildFailed(str(failed)) from None
        clock.lap("pages and prose")
        if with_sheets:
            say("sheets")
            _print_all(root, checked, staging / sheets.FOLDER, watch)
            clock.lap("sheets")
        say("a last look at what was built")
        names = complete_site(checked, staging)
        clock.lap("last look")
        if is_compressed:
            say("compressed files")
            hosts.compress(staging)
            clock.lap("compressed")
        written = _keep_dates(staging, root / SITE)
        _swap(staging, root / SITE)
    languages = len(checked.catalog.site.languages) if checked.catalog else 0
    count = sum(name.endswith(".html") for name in names)
    return Published(root / SITE, count, languages, written, clock.seconds)


def write_site(
    root: Path,
    checked: pipeline.Checked,
    folder: Path,
    with_sheets: bool = False,
    watch: pipeline.Watch = pipeline.unwatched,
    is_preview: bool = False,
) -> None:
    """Write every page and asset of a checked catalog into `folder`, PDFs aside. Raises `OSError`."""
    if checked.catalog is None:
        return
    dates: dict[str, str] = {}
    default = checked.catalog.site.codes[0]
    for number, page in enumerate(pipeline.render_pages(root, checked.catalog, with_sheets), start=1):
        shown = pages.for_preview(page) if is_preview else page
        write_if_changed(folder / page.file, shown.html.encode())
        if page.is_listed and page.language == default:
            dates[page.path] = page.reviewed
        watch("pages", number, 0)
    for asset in (*pipeline.assets(root, checked.catalog), pages.draw_sitemap(checked.catalog, dates)):
        _write_asset(asset, folder)


def complete_site(checked: pipeline.Checked, folder: Path) -> list[str]:
    """Add the files for hosts and the service worker to a built site, and check the whole of it (CS8xx). Returns the
    names of its files. Raises `BuildFailed`."""
    if checked.catalog is None:
        return []
    facts = audit.look_at(folder)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    policies = {each.frame.get("policy", "") for each in facts.values()}
    names += hosts.add_host_files(folder, checked.catalog, names, policies)
    offline.add_worker(folder, names)  # last: it lists the digest of every file
    problems = pipeline.audit_output(folder, checked, facts)
    if problems:
        raise BuildFailed("\n".join(pipeline.described(problem, checked.address) for problem in problems))
    return names


def _write_asset(asset: Asset, folder: Path) -> None:
    write_if_changed(folder / asset.path, asset.content)


@contextmanager
def _build_lock(path: Path) -> Iterator[None]:
    """Allow one build at a time in a folder, where the system has locks. Raises `BuildFailed`."""
    with path.open("w") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system releases it, however the build ends
            except OSError:
                raise BuildFailed("another build is at work in this folder; once it is done, run this again") from None
        yield


@contextmanager
def _staging_folder(cache: Path) -> Iterator[Path]:
    """An empty folder to build in, removed at the end unless it was renamed. Files are readable for everybody, whatever
    the user's umask: a web server may run as another user. Removes what killed builds left behind."""
    for left in (*cache.glob("site-*"), *cache.glob("prose-*")):
        shutil.rmtree(left, ignore_errors=True)
    umask = os.umask(0o022)
    staging = Path(tempfile.mkdtemp(prefix="site-", dir=cache))
    try:
        staging.chmod(0o755)
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        os.umask(umask)


@dataclass
class _Clock:
    """Seconds by step."""

    seconds: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=perf_counter)

    def lap(self, step: str) -> None:
        now = perf_counter()
        self.seconds[step] = now - self.started
        self.started = now


def make_sheets(
    prints: sheets.Prints, checked: pipeline.Checked, planned: Plan, folder: Path, step: Callable[[Made], None]
) -> tuple[Problem, ...]:
    """Write the planned sheets into `folder` and say what is wrong with them. `step` gets each as it is done. Raises
    `PressFailed`, and `OSError` where the folder refuses; a sheet is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    problems: list[Problem] = []
    for made in prints.made(planned.sheets):
        problems += pipeline.audit_pdf(checked, made)
        sheets.write(made, folder)
        step(made)
    return tuple(problems)


def _print_all(root: Path, checked: pipeline.Checked, folder: Path, watch: pipeline.Watch) -> None:
    """Every sheet there is; older ones are forgotten. Raises `BuildFailed`."""
    made: list[Made] = []

    def step(one: Made) -> None:
        made.append(one)
        watch("files of sheets", len(made), len(planned.sheets))

    try:
        prints = pipeline.prints(root)
        planned = pipeline.plan_sheets(root, checked, watch=partial(watch, "sheets"), ready=prints.ahead)
        problems = make_sheets(prints, checked, planned, folder, step)
    except sheets.PressFailed as failed:
        raise BuildFailed(f"a sheet could not be made: {failed}") from None
    if problems:
        raise BuildFailed("\n".join(pipeline.described(problem, checked.address) for problem in problems))
    prints.cache.keep_only({sheet.key for sheet in planned.sheets})


def preview(root: Path, address: str) -> int:
    """Serve a live preview until it is stopped; its exit code."""
    config = str(root / "mkdocs.yml")
    command = [sys.executable, "-m", *PREVIEW_ENGINE, "--dev-addr", address, "--config-file", config]
    try:
        return subprocess.run(command, cwd=root, env=engine_environment(), check=False).returncode
    except KeyboardInterrupt:
        return 0


def _keep_dates(staging: Path, site: Path) -> int:
    """Give every file whose bytes are those of the site before its old date, so that uploads skip it. Returns the
    number of the others."""
    changed = 0
    for path in (path for path in staging.rglob("*") if path.is_file()):
        old = site / path.relative_to(staging)
        if old.is_file() and filecmp.cmp(path, old, shallow=False):
            stat = old.stat()
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        else:
            changed += 1
    return changed


def _swap(staging: Path, site: Path) -> None:
    """Put the new site where the old one was. Two renames, so that a reader never sees a mixture."""
    old = staging.with_name(f"{staging.name}-old")
    if site.exists():
        site.rename(old)
    staging.rename(site)
    shutil.rmtree(old, ignore_errors=True)
