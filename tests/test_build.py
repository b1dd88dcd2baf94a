"""`counterside build`: made beside `site/`, swapped in whole, or not at all."""

from __future__ import annotations

import errno
import gzip
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import brotli
import pytest

import mini_site
from counterside import build
from counterside.build import BuildFailed, build_site
from counterside.check import CHECKS, check_project, ignore_progress
from counterside.site import hosting, routes
from counterside.site.view import Page
from counterside.text.files import write_if_changed
from mini_site import edit, run, subprocess_environment
from mini_site import read_files as files

LAMP = "checklists/symptoms/lamp-dark.yml"


@pytest.fixture
def old(warm: Path) -> Path:
    """A project whose `site/` holds one page of an earlier time."""
    shutil.rmtree(warm / "site")
    (warm / "site").mkdir()
    (warm / "site" / "old.html").write_text("old", encoding="utf-8")
    return warm


def test_a_build_takes_the_place_of_the_old_one(old: Path) -> None:
    result = run("build", "--no-sheets", "--root", old)
    assert (result.exit_code, result.output) == (0, result.output)
    built = files(old / "site")
    assert "old.html" not in built
    assert {"index.html", "en/index.html", "404.html", "en/404.html", "sitemap.xml", "about/index.html"} <= set(built)
    assert [path.name for path in (old / ".cache").iterdir() if path.name.startswith("site-")] == []


def test_a_build_says_how_long_each_step_took(warm: Path) -> None:
    told = run("build", "--no-sheets", "--timings", "--root", warm).stderr
    timed = re.findall(r"^ +\d+\.\d\d s  (.+)$", told, re.MULTILINE)
    assert timed == ["check", "pages and prose", "checks of the built site"]


def test_a_compressed_text_stands_beside_the_text_itself(warm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosting, "_TEXT", (".xml",))  # one file: all of them take seconds
    assert run("build", "--no-sheets", "--compress", "--root", warm).exit_code == 0
    text = (warm / "site" / "sitemap.xml").read_bytes()
    assert gzip.decompress((warm / "site" / "sitemap.xml.gz").read_bytes()) == text
    assert brotli.decompress((warm / "site" / "sitemap.xml.br").read_bytes()) == text


def test_with_a_problem_nothing_is_written(old: Path) -> None:
    edit(old / LAMP, "minutes: 10", "minutes: soon")
    result = run("build", "--root", old)
    assert (result.exit_code, files(old / "site")) == (1, {"old.html": b"old"})
    assert f"{LAMP}:" in result.stdout


@pytest.mark.parametrize("threads", [1, 2])
def test_pages_are_the_same_whichever_process_draws_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    catalog = mini_site.read_catalog(mini_site.CATALOG)
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    pages = list(routes.render(catalog, CHECKS))
    build._write_pages(pages, tmp_path, ignore_progress)
    assert files(tmp_path) == {page.file: page.html.encode() for page in pages}


class InThisProcess:
    """Stands for a process that draws pages beside this one, and runs here."""

    exitcode: object = 0

    def __init__(self, target: Callable[..., None], args: tuple[object, ...]) -> None:
        self.work = partial(target, *args)

    def start(self) -> None:
        try:
            self.work()
        except SystemExit as ended:
            self.exitcode = ended.code

    def join(self) -> None:
        pass

    kill = join


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Two processes draw pages."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(build, "get_context", lambda _: SimpleNamespace(Process=InThisProcess))
    return monkeypatch


def test_pages_that_another_process_could_not_write_are_written_by_this_one(
    tmp_path: Path, drawing: pytest.MonkeyPatch
) -> None:
    pages = list(routes.render(mini_site.read_catalog(mini_site.CATALOG), CHECKS))[:6]
    refused: list[Path] = []

    def write(path: Path, content: bytes) -> None:
        if path == tmp_path / pages[3].file and not refused:
            refused.append(path)
            raise OSError(errno.ENOSPC, "No space left on device")
        write_if_changed(path, content)

    drawing.setattr(build, "write_if_changed", write)
    build._write_pages(pages, tmp_path, ignore_progress)
    assert len(refused) == 1
    assert files(tmp_path) == {page.file: page.html.encode() for page in pages}


def test_an_error_of_the_engine_is_a_sentence() -> None:
    log = [
        "INFO    -  Building",
        "WARNING -  one",
        "Traceback (most recent call last):",
        '  File "x.py"',
        "KeyError: 'a'",
    ]
    assert build._shorten_log(log) == [
        "WARNING -  one",
        "MkDocs ended with KeyError: 'a': look at mkdocs.yml, front matter",
    ]
    assert build._shorten_log(log[:2]) == ["WARNING -  one"]


def test_a_build_that_fails_leaves_the_old_site(old: Path) -> None:
    (old / "docs" / "about.md").write_text("# A {#about}\n\n[x](nowhere.md)\n", encoding="utf-8")
    (old / "docs" / "about.en.md").write_text("# A {#about}\n\n[x](nowhere.md)\n", encoding="utf-8")
    with pytest.raises(BuildFailed, match=r"nowhere\.md"):
        build_site(old, check_project(old), with_sheets=False)
    assert files(old / "site") == {"old.html": b"old"}
    assert [path.name for path in (old / ".cache").iterdir() if path.name.startswith("site-")] == []


def test_a_site_that_lacks_a_page_does_not_take_the_place_of_the_old_one(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = build._write_page

    def lose_one(page: Page, folder: Path) -> None:
        if page.path != "en/symptoms/flap-stuck/":
            kept(page, folder)

    monkeypatch.setattr(build, "_write_page", lose_one)
    with pytest.raises(BuildFailed) as failed:
        build_site(old, check_project(old), with_sheets=False)
    problem, fix, more, *_ = str(failed.value).splitlines()
    assert re.match(r"checklists/symptoms/flap-stuck\.yml:\d+:\d+: CS801 .*site/en/symptoms/flap-stuck/", problem)
    assert fix.startswith("    fix:  ")
    assert more == "    more: https://returns.example/contribute/checks/#cs801"
    assert files(old / "site") == {"old.html": b"old"}


def test_a_second_build_in_the_same_folder_waits_for_its_turn(site: Path) -> None:
    """Two at once would take each other's old site away."""
    (site / ".cache").mkdir(exist_ok=True)
    checked = check_project(site)
    with build._staging_folder(site / ".cache"), pytest.raises(BuildFailed, match="another build"):
        build_site(site, checked, with_sheets=False)
    assert not (site / "site").exists()


def test_where_a_system_has_no_locks_a_build_does_not_wait(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "fcntl", None)
    with build._staging_folder(site), build._staging_folder(site):
        assert (site / "building").is_file()


def test_a_build_that_is_stopped_leaves_the_old_site_and_nothing_else(
    warm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.name for path in (warm / ".cache").iterdir())
    page = (warm / "site" / "index.html").read_bytes()

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "swap_folders", stopped)
    with pytest.raises(KeyboardInterrupt):
        build_site(warm, check_project(warm), with_sheets=False)
    assert sorted(path.name for path in (warm / ".cache").iterdir()) == before
    assert (warm / "site" / "index.html").read_bytes() == page


def test_a_site_built_under_a_private_umask_can_be_read_by_a_web_server(site: Path) -> None:
    before = os.umask(0o077)
    try:
        build_site(site, check_project(site), with_sheets=False)
    finally:
        os.umask(before)
    built = site / "site"
    wanted = {True: 0o755, False: 0o644}
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (built, *built.rglob("*"))}
    assert [str(path) for path, mode in modes.items() if mode != wanted[path.is_dir()]] == []


def test_folders_that_a_killed_build_left_are_removed(warm: Path) -> None:
    (warm / ".cache" / "site-abandoned" / "prose").mkdir(parents=True)
    build_site(warm, check_project(warm), with_sheets=False)
    assert [path.name for path in (warm / ".cache").iterdir() if path.name.endswith("-abandoned")] == []


def test_after_a_kill_the_next_build_is_right_at_once(site: Path) -> None:
    """The engine of the killed build may still be running, and holds no lock."""
    program = Path(sys.executable).with_name("counterside")
    command = [program, "build", "--no-sheets", "--root", site]
    with subprocess.Popen(command, env=subprocess_environment(), stderr=subprocess.DEVNULL) as killed:
        while not any((site / ".cache").glob("site-*/prose")):
            assert killed.poll() is None, "it ended before it could be killed"
        killed.kill()
    result = run("build", "--no-sheets", "--root", site)
    assert (result.exit_code, result.output) == (0, result.output)
    assert [path.name for path in (site / ".cache").iterdir() if path.name.startswith("site-")] == []


def test_a_file_of_a_sites_own_never_takes_the_place_of_one_that_is_made(site: Path) -> None:
    """No check knows every file that a build makes; the build does."""
    (site / "docs" / "manifest.webmanifest").write_text("{}", encoding="utf-8")
    with pytest.raises(BuildFailed, match=r"the records make manifest\.webmanifest as well"):
        build_site(site, check_project(site), with_sheets=False)
    assert not (site / "site").exists()
