"""Words, myths, lessons and safety: every entry is an anchor, and numbers to call come from the contacts alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from counterside.check import CHECKS
from counterside.model.catalog import Catalog
from counterside.model.guide import Guide
from counterside.model.nodes import parse_link
from counterside.model.records import Myth, Resolution
from counterside.site import routes
from counterside.site.routes import render
from counterside.site.view import Page
from mini_site import anchors


def drawn(catalog: Catalog, path: str) -> Page:
    return next(page for page in render(catalog, CHECKS) if page.path == path)


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_every_entry_is_an_anchor(catalog: Catalog, prefix: str) -> None:
    assert {term.id for term in catalog.terms} <= anchors(drawn(catalog, f"{prefix}glossary/"))
    assert {myth.id for myth in catalog.myths} <= anchors(drawn(catalog, f"{prefix}myths/"))
    assert {case.id for case in catalog.cases} <= anchors(drawn(catalog, f"{prefix}lessons/"))
    assert {source.id for source in catalog.sources} <= anchors(drawn(catalog, f"{prefix}sources/"))
    safety = {record.id for record in (*catalog.notices, *catalog.gates, *catalog.contacts)}
    assert safety <= anchors(drawn(catalog, f"{prefix}safety/"))


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_glossary_shows_every_language(catalog: Catalog, prefix: str) -> None:
    html = drawn(catalog, f"{prefix}glossary/").html
    for term in catalog.terms:
        for language, title in term.title.items():
            assert re.search(rf'<div lang="{language}">\s*<h2>{re.escape(title)}</h2>', html)


def test_numbers_to_call_are_the_contacts(catalog: Catalog) -> None:
    html = drawn(catalog, "safety/").html
    assert set(re.findall(r'href="tel:([^"]+)"', html)) == {contact.number for contact in catalog.contacts}


def test_a_list_about_people_dials_the_first_number_that_it_or_its_remedies_name(catalog: Catalog) -> None:
    flap = next(symptom for symptom in catalog.symptoms if symptom.id == "flap-stuck")
    urgent = flap.model_copy(update={"urgency": "stop"})
    nobody = [record for record in catalog.records if not isinstance(record, Resolution)]
    assert routes.find_dials(Guide(flap, catalog), catalog) == ()
    assert routes.find_dials(Guide(urgent, catalog), catalog) == catalog.contacts[:1]
    assert routes.find_dials(Guide(urgent, replace(catalog, records=tuple(nobody))), catalog) == ()


def title_of_home(catalog: Catalog) -> str:
    return re.findall("<title>(.*)</title>", drawn(catalog, "en/").html)[0]


def test_the_title_of_home_says_what_the_site_is_for_before_its_name(catalog: Catalog) -> None:
    name, subtitle = catalog.site.name["en"], {"zh": "还书机不动了", "en": "Book return not working?"}
    told = replace(catalog, site=catalog.site.model_copy(update={"subtitle": subtitle}))
    assert title_of_home(told) == f"Book return not working? · {name}"


def test_a_site_that_says_only_its_name_is_not_named_twice(catalog: Catalog) -> None:
    assert title_of_home(catalog) == catalog.site.name["en"]


def test_a_lesson_leads_to_its_case(catalog: Catalog) -> None:
    html = drawn(catalog, "en/lessons/").html
    for case in catalog.cases:
        assert f'href="../../en/cases/{case.id}/"' in html


# ── wrong advice, where somebody might follow it ──

CLAIM = '<a href="../../../en/myths/#oil-the-flap">'


def step(page: Page, anchor: str) -> str:
    """What stands at a step of a page, up to the next one."""
    return re.split(r'class="step"', page.html.split(f'class="step" id="{anchor}"')[1])[0]


def about(catalog: Catalog, *links: str) -> Catalog:
    """The catalog with its wrong advice about these records or steps."""
    told = tuple(
        record.model_copy(update={"links": tuple(map(parse_link, links))}) if isinstance(record, Myth) else record
        for record in catalog.records
    )
    return replace(catalog, records=told)


def page_of(draw: Callable[[Catalog], Iterator[Page]], catalog: Catalog, path: str) -> Page:
    return next(page for page in draw(catalog) if page.path == path)


def test_wrong_advice_is_named_at_the_step_of_a_checklist(catalog: Catalog) -> None:
    page = page_of(routes.draw_symptoms, about(catalog, "symptom:flap-stuck#hinge"), "en/symptoms/flap-stuck/")
    assert page.html.count(CLAIM) == 1
    assert CLAIM in step(page, "hinge")


def test_wrong_advice_is_named_at_the_step_of_a_remedy_wherever_that_is_drawn(catalog: Catalog) -> None:
    told = about(catalog, "resolution:brush-the-hinge#brush")
    alone = page_of(routes.draw_resolutions, told, "en/resolutions/brush-the-hinge/")
    in_place = page_of(routes.draw_symptoms, told, "en/symptoms/flap-stuck/")
    assert CLAIM in step(alone, "brush")
    assert CLAIM in in_place.html.split('id="_r-brush-the-hinge"')[1].split("</section>")[0]


def test_wrong_advice_is_named_at_the_step_of_a_routine(catalog: Catalog) -> None:
    made = about(catalog, f"routine:weekly-brush#{catalog.routines[1].steps[0].id}")
    assert page_of(routes.draw_routines, made, "en/routines/weekly-brush/").html.count(CLAIM) == 1


def test_wrong_advice_about_a_whole_record_is_named_once_on_its_page(catalog: Catalog) -> None:
    page = page_of(
        routes.draw_resolutions, about(catalog, "resolution:brush-the-hinge"), "en/resolutions/brush-the-hinge/"
    )
    assert page.html.count(CLAIM) == 1


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_every_entry_of_the_first_question_leads_on_from_the_search_page(catalog: Catalog, prefix: str) -> None:
    """One that names a page and no list has the page below it."""
    html = drawn(catalog, f"{prefix}search/").html
    entries = re.findall(r'<li class="question">(.*?)</li>', html, re.DOTALL)
    assert len(entries) == len(catalog.site.triage)
    assert all('<a class="entry"' in entry for entry in entries)
    assert re.search(r'href="[./]*(en/)?codes/"', entries[-1])
