"""Compiled templates are kept between builds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from counterside.site import routes, view


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    view.environment.cache_clear()


def draw_again(monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    """Draw a page as a new process does, with what is kept in a folder."""
    monkeypatch.setattr(view, "_COMPILED", folder)
    view.environment.cache_clear()
    return routes.problem_page((), "index.html").html


def test_compiled_templates_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw_again(monkeypatch, tmp_path)
    monkeypatch.setattr(Environment, "_compile", None)
    assert draw_again(monkeypatch, tmp_path) == drawn


def test_a_package_that_may_only_be_read_compiles_them_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder can be made below it", encoding="utf-8")
    assert draw_again(monkeypatch, tmp_path / "file" / "kept") == draw_again(monkeypatch, tmp_path)


@pytest.mark.parametrize("length", [0, 30, 500])
def test_damage_costs_time_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    drawn = draw_again(monkeypatch, tmp_path)
    kept = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert kept
    for path, content in kept.items():
        path.write_bytes(content[:length])
    assert draw_again(monkeypatch, tmp_path) == drawn
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == kept
