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
    """A bar for each long work: one that is gone when the work is done, so that logs stay clean. It has no thread of
    its own: a build could not divide into processes beside one."""
    bars = _Bars()
    try:
        yield bars.watch
    finally:
        bars.end()


class _Bars:
    """The bars of one command; none until it has taken a while."""

    def __init__(self) -> None:
        self._progress: Any = None
        self._works: dict[str, Any] = {}
        self._due = perf_counter() + PATIENCE

    def watch(self, work: str, done: int, total: int) -> None:
        now = perf_counter()
        is_due = now >= self._due
        if not is_due and not (self._progress and (done == total or work not in self._works)):
            return
        self._due = now + _PACE
        self._progress = self._progress or _begun()
        if work not in self._works:
            self._works[work] = self._progress.add_task(work)
        self._progress.update(self._works[work], completed=done, total=total or None, refresh=True)

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
