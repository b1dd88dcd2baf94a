"""Typed links between records: `resolution:power-recovery#charger`, `step:charger`, `next`, `done`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, NamedTuple

from pydantic import GetJsonSchemaHandler, PlainSerializer, PlainValidator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from counterside.text.problems import find_closest

RECORD_KINDS = (
    "symptom", "resolution", "routine", "case", "gate", "notice", "source", "contact", "term", "code", "myth",
    "picture",
)  # fmt: skip
WORDS = ("next", "done")
LINK_KINDS = (*RECORD_KINDS, "page", "step", *WORDS)

_FORM = re.compile(
    r"(?P<kind>[a-z]+):(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*(?:/[A-Za-z0-9_]+)?)(?:#(?P<step>[a-z0-9]+(?:-[a-z0-9]+)*))?"
)

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[0-9A-Z]+(?:_[0-9A-Z]+)*")


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
    def record(self) -> Link:
        """The same link without its step."""
        return Link(self.kind, self.id) if self.step else self


NEXT = Link("next")
DONE = Link("done")


def parse_link(raw: str) -> Link:
    """`raw` as a `Link`. What is no link becomes one of no kind, so that a wrong link does not hide the record's
    other problems; rule CS205 names it."""
    if raw in WORDS:
        return Link(raw)
    match = _FORM.fullmatch(raw)
    if match is None or match["kind"] not in LINK_KINDS:
        return Link("", raw)
    return Link(match["kind"], match["id"], match["step"] or "")


def is_code(text: str) -> bool:
    """Whether a code is written as screens show it: capitals and digits, words joined by `_`."""
    return _CODE.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Whether a text is an id: small letters and digits, words joined by hyphens."""
    return _ID.fullmatch(text) is not None


def meant_by(raw: str, kinds: Sequence[str] = ()) -> str:
    """The link that was probably meant by what is none: its kind left out, misspelled or in capitals, the colon of
    Chinese type, or a link in brackets. `kinds` are those that may stand there, any if there are none. Empty where
    nothing is close."""
    written, colon, ending = raw.strip("[]").replace("：", ":").partition(":")
    kind, rest = written.strip(), ending.strip()
    if not colon:
        typed = [known for known in kinds if known not in WORDS]
        guesses = [find_closest(kind.lower(), WORDS), *(f"{known}:{kind}" for known in typed if len(typed) == 1)]
    else:
        meant = find_closest(kind.lower(), kinds or LINK_KINDS)
        guesses = [f"{meant}:{rest}", f"{meant}:{rest.lower()}"]
    return next((guess for guess in guesses if parse_link(guess).kind), "")


def _link_field(raw: object) -> Link:
    if isinstance(raw, Link):
        return raw
    if isinstance(raw, str):
        return parse_link(raw)
    if isinstance(raw, list):
        return Link("", f"[{', '.join(map(str, raw))}]")  # one too many brackets; CS205 asks for one link
    raise PydanticCustomError("link", "a link is needed here")


class Kinds:
    """Which kinds of link a field takes. The loader lets any kind in; rule CS205 judges."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": self.pattern, "kinds": list(self.kinds)}

    @property
    def pattern(self) -> str:
        """A regular expression for editors' completion."""
        words = [kind for kind in self.kinds if kind in WORDS]
        kinds = [kind for kind in self.kinds if kind not in WORDS]
        typed = [f"({'|'.join(kinds)}):[a-z0-9/A-Z-]+(#[a-z0-9-]+)?"] if kinds else []
        return f"^({'|'.join(words + typed)})$"


AnyLink = Annotated[Link, PlainValidator(_link_field), PlainSerializer(str)]

_TICK = re.compile(r"(gate:[a-z0-9-]+)/([0-9]+)")


def _tick_field(raw: object) -> Link:
    """`gate:was-i-paid/1` as the gate's link with the tick's number, from 1, for its step."""
    found = _TICK.fullmatch(raw) if isinstance(raw, str) else None
    return parse_link(found[1])._replace(step=found[2]) if found else _link_field(raw)


class TickForm(Kinds):
    """Marks a field that takes ticks of gates, and gives editors their form."""

    @property
    def pattern(self) -> str:
        return "^gate:[a-z0-9-]+/[0-9]+$"


Tick = Annotated[Link, PlainValidator(_tick_field), PlainSerializer(str), TickForm("gate")]
Answer = Annotated[AnyLink, Kinds("next", "done", "step", "resolution", "symptom")]
Onward = Annotated[AnyLink, Kinds("next", "done", "step", "resolution", "symptom")]
ToSymptom = Annotated[AnyLink, Kinds("symptom")]
ToResolution = Annotated[AnyLink, Kinds("resolution")]
Remedy = Annotated[AnyLink, Kinds("resolution", "symptom")]
ToStep = Annotated[AnyLink, Kinds("symptom", "resolution", "routine")]
ToPrevention = Annotated[AnyLink, Kinds("routine")]
Exit = Annotated[AnyLink, Kinds("step", "resolution", "symptom")]
ToGate = Annotated[AnyLink, Kinds("gate")]
ToNotice = Annotated[AnyLink, Kinds("notice")]
ToSource = Annotated[AnyLink, Kinds("source")]
ToContact = Annotated[AnyLink, Kinds("contact")]
ToPicture = Annotated[AnyLink, Kinds("picture")]
ToPage = Annotated[AnyLink, Kinds("page")]
ToAnything = Annotated[AnyLink, Kinds(*RECORD_KINDS, "page")]
ToEntry = Annotated[AnyLink, Kinds("symptom", "page")]
