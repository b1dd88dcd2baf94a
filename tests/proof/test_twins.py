"""Every small catalog on which a path is found has a twin: the same catalog corrected, on which nothing is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mini_site import CASES, EXPECTED

PATH = re.compile(r"CS62[145]-(?!pass)")
TWINS = {
    "CS621-answer-skips-the-question": "CS621-pass-answer-asks-first",
    "CS621-gate-asked-of-another-kind": "CS621-pass-gate-left-to-its-kind",
    "CS621-handed-over-too-early": "CS621-pass-handed-over-last",
    "CS621-list-about-another-kind": "CS621-pass-kind-has-a-remedy-of-its-own",
    "CS621-more-ways": "CS621-pass-more-ways-closed",
    "CS621-note-of-a-code": "CS621-pass-note-asks-first",
    "CS621-one-waived-and-another": "CS621-pass-waived",
    "CS621-page-of-a-remedy": "CS621-pass-page-leads-to-the-question",
    "CS621-remedy-for-an-earlier-moment": "CS621-pass-moment-is-asked",
    "CS621-sign-of-another-list": "CS621-pass-sign-says-what-it-is",
    "CS621-tick-leaves-a-part": "CS621-pass-tick-settles-all",
    "CS621-type-never-asked": "CS621-pass-type-asked-later",
    "CS624-gate-leads-back": "CS624-pass-asks-somebody-else",
    "CS625-counter-that-stays": "CS625-pass-counter-is-asked",
    "CS625-picture-that-stays": "CS625-pass-picture-is-cleared-at-the-end",
}


def files_of(case: str) -> set[Path]:
    folder = CASES / case / "checklists"
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def test_no_failing_catalog_is_without_a_twin() -> None:
    assert sorted(case.name for case in CASES.iterdir() if PATH.match(case.name)) == sorted(TWINS)


@pytest.mark.parametrize(("failing", "silent"), TWINS.items())
def test_twin_is_the_same_catalog_corrected(failing: str, silent: str) -> None:
    assert files_of(failing) & files_of(silent)
    assert (CASES / failing / EXPECTED).read_text("utf-8") != ""
    assert (CASES / silent / EXPECTED).read_text("utf-8") == ""
