"""Work in processes of its own, one a job, where the system can divide one (fork); one after the other elsewhere."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Job = Callable[[], Any]
"""What one process does. Its result must be plain data, as JSON knows it."""


class WorkFailed(Exception):
    """A job came to nothing; the message says why."""


def in_processes(jobs: Sequence[Job]) -> list[Any]:
    """The results of `jobs`, in their order. Everything that was read before is shared and nothing is sent but the
    results. Raises `WorkFailed` for a job that failed in a process of its own."""
    if len(jobs) < 2 or not hasattr(os, "fork") or threading.active_count() > 1:  # fork leaves other threads behind
        return [job() for job in jobs]
    sys.stdout.flush()
    sys.stderr.flush()
    with tempfile.TemporaryDirectory(prefix="counterside-") as folder:
        answers = [Path(folder, str(number)) for number in range(len(jobs))]
        workers = [_begin(job, answer) for job, answer in zip(jobs, answers, strict=True)]
        try:
            ended = [os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) for worker in workers]
        except KeyboardInterrupt:
            _end(workers)
            raise
        for answer, code in zip(answers, ended, strict=True):
            if code:
                raise WorkFailed(answer.read_text("utf-8") if answer.exists() else f"a process ended with {code}")
        return [json.loads(answer.read_text("utf-8")) for answer in answers]


def _begin(job: Job, answer: Path) -> int:
    """Start a job; the number of its process. The process leaves nothing to its parent's clean-up but its answer."""
    worker = os.fork()
    if worker:
        return worker
    code = 1
    try:
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
