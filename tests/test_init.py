"""`init`: a project of another trade, written into an empty folder, builds at once."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from counterside.check import CHECKS, check_project
from counterside.site.routes import render
from mini_site import CATALOG, read_catalog, run, run_apart, said

_PAYMENTS = re.compile(
    r"payment|\bpaid\b|acquir|terminal|refund|\btill\b|\bPOS\b|收款|付款|刷卡|收银|收单|交易", re.IGNORECASE
)
_NO_WORDS = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)


_MANUAL = """site_name: Manual
theme:
  name: material
  font: false
plugins:
  - i18n:
      docs_structure: suffix
      languages:
        - locale: en
          name: English
          default: true
          build: true
  - counterside
nav:
  - manual.md
"""


@pytest.fixture
def started(tmp_path: Path) -> Path:
    folder = tmp_path / "espresso"
    done = run("init", folder)
    assert done.exit_code == 0, done.output
    return folder


def test_it_has_no_problem_and_two_lists(started: Path) -> None:
    assert said(started) == ""
    assert len(list((started / "checklists" / "symptoms").iterdir())) == 2


def test_its_record_pad_has_lines_to_write_on(started: Path) -> None:
    """The print page names the pad among the papers to print first."""
    assert len(read_catalog(started).site.record_lines) == 3


def test_its_sheets_can_be_made(started: Path) -> None:
    """None of its lists is a danger, and it has no words for a waiting customer."""
    done = run("sheets", "--root", started, "--paper", "a4")
    assert done.exit_code == 0, done.stdout + done.stderr


def test_it_builds_where_nothing_of_this_project_is(tmp_path: Path) -> None:
    started = tmp_path / "espresso"
    run("init", started, "--language", "pt-BR", "--language", "ja")
    done = run_apart("counterside", "build", "--no-sheets", at=started)
    assert done.returncode == 0, done.stdout + done.stderr
    site = started / "site"
    assert (site / "symptoms" / "no-water" / "index.html").is_file()
    assert '<html lang="pt-BR"' in (site / "about" / "index.html").read_text("utf-8")
    assert '<html lang="ja"' in (site / "ja" / "about" / "index.html").read_text("utf-8")
    for empty in ("codes", "cases", "myths", "lessons", "glossary", "call-card", "routines"):
        assert not (site / empty).exists()


def test_it_builds_in_a_language_that_the_theme_does_not_speak(tmp_path: Path) -> None:
    started = tmp_path / "espresso"
    run("init", started, "--language", "sw", "--language", "de-AT")
    done = run_apart("counterside", "build", "--no-sheets", at=started)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '<html lang="sw"' in (started / "site" / "about" / "index.html").read_text("utf-8")
    page = (started / "site" / "de-AT" / "about" / "index.html").read_text("utf-8")
    assert '<html lang="de-AT"' in page
    assert "Inhaltsverzeichnis" in page


@pytest.mark.parametrize("trade", ["espresso", "library"])
def test_no_page_of_another_trade_names_payments(trade: str, started: Path) -> None:
    """The library has codes, cases and routines too, whose pages have words of the interface of their own."""
    catalog = check_project(started if trade == "espresso" else CATALOG).catalog
    assert catalog is not None
    pages = [page for page in render(catalog, CHECKS, with_sheets=True) if not page.path.endswith("contribute/checks/")]
    shown = {
        page.path: _NO_WORDS.sub(" ", page.html) for page in pages
    }  # rules explain themselves by their first trade
    assert [(path, found[0]) for path, words in shown.items() if (found := _PAYMENTS.search(words))] == []


def test_the_annotated_record_of_another_trade_names_payments_in_keys_alone(started: Path) -> None:
    text = (started / "checklists" / "README.md").read_text("utf-8")
    assert _PAYMENTS.findall(re.sub(r"^ *(?:- )?[a-z_]+:", "", text, flags=re.MULTILINE)) == []


def test_another_language_is_asked_for_by_its_code(tmp_path: Path) -> None:
    done = run("init", tmp_path / "ms", "--language", "ms", "--language", "en")
    assert done.exit_code == 0, done.output
    assert "translate checklists/ and docs/" in done.stderr
    assert said(tmp_path / "ms") == ""
    told = run("check", "--root", tmp_path / "ms").stderr
    assert re.search(r"note: still to be translated: [1-9][0-9]+ texts of `en` as in `ms`, word for word\n", told)


@pytest.mark.parametrize(("code", "name"), [("ja", "日本語"), ("pt-BR", "Português (Brasil)"), ("sw", "Kiswahili")])
def test_a_language_is_named_as_it_names_itself(tmp_path: Path, code: str, name: str) -> None:
    run("init", tmp_path / "site", "--language", code)
    assert f"  - code: {code}\n    name: {name}\n" in (tmp_path / "site" / "checklists" / "site.yml").read_text("utf-8")


def test_a_language_whose_name_nobody_knows_is_called_by_its_tag(tmp_path: Path) -> None:
    run("init", tmp_path / "site", "--language", "qq")
    assert "  - code: qq\n    name: qq\n" in (tmp_path / "site" / "checklists" / "site.yml").read_text("utf-8")


@pytest.mark.parametrize("code", ["zh-Hant", "ja", "pl"])
def test_what_stands_in_for_a_language_passes_the_checks_of_its_script(tmp_path: Path, code: str) -> None:
    run("init", tmp_path / "site", "--language", code)
    assert said(tmp_path / "site") == ""


@pytest.mark.parametrize("language", ["english", "", "DE", "ms=Melayu", "yue"])
def test_what_is_no_tag_of_a_language_is_refused(tmp_path: Path, language: str) -> None:
    done = run("init", tmp_path / "site", "--language", language)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert not (tmp_path / "site").exists()


def test_a_language_that_cannot_be_built_is_told_once_and_not_in_every_text(started: Path) -> None:
    for file in (started / "checklists").rglob("*.yml"):
        file.write_text(re.sub(r"\bzh(:|$)", r"yue\1", file.read_text("utf-8"), flags=re.MULTILINE), encoding="utf-8")
    assert re.findall(r"^\S+ CS\d+ .*", said(started), re.MULTILINE) == [
        "checklists/site.yml:4:5: CS005 `code` is `yue`, not of the form that this key takes"
    ]


def test_a_code_is_a_text_even_where_it_reads_as_a_word_of_yaml(tmp_path: Path) -> None:
    run("init", tmp_path / "site", "--language", "no")
    assert said(tmp_path / "site") == ""
    assert '        - locale: "no"\n' in (tmp_path / "site" / "mkdocs.yml").read_text("utf-8")


def test_what_to_do_next_can_be_pasted_whatever_the_folder_is_called(tmp_path: Path) -> None:
    done = run("init", tmp_path / "Bäckerei Müller", "--language", "en")
    command = re.search("Next: `(.*)`", done.stdout)
    assert command is not None
    assert shlex.split(command[1]) == ["counterside", "serve", "--root", str(tmp_path / "Bäckerei Müller")]


def test_languages_with_words_of_their_own_leave_nothing_to_translate(started: Path) -> None:
    assert "still to be translated" not in run("check", "--root", started).stderr


def test_a_site_that_is_there_gets_checklists_by_a_line_of_its_settings(tmp_path: Path) -> None:
    """No page of its own has to be rewritten: it needs neither the starter's pages nor its icons."""
    root = tmp_path / "manual"
    (root / "docs").mkdir(parents=True)
    run("init", tmp_path / "one", "--language", "en")
    shutil.copytree(tmp_path / "one" / "checklists", root / "checklists")
    (root / "mkdocs.yml").write_text(_MANUAL, encoding="utf-8")
    (root / "docs" / "manual.md").write_text(
        "---\ntitle: Manual\ndescription: Ours.\n---\n\n# Manual\n\n## Tubes\n", "utf-8"
    )
    done = run_apart("mkdocs", "build", at=root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "site" / "manual" / "index.html").is_file()
    assert (root / "site" / "symptoms" / "no-water" / "index.html").is_file()


def test_a_folder_that_holds_something_is_left_alone(site: Path) -> None:
    done = run("init", site)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


def test_a_file_of_that_name_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "espresso").touch()
    assert "espresso' is a file." in run("init", tmp_path / "espresso").stderr
