"""The schemas that editors complete from are the model's own, and stand in the repository."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from counterside.cli.new import build_schemas
from counterside.content.load import FOLDERS, LISTS
from mini_site import PROJECT, without_ids

FOLDER = PROJECT / "checklists" / "schema"
SCHEMAS = build_schemas()


def test_the_exported_files_are_those_of_the_model() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(SCHEMAS)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_an_exported_schema_is_current(name: str) -> None:
    """Where this fails: `counterside schema`."""
    assert without_ids((FOLDER / name).read_text("utf-8")) == without_ids(SCHEMAS[name])


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_a_json_object_in_a_dialect_that_says_so(name: str) -> None:
    schema = json.loads(SCHEMAS[name])
    assert (schema["$schema"], schema["title"]) == (
        "https://json-schema.org/draft/2020-12/schema",
        name.removesuffix(".json"),
    )


def test_a_record_of_its_own_file_has_no_id_to_write() -> None:
    for kind in FOLDERS.values():
        schema = json.loads(SCHEMAS[f"{kind.__name__.lower()}.json"])
        assert "id" not in schema["properties"]


def test_every_file_of_records_has_a_schema() -> None:
    kinds = {f"{kind.__name__.lower()}.json" for kind in FOLDERS.values()}
    assert kinds | {f"{name}.json" for name in LISTS} <= set(SCHEMAS)


def records() -> list[Path]:
    return sorted(path for path in (PROJECT / "checklists").rglob("*.yml") if path.name not in ("labels.yml",))


@pytest.mark.parametrize("path", records(), ids=lambda path: path.relative_to(PROJECT / "checklists").as_posix())
def test_a_record_names_its_schema_in_its_first_line(path: Path) -> None:
    first = path.read_text("utf-8").split("\n", 1)[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(.+)", first)
    assert found is not None
    assert (path.parent / found[1]).resolve().is_file()
