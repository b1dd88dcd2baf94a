"""What no page was made for: storage that refuses or holds anything at all, and addresses that are pasted, cut or
endless. Every page that reads any of it works all the same, and complains of nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

PAGES = ("", "symptoms/declined/", "codes/", "call-card/", "print/", "search/", "about/")
"""One of each kind that reads what it kept."""
PROSE = "about/"
REFUSED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
NAMES = ("theme", "larger", "all", "language", "keys", "last", "shop", "shops", "list:declined")
SPOILT = (
    "[1,2", "null", "[]", "7", '"><img src=x onerror=alert(1)>',
    '{"isOff":{},"current":"__proto__","all":[],"hotline":7}',
    '{"list":"../../x","at":"javascript:alert(1)","title":{"a":1},"number":"<b>","time":9999999999999,"trail":"x"}',
    '{"list":"declined","at":"<img>","title":"<img src=x onerror=alert(1)>","number":-1,"time":9999999999999}',
)  # fmt: skip
ENDLESS = "5" * 10_000
ADDRESSES = (
    f"search/?q={ENDLESS}", f"codes/?code={ENDLESS}", "codes/?code=51&rail=%00",
    f"symptoms/declined/?e={ENDLESS}&e=%ff",
    f"symptoms/declined/#{ENDLESS}", "symptoms/declined/#%E0%A4%A", "symptoms/no-power/#_r-", "call-card/#nothing",
    f"print/#{ENDLESS}", "not-sure/#constructor", "?q=%3Cscript%3E",
)  # fmt: skip
STRANGE = "document.querySelectorAll('a[href^=\"javascript:\"], img[onerror]').length"


@pytest.fixture
def errors(page: Page) -> list[str]:
    """What goes wrong in the scripts of the page."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"{page.url[:80]}: {error}"))
    return found


@pytest.mark.own_tab
def test_storage_that_refuses_stops_no_page(page: Page, real_site: str, errors: list[str]) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.add_init_script(REFUSED)
    for path in PAGES:
        page.goto(real_site + path)
        expect(page.locator("h1").first).to_be_attached()
    # the theme of the hand-written pages complains, once for each of its scripts; its pages are whole without them
    assert [error for error in errors if PROSE not in error] == []
    page.goto(f"{real_site}{PROSE}")
    expect(page.locator("article")).to_be_visible()
    page.locator(".md-header [for=__drawer]").first.click()
    expect(page.locator(".md-nav--primary .md-nav__link").first).to_be_visible()


def test_a_spoilt_memory_stops_no_page(page: Page, real_site: str, errors: list[str]) -> None:
    for path in PAGES:
        page.goto(real_site + path)
        for stored in SPOILT:
            page.evaluate(
                "([names, stored]) => names.forEach((name) => localStorage.setItem(`cs:/${name}`, stored))",
                [NAMES, stored],
            )
            page.reload()
            expect(page.locator("h1").first).to_be_attached()
            assert page.evaluate(STRANGE) == 0, f"{path}: {stored}"
    assert errors == []


def test_no_address_stops_a_page(page: Page, real_site: str, errors: list[str]) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    for address in ADDRESSES:
        page.goto("about:blank")  # an address that differs in its anchor alone loads nothing
        page.goto(real_site + address)
        expect(page.locator("main h1:visible, main h1.hide").first).to_be_attached()
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address[:40]
    assert errors == []
