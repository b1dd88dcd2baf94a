"""Work in processes of its own, one a job, where the system can divide one (fork); one after the other elsewhere."""

from __future__ import annotations

import marshal
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Job = Callable[[], Any]
"""What one process does. Its result must be plain data: numbers, texts, bytes; lists, tuples, mappings of them."""
Hear = Callable[[int], None]
"""Hears how many pieces of the jobs' work are done by now."""
_AT_ONCE = 20
"""Pieces of work that a job tells of at once: listening takes time from those who work."""
_EARFUL = 4096
_TURNS = 64
"""Parts of work that is taken in turns, at most 256: the smaller, the more evenly it is shared."""
_MOST = 8
"""Processes at a time, however many processors there are: each takes memory."""


class WorkFailed(Exception):
    """A job came to nothing; the message says why."""


@dataclass
class _Line:
    """Where a job says how far it is. Outside of jobs nobody listens."""

    say: Callable[[], object] = lambda: None
    untold: int = 0


_line = _Line()
_mouths: set[FileIO] = set()
"""What the crews that are at work speak through."""


def tell() -> None:
    """Say, from within a job, that one more piece of its work is done."""
    _line.untold += 1
    if _line.untold == _AT_ONCE:
        _line.untold = 0
        _line.say()


class Crew:
    """Jobs that go on beside this process, each in one of its own: everything that was read before is shared with it,
    and nothing is sent but its result and, to `hear`, how far all of them are. Where the system cannot divide a process
    a job is done as it is begun. Who leaves before asking for the results leaves nobody behind."""

    def __init__(self, hear: Hear = lambda done: None) -> None:
        self._hear = hear
        self._done = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        ears, mouth = os.pipe()
        self._ears, self._mouth = os.fdopen(ears, "rb", buffering=0), os.fdopen(mouth, "wb", buffering=0)
        _mouths.add(self._mouth)
        self._working: list[int] = []
        self._answers: list[Job] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *failure: object) -> None:
        _end(self._working)
        self._hush()
        self._ears.close()
        if self._folder:
            self._folder.cleanup()

    def begin(self, job: Job) -> None:
        """Have one more job done."""
        if not _divides():
            result = self.here(job)
            self._answers.append(lambda: result)
            return
        sys.stdout.flush()
        sys.stderr.flush()
        self._folder = self._folder or tempfile.TemporaryDirectory(prefix="counterside-")
        answer = Path(self._folder.name, str(len(self._answers)))
        worker = _begin(job, answer, self._mouth)
        self._working.append(worker)
        self._answers.append(partial(self._answer_of, worker, answer))

    def results(self) -> list[Any]:
        """What the jobs came to, in the order in which they were begun. Raises `WorkFailed` for a job that failed in a
        process of its own."""
        self._hush()
        if self._working:
            os.set_blocking(self._ears.fileno(), True)
        while said := self._ears.read(_EARFUL):  # until all of them have ended
            self._listen(len(said))
        return [answer() for answer in self._answers]

    def _hush(self) -> None:
        _mouths.discard(self._mouth)
        self._mouth.close()

    def _tell(self) -> None:
        """What a job says that is done here; the others are listened to on the way, and not waited for."""
        said = 1
        if self._working:
            os.set_blocking(self._ears.fileno(), False)
            said += len(self._ears.read(_EARFUL) or b"")
        self._listen(said)

    def _listen(self, said: int) -> None:
        self._done += said * _AT_ONCE
        self._hear(self._done)

    def here(self, job: Job) -> Any:
        """The result of a job done at once, in this process."""
        before, _line.say = _line.say, self._tell
        try:
            return job()
        finally:
            _line.say = before

    def _answer_of(self, worker: int, answer: Path) -> Any:
        code = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
        self._working.remove(worker)
        if code:
            raise WorkFailed(answer.read_text("utf-8") if answer.exists() else f"a process ended with {code}")
        return marshal.loads(answer.read_bytes())


def in_processes(jobs: Sequence[Job], hear: Hear = lambda done: None) -> list[Any]:
    """The results of `jobs`, in their order, each done in a process of its own; `hear` is told how far they are. Raises
    `WorkFailed`."""
    with Crew(hear) as crew:
        for job in jobs:
            crew.begin(job)
        return crew.results()


def _divides() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1  # fork leaves other threads behind


def _begin(job: Job, answer: Path, mouth: FileIO) -> int:
    """Start a job that says through `mouth` how far it is; the number of its process. The process leaves nothing to
    its parent's clean-up but its answer."""
    worker = os.fork()
    if worker:
        return worker
    code = 1
    try:
        for other in _mouths - {mouth}:
            other.close()  # or whoever listens there would wait for this job too
        _line.say = lambda: mouth.write(b".")
        answer.write_bytes(marshal.dumps(job()))
        code = 0
    except KeyboardInterrupt:
        code = 130
    except OSError as error:
        answer.write_text(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), encoding="utf-8")
    except Exception as error:  # noqa: BLE001  # whatever it was, the other side must hear of it
        answer.write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
    finally:
        os._exit(code)  # not `sys.exit`: the parent's `finally` clauses are not ours to run


def _end(workers: Sequence[int]) -> None:
    """Stop what is still running and wait for it: nobody writes into a folder that is being removed."""
    for worker in workers:
        try:
            os.kill(worker, 15)
            os.waitpid(worker, 0)
        except (ProcessLookupError, ChildProcessError):
            continue
