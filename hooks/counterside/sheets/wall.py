"""The papers that are about all lists at once: poster, till cards, record pad, the sheet of the call and of safety,
every picture, the booklet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.model.records import Checklist, Code, Contact, Rail, Symptom
from counterside.model.site import TriageEntry
from counterside.sheets.content import Part, build_blank, build_label, build_picture
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


def describe_site(catalog: Catalog, contents: Sequence[Part], language: str) -> dict[str, Any]:
    """What papers about all lists say of the site, as JSON in one language; what the customer hears in every one.
    `groups` are the lists by the answers to *what do you see?*, `paid_list` is where a doubtful payment leads,
    `picture` how its result looks; `calls` are the escalations of all lists, each once."""
    site, waiting = catalog.site, catalog.site.waiting
    doubt = catalog.find(waiting.yes) if waiting else None
    contacts = map(catalog.find, site.emergency)
    say = site.code_help.say.wait if site.code_help else None
    described = Part(
        name=site.name,
        question=site.question,
        address=site.address,
        edition=build_edition(contents),
        groups=[
            Part(title=entry.title, is_danger=entry.danger, lists=[_build_entry(catalog, one) for one in lists])
            for entry, lists in _group_lists(catalog)
        ],
        contacts=[(one.number, one.name) for one in contacts if isinstance(one, Contact)],
        blanks=[build_blank(catalog, line) for line in site.blanks],
        record_lines=[build_blank(catalog, line) for line in site.record_lines],
        stop=waiting.first if waiting else None,
        paid_question=waiting.question if waiting else None,
        paid_list=f"{doubt.number:02d}" if isinstance(doubt, Checklist) else "",
        keep=waiting.keep if waiting else None,
        picture=build_picture(catalog, waiting.picture) if waiting else None,
        calls=[*{one.id: one for content in contents for one in content.remedies if not one.letter}.values()],
        notices=[*{one.id: one for content in contents for one in content.notices}.values()],
        provider=catalog.profile.name if catalog.profile else None,
        routines=[_build_entry(catalog, one) for one in catalog.routines],
        qr=draw_qr(site.address, quiet=False),
    )
    said = [[code, write_runs(say, code)] for code in site.printed] if say else []
    return {**write_value(described, language), "say_all": said}


def build_edition(contents: Sequence[Part]) -> str:
    """The edition of a paper about all lists: the newest date of theirs, and 6 hex digits over all their editions."""
    editions = sorted(content.edition for content in contents)
    return f"{editions[-1][:10] if editions else ''}-{hashlib.sha256(' '.join(editions).encode()).hexdigest()[:6]}"


def _group_lists(catalog: Catalog) -> list[tuple[TriageEntry, list[Symptom]]]:
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
    return groups


def _build_entry(catalog: Catalog, checklist: Checklist) -> Part:
    """A list as posters and covers name it; `icon` is the body of its pictogram."""
    icon = catalog.drawings.get(getattr(checklist, "icon", None) or "")
    number, title = f"{checklist.number:02d}", checklist.title
    return Part(id=checklist.id, number=number, title=title, icon=icon.body if icon else "")


def list_papers(catalog: Catalog, site: Mapping[str, Any], language: str) -> Iterator[tuple[str, Paper, str, str]]:
    """The papers about all lists in one language, the booklet aside: their kind, size, template and Typst input."""
    edition = site["edition"]
    for kind, paper in (("poster", A4), ("poster", A3), ("card", A4), ("record", A4), ("call", A4)):
        title = f"{catalog.labels.get(f'print_{kind}', language)} · {edition}"
        size = {"width": paper.width, "height": paper.height, "scale": paper.width / A4.width}
        source = build_typst_input(catalog, language, title, site=site, kind=kind, size=size)
        yield kind, paper, "papers.typ", source
    if catalog.pictures:
        title = f"{catalog.labels.get('print_pictures', language)} · {edition}"
        pictures = [write_value(build_picture(catalog, picture.ref), language) for picture in catalog.pictures]
        source = build_typst_input(
            catalog, language, title, pictures=pictures, edition=edition, address=site["address"]
        )
        yield "pictures", A4, "pictures.typ", source


# ── the booklet ──
#
# Cover with page numbers, the call and safety, every leaf, the response codes. Every front of a symptom is on a
# right-hand page with its back behind it, so that a leaf can be taken out. No page is empty: where a list has no back,
# a page of records is behind it. Routines are logs, a fresh one each month: they are loose, and the cover names them.


def build_booklet_input(
    catalog: Catalog, site: Mapping[str, Any], language: str, contents: Sequence[Part], sides: Sequence[Side]
) -> str:
    """The input of the booklet in one language; `sides` are those of all its contents."""
    return build_typst_input(
        catalog,
        language,
        f"{catalog.site.name[language]} {site['edition']}",
        site=site,
        pages=list(_list_pages(catalog, contents, sides)),
        rails=[write_value(_build_rail(catalog, rail), language) for rail in catalog.rails],
    )


def _list_pages(catalog: Catalog, contents: Sequence[Part], sides: Sequence[Side]) -> Iterator[dict[str, Any]]:
    """The pages before the response codes. The lists are in the order of need: as the triage asks."""
    for kind in ("cover", "call", "safety", "record"):
        yield {"kind": kind}
    named = (one.id for _, lists in _group_lists(catalog) for one in lists)
    order = [*dict.fromkeys((*named, *(content.id for content in contents)))]
    leaves = sorted((one for one in contents if not one.columns), key=lambda content: order.index(content.id))
    for number, content in enumerate(leaves):
        own = [side for side in sides if side.content is content]
        for side in own:
            yield {"kind": "side", "tab": number, "side": write_side(catalog, side)}
        if len(own) % 2:
            yield {"kind": "record"}


def _build_rail(catalog: Catalog, rail: Rail) -> Part:
    """The codes of a rail: what each means, and what to do; those that say the same are one line."""
    lines = [(code.code, code.meaning, _say_remedy(catalog, code)) for code in rail.codes if code.is_published]
    several = ([*group] for _, group in groupby(lines, key=lambda line: line[1:]))
    codes = [Part(code=" ".join(one[0] for one in group), meaning=group[0][1], short=group[0][2]) for group in several]
    return Part(id=rail.id, title=rail.title, intro=rail.intro, codes=codes)


def _say_remedy(catalog: Catalog, code: Code) -> Mapping[str, str]:
    """What to do about a code: the remedy in one line, or the list to go to."""
    remedy, other = catalog.find_resolution(code.resolution), catalog.find(code.resolution)
    if remedy is not None:
        return remedy.short
    number = other.number if isinstance(other, Checklist) else 0
    return {key: f"{word} {number:02d}" for key, word in build_label(catalog, "sheet_list").items()}
