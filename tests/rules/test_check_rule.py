"""Rules tried in memory: a text over the fictional records, and what one rule says about it."""

from __future__ import annotations

import pytest

import mini_site
from counterside.check import check_rule
from counterside.content.load import Loaded, load_catalog

STEP = """\
  - id: {name}
    do:
      zh: 看挡板
      en: Look at the flap
    expect:
      zh: 挡板关着
      en: The flap is shut
"""
SYMPTOM = """\
# checklists/symptoms/flap-loose.yml
number: 9
title:
  zh: 挡板松了
  en: The flap is loose
objective:
  zh: 挡板合得上。
  en: The flap falls shut.
area: hardware
urgency: now
performer: staff
minutes: 10
use_if:
  - zh: 挡板晃
    en: The flap wobbles
steps:
{steps}verify:
  zh: 挡板合上了
  en: The flap is shut
escalation: resolution:call-workshop
reviewed: 2026-03-02
sources: [source:maker-manual]
"""
REMEDY = """\
# checklists/resolutions/tighten.yml
title:
  zh: 拧紧
  en: Tighten it
short:
  zh: 拧紧螺丝
  en: Tighten the screw
area: hardware
performer: staff
minutes: 5
{more}outcome: resolved
reviewed: 2026-03-02
sources: [source:maker-manual]
"""


@pytest.fixture(scope="module")
def base() -> Loaded:
    return load_catalog(mini_site.CATALOG)


def symptom(*answers: str) -> str:
    """A list with one step for each set of answers, named a, b, c …"""
    steps = zip("abcdefghijkl", answers, strict=False)
    return SYMPTOM.format(steps="".join(f"{STEP.format(name=name)}{text}" for name, text in steps))


def said(code: str, text: str, base: Loaded) -> list[str]:
    return [f"{problem.line} {problem.code} {problem.message}" for problem in check_rule(code, text, base)]


GOOD = "    not_seen: resolution:free-the-book\n"
ONWARD = "    not_seen: next\n"


def test_a_rule_speaks_at_its_line(base: Loaded) -> None:
    assert said("CS201", symptom(GOOD, ONWARD), base) == ["24 CS201 step `b` links to no resolution"]


def test_a_rule_is_silent_about_what_is_right(base: Loaded) -> None:
    assert said("CS201", symptom(GOOD, GOOD), base) == []


def test_only_the_rule_that_is_asked_speaks(base: Loaded) -> None:
    text = symptom(ONWARD).replace("number: 9", "number: 1")
    assert [line.split()[1] for line in said("CS104", text, base)] == ["CS104"]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("CS202", symptom("    not_seen: resolution:free-the-bok\n"), "there is no resolution `free-the-bok`"),
        ("CS203", REMEDY.format(more=""), "`tighten` has no steps"),
        ("CS204", REMEDY.format(more=""), "nothing published leads to `tighten`"),
        ("CS206", symptom("    not_seen: step:a\n"), "step `a` leads back to itself"),
        ("CS301", symptom("    seen: step:c\n    not_seen: step:c\n", GOOD, GOOD), "no answer leads to step `b`"),
        ("CS304", symptom("    seen: next\n"), "answer `not_seen` of step `a` leads nowhere"),
        ("CS306", symptom("    seen: symptom:flap-loose\n    not_seen: symptom:flap-loose\n"), "no call is made"),
        ("CS501", symptom(*[GOOD] * 10), "10 steps"),
        ("CS703", symptom(GOOD).replace("reviewed: 2026-03-02\n", ""), "has no `reviewed` date"),
    ],
)
def test_rules_that_see_one_record_or_all(code: str, text: str, expected: str, base: Loaded) -> None:
    found = said(code, text, base)
    assert found
    assert all(line.split()[1] == code for line in found)
    assert any(expected in line for line in found)


def facts(*names: str, values: int) -> str:
    """Facts with so many values each."""
    words = "title:\n      zh: 门\n      en: Door"
    value = "      - id: v{0}\n        label:\n          zh: 第{0}种\n          en: way {0}\n"
    each = "".join(value.format(number) for number in range(values))
    return "# checklists/facts.yml\nfacts:\n" + "".join(
        f"  - id: {name}\n    {words}\n    values:\n{each}" for name in names
    )


def test_a_fact_of_one_value_decides_nothing(base: Loaded) -> None:
    assert said("CS623", facts("door", values=1), base)[0] == "6 CS623 `door` has 1 value; a fact has 2 to 8"


def test_a_fact_begins_as_one_of_its_values(base: Loaded) -> None:
    text = facts("door", values=2).replace("    values:", "    start: v7\n    values:")
    assert said("CS623", text, base) == ["6 CS623 `door` has no value `v7`"]


def test_the_first_fact_that_is_too_many_is_named(base: Loaded) -> None:
    found = said("CS623", facts(*(f"door-{number}" for number in range(33)), values=2), base)
    assert [line for line in found if "33 facts" in line] == ["418 CS623 33 facts; the proof takes 32 at most"]


@pytest.mark.parametrize("code", ["CS202", "CS204", "CS302", "CS306", "CS603"])
def test_no_rule_misses_a_record_whose_form_is_wrong(code: str, base: Loaded) -> None:
    """The remedy cannot be read, which is reported; that it is missing is no second mistake."""
    broken = REMEDY.format(more="colour: red\n")
    text = symptom("    seen: resolution:tighten\n    not_seen: resolution:tighten\n") + broken
    assert [line.split()[1] for line in said(code, text, base)] == ["CS003"]


def test_a_file_needs_its_name(base: Loaded) -> None:
    with pytest.raises(ValueError, match="begin each file with a comment"):
        check_rule("CS201", "number: 1\n", base)


def test_a_code_that_no_rule_has_is_a_mistake(base: Loaded) -> None:
    with pytest.raises(KeyError):
        check_rule("CS999", symptom(GOOD), base)
