"""Fonts that a site brings for its sheets: `fonts/<language>-Regular.ttf` and `-Bold.ttf`, one family per language."""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from counterside.model.catalog import Font
from counterside.text.i18n import script_of
from counterside.text.problems import CannotDo

FOLDER = "fonts"
REGULAR = "Regular"
WEIGHTS = {REGULAR: 400, "Bold": 700}
"""The weights of sheets, and the number of each in a font."""
_MIXED = {"Jpan": {"Hani", "Hira", "Kana"}, "Kore": {"Hang", "Hani"}}
"""Scripts that are several: what their characters are of."""
_KEPT = {"Latn", "Zyyy", "Zinh"}
"""Scripts that every font keeps: Latin letters, and signs and accents of no script of their own."""


def read_fonts(root: Path) -> dict[str, Font]:
    """The fonts below `root/fonts/`, by language."""
    files = defaultdict[str, list[Path]](list)
    for path in sorted(filter(Path.is_file, (root / FOLDER).glob("*.ttf"))):  # opening a pipe would wait for ever
        files[path.stem.rpartition("-")[0] or path.stem].append(path)
    found = {}
    for language, paths in files.items():
        from fontTools.ttLib import TTFont, TTLibError  # only now: most sites have no font of their own

        contents = [path.read_bytes() for path in paths]
        family, covered = "", frozenset[str]()
        with suppress(TTLibError, KeyError, AssertionError):
            opened = [TTFont(BytesIO(content), lazy=True) for content in contents]
            each = (frozenset(map(chr, font.getBestCmap() or ())) for font in opened)
            family, covered = opened[0]["name"].getBestFamilyName() or "", frozenset.intersection(*each)
        found[language] = Font(str(paths[0].parent), family, covered, hashlib.sha256(b"".join(contents)).hexdigest())
    return found


def make_font(files: Collection[Path], language: str, folder: Path) -> list[Path]:
    """Write the weights of a font into `folder` with the characters of a language's scripts. Raises `CannotDo`."""
    from fontTools import subset
    from fontTools.unicodedata import script

    fonts = {weight: font for weight in WEIGHTS if (font := _open_weight(files, weight)) is not None}
    if REGULAR not in fonts:
        raise CannotDo("name the file of the regular weight as well: text is printed in it")
    folder.mkdir(exist_ok=True)
    own = script_of(language)
    scripts, made = _MIXED.get(own, {own}) | _KEPT, []
    for weight, font in fonts.items():
        by_glyph = defaultdict[str, list[int]](list)
        for point, glyph in sorted(font.getBestCmap().items()):
            if script(chr(point)) in scripts:
                by_glyph[glyph].append(point)
        cutter = subset.Subsetter(subset.Options(hinting=False, notdef_outline=True))
        # Of points that share a glyph one is kept, a letter before a sign: text copied from a PDF would have another.
        cutter.populate(unicodes={min(each, key=lambda point: not chr(point).isalpha()) for each in by_glyph.values()})
        cutter.subset(font)
        # A family of its own, so that no other file is taken for it. Copyright and licence stay.
        names = font["name"]
        names.names = [each for each in names.names if each.nameID in (0, 5, 13, 14)]
        family, full = f"Sheets {language}", f"Sheets {language} {weight}"
        for number, words in ((1, family), (2, weight), (3, full), (4, full), (6, full.replace(" ", "-"))):
            names.setName(words, number, 3, 1, 0x409)
        font["OS/2"].usWeightClass = WEIGHTS[weight]
        made.append(folder / f"{language}-{weight}.ttf")
        font.save(made[-1])
    return made


def _open_weight(files: Collection[Path], weight: str) -> Any:
    """The font of a weight among some files; `None` where the only file has another weight. Raises `CannotDo`."""
    from fontTools.ttLib import TTFont, TTLibError
    from fontTools.varLib.instancer import instantiateVariableFont

    for path in files:
        try:
            font = TTFont(BytesIO(path.read_bytes()), recalcTimestamp=False)
        except TTLibError as failure:
            raise CannotDo(f"{path} cannot be used: {failure}") from None
        if "fvar" in font:
            limits = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": WEIGHTS[weight]}
            return instantiateVariableFont(font, limits)
        if (font["OS/2"].usWeightClass > 550) == (weight != REGULAR):  # halfway between the two
            return font
    return None
