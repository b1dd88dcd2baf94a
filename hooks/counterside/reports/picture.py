"""A checklist as a picture, before anybody draws it: its rings, the answers of each, and where they lead.

One visual language: ring = a step, pill = an end, box = a remedy or another list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from counterside.model import Catalog, Checklist, GuideAnswer, GuideStep, GuideTarget, Resolution, Symptom, build_guide
from counterside.text.i18n import Text
from counterside.text.markup import plain

Words = tuple[str, ...]
"""One text as drawn: a string a language, without marks."""
Shape = Literal["ring", "box", "list", "pill", "call"]


class Target(NamedTuple):
    """Where an answer leads: the shape to draw there and its words. `key` is the same for the same place; `number`
    is a ring's number, `letter` a remedy's on paper. `still` is where the reader goes on when it did not help, `None`
    where nothing follows."""

    shape: Shape
    key: str
    words: Words
    number: int = 0
    letter: str = ""
    still: Target | None = None


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
        self.guide = build_guide(checklist, catalog)

    def picture(self) -> Picture:
        rings = tuple(map(self._ring, self.guide.steps))
        return Picture(
            name=self.checklist.id,
            title=tuple(f"{self.checklist.number:02d} {words}" for words in self._say(self.checklist.title)),
            description="\n".join(_sentence(ring) for ring in rings),
            rings=rings,
            last=self._target(self.guide.last),
            yes=self._label("yes"),
            still_not=self._label("still_not"),
            fixed=self._label("fixed"),
        )

    def _say(self, text: Text) -> Words:
        return tuple(plain(text.get(language, "")) for language in self.languages)

    def _label(self, label: str, **values: object) -> Words:
        return tuple(self.catalog.labels.get(label, language).format(**values) for language in self.languages)

    def _ring(self, view: GuideStep) -> Ring:
        exits = (Exit(self._answers(found.answers), self._target(found.target)) for found in view.exits)
        return Ring(view.number, f"step:{view.step.id}", self._say(view.step.do), tuple(exits))

    def _answers(self, answers: tuple[GuideAnswer, ...]) -> Words:
        """The words of some answers of a step in one."""
        words = [self._say(answer.words) if answer.words else self._label(answer.label) for answer in answers]
        return tuple(" / ".join(each) for each in zip(*words, strict=True))

    def _target(self, target: GuideTarget) -> Target:
        if target.kind == "step":
            return Target("ring", f"step:{target.id}", (), target.number)
        if target.kind == "leave":
            return self._list(target)
        if target.kind == "call":
            return Target("call", "call", self._label("to_call"))
        if target.kind == "done":
            return Target("pill", "done", self._label("list_done"))
        still = self._target(target.still) if target.still else None
        if target.kind == "verify":
            return Target("pill", "verify", self._label("to_verify"), still=still)
        remedy = self.catalog.find(target.link)
        words = self._say(remedy.short) if isinstance(remedy, Resolution) else (target.id,) * len(self.languages)
        shape: Shape = "pill" if target.kind == "end" else "box"
        return Target(shape, f"resolution:{target.id}", words, letter=target.letter, still=still)

    def _list(self, target: GuideTarget) -> Target:
        other = self.catalog.find(target.link)
        if not isinstance(other, Symptom):
            return Target("list", str(target.link), (target.id,) * len(self.languages))
        labels = self._label("to_list", number=f"{other.number:02d}")
        words = zip(labels, self._say(other.title), strict=True)
        return Target("list", str(target.link), tuple(" ".join(each) for each in words))


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
