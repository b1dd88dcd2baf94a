"""Bars for work that takes longer than a second, on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from counterside.pipeline import Watch

PATIENCE = 1.0
"""Seconds before anything is shown: what is quick needs no bar."""
_PACE = 0.1
"""Seconds between two looks: drawing a bar costs more than most of what it counts."""


@contextmanager
def watching() -> Iterator[Watch]:
    """A bar for what is being done now: one that is gone when the work is done, so that logs stay clean. It has no
    thread of its own: a build could not divide into processes beside one."""
    bar = _Bar()
    try:
        yield bar.watch
    finally:
        bar.end()


class _Bar:
    """The bar of one command, there once it has taken a while."""

    def __init__(self) -> None:
        self._progress: Any = None
        self._work = ""
        self._due = perf_counter() + PATIENCE

    def watch(self, work: str, done: int, total: int) -> None:
        now = perf_counter()
        is_new = work != self._work
        if now < self._due and not (self._progress and (is_new or done == total)):
            return
        self._due = now + _PACE
        self._progress = self._progress or _begun()
        if is_new:
            for task in self._progress.task_ids:
                self._progress.remove_task(task)
            self._progress.add_task(work, total=None)
        self._work = work
        self._progress.update(self._progress.task_ids[0], completed=done, total=total or None, refresh=True)

    def end(self) -> None:
        if self._progress:
            self._progress.stop()


def _begun() -> Any:
    # imported only now: most commands are done before anybody would look at a bar
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    progress.start()
    return progress
