"""What pydantic says about a record, in an editor's words; and the copy mended, so that the rest can be judged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, Field, create_model
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from counterside.model import Node
from counterside.model.nodes import INLINE, FieldShape, shape
from counterside.text.problems import Place, closest, did_you_mean

Keys = tuple[int | str, ...]
M = TypeVar("M", bound=BaseModel)


def keys_of(error: ErrorDetails) -> Keys:
    """The keys that lead to an error, as an editor wrote them."""
    return tuple(key for key in error["loc"] if key not in ("[key]", INLINE))


def renamed(kind: type[BaseModel], data: Any, error: ErrorDetails) -> Keys:
    """Take a misspelled key in `data` for the one that it comes close to, if that one is not there: otherwise it would
    be missed as well, and one mistake gives one message. The keys that were meant, or none."""
    keys = keys_of(error)
    parent, owner = _parent(data, keys), _owner(kind, keys[:-1])
    if error["type"] != "extra_forbidden" or parent is None or owner is None:
        return ()
    wrong = str(keys[-1])
    name = closest(wrong, [field.alias or key for key, field in owner.model_fields.items()])
    if not name or name in parent:
        return ()
    parent[name] = parent.pop(wrong)
    return (*keys[:-1], name)


def dropped(data: Any, keys: Keys) -> None:
    """Take the last of `keys` out of `data`."""
    parent = _parent(data, keys)
    if parent is not None:
        parent.pop(str(keys[-1]), None)


def mended(kind: type[BaseModel], data: Any, error: ErrorDetails) -> bool:
    """Take the offending part out of `data`, or put an empty one in its place. False where neither helps."""
    keys = keys_of(error)
    if _is_gone(data, keys):
        return True
    parent = _parent(data, keys)
    if parent is None or not isinstance(keys[-1], str):
        return False
    name = keys[-1]
    owner = _owner(kind, keys[:-1])
    field = _field(owner, name)
    if owner is None or field is None or error["type"] == "extra_forbidden" or not field.is_required():
        parent.pop(name, None)
        return True
    if name == "id" and len(keys) > 1:
        parent[name] = ""  # a step or a choice without a name; what stands in it is judged all the same
        return True
    role = _shape(owner, name)
    if role is None or not (role.many or role.role == "text"):
        return False
    parent[name] = [] if role.many else {}
    return True


def loosened(kind: type[M], data: Any, errors: Sequence[ErrorDetails]) -> type[M] | None:
    """The same kind for who can do without some of its own keys, which are taken out of `data`: a record with a bad
    word for `urgency:` still has links and texts to judge. `None` where an error lies deeper, or takes its name."""
    names = {str(keys[0]) for keys in map(keys_of, errors) if len(keys) == 1}
    if len(names) < len(errors) or "id" in names or not isinstance(data, dict):
        return None
    for name in names:
        data.pop(name, None)
    return _without(kind, frozenset(names)) if names else kind


def is_whole(record: BaseModel) -> bool:
    """Whether nothing was taken out of a record's kind for it."""
    return type(record) not in _LOOSE


_LOOSE: set[type[BaseModel]] = set()


@cache
def _without(kind: type[M], names: frozenset[str]) -> type[M]:
    fields: dict[str, Any] = {
        key: (Any, Field(None, alias=field.alias))
        for key, field in kind.model_fields.items()
        if (field.alias or key) in names
    }
    loose = create_model(kind.__name__, __base__=kind, **fields)
    _LOOSE.add(loose)
    return loose


def _is_gone(data: Any, keys: Keys) -> bool:
    """Whether something around the last of `keys` was taken out for another error in it."""
    for key in keys[:-1]:
        if isinstance(data, dict) and key not in data:
            return True
        data = _inside(data, key)
    return False


def _parent(data: Any, keys: Keys) -> dict[str, Any] | None:
    """The mapping that holds the last of `keys`."""
    for key in keys[:-1]:
        data = _inside(data, key)
    return data if keys and isinstance(data, dict) else None


def _inside(data: Any, key: int | str) -> Any:
    """What stands in `data` under a key, or `None`."""
    if isinstance(data, dict):
        return data.get(key)
    return data[key] if isinstance(data, list) and isinstance(key, int) and key < len(data) else None


def _field(owner: type[BaseModel] | None, name: str) -> FieldInfo | None:
    """A field of a class by the name it has in a record."""
    fields = owner.model_fields.items() if owner else ()
    return next((field for key, field in fields if (field.alias or key) == name), None)


def _shape(owner: type[BaseModel], name: str) -> FieldShape | None:
    shapes = shape(owner) if issubclass(owner, Node) else ()
    return next((found for found in shapes if found.key == name), None)


def _owner(kind: type[BaseModel], keys: Keys) -> type[BaseModel] | None:
    """The class of the part at `keys`; `None` inside texts and lists of words."""
    owner: type[BaseModel] | None = kind
    for key in keys:
        if isinstance(key, str):
            owner = _class_in(_field(owner, key))
    return owner


def _class_in(field: FieldInfo | None) -> type[BaseModel] | None:
    parts = _parts(field.annotation) if field else iter(())
    return next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)


def _parts(annotation: Any) -> Iterator[Any]:
    """An annotation and everything inside it."""
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _parts(part)


def explained(kind: type[BaseModel], error: ErrorDetails, place: Place, called: str) -> tuple[str, Place, str, str]:
    """Code, place, message and fix of an error in a part `called` so, in an editor's words."""
    keys = keys_of(error)
    name = str(keys[-1]) if keys else called
    owner = _owner(kind, keys[:-1])
    where = place.at(*keys)
    if error["type"] == "extra_forbidden":
        known = _known(owner, keys)
        return "CS003", where, f"unknown key `{name}`{did_you_mean(name, known)}", f"known here: {', '.join(known)}"
    if error["type"] == "missing":
        return "CS004", where, f"key `{name}` is missing", f"add `{name}:`{_hint(owner, name)}"
    return "CS005", where, f"`{name}` {_complaint(error)}", _remedy(error, owner, name)


def _known(owner: type[BaseModel] | None, keys: Keys) -> list[str]:
    """The keys that may stand where the last of `keys` does. A record's own id is its file's name, or its code."""
    names = [field.alias or key for key, field in owner.model_fields.items()] if owner else []
    known = [name for name in names if name != INLINE]
    return known if len(keys) > 1 else [name for name in known if name != "id"]


def _hint(owner: type[BaseModel] | None, name: str) -> str:
    """What a key is for, from the model's own description."""
    field = _field(owner, name)
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


def _complaint(error: ErrorDetails) -> str:
    value = error["input"]
    shown = f"is `{value}`, " if isinstance(value, (str, int)) else "is "
    if error["type"] == "literal_error":
        options = str(error.get("ctx", {})["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        return f"{shown}not one of {', '.join(options)}{did_you_mean(str(value), options)}"
    by_stem = (words for stem, words in _COMPLAINTS_BY_STEM.items() if error["type"].startswith(stem))
    words = _COMPLAINTS.get(error["type"]) or next(by_stem, None)
    return f"{shown}{words}" if words else f"{shown}not as it must be: {error['msg']}"


def _number(error: ErrorDetails, owner: type[BaseModel] | None, name: str) -> str:
    """The number that may have been meant: `25分钟` → 25."""
    field = _field(owner, name)
    most = next((limit.le for limit in field.metadata if hasattr(limit, "le")), None) if field else None
    digits = re.findall("[0-9]{1,6}", unicodedata.normalize("NFKC", str(error["input"])))
    is_likely = len(digits) == 1 and 0 < int(digits[0]) <= int(str(most or 0))
    up_to = f", from 1 to {most}" if most else ""
    return f"write digits alone{up_to}, e.g. `{name}: {digits[0] if is_likely else 15}`"


def _day(written: str) -> str:
    """The day that may have been meant: `2026/1/5` → 2026-01-05; one that shows the form where nothing is likely."""
    found = re.search(r"([12][0-9]{3})\D+([0-9]{1,2})\D+([0-9]{1,2})", unicodedata.normalize("NFKC", written))
    try:
        return date(*map(int, found.groups())).isoformat() if found else _A_DAY
    except ValueError:
        return _A_DAY


def _remedy(error: ErrorDetails, owner: type[BaseModel] | None, name: str) -> str:
    if error["type"] == "dict_type":
        return "write two lines below the key, `zh: …` and `en: …`"
    if error["type"] == "effect":
        return f"write each fact on its own line below `{name}:`, with a value or `[a list, of values]`"
    if error["type"] == "tuple_type":
        return "write each entry on its own line, beginning with `- `"
    if error["type"] == "literal_error":
        return f"take one of those words for `{name}:`"
    if error["type"].startswith(_NUMBERS):
        return _number(error, owner, name)
    if error["type"].startswith("date"):
        return f"write year, month and day, e.g. `{name}: {_day(str(error['input']))}`"
    return f"correct it{_hint(owner, name)}; `checklists/README.md` shows the key in use"
