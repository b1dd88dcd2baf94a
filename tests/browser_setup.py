"""Makes sure that the tests have a browser: finds one, or installs one where it may, or says what to install.

`make test` runs it before the tests. Exit 0: there is one, and it starts. Exit 1: there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from browser import VARIABLE, find_browser

BROWSERS = ("chromium-headless-shell", "chromium")
"""Debian's packages, the better one first: not every system has it."""
FONTS = "fonts-noto-cjk"
SECONDS_TO_START = 60
SECONDS_TO_INSTALL = 900

HOW = {
    "linux": (
        f"Debian: sudo apt-get install {BROWSERS[0]} {FONTS}",
        "Fedora: sudo dnf install chromium google-noto-sans-cjk-fonts",
        "Arch:   sudo pacman -S chromium noto-fonts-cjk",
        "Ubuntu: sudo snap install chromium, or Google Chrome's own .deb package",
    ),
    "darwin": ("macOS: install Google Chrome, or: brew install --cask google-chrome",),
    "win32": ("Windows: Microsoft Edge is usually there already; else install Google Chrome",),
}


def main() -> int:
    if may_install():
        _install_missing()
    browser = find_browser()
    if browser is None:
        return _fail(_why_none())
    problem = _start(browser)
    if problem:
        return _fail(f"{browser} is there but does not start: {problem}")
    print(f"browser: {browser}", flush=True)
    return 0


def _has_chinese_letters() -> bool:
    fc_list = shutil.which("fc-list")
    if fc_list is None:  # macOS and Windows bring them; a Linux without fontconfig has no fonts at all
        return sys.platform != "linux"
    found = subprocess.run([fc_list, ":lang=zh-cn"], capture_output=True, check=False)
    return bool(found.stdout.strip())


def may_install() -> bool:
    """Whether a system's packages can be installed here without being asked."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install_missing() -> None:
    """Install a browser where there is none, and Chinese letters: a page without them is no picture of the site."""
    packages = [] if find_browser() or os.environ.get(VARIABLE) else [*BROWSERS]
    fonts = [] if _has_chinese_letters() else [FONTS]
    if not packages and not fonts:
        return
    print("browser: installing what is missing of a browser and Chinese letters (a few minutes)", flush=True)
    install_packages(*fonts)
    for package in packages:
        if find_browser() is None:
            install_packages(package)


def install_packages(*packages: str) -> None:
    """Install packages of Debian, or say what is in the way."""
    # A fresh machine has no package lists. A failed update matters only if the install then fails, too.
    _run_apt("update")
    _run_apt("install", "--yes", "--no-install-recommends", *packages)


def _run_apt(*arguments: str) -> None:
    """Runs apt-get with no questions asked; its output is shown only if it fails."""
    done = subprocess.run(
        ["apt-get", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120", "-qq", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"},  # no server is started
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS_TO_INSTALL,
        check=False,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        print(f"apt-get {arguments[0]} failed", file=sys.stderr)


def _start(browser: Path) -> str:
    """Why the browser does not start, or nothing. (Ubuntu has a stub that only asks for snap.)"""
    if sys.platform == "win32":  # `--version` opens a window there
        return ""
    try:
        done = subprocess.run(
            [browser, "--version"],
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=SECONDS_TO_START,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return str(problem)
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip()


def _why_none() -> str:
    wanted = os.environ.get(VARIABLE)
    if wanted:
        return f"{VARIABLE} is `{wanted}`, and no program is there."
    return "The tests open the site in a real browser, and none was found on this machine."


def _fail(why: str) -> int:
    print(f"\n{why}\n\nInstall Chromium, Google Chrome or Microsoft Edge:", file=sys.stderr)
    for line in HOW.get(sys.platform, HOW["linux"]):
        print(f"  {line}", file=sys.stderr)
    print(f"If you have one in an unusual place, set {VARIABLE} to its program.\n", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
