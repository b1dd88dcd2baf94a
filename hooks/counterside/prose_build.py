"""The hand-written pages: MkDocs builds them in a process of its own, and the result is cached by its inputs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from counterside.text.files import dependency_versions, list_files, package_digest, remove_path, write_zip

PROSE_ONLY = "COUNTERSIDE_PROSE_ONLY"
"""Set in the environment of MkDocs where the pages of the records are written by another process."""
_COMMAND = (sys.executable, "-m", "mkdocs", "build", "--strict")
_PACKAGES = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "pymdown-extensions", "Markdown", "Pygments", "Jinja2")
_PACKAGE = Path(__file__).parent


class ProseFailed(Exception):
    """The hand-written pages could not be built. The message is the engine's log."""


class ProseBuild:
    """Builds the hand-written pages of the project under `root` while the caller does something else. `facts` is what
    they depend on besides their own files. Where nothing changed since the last build, nothing is started. Leaving the
    context stops a build that is under way."""

    def __init__(self, root: Path, cache: Path, facts: bytes) -> None:
        self._root = root
        self._cached = cache / "prose" / f"{prose_key(root, facts)}.zip"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> ProseBuild:
        if not _is_whole(self._cached):
            self._staging = Path(tempfile.mkdtemp(prefix="prose-", dir=self._cached.parent.parent))
            self._log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # a pipe could fill up
            paths = ("--site-dir", str(self._staging / "site"), "--config-file", str(self._root / "mkdocs.yml"))
            self._process = subprocess.Popen(
                [*_COMMAND, *paths],
                cwd=self._root,
                env=engine_environment() | {PROSE_ONLY: "1"},
                stdout=self._log,
                stderr=subprocess.STDOUT,
                text=True,
            )
        return self

    def __exit__(self, *failure: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._log.close()
            shutil.rmtree(self._staging, ignore_errors=True)

    def copy_into(self, folder: Path) -> None:
        """Wait for the pages and put them into `folder`. Raises `ProseFailed` and `OSError`."""
        if self._process is not None:
            if self._process.wait():
                self._log.seek(0)
                raise ProseFailed(_filter_log(self._log.read()))
            self._fill_cache()
        with zipfile.ZipFile(self._cached) as archive:
            # MkDocs knows our pages as addresses only, so it cannot see that a file of docs/ takes one of them.
            twice = [name for name in archive.namelist() if (folder / name).exists()]
            if twice:
                raise ProseFailed(f"the records make {twice[0]} as well: give the file below docs/ another name")
            archive.extractall(folder)

    def _fill_cache(self) -> None:
        """Put what was built in place of everything that was cached before."""
        built, packed = self._staging / "site", self._staging / "site.zip"
        write_zip(packed, ((name, (built / name).read_bytes()) for name in list_files(built)), is_compressed=False)
        remove_path(self._cached.parent)  # one entry only: going back to an older state is rare, and costs seconds
        self._cached.parent.mkdir()
        packed.rename(self._cached)


def engine_environment() -> dict[str, str]:
    """The environment of a process that runs MkDocs."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def prose_key(root: Path, facts: bytes) -> str:
    """A hash of everything that the hand-written pages depend on: texts, settings, `facts`, our code, the releases of
    the engine."""
    digest = hashlib.sha256(facts)
    digest.update(f"{dependency_versions(_PACKAGES)}\n{package_digest(_PACKAGE)}".encode())
    docs = (root / "docs" / name for name in list_files(root / "docs"))
    for path in (root / "mkdocs.yml", *sorted((root / "hooks").glob("*.py")), *docs):
        if path.is_file():
            digest.update(f"\n{path.relative_to(root).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _filter_log(log: str) -> str:
    """The lines of a failed build's log that say what is wrong."""
    lines = [line for line in log.splitlines() if line.strip() and not line.startswith(("INFO", "DEBUG"))]
    return "\n".join(lines) or "MkDocs failed and did not say why"


def _is_whole(cached: Path) -> bool:
    """Whether every file of the cache has the checksum it was written with: damage costs time and nothing else."""
    try:
        with zipfile.ZipFile(cached) as archive:
            return archive.testzip() is None
    except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile):  # each for another byte
        return False
