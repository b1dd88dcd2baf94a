"""Hand-written pages: what cannot be read, named, or looked at in any time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import mini_site
from counterside.check import check_project
from counterside.content.prose import lint_pages
from counterside.content.yaml_reader import MAX_TEXT
from counterside.model.catalog import Catalog


def test_a_page_that_is_not_utf8_is_told_once_and_compared_with_nothing(site: Path) -> None:
    page = site / "docs" / "about.en.md"
    page.write_bytes(page.read_bytes() + b"caf\xe9\n")
    (problem,) = check_project(site).problems
    assert (problem.headline, problem.fix) == (
        "docs/about.en.md:6:4: CS001 is not UTF-8 from here on",
        "save the file as UTF-8 (in Notepad: Save as → UTF-8)",
    )


def test_settings_that_are_not_utf8_are_told_where_they_are_not(site: Path) -> None:
    config = site / "mkdocs.yml"
    config.write_bytes(b"# caf\xe9\n" + config.read_bytes())
    assert "mkdocs.yml:1:6: CS001 is not UTF-8 from here on" in say(site)


def say(site: Path) -> list[str]:
    return [problem.headline for problem in check_project(site).problems]


def test_a_front_matter_may_be_empty(catalog: Catalog) -> None:
    page = ["---", "---", "# Page {#page}"]
    assert list(lint_pages({"docs/page.md": page, "docs/page.en.md": page}, catalog)) == []


@pytest.mark.parametrize("entry", ["Maker: https://maker.example/manual.md", "Manual: manual.pdf"])
def test_an_entry_of_the_navigation_that_is_no_page_is_the_engines(site: Path, entry: str) -> None:
    config = site / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  - about.md\n", f"  - about.md\n  - {entry}\n"), "utf-8")
    assert say(site) == []


@pytest.mark.parametrize("name", ["aux", "con.old", "a" * 120])
def test_a_page_has_a_name_that_every_system_can_have(site: Path, name: str) -> None:
    for ending in (".md", ".en.md"):
        (site / "docs" / f"{name}{ending}").write_text("# A {#a}\n", encoding="utf-8")
    assert f"docs/{name}.md:1:1: CS101 has a name that Windows cannot have" in say(site)


@pytest.mark.parametrize("file", ["codes/index.html", "en/glossary/index.html", "README.md", "index.md"])
def test_a_file_of_a_sites_own_takes_no_page_of_the_records(site: Path, file: str) -> None:
    path = site / "docs" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# A {#a}\n", encoding="utf-8")
    assert f"docs/{file}:1:1: CS102 has the address of a page that is made from the records" in say(site)


@pytest.fixture(scope="module")
def read() -> Catalog:
    """The project's own catalog: it has words for every pattern."""
    return mini_site.read_own_catalog()


@pytest.mark.parametrize(
    "part", ["{", "{on", "# {#a ", "# " + "{#a ", "[a](", "`", "``a", "[", "<a", "1", "1-", "a.", "《", "( `a` (b"]
)
def test_a_line_takes_time_by_its_length_and_not_by_the_square_of_it(part: str, read: Catalog) -> None:
    """A line as long as one may be: 4,000 characters, of what once took minutes."""
    line = (part * MAX_TEXT)[:MAX_TEXT]
    started = time.process_time()
    list(lint_pages({"docs/a.md": ["# A {#a}", line], "docs/a.en.md": ["# A {#a}", line]}, read))
    assert time.process_time() - started < 1


@pytest.mark.parametrize("target", ["java&#115;cript:alert(1)", "vbscript:x", "data:text/html,x", "JavaScript:x"])
def test_a_link_that_is_a_script_is_told_however_it_is_written(site: Path, target: str) -> None:
    with (site / "docs" / "about.en.md").open("a", encoding="utf-8") as page:
        page.write(f"\n[x]({target})\n")
    assert any(" CS610 " in line for line in say(site))
