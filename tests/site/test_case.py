"""A case is told with links to the steps that were taken, and says so when it is made up."""

from __future__ import annotations

from dataclasses import replace

from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.model.records import Case, Record
from counterside.site import routes
from counterside.site.routes import find_taken
from counterside.site.view import View


def html(catalog: Catalog, found: Case) -> str:
    return next(page.html for page in routes.draw_cases(catalog) if page.path == f"en/cases/{found.id}/")


def test_a_link_to_a_step_has_the_steps_words(catalog: Catalog) -> None:
    symptom = catalog.symptoms[0]
    view = View(catalog, catalog.site.all_languages[0], "")
    words, title = find_taken(view, Link("symptom", symptom.id, symptom.steps[1].id))
    assert (words, title) == (symptom.steps[1].do, symptom.title)


def test_a_link_to_a_whole_record_has_its_title(catalog: Catalog) -> None:
    routine = catalog.routines[0]
    view = View(catalog, catalog.site.all_languages[0], "")
    assert find_taken(view, Link("routine", routine.id)) == (routine.title, routine.title)


def test_a_link_inside_a_steps_words_is_words_inside_the_link_to_the_step(catalog: Catalog) -> None:
    symptom = catalog.symptoms[0]
    step = next(step for step in symptom.steps if step.id == "hinge")
    linked = step.model_copy(update={"do": {"zh": "看[铰链](term:hinge)", "en": "Look at the [hinge](term:hinge)"}})
    steps = tuple(linked if found is step else found for found in symptom.steps)
    changed = symptom.model_copy(update={"steps": steps})
    records = tuple(changed if record is symptom else record for record in catalog.records)
    told = html(replace(catalog, records=records), catalog.cases[0])
    assert f"{symptom.title['en']}: Look at the hinge</span></a>" in told


def test_every_step_taken_is_linked(catalog: Catalog) -> None:
    view = View(catalog, catalog.site.all_languages[1], "cases/x/")
    for found in catalog.cases:
        page = html(catalog, found)
        for moment in found.timeline:
            assert moment.step is None or f'href="{view.to(moment.step)}"' in page


def test_a_composite_says_so_and_a_sourced_case_does_not(catalog: Catalog) -> None:
    notice = catalog.site.composite_notice
    assert notice is not None
    title = next(found.title["en"] for found in catalog.notices if found.ref == notice)
    told = replace(catalog, records=tuple(_as_composite(record, True) for record in catalog.records))
    sourced = replace(catalog, records=tuple(_as_composite(record, False) for record in catalog.records))
    assert title in html(told, told.cases[0])
    assert title not in html(sourced, sourced.cases[0])


def _as_composite(record: Record, is_composite: bool) -> Record:
    return record.model_copy(update={"composite": is_composite}) if isinstance(record, Case) else record
