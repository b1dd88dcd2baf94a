"""What git knows: the project as it was at a revision, and the days on which records were changed last."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from counterside.model import Catalog
from counterside.text.problems import CannotDo, Problem


def extract_revision(root: Path, revision: str, parts: tuple[str, ...], into: Path) -> date:
    """Write the folders `parts` of `root` as they were at `revision` into the empty folder `into`, and return the
    day of that revision. A part that was not there then is left out. Raises `CannotDo`."""
    if shutil.which("git") is None:
        raise CannotDo("git is not installed, and only git knows what the records were")
    refused = explain_refusal(root)
    if refused:
        raise CannotDo(f"git does not read {root}: {refused}")
    if _run_git(root, "rev-parse", "--is-inside-work-tree").returncode:
        raise CannotDo(f"{root} is no git checkout, so there is no past to compare with")
    # A revision is typed by people: behind this option it cannot be an option itself.
    found = _run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        raise CannotDo(f"git knows no revision `{revision}`")
    commit = found.stdout.decode().strip()
    known = [part for part in parts if not _run_git(root, "cat-file", "-e", f"{commit}:./{part}").returncode]
    if not known:
        raise CannotDo(f"there was no {parts[0]} at `{revision}`")
    # As a zip, and not checked out: the working copy may hold changes that are not committed.
    archive = _run_git(root, "archive", "--format=zip", commit, "--", *known)
    if archive.returncode:
        raise CannotDo(f"git could not read `{revision}`: {archive.stderr.decode(errors='replace').strip()}")
    with zipfile.ZipFile(io.BytesIO(archive.stdout)) as files:
        files.extractall(into)
    return date.fromisoformat(_run_git(root, "show", "--no-patch", "--format=%cs", commit).stdout.decode().strip())


def read_head(root: Path, files: Iterable[str]) -> dict[str, str]:
    """The texts of some files below `root` as the last commit has them; those that git does not know are left out."""
    found = {file: _run_git(root, "show", f"HEAD:./{file}") for file in files}
    return {file: done.stdout.decode(errors="replace") for file, done in found.items() if not done.returncode}


def _run_git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command, english = ("git", "-C", str(root), *arguments), {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(command, capture_output=True, check=False, env=english)
    except FileNotFoundError:  # without git there is no history: as where there is no checkout
        return subprocess.CompletedProcess(command, 127, b"", b"not a git repository")


def explain_refusal(root: Path) -> str:
    """Why git does not read a checkout, in its own words; nothing where it does, and where there is none to read."""
    done = _run_git(root, "rev-parse", "--is-inside-work-tree")
    reason = done.stderr.decode(errors="replace").strip().partition("\n")[0].removeprefix("fatal: ")
    return reason if done.returncode and "not a git repository" not in reason else ""


def list_last_changes(root: Path, part: str, files: Iterable[str]) -> dict[str, date]:
    """The day of the last commit of each of `files` below `root/part`, paths relative to `root`. Files that were
    changed since, or never committed, are left out; so is everything where there is no git."""
    changed = _run_git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", part)
    prefix = _run_git(root, "rev-parse", "--show-prefix")
    if changed.returncode or prefix.returncode:
        return {}
    below = prefix.stdout.decode().strip()  # the project may be a folder of a larger checkout
    # Two letters of status and a space come before each name.
    dirty = {entry[3:].removeprefix(below) for entry in changed.stdout.decode(errors="replace").split("\0")}
    wanted = set(files) - dirty
    log = _run_git(root, "log", "--relative", "--no-renames", "--format=%x01%cs", "--name-only", "-z", "--", part)
    found: dict[str, date] = {}
    for commit in log.stdout.decode(errors="replace").split("\x01")[1:]:
        day, *names = commit.replace("\n", "\0").split("\0")
        for name in names:  # the newest commit comes first
            if name in wanted:
                found.setdefault(name, date.fromisoformat(day))
    return found


def find_late_reviews(root: Path, catalog: Catalog) -> Iterator[Problem]:
    """The records whose `reviewed` is later than the last commit of their file. Silent without git, and about files
    that are not committed as they are."""
    latest: dict[str, date] = {}
    for record in catalog.records:
        if record.reviewed is not None:
            file = record.place.file
            latest[file] = max(record.reviewed, latest.get(file, record.reviewed))
    committed = list_last_changes(root, "checklists", latest)
    for record in catalog.records:
        day = committed.get(record.place.file)
        if day is not None and record.reviewed is not None and record.reviewed > day:
            message = f"reviewed on {record.reviewed}, but last committed on {day}"
            fix = f"write the day of the review, {day} or earlier"
            yield Problem(record.place.at("reviewed"), message, fix, "CS703")
        elif day is None and record.reviewed is not None and _is_yet_to_come(record.reviewed, root / record.place.file):
            message = f"reviewed on {record.reviewed}, which is yet to come"
            yield Problem(record.place.at("reviewed"), message, "write the day of the review", "CS703")


def _is_yet_to_come(day: date, path: Path) -> bool:
    """Whether a day is later than the one after a file was saved, which it can be nowhere on earth."""
    with suppress(OSError):
        return day > datetime.fromtimestamp(path.stat().st_mtime, UTC).date() + timedelta(days=1)
    return False
