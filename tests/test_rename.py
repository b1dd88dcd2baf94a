"""`rename` and `who`: an id under another name in every file, and what leads to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from counterside.text.files import atomic_write
from mini_site import edit, read_catalog, run, said

OLD, NEW = "checklists/resolutions/brush-the-hinge.yml", "checklists/resolutions/sweep-the-hinge.yml"
STEP = "symptom:flap-stuck#hinge"


def test_a_renamed_record_leaves_no_problem_and_remembers_its_name(site: Path) -> None:
    done = run("rename", "--root", site, "resolution:brush-the-hinge", "sweep-the-hinge")
    assert done.exit_code == 0, done.output
    assert not (site / OLD).exists()
    assert "was: [brush-the-hinge]" in (site / NEW).read_text("utf-8")
    assert said(site) == ""
    left = [path for path in site.rglob("*.yml") if "resolution:brush-the-hinge" in path.read_text("utf-8")]
    assert left == []


def test_an_id_alone_is_that_of_the_one_record_that_has_it(site: Path) -> None:
    assert run("who", "--root", site, "flap-stuck#hinge").stdout == run("who", "--root", site, STEP).stdout != ""
    assert run("rename", "--root", site, "brush-the-hinge", "resolution:sweep-the-hinge").exit_code == 0
    assert (site / NEW).is_file()
    assert said(site) == ""


def test_an_id_of_several_records_is_asked_for_as_a_link(site: Path) -> None:
    (site / "checklists/cases/lamp-dark.yml").write_bytes((site / "checklists/cases/rainy-monday.yml").read_bytes())
    done = run("who", "--root", site, "lamp-dark")
    assert done.exit_code == 2
    assert "may be any of symptom:lamp-dark, case:lamp-dark" in done.stderr
    assert "did you mean `lamp-dark`?" in run("who", "--root", site, "lamp-drak").stderr


@pytest.mark.parametrize("name", ["sweep-the-hinge", "air-the-hinge"])
def test_a_record_is_gone_only_once_it_is_written_under_its_new_name(
    site: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refuse(path: Path, content: bytes) -> None:
        if path.stem == name:
            raise OSError(28, "No space left on device")
        atomic_write(path, content)

    monkeypatch.setattr("counterside.cli.new.atomic_write", refuse)
    assert run("rename", "--root", site, "resolution:brush-the-hinge", name).exit_code == 2
    assert (site / OLD).is_file()


def test_a_renamed_step_is_followed_by_its_links_and_by_prose(site: Path) -> None:
    done = run("rename", "--root", site, "symptom:flap-stuck#hinge", "hinge-leaves")
    assert done.exit_code == 0, done.output
    text = (site / "checklists/symptoms/flap-stuck.yml").read_text("utf-8")
    assert "still: step:hinge-leaves" in text
    assert "was: [leaves, hinge]" in text
    assert "symptom:flap-stuck#hinge-leaves" in (site / "checklists/cases/rainy-monday.yml").read_text("utf-8")
    assert said(site) == ""


def test_a_former_id_joins_those_that_are_below_one_another(site: Path) -> None:
    path = site / "checklists/symptoms/flap-stuck.yml"
    edit(path, "was: [leaves]", "was:\n      - leaves")
    assert run("rename", "--root", site, "symptom:flap-stuck#hinge", "hinge-leaves").exit_code == 0
    assert "was:\n      - leaves\n      - hinge\n  - id: push" in path.read_text("utf-8")


def test_an_entry_of_a_list_is_renamed_where_it_is_and_keeps_no_old_id(site: Path) -> None:
    assert run("rename", "--root", site, "gate:hands-clear", "all-hands-clear").exit_code == 0
    assert "- id: all-hands-clear" in (site / "checklists/gates.yml").read_text("utf-8")
    assert all("hands-clear" not in record.was for record in read_catalog(site).records)
    assert said(site) == ""


def test_a_name_that_is_taken_or_no_id_changes_nothing(site: Path) -> None:
    for name in ("call-workshop", "Sweep It"):
        done = run("rename", "--root", site, "resolution:brush-the-hinge", name)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert said(site) == ""


def test_a_name_that_not_every_system_can_have_is_refused_by_its_check(site: Path) -> None:
    """Windows has a device of this name; the check that knows it is asked before anything is written."""
    done = run("rename", "--root", site, "resolution:brush-the-hinge", "con")
    assert done.exit_code == 2
    assert done.stderr.startswith("counterside: nothing was written")
    assert "checklists/resolutions/con.yml:1:1: CS101" in done.stderr
    assert (site / OLD).is_file()
    assert said(site) == ""


@pytest.mark.parametrize(
    ("old", "message"),
    [
        (
            "resolution:brush-the-hinges",
            "there is no `resolution:brush-the-hinges`; did you mean `resolution:brush-the-hinge`?",
        ),
        ("symptom:flap-stuck#no-such-step", "there is no `symptom:flap-stuck#no-such-step`"),
    ],
)
def test_what_is_not_there_cannot_be_renamed(site: Path, old: str, message: str) -> None:
    done = run("rename", "--root", site, old, "another-name")
    assert done.exit_code == 2
    assert message in done.stderr


@pytest.mark.parametrize("name", ["99", "A0"])
def test_a_code_keeps_what_the_screen_shows(site: Path, name: str) -> None:
    done = run("rename", "--root", site, "code:panel/07", name)
    assert done.exit_code == 2
    assert "a code is called what the screen shows" in done.stderr


def test_who_names_file_line_and_key(site: Path) -> None:
    led = run("who", "--root", site, "symptom:flap-stuck#hinge").stdout.splitlines()
    assert "checklists/cases/rainy-monday.yml:22:1: deciding_step" in led
    assert any(line.endswith("steps.choices.still") for line in led)


def test_who_names_what_leads_to_a_page(site: Path) -> None:
    led = run("who", "--root", site, "page:about").stdout
    assert re.fullmatch(r"checklists/myths\.yml:\d+:\d+: links\n", led)


def test_who_says_what_was_meant(site: Path) -> None:
    done = run("who", "--root", site, "resolution:brush-the-hing")
    assert (done.exit_code, "did you mean `resolution:brush-the-hinge`?" in done.stderr) == (2, True)


def test_who_says_that_nothing_leads_there(site: Path) -> None:
    done = run("who", "--root", site, "case:rainy-monday")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "nothing leads to case:rainy-monday\n")
