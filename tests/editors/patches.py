"""What `check` says of each patch of a folder: `python tests/editors/patches.py PATCHES [PROJECT]`.

Each patch is applied to a copy of the project by itself, as `git diff` wrote it. Problems that the project has without
it are left out."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from counterside.check import check_project
from counterside.text.problems import Problem

PROJECT = Path(__file__).parents[2]
PARTS = ("checklists", "docs")


def find_key(problem: Problem) -> tuple[str, str, str]:
    """What a problem is, wherever its line went."""
    return problem.path, problem.code, problem.message


def copy_parts(project: Path, folder: Path) -> None:
    for part in PARTS:
        shutil.rmtree(folder / part, ignore_errors=True)
        shutil.copytree(project / part, folder / part)


def print_patches(patches: Path, project: Path) -> None:
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_parts(project, folder)
        shutil.copyfile(project / "mkdocs.yml", folder / "mkdocs.yml")
        known = {find_key(problem) for problem in check_project(folder).problems}
        for patch in sorted(patches.glob("*.patch")):
            done = subprocess.run(
                ["git", "apply", "-p1", patch.resolve()], cwd=folder, capture_output=True, check=False
            )
            found = [one for one in check_project(folder).problems if find_key(one) not in known]
            result = "does not apply" if done.returncode else str(len(found))
            counts[result if result in ("does not apply", "0", "1") else "several"] += 1
            print(f"{patch.stem:36}{result:>4}  {found[0].headline[:120] if found else ''}", flush=True)
            copy_parts(project, folder)
    print(", ".join(f"{result}: {count}" for result, count in sorted(counts.items())))


if __name__ == "__main__":
    print_patches(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else PROJECT)
