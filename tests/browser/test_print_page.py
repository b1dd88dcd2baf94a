"""The print page: what is ticked becomes one set of sheets, on the paper and in the language chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import mini_site
from counterside.build import render_site
from counterside.site import headers
from counterside.text.files import write_if_changed

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def printing(serving: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The fictional site as it is with PDFs; the files themselves are not made, only their names matter here."""
    folder = tmp_path_factory.mktemp("printing")
    root = mini_site.fresh_site(folder / "copy")
    catalog = mini_site.read_catalog(root)
    site = render_site(root, catalog, with_sheets=True)
    for path, content in [
        *((page.file, page.html.encode()) for page in site.pages),
        *((asset.path, asset.content) for asset in site.assets),
    ]:
        write_if_changed(folder / "site" / path, content)
    headers.add_host_files(folder / "site", catalog, (), (page.html for page in site.pages))
    return serving(folder / "site")


def files(page: Page) -> list[str]:
    """The names of the PDFs offered for what is ticked."""
    return page.locator("[data-files] a").evaluate_all("them => them.map(one => one.getAttribute('download'))")


def test_nothing_chosen_says_what_to_do(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/")
    assert page.locator("[data-say]").inner_text() == "Choose some lists above first."
    assert page.locator("[data-print-chosen]").get_attribute("href") is None
    assert page.locator("[data-preview]").is_hidden()


def test_each_list_has_a_front_and_a_back(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/")
    page.check("input[value=flap-stuck]")
    page.check("input[value=morning]")
    assert files(page) == [
        "flap-stuck-en-a4.pdf", "flap-stuck-back-en-a4.pdf", "morning-en-a4.pdf", "morning-back-en-a4.pdf",
    ]  # fmt: skip
    assert page.locator("[data-count]").inner_text() == "2"


def test_what_is_chosen_can_be_printed_from_where_the_lists_are(page: Page, printing: str) -> None:
    page.set_viewport_size({"width": 320, "height": 480})
    page.goto(f"{printing}en/print/")
    page.check("input[value=flap-stuck]")
    expect(page.locator("input[value=flap-stuck]")).to_be_in_viewport()
    expect(page.locator("[data-print-chosen]")).to_be_in_viewport()


def test_language_and_paper_choose_other_files(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/")
    page.check("input[value=flap-stuck]")
    page.select_option("[name=language]", "zh")
    page.select_option("[name=paper]", "58mm")
    assert files(page) == ["flap-stuck-zh-58mm.pdf"]
    assert page.locator("[data-preview] img").get_attribute("src") == "../../print/flap-stuck-zh-a4.png"


def test_side_by_side_is_always_a4(page: Page, printing: str) -> None:
    page.goto(f"{printing}print/")
    page.check("input[value=flap-stuck]")
    page.select_option("[name=paper]", "80mm")
    page.select_option("[name=language]", "zh-en")
    assert files(page) == ["flap-stuck-zh-en-a4.pdf"]


def test_chosen_lists_print_in_one_go(page: Page, printing: str) -> None:
    page.goto(f"{printing}en/print/")
    page.click("[data-choose=all]")
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


def test_every_file_can_be_had_without_a_script(page: Page, printing: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False) if page.context.browser else None
    assert context is not None
    bare = context.new_page()
    bare.goto(f"{printing}en/print/")
    bare.click("#flap-stuck summary")
    names = bare.locator("#flap-stuck details a").evaluate_all("them => them.map(one => one.getAttribute('href'))")
    assert [name.rpartition("/")[2] for name in names] == [
        "", "flap-stuck-en-a4.pdf", "flap-stuck-back-en-a4.pdf", "flap-stuck-en-a5.pdf", "flap-stuck-en-80mm.pdf",
        "flap-stuck-en-58mm.pdf", "flap-stuck-zh-en-a4.pdf",
    ]  # fmt: skip
    context.close()
