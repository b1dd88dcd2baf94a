"""A site below a path of a host: every link of every page leads somewhere, and nothing leads above the path."""

from __future__ import annotations

from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser

from web_host import SUB_PATH, Host, links

pytestmark = pytest.mark.hosts


def _paths(page: str, address: str) -> set[str]:
    absolute = (urlsplit(urljoin(address, link)) for link in links(page))
    return {link.path for link in absolute if link.netloc == urlsplit(address).netloc}


def test_every_link_stays_below_the_path_and_leads_somewhere(nginx_below: Host) -> None:
    pages = sorted(nginx_below.folder.rglob("*.html"))
    targets: dict[str, str] = {}
    for page in pages:
        name = page.relative_to(nginx_below.folder).as_posix()
        for target in _paths(page.read_text("utf-8"), f"{nginx_below.address}/{name.removesuffix('index.html')}"):
            targets.setdefault(target, name)
    assert len(pages) > 100
    assert [(page, link) for link, page in targets.items() if not link.startswith(f"{SUB_PATH}/")] == []
    broken = [(page, link) for link, page in targets.items() if nginx_below.get(link).status != 200]
    assert broken == []


@pytest.mark.parametrize(("asked", "page"), [("/nowhere/", "404.html"), ("/en/nowhere/", "en/404.html")])
def test_what_is_not_there_is_said_below_the_path(nginx_below: Host, asked: str, page: str) -> None:
    answer = nginx_below.get(f"{SUB_PATH}{asked}")
    assert (answer.status, answer.body) == (404, (nginx_below.folder / page).read_bytes())


def test_what_hosts_are_told_carries_the_path(nginx_below: Host) -> None:
    lines = (nginx_below.folder / "_headers").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("/") and not line.startswith(f"{SUB_PATH}/")] == []
    redirects = (nginx_below.folder / "_redirects").read_text("utf-8")
    assert f"{SUB_PATH}/en/* {SUB_PATH}/en/404.html 404\n" in redirects


def test_prose_says_where_it_is_edited_and_reported(nginx_below: Host) -> None:
    html = (nginx_below.folder / "en" / "about" / "index.html").read_text("utf-8")
    foot = [urlsplit(link) for link in links(html[html.index("<footer") :])]
    assert any(link.path.endswith("/edit/main/docs/about.en.md") for link in foot)
    asked = next(parse_qs(link.query) for link in foot if link.path.endswith("/issues/new"))
    assert asked["page"] == [f"https://counterside.example{SUB_PATH}/en/about/"]
    assert asked["language"] == ["English"]


def test_everything_works_in_a_browser_and_without_a_network(nginx_below: Host, browser: Browser) -> None:
    """The worker keeps what is below the path; search, checklists, call card and prose work with the host gone."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{nginx_below.address}/en/", wait_until="networkidle")
    scope = page.evaluate("navigator.serviceWorker.ready.then((found) => found.scope)")
    assert scope == f"{nginx_below.address}/"
    context.set_offline(True)
    page.goto(f"{nginx_below.address}/en/search/?q=printer", wait_until="load")
    page.wait_for_selector("#search-results[data-state=ready]")
    page.locator("#search-results a").first.click()
    page.wait_for_url(f"{nginx_below.address}/en/symptoms/printer/**")
    page.goto(f"{nginx_below.address}/en/call-card/", wait_until="load")
    page.fill("input[name=serial-no]", "SN-1")
    page.reload(wait_until="load")
    assert page.input_value("input[name=serial-no]") == "SN-1"
    page.goto(f"{nginx_below.address}/en/about/", wait_until="load")
    page.click("footer a >> nth=0")
    page.wait_for_url(f"{nginx_below.address}/en/")
    context.close()
    assert [url for url in asked if not url.startswith(f"{nginx_below.address}/")] == []
