"""Sheet content → Typst input: the JSON that the templates read. What is printed and how large, and nothing that a
template has to look up."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, NamedTuple

from counterside.model import Catalog
from counterside.sheets.content import SheetContent, build_label
from counterside.text import markup
from counterside.text.i18n import Text, is_spaced
from counterside.text.problems import Place

FOLDER = "print/"
DOT = 72 / 203
"""One dot of a receipt printer (203 a sheet inch), in points."""
MM = 72 / 25.4
"""One millimetre in points."""
BINDING = 16 * MM
"""The margin that is punched, in points."""
EDGE = 9 * MM
FOOT = 13 * MM
SideName = Literal["front", "back", "log", "log-back", "roll"]

TYPE_SCALES: Mapping[str, tuple[Mapping[str, float], ...]] = {
    "front": (
        {"action": 14, "answer": 12, "ring": 6.8, "letter": 5.6, "gap": 1.4, "rows": 1, "space": 2.4, "pitch": 7.4,
         "leading": 0.36, "signs": True, "above": False},
        {"action": 14, "answer": 11.5, "ring": 6.8, "letter": 5.6, "gap": 1, "rows": 0.6, "space": 1.8, "pitch": 7.2,
         "leading": 0.3, "signs": True, "above": False},
        {"action": 14, "answer": 11, "ring": 6.4, "letter": 5, "gap": 0.5, "rows": 0.2, "space": 1.3, "pitch": 7,
         "leading": 0.26, "signs": False, "above": False},
        {"action": 14, "answer": 11, "ring": 6.4, "letter": 5, "gap": 0.4, "rows": 0, "space": 1.1, "pitch": 7,
         "leading": 0.25, "signs": False, "above": True},
        {"action": 13.5, "answer": 11, "ring": 6.2, "letter": 4.6, "gap": 0.1, "rows": 0, "space": 0.9, "pitch": 7,
         "leading": 0.25, "signs": False, "above": False},
        {"action": 13.5, "answer": 11, "ring": 6.2, "letter": 4.5, "gap": 0, "rows": -0.1, "space": 0.7, "pitch": 7,
         "leading": 0.25, "signs": False, "above": True},
        {"action": 13.4, "answer": 10.5, "ring": 6, "letter": 4.35, "gap": 0, "rows": -0.2, "space": 0.6, "pitch": 7,
         "leading": 0.25, "signs": False, "above": True, "detail": 10.5},
        {"action": 13.4, "answer": 10, "ring": 6, "letter": 4.35, "gap": 0, "rows": -0.2, "space": 0.6, "pitch": 7,
         "leading": 0.25, "signs": False, "above": True, "detail": 10},
    ),
    "back": (
        {"action": 12, "gap": 3.2, "leading": 0.36, "keeps": 5},
        {"action": 12, "gap": 2.2, "leading": 0.3, "keeps": 5},
        {"action": 11.5, "gap": 1.4, "leading": 0.27, "keeps": 4},
        {"action": 11.5, "gap": 0.8, "leading": 0.25, "keeps": 3},
        {"action": 11.5, "gap": 0.8, "leading": 0.25, "keeps": 2},
        {"action": 11.5, "gap": 0.8, "leading": 0.25, "keeps": 1},
        {"action": 10, "gap": 0.5, "leading": 0.25, "keeps": 1, "detail": 9.5},
    ),
    "log": (
        {"action": 11, "gap": 1.4, "leading": 0.34},
        {"action": 11, "gap": 0.7, "leading": 0.28},
        {"action": 11, "gap": 0.2, "leading": 0.25},
        {"action": 10.5, "gap": 0.1, "leading": 0.25, "detail": 10.5},
    ),
    "roll": ({"action": 12, "leading": 0.28}, {"action": 11, "leading": 0.25}),
}  # fmt: skip
"""The scales of type of each kind of side, most comfortable first. `action` (what to do) and `answer` in points; `ring`
and `letter` (diameters), `gap` (above and below a step or remedy), `rows` (between answers), `space` (between parts)
and `pitch` (of lines to write on) in millimetres; `leading` in ems. Detail text is never smaller than `DETAIL`."""
SCALES_OF: Mapping[SideName, str] = {
    "front": "front", "back": "back", "log-back": "back", "log": "log", "roll": "roll"
}  # fmt: skip
DETAIL = 11
"""Points of every text that is no label."""
ONE_FRAME = 12
"""Characters up to which what a screen says has one frame, spaces and all; a list of codes is framed code by code, so
that it can wrap."""
TITLE = 22
"""Points of the title of a front."""
LOG_CELLS = {31: 4.3, 5: 12, 12: 8.5}
"""Millimetres of a log's column, by the number of columns."""
QR_DOTS = 5
"""Dots of a receipt printer for one module of a QR code: whole dots are sharp."""
MAX_ROLL = 300 * MM
"""Points of a roll that one can still hold in a hand (CS508); what is aimed at is 250 mm."""

LABELS = (
    "use_if", "use_other", "yes_or_unsure", "yes", "no", "do_now", "never", "later", "gate_else", "fixed", "edition",
    "colon", "before_start", "still_broken", "then_ask", "afterwards", "bring", "never_give", "ask_back",
    "sheet_list", "sheet_see", "sheet_call", "sheet_done", "sheet_record", "sheet_page", "sheet_on_page", "sheet_back",
    "sheet_last_look", "sheet_gate", "sheet_warnings", "sheet_initials", "sheet_period", "sheet_date", "sheet_log",
    "sheet_if_not", "sheet_contents", "sheet_for_all", "sheet_seen", "sheet_do", "sheet_overleaf", "sheet_only_if",
    "sheet_started", "sheet_until", "sheet_say", "sheet_first_gate", "sheet_back_to",
    "sheet_whole_list", "sheet_qr", "sheet_grid_dot", "sheet_wrong", "sheet_ticket", "sheet_tick",
    "sheet_steps", "sheet_call_page",
    "print_pictures", "poster_call", "poster_drawer", "print_call", "booklet_pinned", "booklet_routines",
)  # fmt: skip
"""The labels of the interface that are on sheets."""


@dataclass(frozen=True)
class Paper:
    """A paper: sizes in points. `height` is 0 for a roll, which is as long as what is printed on it."""

    name: Literal["a4", "a3", "80mm", "58mm"]
    width: float
    height: float

    @property
    def is_roll(self) -> bool:
        return self.height == 0


A4 = Paper("a4", 210 * MM, 297 * MM)
A3 = Paper("a3", 297 * MM, 420 * MM)
# A receipt printer prints 576 or 384 dots across and feeds its own margin.
ROLL80 = Paper("80mm", 576 * DOT, 0)
ROLL58 = Paper("58mm", 384 * DOT, 0)
PAPERS = (A4, ROLL80, ROLL58)


@dataclass(frozen=True)
class Side:
    """One side of one checklist on a paper, in one language. `scale` is its place among the scales of its kind; `air`
    the millimetres that the room left over adds above and below each step, `shown` the pictures that there is room
    for."""

    content: SheetContent
    name: SideName
    language: str
    paper: Paper = A4
    scale: int = 0
    air: float = 0
    shown: tuple[str, ...] = ()

    @property
    def is_across(self) -> bool:
        """Whether the paper lies on its long side."""
        return self.name in ("log", "log-back")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper as it lies, in points."""
        size = (self.paper.width, self.paper.height)
        return (size[1], size[0]) if self.is_across else size

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """Top, right, bottom, left in points. The binding edge of a leaf is the same edge of the paper on both sides:
        left and then right, and for a log, which lies across, at the top and then at the foot."""
        if self.paper.is_roll:
            edge = 0.6 * MM
            return (4 * MM, edge, 6 * MM, edge)
        if self.name == "log":
            return (BINDING, EDGE, FOOT, EDGE)
        if self.name == "log-back":
            return (EDGE, EDGE, BINDING + 3 * MM, EDGE)
        return (EDGE, BINDING, FOOT, EDGE) if self.name == "back" else (EDGE, EDGE, FOOT, BINDING)

    @property
    def inner(self) -> tuple[float, float]:
        """Width and height between the margins, in points; a roll's height is what it may be at most."""
        (width, height), (top, right, bottom, left) = self.size, self.margins
        return width - left - right, (height or MAX_ROLL) - top - bottom

    @property
    def scales(self) -> tuple[Mapping[str, float], ...]:
        """The scales of type that it may be set in, most comfortable first."""
        return TYPE_SCALES[SCALES_OF[self.name]]

    def with_scale(self, scale: int) -> Side:
        """The same side in another scale of type."""
        return replace(self, scale=scale)


def list_sides(content: SheetContent, language: str) -> tuple[Side, ...]:
    """The sides of a leaf of A4: its front, or its log, and the back with its remedies where it has some."""
    has_back = any(remedy.letter for remedy in content.remedies)
    if content.columns:
        names: tuple[SideName, ...] = ("log", "log-back") if has_back else ("log",)
    else:
        names = ("front", "back") if has_back else ("front",)
    return tuple(Side(content, name, language) for name in names)


def sheet_title(content: SheetContent, language: str) -> str:
    """The title of a PDF. The edition is part of it, since a screen reader does not read footers."""
    return f"{content.number} {markup.strip_marks(content.title[language])} · {content.edition}"


def build_typst_input(catalog: Catalog, language: str, title: str, **parts: Any) -> str:
    """The input of one document in one language; `parts` are what its template draws."""
    content = {
        "title": title,
        "author": markup.strip_marks(catalog.site.name[language]),
        "language": language,
        "spaced-languages": [code for code in catalog.site.codes if is_spaced(code)],
        "screen-language": catalog.site.codes[0],
        "detail": DETAIL,
        "one-frame": ONE_FRAME,
        "words": {name: write_value(build_label(catalog, name), language) for name in LABELS},
        **parts,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def build_side_input(catalog: Catalog, title: str, sides: Iterable[Side], **parts: Any) -> str:
    """The input of a document of sides, all of one language."""
    listed = list(sides)
    rows = [write_side(catalog, side) for side in listed]
    return build_typst_input(catalog, listed[0].language, title, sides=rows, **parts)


def write_side(catalog: Catalog, side: Side) -> dict[str, Any]:
    """One side as JSON."""
    content, language = side.content, side.language
    link = web_address(catalog, content, language)
    top, right, bottom, left = side.margins
    width, height = side.size
    inner_width, inner_height = side.inner
    code = draw_qr(f"{link}?e={content.edition}", quiet=side.paper.is_roll)
    return {
        **write_value(content, language),
        "letters": content.letters,
        "roll_steps": [step.number for step in content.roll_steps],
        "name": side.name,
        "air": side.air,
        "shown": side.shown,
        "address": link,
        "qr": code.svg,
        "modules": code.modules,
        "say_all": [[code, write_value(content.say, code)] for code in catalog.site.printed] if content.say else [],
        "paper": {
            "width": width, "height": height, "top": top, "right": right, "bottom": bottom, "left": left,
            "inner_width": inner_width, "inner_height": inner_height,
            "column": LOG_CELLS.get(content.columns, 0), "dot": DOT, "qr_dots": QR_DOTS,
        },
        "type": {"detail": DETAIL, **side.scales[side.scale], "title": TITLE},
    }  # fmt: skip


def web_address(catalog: Catalog, content: SheetContent, language: str) -> str:
    """The page that a sheet was made from, in one language."""
    prefix = next(tongue.prefix for tongue in catalog.site.all_languages if tongue.code == language)
    return f"{catalog.site.address}{prefix}{content.path}"


_MASK = 2
"""The pattern laid over every QR code. Any of the eight can be read; trying them all takes five times as long as the
rest of the code, and over our addresses this one comes out best most often."""


class QrCode(NamedTuple):
    """A QR code as SVG; its side has so many `modules`, the quiet zone included."""

    svg: str
    modules: int


@cache
def draw_qr(address: str, *, quiet: bool) -> QrCode:
    """A QR code, error correction M, with or without its quiet zone of 4 modules."""
    import segno  # only now: it brings the network's libraries with it, and most commands draw nothing

    out, border = io.BytesIO(), 4 if quiet else 0
    code = segno.make_qr(address, error="m", boost_error=False, mask=_MASK)
    code.save(out, kind="svg", border=border, xmldecl=False, nl=False)
    return QrCode(out.getvalue().decode(), int(code.symbol_size(border=border)[0]))


def write_value(value: Any, language: str) -> Any:
    """A part of a sheet's content as JSON: a text becomes runs of `[kind, words]` in one language."""
    if isinstance(value, Mapping):
        is_text = isinstance(value.get(language), str)
        return (
            write_runs(value, language) if is_text else {key: write_value(one, language) for key, one in value.items()}
        )
    if is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: getattr(value, part.name) for part in fields(value)}
        return {name: write_value(one, language) for name, one in parts.items() if not isinstance(one, Place)}
    if isinstance(value, tuple | list):
        return [write_value(one, language) for one in value]
    return value


def write_runs(text: Text, language: str) -> list[list[str]]:
    """A text as runs. A number to be dialled is a run of its own kind: it may be printed larger than its words."""
    return [
        ["phone" if span.target.startswith("contact:") else span.kind, span.text]
        for span in markup.split_spans(text[language])
    ]


def millimetres(points: float) -> float:
    """Points as millimetres."""
    return points / MM
