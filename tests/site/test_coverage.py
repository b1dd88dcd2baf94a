"""The coverage page: the report for editors, in tables that a keyboard and a screen reader can follow."""

from __future__ import annotations

from counterside.check import CHECKS

import re

from counterside.model import Catalog, Checklist
from counterside.reports import coverage as report

from counterside.site import draw_graphs, render


def english(catalog: Catalog) -> str:
    return next(page.html for page in render(catalog, CHECKS) if page.path == "en/contribute/coverage/")


def test_every_number_of_the_matrix_stands_in_its_cell(catalog: Catalog) -> None:
    found = report(catalog)
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


def test_every_checklist_has_a_picture_that_is_published(catalog: Catalog) -> None:
    published = {picture.file for picture in draw_graphs(catalog)}
    sources = re.findall(r'<img src="\.\./\.\./\.\./([^"]+)" alt="[^"]+" loading="lazy">', english(catalog))
    assert len(sources) == len(catalog.of(Checklist))
    assert set(sources) < published
    assert all(path.endswith(".svg") for path in published)


def test_items_are_answered_waived_or_open(catalog: Catalog) -> None:
    rows = re.findall(r'id="_item-(\w+)">.*?</tr>', english(catalog))
    assert rows == [item.id for item in catalog.article]
    assert "Has nothing to do with the machine." in english(catalog)
