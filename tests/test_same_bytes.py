"""The same input gives the same site: from a cache or without, here or there, today or tomorrow, by either command."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from counterside import kept, publish
from mini_site import fresh_site, project_copy, run, run_apart

LAMP = "checklists/symptoms/lamp-dark.yml"
FOR_HOSTS = {".nojekyll", "_headers", "_redirects", "sw.js"}
"""What `mkdocs build` alone does not write: it needs the finished site."""


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built(root: Path) -> dict[str, bytes]:
    result = run("build", "--no-sheets", "--root", root)
    assert result.exit_code == 0, result.output
    return files(root / "site")


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def replaced(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def a_record(root: Path) -> None:
    replaced(root, "checklists/resolutions/new-roll.yml", "Fit a new roll", "Put in a new roll")


def a_title(root: Path) -> None:
    replaced(root, "checklists/symptoms/flap-stuck.yml", "The flap does not move", "The flap is stuck")


def a_shared_notice(root: Path) -> None:
    replaced(root, "checklists/notices.yml", "Mind your fingers", "Watch your fingers")


def a_myth(root: Path) -> None:
    replaced(root, "checklists/myths.yml", "Oil on the flap", "A drop of oil")


def a_label(root: Path) -> None:
    (root / "checklists" / "labels.yml").write_text("about:\n  zh: 关于\n  en: About this\n", encoding="utf-8")


def prose(root: Path) -> None:
    path = root / "docs" / "about.en.md"
    path.write_text(path.read_text("utf-8") + "\nOne line more.\n", encoding="utf-8")


def a_setting(root: Path) -> None:
    replaced(root, "checklists/site.yml", "Beside the Return", "Beside the Book Return")


def a_new_page(root: Path) -> None:
    replaced(
        root,
        LAMP,
        "status: published\n" if "status:" in (root / LAMP).read_text("utf-8") else "number:",
        "was: [lamp-out]\nnumber:",
    )


def a_damaged_cache(root: Path) -> None:
    kept = [path for path in (root / ".cache" / "prose").rglob("*.html") if path.is_file()]
    assert kept
    for path in kept:
        path.write_bytes(b"<html>half a pa")


def a_cache_without_files(root: Path) -> None:
    for path in (root / ".cache" / "prose").rglob("*.html"):
        path.unlink()


@pytest.mark.parametrize(
    "change",
    [
        a_record,
        a_title,
        a_shared_notice,
        a_myth,
        a_label,
        prose,
        a_setting,
        a_new_page,
        a_damaged_cache,
        a_cache_without_files,
    ],
)
def test_a_build_from_the_cache_is_a_cold_build(change: Callable[[Path], None], tmp_path: Path) -> None:
    warm, cold = fresh_site(tmp_path / "warm"), fresh_site(tmp_path / "cold")
    before = built(warm)
    change(warm)
    if "cache" not in change.__name__:
        change(cold)
    assert differing(built(warm), built(cold)) == []
    assert ("cache" in change.__name__) == (files(warm / "site") == before)


def test_the_prose_engine_is_not_asked_twice(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(site)
    monkeypatch.setattr(publish, "_build_prose", lambda *_: pytest.fail("nothing of the prose had changed"))
    a_record(site)
    built(site)


def test_the_folder_and_the_day_leave_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    one = built(fresh_site(tmp_path / "here"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    assert differing(one, built(fresh_site(tmp_path / "far" / "away"))) == []


def test_both_commands_build_the_same_site(tmp_path: Path) -> None:
    root = project_copy(tmp_path / "project")
    ours = run_apart("counterside", "build", "--no-sheets", "--root", root)
    theirs = run_apart("mkdocs", "build", "--strict", "--site-dir", tmp_path / "theirs", at=root)
    assert (ours.returncode, theirs.returncode) == (0, 0), ours.stderr + theirs.stderr
    assert set(differing(files(root / "site"), files(tmp_path / "theirs"))) == FOR_HOSTS


def test_a_full_disk_is_a_sentence_and_the_old_site_stays(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = built(site)

    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(kept, "write", full)
    a_record(site)
    result = run("build", "--no-sheets", "--root", site)
    assert result.exit_code in (1, 2)
    assert "No space left on device" in result.output
    assert "Traceback" not in result.output
    assert files(site / "site") == before
    assert [path.name for path in (site / ".cache").iterdir() if path.name.startswith(("site-", "prose-"))] == []
