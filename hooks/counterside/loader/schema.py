"""JSON Schema of every file an editor writes, from the one model: completion and hover in an editor."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, TypeAdapter

from counterside.loader.reading import FOLDERS, LISTS
from counterside.model import Profile, Record, Site


def schemas() -> dict[str, str]:
    """File name below `checklists/schema/` → its content."""
    kinds = {kind.__name__.lower(): _of_file(kind) for kind in FOLDERS.values()}
    lists = {name: _titled(TypeAdapter(list[kind]).json_schema(), name) for name, kind in LISTS.items()}  # type: ignore[valid-type]
    found = {**kinds, **lists, "site": _titled(Site.model_json_schema(), "site"), "profile": _titled(Profile.model_json_schema(), "profile")}
    return {f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in found.items()}


def _of_file(kind: type[BaseModel]) -> dict[str, Any]:
    """The schema of a record that is a file of its own: its id is the file's name, so it has no `id:`."""
    schema = _titled(kind.model_json_schema(), kind.__name__.lower())
    schema["properties"].pop("id", None)
    schema["required"].remove("id")
    for part in schema.get("$defs", {}).values():
        if "code" in part.get("properties", {}) and issubclass(kind, Record):
            part["properties"].pop("id", None)
            part["required"] = [name for name in part["required"] if name != "id"]
    return schema


def _titled(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": name}
