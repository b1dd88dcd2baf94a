"""Work in several processes: what it comes to, how far it is, and how it fails."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from counterside import workers


def count_to(number: int) -> int:
    for _ in range(number):
        workers.tell()
    return number


def test_results_come_in_the_order_of_the_jobs() -> None:
    assert workers.in_processes([lambda: "one", lambda: "two"]) == ["one", "two"]


def test_who_works_here_hears_the_others_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    counted, heard = tmp_path / "counted", list[int]()

    def wait() -> int:
        for _ in range(1000):
            if counted.exists():
                return count_to(20)
            time.sleep(0.01)
        return 0

    with workers.Crew(heard.append) as crew:
        crew.begin(lambda: [count_to(100), counted.touch()])
        crew.here(wait)
        assert heard == [120]


def test_who_waits_for_one_crew_does_not_wait_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    known = tmp_path / "known"

    def wait() -> str:
        for _ in range(1000):
            if known.exists():
                return "known"
            time.sleep(0.01)
        return "never known"

    with workers.Crew() as quick, workers.Crew() as slow:
        quick.begin(lambda: "done")
        slow.begin(wait)
        assert quick.results() == ["done"]
        known.touch()
        assert slow.results() == ["known"]


def test_where_a_process_cannot_be_divided_a_job_is_done_as_it_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    done: list[str] = []
    with workers.Crew() as crew:
        crew.begin(lambda: done.append("here"))
        assert done == ["here"]


@pytest.mark.parametrize("jobs", [1, 3])
def test_it_is_heard_how_far_the_work_is(jobs: int) -> None:
    heard: list[int] = []
    workers.in_processes([lambda: count_to(100)] * jobs, heard.append)
    assert heard[-1] == 100 * jobs
    assert heard == sorted(heard)


def test_beside_a_thread_the_work_is_done_here() -> None:
    held = threading.Event()
    other = threading.Thread(target=held.wait)
    other.start()
    heard: list[int] = []
    assert workers.in_processes([lambda: count_to(20), lambda: count_to(20)], heard.append) == [20, 20]
    assert heard == [20, 40]
    held.set()
    other.join()


def test_a_job_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # other tests of this process leave threads behind
    with pytest.raises(workers.WorkFailed, match="ZeroDivisionError"):
        workers.in_processes([lambda: 1, lambda: 1 // 0])


def test_outside_of_a_job_nobody_listens() -> None:
    assert count_to(100) == 100
