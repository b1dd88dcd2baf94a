"""The real site at two addresses, and an nginx for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from web_host import SUB_PATH, Host, build, served


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, compressed beforehand."""
    return build(tmp_path_factory.mktemp("project"), is_compressed=True)


@pytest.fixture(scope="session")
def built_below(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site for an address with a path."""
    return build(tmp_path_factory.mktemp("below"), f"https://counterside.example{SUB_PATH}/")


@pytest.fixture(scope="session")
def nginx(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The recipe as it stands, but for its port and folder."""
    yield from served(tmp_path_factory.mktemp("nginx"), built)


@pytest.fixture(scope="session")
def nginx_below(built_below: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The recipe with the site below a path."""
    yield from served(tmp_path_factory.mktemp("nginx-below"), built_below, SUB_PATH)
