"""The catalogue of checks is complete: each has its words, its example of either side, and its golden cases."""

from __future__ import annotations

import re

import pytest

from counterside.check import CHECKS
from counterside.site.context import Explained, explain_check
from counterside.text.problems import Check
from mini_site import CASES

OF_THE_OUTPUT = ("CS8",)
"""Checks of what was built: they need a built site, not a catalog, and are shown where they are tested."""

every_check = pytest.mark.parametrize("check", CHECKS, ids=[check.code for check in CHECKS])
every_check_of_a_catalog = pytest.mark.parametrize(
    "check", [check for check in CHECKS if not check.code.startswith(OF_THE_OUTPUT)], ids=lambda check: check.code
)


def cases(check: Check, *, passing: bool) -> list[str]:
    """The names of a check's golden cases."""
    names = (path.name for path in CASES.iterdir() if path.name.startswith(f"{check.code}-"))
    return [name for name in names if name.startswith(f"{check.code}-pass-") == passing]


def test_codes_stand_in_order_each_once() -> None:
    codes = [check.code for check in CHECKS]
    assert codes == sorted(set(codes))


def test_names_stand_once() -> None:
    names = [check.name for check in CHECKS]
    assert sorted(names) == sorted(set(names))


@every_check
def test_code_and_name_have_their_form(check: Check) -> None:
    assert re.fullmatch(r"CS[0-9]{3}", check.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.name)


@every_check
def test_docstring_opens_with_one_sentence_then_the_same_in_chinese(check: Check) -> None:
    english, chinese = check.doc.split("\n\n")[:2]
    assert re.fullmatch(r"[A-Z`].+\.", english, re.DOTALL)
    assert chinese.startswith("中文：")
    assert re.search("[\u4e00-\u9fff]", chinese.removeprefix("中文："))


@every_check
def test_reasons_are_given_in_both_languages_or_in_neither(check: Check) -> None:
    reasons = explain_check(check).reasons
    assert bool(reasons["zh"]) == bool(reasons["en"])
    assert all(re.search("[\u4e00-\u9fff]", reason) for reason in reasons["zh"])
    assert not any(re.search("^(中文|原因)", reason) for reason in reasons["en"])


@every_check
def test_docstring_shows_both_sides(check: Check) -> None:
    assert re.findall(r"^(Bad|Good):$", check.doc, re.MULTILINE) == ["Bad", "Good"]
    explained: Explained = explain_check(check)
    assert explained.bad.strip()
    assert explained.good.strip()
    assert explained.bad != explained.good


@every_check_of_a_catalog
def test_check_has_a_failing_case(check: Check) -> None:
    assert cases(check, passing=False)


@every_check_of_a_catalog
def test_check_has_a_passing_case(check: Check) -> None:
    assert cases(check, passing=True)


def test_every_case_belongs_to_a_check() -> None:
    known = {check.code for check in CHECKS}
    assert sorted(path.name for path in CASES.iterdir() if path.name[:5] not in known) == []
