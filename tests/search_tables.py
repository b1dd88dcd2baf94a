"""Writes the tables of the search: how each Chinese character is read, and its traditional forms. They are data of the
package, so that a build needs no dictionary. `python tests/search_tables.py` writes them again."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module, resources
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "hooks" / "counterside" / "search"
NEEDED = {"pypinyin": "pypinyin", "opencc_purepy": "opencc-purepy"}
READINGS = """\
# How each character is read, without tones; the commonest reading only.
# From pypinyin {pypinyin} (MIT licence, https://github.com/mozillazg/python-pinyin), for the characters of GB 2312.
"""
FORMS = """\
# A simplified character, then the traditional and regional forms that are read as it.
# From OpenCC's dictionaries (Apache-2.0 licence, https://github.com/BYVoid/OpenCC), by opencc-purepy {opencc_purepy}, \
for the characters of GB 2312.
"""
REGIONS = ("tw_variants", "hk_variants", "tw_variants_rev", "hk_variants_rev")


def list_characters() -> list[str]:
    """The Chinese characters of GB 2312, in its order: the common ones by reading, then the others by radical."""
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    characters = (pair.decode("gb2312", errors="ignore") for pair in pairs)
    return [character for character in characters if character]


def write_readings(characters: list[str]) -> str:
    """A line for each reading: `ba 八巴`. The characters stand in the order of GB 2312."""
    pypinyin = import_module("pypinyin")
    found: dict[str, str] = defaultdict(str)
    for character in characters:
        found[pypinyin.lazy_pinyin(character)[0]] += character
    return "".join(f"{reading} {found[reading]}\n" for reading in sorted(found))


def write_forms(characters: list[str]) -> str:
    """A line for each character that has other forms: `云雲`."""
    text = resources.files("opencc_purepy").joinpath("dicts", "dictionary_maxlength.json").read_text("utf-8")
    tables: dict[str, dict[str, str]] = {name: table[0] for name, table in json.loads(text).items()}
    simplified = tables["ts_characters"]
    written: dict[str, set[str]] = defaultdict(set)
    for form, character in simplified.items():
        written[character].add(form)
    for character, form in tables["st_characters"].items():
        written[character].add(form)
    regional = collect_variants(tables)
    lines = []
    for character in sorted(characters):
        forms = {*written[character], *regional[character]}
        forms |= {variant for form in written[character] for variant in regional[form]}
        # A form that is a character of its own, or the form of another one, would find the wrong words.
        kept = sorted(form for form in forms - {*characters} if is_form_of(form, character, simplified))
        if kept and simplified.get(character, character) == character:
            lines.append(f"{character}{''.join(kept)}\n")
    return "".join(lines)


def collect_variants(tables: Mapping[str, Mapping[str, str]]) -> Mapping[str, set[str]]:
    """What a region writes for a character, both ways round."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in REGIONS:
        for one, other in tables[name].items():
            if len(one) == len(other) == 1 and one != other:
                found[one].add(other)
                found[other].add(one)
    return found


def is_form_of(form: str, character: str, simplified: Mapping[str, str]) -> bool:
    """Whether a form, in the plane that keyboards and fonts have, is simplified to this character or not at all."""
    return len(form) == 1 and ord(form) < 0x10000 and simplified.get(form, character) in (character, form)


def find_missing() -> Iterator[str]:
    for module, package in NEEDED.items():
        try:
            import_module(module)
        except ImportError:
            yield package


def main() -> str | None:
    missing = list(find_missing())
    if missing:
        return f"The tables are made from other people's dictionaries: pip install {' '.join(missing)}"
    releases = {module: version(package) for module, package in NEEDED.items()}
    characters = list_characters()
    for name, head, text in (
        ("pinyin.txt", READINGS, write_readings(characters)),
        ("traditional.txt", FORMS, write_forms(characters)),
    ):
        (FOLDER / name).write_text(head.format(**releases) + text, encoding="utf-8", newline="\n")
    return None


if __name__ == "__main__":
    sys.exit(main())
