"""The same input gives the same site: from a cache or without, here or there, today or tomorrow, by either command."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from counterside import build
from counterside.build import BuildFailed, build_site
from counterside.check import check_project
from mini_site import PROJECT, edit, fresh_site, run, run_apart
from mini_site import read_files as files

LAMP = "checklists/symptoms/lamp-dark.yml"


def built(root: Path) -> dict[str, bytes]:
    result = run("build", "--no-sheets", "--root", root)
    assert result.exit_code == 0, result.output
    return files(root / "site")


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def a_record(root: Path) -> None:
    edit(root / "checklists/resolutions/new-roll.yml", "Fit a new roll", "Put in a new roll")


def a_title(root: Path) -> None:
    edit(root / "checklists/symptoms/flap-stuck.yml", "The flap does not move", "The flap is stuck")


def a_shared_notice(root: Path) -> None:
    edit(root / "checklists/notices.yml", "Mind your fingers", "Watch your fingers")


def a_myth(root: Path) -> None:
    edit(root / "checklists/myths.yml", "Oil on the flap", "A drop of oil")


def a_label(root: Path) -> None:
    (root / "checklists" / "labels.yml").write_text("about:\n  zh: 关于\n  en: About this\n", encoding="utf-8")


def a_hand_written_page(root: Path) -> None:
    path = root / "docs" / "about.en.md"
    path.write_text(path.read_text("utf-8") + "\nOne line more.\n", encoding="utf-8")


def a_setting(root: Path) -> None:
    edit(root / "checklists/site.yml", "Beside the Return", "Beside the Book Return")


def a_new_page(root: Path) -> None:
    edit(
        root / LAMP,
        "status: published\n" if "status:" in (root / LAMP).read_text("utf-8") else "number:",
        "was: [lamp-out]\nnumber:",
    )


def a_case_of_a_checklist(root: Path) -> None:
    """A record that other pages name, though they do not lead to it."""
    cases = root / "checklists" / "cases"
    text = next(iter(sorted(cases.glob("*.yml")))).read_text("utf-8")
    other = text.replace("下雨的星期一", "又一个雨天").replace("A rainy Monday", "Another wet day")
    (cases / "told-again.yml").write_text(other, encoding="utf-8", newline="\n")


def a_checklist_that_leads_elsewhere(root: Path) -> None:
    """The remedy's page names the checklists that lead to it."""
    edit(root / LAMP, "seen: resolution:call-workshop", "seen: resolution:paper-log")


def a_draft(root: Path) -> None:
    (root / "checklists" / "cases" / "told-again.yml").unlink(missing_ok=True)
    first = next(iter(sorted((root / "checklists" / "cases").glob("*.yml"))))
    text = first.read_text("utf-8")
    first.write_text("status: draft\n" + text.replace("status: published\n", ""), encoding="utf-8", newline="\n")


def every_record(root: Path) -> None:
    for change in (
        a_record,
        a_title,
        a_shared_notice,
        a_myth,
        a_new_page,
        a_case_of_a_checklist,
        a_checklist_that_leads_elsewhere,
    ):
        change(root)


def damaged_prose(root: Path) -> None:
    (cached,) = (root / ".cache" / "prose").iterdir()
    content = cached.read_bytes()
    cached.write_bytes(content.replace(b"<html", b"<hxml"))


def prose_cut_short(root: Path) -> None:
    (cached,) = (root / ".cache" / "prose").iterdir()
    cached.write_bytes(cached.read_bytes()[:-1000])


def pages_of_the_site_changed_and_removed(root: Path) -> None:
    (root / "site" / "en" / "symptoms" / "flap-stuck" / "index.html").write_text("mine", encoding="utf-8")
    (root / "site" / "symptoms" / "flap-stuck" / "index.html").unlink()


def no_site(root: Path) -> None:
    shutil.rmtree(root / "site")


@pytest.mark.parametrize("changes", [(a_setting, every_record, a_draft), (a_label, a_hand_written_page)])
def test_builds_from_the_cache_end_in_a_cold_build(
    changes: tuple[Callable[[Path], None], ...], warm: Path, site: Path
) -> None:
    for change in changes:
        change(warm)
        change(site)
        from_cache = built(warm)
    assert differing(from_cache, built(site)) == []


@pytest.mark.parametrize("harm", [damaged_prose, prose_cut_short, pages_of_the_site_changed_and_removed, no_site])
def test_a_damaged_cache_costs_time_and_nothing_else(
    harm: Callable[[Path], None], fictional_project: Path, warm: Path
) -> None:
    harm(warm)
    assert differing(built(warm), files(fictional_project / "site")) == []


def dates(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_mtime_ns for name in files(folder)}


def test_a_file_whose_bytes_are_the_same_keeps_its_date(fictional_project: Path, warm: Path) -> None:
    before = dates(warm / "site")
    a_record(warm)
    built(warm)
    after = dates(warm / "site")
    changed = set(differing(files(warm / "site"), files(fictional_project / "site")))
    assert {name for name in before if after[name] != before[name]} == changed
    assert 0 < len(changed) < len(before) / 2


def a_template(package: Path) -> None:
    edit(package / "site/templates/case.html", "</h1>", " </h1>")


def a_rule(package: Path) -> None:
    edit(package / "rules/links.py", "Every step links to a resolution:", "Every step leads to a resolution:")


def a_word_of_the_interface(package: Path) -> None:
    edit(package / "labels.yml", "en: Home\n", "en: Start\n")


def test_new_code_is_never_shown_old_pages(fictional_project: Path, warm: Path, tmp_path: Path) -> None:
    """A template, a rule and a word of the interface: one page of each shows the new code."""
    hooks = tmp_path / "hooks"
    shutil.copytree(PROJECT / "hooks", hooks, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for change in (a_template, a_rule, a_word_of_the_interface):
        change(hooks / "counterside")
    command = [sys.executable, "-c", "from counterside.cli import main; main()", "build", "--no-sheets", "--root", warm]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": str(hooks)}, check=True, cwd=tmp_path)
    changed = differing(files(warm / "site"), files(fictional_project / "site"))
    case = next(page for page in changed if page.startswith("en/cases/") and page.count("/") == 3)
    for page, words in (
        (case, " </h1>"),
        ("en/contribute/checks/index.html", "leads to a"),
        ("en/index.html", "Start"),
    ):
        assert words in (warm / "site" / page).read_text("utf-8"), page


def test_another_release_of_an_engine_builds_the_prose_again(warm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "dependency_versions", lambda packages: "mkdocs 99")
    monkeypatch.setattr(build, "_COMMAND", (sys.executable, "-c", "raise SystemExit('asked again')"))
    with pytest.raises(BuildFailed, match="asked again"):
        build_site(warm, check_project(warm), with_sheets=False)


def test_settings_of_another_name_are_those_of_the_engine_alone(site: Path) -> None:
    """MkDocs may be given any file; ours is the one that it reads by itself."""
    report = check_project(site)
    before = build.prose_key(site, report)
    (site / "mkdocs.yml").rename(site / "settings.yml")
    assert build.prose_key(site, report) != before


def test_another_hook_of_the_sites_own_builds_the_prose_again(site: Path) -> None:
    report = check_project(site)
    before = build.prose_key(site, report)
    (site / "hooks").mkdir()
    (site / "hooks" / "own.py").write_text("def on_page_markdown(markdown, **_): return markdown\n", encoding="utf-8")
    assert build.prose_key(site, report) != before


def test_the_prose_engine_is_not_asked_twice(warm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_COMMAND", (sys.executable, "-c", "raise SystemExit('asked again')"))
    a_record(warm)
    built(warm)


def test_the_folder_and_the_day_leave_no_trace(
    fictional_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    assert differing(files(fictional_project / "site"), built(fresh_site(tmp_path / "far" / "away"))) == []


def test_both_commands_build_the_same_site(fictional_project: Path, tmp_path: Path) -> None:
    """As a plugin, and where the file is named as a hook."""
    root = fresh_site(tmp_path / "project")
    hook = (PROJECT / "hooks" / "mkdocs_hooks.py").as_posix()
    edit(root / "mkdocs.yml", "  - counterside\n", f"hooks: [{hook}]\n")
    theirs = run_apart("mkdocs", "build", "--strict", "--site-dir", tmp_path / "theirs", at=root)
    assert theirs.returncode == 0, theirs.stderr
    assert differing(files(fictional_project / "site"), files(tmp_path / "theirs")) == []


def test_a_full_disk_is_a_sentence_and_the_old_site_stays(warm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(warm / "site")

    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(build, "write_if_changed", full)
    a_record(warm)
    result = run("build", "--no-sheets", "--root", warm)
    assert result.exit_code in (1, 2)
    assert "No space left on device" in result.output
    assert "Traceback" not in result.output
    assert files(warm / "site") == before
    assert [path.name for path in (warm / ".cache").iterdir() if path.name.startswith("site-")] == []
