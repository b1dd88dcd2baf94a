"""What must hold of every sheet of this project, read from the PDFs: each test is a criterion of print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise

import pytest
from fontTools.ttLib import TTFont

import sheets_reading as reading
from counterside.model.catalog import Catalog
from counterside.sheets.content import build_contents
from counterside.sheets.document import DETAIL, MM, TYPE_SCALES
from counterside.sheets.files import RenderedFile
from counterside.sheets.measure import FONTS
from counterside.text import i18n
from sheets_reading import SheetPlan

LEAST_X_HEIGHT = 2.54
"""Millimetres: a tenth of an inch, legible at arm's length."""


def leaves(made: Mapping[str, RenderedFile]) -> Iterator[RenderedFile]:
    return (one for one in made.values() if one.file.sides)


def rings(pdf: bytes, page: int) -> list[reading.Box]:
    """The rings of a page: circles of 4 to 8 mm."""
    return [box for box in reading.drawn_circles(pdf, page) if 4 * MM < box.width < 8 * MM]


def is_overlap(one: reading.Box, other: reading.Box) -> bool:
    """Whether two rings cut each other. One that is drawn twice in the same place is one."""
    across = (one.left + one.right - other.left - other.right) / 2
    along = (one.top + one.bottom - other.top - other.bottom) / 2
    return 1 < (across**2 + along**2) ** 0.5 < (one.width + other.width) / 2 - 1.3


def test_no_ring_overlaps_another(real_made: Mapping[str, RenderedFile]) -> None:
    found = [
        (one.file.name, page)
        for one in leaves(real_made)
        for page in range(reading.pages(one.content))
        for pair in combinations(rings(one.content, page), 2)
        if is_overlap(*pair)
    ]
    assert found == []


def frames(boxes: list[reading.Box]) -> list[reading.Box]:
    """The frames and boxes around words: higher than a line, lower than two, neither rings nor squares to tick."""
    return [box for box in boxes if 10 < box.height < 19 and 8 < box.width < 400 and abs(box.width - box.height) > 0.5]


def is_cut(frame: reading.Box, glyph: reading.Box) -> bool:
    """Whether an edge of a frame goes through a character: part of it inside, part of it outside."""
    return frame.touches(glyph) and not frame.holds(glyph) and glyph.height < 20


def test_no_frame_goes_through_a_character(real_made: Mapping[str, RenderedFile]) -> None:
    found = []
    for one in leaves(real_made):
        for page in range(reading.pages(one.content)):
            glyphs = reading.glyph_boxes(one.content, page)
            for frame in frames(reading.drawn_boxes(one.content, page)):
                found += [(one.file.name, page) for glyph in glyphs if is_cut(frame, glyph)]
    assert found == []


def test_every_leaf_is_one_piece_of_paper(real_made: Mapping[str, RenderedFile]) -> None:
    assert {one.file.name for one in leaves(real_made) if reading.pages(one.content) > 2} == set()


def test_no_remedy_is_split(real_made: Mapping[str, RenderedFile]) -> None:
    """From its title to the title of the next one, everything is in one column."""
    split = []
    for one in leaves(real_made):
        if len(one.file.sides) < 2 or one.file.content is None:
            continue
        letters = reading.letters(one.content, 1)
        text = "".join(letter for letter, _ in letters)
        titles = [
            "".join(i18n.strip_marks(remedy.title[one.file.language]).split())
            for remedy in one.file.content.remedies
            if remedy.letter
        ]
        starts, at = [], 0
        for title in titles:
            at = text.index(title, at)
            starts.append(at)
        width, columns = (279, 3) if one.file.content.columns else (185, 2)
        column = width * MM / columns
        for begin, end in pairwise(starts):
            boxes = [box for _, box in letters[begin : end - 1]]
            if max(box.right for box in boxes) - min(box.left for box in boxes) > column:
                split.append((one.file.name, text[begin : begin + 20]))
    assert split == []


def test_every_answer_has_one_target(real: Catalog) -> None:
    """A remedy that did not help has a second place, and so has a last look that fails: in a column of its own."""
    for content in build_contents(real):
        for step in content.steps:
            assert [
                row for row in step.rows if row.if_not is not None and row.to.shape not in ("letter", "fixed")
            ] == [], content.id


def test_an_end_is_an_end(real: Catalog) -> None:
    """Beside *fixed* there is another step at most: who reads *fixed* and *call* in one row does not know which."""
    rows = [(content.id, row) for content in build_contents(real) for step in content.steps for row in step.rows]
    ends = [(name, row) for name, row in rows if row.to.shape == "fixed"]
    assert ends
    assert [name for name, row in ends if row.if_not is not None and row.if_not.shape != "ring"] == []


def test_a_roll_is_held_in_a_hand(real_made: Mapping[str, RenderedFile]) -> None:
    lengths = {
        name: reading.page_height(one.content) / MM for name, one in real_made.items() if name.endswith("mm.pdf")
    }
    assert lengths
    assert {name: round(length) for name, length in lengths.items() if length > 250} == {}


@pytest.mark.parametrize("scale", TYPE_SCALES["front"], ids=lambda scale: f"{scale['action']} pt")
def test_what_to_do_is_legible_at_arms_length(scale: Mapping[str, float]) -> None:
    font = TTFont(FONTS / "NotoSansSC-Bold.ttf")
    share = font["OS/2"].sxHeight / font["head"].unitsPerEm
    assert scale["action"] * share / MM >= LEAST_X_HEIGHT


def test_every_letter_has_its_remedy_in_the_same_file(real_made: Mapping[str, RenderedFile]) -> None:
    for one in leaves(real_made):
        content = one.file.content
        assert content is not None
        printed = {remedy.letter for remedy in content.remedies if remedy.letter}
        rows = [row for step in content.steps for row in (*step.rows, *step.if_not)]
        named = {to.mark for row in rows for to in (row.to, row.if_not) if to is not None and to.shape == "letter"}
        assert named <= printed, one.file.name
        text = reading.text(one.content)
        for remedy in content.remedies:
            if remedy.letter:
                assert "".join(remedy.title[one.file.language].split()) in text, (one.file.name, remedy.letter)


def test_no_page_is_nearly_empty(real_made: Mapping[str, RenderedFile]) -> None:
    shares = {name: reading.ink_heights(one.content) for name, one in real_made.items() if "mm" not in name}
    assert {name for name, pages in shares.items() if any(share < 0.2 for share in pages)} == set()


def test_the_first_step_comes_early(real_made: Mapping[str, RenderedFile]) -> None:
    """What is above it is the title and what to stop and never to do."""
    tops = {}
    for one in leaves(real_made):
        assert one.file.content is not None
        if not one.file.content.columns:
            steps = [ring for ring in rings(one.content, 0) if ring.left < 36 * MM and ring.width > 5.5 * MM]
            tops[one.file.name] = (842 - max(ring.top for ring in steps)) / MM
    assert {name: round(top) for name, top in tops.items() if top > 62} == {}


def test_few_words_stand_before_the_first_step(real: Catalog) -> None:
    for content in build_contents(real):
        paid = content.paid
        asked = () if paid is None else (paid.first,) if paid.yes == paid.no else (paid.first, paid.question)
        for language, most in {"zh": 90, "en": 70}.items():
            texts = (content.title, *asked, *content.do_now, *content.never)
            assert content.columns or sum(count_words(text[language]) for text in texts) <= most, content.id


def count_words(text: str) -> int:
    """Chinese characters, and words of other scripts."""
    words = i18n.strip_marks(text)
    return len(re.findall(r"[\u4e00-\u9fff]", words)) + len(re.findall(r"[A-Za-z][A-Za-z'’-]*", words))


def test_no_front_has_small_type(real_plan: SheetPlan) -> None:
    """Instructions have 14 points; what is told has 11, on every side."""
    scales = [side.type for side in real_plan.sides if side.name == "front"]
    assert min(scale["action"] for scale in scales) >= 14
    assert min(scale["answer"] for scale in scales) >= DETAIL


def test_a_cell_of_a_log_has_room_for_initials(real_made: Mapping[str, RenderedFile]) -> None:
    logs = [one for one in leaves(real_made) if one.file.content is not None and one.file.content.columns]
    assert logs
    for one in logs:
        assert one.file.content is not None
        upright = {round(box.left) for box in reading.drawn_boxes(one.content, 0) if box.height > 3 * MM > box.width}
        cells = [right - left for left, right in pairwise(sorted(upright))][-len(one.file.content.columns) :]
        assert min(cells) / MM >= 7, one.file.name
