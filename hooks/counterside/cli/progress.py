"""The progress of a command on stderr."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import Any

SHOW_AFTER_SECONDS = 1.0
"""What is quick needs no bar."""
REFRESH_SECONDS = 0.1
"""Drawing a bar costs more than most of what it counts."""


class Progress:
    """A progress hook with a bar that appears after a second and is removed at the end, so that logs stay clean.
    `names_steps` prints a line for every step as it begins. `seconds` holds the wall time by step, in order."""

    def __init__(self, names_steps: bool = False) -> None:
        self.seconds: dict[str, float] = {}
        self._names_steps = names_steps
        self._bar: Any = None
        self._step = ""
        self._last = perf_counter()
        self._next_refresh = self._last + SHOW_AFTER_SECONDS

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *failure: object) -> None:
        self._end_step(perf_counter())
        if self._bar:
            self._bar.stop()

    def __call__(self, step: str, done: int, total: int) -> None:
        now = perf_counter()
        is_new = step != self._step
        if is_new:
            self._end_step(now)
            self._step = step
            if self._names_steps:
                print(f"building {step} …", file=sys.stderr)  # noqa: T201  # `click.echo` would write into the bar
        if (self._bar and is_new) or now >= self._next_refresh:
            self._next_refresh = now + REFRESH_SECONDS
            self._show(done, total)

    def _end_step(self, now: float) -> None:
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0) + now - self._last
        self._last = now

    def _show(self, done: int, total: int) -> None:
        self._bar = self._bar or _start_bar()
        for task in self._bar.task_ids:
            self._bar.remove_task(task)
        self._bar.add_task(self._step, completed=done, total=total or None)
        self._bar.refresh()


def _start_bar() -> Any:
    # imported here, because most commands end before the bar appears
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    bar.start()
    return bar
