"""What a checklist's page shows beside its guide, and the orders in which checklists are listed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from counterside.text import markup
from counterside.text.i18n import Text
from counterside.model import (
    Catalog,
    Contact,
    Guide,
    GuideGate,
    GuideRemedy,
    Link,
    Resolution,
    Site,
    Symptom,
    build_guide,
    list_links,
    parse_link,
)
from counterside.model.records import Area

AT_ONCE = "stop"
"""The urgency of a checklist that is about people before it is about the device."""
AREAS: tuple[Area, ...] = ("hardware", "software", "account", "network", "operator-error")
"""The areas of diagnosis, in the order in which they are looked at."""


def choose_opening(symptom: Symptom, site: Site) -> str:
    """What is asked before the first step: `code`, `money` (was this sale paid?) or nothing, where the list is
    about that question itself, asks it first, or is about people."""
    if site.code_help and symptom.ref in site.code_help.on:
        return "code"
    asks = site.waiting and symptom.urgency not in (AT_ONCE, "money") and not symptom.settles(site.waiting.yes)
    return "money" if asks else ""


def split_lines(symptom: Symptom, language: str) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """What to do now: the lines that stand before the question, and the rest. The first comes before it, and one that
    names a number to dial, because its button does."""
    first = tuple(
        line for index, line in enumerate(symptom.do_now) if not index or _contacts_of(line[language], symptom.urgency)
    )
    return first, tuple(line for line in symptom.do_now if line not in first)


def _contacts_of(text: str, urgency: str) -> list[Link]:
    links = (parse_link(target) for target in markup.list_targets(text)) if urgency == AT_ONCE else ()
    return [link for link in links if link.kind == "contact"]


def find_dials(guide: Guide, catalog: Catalog) -> tuple[Contact, ...]:
    """The number to dial at once, where the list is about people first: the first that its own lines name, otherwise
    the first of its remedies."""
    symptom = guide.checklist
    if not isinstance(symptom, Symptom) or symptom.urgency != AT_ONCE:
        return ()
    for record in (symptom, *(remedy.resolution for remedy in guide.remedies)):
        for use in list_links(record):
            found = catalog.find(use.link) if use.link.kind == "contact" else None
            if isinstance(found, Contact):
                return (found,)
    return ()


def choose_words(urgency: str, site: Site) -> tuple[tuple[str, Text], ...]:
    """What the customer reads, by what is known of the payment. Another way to pay stands under `unpaid` alone."""
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


class Tiles(NamedTuple):
    """Every checklist once: the dangers, those about money that an entry of the triage leads to first, and the
    others, each in the order of the triage."""

    danger: tuple[Symptom, ...]
    money: tuple[Symptom, ...]
    others: tuple[Symptom, ...]


def sort_tiles(catalog: Catalog) -> Tiles:
    """The checklists as the home page shows them, each a tap away."""
    dangers = {link for entry in catalog.site.triage if entry.danger for link in entry.to}
    order = (*(link for entry in catalog.site.triage for link in entry.to), *(each.ref for each in catalog.symptoms))
    found = [catalog.find(link) for link in dict.fromkeys(order)]
    symptoms = [record for record in found if isinstance(record, Symptom) and record.is_published]
    leading = {entry.to[0] for entry in catalog.site.triage}
    money = [each for each in symptoms if each.urgency == "money" and each.ref in leading - dangers]
    return Tiles(
        tuple(symptom for symptom in symptoms if symptom.ref in dangers),
        tuple(money),
        tuple(symptom for symptom in symptoms if symptom.ref not in dangers and symptom not in money),
    )


def group_by_area(catalog: Catalog) -> list[tuple[str, list[Symptom]]]:
    """The checklists that belong to each area of diagnosis: its own first, then those with a remedy of that area. What
    belongs to none of the areas is last, under no name."""
    remedies = {symptom.id: _remedy_areas(symptom, catalog) for symptom in catalog.symptoms}
    found: list[tuple[str, list[Symptom]]] = []
    for area in AREAS:
        own = [symptom for symptom in catalog.symptoms if symptom.area == area]
        others = [each for each in catalog.symptoms if each.area != area and area in remedies[each.id]]
        found.append((area, own + others))
    found.append(("", [symptom for symptom in catalog.symptoms if symptom.area not in AREAS]))
    return [(area, symptoms) for area, symptoms in found if symptoms]


def _remedy_areas(symptom: Symptom, catalog: Catalog) -> set[str]:
    return {remedy.resolution.area for remedy in build_guide(symptom, catalog).lettered}


def group_remedies(remedies: Sequence[Resolution]) -> list[tuple[str, list[Resolution]]]:
    """Remedies by their area, areas in the order in which they first appear."""
    order = list(dict.fromkeys(remedy.area for remedy in remedies))
    ordered = sorted(remedies, key=lambda remedy: order.index(remedy.area))
    return [(area, list(group)) for area, group in groupby(ordered, key=lambda remedy: remedy.area)]
