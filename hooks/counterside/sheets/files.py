"""Which files there are: the leaf of every list in every language, its rolls, its picture, what is about all lists,
the booklets; and how they are made. What was made before is read from the cache; the rest is rendered, two at a time.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.model.records import Checklist, Code, Contact, Rail, Symptom
from counterside.model.site import TriageEntry
from counterside.sheets.content import (
    Part,
    build_blank,
    build_contents,
    build_picture,
    find_number,
    number_lists,
)
from counterside.sheets.document import (
    PAPERS,
    TYPE_SCALES,
    Paper,
    Side,
    build_side_input,
    build_typst_input,
    draw_qr,
    list_sides,
    write_side,
    write_value,
)
from counterside.sheets.typst import TypstError, cache_key, draw_page, fold_booklet, measure_sides, render_pdf
from counterside.sheets.verify import find_missing_texts
from counterside.text.files import Cache
from counterside.text.i18n import Text
from counterside.text.problems import Problem

MAX_PARALLEL_RENDERS = 2
# What one compilation measures: until it ends Typst keeps 4 MB to 10 MB for each side, gigabytes for hundreds of lists.
SIDES_AT_ONCE = 80
PICTURE_PPI = 80
"""Dots an inch of the picture of a front: readable on a phone, and saved there by a long press."""
PREVIEW_PPI = 30
"""Dots an inch of the small pictures of what is about all lists: which paper it is, and no more."""


@dataclass(frozen=True)
class SheetFile:
    """A file to be made. `content` is absent where it is not about one list; `also` are older names of the same file;
    `ppi` is 0 but for a picture of the first page; `is_folded` is a booklet with two pages on a side; `paper` is what
    `sheets --paper` chooses by; `sides` are those of a leaf; `fonts` is the folder of the site's own."""

    name: str
    language: str
    paper: Paper
    typst_input: str
    content: Part | None = None
    ppi: int = 0
    is_folded: bool = False
    also: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    template: str = "sheet.typ"
    fonts: str = ""

    @property
    def key(self) -> str:
        """The key of the finished file in the cache."""
        return cache_key(self.template, f"{self.ppi} {self.is_folded}", self.typst_input)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.also)

    def render(self) -> bytes:
        """The PDF that it is, or is made from, made now. Raises `TypstError` with the file's name."""
        try:
            return render_pdf(self.typst_input, self.template, self.fonts)
        except TypstError as failed:
            raise TypstError(f"{self.name}: {failed}") from None

    def derive(self, pdf: bytes) -> bytes:
        """The file, made from its PDF."""
        if self.ppi:
            return draw_page(pdf, self.ppi)
        return fold_booklet(pdf, self.typst_input) if self.is_folded else pdf


def fit_contents(catalog: Catalog, contents: Sequence[Part], cache: Cache, is_least: bool = False) -> list[Side]:
    """Every side of some contents as it fits, in every language: leaves and rolls, in the smallest type alone where no
    more is asked. A roll is measured on the narrower paper, where it is longer. Raises `TypstError`."""
    sides: list[Side] = []
    for code in catalog.site.printed:
        sides += (side for one in contents for side in list_sides(one, code))
        sides += (Side(one, "roll", code, "58mm") for one in contents)
    smallest = [replace(side, scale=len(TYPE_SCALES[side.name]) - 1) for side in sides]
    return fit_sides(catalog, smallest if is_least else sides, cache)


def fit_sides(catalog: Catalog, sides: Sequence[Side], cache: Cache) -> list[Side]:
    """Each side with its height, in order: in the first scale of type from its own on in which it fits, or else in the
    smallest. What is not in `cache` is measured in few compilations of one language each, side by side. Raises
    `TypstError`."""
    rows = [write_side(catalog, side, is_measured=True) for side in sides]
    words = {code: build_typst_input(catalog, code, "") for code in catalog.site.printed}
    keys = [
        cache_key("fit", words[side.language], json.dumps(row, sort_keys=True))
        for side, row in zip(sides, rows, strict=True)
    ]
    known: dict[str, bytes] = {key: kept for key in keys if (kept := cache.get(key)) is not None}
    batches: list[dict[str, Any]] = []
    sources: list[str] = []
    for code in words:
        own = zip(keys, rows, sides, strict=True)
        missing = {key: row for key, row, side in own if side.language == code and key not in known}
        for first in range(0, len(missing), SIDES_AT_ONCE):
            batches.append(dict(islice(missing.items(), first, first + SIDES_AT_ONCE)))
            sources.append(build_typst_input(catalog, code, "measure", sides=list(batches[-1].values())))
    with ThreadPoolExecutor(MAX_PARALLEL_RENDERS) as pool:
        measured = pool.map(lambda source: measure_sides(source, catalog.font_folder), sources)
        for batch, fits in zip(batches, measured, strict=True):
            for key, fit in zip(batch, fits, strict=True):
                known[key] = json.dumps(fit).encode()
                with suppress(OSError):  # a project that may only be read is measured each time
                    cache.put(key, known[key])
    found = ((side, json.loads(known[key])) for side, key in zip(sides, keys, strict=True))
    return [replace(side, scale=side.scale + scale, height=height, room=room) for side, (scale, height, room) in found]


def plan_sheets(
    catalog: Catalog, cache: Cache, ids: Collection[str] = (), papers: Collection[str] = ()
) -> tuple[list[SheetFile], list[Side]]:
    """The files of the lists with these ids, or of all lists and what is about all of them; and every measured side:
    those that do not fit are in no file. Where papers are named, only what is on those. Raises `TypstError`."""
    contents = [one for one in build_contents(catalog) if not ids or one.id in ids]
    sides = fit_contents(catalog, contents, cache)
    files = [*_list_files(catalog, sides), *(() if ids else _list_papers(catalog, contents, sides))]
    chosen = [side for side in sides if not papers or side.paper in papers]
    return [replace(one, fonts=catalog.font_folder) for one in files if not papers or one.paper in papers], chosen


def _list_files(catalog: Catalog, sides: Sequence[Side]) -> Iterator[SheetFile]:
    """The leaf of every list, two sides of one piece of paper, with the picture of its front, and its rolls. Older
    addresses of one side, of A5 and of two languages lead to the leaf: a letter is never without its remedy."""
    codes = catalog.site.printed
    leaves = (side for side in sides if not side.over_mm and side.name != "roll")
    for (language, name), group in groupby(leaves, key=lambda side: (side.language, side.content.id)):
        leaf = tuple(group)
        content, source = leaf[0].content, build_side_input(catalog, leaf)
        also = [f"{name}-{language}-a4.pdf", f"{name}-{language}-a5.pdf"]
        also += [f"{name}-back-{language}-a4.pdf"] if len(leaf) > 1 else []
        also += [f"{name}-{'-'.join(codes[:2])}-a4.pdf"] if language == codes[0] and len(codes) > 1 else []
        file = f"{name}-{language}-leaf.pdf"
        yield SheetFile(file, language, "a4", source, content, also=tuple(also), sides=leaf)
        yield SheetFile(f"{name}-{language}-a4.png", language, "a4", source, content, PICTURE_PPI)
    for side in (side for side in sides if not side.over_mm and side.name == "roll"):
        for paper in PAPERS[1:]:
            source = build_side_input(catalog, [replace(side, paper=paper)])
            file = f"{side.content.id}-{side.language}-{paper}.pdf"
            yield SheetFile(file, side.language, paper, source, side.content)


class RenderedFile(NamedTuple):
    """A finished file. `problems` are the texts that a leaf should hold and does not: only leaves are read, the other
    papers come from the same templates."""

    file: SheetFile
    content: bytes
    problems: tuple[Problem, ...] = ()


def render_files(files: Sequence[SheetFile], cache: Cache) -> Iterator[RenderedFile]:
    """The files with their contents, in order: what was rendered without problems before is read from `cache`. Those of
    one input follow each other: they share its PDF. Raises `TypstError` and `OSError`."""
    groups = [list(group) for _, group in groupby(files, key=attrgetter("typst_input"))]
    with ThreadPoolExecutor(MAX_PARALLEL_RENDERS) as pool:
        try:
            for rendered in pool.map(lambda group: _render_group(group, cache), groups):
                yield from rendered
        finally:
            pool.shutdown(cancel_futures=True)


def _render_group(files: Sequence[SheetFile], cache: Cache) -> list[RenderedFile]:
    """Files of one input."""
    pdf = b""
    found = []
    for file in files:
        kept = cache.get(file.key)
        if kept is not None:
            found.append(RenderedFile(file, kept))
            continue
        pdf = pdf or file.render()
        content = file.derive(pdf)
        problems = tuple(find_missing_texts(file.sides, file.name, content))
        if not problems:
            cache.put(file.key, content)
        found.append(RenderedFile(file, content, problems))
    return found


def count_pages(catalog: Catalog) -> dict[str, dict[str, int]]:
    """The pages of every leaf: id → file name → pages."""
    return {
        content.id: {f"{content.id}-{code}-leaf.pdf": len(list_sides(content, code)) for code in catalog.site.printed}
        for content in build_contents(catalog)
    }


# ── papers about all lists: poster, till cards, record pad, the call and safety, every picture, the booklet ──


def _list_papers(catalog: Catalog, contents: Sequence[Part], sides: Sequence[Side]) -> Iterator[SheetFile]:
    """The papers about all lists with their small pictures, and the booklets."""
    for language in catalog.site.printed:
        site = describe_site(catalog, contents, language)
        edition = site["edition"]
        papers: list[tuple[str, Paper]] = [("poster", "a4"), ("poster", "a3")]
        papers += [(kind, "a4") for kind in ("card", "record", "call", *(["pictures"] if catalog.pictures else []))]
        for kind, paper in papers:
            title = f"{catalog.labels.get(f'print_{kind}', language)} · {edition}"
            source = build_typst_input(catalog, language, title, site=site, kind=kind, paper=paper)
            template = "pictures.typ" if kind == "pictures" else "papers.typ"
            file = SheetFile(f"{kind}-{language}-{paper}.pdf", language, paper, source, template=template)
            yield file
            if paper == "a4":  # a larger one looks the same
                yield replace(file, name=file.name.replace(".pdf", ".png"), ppi=PREVIEW_PPI)
        own = [side for side in sides if side.language == language and side.name != "roll"]
        title = f"{catalog.site.name[language]} {edition}"
        rails = [write_value(_build_rail(catalog, rail), language) for rail in catalog.rails]
        pages = [*_list_pages(catalog, contents, own)]
        source = build_typst_input(catalog, language, title, site=site, pages=pages, rails=rails)
        booklet = SheetFile(f"booklet-{language}.pdf", language, "a4", source, template="booklet.typ")
        yield booklet
        yield replace(booklet, name=f"booklet-{language}-a5.pdf", is_folded=True)


def describe_site(catalog: Catalog, contents: Sequence[Part], language: str) -> dict[str, Any]:
    """What papers about all lists say of the site, as JSON in one language; what the customer hears in every one.
    `groups` are the lists by the answers to *what do you see?*, some with the tables of codes; `paid_list` is where a
    doubtful payment leads, `picture` how its result looks; `calls` are the escalations of all lists, each once."""
    site, waiting = catalog.site, catalog.site.waiting
    contacts = map(catalog.find, site.emergency)
    say = site.code_help.say.wait if site.code_help else None
    # The newest edition's date, and 6 hex digits over all of them.
    editions = sorted(content.edition for content in contents)
    digest = hashlib.sha256(" ".join(editions).encode()).hexdigest()
    described = Part(
        name=site.name,
        question=site.question,
        address=site.address,
        edition=f"{editions[-1][:10] if editions else ''}-{digest[:6]}",
        groups=[
            Part(
                title=entry.title,
                is_danger=entry.danger,
                lists=[_build_entry(catalog, one) for one in lists],
                has_codes=Link("page", "codes") in entry.to,
            )
            for entry, lists in _group_lists(catalog)
        ],
        contacts=[(one.number, one.name) for one in contacts if isinstance(one, Contact)],
        blanks=[build_blank(catalog, line) for line in site.blanks],
        record_lines=[build_blank(catalog, line) for line in site.record_lines],
        stop=waiting.first if waiting else None,
        paid_question=waiting.question if waiting else None,
        paid_list=find_number(catalog, waiting.yes) if waiting else "",
        keep=waiting.keep if waiting else None,
        picture=build_picture(catalog, waiting.picture) if waiting else None,
        pictures=[build_picture(catalog, one.ref) for one in catalog.pictures],
        calls=[*{one.id: one for content in contents for one in content.remedies if not one.letter}.values()],
        notices=[*{one.id: one for content in contents for one in content.notices}.values()],
        provider=catalog.profile.name if catalog.profile else None,
        routines=[_build_entry(catalog, one) for one in catalog.routines],
        qr=draw_qr(site.address, quiet=False),
    )
    said = [[code, write_value(say, code)] for code in site.printed] if say else []
    return {**write_value(described, language), "say_all": said}


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
    """A list as posters and covers name it; `icon` is the body of its pictogram, `now` what to do first."""
    icon = catalog.drawings.get(getattr(checklist, "icon", None) or "")
    number, title = f"{checklist.number:02d}", checklist.title
    now = getattr(checklist, "do_now", ())[:1]
    return Part(id=checklist.id, number=number, title=title, icon=icon.body if icon else "", now=now)


# ── the booklet ──
#
# Cover with page numbers, the call and safety, every leaf, the response codes. Every front of a symptom is on a
# right-hand page with its back behind it, so that a leaf can be taken out. No page is empty: where a list has no back,
# a page of records is behind it. Routines are logs, a fresh one each month: they are loose, and the cover names them.


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
    """The codes of a rail: what each means, what to do, and on which condition another list is the right one; those
    that say the same are one line."""
    lines = [(code.code, _say_code(catalog, code)) for code in rail.codes if code.is_published]
    groups = groupby(lines, key=itemgetter(1))
    codes = [Part(code=" ".join(code for code, _ in group), **vars(said)) for said, group in groups]
    return Part(id=rail.id, title=rail.title, intro=number_lists(rail.intro, catalog), codes=codes)


def _say_code(catalog: Catalog, code: Code) -> Part:
    """What a code means, and what to do about it: the remedy in one line, or the list to go to; and the other lists."""
    remedy = catalog.find_resolution(code.resolution)
    short = remedy.short if remedy else _name_list(catalog, code.resolution)
    others = [(one.when, _name_list(catalog, one.to)) for one in code.use_other]
    return Part(meaning=code.meaning, short=short, others=others)


def _name_list(catalog: Catalog, link: Link) -> Text:
    number = find_number(catalog, link)
    return {language: f"{word} {number}" for language, word in catalog.labels.text("sheet_list").items()}
