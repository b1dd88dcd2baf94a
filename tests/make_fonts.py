"""Makes the two font files of the sheets, and `coverage.txt`, the list of what they can print.

The glyphs come from the npm package `@expo-google-fonts/noto-sans-sc`, version 0.4.3: the one source of Noto Sans SC
as static TrueType. (Chromium embeds the other kind, CFF, as pictures of letters.) Unpack the package anywhere, then:

    python tests/make_fonts.py <the unpacked package>

Kept: every character of GB 2312, Latin, and the punctuation and arrows below.
Left out: hints, vertical writing, and what shares its glyph with an ordinary character (the Kangxi radicals, a few
signs): a program that copies text out of a PDF would take one for the other.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

PACKAGE = "@expo-google-fonts/noto-sans-sc 0.4.3"
WEIGHTS = ("400Regular", "700Bold")
FEATURES = ["kern", "mark", "mkmk", "ccmp", "pwid"]
LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x180))
SIGNS = (*range(0x2010, 0x2028), *range(0x2030, 0x203C), 0x20AC, 0x2116, *range(0x2190, 0x219A), 0x2212, 0x2264, 0x2265)
SHARED = {*range(0x2E80, 0x2FE0), 0xA0, 0xAD, 0x2011, 0x2012, 0x2022, 0x2027, 0x2035, 0x30FB}
FOLDER = Path(__file__).parents[1] / "hooks" / "counterside" / "sheets" / "fonts"


def characters() -> set[int]:
    """The code points to keep: GB 2312 (7,445 characters in rows 1–87), Latin and signs."""
    rows = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(1, 88) for cell in range(1, 95))
    decoded = "".join(pair.decode("gb2312", errors="ignore") for pair in rows)
    return (set(map(ord, decoded)) | set(LATIN) | set(SIGNS)) - SHARED


def make(package: Path, weight: str) -> TTFont:
    """One weight, cut down to `characters()`."""
    font = TTFont(package / weight / f"NotoSansSC_{weight}.ttf", recalcTimestamp=False)
    options = subset.Options(
        layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17], notdef_outline=True
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    return font


def ranges(points: set[int]) -> list[str]:
    """Code points as lines of `4E00-4E03` or `4E07`, ascending."""
    lines: list[str] = []
    start = previous = -2
    for point in [*sorted(points), -1]:
        if point == previous + 1:
            previous = point
            continue
        if start >= 0:
            lines.append(f"{start:04X}" if start == previous else f"{start:04X}-{previous:04X}")
        start = previous = point
    return lines


def main() -> None:
    package = Path(sys.argv[1])
    covered: set[int] = set()
    for weight in WEIGHTS:
        font = make(package, weight)
        font.save(FOLDER / f"NotoSansSC-{weight[3:]}.ttf")
        points = set(font.getBestCmap())
        covered = covered & points if covered else points
    lines = [f"# What both weights can print. Made by make_fonts.py from {PACKAGE}.", *ranges(covered)]
    (FOLDER / "coverage.txt").write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
