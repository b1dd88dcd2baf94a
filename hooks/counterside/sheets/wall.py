"""The papers that are about all lists at once: poster, till cards, record pad, the sheet of the call and of safety, the
booklet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.model.records import Checklist, Code, Rail, Resolution, Symptom
from counterside.model.site import TriageEntry
from counterside.sheets.content import (
    SheetContent,
    build_blank,
    build_label,
    list_contacts,
)
from counterside.sheets.document import (
    A3,
    A4,
    Paper,
    Side,
    build_typst_input,
    draw_qr,
    write_runs,
    write_side,
    write_value,
)
from counterside.sheets.pictures import build_picture
from counterside.text.i18n import Text


@dataclass(frozen=True)
class ListEntry:
    """A list as posters and covers name it; `icon` is the body of its pictogram."""

    id: str
    number: str
    title: Text
    icon: str


@dataclass(frozen=True)
class ListGroup:
    """The lists that one answer to *what do you see?* leads to, most likely first."""

    title: Text
    is_danger: bool
    lists: tuple[ListEntry, ...]


def describe_site(catalog: Catalog, contents: Sequence[SheetContent], language: str) -> dict[str, Any]:
    """What papers about all lists say of the site, as JSON in one language; what the customer hears in every one.
    `paid_list` is where a doubtful payment leads, `picture` how its result looks; `calls` are the escalations of all
    lists, each once."""
    site, waiting = catalog.site, catalog.site.waiting
    doubt = catalog.find(waiting.yes) if waiting else None
    say = site.code_help.say.wait if site.code_help else None
    facts = {
        "name": site.name,
        "question": site.question,
        "address": site.address,
        "edition": build_edition(contents),
        "groups": tuple(_groups(catalog)),
        "contacts": tuple((one.number, one.name) for one in list_contacts(catalog, site.emergency)),
        "blanks": tuple(build_blank(catalog, line) for line in site.blanks),
        "record_lines": tuple(build_blank(catalog, line) for line in site.record_lines),
        "stop": waiting.first if waiting else None,
        "paid_question": waiting.question if waiting else None,
        "paid_list": f"{doubt.number:02d}" if isinstance(doubt, Checklist) else "",
        "keep": waiting.keep if waiting else None,
        "picture": build_picture(catalog, waiting.picture) if waiting else None,
        "calls": tuple({one.id: one for content in contents for one in content.remedies if not one.letter}.values()),
        "notices": tuple({one.id: one for content in contents for one in content.notices}.values()),
        "provider": catalog.profile.name if catalog.profile else None,
        "routines": tuple(build_entry(catalog, one) for one in catalog.routines),
    }
    said = [[code, write_runs(say, code)] for code in site.printed] if say else []
    return {**write_value(facts, language), "qr": draw_qr(site.address, quiet=False), "say_all": said}


def build_edition(contents: Sequence[SheetContent]) -> str:
    """The edition of a paper about all lists: the newest date of theirs, and 6 hex digits over all their editions."""
    editions = sorted(content.edition for content in contents)
    return f"{editions[-1][:10] if editions else ''}-{hashlib.sha256(' '.join(editions).encode()).hexdigest()[:6]}"


def _groups(catalog: Catalog) -> Iterator[ListGroup]:
    """The lists in the order of the triage, each once; one that it does not name with the first that are as urgent, or
    else where most are; routines not at all."""
    seen: set[Link] = set()
    groups: list[tuple[TriageEntry, list[Symptom]]] = []
    for entry in catalog.site.triage:
        found = [catalog.find(link) for link in entry.to]
        lists = [one for one in found if isinstance(one, Symptom) and one.ref not in seen]
        seen |= {one.ref for one in lists}
        if lists:
            groups.append((entry, lists))
    for one in catalog.symptoms:
        if one.ref not in seen:
            alike = (lists for _, lists in groups if any(each.urgency == one.urgency for each in lists))
            next(alike, max((lists for _, lists in groups), key=len, default=[])).append(one)
    for entry, several in groups:
        yield ListGroup(entry.title, entry.danger, tuple(build_entry(catalog, one) for one in several))


def build_entry(catalog: Catalog, checklist: Checklist) -> ListEntry:
    """A list as posters and covers name it."""
    icon = catalog.drawings.get(getattr(checklist, "icon", None) or "")
    return ListEntry(checklist.id, f"{checklist.number:02d}", checklist.title, icon.body if icon else "")


def list_order(catalog: Catalog, contents: Sequence[SheetContent]) -> list[SheetContent]:
    """Contents in the order of need: as the triage asks, what it does not name after it, routines last."""
    ids = [entry.id for group in _groups(catalog) for entry in group.lists]
    places = {name: place for place, name in enumerate(ids)}
    return sorted(contents, key=lambda one: (bool(one.columns), places.get(one.id, len(ids))))


def build_wall_input(
    catalog: Catalog, site: Mapping[str, Any], language: str, kind: str, title: str, paper: Paper = A4
) -> str:
    """The input of one paper about all lists; `kind` is poster, card, record or call."""
    size = {"width": paper.width, "height": paper.height, "scale": paper.width / A4.width}
    return build_typst_input(catalog, language, f"{title} · {site['edition']}", site=site, kind=kind, size=size)


def build_pictures_input(catalog: Catalog, site: Mapping[str, Any], language: str, title: str) -> str:
    """The input of the paper with every picture."""
    built = [build_picture(catalog, picture.ref) for picture in catalog.pictures]
    pictures = [write_value(one, language) for one in built if one is not None]
    edition = site["edition"]
    return build_typst_input(
        catalog, language, f"{title} · {edition}", pictures=pictures, edition=edition, address=site["address"]
    )


WALL_PAPERS: tuple[tuple[str, str, Paper], ...] = (
    ("poster", "print_poster", A4),
    ("poster", "print_poster", A3),
    ("card", "print_card", A4),
    ("record", "print_record", A4),
    ("call", "print_call", A4),
)
"""Each paper about all lists: its kind, the label of its title, its size."""

# ── the booklet ──
#
# Cover with page numbers, the call and safety, every leaf, the response codes. Every front of a symptom is on a
# right-hand page with its back behind it, so that a leaf can be taken out. No page is empty: where a list has no back,
# a page of records is behind it. Routines are logs, a fresh one each month: they are loose, and the cover names them.


def build_booklet_input(
    catalog: Catalog,
    language: str,
    contents: Sequence[SheetContent],
    sides: Sequence[Side],
    site: Mapping[str, Any],
) -> str:
    """The input of the booklet in one language; `sides` are those of all its contents."""
    title = f"{catalog.site.name[language]} {site['edition']}"
    return build_typst_input(
        catalog,
        language,
        title,
        site=site,
        pages=list(_list_pages(catalog, list_order(catalog, contents), sides)),
        rails=[write_value(_write_rail(catalog, rail), language) for rail in catalog.rails],
    )


def _list_pages(catalog: Catalog, contents: Sequence[SheetContent], sides: Sequence[Side]) -> Iterator[dict[str, Any]]:
    """The pages before the response codes."""
    for kind in ("cover", "call", "safety", "record"):
        yield {"kind": kind}
    for number, content in enumerate(one for one in contents if not one.columns):
        own = [side for side in sides if side.content is content]
        for side in own:
            yield {"kind": "side", "tab": number, "side": write_side(catalog, side)}
        if len(own) % 2:
            yield {"kind": "record"}


def _write_rail(catalog: Catalog, rail: Rail) -> dict[str, Any]:
    lines = [_write_code(catalog, code) for code in rail.codes if code.is_published]
    several = (list(group) for _, group in groupby(lines, key=itemgetter("meaning", "short")))
    codes = [{**group[0], "code": " ".join(one["code"] for one in group)} for group in several]
    return {"id": rail.id, "title": rail.title, "intro": rail.intro, "codes": codes}


def _write_code(catalog: Catalog, code: Code) -> dict[str, Any]:
    """A code's line: what it means, and what to do: the remedy, or the list to go to."""
    found = catalog.find(code.resolution)
    if isinstance(found, Resolution):
        short = found.short
    else:
        number = getattr(found, "number", 0)
        short = {key: f"{word} {number:02d}" for key, word in build_label(catalog, "sheet_list").items()}
    return {"code": code.code, "meaning": code.meaning, "short": short}
