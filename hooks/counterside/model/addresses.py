"""Where a record is found on the site. The same path in every language, after the language's prefix."""

from __future__ import annotations

from typing import NamedTuple

from counterside.model.links import Link

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
