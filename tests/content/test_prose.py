"""Hand-written pages that cannot be read."""

from __future__ import annotations

from pathlib import Path

from counterside.check import check_project


def test_a_page_that_is_not_utf8_is_told_once_and_compared_with_nothing(site: Path) -> None:
    page = site / "docs" / "about.en.md"
    page.write_bytes(page.read_bytes() + b"caf\xe9\n")
    (problem,) = check_project(site).problems
    assert (problem.headline, problem.fix) == (
        "docs/about.en.md:6:4: CS001 is not UTF-8 from here on",
        "save the file as UTF-8 (in Notepad: Save as → UTF-8)",
    )
