"""What a disk can hold instead of a project: a problem with a place, or one plain sentence and exit 2."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

import mini_site
from counterside.check import check_project

FLAP = "checklists/symptoms/flap-stuck.yml"

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="such files cannot be made there")


def plain_refusal(done: Result) -> str:
    """The one sentence of a command that could not run."""
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("counterside: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def problems(site: Path) -> set[tuple[str, str]]:
    """Code and path of every problem."""
    done = mini_site.run("check", "--root", site, "--format", "json")
    assert done.exit_code == 1, done.output
    return {(row["code"], row["path"]) for row in json.loads(done.stdout)}


COMMANDS = [
    ["check"],
    ["check", "--fix"],
    ["coverage"],
    ["graph", "flap-stuck"],
    ["new", "symptom", "brand-new"],
    ["review", "--base", "HEAD"],
    ["serve"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_such_folder(command: list[str], tmp_path: Path) -> None:
    done = mini_site.run(*command, "--root", tmp_path / "none")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Directory" in done.stderr


@pytest.mark.parametrize("command", COMMANDS[:-1], ids=" ".join)
def test_no_checklists(command: list[str], tmp_path: Path) -> None:
    assert "checklists" in plain_refusal(mini_site.run(*command, "--root", tmp_path))


@pytest.mark.parametrize("command", COMMANDS[:-1], ids=" ".join)
def test_checklists_is_a_file(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "checklists").write_text("", encoding="utf-8")
    plain_refusal(mini_site.run(*command, "--root", tmp_path))


def test_nowhere_near_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "--root" in plain_refusal(mini_site.run("check"))


def test_found_from_a_folder_inside(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site / "checklists" / "symptoms")
    assert mini_site.run("check").exit_code == 0
    assert mini_site.run("check", "flap-stuck.yml").exit_code == 0


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_file_that_may_not_be_read(site: Path) -> None:
    (site / FLAP).chmod(0)
    assert ("CS001", FLAP) in problems(site)


def test_a_file_that_vanishes_while_it_is_checked(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Path.open

    def vanishing(path: Path, *arguments: object, **named: object) -> object:
        if path.name == "flap-stuck.yml":
            path.unlink(missing_ok=True)
        return kept(path, *arguments, **named)  # type: ignore[arg-type, call-overload]

    monkeypatch.setattr(Path, "open", vanishing)
    assert ("CS001", FLAP) in problems(site)


def test_a_folder_named_like_a_record(site: Path) -> None:
    (site / "checklists/symptoms/folder.yml").mkdir()
    assert problems(site) == {("CS001", "checklists/symptoms/folder.yml")}


@posix_only
def test_a_list_in_capitals_is_read_by_nothing(site: Path) -> None:
    (site / "checklists/myths.yml").rename(site / "checklists/myths.YML")
    assert ("CS003", "checklists/myths.YML") in problems(site)


@posix_only
def test_a_pipe_is_not_waited_for(site: Path) -> None:
    os.mkfifo(site / "checklists/symptoms/pipe.yml")
    assert problems(site) == {("CS001", "checklists/symptoms/pipe.yml")}
    assert mini_site.run("check", "--fix", "--root", site).exit_code == 1


@posix_only
def test_a_drawing_that_is_no_file_is_not_opened(site: Path) -> None:
    drawings = site / "checklists/pictures"
    os.mkfifo(drawings / "pipe.svg")
    (drawings / "folder.svg").mkdir()
    (drawings / "nowhere.svg").symlink_to("none.svg")
    names = ("pipe", "folder", "nowhere")
    assert problems(site) == {("CS003", f"checklists/pictures/{name}.svg") for name in names}


@posix_only
def test_links_that_go_round(site: Path) -> None:
    (site / "checklists/symptoms/round.yml").symlink_to("round.yml")
    assert problems(site) == {("CS001", "checklists/symptoms/round.yml")}
    (site / "checklists/symptoms/up").symlink_to("..", target_is_directory=True)
    (site / "docs/up").symlink_to("..", target_is_directory=True)
    assert problems(site) >= {("CS003", "checklists/symptoms/up")}


@posix_only
def test_a_folder_of_records_that_goes_round(site: Path) -> None:
    folder = site / "checklists/routines"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.symlink_to("routines")
    done = mini_site.run("check", "--root", site)
    assert done.exit_code in (1, 2)
    assert done.exception is None or isinstance(done.exception, SystemExit)


@posix_only
@pytest.mark.parametrize(
    "name", [b"two\nlines.yml", b"latin-\xff.yml", b"esc\x1b[31m.yml"], ids=["newline", "bytes", "escape"]
)
def test_a_name_that_cannot_be_written(site: Path, name: bytes) -> None:
    path = os.path.join(os.fsencode(site / "checklists/symptoms"), name)  # noqa: PTH118  # a Path holds no bytes
    try:
        Path(os.fsdecode(path)).write_bytes((site / FLAP).read_bytes())
    except OSError:
        pytest.skip("this disk takes no such name")
    done = mini_site.run("check", "--root", site)
    assert done.exit_code == 1
    lines = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert len(lines) == 1
    assert " CS003 " in lines[0]
    assert lines[0].isprintable()


def test_a_pipe_of_another_encoding(site: Path) -> None:
    """A terminal or a pipe that lacks Chinese gets UTF-8, never a traceback."""
    (site / FLAP).write_text("title: [", encoding="utf-8")
    code = "from counterside.cli import main; main()"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(mini_site.PROJECT / "hooks")}
    command = [sys.executable, "-c", code, "explain", "CS001"]
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert "中文" in done.stdout.decode("utf-8")


def test_many_problems_of_one_file_are_told_in_part(site: Path) -> None:
    (site / FLAP).write_text("title: a\n" * 20_000, encoding="utf-8")
    found = [problem for problem in check_project(site).problems if problem.path == FLAP]
    assert 100 < len(found) < 300


def test_help_to_a_pipe_of_another_encoding() -> None:
    code = "from counterside.cli import main; main()"
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONPATH": str(mini_site.PROJECT / "hooks")}
    done = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, check=False, env=environment)
    assert (done.returncode, "→" in done.stdout.decode("utf-8")) == (0, True), done.stderr


def test_serve_runs_the_engine_of_the_build_without_its_log(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        seen.append(command)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", run)
    assert mini_site.run("serve", "--root", site, "--address", "127.0.0.1:1").exit_code == 3
    assert seen[0][1:5] == ["-m", "mkdocs", "serve", "--quiet"]
    assert "127.0.0.1:1" in seen[0]


def test_a_preview_that_is_stopped_from_the_keyboard_is_no_failure(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "run", stop)
    assert mini_site.run("serve", "--root", site).exit_code == 0


@pytest.mark.parametrize("command", ["build", "serve"])
def test_nothing_is_built_without_the_settings_of_the_engine(site: Path, command: str) -> None:
    (site / "mkdocs.yml").unlink()
    plain_refusal(mini_site.run(command, "--root", site))


@posix_only
def test_a_link_out_of_the_project_is_not_followed(site: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yml"
    secret.write_text("title: hidden\n", encoding="utf-8")
    for file in ("checklists/symptoms/leak.yml", "docs/leak.md", "docs/assets/leak.txt"):
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).symlink_to(secret)
    found = problems(site)
    assert {file for code, file in found if code == "CS001"} == {
        "checklists/symptoms/leak.yml",
        "docs/leak.md",
        "docs/assets/leak.txt",
    }


@posix_only
def test_a_pipe_among_the_pages_is_not_waited_for(site: Path) -> None:
    os.mkfifo(site / "docs/pipe.md")
    (site / "docs/assets").mkdir(exist_ok=True)
    os.mkfifo(site / "docs/assets/pipe.txt")
    assert {file for code, file in problems(site) if code == "CS001"} == {"docs/pipe.md", "docs/assets/pipe.txt"}


@posix_only
def test_nothing_is_written_through_a_link_in_place_of_the_cache(site: Path, tmp_path: Path) -> None:
    """Old entries of a cache are deleted, so it must be the project's own."""
    (tmp_path / "other").mkdir()
    shutil.rmtree(site / ".cache", ignore_errors=True)
    (site / ".cache").symlink_to(tmp_path / "other", target_is_directory=True)
    plain_refusal(mini_site.run("check", "--root", site))
    assert list((tmp_path / "other").iterdir()) == []


def test_set_up_in_a_path_that_its_tools_cannot_read_says_so(tmp_path: Path) -> None:
    """What installs packages takes `$HOME` in a path for a variable, and ends in 79 lines that do not name it."""
    folder = tmp_path / "pay $HOME"
    (folder / "tests").mkdir(parents=True)
    script = shutil.copy(mini_site.PROJECT / "tests" / "set_up.py", folder / "tests")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    reason = "The tools that install packages take `$` in a path for a variable: rename a folder of"
    assert done.stderr == f"{reason} {folder}\n"
    assert not (folder / ".venv").exists()
