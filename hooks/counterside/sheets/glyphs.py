"""Which characters the committed fonts can print. Read from the list that was made with them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def covered() -> frozenset[str]:
    """Every character that both weights have."""
    listed = files("counterside").joinpath("sheets", "fonts", "coverage.txt").read_text("ascii").splitlines()
    found: set[str] = set()
    for line in listed:
        if not line.startswith("#"):
            first, _, last = line.partition("-")
            found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that cannot be printed, each once, in order."""
    return tuple(dict.fromkeys(character for character in text if character not in covered()))


def text_width(text: str) -> int:
    """How wide a text is set, in half-width characters."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
