"""Two built sites, the fictional one and the real one, each served on a port of its own, and a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that keeps nothing of the site for itself, open as long as the tests last: a new one takes more of the
    processor than most pages."""
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A tab that remembers nothing: `test_offline.py` has tabs that do. A test that puts scripts into its pages, or
    answers their dialogs, is marked `own_tab`: that can't be taken back."""
    if request.node.get_closest_marker("own_tab"):
        context = browser.new_context(service_workers="block")
        context.set_default_timeout(10_000)
        yield context.new_page()
        context.close()
        return
    kept: Page = request.getfixturevalue("tab")
    yield kept
    kept.unroute_all()
    kept.goto("about:blank")
    kept.mouse.move(0, 0)
    kept.emulate_media(media="null", color_scheme="null", forced_colors="null", reduced_motion="null")
    kept.set_viewport_size({"width": 1280, "height": 720})
    session = kept.context.new_cdp_session(kept)
    session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    session.detach()


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    """A tab that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def fictional_folder(fictional_project: Path) -> Path:
    """The fictional site as built."""
    return fictional_project / "site"


@pytest.fixture(scope="session")
def real_folder(real_project: Path) -> Path:
    """The project's own site as built."""
    return real_project / "site"


@pytest.fixture(scope="session")
def fictional_site(serving: Callable[[Path], str], fictional_folder: Path) -> str:
    """The address of the fictional site, ending in `/`."""
    return serving(fictional_folder)


@pytest.fixture(scope="session")
def real_site(serving: Callable[[Path], str], real_folder: Path) -> str:
    """The address of the project's own site, ending in `/`."""
    return serving(real_folder)
