"""Where the browser of this machine is: the one place that tests and their set-up ask."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "COUNTERSIDE_BROWSER"

# Chromium first, without its window where it comes by itself, which takes half of the processor: it is what a fresh
# machine gets, so people and their CI look at the same pages.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)

# Neither macOS nor Windows puts a browser on PATH.
MACOS_APPS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_PROGRAMS = (
    r"Chromium\Application\chrome.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
LINUX_PLACES = ("/snap/bin/chromium", "/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge")


def find_browser() -> Path | None:
    """The program of a Chromium, Chrome or Edge, or None.

    `COUNTERSIDE_BROWSER` (a path or a name on PATH) decides alone where it is set: whoever names a browser
    wants that one or none.
    """
    wanted = os.environ.get(VARIABLE)
    candidates = _named(wanted) if wanted else _usual()
    return next((path for path in candidates if _runs(path)), None)


def _usual() -> Iterator[Path]:
    for name in NAMES:
        yield from _named(name)
    if sys.platform == "darwin":
        yield from _on_macos()
    elif sys.platform == "win32":
        yield from _on_windows()
    else:
        yield from map(Path, LINUX_PLACES)


def _named(name: str) -> Iterator[Path]:
    found = shutil.which(name)
    if found:
        yield Path(found)


def _on_macos() -> Iterator[Path]:
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        for app in MACOS_APPS:
            yield folder / f"{app}.app" / "Contents" / "MacOS" / app


def _on_windows() -> Iterator[Path]:
    for folder in filter(None, map(os.environ.get, WINDOWS_FOLDERS)):
        for program in WINDOWS_PROGRAMS:
            yield Path(folder) / program


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
