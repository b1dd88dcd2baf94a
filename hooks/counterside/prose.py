"""The hand-written pages, built by their engine in a process of its own, and kept until what they hang on changes."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from counterside.cache import code_of, releases, write_whole

FOLDER = "prose"
_LIST = ".list.json"
_ENGINE = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "pymdown-extensions", "Markdown", "Pygments", "Jinja2")
_PACKAGE = Path(__file__).parent


def lay(root: Path, cache: Path, outline: bytes, make: Callable[[Path], None], target: Path) -> bool:
    """Put the built prose into `target`. `make` builds it into a folder; it is not asked where nothing changed since
    last time. `outline` is what the prose knows of the site beside it. Returns whether it was built. Raises `OSError`,
    and what `make` raises."""
    kept = cache / FOLDER / _key(root, outline)
    is_new = not _is_whole(kept)
    if is_new:
        _build(kept, make)
    shutil.copytree(kept, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(_LIST))
    return is_new


def _build(kept: Path, make: Callable[[Path], None]) -> None:
    """Build beside, then put it in place of all that was kept before."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="prose-", dir=kept.parent.parent) as beside:
        made = Path(beside, "site")
        make(made)
        write_whole(made / _LIST, json.dumps(_digests(made), sort_keys=True).encode())
        for old in kept.parent.iterdir():
            shutil.rmtree(old, ignore_errors=True)
        made.rename(kept)


def _is_whole(kept: Path) -> bool:
    """Whether what was kept is there as it was written: a damaged cache costs time and nothing else."""
    try:
        listed = json.loads((kept / _LIST).read_bytes())
    except (OSError, ValueError):
        return False
    return bool(listed == _digests(kept))


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in _files(folder)
        if path.name != _LIST
    }


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)


def _key(root: Path, outline: bytes) -> str:
    """A hash of everything the prose is made from: texts, settings, our code, the engine's releases."""
    digest = hashlib.sha256(outline)
    digest.update(f"{releases(_ENGINE)}\n{code_of(_PACKAGE)}".encode())
    for path in (root / "mkdocs.yml", *sorted((root / "hooks").glob("*.py")), *_files(root / "docs")):
        if path.is_file():
            digest.update(f"\n{path.relative_to(root).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]
