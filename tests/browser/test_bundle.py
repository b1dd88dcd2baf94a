"""The site as it travels: the zip opened from a folder, and the one file for a chat."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from counterside.model.catalog import Catalog
from counterside.site import hosting
from mini_site import read_own_catalog

_LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]+)"')
SINGLE_BYTES = 400_000
GIVEN_UP = "net::ERR_ABORTED"
"""What a browser says of a request that it let go of because the reader went on; a missing file is another error."""


@pytest.fixture(scope="module")
def packed(real_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own zip."""
    return hosting.write_bundle(real_folder, tmp_path_factory.mktemp("out"), "https://counterside.example/")


@pytest.fixture(scope="module")
def unpacked(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, unpacked by double click."""
    folder = tmp_path_factory.mktemp("stick")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    return folder / "counterside"


@pytest.fixture(scope="module")
def own_catalog() -> Catalog:
    """The project's own records."""
    return read_own_catalog()


def test_every_link_in_the_zip_names_a_file_that_is_in_it(unpacked: Path) -> None:
    pages = sorted(unpacked.rglob("*.html"))
    assert len(pages) > 150
    dead = {
        f"{page.relative_to(unpacked)}: {link}"
        for page in pages
        for link in _LINK.findall(page.read_text("utf-8"))
        if not _leads_somewhere(page, link)
    }
    assert not dead


def _leads_somewhere(page: Path, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme or not parts.path:
        return True
    return (page.parent / unquote(parts.path)).is_file()


def test_the_same_site_gives_the_same_zip(packed: Path, real_folder: Path, tmp_path: Path) -> None:
    again = hosting.write_bundle(real_folder, tmp_path, "https://counterside.example/")
    assert again.read_bytes() == packed.read_bytes()


@pytest.mark.own_tab
@pytest.mark.parametrize(("prefix", "words", "first"), [("", "黑屏", "no-power"), ("en/", "black screen", "no-power")])
def test_from_a_folder_search_and_guide_work_without_a_complaint(
    page: Page, unpacked: Path, prefix: str, words: str, first: str
) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.on("requestfailed", lambda request: wrong.append(request.url) if request.failure != GIVEN_UP else None)
    page.goto((unpacked / prefix / "index.html").as_uri())
    page.get_by_role("searchbox").fill(words)
    page.wait_for_selector("#search-results[data-state=ready]")
    page.locator("#search-results a").first.click()
    expect(page).to_have_url((unpacked / prefix / "symptoms" / first / "index.html").as_uri())
    page.locator("[data-panel]:visible a[data-answer][href^='#']").first.click()
    expect(page).to_have_url(re.compile("#"))
    expect(page.locator("[data-panel]:visible")).to_have_id(page.url.partition("#")[2])
    page.goto((unpacked / prefix / "search" / "index.html").as_uri() + "?q=51")
    page.wait_for_selector("#search-results[data-state=ready]")
    expect(page.locator("#search-results a").first).to_have_attribute(
        "href", re.compile(r"codes/index\.html\?code=51$")
    )
    assert not wrong


@pytest.mark.own_tab
def test_from_a_folder_the_languages_lead_to_each_other(page: Page, unpacked: Path) -> None:
    page.goto((unpacked / "symptoms" / "no-power" / "index.html").as_uri())
    page.locator("nav [data-do=language]").first.click()
    expect(page).to_have_url((unpacked / "en" / "symptoms" / "no-power" / "index.html").as_uri())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_one_file_holds_everything_and_every_link_in_it_leads_somewhere(
    own_catalog: Catalog, language: str
) -> None:
    tongue = next(each for each in own_catalog.site.all_languages if each.code == language)
    text = hosting.render_single_page(own_catalog, tongue)
    assert len(text.encode()) <= SINGLE_BYTES
    assert "<script" not in text
    ids = _ID.findall(text)
    assert len(ids) == len(set(ids))
    records = {record.id for record in (*own_catalog.symptoms, *own_catalog.resolutions)}
    assert records <= set(ids)
    inside = {link[1:] for link in _LINK.findall(text) if link.startswith("#")}
    assert inside <= set(ids)


@pytest.mark.own_tab
def test_the_one_file_opens_alone(page: Page, own_catalog: Catalog, tmp_path: Path) -> None:
    asked: list[str] = []
    file = tmp_path / "one.html"
    file.write_text(hosting.render_single_page(own_catalog, own_catalog.site.all_languages[0]), encoding="utf-8")
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith("data:") else None)
    page.goto(file.as_uri())
    page.locator("a[href='#no-power']").first.click()
    expect(page.locator("#no-power")).to_be_in_viewport()
    assert asked == [file.as_uri()]
