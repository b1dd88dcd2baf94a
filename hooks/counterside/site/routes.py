"""Every address of the site that is drawn from the catalog: its path, its template, what the template shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, partial
from itertools import groupby
from urllib.parse import quote, urlsplit

from markupsafe import escape

from counterside.model import (
    Case,
    Catalog,
    Link,
    Rail,
    Record,
    Resolution,
    Routine,
    Symptom,
    find_address,
    build_guide,
    parse_link,
)
from counterside.text.problems import Check, Place, Problem
from counterside.proof import Proof, list_waived, prove
from counterside.reports.coverage import count_coverage
from counterside.reports.pictures import illustrate_records, picture_uses
from counterside.site import checklists, codes
from counterside.site.checks import explain
from counterside.site.readings import find_detours, find_taken, list_moments
from counterside.site.view import Asset, Page, View, draw, environment, render_all

PAPERS = ("leaf", "80mm", "58mm")
"""What a list is printed as, as the names of the PDFs say: both sides of A4, or a roll."""
GATHERED = {
    "safety": Place("checklists/notices.yml"),
    "glossary": Place("checklists/glossary.yml"),
    "myths": Place("checklists/myths.yml"),
    "lessons": Place("checklists/cases"),
    "sources": Place("checklists/sources.yml"),
    "search": Place("checklists"),
}
"""Pages that gather what belongs to no single checklist, and where that is edited. Page, template and label share a
name."""


def render(catalog: Catalog, all_checks: tuple[Check, ...], with_sheets: bool = False) -> Iterator[Page]:
    """Every page of a checked catalog, in every language. Without sheets, nothing links to PDFs."""
    yield from render_all(catalog, "", _draw_home)
    yield from draw_symptoms(catalog)
    yield from draw_resolutions(catalog)
    yield from draw_routines(catalog)
    yield from draw_cases(catalog)
    yield from draw_codes(catalog)
    yield from draw_lists(catalog)
    for name in GATHERED:
        yield from render_all(catalog, f"{name}/", partial(_draw_gathered, name))
    yield from draw_call_card(catalog)
    yield from render_all(catalog, "print/", partial(_draw_printing, with_sheets))
    yield from render_all(catalog, "contribute/checks/", partial(_draw_checks, all_checks))
    yield from render_all(catalog, "contribute/coverage/", _draw_coverage)
    yield from render_all(catalog, "contribute/proof/", partial(_draw_proof, prove(catalog)))
    yield from render_all(catalog, "contribute/pictures/", _draw_pictures)
    yield from draw_moves(catalog)
    yield from draw_not_found(catalog)


def _draw_home(view: View) -> Page:
    return draw(
        view,
        "home.html",
        title=view.plain(view.catalog.site.name),
        description=view.plain(view.catalog.site.description),
        place=Place("checklists/site.yml"),
        tiles=checklists.sort_tiles(view.catalog),
    )


# ── records ──


def draw_symptoms(catalog: Catalog) -> Iterator[Page]:
    """`/symptoms/<id>/`: every published checklist with its remedies in place. `/not-sure/`: the questions of a reader
    who cannot say which it is, where the site has some."""
    paid = checklists.find_paid(catalog)
    for symptom in catalog.symptoms:
        yield from render_all(catalog, find_address(symptom.ref).path, partial(_draw_symptom, symptom, paid))
    if catalog.site.not_sure:
        yield from render_all(catalog, "not-sure/", _draw_not_sure)


def _draw_symptom(symptom: Symptom, paid: frozenset[Link], view: View) -> Page:
    guide = build_guide(symptom, view.catalog)
    first, later = checklists.split_lines(symptom, view.lang)
    return draw(
        view,
        "symptom.html",
        title=view.plain(symptom.title),
        description=view.plain(symptom.objective),
        record=symptom,
        symptom=symptom,
        guide=guide,
        gather_gates=checklists.gather_gates,
        opening=checklists.choose_opening(symptom, view.site),
        first_lines=first,
        later_lines=later,
        dials=checklists.find_dials(guide, view.catalog),
        customer_words=checklists.choose_words(symptom.urgency, view.site),
        paid=paid,
        asks_list={answer.target.id for step in guide.steps for answer in step.answers if answer.asks_list},
        escalation=view.find(symptom.escalation),
        cases=[case for case in view.catalog.cases if case.symptom.record == symptom.ref],
    )


def _draw_not_sure(view: View) -> Page:
    return draw(
        view,
        "not_sure.html",
        title=view.t("not_sure"),
        description=view.t("not_sure_description"),
        place=Place("checklists/site.yml"),
        customer_words=checklists.choose_words("now", view.site)[:1],
    )


def draw_resolutions(catalog: Catalog) -> Iterator[Page]:
    """`/resolutions/<id>/`: every published remedy, what leads to it, and the cases it settled."""
    for resolution in catalog.resolutions:
        yield from render_all(catalog, find_address(resolution.ref).path, partial(_draw_resolution, resolution))


def _draw_resolution(resolution: Resolution, view: View) -> Page:
    return draw(
        view,
        "resolution.html",
        title=view.plain(resolution.title),
        description=view.plain(resolution.short),
        record=resolution,
        resolution=resolution,
        reading=view.remedy(resolution.ref),
        used_by=view.catalog.symptoms_naming(resolution.ref),
        cases=[case for case in view.catalog.cases if case.resolution.record == resolution.ref],
    )


def draw_routines(catalog: Catalog) -> Iterator[Page]:
    """`/routines/<id>/`: every published preventive checklist; a step that fails leads to its remedy."""
    for routine in catalog.routines:
        yield from render_all(catalog, find_address(routine.ref).path, partial(_draw_routine, routine))


def _draw_routine(routine: Routine, view: View) -> Page:
    guide = build_guide(routine, view.catalog)
    return draw(
        view,
        "routine.html",
        title=view.plain(routine.title),
        description=view.plain(routine.objective or routine.title),
        record=routine,
        routine=routine,
        steps=[(step, tuple(find_detours(step.step))) for step in guide.steps],
        numbers={step.step.id: step.number for step in guide.steps},
        cases=[case for case in view.catalog.cases if routine.ref in {link.record for link in case.prevention}],
    )


def draw_cases(catalog: Catalog) -> Iterator[Page]:
    """`/cases/<id>/`: every published story from the counter, each moment linked to the step that was taken."""
    for case in catalog.cases:
        yield from render_all(catalog, find_address(case.ref).path, partial(_draw_case, case))


def _draw_case(case: Case, view: View) -> Page:
    return draw(
        view,
        "case.html",
        title=view.plain(case.title),
        description=view.plain(case.lesson),
        record=case,
        case=case,
        timeline=list_moments(view, case),
        deciding=find_taken(view, case.deciding_step),
        prevention=[find_taken(view, link) for link in case.prevention],
    )


def draw_codes(catalog: Catalog) -> Iterator[Page]:
    """`/codes/`: the box that reads a code, and every code. `/codes/<rail>/`: what each means on that rail."""
    yield from render_all(catalog, "codes/", _draw_code_box)
    for rail in catalog.rails:
        yield from render_all(catalog, f"codes/{rail.rail}/", partial(_draw_rail, rail))


def _draw_code_box(view: View) -> Page:
    advices, readings = codes.read_codes(view.catalog)
    return draw(
        view,
        "codes.html",
        title=view.t("codes"),
        description=view.t("codes_description"),
        place=Place("checklists/codes"),
        advices=advices,
        readings=readings,
        by_code=[(code, tuple(group)) for code, group in groupby(readings, key=lambda reading: reading.code.code)],
    )


def _draw_rail(rail: Rail, view: View) -> Page:
    published = tuple(code for code in rail.codes if code.is_published)
    return draw(
        view,
        "rail.html",
        title=view.t("codes_of", rail=view.plain(rail.title)),
        description=view.plain(rail.intro),
        record=rail,
        rail=rail,
        codes=[(code, codes.advise_on(code, view.catalog)) for code in published],
        groups=codes.group_codes(published),
    )


# ── lists ──


def draw_lists(catalog: Catalog) -> Iterator[Page]:
    """Everything there is of a kind: `/symptoms/`, `/areas/`, `/resolutions/`, `/routines/`, `/cases/`."""
    areas = checklists.group_by_area(catalog)
    shown: tuple[tuple[str, int, object], ...] = (
        ("symptoms", len(catalog.symptoms), catalog.symptoms),
        ("areas", len(checklists.AREAS), areas),
        ("resolutions", len(catalog.resolutions), checklists.group_remedies(catalog.resolutions)),
        ("routines", len(catalog.routines), ()),
        ("cases", len(catalog.cases), ()),
    )
    for name, count, listed in shown:
        yield from render_all(catalog, f"{name}/", partial(_draw_list, name, count, listed))


def _draw_list(name: str, count: int, listed: object, view: View) -> Page:
    description = view.t(f"{name}_description", count=count)
    place = Place("checklists/symptoms" if name == "areas" else f"checklists/{name}")
    return draw(view, f"{name}.html", title=view.t(name), description=description, place=place, listed=listed)


def _draw_gathered(name: str, view: View) -> Page:
    description = view.t(f"{name}_description")
    return draw(view, f"{name}.html", title=view.t(name), description=description, place=GATHERED[name])


# ── to call, to print, to edit ──


def draw_call_card(catalog: Catalog) -> Iterator[Page]:
    """`/call-card/`: what to read out to the provider, filled in on the phone; a site without fields has none."""
    if catalog.site.call_card:
        yield from render_all(catalog, "call-card/", _draw_call_card)


def _draw_call_card(view: View) -> Page:
    title, description = view.t("call_card"), view.t("call_card_description")
    return draw(view, "call_card.html", title=title, description=description, place=Place("checklists/site.yml"))


def _draw_printing(with_sheets: bool, view: View) -> Page:
    return draw(
        view,
        "print.html",
        title=view.t("print_sheets"),
        description=view.t("print_description"),
        place=Place("checklists"),
        lists=(*view.catalog.symptoms, *view.catalog.routines),
        papers=PAPERS if with_sheets else (),
    )


def _draw_checks(checks: tuple[Check, ...], view: View) -> Page:
    return draw(
        view,
        "checks.html",
        title=view.t("checks"),
        description=view.t("checks_description", count=len(checks)),
        place=Place("hooks/counterside/rules"),
        checks=tuple(map(explain, checks)),
    )


def _draw_coverage(view: View) -> Page:
    found = count_coverage(view.catalog)
    return draw(
        view,
        "coverage.html",
        title=view.t("coverage"),
        description=view.t("coverage_description"),
        place=Place("checklists"),
        coverage=found,
        illustrated=illustrate_records(view.catalog),
        guides={row.checklist.id: build_guide(row.checklist, view.catalog) for row in found.rows},
    )


def _draw_proof(proof: Proof | None, view: View) -> Page:
    waivers = [waiver for waiver in view.catalog.waivers if proof and waiver.rule.startswith("CS62")]
    return draw(
        view,
        "proof.html",
        title=view.t("proof"),
        description=view.t("proof_description"),
        place=Place("checklists/facts.yml" if view.catalog.facts.facts else "checklists"),
        proof=proof,
        waived=[(waiver, parse_link(waiver.at), list_waived(view.catalog, waiver)) for waiver in waivers],
    )


def _draw_pictures(view: View) -> Page:
    uses = picture_uses(view.catalog)
    return draw(
        view,
        "pictures.html",
        title=view.t("pictures"),
        description=view.t("pictures_description"),
        place=Place("checklists/pictures.yml"),
        uses={picture.ref: uses.get(picture.ref, ()) for picture in view.catalog.pictures},
    )


# ── addresses that lead elsewhere, or nowhere ──


def draw_moves(catalog: Catalog) -> Iterator[Page]:
    """A page at every former address of a record that was renamed, in every language; `_redirects` says the same to
    hosts that read it."""
    for record, old, new in _find_moves(catalog):
        yield from render_all(catalog, old, partial(_draw_move, record, new))


def _draw_move(record: Record, new: str, view: View) -> Page:
    return draw(
        view,
        "moved.html",
        title=view.t("moved"),
        description=view.t("moved_description"),
        place=record.place,
        is_listed=False,
        target=view.href(new),
        link=record.ref,
    )


def list_moves(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Former path → present path, below a language's prefix."""
    return ((old, new) for _, old, new in _find_moves(catalog))


def _find_moves(catalog: Catalog) -> Iterator[tuple[Record, str, str]]:
    for record in (*catalog.symptoms, *catalog.resolutions, *catalog.routines, *catalog.cases):
        new = find_address(record.ref).path
        yield from ((record, find_address(Link(record.kind, name)).path, new) for name in record.was)


class _Anywhere(View):
    """A host serves the page at any address, so its links begin at the site's root."""

    @cached_property
    def root(self) -> str:
        return urlsplit(str(self.site.address)).path


def draw_not_found(catalog: Catalog) -> Iterator[Page]:
    """`404.html`, in each language's folder; hosts that know one only serve the root's, which speaks all of them."""
    for language in catalog.languages:
        view = _Anywhere(catalog, language, "404.html")
        title, description = view.t("not_found"), view.t("not_found_description")
        yield draw(view, "404.html", title=title, description=description, is_listed=False)


def problem_page(problems: Collection[Problem], path: str) -> Page:
    """What a live preview shows at `path` instead of the site while there are problems."""
    html = environment().get_template("problems.html").render(problems=tuple(problems))
    return Page(path=path, language="en", title="Problems", description="", html=html, is_listed=False)


def draw_sitemap(catalog: Catalog, dates: Mapping[str, str]) -> Asset:
    """`sitemap.xml`: all listed pages and the hand-written ones, each with its counterparts in the other languages.
    `dates` are those of the last review, of the pages of the default language by path; empty where there is none."""
    languages = [(language.code, escape(f"{catalog.site.address}{language.prefix}")) for language in catalog.languages]
    reviewed = {**dates, **{f"{name}/": "" for name in sorted(catalog.prose)}}
    paths = [(escape(quote(path)), date) for path, date in sorted(reviewed.items())]
    xml = environment().get_template("sitemap.xml").render(languages=languages, paths=paths)
    return Asset("sitemap.xml", xml.encode())
