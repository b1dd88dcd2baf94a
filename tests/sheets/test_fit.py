"""What fits a sheet and what does not, and what the editor is told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import mini_site
from counterside.check import check_project
from counterside.model.catalog import Catalog
from counterside.sheets.content import Part, build_contents
from counterside.sheets.document import MM, TYPE_SCALES, Side, list_sides, write_side
from counterside.sheets.files import fit_contents, fit_sides
from counterside.sheets.verify import longest_texts
from counterside.text.files import Cache
from counterside.text.i18n import text_width
from sheets_reading import SheetPlan

PAPER_AROUND = 7
"""Millimetres of margin above and below a roll."""
SYMPTOM = "checklists/symptoms/flap-stuck.yml"


def lengthened(site: Path, times: int) -> Catalog:
    """A catalog whose first symptom asks the same long question many times."""
    path = site / SYMPTOM
    step = """  - id: long-{n}
    do:
      zh: 从外面看第 {n} 个地方，再往里看一点
      en: Look at place number {n} from outside, then a bit further in
    detail:
      zh: 用手电照，不用手摸，看清楚了就写在柜台的本子上。
      en: Use a torch and not your hand, and write what you see into the book at the desk.
    expect:
      zh: 看得见第 {n} 个地方是空的，没有书、没有叶子
      en: Place number {n} is empty, there is no book and no leaf in it
    not_seen: resolution:brush-the-hinge
"""
    text = path.read_text("utf-8")
    head, tail = text.split("steps:\n", 1)
    path.write_text(f"{head}steps:\n{''.join(step.format(n=n) for n in range(times))}{tail}", "utf-8")
    catalog = check_project(site).catalog
    assert catalog is not None
    return catalog


def content_of(catalog: Catalog, name: str) -> Part:
    return next(content for content in build_contents(catalog) if content.id == name)


def front_fit(catalog: Catalog, cache: Cache) -> Side:
    """How the English front of the first symptom fits."""
    side = list_sides(content_of(catalog, "flap-stuck"), "en")[0]
    return fit_sides(catalog, [side], cache)[0]


def test_comfortable_type_is_chosen_where_there_is_room(planned: SheetPlan) -> None:
    assert {side.scale for side in planned.sides} == {0}


def test_everything_fits(planned: SheetPlan) -> None:
    assert [side for side in planned.sides if not 0 < side.fill <= 1] == []


def test_fuller_sheets_take_smaller_type(site: Path, cache: Cache) -> None:
    found = front_fit(lengthened(site, 4), cache)
    assert found.fill <= 1
    assert found.scale > 0


def test_no_back_of_this_project_says_less_than_it_has_room_for(
    real: Catalog, real_plan: SheetPlan, cache: Cache
) -> None:
    smaller = [side for side in real_plan.sides if side.scale and side.language == "en" and side.name == "back"]
    assert smaller
    larger = [replace(side, scale=side.scale - 1) for side in smaller]
    assert fit_sides(real, larger, cache) == smaller


def test_a_check_asks_for_the_smallest_type_alone(catalog: Catalog, planned: SheetPlan, cache: Cache) -> None:
    least = fit_contents(catalog, tuple(build_contents(catalog)), cache, is_least=True)
    assert all(side.scale == len(TYPE_SCALES[side.name]) - 1 for side in least)
    assert [side.over_mm for side in least] == [side.over_mm for side in planned.sides]
    assert all(side.height < chosen.height for side, chosen in zip(least, planned.sides, strict=True))


def test_what_does_not_fit_says_by_how_much_and_what_is_long(site: Path, cache: Cache) -> None:
    found = front_fit(lengthened(site, 14), cache)
    assert found.fill > 1
    assert found.scale == len(TYPE_SCALES[found.name]) - 1
    assert found.over_mm > 20
    assert longest_texts(found)[0].startswith("Use a torch and not your hand, and write")
    assert "Never put a hand behind the flap" not in longest_texts(found, count=99)


def test_a_roll_is_held_in_a_hand_however_long_its_list_is(site: Path, cache: Cache) -> None:
    catalog = lengthened(site, 14)
    side = Side(content_of(catalog, "flap-stuck"), "roll", "zh", "58mm")
    found = fit_sides(catalog, [side], cache)[0]
    assert found.height < found.room
    assert found.height / MM + PAPER_AROUND <= 250


def test_what_was_measured_is_not_measured_again(
    catalog: Catalog, planned: SheetPlan, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str) -> list[tuple[int, float, float]]:
        raise AssertionError("measured again")

    monkeypatch.setattr("counterside.sheets.files.measure_sides", refuse)
    measured = [side for side in planned.sides if side.language == "zh"]
    sides = [replace(side, scale=0, height=0, room=0) for side in measured]
    assert fit_sides(catalog, sides, cache) == measured


def test_many_sides_are_measured_a_few_at_once(
    catalog: Catalog, planned: SheetPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterside.sheets.files.SIDES_AT_ONCE", 4)
    measured = [side for side in planned.sides if side.language == "zh"]
    sides = [replace(side, scale=0, height=0, room=0) for side in measured]
    assert len(sides) > 4
    assert fit_sides(catalog, sides, Cache(tmp_path)) == measured


def test_a_changed_text_is_measured_again(site: Path, cache: Cache) -> None:
    before = front_fit(lengthened(site, 1), cache)
    path = site / SYMPTOM
    path.write_text(path.read_text("utf-8").replace("then a bit further in", "then in " * 20), "utf-8")
    catalog = check_project(site).catalog
    assert catalog is not None
    assert front_fit(catalog, cache).height != before.height


def test_chinese_counts_twice() -> None:
    assert text_width("看 a") == 4


def test_a_project_that_may_only_be_read_is_measured_all_the_same(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", ".cache")

    monkeypatch.setattr("counterside.text.files.Cache.put", refuse)
    assert mini_site.run("check", "--root", site).exit_code == 0


def test_a_roll_leaves_room_for_its_code_whatever_the_address(catalog: Catalog) -> None:
    """Without drawing it: what draws codes takes longer to load than a roll to be measured."""
    content = content_of(catalog, "flap-stuck")
    for length in range(1, 330):
        content.path = "a" * length
        side = write_side(catalog, Side(content, "roll", "en", "58mm"))
        drawn = re.search(r'width="(\d+)"', str(side["qr"]))
        assert drawn is not None
        assert side["modules"] == int(drawn[1])
