"""A third language is only data: one more line in every text, the interface's words in `labels.yml`, one more file
beside every page of prose, and its name in two lists. No word of the program changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from counterside.build import build_site
from counterside.check import check_project, format_problem
from counterside.content.load import package_labels
from mini_site import fresh_site, run

CODE, NAME = "fr", "Français"
_ENGLISH = re.compile(r"^(?P<before>\s*)en: (?P<words>.*)\n", re.MULTILINE)
_LEFT_ALONE = re.compile(r"`[^`]*`|\]\([^)]*\)|\{[^}]*\}|[a-z]*:[\w/#-]+")


def _translated(words: str) -> str:
    """English that is no English any more, and exactly as long: `Home` → `Homé`. Links and screen words stay."""
    kept = [match.span() for match in _LEFT_ALONE.finditer(words)]
    inside = {place for begin, end in kept for place in range(begin, end)}
    return "".join("é" if letter == "e" and place not in inside else letter for place, letter in enumerate(words))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional site in three languages, built."""
    root = fresh_site(tmp_path_factory.mktemp("third") / "project")
    _add_language(root)
    checked = check_project(root)
    assert [format_problem(problem, "") for problem in checked.problems] == []
    build_site(root, checked)
    return root


def _add_language(root: Path) -> None:
    for file in sorted((root / "checklists").rglob("*.yml")):
        text = _ENGLISH.sub(_with_a_third_line, file.read_text("utf-8"))
        if file.name == "site.yml":
            text = text.replace("    name: English\n", f"    name: English\n  - code: {CODE}\n    name: {NAME}\n")
        file.write_text(text, encoding="utf-8")
    words = {label: {CODE: _translated(text["en"])} for label, text in package_labels().words.items()}
    labels = yaml.safe_dump(words, allow_unicode=True, width=10_000)
    (root / "checklists" / "labels.yml").write_text(labels, encoding="utf-8")
    for page in sorted((root / "docs").rglob("*.en.md")):
        page.with_name(page.name.replace(".en.", f".{CODE}.")).write_text(page.read_text("utf-8"), encoding="utf-8")
    config = root / "mkdocs.yml"
    english = "        - locale: en\n          name: English\n          build: true\n"
    added = english.replace("en\n", f"{CODE}\n", 1).replace("English", NAME)
    assert english in config.read_text("utf-8")
    config.write_text(config.read_text("utf-8").replace(english, english + added), encoding="utf-8")


def _with_a_third_line(match: re.Match[str]) -> str:
    return f"{match[0]}{match['before']}{CODE}: {_translated(match['words'])}\n"


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


def test_every_sheet_that_is_made_in_english_is_made_in_it(built: Path) -> None:
    sheets = {path.name for path in (built / "site" / "print").glob("*.pdf")}
    english = {name for name in sheets if re.search(r"(?<!zh)-en[-.]", name)}  # the old name of both languages
    assert len(english) > 5
    assert {re.sub(r"-en(?=[-.])", f"-{CODE}", name) for name in english} <= sheets
    words = PdfReader(built / "site" / "print" / f"flap-stuck-{CODE}-leaf.pdf").pages[0].extract_text()
    assert _translated("The flap") in words


def test_one_missing_text_stops_the_build(built: Path) -> None:
    file = built / "checklists" / "notices.yml"
    whole = file.read_text("utf-8")
    file.write_text(re.sub(rf"^\s*{CODE}: .*\n", "", whole, count=1, flags=re.MULTILINE), encoding="utf-8")
    try:
        told = run("check", "--root", built)
    finally:
        file.write_text(whole, encoding="utf-8")
    assert told.exit_code == 1
    assert f"CS401 `title` has no `{CODE}`" in told.stdout
