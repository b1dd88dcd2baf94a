"""Checklist → leaf: everything that is printed, once, in all languages. The PDF and the HTML sheet draw the same leaf.

Texts keep their languages and marks; a leaf has no type sizes and no paper. What an answer leads to is a `Target`, in
the shapes that screen and paper share: ring = step, letter = remedy, sheet = another checklist, pill = an end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from counterside.graph import Lead, Paths, remedies_in_order
from counterside.languages import Text
from counterside.model import (
    AnswerUse,
    Catalog,
    Checklist,
    Gate,
    Labelled,
    Link,
    Notice,
    Resolution,
    Routine,
    Step,
    Symptom,
    address,
)
from counterside.problems import Place

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
    paths: Paths = field(init=False)
    letters: dict[Link, str] = field(init=False)
    labels: dict[str, Text] = field(default_factory=dict)
    """The labels that were asked for: *yes* and *no* stand at every step."""

    def __post_init__(self) -> None:
        cards = self.catalog.cards
        card = cards.by_ref[self.checklist.ref]
        object.__setattr__(self, "paths", Paths(card, cards))
        lettered = (link for link in remedies_in_order(card) if link != card.escalation)
        object.__setattr__(self, "letters", {link: chr(ord("A") + index) for index, link in enumerate(lettered)})

    def leaf(self) -> Leaf:
        remedies = tuple(self._remedies())
        return _with(
            self.front(),
            edition=self.checklist.edition,
            remedies=remedies,
            asks_again=any(remedy.verify for remedy in remedies),
            notices=tuple(self._all_notices()),
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
        for number, (step, card) in enumerate(zip(self.checklist.steps, self.paths.card.steps, strict=True), start=1):
            leads = [(answer, self.paths.lead(card, answer)) for answer in step.answers]
            known = [(answer, lead) for answer, lead in leads if lead is not None]
            if_not = [one for one in known if step.choices or one[0].name == "not_seen"] if is_logged else []
            yield LeafStep(
                id=step.id,
                number=number,
                do=step.do,
                detail=step.detail,
                expect=step.expect,
                is_later=step.when == "later",
                gates=tuple(map(self._gate, step.gates)),
                notices=tuple(map(self._warn, step.notices)),
                rows=tuple(self._rows(step, known)),
                if_not=tuple(self._rows(step, if_not)),
            )

    def _rows(self, step: Step, leads: list[tuple[AnswerUse, Lead]]) -> Iterator[Row]:
        """The answers of a step, those that lead to the same place in one row."""
        grouped: dict[Lead, list[Text]] = {}
        for answer, lead in leads:
            grouped.setdefault(lead, []).append(self._words(step, answer))
        for lead, answers in grouped.items():
            yield Row(tuple(answers), self._target(lead))

    def _words(self, step: Step, answer: AnswerUse) -> Text:
        label = {"seen": "yes", "not_seen": "no", "unsure": "unsure"}.get(answer.name)
        if label is not None:
            return self._label(label)
        return next(choice.label for choice in step.choices if choice.id == answer.name)

    def _target(self, lead: Lead) -> Target:
        still = self._target(lead.still) if lead.still else None
        if lead.where == "step":
            return Target("ring", str(lead.number))
        if lead.where == "verify":
            return Target("fixed", still=still)
        if lead.where == "leave":
            return self._sheet(Link("symptom", lead.name))
        if lead.where == "call":  # a routine has nobody to call at its end: it is done
            return Target("call" if lead.name else "done")
        link = Link("resolution", lead.name)
        remedy = self._remedy(link)
        return Target("letter", self.letters[link], remedy.short if remedy else None, still)

    def _sheet(self, link: Link) -> Target:
        other = self.catalog.by_ref[link.record]
        return Target("sheet", _sheet_number(other) if isinstance(other, Checklist) else "")

    def _remedies(self) -> Iterator[Remedy]:
        """The remedies by letter, then the escalation."""
        for link in remedies_in_order(self.paths.card):
            remedy = self._remedy(link)
            if remedy is not None:
                yield self._told(remedy, self.letters.get(link, ""))

    def _told(self, remedy: Resolution, letter: str) -> Remedy:
        return Remedy(
            id=remedy.id,
            letter=letter,
            title=remedy.title,
            short=remedy.short,
            facts=(
                self._label("minutes", minutes=remedy.minutes),
                *(() if remedy.performer == "staff" else (self._label(f"performer_{remedy.performer}"),)),
            ),
            gates=tuple(map(self._gate, remedy.gates)),
            before=remedy.before,
            steps=tuple(Doing(step.do, step.detail, tuple(map(self._gate, step.gates))) for step in remedy.steps),
            verify=None if remedy.is_end else remedy.verify,
            ends=self._label(f"outcome_{remedy.outcome}") if remedy.is_end and letter else None,
            still_broken=remedy.still_broken,
            close=remedy.close,
            bring=remedy.bring,
            never_give=remedy.never_give,
            ask=remedy.ask,
        )

    def _all_notices(self) -> Iterator[Warn]:
        """Every notice of the checklist, its steps and its remedies, each once."""
        links = [*self.checklist.notices, *(link for step in self.checklist.steps for link in step.notices)]
        for remedy in filter(None, map(self._remedy, remedies_in_order(self.paths.card))):
            links += [*remedy.notices, *(link for step in remedy.steps for link in step.notices)]
        return map(self._warn, dict.fromkeys(links))

    def _warn(self, link: Link) -> Warn:
        notice = self.catalog.by_ref[link]
        if not isinstance(notice, Notice):
            raise TypeError(f"{link} is no notice")
        return Warn(self._label(f"level_{notice.level}"), notice.title, notice.text)

    def _gate(self, link: Link) -> GateTicks:
        gate = self.catalog.by_ref[link]
        if not isinstance(gate, Gate):
            raise TypeError(f"{link} is no gate")
        return GateTicks(gate.title, gate.ticks, self._sheet(gate.otherwise))

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
