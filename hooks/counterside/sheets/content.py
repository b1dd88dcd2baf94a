"""Checklist → sheet content: everything that is printed, once, in all languages. PDF and HTML sheet draw the same one.

Texts keep their languages and marks; content has no type sizes and no paper. Where an answer leads is a `Target` in one
of the shapes that screen and paper share: ring = step, letter = remedy overleaf, box = another list or an end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby, takewhile
from typing import Literal

from counterside.model.catalog import Catalog
from counterside.model.guide import Guide, GuideAnswer, GuideGate, GuideRemedy, GuideStep, GuideTarget, build_guide
from counterside.model.nodes import Link, find_address
from counterside.model.records import Checklist, Code, Contact, Notice, Rail, Resolution, Routine, Step, Symptom
from counterside.model.site import Labelled
from counterside.sheets.pictures import PrintedPicture, build_picture, write_svg
from counterside.text import i18n
from counterside.text.i18n import Text
from counterside.text.problems import Place

_HALVES = tuple(f"{day}/{day + 16}" if day < 16 else str(day) for day in range(1, 17))
LOG_COLUMNS = {
    "daily-open": _HALVES,
    "daily-close": _HALVES,
    "weekly": tuple(map(str, range(1, 6))),
    "monthly": tuple(map(str, range(1, 13))),
}
"""The heads of the columns of a routine's log: the days of half a month, its weeks, the months of a year. A whole month
on one sheet would leave 4 mm for initials."""
_LOG_HINTS = {"daily-open": "sheet_half_hint", "daily-close": "sheet_half_hint", "weekly": "sheet_week_hint"}
"""What else is to be filled in at the head of a log."""
_CODE = re.compile(r"\b[0-9A-Z]{2}\b")


@dataclass(frozen=True)
class Target:
    """Where an answer leads. `mark` is the ring's number, the remedy's letter or the other list's number; `short` the
    remedy or the other list in one line."""

    shape: Literal["ring", "letter", "sheet", "call", "fixed", "done"]
    mark: str = ""
    short: Text | None = None


@dataclass(frozen=True)
class AnswerRow:
    """One or more answers that lead to the same place. `if_not` is where to go only if that did not help."""

    answers: tuple[Text, ...]
    to: Target
    if_not: Target | None = None


@dataclass(frozen=True)
class GateTicks:
    """A gate as it is printed: all ticks are needed, otherwise on to another place. `is_repeated` is one whose ticks
    are on the same side already."""

    id: str
    title: Text
    ticks: tuple[Text, ...]
    otherwise: Target
    is_repeated: bool = False


@dataclass(frozen=True)
class SafetyNotice:
    """A safety notice. A front shows its title at the step; the sheet of safety notices all of it."""

    id: str
    level: Text
    title: Text
    text: Text
    is_danger: bool


@dataclass(frozen=True)
class GridRow:
    """The codes that begin with the same character, by their second one; no target for a code that is not listed."""

    head: str
    cells: tuple[Target | None, ...]


@dataclass(frozen=True)
class CodeGrid:
    """A table of two-character codes as a grid: the first character at the left, the second on top. `others` are the
    codes that do not fit into it; `legend` says each remedy in one line, once."""

    title: Text
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    others: tuple[tuple[str, Target], ...]
    legend: tuple[Target, ...]

    @cached_property
    def places(self) -> Mapping[str, Target]:
        """Where each code leads."""
        cells = (
            (row.head + column, to) for row in self.rows for column, to in zip(self.columns, row.cells, strict=True)
        )
        return {code: to for code, to in (*cells, *self.others) if to is not None}

    def strip(self, text: Text, to: Target) -> Text | None:
        """An answer without the codes that the grid sends to the same place; nothing where it names no others."""
        named = _named_codes(text)
        places = ((code, self.places.get(code)) for code in named)
        others = [code for code, at in places if at is None or (at.shape, at.mark) != (to.shape, to.mark)]
        if named and not others:
            return None
        if len(others) == len(named) or not _is_only_codes(text):
            return text
        return {language: f"`{' '.join(others)}`" for language in text}


@dataclass(frozen=True)
class SheetStep:
    """A step with its number. `is_later` means after closing time; `if_not` are the answers of a reader who does not
    see what is asked for, or all of them where the step offers choices: a log has room for these alone."""

    id: str
    number: int
    do: Text
    detail: Text | None
    expect: Text | None
    is_later: bool
    gates: tuple[GateTicks, ...]
    notices: tuple[SafetyNotice, ...]
    rows: tuple[AnswerRow, ...]
    if_not: tuple[AnswerRow, ...]
    picture: PrintedPicture | None = None
    last: int = 0
    merged: tuple[str, ...] = ()
    grid: CodeGrid | None = None
    """Steps that sort the codes of one table are one on paper, with a grid in place of their groups; `last` is the
    number of the last of them, `merged` are the ids of those after the first: links lead to them."""


@dataclass(frozen=True)
class RemedyStep:
    """One instruction of a remedy."""

    do: Text
    detail: Text | None
    gates: tuple[GateTicks, ...]
    picture: PrintedPicture | None = None


@dataclass(frozen=True)
class RemedyText:
    """A remedy as the back of a leaf prints it. `letter` is empty for the escalation, `verify` is absent at an end.
    `onward` is where the front goes on if it did not help; absent where that differs from row to row."""

    id: str
    letter: str
    title: Text
    short: Text
    facts: tuple[Text, ...]
    gates: tuple[GateTicks, ...]
    before: tuple[Text, ...]
    steps: tuple[RemedyStep, ...]
    verify: Text | None
    ends: Text | None
    still_broken: Text | None
    close: Text | None
    bring: tuple[Text, ...]
    never_give: tuple[Text, ...]
    ask: tuple[Text, ...]
    onward: Target | None


@dataclass(frozen=True)
class PaidQuestion:
    """The question before everything else: may this sale already be paid? `no` is always the first step."""

    first: Text
    question: Text
    yes: Target
    no: Target


@dataclass(frozen=True)
class Blank:
    """Something to write on. `id` is the field of the call card that fills it on a phone; `value` is what a provider's
    profile knows of it, printed in place of the line."""

    id: str
    label: Text
    hint: Text | None
    value: Text | None = None


@dataclass(frozen=True)
class SheetContent:
    """One checklist on paper. `columns` are the heads of a routine, which prints as a log; `provider` is the company
    that a profile says to call. `is_urgent` is a list where life comes before payment. `safety` are the notices of
    danger, printed in full; `say` is said to the customer while the outcome is unknown."""

    id: str
    place: Place
    path: str
    number: str
    title: Text
    objective: Text | None
    facts: tuple[Text, ...]
    edition: str
    steps: tuple[SheetStep, ...]
    remedies: tuple[RemedyText, ...]
    gates: tuple[GateTicks, ...]
    notices: tuple[SafetyNotice, ...]
    record_lines: tuple[Blank, ...]
    blanks: tuple[Blank, ...]
    fixed: Text
    provider: Text | None = None
    columns: tuple[str, ...] = ()
    period: tuple[Text, ...] = ()
    minutes: int = 0
    is_urgent: bool = False
    verify: Text | None = None
    call: Text | None = None
    paid: PaidQuestion | None = None
    say: Text | None = None
    use_if: tuple[Text, ...] = ()
    use_other: tuple[AnswerRow, ...] = ()
    do_now: tuple[Text, ...] = ()
    never: tuple[Text, ...] = ()
    icon: str = ""

    def list_pictures(self, kind: str) -> tuple[PrintedPicture, ...]:
        """The pictures of the steps on a kind of side, in order: of the front, or of the remedies overleaf."""
        remedies = [step for remedy in self.remedies if remedy.letter for step in remedy.steps]
        steps: dict[str, Iterable[SheetStep | RemedyStep]] = {"front": self.steps, "back": remedies}
        return tuple(step.picture for step in steps.get(kind, ()) if step.picture is not None)

    @property
    def letters(self) -> str:
        """The first and the last letter of its remedies, e.g. `A–G`; one letter, or nothing."""
        found = [remedy.letter for remedy in self.remedies if remedy.letter]
        return "–".join(dict.fromkeys((found[0], found[-1]))) if found else ""

    @property
    def roll_steps(self) -> tuple[SheetStep, ...]:
        """The steps that a roll may print: those of a routine, otherwise none from the first gate or grid on, for which
        it has no room. How many of them there is room for, the scale of type says."""
        return self.steps if self.columns else tuple(takewhile(lambda step: not (step.gates or step.grid), self.steps))


def build_contents(catalog: Catalog) -> Iterator[SheetContent]:
    """The content of every published symptom, then of every routine, by number."""
    for checklist in (*catalog.symptoms, *catalog.routines):
        yield build_content(catalog, checklist)


def build_content(catalog: Catalog, checklist: Checklist) -> SheetContent:
    """The content of one checklist."""
    return _ContentBuilder(catalog, checklist, build_guide(checklist, catalog)).build()


@dataclass(frozen=True)
class _ContentBuilder:
    """Builds the content of one checklist. `front_gates` and `back_gates` are the gates printed so far on a side,
    `pictures` the pictures of each side."""

    catalog: Catalog
    checklist: Checklist
    guide: Guide
    front_gates: set[str] = field(default_factory=set)
    back_gates: dict[str, GateTicks] = field(default_factory=dict)
    pictures: set[tuple[str, Link]] = field(default_factory=set)

    def build(self) -> SheetContent:
        checklist, site = self.checklist, self.catalog.site
        steps = tuple(self._steps())
        remedies = tuple(map(self._remedy, self.guide.remedies))
        common = SheetContent(
            id=checklist.id,
            place=checklist.place,
            path=find_address(checklist.ref).path,
            number=_sheet_number(checklist),
            title=checklist.title,
            objective=getattr(checklist, "objective", None),
            facts=(),
            edition=checklist.edition,
            steps=steps,
            remedies=remedies,
            gates=tuple(self.back_gates.values()),
            notices=tuple(map(self._notice, self.guide.notices)),
            record_lines=tuple(build_blank(self.catalog, line) for line in site.record_lines),
            blanks=tuple(build_blank(self.catalog, line) for line in site.blanks),
            provider=self.catalog.profile.name if self.catalog.profile else None,
            fixed=site.fixed,
            minutes=checklist.minutes,
        )
        if isinstance(checklist, Symptom):
            return self._symptom(common, checklist)
        return self._routine(common, checklist)

    def _symptom(self, content: SheetContent, symptom: Symptom) -> SheetContent:
        escalation = self.guide.remedies[-1].resolution if self.guide.remedies else None
        help_words = self.catalog.site.code_help
        is_urgent = symptom.urgency == "stop"
        return replace(
            content,
            facts=(*self._performer(symptom.performer), self._label("time_box", count=symptom.minutes)),
            is_urgent=is_urgent,
            verify=symptom.verify,
            call=escalation.short if escalation else None,
            paid=self._paid(symptom),
            say=help_words.say.wait if help_words and symptom.urgency in ("money", "now") else None,
            use_if=symptom.use_if,
            use_other=tuple(AnswerRow((other.when,), self._list(other.to)) for other in symptom.use_other),
            do_now=symptom.do_now,
            never=symptom.never,
            icon=write_svg(self.catalog.drawings[symptom.icon]) if symptom.icon else "",
        )

    def _routine(self, content: SheetContent, routine: Checklist) -> SheetContent:
        if not isinstance(routine, Routine):
            raise TypeError(f"{routine.ref} is neither a symptom nor a routine")
        return replace(
            content,
            facts=(
                self._label(f"frequency_{routine.frequency}"),
                self._label(f"performer_{routine.performer}"),
                self._label("minutes", count=routine.minutes),
            ),
            columns=LOG_COLUMNS[routine.frequency],
            period=(
                self._label("sheet_year" if routine.frequency == "monthly" else "sheet_period"),
                *(self._label(_LOG_HINTS[name]) for name in (routine.frequency,) if name in _LOG_HINTS),
            ),
        )

    def _paid(self, symptom: Symptom) -> PaidQuestion | None:
        """The question, on every sheet but those where life comes first."""
        waiting = self.catalog.site.waiting
        if waiting is None or symptom.urgency == "stop":
            return None
        first = Target("ring", "1")
        yes = first if symptom.settles(waiting.yes) else self._list(waiting.yes)
        return PaidQuestion(waiting.first, waiting.question, yes, first)

    def _steps(self) -> Iterator[SheetStep]:
        """The steps; those that sort the table which the list sorts first are one."""
        sorts = getattr(self.checklist, "sorts", ())
        table = sorts[0].table if sorts else ""
        rail = next((one for one in self.catalog.rails if one.rail == table), None)
        for sorting, group in groupby(self.guide.steps, key=lambda guided: table in guided.step.codes):
            several = list(group)
            if rail is not None and sorting and len(several) > 1:
                yield self._grid_step(several, rail)
            else:
                yield from map(self._step, several)

    def _grid_step(self, guided: list[GuideStep], rail: Rail) -> SheetStep:
        """Some steps as one: a grid of the codes, and the answers that are about more than a code."""
        numbers = {str(one.number) for one in guided}
        rows = [row for one in guided for row in self._rows(one.step, one.answers)]
        plain = [(text, row.to) for row in rows for text in row.answers if _is_only_codes(text)]
        answered = {code: to for text, to in plain for code in _named_codes(text)}
        listed = {code.code: self._code_target(code, answered) for code in rail.codes if code.is_published}
        grid = build_grid(rail, {**answered, **listed})
        onward = (row for row in rows if not (row.to.shape == "ring" and row.to.mark in numbers))
        return replace(
            self._step(guided[0]),
            do=self._label("sheet_grid"),
            detail=None,
            expect=None,
            gates=tuple(self._front_gate(gate) for one in guided for gate in one.gates),
            rows=tuple(_rows_beside(grid, onward)),
            last=guided[-1].number,
            merged=tuple(one.step.id for one in guided[1:]),
            grid=grid,
        )

    def _code_target(self, code: Code, answered: Mapping[str, Target]) -> Target:
        """Where a code leads: to another list, to a remedy of this one, to where this list sends it, or to the call."""
        found = self.catalog.find(code.resolution)
        if isinstance(found, Checklist):
            return self._list(code.resolution)
        letter = self.guide.letters.get(code.resolution.id, "")
        if not letter or not isinstance(found, Resolution):
            return answered.get(code.code, Target("call"))
        return Target("letter", letter, found.short)

    def _step(self, guided: GuideStep) -> SheetStep:
        step = guided.step
        is_logged = isinstance(self.checklist, Routine)
        if_not = [one for one in guided.answers if step.choices or one.name == "not_seen"] if is_logged else []
        return SheetStep(
            id=step.id,
            number=guided.number,
            do=step.do,
            detail=step.detail,
            expect=None if self._answers_say(step) else step.expect,
            is_later=step.when == "later",
            gates=tuple(map(self._front_gate, guided.gates)),
            notices=tuple(self._notice(self._linked_notice(link)) for link in step.notices),
            rows=tuple(self._rows(step, guided.answers)),
            if_not=tuple(self._rows(step, if_not)),
            picture=self._picture("front", step.picture),
        )

    def _picture(self, side: str, link: Link | None) -> PrintedPicture | None:
        """The picture of a step, where its side does not show it yet."""
        if link is None or (side, link) in self.pictures:
            return None
        self.pictures.add((side, link))
        return build_picture(self.catalog, link)

    def _rows(self, step: Step, answers: Iterable[GuideAnswer]) -> Iterator[AnswerRow]:
        """The answers of a step, those that lead to the same place in one row."""
        grouped: dict[GuideTarget, list[Text]] = {}
        for answer in answers:
            grouped.setdefault(answer.target, []).append(self._words(step, answer))
        for target, words in grouped.items():
            if_not = self._target(target.still) if target.still else None
            yield AnswerRow(tuple(words), self._target(target), if_not)

    def _answers_say(self, step: Step) -> bool:
        """Whether the answers of a step say what is seen. On a log the question is at the left, its ticks are *yes*; a
        hazard is asked about, and its first answer is the other one."""
        return step.expect is not None and step.first == "seen" and isinstance(self.checklist, Symptom)

    def _words(self, step: Step, answer: GuideAnswer) -> Text:
        """The words of an answer: what is seen, never *yes*. Who sees smoke thinks *yes* when asked for none."""
        is_told = self._answers_say(step)
        if step.expect and is_told and answer.name == "seen":
            return step.expect
        if answer.words:
            return answer.words
        return self._label("sheet_not_so" if is_told and answer.name == "not_seen" else answer.label)

    def _target(self, target: GuideTarget) -> Target:
        if target.kind == "step":
            return Target("ring", str(target.number))
        if target.kind == "leave":
            return self._list(target.link)
        if target.kind == "verify":
            return Target("fixed")
        if target.kind in ("call", "done"):
            return Target("call" if target.kind == "call" else "done")
        remedy = self.catalog.find(target.link)
        return Target("letter", target.letter, remedy.short if isinstance(remedy, Resolution) else None)

    def _list(self, link: Link) -> Target:
        other = self.catalog.find(link)
        return Target("sheet", _sheet_number(other) if isinstance(other, Checklist) else "")

    def _remedy(self, guided: GuideRemedy) -> RemedyText:
        remedy = guided.resolution
        is_told = bool(guided.letter)  # the call is the same for every list, and has a sheet of its own
        return RemedyText(
            id=remedy.id,
            letter=guided.letter,
            title=remedy.title,
            short=remedy.short,
            facts=(
                self._label("minutes", count=remedy.minutes),
                *self._performer(remedy.performer),
            ),
            gates=tuple(self._back_gate(gate) for gate in guided.gates) if is_told else (),
            before=remedy.before,
            steps=tuple(
                RemedyStep(
                    one.do,
                    one.detail,
                    tuple(map(self._back_gate, gates)) if is_told else (),
                    self._picture("back" if is_told else "call", one.picture),
                )
                for one, gates in guided.instructions
            ),
            verify=None if remedy.is_end else remedy.verify,
            ends=self._label(f"outcome_{remedy.outcome}") if remedy.is_end and is_told else None,
            still_broken=remedy.still_broken,
            close=remedy.close,
            bring=remedy.bring,
            never_give=remedy.never_give,
            ask=remedy.ask,
            onward=self._target(guided.onward[0]) if len(guided.onward) == 1 else None,
        )

    def _performer(self, performer: str) -> tuple[Text, ...]:
        """Who has to do it, where staff may not."""
        return () if performer == "staff" else (self._label(f"performer_{performer}"),)

    def _linked_notice(self, link: Link) -> Notice:
        found = self.catalog.find(link)
        if not isinstance(found, Notice):
            raise TypeError(f"{link} is no notice")
        return found

    def _notice(self, notice: Notice) -> SafetyNotice:
        level = self._label(f"level_{notice.level}")
        return SafetyNotice(notice.id, level, notice.title, notice.text, notice.level == "danger")

    def _front_gate(self, guided: GuideGate) -> GateTicks:
        is_repeated = guided.gate.id in self.front_gates and not guided.is_local
        self.front_gates.add(guided.gate.id)
        return replace(self._gate(guided), is_repeated=is_repeated)

    def _back_gate(self, guided: GuideGate) -> GateTicks:
        """A gate of a remedy: its ticks are once on the back, unless it has another exit here than there."""
        gate = self._gate(guided)
        first = self.back_gates.setdefault(gate.id, gate)
        return replace(gate, is_repeated=True) if first == gate else gate

    def _gate(self, guided: GuideGate) -> GateTicks:
        return GateTicks(
            guided.gate.id,
            guided.gate.title,
            tuple(tick.text for tick in guided.gate.ticks),
            self._target(guided.failed),
        )

    def _label(self, name: str, **values: object) -> Text:
        return build_label(self.catalog, name, **values)


def build_grid(rail: Rail, targets: Mapping[str, Target]) -> CodeGrid:
    """The grid of a table whose codes lead to `targets`. A first character has a row of its own from three codes on."""
    firsts = Counter(code[0] for code in targets if len(code) == 2)
    heads = sorted(head for head, count in firsts.items() if count > 2)
    inside = [code for code in targets if len(code) == 2 and code[0] in heads]
    columns = tuple(sorted({code[1] for code in inside}))
    rows = tuple(GridRow(head, tuple(targets.get(head + column) for column in columns)) for head in heads)
    others = tuple((code, target) for code, target in targets.items() if code not in inside)
    legend = sorted({target.mark: target for target in targets.values() if target.short}.items())
    return CodeGrid(rail.title, columns, rows, others, tuple(target for _, target in legend))


def _rows_beside(grid: CodeGrid, rows: Iterable[AnswerRow]) -> Iterator[AnswerRow]:
    """What the answers of the groups say beside the grid: each once, where it leads first, and none that only names
    codes which the grid sends to the same place."""
    seen: list[Text] = []
    found: dict[tuple[str, str], AnswerRow] = {}
    for row in rows:
        stripped = (grid.strip(text, row.to) for text in row.answers if text not in seen)
        answers = tuple(text for text in stripped if text)
        seen += answers
        key = (row.to.shape, row.to.mark)
        if answers:
            before = found.get(key)
            found[key] = replace(row, answers=(*before.answers, *answers)) if before else replace(row, answers=answers)
    yield from found.values()


def _is_only_codes(text: Text) -> bool:
    """Whether an answer names codes and sets no condition."""
    return all(span.kind == "screen" or not span.text.strip() for span in i18n.split_spans(next(iter(text.values()))))


def _named_codes(text: Text) -> list[str]:
    """The codes that an answer names; of a range, its ends."""
    spans = i18n.split_spans(next(iter(text.values())))
    return [code for span in spans if span.kind == "screen" for code in _CODE.findall(span.text)]


def build_blank(catalog: Catalog, entry: Labelled) -> Blank:
    """A line to fill in, or what the profile fills it with; a hint where to find it is for empty lines alone."""
    known = {code: catalog.filled(code).get(entry.id, "") for code in catalog.site.codes}
    if all(known.values()):
        return Blank(entry.id, entry.label, None, known)
    return Blank(entry.id, entry.label, entry.hint)


def build_label(catalog: Catalog, name: str, **values: object) -> Text:
    """A label of the interface in every language, with `{name}` filled in."""
    return {code: catalog.labels.get(name, code, **values) for code in catalog.site.codes}


def list_contacts(catalog: Catalog, links: tuple[Link, ...]) -> tuple[Contact, ...]:
    """The contacts that links lead to, those that lead nowhere left out."""
    found = (catalog.find(link) for link in links)
    return tuple(one for one in found if isinstance(one, Contact))


def _sheet_number(checklist: Checklist) -> str:
    return f"{checklist.number:02d}"
