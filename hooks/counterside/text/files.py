"""Files: a cache by content, atomic and sparing writes, zips, and digests of what a result depends on."""

import base64
import hashlib
import os
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

# The front matter of a hand-written page, what a page says of itself there, and its first heading without its id.
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_ENTRY = re.compile(r"^(title|description):(.*)$", re.MULTILINE)
_HEADING = re.compile(r"^# (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Cache:
    """A folder of files named by a key of hex digits. Entries are added and never changed."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """The content stored under `key`, or `None`."""
        with suppress(FileNotFoundError):
            return (self.folder / key).read_bytes()
        return None

    def put(self, key: str, content: bytes) -> None:
        """Store `content`. Raises `OSError` where the folder cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        atomic_write(self.folder / key, content)

    def prune(self, keys: Collection[str]) -> None:
        """Remove every entry whose key is not in `keys`."""
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                if path.name not in keys:
                    path.unlink(missing_ok=True)


def atomic_write(path: Path, content: bytes) -> None:
    """Write a file at once, so that no reader meets a part; one that was there keeps its mode. Raises `OSError`."""
    mode = path.stat().st_mode & 0o7777 if path.exists() else 0o644
    # In the same folder: a rename from another disk would be a copy, which can be seen half done.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(mode)  # `mkstemp` lets only its owner read
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file, and the folders around it, unless it holds these bytes. Raises `OSError`."""
    # A file that is not written keeps its date, so that uploads and live previews skip it.
    with suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def name_file(base: str, code: str, languages: tuple[str, ...]) -> str:
    """A hand-written page's file in a language; `base` is the one in the first of `languages`."""
    return base if code == languages[0] else f"{base.removesuffix('.md')}.{code}.md"


def split_page(text: str) -> tuple[str, str, str]:
    """The title, the description, and the text below the front matter of a hand-written page; empty if it has none."""
    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    entries = {key: value.strip() for key, value in _ENTRY.findall(front[1])} if front else {}
    entries = {key: value[1:-1] if value[:1] in ("'", '"') else value for key, value in entries.items()}
    heading = _HEADING.search(body)
    title = heading[1].strip() if heading else ""
    title = title.rpartition("{")[0].rstrip() if title.endswith("}") else title
    return entries.get("title") or title, entries.get("description", ""), body


def stamp_path(path: str, content: bytes) -> str:
    """A path with the hash of its content in the name, so that a host may keep it for ever: `guide-5a1b2c3d.js`."""
    stem, _, ending = path.rpartition(".")
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:8]}.{ending}"


def hash_inline(content: str) -> str:
    """How a content policy names a script or a stylesheet that is written in a page: `'sha256-…'`, quotes included."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def list_files(folder: Path) -> list[str]:
    """The files below a folder by their path there, with `/`, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def remove_path(path: Path) -> None:
    """Remove a file, or a folder with everything in it, where there is one. Raises `OSError`."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def swap_folders(new: Path, place: Path) -> None:
    """Put the folder `new` in the place of another by two renames: no reader meets a mixture. Raises `OSError`."""
    old = new.with_name(f"{new.name}-old")  # next to it, on the same disk: a rename there is at once
    if place.exists():
        place.rename(old)
    try:
        new.rename(place)
    except BaseException:  # an interrupt as well: one of the two must be there
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_zip(path: Path, entries: Iterable[tuple[str, bytes]], is_compressed: bool) -> None:
    """Write a zip; uncompressed, it has the same bytes with every version of zlib. Raises `OSError`."""
    method = zipfile.ZIP_DEFLATED if is_compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", method, compresslevel=9) as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name)  # with the earliest date: the same bytes on any day
            entry.compress_type = method
            entry.create_system = 3  # Unix, on Windows as well
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)


@cache
def package_digest(package: Path) -> str:
    """A hash of the files of a package: code, templates, labels. 64 hex digits."""
    digest = hashlib.sha256()
    for name in list_files(package):
        if "__pycache__" not in name:  # what Python leaves there says nothing about the code
            # Names as well: a template that is only renamed is another one to whatever asks for it.
            digest.update(f"\n{name}\n".encode())
            digest.update(hashlib.sha256((package / name).read_bytes()).digest())
    return digest.hexdigest()


def dependency_versions(packages: Iterable[str]) -> str:
    """The versions of Python and of some packages, one per line; `-` for a package that is not installed."""
    found = ((name, next((each.version for each in distributions(name=name)), "-")) for name in packages)
    return "\n".join([sys.version, *(f"{name} {version}" for name, version in found)])
