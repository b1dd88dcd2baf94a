"""Every address of the site that is drawn from the catalog: its path, its template, what that shows besides records."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, islice
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from markupsafe import Markup, escape

from counterside.coverage import count_coverage, list_illustrations, picture_uses
from counterside.model.catalog import Catalog, find_title
from counterside.model.guide import Guide, GuideGate, GuideRemedy, read_guide
from counterside.model.nodes import GateUse, Link, find_path, parse_link
from counterside.model.records import (
    CAUTIOUS,
    AnswerUse,
    Area,
    Code,
    CodeAction,
    Contact,
    Rail,
    Record,
    Reply,
    Step,
    Symptom,
)
from counterside.model.site import Site
from counterside.proof import prove
from counterside.sheets.content import UNITS_PER_MM, build_contents
from counterside.sheets.document import ONE_FRAME, draw_qr, web_address
from counterside.site.view import NOT_FOUND, Asset, Page, View, draw, environment, views
from counterside.text import i18n
from counterside.text.i18n import HAN, PACKAGE_LANGUAGES, STAND_IN, Text
from counterside.text.problems import Check, Place, Problem

GATHERED = {
    "symptoms": "checklists/symptoms",
    "areas": "checklists/symptoms",
    "resolutions": "checklists/resolutions",
    "routines": "checklists/routines",
    "cases": "checklists/cases",
    "safety": "checklists/notices.yml",
    "glossary": "checklists/glossary.yml",
    "myths": "checklists/myths.yml",
    "lessons": "checklists/cases",
    "sources": "checklists/sources.yml",
    "search": "checklists",
    "call_card": "checklists/site.yml",
}
"""Pages that list everything of a kind, or gather what belongs to no single checklist, and where that is edited. Page,
template and label share a name; a page that would be empty is not drawn."""


def render(catalog: Catalog, all_checks: tuple[Check, ...], with_sheets: bool = False) -> Iterator[Page]:
    """Every page of a checked catalog, in every language, to be drawn. Without sheets, nothing links to PDFs."""
    records = (draw_symptoms, draw_resolutions, draw_routines, draw_cases, draw_codes, draw_sheets)
    for draw_some in (draw_home, *records, draw_gathered, draw_moves, draw_not_found):
        yield from draw_some(catalog)
    yield from draw_printing(catalog, with_sheets)
    yield from draw_reports(catalog, all_checks)


def _draw_named(
    catalog: Catalog, name: str, file: str, path: str = "", count: int = 0, **values: Any
) -> Iterator[Page]:
    """A page whose path, template and labels share a name; `file` is edited, and its description may name `count`."""
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
    values |= {record.kind: record, "record": record, "place": record.place}
    return draw(view, f"{record.kind}.html", title, view.plain(description), **values)


def draw_home(catalog: Catalog) -> Iterator[Page]:
    """`/`: every checklist a tap away."""
    site, tiles, place = catalog.site, sort_tiles(catalog), Place("checklists/site.yml")
    for view in views(catalog, ""):
        title, description = view.plain(site.subtitle or site.name), view.plain(site.description)
        yield draw(view, "home.html", title, description, place=place, tiles=tiles)


# ── records ──


def draw_symptoms(catalog: Catalog) -> Iterator[Page]:
    """`/symptoms/<id>/`: every published checklist with its remedies in place. `/not-sure/`: the questions of a reader
    who cannot say which it is, where the site has some."""
    codes = [code for rail in catalog.rails for code in rail.codes]
    unpaid = {code.resolution.record for code in codes if code.reply != "paid"}
    for symptom, view in _record_views(catalog, catalog.symptoms):
        guide = read_guide(symptom, catalog)
        first, later = split_lines(symptom, view.lang)
        yield _draw_record(
            view,
            symptom,
            symptom.objective,
            guide=guide,
            gather_gates=gather_gates,
            opening=choose_opening(symptom, catalog.site),
            first_lines=first,
            later_lines=later,
            dials=find_dials(guide, catalog),
            customer_words=choose_words(symptom.urgency, catalog.site, symptom.area),
            paid={code.resolution.record for code in codes} - unpaid,  # each of their codes says that the sale was paid
        )
    words = choose_words("now", catalog.site)[:1]
    yield from _draw_named(catalog, "not_sure", "checklists/site.yml", customer_words=words)


def draw_resolutions(catalog: Catalog) -> Iterator[Page]:
    """`/resolutions/<id>/`: every published remedy, what leads to it, and the cases it settled."""
    for resolution, view in _record_views(catalog, catalog.resolutions):
        yield _draw_record(view, resolution, resolution.short)


def draw_routines(catalog: Catalog) -> Iterator[Page]:
    """`/routines/<id>/`: every published preventive checklist; a step that fails leads to its remedy."""
    for routine, view in _record_views(catalog, catalog.routines):
        guide = read_guide(routine, catalog)
        numbers = {step.step.id: step.number for step in guide.steps}
        cases = [case for case in catalog.cases if routine.ref in {link.record for link in case.prevention}]
        said = routine.objective or routine.title
        yield _draw_record(view, routine, said, guide=guide, numbers=numbers, cases=cases, find_detours=find_detours)


def draw_cases(catalog: Catalog) -> Iterator[Page]:
    """`/cases/<id>/`: every published story from the counter, each moment linked to the step that was taken."""
    for case, view in _record_views(catalog, catalog.cases):
        yield _draw_record(view, case, case.lesson, find_taken=find_taken)


def draw_codes(catalog: Catalog) -> Iterator[Page]:
    """`/codes/`: the box that reads a code, and every code. `/codes/<rail>/`: what each means on that rail."""
    advices, readings = read_codes(catalog)
    by_code = [(code, tuple(group)) for code, group in groupby(readings, key=lambda reading: reading[1].code)]
    yield from _draw_named(catalog, "codes", "checklists/codes", advices=advices, readings=readings, by_code=by_code)
    for rail in catalog.rails:
        published = tuple(code for code in rail.codes if code.is_published)
        codes, groups = [(code, advise_on(code, catalog)) for code in published], group_records(published, "action")
        for view in views(catalog, f"codes/{rail.rail}/"):
            title, description = view.t("codes_of", rail=view.plain(rail.title)), view.plain(rail.intro)
            yield draw(view, "rail.html", title, description, place=rail.place, record=rail, codes=codes, groups=groups)


# ── lists ──


def draw_gathered(catalog: Catalog) -> Iterator[Page]:
    """`/symptoms/`, `/glossary/` and so on. The description of a list says how many there are."""
    listed = {"areas": group_by_area(catalog), "resolutions": group_records(catalog.resolutions, "area").items()}
    for name, file in GATHERED.items():
        count = len(getattr(catalog, name, ()))
        yield from _draw_named(catalog, name, file, count=count, listed=listed.get(name))


# ── to call, to print, to edit ──


def draw_printing(catalog: Catalog, with_sheets: bool) -> Iterator[Page]:
    """`/print/`: the sheets, as PDFs where there are some."""
    for view in views(catalog, "print/"):
        title, description = view.t("print_sheets"), view.t("print_description")
        yield draw(view, "print.html", title, description, place=Place("checklists"), with_sheets=with_sheets)


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
                draw_qr=_draw_qr,
                split_spans=i18n.split_spans,
                one_frame=ONE_FRAME,
                units=UNITS_PER_MM,
            )


def _draw_qr(address: str, edition: str) -> Markup:
    """The QR code for a page; its title names the address for readers who cannot see it."""
    picture = draw_qr(f"{address}?e={edition}", quiet=False)
    box = rf'<svg viewBox="0 0 \1 \1" role="img" aria-label="{escape(address)}" '
    return Markup(re.sub(r'^<svg (?=[^>]*width="(\d+)")', box, picture))


def draw_reports(catalog: Catalog, all_checks: tuple[Check, ...]) -> Iterator[Page]:
    """`/contribute/…/`: what editors ask of the catalog: its checks, coverage, proof and pictures."""
    checks = tuple(map(explain_check, all_checks))
    file, path = "hooks/counterside/rules", "contribute/checks/"
    yield from _draw_named(catalog, "checks", file, path, count=len(checks), checks=checks)
    coverage, illustrations = count_coverage(catalog), list_illustrations(catalog)
    yield from _draw_named(
        catalog,
        "coverage",
        "checklists",
        "contribute/coverage/",
        coverage=coverage,
        illustrations=illustrations,
        illustrated=[(record, [*steps]) for record, steps in groupby(illustrations, key=lambda one: one[0].record)],
    )
    proof = prove(catalog)
    # CS62… are the rules of the proof; what is waived of others is on the coverage page.
    waived = [
        (waiver, parse_link(waiver.at), proof.list_waived(waiver))
        for waiver in catalog.waivers
        if proof and waiver.rule.startswith("CS62")
    ]
    file = "checklists/facts.yml" if catalog.facts.facts else "checklists"
    yield from _draw_named(catalog, "proof", file, "contribute/proof/", proof=proof, waived=waived)
    uses = picture_uses(catalog)
    yield from _draw_named(catalog, "pictures", "checklists/pictures.yml", "contribute/pictures/", uses=uses)


# ── addresses that lead elsewhere, or nowhere ──


def draw_moves(catalog: Catalog) -> Iterator[Page]:
    """A page at every former address of a renamed record; `_redirects` says the same to hosts that read it."""
    for record, former, new in find_moves(catalog):
        shown: dict[str, Any] = {"link": record.ref, "former": former, "new": new}
        yield from _draw_named(catalog, "moved", record.place.file, find_path(former), is_listed=False, **shown)


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
    return Page(path, STAND_IN, "Problems", "", "problems.html", {"problems": tuple(problems)}, is_listed=False)


def draw_sitemap(catalog: Catalog, pages: Iterable[Page]) -> Asset:
    """`sitemap.xml`: all listed pages and the hand-written ones, each with its counterparts in the other languages."""
    languages = [(language.code, escape(f"{catalog.site.address}{language.prefix}")) for language in catalog.languages]
    drawn = {page.path for page in pages if page.is_listed and page.language == catalog.site.codes[0]}
    paths = [escape(quote(path)) for path in sorted(drawn.union(f"{name}/" for name in catalog.prose))]
    xml = environment().get_template("sitemap.xml").render(languages=languages, paths=paths)
    return Asset("sitemap.xml", xml.encode())


# ── what templates show of checklists ──

AT_ONCE = "stop"
"""The urgency of a checklist that is about people before it is about the device."""
AREAS: tuple[Area, ...] = ("hardware", "software", "account", "network", "operator-error")
"""The areas of diagnosis, in the order in which they are looked at."""


def choose_opening(symptom: Symptom, site: Site) -> str:
    """What is asked before the first step: `code`, `money` (was this sale paid?) or nothing, where the list is
    about that question itself, asks it first, or is about people."""
    if site.code_help and symptom.ref in site.code_help.on:
        return "code"
    # Asking about the money again, in a list that begins with it, would be one question more for nothing.
    asks = site.waiting and symptom.urgency not in (AT_ONCE, "money") and not symptom.settles(site.waiting.yes)
    return "money" if asks else ""


def split_lines(symptom: Symptom, language: str) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """What to do now: the lines before the question, and the rest. The first comes before it, and one that
    names a number to dial, because its button does."""
    first = list(symptom.do_now[:1])
    for line in symptom.do_now[1:] if symptom.urgency == AT_ONCE else ():
        if any(parse_link(target).kind == "contact" for target in i18n.list_targets(line[language])):
            first.append(line)
    return tuple(first), tuple(line for line in symptom.do_now if line not in first)


def find_dials(guide: Guide, catalog: Catalog) -> tuple[Contact, ...]:
    """The number to dial at once, where the list is about people first: the first that it or a remedy names."""
    symptom = guide.checklist
    if not isinstance(symptom, Symptom) or symptom.urgency != AT_ONCE:
        return ()
    records = (symptom, *(remedy.resolution for remedy in guide.remedies))
    found = (catalog.find(use.value) for record in records for use in record.uses.link)
    return tuple(islice((one for one in found if isinstance(one, Contact)), 1))


def choose_words(urgency: str, site: Site, area: str = "") -> tuple[tuple[str, Text], ...]:
    """What the customer reads, by what is known of the payment. Another way to pay is under `unpaid` alone. Where
    something else comes before the sale, one text is all: `away`."""
    waiting, codes = site.waiting, site.code_help
    if urgency == AT_ONCE:
        text = waiting and (waiting.busy if area == "security" and waiting.busy else waiting.away)
        return (("away", text),) if text else ()
    if codes is None:
        return ()
    found = (("unknown", codes.say.wait), ("unpaid", waiting.say if waiting else None), ("paid", codes.say.paid))
    return tuple((state, text) for state, text in found if text)


def gather_gates(remedy: GuideRemedy) -> tuple[GuideGate, ...]:
    """Every gate of a remedy, those of its single steps included, each once: all are asked before it begins."""
    every = (*remedy.gates, *(gate for _, gates in remedy.instructions for gate in gates))
    return tuple({gate.gate.ref: gate for gate in every}.values())


def sort_tiles(catalog: Catalog) -> dict[str, list[Symptom]]:
    """The checklists as the home page shows them, each once and a tap away: the dangers (`danger`), those about money
    that an entry of the triage leads to first (`money`), and the others, each in the order of the triage."""
    dangers = {link for entry in catalog.site.triage if entry.danger for link in entry.to}
    order = (*(link for entry in catalog.site.triage for link in entry.to), *(each.ref for each in catalog.symptoms))
    found = [catalog.find(link) for link in dict.fromkeys(order)]  # what no entry leads to comes last, and is there
    symptoms = [record for record in found if isinstance(record, Symptom) and record.is_published]
    leading = {entry.to[0] for entry in catalog.site.triage}
    money = [each for each in symptoms if each.urgency == "money" and each.ref in leading - dangers]
    danger = [each for each in symptoms if each.ref in dangers]
    return {"danger": danger, "money": money, "others": [each for each in symptoms if each not in danger + money]}


def group_by_area(catalog: Catalog) -> list[tuple[str, list[Symptom]]]:
    """The checklists that belong to each area of diagnosis: its own first, then those with a remedy of that area. What
    belongs to none of the areas is last, under no name."""
    found: dict[str, list[Symptom]] = {area: [each for each in catalog.symptoms if each.area == area] for area in AREAS}
    found[""] = [each for each in catalog.symptoms if each.area not in AREAS]
    for each in catalog.symptoms:
        own = {one.resolution.area for one in read_guide(each, catalog).remedies if one.letter}
        for area in own & {*AREAS} - {each.area}:
            found[area].append(each)
    return [(area, symptoms) for area, symptoms in found.items() if symptoms]


def group_records(records: Iterable[AnyRecord], field: str) -> dict[str, list[AnyRecord]]:
    """Records by what they say in a field, in the order in which that first appears."""
    found: dict[str, list[AnyRecord]] = {}
    for record in records:
        found.setdefault(getattr(record, field), []).append(record)
    return found


# ── cases and routines ──


def find_taken(view: View, link: Link) -> tuple[Text, Text]:
    """The words of the step that a link leads to, and its record's title, which stands for the words of a record."""
    record = view.find(link)
    step = next((step for step in record.steps if step.id == link.step), None)
    return step.do if step else record.title, record.title


def find_detours(step: Step) -> Iterator[tuple[str, AnswerUse]]:
    """The answers of a routine's step that lead off the list, each with its label of the interface, empty where it has
    words of its own; *not sure* is with *no* where both lead to the same. No `still` goes on with the list."""
    ways = {answer.name: answer for answer in step.answers if answer.target and answer.target.id}
    labels = {"seen": "yes", "not_seen": "no", "unsure": "unsure"}
    no, unsure = ways.get("not_seen"), ways.get("unsure")
    if no and unsure and no.target == unsure.target and no.label is None:
        del ways["unsure"]
        labels["not_seen"] = "no_or_unsure"
    for name, answer in ways.items():
        still = answer.still if answer.still and answer.still.id else None  # `next` and `done` have no id
        yield labels.get(name, ""), answer._replace(still=still)


# ── codes ──


# What does no harm where a code means something else: another way to pay is offered behind its gate alone.
HARMLESS: tuple[CodeAction, ...] = (*CAUTIOUS, "other-card")


class Advice(NamedTuple):
    """What codes of one kind have in common: may one retry, what is asked first, what the customer hears."""

    action: CodeAction
    allows_retry: bool
    gates: tuple[GateUse, ...]
    reply: Reply

    @property
    def offers_another(self) -> bool:
        """Whether the words for the customer offer another way to pay: they wait for the gates."""
        return self.reply == "refused" and bool(self.gates)


# A code on its rail; the place of its advice among those of the page; and whether it is answered at once, because every
# rail that holds it asks for the same action, which is safe whatever the rail.
Reading = tuple[Rail, Code, int, bool]


def read_codes(catalog: Catalog) -> tuple[tuple[Advice, ...], tuple[Reading, ...]]:
    """Every code of every rail, sorted by code, and the advices they share."""
    published = [(rail, code) for rail in catalog.rails for code in rail.codes if code.is_published]
    found = [(rail, code, advise_on(code, catalog)) for rail, code in sorted(published, key=lambda pair: pair[1].code)]
    advices = [*dict.fromkeys(advice for _, _, advice in found)]
    demands = Counter(name for name, _ in {(code.code, advice) for _, code, advice in found})
    return tuple(advices), tuple(
        (rail, code, advices.index(advice), demands[code.code] == 1 and advice.action in HARMLESS)
        for rail, code, advice in found
    )


def advise_on(code: Code, catalog: Catalog) -> Advice:
    """What holds for a code. Where it names no gates, its remedy's hold: no page offers another payment before."""
    # `getattr`, because a code may lead to a checklist, which has no gates of its own.
    remedy = catalog.find(code.resolution)
    return Advice(code.action, code.allows_retry, code.gates or getattr(remedy, "gates", ()), code.reply)


# ── checks ──

# What paragraphs in Chinese begin with: the summary, then the reasons.
_CHINESE = ("中文：", "原因：")
_SEAM = re.compile(rf"(?<=[{HAN}])\n *(?=[`A-Za-z0-9])|(?<=[`A-Za-z0-9])\n *(?=[{HAN}])")


def explain_check(check: Check) -> dict[str, Any]:
    """A check's text, taken apart: a summary and the reasons in each language, and an example of each side; `hundred`
    is what its code begins with, as all of `CS2` are about links. The form of docstrings is tested for every check."""
    prose, _, examples = check.doc.partition("Bad:\n")
    bad, _, good = re.sub(r"^ {4}", "", examples, flags=re.MULTILINE).partition("Good:\n")
    paragraphs = [part.strip() for part in prose.split("\n\n") if part.strip()]
    english = [" ".join(part.split()) for part in paragraphs if not part.startswith(_CHINESE)]
    chinese = (part.partition("：")[2] for part in paragraphs if part.startswith(_CHINESE))
    # Lines of Chinese are joined; a space is put only where one is between Chinese and Latin.
    summary, *reasons = (re.sub(r"\n *", "", _SEAM.sub(" ", part)) for part in chinese)
    return {
        "check": check,
        "hundred": check.code[:3],
        "summary": dict(zip(PACKAGE_LANGUAGES, (summary, check.summary), strict=True)),
        "reasons": dict(zip(PACKAGE_LANGUAGES, (reasons, english[1:]), strict=True)),
        "bad": bad.strip("\n").rstrip(),
        "good": good.strip("\n").rstrip(),
    }
