"""The built site: everything is made beside `site/` and swapped in whole, so that nobody meets half a build."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from time import perf_counter
from typing import Any

from counterside import audit, hosts, kept, offline, pipeline, prose, sheets, workers
from counterside import site as pages
from counterside.cache import code_of, releases
from counterside.model import Catalog, Watched
from counterside.problems import Problem
from counterside.site import Asset, Page, Sketch

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
from counterside.sheets import Made, Plan

SITE = "site"
CACHE = ".cache"
BEFORE = "before"
"""Below the cache: the site before the one that is up. Most of its files are the same, and stand where the next site
wants them."""
SHELVES = "pages"
"""Below the cache: what the pages of each language were made from."""
_ENGINES = ("Jinja2", "MarkupSafe", "PyYAML", "pydantic", "segno")
PROSE_ENGINE = ("mkdocs", "build", "--strict")
"""The command that builds prose and pages into the folder named by `--site-dir`; it loads `mkdocs_hooks.py`."""
PREVIEW_ENGINE = ("mkdocs", "serve")
PREVIEW_ADDRESS = "127.0.0.1:8000"


class BuildFailed(Exception):
    """The site could not be built. The message is what its maker needs to read; `site/` is as it was."""


@dataclass(frozen=True)
class Published:
    """What a build came to. `drawn` are the pages and pictures that were made anew; seconds are wall time by step, in
    order."""

    folder: Path
    pages: int
    languages: int
    drawn: int
    seconds: dict[str, float]


@dataclass
class _Drawing:
    """What the languages' processes came to together. `digests` by file; `targets` are places in the site that no
    page of the same language answers for."""

    digests: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    targets: set[audit.Target] = field(default_factory=set)
    policies: set[str] = field(default_factory=set)
    new: int = 0
    is_sound: bool = True

    def add(self, found: dict[str, Any]) -> None:
        self.digests |= found["digests"]
        self.dates |= found["dates"]
        self.targets |= {audit.Target(*target) for target in found["targets"]}
        self.policies.update(found["policies"])
        self.new += found["new"]
        self.is_sound = self.is_sound and found["is_sound"]


def publish(
    root: Path,
    checked: pipeline.Checked,
    say: Callable[[str], None],
    is_compressed: bool = False,
    with_sheets: bool = True,
    watch: pipeline.Watch = pipeline.unwatched,
) -> Published:
    """Build the site of a judged catalog into `root/site/`: its sheets with it unless they are not wanted, every text
    compressed beforehand as well if that is asked for. `say` gets one line a step, `watch` how far pages and sheets
    are. Raises `BuildFailed`."""
    cache = root / CACHE
    cache.mkdir(exist_ok=True)
    with _alone(cache / "building"):
        return _publish(root, cache, checked, say, is_compressed, with_sheets, watch)


@contextmanager
def _alone(mark: Path) -> Iterator[None]:
    """One build at a time in a folder, where the system can tell: two would take each other's old site away. Raises
    `BuildFailed`."""
    with mark.open("w") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # let go by the system, however this ends
            except OSError:
                raise BuildFailed("another build is at work in this folder; once it is done, run this again") from None
        yield


def _publish(
    root: Path,
    cache: Path,
    checked: pipeline.Checked,
    say: Callable[[str], None],
    is_compressed: bool,
    with_sheets: bool,
    watch: pipeline.Watch,
) -> Published:
    beside = _beside(cache)
    clock = _Clock()
    names: list[str] = []
    try:
        say("pages and prose")
        drawn = _draw(root, checked, beside, with_sheets, watch)
        clock.lap("pages and prose")
        if with_sheets:
            say("sheets")
            _print_all(root, checked, beside / sheets.FOLDER, watch)
            clock.lap("sheets")
        say("a last look at what was built")
        if checked.catalog is not None:
            _write(pages.sitemap(checked.catalog, drawn.dates), beside)
            names = kept.names(beside)
            prose_sights = _look_at_prose(beside, names, drawn)
            policies = {*drawn.policies, *(sight.frame.get("policy", "") for sight in prose_sights.values())}
            names += hosts.add_host_files(beside, checked.catalog, names, policies)
            offline.add_worker(beside, names, drawn.digests)  # lists what is there, so everything is by now
            _look(beside, {*names, offline.WORKER}, checked, drawn, prose_sights)
        clock.lap("last look")
        if is_compressed:
            say("compressed files")
            hosts.compress(beside)
            clock.lap("compressed")
        _swap(beside, root / SITE, cache / BEFORE)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    site = root / SITE
    languages = len(checked.catalog.site.languages) if checked.catalog else 0
    written = sum(name.endswith(".html") for name in names)
    return Published(site, written, languages, drawn.new, clock.seconds)


def _beside(cache: Path) -> Path:
    """A folder to build in: the site before, of which only what is still good will be kept, or an empty one."""
    made = Path(tempfile.mkdtemp(prefix="site-", dir=cache))
    with suppress(OSError):  # there is none, or it cannot be moved
        (cache / BEFORE).rename(made)
    return made


@dataclass
class _Clock:
    """Seconds by step."""

    seconds: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=perf_counter)

    def lap(self, step: str) -> None:
        now = perf_counter()
        self.seconds[step] = now - self.started
        self.started = now


def _draw(root: Path, checked: pipeline.Checked, folder: Path, with_sheets: bool, watch: pipeline.Watch) -> _Drawing:
    """Write every page and picture into `folder`, a process a language, and prose and assets in one more."""
    found = _Drawing()
    if checked.catalog is None or checked.loaded is None:
        return found
    catalog = checked.catalog
    sketched = list(pipeline.sketched(root, catalog, with_sheets))
    outline = pipeline.outline(checked, [(page.path, page.language) for page in sketched])
    sketches: list[Sketch[Page] | Sketch[Asset]] = [*sketched, *pages.pictures(catalog)]
    files, key = checked.loaded.digests, _key(root, checked, with_sheets)
    shelves = {code: kept.Shelf.load(root / CACHE / SHELVES / code, key) for code in catalog.site.codes}
    shelved = set[str]().union(*(shelf.pieces for shelf in shelves.values()))
    kept.keep_only(folder, shelved.intersection(sketch.file for sketch in sketches))
    jobs: list[workers.Job] = [partial(_lay_prose_and_assets, root, catalog, outline, folder)]
    for code, shelf in shelves.items():
        own = [sketch for sketch in sketches if sketch.language == code]
        jobs.append(partial(_draw_language, catalog.in_language(code), files, shelf, own, folder, root / SITE))
    try:
        prose_failed, *drawn = workers.in_processes(jobs, lambda done: watch("pages", done, len(sketches)))
    except workers.WorkFailed as failed:
        raise BuildFailed(f"the pages could not be written: {failed}") from None
    if prose_failed:
        raise BuildFailed(prose_failed)
    for each in drawn:
        found.add(each)
    return found


def _draw_language(
    catalog: Catalog,
    files: dict[str, str],
    shelf: kept.Shelf,
    sketches: list[Sketch[Page] | Sketch[Asset]],
    folder: Path,
    before: Path,
) -> dict[str, Any]:
    """The pages and pictures of one language, as plain data for the process that asked."""
    maker = kept.Maker(Watched(catalog, files), folder, before, shelf, audit.ids_wanted(catalog))
    pieces = maker.make(sketches)
    shelf.save()
    is_default = catalog.tongues[0].is_default
    paths = {sketch.file: sketch.path for sketch in sketches}
    return {
        "digests": {file: piece.digest for file, piece in pieces.items()},
        "dates": {paths[file]: piece.date for file, piece in pieces.items() if is_default and piece.date is not None},
        "targets": [tuple(target) for target in sorted(kept.unanswered(pieces))],
        "policies": sorted({piece.policy for piece in pieces.values()}),
        "new": maker.new,
        "is_sound": maker.is_sound and maker.wanted.keys() <= pieces.keys(),
    }


def _key(root: Path, checked: pipeline.Checked, with_sheets: bool) -> str:
    """What every page hangs on: our code, what it runs on, and the files whose words stand everywhere."""
    shared = pipeline.shared_words(checked)
    made = "\n".join((code_of(Path(__file__).parent), releases(_ENGINES), *shared, str(with_sheets)))
    return hashlib.sha256(made.encode()).hexdigest()


def _write(asset: Asset, folder: Path) -> None:
    kept.write(folder / asset.path, asset.content)


def _look_at_prose(folder: Path, names: Iterable[str], drawn: _Drawing) -> dict[str, audit.Sight]:
    """The pages that no language's process drew and looked at, by file."""
    prose = (name for name in names if name.endswith(".html") and name not in drawn.digests)
    return {file: audit.look(file, (folder / file).read_text("utf-8")) for file in prose}


def _look(
    folder: Path, names: set[str], checked: pipeline.Checked, drawn: _Drawing, sights: Mapping[str, audit.Sight]
) -> None:
    """CS8xx over all there is. Pages were looked at while they were drawn; what is left are the prose, and the links
    from one part of the site to another. Only where something is wrong is everything read again, to say it all.
    Raises `BuildFailed`."""
    if drawn.is_sound and checked.catalog is not None and _is_sound(folder, names, checked.catalog, drawn, sights):
        return
    problems = pipeline.audit_output(folder, checked)
    if problems:
        raise BuildFailed("\n".join(pipeline.described(problem, checked.address) for problem in problems))


def _is_sound(
    folder: Path, files: set[str], catalog: Catalog, drawn: _Drawing, sights: Mapping[str, audit.Sight]
) -> bool:
    targets = drawn.targets.union(*(sight.targets(catalog.site.address) for sight in sights.values()))

    @cache
    def ids(file: str) -> frozenset[str]:
        sight = sights.get(file) or audit.look(file, (folder / file).read_text("utf-8"))
        return frozenset(sight.ids)

    return (
        all(audit.is_sound(sight, catalog, ()) for sight in sights.values())
        and not any(audit.broken(target, files, ids) for target in targets)
        and not any(audit.asks_elsewhere(folder, file, catalog.site.address) for file in files)
    )


def _lay_prose_and_assets(root: Path, catalog: Catalog, outline: bytes, folder: Path) -> str:
    """The hand-written pages, built by MkDocs unless nothing of theirs changed, and what pages load. Returns what is
    wrong, or nothing."""
    cache = root / CACHE
    with tempfile.NamedTemporaryFile(dir=cache, prefix="outline-", suffix=".json") as file:
        file.write(outline)
        file.flush()
        try:
            prose.lay(root, cache, outline, lambda made: _build_prose(root, made, file.name), folder)
        except BuildFailed as failed:
            return str(failed)
    for asset in pipeline.assets(root, catalog):
        _write(asset, folder)
    return ""


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


def _swap(beside: Path, site: Path, before: Path) -> None:
    """Put the new site where the old one was, and that one away. Renames, so that a reader never sees a mixture."""
    beside.chmod(0o755)
    shutil.rmtree(before, ignore_errors=True)
    if site.exists():
        site.rename(before)
    beside.rename(site)
