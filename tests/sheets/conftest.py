"""The fictional catalog's sheets, made once for all tests of this folder; the real ones for what must hold of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import mini_site
from counterside.build import SHEETS_CACHE
from counterside.check import FITS_CACHE
from counterside.model.catalog import Catalog
from counterside.sheets.files import RenderedFile, plan_sheets, render_files
from counterside.text.files import Cache
from sharing import make_once, take_turn
from sheets_reading import SheetPlan


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """What was measured and rendered for these tests, once a run."""
    return Cache(make_once(tmp_path_factory, "sheets", Path.mkdir))


@pytest.fixture(scope="session")
def planned(catalog: Catalog, cache: Cache, tmp_path_factory: pytest.TempPathFactory) -> SheetPlan:
    """Every sheet of the fictional catalog."""
    with take_turn(tmp_path_factory, "planned"):
        return SheetPlan(*plan_sheets(catalog, cache))


@pytest.fixture(scope="session")
def made(planned: SheetPlan, cache: Cache, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, RenderedFile]:
    """Every sheet by its file name."""
    with take_turn(tmp_path_factory, "made"):
        return {one.file.name: one for one in render_files(planned.files, cache)}


@pytest.fixture(scope="session")
def real_plan(real: Catalog, tmp_path_factory: pytest.TempPathFactory) -> SheetPlan:
    """Every sheet of this project. What a build or an earlier run has measured is found where they keep it, by a hash
    of everything that could change it."""
    with take_turn(tmp_path_factory, "real-plan"):
        return SheetPlan(*plan_sheets(real, Cache(mini_site.PROJECT / FITS_CACHE)))


@pytest.fixture(scope="session")
def real_made(real_plan: SheetPlan, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, RenderedFile]:
    """Every PDF of this project by its file name, found or made in the same way."""
    files = [file for file in real_plan.files if not file.ppi]
    with take_turn(tmp_path_factory, "real-made"):
        return {one.file.name: one for one in render_files(files, Cache(mini_site.PROJECT / SHEETS_CACHE))}
