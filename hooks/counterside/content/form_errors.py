"""What pydantic says about a record, in an editor's words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from counterside.model import Node
from counterside.model.nodes import INLINE, FieldShape, shape
from counterside.text.problems import Check, Place, check, did_you_mean, find_closest, shorten_words

CHECKS: tuple[Check, ...] = (
    check(
        "CS003",
        "unknown-key",
        """Every key, every language and every file is one that the model knows.

        中文：每个键、每种语言、每个文件都是系统认识的。

        A mistyped key is silence: the step loses its text, and the page shows nothing where it should be. So is a
        key that the form chosen cannot use, such as `seen:` beside `choices:`.

        原因：键打错一个字母，不会有任何动静：那一步的文字没了，页面上该有话的地方是空的。选定的写法用不上的键也一样，
        比如 `choices:` 旁边的 `seen:`。

        Bad:
            notseen: resolution:power-recovery

        Good:
            not_seen: resolution:power-recovery
        """,
    ),
    check(
        "CS004",
        "missing-key",
        """Every key that a record needs is there.

        中文：必填的键一个都不能少。

        `checklists/README.md` shows every key of every kind once. A missing answer of a step is CS304.

        原因：每种记录有哪些键，`checklists/README.md` 里各列了一遍。一步缺了回答，归 CS304 管。

        Bad:
            title:
              zh: 不开机
              en: No power

        Good:
            number: 1
            title:
              zh: 不开机
              en: No power
        """,
    ),
    check(
        "CS005",
        "wrong-value",
        """Every value is of the kind its key takes: a number, a date, a word from a list, a text in both languages.

        中文：每个值的类型要对：数字、日期、固定词表里的词，或者两种语言的文字。

        Bad:
            urgency: quick

        Good:
            urgency: now
        """,
    ),
)

Keys = tuple[int | str, ...]
M = TypeVar("M", bound=BaseModel)


def _is_of_key(error: ErrorDetails) -> bool:
    """Whether an error is about a key of a text, which must be a language."""
    return error["loc"][-1:] == ("[key]",)


def keys_of(error: ErrorDetails) -> Keys:
    """The keys that lead to an error, as an editor wrote them."""
    return tuple(key for key in error["loc"] if key not in ("[key]", INLINE))


def drop_consequences(kind: type[BaseModel], errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """`errors` without those that follow from another: a key that is missing because it is misspelled is reported as
    misspelled alone. Of several keys that come close to it, the first is taken for it."""
    meant = set()
    for error in errors:
        keys = keys_of(error)
        if error["type"] == "extra_forbidden":
            name = find_closest(str(keys[-1]), _list_known(_find_owner(kind, keys[:-1]), keys))
            meant.add((*keys[:-1], name))
    odd = {keys_of(error) for error in errors if _is_of_key(error)}
    left = [
        error
        for error in errors
        if (error["type"] != "missing" or keys_of(error) not in meant)
        and (_is_of_key(error) or not any(keys_of(error)[: len(keys)] == keys for keys in odd))
    ]
    return list(_merge_missing(left))


def _merge_missing(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Errors with one for all keys that one part lacks: it was cut short, or copied without them."""
    lacking: dict[Keys, list[str]] = {}
    for error in errors:
        if error["type"] == "missing":
            *around, name = keys_of(error)
            names = lacking.setdefault(tuple(around), [])
            names.append(str(name))
            if len(names) > 1:
                continue
            error = {**error, "ctx": {"names": names}}
        yield error


def _find_field(owner: type[BaseModel] | None, name: str) -> FieldInfo | None:
    """A field of a class by the name it has in a record."""
    fields = owner.model_fields.items() if owner else ()
    return next((field for key, field in fields if (field.alias or key) == name), None)


def _shape(owner: type[BaseModel], name: str) -> FieldShape | None:
    shapes = shape(owner) if issubclass(owner, Node) else ()
    return next((found for found in shapes if found.key == name), None)


def _find_owner(kind: type[BaseModel], keys: Keys) -> type[BaseModel] | None:
    """The class of the part at `keys`; `None` inside texts and lists of words."""
    owner: type[BaseModel] | None = kind
    for key in keys:
        if isinstance(key, str):
            owner = _class_in(_find_field(owner, key))
    return owner


def _class_in(field: FieldInfo | None) -> type[BaseModel] | None:
    parts = _walk_annotation(field.annotation) if field else iter(())
    return next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)


def _walk_annotation(annotation: Any) -> Iterator[Any]:
    """An annotation and everything inside it."""
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _walk_annotation(part)


def explain_error(kind: type[BaseModel], error: ErrorDetails, place: Place, called: str) -> tuple[str, Place, str, str]:
    """Code, place, message and fix of an error in a part `called` so, in an editor's words."""
    keys = keys_of(error)
    name = str(keys[-1]) if keys else called
    owner = _find_owner(kind, keys[:-1])
    where = place.at(*keys)
    if _is_of_key(error):
        return _explain_language(kind, keys, where)
    if error["type"] == "extra_forbidden":
        known = _list_known(owner, keys)
        return "CS003", where, f"unknown key `{name}`{did_you_mean(name, known)}", f"known here: {', '.join(known)}"
    if error["type"] == "missing":
        names = error.get("ctx", {}).get("names", [name])
        missing = f"key `{name}` is missing" if len(names) == 1 else f"keys are missing: {', '.join(names)}"
        return "CS004", where, missing, "add " + ", ".join(f"`{each}:`{_describe_key(owner, each)}" for each in names)
    return "CS005", where, f"`{name}` {_explain_value(error)}", _suggest_fix(error, owner, name)


def _explain_language(kind: type[BaseModel], keys: Keys, where: Place) -> tuple[str, Place, str, str]:
    """What to say of a key that is no language: a key of the part around the text was put too far in."""
    name = str(keys[-1])
    around = _list_known(_find_owner(kind, keys[:-2]), keys)
    if name in around:
        return (
            "CS003",
            where,
            f"`{name}` is too far in: it is no language of `{keys[-2]}`",
            f"put it below `{keys[-2]}:`",
        )
    return (
        "CS003",
        where,
        f"unknown language `{name}`",
        "languages are written in small letters, as in checklists/site.yml",
    )


def _list_known(owner: type[BaseModel] | None, keys: Keys) -> list[str]:
    """The keys that may stand where the last of `keys` does. A record's own id is its file's name, or its code."""
    names = [field.alias or key for key, field in owner.model_fields.items()] if owner else []
    known = [name for name in names if name != INLINE]
    return known if len(keys) > 1 else [name for name in known if name != "id"]


def _describe_key(owner: type[BaseModel] | None, name: str) -> str:
    """What a key is for, from the model's own description."""
    field = _find_field(owner, name)
    return f" ({field.description})" if field is not None and field.description else ""


_COMPLAINTS = {
    "dict_type": "not a text in each language",
    "tuple_type": "not a list",
    "model_type": "not a group of keys",
    "string_type": "not a single line of text",
    "string_pattern_mismatch": "not of the form that this key takes",
    "link": "not a link",
    "effect": "not a group of facts with their values",
}
_A_DAY = "2026-11-22"
_NUMBERS = ("int_", "greater_than_equal", "less_than_equal")
_COMPLAINTS_BY_STEM = {
    "int_": "not a whole number",
    "greater_than_equal": "too small",
    "less_than_equal": "too large",
    "date": f"not a date such as {_A_DAY}",
    "bool": "neither true nor false",
}


def _explain_value(error: ErrorDetails) -> str:
    value = error["input"]
    shown = f"is `{shorten_words(str(value))}`, " if isinstance(value, (str, int)) else "is "
    if error["type"] == "literal_error":
        options = str(error.get("ctx", {})["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        return f"{shown}not one of {', '.join(options)}{did_you_mean(str(value), options)}"
    by_stem = (words for stem, words in _COMPLAINTS_BY_STEM.items() if error["type"].startswith(stem))
    words = _COMPLAINTS.get(error["type"]) or next(by_stem, None)
    return f"{shown}{words}" if words else f"{shown}not as it must be: {error['msg']}"


def _suggest_number(error: ErrorDetails, owner: type[BaseModel] | None, name: str) -> str:
    """The number that may have been meant: `25分钟` → 25."""
    field = _find_field(owner, name)
    most = next((limit.le for limit in field.metadata if hasattr(limit, "le")), None) if field else None
    digits = re.findall("[0-9]{1,6}", unicodedata.normalize("NFKC", str(error["input"])))
    is_likely = len(digits) == 1 and 0 < int(digits[0]) <= int(str(most or 0))
    up_to = f", from 1 to {most}" if most else ""
    return f"write digits alone{up_to}, e.g. `{name}: {digits[0] if is_likely else 15}`"


def _suggest_day(written: str) -> str:
    """The day that may have been meant: `2026/1/5` → 2026-01-05; one that shows the form where nothing is likely."""
    found = re.search(r"([12][0-9]{3})\D+([0-9]{1,2})\D+([0-9]{1,2})", unicodedata.normalize("NFKC", written))
    try:
        return date(*map(int, found.groups())).isoformat() if found else _A_DAY
    except ValueError:
        return _A_DAY


def _suggest_fix(error: ErrorDetails, owner: type[BaseModel] | None, name: str) -> str:
    if error["type"] == "dict_type":
        return "write two lines below the key, `zh: …` and `en: …`"
    if error["type"] == "effect":
        return f"write each fact on its own line below `{name}:`, with a value or `[a list, of values]`"
    if error["type"] == "tuple_type":
        return "write each entry on its own line, beginning with `- `"
    if error["type"] == "literal_error":
        return f"take one of those words for `{name}:`"
    if error["type"].startswith(_NUMBERS):
        return _suggest_number(error, owner, name)
    if error["type"].startswith("date"):
        return f"write year, month and day, e.g. `{name}: {_suggest_day(str(error['input']))}`"
    return f"correct it{_describe_key(owner, name)}; `checklists/README.md` shows the key in use"
