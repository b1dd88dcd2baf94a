"""A limit on the time of a piece of work: it stops a pattern that tries every way, inside another limit as well."""

from __future__ import annotations

import re
import sys

import pytest

from counterside.check import TookTooLong, limit_time

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the system has no alarm for the time a program took")
ENDLESS = re.compile("(?:a|a)*b")
LONG = "a" * 40


def test_a_pattern_that_does_not_end_is_stopped() -> None:
    with pytest.raises(TookTooLong), limit_time(0.05):
        ENDLESS.search(LONG)


def test_a_limit_inside_another_leaves_the_outer_one_as_it_is() -> None:
    with pytest.raises(TookTooLong), limit_time(0.1):
        _use_a_limit_and_go_on()


def _use_a_limit_and_go_on() -> None:
    with limit_time(5):
        assert ENDLESS.search("ab")
    ENDLESS.search(LONG)


def test_work_that_ends_is_left_alone() -> None:
    with limit_time(0.5):
        found = ENDLESS.search("ab")
    assert found
