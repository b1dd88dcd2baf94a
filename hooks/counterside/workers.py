"""Work in processes of its own, one a job, where the system can divide one (fork); one after the other elsewhere."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Job = Callable[[], Any]
"""What one process does. Its result must be plain data, as JSON knows it."""
Hear = Callable[[int], None]
"""Hears how many pieces of the jobs' work are done by now."""
_AT_ONCE = 20
"""Pieces of work that a job tells of at once: listening takes time from those who work."""
_EARFUL = 4096
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


def tell() -> None:
    """Say, from within a job, that one more piece of its work is done."""
    _line.untold += 1
    if _line.untold == _AT_ONCE:
        _line.untold = 0
        _line.say()


def in_processes(
    jobs: Sequence[Job], hear: Hear = lambda done: None, meanwhile: Callable[[], object] = lambda: None
) -> list[Any]:
    """The results of `jobs`, in their order. Everything that was read before is shared and nothing is sent but the
    results, and to `hear` how far they are. What is to be done `meanwhile` is done in this process. Raises `WorkFailed`
    for a job that failed in a process of its own."""
    if len(jobs) < 2 or not hasattr(os, "fork") or threading.active_count() > 1:  # fork leaves other threads behind
        meanwhile()
        return _here(jobs, hear)
    sys.stdout.flush()
    sys.stderr.flush()
    with tempfile.TemporaryDirectory(prefix="counterside-") as folder:
        answers = [Path(folder, str(number)) for number in range(len(jobs))]
        ears, mouth = os.pipe()
        workers = [_begin(job, answer, mouth) for job, answer in zip(jobs, answers, strict=True)]
        os.close(mouth)
        try:
            meanwhile()
            _listen(ears, hear)
            ended = [os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) for worker in workers]
        except BaseException:
            _end(workers)
            raise
        finally:
            os.close(ears)
        for answer, code in zip(answers, ended, strict=True):
            if code:
                raise WorkFailed(answer.read_text("utf-8") if answer.exists() else f"a process ended with {code}")
        return [json.loads(answer.read_text("utf-8")) for answer in answers]


def in_parts(
    work: Callable[[Sequence[T]], Any],
    some: Sequence[T],
    least: int,
    hear: Hear,
    meanwhile: Callable[[], object] = lambda: None,
) -> list[tuple[T, Any]]:
    """What `work` finds out about each of some things, beside it: a part of them in a process of its own for each
    processor, or all of them in this one where there are no more than `least`. `work` answers with one result a thing,
    in their order."""
    parts = dealt(some) if len(some) > least else [some]
    found = in_processes([partial(work, part) for part in parts], hear, meanwhile)
    return [pair for part, results in zip(parts, found, strict=True) for pair in zip(part, results, strict=True)]


def dealt(some: Sequence[T]) -> list[Sequence[T]]:
    """Some things dealt out like cards, as many parts as there are processors for us."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    parts = min(processors, _MOST, len(some))
    return [some[number::parts] for number in range(parts)]


def _here(jobs: Sequence[Job], hear: Hear) -> list[Any]:
    """The results of `jobs`, one after the other in this process."""
    told = count(1)
    before, _line.say = _line.say, lambda: hear(next(told) * _AT_ONCE)
    try:
        return [job() for job in jobs]
    finally:
        _line.say = before


def _listen(ears: int, hear: Hear) -> None:
    """Pass on what the jobs say, until all of them have ended."""
    done = 0
    while said := os.read(ears, _EARFUL):
        done += len(said) * _AT_ONCE
        hear(done)


def _begin(job: Job, answer: Path, mouth: int) -> int:
    """Start a job that says through `mouth` how far it is; the number of its process. The process leaves nothing to
    its parent's clean-up but its answer."""
    worker = os.fork()
    if worker:
        return worker
    code = 1
    try:
        _line.say = lambda: os.write(mouth, b".")
        answer.write_text(json.dumps(job()), encoding="utf-8")
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
