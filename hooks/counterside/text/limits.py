"""A limit on the time that a piece of work takes: a pattern that an editor wrote may try more ways than there is time
for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TookTooLong(Exception):
    """The work used more of the processor's time than it may."""


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Raise `TookTooLong` inside once the work has used that much of the processor's time. Windows and other threads
    than the first have no such alarm; there the work goes on."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    outer, _ = signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        left, _ = signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        if outer:  # a limit around this one goes on
            signal.setitimer(signal.ITIMER_VIRTUAL, max(outer - (seconds - left), 0.01))
