"""Checklist → sheet content: everything that is printed, once, in all languages. PDF and HTML sheet draw the same one.

Texts keep their languages and marks; content has no type sizes and no paper. Where an answer leads is a target in one
of the shapes that screen and paper share: ring = step, letter = remedy overleaf, box = another list or an end.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, takewhile
from types import SimpleNamespace
from typing import Any

from counterside.model.catalog import Catalog
from counterside.model.guide import GuideAnswer, GuideGate, GuideRemedy, GuideStep, GuideTarget, read_guide
from counterside.model.nodes import Link, Node, find_path, parse_link
from counterside.model.records import Checklist, Code, Notice, Picture, Rail, Routine, Step, Symptom
from counterside.model.site import Labelled
from counterside.text import i18n
from counterside.text.i18n import Text
from counterside.text.svg import STROKE, Drawing

_DAILY = (
    tuple(f"{day}/{day + 16}" if day < 16 else str(day) for day in range(1, 17)),
    ("sheet_period", "sheet_half_hint"),
)
LOGS = {
    "daily-open": _DAILY,
    "daily-close": _DAILY,
    "weekly": (tuple(map(str, range(1, 6))), ("sheet_period", "sheet_week_hint")),
    "monthly": (tuple(map(str, range(1, 13))), ("sheet_year",)),
}
"""The heads of the columns of a routine's log (the days of half a month, its weeks, the months of a year), and the
labels of what is to be filled in above. A whole month on one sheet would leave 4 mm for initials."""
_LIST = re.compile(r"\[(?P<words>[^\[\]]++)\]\((?P<link>(?:symptom|routine):[^()\s]++)\)")
_CODE = re.compile(r"\b[0-9A-Z]{2}\b")


class Part(SimpleNamespace):
    """A content, or something in it, by the names that the templates ask for: they fail where one is missing."""


def build_contents(catalog: Catalog) -> Iterator[Part]:
    """The content of every published symptom, then of every routine, by number."""
    for checklists in (catalog.symptoms, catalog.routines):
        yield from (_ContentBuilder(catalog, checklist).build() for checklist in checklists)


class _ContentBuilder:
    """Builds the content of a checklist, and knows what is printed so far: the gates and the pictures of each side."""

    def __init__(self, catalog: Catalog, checklist: Symptom | Routine) -> None:
        self.catalog = catalog
        self.checklist = checklist
        self.find_label = catalog.labels.text
        self.guide = read_guide(checklist, catalog)
        self.end_label = getattr(checklist, "end_label", "fixed")
        self.front_gates: dict[str, Part] = {}
        self.back_gates: dict[str, Part] = {}
        self.pictures: set[tuple[str, Link]] = set()

    def build(self) -> Part:
        """The content. `columns` and `period` are the heads of a routine, which prints as a log; `provider` is the
        company that a profile says to call; `letters` are the first and the last of its remedies, e.g. `A–G`."""
        checklist, site = self.checklist, self.catalog.site
        steps, remedies = [*self.build_steps()], [self.build_remedy(remedy) for remedy in self.guide.remedies]
        letters = [remedy.letter for remedy in remedies if remedy.letter]
        content = Part(
            **self.copy_fields(checklist, "id", "place", "title", "edition", "minutes", "objective"),
            path=find_path(checklist.ref),
            number=f"{checklist.number:02d}",
            steps=steps,
            remedies=remedies,
            letters="–".join(dict.fromkeys((letters[0], letters[-1]))) if letters else "",
            gates=[*self.back_gates.values()],
            notices=[self.build_notice(notice) for notice in self.guide.notices],
            record_lines=[build_blank(self.catalog, line) for line in site.record_lines],
            blanks=[build_blank(self.catalog, line) for line in site.blanks],
            provider=self.catalog.profile.name if self.catalog.profile else None,
            ended=self.find_label(self.end_label),
            fixed=site.fixed if self.end_label == "fixed" else None,
            # Every part that a template asks for is there, empty where a kind of list has none.
            **dict.fromkeys(("facts", "columns", "period", "use_if", "use_other", "do_now", "never"), ()),
            **dict.fromkeys(("verify", "call", "paid", "say")),
            is_urgent=False,
            icon="",
        )
        if isinstance(checklist, Symptom):
            self.add_symptom(content, checklist)
        else:
            content.columns, heads = LOGS[checklist.frequency]
            content.period = [self.find_label(name) for name in heads]
            names = (f"frequency_{checklist.frequency}", f"performer_{checklist.performer}")
            content.facts = (*map(self.find_label, names), self.find_label("minutes", count=checklist.minutes))
        return content

    def add_symptom(self, content: Part, symptom: Symptom) -> None:
        """What a symptom alone prints. `is_urgent` is a list where life comes before payment; all others ask first
        whether this sale may be paid already. The customer hears `say` while the outcome is unknown."""
        help_words, waiting = self.catalog.site.code_help, self.catalog.site.waiting
        content.facts = (*self.name_performer(symptom.performer), self.find_label("time_box", count=symptom.minutes))
        content.is_urgent = symptom.urgency == "stop"
        vars(content).update(self.copy_fields(symptom, "verify", "use_if", "do_now", "never"))
        content.call = self.guide.remedies[-1].resolution.short if self.guide.remedies else None
        if waiting is not None and not content.is_urgent:
            first = build_target("ring", "1")
            doubt = self.catalog.find(waiting.yes)
            # A list to which the doubt list's first step sends its readers would send them round in a circle.
            is_settled = symptom.settles(waiting.yes) or (isinstance(doubt, Symptom) and doubt.settles(symptom.ref))
            yes = first if is_settled else self.point_to_list(waiting.yes)
            content.paid = Part(first=waiting.first, question=waiting.question, yes=yes, no=first)
        # Staff are at the counter, where a customer stands; what waits for a supervisor or the owner is done elsewhere.
        is_heard = symptom.urgency in ("money", "now") or (symptom.urgency == "today" and symptom.performer == "staff")
        content.say = help_words.say.wait if help_words and is_heard else None
        other = ((one.when, self.point_to_list(one.to)) for one in symptom.use_other)
        content.use_other = [Part(answers=[when], to=to, if_not=None) for when, to in other]
        content.icon = write_svg(self.catalog.drawings.get(symptom.icon or ""))

    # ── steps ──

    def build_steps(self) -> Iterator[Part]:
        """The steps; those that sort the table which the list sorts first are one."""
        sorts = getattr(self.checklist, "sorts", ())
        table = sorts[0].table if sorts else ""
        rail = next((one for one in self.catalog.rails if one.rail == table), None)
        for sorting, group in groupby(self.guide.steps, key=lambda guided: table in guided.step.codes):
            several = list(group)
            if rail is not None and sorting and len(several) > 1:
                yield self.merge_steps(several, rail)
            else:
                yield from map(self.build_step, several)

    def build_step(self, guided: GuideStep) -> Part:
        """A step with its number. `is_later` means after closing time; `if_not` are the answers of a reader who does
        not see what is asked for, or all of them where the step offers choices: a log has room for these alone. In a
        step with a `grid`, `last` is the number of the last step in it, `merged` are the ids of those after the first:
        links lead to them."""
        step = guided.step
        found = map(self.catalog.find, step.notices)
        return Part(
            **self.copy_fields(step, "id", "do", "detail"),
            number=guided.number,
            expect=None if self.answers_say(step) else step.expect,
            is_later=step.when == "later",
            gates=[self.build_gate(gate, is_front=True) for gate in guided.gates],
            notices=[self.build_notice(notice) for notice in found if isinstance(notice, Notice)],
            rows=[*self.group_answers(guided)],
            if_not=[*self.group_answers(guided, is_failed=True)] if isinstance(self.checklist, Routine) else [],
            picture=self.show_picture("front", step.picture),
            last=0,
            merged=(),
            grid=None,
        )

    def merge_steps(self, guided: list[GuideStep], rail: Rail) -> Part:
        """Some steps as one: a grid of the codes, and the answers that are about more than a code. Those that
        name codes are `above` the grid: below it, a reader has stopped at what it says of them. A code that it does not
        have goes on to the step after it; to the call where it `is_whole`, and no answer leads there."""
        numbers = {str(one.number) for one in guided}
        rows = [row for one in guided for row in self.group_answers(one)]
        plain = [(text, row.to) for row in rows for text in row.answers if _is_only_codes(text)]
        targets = {code: to for text, to in plain for code in _named_codes(text)}
        targets |= {code.code: self.point_code(code, targets) for code in rail.codes if code.is_published}
        onward = (row for row in rows if not (row.to.shape == "ring" and row.to.mark in numbers))
        # Before the step names them again.
        gates = [self.build_gate(gate, is_front=True) for one in guided for gate in one.gates]
        step = self.build_step(guided[0])
        step.do, step.detail, step.expect, step.gates = self.find_label("sheet_grid"), None, None, gates
        step.rows = sorted(_rows_beside(targets, onward), key=_names_no_code)
        step.last = guided[-1].number
        step.merged = [one.step.id for one in guided[1:]]
        step.grid = build_grid(rail, targets)
        step.grid.above = sum(not _names_no_code(row) for row in step.rows)
        after = next((row for row in step.rows if row.to == build_target("ring", str(step.last + 1))), None)
        if after:
            after.answers.insert(0, self.find_label("sheet_grid_dot"))
        step.grid.is_whole = after is None
        return step

    def point_code(self, code: Code, answered: Mapping[str, Part]) -> Part:
        """Where a code leads: to another list, to a remedy of this one, to where this list sends it, or to the call."""
        remedy, letter = self.catalog.find_resolution(code.resolution), self.guide.letters.get(code.resolution.id, "")
        if remedy and letter:
            return build_target("letter", letter, remedy.short)
        if isinstance(self.catalog.find(code.resolution), Checklist):
            return self.point_to_list(code.resolution)
        return answered.get(code.code, self.point_to_end("call"))

    def show_picture(self, side: str, link: Link | None) -> Part | None:
        """The picture of a step, where its side does not show it yet."""
        if link is None or (side, link) in self.pictures:
            return None
        self.pictures.add((side, link))
        return build_picture(self.catalog, link)

    def group_answers(self, guided: GuideStep, is_failed: bool = False) -> Iterator[Part]:
        """The answers of a step, a row for each place; `if_not` is where to go only if that did not help; at the end of
        a list, a step alone: the call is below it."""
        for target, answers in guided.exits.items():
            chosen = [one for one in answers if not is_failed or guided.step.choices or one.name == "not_seen"]
            if chosen:
                words = [self.choose_words(guided.step, one) for one in chosen]
                to, if_not = self.point_to(target), self.point_to(target.still) if target.still else None
                if if_not and to.shape == "fixed" and if_not.shape != "ring":
                    if_not = None
                yield Part(answers=words, to=to, if_not=if_not)

    def answers_say(self, step: Step) -> bool:
        """Whether the answers of a step say what is seen. On a log the question is at the left, its ticks are *yes*; a
        hazard is asked about, and its first answer is the other one."""
        return step.expect is not None and step.first == "seen" and isinstance(self.checklist, Symptom)

    def choose_words(self, step: Step, answer: GuideAnswer) -> Text:
        """The words of an answer: what is seen, never *yes*. Who sees smoke thinks *yes* when asked for none."""
        says_seen = self.answers_say(step)
        if step.expect and says_seen and answer.name == "seen":
            return step.expect
        if answer.words:
            return answer.words
        return self.find_label("sheet_not_so" if says_seen and answer.name == "not_seen" else answer.label)

    def point_to(self, target: GuideTarget) -> Part:
        if target.kind == "step":
            return build_target("ring", str(target.number))
        if target.kind == "leave":
            return self.point_to_list(target.link)
        if target.kind in ("remedy", "end"):
            remedy = self.catalog.find_resolution(target.link)
            return build_target("letter", target.letter, remedy.short if remedy else None)
        return self.point_to_end("fixed" if target.kind == "verify" else target.kind)

    def point_to_end(self, kind: str) -> Part:
        label = self.end_label if kind == "fixed" else f"sheet_{kind}"
        return build_target(kind, words=self.find_label(label))

    def point_to_list(self, link: Link) -> Part:
        return build_target("sheet", find_number(self.catalog, link))

    # ── remedies ──

    def build_remedy(self, guided: GuideRemedy) -> Part:
        """A remedy as the back of a leaf prints it. `letter` is empty for the escalation, `verify` is absent at an end.
        `onward` is where the front goes on if it did not help; absent where that `is_varied` from row to row."""
        remedy = guided.resolution
        is_lettered = bool(guided.letter)  # the call is the same for every list, and has a sheet of its own
        copied = ("id", "title", "short", "before", "still_broken", "close", "bring", "never_give", "ask")
        return Part(
            **self.copy_fields(remedy, *copied),
            letter=guided.letter,
            facts=(self.find_label("minutes", count=remedy.minutes), *self.name_performer(remedy.performer)),
            gates=[self.build_gate(gate) for gate in guided.gates if is_lettered],
            steps=[
                Part(
                    **self.copy_fields(one, "do", "detail"),
                    gates=[self.build_gate(gate) for gate in gates if is_lettered],
                    picture=self.show_picture("back" if is_lettered else "call", one.picture),
                )
                for one, gates in guided.instructions
            ],
            verify=None if remedy.is_end else remedy.verify,
            ends=self.find_label(f"outcome_{remedy.outcome}") if remedy.is_end and is_lettered else None,
            onward=self.point_to(guided.onward[0]) if len(guided.onward) == 1 else None,
            is_varied=len(guided.onward) > 1,
        )

    def name_performer(self, performer: str) -> tuple[Text, ...]:
        """Who has to do it, where staff may not."""
        return () if performer == "staff" else (self.find_label(f"performer_{performer}"),)

    def build_notice(self, notice: Notice) -> Part:
        """A safety notice. A front shows its title at the step; the sheet of safety notices all of it."""
        level = self.find_label(f"level_{notice.level}")
        return Part(**self.copy_fields(notice, "id", "title", "text"), level=level, is_danger=notice.level == "danger")

    def build_gate(self, guided: GuideGate, is_front: bool = False) -> Part:
        """A gate: all ticks are needed, otherwise on to another place. `is_repeated` is one whose ticks are on the same
        side already, with the same exit: on a front where it is first asked, on a back once above all remedies."""
        ticks, otherwise = [tick.text for tick in guided.gate.ticks], self.point_to(guided.failed)
        shown = {**self.copy_fields(guided.gate, "id", "title"), "ticks": ticks, "otherwise": otherwise}
        first = Part(**shown, is_repeated=False)
        above = (self.front_gates if is_front else self.back_gates).setdefault(first.id, first)
        is_shown = above is not first or not is_front
        return Part(**shown, is_repeated=is_shown and above.otherwise == otherwise)

    def copy_fields(self, node: Node, *names: str) -> dict[str, Any]:
        """What is printed as the record says it, by its names there."""
        return {name: number_lists(getattr(node, name), self.catalog) for name in names}


def find_number(catalog: Catalog, link: Link) -> str:
    """The number that is printed of the list a link leads to; empty where it leads to none."""
    other = catalog.find(link)
    return f"{other.number:02d}" if isinstance(other, Checklist) else ""


def number_lists(value: Any, catalog: Catalog) -> Any:
    """A text, or several, with the number of each list that it leads to: on paper nothing else finds that."""

    def write_number(found: re.Match[str]) -> str:
        number = find_number(catalog, parse_link(found["link"]))
        return f"[{found['words']} {number}]({found['link']})" if number else found[0]

    if type(value) is tuple:  # no place or link
        return tuple(number_lists(one, catalog) for one in value)
    if isinstance(value, Mapping):
        return {code: _LIST.sub(write_number, text) for code, text in value.items()}
    return value


def list_roll_steps(content: Part) -> list[Part]:
    """The steps that a roll may print: those of a routine, otherwise none from the first gate or grid on, for which it
    has no room. How many of them there is room for, the scale of type says."""
    is_log = bool(content.columns)
    return list(takewhile(lambda step: is_log or not (step.gates or step.grid), content.steps))


def build_target(shape: str, mark: str = "", short: Text | None = None, words: Text | None = None) -> Part:
    """Where an answer leads. `shape` is ring, letter, sheet, call, fixed or done; `mark` the ring's number, the
    remedy's letter or the other list's number; `short` the remedy in one line; `words` what an end is called."""
    return Part(shape=shape, mark=mark, short=short, words=words)


def build_grid(rail: Rail, targets: Mapping[str, Part]) -> Part:
    """A table of two-character codes as a grid: the first character at the left, the second on top, and no target for a
    code that is not listed. A first character has a row of its own from three codes on; `others` are the codes that do
    not fit into it. `legend` says each remedy in one line, once."""
    firsts = Counter(code[0] for code in targets if len(code) == 2)
    heads = sorted(head for head, count in firsts.items() if count > 2)
    inside = [code for code in targets if len(code) == 2 and code[0] in heads]
    columns = sorted({code[1] for code in inside})
    remedies = {target.mark: target for target in targets.values() if target.short}
    return Part(
        title=rail.title,
        has_lists=any(target.shape == "sheet" for target in targets.values()),
        columns=columns,
        rows=[Part(head=head, cells=[targets.get(head + column) for column in columns]) for head in heads],
        others=[(code, target) for code, target in targets.items() if code not in inside],
        legend=[remedies[letter] for letter in sorted(remedies)],
    )


def _rows_beside(targets: Mapping[str, Part], rows: Iterable[Part]) -> Iterator[Part]:
    """What the answers of the groups say beside the grid: each once, where it leads first, and none that only names
    codes which the grid sends to the same place."""
    seen: list[Text] = []
    found: dict[tuple[str, str], Part] = {}
    for row in rows:
        stripped = (_strip_codes(text, row.to, targets) for text in row.answers if text not in seen)
        answers = [text for text in stripped if text]
        seen += answers
        if answers:
            first = found.setdefault((row.to.shape, row.to.mark), Part(answers=[], to=row.to, if_not=row.if_not))
            first.answers += answers
    yield from found.values()


def _names_no_code(row: Part) -> bool:
    return not any(map(_named_codes, row.answers))


def _strip_codes(text: Text, to: Part, targets: Mapping[str, Part]) -> Text | None:
    """An answer without the codes that the grid sends to the same place; nothing where it names no others."""
    named = _named_codes(text)
    places = ((code, targets.get(code)) for code in named)
    others = [code for code, at in places if at is None or (at.shape, at.mark) != (to.shape, to.mark)]
    if named and not others:
        return None
    if len(others) == len(named) or not _is_only_codes(text):
        return text
    return {language: f"`{' '.join(others)}`" for language in text}


def _is_only_codes(text: Text) -> bool:
    """Whether an answer names codes and sets no condition."""
    return all(span.kind == "screen" or not span.text.strip() for span in i18n.split_spans(next(iter(text.values()))))


def _named_codes(text: Text) -> list[str]:
    """The codes that an answer names; of a range, its ends."""
    spans = i18n.split_spans(next(iter(text.values())))
    return [code for span in spans if span.kind == "screen" for code in _CODE.findall(span.text)]


def build_blank(catalog: Catalog, entry: Labelled) -> Part:
    """Something to write on, or the `value` that a profile knows of it, printed in place of the line. `id` is the field
    of the call card that fills it on a phone."""
    known = {code: catalog.filled(code).get(entry.id, "") for code in catalog.site.codes}
    return Part(id=entry.id, label=entry.label, value=known if all(known.values()) else None)


# ── pictures: the lines as SVG, and where the words go, which are set in the sheet's own type ──

UNITS_PER_MM = 5
"""Units of a drawing on one millimetre of paper: a line is then 0.36 mm, and holds on a photocopy."""
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" fill="none" stroke="#000" color="#000" '
    'stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
)


def build_picture(catalog: Catalog, link: Link | None) -> Part | None:
    """The picture that a step names, as paper draws it; nothing where it names none. Sizes are in millimetres; `spots`
    are the middles of the circles that numbers go into, from the top left corner; each label may have a pictogram of
    its own. Without lines of its own it is a list of pictograms."""
    picture = catalog.find(link) if link is not None else None
    if not isinstance(picture, Picture):
        return None
    drawings = catalog.drawings
    drawing = drawings.get(picture.svg or "") or Drawing("")
    return Part(
        id=picture.id,
        svg=write_svg(drawing),
        width=drawing.width / UNITS_PER_MM,
        height=drawing.height / UNITS_PER_MM,
        alt=picture.alt,
        spots=[(x / UNITS_PER_MM, y / UNITS_PER_MM) for x, y in drawing.spots],
        labels=[Part(text=one.text, svg=write_svg(drawings.get(one.svg or ""))) for one in picture.labels],
    )


def write_svg(drawing: Drawing | None) -> str:
    """A drawing as a file of its own, in black; nothing where there is none."""
    if drawing is None or not drawing.body:
        return ""
    body = drawing.body.replace("currentColor", "#000")
    return _HEAD.format(width=drawing.width, height=drawing.height, stroke=STROKE, body=body)
