"""The fictional catalog's sheets, made once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from counterside.model import Catalog
from counterside.sheets import Made, Plan, Prints, plan
from counterside.text.files import Cache


@pytest.fixture(scope="session")
def planned(catalog: Catalog) -> Plan:
    """Every sheet of the fictional catalog."""
    return plan(catalog)


@pytest.fixture(scope="session")
def made(planned: Plan, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Made]:
    """Every sheet by its file name."""
    cache = Cache(Path(tmp_path_factory.mktemp("sheets")))
    return {one.sheet.name: one for one in Prints(cache).made(planned.sheets)}
