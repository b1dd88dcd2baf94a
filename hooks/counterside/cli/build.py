"""What makes the site: `counterside build`, `sheets`, `serve`; and `offline`, `release`, `export`, which pack it for a
stick or a chat, for a host, for another engine."""

import hashlib
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import click

from counterside.build import QUIET, BuildFailed, build_site, write_sheets
from counterside.check import CHECKS, FITS_CACHE, check_all, check_project, format_problem
from counterside.cli.common import ROOT, Progress, find_record, print_problems, read_project
from counterside.model.records import Checklist
from counterside.sheets.document import FOLDER, MM, PAPERS, Side
from counterside.sheets.files import plan_sheets
from counterside.sheets.verify import find_misfits
from counterside.site import hosting, routes
from counterside.site.verify import SITE
from counterside.text.files import Cache, atomic_write, list_files, write_zip
from counterside.text.problems import CannotDo, count_things


@click.command("build")
@ROOT
@click.option("--no-sheets", is_flag=True, help="Leave the PDFs out; the browser's own printing stays.")
@click.option("--timings", is_flag=True, help="Print how long each step took.")
@click.option("--compress", is_flag=True, help="Put a .gz and a .br next to every text, for hosts that serve them.")
def run_build(root: Path, no_sheets: bool, timings: bool, compress: bool) -> None:
    """Check everything and build the site. It is made in a folder of its own and then swapped in."""
    started = perf_counter()
    _require_settings(root)
    report = check_project(root) if no_sheets else check_all(root, will_print=True)
    checked_in = perf_counter() - started
    if report.problems:
        print_problems(report.problems, report)
        sys.exit(1)
    click.echo(f"checked {count_things(len(report.loaded.sources), 'file')}", err=True)
    try:
        with Progress() as progress:
            pages, changed = build_site(root, report, not no_sheets, compress, progress)
    except BuildFailed as failed:  # its message is a list of problems, which takes no word before it
        click.echo(str(failed), err=True)
        sys.exit(1)
    if timings:
        for step, seconds in ({"check": checked_in} | progress.seconds).items():
            click.echo(f"  {seconds:6.2f} s  {step}", err=True)
    languages = count_things(len(report.sound_catalog.languages), "language")
    made = f"{count_things(pages, 'page')} in {languages}, {count_things(changed, 'file')} changed"
    click.echo(f"{made}, {perf_counter() - started:.1f} s")
    serve = "make serve" if (root / "Makefile").is_file() else "counterside serve"
    click.echo(f"look at: {root / SITE / 'index.html'} (or `{serve}` for a live preview)")


@click.command("serve")
@ROOT
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
def run_serve(root: Path, address: str) -> None:
    """Serve a live preview. An edited record or page shows up in the browser by itself."""
    _require_settings(root)
    click.echo("building the preview …", err=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # `run` then stops the preview as well
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--no-strict", "--dev-addr", address]
    try:
        sys.exit(subprocess.run(command, cwd=root, env=os.environ | QUIET, check=False).returncode)
    except KeyboardInterrupt:
        return


@click.command("sheets")
@ROOT
@click.option("--fits", "only_fits", is_flag=True, help="Only say how full the sheets are; make nothing.")
@click.option("--paper", "papers", multiple=True, type=click.Choice(PAPERS), help="Only on this paper.")
@click.argument("ids", nargs=-1)
def run_sheets(root: Path, only_fits: bool, papers: tuple[str, ...], ids: tuple[str, ...]) -> None:
    """Make the sheets in site/print/ and say how full each is. With IDs, only those of these checklists.

    A sheet that is in the cache is not printed again.
    """
    report = check_project(root)
    if report.problems:
        raise CannotDo("the checklists have problems; `counterside check` names them, and sheets need none")
    catalog = report.sound_catalog
    ids = tuple(find_record(name, catalog.published(Checklist)).id for name in ids)
    with Progress() as progress:
        progress("measuring sheets", 0, 0)
        files, sides = plan_sheets(catalog, Cache(root / FITS_CACHE), ids, papers)
        problems = report.locate_problems(find_misfits(sides))
        total = ""
        if not only_fits:
            target = root / SITE / FOLDER
            problems += tuple(write_sheets(root, report, files, target, progress))
            total = f"\n{count_things(len(files), 'file')} in {target}"
    # Only now: the bar has gone, and a table printed into it would be broken.
    click.echo(f"{_format_fits(sides)}{total}")
    for problem in problems:
        click.echo(format_problem(problem, report.address))
    sys.exit(1 if problems else 0)


def _format_fits(sides: Sequence[Side]) -> str:
    """How full each side is, in per cent, with the points of what to do; for rolls, the millimetres."""
    rows = defaultdict[str, dict[str, str]](dict)
    for side in sides:
        head, cell = "back" if side.name == "back" else "front", f"{side.fill * 100:.0f} % {side.type['action']:g} pt"
        if side.name == "roll":
            head, cell = side.paper, f"{side.height / MM:.0f} mm"
        rows[f"{side.content.number:>3}  {side.content.id}"][f"{side.language} {head}"] = cell
    # Columns are what is there: a project has its own languages, and `--paper` may leave papers out.
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    width = max(map(len, rows), default=0)
    lines = [" " * width + "".join(f"{column:>14}" for column in columns)]
    for name, row in rows.items():
        lines.append(f"{name:<{width}}" + "".join(f"{row.get(column, ''):>14}" for column in columns))
    return "\n".join(lines)


SUMS = "SHA256SUMS"


def _require_settings(root: Path) -> None:
    """Raises `CannotDo` where no file says how the hand-written pages are built."""
    if not (root / "mkdocs.yml").is_file():
        raise CannotDo(f"there is no mkdocs.yml in {root}: it says how the hand-written pages are built")


def _require_site(root: Path) -> Path:
    """The folder of the built site. Raises `CannotDo`."""
    if not (root / SITE / "index.html").is_file():
        raise CannotDo("there is no built site; `counterside build` makes it")
    return root / SITE


@click.command("offline")
@ROOT
def run_offline(root: Path) -> None:
    """Pack the built site for a stick and for a chat, into dist/. A stick gets a zip, a chat one file per language,
    each named after the site's address."""
    site, target = _require_site(root), root / "dist"
    _, catalog = read_project(root)
    written = [hosting.write_bundle(site, target, catalog.site.address)]
    for language in catalog.site.all_languages:
        path = target / f"{hosting.name_files(catalog.site.address)}-{language.code}.html"
        atomic_write(path, hosting.render_single_page(catalog, language).encode())
        written.append(path)
    for path in written:
        click.echo(f"{path} ({path.stat().st_size / 1000:.0f} kB)")


@click.command("release")
@ROOT
def run_release(root: Path) -> None:
    """Pack the built site as a zip with checksums, into dist/. It has the same bytes on every machine, and is named
    after the site's address."""
    site, (_, catalog) = _require_site(root), read_project(root)
    name = f"{hosting.name_files(catalog.site.address)}-{version('counterside')}"
    target, sums = write_release(site, root / "dist", name)
    click.echo(f"{target}\n{sums}")


def write_release(site: Path, out: Path, name: str) -> tuple[Path, Path]:
    """Write `<name>.zip` and `SHA256SUMS` of it and its files into `out`, for `sha256sum --check`."""
    out.mkdir(parents=True, exist_ok=True)
    target, sums = out / f"{name}.zip", out / SUMS
    files = [file for file in list_files(site) if not file.endswith((".gz", ".br"))]  # a host makes these
    # Not compressed: two versions of zlib compress differently, and a release is compared by its checksum.
    entries = [(f"{name}/{file}", (site / file).read_bytes()) for file in files]
    write_zip(target, entries, is_compressed=False)
    summed = [(target.name, target.read_bytes()), *entries]
    lines = [f"{hashlib.sha256(content).hexdigest()}  {file}\n" for file, content in summed]
    atomic_write(sums, "".join(lines).encode())
    return target, sums


@click.command("export")
@ROOT
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def run_export(root: Path, folder: Path) -> None:
    """Write every page as Markdown into DIR. Pages have front matter; DIR is a new or empty folder, or an earlier
    export."""
    from counterside.export import write_export  # only now: no other command needs an HTML parser

    report = check_project(root)
    if report.problems:
        print_problems(report.problems, report)
        sys.exit(1)
    catalog = report.sound_catalog
    pages = list(routes.render(catalog, CHECKS))
    click.echo(f"writing {count_things(len(pages), 'page')} …", err=True)
    written, files = write_export(root, catalog, pages, folder.absolute())
    click.echo(f"{count_things(written, 'page')} and {count_things(files, 'file')} beside them in {folder}")
