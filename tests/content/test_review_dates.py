"""CS703 and history: a review later than its commit is told; not without git, nor while a file is being edited."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from counterside import review
from mini_site import read_catalog, run

LAMP = "checklists/symptoms/lamp-dark.yml"
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Desk", "-c", "user.email=desk@returns.example")
    dates = {"GIT_AUTHOR_DATE": "2026-03-05T12:00:00+08:00", "GIT_COMMITTER_DATE": "2026-03-05T12:00:00+08:00"}
    environment = {**os.environ, **dates, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(("git", "-C", str(root), *who, *arguments), check=True, capture_output=True, env=environment)


def set_review(root: Path, day: str) -> None:
    path = root / LAMP
    path.write_text(path.read_text("utf-8").replace("reviewed: 2026-03-02", f"reviewed: {day}"), "utf-8")


def headlines(root: Path) -> list[str]:
    return [
        line for line in run("check", "--root", root).stdout.splitlines() if line.startswith(("checklists", "docs"))
    ]


def committed(site: Path, day: str, folder: str = ".") -> Path:
    set_review(site, day)
    git(site.parent, "init", "-q", folder)
    top = (site.parent / folder).resolve()
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "as it stands")
    return site


@needs_git
def test_review_later_than_the_commit_is_told(site: Path) -> None:
    committed(site, "2026-03-06", site.name)
    line = (site / LAMP).read_text("utf-8").split("reviewed:")[0].count("\n") + 1
    assert headlines(site) == [f"{LAMP}:{line}:1: CS703 reviewed on 2026-03-06, but last committed on 2026-03-05"]


@needs_git
def test_project_in_a_folder_of_a_checkout_is_told_too(site: Path) -> None:
    assert len(headlines(committed(site, "2026-03-06"))) == 1


@needs_git
def test_review_on_the_day_of_the_commit_is_clean(site: Path) -> None:
    assert headlines(committed(site, "2026-03-05", site.name)) == []


@needs_git
def test_file_that_is_being_edited_is_clean(site: Path) -> None:
    committed(site, "2026-03-04", site.name)
    path = site / LAMP
    path.write_text(path.read_text("utf-8").replace("reviewed: 2026-03-04", "reviewed: 2026-03-09"), "utf-8")
    assert headlines(site) == []


def test_a_review_that_is_yet_to_come_is_told_while_a_file_is_edited(site: Path) -> None:
    set_review(site, "2099-01-01")
    assert [line.partition(" ")[2] for line in headlines(site)] == [
        "CS703 reviewed on 2099-01-01, which is yet to come"
    ]


@needs_git
def test_the_reason_that_git_has_is_told_and_not_taken_for_no_history(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout of another owner, as in a container: git refuses to read it."""
    committed(site, "2026-03-04", site.name)
    assert review.explain_refusal(site) == ""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "dubious ownership" in review.explain_refusal(site)
    assert "dubious ownership" in run("review", "--root", site, "--base", "HEAD").stderr
    assert "dubious ownership" in run("check", "--root", site).stderr


def test_without_a_checkout_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert review.explain_refusal(tmp_path) == ""


@needs_git
def test_a_damaged_checkout_tells_no_days(site: Path) -> None:
    """What was changed since is not known then, so that every day could be wrong."""
    committed(site, "2026-03-04", site.name)
    assert review.list_last_changes(site, "checklists", [LAMP]) == {LAMP: date(2026, 3, 5)}
    (site / ".git" / "index").write_bytes(b"no index")
    assert review.list_last_changes(site, "checklists", [LAMP]) == {}


def test_a_file_that_is_gone_meanwhile_is_clean(site: Path) -> None:
    set_review(site, "2099-01-01")
    catalog = read_catalog(site)
    (site / LAMP).unlink()
    assert list(review.find_late_reviews(site, catalog)) == []
