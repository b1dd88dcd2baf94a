"""Lints the scripts of the site and checks their types, where Node.js is there: `make test` runs it.

The tools are pinned in `package-lock.json` and installed below `.cache/`. Exit 0: nothing is wrong, or the scripts
could not be checked and that was said; on a build server that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
TOOLS = PROJECT / ".cache" / "javascript"
LOCKED = ("package.json", "package-lock.json", ".npmrc")


def main() -> int:
    problem = install_tools()
    if problem:
        print(f"javascript: not checked, because {problem}", flush=True)
        return int("CI" in os.environ)
    programs = TOOLS / "node_modules" / ".bin"
    config = f"--config-path={HERE}"
    lint = subprocess.run(
        [programs / "biome", "lint", config, "--error-on-warnings", "hooks"], cwd=PROJECT, check=False
    )
    types = subprocess.run([programs / "tsc", "--project", HERE / "tsconfig.json"], cwd=PROJECT, check=False)
    return lint.returncode or types.returncode


def install_tools() -> str:
    """Install what the lock names, unless it is there already. Returns why that was not possible, or nothing."""
    npm = shutil.which("npm")
    if npm is None:
        return "Node.js is not installed"
    wanted = {name: (HERE / name).read_bytes() for name in LOCKED}
    done = TOOLS / "installed"
    if done.is_file() and done.read_bytes() == wanted["package-lock.json"]:
        return ""
    TOOLS.mkdir(parents=True, exist_ok=True)
    for name, content in wanted.items():
        (TOOLS / name).write_bytes(content)
    print("javascript: installing the linter and the type checker", flush=True)
    command = [npm, "ci", "--ignore-scripts", "--no-progress"]
    found = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, check=False)
    if found.returncode:
        return "npm could not install its tools: " + (found.stderr.strip().splitlines() or ["it did not say why"])[0]
    done.write_bytes(wanted["package-lock.json"])
    return ""


if __name__ == "__main__":
    sys.exit(main())
