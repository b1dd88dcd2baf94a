"""Work in several processes: what it comes to, how far it is, and how it fails."""

from __future__ import annotations

import threading

import pytest

from counterside import workers


def count_to(number: int) -> int:
    for _ in range(number):
        workers.tell()
    return number


def test_results_come_in_the_order_of_the_jobs() -> None:
    assert workers.in_processes([lambda: "one", lambda: "two"]) == ["one", "two"]


@pytest.mark.parametrize("least", [2, 9])
def test_each_thing_stands_beside_what_was_found_out_about_it(least: int) -> None:
    found = workers.in_halves(lambda some: [10 * one for one in some], [1, 2, 3], least, lambda done: None)
    assert sorted(found) == [(1, 10), (2, 20), (3, 30)]


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
