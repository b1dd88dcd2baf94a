"""The fonts that a site brings: cut to the script of their language, read for what they can print, and asked for where
they are missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from counterside.check import check_project
from counterside.content.fonts import make_font, read_fonts
from counterside.text.problems import CannotDo
from fonts import write_font
from mini_site import run

KOREAN, THAI, LATIN = "전원", "ไฟ", "Power"


def test_a_font_is_cut_to_the_script_of_its_language(tmp_path: Path) -> None:
    source = write_font(tmp_path / "source.ttf", KOREAN + THAI + LATIN + "。")
    made = make_font([source], "ko", tmp_path / "fonts")
    assert [path.name for path in made] == ["ko-Regular.ttf"]
    assert set(map(chr, TTFont(made[0]).getBestCmap())) == {*KOREAN, *LATIN, "。"}


def test_a_variable_font_gives_both_weights(tmp_path: Path) -> None:
    source = write_font(tmp_path / "source.ttf", KOREAN, is_variable=True)
    made = make_font([source], "ko", tmp_path / "fonts")
    assert [(path.name, TTFont(path)["OS/2"].usWeightClass) for path in made] == [
        ("ko-Regular.ttf", 400),
        ("ko-Bold.ttf", 700),
    ]


def test_of_two_characters_with_one_glyph_the_letter_is_kept(tmp_path: Path) -> None:
    source = write_font(tmp_path / "source.ttf", "一", also={"⼀": "一"})
    made = make_font([source], "ja", tmp_path / "fonts")
    assert set(map(chr, TTFont(made[0]).getBestCmap())) == {"一"}


def test_a_font_prints_what_both_its_weights_have(tmp_path: Path) -> None:
    regular = write_font(tmp_path / "regular.ttf", "전원")
    bold = write_font(tmp_path / "bold.ttf", "전", weight=700)
    make_font([regular, bold], "ko", tmp_path / "fonts")
    found = read_fonts(tmp_path)["ko"]
    assert (found.family, found.covered) == ("Sheets ko", frozenset("전"))


def test_what_is_no_font_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "words.ttf").write_text("no font")
    with pytest.raises(CannotDo, match=r"words\.ttf cannot be used"):
        make_font([tmp_path / "words.ttf"], "ko", tmp_path / "fonts")


def test_a_font_of_another_weight_alone_is_refused(tmp_path: Path) -> None:
    source = write_font(tmp_path / "source.ttf", KOREAN, weight=700)
    with pytest.raises(CannotDo, match="regular"):
        make_font([source], "ko", tmp_path / "fonts")


def test_characters_of_a_font_of_the_sites_own_can_be_printed(site: Path) -> None:
    flap = site / "checklists" / "symptoms" / "flap-stuck.yml"
    flap.write_text(flap.read_text("utf-8").replace("从外面看挡板", "从外面看擋板"), "utf-8")
    assert [problem.code for problem in check_project(site).problems] == ["CS509"]
    made = run("font", "--root", site, "zh", write_font(site / "own.ttf", "擋"))
    assert made.stdout == "fonts/zh-Regular.ttf\n"
    assert check_project(site).problems == ()


def test_no_font_is_made_for_a_language_that_the_site_lacks(site: Path) -> None:
    told = run("font", "--root", site, "ja", write_font(site / "own.ttf", "一"))
    assert (told.exit_code, told.stderr) == (2, "counterside: the site has no language `ja`, only zh, en\n")
    assert not (site / "fonts").exists()
