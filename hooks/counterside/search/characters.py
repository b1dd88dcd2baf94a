"""Chinese characters: other ways to write one, and how it is read. Both tables are data, with their origin on top."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = files("counterside").joinpath("search", name).read_text("utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


@cache
def _traditional() -> dict[str, str]:
    """The traditional forms of a character, each with a mark before it: `云` → `'雲`."""
    return {line[0]: "".join(f"'{form}" for form in line[1:]) for line in _lines("traditional.txt")}


def table(used: Iterable[str], spoken: Iterable[str]) -> str:
    """The characters spoken, by how they are read, without tones, and behind each its traditional forms: `ka卡咖
    wang往网'網`. A character that is listed again has a second reading; the others that are used and have another form
    are listed last, without a reading."""
    wanted, unwritten = set(spoken), set(used)
    found = []
    for line in _lines("pinyin.txt"):
        reading, characters = line.split(" ")
        kept = "".join(_with_forms(each, unwritten) for each in characters if each in wanted)
        if kept:
            found.append(reading + kept)
    rest = "".join(_with_forms(each, unwritten) for each in sorted(unwritten & _traditional().keys()))
    return " ".join([*found, rest] if rest else found)


def _with_forms(character: str, unwritten: set[str]) -> str:
    """The character, and its other forms where they have not been written yet."""
    if character not in unwritten:
        return character
    unwritten.discard(character)
    return character + _traditional().get(character, "")
