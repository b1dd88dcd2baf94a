"""Makes `.venv` with the packages of `requirements.lock`; `make` runs it first. `set_up.py lock` pins them anew.

It runs under the Python of the machine, before anything is installed, so it imports the standard library alone.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

PROJECT = Path(__file__).parent.parent
VENV = PROJECT / ".venv"
LOCK = PROJECT / "requirements.lock"
UV = "uv==0.13.9"  # resolves the lock, and is needed for nothing else
PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input")
COMPILE = (
    "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--all-extras", "--generate-hashes",
    "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
)  # fmt: skip


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  # the Python of the machine may be any
        sys.exit("Counterside needs Python 3.11 or later; name one: make PYTHON=/path/to/python3")
    if sys.argv[1:2] == ["lock"]:
        pin_packages(*sys.argv[2:])
    else:
        install_packages()


def install_packages() -> None:
    """Make the environment where there is none that works, install everything, and leave a stamp for make."""
    if "$" in str(PROJECT):
        sys.exit(f"The tools that install packages take `$` in a path for a variable: rename a folder of {PROJECT}")
    stamp = VENV / ".ready"
    stamp.unlink(missing_ok=True)
    if not _has_pip(find_python(VENV)):
        print(f"setup: making .venv with Python {sys.version.split()[0]}", flush=True)
        make_environment(VENV)
    print("setup: installing what requirements.lock names (a few minutes the first time)", flush=True)
    _run("the packages", find_python(VENV), *PIP, "--require-hashes", "-r", LOCK)
    print("setup: installing counterside itself", flush=True)
    _run("counterside", find_python(VENV), *PIP, "--no-deps", "--no-build-isolation", "--editable", PROJECT)
    stamp.touch()  # last, so that a broken set-up is done again


def find_python(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def make_environment(folder: Path) -> None:
    try:
        import ensurepip  # noqa: F401  # Debian packages it apart
    except ImportError:
        sys.exit(
            "This Python cannot make a virtual environment: a part of it is packaged apart.\n"
            "On Debian or Ubuntu: sudo apt-get install python3-venv\n"
            "Elsewhere: install a complete Python 3.11 or later."
        )
    venv.create(folder, clear=True, with_pip=True, symlinks=sys.platform != "win32")


def _has_pip(python: Path) -> bool:
    return python.exists() and not subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode


def _run(what: str, *command: str | Path) -> None:
    """Run a step quietly; its output is shown if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}\nsetup: {what} could not be installed; the reason is above")


def pin_packages(*flags: str) -> None:
    """Write `requirements.lock` for every system and every Python from 3.11 on, with the hash of every file. It names
    no host, so that a mirror serves as well."""
    folder = PROJECT / ".cache" / "lock"
    make_environment(folder)
    _run("the resolver", find_python(folder), *PIP, UV)
    found = folder / "out"
    shutil.copyfile(LOCK, found)  # what is pinned stays where it fits
    uv = find_python(folder).with_name("uv")
    subprocess.run([uv, *COMPILE, *flags, "--output-file", found, PROJECT / "pyproject.toml"], cwd=PROJECT, check=True)
    lines = found.read_text("utf-8")
    LOCK.write_text("# Made by `make lock` from pyproject.toml; not written by hand.\n" + lines, encoding="utf-8")
    print(f"requirements.lock: {sum(line[:1].isalnum() for line in lines.splitlines())} packages")


if __name__ == "__main__":
    main()
