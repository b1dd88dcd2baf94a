"""How a checklist reads: what page, paper and flowchart show of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from counterside.model.catalog import Catalog
from counterside.model.guide import Guide, GuideStep, GuideTarget, read_gates, read_remedy
from counterside.model.nodes import Link
from counterside.model.records import Checklist, Resolution, Step, Symptom

TEXT = {"zh": "灯", "en": "Lamp"}
CALL = GuideTarget("call", "call-workshop")
BOOK = "resolution:free-the-book"


def step(name: str, **answers: object) -> Step:
    return Step.model_validate({"id": name, "do": TEXT, "not_seen": BOOK, **answers})


def flap(catalog: Catalog, *steps: Step, **more: object) -> Symptom:
    """The list of the stuck flap with other steps."""
    found = next(symptom for symptom in catalog.symptoms if symptom.id == "flap-stuck")
    changed = {**{name: getattr(found, name) for name in type(found).model_fields}, "steps": steps, **more}
    return Symptom.model_validate(changed)


def guide(catalog: Catalog, *steps: Step, **more: object) -> Guide:
    found = flap(catalog, *steps, **more)
    return Guide(found, replace(catalog, records=(found, *catalog.records)))


def targets(found: GuideStep) -> list[GuideTarget]:
    return [answer.target for answer in found.answers]


# ── where an answer leads ──


def test_a_step_has_its_number(catalog: Catalog) -> None:
    found = guide(catalog, step("a", seen="next", not_seen="step:c"), step("b"), step("c"))
    assert targets(found.steps[0])[:2] == [GuideTarget("step", "b", 2), GuideTarget("step", "c", 3)]


def test_the_escalation_is_a_call_and_stands_last(catalog: Catalog) -> None:
    found = guide(catalog, step("a", seen="next", not_seen="resolution:call-workshop"))
    assert (targets(found.steps[0])[:2], found.last) == ([CALL, CALL], CALL)


def test_a_routine_is_done_after_its_last_step(catalog: Catalog) -> None:
    found = Guide(catalog.routines[0], catalog)
    assert (found.last.kind, found.steps[-1].answers[0].target.kind) == ("done", "done")


def test_done_asks_the_lists_question_and_says_where_it_goes_on(catalog: Catalog) -> None:
    found = guide(catalog, step("a", seen="done"), step("b"))
    assert targets(found.steps[0])[0] == GuideTarget("verify", still=GuideTarget("step", "b", 2))


def test_a_remedy_has_its_letter_and_what_comes_after(catalog: Catalog) -> None:
    first = step("a", seen="resolution:brush-the-hinge", not_seen=BOOK, still="symptom:lamp-dark")
    found = guide(catalog, first, step("b", not_seen="resolution:take-out-of-use"))
    other = GuideTarget("leave", "lamp-dark", 3)
    assert targets(found.steps[0])[:2] == [
        GuideTarget("remedy", "brush-the-hinge", letter="A", still=other),
        GuideTarget("remedy", "free-the-book", letter="B", still=other),
    ]
    assert targets(found.steps[1])[1] == GuideTarget("end", "take-out-of-use", letter="C")


def test_a_still_that_is_the_same_remedy_goes_on(catalog: Catalog) -> None:
    found = guide(catalog, step("a", still=BOOK))
    assert targets(found.steps[0])[1].still == CALL


def test_an_answer_without_a_target_is_left_out(catalog: Catalog) -> None:
    found = guide(catalog, step("a", not_seen=None))
    assert [answer.name for answer in found.steps[0].answers] == ["seen"]


def test_answers_to_one_place_are_one_exit(catalog: Catalog) -> None:
    found = guide(catalog, step("a", seen=BOOK, not_seen="next", unsure=BOOK))
    assert [[answer.name for answer in one] for one in found.steps[0].exits.values()] == [
        ["seen", "unsure"], ["not_seen"],
    ]  # fmt: skip


def test_every_target_of_a_whole_catalog_exists(catalog: Catalog) -> None:
    for checklist in catalog.of(Checklist):
        for found in Guide(checklist, catalog).steps:
            for target in targets(found):
                assert target.kind in ("step", "verify", "done") or catalog.find(target.link) is not None


# ── what answers are called ──


def test_plain_answers_have_the_interfaces_labels(catalog: Catalog) -> None:
    found = guide(catalog, step("a"))
    assert [(answer.label, answer.words) for answer in found.steps[0].answers] == [
        ("yes", None), ("no", None), ("unsure", None),
    ]  # fmt: skip


def test_an_answers_own_words_go_before_the_interfaces(catalog: Catalog) -> None:
    lit, dark = {"zh": "亮了", "en": "It lit"}, {"zh": "没亮", "en": "It didn't"}
    found = guide(catalog, step("a", seen_label=lit, not_seen_label=dark))
    assert [(answer.label, answer.words) for answer in found.steps[0].answers] == [
        ("", lit), ("", dark), ("unsure", None),
    ]  # fmt: skip


def test_a_choice_has_its_own_words(catalog: Catalog) -> None:
    found = guide(catalog, step("a", choices=[{"id": "book", "label": TEXT, "to": BOOK}], unsure=BOOK))
    assert [(answer.name, answer.label, answer.words) for answer in found.steps[0].answers] == [
        ("book", "", TEXT), ("unsure", "unsure", None),
    ]  # fmt: skip


# ── gates ──


def failed(found: GuideStep) -> tuple[GuideTarget, bool]:
    return found.gates[0].failed, found.gates[0].is_local


def test_a_gate_leads_where_it_says_itself(catalog: Catalog) -> None:
    found = guide(catalog, step("a", gates=["gate:was-it-counted"]))
    assert failed(found.steps[0]) == (GuideTarget("leave", "slip-blank", 2), False)


def test_a_step_may_lead_a_failed_gate_elsewhere(catalog: Catalog) -> None:
    gate = {"gate": "gate:was-it-counted", "else": "step:b"}
    found = guide(catalog, step("a", gates=[gate]), step("b"))
    assert failed(found.steps[0]) == (GuideTarget("step", "b", 2), True)


def test_a_list_may_lead_the_gates_of_its_steps_and_remedies_elsewhere(catalog: Catalog) -> None:
    gates = {"gate": "gate:hands-clear", "else": "step:b"}
    found = guide(catalog, step("a", gates=["gate:hands-clear"]), step("b"), if_gate_fails=[gates])
    parts = [
        (*remedy.gates, *(gate for _, gates in remedy.instructions for gate in gates)) for remedy in found.remedies
    ]
    asked = [gate for part in parts for gate in part]
    assert failed(found.steps[0]) == (GuideTarget("step", "b", 2), True)
    assert {gate.failed for gate in asked if gate.gate.id == "hands-clear"} == {GuideTarget("step", "b", 2)}


def test_a_steps_own_exit_goes_before_the_lists(catalog: Catalog) -> None:
    own, of_list = ({"gate": "gate:hands-clear", "else": f"step:{name}"} for name in "bc")
    found = guide(catalog, step("a", gates=[own]), step("b"), step("c"), if_gate_fails=[of_list])
    assert failed(found.steps[0])[0].id == "b"


def test_a_remedy_alone_knows_no_list(catalog: Catalog) -> None:
    book = next(remedy for remedy in catalog.resolutions if remedy.id == "free-the-book")
    uses = [{"gate": "gate:hands-clear", "else": "symptom:lamp-dark"}]
    values = {name: getattr(book, name) for name in type(book).model_fields}
    asked = read_remedy(Resolution.model_validate({**values, "gates": uses}), catalog).gates
    assert [(gate.failed, gate.is_local) for gate in asked] == [(GuideTarget("leave", "lamp-dark", 3), True)]


def test_gates_that_do_not_exist_are_left_out(catalog: Catalog) -> None:
    assert read_gates(step("a", gates=["gate:nobody-wrote-it"]).gates, catalog) == ()


# ── remedies and notices ──


def test_remedies_have_letters_and_the_escalation_has_none(catalog: Catalog) -> None:
    found = guide(catalog, step("a"), step("b", not_seen="resolution:brush-the-hinge"))
    assert [(remedy.letter, remedy.resolution.id) for remedy in found.remedies] == [
        ("A", "free-the-book"), ("B", "brush-the-hinge"), ("", "call-workshop"),
    ]  # fmt: skip


def test_a_remedy_knows_where_its_list_goes_on(catalog: Catalog) -> None:
    found = guide(catalog, step("a", unsure="next", still="step:c"), step("b", unsure="next", still="next"), step("c"))
    assert found.remedies[0].onward == (GuideTarget("step", "c", 3), CALL)


def test_notices_are_those_of_list_steps_and_remedies_each_once(catalog: Catalog) -> None:
    found = Guide(next(symptom for symptom in catalog.symptoms if symptom.id == "flap-stuck"), catalog)
    names = [notice.id for notice in found.notices]
    assert names[0] == "keep-fingers-out"
    assert len(names) == len(set(names))


# ── what answers settle ──


def test_an_answer_fills_ticks_of_a_gate(catalog: Catalog) -> None:
    found = guide(catalog, step("a", seen_fills=["gate:hands-clear/2"]))
    assert [answer.fills for answer in found.steps[0].answers] == [(Link("gate", "hands-clear", "2"),), (), ()]


@pytest.mark.parametrize(
    ("more", "asked"), [({}, True), ({"settles": "list"}, False)], ids=["unless-it-says-so", "it-settles-the-list"]
)
def test_the_lists_question_follows_a_remedy(catalog: Catalog, more: Mapping[str, Any], asked: bool) -> None:
    found = guide(catalog, step("a", not_seen="resolution:brush-the-hinge", unsure="next", **more))
    assert [answer.asks_list for answer in found.steps[0].answers] == [False, asked, False]


def test_the_same_question_is_not_asked_twice(catalog: Catalog) -> None:
    book = next(remedy for remedy in catalog.resolutions if remedy.id == "free-the-book")
    found = guide(catalog, step("a"), verify=book.verify)
    assert not any(answer.asks_list for answer in found.steps[0].answers)


# ── editions ──


def test_keys_that_say_nothing_leave_a_step_as_it_was_printed(catalog: Catalog) -> None:
    plain = step("a", gates=["gate:hands-clear"])
    assert {"seen_label", "seen_fills", "settles"} & plain.model_dump().keys() == set()
    assert plain.model_dump(mode="json")["gates"] == ["gate:hands-clear"]


@pytest.mark.parametrize(
    "more",
    [
        {"seen_label": TEXT}, {"not_seen_fills": ["gate:hands-clear/1"]}, {"settles": "list"},
        {"gates": [{"gate": "gate:hands-clear", "else": "step:b"}]},
    ],
    ids=lambda more: next(iter(more)),
)  # fmt: skip
def test_what_a_reader_follows_makes_a_new_edition(more: Mapping[str, Any]) -> None:
    plain = step("a", gates=["gate:hands-clear"])
    assert step("a", **{"gates": ["gate:hands-clear"], **more}).fingerprint != plain.fingerprint
