"""A site below a path of a host: every link of every page leads somewhere, and nothing leads above the path."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from web_host import SUB_PATH, Host

pytestmark = pytest.mark.hosts

_NEVER_FETCHED = ("canonical", "alternate")


class _Links(HTMLParser):
    """Every address of a page that a browser or a reader may follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if tag == "link" and any(word in _NEVER_FETCHED for word in (values.get("rel") or "").split()):
            return
        self.found += [value for name in ("href", "src") if (value := values.get(name))]


def _links(page: str, address: str) -> set[str]:
    parser = _Links()
    parser.feed(page)
    absolute = (urlsplit(urljoin(address, link)) for link in parser.found)
    return {link.path for link in absolute if link.netloc == urlsplit(address).netloc}


def test_every_link_stays_below_the_path_and_leads_somewhere(nginx_below: Host) -> None:
    pages = sorted(nginx_below.folder.rglob("*.html"))
    targets: dict[str, str] = {}
    for page in pages:
        name = page.relative_to(nginx_below.folder).as_posix()
        for target in _links(page.read_text("utf-8"), f"{nginx_below.address}/{name.removesuffix('index.html')}"):
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
