"""What is really on the sheets: one row for each front, leaf and roll, read from the PDFs and from nothing else.

    .venv/bin/python -m benchmarks.paper FOLDER [OTHER FOLDER]

Each FOLDER is the `site/print/` of a project; two of them are compared. A front is the first page of
`<id>-<language>-leaf.pdf`, or of `<id>-<language>-a4.pdf` where there is no leaf yet. Prints Markdown tables.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
X_HEIGHT = 0.543
"""Height of an x in the sheets' face, in ems; read from the font."""
FRONT = re.compile(r"(?P<list>[a-z0-9-]+?)-(?P<language>zh|en)-(?:leaf|a4)\.pdf")
ROLL = re.compile(r"(?P<list>[a-z0-9-]+?)-(?P<language>zh|en)-(?P<paper>58mm|80mm)\.pdf")
HEADS = (
    "fill %", "action pt", "x-height mm", "words", "words before ①", "y of ① mm", "arrows", "rows with two targets",
    "ring overlaps", "pages",
)  # fmt: skip
TWO_TARGETS = ("还不行", "If not")
"""The words of the first edition before a second target in the same row."""
NO_LISTS = ("poster", "card", "record", "call", "pictures", "booklet")


@dataclass(frozen=True)
class Line:
    """A run of characters of one size on one line, in points from the top left corner."""

    text: str
    size: float
    top: float
    left: float


@dataclass(frozen=True)
class Front:
    """What was read from one front. `action` is the type of its steps in points, `first_step` the millimetres from the
    top to the first of them, `words_before` the words or Chinese characters above it."""

    fill: float
    action: float
    words: int
    words_before: int
    first_step: float
    arrows: int
    double: int
    overlaps: int
    pages: int


def main(folders: list[str]) -> None:
    """Print the tables."""
    paths = [Path(folder) for folder in folders]
    fronts = [dict(read_fronts(path)) for path in paths]
    print(f"| front | {' | '.join(HEADS)} |")
    print("|---|" + "---:|" * len(HEADS))
    for name in sorted({*fronts[0], *fronts[-1]}):
        print(f"| {name} | " + " | ".join(_cells(fronts, name)) + " |")
    print()
    rolls = [dict(read_rolls(path)) for path in paths]
    print("| roll | length mm |\n|---|---:|")
    for name in sorted({*rolls[0], *rolls[-1]}):
        print(f"| {name} | {_compared([_number(one.get(name)) for one in rolls])} |")
    for path, lengths in zip(paths, rolls, strict=True):
        whole = sum(lengths.values()) / 1000
        print(f"\n{path.name}: rolls {whole:.1f} m in all, the longest {max(lengths.values()):.0f} mm")


def _cells(fronts: list[dict[str, Front]], name: str) -> Iterator[str]:
    found = [one.get(name) for one in fronts]
    for attribute, digits in (
        ("fill", 0), ("action", 1), ("x_height", 2), ("words", 0), ("words_before", 0), ("first_step", 0),
        ("arrows", 0), ("double", 0), ("overlaps", 0), ("pages", 0),
    ):  # fmt: skip
        values = (None if one is None else _value(one, attribute) for one in found)
        yield _compared([_number(value, digits) for value in values])


def _value(front: Front, attribute: str) -> float:
    if attribute == "x_height":
        return front.action * X_HEIGHT / MM
    return float(getattr(front, attribute))


def _number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _compared(values: list[str]) -> str:
    return " → ".join(dict.fromkeys(values))


def read_fronts(folder: Path) -> Iterator[tuple[str, Front]]:
    """The fronts of all lists in a folder, by list and language; logs are left out."""
    leaves = {path.name.replace("-leaf.pdf", "-a4.pdf"): path for path in sorted(folder.glob("*-leaf.pdf"))}
    for name, path in {**{path.name: path for path in sorted(folder.glob("*-a4.pdf"))}, **leaves}.items():
        match = FRONT.fullmatch(name)
        if match and not match["list"].endswith(("-back", "-zh", "-en")) and match["list"] not in NO_LISTS:
            document = pypdfium2.PdfDocument(path)
            if document[0].get_width() < document[0].get_height():
                back = folder / f"{match['list']}-back-{match['language']}-a4.pdf"
                more = 0 if path.name.endswith("-leaf.pdf") or not back.exists() else len(pypdfium2.PdfDocument(back))
                yield f"{match['list']} {match['language']}", read_front(document, more)


def read_front(document: pypdfium2.PdfDocument, more_pages: int) -> Front:
    """One front."""
    page = document[0]
    height = page.get_height()
    lines = list(read_lines(page))
    rings = circles(page)
    steps = [ring for ring in rings if ring[2] - ring[0] > 5.75 * MM and ring[0] < 36 * MM]
    first = max((ring[3] for ring in steps), default=0.0)
    top = height - first
    body = [line for line in lines if line.top < height - 14 * MM]
    above = [line for line in body if line.top < top - 1]
    actions = [line for line in body if line.top >= top - 3 and 11.9 <= line.size <= 14.1 and len(line.text) > 3]
    sizes = [line.size for line in actions]
    text = "".join(line.text for line in body)
    lowest = max((line.top + line.size for line in body), default=0.0)
    return Front(
        fill=100 * (lowest - 9 * MM) / (height - 22 * MM),
        action=max((line.size for line in actions if sizes.count(line.size) > 2), default=0),
        words=count_words(text),
        words_before=count_words("".join(line.text + " " for line in above)),
        first_step=top / MM,
        arrows=text.count("→"),
        double=sum(map(text.count, TWO_TARGETS)),
        overlaps=sum(overlap(one, other) for index, one in enumerate(rings) for other in rings[index + 1 :]),
        pages=len(document) + more_pages,
    )


def count_words(text: str) -> int:
    """Chinese characters, and words of other scripts."""
    return len(re.findall(r"[\u4e00-\u9fff]", text)) + len(re.findall(r"[A-Za-z][A-Za-z'’-]*", text))


def read_lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    """The characters of a page in runs of one size and line."""
    layer = page.get_textpage()
    matrix = pdfium.FS_MATRIX()
    run: list[tuple[str, float, float, float]] = []
    for index in range(layer.count_chars()):
        point = pdfium.FPDFText_GetUnicode(layer, index)
        pdfium.FPDFText_GetMatrix(layer, index, matrix)
        size = round(pdfium.FPDFText_GetFontSize(layer, index) * abs(matrix.d), 1)
        here = (chr(point), size, page.get_height() - matrix.f - size * 0.88, matrix.e)
        if run and (run[0][1] != size or abs(run[0][2] - here[2]) > 1):
            yield Line("".join(each[0] for each in run), *run[0][1:])
            run = []
        if point >= ord(" "):
            run.append(here)
    if run:
        yield Line("".join(each[0] for each in run), *run[0][1:])


Bounds = tuple[float, float, float, float]


def circles(page: pypdfium2.PdfPage) -> list[Bounds]:
    """The rings of a page: left, bottom, right, top of every circle of 3.9 to 8 mm."""
    found = []
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = thing.get_bounds()
        segments = range(1, pdfium.FPDFPath_CountSegments(thing))
        kinds = {pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(thing, index)) for index in segments}
        if kinds == {pdfium.FPDF_SEGMENT_BEZIERTO} and 3.9 * MM < right - left < 8 * MM:
            found.append((left, bottom, right, top))
    return found


def overlap(one: Bounds, other: Bounds) -> bool:
    """Whether two rings have more than their lines in common."""
    (x, y), (u, v) = (((each[0] + each[2]) / 2, (each[1] + each[3]) / 2) for each in (one, other))
    radii = (one[2] - one[0] + other[2] - other[0]) / 2
    distance = float(((x - u) ** 2 + (y - v) ** 2) ** 0.5)
    return 1 < distance < radii - 1.2


def read_rolls(folder: Path) -> Iterator[tuple[str, float]]:
    """The length of every roll in millimetres."""
    for path in sorted(folder.glob("*mm.pdf")):
        match = ROLL.fullmatch(path.name)
        if match:
            name = f"{match['list']} {match['language']} {match['paper']}"
            yield name, pypdfium2.PdfDocument(path)[0].get_height() / MM


if __name__ == "__main__":
    main(sys.argv[1:])
