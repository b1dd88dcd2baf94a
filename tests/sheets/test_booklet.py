"""The booklet: every leaf on a piece of paper of its own, what is the same for all lists once, no empty page."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import replace

import pypdf
import pytest

import sheets_reading as reading
from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.sheets.content import Part, build_contents
from counterside.sheets.document import list_sides
from counterside.sheets.files import RenderedFile, _list_papers

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


def reader(made: Mapping[str, RenderedFile], name: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made[name].content))


def pages(made: Mapping[str, RenderedFile], language: str) -> list[str]:
    """The text of every page, white space left out."""
    return reading.page_texts(made[f"booklet-{language}.pdf"].content)


def leaves(catalog: Catalog) -> list[Part]:
    """What a booklet holds: routines are logs, which are loose."""
    return [content for content in build_contents(catalog) if not content.columns]


@LANGUAGES
def test_every_front_is_on_the_right_hand_side(
    made: Mapping[str, RenderedFile], catalog: Catalog, language: str
) -> None:
    found = pages(made, language)
    for content in leaves(catalog):
        first = next(number for number, text in enumerate(found, start=1) if content.edition in text)
        assert first % 2 == 1, content.id


@LANGUAGES
def test_no_page_is_empty(made: Mapping[str, RenderedFile], language: str) -> None:
    """The last page holds the codes, and this catalog has a handful."""
    shares = reading.ink_heights(made[f"booklet-{language}.pdf"].content)[:-1]
    assert [page for page, share in enumerate(shares, start=1) if share < 0.2] == []


def test_a_list_without_remedies_has_a_page_to_write_on_behind_it(catalog: Catalog) -> None:
    """The next front is on a right-hand page all the same."""
    lamp = next(symptom for symptom in catalog.symptoms if symptom.id == "lamp-dark")
    steps = tuple(step.model_copy(update={"not_seen": Link("symptom", "slip-blank")}) for step in lamp.steps)
    bare = lamp.model_copy(update={"steps": steps})
    changed = replace(catalog, records=tuple(bare if one is lamp else one for one in catalog.records))
    contents = list(build_contents(changed))
    sides = [side for content in contents for side in list_sides(content, "en")]
    booklet = next(file for file in _list_papers(changed, contents, sides) if file.name == "booklet-en.pdf")
    printed = json.loads(booklet.typst_input)["pages"]
    (front,) = (number for number, page in enumerate(printed) if page.get("side", {}).get("id") == "lamp-dark")
    assert printed[front + 1] == {"kind": "record"}


@LANGUAGES
def test_cover_names_the_page_of_every_list(made: Mapping[str, RenderedFile], catalog: Catalog, language: str) -> None:
    found = pages(made, language)
    for content in leaves(catalog):
        page = next(number for number, text in enumerate(found, start=1) if content.edition in text)
        title = "".join(content.title[language].split())
        assert f"{content.number}{title}{page}" in found[0], content.id


@LANGUAGES
def test_cover_names_the_page_of_the_tables_of_codes(
    real: Catalog, real_made: Mapping[str, RenderedFile], language: str
) -> None:
    """With the lists of who sees a code."""
    found = pages(real_made, language)
    first = "".join(real.rails[0].title[language].split())
    page = next(number for number, text in enumerate(found, start=1) if text.startswith(first))
    assert "".join(f"{real.labels.get('booklet_codes', language)}{page}".split()) in found[0]


@LANGUAGES
def test_cover_leads_to_every_list(made: Mapping[str, RenderedFile], catalog: Catalog, language: str) -> None:
    cover = reader(made, f"booklet-{language}.pdf").pages[0]
    assert len(cover["/Annots"]) >= len(leaves(catalog))


@LANGUAGES
def test_the_call_is_on_the_second_page(made: Mapping[str, RenderedFile], catalog: Catalog, language: str) -> None:
    call = next(one for content in leaves(catalog) for one in content.remedies if not one.letter)
    words = "".join(call.ask[0][language].split())
    assert words in pages(made, language)[1]


@LANGUAGES
def test_every_safety_notice_is_in_it(made: Mapping[str, RenderedFile], catalog: Catalog, language: str) -> None:
    printed = reading.text(made[f"booklet-{language}.pdf"].content)
    for content in leaves(catalog):
        for notice in content.notices:
            assert "".join(notice.text[language].split()) in printed


@LANGUAGES
def test_every_code_is_in_it(made: Mapping[str, RenderedFile], catalog: Catalog, language: str) -> None:
    printed = reading.text(made[f"booklet-{language}.pdf"].content)
    for rail in catalog.rails:
        for code in rail.codes:
            assert "".join(f"{code.code}{code.meaning[language]}".split()) in printed


@LANGUAGES
def test_cover_names_the_logs_that_are_loose(made: Mapping[str, RenderedFile], catalog: Catalog, language: str) -> None:
    for routine in catalog.routines:
        assert "".join(routine.title[language].split()) in pages(made, language)[0]


@LANGUAGES
def test_a_booklet_of_this_project_has_at_most_48_pages(real_made: Mapping[str, RenderedFile], language: str) -> None:
    assert reading.pages(real_made[f"booklet-{language}.pdf"].content) <= 48
    assert reading.pages(real_made[f"booklet-{language}-a5.pdf"].content) <= 24


@LANGUAGES
def test_stitched_booklet_folds_into_the_same_pages(made: Mapping[str, RenderedFile], language: str) -> None:
    upright, folded = (reader(made, f"booklet-{language}{name}.pdf") for name in ("", "-a5"))
    assert len(folded.pages) == -(-len(upright.pages) // 4) * 2
    outer = reading.page_texts(made[f"booklet-{language}-a5.pdf"].content)[0]
    assert pages(made, language)[0][:40] in outer, "the cover is on the outside of the outermost sheet"


@LANGUAGES
def test_a_table_of_codes_says_on_which_condition_another_list_is_right(
    real: Catalog, real_made: Mapping[str, RenderedFile], language: str
) -> None:
    """`25` on a sale was answered with the remedy of a void, which is a refund of money that was never taken."""
    printed = "".join(pages(real_made, language))
    codes = [code for rail in real.rails for code in rail.codes if code.is_published and code.use_other]
    assert {"12", "22", "25", "64"} <= {code.code for code in codes}
    for code in codes:
        for other in code.use_other:
            words = "".join(other.when[language].split())
            number = f"{getattr(real.find(other.to), 'number', 0):02d}"
            assert f"{words}→{real.labels.get('sheet_list', language)}{number}" in printed, code.code
