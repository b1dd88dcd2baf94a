"""Golden cases: one folder a mistake (`CS201-all-next`), or a legal neighbour of one (`CS201-pass-choices`).

A folder holds the files that differ from `tests/catalog/`, and `expected.txt`: what `check` says, to the letter.
After a change of words: `pytest tests/test_cases.py --update-cases`, then read the diff.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import mini_site
from counterside.check import FITS_CACHE, check_all
from mini_site import CASES, CATALOG, EXPECTED, laid_over, said
from sharing import make_once

_NAME = re.compile(r"(CS\d{3})-(pass-)?[a-z0-9]+(-[a-z0-9]+)*")
_HEADLINE = re.compile(r"[^\s:]+:\d+:\d+: (CS\d{3}) ")
_FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())


@pytest.fixture(scope="session")
def fits(measured: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was measured of the site, and of each base that cases stand on: a case measures only what it changes."""

    def make(folder: Path) -> None:
        shutil.copytree(measured / FITS_CACHE, folder)
        for base in mini_site.BASES.iterdir():
            site = mini_site.fresh_site(tmp_path_factory.mktemp("base") / "site")
            shutil.copytree(base, site, dirs_exist_ok=True)
            check_all(site)
            shutil.copytree(site / FITS_CACHE, folder, dirs_exist_ok=True)

    return make_once(tmp_path_factory, "fits", make)


@pytest.mark.parametrize("case", _FOLDERS, ids=[path.name for path in _FOLDERS])
def test_check_says_exactly_what_is_expected(
    case: Path, fits: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    site = laid_over(case, tmp_path / "site")
    shutil.copytree(fits, site / FITS_CACHE)
    actual = said(site)
    expected = case / EXPECTED
    if request.config.getoption("--update-cases"):
        expected.write_text(actual, encoding="utf-8", newline="\n")
    assert actual == expected.read_text("utf-8")


def test_every_case_is_named_after_the_only_code_it_reports() -> None:
    assert [case.name for case in _FOLDERS if not _is_named_after_its_code(case)] == []


def _is_named_after_its_code(case: Path) -> bool:
    name = _NAME.fullmatch(case.name)
    reported = set(_HEADLINE.findall((case / EXPECTED).read_text("utf-8")))
    return name is not None and reported == (set() if name[2] else {name[1]})


def test_every_file_of_a_case_differs_from_its_base() -> None:
    assert [case.name for case in _FOLDERS if not _files_of(case)] == []
    same = [path for case in _FOLDERS for path in _files_of(case) if _is_as_in_the_base(case, path)]
    assert same == []


def _files_of(case: Path) -> list[Path]:
    return [path for path in case.rglob("*") if path.is_file() and path.name != EXPECTED]


def _is_as_in_the_base(case: Path, path: Path) -> bool:
    base = CATALOG / path.relative_to(case)
    return base.is_file() and base.read_bytes() == path.read_bytes()


def test_base_has_no_problems() -> None:
    assert said(mini_site.CATALOG) == ""
