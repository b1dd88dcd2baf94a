"""The way out of MkDocs, tried: ProperDocs, its continuation, builds the same site from the same files.

hooks/decisions/0009-way-out-of-mkdocs.md says when and how. Needs the package registry; says so where there is none.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from web_host import links

pytestmark = pytest.mark.hosts

PROPERDOCS = "properdocs==1.6.7"
_GENERATOR = re.compile(r'<meta name="generator" content="[^"]*">')


@pytest.fixture(scope="module")
def properdocs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds ProperDocs; what it needs is here already."""
    folder = tmp_path_factory.mktemp("properdocs")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, "--retries", "1", "--no-deps", "--target", str(folder), PROPERDOCS],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"{PROPERDOCS} cannot be had from the package registry, so the way out was not tried")
    return folder


def _site(project: Path, engine: str, folder: Path, packages: Path | None = None) -> Path:
    """The site that an engine makes of a project, in `folder`."""
    command = [sys.executable, "-m", engine, "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"} | ({"PYTHONPATH": str(packages)} if packages else {})
    config = ["--config-file", str(project / "mkdocs.yml")]
    done = subprocess.run(
        [*command, *config], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_properdocs_makes_the_same_site(built: Path, properdocs: Path, tmp_path: Path) -> None:
    project = built.parent
    ours = _site(project, "mkdocs", tmp_path / "mkdocs")
    theirs = _site(project, "properdocs", tmp_path / "properdocs", properdocs)
    pages = sorted(path.relative_to(ours) for path in ours.rglob("*.html"))
    assert len(pages) > 100
    assert sorted(path.relative_to(theirs) for path in theirs.rglob("*.html")) == pages
    for page in pages:
        before, after = (site.joinpath(page).read_text("utf-8") for site in (ours, theirs))
        assert links(after) == links(before), page
        assert _GENERATOR.sub("", after) == _GENERATOR.sub("", before), page
    engines = [_GENERATOR.search(site.joinpath("about/index.html").read_text("utf-8")) for site in (ours, theirs)]
    assert ["ProperDocs" in found[0] for found in engines if found] == [False, True]
