"""Line drawings: one SVG file → a `Drawing` that is written again from what was parsed, and what is wrong with it.

A drawing comes from anyone with an editor and ends up inside a page: a list names every element and attribute that is
let in, and each value has a form. All drawings have one stroke and no colour; words are in the record.
"""

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from xml.parsers import expat

from counterside.text.problems import Place, Problem

# The sizes a drawing may have, in units: a pictogram, two panels, three panels.
GRIDS = {"24 24": (24, 24), "240 120": (240, 120), "320 120": (320, 120)}
# Width of every line, in units.
STROKE = 1.8
# What one file may weigh, compressed as a web server would.
MAX_BYTES = 900
MAX_CHARACTERS = 4096
_DECIMAL = r"-?\d+(?:\.\d+)?"
_LABEL = re.compile(r"label-([1-9]\d?)")

# The attributes of the root: exactly these, so that all drawings look alike and none brings a colour.
_ROOT = {
    "viewBox": r"0 0 (?:24 24|240 120|320 120)",
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "1.8",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
# The elements that are let in, and what each may say about its shape.
_GEOMETRY: Mapping[str, tuple[str, ...]] = {
    "g": (),
    "path": ("d",),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "rect": ("x", "y", "width", "height", "rx"),
    "line": ("x1", "y1", "x2", "y2"),
}
_VALUES = {
    "d": r"[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+",
    "fill": "currentColor",
    "stroke": "none",
    "stroke-dasharray": r"\d+(?:\.\d+)?(?: \d+(?:\.\d+)?)*",
    "id": _LABEL.pattern,
}
# How to correct a value that is a number or has a form; others are words.
_SUGGESTED = dict.fromkeys(("stroke-dasharray", *chain(*_GEOMETRY.values())), "write plain numbers, without units")
_SUGGESTED |= {
    "viewBox": "use one of `0 0 24 24`, `0 0 240 120` and `0 0 320 120`",
    "id": "ids are `label-1`, `label-2` and so on: nothing else needs one",
}
# Declarations, comments, processing instructions, entities, control characters, everything beyond ASCII.
_REFUSED = re.compile(r"<[!?]|&|[^\x20-\x7e\n]")
# Numbers that each command of a path takes.
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)")


@dataclass(init=False)
class Drawing:
    """One SVG file, read and written again; empty if it has `faults`. `body` is what was let in, without ids; `spots`
    are where the numbers of label 1, 2, … are drawn, in units."""

    faults: list[Problem]
    width: int = 0
    height: int = 0
    body: str = ""
    spots: tuple[tuple[float, float], ...] = ()

    def __init__(self, text: str) -> None:
        self.faults = []
        self._labels: dict[int, tuple[float, float]] = {}
        self._open: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._refuse_words
        # Entities, comments, declarations and everything beyond ASCII are refused before anything is parsed.
        found = _REFUSED.search(text)
        if len(text) > MAX_CHARACTERS:
            self.report(f"has more than {MAX_CHARACTERS} characters", "draw it with fewer, simpler lines")
        elif found is not None:
            column = found.start() - text.rfind("\n", 0, found.start())
            message = f"holds `{found[0] if found[0].isprintable() else ascii(found[0])}`"
            fix = "leave out declarations, comments and entities; words belong to the record"
            self.report(message, fix, text.count("\n", 0, found.start()) + 1, column)
        else:
            self._parse(text)
        if self.faults:
            self.width, self.height, self.body = 0, 0, ""
        else:
            self.spots = tuple(self._labels[number] for number in sorted(self._labels))

    @property
    def is_icon(self) -> bool:
        """Whether it is a pictogram, 24 × 24."""
        return self.height == GRIDS["24 24"][1]

    def _parse(self, text: str) -> None:
        try:
            self._parser.Parse(text, True)
        except expat.ExpatError as failure:
            message = f"is no SVG: {expat.ErrorString(failure.code)}"
            fix = "save it again as plain SVG, or copy a drawing that works"
            self.report(message, fix, failure.lineno, failure.offset + 1)
        # The time is left out, so that a drawing weighs the same at any hour.
        weight = len(gzip.compress(text.encode(), 9, mtime=0))
        if weight > MAX_BYTES:
            message = f"weighs {weight} bytes compressed; at most {MAX_BYTES} are sent to a phone"
            self.report(message, "leave out details, and join paths that have the same look", 1, 1)
        if sorted(self._labels) != list(range(1, len(self._labels) + 1)):
            named = ", ".join(f"label-{number}" for number in sorted(self._labels))
            self.report(f"the labels are {named}", "count them from label-1, without a gap", 1, 1)

    def report(self, message: str, fix: str, line: int = 0, column: int = 0) -> None:
        """Report what is wrong at a line and column from 1; without them, where the parser is."""
        line = line or self._parser.CurrentLineNumber
        column = column or self._parser.CurrentColumnNumber + 1
        self.faults.append(Problem(Place(""), message, fix, "", line, column))

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            self._read_root(name, attributes)
        elif not self._is_refused:
            self._read_element(name, attributes)
        self._open.append(name)

    @property
    def _is_refused(self) -> bool:
        """Whether the parser is inside an element that is not let in: one message is enough."""
        return any(name not in _GEOMETRY for name in self._open[1:])

    def _end(self, name: str) -> None:
        if self._open.pop() == "g":
            self.body += "</g>"

    def _refuse_words(self, words: str) -> None:
        if words.strip() and not self._is_refused:
            self.report("holds words", "put them into the labels of the record, in every language")

    def _read_root(self, name: str, attributes: dict[str, str]) -> None:
        if name != "svg" or attributes.pop("xmlns", "") != "http://www.w3.org/2000/svg":
            self.report("does not begin with `<svg xmlns=…>`", "copy the first line of a drawing that works")
            return
        for key in sorted(_ROOT.keys() - attributes.keys()):
            self.report(f"`{key}` is missing from `<svg>`", _SUGGESTED.get(key) or f'write {key}="{_ROOT[key]}"')
        self._check_attributes(name, attributes, _ROOT)
        self.width, self.height = GRIDS.get(attributes.get("viewBox", "").removeprefix("0 0 "), (0, 0))

    def _read_element(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _GEOMETRY:
            shapes = ", ".join(f"`{each}`" for each in _GEOMETRY)
            self.report(f"`<{_shorten_value(name)}>` is not allowed", f"use {shapes}")
            return
        before = len(self.faults)
        known = (*_GEOMETRY[name], "fill", "stroke", "stroke-dasharray", "id")
        self._check_attributes(name, attributes, {key: _VALUES.get(key, _DECIMAL) for key in known})
        if len(self.faults) > before:  # bounds of values that are wrong themselves say nothing more
            return
        wide, high = self.width, self.height
        try:  # every point lies within the drawing, control points included: nothing is drawn over a page
            outside = [(x, y) for x, y in _list_points(name, attributes) if not (0 <= x <= wide and 0 <= y <= high)]
        except ValueError:
            self.report(f"`d` of `<{name}>` cannot be read", "write each number apart, with a space or a sign")
            outside = []
        for x, y in outside[:1]:
            self.report(f"`<{name}>` leaves the drawing at {x:g}, {y:g}", f"keep it within {wide} × {high} units")
        label = _LABEL.fullmatch(attributes.pop("id", ""))
        if label is not None and (name != "circle" or int(label[1]) in self._labels):
            self.report(f"label-{label[1]} is not one circle", "put each label's id on a circle of its own")
        elif label is not None:
            self._labels[int(label[1])] = float(attributes.get("cx", 0)), float(attributes.get("cy", 0))
        written = "".join(f' {key}="{attributes[key]}"' for key in sorted(attributes))
        # Written from what was parsed, and never copied: nothing that was not checked can get through.
        self.body += f"<{name}{written}{'' if name == 'g' else '/'}>"

    def _check_attributes(self, name: str, attributes: Mapping[str, str], forms: Mapping[str, str]) -> None:
        for key, value in attributes.items():
            if key not in forms:
                fix = "leave it out; the page *Add a picture* lists what is allowed"
                self.report(f"`{_shorten_value(key)}` is not allowed on `<{name}>`", fix)
            elif not re.fullmatch(forms[key], value):
                fix = _SUGGESTED.get(key) or f'write {key}="{forms[key]}"'
                if forms is not _ROOT and key not in _SUGGESTED:
                    fix = f"leave it out, or {fix}: drawings have no colours"
                self.report(f"`{key}` of `<{name}>` is `{_shorten_value(value)}`", fix)


def _list_points(name: str, attributes: Mapping[str, str]) -> Iterator[tuple[float, float]]:
    """The points that bound a shape. Raises `ValueError` for a path that is none."""
    if name == "path":
        yield from _trace_path(attributes.get("d", ""))
        return
    match [float(attributes.get(key, 0)) for key in _GEOMETRY[name]]:
        case [x, y, wide, high, _]:  # a rectangle, with the radius of its corners
            yield from ((x, y), (x + wide, y + high))
        case [x1, y1, x2, y2] if name == "line":
            yield from ((x1, y1), (x2, y2))
        case [x, y, wide, *others]:  # a circle has one radius, an ellipse two
            high = (*others, wide)[0]
            yield from ((x - wide, y - high), (x + wide, y + high))


def _trace_path(d: str) -> Iterator[tuple[float, float]]:
    """The points that a path names, absolute, control points included. Raises `ValueError` for what is no path."""
    here = start = (0.0, 0.0)
    if _COMMAND.sub("", d).strip() or not re.match(r"\s*[Mm]", d):
        raise ValueError(d)
    for letter, raw in _COMMAND.findall(d):
        size, listed = _NUMBERS[letter.upper()], [float(number) for number in _NUMBER.findall(raw)]
        if bool(size) != bool(listed) or len(listed) % (size or 1):
            raise ValueError(raw)
        for numbers in (listed[at : at + size] for at in range(0, len(listed) or 1, size or 1)):
            x, y = here if letter.islower() else (0.0, 0.0)
            if letter in "Hh":
                numbers = [*numbers, here[1] - y]
            elif letter in "Vv":
                numbers = [here[0] - x, *numbers]
            elif letter in "Aa":  # the radii are checked like a point: no arc is larger than the drawing
                yield numbers[0], numbers[1]
                numbers = numbers[5:]
            # A path that is closed goes back to where this part of it began.
            points = [(x + right, y + down) for right, down in zip(numbers[::2], numbers[1::2], strict=True)] or [start]
            yield from points
            here = points[-1]
            start = here if letter in "Mm" else start


def _shorten_value(value: str) -> str:
    """The beginning of a value, on one line, for a message."""
    shown = "".join(character if character.isprintable() and character != "`" else " " for character in value)
    return f"{shown[:24]}…" if len(shown) > 24 else shown
