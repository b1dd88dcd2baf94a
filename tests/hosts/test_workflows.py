"""The workflows, read by the two programs that know what is wrong with workflows. Neither uses the network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mini_site import PROJECT

pytestmark = pytest.mark.hosts

BIN = Path(sys.executable).parent


def _said(*command: str) -> str:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_actionlint_finds_nothing() -> None:
    workflows = sorted(str(path) for path in (PROJECT / ".github" / "workflows").glob("*.yml"))
    assert _said("actionlint", *workflows) == ""


def test_zizmor_finds_nothing() -> None:
    assert _said("zizmor", "--offline", "--no-progress", ".github") == ""


def test_zizmor_finds_what_it_should(tmp_path: Path) -> None:
    """A check that cannot fail is none: the same program, on a workflow that runs a title as a command."""
    bad = tmp_path / ".github" / "workflows" / "bad.yml"
    bad.parent.mkdir(parents=True)
    bad.write_text(
        "name: bad\non: pull_request_target\njobs:\n  bad:\n    runs-on: ubuntu-24.04\n    steps:\n"
        "      - run: echo ${{ github.event.pull_request.title }}\n",
        encoding="utf-8",
    )
    said = _said("zizmor", "--offline", "--no-progress", str(bad))
    assert "template-injection" in said
    assert "dangerous-triggers" in said
