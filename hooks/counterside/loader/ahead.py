"""Many files are parsed by several processes before anybody asks for them: a fifth of checking a large catalog."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from counterside import source, workers
from counterside.cache import seal, unseal
from counterside.memory import Memory

MANY = 500
"""Files below which further processes cost more than it saves."""


def read_ahead(
    root: Path, paths: Sequence[Path], languages: tuple[str, ...], memory: Memory, hear: workers.Hear
) -> None:
    """Let `memory` know the data of `paths`, unless they are few or it knows some already; `hear` is told of how many.
    Files with problems stay unknown, so that whoever reads them meets the problems."""
    if len(paths) < MANY or memory.old_data:
        return
    with tempfile.TemporaryDirectory(prefix="counterside-") as folder:
        parts = [(part, Path(folder, str(number))) for number, part in enumerate(workers.dealt(paths))]
        try:
            workers.in_processes([partial(_parse, root, some, languages, to) for some, to in parts], hear)
        except workers.WorkFailed:
            return  # whatever it was, reading them one by one will say it
        memory.old_data = {file: data for _, to in parts for file, data in (unseal(to, "") or {}).items()}


def _parse(root: Path, paths: Sequence[Path], languages: tuple[str, ...], to: Path) -> None:
    found = Memory()
    for path in paths:
        source.read(path, path.relative_to(root).as_posix(), languages, found)
        workers.tell()
    seal(to, "", found.data)
