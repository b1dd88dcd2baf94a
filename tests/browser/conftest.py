"""Two built sites, the fictional one and the real one, each served on a port of its own, and a real browser."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page


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


@pytest.fixture(scope="session")
def fictional_folder(fictional_project: Path) -> Path:
    """The fictional site as built."""
    return fictional_project / "site"


@pytest.fixture(scope="session")
def real_folder(real_project: Path) -> Path:
    """The project's own site as built."""
    return real_project / "site"


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
def fictional_site(serving: Callable[[Path], str], fictional_folder: Path) -> str:
    """The address of the fictional site, ending in `/`."""
    return serving(fictional_folder)


@pytest.fixture(scope="session")
def real_site(serving: Callable[[Path], str], real_folder: Path) -> str:
    """The address of the project's own site, ending in `/`."""
    return serving(real_folder)
