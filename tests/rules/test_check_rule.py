"""Rules tried in memory: a text over the fictional records, and what one rule says about it."""

from __future__ import annotations

import re

import pytest

import mini_site
from counterside.check import check_rule, check_texts
from counterside.content.load import Loaded, load_catalog, load_texts
from counterside.rules.rule import Findings, rule
from counterside.text.problems import Place, Problem

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


@pytest.fixture(scope="module")
def annotated(base: Loaded) -> Loaded:
    """The fictional records with what they say of facts."""
    root = mini_site.BASES / "facts"
    return load_texts(
        {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.yml")}, base
    )


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


@pytest.mark.parametrize(("names", "values"), [(("door",), 1), (("door",), 9), ([f"door-{n}" for n in range(33)], 2)])
def test_a_fact_has_two_values_to_eight_and_there_are_32_at_most(names: list[str], values: int, base: Loaded) -> None:
    assert [line.split()[1] for line in said("CS623", facts(*names, values=values), base)] == ["CS005"]


def test_a_fact_begins_as_one_of_its_values(base: Loaded) -> None:
    text = facts("door", values=2).replace("    values:", "    start: v7\n    values:")
    assert said("CS623", text, base) == ["6 CS623 `door` has no value `v7`"]


def test_facts_that_cannot_be_read_are_told_and_not_those_that_name_them(annotated: Loaded) -> None:
    text = annotated.sources["checklists/facts.yml"].text.replace("events:", "evants:")
    assert [line.split()[1] for line in said("CS623", f"# checklists/facts.yml\n{text}", annotated)] == ["CS003"]


def test_who_is_not_sure_at_a_gate_is_told_apart_from_who_misses_a_tick(annotated: Loaded) -> None:
    """Who misses the one tick has said what is needed behind `else`; who is not sure has said nothing."""
    gates = annotated.sources["checklists/gates.yml"].text
    for old, new in (
        ("    - zh: 读者没有收据\n      en: The reader has no receipt\n      set:\n        claim: clear\n", ""),
        ("else: symptom:reader-disagrees", "else: resolution:give-receipt"),
    ):
        assert old in gates
        gates = gates.replace(old, new)
    assert annotated.catalog is not None
    unsure = " / ".join(annotated.catalog.labels.text("unsure").values())
    found = [line for line in said("CS621", f"# checklists/gates.yml\n{gates}", annotated) if "both counted" in line]
    assert len(found) == 1
    assert re.match(rf"\d+ CS621 gate “[^”]+”: “{unsure}” leads to “", found[0])


# A list whose first step names a table of codes; it sorts that table, of which only `07` is left to look at.
SORTS = 'sorts:\n  - table: panel\n    other: ["00", E1, E9]\nverify:'
GAUGE = """\
# checklists/codes/gauge.yml
rail: gauge
title:
  zh: 表上的代码
  en: Codes of the gauge
intro:
  zh: 表上的代码。
  en: The codes on the gauge.
reviewed: 2026-03-02
sources: [source:maker-manual]
codes:
  - code: "07"
    meaning:
      zh: 纸少了
      en: Paper runs low
    category: C
    action: not-at-counter
    resolution: resolution:new-roll
    reviewed: 2026-03-02
    sources: [source:maker-manual]
"""


def sorting(*answers: str) -> str:
    return symptom(*answers).replace("verify:", SORTS)


def test_a_code_in_no_group_is_followed_to_where_the_others_go(base: Loaded) -> None:
    onward = "    codes: [panel]\n    seen: step:c\n    not_seen: step:c\n"
    elsewhere = "    seen: done\n    not_seen: resolution:new-roll\n"
    assert said("CS212", sorting(onward, elsewhere, GOOD), base) == []
    assert said("CS212", sorting(onward, GOOD, elsewhere), base) == [
        "44 CS212 code `07` of `panel` is in no group; the rest does not lead to resolution:free-the-book"
    ]


@pytest.mark.parametrize("answer", ["    seen: step:a\n    not_seen: step:a\n", ONWARD])
def test_a_code_in_no_group_may_be_followed_to_no_end(answer: str, base: Loaded) -> None:
    """Round in a circle, or beyond the last step: what that is itself is told by another rule."""
    assert len(said("CS212", sorting(f"    codes: [panel]\n{answer}"), base)) == 1


def test_who_is_not_sure_is_not_fixed_where_not_seen_is_done(base: Loaded) -> None:
    found = said("CS304", symptom("    seen: resolution:call-workshop\n    not_seen: done\n"), base)
    assert [line.partition(" ")[2] for line in found] == ["CS304 “not sure” of step `a` counts as fixed"]


def test_a_run_of_codes_has_an_end(base: Loaded) -> None:
    """Digits that could be a card's are no run: written out, it would fill the memory."""
    answer = "    codes: [panel]\n    seen: resolution:new-roll\n    not_seen: resolution:call-workshop\n"
    assert said("CS212", symptom(answer).replace("zh: 挡板关着", 'zh: "`0–4000000000000`"'), base) == []


def test_a_code_of_two_tables_leads_where_the_one_says_that_the_list_sorts(base: Loaded) -> None:
    answer = "    codes: [panel, gauge]\n    seen: resolution:new-roll\n    not_seen: resolution:call-workshop\n"
    shown = ("zh: 挡板关着", 'zh: "`07`"')
    assert said("CS212", symptom(answer).replace(*shown) + GAUGE, base) == []
    assert said("CS212", sorting(answer).replace(*shown) + GAUGE, base) == [
        "20 CS212 code `07` leads to resolution:new-roll here, and to resolution:free-the-book in table `panel`"
    ]


def test_two_steps_cannot_come_from_the_same_place(base: Loaded) -> None:
    """`lamp-dark` has a step that was `symptom:slip-blank#lamp` as well."""
    (problem,) = check_rule("CS103", symptom(f"{GOOD}    was: [symptom:slip-blank#lamp]\n"), base)
    assert problem.message == "`symptom:slip-blank#lamp` is another step's former place as well"


WAIVER = """\
# checklists/waivers.yml
- rule: {rule}
  at: {at}
  reason: it is so
  owner: the desk
"""


def test_a_waiver_waits_for_a_record_whose_form_is_wrong(base: Loaded) -> None:
    at = "checklists/resolutions/push-the-plug.yml"
    texts = {
        at: f"colour: red\n{base.sources[at].text}",
        "checklists/waivers.yml": WAIVER.format(rule="CS505", at="resolution:push-the-plug"),
    }
    assert [problem.code for problem in check_texts(texts, base)] == ["CS003"]


def test_a_waiver_of_a_path_waits_for_the_proof(annotated: Loaded) -> None:
    """As long as there is none, it is not known whether the waiver excuses anything."""
    at, waivers = "checklists/symptoms/wrong-entry.yml", WAIVER.format(rule="CS621", at="symptom:wrong-entry#kind")
    faulty = annotated.sources[at].text.replace("entry: any", "enrty: any")
    assert [each.code for each in check_texts({"checklists/waivers.yml": waivers}, annotated)] == ["CS704"]
    assert [each.code for each in check_texts({at: faulty, "checklists/waivers.yml": waivers}, annotated)] == ["CS623"]


def test_a_waiver_of_a_path_excuses_nothing_where_nothing_is_said_of_facts(base: Loaded) -> None:
    waiver = WAIVER.format(rule="CS621", at="symptom:flap-stuck#push")
    (problem,) = check_texts({"checklists/waivers.yml": waiver}, base)
    assert (problem.code, problem.message) == ("CS704", "CS621 reports nothing at `symptom:flap-stuck#push`")


def test_a_waiver_of_a_path_waits_for_facts_that_cannot_be_read(annotated: Loaded) -> None:
    at, waivers = "checklists/facts.yml", WAIVER.format(rule="CS621", at="symptom:wrong-entry#kind")
    faulty = annotated.sources[at].text.replace("events:", "evants:")
    assert [each.code for each in check_texts({at: faulty, "checklists/waivers.yml": waivers}, annotated)] == ["CS003"]


def test_a_rule_looks_at_records_or_at_the_catalog() -> None:
    def judge(words: str) -> Findings:
        yield Problem(Place(words), "no way out", "add one")

    with pytest.raises(TypeError, match="CS999: a rule looks at"):
        rule("CS999", "example")(judge)


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
