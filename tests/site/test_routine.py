"""A routine's step leads off the list only where something is amiss."""

from __future__ import annotations

from typing import Any

from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.model.records import Step
from counterside.site import routes
from counterside.site.routes import find_detours
from mini_site import anchors

TEXT = {"zh": "看灯", "en": "Look at the lamp"}


def step(**keys: Any) -> Step:
    return Step.model_validate({"id": "lamp", "do": TEXT, **keys})


def test_not_sure_stands_with_no() -> None:
    found = list(find_detours(step(not_seen="resolution:paper-log")))
    assert [label for label, _ in found] == ["no_or_unsure"]
    assert found[0][1].target == Link("resolution", "paper-log")


def test_not_sure_stands_alone_where_it_leads_elsewhere() -> None:
    found = list(find_detours(step(not_seen="resolution:paper-log", unsure="resolution:call-workshop")))
    assert [label for label, _ in found] == ["no", "unsure"]


def test_answers_that_go_on_are_not_shown() -> None:
    assert list(find_detours(step(seen="next", not_seen="next", unsure="done"))) == []


def test_still_is_shown_where_it_leads_off() -> None:
    _, onward = next(find_detours(step(not_seen="resolution:paper-log", still="next")))
    _, away = next(find_detours(step(not_seen="resolution:paper-log", still="symptom:slip-blank")))
    assert onward.still is None
    assert away.still == Link("symptom", "slip-blank")


def test_a_choice_has_its_own_words() -> None:
    choices = [{"id": "green", "label": TEXT, "to": "next"}, {"id": "red", "label": TEXT, "to": "symptom:lamp-dark"}]
    found = list(find_detours(step(choices=choices, unsure="resolution:call-workshop")))
    led = [(answer.label, answer.target.id if answer.target else "") for _, answer in found]
    assert led == [(TEXT, "lamp-dark"), (None, "call-workshop")]


def test_every_routine_has_a_page_with_its_steps(catalog: Catalog) -> None:
    drawn = {page.path: page for page in routes.draw_routines(catalog)}
    for found in catalog.routines:
        assert {step.id for step in found.steps} <= anchors(drawn[f"routines/{found.id}/"])
        assert {step.id for step in found.steps} <= anchors(drawn[f"en/routines/{found.id}/"])
