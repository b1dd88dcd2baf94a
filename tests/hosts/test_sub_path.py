"""A site below a path of a host: every link of every page leads somewhere, and nothing leads above the path."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest

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
