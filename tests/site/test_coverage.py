"""The coverage page: the report for editors, in tables that a keyboard and a screen reader can follow."""

from __future__ import annotations

import re

from counterside.check import CHECKS
from counterside.coverage import count_coverage
from counterside.model.catalog import Catalog
from counterside.model.guide import Guide
from counterside.model.records import Checklist
from counterside.site.routes import render
from counterside.text.i18n import strip_marks


def english(catalog: Catalog) -> str:
    return next(page.html for page in render(catalog, CHECKS) if page.path == "en/contribute/coverage/")


def test_every_number_of_the_matrix_stands_in_its_cell(catalog: Catalog) -> None:
    found = count_coverage(catalog)
    matrix = english(catalog).partition('class="matrix"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", matrix, re.DOTALL)
    cells = [re.findall(r"<td>(\d*)</td>", row) for row in rows]
    assert cells == [[str(row.uses.get(remedy.ref, "")) for row in found.rows] for remedy in found.remedies]


def test_cells_have_headings_and_scrolling_needs_no_mouse(catalog: Catalog) -> None:
    html = english(catalog)
    assert not re.search(r"<th(?!ead| scope)", html)
    assert html.count("<table") == len(
        re.findall(r'<div class="scroll" role="region" aria-l[^>]* tabindex="0">\s*<table', html)
    )


def test_every_step_and_answer_of_a_checklist_is_drawn(catalog: Catalog) -> None:
    html = english(catalog)
    for checklist in catalog.of(Checklist):
        drawn = html.partition(f'id="_graph-{checklist.id}"')[2].partition("</details>")[0]
        guide = Guide(checklist, catalog)
        assert drawn.count(" → ") == sum(len(step.exits) for step in guide.steps)
        assert all(
            f'<span class="ring">{step.number}</span> {strip_marks(step.step.do["en"])}' in drawn
            for step in guide.steps
        )


def test_items_are_answered_waived_or_open(catalog: Catalog) -> None:
    rows = re.findall(r'id="_item-(\w+)">.*?</tr>', english(catalog))
    assert rows == [item.id for item in catalog.article]
    assert "Has nothing to do with the machine." in english(catalog)
