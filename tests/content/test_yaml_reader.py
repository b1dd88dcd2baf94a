"""YAML text → plain data with places, and a problem instead of every surprise."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterside.content import yaml_reader
from counterside.text.problems import Place, Problem

FILE = "checklists/x.yml"


def data(text: str) -> Any:
    """The data of a text that has no problem."""
    found = yaml_reader.parse_text(text, FILE)
    assert found.problems == []
    return found.data


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def where(text: str) -> list[tuple[int, int, str]]:
    """Line, column and code of every problem of a text."""
    return [(problem.line, problem.column, problem.code) for problem in yaml_reader.parse_text(text, FILE).problems]


def read(tmp_path: Path, raw: bytes) -> yaml_reader.Source:
    path = tmp_path / "x.yml"
    path.write_bytes(raw)
    return yaml_reader.read_file(path, FILE)


# ── what a scalar is ──


@pytest.mark.parametrize(
    "written",
    ["05", "no", "yes", "on", "12:30", "0x1f", "0o17", "1_000", "1e3", ".inf", "2026-11-22", "=", "3.10", "+1", "n"],
)
def test_a_scalar_is_the_text_that_was_written(written: str) -> None:
    assert data(f"key: {written}\n") == {"key": written}


def test_a_key_is_the_text_that_was_written() -> None:
    assert data("no: a\n05: b\n12:30: c\n") == {"no": "a", "05": "b", "12:30": "c"}


def test_quotes_are_no_part_of_a_text() -> None:
    assert data("a: '05'\nb: \"a: b\"\n") == {"a": "05", "b": "a: b"}


@pytest.mark.parametrize("written", ["null", "Null", "~", "TBD", "TODO", "todo.", "待补", "待定", "FIXME"])
def test_a_gap_is_no_text(written: str) -> None:
    assert where(f"key: {written}\n") == [(1, 6, "CS007")]


def test_an_empty_value_is_a_gap_at_its_key() -> None:
    assert where("a: x\nb:\n") == [(2, 1, "CS007")]


@pytest.mark.parametrize("written", ["Todo list on the wall", "a ~ b", "nullify", "待补货的书"])
def test_a_word_inside_a_sentence_is_no_gap(written: str) -> None:
    assert data(f"key: {written}\n") == {"key": written}


# ── places ──

NESTED = """\
title:
  zh: 灯
  en: Lamp
steps:
  - id: plug
    do:
      zh: 看
      en: Look
  - id: lamp
words: [a, 二, c]
"""


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ((), (1, 1)),
        (("title",), (1, 1)),
        (("title", "en"), (3, 3)),
        (("steps", 0), (5, 5)),
        (("steps", 0, "do", "zh"), (7, 7)),
        (("steps", 1, "id"), (9, 5)),
        (("words", 2), (10, 15)),
    ],
)
def test_every_part_has_its_line_and_column(keys: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert yaml_reader.parse_text(NESTED, FILE).locate(Place(FILE, keys)) == place


@pytest.mark.parametrize("keys", [("steps", 0, "seen"), ("steps", 0, "nothing", "at", "all")])
def test_a_part_that_is_not_there_is_at_the_nearest_that_is(keys: tuple[str | int, ...]) -> None:
    assert yaml_reader.parse_text(NESTED, FILE).locate(Place(FILE, keys)) == (5, 5)


def test_a_file_that_cannot_be_read_has_one_place() -> None:
    assert yaml_reader.parse_text("a: [", FILE).locate(Place(FILE, ("a", 0))) == (1, 1)


def test_columns_count_characters_not_bytes() -> None:
    assert where("标题: 灯 \u200b\n") == [(1, 7, "CS008")]


# ── duplicate keys ──


def test_the_first_of_two_values_stays_and_the_second_is_named() -> None:
    found = yaml_reader.parse_text("a: x\nb: y\na: z\n", FILE)
    assert (found.data, where("a: x\nb: y\na: z\n")) == ({"a": "x", "b": "y"}, [(3, 1, "CS002")])


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}"])
def test_a_list_or_a_group_is_no_key(key: str) -> None:
    assert (2, 1, "CS001") in where(f"a: x\n{key}: y\n")


def test_a_key_may_stand_again_in_another_entry() -> None:
    assert data("- a: x\n- a: y\n") == [{"a": "x"}, {"a": "y"}]


def test_quotes_do_not_make_another_key() -> None:
    assert where('a: x\n"a": y\n') == [(2, 1, "CS002")]


# ── line ends and marks at the beginning ──


@pytest.mark.parametrize("raw", [b"a: x\r\nb: y\r\n", b"a: x\rb: y\r", b"\xef\xbb\xbfa: x\nb: y\n"])
def test_line_ends_and_a_mark_at_the_beginning_are_no_problem(tmp_path: Path, raw: bytes) -> None:
    found = read(tmp_path, raw)
    assert (found.data, found.problems) == ({"a": "x", "b": "y"}, [])


@pytest.mark.parametrize(
    "mark", ["\u202e", "\u2066", "\u200f", "\u200b", "\u2060", "\ufeff", "\u00ad", "\u0000", "\u0007"]
)
def test_what_cannot_be_seen_is_named_and_left_out(mark: str) -> None:
    found = yaml_reader.parse_text(f"a: x{mark}y\n", FILE)
    assert (found.data, where(f"a: x{mark}y\n")) == ({"a": "xy"}, [(1, 5, "CS008")])
    assert f"U+{ord(mark):04X}" in found.problems[0].message


def test_a_tab_is_named_and_the_rest_is_still_read() -> None:
    found = yaml_reader.parse_text("a:\n\tb: x\n", FILE)
    assert (found.data, codes(found.problems)) == ({"a": {"b": "x"}}, ["CS008"])


def test_every_invisible_character_is_named_at_once() -> None:
    assert where("a: x\u200b\nb: \u202ey\n") == [(1, 5, "CS008"), (2, 4, "CS008")]


def test_an_invisible_character_before_everything_is_named() -> None:
    assert where("\u200ba: x\n") == [(1, 1, "CS008")]


def test_libyaml_reads_every_character_that_can_be_seen() -> None:
    """For the others it would not say where they are."""
    text = yaml_reader.strip_invisible("".join(map(chr, range(sys.maxunicode + 1)))).replace("'", "")
    assert yaml_reader.parse_silently(f"'{text}'\n") is not None


@pytest.mark.parametrize(
    "text",
    [
        '{"a":!!str b}',
        '["a", &b c]',
        "a:\n  ! b",
        "a: [*b]",
        "<<: b",
        'a: {"b" :&c d}',
        'a: {"b" :!c d}',
        "a: {?&b c: d}",
    ],
)
def test_what_means_more_than_it_shows_is_found_wherever_yaml_takes_it(text: str) -> None:
    assert codes(yaml_reader.parse_text(text, FILE).problems) == ["CS006"]


def test_a_text_that_is_all_behind_a_hash_is_one_mistake() -> None:
    """It is empty because of the `#`, and not besides."""
    assert where("zh: # 词\nen: a word\n") == [(1, 4, "CS001")]


# ── refused before anything is expanded ──

LAUGHS = "a: &a [x]\n" + "".join(
    f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]\n" for before, here in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("[" * 100_000, "CS001", id="brackets"),
        pytest.param("{a: " * 50_000, "CS001", id="braces"),
        pytest.param("- " * 100_000 + "x", "CS001", id="dashes"),
        pytest.param("? " * 100_000 + "x", "CS001", id="question-marks"),
        pytest.param("[\n" * 80_000, "CS001", id="a-bracket-a-line"),
        pytest.param("['],'," * 40_000, "CS001", id="brackets-in-quotes-between"),
        pytest.param("[#]\n" * 40_000, "CS001", id="brackets-in-comments-between"),
        pytest.param(
            "".join(" " * depth + "k:\n" for depth in range(21)) + " " * 21 + "x", "CS001", id="just-too-deep"
        ),
        pytest.param("".join(" " * depth + "k:\n" for depth in range(600)), "CS001", id="indentation"),
        pytest.param(LAUGHS, "CS006", id="a-billion-laughs"),
        pytest.param("a: &a\n  b: *a\n", "CS006", id="alias-of-itself"),
        pytest.param('a: {"b" :&c {"d" :*c}}\n', "CS006", id="alias-of-itself-in-braces"),
        pytest.param('a: !!python/object/apply:os.system ["true"]\n', "CS006", id="python-object"),
        pytest.param("a: !!binary aGk=\n", "CS006", id="binary"),
        pytest.param("!<tag:yaml.org,2002:map> {a: x}\n", "CS006", id="verbatim-tag"),
        pytest.param("a:\n  <<: {b: x}\n", "CS006", id="merge-key"),
        pytest.param("a: x\n---\nb: y\n", "CS001", id="two-documents"),
        pytest.param("%YAML 3.0\n---\na: x\n", "CS001", id="another-yaml"),
        pytest.param("", "CS001", id="empty"),
        pytest.param("# a comment alone\n", "CS001", id="comment-alone"),
        pytest.param("a: 'x\n", "CS001", id="quote-not-closed"),
        pytest.param("a: b: c\n", "CS001", id="two-colons"),
        pytest.param("? [a, b]\n: x\n- y\n", "CS001", id="list-as-key"),
    ],
)
def test_what_is_no_record_is_one_problem_and_quickly(text: str, code: str) -> None:
    started = perf_counter()
    found = yaml_reader.parse_text(text, FILE)
    assert perf_counter() - started < 2
    assert (found.data, codes(found.problems)) == (None, [code])


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        pytest.param("a: x\nb: 灯".encode("gbk"), "is not UTF-8 from here on", id="gbk"),
        pytest.param("a: x\n".encode("utf-16"), "is not UTF-8 from here on", id="utf-16"),
        pytest.param(b"a: " + b"x" * 2_000_000, "is larger than 256 KiB", id="2-mb"),
        pytest.param(b"a: " + b"x" * (256 * 1024 - 2), "is larger than 256 KiB", id="one-byte-too-many"),
    ],
)
def test_what_is_no_text_of_ours_is_one_problem(tmp_path: Path, raw: bytes, message: str) -> None:
    found = read(tmp_path, raw)
    assert [problem.message for problem in found.problems] == [message]
    assert (found.data, codes(found.problems)) == (None, ["CS001"])


def test_the_place_of_a_wrong_byte_is_named(tmp_path: Path) -> None:
    problem = read(tmp_path, "a: x\nb: 灯".encode("gbk")).problems[0]
    assert (problem.line, problem.column) == (2, 4)


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, b"a: b\n#" + b"x" * (256 * 1024 - 6))
    assert found.problems == []


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    found = yaml_reader.read_file(tmp_path, FILE)
    assert codes(found.problems) == ["CS001"]


@pytest.mark.parametrize("text", ["a: x & y\n", "a: 5 * 3\n", "a: ready!\n", 'a: "*x*"\n', "a: b<<c\n"])
def test_a_sign_inside_a_text_is_no_magic(text: str) -> None:
    data(text)


# ── style ──


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\n  en: Lamp\n  zh: 灯\n", (2, 3)),
        ("a: {zh: 灯}\n", (1, 4)),
        ("a:\n- x\n", (2, 1)),
        ("a:\n    - x\n", (2, 5)),
        ("a:\n  - do: x\n    id: y\n", (2, 5)),
        ("a: >-\n  x\n  y\n", (1, 4)),
        ('a: "x\n  y"\n', (1, 4)),
        ("a: [[x]]\n", (1, 4)),
    ],
)
def test_another_style_is_named_where_it_stands(text: str, place: tuple[int, int]) -> None:
    assert where(text) == [(*place, "CS009")]


def test_a_style_is_no_reason_not_to_read() -> None:
    assert yaml_reader.parse_text("a: {en: Lamp, zh: 灯}\n", FILE).data == {"a": {"en": "Lamp", "zh": "灯"}}


def test_the_order_of_languages_is_the_sites() -> None:
    assert yaml_reader.parse_text("a:\n  en: Lamp\n  zh: 灯\n", FILE, ("en", "zh")).problems == []


def test_a_list_of_entries_stands_at_the_margin() -> None:
    assert data("- id: a\n- id: b\n") == [{"id": "a"}, {"id": "b"}]


# ── whatever it is ──


@settings(max_examples=300, deadline=2000)
@given(st.text(alphabet="ab:-?[]{},&*!|>'\"%@`#~< \n\t\r0\u200b灯", max_size=60))
def test_any_text_gives_data_or_problems_and_never_an_exception(text: str) -> None:
    found = yaml_reader.parse_text(text, FILE)
    assert (found.data is None) <= bool(found.problems)
    assert found.locate(Place(FILE, ("a", 0))) >= (1, 1)


@settings(max_examples=100, deadline=2000)
@given(raw=st.binary(max_size=60))
def test_any_bytes_give_data_or_problems_and_never_an_exception(raw: bytes, tmp_path_factory: Any) -> None:
    found = read(tmp_path_factory.mktemp("any"), raw)
    assert (found.data is None) <= bool(found.problems)
