"""A provider's profile: what it knows stands where a site for everybody leaves blanks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.model.records import Contact
from counterside.model.site import Profile
from counterside.site import routes
from counterside.site.view import Page

MODELS = ("Slot 3", "Cart B")
PORTAL = "https://joinery.example/returns"


@pytest.fixture
def served(catalog: Catalog) -> Catalog:
    """The fictional site of a workshop that serves its own returns."""
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
    profile = Profile.model_validate(
        {"name": {"zh": "木匠铺", "en": "Joinery"}, "hotline": "contact:joiner", "portal": PORTAL, "terminals": MODELS}
    )
    fields = tuple(
        field.model_copy(update={"id": name})
        for field, name in zip(catalog.site.call_card, ("model", "hotline"), strict=True)
    )
    site = catalog.site.model_copy(update={"call_card": fields})
    return replace(catalog, site=site, records=(*catalog.records, contact), profile=profile)


def _html(pages: Iterator[Page], language: str) -> str:
    return next(page.html for page in pages if page.language == language)


def test_hotline_stands_in_the_last_box_with_the_day_its_source_was_read(served: Catalog) -> None:
    page = _html(routes.draw_symptoms(served), "en")
    last = page[page.index('id="_call"') :]
    assert 'href="tel:+15550199"' in last
    assert "+1 (555) 0199" in last
    assert "The joiner" in last
    assert "2026-03-02" in last


def test_without_a_profile_the_last_box_dials_nobody(catalog: Catalog) -> None:
    assert 'class="tel" href="tel:' not in _html(routes.draw_symptoms(catalog), "en")
    assert catalog.hotline is None
    assert catalog.filled("en") == {}


def test_call_card_knows_the_hotline_and_offers_the_models(served: Catalog) -> None:
    page = _html(routes._draw_named(served, "call_card", "checklists/site.yml"), "en")
    assert 'name="hotline"' not in page
    assert 'href="tel:+15550199"' in page
    assert [model for model in MODELS if f"<option>{model}</option>" not in page] == []
    assert 'list="_models"' in page


def test_call_card_names_the_provider_and_leads_to_its_portal(served: Catalog) -> None:
    page = _html(routes._draw_named(served, "call_card", "checklists/site.yml"), "en")
    assert "<b>Joinery</b>" in page
    assert f'href="{PORTAL}"' in page


def test_blanks_are_filled_by_their_ids(served: Catalog) -> None:
    assert served.filled("en") == {"provider": "Joinery", "hotline": "+1 (555) 0199", "portal": PORTAL}
    assert served.filled("zh")["provider"] == "木匠铺"


def test_profile_links_count(served: Catalog) -> None:
    assert Link("contact", "joiner") in [use.value for use in served.site_links]
