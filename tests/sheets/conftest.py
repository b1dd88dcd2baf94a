"""The fictional catalog's sheets, made once for all tests of this folder; the real ones for what must hold of them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import mini_site
from counterside.check import check_project
from counterside.model import Catalog
from counterside.sheets import RenderedFile, SheetPlan, SheetRenderer, plan_sheets
from counterside.text.files import Cache


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """What was measured and rendered for these tests."""
    return Cache(tmp_path_factory.mktemp("sheets"))


@pytest.fixture(scope="session")
def planned(catalog: Catalog, cache: Cache) -> SheetPlan:
    """Every sheet of the fictional catalog."""
    return plan_sheets(catalog, cache)


@pytest.fixture(scope="session")
def made(planned: SheetPlan, cache: Cache) -> Mapping[str, RenderedFile]:
    """Every sheet by its file name."""
    return {one.file.name: one for one in SheetRenderer(cache).render_all(planned.files)}


@pytest.fixture(scope="session")
def real() -> Catalog:
    """The catalog of this project."""
    catalog = check_project(mini_site.PROJECT).catalog
    assert catalog is not None
    return catalog


@pytest.fixture(scope="session")
def real_plan(real: Catalog, cache: Cache) -> SheetPlan:
    """Every sheet of this project."""
    return plan_sheets(real, cache)


@pytest.fixture(scope="session")
def real_made(real_plan: SheetPlan, cache: Cache) -> Mapping[str, RenderedFile]:
    """Every PDF of this project by its file name."""
    files = [file for file in real_plan.files if file.form == "pdf"]
    return {one.file.name: one for one in SheetRenderer(cache).render_all(files)}
