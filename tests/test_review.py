"""`review`: what changed for readers since a revision, and what was overlooked."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import mini_site
from counterside.model.catalog import Catalog
from counterside.model.records import Symptom
from counterside.review import compare_catalogs, compare_printed, extract_revision
from counterside.sheets.files import count_pages
from counterside.text.problems import CannotDo

FLAP = "checklists/symptoms/flap-stuck.yml"
DAY = "2026-03-10T12:00:00Z"  # after every `reviewed` of the fictional site

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=editor", "-c", "user.email=editor@returns.example", "-c", "commit.gpgsign=false")
    environment = {"GIT_AUTHOR_DATE": DAY, "GIT_COMMITTER_DATE": DAY, "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    command = ("git", "-C", str(folder), *who, *arguments)
    subprocess.run(command, check=True, capture_output=True, env=environment)


@pytest.fixture
def checkout(site: Path) -> Path:
    """The fictional site, committed."""
    git(site, "init", "--quiet")
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message", "as it was")
    return site


def edit(site: Path, file: str, before: str, after: str) -> None:
    path = site / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def reviewed(site: Path, base: str = "HEAD") -> list[tuple[str, str]]:
    """Kind and message of every change."""
    done = mini_site.run("review", "--base", base, "--format", "json", "--root", site)
    assert done.exit_code == 0, done.output
    return [(row["kind"], row["message"]) for row in json.loads(done.stdout)]


def read_flap(catalog: Catalog) -> Symptom:
    """The checklist that is edited here, as it was."""
    return next(symptom for symptom in catalog.symptoms if symptom.id == "flap-stuck")


def edited(catalog: Catalog, **keys: object) -> Catalog:
    """The fictional catalog after some keys of that checklist were written anew."""
    flap = read_flap(catalog)
    new = flap.model_copy(update=keys)
    return replace(catalog, records=tuple(new if record is flap else record for record in catalog.records))


def compared(old: Catalog, new: Catalog) -> list[tuple[str, str]]:
    """Kind and message of every change between two catalogs, when no review is old."""
    return [(change.kind, change.message) for change in compare_catalogs(old, new, {}, {}, date.min)]


@needs_git
def test_nothing_changed(checkout: Path) -> None:
    assert reviewed(checkout) == []


@needs_git
def test_that_nothing_changed_is_said_in_a_sentence(checkout: Path) -> None:
    done = mini_site.run("review", "--base", "HEAD", "--root", checkout)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing changed for readers.\n")


@needs_git
def test_one_language_and_the_date(checkout: Path) -> None:
    edit(checkout, FLAP, "en: Look for leaves in the hinge", "en: Look for leaves inside the hinge")
    assert reviewed(checkout) == [
        ("one-language", "step `hinge`, `do`: the text changed in `en`, not in `zh`"),
        ("reviewed", "symptom `flap-stuck` changed, but `reviewed` is still 2026-03-02"),
    ]


@needs_git
def test_both_languages_and_a_new_date_need_no_look(checkout: Path) -> None:
    edit(checkout, FLAP, "en: Look for leaves in the hinge", "en: Look for leaves inside the hinge")
    edit(checkout, FLAP, "zh: 看铰链上有没有叶子", "zh: 看铰链里有没有叶子")
    edit(checkout, FLAP, "reviewed: 2026-03-02", "reviewed: 2026-03-11")
    assert reviewed(checkout) == [("text", "step `hinge`, `do`: the text changed")]


@needs_git
def test_the_place_is_where_it_stands_now(checkout: Path) -> None:
    edit(checkout, FLAP, "en: Look for leaves in the hinge", "en: Look for leaves inside the hinge")
    text = (checkout / FLAP).read_text("utf-8")
    line = text.splitlines().index("      en: Look for leaves inside the hinge") + 1
    done = mini_site.run("review", "--base", "HEAD", "--root", checkout)
    assert f"{FLAP}:{line}:7: step `hinge`" in done.stdout


@needs_git
def test_a_list_is_matched_by_what_it_says(checkout: Path) -> None:
    edit(
        checkout,
        FLAP,
        "do_now:\n",
        "do_now:\n  - zh: 先退后一步\n    en: Step back first\n",
    )
    assert ("structure", "`do_now` 1 is new") in reviewed(checkout)


@needs_git
def test_answers_that_lead_elsewhere(checkout: Path) -> None:
    edit(checkout, FLAP, "not_seen: resolution:brush-the-hinge", "not_seen: resolution:call-workshop")
    assert (
        "structure",
        "step `hinge`, `not_seen`: resolution:brush-the-hinge → resolution:call-workshop",
    ) in reviewed(checkout)


@needs_git
def test_a_step_gone_without_was(checkout: Path) -> None:
    edit(checkout, FLAP, "- id: hinge", "- id: hinges")
    edit(checkout, FLAP, "step:hinge", "step:hinges")
    found = reviewed(checkout)
    assert ("vanished", "step `hinge` is gone, and no `was` names it") in found
    edit(checkout, FLAP, "was: [leaves]", "was: [leaves, hinge]")
    assert not [kind for kind, _ in reviewed(checkout) if kind == "vanished"]


@needs_git
def test_a_step_that_went_to_another_list(checkout: Path) -> None:
    edit(checkout, FLAP, "- id: hinge", "- id: hinges")
    edit(checkout, FLAP, "step:hinge", "step:hinges")
    lamp = "checklists/symptoms/lamp-dark.yml"
    first = re.search(r"^  - id: (.+)\n", (checkout / lamp).read_text("utf-8"), re.MULTILINE)
    assert first
    edit(checkout, lamp, first[0], f"{first[0]}    was: [symptom:flap-stuck#hinge]\n")
    found = reviewed(checkout)
    assert ("structure", f"step `hinge` is symptom:lamp-dark#{first[1]} now") in found
    assert not [kind for kind, _ in found if kind == "vanished"]


@needs_git
def test_a_record_gone_without_was(checkout: Path) -> None:
    text = (checkout / FLAP).read_text("utf-8")
    (checkout / FLAP).rename(checkout / "checklists/symptoms/flap-jam.yml")
    found = reviewed(checkout)
    broken = "/symptoms/flap-stuck/ and /en/symptoms/flap-stuck/ would break"
    assert ("vanished", f"symptom `flap-stuck` is gone, and no `was` names it: {broken}") in found
    new = checkout / "checklists/symptoms/flap-jam.yml"
    new.write_text(text.replace("was: [flap-jammed]", "was: [flap-jammed, flap-stuck]"), encoding="utf-8")
    assert not [kind for kind, _ in reviewed(checkout) if kind in ("vanished", "new")]


@needs_git
def test_a_published_record_that_became_a_draft(checkout: Path) -> None:
    edit(checkout, FLAP, "status: published", "status: draft")
    messages = [message for kind, message in reviewed(checkout) if kind == "vanished"]
    assert messages == ["is a draft now: /symptoms/flap-stuck/ and /en/symptoms/flap-stuck/ would break"]


@needs_git
def test_a_sheet_that_grew_a_page(checkout: Path) -> None:
    lamp = "checklists/symptoms/lamp-dark.yml"
    edit(checkout, lamp, "not_seen: resolution:push-the-plug", "not_seen: symptom:slip-blank")
    git(checkout, "commit", "--quiet", "--all", "--message", "a list without remedies has no back")
    edit(checkout, lamp, "not_seen: symptom:slip-blank", "not_seen: resolution:push-the-plug")
    grown = [message for kind, message in reviewed(checkout) if kind == "sheet"]
    assert grown == [f"sheet `lamp-dark-{code}-leaf.pdf` grew from 1 to 2 pages" for code in ("en", "zh")]


@needs_git
def test_records_with_problems_are_compared_without_their_sheets(checkout: Path) -> None:
    edit(checkout, FLAP, "      en: Look for leaves in the hinge\n", "")
    done = mini_site.run("review", "--base", "HEAD", "--root", checkout)
    assert "`do`: the text changed in `en`" in done.stdout
    assert done.stderr == "Sheets were not compared: the checklists have problems, now or then.\n"


@needs_git
def test_prose_in_one_language(checkout: Path) -> None:
    edit(checkout, "docs/about.en.md", "#", "# Well,")
    assert reviewed(checkout) == [("one-language", "the page changed in `en`, not in `zh`")]


@needs_git
def test_prose_that_is_gone(checkout: Path) -> None:
    for file in ("docs/about.md", "docs/about.en.md"):
        (checkout / file).unlink()
    assert ("vanished", "the page is gone: /about/ and /en/about/ would break") in reviewed(checkout)


@needs_git
def test_a_heading_of_prose_that_is_gone(checkout: Path) -> None:
    for file, words in (("docs/about.md", "## 换 {#changed}"), ("docs/about.en.md", "## Changed {#changed}")):
        edit(checkout, file, "\n## ", f"\n{words}\n\n## ")
    git(checkout, "commit", "--quiet", "--all", "--message", "a heading")
    assert reviewed(checkout) == []
    for file in ("docs/about.md", "docs/about.en.md"):
        edit(checkout, file, "{#changed}", "{#new}")
    found = reviewed(checkout)
    assert ("vanished", "the heading is gone: /about/#changed and /en/about/#changed would break") in found


@needs_git
def test_annotations(checkout: Path) -> None:
    edit(checkout, FLAP, "en: Look for leaves in the hinge", "en: Look for leaves inside the hinge")
    done = mini_site.run("review", "--base", "HEAD", "--format", "github", "--root", checkout)
    assert done.stdout.startswith(f"::warning file={FLAP},line=")


@needs_git
def test_a_project_below_the_checkout(tmp_path: Path) -> None:
    project = mini_site.fresh_site(tmp_path / "whole" / "part")
    git(tmp_path / "whole", "init", "--quiet")
    git(tmp_path / "whole", "add", "--all")
    git(tmp_path / "whole", "commit", "--quiet", "--message", "as it was")
    assert reviewed(project) == []
    edit(project, FLAP, "minutes: 20", "minutes: 21")
    assert ("structure", "`minutes`: 20 → 21") in reviewed(project)


@needs_git
@pytest.mark.parametrize("base", ["no-such-branch", "--all", "HEAD~9"])
def test_an_unknown_revision_is_one_sentence(checkout: Path, base: str) -> None:
    done = mini_site.run("review", f"--base={base}", "--root", checkout)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"counterside: git knows no revision `{base}`\n"


@needs_git
def test_without_the_sites_own_file_there_is_nothing_to_compare(checkout: Path) -> None:
    (checkout / "checklists" / "site.yml").write_text("languages: 1\n", encoding="utf-8")
    done = mini_site.run("review", "--base", "HEAD", "--root", checkout)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "checklists/site.yml cannot be used, now or at `HEAD`" in done.stderr


def test_without_a_checkout(site: Path) -> None:
    done = mini_site.run("review", "--base", "HEAD", "--root", site)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_without_git(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(site))
    done = mini_site.run("review", "--base", "HEAD", "--root", site)
    assert done.exit_code == 2
    assert "git is not installed" in done.stderr


@needs_git
def test_what_guards_and_is_gone_needs_a_look(checkout: Path) -> None:
    edit(checkout, FLAP, "    gates: [gate:hands-clear]\n", "")
    edit(checkout, FLAP, "    unsure: resolution:call-workshop\n    notices", "    notices")
    found = reviewed(checkout)
    assert ("guard", "step `push`, `gates`: the former entry 1 is gone") in found
    assert any(kind == "guard" and "`unsure`" in message for kind, message in found)


@needs_git
def test_a_not_that_is_lost_in_one_language_is_named(checkout: Path) -> None:
    edit(checkout, FLAP, "en: Use a torch, not your hand.", "en: Use a torch and your hand.")
    ((kind, message),) = [each for each in reviewed(checkout) if "detail" in each[1]]
    assert (kind, message.partition("; ")[2]) == ("one-language", "`en` says no “not” any more")


@needs_git
def test_a_new_name_changes_no_fact_where_it_is_linked(checkout: Path) -> None:
    mini_site.run("rename", "--root", checkout, "resolution:brush-the-hinge", "sweep-the-hinge")
    found = reviewed(checkout)
    assert [message for kind, message in found if kind == "reviewed"] == []
    assert not [message for _, message in found if "not_seen" in message]


# ── between two catalogs ──


def with_detail(catalog: Catalog, detail: dict[str, str] | None) -> Catalog:
    """The catalog with another second sentence in the first step of that checklist."""
    first, *others = read_flap(catalog).steps
    return edited(catalog, steps=(first.model_copy(update={"detail": detail}), *others))


def test_a_text_that_came_or_went_is_told(catalog: Catalog) -> None:
    without = with_detail(catalog, None)
    assert compared(catalog, without) == [("structure", "step `look`, `detail` was removed")]
    assert compared(without, catalog) == [("structure", "step `look`, `detail` was added")]


def test_a_not_that_one_language_loses_while_all_are_rewritten_needs_a_look(catalog: Catalog) -> None:
    rewritten = with_detail(catalog, {"zh": "用手电照，再用手摸。", "en": "Use a lamp, not your hand."})
    message = "step `look`, `detail`: the text changed, and a “not” is gone in one language only"
    assert compared(catalog, rewritten) == [("guard", message)]


def test_a_not_that_all_languages_lose_is_a_change_like_others(catalog: Catalog) -> None:
    rewritten = with_detail(catalog, {"zh": "用手电照，再用手摸。", "en": "Use a lamp and your hand."})
    assert compared(catalog, rewritten) == [("text", "step `look`, `detail`: the text changed")]


def test_steps_in_another_order_are_told_once(catalog: Catalog) -> None:
    turned = edited(catalog, steps=read_flap(catalog).steps[::-1])
    assert compared(catalog, turned) == [("structure", "`steps` are in another order")]


def test_an_entry_of_a_list_that_was_rewritten_is_compared_with_what_it_was(catalog: Catalog) -> None:
    (line,) = read_flap(catalog).do_now
    rewritten = edited(catalog, do_now=({**line, "en": "Hang out the sign"},))
    assert compared(catalog, rewritten) == [("one-language", "`do_now` 1: the text changed in `en`, not in `zh`")]


def test_words_of_every_language_are_shown_as_they_were_and_are(catalog: Catalog) -> None:
    fewer = edited(catalog, aliases={"zh": ("夹书",), "en": ("jammed",)})
    assert compared(catalog, fewer) == [("structure", "`aliases`: 卡住了, 夹书; jammed, book stuck → 夹书; jammed")]
    assert compared(catalog, edited(catalog, aliases={}))[0][1].endswith(" → nothing")


def test_a_record_that_could_not_be_read_before_is_not_new(catalog: Catalog) -> None:
    flap = read_flap(catalog)
    without = replace(catalog, records=tuple(record for record in catalog.records if record is not flap))
    assert compared(without, catalog) == [("new", "symptom `flap-stuck` is new")]
    assert compared(replace(without, broken=frozenset({flap.ref})), catalog) == []


def test_a_sheet_that_is_made_no_more_breaks_its_address(catalog: Catalog) -> None:
    chinese, english = catalog.site.languages
    languages = (chinese, english.model_copy(update={"sheets": False}))
    fewer = replace(catalog, site=catalog.site.model_copy(update={"languages": languages}))
    found = [*compare_printed(fewer, count_pages(catalog), count_pages(fewer))]
    assert [
        (change.kind, change.place.file) for change in found if "/print/flap-stuck-en-leaf.pdf" in change.message
    ] == [("vanished", FLAP)]
    assert len(found) == len(catalog.symptoms) + len(catalog.routines)


# ── what git cannot give ──


@needs_git
def test_a_revision_before_there_were_checklists_is_named(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "nothing yet")
    with pytest.raises(CannotDo, match="no checklists at `HEAD`"):
        extract_revision(tmp_path, "HEAD", ("checklists", "docs"), tmp_path / "past")


@needs_git
def test_a_damaged_checkout_is_told_in_the_words_of_git(checkout: Path) -> None:
    listed = ("git", "-C", str(checkout), "rev-parse", f"HEAD:{FLAP}")
    blob = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.strip()
    (checkout / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(CannotDo, match=f"git could not read `HEAD`: .*{blob}"):
        extract_revision(checkout, "HEAD", ("checklists", "docs"), checkout / "past")
