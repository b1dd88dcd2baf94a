"""What is printed of a checklist, before it is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counterside.model.catalog import Catalog
from counterside.model.nodes import GateUse, StepGateUse
from counterside.model.records import Gate, Sorting, Step, Symptom
from counterside.sheets.content import Part, build_contents


def test_a_gate_before_a_grid_prints_its_ticks(real: Catalog) -> None:
    """The steps in a grid are one on paper: the gate of the first of them is there for the first time."""
    symptom = next(one for one in real.symptoms if one.sorts)
    table, gate = symptom.sorts[0].table, real.of(Gate)[0]
    first = next(step for step in symptom.steps if table in step.codes)
    gated = first.model_copy(update={"gates": (StepGateUse.model_validate(f"gate:{gate.id}"),)})
    steps = tuple(gated if step is first else step for step in symptom.steps)
    changed = symptom.model_copy(update={"steps": steps})
    catalog = replace(real, records=tuple(changed if one is symptom else one for one in real.records))
    content = next(one for one in build_contents(catalog) if one.id == symptom.id)
    (grid,) = [step for step in content.steps if step.grid]
    assert [(one.id, one.is_repeated) for one in grid.gates] == [(gate.id, False)]


def edited(catalog: Catalog, keys: Mapping[str, dict[str, object]]) -> Catalog:
    """The catalog after some keys of some records, by their ids, were written anew."""
    records = (one.model_copy(update=keys[one.id]) if one.id in keys else one for one in catalog.records)
    return replace(catalog, records=tuple(records))


def flap_of(catalog: Catalog) -> Part:
    return next(one for one in build_contents(catalog) if one.id == "flap-stuck")


def group_of(name: str, words: str, to: str) -> Step:
    """A step that sorts codes of the panel: one group of them, and the rest."""
    choices = [
        {"id": "group", "label": {"zh": words, "en": words}, "to": to},
        {"id": "none", "label": {"zh": "都不是", "en": "None"}, "to": "next"},
    ]
    do = {"zh": "看代码", "en": "Read the code"}
    unsure = "resolution:call-workshop"
    return Step.model_validate({"id": name, "do": do, "choices": choices, "unsure": unsure, "codes": ["panel"]})


def test_an_answer_beside_a_grid_names_only_the_codes_that_lead_elsewhere_there(catalog: Catalog) -> None:
    """`07` has a remedy of its own in the table, and that is one of this list: the grid sends it there."""
    groups = (
        group_of("first", "`00 07`", "resolution:brush-the-hinge"),
        group_of("second", "`E1`", "resolution:free-the-book"),
    )
    flap = flap_of(edited(catalog, {"flap-stuck": {"steps": groups, "sorts": (Sorting(table="panel"),)}}))
    (step,) = flap.steps
    letters = {remedy.id: remedy.letter for remedy in flap.remedies}
    cells = {code: target.mark for code, target in step.grid.others}
    assert (cells["00"], cells["07"]) == (letters["brush-the-hinge"], letters["free-the-book"])
    beside = [(row.to.mark, [text["en"] for text in row.answers]) for row in step.rows if row.to.shape == "letter"]
    assert beside == [(letters["brush-the-hinge"], ["`07`"])]


def test_what_a_code_means_on_a_condition_is_above_the_grid(real: Catalog) -> None:
    """A reader who finds `12` in the grid reads no further: what it means on a void has to come before."""
    grids = [step for content in build_contents(real) for step in content.steps if step.grid]
    assert grids
    for step in grids:
        names_codes = ["`" in "".join(text["en"] for text in row.answers) for row in step.rows]
        assert step.grid.above > 0
        assert names_codes == [number < step.grid.above for number in range(len(step.rows))]


def test_a_code_that_the_grid_does_not_have_goes_on_to_one_place(real: Catalog) -> None:
    """The step after it, as on the page: the grid said the call, and its last row the next step."""
    for step in (step for content in build_contents(real) for step in content.steps if step.grid):
        (after,) = (row for row in step.rows if row.to.mark == str(step.last + 1))
        assert after.answers[0] == real.labels.text("sheet_grid_dot")
        assert not step.grid.is_whole


def test_no_sheet_sends_its_reader_to_a_list_that_sends_everybody_back(real: Catalog) -> None:
    """Who is sent from the list of doubt to the one about a scanned code is not asked there whether one was scanned."""
    assert real.site.waiting is not None
    doubt = real.find(real.site.waiting.yes)
    assert isinstance(doubt, Symptom)
    back = {answer.target.id for answer in doubt.steps[0].answers if answer.target and answer.target.kind == "symptom"}
    asked = {content.id for content in build_contents(real) if content.paid and content.paid.yes != content.paid.no}
    assert {"qr-in-doubt", "void-in-doubt"} <= back
    assert asked
    assert back & asked == set()


def test_a_sheet_for_staff_has_the_words_for_the_customer(real: Catalog) -> None:
    """Unless people come first; what the owner looks into later has no customer in front of it."""
    silent = {content.id for content in build_contents(real) if not content.columns and not content.say}
    assert silent == {"battery-hazard", "payout-missing", "suspicious-contact", "tampered"}


def test_a_gate_is_printed_again_overleaf_where_it_leads_elsewhere(catalog: Catalog) -> None:
    plain = GateUse.model_validate("gate:hands-clear")
    other = GateUse.model_validate({"gate": "gate:hands-clear", "else": "symptom:lamp-dark"})
    flap = flap_of(
        edited(
            catalog,
            {
                "free-the-book": {"gates": (plain,)},
                "brush-the-hinge": {"gates": (plain,)},
                "take-out-of-use": {"gates": (other,)},
            },
        )
    )
    asked = {remedy.id: (gate.is_repeated, gate.otherwise.mark) for remedy in flap.remedies for gate in remedy.gates}
    assert [(gate.id, gate.otherwise.mark) for gate in flap.gates] == [("hands-clear", "01")]
    assert asked == {
        "free-the-book": (True, "01"),
        "brush-the-hinge": (True, "01"),
        "take-out-of-use": (False, "03"),
    }


def test_a_gate_is_printed_again_on_a_front_where_it_leads_elsewhere(catalog: Catalog) -> None:
    uses = ({"gate": "gate:hands-clear", "else": "symptom:lamp-dark"}, "gate:hands-clear", "gate:hands-clear")
    first = catalog.symptoms[0].steps[0]
    steps = tuple(
        first.model_copy(update={"id": f"look-{number}", "gates": (StepGateUse.model_validate(use),)})
        for number, use in enumerate(uses)
    )
    flap = flap_of(edited(catalog, {"flap-stuck": {"steps": steps, "if_gate_fails": ()}}))
    asked = [(gate.is_repeated, gate.otherwise.mark) for step in flap.steps for gate in step.gates]
    usual = asked[1][1]
    assert usual != "03"
    assert asked == [(False, "03"), (False, usual), (False, usual)]


def test_a_list_that_mends_nothing_names_its_end_in_its_own_words(catalog: Catalog) -> None:
    """What was taken out of use is not *fixed*, and nobody takes the next payment on it."""
    mended, stopped = flap_of(catalog), flap_of(edited(catalog, {"flap-stuck": {"outcome": "stop_use"}}))
    assert [each.ended["en"] for each in (mended, stopped)] == [
        catalog.labels.get(name, "en") for name in ("fixed", "outcome_stop_use")
    ]
    assert mended.fixed == catalog.site.fixed
    assert stopped.fixed is None
    ends = [row.to.words for step in stopped.steps for row in step.rows if row.to.shape == "fixed"]
    assert ends
    assert all(end == stopped.ended for end in ends)


def test_a_list_that_a_text_leads_to_is_named_by_its_number(catalog: Catalog) -> None:
    """Who has paper alone finds it by nothing else."""
    words = dict.fromkeys(catalog.site.codes, "A [dark lamp](symptom:lamp-dark)?")
    step = catalog.symptoms[0].steps[0].model_copy(update={"do": words})
    flap = flap_of(edited(catalog, {"flap-stuck": {"steps": (step,)}}))
    number = next(one.number for one in catalog.symptoms if one.id == "lamp-dark")
    assert flap.steps[0].do["en"] == f"A [dark lamp {number:02d}](symptom:lamp-dark)?"
