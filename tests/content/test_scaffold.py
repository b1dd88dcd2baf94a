"""`new`: a record that passes `check` as soon as its texts are written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import mini_site


def new(site: Path, *arguments: str) -> str:
    """The text of a record made by the command."""
    done = mini_site.run("new", "--root", site, *arguments)
    assert done.exit_code == 0, done.output
    return (site / done.stdout.partition(":")[0]).read_text("utf-8")


def arguments(kind: str, site: Path) -> list[str]:
    if kind == "code":
        return [kind, "panel/E2"]
    symptom = sorted((site / "checklists" / "symptoms").glob("*.yml"))[0].stem
    return [kind, "brand-new", *(["--symptom", symptom] if kind == "case" else [])]


def problems(site: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(mini_site.run("check", "--root", site, "--format", "json").stdout)
    return found


@pytest.mark.parametrize("kind", ["symptom", "resolution", "routine", "case", "code"])
def test_passes_once_its_texts_are_written(kind: str, site: Path) -> None:
    before = {path: path.read_text("utf-8") for path in (site / "checklists").rglob("*.yml")}
    text = new(site, *arguments(kind, site))
    assert problems(site) == []
    path = next(path for path in (site / "checklists").rglob("*.yml") if path.read_text("utf-8") != before.get(path))
    assert ("sources: [TODO]" in text) is (kind != "case")  # a new case is composite
    gaps = text.count("TODO")
    assert f"note: a draft with {gaps} gaps to fill" in mini_site.run("check", "--root", site).stderr
    text = path.read_text("utf-8").replace("sources: [TODO]", "sources: [source:maker-manual]")
    text = re.sub(r"never:.*\n  - zh: TODO\n    en: TODO", "never:\n  - zh: 不要乱动\n    en: Never hurry", text)
    path.write_text(re.sub(r"zh: (\[?)TODO", r"zh: \1先看一眼", text).replace("TODO", "Look first"), encoding="utf-8")
    assert problems(site) == []


@pytest.mark.parametrize("kind", ["gate", "notice", "source", "term", "contact", "myth"])
def test_an_entry_is_added_to_its_list_and_stops_nothing(kind: str, site: Path) -> None:
    text = new(site, kind, "brand-new")
    assert text.count("- id: brand-new") == 1
    assert problems(site) == []
    assert mini_site.run("new", "--root", site, kind, "brand-new").exit_code == 2


def test_a_list_that_was_not_there_is_completed_like_the_others(site: Path) -> None:
    (site / "checklists" / "myths.yml").unlink()
    assert new(site, "myth", "brand-new").startswith(
        "# yaml-language-server: $schema=schema/myths.json\n- id: brand-new"
    )
    assert new(site, "myth", "brand-newer").count("$schema") == 1


def test_without_a_table_of_codes_their_folder_is_named(tmp_path: Path) -> None:
    mini_site.run("init", tmp_path, "--language", "en")
    told = mini_site.run("new", "--root", tmp_path, "code", "oven/E01").stderr
    assert "rails are the files in checklists/codes/: none yet" in told


def test_an_id_may_be_written_as_a_link(site: Path) -> None:
    done = mini_site.run("new", "--root", site, "case", "case:brand-new", "--symptom", "symptom:lamp-dark")
    assert done.exit_code == 0, done.output
    assert "symptom: symptom:lamp-dark" in (site / "checklists/cases/brand-new.yml").read_text("utf-8")


def test_the_gaps_of_a_draft_are_named_where_it_is_asked_for(site: Path) -> None:
    gaps = new(site, "resolution", "brand-new").count("TODO")
    draft = "checklists/resolutions/brand-new.yml"
    told = [mini_site.run("check", "--root", site, site / path).stderr for path in (draft, "checklists/gates.yml")]
    assert [words.count(f"{draft}:") for words in told] == [gaps + 1, 1]


@pytest.mark.parametrize("kind", ["symptom", "resolution", "routine", "case"])
def test_in_the_projects_own_style(kind: str, site: Path) -> None:
    text = new(site, *arguments(kind, site))
    assert text.startswith(f"# yaml-language-server: $schema=../schema/{kind}.json\nstatus: draft")
    assert re.search(r"^reviewed: \d{4}-\d\d-\d\d", text, re.MULTILINE)
    assert mini_site.run("check", "--fix", "--root", site).stderr.startswith("0 changes")


def test_a_code_after_the_last_one_leaves_the_end_of_the_file_alone(site: Path) -> None:
    path = site / "checklists" / "codes" / "panel.yml"
    shared = "reviewed: 2026-03-02\nsources: [source:maker-manual]\n"
    text = path.read_text("utf-8")
    path.write_text(text.replace(f"{shared}codes:", "codes:") + shared, encoding="utf-8")
    after = new(site, "code", "panel/ZZ9")
    assert after.endswith(f"\n{shared}")
    assert after.index('code: "ZZ9"') < after.index("\nreviewed:")
    assert problems(site) == []


def test_a_code_stands_where_it_belongs_and_nothing_else_changes(site: Path) -> None:
    path = site / "checklists" / "codes" / "panel.yml"
    before = path.read_text("utf-8")
    after = new(site, "code", "panel/A5")
    codes = re.findall(r'- code: "(.*?)"', after)
    assert codes == sorted([*re.findall(r'- code: "(.*?)"', before), "A5"])
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert [line for line in after.splitlines() if line not in added] == before.splitlines()
    assert mini_site.run("check", "--fix", "--root", site).stderr.startswith("0 changes")


def test_the_last_code_stands_at_the_end(site: Path) -> None:
    text = new(site, "code", "panel/ZZ")
    assert re.findall(r'- code: "(.*?)"', text)[-1] == "ZZ"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("05", "names no code"),
        ("panel/a5", "names no code"),
        ("panel/TWO-WORDS", "names no code"),
        ("panle/05", "rails are the files in checklists/codes/: panel"),
        ("panel/E1", "CS102 code `E1` is there twice"),
    ],
)
def test_refuses_what_is_no_new_code(name: str, said: str, site: Path) -> None:
    before = (site / "checklists" / "codes" / "panel.yml").read_bytes()
    done = mini_site.run("new", "--root", site, "code", name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert (site / "checklists" / "codes" / "panel.yml").read_bytes() == before


@pytest.mark.parametrize("kind", ["symptom", "routine"])
def test_takes_the_next_free_number(kind: str, site: Path) -> None:
    texts = [path.read_text("utf-8") for path in (site / "checklists").glob("[sr]*s/*.yml")]
    taken = {int(found[1]) for text in texts if (found := re.search(r"^number: (\d+)", text, re.MULTILINE))}
    found = re.search(r"^number: (\d+)", new(site, kind, "brand-new"), re.MULTILINE)
    assert found
    assert int(found[1]) not in taken


def test_a_symptom_is_numbered_after_the_other_symptoms(site: Path) -> None:
    texts = [path.read_text("utf-8") for path in site.glob("checklists/symptoms/*.yml")]
    last = max(int(found[1]) for text in texts if (found := re.search(r"^number: (\d+)", text, re.MULTILINE)))
    assert f"\nnumber: {last + 1} " in new(site, "symptom", "brand-new")


@pytest.mark.parametrize("name", ["No_Power", "no.power", "a/b", "-a", "", "开机"])
def test_refuses_what_is_no_id(name: str, site: Path) -> None:
    done = mini_site.run("new", "--root", site, "symptom", "--", name)
    assert done.exit_code == 2
    assert "is no id" in done.stderr


@pytest.mark.parametrize("name", ["con", "a" * 101])
def test_refuses_a_name_that_not_every_system_can_have(name: str, site: Path) -> None:
    done = mini_site.run("new", "--root", site, "symptom", name)
    assert done.exit_code == 2
    assert re.match(rf"counterside: nothing was written, .*/{name}\.yml:\d+:\d+: CS101 ", done.stderr)
    assert not (site / "checklists" / "symptoms" / f"{name}.yml").exists()


def test_refuses_an_id_that_is_taken(site: Path) -> None:
    taken = sorted((site / "checklists" / "resolutions").glob("*.yml"))[0].stem
    done = mini_site.run("new", "--root", site, "symptom", taken)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"checklists/resolutions/{taken}.yml" in done.stderr


def test_refuses_a_former_id(site: Path) -> None:
    path = sorted((site / "checklists" / "resolutions").glob("*.yml"))[0]
    path.write_text(path.read_text("utf-8") + "was: [old-name]\n", encoding="utf-8")
    done = mini_site.run("new", "--root", site, "symptom", "old-name")
    assert done.exit_code == 2
    assert f"checklists/resolutions/{path.stem}.yml" in done.stderr


def test_never_writes_over_a_file_that_cannot_be_read(site: Path) -> None:
    path = site / "checklists" / "symptoms" / "brand-new.yml"
    path.write_text("title: [", encoding="utf-8")
    assert mini_site.run("new", "--root", site, "symptom", "brand-new").exit_code == 2
    assert path.read_text("utf-8") == "title: ["


def test_a_case_asks_which_checklist(site: Path) -> None:
    done = mini_site.run("new", "--root", site, "case", "brand-new")
    assert done.exit_code == 2
    assert "--symptom" in done.stderr


def test_a_checklist_that_is_not_there_is_named(site: Path) -> None:
    told = mini_site.run("new", "--root", site, "case", "brand-new", "--symptom", "lamp-drak").stderr
    assert "there is no `lamp-drak`; did you mean `lamp-dark`?" in told


def test_where_there_is_no_remedy_to_end_in_it_is_still_to_be_named(site: Path) -> None:
    for path in (*site.glob("checklists/symptoms/*"), *site.glob("checklists/resolutions/*")):
        path.unlink()
    assert "escalation: TODO" in new(site, "symptom", "brand-new")


@pytest.mark.parametrize("content", [b"hands-clear: yes\n", b"\xff\xfe", b"- id: [\n"])
def test_nothing_is_added_to_a_file_that_holds_no_list(content: bytes, site: Path) -> None:
    gates = site / "checklists" / "gates.yml"
    gates.write_bytes(content)
    done = mini_site.run("new", "--root", site, "gate", "brand-new")
    assert (done.exit_code, gates.read_bytes()) == (2, content)
    assert re.search("gates.yml cannot be read|nothing was written.*gates.yml", done.stderr)


def test_a_code_is_not_added_to_codes_in_brackets(site: Path) -> None:
    panel = site / "checklists" / "codes" / "panel.yml"
    code = (
        '{code: E1, meaning: {zh: 纸用完了, en: Out of paper}, action: wait, resolution: "resolution:new-roll", '
        'reviewed: 2026-03-02, sources: ["source:maker-manual"]}'
    )
    before = f"{panel.read_text('utf-8').partition('codes:')[0]}codes: [{code}]\n"
    panel.write_text(before, encoding="utf-8")
    done = mini_site.run("new", "--root", site, "code", "panel/E2")
    assert (done.exit_code, panel.read_text("utf-8")) == (2, before)
    assert "nothing was written" in done.stderr
