"""The scripts as published: the short one only while it is made from the very text that stands beside it."""

from __future__ import annotations

import gzip
from importlib.resources import files

from counterside.site.view import asset, shortened

READER = files("counterside").joinpath("site", "templates", "reader.js").read_text("utf-8")


def test_the_short_script_is_made_from_the_present_one() -> None:
    assert shortened("reader", READER), "reader.js has changed: run `make scripts`"


def test_what_was_made_from_another_text_is_not_served() -> None:
    assert shortened("reader", READER + "\n") == ""


def test_a_script_that_nobody_made_short_goes_out_as_written() -> None:
    assert shortened("call", "") == ""


def test_what_is_served_is_the_short_one() -> None:
    served = asset("reader.js").content
    assert served.decode() == shortened("reader", READER)
    assert len(gzip.compress(served, mtime=0)) < len(gzip.compress(READER.encode(), mtime=0))
