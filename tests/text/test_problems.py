"""Places and problems: what every layer uses to talk to an editor."""

from __future__ import annotations

import pytest

from counterside.text.problems import MAX_QUOTED, Place, Problem, did_you_mean, document_checks, find_repeated

FILE = "checklists/symptoms/lamp-dark.yml"


def problem(**changes: object) -> Problem:
    path = str(changes.pop("path", FILE))
    values = {"line": 4, "column": 3, "code": "CS201", "message": "no way out", "fix": "add one", **changes}
    return Problem(Place(path), **values)  # type: ignore[arg-type]


def test_a_place_grows_by_keys() -> None:
    assert Place(FILE, ("steps",)).at(0, "do") == Place(FILE, ("steps", 0, "do"))


def test_a_place_covers_itself_and_what_is_inside() -> None:
    step = Place(FILE, ("steps", 1))
    assert step.covers(step)
    assert step.covers(step.at("do", "zh"))


def test_a_place_covers_nothing_beside_or_around_it() -> None:
    step = Place(FILE, ("steps", 1))
    assert not step.covers(Place(FILE, ("steps", 2)))
    assert not step.covers(Place(FILE, ("steps",)))
    assert not step.covers(Place("checklists/gates.yml", ("steps", 1)))


def test_the_headline_is_what_editors_and_ci_link() -> None:
    assert problem().headline == f"{FILE}:4:3: CS201 no way out"


def test_problems_sort_by_path_line_column_then_code() -> None:
    expected = [
        problem(path="a.yml", line=9),
        problem(path="b.yml", line=2, column=9),
        problem(path="b.yml", line=10, column=1, code="CS101"),
        problem(path="b.yml", line=10, column=1, code="CS202"),
    ]
    assert sorted([*expected[2:], *expected[:2]]) == expected


def test_equal_problems_are_one() -> None:
    assert len({problem(), problem()}) == 1


def test_a_close_word_is_offered() -> None:
    assert did_you_mean("seen_nto", ["do", "not_seen", "seen_not"]) == "; did you mean `seen_not`?"


def test_no_word_is_offered_where_none_is_close() -> None:
    assert did_you_mean("xyz", ["do", "not_seen"]) == ""


@pytest.mark.parametrize("word", ["fuse32-blwon", "fuse-blown"])
def test_a_word_with_the_same_number_or_none_is_a_slip(word: str) -> None:
    assert did_you_mean(word, ["fuse32-blown"]) == "; did you mean `fuse32-blown`?"


def test_a_word_with_another_number_is_no_slip() -> None:
    assert did_you_mean("fuse33-blown", ["fuse32-blown"]) == ""


def test_nothing_is_offered_for_what_is_too_long_to_be_quoted() -> None:
    known = "a" * MAX_QUOTED
    assert did_you_mean(known, [known]) != ""
    assert did_you_mean(f"{known}a", [known]) == ""


def test_the_offer_does_not_hang_on_the_order_of_the_words() -> None:
    assert did_you_mean("ab", ["abx", "aby"]) == did_you_mean("ab", ["aby", "abx"])


def test_a_check_takes_the_margin_off_its_text() -> None:
    (made,) = document_checks("\n        CS999 example\n        One.\n\n        Two.\n        ")
    assert (made.code, made.name, made.doc) == ("CS999", "example", "One.\n\nTwo.")


@pytest.mark.parametrize(("names", "places"), [("", []), ("abc", []), ("abab", [2, 3]), ("aaa", [1, 2])])
def test_a_name_is_repeated_wherever_it_has_stood_before(names: str, places: list[int]) -> None:
    assert list(find_repeated(names)) == places
