"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

import mini_site
from counterside import pipeline
from counterside.model import Catalog

hypothesis.settings.register_profile("the-same-everywhere", derandomize=True, database=None)
hypothesis.settings.load_profile("the-same-everywhere")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="Write what `check` says now into tests/cases/*/expected.txt, for people to review in the diff.",
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A fresh copy of the fictional site, to be changed at will."""
    return mini_site.fresh_site(tmp_path / "site")


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The fictional catalog as read."""
    found = pipeline.check(mini_site.CATALOG).catalog
    assert found is not None
    return found
