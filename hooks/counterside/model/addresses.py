"""Where a record is found on the site. The same path in every language, after the language's prefix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from counterside.model.links import Link

if TYPE_CHECKING:
    from counterside.model.records import Record
    from counterside.text.problems import Place

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
"""Pages drawn from the catalog, by the name that `page:` links use → path."""

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


def address(link: Link) -> Address:
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


_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
"""Names that Windows reserves, with any ending."""
_REFUSED = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
MAX_NAME = 100
"""Characters of a name: endings and languages are added to it, and a file's name has 255 bytes."""


def is_portable(name: str) -> bool:
    """Whether every system can have a file of that name: Windows keeps some to itself."""
    return (
        name.lower().partition(".")[0] not in _DEVICES and not _REFUSED.search(name) and len(name.encode()) <= MAX_NAME
    )


def page_ids(record: Record, prefix: str) -> Iterator[tuple[str, dict[str, Place]]]:
    """The files of a record's page and sheet in the language with that prefix, each with the ids that it must hold and
    the places of what they belong to; nothing for a record without a page."""
    try:
        found = address(record.ref)
    except ValueError:
        return
    ids = {step.id: step.place for step in getattr(record, "steps", ())}
    yield f"{prefix}{found.path}index.html", ids | ({found.anchor: record.place} if found.anchor else {})
    if record.ref.kind in ("symptom", "routine"):
        yield f"{prefix}print/{record.ref.id}/index.html", ids
