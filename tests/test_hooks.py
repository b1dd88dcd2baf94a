"""MkDocs through the one file that knows it: real strict builds, and the live preview."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from mkdocs.exceptions import PluginError

from mini_site import edit, fresh_site, run, run_apart, said, subprocess_environment
from mkdocs_hooks import CountersidePlugin

LAMP = "checklists/symptoms/lamp-dark.yml"
SECONDS = 60


def build(site: Path) -> subprocess.CompletedProcess[str]:
    return run_apart("mkdocs", "build", "--strict", "--site-dir", site / "built", at=site)


# ── builds ──


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a strict build made of the fictional site, moved to another address."""
    site = fresh_site(tmp_path_factory.mktemp("hooks") / "site")
    edit(site / "checklists/site.yml", "https://returns.example/", "https://other.example/")
    done = build(site)
    assert done.returncode == 0, done.stdout + done.stderr
    return site / "built"


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize(
    "page", ["", "symptoms/flap-stuck/", "resolutions/call-workshop/", "about/", "contribute/checks/"]
)
def test_a_strict_build_gives_both_kinds_of_page_in_both_languages(built: Path, language: str, page: str) -> None:
    assert (built / language / page / "index.html").is_file()


@pytest.mark.parametrize(("language", "address"), [("zh", "about/"), ("en", "en/about/"), ("x-default", "about/")])
def test_prose_has_its_counterparts_at_the_address_of_the_sites_own_file(
    built: Path, language: str, address: str
) -> None:
    html = (built / "en" / "about" / "index.html").read_text("utf-8")
    assert f'hreflang="{language}" href="https://other.example/{address}"' in html


def test_prose_has_its_own_address(built: Path) -> None:
    html = (built / "en" / "about" / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://other.example/en/about/">' in html


@pytest.mark.parametrize(
    "path", ["", "en/", "symptoms/lamp-dark/", "en/symptoms/lamp-dark/", "about/", "en/contribute/"]
)
def test_the_map_of_the_site_names_both_kinds_of_page(built: Path, path: str) -> None:
    assert f"<loc>https://other.example/{path}</loc>" in (built / "sitemap.xml").read_text("utf-8")


def test_a_broken_record_fails_the_build_in_the_words_of_check_and_writes_nothing(site: Path) -> None:
    edit(site / LAMP, "seen: resolution:call-workshop", "seen: resolution:call-the-workshop")
    edit(site / "checklists/gates.yml", "  ticks:", "  tick:")
    expected = said(site)
    done = build(site)
    assert done.returncode != 0
    assert expected.count("\n    fix:  ") > 1
    for line in expected.splitlines():
        assert line.strip() in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not (site / "built").exists()


def test_prose_that_links_to_no_page_or_no_anchor_fails_the_build(site: Path) -> None:
    anchor, page = "symptoms/lamp-dark/index.html#plugs", "symptoms/lamp/index.html"
    edit(site / "docs/about.md", "symptoms/flap-stuck/index.html#hinge", anchor)
    edit(site / "docs/about.en.md", "symptoms/flap-stuck/index.html#hinge", page)
    done = build(site)
    assert done.returncode != 0
    told = done.stdout + done.stderr
    assert ("has no `#plugs`; did you mean `plug`?" in told, f"there is no page `{page}`" in told) == (True, True)


def test_prose_with_a_picture_that_is_not_there_fails_the_build(site: Path) -> None:
    with (site / "docs/about.md").open("a", encoding="utf-8") as page:
        page.write("\n![门](assets/nowhere.svg)\n")
    done = build(site)
    assert done.returncode != 0
    assert "assets/nowhere.svg" in done.stdout + done.stderr


def test_languages_that_disagree_are_named(site: Path) -> None:
    edit(site / "mkdocs.yml", "locale: en", "locale: fr")
    done = build(site)
    assert done.returncode != 0
    assert "make them equal" in done.stdout + done.stderr


# ── the live preview ──


OURS = ("counterside", "serve", "--address")
THEIRS = ("mkdocs", "serve", "--dev-addr")


class Preview:
    """A preview in a process of its own; `command` is followed by its address."""

    def __init__(self, site: Path, command: tuple[str, ...] = OURS) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.log = (site / "serve.log").open("w+", encoding="utf-8")
        program, *arguments = command
        self.process = subprocess.Popen(
            [Path(sys.executable).with_name(program), *arguments, self.address],
            cwd=site,
            env=subprocess_environment(),
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def page(self, path: str) -> str:
        try:
            with urlopen(f"http://{self.address}/{path}", timeout=5) as answer:
                return str(answer.read().decode("utf-8"))
        except HTTPError as error:
            with error:
                return error.read().decode("utf-8")
        except (URLError, ConnectionError, TimeoutError):
            return ""

    def wait_for(self, path: str, words: str) -> str:
        """The page at `path` once it holds `words`."""
        end = monotonic() + SECONDS
        while monotonic() < end:
            html = self.page(path)
            if words in html:
                return html
            assert self.process.poll() is None, self.said()
            sleep(0.2)
        pytest.fail(f"{path} never held {words!r}\n{self.said()}")

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        self.log.close()


@pytest.fixture
def preview(site: Path) -> Iterator[Preview]:
    """A live preview of the fictional site."""
    started = Preview(site)
    yield started
    started.stop()


def test_a_preview_shows_an_edit_a_mistake_and_the_mended_page(site: Path, preview: Preview) -> None:
    path = "en/symptoms/lamp-dark/"
    preview.wait_for(path, "The lamp is dark")

    edit(site / LAMP, "en: The lamp is dark", "en: The lamp went out")
    preview.wait_for(path, "The lamp went out")

    edit(site / LAMP, "    not_seen: resolution:push-the-plug\n", "    not_seen: resolution:push-the-plg\n")
    place = f"{LAMP}:24:5: CS202"
    assert "resolution:push-the-plug" not in preview.wait_for(path, place)
    assert place not in preview.page("")  # what has no mistake stays
    assert "The flap does not move" in preview.page("en/symptoms/flap-stuck/")
    assert place in preview.said()

    edit(site / LAMP, "resolution:push-the-plg", "resolution:push-the-plug")
    assert place not in preview.wait_for(path, "The lamp went out")
    assert preview.process.poll() is None


def test_a_preview_of_the_engine_shows_a_draft_and_says_so(site: Path) -> None:
    run("new", "--root", site, "symptom", "brand-new")
    started = Preview(site, THEIRS)
    try:
        assert "TODO" in started.wait_for("en/symptoms/brand-new/", "草稿 · Draft")
        assert "草稿 · Draft" not in started.page("en/symptoms/flap-stuck/")
    finally:
        started.stop()


def test_a_preview_that_starts_on_a_mistake_shows_it_and_goes_on(site: Path) -> None:
    edit(site / LAMP, "minutes: 10", "minutes: soon")
    started = Preview(site)
    try:
        started.wait_for("", f"{LAMP}:11:1: CS005")
        edit(site / LAMP, "minutes: soon", "minutes: 10")
        started.wait_for("en/symptoms/lamp-dark/", "The lamp is dark")
    finally:
        started.stop()


def test_a_preview_shows_a_mistake_in_the_settings_on_every_page(site: Path) -> None:
    edit(site / "mkdocs.yml", "locale: en", "locale: fr")
    started = Preview(site)
    try:
        for path in ("", "about/", "symptoms/lamp-dark/"):
            started.wait_for(path, "CS404")
        edit(site / "mkdocs.yml", "locale: fr", "locale: en")
        started.wait_for("en/symptoms/lamp-dark/", "The lamp is dark")
    finally:
        started.stop()


def test_an_address_that_is_taken_is_a_sentence_before_the_first_build(site: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        done = run_apart("counterside", "serve", "--root", site, "--address", address)
    assert done.returncode == 1
    assert f"{address} cannot be used" in done.stderr
    assert "--address HOST:PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_our_preview_prints_its_address_and_none_of_the_log_of_the_engine(site: Path) -> None:
    started = Preview(site)
    try:
        started.wait_for("en/about/", "</html>")
        assert started.said().splitlines() == [
            "building the preview …",
            f"preview: http://{started.address}/ (a saved file shows up by itself; Ctrl-C ends the preview)",
        ]
    finally:
        started.stop()
    assert started.page("") == ""


def test_a_hand_written_page_at_the_address_of_a_record_stops_the_build(site: Path) -> None:
    for ending in (".md", ".en.md"):
        (site / "docs" / "symptoms").mkdir(exist_ok=True)
        (site / "docs" / "symptoms" / f"lamp-dark{ending}").write_text("# Mine {#mine}\n", encoding="utf-8")
    done = build(site)
    assert done.returncode != 0
    assert "docs/symptoms/lamp-dark.md:1:1: CS102 has the address of a page" in done.stdout + done.stderr


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Python leaves that socket open
def test_an_address_that_is_none_is_a_sentence() -> None:
    config: Any = SimpleNamespace(dev_addr=("127.0.0.1", 99_999))
    with pytest.raises(PluginError, match="99999 cannot be used: bind"):
        CountersidePlugin()._require_free_address(config)
