"""A checklist as a picture, before anybody draws it: its rings, the answers of each, and where they lead.

One visual language: ring = a step, pill = an end, box = a remedy or another list.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from counterside.graph import Lead, Paths
from counterside.languages import Text
from counterside.markup import plain
from counterside.model import AnswerUse, Catalog, Checklist, Link, Resolution, Step, Symptom

Words = tuple[str, ...]
"""One text as drawn: a string a language, without marks."""
Shape = Literal["ring", "box", "list", "pill", "call"]

_LABELS = {"seen": "yes", "not_seen": "no", "unsure": "unsure"}


class Target(NamedTuple):
    """Where an answer leads: the shape to draw there and its words. `key` is the same for the same place; `number`
    is a ring's number, or a remedy's letter on paper counted from 1. `still` is where the reader goes on when it did
    not help, `None` where nothing follows."""

    shape: Shape
    key: str
    words: Words
    number: int = 0
    still: Target | None = None

    @property
    def letter(self) -> str:
        """A remedy's letter on paper."""
        return chr(ord("A") + self.number - 1) if self.shape != "ring" and 0 < self.number <= 26 else ""


class Exit(NamedTuple):
    """The answers of a step that lead to the same place."""

    words: Words
    target: Target


class Ring(NamedTuple):
    """A step."""

    number: int
    key: str
    words: Words
    exits: tuple[Exit, ...]


class Picture(NamedTuple):
    """A checklist, in the words of some languages. `last` is the box at its end."""

    name: str
    title: Words
    description: str
    rings: tuple[Ring, ...]
    last: Target
    yes: Words
    still_not: Words
    fixed: Words


def picture(checklist: Checklist, catalog: Catalog, languages: tuple[str, ...]) -> Picture:
    """The picture of a checklist. `languages` are codes of the site; with more than one, every label has all."""
    return _Sketch(checklist, catalog, languages).picture()


class _Sketch:
    def __init__(self, checklist: Checklist, catalog: Catalog, languages: tuple[str, ...]) -> None:
        self.checklist = checklist
        self.catalog = catalog
        self.languages = languages
        self.card = catalog.cards.by_ref[checklist.ref]
        self.paths = Paths(self.card, catalog.cards)

    def picture(self) -> Picture:
        rings = tuple(self._ring(number, step) for number, step in enumerate(self.checklist.steps, start=1))
        return Picture(
            name=self.checklist.id,
            title=tuple(f"{self.checklist.number:02d} {words}" for words in self._say(self.checklist.title)),
            description="\n".join(_sentence(ring) for ring in rings),
            rings=rings,
            last=self._last(),
            yes=self._label("yes"),
            still_not=self._label("still_not"),
            fixed=self._label("fixed"),
        )

    def _say(self, text: Text) -> Words:
        return tuple(plain(text.get(language, "")) for language in self.languages)

    def _label(self, label: str, **values: object) -> Words:
        return tuple(self.catalog.labels.get(label, language).format(**values) for language in self.languages)

    def _ring(self, number: int, step: Step) -> Ring:
        card = self.paths.card.steps[number - 1]
        leads = [(self.paths.lead(card, answer), answer) for answer in step.answers]
        found = [(lead, answer) for lead, answer in leads if lead is not None]
        order = [lead for lead, _ in found]
        found.sort(key=lambda pair: order.index(pair[0]))
        exits = (
            Exit(self._answers(step, [answer for _, answer in group]), self._target(lead))
            for lead, group in groupby(found, key=lambda pair: pair[0])
        )
        return Ring(number, f"step:{step.id}", self._say(step.do), tuple(exits))

    def _answers(self, step: Step, answers: list[AnswerUse]) -> Words:
        """The words of some answers of a step in one."""
        choices = {choice.id: self._say(choice.label) for choice in step.choices}
        words = [choices.get(answer.name) or self._label(_LABELS[answer.name]) for answer in answers]
        return tuple(" / ".join(each) for each in zip(*words, strict=True))

    def _target(self, lead: Lead) -> Target:
        still = self._target(lead.still) if lead.still else None
        if lead.where == "step":
            return Target("ring", f"step:{lead.name}", (), lead.number)
        if lead.where == "verify":
            return Target("pill", "verify", self._label("to_verify"), still=still)
        if lead.where == "call":
            return self._last()
        if lead.where == "leave":
            return self._list(lead.name)
        return self._remedy(lead, still)

    def _last(self) -> Target:
        """The box below the last step: the escalation, or the end of a routine."""
        if self.card.escalation is None:
            return Target("pill", "done", self._label("list_done"))
        return Target("call", "call", self._label("to_call"))

    def _list(self, name: str) -> Target:
        other = self.catalog.find(Link("symptom", name))
        if not isinstance(other, Symptom):
            return Target("list", f"symptom:{name}", (name,) * len(self.languages))
        labels = self._label("to_list", number=f"{other.number:02d}")
        words = zip(labels, self._say(other.title), strict=True)
        return Target("list", f"symptom:{name}", tuple(" ".join(each) for each in words))

    def _remedy(self, lead: Lead, still: Target | None) -> Target:
        remedy = self.catalog.find(Link("resolution", lead.name))
        words = self._say(remedy.short) if isinstance(remedy, Resolution) else (lead.name,) * len(self.languages)
        return Target("pill" if lead.where == "end" else "box", f"resolution:{lead.name}", words, lead.number, still)


def _sentence(ring: Ring) -> str:
    """A step and its answers in one line, for who cannot see the picture."""
    exits = "; ".join(f"{' / '.join(found.words)} → {_named(found.target)}" for found in ring.exits)
    return f"{ring.number}. {' / '.join(ring.words)}: {exits}"


def _named(target: Target) -> str:
    return " / ".join(target.words) if target.words else str(target.number)


def targets(found: Picture) -> Iterator[Target]:
    """Every target of a picture with what follows it, in order."""
    for ring in found.rings:
        for each in ring.exits:
            here: Target | None = each.target
            while here is not None:
                yield here
                here = here.still
