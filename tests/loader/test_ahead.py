"""Files that are parsed in other processes: the same records, given out in shares; what fails there is read here."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

import mini_site
from counterside import workers
from counterside.loader import ahead, load
from counterside.memory import Memory
from counterside.model import Catalog, Record, Symptom


@pytest.fixture(autouse=True)
def three_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(workers, "hands", lambda: 3)
    monkeypatch.setattr(ahead, "MANY", 1)


def read(root: Path) -> tuple[Catalog, list[Sequence[Record]]]:
    """The catalog, and the shares that were given out while it was read."""
    shares: list[Sequence[Record]] = []
    catalog = load(root, Memory(), shared=lambda around, records: shares.append(records)).catalog
    assert catalog is not None
    return catalog, shares


def test_the_catalog_is_the_same_as_read_by_one() -> None:
    catalog, _ = read(mini_site.CATALOG)
    assert catalog == load(mini_site.CATALOG).catalog


def test_a_share_is_given_out_for_each_processor_but_one() -> None:
    catalog, shares = read(mini_site.CATALOG)
    given = [record for share in shares for record in share]
    assert (len(shares), given) == (2, list(catalog.records[: len(given)]))


def test_with_a_share_come_the_words_of_the_trade() -> None:
    around: list[Catalog] = []
    load(mini_site.CATALOG, Memory(), shared=lambda catalog, records: around.append(catalog))
    assert [(bool(each.terms), each.of(Symptom)) for each in around] == [(True, ()), (True, ())]


def test_what_is_known_is_not_parsed_again() -> None:
    memory = Memory()
    load(mini_site.CATALOG, memory)
    shares: list[Sequence[Record]] = []
    load(mini_site.CATALOG, memory.again(), shared=lambda around, records: shares.append(records))
    assert shares == []


def test_what_fails_elsewhere_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_parsed", lambda *given: 1 // 0)
    catalog, _ = read(mini_site.CATALOG)
    assert catalog == load(mini_site.CATALOG).catalog


def test_a_file_with_problems_is_told_whoever_parses_it(site: Path) -> None:
    for path in (site / "checklists" / "resolutions").iterdir():
        path.write_text(path.read_text("utf-8") + "unknown: key\n", encoding="utf-8")
    assert load(site, Memory()).problems == load(site).problems
