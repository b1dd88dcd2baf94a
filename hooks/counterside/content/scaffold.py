"""`new`: the text of a fresh record, drawn from the model: every key it needs, each with what it is for.

Texts hold `TODO`, which CS007 reports place by place, so that `check` is the list of what is left to write. A new
record is a draft: it breaks no build, and nothing has to lead to it yet.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from counterside.content.load import FOLDERS, LISTS, package_labels
from counterside.model import (
    Case,
    Catalog,
    Checklist,
    Code,
    Facts,
    Link,
    Node,
    Picture,
    Profile,
    Rail,
    Record,
    Resolution,
    Routine,
    Site,
    Symptom,
    Wording,
    is_code,
    parse_link,
)
from counterside.model.flow import list_remedies
from counterside.model.links import WORDS
from counterside.model.nodes import INLINE, FieldShape, list_fields
from counterside.model.records import CAUTIOUS
from counterside.text.i18n import Label, list_label_words
from counterside.text.problems import CannotDo, did_you_mean

TODO = "TODO"
# What a fresh record holds, by the model's field names; the texts that it needs are added.
Given = Mapping[str, Any]

KINDS: dict[str, type[Record]] = {kind.kind: kind for kind in (Symptom, Resolution, Routine, Case)}
LISTED: dict[str, type[Record]] = {
    kind.kind: kind for kind in LISTS.values() if issubclass(kind, Record) and kind.kind != Picture.kind
}
_FIRST_STEP = "first"
# What comes before the dash of a rail's entries.
_CODES = "  "
# Of a checklist's keys, those that come after all others, as in every record.
_LAST = ("minutes", "steps", "verify", "escalation")
_MINUTES = {Symptom: 15, Resolution: 10, Routine: 10}


def write_record(catalog: Catalog, kind: str, name: str, reviewed: str, about: str = "") -> str:
    """The text of a new record of a kind (a key of `KINDS`) with the id `name`. `about` is the checklist that a
    case tells of. Raises `CannotDo`."""
    _refuse_name(catalog, kind, name)
    model = KINDS[kind]
    given: dict[str, Any] = {
        "status": "draft",
        **_fill_record(catalog, model, about),
        "reviewed": reviewed,
        "sources": f"[{TODO}]",
    }
    # The schema by a relative path: editors then complete the record wherever the project is checked out.
    lines = _write_keys(model, given, catalog.site.codes)
    return "\n".join([f"# yaml-language-server: $schema=../schema/{kind}.json", *lines, ""])


def write_entry(catalog: Catalog, kind: str, name: str, reviewed: str) -> str:
    """The text of a new entry of a list, of a kind in `LISTED`. Raises `CannotDo`."""
    _refuse_name(catalog, kind, name)
    if catalog.find(Link(kind, name)) is not None or Link(kind, name) in catalog.broken:
        raise CannotDo(f"there is already a {kind} `{name}`")
    given = {"id": name, "status": "draft", "reviewed": reviewed, "read": reviewed, "ticks": [{}]}
    lines = _write_keys(LISTED[kind], given, catalog.site.codes, "  ", first="id")
    return "".join(f"{line}\n" for line in _indent_entry(lines, ""))


def write_code(catalog: Catalog, name: str, reviewed: str) -> tuple[Rail, str, Code | None]:
    """A new code, named like `card-cn/05`: its rail, its text, and the code before which it belongs, none for the end
    of the list. It says to look the payment up first, which is always safe. Raises `CannotDo`."""
    rail, code = _find_rail(catalog, name)
    given = {
        "code": f'"{code}"',
        "status": "draft",
        "action": CAUTIOUS[0],
        "resolution": catalog.site.code_help.first if catalog.site.code_help else _find_usual_escalation(catalog),
        "reviewed": reviewed,
        "sources": f"[{TODO}]",
    }
    lines = _indent_entry(_write_keys(Code, given, catalog.site.codes, _CODES + "  ", first="code"), _CODES)
    text = "".join(f"{line}\n" for line in lines)
    return rail, text, next((other for other in rail.codes if other.code > code), None)


def _find_rail(catalog: Catalog, name: str) -> tuple[Rail, str]:
    rails = {rail.id: rail for rail in catalog.of(Rail)}
    known, _, code = name.partition("/")
    if parse_link(f"code:{name}") != Link("code", name) or not is_code(code):
        example = next(iter(rails), "rail")
        raise CannotDo(f"`{name}` names no code: write the rail and the characters, e.g. `{example}/05`")
    if known not in rails:
        raise CannotDo(f"there is no rail `{known}`{did_you_mean(known, rails)}; rails: {', '.join(rails) or 'none'}")
    if any(other.code == code for other in rails[known].codes):
        raise CannotDo(f"`{code}` is already in {rails[known].place.file}")
    return rails[known], code


def _refuse_name(catalog: Catalog, kind: str, name: str) -> None:
    # What reads as a link with that id is an id: one rule for both.
    if "/" in name or parse_link(f"{kind}:{name}") != Link(kind, name):
        raise CannotDo(
            f"`{name}` is no id: it needs words of small letters a–z and digits, joined by hyphens, e.g. `no-power`"
        )
    for record in catalog.records:
        if record.kind in KINDS and record.id == name:
            raise CannotDo(f"there is already a {record.kind} `{name}`, in {record.place.file}")
        if record.kind in KINDS and name in record.was:
            raise CannotDo(f"`{name}` is a former id of {record.ref}: old links and old paper lead there")


# ── what can be derived ────────────────────────────────────────────────────────────────────────────────────────


def _fill_record(catalog: Catalog, model: type[Record], about: str) -> dict[str, Any]:
    """What a new record holds that is known already."""
    if model is Case:
        return _fill_case(catalog, about)
    step: dict[str, str] = {"id": _FIRST_STEP}
    if model is Resolution:
        return {"aliases": TODO, "cause": TODO, "verify": TODO, "minutes": _MINUTES[Resolution], "steps": [step]}
    usual = _find_usual_escalation(catalog)
    if model is Routine:
        step |= {"expect": TODO, "not_seen": usual}
        return {**_fill_number(catalog, Routine), "objective": TODO, "aliases": TODO, "steps": [step]}
    step |= {"expect": TODO, "seen": "done", "not_seen": usual}
    texts = {"use_if": [TODO], "do_now": [TODO], "never": [TODO], "aliases": TODO}
    return {**_fill_number(catalog, Symptom), **texts, "urgency": "now", "steps": [step], "escalation": usual}


def _fill_case(catalog: Catalog, about: str) -> dict[str, Any]:
    symptom = next((record for record in catalog.of(Symptom) if record.id == about), None)
    if symptom is None:
        known = ", ".join(record.id for record in catalog.of(Symptom))
        raise CannotDo(f"a case tells of one checklist: add `--symptom ID`, one of {known}")
    deciding = f"{symptom.ref}#{symptom.steps[0].id}" if symptom.steps else str(symptom.ref)
    remedies = [*list_remedies(symptom), Link("resolution", TODO)]
    remedy = catalog.find(remedies[0])
    return {
        "composite": "true",
        "symptom": str(symptom.ref),
        "timeline": [{"at": TODO, "step": deciding}],
        "deciding_step": deciding,
        "resolution": str(remedies[0]),
        "outcome": remedy.outcome if isinstance(remedy, Resolution) else "unresolved",
    }


def _fill_number(catalog: Catalog, kind: type[Checklist]) -> dict[str, Any]:
    """The first number after those of the same kind that no other checklist has, and a usual time box."""
    taken = {record.number for record in catalog.of(Checklist)}
    number = max((record.number for record in catalog.of(kind)), default=0) + 1
    while number in taken:  # symptoms and routines share their numbers
        number += 1
    return {"number": number, "minutes": _MINUTES[kind]}


def _find_usual_escalation(catalog: Catalog) -> str:
    """The remedy that most checklists end with."""
    ends = Counter(str(record.escalation) for record in catalog.of(Symptom))
    remedies = [str(record.ref) for record in catalog.of(Resolution) if record.outcome == "escalated"]
    found = [name for name, _ in ends.most_common(1)] or remedies
    if not found:
        message = "a checklist needs an end: first `counterside new resolution ID`, with `outcome: escalated`"
        raise CannotDo(message)
    return found[0]


# ── YAML ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _write_keys(
    kind: type[Record], given: Given, languages: tuple[str, ...], margin: str = "", first: str = "status"
) -> Iterator[str]:
    """The lines of a record: what comes first, its status, what is its own, and what every record carries."""
    shared = [name for name in Record.model_fields if name != "status"]
    own = [name for name in kind.model_fields if name not in Record.model_fields]
    if issubclass(kind, Checklist):
        own.sort(key=lambda name: _LAST.index(name) if name in _LAST else -1)  # all others keep their order
    for name in dict.fromkeys((first, "status", *own, *shared)):
        if name != "id" or first == "id":
            yield from _write_field(kind, name, given, languages, margin)


def _indent_entry(lines: Iterable[str], margin: str) -> Iterator[str]:
    """The lines of an entry, the first of them after a dash."""
    first, *rest = lines
    yield f"{margin}- {first.lstrip()}"
    yield from rest


def _write_field(kind: type[Node], name: str, given: Given, languages: tuple[str, ...], margin: str) -> Iterator[str]:
    field = kind.model_fields[name]
    if name not in given and not field.is_required():
        return
    key = field.alias or name
    form = next((found for found in list_fields(kind) if found.name == name), None)
    hint = f"  # {_read_hint(field)}" if _read_hint(field) else ""
    if key == INLINE and form is not None:  # its languages are keys of the part itself
        yield from _write_text(form, languages, margin)
    elif form is not None and form.role in ("text", "words"):
        yield f"{margin}{key}:{hint}"
        yield from _write_text(form, languages, margin + "  ")
    elif form is not None and form.role == "node":
        yield f"{margin}{key}:{hint}"
        parts = (part for part in get_args(field.annotation) if isinstance(part, type))
        entry = next(part for part in parts if issubclass(part, Node))
        for inner in given.get(name, [{}]):
            fields = (_write_field(entry, each, inner, languages, margin + "    ") for each in entry.model_fields)
            yield from _indent_entry(chain.from_iterable(fields), margin + "  ")
    else:
        yield f"{margin}{key}: {given.get(name, next(iter(_list_words(field.annotation)), TODO))}{hint}"


def _write_text(form: FieldShape, languages: tuple[str, ...], margin: str) -> Iterator[str]:
    """A text to be written: a line a language."""
    todo = f"[{TODO}]" if form.role == "words" else TODO
    lines = [f"{language}: {todo}" for language in languages]
    if form.many:
        lines = [("  " if index else "- ") + line for index, line in enumerate(lines)]
    yield from (margin + line for line in lines)


def _read_hint(field: FieldInfo) -> str:
    """What a key is for, and the words it takes."""
    return " · ".join(filter(None, (" | ".join(_list_words(field.annotation)), field.description)))


def _list_words(annotation: Any) -> tuple[str, ...]:
    """The words of a `Literal`, wherever in an annotation it is."""
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    return tuple(word for part in get_args(annotation) for word in _list_words(part))


# ── JSON Schema ──


def build_schemas(ids: Collection[Link] = (), languages: Collection[str] = ()) -> dict[str, str]:
    """File name below `checklists/schema/` → its content, with the languages of a site or of the package. `ids` are
    offered where a link to one of them is taken; any other link of the right form is taken as well."""
    kinds = {kind.__name__.lower(): _describe_file(kind) for kind in FOLDERS.values()}
    lists = {name: _add_title(TypeAdapter(list[kind]).json_schema(), name) for name, kind in LISTS.items()}  # type: ignore[valid-type]
    singles: dict[str, type[BaseModel]] = {"site": Site, "wording": Wording, "facts": Facts, "profile": Profile}
    found = {**kinds, **lists, **{name: _add_title(kind.model_json_schema(), name) for name, kind in singles.items()}}
    labels = package_labels().words
    spoken = languages or list(next(iter(labels.values())))
    for part in _list_groups(list(found.values())):
        _explain_enums(part, labels)
        _drop_nulls(part)
        if "texts" in part:  # a key for each language; lists of words need not have them all
            texts = part.pop("texts")
            part["required"] = list(spoken) if texts["needed"] else []
            part["properties"] = {**dict.fromkeys(spoken, texts["each"]), **part.get("properties", {})}
        if "kinds" in part:
            _offer_ids(part, ids)
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


def _list_groups(part: Any) -> Iterator[dict[str, Any]]:
    """Every group of keys inside a part of a schema, itself included, from the outside in."""
    if isinstance(part, dict):
        yield part
    for inner in list(part.values()) if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _list_groups(inner)


def _drop_nulls(part: dict[str, Any]) -> None:
    """Take out defaults of nothing, which editors would insert, and `null` beside a value: no key is written empty."""
    if part.get("default", 0) in (None, [], {}) or isinstance(part.get("default"), list):
        del part["default"]
    forms = [form for form in part.get("anyOf", ()) if form != {"type": "null"}]
    if len(forms) == 1:
        del part["anyOf"]
        part.update({**forms[0], **part})  # the key's own description goes before its kind's


def _offer_ids(part: dict[str, Any], ids: Collection[Link]) -> None:
    """Beside the form of a link, the links that there are."""
    known = sorted(str(link) for link in ids if link.kind in part["kinds"])
    words = [kind for kind in part.pop("kinds") if kind in WORDS]
    if known:
        # A list to choose from, and the form for what is not written yet.
        part["anyOf"] = [{"enum": [*words, *known]}, {"pattern": part.pop("pattern")}]


def _explain_enums(part: dict[str, Any], labels: Mapping[str, Label]) -> None:
    """Beside every list of words, what each means in every language: the interface's own labels, `area_network`."""
    for name, field in part.get("properties", {}).items():
        for form in (field, *field.get("anyOf", ())):
            texts = [labels.get(f"{name}_{word}") for word in form.get("enum", ())]
            if texts and all(texts):  # explanations belong to the words at the same position
                form["enumDescriptions"] = [" · ".join(sorted(list_label_words(text))) for text in texts if text]
