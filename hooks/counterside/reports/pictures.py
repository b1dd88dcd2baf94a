"""Which steps and entries have a picture, and which pictures they show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from counterside.model import Catalog, Checklist, Contact, Link, Record, Resolution, Term


class Illustration(NamedTuple):
    """A step of a checklist or a remedy, a term or a contact, and the picture that it shows, if any."""

    at: Link
    picture: Link | None


def list_illustrations(catalog: Catalog) -> tuple[Illustration, ...]:
    """Every step of every published checklist and remedy, in their order."""
    found: tuple[Record, ...] = (*catalog.published(Checklist), *catalog.published(Resolution))
    return tuple(illustration for record in found for illustration in _of_steps(record))


class IllustratedRecord(NamedTuple):
    """A checklist or a remedy: its steps that show a picture, and those that do not."""

    record: Link
    shown: list[Illustration]
    bare: list[Illustration]


def illustrate_records(catalog: Catalog) -> list[IllustratedRecord]:
    """Each published checklist and remedy, by which of its steps show a picture."""
    found: dict[Link, IllustratedRecord] = {}
    for step in list_illustrations(catalog):
        record = found.setdefault(step.at.record, IllustratedRecord(step.at.record, [], []))
        (record.bare if step.picture is None else record.shown).append(step)
    return list(found.values())


def _of_steps(record: Record) -> Iterator[Illustration]:
    for step in getattr(record, "steps", ()):
        yield Illustration(Link(record.kind, record.id, step.id), step.picture)


def picture_uses(catalog: Catalog) -> Mapping[Link, tuple[Link, ...]]:
    """Where each picture is shown: steps first, then terms and contacts."""
    entries: tuple[Term | Contact, ...] = (*catalog.published(Term), *catalog.published(Contact))
    known = (*list_illustrations(catalog), *(Illustration(entry.ref, entry.picture) for entry in entries))
    found: dict[Link, tuple[Link, ...]] = {}
    for at, picture in known:
        if picture is not None:
            found[picture] = (*found.get(picture, ()), at)
    return found
