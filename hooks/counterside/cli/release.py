"""`counterside release`: the built site as a zip with checksums."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import click

from counterside.build import SITE
from counterside.cli.common import ROOT, CannotRun, find_root, plain_errors
from counterside.text.files import atomic_write, list_files, write_zip

SUMS = "SHA256SUMS"
_LEFT_OUT = (".gz", ".br")  # made by the host that wants them


@click.command("release")
@ROOT
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it; default: dist/ in the project.")
def command(root: Path | None, out: Path | None) -> None:
    """Pack the built site as a zip with checksums, the same bytes on every machine."""
    folder = find_root(root)
    site = folder / SITE
    if not site.is_dir():
        raise CannotRun("there is no built site; `counterside build` makes it")
    with plain_errors():
        target, sums = write_release(site, out or folder / "dist", version("counterside"))
    click.echo(f"{target}\n{sums}")


def write_release(site: Path, out: Path, release: str) -> tuple[Path, Path]:
    """Write `counterside-<release>.zip` and `SHA256SUMS` into `out`, as `sha256sum --check` reads it: the zip first,
    then the files in it, below the folder it unpacks to."""
    out.mkdir(parents=True, exist_ok=True)
    name = f"counterside-{release}"
    target, sums = out / f"{name}.zip", out / SUMS
    files = [file for file in list_files(site) if not file.endswith(_LEFT_OUT)]
    entries = [(f"{name}/{file}", (site / file).read_bytes()) for file in files]
    write_zip(target, entries, is_compressed=False)
    lines = [_checksum_line(target.name, target.read_bytes()), *(_checksum_line(*entry) for entry in entries)]
    atomic_write(sums, "".join(lines).encode())
    return target, sums


def _checksum_line(name: str, content: bytes) -> str:
    return f"{hashlib.sha256(content).hexdigest()}  {name}\n"
