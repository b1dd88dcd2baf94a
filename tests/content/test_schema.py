"""The schemas that editors complete from are the model's own, and stand in the repository."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterside.cli.new import build_schemas
from counterside.content.load import FOLDERS, LISTS, package_labels
from counterside.content.yaml_reader import read_file
from counterside.model.nodes import ID
from counterside.text.i18n import PACKAGE_LANGUAGES
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
    return sorted((PROJECT / "checklists").rglob("*.yml"))


@pytest.mark.parametrize("path", records(), ids=lambda path: path.relative_to(PROJECT / "checklists").as_posix())
def test_a_record_names_its_schema_in_its_first_line(path: Path) -> None:
    first = path.read_text("utf-8").split("\n", 1)[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(.+)", first)
    assert found is not None
    assert (path.parent / found[1]).resolve().is_file()


def ids(data: Any) -> Iterator[str]:
    """Every id below some plain data."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if key == "id":
            yield value
        elif isinstance(value, (dict, list)):
            yield from ids(value)


@pytest.mark.parametrize("path", records(), ids=lambda path: path.relative_to(PROJECT / "checklists").as_posix())
def test_a_schema_takes_the_ids_that_the_check_takes(path: Path) -> None:
    free = ("article.yml", "wording.yml")  # numbers of paragraphs, names of phrases
    taken = [] if path.name in free else ids(read_file(path, path.name).data)
    assert [name for name in taken if re.fullmatch(ID, name) is None] == []


def test_an_id_in_another_script_is_marked_while_it_is_typed() -> None:
    step = json.loads(SCHEMAS["symptom.json"])["$defs"]["Step"]["properties"]["id"]
    assert re.fullmatch(step["pattern"], "power-key")
    assert not re.fullmatch(step["pattern"], "充电")


def test_a_code_without_quotes_is_taken_as_the_check_takes_it() -> None:
    assert json.loads(SCHEMAS["rail.json"])["$defs"]["Code"]["properties"]["code"]["type"] == ["string", "integer"]


def test_labels_are_completed_in_every_language() -> None:
    known = json.loads(SCHEMAS["labels.json"])["properties"]
    assert set(known) == set(package_labels().words)
    assert set(known["home"]["properties"]) == set(PACKAGE_LANGUAGES)
