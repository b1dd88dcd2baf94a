"""Sheet content → Typst input: the JSON that templates read, with what is printed and how large, and all looked up."""

import io
import json
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Any, Literal

from counterside.model.catalog import Catalog
from counterside.sheets.content import Part, list_roll_steps
from counterside.text import i18n
from counterside.text.i18n import is_spaced, region_of

FOLDER = "print/"
MM = 72 / 25.4
"""One millimetre in points."""
SideName = Literal["front", "back", "log", "roll"]
Paper = Literal["a4", "a3", "80mm", "58mm"]
PAPERS: tuple[Paper, ...] = ("a4", "80mm", "58mm")
"""What a list is printed on."""

TYPE_SCALES: Mapping[SideName, tuple[Mapping[str, float], ...]] = {
    "front": (
        {"action": 14, "answer": 12, "ring": 6.8, "letter": 5.6, "gap": 1.4, "rows": 1, "space": 2.4, "pitch": 7.4,
         "leading": 0.36, "signs": 2, "blanks": 4, "above": False},
        {"action": 14, "answer": 11.5, "ring": 6.6, "letter": 5.2, "gap": 0.7, "rows": 0.4, "space": 1.6, "pitch": 7,
         "leading": 0.28, "signs": 2, "blanks": 4, "above": False},
        {"action": 14, "answer": 11, "ring": 6.4, "letter": 4.8, "gap": 0.4, "rows": 0.1, "space": 1.1, "pitch": 7,
         "leading": 0.25, "signs": 1, "blanks": 4, "above": True},
        {"action": 14, "answer": 11, "ring": 6, "letter": 4.35, "gap": 0, "rows": -0.15, "space": 0.6, "pitch": 7,
         "leading": 0.25, "signs": 1, "blanks": 4, "above": True},
        {"action": 14, "answer": 11, "ring": 6, "letter": 4.35, "gap": 0, "rows": -0.15, "space": 0.6, "pitch": 7,
         "leading": 0.25, "signs": 0, "blanks": 2, "above": True},
    ),
    "back": (
        {"action": 15, "detail": 14, "gap": 4, "leading": 0.4, "keeps": 5},
        {"action": 13, "detail": 12, "gap": 3.2, "leading": 0.36, "keeps": 5},
        {"action": 12, "detail": 11.5, "gap": 1.6, "leading": 0.28, "keeps": 5},
        {"action": 11.5, "gap": 0.8, "leading": 0.25, "keeps": 4},
        {"action": 11.5, "gap": 0.8, "leading": 0.25, "keeps": 3},
        {"action": 11.5, "gap": 0.8, "leading": 0.25, "keeps": 2},
        {"action": 11, "gap": 0.4, "leading": 0.22, "keeps": 2},
        {"action": 11, "gap": 0.5, "leading": 0.25, "keeps": 1, "bound": 2},
        {"action": 11, "gap": 0.25, "leading": 0.25, "keeps": 0, "bound": 2},
        {"action": 11, "gap": 0.25, "leading": 0.25, "keeps": 0, "bound": 0},
    ),
    "log": (
        {"action": 11, "gap": 1.4, "leading": 0.34, "lines": 2},
        {"action": 11, "gap": 0.7, "leading": 0.28, "lines": 2},
        {"action": 11, "gap": 0, "leading": 0.25, "lines": 1},
    ),
    "roll": (
        {"action": 12, "title": 15, "leading": 0.28, "gap": 1.6, "pitch": 8.4, "steps": 4, "qr": 5},
        {"action": 11.5, "title": 14, "leading": 0.25, "gap": 1.4, "pitch": 8, "steps": 4, "qr": 5},
        {"action": 11, "title": 13, "leading": 0.22, "gap": 1.3, "pitch": 7.4, "steps": 4, "qr": 5},
        {"action": 11, "title": 13, "leading": 0.22, "gap": 1.3, "pitch": 7.4, "steps": 3, "qr": 5},
        {"action": 11, "title": 13, "leading": 0.2, "gap": 1.2, "pitch": 7.2, "steps": 3, "qr": 4},
    ),
}  # fmt: skip
"""The scales of type of each kind of side, most comfortable first. `action` (what to do) and `answer` in points; `ring`
and `letter` (diameters), `gap` (above and below a step or remedy), `rows` (between answers), `space` (between parts)
and `pitch` (of lines to write on) in millimetres; `leading` in ems. `signs`: 1 where the other lists are named, 2 where
the signs of this one are, too; `blanks` and `lines`: how many lines to write on; `above`: whether answers are below
their instruction; `keeps`: how much of a remedy is printed; `bound`: how many words of a step that runs on stay with
the first one behind its tick; `steps`: how many a roll prints; `qr`: dots of
its printer for one module of the QR code: whole dots are sharp, and four are half a millimetre. A full side says less
and never in smaller type: detail text has at least `DETAIL` points."""
OUTCOME, DETAILS, AFTERWARDS = 0, 2, 3
"""A back that `keeps` more than this prints how to see that a remedy helped, details of its instructions, and what is
done and asked afterwards. What a full back leaves out is on the page that the QR code of its front opens."""
_UNUSED = {"place", "steps"}, {"place", "remedies", "gates", "notices"}
"""The parts of a content that a back does not print, and those that the other sides do not."""
DETAIL = 11
"""Points of every text that is no label."""
ONE_FRAME = 12
"""Characters up to which what a screen says has one frame, spaces and all; a list of codes is framed code by code, so
that it can wrap."""
QUIET = 4
"""Modules of empty paper around a QR code that no margin surrounds."""
_QR_BYTES = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412)
"""What a code of each version holds at level M, by ISO/IEC 18004. The longest address has about 300 characters."""


@dataclass(frozen=True)
class Side:
    """One side of one checklist on a paper, in one language. `scale` is its place among the scales of its kind, most
    comfortable first; `height` are the points that it takes and `room` those that it may take, once it is measured."""

    content: Part
    name: SideName
    language: str
    paper: Paper = "a4"
    scale: int = 0
    height: float = 0
    room: float = 0

    @property
    def type(self) -> Mapping[str, float]:
        """The scale of type that it is set in."""
        return TYPE_SCALES[self.name][self.scale]

    @property
    def fill(self) -> float:
        """How full it is: 1 is full; more does not fit."""
        return self.height / self.room

    @property
    def over_mm(self) -> int:
        """Millimetres too high, rounded up; 0 where it fits."""
        return max(0, ceil((self.height - self.room) / MM))


def list_sides(content: Part, language: str) -> tuple[Side, ...]:
    """The sides of a leaf of A4: its front, or its log, and the back with its remedies where it has some."""
    names: tuple[SideName, ...] = ("log" if content.columns else "front", "back")
    return tuple(Side(content, name, language) for name in names[: 1 + bool(content.letters)])


def build_typst_input(catalog: Catalog, language: str, title: str, **parts: Any) -> str:
    """The input of one document in one language; `parts` are what its template draws."""
    content = {
        "title": title,
        "author": i18n.strip_marks(catalog.site.name[language]),
        "language": language,
        "spaced-languages": [code for code in catalog.site.codes if is_spaced(code)],
        "screen-language": catalog.site.codes[0],
        "languages": {code: _describe_language(catalog, code) for code in catalog.site.codes},
        "font-digests": [font.digest for _, font in sorted(catalog.fonts.items())],  # another file, another sheet
        "detail": DETAIL,
        "one-frame": ONE_FRAME,
        "words": {name: write_value(catalog.labels.text(name), language) for name in catalog.labels.words},
        **parts,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def _describe_language(catalog: Catalog, language: str) -> dict[str, Any]:
    """How Typst sets a language: its tag in two parts, and its fonts: its own, the one that comes with the sheets, and
    those of the other languages, whose words a sheet may show."""
    families = {code: font.family for code, font in sorted(catalog.fonts.items()) if font.family}
    fonts = [families.get(language, "Noto Sans SC"), "Noto Sans SC", *families.values()]
    return {"font": fonts, "lang": language.partition("-")[0], "region": region_of(language)}


def build_side_input(catalog: Catalog, sides: Sequence[Side]) -> str:
    """The input of sides of one list in one language. The edition is in its title: screen readers read no footers."""
    content, language = sides[0].content, sides[0].language
    title = f"{content.number} {i18n.strip_marks(content.title[language])} · {content.edition}"
    return build_typst_input(catalog, language, title, sides=[write_side(catalog, side) for side in sides])


def write_side(catalog: Catalog, side: Side, is_measured: bool = False) -> dict[str, Any]:
    """One side as JSON; to be measured, with its scales of type from its own on, and without drawings."""
    content, language, is_roll = side.content, side.language, side.name == "roll"
    unused = _UNUSED[side.name != "back"]
    parts = Part(**{name: part for name, part in vars(content).items() if name not in unused})
    if is_roll:
        parts.steps = list_roll_steps(content)
    address = web_address(catalog, content, language)
    page = f"{address}?e={content.edition}"
    return {
        **write_value(parts, language, {"picture"} if is_measured else ()),
        **({"scales": TYPE_SCALES[side.name][side.scale :]} if is_measured else {"type": side.type}),
        "qr": "" if is_measured else draw_qr(page, quiet=is_roll),
        "overleaf": [gate.id for gate in content.gates],
        "name": side.name,
        "address": address,
        "modules": 21 + 4 * bisect_left(_QR_BYTES, len(page)) + 2 * QUIET if is_roll else 0,
        "say_all": [[code, write_value(content.say, code)] for code in catalog.site.printed] if content.say else [],
        "paper": side.paper,
    }


def web_address(catalog: Catalog, content: Part, language: str) -> str:
    """The page that a sheet was made from, in one language."""
    prefix = next(each.prefix for each in catalog.site.all_languages if each.code == language)
    return f"{catalog.site.address}{prefix}{content.path}"


@cache
def draw_qr(address: str, *, quiet: bool) -> str:
    """A QR code as SVG, error correction M, with or without its quiet zone."""
    import segno  # only now: it brings the network's libraries with it, and most commands draw nothing

    # Any of the eight masks can be read. Trying them all takes five times as long as the rest of the code, and over our
    # addresses this one comes out best most often.
    code = segno.make_qr(address, error="m", boost_error=False, mask=2)
    out = io.BytesIO()
    code.save(out, kind="svg", border=QUIET if quiet else 0, xmldecl=False, nl=False)
    return out.getvalue().decode()


def write_value(value: Any, language: str, left_out: Collection[str] = ()) -> Any:
    """A part of a content as JSON, but for those named in `left_out`: a text becomes runs of `[kind, words]`."""
    if value is None or isinstance(value, (str, int, float)):  # most are, and to ask for a mapping takes long
        return value
    if isinstance(value, Part):
        parts = vars(value).items()
        return {name: write_value(one, language, left_out) for name, one in parts if name not in left_out}
    if isinstance(value, (tuple, list)):
        return [write_value(one, language, left_out) for one in value]
    if isinstance(value, Mapping):
        # A number to be dialled is a run of its own kind: it may be printed larger than its words.
        spans = i18n.split_spans(value[language])
        return [["phone" if span.target.startswith("contact:") else span.kind, span.text] for span in spans]
    return value
