"""A provider's profile on paper: its hotline and name are printed where others write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import sheets_reading as reading
from counterside.model.catalog import Catalog
from counterside.model.records import Contact
from counterside.model.site import Profile
from counterside.sheets.files import plan_sheets
from counterside.site.routes import draw_sheets
from counterside.text.files import Cache


@pytest.fixture(scope="module")
def served(catalog: Catalog) -> Catalog:
    """The fictional site of a workshop that serves its own returns; its one blank is the hotline."""
    contact = Contact.model_validate(
        {
            "id": "joiner",
            "number": "+1 (555) 0199",
            "name": {"zh": "木匠", "en": "The joiner"},
            "purpose": {"zh": "修", "en": "Repairs"},
            "source": "source:maker-manual",
            "read": date(2026, 3, 2),
        }
    )
    profile = Profile.model_validate({"name": {"zh": "木匠铺", "en": "Joinery"}, "hotline": "contact:joiner"})
    blanks = tuple(blank.model_copy(update={"id": "hotline"}) for blank in catalog.site.blanks)
    site = catalog.site.model_copy(update={"blanks": blanks})
    return replace(catalog, site=site, records=(*catalog.records, contact), profile=profile)


@pytest.mark.parametrize(("language", "name"), [("zh", "木匠铺"), ("en", "Joinery")])
def test_pdf_prints_hotline_and_name(served: Catalog, cache: Cache, language: str, name: str) -> None:
    files, _ = plan_sheets(served, cache, ["lamp-dark"])
    file = next(one for one in files if one.name == f"lamp-dark-{language}-leaf.pdf")
    printed = reading.text(file.render())
    hint = served.site.blanks[0].hint
    assert hint is not None
    assert "+1(555)0199" in printed
    assert name in printed
    assert "".join(hint[language].split()) not in printed


@pytest.mark.parametrize("name", ["poster-en-a4.pdf", "card-en-a4.pdf", "call-en-a4.pdf", "booklet-en.pdf"])
def test_papers_about_all_lists_have_the_number_where_others_write(served: Catalog, cache: Cache, name: str) -> None:
    files, _ = plan_sheets(served, cache)
    file = next(one for one in files if one.name == name)
    assert "+1(555)0199" in reading.text(file.render())


def test_html_sheet_prints_them_too_and_leaves_nothing_to_fill_in(served: Catalog) -> None:
    sheet = next(one for one in draw_sheets(served) if one.path == "en/print/lamp-dark/")
    call = sheet.html.split('<div class="call">')[1].split("<footer>")[0]
    assert "<b>Joinery</b>" in call
    assert '<b class="known">+1 (555) 0199</b>' in call
    assert "data-blank" not in call


def test_without_a_profile_the_line_is_empty(catalog: Catalog) -> None:
    sheet = next(one for one in draw_sheets(catalog) if one.path == "en/print/lamp-dark/")
    call = sheet.html.split('<div class="call">')[1].split("<footer>")[0]
    assert "data-blank" in call
