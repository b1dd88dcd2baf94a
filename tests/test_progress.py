"""Bars: none for what is quick, and one that says what is being done for what takes long."""

from __future__ import annotations

import pytest

from counterside.cli.common import Progress


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bars are drawn as on a terminal, wherever the tests run."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.usefixtures("terminal")
def test_what_is_quick_shows_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        progress("reading", 1, 0)
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("terminal")
def test_what_takes_long_says_what_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("counterside.cli.common.SHOW_AFTER_SECONDS", 0)
    with Progress() as progress:
        progress("reading", 7, 0)
    told = capsys.readouterr()
    assert "reading" in told.err
    assert told.out == ""


def test_a_log_gets_no_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("counterside.cli.common.SHOW_AFTER_SECONDS", 0)
    with Progress() as progress:
        progress("reading", 7, 9)
    assert capsys.readouterr().err.strip() == ""
