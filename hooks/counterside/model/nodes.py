"""What every part of a record is made of: frozen nodes that know their place, and one walk over texts and links."""

from __future__ import annotations

import hashlib
import json
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Annotated, Any, Generic, NamedTuple, Self, TypeVar, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    StringConstraints,
    WithJsonSchema,
    WrapSerializer,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from counterside.model.links import Kinds, Link, parse_link
from counterside.text.markup import list_targets
from counterside.text.problems import Place

# A language tag with its script and its region, where it needs them: `ms`, `zh-Hant`, `pt-BR`.
LANGUAGE = "[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"
LanguageCode = Annotated[str, StringConstraints(pattern=f"^{LANGUAGE}$")]


def _accept_form(kind: str, pattern: str) -> BeforeValidator:
    """Takes a text only in one form: a number is no date, and `12.0` no whole number, although both can be read so."""
    form = re.compile(pattern)

    def judge(raw: Any) -> Any:
        if isinstance(raw, str) and form.fullmatch(raw) is None:
            raise PydanticCustomError(kind, "another form of value")
        return raw

    return BeforeValidator(judge)


Day = Annotated[date, _accept_form("date_form", "[0-9]{4}-[0-9]{2}-[0-9]{2}")]
Number = Annotated[int, _accept_form("int_form", "[0-9]+")]
YesOrNo = Annotated[bool, _accept_form("bool_form", "true|false")]


def _describe_texts(value: JsonSchemaValue, is_needed: bool) -> WithJsonSchema:
    """The schema of a text in every language. Completion offers the languages of this project; a site with others may
    write them all the same."""
    texts = {"each": value, "needed": is_needed}
    return WithJsonSchema({"type": "object", "additionalProperties": value, "texts": texts})


# Mark fields that hold one text, or a list of words, in every language.
_TEXT = _describe_texts({"type": "string"}, is_needed=True)
_WORDS = _describe_texts({"type": "array", "items": {"type": "string"}}, is_needed=False)
# Marks parts that are records of their own: they get their location with their parent, and are walked alone.
NESTED = "nested record"

# One text, `{"zh": "…", "en": "…"}`; rule CS401 asks for every language of the site.
TextField = Annotated[dict[LanguageCode, str], _TEXT]
# Lists of words, a list a language; need not be parallel.
WordsField = Annotated[dict[LanguageCode, tuple[str, ...]], _WORDS]

# The name of a text whose languages are among the keys of its node, as in the place of an error.
INLINE = "[text]"
_FINGERPRINT = "fingerprint"


def _skip_fingerprint(words: Any, write: SerializerFunctionWrapHandler, info: SerializationInfo) -> Any:
    return None if info.context == _FINGERPRINT else write(words)


# Words for the search box alone. They are no part of an edition: one more would make good paper look out of date.
SearchWordsField = Annotated[WordsField, WrapSerializer(_skip_fingerprint)]


Keys = tuple[str | int, ...]
W = TypeVar("W")


class Use(NamedTuple, Generic[W]):
    """What a record says in each language, and where: `keys` lead to it from the part it belongs to. `field` is
    its path without indexes, e.g. `steps.do`."""

    part: Place
    keys: Keys
    field: str
    text: dict[str, W]

    @property
    def place(self) -> Place:
        """Where it is written. It is seldom asked for, and a record has dozens."""
        return self.part.at(*self.keys)


# One text.
TextUse = Use[str]
# Lists of words, a list a language.
WordsUse = Use[tuple[str, ...]]


class LinkUse(NamedTuple):
    """One link and where it is, as for a text. `kinds` are those the field takes; empty for links inside a text."""

    part: Place
    keys: Keys
    field: str
    link: Link
    kinds: tuple[str, ...]

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.part.at(*self.keys)


_NOWHERE = Place("", ())


class Node(BaseModel):
    """A part of a record. Frozen; unknown keys are refused; knows the place it was written at."""

    # Slots and no private attributes: those are made for every node, in Python, while it is validated.
    __slots__ = ("_fingerprint", "_place", "_walked")
    # Deferred: most classes are only ever built as parts of a record, and need nothing of their own.
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    @property
    def place(self) -> Place:
        """Where this part is in the sources."""
        return typing.cast(Place, getattr(self, "_place", _NOWHERE))

    def set_location(self, place: Place) -> None:
        """Store the place of this part, and of every part inside."""
        # A frozen model refuses plain assignment, to slots as well.
        object.__setattr__(self, "_place", place)
        object.__setattr__(self, "_walked", None)
        for field in _list_holders(type(self)):
            for child_place, child in _list_children(self, field, place):
                typing.cast(Node, child).set_location(child_place)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, changed, that is where this part is."""
        copied = super().model_copy(update=update, deep=deep)
        # Slots are not copied. The fingerprint must not be: it may have changed.
        object.__setattr__(copied, "_place", self.place)
        return copied

    @property
    def fingerprint(self) -> str:
        """12 hex digits over structure and texts: changes exactly when what a reader follows changes. Words for the
        search box are left out."""
        known = getattr(self, "_fingerprint", "")  # asked for once a language
        if not known:
            content = json.dumps(self.model_dump(mode="json", context=_FINGERPRINT), sort_keys=True, ensure_ascii=False)
            known = hashlib.sha256(content.encode()).hexdigest()[:12]
            object.__setattr__(self, "_fingerprint", known)
        return typing.cast(str, known)


class FieldShape(NamedTuple):
    """How one field of a node is walked. `role` is text, words, link, node, or apart for parts that
    are walked by themselves; anything else is not walked."""

    name: str
    key: str
    role: str
    many: bool
    kinds: tuple[str, ...]


@cache
def list_fields(node: type[Node]) -> tuple[FieldShape, ...]:
    """The walkable fields of a node class."""
    shapes = (_read_field(name, field) for name, field in node.model_fields.items())
    return tuple(found for found in shapes if found is not None)


def _read_field(name: str, field: FieldInfo) -> FieldShape | None:
    # Marks may be on any layer of `Annotated[tuple[X, ...] | None, mark]`.
    parts = [*field.metadata, *walk_annotation(field.annotation)]
    kinds = next((part.kinds for part in parts if isinstance(part, Kinds)), ())
    roles = {
        "text": any(part is _TEXT for part in parts),
        "words": any(part is _WORDS for part in parts),
        "link": bool(kinds),
        "apart": NESTED in parts,
        "node": any(isinstance(part, type) and issubclass(part, Node) for part in parts),
    }
    role = next((role for role, is_it in roles.items() if is_it), "")
    return FieldShape(name, field.alias or name, role, get_origin(field.annotation) is tuple, kinds) if role else None


def walk_annotation(annotation: Any) -> Iterator[Any]:
    """An annotation and everything inside it."""
    yield annotation
    for part in get_args(annotation):
        yield from walk_annotation(part)


@cache
def _list_holders(node: type[Node]) -> tuple[FieldShape, ...]:
    """The fields that hold further parts."""
    return tuple(field for field in list_fields(node) if field.role in ("node", "apart"))


def _list_children(node: Node, field: FieldShape, place: Place) -> Iterator[tuple[Place, Any]]:
    """The values of a field with their places, absent ones left out."""
    value = getattr(node, field.name)
    if field.many:
        yield from ((place.at(field.key, index), part) for index, part in enumerate(value or ()))
    elif value is not None:
        yield place.at(field.key), value


def list_parts(node: Node) -> Iterator[Node]:
    """A node and every part inside, those that are records of their own aside."""
    yield node
    for field in _list_holders(type(node)):
        for _, part in _list_children(node, field, _NOWHERE) if field.role == "node" else ():
            yield from list_parts(part)


class Walk(NamedTuple):
    """All the texts, links and lists of words of a node and of the parts inside, in the order of the fields."""

    texts: list[TextUse]
    links: list[LinkUse]
    words: list[WordsUse]


def list_texts(node: Node) -> Sequence[TextUse]:
    """Every text of a node and of the parts inside, in the order of the fields."""
    return _walk_node(node).texts


def list_links(node: Node) -> Sequence[LinkUse]:
    """Every link of a node and of the parts inside, those inside texts included."""
    return _walk_node(node).links


def list_words(node: Node) -> Sequence[WordsUse]:
    """Every list of words in each language of a node and of the parts inside."""
    return _walk_node(node).words


def _walk_node(node: Node) -> Walk:
    """All at once, and once a node: every rule and every page asks for them."""
    known: Walk | None = getattr(node, "_walked", None)
    if known is None:
        known = Walk([], [], [])
        _collect_uses(node, "", known)
        object.__setattr__(node, "_walked", known)
    return known


def _collect_uses(node: Node, prefix: str, found: Walk) -> None:
    values, place = node.__dict__, node.place  # `getattr` would cost as much as the rest of the walk
    for field, path, keys in _list_collected(type(node), prefix):
        value = values[field.name]
        if not value:
            continue
        if field.role == "node":
            for part in value if field.many else (value,):
                _collect_uses(part, f"{path}.", found)
        elif field.many:
            for index, part in enumerate(value):
                _add_use(part, place, (*keys, index), field, path, found)
        else:
            _add_use(value, place, keys, field, path, found)


def _add_use(value: Any, place: Place, keys: Keys, field: FieldShape, path: str, found: Walk) -> None:
    """One value of a field."""
    if field.role == "link":
        found.links.append(LinkUse(place, keys, path, value, field.kinds))
    elif field.role == "words":
        found.words.append(Use(place, keys, path, value))
    else:
        found.texts.append(Use(place, keys, path, value))
        for language, words in value.items():
            for target in list_targets(words):
                found.links.append(LinkUse(place, (*keys, language), path, parse_link(target), ()))


@cache
def _list_collected(node: type[Node], prefix: str) -> tuple[tuple[FieldShape, str, Keys], ...]:
    """The fields that are walked, each with its path and the keys that lead to it: parts that are walked by themselves
    aside. Thousands of records share them."""
    return tuple(
        # An inline text has no key: its languages are keys of the node.
        (field, prefix[:-1], ()) if field.key == INLINE else (field, prefix + field.key, (field.key,))
        for field in list_fields(node)
        if field.role != "apart"
    )
