"""The catalogue of checks is complete: each has its words, its example of either side, and its golden cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from counterside.check import CHECKS
from counterside.site.routes import explain_check
from counterside.text.problems import Check
from mini_site import CASES, PROJECT
from mutation import breaks

OF_THE_OUTPUT = ("CS8",)
"""Checks of what was built: they need a built site, not a catalog, and are shown where they are tested."""

OF_A_CATALOG = [check for check in CHECKS if not check.code.startswith(OF_THE_OUTPUT)]


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


def failing(checks: Iterable[Check], is_right: Callable[[Check], object]) -> list[str]:
    """The codes of the checks that are not right."""
    return [check.code for check in checks if not is_right(check)]


def test_codes_and_names_have_their_form() -> None:
    form = re.compile(r"CS[0-9]{3} [a-z]+(-[a-z]+)*")
    assert failing(CHECKS, lambda check: form.fullmatch(f"{check.code} {check.name}")) == []


def test_docstrings_open_with_one_sentence_then_the_same_in_chinese() -> None:
    opening = re.compile(r"[A-Z`](?:(?!\n\n).)+\.\n\n中文：(?:(?!\n\n).)*[\u4e00-\u9fff]", re.DOTALL)
    assert failing(CHECKS, lambda check: opening.match(check.doc)) == []


def test_reasons_are_given_in_both_languages_or_in_neither() -> None:
    def is_paired(check: Check) -> bool:
        reasons = explain_check(check)["reasons"]
        chinese = all(re.search("[\u4e00-\u9fff]", reason) for reason in reasons["zh"])
        english = not any(re.search("^(中文|原因)", reason) for reason in reasons["en"])
        return bool(reasons["zh"]) == bool(reasons["en"]) and chinese and english

    assert failing(CHECKS, is_paired) == []


def test_docstrings_show_both_sides() -> None:
    def is_shown(check: Check) -> bool:
        explained = explain_check(check)
        sides = re.findall(r"^(Bad|Good):$", check.doc, re.MULTILINE)
        return sides == ["Bad", "Good"] and "" != explained["bad"].strip() != explained["good"].strip() != ""

    assert failing(CHECKS, is_shown) == []


def test_every_check_has_a_failing_and_a_passing_case() -> None:
    assert failing(OF_A_CATALOG, lambda check: cases(check, passing=False) and cases(check, passing=True)) == []


def test_every_check_has_its_breaks() -> None:
    missing = {check.code for check in CHECKS} ^ set(breaks.BREAKS)
    assert missing == set(), f"add {missing} to BREAKS of a module in tests/mutation/breaks/"


def test_every_check_has_its_row_in_the_proof_by_mutation() -> None:
    rows = set(
        re.findall(
            r"^\| (CS\d{3}) \|", (PROJECT / "tests" / "mutation" / "RESULTS.md").read_text("utf-8"), re.MULTILINE
        )
    )
    missing = {check.code for check in CHECKS} ^ rows
    assert missing == set(), f'run `make mutate CODES="{" ".join(sorted(missing))}"`'


def test_every_case_belongs_to_a_check() -> None:
    known = {check.code for check in CHECKS}
    assert sorted(path.name for path in CASES.iterdir() if path.name[:5] not in known) == []
