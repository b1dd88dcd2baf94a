"""CS513: every drawing with something in it that no drawing may have, every picture without what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from counterside.model.records import Picture
from counterside.rules.craft import FOLDER, picture_unfit
from counterside.text.svg import Drawing
from mutation.bench import Bench, Mutant, Told
from mutation.breaks.output import Staged

HOSTILE = (
    "<script>fetch('https://example.org')</script>",
    '<path onload="alert(1)" d="M1 1h1"/>',
    '<image href="data:image/png;base64,AA"/>',
    '<use href="#a"/>',
    "<foreignObject/>",
    "<style>*{}</style>",
    '<path style="fill:red" d="M1 1h1"/>',
    '<path fill="url(https://example.org)" d="M1 1h1"/>',
    "<text>x</text>",
    '<a href="javascript:alert(1)"><path d="M1 1h1"/></a>',
    '<animate attributeName="d"/>',
    '<path stroke-width="1" d="M1 1h1"/>',
    '<g transform="scale(9)"/>',
    "<!-- c -->",
    '<circle cx="2" cy="2" r="99999"/>',
    '<path d="M1 1h999"/>',
    '<path d="M1 1h1&#x22;"/>',
    "words",
)
"""What is put into a drawing, on a line of its own."""


def hostile_drawings(bench: Bench) -> Iterator[Staged]:
    """Every drawing with each of these."""
    for name in bench.catalog.drawings:
        for part in HOSTILE:
            yield Staged("CS513", f"{part} in {name}", 1, partial(_missed, bench, name, part))


def _missed(bench: Bench, name: str, part: str) -> set[Told]:
    text = (bench.root / FOLDER / name).read_text("utf-8")
    broken = re.sub(r"\s*</svg>\s*$", f"\n{part}\n</svg>\n", text)
    line = broken.splitlines().index(part) + 1
    changed = replace(bench.catalog, drawings={**bench.catalog.drawings, name: Drawing(broken)})
    told = {
        Told("CS513", one.place.file, int(one.place.keys[0]))
        for one in picture_unfit.findings(changed)
        if one.place.file == f"{FOLDER}/{name}"
    }
    return {Told("CS513", f"{FOLDER}/{name}", line)} - told


def unfit_records(bench: Bench) -> Iterator[Mutant]:
    """Every picture with another file, and without the last of its numbered labels."""
    for picture in bench.catalog.of(Picture):
        text = bench.text(picture.place.file)
        for keys, name in picture.files:
            part = text.parts[*picture.place.keys, *keys]
            new = text.with_value(part, f"x{name}")
            yield bench.mutant("CS513", f"{picture.ref} shows x{name}", picture.place.file, new, part.keys)
        drawing = bench.catalog.drawings.get(picture.svg or "")
        if drawing is not None and drawing.spots:
            keys = (*picture.place.keys, "labels", len(picture.labels) - 1)
            new = text.without(text.parts[keys])
            yield bench.mutant("CS513", f"{picture.ref} lacks a label", picture.place.file, new, keys[:-1])


def unused_pictures(bench: Bench) -> Iterator[Mutant]:
    """Every picture under another id: what shows it shows nothing, and nothing shows it."""
    for picture in bench.catalog.of(Picture):
        text = bench.text(picture.place.file)
        part = text.parts[*picture.place.keys, "id"]
        new = text.with_value(part, "frobnicated")
        yield Mutant(
            "CS513", f"{picture.ref} renamed", {picture.place.file: new}, ((picture.place.file, part.line + 1),)
        )


BREAKS = {"CS513": (hostile_drawings, unfit_records, unused_pictures)}
