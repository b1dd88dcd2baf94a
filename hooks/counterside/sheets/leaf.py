"""Checklist → leaf: everything that is printed, once, in all languages. The PDF and the HTML sheet draw the same leaf.

Texts keep their languages and marks; a leaf has no type sizes and no paper. What an answer leads to is a `Target`, in
the shapes that screen and paper share: ring = step, letter = remedy, sheet = another checklist, pill = an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from counterside.model import (
    Catalog,
    Checklist,
    Guide,
    GuideAnswer,
    GuideGate,
    GuideRemedy,
    GuideTarget,
    Labelled,
    Link,
    Notice,
    Resolution,
    Routine,
    Symptom,
    address,
    build_guide,
    group_answers,
)
from counterside.text.i18n import Text
from counterside.text.problems import Place

COLUMNS = {"daily-open": 31, "daily-close": 31, "weekly": 5, "monthly": 12}
"""Columns of a routine's log: the days of a month, its weeks, the months of a year."""


@dataclass(frozen=True)
class Target:
    """Where an answer leads. `mark` is the ring's number, the remedy's letter or the other sheet's number; `short` the
    remedy in one line; `still` where to go when the remedy, or the last look, did not help."""

    shape: Literal["ring", "letter", "sheet", "call", "fixed", "done"]
    mark: str = ""
    short: Text | None = None
    still: Target | None = None


@dataclass(frozen=True)
class Row:
    """One or more answers that lead to the same place."""

    answers: tuple[Text, ...]
    to: Target


@dataclass(frozen=True)
class GateTicks:
    """A gate as it is printed: all ticks are needed, otherwise on to another sheet."""

    title: Text
    ticks: tuple[Text, ...]
    otherwise: Target


@dataclass(frozen=True)
class Warn:
    """A safety notice. The front of a leaf shows its title at the step, the back all of it."""

    level: Text
    title: Text
    text: Text


@dataclass(frozen=True)
class LeafStep:
    """A step with its ring number. `is_later` means after closing time; `if_not` are the answers of somebody who does
    not see what is asked for, or all where the step offers choices: a routine's log has room for these alone."""

    id: str
    number: int
    do: Text
    detail: Text | None
    expect: Text | None
    is_later: bool
    gates: tuple[GateTicks, ...]
    notices: tuple[Warn, ...]
    rows: tuple[Row, ...]
    if_not: tuple[Row, ...]


@dataclass(frozen=True)
class Doing:
    """One instruction of a remedy."""

    do: Text
    detail: Text | None
    gates: tuple[GateTicks, ...]


@dataclass(frozen=True)
class Remedy:
    """A remedy as the back of a leaf tells it. `letter` is empty for the escalation, `verify` is absent at an end;
    `is_elsewhere` is one that is told on a page for all leaves, and only named here."""

    id: str
    letter: str
    title: Text
    short: Text
    facts: tuple[Text, ...]
    gates: tuple[GateTicks, ...]
    before: tuple[Text, ...]
    steps: tuple[Doing, ...]
    verify: Text | None
    ends: Text | None
    still_broken: Text | None
    close: Text | None
    bring: tuple[Text, ...]
    never_give: tuple[Text, ...]
    ask: tuple[Text, ...]
    is_elsewhere: bool = False


@dataclass(frozen=True)
class Paid:
    """The question before everything else: may this sale already be paid?"""

    first: Text
    question: Text
    yes: Target
    other_way: Text


@dataclass(frozen=True)
class Blank:
    """Something to write on. `id` is the field of the call card that fills it on a phone; `value` is what a provider's
    profile knows of it, printed in place of the line."""

    id: str
    label: Text
    hint: Text | None
    value: Text | None = None


@dataclass(frozen=True)
class Leaf:
    """One checklist on paper. `columns` is more than 0 for a routine, which prints as a log; `asks_again` tells that
    some remedy has a `verify`, so that its reader must be told how to go on; `provider` is who a profile says to
    call."""

    id: str
    place: Place
    path: str
    number: str
    title: Text
    objective: Text | None
    facts: tuple[Text, ...]
    edition: str
    steps: tuple[LeafStep, ...]
    remedies: tuple[Remedy, ...]
    notices: tuple[Warn, ...]
    record_lines: tuple[Blank, ...]
    blanks: tuple[Blank, ...]
    fixed: Text
    asks_again: bool
    provider: Text | None = None
    columns: int = 0
    verify: Text | None = None
    call: Text | None = None
    paid: Paid | None = None
    use_if: tuple[Text, ...] = ()
    use_other: tuple[Row, ...] = ()
    do_now: tuple[Text, ...] = ()
    never: tuple[Text, ...] = ()


def leaves(catalog: Catalog) -> Iterator[Leaf]:
    """The leaf of every published symptom, then of every routine, by number."""
    for checklist in (*catalog.symptoms, *catalog.routines):
        yield leaf_of(catalog, checklist)


def leaf_of(catalog: Catalog, checklist: Checklist) -> Leaf:
    """The leaf of one checklist."""
    return _Folding(catalog, checklist).leaf()


def front_of(catalog: Catalog, checklist: Checklist) -> Leaf:
    """The same without what stands on its back, and without its edition: enough to know how high its front comes."""
    return _Folding(catalog, checklist).front()


@dataclass(frozen=True)
class _Folding:
    """Makes one checklist's leaf: what stands on it depends on the catalog around it."""

    catalog: Catalog
    checklist: Checklist
    guide: Guide = field(init=False)
    labels: dict[str, Text] = field(default_factory=dict)
    """The labels that were asked for: *yes* and *no* stand at every step."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "guide", build_guide(self.checklist, self.catalog))

    def leaf(self) -> Leaf:
        remedies = tuple(map(self._told, self.guide.remedies))
        return _with(
            self.front(),
            edition=self.checklist.edition,
            remedies=remedies,
            asks_again=any(remedy.verify for remedy in remedies),
            notices=tuple(map(self._warn, self.guide.notices)),
        )

    def front(self) -> Leaf:
        checklist, site = self.checklist, self.catalog.site
        common = Leaf(
            id=checklist.id,
            place=checklist.place,
            path=address(checklist.ref).path,
            number=_sheet_number(checklist),
            title=checklist.title,
            objective=getattr(checklist, "objective", None),
            facts=(),
            edition="",
            steps=tuple(self._steps()),
            remedies=(),
            asks_again=False,
            notices=(),
            record_lines=tuple(map(self._blank, site.record_lines)),
            blanks=tuple(map(self._blank, site.blanks)),
            provider=self.catalog.profile.name if self.catalog.profile else None,
            fixed=site.fixed,
        )
        if isinstance(checklist, Symptom):
            return self._symptom(common, checklist)
        return self._routine(common, checklist)

    def _blank(self, entry: Labelled) -> Blank:
        return blank(self.catalog, entry)

    def _symptom(self, leaf: Leaf, symptom: Symptom) -> Leaf:
        escalation = self._remedy(symptom.escalation)
        return _with(
            leaf,
            facts=(
                self._label(f"performer_{symptom.performer}"),
                self._label("time_box", minutes=symptom.minutes),
                self._label("step_count", count=len(symptom.steps)),
            ),
            verify=symptom.verify,
            call=escalation.short if escalation else None,
            paid=self._paid(symptom),
            use_if=symptom.use_if,
            use_other=tuple(Row((other.when,), self._sheet(other.to)) for other in symptom.use_other),
            do_now=symptom.do_now,
            never=symptom.never,
        )

    def _routine(self, leaf: Leaf, routine: Checklist) -> Leaf:
        if not isinstance(routine, Routine):
            raise TypeError(f"{routine.ref} is neither a symptom nor a routine")
        return _with(
            leaf,
            facts=(
                self._label(f"frequency_{routine.frequency}"),
                self._label(f"performer_{routine.performer}"),
                self._label("minutes", minutes=routine.minutes),
            ),
            columns=COLUMNS[routine.frequency],
        )

    def _paid(self, symptom: Symptom) -> Paid | None:
        """The question, on every sheet but those where life comes first."""
        waiting = self.catalog.site.waiting
        if waiting is None or symptom.urgency == "stop":
            return None
        yes = Target("ring", "1") if symptom.settles(waiting.yes) else self._sheet(waiting.yes)
        return Paid(waiting.first, waiting.question, yes, waiting.other_way)

    def _steps(self) -> Iterator[LeafStep]:
        is_logged = isinstance(self.checklist, Routine)
        for view in self.guide.steps:
            step = view.step
            if_not = [found for found in view.answers if step.choices or found.name == "not_seen"] if is_logged else []
            yield LeafStep(
                id=step.id,
                number=view.number,
                do=step.do,
                detail=step.detail,
                expect=step.expect,
                is_later=step.when == "later",
                gates=tuple(map(self._gate, view.gates)),
                notices=tuple(self._warn(notice) for notice in map(self.catalog.find, step.notices)),
                rows=tuple(self._rows(view.answers)),
                if_not=tuple(self._rows(if_not)),
            )

    def _rows(self, answers: Iterable[GuideAnswer]) -> Iterator[Row]:
        """Answers that lead to the same place in one row."""
        for found in group_answers(answers):
            yield Row(tuple(map(self._words, found.answers)), self._target(found.target))

    def _words(self, answer: GuideAnswer) -> Text:
        return answer.words or self._label(answer.label)

    def _target(self, target: GuideTarget) -> Target:
        still = self._target(target.still) if target.still else None
        if target.kind == "step":
            return Target("ring", str(target.number))
        if target.kind == "verify":
            return Target("fixed", still=still)
        if target.kind == "leave":
            return self._sheet(target.link)
        if target.kind in ("call", "done"):
            return Target("call" if target.kind == "call" else "done")
        remedy = self._remedy(target.link)
        return Target("letter", target.letter, remedy.short if remedy else None, still)

    def _sheet(self, link: Link) -> Target:
        other = self.catalog.by_ref[link.record]
        return Target("sheet", _sheet_number(other) if isinstance(other, Checklist) else "")

    def _told(self, view: GuideRemedy) -> Remedy:
        remedy = view.resolution
        return Remedy(
            id=remedy.id,
            letter=view.letter,
            title=remedy.title,
            short=remedy.short,
            facts=(
                self._label("minutes", minutes=remedy.minutes),
                *(() if remedy.performer == "staff" else (self._label(f"performer_{remedy.performer}"),)),
            ),
            gates=tuple(map(self._gate, view.gates)),
            before=remedy.before,
            steps=tuple(
                Doing(step.do, step.detail, tuple(map(self._gate, gates))) for step, gates in view.instructions
            ),
            verify=None if remedy.is_end else remedy.verify,
            ends=self._label(f"outcome_{remedy.outcome}") if remedy.is_end and view.letter else None,
            still_broken=remedy.still_broken,
            close=remedy.close,
            bring=remedy.bring,
            never_give=remedy.never_give,
            ask=remedy.ask,
        )

    def _warn(self, notice: object) -> Warn:
        if not isinstance(notice, Notice):
            raise TypeError(f"{notice} is no notice")
        return Warn(self._label(f"level_{notice.level}"), notice.title, notice.text)

    def _gate(self, asked: GuideGate) -> GateTicks:
        return GateTicks(asked.gate.title, tuple(tick.text for tick in asked.gate.ticks), self._target(asked.failed))

    def _remedy(self, link: Link) -> Resolution | None:
        found = self.catalog.find(link)
        return found if isinstance(found, Resolution) else None

    def _label(self, name: str, **values: object) -> Text:
        if values:
            return label(self.catalog, name, **values)
        if name not in self.labels:
            self.labels[name] = self.catalog.once(("label", name), lambda: label(self.catalog, name))
        return self.labels[name]


def blank(catalog: Catalog, entry: Labelled) -> Blank:
    """A line to fill in, or what the profile fills it with; a hint where to find it is for empty lines alone."""
    known = {code: catalog.filled(code).get(entry.id, "") for code in catalog.site.codes}
    if all(known.values()):
        return Blank(entry.id, entry.label, None, known)
    return Blank(entry.id, entry.label, entry.hint)


def label(catalog: Catalog, name: str, **values: object) -> Text:
    """A label of the interface in every language, with `{name}` filled in."""
    words = {code: catalog.labels.get(name, code) for code in catalog.site.codes}
    return {code: text.format(**values) if values else text for code, text in words.items()}


def _sheet_number(checklist: Checklist) -> str:
    return f"{checklist.number:02d}"


def _with(leaf: Leaf, **values: object) -> Leaf:
    return Leaf(**{**leaf.__dict__, **values})
