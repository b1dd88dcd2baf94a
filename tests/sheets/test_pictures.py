"""Pictures on paper: lines that hold on a photocopy, words in the type of the sheet, only where there is room."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest
import typst

from counterside.content.load import load_catalog
from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.sheets.content import build_contents
from counterside.sheets.document import list_sides
from counterside.sheets.files import PICTURE_ROOM, _fill_side
from counterside.sheets.fit import Fit
from counterside.sheets.pictures import PrintedPicture, build_picture
from counterside.text import i18n
from counterside.text.svg import STROKE
from mini_site import PROJECT

FONTS = PROJECT / "hooks" / "counterside" / "sheets" / "fonts"
LEAST_LINE = 0.3
"""Millimetres under which a line is lost on a photocopy."""
SMALLEST = 0.84
"""The share of its size down to which `picture.typ` draws a picture."""


def printed(catalog: Catalog) -> list[PrintedPicture]:
    return [found for one in catalog.pictures if (found := build_picture(catalog, one.ref))]


@pytest.fixture(scope="module")
def project() -> Catalog:
    found = load_catalog(PROJECT).catalog
    assert found is not None
    return found


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


@pytest.mark.parametrize("room", sorted(PICTURE_ROOM.values()))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_picture_is_never_higher_than_the_sheet_reckons_with(project: Catalog, language: str, room: int) -> None:
    pictures = printed(project)
    for picture, height in zip(pictures, measure(pictures, language, room), strict=True):
        assert height <= picture.height_in(room), picture.id


def measure(pictures: list[PrintedPicture], language: str, room: int) -> list[float]:
    """The millimetres that pictures really take, as Typst sets them."""
    content = {"language": language, "room": room, "pictures": [in_language(asdict(one), language) for one in pictures]}
    found = typst.query(
        PROJECT / "tests" / "sheets" / "heights.typ",
        "<height>",
        field="value",
        root=PROJECT,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]),
        sys_inputs={"data": json.dumps(content)},
    )
    return [float(height) for height in json.loads(found)]


def in_language(value: Any, language: str) -> Any:
    """The same data with each text as the words of one language."""
    if isinstance(value, dict):
        if language in value:
            return i18n.strip_marks(value[language])
        return {key: in_language(part, language) for key, part in value.items()}
    return [in_language(part, language) for part in value] if isinstance(value, (list, tuple)) else value


def test_side_shows_pictures_only_in_the_room_that_is_left(catalog: Catalog) -> None:
    content = next(one for one in build_contents(catalog) if one.list_pictures("back"))
    back = next(side for side in list_sides(content, "en") if side.name == "back")
    assert _fill_side(Fit(back, 0)).shown == ("roll",)
    assert _fill_side(Fit(back, back.inner[1])).shown == ()
