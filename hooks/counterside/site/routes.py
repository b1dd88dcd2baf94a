"""Every address of the site that is drawn from the catalog: its path, its template, what the template shows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any, TypeVar
from urllib.parse import quote

from markupsafe import Markup, escape

from counterside.coverage import count_coverage, illustrate_records, picture_uses
from counterside.model.catalog import Catalog, find_title
from counterside.model.guide import Guide
from counterside.model.nodes import Link, find_path, parse_link
from counterside.model.records import Record
from counterside.proof import list_waived, prove
from counterside.sheets.content import UNITS_PER_MM, Part, build_contents
from counterside.sheets.document import ONE_FRAME, draw_qr, web_address
from counterside.site import context
from counterside.site.view import NOT_FOUND, Asset, Page, View, draw, environment, views
from counterside.text import i18n
from counterside.text.i18n import STAND_IN, Text
from counterside.text.problems import Check, Place, Problem

PAPERS = ("leaf", "80mm", "58mm")
"""What a list is printed as, as the names of the PDFs say: both sides of A4, or a roll."""
GATHERED = {
    "safety": "checklists/notices.yml",
    "glossary": "checklists/glossary.yml",
    "myths": "checklists/myths.yml",
    "lessons": "checklists/cases",
    "sources": "checklists/sources.yml",
    "search": "checklists",
}
"""Pages that gather what belongs to no single checklist, and where that is edited. Page, template and label share a
name."""


def render(catalog: Catalog, all_checks: tuple[Check, ...], with_sheets: bool = False) -> Iterator[Page]:
    """Every page of a checked catalog, in every language. Without sheets, nothing links to PDFs."""
    yield from draw_home(catalog)
    yield from draw_symptoms(catalog)
    yield from draw_resolutions(catalog)
    yield from draw_routines(catalog)
    yield from draw_cases(catalog)
    yield from draw_codes(catalog)
    yield from draw_lists(catalog)
    for name, file in GATHERED.items():
        yield from _draw_named(catalog, name, file)
    if catalog.site.call_card:  # a site without fields has no card
        yield from draw_call_card(catalog)
    yield from draw_printing(catalog, with_sheets)
    yield from draw_reports(catalog, all_checks)
    yield from draw_moves(catalog)
    yield from draw_not_found(catalog)
    yield from draw_sheets(catalog)


def _draw_named(
    catalog: Catalog, name: str, file: str, path: str = "", count: int = 0, **values: Any
) -> Iterator[Page]:
    """A page whose path, template, title and description share a name; `file` is where its content is edited, `count`
    a number that its description may name."""
    for view in views(catalog, path or f"{name.replace('_', '-')}/"):
        description = view.t(f"{name}_description", count=count)
        yield draw(view, f"{name}.html", view.t(name), description, place=Place(file), **values)


AnyRecord = TypeVar("AnyRecord", bound=Record)


def _record_views(catalog: Catalog, records: Iterable[AnyRecord]) -> Iterator[tuple[AnyRecord, View]]:
    """Each record with a view of its own page, in every language."""
    return ((record, view) for record in records for view in views(catalog, find_path(record.ref)))


def _draw_record(view: View, record: Record, description: Text, **values: Any) -> Page:
    """The page of a record, whose kind is the name of the template and of the record in it."""
    title = view.plain(find_title(record))
    values |= {record.kind: record, "record": record}
    return draw(view, f"{record.kind}.html", title, view.plain(description), **values)


def draw_home(catalog: Catalog) -> Iterator[Page]:
    """`/`: every checklist a tap away."""
    site, tiles, place = catalog.site, context.sort_tiles(catalog), Place("checklists/site.yml")
    for view in views(catalog, ""):
        title, description = view.plain(site.subtitle or site.name), view.plain(site.description)
        yield draw(view, "home.html", title, description, place=place, tiles=tiles)


# ── records ──


def draw_symptoms(catalog: Catalog) -> Iterator[Page]:
    """`/symptoms/<id>/`: every published checklist with its remedies in place. `/not-sure/`: the questions of a reader
    who cannot say which it is, where the site has some."""
    paid = context.find_paid(catalog)
    for symptom, view in _record_views(catalog, catalog.symptoms):
        guide = Guide(symptom, catalog)
        first, later = context.split_lines(symptom, view.lang)
        yield _draw_record(
            view,
            symptom,
            symptom.objective,
            guide=guide,
            gather_gates=context.gather_gates,
            opening=context.choose_opening(symptom, catalog.site),
            first_lines=first,
            later_lines=later,
            dials=context.find_dials(guide, catalog),
            customer_words=context.choose_words(symptom.urgency, catalog.site),
            paid=paid,
            asks_list={answer.target.id for step in guide.steps for answer in step.answers if answer.asks_list},
            escalation=view.find(symptom.escalation),
            cases=[case for case in catalog.cases if case.symptom.record == symptom.ref],
        )
    if catalog.site.not_sure:
        words = context.choose_words("now", catalog.site)[:1]
        yield from _draw_named(catalog, "not_sure", "checklists/site.yml", customer_words=words)


def draw_resolutions(catalog: Catalog) -> Iterator[Page]:
    """`/resolutions/<id>/`: every published remedy, what leads to it, and the cases it settled."""
    for resolution, view in _record_views(catalog, catalog.resolutions):
        reading, used_by = view.remedy(resolution.ref), catalog.symptoms_naming.get(resolution.ref, ())
        cases = [case for case in catalog.cases if case.resolution.record == resolution.ref]
        yield _draw_record(view, resolution, resolution.short, reading=reading, used_by=used_by, cases=cases)


def draw_routines(catalog: Catalog) -> Iterator[Page]:
    """`/routines/<id>/`: every published preventive checklist; a step that fails leads to its remedy."""
    for routine, view in _record_views(catalog, catalog.routines):
        guide = Guide(routine, catalog)
        steps = [(step, tuple(context.find_detours(step.step))) for step in guide.steps]
        numbers = {step.step.id: step.number for step in guide.steps}
        cases = [case for case in catalog.cases if routine.ref in {link.record for link in case.prevention}]
        said = routine.objective or routine.title
        yield _draw_record(view, routine, said, steps=steps, numbers=numbers, cases=cases)


def draw_cases(catalog: Catalog) -> Iterator[Page]:
    """`/cases/<id>/`: every published story from the counter, each moment linked to the step that was taken."""
    for case, view in _record_views(catalog, catalog.cases):
        timeline = [(each, context.find_taken(view, each.step) if each.step else ()) for each in case.timeline]
        deciding = context.find_taken(view, case.deciding_step)
        prevention = [context.find_taken(view, link) for link in case.prevention]
        yield _draw_record(view, case, case.lesson, timeline=timeline, deciding=deciding, prevention=prevention)


def draw_codes(catalog: Catalog) -> Iterator[Page]:
    """`/codes/`: the box that reads a code, and every code. `/codes/<rail>/`: what each means on that rail."""
    advices, readings = context.read_codes(catalog)
    by_code = [(code, tuple(group)) for code, group in groupby(readings, key=lambda reading: reading.code.code)]
    yield from _draw_named(catalog, "codes", "checklists/codes", advices=advices, readings=readings, by_code=by_code)
    for rail in catalog.rails:
        published = tuple(code for code in rail.codes if code.is_published)
        codes, groups = [(code, context.advise_on(code, catalog)) for code in published], context.group_codes(published)
        for view in views(catalog, f"codes/{rail.rail}/"):
            title, description = view.t("codes_of", rail=view.plain(rail.title)), view.plain(rail.intro)
            yield draw(view, "rail.html", title, description, record=rail, rail=rail, codes=codes, groups=groups)


# ── lists ──


def draw_lists(catalog: Catalog) -> Iterator[Page]:
    """Everything there is of a kind: `/symptoms/`, `/areas/`, `/resolutions/`, `/routines/`, `/cases/`."""
    areas, remedies = context.group_by_area(catalog), context.group_remedies(catalog.resolutions)
    for name, kind, count, listed in (
        ("symptoms", "symptoms", len(catalog.symptoms), catalog.symptoms),
        ("areas", "symptoms", len(context.AREAS), areas),
        ("resolutions", "resolutions", len(catalog.resolutions), remedies),
        ("routines", "routines", len(catalog.routines), ()),
        ("cases", "cases", len(catalog.cases), ()),
    ):
        yield from _draw_named(catalog, name, f"checklists/{kind}", count=count, listed=listed)


# ── to call, to print, to edit ──


def draw_call_card(catalog: Catalog) -> Iterator[Page]:
    """`/call-card/`: what to read out to the provider, filled in on the phone."""
    yield from _draw_named(catalog, "call_card", "checklists/site.yml")


def draw_printing(catalog: Catalog, with_sheets: bool) -> Iterator[Page]:
    """`/print/`: the sheets, as PDFs where there are some."""
    place, lists = Place("checklists"), (*catalog.symptoms, *catalog.routines)
    for view in views(catalog, "print/"):
        title, description = view.t("print_sheets"), view.t("print_description")
        papers = PAPERS if with_sheets and view.lang in catalog.site.printed else ()
        yield draw(view, "print.html", title, description, place=place, lists=lists, papers=papers)


def draw_sheets(catalog: Catalog) -> Iterator[Page]:
    """`/print/<id>/`: what is on the sheet of a list, for the browser's own printing, complete without a script."""
    for content in build_contents(catalog):
        for view in views(catalog, f"print/{content.id}/"):
            address = web_address(catalog, content, view.lang)
            yield draw(
                view,
                "sheet.html",
                view.plain(content.title),
                view.plain(content.objective or content.title),
                place=content.place,
                is_listed=False,
                content=content,
                address=address,
                qr=_draw_qr(address, content.edition),
                say=partial(_say_printed, view.lang),
                draw_picture=partial(_draw_picture, view),
            )


def _draw_qr(address: str, edition: str) -> Markup:
    """The QR code for a page; its title names the address for readers who cannot see it."""
    picture = draw_qr(f"{address}?e={edition}", quiet=False)
    size = re.search(r'width="(\d+)"', picture)
    box = f'viewBox="0 0 {size[1]} {size[1]}" role="img" aria-label="{escape(address)}" ' if size else ""
    return Markup(picture.replace("<svg ", f"<svg {box}", 1))


def _say_printed(language: str, text: Text) -> Markup:
    """A text with its marks drawn. Links are words: paper has nowhere to go."""
    drawn = []
    for kind, words, _ in i18n.split_spans(text[language]):
        if kind == "screen":  # a list of codes is framed code by code, as in the PDF
            framed = words.split(" ") if len(words) > ONE_FRAME else [words]
            drawn.append(" ".join(f"<kbd>{escape(one)}</kbd>" for one in framed))
        else:
            drawn.append(f"<b>{escape(words)}</b>" if kind == "strong" else escape(words))
    return Markup("".join(drawn))


def _draw_picture(view: View, picture: Part) -> Markup:
    """The lines of a picture at its size, with its numbers in them."""
    spots = ((number, x * UNITS_PER_MM, y * UNITS_PER_MM + 4) for number, (x, y) in enumerate(picture.spots, 1))
    numbers = "".join(f'<text x="{x:.0f}" y="{y:.0f}">{number}</text>' for number, x, y in spots)
    alt = escape(view.plain(picture.alt))
    head = f'<svg role="img" aria-label="{alt}" width="{picture.width:g}mm" height="{picture.height:g}mm" '
    return Markup(picture.svg.replace("<svg ", head, 1).replace("</svg>", f"{numbers}</svg>"))


def draw_reports(catalog: Catalog, all_checks: tuple[Check, ...]) -> Iterator[Page]:
    """`/contribute/…/`: what editors ask of the catalog: its checks, coverage, proof and pictures."""
    checks = tuple(map(context.explain_check, all_checks))
    yield from _draw_named(
        catalog, "checks", "hooks/counterside/rules", "contribute/checks/", count=len(checks), checks=checks
    )
    coverage = count_coverage(catalog)
    yield from _draw_named(
        catalog,
        "coverage",
        "checklists",
        "contribute/coverage/",
        coverage=coverage,
        illustrated=illustrate_records(catalog),
        guides={row.checklist.id: Guide(row.checklist, catalog) for row in coverage.rows},
    )
    proof = prove(catalog)
    # CS62… are the rules of the proof; what is waived of others is on the coverage page.
    waivers = [waiver for waiver in catalog.waivers if proof and waiver.rule.startswith("CS62")]
    waived = [(waiver, parse_link(waiver.at), list_waived(catalog, waiver)) for waiver in waivers]
    file = "checklists/facts.yml" if catalog.facts.facts else "checklists"
    yield from _draw_named(catalog, "proof", file, "contribute/proof/", proof=proof, waived=waived)
    shown = picture_uses(catalog)
    uses = {picture.ref: shown.get(picture.ref, ()) for picture in catalog.pictures}
    yield from _draw_named(catalog, "pictures", "checklists/pictures.yml", "contribute/pictures/", uses=uses)


# ── addresses that lead elsewhere, or nowhere ──


def draw_moves(catalog: Catalog) -> Iterator[Page]:
    """A page at every former address of a record that was renamed, in every language; `_redirects` says the same to
    hosts that read it."""
    for record, former, new in find_moves(catalog):
        for view in views(catalog, find_path(former)):
            title, description, target = view.t("moved"), view.t("moved_description"), view.href(new)
            shown: dict[str, Any] = {"target": target, "link": record.ref, "former": former}
            yield draw(view, "moved.html", title, description, place=record.place, is_listed=False, **shown)


def find_moves(catalog: Catalog) -> Iterator[tuple[Record, Link, str]]:
    """The records that were renamed, each with a former link and its path now, below a language's prefix."""
    for record in (*catalog.symptoms, *catalog.resolutions, *catalog.routines, *catalog.cases):
        new = find_path(record.ref)
        yield from ((record, Link(record.kind, name), new) for name in record.was)


def draw_not_found(catalog: Catalog) -> Iterator[Page]:
    """`404.html`, in each language's folder; hosts that know one only serve the root's, which speaks all of them."""
    for view in views(catalog, NOT_FOUND):
        yield draw(view, "404.html", view.t("not_found"), view.t("not_found_description"), is_listed=False)


def problem_page(problems: Collection[Problem], path: str) -> Page:
    """What a live preview shows at `path` instead of the site while there are problems."""
    html = environment().get_template("problems.html").render(problems=tuple(problems))
    return Page(path=path, language=STAND_IN, title="Problems", description="", html=html, is_listed=False)


def draw_sitemap(catalog: Catalog, dates: Mapping[str, str]) -> Asset:
    """`sitemap.xml`: all listed pages and the hand-written ones, each with its counterparts in the other languages.
    `dates` are those of the last review, of the pages of the default language by path; empty where there is none."""
    languages = [(language.code, escape(f"{catalog.site.address}{language.prefix}")) for language in catalog.languages]
    # Prose has no day of review, and a day of the build would differ from machine to machine.
    reviewed = {**dates, **{f"{name}/": "" for name in sorted(catalog.prose)}}
    paths = [(escape(quote(path)), date) for path, date in sorted(reviewed.items())]
    xml = environment().get_template("sitemap.xml").render(languages=languages, paths=paths)
    return Asset("sitemap.xml", xml.encode())
