"""Another language is only data: one more line in every text, the interface's words in `labels.yml`, one more file
beside every page of prose, and its name in two lists. No word of the program changes. The font of the sheets prints
Malay and Japanese; Traditional Chinese has a font of the site's own."""

from __future__ import annotations

import re
import shutil
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from pypdf import PdfReader

from counterside.build import build_site
from counterside.check import check_project, format_problem
from counterside.cli.check import list_notes
from counterside.content.fonts import make_font
from counterside.content.load import package_labels
from counterside.sheets.files import count_pages
from counterside.site.routes import draw_printing
from fonts import write_font
from mini_site import fresh_site, run
from more_languages import Languages, add_languages
from sharing import make_once

CODE = "ms"
_LEFT_ALONE = re.compile(r"`[^`]*`|\]\([^)]*\)|\{[^}]*\}|[a-z]*:[\w/#-]+")


def _translated(words: str) -> str:
    """English that is no English any more, and exactly as long: `Home` → `Homé`. Links and screen words stay."""
    kept = [match.span() for match in _LEFT_ALONE.finditer(words)]
    inside = {place for begin, end in kept for place in range(begin, end)}
    return "".join("é" if letter == "e" and place not in inside else letter for place, letter in enumerate(words))


@cache
def _traditional_forms() -> dict[str, str]:
    """The traditional form of every character that has one."""
    table = files("counterside").joinpath("search", "traditional.txt").read_text("utf-8").splitlines()
    return {line[0]: line[1] for line in table if line and not line.startswith("#")}


def _in_traditional(words: str) -> str:
    forms = _traditional_forms()
    kept = {place for match in _LEFT_ALONE.finditer(words) for place in range(*match.span())}
    return "".join(forms.get(each, each) if place not in kept else each for place, each in enumerate(words))


LANGUAGES: Languages = {
    "ms": ("Melayu", lambda _, english: _translated(english)),
    "zh-Hant": ("繁體中文", lambda chinese, _: _in_traditional(chinese)),
    "ja": ("日本語", lambda chinese, _: chinese.replace("的", "の")),
}
"""Languages to be added: their names, and how their words are made from the Chinese and English ones."""
OWN_FONT = "zh-Hant"
"""The language whose characters the font of the sheets lacks."""


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional project in five languages."""
    root = fresh_site(tmp_path_factory.mktemp("third") / "project")
    add_languages(root, LANGUAGES)
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, built once a run and never changed."""
    return make_once(tmp_path_factory, "five-languages", _build_languages)


def _build_languages(folder: Path) -> None:
    root = fresh_site(folder)
    add_languages(root, LANGUAGES)
    make_font([write_font(root / "boxes.ttf", "".join(_traditional_forms().values()))], OWN_FONT, root / "fonts")
    checked = check_project(root)
    assert [format_problem(problem, "") for problem in checked.problems] == []
    build_site(root, checked)


def test_a_script_that_the_font_lacks_is_told_once_for_each_language(added: Path) -> None:
    problems = check_project(added).problems
    assert [problem.code for problem in problems] == ["CS509"]
    assert f"characters of `{OWN_FONT}` are not in the font of the sheets" in problems[0].message
    assert f"`counterside font {OWN_FONT} FILE`" in problems[0].fix


def test_a_language_without_sheets_is_named_by_the_check_and_has_none(added: Path, tmp_path: Path) -> None:
    root = shutil.copytree(added, tmp_path / "project")
    site = root / "checklists" / "site.yml"
    name = f"    name: {LANGUAGES[OWN_FONT][0]}\n"
    site.write_text(site.read_text("utf-8").replace(name, f"{name}    sheets: false\n"), encoding="utf-8")
    checked = check_project(root)
    assert checked.problems == ()
    assert checked.catalog is not None
    notes = [note for note in list_notes(checked.catalog) if "no sheets" in note]
    assert [OWN_FONT in note for note in notes] == [True]
    assert not [name for names in count_pages(checked.catalog).values() for name in names if OWN_FONT in name]
    shown = {page.language: page.html for page in draw_printing(checked.catalog, with_sheets=True)}
    said = checked.catalog.labels.get("print_browser", OWN_FONT)
    assert [code for code, html in shown.items() if said in html] == [OWN_FONT]


def test_every_language_is_found_switched_to_and_named_to_search_engines(built: Path) -> None:
    for code in LANGUAGES:
        home = (built / "site" / code / "index.html").read_text("utf-8")
        assert f'<html lang="{code}"' in home
        assert all(f'hreflang="{other}"' in home for other in ("zh", "en", *LANGUAGES))
        assert all(f">{other}</a>" in home for each, (other, _) in LANGUAGES.items() if each != code)
        assert (built / "site" / code / "search" / "records.js").is_file()
        assert f'html[data-offer="{code.partition("-")[0]}"] .offer[lang="{code}"]' in home


def _pages(site: Path, language: str) -> set[str]:
    folder = site / language
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}


def test_third_language_has_every_page_that_the_second_has(built: Path) -> None:
    site = built / "site"
    assert len(_pages(site, CODE)) > 20
    assert _pages(site, CODE) == _pages(site, "en")


def test_every_page_speaks_it_and_leads_to_the_others(built: Path) -> None:
    for page in (built / "site" / CODE).rglob("index.html"):
        html = page.read_text("utf-8")
        assert f'<html lang="{CODE}"' in html, page
        assert all(f'hreflang="{code}"' in html for code in ("zh", "en", CODE)), page


def test_words_of_the_interface_are_its_own(built: Path) -> None:
    page = (built / "site" / CODE / "symptoms" / "flap-stuck" / "index.html").read_text("utf-8")
    for label in ("report_problem", "verify", "right_list", "restart"):
        english = package_labels().get(label, "en")
        assert english not in page
    assert _translated(package_labels().get("report_problem", "en")) in page


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sheet_that_is_made_in_english_is_made_in_it(code: str, built: Path) -> None:
    sheets = {path.name for path in (built / "site" / "print").glob("*.pdf")}
    english = {name for name in sheets if re.search(r"(?<!zh)-en[-.]", name)}  # the old name of both languages
    assert len(english) > 5
    assert {re.sub(r"-en(?=[-.])", f"-{code}", name) for name in english} <= sheets
    words = PdfReader(built / "site" / "print" / f"flap-stuck-{code}-leaf.pdf").pages[0].extract_text()
    assert LANGUAGES[code][1]("挡板", "The flap") in words


def test_one_missing_text_stops_the_build(built: Path, tmp_path: Path) -> None:
    root = shutil.copytree(built, tmp_path / "project", ignore=shutil.ignore_patterns("site"))
    file = root / "checklists" / "myths.yml"  # no sheet holds any: nothing is measured again
    whole = file.read_text("utf-8")
    file.write_text(re.sub(rf"^\s*{CODE}: .*\n", "", whole, count=1, flags=re.MULTILINE), encoding="utf-8")
    told = run("check", "--root", root)
    assert told.exit_code == 1
    assert f"CS401 `claim` has no `{CODE}`" in told.stdout


@pytest.mark.parametrize(
    ("german", "english", "told"),
    [
        ("1,5 Liter", "1.5 litres", ""),
        ("1.500 Tassen", "1,500 cups", ""),
        ("1.250,5 Liter", "1,250.5 litres", ""),
        ("Version 2.4.1", "version 2.4.1", ""),
        ("1,5 Liter", "2.5 litres", "has 1,5 in `de` only and 2.5 in `en` only"),
        ("1.500 Tassen", "1.5 cups", "has 1.500 in `de` only and 1.5 in `en` only"),
    ],
)
def test_a_number_is_written_as_its_language_does(tmp_path: Path, german: str, english: str, told: str) -> None:
    run("init", tmp_path, "--language", "de", "--language", "en")
    path = tmp_path / "checklists" / "resolutions" / "fill-the-tank.yml"
    lines = "  de: The tank is empty.\n  en: The tank is empty.\n"
    assert lines in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(lines, f"  de: {german}.\n  en: {english}.\n"), "utf-8")
    found = [problem.message for problem in check_project(tmp_path).problems]
    assert found == ([f"`cause` {told}"] if told else [])
