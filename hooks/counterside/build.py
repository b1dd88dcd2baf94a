"""build_site(root, report): renders the pages while MkDocs builds the prose, verifies the whole and swaps it in.

Everything happens in a folder of its own, so that readers never see a partial build. `counterside build` and
`mkdocs build` write the same bytes: both call `write_site` and `complete_site`, and in both MkDocs makes the prose.
"""

import filecmp
import hashlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from counterside import search
from counterside.check import (
    CHECKS,
    FITS_CACHE,
    ProgressHook,
    Report,
    format_problem,
    ignore_progress,
)
from counterside.content.load import FOLDER
from counterside.content.prose import list_drawn_pages
from counterside.model.catalog import Catalog
from counterside.sheets import document, files
from counterside.sheets.files import SheetFile
from counterside.sheets.verify import find_misfits
from counterside.site import hosting, routes, verify, view
from counterside.site.view import Asset, Page
from counterside.text.files import (
    Cache,
    atomic_write,
    dependency_versions,
    list_files,
    package_digest,
    remove_path,
    swap_folders,
    write_if_changed,
    write_zip,
)
from counterside.text.problems import Problem

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

SHEETS_CACHE = ".cache/sheets"


class BuildFailed(Exception):
    """The site could not be built. The message says why; `site/` is as it was."""


def build_site(
    root: Path,
    report: Report,
    with_sheets: bool = True,
    is_compressed: bool = False,
    on_progress: ProgressHook = ignore_progress,
) -> tuple[int, int]:
    """Build the site of a report without problems into `root/site/`. Returns how many pages it has, and how many files
    have other bytes than before. Raises `BuildFailed`, `TypstError` and `OSError`."""
    cache = root / ".cache"
    cache.mkdir(exist_ok=True)
    with _staging_folder(cache) as staging:
        new, old = staging / verify.SITE, root / verify.SITE
        new.mkdir()
        on_progress("pages and prose", 0, 0)
        with closing(ProseBuild(root, staging / "prose", report)) as prose:
            write_site(root, report, new, with_sheets, on_progress)  # while MkDocs works: neither waits
            prose.copy_into(new)
        on_progress("checks of the built site", 0, 0)
        pages = complete_site(report, new)
        if is_compressed:
            on_progress("compressed files", 0, 0)
            hosting.compress_texts(new)
        changed = _keep_dates(new, old)  # after everything else, which might write a file again
        swap_folders(new, old)
    return pages, changed


def write_site(
    root: Path,
    report: Report,
    folder: Path,
    with_sheets: bool = False,
    on_progress: ProgressHook = ignore_progress,
) -> None:
    """Write what is made from the records of a sound report into `folder`; with sheets, the cache forgets all others.
    Raises as `build_site` does."""
    pages = write_assets(root, report.sound_catalog, folder, with_sheets)
    _write_pages([*pages.values()], folder, on_progress)
    if with_sheets:
        on_progress("measuring sheets", 0, 0)
        planned, sides = files.plan_sheets(report.sound_catalog, Cache(root / FITS_CACHE))
        _refuse_problems(report, report.locate_problems(find_misfits(sides)))
        problems = write_sheets(root, report, planned, folder / document.FOLDER, on_progress)
        _refuse_problems(report, problems)
        Cache(root / SHEETS_CACHE).prune({file.key for file in planned})


def complete_site(report: Report, folder: Path) -> int:
    """Add the files for hosts and the service worker to the built site of a report without problems, and check the
    whole of it (CS8xx). Returns how many pages it has. Raises `BuildFailed`."""
    facts = verify.scan_site(folder)
    names = list_files(folder)
    # Each page names the scripts of its own that may run: the header of all files has to name every one of them.
    policies = {each.frame.get("content-security-policy", "") for each in facts.values()}
    for asset in hosting.render_host_files(report.sound_catalog, names, policies):
        (folder / asset.path).write_bytes(asset.content)
        names.append(asset.path)
    kept = hosting.write_worker(folder, names)  # last: it lists the digest of every file
    _refuse_problems(report, report.locate_problems(verify.verify_site(folder, report.sound_catalog, facts, kept)))
    return len(facts)


def _refuse_problems(report: Report, problems: Collection[Problem]) -> None:
    if problems:
        raise BuildFailed("\n".join(format_problem(problem, report.address) for problem in problems))


# ── pages ──


def render_site(root: Path, catalog: Catalog, with_sheets: bool = False) -> tuple[tuple[Page, ...], tuple[Asset, ...]]:
    """Every page, to be drawn, and every asset of a checked catalog, PDFs aside: `with_sheets` links to those."""
    rendered = tuple(routes.render(catalog, CHECKS, with_sheets))
    own, icons = list_files(root / "docs" / "assets"), sorted((_PACKAGE / "starter" / "docs" / "assets").iterdir())
    assets = (
        *view.list_assets(catalog),
        *search.assets(catalog, root),
        *hosting.render_manifests(catalog),
        routes.draw_sitemap(catalog, rendered),
        # The package's own icons, where a site has none.
        *(Asset(f"assets/{icon.name}", icon.read_bytes()) for icon in icons if icon.name not in own),
    )
    return rendered, assets


def write_assets(root: Path, catalog: Catalog, folder: Path, with_sheets: bool = False) -> dict[str, Page]:
    """Write every asset of a checked catalog into `folder`. Returns the pages by file, to be drawn: a preview draws one
    when a browser asks for it, a second sooner than all of them. Raises `OSError`."""
    pages, assets = render_site(root, catalog, with_sheets)
    for asset in assets:
        write_if_changed(folder / asset.path, asset.content)
    return {page.file: page for page in pages}


def _write_pages(pages: Sequence[Page], folder: Path, on_progress: ProgressHook) -> None:
    """Draw every page into `folder`, shared out among the processors. Where nothing may be forked, as next to a thread,
    this one draws them all. Raises `OSError`."""
    can_fork = sys.platform == "linux" and threading.active_count() == 1
    count = min(os.cpu_count() or 1, 4) if can_fork else 1  # more gain nothing
    own, *others = (pages[number::count] for number in range(count))
    forked = [(get_context("fork").Process(target=_write_share, args=(share, folder)), share) for share in others]
    with ExitStack() as stack:
        for process, _ in forked:
            process.start()
            stack.callback(process.kill)
        for number, page in enumerate(own, start=1):
            _write_page(page, folder)
            on_progress("pages and prose", min(number * count, len(pages)), len(pages))
        for process, share in forked:
            process.join()
            for page in share if process.exitcode else ():
                _write_page(page, folder)


def _write_page(page: Page, folder: Path) -> None:
    write_if_changed(folder / page.file, page.draw_html().encode())


def _write_share(pages: Sequence[Page], folder: Path) -> None:
    """In a process of its own, draw some pages. What the disk refuses, the process that forked it meets again."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the build, which ends this process
    try:
        for page in pages:
            _write_page(page, folder)
    except OSError:
        sys.exit(1)


# ── sheets ──


def write_sheets(
    root: Path, report: Report, planned: Sequence[SheetFile], folder: Path, on_progress: ProgressHook = ignore_progress
) -> list[Problem]:
    """Write the planned sheets into `folder`. Returns the problems of what was rendered and not taken from the cache.
    Raises `TypstError`, and `OSError` where the folder refuses."""
    folder.mkdir(parents=True, exist_ok=True)
    problems: list[Problem] = []
    for number, rendered in enumerate(files.render_files(planned, Cache(root / SHEETS_CACHE)), start=1):
        problems += report.locate_problems(rendered.problems)
        for name in rendered.file.names:
            atomic_write(folder / name, rendered.content)
        on_progress("files of sheets", number, len(planned))
    return problems


# ── folders ──


@contextmanager
def _staging_folder(cache: Path) -> Iterator[Path]:
    """An empty folder to build in, one at a time where the system has locks; removed at the end. Everybody can read
    what is made there, whatever the umask: a web server may run as another user. Raises `BuildFailed`."""
    with (cache / "building").open("w") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system releases it, however the build ends
            except OSError:
                raise BuildFailed("another build is at work in this folder; once it is done, run this again") from None
        for left in cache.glob("site-*"):  # by builds that were killed
            remove_path(left)
        umask = os.umask(0o022)
        try:
            with tempfile.TemporaryDirectory(prefix="site-", dir=cache, ignore_cleanup_errors=True) as staging:
                yield Path(staging)
        finally:
            os.umask(umask)


def _keep_dates(new: Path, old: Path) -> int:
    """Give every file whose bytes are those of the site before its old date, so that uploads skip it. Returns the
    number of the others."""
    same, changed, added = filecmp.cmpfiles(new, old, list_files(new), shallow=False)
    for name in same:
        stat = (old / name).stat()
        os.utime(new / name, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    return len(changed) + len(added)


# Set in the environment of MkDocs where the pages of the records are written by another process: the file in which that
# process leaves their catalog.
PROSE_ONLY = "COUNTERSIDE_PROSE_ONLY"
# In the environment of every process that runs MkDocs.
QUIET = {"NO_MKDOCS_2_WARNING": "1"}
_COMMAND = (sys.executable, "-m", "mkdocs", "build", "--strict")
_PACKAGES = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "pymdown-extensions", "Markdown", "Pygments", "Jinja2")
_PACKAGE = Path(__file__).parent


class ProseBuild:
    """Builds the hand-written pages of a report's project under `root` in the folder `staging`, while the caller does
    something else. Where nothing changed since the last build, nothing is started. `close` stops what is under way."""

    def __init__(self, root: Path, staging: Path, report: Report) -> None:
        self._cached = root / ".cache" / "prose" / f"{prose_key(root, report)}.zip"
        self._process: subprocess.Popen[bytes] | None = None
        self._staging = staging
        if not _is_whole(self._cached):
            staging.mkdir()
            command = (*_COMMAND, "--config-file", str(root / "mkdocs.yml"), "--site-dir", str(staging / "site"))
            catalog = replace(report.sound_catalog, drawings={})  # which prose does not show
            (staging / "catalog").write_bytes(pickle.dumps(catalog))
            variables = os.environ | QUIET | {PROSE_ONLY: str(staging / "catalog")}
            with (staging / "log").open("wb") as log:  # a pipe could fill up
                self._process = subprocess.Popen(command, cwd=root, env=variables, stdout=log, stderr=subprocess.STDOUT)

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def copy_into(self, folder: Path) -> None:
        """Wait for the pages and put them into `folder`. Raises `BuildFailed` and `OSError`."""
        if self._process is not None:
            if self._process.wait():
                lines = (self._staging / "log").read_text("utf-8", errors="replace").splitlines()
                shown = _shorten_log([line for line in lines if line.strip()])
                raise BuildFailed("\n".join(shown) or "MkDocs failed and did not say why")
            built, packed = self._staging / "site", self._staging / "site.zip"
            write_zip(packed, ((name, (built / name).read_bytes()) for name in list_files(built)), is_compressed=False)
            remove_path(self._cached.parent)  # one entry only: going back to an older state is rare, and costs seconds
            self._cached.parent.mkdir()
            packed.rename(self._cached)
        with zipfile.ZipFile(self._cached) as archive:
            # MkDocs knows our pages as addresses only, so it cannot see that a file of docs/ takes one of them.
            twice = [name for name in archive.namelist() if (folder / name).exists()]
            if twice:
                raise BuildFailed(f"the records make {twice[0]} as well: give the file below docs/ another name")
            archive.extractall(folder)


def _shorten_log(lines: list[str]) -> list[str]:
    """What an editor can use of MkDocs' log: warnings and errors; of a traceback the last line alone."""
    start = next((at for at, line in enumerate(lines) if line.startswith("Traceback")), len(lines))
    shown = [line for line in lines[:start] if not line.startswith(("INFO", "DEBUG"))]
    return [*shown, f"MkDocs ended with {lines[-1]}: look at mkdocs.yml, front matter"] if lines[start:] else shown


def prose_key(root: Path, report: Report) -> str:
    """A hash of everything that the hand-written pages depend on: their texts and settings, the site's own file, the
    interface's words, the addresses that they may link to, our code, the releases of the engine."""
    own = (report.loaded.sources.get(f"{FOLDER}/{name}.yml") for name in ("site", "labels"))
    addresses = sorted(list_drawn_pages(report.catalog)) if report.catalog else ()
    digest = hashlib.sha256("\n".join([*(file.text if file else "" for file in own), *addresses]).encode())
    digest.update(f"{dependency_versions(_PACKAGES)}\n{package_digest(_PACKAGE)}".encode())
    docs = (root / "docs" / name for name in list_files(root / "docs"))
    hooks = (_PACKAGE.with_name("mkdocs_hooks.py"), *sorted((root / "hooks").glob("*.py")))  # a site may have its own
    for path in (root / "mkdocs.yml", *hooks, *docs):
        if path.is_file():
            digest.update(f"\n{path.as_posix().removeprefix(root.as_posix())}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _is_whole(cached: Path) -> bool:
    """Whether every file of the cache has the checksum it was written with: damage costs time and nothing else."""
    try:
        with zipfile.ZipFile(cached) as archive:
            return archive.testzip() is None
    except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile):  # each for another byte
        return False
