"""Files: what is kept, swapped and named, and what is left where that fails."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from counterside.text.files import Cache, dependency_versions, swap_folders


def test_a_cache_keeps_what_is_still_asked_for(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for key in ("a1", "b2"):
        cache.put(key, key.encode())
    cache.prune(["b2", "c3"])
    assert (cache.get("a1"), cache.get("b2")) == (None, b"b2")


def test_a_cache_that_holds_nothing_yet_forgets_nothing(tmp_path: Path) -> None:
    Cache(tmp_path / "none").prune([])
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_replaced_stays_in_its_place(tmp_path: Path) -> None:
    place = tmp_path / "site"
    place.mkdir()
    (place / "index.html").write_bytes(b"old")
    with pytest.raises(FileNotFoundError):
        swap_folders(tmp_path / "not-built", place)
    assert (place / "index.html").read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_that_cannot_be_put_where_none_was_leaves_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="not-built'"):
        swap_folders(tmp_path / "not-built", tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_is_not_installed_has_no_version() -> None:
    lines = dependency_versions(["pyyaml", "no-such-package-anywhere"]).splitlines()
    assert lines[-2:] == [f"pyyaml {version('pyyaml')}", "no-such-package-anywhere -"]
