"""How high a front comes in its smallest type, reckoned and not set: `front.typ` and `log.typ` in short.

A front takes a tenth of a second to set, and a catalog may hold thousands. Widths are those of the fonts, and lines are
broken as the typesetter breaks them. In doubt a front is reckoned higher than it is. Everything is in points, but for
the widths of words, which are in ems.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from counterside.sheets.leaf import GateTicks, Leaf, LeafStep, Row, Target
from counterside.sheets.order import COLUMN, DETAIL, LADDER, ONE_FRAME, QR, TITLES
from counterside.sheets.paper import A4, MM
from counterside.text import markup
from counterside.text.i18n import UNSPACED, Labels, Text

_TYPE = LADDER[A4.densities[-1]]
_ACTION = _TYPE["action"]
_SPACE, _ROWS, _GAP, _PITCH = (_TYPE[name] * MM for name in ("space", "rows", "gap", "pitch"))
_LEADING = _TYPE["leading"] * DETAIL
_GUTTER = 5 * MM
_SMALL = 9
_SHAPE = 2.0
"""What a line with a ring, a letter or a pill is higher than one of words alone."""

_REGULAR = (
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555, 555, 555,
    555, 555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812,
    723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559, 606, 563, 618, 510, 620,
    554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338,
    270, 338, 555,
)  # fmt: skip
_BOLD = (
    227, 370, 574, 590, 590, 963, 740, 325, 378, 378, 507, 590, 325, 370, 325, 387, 590, 590, 590, 590, 590, 590, 590,
    590, 590, 590, 325, 325, 590, 590, 590, 514, 1007, 641, 681, 656, 714, 615, 585, 717, 757, 330, 568, 686, 578, 853,
    749, 770, 667, 770, 682, 624, 625, 748, 619, 915, 627, 580, 613, 378, 387, 378, 590, 567, 626, 591, 644, 527, 644,
    581, 372, 597, 640, 304, 306, 604, 315, 964, 641, 626, 644, 644, 437, 495, 421, 637, 576, 863, 562, 574, 511, 378,
    296, 378, 590,
)  # fmt: skip
"""Thousandths of an em that the characters from the space to the tilde take in either weight."""
_FRAME, _THIN, _LETTER, _RING = "\ue000\ue001\ue002\ue003"
"""Stand for what is no character: an edge of a screen's frame, the gap between Chinese and Latin, a letter and a ring
with its circle."""
_OTHER = {_FRAME: 0.15, _THIN: 0.25, _LETTER: 1.4, _RING: 1.17}


class _Widths(dict[str, float]):
    """Ems by character. One that is not listed is taken for as wide as a Chinese one, and listed from then on."""

    def __missing__(self, character: str) -> float:
        return self.setdefault(character, 1.0)


def _widths(thousandths: Sequence[int]) -> _Widths:
    return _Widths({chr(32 + number): each / 1000 for number, each in enumerate(thousandths)} | _OTHER)


WIDTHS = (_widths(_REGULAR), _widths(_BOLD))
"""Ems that a character takes, in the regular and in the bold face."""
_HAN = "\u2e80-\u9fff"
_SEAM = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{_HAN}])")
_CLOSING = "，。：；、！？）”》」…,.:;!?)"
_PIECE = re.compile(
    rf"[0-9][0-9–:.]*[ {_THIN}]?(?:分钟|小时|[{_HAN}%]|[a-z]+)[{_CLOSING}]*|"
    rf"[（“《「]*[\u2e80-\ud7ff\uf900-\uffff][{_CLOSING}]*|[^\s\u2e80-\ud7ff{_THIN}]+|[\s{_THIN}]"
)
"""What stays together where a line ends."""


def _framed(span: markup.Span) -> str:
    if span.kind != "screen":
        return span.text
    frames = span.text.split(" ") if len(span.text) > ONE_FRAME else [span.text]
    return " ".join(f"{_FRAME}{words}{_FRAME}" for words in frames)


@lru_cache(maxsize=16384)
def _set(words: str, is_spaced: bool) -> str:
    """Words as they are set, marks turned into what they look like."""
    if markup.is_marked(words):
        words = markup.render(words, _framed)
    return words.replace("’", "'") if is_spaced else _SEAM.sub(_THIN, words)


@lru_cache(maxsize=65536)
def _wide(words: str, is_spaced: bool, is_bold: bool) -> float:
    return sum(map(WIDTHS[is_bold].__getitem__, _set(words, is_spaced)))


@lru_cache(maxsize=16384)
def _lines(words: str, is_spaced: bool, is_bold: bool, room: float) -> tuple[int, float]:
    """The lines that words take where there is room for so many ems, and how much of the last one is taken."""
    whole = _wide(words, is_spaced, is_bold)
    if whole <= room:
        return 1, whole
    lines, used, width = 1, 0.0, WIDTHS[is_bold].__getitem__
    for piece in _PIECE.findall(_set(words, is_spaced)):
        need = sum(map(width, piece))
        if used + need > room and used and not piece.isspace():
            lines, used = lines + 1, 0.0
        used += need
    return lines, used


def estimate(leaf: Leaf, language: str, labels: Labels) -> float:
    """How full the smallest type would leave A4, at most; 1 is full. `labels` are the words of the interface."""
    front = _Front(leaf, language, labels)
    if leaf.columns:
        return front.log() / (A4.width - A4.margins[0] - A4.margins[2])
    return front.height() / A4.content_height


def _stacked(heights: Iterable[float], space: float) -> float:
    """What stands one below the other, with a space between; nothing has none."""
    some = [height for height in heights if height]
    return sum(some) + space * max(0, len(some) - 1)


@dataclass(frozen=True)
class _Front:
    """A leaf's front in one language. Its methods have the names that its parts have in `front.typ`."""

    leaf: Leaf
    language: str
    labels: Labels

    @cached_property
    def is_spaced(self) -> bool:
        return self.language not in UNSPACED

    def say(self, text: Text | None) -> str:
        return text.get(self.language, "") if text else ""

    def word(self, name: str) -> str:
        """A word of the interface."""
        return self.labels.get(name, self.language)

    def lead(self, name: str) -> str:
        """A word before what it is about; a Chinese colon is wide enough by itself."""
        word = self.word(name)
        return word if word.endswith("：") else f"{word} "

    def wide(self, words: str, size: float = DETAIL, is_bold: bool = False) -> float:
        return _wide(words, self.is_spaced, is_bold) * size

    def high(
        self, words: str, room: float, size: float = DETAIL, is_bold: bool = False, leading: float = _LEADING
    ) -> float:
        """The height of a paragraph."""
        lines, _ = _lines(words, self.is_spaced, is_bold, room / size)
        return lines * size + (lines - 1) * leading

    def height(self) -> float:
        leaf = self.leaf
        others = [f"{self.say(row.answers[0])} {self.place(row.to)}" for row in leaf.use_other]
        parts = (
            self.head(A4.content_width),
            self.columns_of(list(map(self.say, leaf.use_if)), others),
            self.paid(),
            self.columns_of(list(map(self.say, leaf.do_now)), list(map(self.say, leaf.never))),
            sum(map(self.step, leaf.steps)),
            self.call(),
            self.fixed(),
            3.2 * MM + _SPACE + _PITCH * -(-(len(leaf.record_lines) + 1) // 3),
        )
        return _stacked(parts, _SPACE)

    def head(self, width: float) -> float:
        room = width - (17 + QR["a4"] + 2 * 4) * MM
        title = self.high(self.say(self.leaf.title), room, TITLES["a4"].get(self.language, 22), True, 6)
        objective = self.say(self.leaf.objective)
        between = self.high(objective, room) + 3.3 * MM if objective else DETAIL / 2
        return max(QR["a4"] * MM, title + between + _SMALL) + 0.5 * MM

    def columns_of(self, left: list[str], right: list[str]) -> float:
        """Two lists beside each other, split where they take the least height."""

        def high(width: float, part: float) -> float:
            return max(self.titled(left, width * part), self.titled(right, width * (1 - part)))

        part = 0.5
        if high(A4.content_width, part) > high(math.inf, part):  # mostly each text has one line, and nothing is less
            part = min((part, 0.54, 0.46, 0.58, 0.42, 0.62, 0.38), key=lambda part: high(A4.content_width, part))
        return high(A4.content_width - _GUTTER, part)

    def titled(self, texts: list[str], width: float) -> float:
        if not texts:
            return 0
        return DETAIL + 0.9 * MM + _stacked((self.high(text, width - 3.6 * MM) for text in texts), 0.36 * DETAIL)

    def paid(self) -> float:
        paid = self.leaf.paid
        if paid is None:
            return 0
        room, leading = A4.content_width - 4.8 * MM, 0.4 * DETAIL
        asked = self.high(f"{self.say(paid.first)} {self.say(paid.question)}", room, DETAIL, True, leading)
        yes = f"{self.word('yes_or_unsure')} {self.place(paid.yes)}"
        no = f"{self.word('no')} → {self.say(paid.other_way)}"
        return asked + self.high(f"{yes}      {no}", room, leading=leading) + 0.5 * DETAIL + 3 * MM + _SHAPE

    def step(self, step: LeafStep) -> float:
        """With its answers below it: in the smallest type, beside it they seldom take less."""
        room = A4.content_width - 15 * MM
        height = self.told(step, room) + _ROWS + 0.3 * MM + self.answer_lines(step.rows, room)
        guards = sum(self.gate(gate, A4.content_width) for gate in step.gates)
        return guards + max(_TYPE["ring"] * MM, height) + 2 * _GAP

    def gate(self, gate: GateTicks, width: float) -> float:
        room = width - 4 * MM
        small = self.word("sheet_gate")
        title = f"{self.say(gate.title)} {small}"
        otherwise = f"{self.word('gate_else')} {self.place(gate.otherwise)}"
        is_one_line = self.wide(title, is_bold=True) + self.wide(otherwise) + 1.5 * MM <= room
        head = DETAIL + _SHAPE if is_one_line else self.high(title, room, is_bold=True) + _LEADING + DETAIL + _SHAPE
        ticks = [f"□ {self.say(tick)}" for tick in gate.ticks]
        in_a_row = "   ".join(ticks)
        if room > 140 * MM or self.wide(in_a_row) <= room:
            ticks = [in_a_row]
        listed = _stacked((self.high(tick, room, leading=0.42 * DETAIL) for tick in ticks), 0.25 * DETAIL)
        return head + 0.45 * DETAIL + listed + 3.6 * MM

    def looking(self, step: LeafStep) -> list[str]:
        """What to look at, each of which may have a line of its own."""
        found = [self.word("later")] if step.is_later else []
        found += [f"△ {self.say(notice.title)}" for notice in step.notices]
        found += [self.say(step.detail)] if step.detail else []
        return [*found, f"{self.lead('sheet_see')}{self.say(step.expect)}"] if step.expect else found

    def told(self, step: LeafStep, room: float) -> float:
        do, looking = self.say(step.do), self.looking(step)
        spared = 2 * MM * (len(looking) - 1) + 3 * MM
        if self.wide(do, _ACTION, True) + sum(map(self.wide, looking)) + spared <= room:
            return _ACTION + 1
        more = (self.high("   ".join(looking), room),) if looking else ()
        return _stacked((self.high(do, room, _ACTION, True), *more), 0.3 * DETAIL)

    def answer_lines(self, rows: Sequence[Row], room: float) -> float:
        """Up to three answers on a line, wherever they fit."""
        answers = [(self.answer_words(row), self.wide(self.answer_place(row))) for row in rows]
        needs = [self.wide(words) + place + 1.6 * MM for words, place in answers]
        heights, at = [], 0
        while at < len(answers):
            some = next((some for some in (3, 2) if self.fit(needs[at : at + some], some, room)), 1)
            heights.append(DETAIL + _SHAPE if some > 1 else self.answer(*answers[at], room))
            at += some
        return _stacked(heights, _ROWS)

    def fit(self, needs: list[float], count: int, room: float) -> bool:
        return len(needs) == count and sum(needs) + _GUTTER * (count - 1) <= room

    def answer(self, words: str, place: float, room: float) -> float:
        lines, last = _lines(words, self.is_spaced, False, room / DETAIL)
        beside = last * DETAIL + place + (1.5 if lines == 1 else 5) * MM <= room
        lines += bool(place and not beside)
        return lines * DETAIL + (lines - 1) * _LEADING + _SHAPE

    def answer_words(self, row: Row) -> str:
        words = " /".join(map(self.say, row.answers))
        return f"{words} →{_LETTER} {self.say(row.to.short)}" if row.to.shape == "letter" else words

    def answer_place(self, row: Row) -> str:
        own = "" if row.to.shape == "letter" else self.place(row.to)
        still = f"{self.word('sheet_still')} {self.place(row.to.still)}" if row.to.still else ""
        return f"{own} {still}" if own and still else own + still

    def place(self, to: Target) -> str:
        """An arrow and where it leads."""
        if to.shape == "ring":
            return f"→ {_RING}"
        if to.shape == "letter":
            return f"→ {_LETTER}"
        if to.shape == "sheet":
            return f"→ {self.word('sheet_list')} {to.mark}{_THIN}"  # it is in bold
        return f"→ ({self.word('sheet_call')})" if to.shape == "call" else f"→ ({self.word('fixed')})"

    def call(self) -> float:
        leaf = self.leaf
        hints = " ".join(self.say(blank.hint) for blank in leaf.blanks if blank.hint)
        words, room = f"□ ({self.word('sheet_call')})  {self.say(leaf.call)}", A4.content_width - 5.2 * MM
        more = self.wide(self.say(leaf.provider), is_bold=True) if leaf.provider else self.wide(hints, _SMALL)
        wide = self.wide(words, _ACTION, True) + more
        lines = 1 if wide <= room else 1 + int(wide * 1.06 // room)
        return lines * 14.4 + (lines - 1) * 0.4 * DETAIL + 4.2 * MM + _PITCH * -(-len(leaf.blanks) // 2)

    def fixed(self) -> float:
        leaf, room = self.leaf, A4.content_width - 2.5 * MM - self.wide(f"({self.word('fixed')})")
        look = f"{self.lead('sheet_last_look')}{self.say(leaf.verify)}" if leaf.verify else ""
        wide = self.wide(look) + self.wide(self.say(leaf.fixed), DETAIL, True)
        if wide + 4 * MM <= room:
            return 4.6 * MM
        then = self.high(self.say(leaf.fixed), room, DETAIL, True)
        return max(4.6 * MM, self.high(look, room) + _LEADING + then if look else then)

    def log(self) -> float:
        """A routine's log, on A4 lying on its side."""
        leaf, width = self.leaf, A4.height - A4.margins[1] - A4.margins[3]
        cells = width - (8.5 + leaf.columns * COLUMN[leaf.columns]) * MM
        inset = 2 * 0.7 * _GAP
        rows = (
            max(6.4 * MM, self.doing(step, cells * 1.9 / 2.9 - 1.6 * MM), self.if_not(step, cells / 2.9 - 1.6 * MM))
            for step in leaf.steps
        )
        around = self.head(width) + 6 * MM + DETAIL + 2 * (DETAIL + inset)
        return around + sum(row + inset for row in rows)

    def doing(self, step: LeafStep, room: float) -> float:
        told = [f"△ {self.say(notice.title)}" for notice in step.notices]
        told.append(f"{self.say(step.do)} {self.say(step.detail)}")
        told += [f"{self.lead('sheet_see')}{self.say(step.expect)}"] if step.expect else []
        guards = sum(self.gate(gate, room) for gate in step.gates)
        return guards + _stacked((self.high(text, room) for text in told), _LEADING)

    def if_not(self, step: LeafStep, room: float) -> float:
        rows = [f"{'' if step.expect else self.answer_words(row)} {self.target(row.to)}" for row in step.if_not]
        return _stacked((self.high(words, room) for words in rows), _LEADING) + _SHAPE

    def target(self, to: Target) -> str:
        own = f"→ {_LETTER} {self.say(to.short)}" if to.shape == "letter" else self.place(to)
        return f"{own} {self.word('sheet_still')} {self.place(to.still)}" if to.still else own
