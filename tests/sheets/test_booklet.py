"""The booklet: every leaf on a piece of paper of its own, and what is the same for all told once."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pypdf
import pytest

import sheets_reading as reading
from counterside.model import Catalog
from counterside.sheets import Made, leaves
from counterside.sheets.booklet import bound


def pages(made: Mapping[str, Made], language: str) -> list[str]:
    """The text of every page, white space left out."""
    reader = pypdf.PdfReader(io.BytesIO(made[f"booklet-{language}.pdf"].content))
    return ["".join(page.extract_text().split()) for page in reader.pages]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_front_is_on_the_right_hand_side(made: Mapping[str, Made], catalog: Catalog, language: str) -> None:
    found = pages(made, language)
    for leaf in leaves(catalog):
        first = next(
            number for number, text in enumerate(found, start=1) if leaf.edition in text and f"{leaf.path}" in text
        )
        assert first % 2 == 1, leaf.id


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_call_is_told_once_and_each_back_names_its_page(
    made: Mapping[str, Made], catalog: Catalog, language: str
) -> None:
    found = pages(made, language)
    call = next(one for leaf in leaves(catalog) for one in leaf.remedies if not one.letter)
    told = "".join(call.ask[0][language].split())
    where = [number for number, text in enumerate(found, start=1) if told in text]
    assert len(where) == 1
    named = {"zh": f"→第{where[0]}页", "en": f"→page{where[0]}"}[language]
    backs = [leaf.id for leaf in leaves(catalog) if any(one.id == call.id for one in leaf.remedies)]
    assert sum(named in text for text in found) == len(backs)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_safety_notice_is_in_it(made: Mapping[str, Made], catalog: Catalog, language: str) -> None:
    printed = reading.text(made[f"booklet-{language}.pdf"].content)
    for leaf in leaves(catalog):
        for warn in leaf.notices:
            assert "".join(warn.text[language].split()) in printed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_code_names_the_list_for_its_other_meaning(made: Mapping[str, Made], catalog: Catalog, language: str) -> None:
    printed = reading.text(made[f"booklet-{language}.pdf"].content)
    other = next(other for rail in catalog.rails for code in rail.codes for other in code.use_other)
    assert "".join(other.when[language].split()) in printed


def test_a_leaf_by_itself_keeps_what_a_booklet_tells_once(catalog: Catalog) -> None:
    alone = tuple(leaves(catalog))
    together = bound(alone)
    assert any(leaf.notices for leaf in alone)
    assert not any(leaf.notices for leaf in together)
    assert all(leaf.steps == bound_leaf.steps for leaf, bound_leaf in zip(alone, together, strict=True))
