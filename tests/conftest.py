"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

import mini_site
from browser import find_browser
from counterside.check import check_project
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
    found = check_project(mini_site.CATALOG).catalog
    assert found is not None
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, Chrome or Edge: one a process, since a second one cannot be driven beside it."""
    program = find_browser()
    if program is None:
        pytest.fail("there is no browser here; `make browser` finds or installs one, or says how")
    with sync_playwright() as playwright:
        # no sandbox: tests also run as root, in containers
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()
