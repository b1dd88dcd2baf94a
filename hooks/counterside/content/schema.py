"""JSON Schema of every file an editor writes, from the one model: completion and hover in an editor."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter

from counterside.content.load import FOLDERS, LISTS, package_labels
from counterside.model import Facts, Link, Profile, Record, Site, Wording
from counterside.model.links import WORDS
from counterside.text.i18n import Label, list_label_words


def build_schemas(ids: Collection[Link] = (), languages: Collection[str] = ()) -> dict[str, str]:
    """File name below `checklists/schema/` → its content, with the languages of a site or of the package. `ids` are
    offered where a link to one of them is taken; any other link of the right form is taken as well."""
    kinds = {kind.__name__.lower(): _describe_file(kind) for kind in FOLDERS.values()}
    lists = {name: _add_title(TypeAdapter(list[kind]).json_schema(), name) for name, kind in LISTS.items()}  # type: ignore[valid-type]
    singles: dict[str, type[BaseModel]] = {"site": Site, "wording": Wording, "facts": Facts, "profile": Profile}
    found = {**kinds, **lists, **{name: _add_title(kind.model_json_schema(), name) for name, kind in singles.items()}}
    labels = package_labels().words
    for schema in found.values():
        _explain_words(schema, labels)
        _drop_nulls(schema)
        _name_languages(schema, languages or list(next(iter(labels.values()))))
        _offer_ids(schema, ids)
    return {f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in found.items()}


def _describe_file(kind: type[BaseModel]) -> dict[str, Any]:
    """The schema of a record that is a file of its own: its id is the file's name, so it has no `id:`."""
    schema = _add_title(kind.model_json_schema(), kind.__name__.lower())
    schema["properties"].pop("id", None)
    schema["required"].remove("id")
    # Codes inside a rail are named by their characters, so they have no id either.
    for part in schema.get("$defs", {}).values():
        if "code" in part.get("properties", {}) and issubclass(kind, Record):
            part["properties"].pop("id", None)
            part["required"] = [name for name in part["required"] if name != "id"]
    return schema


def _add_title(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": name}


def _drop_nulls(part: Any) -> None:
    """Take out defaults of nothing, which editors would insert, and `null` beside a value: no key is written empty."""
    if isinstance(part, dict):
        if part.get("default", 0) in (None, [], {}) or isinstance(part.get("default"), list):
            del part["default"]
        forms = [form for form in part.get("anyOf", ()) if form != {"type": "null"}]
        if len(forms) == 1:
            del part["anyOf"]
            part.update({**forms[0], **part})  # the key's own description goes before its kind's
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _drop_nulls(inner)


def _name_languages(part: Any, languages: Collection[str]) -> None:
    """In every text, a key for each language; lists of words need not have them all."""
    if isinstance(part, dict) and "texts" in part:
        texts = part.pop("texts")
        part["required"] = list(languages) if texts["needed"] else []
        part["properties"] = {**dict.fromkeys(languages, texts["each"]), **part.get("properties", {})}
    for inner in list(part.values()) if isinstance(part, dict) else part if isinstance(part, list) else ():
        _name_languages(inner, languages)


def _offer_ids(part: Any, ids: Collection[Link]) -> None:
    """Beside the form of a link, the links that there are."""
    if isinstance(part, dict) and "kinds" in part:
        known = sorted(str(link) for link in ids if link.kind in part["kinds"])
        words = [kind for kind in part.pop("kinds") if kind in WORDS]
        if known:
            # A list to choose from, and the form for what is not written yet.
            part["anyOf"] = [{"enum": [*words, *known]}, {"pattern": part.pop("pattern")}]
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _offer_ids(inner, ids)


def _explain_words(part: Any, labels: Mapping[str, Label]) -> None:
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


def _explain_enum(name: str, form: dict[str, Any], labels: Mapping[str, Label]) -> None:
    texts = [labels.get(f"{name}_{word}") for word in form.get("enum", ())]
    if texts and all(texts):  # explanations belong to the words at the same position
        form["enumDescriptions"] = [" · ".join(sorted(list_label_words(text))) for text in texts if text]
