"""What every part of a record is made of: frozen nodes that know their place, one walk over what they say, gates where
they are asked, and typed links between records (`resolution:power-recovery#charger`, `step:charger`, `next`, `done`)
with the addresses that they lead to on the site, the same in every language after the language's prefix."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Annotated, Any, Generic, NamedTuple, Self, TypeVar, cast, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    SerializerFunctionWrapHandler,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from counterside.text.i18n import list_targets
from counterside.text.problems import Place, find_closest

# ── links ──

RECORD_KINDS = (
    "symptom", "resolution", "routine", "case", "gate", "notice", "source", "contact", "term", "code", "myth",
    "picture",
)  # fmt: skip
WORDS = ("next", "done")
LINK_KINDS = (*RECORD_KINDS, "page", "step", *WORDS)

ID = "[a-z0-9]+(-[a-z0-9]+)*"
# Whether a text is an id; whether a code is written as screens show it: capitals and digits, words joined by `_`.
is_id = re.compile(ID).fullmatch
is_code = re.compile(r"[0-9A-Z]+(?:_[0-9A-Z]+)*").fullmatch
# A code's id has its rail before a slash; the step of a record may follow.
_FORM = re.compile(rf"(?P<kind>[a-z]+):(?P<id>{ID}(?:/[A-Za-z0-9_]+)?)(?:#(?P<step>{ID}))?")


class Link(NamedTuple):
    """A parsed link. `kind` is one of `LINK_KINDS`; `id` is empty for the words `next` and `done`."""

    kind: str
    id: str = ""
    step: str = ""

    def __str__(self) -> str:
        if not self.kind or not self.id:
            return self.kind or self.id
        return f"{self.kind}:{self.id}" + (f"#{self.step}" if self.step else "")

    @property
    def record(self) -> "Link":
        """The same link without its step."""
        return Link(self.kind, self.id) if self.step else self


NEXT = Link("next")
DONE = Link("done")


def parse_link(raw: str) -> Link:
    """`raw` as a `Link`; one of no kind if it is none: CS205 names it, and the record's other problems show as well."""
    if raw in WORDS:
        return Link(raw)
    match = _FORM.fullmatch(raw)
    if match is None or match["kind"] not in LINK_KINDS:
        return Link("", raw)
    return Link(match["kind"], match["id"], match["step"] or "")


def guess_link(raw: str, kinds: Sequence[str] = ()) -> str:
    """The link that was probably meant by what is none: its kind misspelled or in capitals, a Chinese colon, or a link
    in brackets. `kinds` may be there, any if there are none. Empty where nothing is close."""
    written, colon, ending = raw.strip("[]").replace("：", ":").partition(":")
    kind, rest = written.strip().lower(), ending.strip()
    if not colon:
        return find_closest(kind, WORDS)
    meant = find_closest(kind, kinds or LINK_KINDS)
    guesses = (f"{meant}:{rest}", f"{meant}:{rest.lower()}")  # a code keeps its capitals
    return next((guess for guess in guesses if parse_link(guess).kind), "")


def _read_link(raw: object) -> Link:
    if isinstance(raw, Link):
        return raw
    if isinstance(raw, str):
        return parse_link(raw)
    if isinstance(raw, list):
        return Link("", f"[{', '.join(map(str, raw))}]")  # one too many brackets; CS205 asks for one link
    raise PydanticCustomError("link", "a link is needed here")


def _take_kinds(*kinds: str, pattern: str = "") -> WithJsonSchema:
    """Which kinds of link a field takes, and the pattern that editors' completion has of them. The loader lets any kind
    in; rule CS205 reports those that do not belong there."""
    words = [kind for kind in kinds if kind in WORDS]
    typed = "|".join(kind for kind in kinds if kind not in WORDS)
    forms = [*words, f"({typed}):[a-z0-9/A-Z-]+(#[a-z0-9-]+)?"] if typed else words
    return WithJsonSchema({"type": "string", "pattern": pattern or f"^({'|'.join(forms)})$", "kinds": list(kinds)})


AnyLink = Annotated[Link, PlainValidator(_read_link), PlainSerializer(str)]

_TICK = re.compile(r"(gate:[a-z0-9-]+)/([0-9]+)")


def _read_tick(raw: object) -> Link:
    """`gate:was-i-paid/1` as the gate's link with the tick's number, from 1, for its step."""
    found = _TICK.fullmatch(raw) if isinstance(raw, str) else None
    return parse_link(found[1])._replace(step=found[2]) if found else _read_link(raw)


Tick = Annotated[
    Link, PlainValidator(_read_tick), PlainSerializer(str), _take_kinds("gate", pattern="^gate:[a-z0-9-]+/[0-9]+$")
]
Answer = Annotated[AnyLink, _take_kinds("next", "done", "step", "resolution", "symptom")]
ToSymptom = Annotated[AnyLink, _take_kinds("symptom")]
ToResolution = Annotated[AnyLink, _take_kinds("resolution")]
Remedy = Annotated[AnyLink, _take_kinds("resolution", "symptom")]
ToStep = Annotated[AnyLink, _take_kinds("symptom", "resolution", "routine")]
ToRoutine = Annotated[AnyLink, _take_kinds("routine")]
Exit = Annotated[AnyLink, _take_kinds("step", "resolution", "symptom")]
ToGate = Annotated[AnyLink, _take_kinds("gate")]
ToNotice = Annotated[AnyLink, _take_kinds("notice")]
ToSource = Annotated[AnyLink, _take_kinds("source")]
ToContact = Annotated[AnyLink, _take_kinds("contact")]
ToPicture = Annotated[AnyLink, _take_kinds("picture")]
ToPage = Annotated[AnyLink, _take_kinds("page")]
ToAnything = Annotated[AnyLink, _take_kinds(*RECORD_KINDS, "page")]
ToEntry = Annotated[AnyLink, _take_kinds("symptom", "page")]

# Pages drawn from the catalog, by the name that `page:` links use → path.
GENERATED_PAGES = {"home": ""} | {
    name: f"{name}/"
    for name in (
        "symptoms", "resolutions", "routines", "cases", "areas", "not-sure", "codes", "glossary", "myths", "lessons",
        "call-card", "safety", "print", "search", "sources", "contribute/checks", "contribute/coverage",
        "contribute/proof", "contribute/pictures",
    )
}  # fmt: skip

# Records with a page of their own, and records that are entries of a page.
_FOLDERS = {"symptom": "symptoms", "resolution": "resolutions", "routine": "routines", "case": "cases", "rail": "codes"}
_LISTS = {
    "term": "glossary/", "myth": "myths/", "source": "sources/",
    "picture": "contribute/pictures/",
    "notice": "safety/", "gate": "safety/", "contact": "safety/",
}  # fmt: skip


def find_address(link: Link) -> str:
    """Where `link` leads: a path below the language's prefix, ending in `/` (empty: home), then its anchor, if any.
    Raises `ValueError` for links that only mean something inside a record."""
    path, anchor = _LISTS.get(link.kind, ""), link.id
    if link.kind in _FOLDERS:
        path, anchor = f"{_FOLDERS[link.kind]}/{link.id}/", link.step
    elif link.kind == "code":
        rail, _, anchor = link.id.partition("/")
        path = f"codes/{rail}/"
    elif link.kind == "page":
        path, anchor = GENERATED_PAGES.get(link.id, f"{link.id}/"), link.step
    elif not path:
        raise ValueError(f"{link} has no address of its own")
    return f"{path}#{anchor}" if anchor else path


def find_path(link: Link) -> str:
    """The address of `link` without its anchor."""
    return find_address(link).partition("#")[0]


# Names that Windows reserves, with any ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
_REFUSED = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
# Characters of a name: endings and languages are added to it, and a file's name has 255 bytes.
MAX_NAME = 100


def is_portable(name: str) -> bool:
    """Whether every system can have a file of that name: Windows keeps some to itself."""
    stem = name.lower().partition(".")[0]
    return stem not in _DEVICES and not _REFUSED.search(name) and len(name.encode()) <= MAX_NAME


# ── nodes ──

# A language tag with its script and its region, where it needs them: `ms`, `zh-Hant`, `pt-BR`. The engine for the prose
# builds no language whose code has three letters; as a key it is read, so that one message says so, and not each text.
LANGUAGE = "[a-z]{2}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"
LanguageCode = Annotated[str, StringConstraints(pattern=f"^{LANGUAGE}$")]
_LanguageKey = Annotated[str, StringConstraints(pattern=f"^[a-z]?{LANGUAGE}$")]


def _accept_form(kind: str, pattern: str) -> BeforeValidator:
    """Takes a text only in one form: a number is no date, and `12.0` no whole number, although both can be read so."""
    form = re.compile(pattern)

    def check_form(raw: Any) -> Any:
        if isinstance(raw, str) and form.fullmatch(raw) is None:
            raise PydanticCustomError(kind, "another form of value")
        return raw

    return BeforeValidator(check_form)


Day = Annotated[date, _accept_form("date_form", "[0-9]{4}-[0-9]{2}-[0-9]{2}")]
Number = Annotated[int, _accept_form("int_form", "[0-9]+")]
YesOrNo = Annotated[bool, _accept_form("bool_form", "true|false")]

_STRING: JsonSchemaValue = {"type": "string"}
_STRINGS: JsonSchemaValue = {"type": "array", "items": _STRING}
# Mark fields that hold one text, or a list of words, in every language. Completion offers the languages of this
# project; a site with others may write them all the same.
_TEXT, _WORDS = (
    WithJsonSchema({"type": "object", "additionalProperties": each, "texts": {"each": each, "needed": each is _STRING}})
    for each in (_STRING, _STRINGS)
)
# Fact → what is said of it: values, `not` and a value, or `any`.
Effect = Mapping[str, tuple[str, ...]]


def _read_effect(raw: Any, read: ValidatorFunctionWrapHandler) -> Effect:
    try:  # one value may be without brackets
        return cast(Effect, read({fact: [said] if isinstance(said, str) else said for fact, said in raw.items()}))
    except (AttributeError, ValidationError):
        raise PydanticCustomError("effect", "facts with their values are needed here") from None


# Gives editors the form of an effect: facts, each with one value or a list of values.
_EFFECT = WithJsonSchema({"type": "object", "additionalProperties": {"anyOf": [_STRING, _STRINGS]}})
# What is known of some facts.
Effects = Annotated[dict[str, tuple[str, ...]], WrapValidator(_read_effect), _EFFECT]

# Marks parts that are records of their own: they get their location with their parent, and are walked alone.
NESTED = "nested record"

# One text, `{"zh": "…", "en": "…"}`; rule CS401 asks for every language of the site.
TextField = Annotated[dict[_LanguageKey, str], _TEXT]
# Lists of words, a list a language; need not be parallel.
WordsField = Annotated[dict[_LanguageKey, tuple[str, ...]], _WORDS]

# The name of a text whose languages are among the keys of its node, as in the place of an error. No key of a file is
# called so: what cannot be seen is taken out of all.
INLINE = "\0"

# Words for the search box alone. They are no part of an edition: one more would make good paper look out of date.
SearchWordsField = Annotated[WordsField, PlainSerializer(lambda words: None)]

Keys = tuple[str | int, ...]
W = TypeVar("W")


class Use(NamedTuple, Generic[W]):
    """What a record says at one place. `field` is its path without indexes, e.g. `steps.do`. `kinds` are those that the
    field of a link takes; empty for links inside a text."""

    place: Place
    field: str
    value: W
    kinds: tuple[str, ...] = ()


TextUse = Use[dict[str, str]]
WordsUse = Use[dict[str, tuple[str, ...]]]
LinkUse = Use[Link]
# What a part says of facts: a need asks for it, everything else says so.
EffectUse = Use[Effect]


class Uses(NamedTuple):
    """What a node and the parts inside say, by role, in the order of the fields; links inside texts are links too."""

    text: list[TextUse]
    words: list[WordsUse]
    link: list[LinkUse]
    effect: list[EffectUse]


class Node(BaseModel):
    """A part of a record. Frozen; unknown keys are refused; knows the place it was written at."""

    # Deferred: most classes are only ever built as parts of a record, and need nothing of their own.
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    @cached_property
    def place(self) -> Place:
        """Where this part is in the sources: no field, since parts that say the same are equal wherever they are."""
        return Place("")

    def set_location(self, place: Place) -> None:
        """Store the place of this part, and of every part inside."""
        self.__dict__["place"] = place
        for field in list_fields(type(self)):
            value = getattr(self, field.name) if field.role in ("node", "apart") else None
            if isinstance(value, Node):
                value.set_location(place.at(field.key))
            for index, part in enumerate(value if isinstance(value, tuple) else ()):
                part.set_location(place.at(field.key, index))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, changed, that is where this part is."""
        copied = super().model_copy(update=update, deep=deep)
        for known in ("uses", "fingerprint"):  # what was worked out is copied, and may have changed
            copied.__dict__.pop(known, None)
        return copied

    @cached_property
    def uses(self) -> Uses:
        """What it says, walked once: every rule and every page asks for it."""
        found = Uses([], [], [], [])
        _collect_uses(self, "", found)
        return found

    @cached_property
    def fingerprint(self) -> str:
        """12 hex digits over structure and texts but search words: changes exactly when what a reader follows does."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:12]


class FieldShape(NamedTuple):
    """How a field is walked. `role` is text, words, effect, link, node, or apart: parts walked on their own."""

    name: str
    key: str
    role: str
    many: bool
    kinds: tuple[str, ...]


@cache
def list_fields(node: type[Node]) -> tuple[FieldShape, ...]:
    """The walkable fields of a node class."""
    found = []
    for name, field in node.model_fields.items():
        # Marks may be on any layer of `Annotated[tuple[X, ...] | None, mark]`.
        parts = [*field.metadata, *walk_annotation(field.annotation)]
        forms = [part.json_schema or {} for part in parts if isinstance(part, WithJsonSchema)]
        kinds = tuple(kind for form in forms for kind in form.get("kinds", ()))
        is_node = any(isinstance(part, type) and issubclass(part, Node) for part in parts)
        other = "link" if kinds else "apart" if NESTED in parts else "node" if is_node else ""
        marks = ((_TEXT, "text"), (_WORDS, "words"), (_EFFECT, "effect"))
        role = next((role for mark, role in marks if any(part is mark for part in parts)), other)
        if role:
            many = get_origin(field.annotation) is tuple
            found.append(FieldShape(name, field.alias or name, role, many, kinds))
    return tuple(found)


def walk_annotation(annotation: Any) -> Iterator[Any]:
    """An annotation and everything inside it."""
    yield annotation
    for part in get_args(annotation):
        yield from walk_annotation(part)


def _collect_uses(node: Node, prefix: str, found: Uses) -> None:
    for field in list_fields(type(node)):
        value = getattr(node, field.name)
        if not value or field.role == "apart":
            continue
        path, place = prefix + field.key, node.place.at(field.key)
        if field.key == INLINE:  # an inline text has no key: its languages are keys of the node
            path, place = prefix[:-1], node.place
        for at, part in [(place.at(index), one) for index, one in enumerate(value)] if field.many else [(place, value)]:
            if field.role == "node":
                _collect_uses(part, f"{path}.", found)
                continue
            getattr(found, field.role).append(Use(at, path, part, field.kinds))
            for language, words in part.items() if field.role == "text" else ():
                found.link.extend(Use(at.at(language), path, parse_link(to)) for to in list_targets(words))


# ── parts of many records ──


def field(description: str, default: object = ..., **more: Any) -> Any:
    """A field with what editors see of it, in both languages; needed unless it has a default. `dict` makes one."""
    made = {"default_factory": default} if default is dict else {"default": default}
    return Field(**made, description=description, **more)


def hidden(description: str, default: object = None) -> Any:
    """A field that fingerprints leave out: it says nothing to readers that other fields do not, or is for the proof."""
    return field(description, default, exclude=True)


def later(description: str, default: object = None) -> Any:
    """A field that came later. It is left out while it says nothing: paper printed before it stays up to date."""
    return field(description, default, exclude_if=lambda value: not value or value == default)


# The name of a file in `checklists/pictures/`.
DrawingFile = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.svg$")]
# A picture is no part of an edition: its words are, and they say the same.
PICTURE = "shown with the words; says nothing that they do not · 配的图；图里的意思文字里都要有"


class PictureLabel(Node):
    """The words for one part of a picture: a number in it, one of its panels, or a pictogram of its own."""

    id: str = field("never changes · 定了就不改")
    text: TextField = field("the words · 写的字")
    svg: DrawingFile | None = field("a pictogram, for a list of them · 图标，一行一个时用", None)


_LANGUAGE = re.compile(f"[a-z]?{LANGUAGE}$")


class Condition(Node):
    """One tick of a gate: a text whose languages share one level with what the tick settles."""

    text: TextField = Field(alias=INLINE, description="what must be true · 要满足什么")
    set: Effects = hidden("facts that this tick settles · 勾上它就知道了什么", dict)

    @model_validator(mode="before")
    @classmethod
    def _gather_text(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return {INLINE: raw}
        # Languages and keys of the tick share one group: what looks like a language and is no key is one.
        languages = {key: words for key, words in raw.items() if key not in cls.model_fields and _LANGUAGE.match(key)}
        return {INLINE: languages, **{key: value for key, value in raw.items() if key not in languages}}

    @model_serializer(mode="wrap")
    def _write_text(self, write: SerializerFunctionWrapHandler) -> Any:
        # Texts alone, as ticks were written before they could settle anything: editions stay as they are.
        return dict(self.text)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        form = dict(handler.resolve_ref_schema(handler(core)))
        text = form["properties"].pop(INLINE)
        each = {"description": text["description"], **text["texts"]["each"]}
        return {**form, "texts": {"each": each, "needed": True}}


_FAILED = "where a missing tick leads from here · 在这里缺一项就去哪里"


class GateUse(Node):
    """A gate where it is asked. Written as a plain link, or as a group that says where a failed gate leads from here;
    without that, the gate's own `else` holds."""

    gate: ToGate = field("the gate to ask · 先过哪道关卡")
    otherwise: ToSymptom | None = Field(None, alias="else", description=_FAILED)

    @model_validator(mode="before")
    @classmethod
    def _read_link(cls, raw: Any) -> Any:
        return raw if isinstance(raw, (dict, cls)) else {"gate": raw}

    @model_serializer(mode="wrap")
    def _write_link(self, write: SerializerFunctionWrapHandler) -> Any:
        # A plain link stays one: paper printed before gates could say `else` keeps its edition.
        return write(self) if self.otherwise else str(self.gate)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        group = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [group["properties"]["gate"], group]}


class StepGateUse(GateUse):
    """A gate that a step of a checklist asks. If it fails, the reader may go on within the checklist."""

    otherwise: Exit | None = Field(None, alias="else", description=_FAILED)


class GateExit(Node):
    """Where a gate leads that is not passed, wherever a checklist or one of its remedies asks it."""

    gate: ToGate = field("the gate · 哪道关卡")
    otherwise: Exit = Field(alias="else", description="where a missing tick leads · 缺一项就去哪里")
