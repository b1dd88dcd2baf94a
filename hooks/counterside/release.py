"""A release: the built site as one zip, the same on every machine, with the checksum of the zip and of every file."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

SUMS = "SHA256SUMS"
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can say
_LEFT_OUT = (".gz", ".br")  # made by the host that wants them


def release(site: Path, out: Path, version: str) -> tuple[Path, Path]:
    """Write `counterside-<version>.zip` and `SHA256SUMS` into `out`, as `sha256sum --check` reads it. The first line is
    the zip's, the others are those of the files in it, below the folder it unpacks to."""
    out.mkdir(parents=True, exist_ok=True)
    name = f"counterside-{version}"
    target = out / f"{name}.zip"
    files = [path for path in sorted(site.rglob("*")) if path.is_file() and path.suffix not in _LEFT_OUT]
    lines = []
    # Stored, not deflated: two versions of zlib make different bytes of the same file.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in files:
            inside = f"{name}/{path.relative_to(site).as_posix()}"
            content = path.read_bytes()
            archive.writestr(_entry(inside), content)
            lines.append(_line(content, inside))
    sums = out / SUMS
    sums.write_text("".join([_line(target.read_bytes(), target.name), *lines]), encoding="utf-8", newline="\n")
    return target, sums


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _BEGINNING)
    entry.create_system = 3  # the same on Windows
    entry.external_attr = 0o644 << 16
    return entry


def _line(content: bytes, name: str) -> str:
    return f"{hashlib.sha256(content).hexdigest()}  {name}\n"
