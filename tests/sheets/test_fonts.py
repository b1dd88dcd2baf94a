"""The committed fonts: what they hold, what they must not hold, and that the list beside them tells the truth."""

from __future__ import annotations

from collections import Counter

import pytest
from fontTools.ttLib import TTFont

from counterside.model.catalog import Font
from counterside.sheets.measure import FONTS
from counterside.sheets.typst import covered, missing
from counterside.sheets.verify import find_unprintable_labels
from counterside.text.i18n import Labels

FILES = sorted(FONTS.glob("*.ttf"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_list_of_characters_is_that_of_the_font(path: object) -> None:
    assert frozenset(map(chr, TTFont(path).getBestCmap())) >= covered()


def test_both_weights_are_true_type_and_small() -> None:
    assert [path.name for path in FILES] == ["NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf"]
    assert all("glyf" in TTFont(path) for path in FILES)
    assert sum(path.stat().st_size for path in FILES) < 5_000_000


def test_all_of_gb_2312_can_be_printed() -> None:
    pairs = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    characters = {pair.decode("gb2312", "ignore") for pair in pairs} - {""}
    assert len(characters) == 6763
    assert characters <= covered()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_character_copies_out_as_another(path: object) -> None:
    """Two characters of one glyph come out as one when text is copied: a radical for a word, a bullet for a dot."""
    drawn = Counter(TTFont(path).getBestCmap().values())
    assert [glyph for glyph, count in drawn.items() if count > 1] == []
    assert not {chr(point) for point in range(0x2E80, 0x2FE0)} & covered()


def test_what_cannot_be_printed_is_named_once() -> None:
    assert missing("灯 🔌 and 🔌 ✕") == ("🔌", "✕")


def test_plural_forms_of_the_interface_are_printed_in_the_font_of_their_language() -> None:
    labels = Labels({"steps": {"ko": {"one": "{count} 걸음", "other": "{count} 걸음들"}}})
    own = {"ko": Font("", "Own", frozenset("걸음들"), "")}
    assert list(find_unprintable_labels(labels, ["ko"], own)) == []
    one, other = find_unprintable_labels(labels, ["ko"], {})
    assert one.message.startswith("`걸` (U+AC78), `음` (U+C74C) are not")
    assert other.place.keys == ("steps", "ko", "other")


def test_licence_stands_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8").upper()
