"""Words wider than their column, as screens show codes and some languages build words: they are broken, and no letter
leaves the paper."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

import sheets_reading as reading
from counterside.model.catalog import Catalog
from counterside.sheets.files import plan_sheets
from counterside.text.files import Cache

WIDE = ("`CARD_DECLINED_CALL_ISSUER`", "Kartenzahlungsgerätestörung")
PAPERS = ("58mm", "80mm", "leaf")
ZERO_WIDTH = "\u200b"
"""Where a word may be broken."""


@pytest.mark.parametrize("word", WIDE)
def test_no_letter_of_a_wide_word_leaves_the_paper(catalog: Catalog, cache: Cache, word: str) -> None:
    planned, _ = plan_sheets(_say(catalog, word), cache, ["flap-stuck"])
    files = {file.name: file for file in planned}
    for paper in PAPERS:
        content = files[f"flap-stuck-en-{paper}.pdf"].render()
        assert word.strip("`") in reading.text(content).replace(ZERO_WIDTH, ""), paper
        for number, page in enumerate(pypdfium2.PdfDocument(content)):
            outside = [letter for letter, box in reading.letters(content, number) if box.right > page.get_width()]
            assert outside == [], paper


def test_words_of_a_script_without_spaces_are_copied_as_they_are_written(catalog: Catalog, cache: Cache) -> None:
    words = "インタホンのボタンをおしてください"
    planned, _ = plan_sheets(_say(catalog, words), cache, ["flap-stuck"])
    files = {file.name: file for file in planned}
    copied = reading.text(files["flap-stuck-en-leaf.pdf"].render())
    assert words in "".join(copied.split())


def _say(catalog: Catalog, word: str) -> Catalog:
    """The catalog, with a list whose every step says the word in English."""
    record = next(each for each in catalog.symptoms if each.id == "flap-stuck")
    steps = tuple(step.model_copy(update={"do": {**step.do, "en": f"Look for {word}"}}) for step in record.steps)
    wide = record.model_copy(update={"steps": steps})
    return replace(catalog, records=tuple(wide if each is record else each for each in catalog.records))
