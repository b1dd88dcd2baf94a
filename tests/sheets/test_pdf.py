"""The PDFs as they come out: pages, sizes, colours, text and QR code, each read from the file itself."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import pypdf
import pytest
import zxingcpp
from PIL import Image

import sheets_reading as reading
from counterside import sheets
from counterside.audit.text import judge
from counterside.check import check_project
from counterside.sheets import Made, press
from counterside.sheets.fit import front_texts
from counterside.sheets.order import DETAIL, Side, order, side_of
from counterside.text import markup
from mini_site import PROJECT

BLACK = {(0, 0, 0, 255)}
FRONT = re.compile(r"(?!.*-back-).*-a4\.pdf")
KANGXI = re.compile("[\u2e80-\u2fdf]")


def fronts(made: Mapping[str, Made]) -> list[Made]:
    return [one for name, one in made.items() if FRONT.fullmatch(name)]


def pdfs(made: Mapping[str, Made]) -> list[Made]:
    return [one for name, one in made.items() if name.endswith(".pdf")]


def test_every_front_is_exactly_one_page(made: Mapping[str, Made]) -> None:
    assert {one.sheet.name: reading.pages(one.content) for one in fronts(made)} == {
        one.sheet.name: 1 for one in fronts(made)
    }


def test_rolls_are_one_page_whatever_their_length(made: Mapping[str, Made]) -> None:
    rolls = [one for one in pdfs(made) if one.sheet.paper.is_roll]
    assert rolls
    assert {reading.pages(one.content) for one in rolls} == {1}


def test_nothing_is_smaller_than_nine_points(made: Mapping[str, Made]) -> None:
    smallest = {one.sheet.name: min(reading.sizes(one.content)) for one in pdfs(made)}
    # The exclamation mark in the warning triangle is a drawing, and said again by the word beside it.
    assert {name: size for name, size in smallest.items() if size < 9 and size != 6.8} == {}


def test_what_the_record_says_is_never_smaller_than_detail_type(made: Mapping[str, Made]) -> None:
    """Smaller are labels and shapes alone; Chinese beside English may take half a point less."""
    for one in fronts(made):
        found = reading.texts_by_size(one.content)
        large = "".join(words for size, words in found.items() if size >= DETAIL - (len(one.sheet.languages) > 1) / 2)
        assert one.sheet.leaf is not None
        for step in one.sheet.leaf.steps:
            for text in filter(None, (step.do, step.detail, step.expect)):
                for language in one.sheet.languages:
                    assert "".join(markup.plain(text[language]).split()) in large, (one.sheet.name, text)


def test_everything_is_black(made: Mapping[str, Made]) -> None:
    assert {one.sheet.name for one in pdfs(made) if reading.colours(one.content) != BLACK} == set()


def test_text_can_be_found_and_copied(made: Mapping[str, Made]) -> None:
    for one in pdfs(made):
        assert not KANGXI.search(reading.text(one.content)), one.sheet.name


def test_every_text_of_the_record_is_in_the_text_layer(made: Mapping[str, Made]) -> None:
    for one in pdfs(made):
        if one.sheet.leaf is not None and not one.sheet.is_back:
            printed = reading.text(one.content)
            for text in front_texts(one.sheet.leaf):
                for language in one.sheet.languages:
                    assert "".join(markup.plain(text[language]).split()) in printed, (one.sheet.name, text)


def test_text_that_is_missing_is_a_problem(made: Mapping[str, Made]) -> None:
    sheet = made["flap-stuck-en-a4.pdf"].sheet
    assert sheet.leaf is not None
    other = made["lamp-dark-en-a4.pdf"].content
    found = list(judge(sheet.leaf, ("en",), sheet.name, other))
    assert [one.code for one in found if "The flap does not move" in one.finding.message] == ["CS804"]


def test_documents_are_tagged_and_say_their_title_and_language(made: Mapping[str, Made]) -> None:
    for one in pdfs(made):
        reader = pypdf.PdfReader(io.BytesIO(one.content))
        catalog = reader.trailer["/Root"]
        assert catalog["/MarkInfo"]["/Marked"], one.sheet.name
        assert catalog["/Lang"].startswith(one.sheet.languages[0]), one.sheet.name
        assert b"pdfuaid:part" in catalog["/Metadata"].get_object().get_data(), one.sheet.name
        assert reader.metadata is not None
        assert reader.metadata.title
        assert reader.metadata.creation_date is None


def test_only_the_committed_fonts_are_inside(made: Mapping[str, Made]) -> None:
    for one in pdfs(made):
        for page in pypdf.PdfReader(io.BytesIO(one.content)).pages:
            names = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
            assert {name for name in names if "NotoSansSC" not in name} == set(), one.sheet.name


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_qr_code_leads_to_the_same_page_and_edition(made: Mapping[str, Made], language: str, paper: str) -> None:
    one = made[f"flap-stuck-{language}-{paper}.pdf"]
    assert one.sheet.leaf is not None
    prefix = {"zh": "", "en": "en/"}[language]
    wanted = f"https://returns.example/{prefix}symptoms/flap-stuck/?e={one.sheet.leaf.edition}"
    assert [code.text for code in zxingcpp.read_barcodes(reading.picture(one.content, 100))] == [wanted]
    black_and_white = reading.picture(one.content, 100).point(lambda grey: 255 if grey > 127 else 0).convert("1")
    assert [code.text for code in zxingcpp.read_barcodes(black_and_white.convert("L"))] == [wanted]


@pytest.mark.parametrize(("paper", "dots"), [("80mm", 576), ("58mm", 384)])
def test_receipt_printers_get_exactly_their_dots(made: Mapping[str, Made], paper: str, dots: int) -> None:
    for name, one in made.items():
        if name.endswith(f"-{paper}.pdf"):
            image = reading.picture(one.content, 203).point(lambda grey: 255 if grey > 127 else 0)
            assert image.width == dots, name
            assert zxingcpp.read_barcodes(image), name
            assert _ink_at_the_edges(image) == 0, name


def _ink_at_the_edges(image: Image.Image) -> int:
    """Dark dots in the outermost column on either side: something that was cut off."""
    columns = (image.crop((x, 0, x + 1, image.height)) for x in (0, image.width - 1))
    return sum(column.histogram()[0] for column in columns)


def test_the_same_bytes_come_out_twice(made: Mapping[str, Made]) -> None:
    for name in ("flap-stuck-zh-en-a4.pdf", "morning-en-a4.pdf", "flap-stuck-zh-58mm.pdf", "booklet-zh.pdf"):
        sheet = made[name].sheet
        assert press.printed(sheet.order, "pdf") == made[name].content


def test_picture_of_a_front_is_there_for_a_phone(made: Mapping[str, Made]) -> None:
    image = Image.open(io.BytesIO(made["flap-stuck-zh-a4.png"].content))
    assert image.format == "PNG"
    assert image.width == pytest.approx(210 / 25.4 * 110, abs=2)


def test_every_sheet_of_this_project_has_fronts_of_one_page() -> None:
    """The real records, not the fictional ones: at least 16 symptoms in both languages."""
    checked = check_project(PROJECT)
    assert checked.catalog is not None
    fitted = [one for one in sheets.plan(checked.catalog).fits if one.paper.is_strict and len(one.languages) == 1]
    assert len([one for one in fitted if not one.leaf.columns]) >= 32
    for one in fitted:
        side = Side(one.leaf, side_of(one.leaf, one.paper), one.paper, one.fit.density)
        content = press.printed(order(checked.catalog, one.languages, "a front", (side,)), "pdf")
        assert reading.pages(content) == 1, (one.leaf.id, one.languages)
