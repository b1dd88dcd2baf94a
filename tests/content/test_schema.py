"""The schemas that editors complete from are the model's own, and stand in the repository."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterside.cli.new import build_schemas
from counterside.content.load import FOLDERS, LISTS, package_labels
from counterside.content.yaml_reader import read_file
from counterside.model.nodes import ID
from counterside.text.i18n import PACKAGE_LANGUAGES
from mini_site import PROJECT, read_own_catalog, without_ids

FOLDER = PROJECT / "checklists" / "schema"


def test_the_exported_schemas_are_current() -> None:
    """Where this fails: `counterside schema`."""
    exported = {path.name: without_ids(path.read_text("utf-8")) for path in FOLDER.iterdir()}
    schemas = build_schemas(own=read_own_catalog().labels.words)
    assert exported == {name: without_ids(schema) for name, schema in schemas.items()}
    # What a word of a list means is said in the words of the site.
    assert "Paid: don’t charge again" in str(exported["rail.json"])


def test_a_schema_is_a_json_object_in_a_dialect_that_says_so(schemas: dict[str, str]) -> None:
    for name, schema in ((name, json.loads(text)) for name, text in schemas.items()):
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["title"] == name.removesuffix(".json")


def test_a_record_of_its_own_file_has_no_id_to_write(schemas: dict[str, str]) -> None:
    for kind in FOLDERS.values():
        schema = json.loads(schemas[f"{kind.__name__.lower()}.json"])
        assert "id" not in schema["properties"]


def test_every_file_of_records_has_a_schema(schemas: dict[str, str]) -> None:
    kinds = {f"{kind.__name__.lower()}.json" for kind in FOLDERS.values()}
    assert kinds | {f"{name}.json" for name in LISTS} <= set(schemas)


def records() -> list[Path]:
    return sorted((PROJECT / "checklists").rglob("*.yml"))


def test_a_record_names_its_schema_in_its_first_line() -> None:
    for path in records():
        found = re.match(r"# yaml-language-server: \$schema=(.+)\n", path.read_text("utf-8"))
        assert found is not None, path
        assert (path.parent / found[1]).resolve().is_file(), path


def ids(data: Any) -> Iterator[str]:
    """Every id below some plain data."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if key == "id":
            yield value
        elif isinstance(value, (dict, list)):
            yield from ids(value)


def test_a_schema_takes_the_ids_that_the_check_takes() -> None:
    free = ("article.yml", "wording.yml")  # numbers of paragraphs, names of phrases
    taken = [(path.name, name) for path in records() for name in ids(read_file(path, path.name).data)]
    assert [each for each in taken if each[0] not in free and re.fullmatch(ID, each[1]) is None] == []


def test_an_id_in_another_script_is_marked_while_it_is_typed(schemas: dict[str, str]) -> None:
    step = json.loads(schemas["symptom.json"])["$defs"]["Step"]["properties"]["id"]
    assert re.fullmatch(step["pattern"], "power-key")
    assert not re.fullmatch(step["pattern"], "充电")


def test_a_code_without_quotes_is_taken_as_the_check_takes_it(schemas: dict[str, str]) -> None:
    assert json.loads(schemas["rail.json"])["$defs"]["Code"]["properties"]["code"]["type"] == ["string", "integer"]


def test_labels_are_completed_in_every_language(schemas: dict[str, str]) -> None:
    known = json.loads(schemas["labels.json"])["properties"]
    assert set(known) == set(package_labels().words)
    assert set(known["home"]["properties"]) == set(PACKAGE_LANGUAGES)
