"""Compiled templates are kept between builds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterside.site import view


def read_again(folder: Path) -> None:
    """Read the templates as a new process does, with what is kept in a folder."""
    view._read_templates.cache_clear()
    view.environment.cache_clear()
    view.cache_templates(folder)
    view.environment().get_template("home.html")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    view._read_templates.cache_clear()
    view.environment.cache_clear()


def test_a_package_that_may_only_be_read_compiles_them_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder can be made below it", encoding="utf-8")
    read_again(tmp_path / "file" / "kept")
    assert view.environment().bytecode_cache is None


@pytest.mark.parametrize("length", [0, 30, 500])
def test_damage_costs_time_and_nothing_else(tmp_path: Path, length: int) -> None:
    read_again(tmp_path)
    kept = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert kept
    for path, content in kept.items():
        path.write_bytes(content[:length])
    for _ in range(2):  # what was read before the damaged one is written by the next build
        read_again(tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == kept
