"""JSON Schema of every file an editor writes, from the one model: completion and hover in an editor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter

from counterside.content.load import FOLDERS, LISTS, package_labels
from counterside.model import Facts, Profile, Record, Site, Wording
from counterside.text.i18n import Text


def build_schemas() -> dict[str, str]:
    """File name below `checklists/schema/` → its content."""
    kinds = {kind.__name__.lower(): _describe_file(kind) for kind in FOLDERS.values()}
    lists = {name: _add_title(TypeAdapter(list[kind]).json_schema(), name) for name, kind in LISTS.items()}  # type: ignore[valid-type]
    singles: dict[str, type[BaseModel]] = {"site": Site, "wording": Wording, "facts": Facts, "profile": Profile}
    found = {**kinds, **lists, **{name: _add_title(kind.model_json_schema(), name) for name, kind in singles.items()}}
    labels = package_labels().words
    for schema in found.values():
        _explain_words(schema, labels)
    return {f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in found.items()}


def _describe_file(kind: type[BaseModel]) -> dict[str, Any]:
    """The schema of a record that is a file of its own: its id is the file's name, so it has no `id:`."""
    schema = _add_title(kind.model_json_schema(), kind.__name__.lower())
    schema["properties"].pop("id", None)
    schema["required"].remove("id")
    for part in schema.get("$defs", {}).values():
        if "code" in part.get("properties", {}) and issubclass(kind, Record):
            part["properties"].pop("id", None)
            part["required"] = [name for name in part["required"] if name != "id"]
    return schema


def _add_title(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": name}


def _explain_words(part: Any, labels: Mapping[str, Text]) -> None:
    """Beside every list of words, what each means in every language: the interface's own labels, `area_network`."""
    if isinstance(part, list):
        for inner in part:
            _explain_words(inner, labels)
    elif isinstance(part, dict):
        for name, field in part.get("properties", {}).items():
            for form in (field, *field.get("anyOf", ())):
                _explain_enum(name, form, labels)
        for inner in part.values():
            _explain_words(inner, labels)


def _explain_enum(name: str, form: dict[str, Any], labels: Mapping[str, Text]) -> None:
    texts = [labels.get(f"{name}_{word}") for word in form.get("enum", ())]
    if texts and all(texts):
        form["enumDescriptions"] = [" · ".join(sorted(text.values())) for text in texts if text]
