"""One booklet in each language: cover with page numbers, the call and safety, every leaf, the response codes.

Every front of a symptom is on a right-hand page with its back behind it, so that a leaf can be taken out. No page is
empty: where a list has no back, a page of records is behind it. Routines are logs, a fresh one each month: they are
loose sheets, which the cover names. `stitched` puts two pages on one side of A4, in the order in which they are folded
and stapled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from counterside.model import Catalog, Code, Rail, Resolution
from counterside.sheets.content import SheetContent, build_label
from counterside.sheets.document import A4, Side, build_typst_input, write_side, write_value
from counterside.sheets.wall import SiteFacts, list_order, write_facts


def build_booklet_input(
    catalog: Catalog,
    language: str,
    contents: Sequence[SheetContent],
    sides: Sequence[Side],
    facts: SiteFacts,
    stitched: bool = False,
) -> str:
    """The input of the booklet in one language; `sides` are those of all its contents."""
    title = f"{catalog.site.name[language]} {facts.edition}"
    return build_typst_input(
        catalog,
        language,
        title,
        site=write_facts(catalog, facts, language),
        pages=list(_pages(catalog, list_order(catalog, contents), sides)),
        rails=[write_value(_rail(catalog, rail), language) for rail in catalog.rails],
        stitched=stitched,
        size={"width": A4.width, "height": A4.height},
    )


def _pages(catalog: Catalog, contents: Sequence[SheetContent], sides: Sequence[Side]) -> Iterator[dict[str, Any]]:
    """The pages before the response codes."""
    for kind in ("cover", "call", "safety", "record"):
        yield {"kind": kind}
    for number, content in enumerate(one for one in contents if not one.columns):
        own = [side for side in sides if side.content is content]
        for side in own:
            yield {"kind": "side", "tab": number, "side": write_side(catalog, side)}
        if len(own) % 2:
            yield {"kind": "record"}


def _rail(catalog: Catalog, rail: Rail) -> dict[str, Any]:
    lines = [_code(catalog, code) for code in rail.codes if code.is_published]
    several = (list(group) for _, group in groupby(lines, key=itemgetter("meaning", "short")))
    codes = [{**group[0], "code": " ".join(one["code"] for one in group)} for group in several]
    return {"id": rail.id, "title": rail.title, "intro": rail.intro, "codes": codes}


def _code(catalog: Catalog, code: Code) -> dict[str, Any]:
    """A code's line: what it means, and what to do: the remedy, or the list to go to."""
    found = catalog.find(code.resolution)
    if isinstance(found, Resolution):
        short = found.short
    else:
        number = getattr(found, "number", 0)
        short = {key: f"{word} {number:02d}" for key, word in build_label(catalog, "sheet_list").items()}
    return {"code": code.code, "meaning": code.meaning, "short": short}
