"""`counterside offline`, `release` and `export`: the site for a stick or a chat, for a host, for another engine."""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import click

from counterside.build import SITE, render_site
from counterside.check import check_project
from counterside.cli.common import ROOT, count_things, print_problems, read_catalog
from counterside.site import offline
from counterside.text.files import atomic_write, list_files, write_zip
from counterside.text.problems import CannotDo

SUMS = "SHA256SUMS"
_LEFT_OUT = (".gz", ".br")  # made by the host that wants them
_OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="Where to put the files; default: dist/ in the project."
)


def _require_site(root: Path) -> Path:
    """The folder of the built site. Raises `CannotDo`."""
    if not (root / SITE / "index.html").is_file():
        raise CannotDo("there is no built site; `counterside build` makes it")
    return root / SITE


@click.command("offline")
@ROOT
@_OUT
def run_offline(root: Path, out: Path | None) -> None:
    """Pack the built site as a zip for a stick, and as one file per language for a chat."""
    site, target = _require_site(root), out or root / "dist"
    catalog = read_catalog(root)
    written = [offline.write_bundle(site, target, urlsplit(catalog.site.address).path)]
    for language in catalog.site.all_languages:
        path = target / f"counterside-{language.code}.html"
        atomic_write(path, offline.render_single_page(catalog, language).encode())
        written.append(path)
    for path in written:
        click.echo(f"{path} ({path.stat().st_size / 1000:.0f} kB)")


@click.command("release")
@ROOT
@_OUT
def run_release(root: Path, out: Path | None) -> None:
    """Pack the built site as a zip with checksums, the same bytes on every machine."""
    target, sums = write_release(_require_site(root), out or root / "dist", version("counterside"))
    click.echo(f"{target}\n{sums}")


def write_release(site: Path, out: Path, release: str) -> tuple[Path, Path]:
    """Write `counterside-<release>.zip` and `SHA256SUMS` into `out`, as `sha256sum --check` reads it: the zip first,
    then the files in it, below the folder it unpacks to."""
    out.mkdir(parents=True, exist_ok=True)
    name = f"counterside-{release}"
    target, sums = out / f"{name}.zip", out / SUMS
    files = [file for file in list_files(site) if not file.endswith(_LEFT_OUT)]
    # Not compressed: two versions of zlib compress differently, and a release is compared by its checksum.
    entries = [(f"{name}/{file}", (site / file).read_bytes()) for file in files]
    write_zip(target, entries, is_compressed=False)
    lines = [_checksum_line(target.name, target.read_bytes()), *(_checksum_line(*entry) for entry in entries)]
    atomic_write(sums, "".join(lines).encode())
    return target, sums


def _checksum_line(name: str, content: bytes) -> str:
    return f"{hashlib.sha256(content).hexdigest()}  {name}\n"


@click.command("export")
@ROOT
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def run_export(root: Path, folder: Path) -> None:
    """Write every page as Markdown with front matter into DIR, a new or empty folder or an earlier export."""
    from counterside.export import write_export  # only now: the other two commands need no HTML parser

    report = check_project(root)
    if report.problems or report.catalog is None:
        print_problems(report.problems, report)
        sys.exit(1)
    site = render_site(root, report.catalog)
    click.echo(f"writing {count_things(len(site.pages), 'page')} …", err=True)
    done = write_export(root, report.catalog, site.pages, site.assets, folder.absolute())
    click.echo(f"{count_things(done.pages, 'page')} and {count_things(done.assets, 'file')} beside them in {folder}")
