"""The print page: first what every shop needs, then the lists ticked, as one set in the language and on the paper
chosen. Every file it offers is one that is made."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import mini_site
from counterside.build import render_site
from counterside.sheets.files import plan_sheets
from counterside.site import hosting
from counterside.text.files import Cache, write_if_changed


@pytest.fixture(scope="module")
def printing(serving: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The fictional site as it is with PDFs; the files themselves are not made, only their names matter here."""
    folder = tmp_path_factory.mktemp("printing")
    root = mini_site.fresh_site(folder / "copy")
    catalog = mini_site.read_catalog(root)
    pages, assets = render_site(root, catalog, with_sheets=True)
    for path, content in [
        *((page.file, page.html.encode()) for page in pages),
        *((asset.path, asset.content) for asset in assets),
    ]:
        write_if_changed(folder / "site" / path, content)
    for file in hosting.render_host_files(catalog, (), (page.html for page in pages)):
        (folder / "site" / file.path).write_bytes(file.content)
    return serving(folder / "site")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The names of all files that are printed for the fictional site."""
    files, _ = plan_sheets(mini_site.read_catalog(mini_site.CATALOG), Cache(tmp_path_factory.mktemp("sheets")))
    return frozenset(name for file in files for name in file.names)


def offered(page: Page) -> list[str]:
    """The names of the PDFs offered for what is ticked."""
    return page.locator("[data-files] a").evaluate_all("(all) => all.map((each) => each.getAttribute('download'))")


def options(page: Page, name: str) -> list[str]:
    """What can be chosen in a select field, by its value."""
    return page.locator(f"[name={name}] option").evaluate_all("(all) => all.map((each) => each.value)")


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_every_file_named_without_a_script_is_made(
    without_script: Page, printing: str, made: frozenset[str], prefix: str
) -> None:
    without_script.goto(f"{printing}{prefix}print/")
    links = without_script.locator("a[href$='.pdf']").evaluate_all("(all) => all.map((each) => each.href)")
    folder = f"{printing}print/"
    assert links
    assert [link for link in links if link.removeprefix(folder) not in made] == []


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_pictures_of_papers_are_made_and_wait_until_they_are_in_view(
    without_script: Page, printing: str, made: frozenset[str], prefix: str
) -> None:
    without_script.goto(f"{printing}{prefix}print/")
    pictures = without_script.locator("img.thumb").evaluate_all("(all) => all.map((each) => [each.src, each.loading])")
    assert pictures
    assert [source for source, _ in pictures if source.removeprefix(f"{printing}print/") not in made] == []
    assert {loading for _, loading in pictures} == {"lazy"}


def test_every_choice_of_language_and_paper_offers_files_that_are_made(
    page: Page, printing: str, made: frozenset[str]
) -> None:
    page.goto(f"{printing}en/print/")
    page.click("[data-choose=all]")
    chosen = page.locator("input[name=list]:checked").count()
    for language in options(page, "language"):
        page.select_option("[name=language]", language)
        for paper in options(page, "paper"):
            page.select_option("[name=paper]", paper)
            assert len(offered(page)) == chosen
            assert [name for name in offered(page) if name not in made] == []
        picture = page.locator("[data-preview] img").get_attribute("src") or ""
        assert picture.rpartition("/")[2] in made


@pytest.mark.parametrize(("prefix", "language"), [("", "zh"), ("en/", "en")])
def test_blanks_come_first_and_what_stays_blank_last(page: Page, printing: str, prefix: str, language: str) -> None:
    page.goto(f"{printing}{prefix}print/")
    parts = page.locator("[data-blanks], #_lists, #_first, #_booklet")
    assert parts.evaluate_all("(all) => all.map((each) => each.id)") == ["", "_lists", "_first", "_booklet"]
    expect(page.locator("main a[href$='.pdf']").first).to_have_attribute(
        "href", re.compile(f"poster-{language}-a4.pdf$")
    )
    expect(page.locator("main input").first).to_have_attribute("name", "workshop")
    names = page.locator("#_first ~ .rows a[href$='.pdf']").evaluate_all(
        "(all) => all.map((each) => each.getAttribute('href').split('/').pop())"
    )
    assert names[:3] == [f"poster-{language}-a4.pdf", f"poster-{language}-a3.pdf", f"card-{language}-a4.pdf"]
    assert names[-2:] == [f"booklet-{language}.pdf", f"booklet-{language}-a5.pdf"]


def test_what_is_filled_in_here_is_printed_and_kept_beside_what_the_call_card_knows(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/")
    page.evaluate("localStorage.setItem('cs:/shop', JSON.stringify({model: 'M1', workshop: 'old'}))")
    page.reload()
    page.fill("[name=workshop]", "400 123 4567")
    assert page.evaluate("JSON.parse(localStorage.getItem('cs:/shop'))") == {"model": "M1", "workshop": "400 123 4567"}
    page.click("[data-choose=none]")
    page.check("input[value=flap-stuck]")
    page.click("[data-print-chosen]")
    expect(page.locator("[data-blank=workshop]").first).to_have_text("400 123 4567")


def test_a_card_number_is_no_blank(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/")
    page.fill("[name=workshop]", "4111 1111 1111 1111")
    expect(page.locator("[name=workshop]")).to_have_value("")
    expect(page.locator("[data-refused]")).not_to_be_empty()


def test_an_app_that_prints_nothing_copies_the_link(browser: Browser, printing: str) -> None:
    context = browser.new_context(user_agent="Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50")
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => { window.copied = text; }}})"
    )
    page.goto(f"{printing}en/print/")
    page.click("[data-choose=none]")
    page.check("input[value=flap-stuck]")
    expect(page.locator("[data-print-chosen]")).to_contain_text("Copy the link")
    page.click("[data-print-chosen]")
    expect(page.locator("[data-print-chosen]")).to_contain_text("✓")
    assert page.evaluate("window.copied") == f"{printing}en/print/flap-stuck/"
    context.close()


def test_every_checklist_is_chosen_to_begin_with(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/")
    chosen = page.locator("input[name=list]:checked").evaluate_all("(all) => all.map((each) => each.value)")
    assert "flap-stuck" in chosen
    assert "morning" not in chosen  # a routine is printed when it is wanted
    expect(page.locator("[data-print-chosen]")).to_have_text(re.compile(rf"\b{len(chosen)}\b"))


def test_nothing_chosen_says_what_to_do(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/")
    page.click("[data-choose=none]")
    assert page.locator("[data-say]").inner_text() == "Choose some lists above first."
    assert page.locator("[data-print-chosen]").get_attribute("href") is None
    assert page.locator("[data-preview]").is_hidden()


def test_each_list_chosen_is_one_leaf_of_two_sides(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/")
    page.click("[data-choose=none]")
    page.check("input[value=flap-stuck]")
    page.check("input[value=morning]")
    assert offered(page) == ["flap-stuck-en-leaf.pdf", "morning-en-leaf.pdf"]
    expect(page.locator("[data-print-chosen]")).to_have_text(re.compile(r"\b2\b"))
    expect(page.locator("[data-say]")).to_contain_text(re.compile(r"\b2\b"))
    page.uncheck("input[value=morning]")
    assert offered(page) == ["flap-stuck-en-leaf.pdf"]


def test_what_is_chosen_can_be_printed_from_where_the_lists_are(page: Page, printing: str) -> None:
    page.set_viewport_size({"width": 320, "height": 480})
    page.goto(f"{printing}en/print/")
    page.click("[data-choose=none]")
    page.check("input[value=flap-stuck]")
    expect(page.locator("input[value=flap-stuck]")).to_be_in_viewport()
    expect(page.locator("[data-print-chosen]")).to_be_in_viewport()


def test_language_and_paper_choose_other_files(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/")
    page.click("[data-choose=none]")
    page.check("input[value=flap-stuck]")
    page.select_option("[name=language]", "zh")
    page.select_option("[name=paper]", "58mm")
    assert offered(page) == ["flap-stuck-zh-58mm.pdf"]
    assert page.locator("[data-preview] img").get_attribute("src") == "../../print/flap-stuck-zh-a4.png"
    expect(page.locator("[data-say]")).to_be_empty()  # a roll has no sides to turn


def test_chosen_lists_print_in_one_go(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/")
    page.click("[data-choose=none]")
    page.check("input[value=slip-blank]")
    page.check("input[value=flap-stuck]")
    page.click("[data-print-chosen]")
    page.wait_for_selector("body[data-state=ready]")
    assert page.url.startswith(f"{printing}en/print/")
    assert page.locator(".leaf").count() == 2


def test_a_list_named_in_the_address_is_ticked(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/#flap-stuck")
    assert page.locator("input[name=list]:checked").evaluate_all("them => them.map(one => one.value)") == ["flap-stuck"]


def test_every_paper_of_a_list_can_be_had_without_a_script(without_script: Page, printing: str) -> None:
    without_script.goto(f"{printing}en/print/")
    without_script.click("#flap-stuck summary")
    names = without_script.locator("#flap-stuck details a").evaluate_all(
        "(all) => all.map((each) => each.getAttribute('href'))"
    )
    assert [name.rpartition("/")[2] for name in names] == [
        "", "flap-stuck-en-leaf.pdf", "flap-stuck-en-80mm.pdf", "flap-stuck-en-58mm.pdf",
    ]  # fmt: skip
    expect(without_script.locator("#flap-stuck details a").first).to_be_visible()
