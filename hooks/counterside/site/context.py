"""What templates show besides the records: openings and orders of checklists, moments of cases, meanings of codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from counterside.model.catalog import Catalog
from counterside.model.guide import Guide, GuideGate, GuideRemedy
from counterside.model.nodes import GateUse, Link, list_links, parse_link
from counterside.model.records import (
    CAUTIOUS,
    AnswerUse,
    Area,
    Code,
    CodeAction,
    Contact,
    Rail,
    Reply,
    Resolution,
    Step,
    Symptom,
)
from counterside.model.site import Site
from counterside.site.view import View
from counterside.text import i18n
from counterside.text.i18n import PACKAGE_LANGUAGES, Text
from counterside.text.problems import Check

# ── checklists ──

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
    """The number to dial at once, where the list is about people first: the first that its own lines name, otherwise
    the first of its remedies."""
    symptom = guide.checklist
    if not isinstance(symptom, Symptom) or symptom.urgency != AT_ONCE:
        return ()
    for record in (symptom, *(remedy.resolution for remedy in guide.remedies)):
        for use in list_links(record):
            found = catalog.find(use.value) if use.value.kind == "contact" else None
            if isinstance(found, Contact):
                return (found,)
    return ()


def choose_words(urgency: str, site: Site) -> tuple[tuple[str, Text], ...]:
    """What the customer reads, by what is known of the payment. Another way to pay is under `unpaid` alone."""
    waiting, codes = site.waiting, site.code_help
    if urgency == AT_ONCE:
        return (("away", waiting.away),) if waiting and waiting.away else ()
    found = (
        ("unknown", codes.say.wait if codes else None),
        ("unpaid", waiting.say if waiting else None),
        ("paid", codes.say.paid if codes else None),
    )
    return tuple((state, text) for state, text in found if text) if codes else ()


def find_paid(catalog: Catalog) -> frozenset[Link]:
    """The remedies that only codes lead to which say that the sale was paid."""
    replies: dict[Link, set[str]] = {}
    for rail in catalog.rails:
        for code in rail.codes:
            replies.setdefault(code.resolution.record, set()).add(code.reply)
    return frozenset(link for link, found in replies.items() if found == {"paid"})


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
    guides = {symptom.id: Guide(symptom, catalog) for symptom in catalog.symptoms}
    remedies = {name: {remedy.resolution.area for remedy in guide.lettered} for name, guide in guides.items()}
    found: list[tuple[str, list[Symptom]]] = []
    for area in AREAS:
        own = [symptom for symptom in catalog.symptoms if symptom.area == area]
        others = [each for each in catalog.symptoms if each.area != area and area in remedies[each.id]]
        found.append((area, own + others))
    found.append(("", [symptom for symptom in catalog.symptoms if symptom.area not in AREAS]))
    return [(area, symptoms) for area, symptoms in found if symptoms]


def group_remedies(remedies: Sequence[Resolution]) -> list[tuple[str, list[Resolution]]]:
    """Remedies by their area, areas in the order in which they first appear."""
    order = list(dict.fromkeys(remedy.area for remedy in remedies))
    ordered = sorted(remedies, key=lambda remedy: order.index(remedy.area))
    return [(area, list(group)) for area, group in groupby(ordered, key=lambda remedy: remedy.area)]


# ── cases and routines ──


def find_taken(view: View, link: Link) -> tuple[Link, Text, Text]:
    """The link to a step of some record, the step's words and the record's title, which a link to a whole record has
    for its words as well."""
    record = view.find(link)
    step = next((step for step in record.steps if step.id == link.step), None)
    return link, step.do if step else record.title, record.title


def find_detours(step: Step) -> Iterator[tuple[str, AnswerUse]]:
    """The answers of a routine's step that lead off the list, each with its label of the interface, empty where it has
    words of its own; *not sure* is with *no* where both lead to the same. A `still` that goes on with the list is left
    out."""
    ways = {answer.name: answer for answer in step.answers if answer.target and answer.target.id}
    no, unsure = ways.get("not_seen"), ways.get("unsure")
    is_shared = no is not None and unsure is not None and no.target == unsure.target and no.label is None
    if is_shared:
        del ways["unsure"]
    labels = {"seen": "yes", "not_seen": "no_or_unsure" if is_shared else "no", "unsure": "unsure"}
    for name, answer in ways.items():
        still = answer.still if answer.still and answer.still.id else None  # `next` and `done` have no id
        yield labels.get(name, ""), answer._replace(still=still)


# ── codes ──


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


class Reading(NamedTuple):
    """A code on its rail. `advice` is its place among the page's advices. `needs_no_rail` says that it is answered at
    once: every rail that holds it asks for the same action, which is safe whatever the rail."""

    rail: Rail
    code: Code
    advice: int
    needs_no_rail: bool = False

    @property
    def anchor(self) -> str:
        """Where it is on its rail's page: the code as shown on the screen, or the way there from another page."""
        return f"codes/{self.rail.rail}/#{self.code.code}"


def group_codes(codes: tuple[Code, ...]) -> dict[CodeAction, list[Code]]:
    """Codes by what they ask for, actions in the order in which they first appear."""
    found: dict[CodeAction, list[Code]] = {}
    for code in codes:
        found.setdefault(code.action, []).append(code)
    return found


def read_codes(catalog: Catalog) -> tuple[tuple[Advice, ...], tuple[Reading, ...]]:
    """Every code of every rail, sorted by code, and the advices they share."""
    published = [(rail, code) for rail in catalog.rails for code in rail.codes if code.is_published]
    found = [(rail, code, advise_on(code, catalog)) for rail, code in sorted(published, key=lambda pair: pair[1].code)]
    advices = tuple(dict.fromkeys(advice for _, _, advice in found))
    demands: dict[str, set[Advice]] = {}
    for _, code, advice in found:
        demands.setdefault(code.code, set()).add(advice)
    readings = []
    for rail, code, advice in found:
        is_safe = len(demands[code.code]) == 1 and code.action in SAFE_ON_ANY_RAIL
        readings.append(Reading(rail, code, advices.index(advice), needs_no_rail=is_safe))
    return advices, tuple(readings)


SAFE_ON_ANY_RAIL: tuple[CodeAction, ...] = (*CAUTIOUS, "other-card")
"""What does no harm where a code means something else: another way to pay is offered behind its gate alone."""


def advise_on(code: Code, catalog: Catalog) -> Advice:
    """What holds for a code. Its remedy's own gates hold where the code names none: no page offers another payment
    before they are answered."""
    # `getattr`, because a code may lead to a checklist, which has no gates of its own.
    remedy = catalog.find(code.resolution)
    return Advice(code.action, code.allows_retry, code.gates or getattr(remedy, "gates", ()), code.reply)


# ── checks ──

# What paragraphs in Chinese begin with: the summary, then the reasons.
_CHINESE = ("中文：", "原因：")
_LINE_END = re.compile(r"\n *")
_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])\n *(?=[`A-Za-z0-9])|(?<=[`A-Za-z0-9])\n *(?=[\u4e00-\u9fff])")


def explain_check(check: Check) -> dict[str, Any]:
    """A check's text, taken apart: a summary and the reasons in each language, and an example of each side; `hundred`
    is what its code begins with, as all of `CS2` are about links. The form of docstrings is tested for every check."""
    prose, _, examples = check.doc.partition("Bad:\n")
    bad, _, good = examples.partition("Good:\n")
    paragraphs = [part.strip() for part in prose.split("\n\n") if part.strip()]
    english = [" ".join(part.split()) for part in paragraphs if not part.startswith(_CHINESE)]
    chinese = (part.partition("：")[2] for part in paragraphs if part.startswith(_CHINESE))
    # Lines of Chinese are joined; a space is put only where one is between Chinese and Latin.
    summary, *reasons = (_LINE_END.sub("", _SEAM.sub(" ", part)) for part in chinese)
    return {
        "check": check,
        "hundred": check.code[:3],
        "summary": dict(zip(PACKAGE_LANGUAGES, (summary, check.summary), strict=True)),
        "reasons": dict(zip(PACKAGE_LANGUAGES, (reasons, english[1:]), strict=True)),
        "bad": _dedent_example(bad),
        "good": _dedent_example(good),
    }


def _dedent_example(example: str) -> str:
    return re.sub(r"^ {4}", "", example, flags=re.MULTILINE).strip("\n").rstrip()
