"""A flowchart shows what the guide says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import mini_site
from counterside.coverage import build_flowchart, draw_mermaid
from counterside.model.catalog import Catalog
from counterside.model.guide import Guide
from counterside.model.nodes import parse_link
from counterside.model.records import Checklist


def flap(catalog: Catalog) -> Checklist:
    return next(record for record in catalog.symptoms if record.id == "flap-stuck")


def test_answers_to_one_place_are_one_way(catalog: Catalog) -> None:
    _, edges = build_flowchart(flap(catalog), catalog)
    assert [edge for edge in edges if edge[0] == "step:hinge"] == [
        ("step:hinge", "step:push", "是 · Yes", False),
        ("step:hinge", "resolution:brush-the-hinge", "否 · No / 不确定 · Not sure", False),
    ]


def test_a_remedy_says_where_it_goes_on(catalog: Catalog) -> None:
    _, edges = build_flowchart(flap(catalog), catalog)
    assert [end for start, end, _, _ in edges if start == "resolution:free-the-book"] == ["fixed", "step:hinge"]


def test_kinds_tell_what_comes(catalog: Catalog) -> None:
    nodes, _ = build_flowchart(flap(catalog), catalog)
    kinds = {key: kind for key, (kind, _) in nodes.items()}
    assert kinds == {
        "step:look": "step",
        "step:hinge": "step",
        "step:push": "step",
        "resolution:free-the-book": "remedy",
        "resolution:take-out-of-use": "end",
        "resolution:brush-the-hinge": "remedy",
        "call": "call",
        "verify": "verify",
        "fixed": "fixed",
    }


def test_labels_in_both_languages(catalog: Catalog) -> None:
    drawn = draw_mermaid(flap(catalog), catalog)
    assert drawn.startswith("%% 01 挡板推不动 · 01 The flap does not move\n")
    assert '|"夹着一本书 · A book is caught"|' in drawn


def test_a_routine_ends_with_all_done(catalog: Catalog) -> None:
    nodes, _ = build_flowchart(catalog.routines[0], catalog)
    assert [label for kind, label in nodes.values() if kind == "done"] == ["查完了 · All done"]


def test_a_list_that_only_calls_has_no_place_where_it_is_fixed(catalog: Catalog) -> None:
    lamp = next(record for record in catalog.symptoms if record.id == "lamp-dark")
    steps = tuple(step.model_copy(update={"not_seen": lamp.escalation}) for step in lamp.steps)
    calling = lamp.model_copy(update={"steps": steps})
    records = tuple(calling if record is lamp else record for record in catalog.records)
    nodes, edges = build_flowchart(calling, replace(catalog, records=records))
    assert list(nodes) == ["step:plug", "call"]
    assert [edge[:2] for edge in edges] == [("step:plug", "call")]


@pytest.mark.parametrize("missing", ["resolution:brush-the-hinge", "symptom:lamp-dark"])
def test_what_does_not_exist_is_named_by_its_id(catalog: Catalog, missing: str) -> None:
    """A chart is drawn of a catalog with problems as well."""
    link = parse_link(missing)
    first, *others = flap(catalog).steps
    leading = flap(catalog).model_copy(update={"steps": (first.model_copy(update={"unsure": link}), *others)})
    records = tuple(leading if one.ref == leading.ref else one for one in catalog.records if one.ref != link)
    nodes, _ = build_flowchart(leading, replace(catalog, records=records))
    assert nodes[missing][1] == link.id


def test_the_list_asks_its_own_question_after_a_remedy_that_settles_less(real: Catalog) -> None:
    for checklist in real.of(Checklist):
        guide, ways = Guide(checklist, real), {edge[:2] for edge in build_flowchart(checklist, real)[1]}
        for name in guide.asking:
            assert (f"resolution:{name}", "fixed") not in ways, checklist.id
            assert {(f"resolution:{name}", "verify"), ("verify", "fixed")} <= ways, checklist.id


def test_every_answer_is_an_edge(real: Catalog) -> None:
    for checklist in real.of(Checklist):
        drawn = {edge[:2] for edge in build_flowchart(checklist, real)[1]}
        for view in Guide(checklist, real).steps:
            for target in (answer.target for answer in view.answers):
                end = target.kind if target.kind in ("call", "verify", "done") else str(target.link)
                assert (f"step:{view.step.id}", end) in drawn, checklist.id


def test_every_edge_has_its_nodes(real: Catalog) -> None:
    for checklist in real.of(Checklist):
        nodes, edges = build_flowchart(checklist, real)
        assert {key for edge in edges for key in edge[:2]} <= nodes.keys(), checklist.id


def test_hostile_words_stay_words(catalog: Catalog) -> None:
    """Whatever a record says, it is text in the chart."""
    hostile = '"]] --> <script>alert(1)</script> & ]]> #quot; \\" }'
    before = flap(catalog)
    steps = (before.steps[0].model_copy(update={"do": {"zh": hostile, "en": hostile}}), *before.steps[1:])
    bad = before.model_copy(update={"steps": steps})
    drawn = draw_mermaid(bad, replace(catalog, records=(bad, *catalog.records)))
    line = next(line for line in drawn.splitlines() if "alert" in line)
    assert re.fullmatch(r'  n_step_look\(\("[^"<>]*"\)\)', line)


@pytest.mark.parametrize(
    ("name", "more"),
    [("flap-stuck", ()), ("symptom:flap-stuck", ()), ("flap-stuck", ("--format", "mermaid"))],
    ids=["plain", "link", "named"],
)
def test_the_command_draws(name: str, more: tuple[str, ...]) -> None:
    done = mini_site.run("graph", name, "--root", mini_site.CATALOG, *more)
    assert done.exit_code == 0
    assert "挡板推不动 · 01 The flap does not move" in done.stdout


def test_the_command_refuses_plainly() -> None:
    done = mini_site.run("graph", "flap-stack", "--root", mini_site.CATALOG)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "did you mean `flap-stuck`?" in done.stderr
