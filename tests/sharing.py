"""What the processes of one run of the tests share: a turn to make something, and what the first of them made."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

try:
    import fcntl
except ImportError:  # Windows: each process makes its own
    fcntl = None  # type: ignore[assignment]


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole run; of this process alone where the system has no locks."""
    base = factory.getbasetemp()
    return base.parent if fcntl is not None and base.name.startswith("popen-") else base


@contextmanager
def take_turn(factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """The shared folder, while no other process has its turn of this name. A process that dies ends its turn."""
    shared = shared_folder(factory)
    with (shared / f"{name}.lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` creates, given its path: the first process to ask makes it, the others wait for it."""
    with take_turn(factory, name) as shared:
        folder, part = shared / name, shared / f"{name}.part"
        if not folder.exists():
            shutil.rmtree(part, ignore_errors=True)
            make(part)
            part.rename(folder)
    return folder
