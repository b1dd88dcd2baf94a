"""The HTML sheet: the same words as the PDF, one page when it is printed, filled in on the phone, sent nowhere."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import sheets_reading as reading
from axe import find_violations
from counterside.model.catalog import Catalog
from counterside.sheets.content import build_contents
from counterside.sheets.files import RenderedFile
from counterside.site.routes import draw_sheets

_WORDS = ("script", "style", "title")


class _Texts(HTMLParser):
    """The words of a sheet, piece by piece; what is for the screen alone is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _WORDS or ("class", "screen") in attrs:
            self.skipped.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped and self.skipped[-1] == tag:
            self.skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self.skipped and data.strip():
            self.found.append("".join(data.split()))


def pieces(html: str) -> list[str]:
    parser = _Texts()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["flap-stuck", "slip-blank", "lamp-dark", "morning"])
def test_html_and_pdf_carry_the_same_strings(
    catalog: Catalog, made: Mapping[str, RenderedFile], name: str, language: str
) -> None:
    sheet = next(one for one in draw_sheets(catalog) if one.language == language and one.path.endswith(f"/{name}/"))
    printed = reading.text(made[f"{name}-{language}-leaf.pdf"].content)
    drawn_as_shapes = {"⚠", "•", "→"}
    missing = [
        piece
        for piece in pieces(sheet.html)
        if "".join(letter for letter in piece if letter not in drawn_as_shapes) not in printed.replace("→", "")
    ]
    assert missing == []


def test_the_title_of_a_sheet_is_its_number_and_its_name(catalog: Catalog) -> None:
    for sheet in draw_sheets(catalog):
        assert re.search(rf"<title>\d\d {re.escape(escape(sheet.title))}</title>", sheet.html), sheet.path


def test_policy_allows_the_style_and_nothing_from_elsewhere(catalog: Catalog) -> None:
    for sheet in draw_sheets(catalog):
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', sheet.html)
        assert policy is not None
        assert unescape(policy[1]).startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy[1]
        assert not re.search(r'\sstyle="|\son[a-z]+="', sheet.html)


@pytest.fixture(scope="session")
def sheets_site(serving: Callable[[Path], str], real_project: Path) -> str:
    """The real project's site, HTML sheets included, served."""
    return serving(real_project / "site")


def opened(browser: Browser, address: str, **how: object) -> Page:
    page = browser.new_page(**how)  # type: ignore[arg-type]
    page.goto(address)
    page.wait_for_selector("body[data-state=ready]")
    return page


def printed(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True)


RADICAL_DOOR = "\u2ed4"
"""A radical that is no compatibility character, so that normalizing leaves it."""


def _letters(text: str) -> str:
    """A text without blanks, in the characters that people write: a PDF may name a radical for a character."""
    return "".join(unicodedata.normalize("NFKC", text).replace(RADICAL_DOOR, "门").split())


def test_where_an_answer_leads_is_named_once(browser: Browser, sheets_site: str) -> None:
    """An end has its words in its box; a letter has those of its remedy behind it."""
    page = opened(browser, f"{sheets_site}en/print/no-power/")
    named = page.locator(".answers .to").evaluate_all(
        "(all) => all.map((each) => [...each.children].map((part) => part.textContent))"
    )
    assert ["Fixed"] in named
    assert [parts for parts in named if len(parts) != len(set(parts))] == []


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_every_sheet_is_one_piece_of_paper_and_nothing_is_shrunk(
    browser: Browser, sheets_site: str, real: Catalog, prefix: str
) -> None:
    """All sheets of a language, printed in one go: a front on every odd page, its back behind it."""
    ids = [content.id for content in build_contents(real)]
    page = opened(browser, f"{sheets_site}{prefix}print/{ids[0]}/#also={','.join(ids[1:])}")
    content = printed(page)
    sides = page.locator(".front, .back").evaluate_all("them => them.map(one => one.querySelector('footer').innerText)")
    assert len(sides) == 2 * len(ids), "each has remedies overleaf"
    pages = [_letters(text) for text in reading.page_texts(content)]
    assert [
        number for number, text in enumerate(pages) if _letters(sides[min(number, len(sides) - 1)]) not in text
    ] == []
    assert len(pages) == len(sides)
    shapes = page.locator(".ring").evaluate_all("them => them.map(one => [one.offsetWidth, one.offsetHeight])")
    assert [shape for shape in shapes if abs(shape[0] - shape[1]) > 1] == [], "rings are round"
    # Chromium shrinks all pages when anything is too wide, and every size with them.
    sizes = reading.sizes(content)
    assert {11.0, 9.0} <= {round(size, 1) for size in sizes}, sorted(sizes)
    page.close()


def laid_out(page: Page) -> list[str]:
    """How large a front's type is, and which of its steps have their answers beside them."""
    return page.locator(".leaf, .steps > li").evaluate_all("them => them.map(one => one.className)")


@pytest.mark.parametrize("path", ["print/declined/", "en/print/weekly/"])
def test_axe_finds_nothing_on_a_sheet(browser: Browser, sheets_site: str, path: str) -> None:
    page = opened(browser, sheets_site + path)
    assert find_violations(page, "light") == []
    page.close()


def test_what_to_do_is_in_one_column(browser: Browser, sheets_site: str) -> None:
    page = opened(browser, f"{sheets_site}print/tampered/")
    page.emulate_media(media="print")
    places = page.locator(".steps .to").evaluate_all("them => them.map(one => one.getBoundingClientRect().left)")
    assert len(places) > 4
    assert max(places) - min(places) < 1, "every place begins at the same edge"
    page.close()


def test_pictures_take_the_room_that_words_leave(browser: Browser, sheets_site: str) -> None:
    page = opened(browser, f"{sheets_site}print/printer/")
    assert page.locator("figure:visible svg[role=img]").count() > 0
    full = opened(browser, f"{sheets_site}en/print/declined/")
    assert full.locator(".front figure:visible").count() == 0
    page.close()
    full.close()


def test_phone_prints_what_a_desk_prints(browser: Browser, sheets_site: str) -> None:
    phone = opened(browser, f"{sheets_site}en/print/no-power/", viewport={"width": 360, "height": 640})
    desk = opened(browser, f"{sheets_site}en/print/no-power/", viewport={"width": 1280, "height": 900})
    assert laid_out(phone) == laid_out(desk)
    phone.close()
    desk.close()


def test_paper_is_white_on_a_dark_phone(browser: Browser, sheets_site: str) -> None:
    page = opened(browser, f"{sheets_site}print/printer/", color_scheme="dark")
    image = reading.picture(printed(page), 50)
    assert image.getpixel((2, 2)) == 255
    assert reading.picture(printed(page), 50).getextrema() == (0, 255)
    page.close()


def test_blanks_are_filled_from_the_phone_and_nothing_is_sent(browser: Browser, sheets_site: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.goto(f"{sheets_site}print/no-power/")
    shop = {"hotline": "12345", "merchant-no": "<b>M1</b>", "serial-no": 7}
    page.evaluate("shop => localStorage.setItem('cs:/shop', JSON.stringify(shop))", shop)
    page.reload()
    page.wait_for_selector("body[data-state=ready]")
    assert page.locator(".call [data-blank=hotline]").inner_text() == "12345"
    assert page.locator(".call [data-blank=merchant-no]").inner_text() == "<b>M1</b>"
    assert page.locator(".call [data-blank=serial-no]").inner_text() == ""
    assert all(line.startswith(f"GET {sheets_site}") for line in asked), json.dumps(asked)
    told = [line.removeprefix(f"GET {sheets_site}") for line in asked]  # a port has digits, too
    assert not [line for line in told if "12345" in line or "M1" in line]
    page.close()


def test_several_sheets_print_in_one_go_filled_alike(browser: Browser, sheets_site: str) -> None:
    page = browser.new_page()
    page.goto(f"{sheets_site}print/no-power/")
    page.evaluate("localStorage.setItem('cs:/shop', JSON.stringify({hotline: '12345'}))")
    page.goto("about:blank")
    page.goto(f"{sheets_site}print/no-power/#also=printer,nowhere,tampered")
    page.wait_for_selector("body[data-state=ready]")
    assert page.locator(".leaf .number").all_inner_texts() == ["清单\n01", "清单\n13", "清单\n14"]
    assert page.locator(".call [data-blank=hotline]").all_inner_texts() == ["12345"] * 3
    page.close()


def test_sheet_is_complete_without_a_script(browser: Browser, sheets_site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sheets_site}print/no-power/")
    assert page.locator(".steps > li").count() == 7
    assert not page.locator("[data-print]").is_visible()
    context.close()


WIDE_SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
"""What a reader may set, by the rules for accessible content."""


@pytest.mark.parametrize(
    "path", ["print/daily-open/", "en/print/daily-open/", "en/print/weekly/", "en/print/no-power/"]
)
def test_nothing_is_wider_than_a_small_phone(browser: Browser, sheets_site: str, path: str) -> None:
    page = opened(browser, sheets_site + path, viewport={"width": 320, "height": 640}, bypass_csp=True)
    page.add_style_tag(content=WIDE_SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
