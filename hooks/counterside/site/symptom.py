"""`/symptoms/<id>/`: a checklist with its remedies in place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from counterside.graph import Lead, Paths, remedies_in_order
from counterside.languages import Text
from counterside.model import AnswerUse, Catalog, Choice, Resolution, Step, Symptom, address
from counterside.site.view import Page, View, draw, render_all


class AnswerView(NamedTuple):
    """One answer as shown: a label of the interface (`yes`, `no`, `unsure`) or a choice's own words."""

    label: str
    words: Text | None
    lead: Lead


class StepView(NamedTuple):
    """A step with its ring number and the questions left on the worst path."""

    number: int
    step: Step
    answers: tuple[AnswerView, ...]
    left: int


class RemedyView(NamedTuple):
    """A remedy as this checklist shows it, with its letter on paper."""

    letter: str
    remedy: Resolution


_LABELS = {"seen": "yes", "not_seen": "no", "unsure": "unsure"}


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every published symptom, in every language."""
    for symptom in catalog.symptoms:
        yield from render_all(catalog, address(symptom.ref).path, partial(_page, symptom))


def _page(symptom: Symptom, view: View) -> Page:
    remedies = _remedies(symptom, view.catalog)
    return draw(
        view,
        "symptom.html",
        title=view.plain(symptom.title),
        description=view.plain(symptom.objective),
        record=symptom,
        symptom=symptom,
        steps=steps(symptom, view.catalog),
        remedies=remedies,
        letters={found.remedy.id: found.letter for found in remedies},
        escalation=view.find(symptom.escalation),
        cases=[case for case in view.catalog.cases if case.symptom.record == symptom.ref],
    )


def steps(symptom: Symptom, catalog: Catalog) -> tuple[StepView, ...]:
    """The steps with everything a template prints beside them."""
    cards = catalog.cards
    paths = Paths(cards.by_ref[symptom.ref], cards)
    found = []
    for number, (step, card) in enumerate(zip(symptom.steps, paths.card.steps, strict=True), start=1):
        answers = (_answer(step, answer, paths.lead(card, answer)) for answer in step.answers)
        found.append(StepView(number, step, tuple(filter(None, answers)), paths.longest[step.id]))
    return tuple(found)


def _answer(step: Step, answer: AnswerUse, lead: Lead | None) -> AnswerView | None:
    if lead is None:
        return None
    choice: Choice | None = next((choice for choice in step.choices if choice.id == answer.name), None)
    return AnswerView(_LABELS.get(answer.name, ""), choice.label if choice else None, lead)


def _remedies(symptom: Symptom, catalog: Catalog) -> tuple[RemedyView, ...]:
    """The remedies of the checklist, the escalation aside, with their letters."""
    links = remedies_in_order(catalog.cards.by_ref[symptom.ref])
    remedies = (catalog.find(link) for link in links if link != symptom.escalation)
    return tuple(
        RemedyView(chr(ord("A") + index), remedy)
        for index, remedy in enumerate(found for found in remedies if isinstance(found, Resolution))
    )
