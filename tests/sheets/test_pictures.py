"""Pictures on paper: lines that hold on a photocopy, words in the type of the sheet, only where there is room."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import typst

from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.model.records import Picture
from counterside.sheets.content import Part, build_contents, build_picture, find_picture_height, list_pictures
from counterside.sheets.document import list_sides, write_value
from counterside.sheets.files import PICTURE_ROOM, _fill_side, _list_papers
from counterside.text.svg import STROKE
from mini_site import PROJECT, read_own_catalog

FONTS = PROJECT / "hooks" / "counterside" / "sheets" / "fonts"
LEAST_LINE = 0.3
"""Millimetres under which a line is lost on a photocopy."""
SMALLEST = 0.84
"""The share of its size down to which `picture.typ` draws a picture."""


def printed(catalog: Catalog) -> list[Part]:
    return [found for one in catalog.pictures if (found := build_picture(catalog, one.ref))]


@pytest.fixture(scope="module")
def project() -> Catalog:
    return read_own_catalog()


def test_lines_are_black_and_hold_on_a_photocopy(project: Catalog) -> None:
    for picture in printed(project):
        assert "currentColor" not in picture.svg
        if picture.svg:
            units = float(picture.svg.partition('viewBox="0 0 ')[2].split()[0])
            assert picture.width / units * STROKE * SMALLEST >= LEAST_LINE


def test_words_are_no_part_of_the_lines(catalog: Catalog) -> None:
    picture = build_picture(catalog, Link("picture", "roll"))
    assert picture is not None
    assert "<text" not in picture.svg
    assert [label.text["en"] for label in picture.labels] == ["Shiny side out", "Reversed"]


def test_step_without_a_picture_prints_none(catalog: Catalog) -> None:
    assert build_picture(catalog, None) is None


def test_a_site_without_pictures_has_no_paper_of_pictures(catalog: Catalog) -> None:
    bare = replace(catalog, records=tuple(one for one in catalog.records if not isinstance(one, Picture)))
    contents = list(build_contents(bare))
    made, others = ({file.name for file in _list_papers(each, contents, ())} for each in (catalog, bare))
    assert made - others == {
        f"pictures-{language}-a4.{ending}" for language in ("zh", "en") for ending in ("pdf", "png")
    }
    assert others <= made


@pytest.mark.parametrize("room", sorted(PICTURE_ROOM.values()))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_picture_is_never_higher_than_the_sheet_reckons_with(project: Catalog, language: str, room: int) -> None:
    pictures = printed(project)
    for picture, height in zip(pictures, measure(pictures, language, room), strict=True):
        assert height <= find_picture_height(picture, room), picture.id


def measure(pictures: list[Part], language: str, room: int) -> list[float]:
    """The millimetres that pictures really take, as Typst sets them."""
    content = {
        "language": language,
        "room": room,
        "pictures": [join_runs(write_value(one, language)) for one in pictures],
    }
    found = typst.query(
        PROJECT / "tests" / "sheets" / "heights.typ",
        "<height>",
        field="value",
        root=PROJECT,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]),
        sys_inputs={"data": json.dumps(content)},
    )
    return [float(height) for height in json.loads(found)]


def join_runs(value: Any) -> Any:
    """The same data with each text, which is a list of runs, as its words."""
    if isinstance(value, dict):
        is_text = {"alt", "text"}
        return {k: "".join(run[1] for run in part) if k in is_text else join_runs(part) for k, part in value.items()}
    return [join_runs(part) for part in value] if isinstance(value, list) else value


def test_side_shows_pictures_only_in_the_room_that_is_left(catalog: Catalog) -> None:
    content = next(one for one in build_contents(catalog) if list_pictures(one, "back"))
    back = next(side for side in list_sides(content, "en") if side.name == "back")
    assert _fill_side(replace(back, room=700)).shown == ("roll",)
    assert _fill_side(replace(back, height=700, room=700)).shown == ()
