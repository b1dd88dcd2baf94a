"""Words, myths, lessons and safety: every entry is an anchor, and numbers to call come from the contacts alone."""

from __future__ import annotations

import re

import pytest

from counterside.model import Catalog
from counterside.pages import reference
from counterside.pages.page import Page


def drawn(catalog: Catalog, path: str) -> Page:
    return next(page for page in reference.pages(catalog) if page.path == path).draw()


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_every_entry_is_an_anchor(catalog: Catalog, prefix: str) -> None:
    assert {term.id for term in catalog.terms} <= drawn(catalog, f"{prefix}glossary/").anchors
    assert {myth.id for myth in catalog.myths} <= drawn(catalog, f"{prefix}myths/").anchors
    assert {case.id for case in catalog.cases} <= drawn(catalog, f"{prefix}lessons/").anchors
    assert {source.id for source in catalog.sources} <= drawn(catalog, f"{prefix}sources/").anchors
    safety = {record.id for record in (*catalog.notices, *catalog.gates, *catalog.contacts)}
    assert safety <= drawn(catalog, f"{prefix}safety/").anchors


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_glossary_shows_every_language(catalog: Catalog, prefix: str) -> None:
    html = drawn(catalog, f"{prefix}glossary/").html
    for term in catalog.terms:
        for language, title in term.title.items():
            assert re.search(rf'<div lang="{language}">\s*<h2>{re.escape(title)}</h2>', html)


def test_numbers_to_call_are_the_contacts(catalog: Catalog) -> None:
    html = drawn(catalog, "safety/").html
    assert set(re.findall(r'href="tel:([^"]+)"', html)) == {contact.number for contact in catalog.contacts}


def test_a_lesson_leads_to_its_case(catalog: Catalog) -> None:
    html = drawn(catalog, "en/lessons/").html
    for case in catalog.cases:
        assert f'href="../../en/cases/{case.id}/"' in html
