"""Typed links between records: `resolution:power-recovery#charger`, `step:charger`, `next`, `done`; and the addresses
that they lead to on the site, the same in every language after the language's prefix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import GetJsonSchemaHandler, PlainSerializer, PlainValidator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from counterside.text.problems import find_closest

if TYPE_CHECKING:
    from counterside.model.records import Record
    from counterside.text.problems import Place


RECORD_KINDS = (
    "symptom", "resolution", "routine", "case", "gate", "notice", "source", "contact", "term", "code", "myth",
    "picture",
)  # fmt: skip
WORDS = ("next", "done")
LINK_KINDS = (*RECORD_KINDS, "page", "step", *WORDS)

# A code's id has its rail before a slash; the step of a record may follow.
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


def guess_link(raw: str, kinds: Sequence[str] = ()) -> str:
    """The link that was probably meant by what is none: its kind left out, misspelled or in capitals, the colon of
    Chinese type, or a link in brackets. `kinds` are those that may be there, any if there are none. Empty where
    nothing is close."""
    written, colon, ending = raw.strip("[]").replace("：", ":").partition(":")
    kind, rest = written.strip(), ending.strip()
    if not colon:
        # A word that was misspelled, or an id whose kind was left out where only one kind may be.
        typed = [known for known in kinds if known not in WORDS]
        guesses = [find_closest(kind.lower(), WORDS), *(f"{known}:{kind}" for known in typed if len(typed) == 1)]
    else:
        meant = find_closest(kind.lower(), kinds or LINK_KINDS)
        guesses = [f"{meant}:{rest}", f"{meant}:{rest.lower()}"]  # a code keeps its capitals
    return next((guess for guess in guesses if parse_link(guess).kind), "")


def _read_link(raw: object) -> Link:
    if isinstance(raw, Link):
        return raw
    if isinstance(raw, str):
        return parse_link(raw)
    if isinstance(raw, list):
        return Link("", f"[{', '.join(map(str, raw))}]")  # one too many brackets; CS205 asks for one link
    raise PydanticCustomError("link", "a link is needed here")


class Kinds:
    """Which kinds of link a field takes, and the pattern that editors' completion has of them. The loader lets any kind
    in; rule CS205 reports those that do not belong there."""

    def __init__(self, *kinds: str, pattern: str = "") -> None:
        self.kinds = kinds
        words = [kind for kind in kinds if kind in WORDS]
        typed = "|".join(kind for kind in kinds if kind not in WORDS)
        forms = [*words, f"({typed}):[a-z0-9/A-Z-]+(#[a-z0-9-]+)?"] if typed else words
        self.pattern = pattern or f"^({'|'.join(forms)})$"

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": self.pattern, "kinds": list(self.kinds)}


AnyLink = Annotated[Link, PlainValidator(_read_link), PlainSerializer(str)]

_TICK = re.compile(r"(gate:[a-z0-9-]+)/([0-9]+)")


def _read_tick(raw: object) -> Link:
    """`gate:was-i-paid/1` as the gate's link with the tick's number, from 1, for its step."""
    found = _TICK.fullmatch(raw) if isinstance(raw, str) else None
    return parse_link(found[1])._replace(step=found[2]) if found else _read_link(raw)


Tick = Annotated[
    Link, PlainValidator(_read_tick), PlainSerializer(str), Kinds("gate", pattern="^gate:[a-z0-9-]+/[0-9]+$")
]
Answer = Annotated[AnyLink, Kinds("next", "done", "step", "resolution", "symptom")]
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


# Pages drawn from the catalog, by the name that `page:` links use → path.
GENERATED_PAGES = {
    "home": "",
    "symptoms": "symptoms/",
    "resolutions": "resolutions/",
    "routines": "routines/",
    "cases": "cases/",
    "areas": "areas/",
    "not-sure": "not-sure/",
    "codes": "codes/",
    "glossary": "glossary/",
    "myths": "myths/",
    "lessons": "lessons/",
    "call-card": "call-card/",
    "safety": "safety/",
    "print": "print/",
    "search": "search/",
    "sources": "sources/",
    "contribute/checks": "contribute/checks/",
    "contribute/coverage": "contribute/coverage/",
    "contribute/proof": "contribute/proof/",
    "contribute/pictures": "contribute/pictures/",
}

# Records with a page of their own, and records that are entries of a page.
_FOLDERS = {"symptom": "symptoms", "resolution": "resolutions", "routine": "routines", "case": "cases", "rail": "codes"}
_LISTS = {
    "term": "glossary/", "myth": "myths/", "source": "sources/",
    "picture": "contribute/pictures/",
    "notice": "safety/", "gate": "safety/", "contact": "safety/",
}  # fmt: skip


class Address(NamedTuple):
    """A path below the language's prefix, ending in `/` (empty: home), and an anchor, possibly empty."""

    path: str
    anchor: str = ""

    def __str__(self) -> str:
        return self.path + (f"#{self.anchor}" if self.anchor else "")


def find_address(link: Link) -> Address:
    """Where `link` leads. Raises `ValueError` for links that only mean something inside a record."""
    if link.kind in _FOLDERS:
        return Address(f"{_FOLDERS[link.kind]}/{link.id}/", link.step)
    if link.kind in _LISTS:
        return Address(_LISTS[link.kind], link.id)
    if link.kind == "code":
        rail, _, code = link.id.partition("/")
        return Address(f"codes/{rail}/", code)
    if link.kind == "page":
        return Address(GENERATED_PAGES.get(link.id, f"{link.id}/"), link.step)
    raise ValueError(f"{link} has no address of its own")


# Names that Windows reserves, with any ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
_REFUSED = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
# Characters of a name: endings and languages are added to it, and a file's name has 255 bytes.
MAX_NAME = 100


def is_portable(name: str) -> bool:
    """Whether every system can have a file of that name: Windows keeps some to itself."""
    return (
        name.lower().partition(".")[0] not in _DEVICES and not _REFUSED.search(name) and len(name.encode()) <= MAX_NAME
    )


def list_page_ids(record: Record, prefix: str) -> Iterator[tuple[str, dict[str, Place]]]:
    """The files of a record's page and sheet in the language with that prefix, each with the ids that it must hold and
    the places of what they belong to; nothing for a record without a page."""
    try:
        found = find_address(record.ref)
    except ValueError:  # a code's rail has the page
        return
    ids = {step.id: step.place for step in getattr(record, "steps", ())}
    yield f"{prefix}{found.path}index.html", ids | ({found.anchor: record.place} if found.anchor else {})
    if record.ref.kind in ("symptom", "routine"):
        yield f"{prefix}print/{record.ref.id}/index.html", ids
