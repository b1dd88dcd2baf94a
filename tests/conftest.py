"""What every test may ask for."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

import mini_site
from browser import find_browser
from counterside.check import FITS_CACHE, check_all
from counterside.cli.new import build_schemas
from counterside.model.catalog import Catalog
from sharing import make_once

# Chromium heeds the last list of this name, so it repeats what playwright turns off. It adds what costs most of the
# processor time of a new tab: parts of the window that are drawn as pages, and a process for an address to come.
TURNED_OFF = (
    "InitialWebUI,WebUIReloadButton,WebUISplitTabsButton,WebUIToolbar,WebUILocationBar,WebUIOmniboxPopup,"
    "WebUIOmniboxAimPopup,SpareRendererForSitePerProcess,RenderDocument,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch"
)


def pytest_report_header() -> str:
    return "seed: none is drawn; every run tries the same examples (`make fuzz` draws others and prints how to repeat)"


hypothesis.settings.register_profile("the-same-everywhere", derandomize=True, database=None)
hypothesis.settings.load_profile("the-same-everywhere")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="Write what `check` says now into tests/cases/*/expected.txt, for people to review in the diff.",
    )


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional site whose sheets have been measured, once a run: a test measures only what it changes."""
    return make_once(tmp_path_factory, "measured", lambda folder: check_all(mini_site.fresh_site(folder)))


@pytest.fixture
def site(tmp_path: Path, measured: Path) -> Path:
    """A fresh copy of the fictional site, to be changed at will."""
    copy = mini_site.fresh_site(tmp_path / "site")
    shutil.copytree(measured / FITS_CACHE, copy / FITS_CACHE)
    return copy


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The fictional catalog as read."""
    return mini_site.read_catalog(mini_site.CATALOG)


@pytest.fixture(scope="session")
def real() -> Catalog:
    """The catalog of this project."""
    return mini_site.read_own_catalog()


@pytest.fixture(scope="session")
def schemas() -> dict[str, str]:
    """The schemas as the model has them, by file."""
    return build_schemas()


@pytest.fixture(scope="session")
def fictional_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional project, built once a run and never changed: its pages in `site/`, no sheets."""
    return make_once(tmp_path_factory, "fictional", partial(_build_copy, mini_site.fresh_site))


@pytest.fixture
def warm(fictional_project: Path, tmp_path: Path) -> Path:
    """A copy of that, with its cache and its built pages, to be changed at will."""
    return shutil.copytree(fictional_project, tmp_path / "warm")


@pytest.fixture(scope="session")
def real_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of this project."""
    return make_once(tmp_path_factory, "real", partial(_build_copy, mini_site.project_copy))


def _build_copy(copy_project: Callable[[Path], Path], folder: Path) -> None:
    built = mini_site.run_apart("counterside", "build", "--no-sheets", "--root", copy_project(folder))
    assert built.returncode == 0, built.stdout + built.stderr


class _Host(SimpleHTTPRequestHandler):
    """Sends with every file what `_headers` says of all of them, as hosts do."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        for line in Path(self.directory, "_headers").read_text("utf-8").splitlines()[1:]:
            if not line.startswith(" "):
                break
            self.send_header(*line.strip().split(": ", 1))
        super().end_headers()

    def log_message(self, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    """A browser that closes a page lets go of what it asked for: no news."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def serving() -> Iterator[Callable[[Path], str]]:
    """Serves a built site, `_headers` included, as long as the tests last; its address, ending in `/`."""
    servers: list[_Server] = []

    def serve(folder: Path) -> str:
        servers.append(_Server(("127.0.0.1", 0), partial(_Host, directory=str(folder))))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, Chrome or Edge: one a process, since a second one cannot be driven beside it."""
    program = find_browser()
    if program is None:
        pytest.fail("there is no browser here; `make browser` finds or installs one, or says how")
    with sync_playwright() as playwright:
        # No sandbox: tests also run as root, in containers. One process for all tabs: each visit would start another.
        arguments = ["--no-sandbox", "--renderer-process-limit=1", f"--disable-features={TURNED_OFF}"]
        started = playwright.chromium.launch(executable_path=program, args=arguments)
        yield started
        started.close()
