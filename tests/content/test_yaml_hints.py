"""Slips that end in words of YAML's own: told on the line where they were made, with the line as it should be."""

from __future__ import annotations

import pytest

from counterside.content import yaml_reader

BASE = """\
title:
  zh: 灯不亮
  en: The lamp is dark
minutes: 5
steps:
  - id: plug
    do:
      zh: 看插头
      en: Look at the plug
    unsure: resolution:call
  - id: lamp
"""


def told(text: str) -> tuple[int, int, str, str]:
    (problem,) = yaml_reader.parse_text(text, "x.yml").problems
    assert problem.code == "CS001"
    return problem.line, problem.column, problem.message, problem.fix


@pytest.mark.parametrize(
    ("good", "bad", "line", "column", "message"),
    [
        ("zh: 灯不亮", "zh：灯不亮", 2, 3, "the colon after `zh` is full-width"),
        ("en: The lamp is dark", "en：The lamp is dark", 3, 3, "the colon after `en` is full-width"),
        ("minutes: 5", "minutes ： 5", 4, 1, "the colon after `minutes` is full-width"),
        ("- id: plug", "- id：plug", 6, 5, "the colon after `id` is full-width"),
        ("unsure: resolution:call", "unsure：resolution:call", 10, 5, "the colon after `unsure` is full-width"),
        ("zh: 看插头", "zh:看插头", 8, 7, "no space follows the colon after `zh`"),
        ("minutes: 5", "minutes:5", 4, 1, "no space follows the colon after `minutes`"),
        ("minutes: 5", "minutes 5", 4, 1, "no colon follows `minutes`"),
        ("en: Look at the plug", "en Look at the plug", 9, 7, "no colon follows `en`"),
        ("en: Look at the plug", 'en: "Look at the plug', 9, 11, 'a quote `"` is opened and not closed on its line'),
        ("en: The lamp is dark", "en: 'It''s dark", 3, 7, "a quote `'` is opened and not closed on its line"),
        ("en: Look at the plug", "en: Look: the plug", 9, 15, "a text holds a colon and a space"),
        ("en: Look at the plug", "en: `ON` is lit", 9, 11, "a text begins with a mark that YAML keeps for itself"),
        ("en: Look at the plug", "en: [Look](x) at", 9, 17, "a text begins with a mark that YAML keeps for itself"),
        ("en: Look at the plug", "en: - Look", 9, 11, "a text begins with a mark that YAML keeps for itself"),
        ("minutes: 5", "codes: [a, b", 4, 8, "a bracket `[` is opened and not closed on its line"),
    ],
)
def test_a_slip_is_told_where_it_was_made(good: str, bad: str, line: int, column: int, message: str) -> None:
    assert told(BASE.replace(good, bad))[:3] == (line, column, message)


@pytest.mark.parametrize(
    ("good", "bad", "written"),
    [
        ("minutes: 5", "codes: [a, b", "`codes: [a, b]`"),
        ("en: Look at the plug", "en: - Look", '`en: "- Look"`'),
        ("zh: 灯不亮", "zh：灯不亮", "`zh: 灯不亮`"),
        ("minutes: 5", "minutes 5", "`minutes: 5`"),
        ("en: Look at the plug", 'en: "Look at the plug', '`en: "Look at the plug"`'),
        ("en: Look at the plug", "en: Look: the plug", '`en: "Look: the plug"`'),
        ("en: Look at the plug", 'en: "Look" at the plug', """`en: '"Look" at the plug'`"""),
        ("en: Look at the plug", 'en: "Look" at the "plug"', """`en: '"Look" at the "plug"'`"""),
        ("en: Look at the plug", 'en: "Look at "the" plug"', """`en: 'Look at "the" plug'`"""),
        ("en: Look at the plug", "en: 'Look' at it", """`en: "'Look' at it"`"""),
    ],
)
def test_the_line_is_shown_as_it_should_be(good: str, bad: str, written: str) -> None:
    assert written in told(BASE.replace(good, bad))[3]


def test_a_quote_that_the_next_one_closes_is_told_where_it_was_opened() -> None:
    text = BASE.replace("zh: 看插头", 'zh: "看插头').replace("en: Look at the plug", 'en: "Look at the plug"')
    assert told(text)[:2] == (8, 11)


@pytest.mark.parametrize("text", ['a: "x \\" y"\n', "a: 'it''s'\n", 'a: "x"  # a comment\n', 'a: x "y\n', "a: it's\n"])
def test_a_quote_that_is_closed_or_is_none_is_no_slip(text: str) -> None:
    assert yaml_reader.parse_text(text, "x.yml").problems == []


def test_what_is_no_slip_keeps_the_words_of_yaml() -> None:
    assert told("a: x\n]\n")[2] == "is not valid YAML: did not find expected key"


def test_the_first_line_of_a_text_is_told_where_it_is_the_one_out_of_line() -> None:
    assert told(BASE.replace("  zh: 灯", " zh: 灯"))[::3] == (2, "put it 2 spaces in")
    assert told(BASE.replace("      zh: 看", "       zh: 看"))[::3] == (8, "put it 6 spaces in")


@pytest.mark.parametrize(
    ("below", "fix"),
    [("steps: x", "delete the line"), ("title: x", "put the second record into a file of its own")],
)
def test_a_second_record_is_put_elsewhere_and_a_line_in_the_middle_of_one_goes(below: str, fix: str) -> None:
    assert told(f"title: a\n--- \n{below}\n")[3] == fix


def test_a_line_out_of_line_is_told_with_its_spaces_and_those_of_its_neighbours() -> None:
    assert told("a: x\n b: y\nc: z\n")[2] == "1 space in front, where its neighbours have 0"
