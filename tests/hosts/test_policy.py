"""The rules for browsers, in a browser: nothing of ours breaks them, and nothing else gets past them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from web_host import Host

pytestmark = pytest.mark.hosts

PAGES = (
    "/",
    "/en/symptoms/no-power/",
    "/call-card/",
    "/codes/",
    "/about/",
    "/en/contribute/add-a-step/",
    "/en/contribute/",
    "/nowhere/",
)
LISTEN = """window.broken = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));"""
INJECT = """() => {
  const script = document.createElement("script");
  script.textContent = "window.injected = true";
  document.body.append(script);
  document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.injected = true'>");
  return new Promise((done) => setTimeout(() => done(window.injected === true), 200));
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    opened.add_init_script(LISTEN)
    yield opened
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_keeps_its_own_rules(nginx: Host, page: Page, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(nginx.address + path, wait_until="networkidle")
    assert page.evaluate("window.broken") == []
    assert [url for url in asked if not url.startswith(nginx.address)] == []


@pytest.mark.parametrize("path", ["/", "/en/symptoms/no-power/", "/about/"])
def test_inline_script_that_is_not_ours_does_not_run(nginx: Host, page: Page, path: str) -> None:
    page.goto(nginx.address + path, wait_until="load")
    assert page.evaluate(INJECT) is False
    assert len(page.evaluate("window.broken")) == 2


def test_prose_still_works_under_its_rules(nginx: Host, page: Page) -> None:
    page.goto(f"{nginx.address}/en/about/", wait_until="load")
    before = page.locator("body").get_attribute("data-md-color-scheme")
    for _ in range(2):  # automatic → light → dark
        page.locator("label.md-header__button[for^=__palette]:not([hidden])").first.click()
    assert page.locator("body").get_attribute("data-md-color-scheme") != before
    assert page.evaluate("window.broken") == []
