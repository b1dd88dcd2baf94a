"""The paths through a checklist, on small records made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

import mini_site
from counterside.content.load import load_catalog
from counterside.model.catalog import Catalog
from counterside.model.guide import FIXED, Endpoint, Guide, find_reached_remedies, list_remedies
from counterside.model.records import Resolution, Step, Symptom

TEXT = {"zh": "灯", "en": "Lamp"}


def step(name: str, **answers: object) -> Step:
    return Step.model_validate({"id": name, "do": TEXT, **answers})


def symptom(*steps: Step, name: str = "lamp", **more: object) -> Symptom:
    values = {
        "id": name, "number": 1, "title": TEXT, "minutes": 5, "steps": steps, "objective": TEXT, "area": "hardware",
        "urgency": "now", "performer": "staff", "use_if": [TEXT], "verify": TEXT, "escalation": "resolution:call",
    }  # fmt: skip
    return Symptom.model_validate({**values, **more})


def remedy(name: str, outcome: str = "resolved", **more: object) -> Resolution:
    values = {"id": name, "title": TEXT, "short": TEXT, "area": "hardware", "performer": "staff", "minutes": 5}
    return Resolution.model_validate({**values, "outcome": outcome, **more})


REMEDIES = (remedy("call", "escalated"), remedy("wipe"), remedy("bulb", "workaround"), remedy("stop", "stop_use"))


def catalog_of(*records: Symptom | Resolution) -> Catalog:
    found = load_catalog(mini_site.CATALOG).catalog
    assert found is not None
    return replace(found, records=(*records, *REMEDIES))


def paths(*steps: Step, **more: object) -> Guide:
    found = symptom(*steps, **more)
    return Guide(found, catalog_of(found))


def stops(made: Guide, name: str) -> set[Endpoint]:
    return set(made.ends[name])


def ways(made: Guide, name: str) -> list[list[str]]:
    """Where each answer of a step leads, and where it goes on when that did not help, by their ids."""
    return [[each.id for each in answer.target.chain] for answer in made.answers[name]]


# ── where an answer can lead ──


def test_next_is_the_following_step() -> None:
    made = paths(step("a", not_seen="next"), step("b", not_seen="resolution:stop"))
    assert stops(made, "a") == {("step", "b")}


def test_next_after_the_last_step_is_the_escalation() -> None:
    assert stops(paths(step("a", not_seen="next")), "a") == {("call", "call")}


def test_done_is_fixed_or_the_following_step() -> None:
    made = paths(step("a", seen="done", not_seen="done"), step("b", not_seen="next"))
    assert stops(made, "a") == {FIXED, ("step", "b")}


@pytest.mark.parametrize("name", ["wipe", "bulb"])
def test_a_remedy_is_fixed_or_still(name: str) -> None:
    made = paths(
        step("a", seen=f"resolution:{name}", not_seen=f"resolution:{name}", still="step:c"), step("b"), step("c")
    )
    assert stops(made, "a") == {FIXED, ("step", "c")}


def test_still_is_the_following_step_unless_written() -> None:
    made = paths(step("a", seen="resolution:wipe", not_seen="resolution:wipe"), step("b"))
    assert stops(made, "a") == {FIXED, ("step", "b")}


@pytest.mark.parametrize(("name", "kind"), [("stop", "end"), ("call", "call")])
def test_an_end_is_the_end_whatever_still_says(name: str, kind: str) -> None:
    made = paths(step("a", seen=f"resolution:{name}", not_seen=f"resolution:{name}", still="step:b"), step("b"))
    assert stops(made, "a") == {(kind, name)}


def test_another_checklist_is_left_for() -> None:
    made = paths(step("a", seen="symptom:door", not_seen="symptom:door"))
    assert stops(made, "a") == {("leave", "door")}


def test_not_sure_is_as_no() -> None:
    made = paths(step("a", not_seen="resolution:stop"), step("b"))
    assert ways(made, "a") == [["b"], ["stop"], ["stop"]]


def test_a_choice_may_have_a_still_of_its_own() -> None:
    choices = [
        {"id": "x", "label": TEXT, "to": "resolution:wipe", "still": "step:c"},
        {"id": "y", "label": TEXT, "to": "resolution:wipe"},
    ]
    made = paths(step("a", choices=choices, unsure="next", still="resolution:stop"), step("b"), step("c"))
    assert ways(made, "a") == [["wipe", "c"], ["wipe", "stop"], ["b"]]


def test_a_still_that_is_the_same_remedy_goes_on() -> None:
    made = paths(step("a", not_seen="resolution:wipe", seen="resolution:wipe", still="resolution:wipe"), step("b"))
    assert stops(made, "a") == {FIXED, ("step", "b")}


# ── whole paths ──


def test_steps_that_nobody_comes_to_are_not_reachable() -> None:
    made = paths(step("a", seen="step:c", not_seen="step:c"), step("b"), step("c", not_seen="next"))
    assert made.reachable == {"a", "c"}


def test_a_step_that_only_a_failed_gate_leads_to_is_reachable() -> None:
    gate = {"gate": "gate:hands", "else": "step:c"}
    answers = {"seen": "resolution:stop", "not_seen": "resolution:stop"}
    by_step = paths(step("a", gates=[gate], **answers), step("b"), step("c", not_seen="next"))
    by_list = paths(step("a", **answers), step("b"), step("c", not_seen="next"), if_gate_fails=[gate])
    assert (by_step.reachable, by_list.reachable) == ({"a", "c"}, {"a", "c"})


def test_a_checklist_without_steps_has_no_paths() -> None:
    made = paths()
    assert (made.reachable, made.stuck, made.steps) == (frozenset(), frozenset(), ())


def test_a_circle_has_no_way_out_and_is_named_whole() -> None:
    made = paths(step("a", seen="step:b", not_seen="step:b"), step("b", seen="step:a", not_seen="step:a"))
    assert (made.stuck, made.find_circle("b")) == ({"a", "b"}, ("b", "a", "b"))


def test_a_way_out_far_on_counts() -> None:
    made = paths(step("a", not_seen="next"), step("b", seen="step:a", not_seen="next"), step("c", not_seen="next"))
    assert made.stuck == frozenset()


def test_the_longest_path_counts_the_questions_left() -> None:
    made = paths(step("a", seen="step:c", not_seen="next"), step("b", not_seen="next"), step("c", not_seen="next"))
    assert [(one.step.id, one.left) for one in made.steps] == [("a", 3), ("b", 2), ("c", 1)]


def test_a_way_back_is_not_counted() -> None:
    made = paths(step("a", not_seen="next"), step("b", seen="step:a", not_seen="next"))
    assert [(one.step.id, one.left) for one in made.steps] == [("a", 2), ("b", 1)]


# ── remedies ──


def test_remedies_stand_in_the_order_of_the_steps_the_escalation_last_each_once() -> None:
    found = symptom(
        step("a", seen="resolution:call", not_seen="resolution:wipe"),
        step("b", seen="resolution:wipe", not_seen="resolution:bulb"),
    )
    assert [link.id for link in list_remedies(found)] == ["wipe", "bulb", "call"]


def test_a_link_to_one_step_names_the_remedy_as_a_whole() -> None:
    made = paths(step("a", seen="resolution:wipe", not_seen="resolution:wipe#dry", unsure="resolution:call#first"))
    assert [link.id for link in list_remedies(made.checklist)] == ["wipe", "call"]
    assert (made.letters, made.remedies[0].letter) == ({"wipe": "A"}, "A")
    assert stops(made, "a") == {FIXED, ("call", "call")}


def test_what_a_failed_gate_leads_to_is_a_remedy_of_the_list() -> None:
    found = symptom(step("a", not_seen="resolution:wipe", gates=[{"gate": "gate:hands", "else": "resolution:bulb"}]))
    assert [link.id for link in list_remedies(found)] == ["wipe", "bulb", "call"]


@pytest.mark.parametrize(
    ("answers", "share"),
    [
        ({"not_seen": "resolution:call"}, (2, 2)),  # `seen` goes on to the escalation, which is what stands below
        ({"seen": "resolution:wipe", "not_seen": "resolution:call"}, (1, 2)),
        ({"seen": "resolution:wipe", "not_seen": "resolution:wipe", "unsure": "resolution:call"}, (0, 2)),
    ],
)
def test_answers_straight_to_the_escalation_are_counted(answers: dict[str, str], share: tuple[int, int]) -> None:
    assert paths(step("a", **answers)).straight_to_escalation == share


def test_remedies_reached_through_remedies_count_and_drafts_do_not_lead() -> None:
    known = catalog_of(
        symptom(step("a", not_seen="resolution:one")),
        symptom(step("a", not_seen="resolution:three"), name="draft", status="draft"),
        remedy("one", if_not_fixed="resolution:two"),
        remedy("two"),
        remedy("three"),
    )
    assert {link.id for link in find_reached_remedies(known)} == {"one", "two", "call"}
