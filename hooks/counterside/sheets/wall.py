"""The papers that are about all lists at once: poster, till cards, record pad, the sheet of the call and of safety, the
booklet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from counterside.model import Catalog, Checklist, Code, Link, Rail, Resolution, Symptom, TriageEntry
from counterside.sheets.content import (
    Blank,
    RemedyText,
    SafetyNotice,
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
from counterside.sheets.pictures import PrintedPicture, build_picture
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


@dataclass(frozen=True)
class SiteFacts:
    """What papers about all lists say of the site. `paid_list` is where a doubtful payment leads, `picture` how its
    result looks; `calls` are the escalations of all lists, each once."""

    name: Text
    question: Text
    address: str
    edition: str
    groups: tuple[ListGroup, ...]
    contacts: tuple[tuple[str, Text], ...]
    blanks: tuple[Blank, ...]
    record_lines: tuple[Blank, ...]
    call_card: tuple[Blank, ...]
    stop: Text | None
    paid_question: Text | None
    paid_list: str
    keep: Text | None
    picture: PrintedPicture | None
    say: Text | None
    calls: tuple[RemedyText, ...]
    notices: tuple[SafetyNotice, ...]
    provider: Text | None


def build_facts(catalog: Catalog, contents: Sequence[SheetContent]) -> SiteFacts:
    """The facts for the papers about all lists, whose contents are given."""
    site, waiting = catalog.site, catalog.site.waiting
    doubt = catalog.find(waiting.yes) if waiting else None
    help_words = site.code_help
    calls = {one.id: one for content in contents for one in content.remedies if not one.letter}
    notices = {one.id: one for content in contents for one in content.notices}
    return SiteFacts(
        name=site.name,
        question=site.question,
        address=site.address,
        edition=build_edition(contents),
        groups=tuple(_groups(catalog)),
        contacts=tuple((one.number, one.name) for one in list_contacts(catalog, site.emergency)),
        blanks=tuple(build_blank(catalog, line) for line in site.blanks),
        record_lines=tuple(build_blank(catalog, line) for line in site.record_lines),
        call_card=tuple(build_blank(catalog, line) for line in site.call_card),
        stop=waiting.first if waiting else None,
        paid_question=waiting.question if waiting else None,
        paid_list=f"{doubt.number:02d}" if isinstance(doubt, Checklist) else "",
        keep=waiting.keep if waiting else None,
        picture=build_picture(catalog, waiting.picture) if waiting else None,
        say=help_words.say.wait if help_words else None,
        calls=tuple(calls.values()),
        notices=tuple(notices.values()),
        provider=catalog.profile.name if catalog.profile else None,
    )


def build_edition(contents: Sequence[SheetContent]) -> str:
    """The edition of a paper about all lists: the newest date of theirs, and 6 hex digits over all their editions."""
    editions = sorted(content.edition for content in contents)
    return f"{editions[-1][:10] if editions else ''}-{hashlib.sha256(' '.join(editions).encode()).hexdigest()[:6]}"


def _groups(catalog: Catalog) -> Iterator[ListGroup]:
    """The lists in the order of the triage, each once; those that it does not name with its last entry that has more
    than one, and routines not at all."""
    seen: set[Link] = set()
    groups: list[tuple[TriageEntry, list[Checklist]]] = []
    for entry in catalog.site.triage:
        found = [catalog.find(link) for link in entry.to]
        lists = [one for one in found if isinstance(one, Symptom) and one.ref not in seen]
        seen |= {one.ref for one in lists}
        if lists:
            groups.append((entry, list(lists)))
    rest = [one for one in catalog.symptoms if one.ref not in seen]
    if rest and groups:
        max(groups, key=lambda group: len(group[1]))[1].extend(rest)
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


def write_facts(catalog: Catalog, facts: SiteFacts, language: str) -> dict[str, Any]:
    """The facts as JSON in one language; what the customer hears in every one."""
    codes = catalog.site.printed
    code = draw_qr(facts.address, quiet=False)
    return {
        **write_value(facts, language),
        "qr": code,
        "say_all": [[one, write_runs(facts.say, one)] for one in codes] if facts.say else [],
        "routines": [write_value(build_entry(catalog, one), language) for one in catalog.routines],
    }


def build_wall_input(
    catalog: Catalog, facts: SiteFacts, language: str, kind: str, title: str, paper: Paper = A4
) -> str:
    """The input of one paper about all lists; `kind` is poster, card, record or call."""
    size = {"width": paper.width, "height": paper.height, "scale": paper.width / A4.width}
    site = write_facts(catalog, facts, language)
    return build_typst_input(catalog, language, f"{title} · {facts.edition}", site=site, kind=kind, size=size)


def build_pictures_input(catalog: Catalog, facts: SiteFacts, language: str, title: str) -> str:
    """The input of the paper with every picture."""
    built = [build_picture(catalog, picture.ref) for picture in catalog.pictures]
    pictures = [write_value(one, language) for one in built if one is not None]
    whole = f"{title} · {facts.edition}"
    return build_typst_input(catalog, language, whole, pictures=pictures, edition=facts.edition, address=facts.address)


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
    facts: SiteFacts,
    stitched: bool = False,
) -> str:
    """The input of the booklet in one language; `sides` are those of all its contents. `stitched` puts two pages on one
    side of A4, in the order in which they are folded and stapled."""
    title = f"{catalog.site.name[language]} {facts.edition}"
    return build_typst_input(
        catalog,
        language,
        title,
        site=write_facts(catalog, facts, language),
        pages=list(_list_pages(catalog, list_order(catalog, contents), sides)),
        rails=[write_value(_write_rail(catalog, rail), language) for rail in catalog.rails],
        stitched=stitched,
        size={"width": A4.width, "height": A4.height},
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
