"""What every part of a record is made of: frozen nodes that know their place, and one walk over texts and links."""

from __future__ import annotations

import hashlib
import json
import typing
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, NamedTuple, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, PrivateAttr, StringConstraints
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from counterside.markup import targets
from counterside.model.links import Kinds, Link, parse_link
from counterside.problems import Place

LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class TextForm:
    """Marks a field that holds one text in every language, and gives editors a schema with both."""

    def __init__(self, words: bool = False) -> None:
        self.words = words

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        value: JsonSchemaValue = {"type": "array", "items": {"type": "string"}} if self.words else {"type": "string"}
        return {
            "type": "object",
            "properties": {"zh": value, "en": value},
            "required": [] if self.words else ["zh", "en"],
            "additionalProperties": value,
        }


TextField = Annotated[dict[LanguageCode, str], TextForm()]
"""One text, `{"zh": "…", "en": "…"}`; rule CS401 asks for every language of the site."""
WordsField = Annotated[dict[LanguageCode, tuple[str, ...]], TextForm(words=True)]
"""Lists of words, a list a language; need not be parallel."""


class Apart:
    """Marks parts that are records of their own: they are settled with their parent, and walked by themselves."""


class TextUse(NamedTuple):
    """One text where it stands. `field` is its path without indexes, e.g. `steps.do`."""

    place: Place
    field: str
    text: dict[str, str]


class LinkUse(NamedTuple):
    """One link where it stands. `kinds` are those the field takes; empty for links inside a text."""

    place: Place
    field: str
    link: Link
    kinds: tuple[str, ...]


class Node(BaseModel):
    """A part of a record. Frozen; unknown keys are refused; knows the place it was written at."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    _place: Place = PrivateAttr(default=Place("", ()))
    _fingerprint: str = PrivateAttr(default="")

    @property
    def place(self) -> Place:
        """Where this part stands in the sources."""
        return self._place

    def settle(self, place: Place) -> None:
        """Tell this part, and every part inside, where it stands."""
        self._place = place
        for field in shape(type(self)):
            if field.role in ("node", "apart"):
                for child_place, child in _children(self, field, place):
                    typing.cast(Node, child).settle(child_place)

    def model_copy(self, **changes: Any) -> Self:
        """A copy, with what was remembered of the original forgotten."""
        copied = super().model_copy(**changes)
        copied._fingerprint = ""
        return copied

    @property
    def fingerprint(self) -> str:
        """12 hex digits over structure and texts: changes exactly when what a reader meets changes."""
        if not self._fingerprint:  # asked for once a language
            content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
            self._fingerprint = hashlib.sha256(content.encode()).hexdigest()[:12]
        return self._fingerprint


class FieldShape(NamedTuple):
    """How one field of a node is walked. `role` is text, words, link, node, or apart for parts that
    are walked by themselves; anything else is not walked."""

    name: str
    key: str
    role: str
    many: bool
    kinds: tuple[str, ...]


@cache
def shape(node: type[Node]) -> tuple[FieldShape, ...]:
    """The walkable fields of a node class."""
    shapes = (_field_shape(name, field) for name, field in node.model_fields.items())
    return tuple(found for found in shapes if found is not None)


def _field_shape(name: str, field: FieldInfo) -> FieldShape | None:
    marks = list(field.metadata)
    annotation: Any = field.annotation
    many = False
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            marks += more
        elif origin is tuple:
            many, annotation = True, get_args(annotation)[0]
        elif origin is typing.Union or str(origin) == "<class 'types.UnionType'>":
            annotation = next(part for part in get_args(annotation) if part is not type(None))
        else:
            break
    return _classified(name, field.alias or name, annotation, marks, many)


def _classified(name: str, key: str, annotation: Any, marks: list[Any], many: bool) -> FieldShape | None:
    for mark in marks:
        if isinstance(mark, TextForm):
            return FieldShape(name, key, "words" if mark.words else "text", many, ())
        if isinstance(mark, Kinds):
            return FieldShape(name, key, "link", many, mark.kinds)
    if isinstance(annotation, type) and issubclass(annotation, Node):
        apart = any(isinstance(mark, Apart) for mark in marks)
        return FieldShape(name, key, "apart" if apart else "node", many, ())
    return None


def _children(node: Node, field: FieldShape, place: Place) -> Iterator[tuple[Place, Any]]:
    """The values of a field with their places, absent ones left out."""
    value = getattr(node, field.name)
    if value is None:
        return
    if not field.many:
        yield place.at(field.key), value
        return
    for index, part in enumerate(value):
        yield place.at(field.key, index), part


def texts(node: Node, prefix: str = "") -> Iterator[TextUse]:
    """Every text of a node and of the parts inside, in the order of the fields."""
    for field in shape(type(node)):
        path = f"{prefix}{field.key}"
        if field.role == "text":
            for place, value in _children(node, field, node.place):
                yield TextUse(place, path, value)
        elif field.role == "node":
            for _, child in _children(node, field, node.place):
                yield from texts(child, f"{path}.")


def links(node: Node, prefix: str = "") -> Iterator[LinkUse]:
    """Every link of a node and of the parts inside, those inside texts included."""
    for field in shape(type(node)):
        path = f"{prefix}{field.key}"
        if field.role in ("words", "apart"):
            continue
        for place, value in _children(node, field, node.place):
            if field.role == "link":
                yield LinkUse(place, path, value, field.kinds)
            elif field.role == "text":
                yield from _text_links(place, path, value)
            else:
                yield from links(value, f"{path}.")


def _text_links(place: Place, path: str, text: dict[str, str]) -> Iterator[LinkUse]:
    for language, words in text.items():
        for target in targets(words):
            yield LinkUse(place.at(language), path, parse_link(target), ())
