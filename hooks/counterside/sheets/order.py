"""Leaf → order: the JSON that the typesetter reads. What is printed and how large, and nothing it has to look up."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Literal

from counterside.model import Catalog
from counterside.sheets.leaf import Leaf, label
from counterside.sheets.paper import MM, Paper
from counterside.text import markup
from counterside.text.i18n import Text
from counterside.text.problems import Place

SideName = Literal["front", "back", "log", "once"]

LADDER = (
    {"action": 14, "ring": 7, "gap": 1.4, "rows": 1, "space": 2.2, "pitch": 7.4, "leading": 0.38, "roomy": 6,
     "packed": False, "close": 0.34},
    {"action": 13, "ring": 6.8, "gap": 1, "rows": 0.7, "space": 1.8, "pitch": 7.1, "leading": 0.32, "roomy": 6,
     "packed": False, "close": 0.3},
    {"action": 12, "ring": 6.4, "gap": 0.7, "rows": 0.4, "space": 1.3, "pitch": 7, "leading": 0.26, "roomy": 6,
     "packed": False, "close": 0.25},
    {"action": 13, "ring": 6.6, "gap": 0.8, "rows": 0.6, "space": 1.6, "pitch": 7.1, "leading": 0.3, "roomy": 0,
     "packed": False, "close": 0.25},
    {"action": 12, "ring": 6, "gap": 0.4, "rows": 0.2, "space": 1, "pitch": 7, "leading": 0.25, "roomy": 0,
     "packed": True, "close": 0.25},
    {"action": 12, "ring": 6, "gap": 0.1, "rows": 0, "space": 0.7, "pitch": 7, "leading": 0.25, "roomy": 0,
     "packed": True, "close": 0.25},
)  # fmt: skip
"""The densities, most comfortable first; how many of them a paper may take, it says itself. `action` (what to do) in
points; `ring` (its diameter), `gap` (above and below a step), `rows` (between answers), `space` (between parts),
`pitch` (of lines to write on) and `roomy` (how much higher a step may be for the sake of answers in a column of their
own) in millimetres; `leading`, and `close` for backs and logs, in ems; `packed` puts as many answers on a line as
there is room for. Detail text is never smaller than `DETAIL`."""

DETAIL = 11
"""Points of every text that is no label; Chinese beside English takes half a point less."""
ONE_FRAME = 12
"""Characters up to which what a screen says stands in one frame, spaces and all; a list of codes is framed code by
code, so that it can wrap."""
TITLES = {
    "a4": {"zh": 24, "en": 22},
    "a5": {"zh": 18, "en": 15},
    "80mm": {"zh": 18, "en": 16},
    "58mm": {"zh": 15, "en": 14},
}
COLUMN = {31: 4.3, 5: 12, 12: 8.5}
"""Millimetres of a log's column, by the number of columns."""
QR = {"a4": 21, "a5": 21, "80mm": 30, "58mm": 30}
"""Millimetres of the QR code: a module is never under 0.5 mm. Rolls add the quiet zone, sheets have it around it."""

LABELS = (
    "use_if", "use_other", "yes_or_unsure", "yes", "no", "do_now", "never", "later", "gate_else", "fixed", "edition",
    "colon", "before_start", "still_broken", "then_ask", "afterwards", "bring", "never_give", "ask_back",
    "sheet_list", "sheet_see", "sheet_still", "sheet_call", "sheet_done", "sheet_record", "sheet_tear",
    "sheet_page", "sheet_on_page", "sheet_back",
    "sheet_last_look", "sheet_helped", "sheet_gate", "sheet_warnings", "sheet_initials", "sheet_period", "sheet_date",
    "sheet_log", "sheet_if_not", "sheet_contents", "sheet_for_all",
)  # fmt: skip
"""The labels of the interface that stand on sheets."""


@dataclass(frozen=True)
class Side:
    """One side to be printed; `before` and `behind` it the leaf has so many other pages."""

    leaf: Leaf
    name: SideName
    paper: Paper
    density: int = 0
    before: int = 0
    behind: int = 0

    @property
    def height(self) -> float:
        """Points between the margins of one page; a log lies on its side."""
        top, _, bottom, _ = self.paper.margins
        return (self.paper.width if self.name == "log" else self.paper.height) - top - bottom

    @property
    def room(self) -> float:
        """Points of paper that it is meant to take in all."""
        return self.height * self.paper.sides


def side_of(leaf: Leaf, paper: Paper) -> SideName:
    """What the front of a leaf is on a paper: a routine is a log on A4, and once through on anything smaller."""
    if not leaf.columns:
        return "front"
    return "log" if paper.name == "a4" else "once"


def order_of(catalog: Catalog, languages: tuple[str, ...], side: Side) -> str:
    """The order for a file of one side: what is measured is what is printed. Its title has the edition in it, since a
    screen reader does not read footers."""
    leaf = side.leaf
    title = f"{leaf.number} {' · '.join(leaf.title[code] for code in languages)} · {leaf.edition}"
    return order(catalog, languages, title, (side,))


def order(
    catalog: Catalog,
    languages: tuple[str, ...],
    title: str,
    sides: tuple[Side, ...],
    **more: Any,
) -> str:
    """The order for one document: sides in turn, all of one set of languages. `more` adds what only some need."""
    content = {
        "title": title,
        "author": markup.plain(catalog.site.name[languages[0]]),
        "languages": list(languages),
        "detail": DETAIL,
        "one-frame": ONE_FRAME,
        "narrow": any(side.paper.name != "a4" for side in sides),
        "words": {name: written(label(catalog, name), languages) for name in LABELS},
        "sides": [_side(catalog, languages, side) for side in sides],
        **more,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def _side(catalog: Catalog, languages: tuple[str, ...], side: Side) -> dict[str, Any]:
    leaf = side.leaf
    address = web_address(catalog, leaf, languages[0])
    return {
        **written(leaf, languages),
        "name": side.name,
        "before": side.before,
        "behind": side.behind,
        "height": side.height,
        "address": address,
        "qr": qr(f"{address}?e={leaf.edition}", quiet=side.paper.is_roll),
        "paper": _paper(side),
        "type": {
            **LADDER[side.density],
            "title": 19 if len(languages) > 1 else TITLES[side.paper.name].get(languages[0], 22),
        },
    }


def _paper(side: Side) -> dict[str, Any]:
    """The paper as the typesetter needs it: a log lies on its side, a back has its punching margin on the right."""
    paper = side.paper
    top, right, bottom, left = paper.margins
    width, height = paper.width, paper.height
    if side.name == "log":
        width, height = height, width
    if side.name == "back":
        right, left = left, right
    return {
        "width": width, "height": height, "top": top, "right": right, "bottom": bottom, "left": left,
        "roll": paper.is_roll, "qr": QR[paper.name], "column": COLUMN.get(side.leaf.columns, 0),
    }  # fmt: skip


def web_address(catalog: Catalog, leaf: Leaf, language: str) -> str:
    """The page that a leaf was made from, in one language."""
    prefix = next(tongue.prefix for tongue in catalog.site.tongues if tongue.code == language)
    return f"{catalog.site.address}{prefix}{leaf.path}"


_MASK = 2
"""The pattern laid over every QR code. Any of the eight can be read; weighing them all takes five times as long as the
rest of the code, and over our addresses this one comes out best most often."""


@cache
def qr(address: str, *, quiet: bool) -> str:
    """A QR code as SVG, error correction M, with or without its quiet zone of 4 modules."""
    import segno  # only now: it brings the network's libraries with it, and most commands draw nothing

    out = io.BytesIO()
    segno.make_qr(address, error="m", boost_error=False, mask=_MASK).save(
        out, kind="svg", border=4 if quiet else 0, xmldecl=False, nl=False
    )
    return out.getvalue().decode()


def written(value: Any, languages: tuple[str, ...]) -> Any:
    """A part of a leaf as JSON: texts become runs of `[kind, words]` by language."""
    if isinstance(value, Mapping):
        is_text = bool(value) and all(code in value and isinstance(value[code], str) for code in languages)
        return _runs(value, languages) if is_text else {key: written(part, languages) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: written(part, languages) for name, part in parts.items() if not isinstance(part, Place)}
    if isinstance(value, tuple):
        return [written(part, languages) for part in value]
    return value


def _runs(text: Text, languages: tuple[str, ...]) -> dict[str, list[list[str]]]:
    return {code: [[span.kind, span.text] for span in markup.spans(text[code])] for code in languages}


def millimetres(points: float) -> float:
    """Points as millimetres."""
    return points / MM
