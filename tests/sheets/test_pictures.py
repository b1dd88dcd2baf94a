"""Pictures on paper: lines that hold on a photocopy, words in the type of the sheet, only where there is room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.model.records import Picture
from counterside.sheets.content import Part, build_contents, build_picture
from counterside.sheets.document import DETAILS, TYPE_SCALES, Side, build_side_input
from counterside.sheets.files import _list_papers
from counterside.sheets.typst import render_pdf
from counterside.text.svg import STROKE
from mini_site import read_own_catalog
from sheets_reading import page_texts

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


def back_text(catalog: Catalog, others: int) -> str:
    """A back that drops details, with a picture and a detail in its first remedy and so many other remedies."""
    content = next(one for one in build_contents(catalog) if one.id == "slip-blank")
    first, other, *_ = content.remedies
    first.steps[0].detail = {"en": "Only the roll that it came with."}
    content.remedies = [first, *(Part(**{**vars(other), "letter": chr(66 + at)}) for at in range(others))]
    scale = next(at for at, scale in enumerate(TYPE_SCALES["back"]) if scale["keeps"] == DETAILS)
    side = Side(content, "back", "en", scale=scale)
    (page,) = page_texts(render_pdf(build_side_input(catalog, [side]), "sheet.typ"))
    return page


@pytest.mark.parametrize(("others", "has_picture"), [(14, True), (15, False)])
def test_room_that_is_left_is_for_details_and_then_for_pictures(
    catalog: Catalog, others: int, has_picture: bool
) -> None:
    page = back_text(catalog, others)
    assert "camewith" in page
    assert ("Shinysideout" in page) == has_picture
