"""What was made before, by a hash of all that it was made from. Losing it costs time and nothing else."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_SEAL = 32


@dataclass(frozen=True)
class Cache:
    """A folder of files named by their key. Keys are hex digits; contents are never changed, only added."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """What was kept under `key`, or `None`."""
        try:
            return (self.folder / key).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keep `content`; a reader meets all of it or nothing. Raises `OSError` where the folder refuses."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / key, content)

    def keep_only(self, keys: Collection[str]) -> None:
        """Forget everything else."""
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                if path.name not in keys:
                    path.unlink(missing_ok=True)


def seal(path: Path, key: str, value: Any) -> None:
    """Write plain data under a key, so that damage shows. Raises `OSError`."""
    raw = marshal.dumps((key, value))
    write_whole(path, hashlib.sha256(raw).digest() + raw)


def unseal(path: Path, key: str) -> Any:
    """The plain data kept in a file under that key; `None` where there are none, or none that are whole."""
    try:
        raw = path.read_bytes()
        if hashlib.sha256(raw[_SEAL:]).digest() != raw[:_SEAL]:
            return None
        found_key, value = marshal.loads(raw[_SEAL:])
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return value if found_key == key else None


def digest_of(text: str) -> str:
    """16 hex digits for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def code_of(package: Path) -> str:
    """A hash of a package's files: its code, its templates, its words."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"\n{path.relative_to(package).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def releases(packages: Iterable[str]) -> str:
    """The releases of this Python and of some packages, a line each."""
    return "\n".join((sys.version, *map(_release, packages)))


def _release(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} -"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, whatever happens meanwhile. Raises `OSError`."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write a file unless it holds these very bytes. Returns whether it was written. Raises `OSError`."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True
