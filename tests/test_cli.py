"""The command: what it prints where, and what it leaves to the shell."""

from __future__ import annotations

import errno
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import click
import pytest

from counterside import cli
from counterside.check import CHECKS
from counterside.cli.common import build_gitlab, build_sarif
from counterside.cli.new import build_schemas
from counterside.text.problems import Place, Problem
from mini_site import run, run_apart, without_ids

LAMP = "checklists/symptoms/lamp-dark.yml"
ROLL = "checklists/resolutions/new-roll.yml"
FIELDS = ["code", "name", "path", "line", "column", "message", "fix", "url"]


@pytest.fixture
def broken(site: Path) -> Path:
    """A site with a problem in each of two files; the first stands further down."""
    for file, old, new in ((ROLL, "minutes: 5", "minutes: 100%"), (LAMP, "resolution:push-the-plug", "next")):
        text = (site / file).read_text("utf-8").replace("seen: resolution:call-workshop", "seen: next")
        (site / file).write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return site


def test_what_is_printed_may_go_into_a_program_that_holds_it_as_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Such a stream has no encoding that could be set."""
    held = StringIO()
    monkeypatch.setattr(sys, "stdout", held)
    cli.main(["--version"], standalone_mode=False)
    assert re.search(r", version \S+\n$", held.getvalue())


# ── check ──


def test_no_problem_is_exit_0_and_nothing_on_stdout(site: Path) -> None:
    result = run("check", "--root", site)
    assert (result.exit_code, result.stdout) == (0, "")
    assert re.fullmatch(r"No problems in \d+ files\.\n", result.stderr)


def test_problems_are_exit_1_each_with_its_place_fix_and_page(broken: Path) -> None:
    result = run("check", "--root", broken)
    headlines = re.findall(
        r"^(\S+?):\d+:\d+: (CS\d{3}) .+\n(?:    [ \d]+ \| .+\n)*    fix:  .+\n    more: \S+#cs\d{3}$",
        result.stdout,
        re.M,
    )
    assert (result.exit_code, headlines) == (1, [(ROLL, "CS005"), (LAMP, "CS201")])
    assert result.stderr == "\n2 problems in 2 files.\n"


def test_where_there_is_no_project_is_exit_2_and_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("counterside: there is no folder `checklists`")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("root", ["nowhere", "mkdocs.yml"])
def test_a_root_that_is_no_folder_is_exit_2(site: Path, root: str) -> None:
    result = run("check", "--root", site / root)
    assert result.exit_code == 2
    assert f"Invalid value for '--root': Directory '{site / root}'" in result.stderr


@pytest.mark.parametrize("arguments", [("chek",), ("check", "--format", "xml"), ("check", "--rot", "."), ("explain",)])
def test_a_mistyped_command_is_exit_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_the_project_is_found_from_a_folder_inside(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(broken / "checklists" / "symptoms")
    assert run("check").stdout == run("check", "--root", broken).stdout


def test_a_folder_that_may_not_be_read_is_exit_2_and_one_sentence(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> Iterator[Path]:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    monkeypatch.setattr(Path, "iterdir", refuse)
    result = run("check", "--root", site)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"counterside: Permission denied: {site / 'checklists'}")


def test_a_reader_that_has_gone_ends_the_command_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `counterside explain CS201 | head -1` does."""
    echo = click.echo

    def write(message: str, err: bool = False) -> None:
        if not err:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")
        echo(message, err=True)

    monkeypatch.setattr(click, "echo", write)
    result = run("explain", "CS201")
    assert (result.exit_code, result.stderr) == (1, "")


def test_what_needs_the_records_refers_to_check_where_there_are_none(site: Path) -> None:
    (site / "checklists" / "site.yml").write_text("languages: 1\n", encoding="utf-8")
    result = run("coverage", "--root", site)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "counterside: checklists/site.yml cannot be used; `counterside check` says why\n"


# ── PATHS ──


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ((LAMP,), [LAMP]),
        (("checklists/resolutions",), [ROLL]),
        ((LAMP, ROLL), [ROLL, LAMP]),
        (("checklists/gates.yml",), []),
        ((".",), [ROLL, LAMP]),
    ],
)
def test_paths_choose_whose_problems_are_printed(
    broken: Path, monkeypatch: pytest.MonkeyPatch, paths: tuple[str, ...], expected: list[str]
) -> None:
    monkeypatch.chdir(broken)
    result = run("check", "--format", "json", *paths)
    assert [row["path"] for row in json.loads(result.stdout)] == expected
    elsewhere = 2 - len(expected)
    assert result.exit_code == 1
    assert (f"{elsewhere} problem" in result.stderr) == bool(elsewhere)


def test_a_path_that_is_not_there_is_exit_2(site: Path) -> None:
    result = run("check", "--root", site, site / "no" / "such.yml")
    assert result.exit_code == 2
    assert "such.yml' does not exist." in result.stderr


def test_paths_are_read_from_where_the_command_is_called(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(broken / "checklists" / "symptoms")
    result = run("check", "--format", "json", "lamp-dark.yml")
    assert [row["path"] for row in json.loads(result.stdout)] == [LAMP]


# ── formats ──


def test_json_stands_alone_and_is_an_empty_list_when_clean(site: Path) -> None:
    result = run("check", "--root", site, "--format", "json")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "[]\n", "")


def test_json_rows_have_their_fields_and_stand_in_order(broken: Path) -> None:
    rows = json.loads(run("check", "--root", broken, "--format", "json").stdout)
    assert [list(row) for row in rows] == [FIELDS] * 2
    assert rows == sorted(rows, key=lambda row: (row["path"], row["line"], row["column"]))
    assert rows[1] | {"message": "", "fix": ""} == {
        "code": "CS201", "name": "step-without-resolution", "path": LAMP, "line": 16, "column": 5, "message": "",
        "fix": "", "url": "https://returns.example/contribute/checks/#cs201",
    }  # fmt: skip


def test_github_is_told_file_line_and_column_with_signs_escaped(broken: Path) -> None:
    lines = run("check", "--root", broken, "--format", "github").stdout.splitlines()
    assert re.match(rf"::error file={re.escape(ROLL)},line=\d+,col=\d+,title=CS005::", lines[0])
    assert "100%25" in lines[0]
    assert lines[1].startswith(f"::error file={LAMP},line=16,col=5,title=CS201::")


def test_no_name_of_a_file_can_be_a_command_to_github(site: Path) -> None:
    (site / "docs" / "x,line=9\n::error file=pwn::owned.md").write_text("# X {#x}\n", encoding="utf-8")
    lines = run("check", "--root", site, "--format", "github").stdout.splitlines()
    assert lines
    assert all(re.match(r"::error file=[^:,]+,line=\d+,col=\d+,title=CS\d{3}::", line) for line in lines)


def test_the_first_hundred_problems_are_printed_and_the_rest_is_counted(site: Path) -> None:
    for number in range(130):
        (site / "checklists" / "resolutions" / f"broken-{number}.yml").write_text("a: [\n", encoding="utf-8")
    done = run("check", "--root", site)
    assert done.exit_code == 1
    assert sum(" CS" in line for line in done.stdout.splitlines()) == 100
    assert "… and 30 more" in done.stderr
    assert "130 problems in 130 files." in done.stderr


# ── explain ──


@pytest.mark.parametrize("code", ["CS201", "cs201"])
def test_explain_prints_a_check(code: str) -> None:
    check = next(check for check in CHECKS if check.code == "CS201")
    result = run("explain", code)
    assert (result.exit_code, result.stdout) == (0, f"CS201 step-without-resolution\n\n{check.doc}\n")


def test_the_list_of_commands_has_whole_sentences() -> None:
    listed = run("--help").stdout.partition("Commands:")[2]
    assert "..." not in listed
    assert all(line.endswith(".") for line in listed.split("\n") if line)


@pytest.mark.parametrize("beginning", ["CS3", "cs3"])
def test_explain_lists_the_checks_of_a_beginning(beginning: str) -> None:
    result = run("explain", beginning)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        check.code for check in CHECKS if check.code.startswith("CS3")
    ]


def test_explain_offers_the_code_that_was_meant() -> None:
    result = run("explain", "CS20l")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `CS2" in result.stderr


def test_other_programs_read_problems_in_their_own_formats(broken: Path) -> None:
    gitlab = json.loads(run("check", "--root", broken, "--format", "gitlab").stdout)
    assert [(row["location"]["path"], row["check_name"]) for row in gitlab] == [(ROLL, "CS005"), (LAMP, "CS201")]
    assert len({row["fingerprint"] for row in gitlab}) == 2
    (found,) = json.loads(run("check", "--root", broken, "--format", "sarif").stdout)["runs"]
    assert [rule["id"] for rule in found["tool"]["driver"]["rules"]] == [check.code for check in CHECKS]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in found["results"]]
    assert places == [ROLL, LAMP]


def test_two_problems_alike_are_two_for_other_programs_and_every_name_is_an_address(site: Path) -> None:
    problem = Problem(Place("checklists/symptoms/挡板.yml"), "is wrong", "correct it", "CS101", 1, 1)
    twice = [problem, replace(problem, line=2)]
    assert len({row["fingerprint"] for row in build_gitlab(twice)}) == 2
    place = build_sarif(twice)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "checklists/symptoms/%E6%8C%A1%E6%9D%BF.yml"


# ── schema ──


def test_schema_writes_what_editors_complete_from(site: Path) -> None:
    result = run("schema", "--root", site)
    written = {path.name: path.read_text("utf-8") for path in (site / "checklists" / "schema").iterdir()}
    assert result.exit_code == 0
    assert {name: without_ids(text) for name, text in written.items()} == {
        name: without_ids(text) for name, text in build_schemas().items()
    }
    assert '"resolution:call-workshop"' in written["symptom.json"]
    assert run("check", "--root", site).exit_code == 0


# ── as people call it ──


def test_the_installed_command_keeps_stdout_for_json(broken: Path) -> None:
    done = run_apart("counterside", "check", "--format", "json", at=broken / "checklists")
    assert (done.returncode, [row["path"] for row in json.loads(done.stdout)]) == (1, [ROLL, LAMP])
    assert done.stderr == ""


def test_the_installed_command_never_shows_a_traceback(site: Path) -> None:
    (site / LAMP).write_bytes(b"[" * 200_000)
    done = run_apart("counterside", "check", at=site)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
