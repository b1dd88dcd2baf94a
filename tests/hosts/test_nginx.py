"""The recipe for nginx, tried: every claim of `docs/hosting.md` about it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest

from counterside.site import hosting
from counterside.site.hosting import CACHE_IMMUTABLE, CACHE_NO_STORE, POLICY, SECURITY
from web_host import RECIPE, Host

pytestmark = pytest.mark.hosts

PAGES = ("/", "/symptoms/no-power/", "/en/symptoms/money-in-doubt/", "/about/", "/en/contribute/")


def test_recipe_says_what_other_hosts_are_told() -> None:
    said = dict(re.findall(r'add_header (\S+) "([^"]*)" always;', RECIPE.read_text("utf-8")))
    assert said == {
        "Content-Security-Policy": POLICY.format(scripts="'self' 'unsafe-inline'"),
        **SECURITY,
    }  # pages name their scripts


@pytest.mark.parametrize("page", PAGES)
def test_clean_address(nginx: Host, page: str) -> None:
    answer = nginx.get(page)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.body == (nginx.folder / page.strip("/") / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/symptoms/no-power", "/symptoms/no-power/"),
        ("/en/about", "/en/about/"),
        ("/symptoms/no-power?e=2026-11-22-abcdef", "/symptoms/no-power/?e=2026-11-22-abcdef"),
        ("/index.html", "/"),
        ("/en/about/index.html?e=1", "/en/about/?e=1"),
    ],
)
def test_other_spelling_leads_to_the_clean_address(nginx: Host, asked: str, led_to: str) -> None:
    answer = nginx.get(asked)
    assert (answer.status, answer.headers["location"]) == (301, led_to)


@pytest.mark.parametrize("asked", ["//elsewhere.example/index.html", "/\\elsewhere.example/index.html"])
def test_nobody_is_led_to_another_site(nginx: Host, asked: str) -> None:
    assert "location" not in nginx.get(asked).headers


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("coding", "ending", "unpack"), [("gzip", ".gz", gzip.decompress), ("br", ".br", brotli.decompress)]
)
def test_file_compressed_beforehand_is_sent_as_it_is(
    nginx: Host, page: str, coding: str, ending: str, unpack: type[bytes]
) -> None:
    answer = nginx.get(page, accept_encoding=coding)
    file = nginx.folder / page.strip("/") / "index.html"
    assert answer.headers["content-encoding"] == coding
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.body == file.with_name(f"{file.name}{ending}").read_bytes()
    assert unpack(answer.body) == file.read_bytes()


def test_brotli_goes_before_gzip(nginx: Host) -> None:
    assert nginx.get("/", accept_encoding="gzip, deflate, br").headers["content-encoding"] == "br"


def test_page_is_asked_for_anew_and_not_sent_twice(nginx: Host) -> None:
    first = nginx.get("/symptoms/no-power/")
    assert first.headers["cache-control"] == "no-cache"
    again = nginx.get("/symptoms/no-power/", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_name_with_a_hash_is_kept_for_ever(nginx: Host) -> None:
    hashed = [path for path in nginx.folder.rglob("*") if hosting.HASHED.search(path.name)]
    assert {path.name.split("-")[0] for path in hashed} >= {"reader", "call"}
    for path in hashed:
        answer = nginx.get(f"/{path.relative_to(nginx.folder).as_posix()}")
        assert answer.headers["cache-control"] == CACHE_IMMUTABLE, path.name


def test_name_without_a_hash_is_not(nginx: Host) -> None:
    for name in ("/assets/icon.svg", "/assets/prose.css", "/sitemap.xml"):
        assert nginx.get(name).headers["cache-control"] == "no-cache", name


def test_worker_is_never_kept(nginx: Host) -> None:
    worker = nginx.folder / "sw.js"
    if not worker.exists():
        worker.write_text("// stands in for the worker of a site that has one\n", encoding="utf-8")
    answer = nginx.get("/sw.js")
    assert (answer.status, answer.headers["cache-control"]) == (200, CACHE_NO_STORE)


@pytest.mark.parametrize("page", [*PAGES, "/nowhere/", "/assets/icon.svg", "/about"])
def test_every_answer_carries_the_safety_headers(nginx: Host, page: str) -> None:
    answer = nginx.get(page)
    assert {name: answer.headers.get(name.lower()) for name in SECURITY} == SECURITY
    assert "strict-transport-security" not in answer.headers  # only where there is a certificate


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("/nowhere/", "404.html"),
        ("/symptoms/nowhere/", "404.html"),
        ("/en/nowhere/", "en/404.html"),
        ("/en/symptoms/nowhere", "en/404.html"),
        ("/english/", "404.html"),
    ],
)
def test_what_is_not_there_is_said_in_the_readers_language(nginx: Host, asked: str, page: str) -> None:
    answer = nginx.get(asked)
    assert answer.status == 404
    assert answer.body == (nginx.folder / page).read_bytes()
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["/_headers", "/_redirects", "/.nojekyll", "/.git", "/en/.hidden"])
def test_what_is_for_hosts_is_not_shown(nginx: Host, name: str) -> None:
    assert nginx.get(name).status == 404


def test_certificates_can_be_renewed(nginx: Host) -> None:
    proof = nginx.folder / ".well-known" / "acme-challenge" / "proof"
    proof.parent.mkdir(parents=True)
    proof.write_text("proof", encoding="utf-8")
    assert nginx.get("/.well-known/acme-challenge/proof").body == b"proof"


def test_manifest_has_its_kind(nginx: Host) -> None:
    manifest = next(nginx.folder.glob("*.webmanifest"), nginx.folder / "stand-in.webmanifest")
    if not manifest.exists():
        manifest.write_text("{}", encoding="utf-8")
    assert nginx.get(f"/{manifest.name}").headers["content-type"] == "application/manifest+json"


def test_every_language_of_the_site_has_its_line(built: Path) -> None:
    languages = {path.parent.name for path in built.glob("*/404.html")}
    said = set(re.findall(r"\$counterside_base/(\w+)/404\.html", RECIPE.read_text("utf-8")))
    assert said == languages
