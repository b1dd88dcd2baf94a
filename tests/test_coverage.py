"""The coverage report counts what the records say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import mini_site
from counterside.coverage import count_coverage
from counterside.model.catalog import Catalog
from counterside.model.site import Waiver


def test_rows_by_number_with_their_remedies(catalog: Catalog) -> None:
    found = count_coverage(catalog)
    assert [row.checklist.number for row in found.rows] == sorted(row.checklist.number for row in found.rows)
    flap = found.rows[0]
    assert {link.id: times for link, times in flap.uses.items()} == {
        "free-the-book": 1,
        "take-out-of-use": 1,
        "brush-the-hinge": 2,
        "call-workshop": 3,  # two steps and the last box
    }


def test_the_share_that_escalates_leaves_not_sure_aside(catalog: Catalog) -> None:
    lamp = next(row for row in count_coverage(catalog).rows if row.checklist.id == "lamp-dark")
    assert (lamp.calls, lamp.answers, lamp.share) == (1, 2, 50)


def test_items_of_the_article(catalog: Catalog) -> None:
    found = count_coverage(catalog).article
    states = {item.id: (state, [str(link) for link in by]) for item, state, by in found}
    assert states["A1"] == ("answered", ["symptom:flap-stuck"])
    assert states["A3"] == ("answered", ["page:about"])
    assert states["A4"] == ("waived", [])


def test_an_item_that_nothing_answers_is_open(catalog: Catalog) -> None:
    bare = replace(catalog, records=())
    assert {item.id: state for item, state, _ in count_coverage(bare).article}["A1"] == "open"
    assert count_coverage(bare).items("open") == 2


def test_orphans(catalog: Catalog) -> None:
    assert count_coverage(catalog).orphans == ()
    remedies = ("resolution", "case")
    alone = replace(catalog, records=tuple(record for record in catalog.records if record.kind in remedies))
    assert count_coverage(alone).orphans == tuple(remedy.ref for remedy in catalog.resolutions)


def test_the_command_prints_a_table() -> None:
    text = mini_site.run("coverage", "--root", mini_site.CATALOG)
    assert text.exit_code == 0
    assert "flap-stuck" in text.stdout


def test_waivers_are_listed(catalog: Catalog) -> None:
    waiver = Waiver(rule="CS402", at="symptom:flap-stuck", reason="because", owner="me")
    assert count_coverage(replace(catalog, waivers=(waiver,))).waivers == (waiver,)


def test_the_command_names_what_is_still_open(site: Path) -> None:
    flap = site / "checklists" / "symptoms" / "flap-stuck.yml"
    mini_site.edit(flap, "article: [A1]\n", "")
    told = mini_site.run("coverage", "--root", site).stdout
    assert re.findall(r"^  open: (.+)$", told, re.MULTILINE) == ["A1"]
