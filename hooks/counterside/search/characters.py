"""Chinese characters: other ways to write one, and how it is read. Both tables are data, with their origin on top."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = files("counterside").joinpath("search", name).read_text("utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


def traditional(used: Iterable[str]) -> str:
    """For each of the characters used, itself and its traditional forms: `网網 机機`."""
    wanted = set(used)
    return " ".join(line for line in _lines("traditional.txt") if line[0] in wanted)


def readings(used: Iterable[str]) -> str:
    """The characters used, by how they are read, without tones: `ka卡咖 shua刷`. A character that is listed again
    has a second reading."""
    wanted = set(used)
    found = []
    for line in _lines("pinyin.txt"):
        reading, characters = line.split(" ")
        kept = "".join(character for character in characters if character in wanted)
        if kept:
            found.append(reading + kept)
    return " ".join(found)
