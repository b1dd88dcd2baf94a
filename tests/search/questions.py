"""The query sets: what people type, and the records that are right for it."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import product
from pathlib import Path
from random import Random
from string import Formatter
from typing import NamedTuple

import yaml

from counterside.model.nodes import GENERATED_PAGES, Link, find_address, parse_link

HERE = Path(__file__).parent
PROSE = ("about", "faq", "privacy")
MOST_PER_FRAME = 150  # more of one kind teach nothing new


class Question(NamedTuple):
    """A query and the addresses that answer it, below the language's prefix."""

    query: str
    right: tuple[str, ...]


def questions(name: str, language: str) -> tuple[Question, ...]:
    """The set `queries`, `public`, `asked-1` (tuned with), `told-1` (learnt from), `fresh` or `asked-33` (neither)."""
    found: dict[str, list[str]] = {}
    for entry in _entries(HERE / f"{name}.{language}.yml"):
        found.setdefault(entry[0], []).append(entry[1])
    return tuple(Question(query, _addresses(right)) for right, queries in found.items() for query in queries)


def list_batches(pattern: str, language: str, without: Collection[str] = ()) -> tuple[Question, ...]:
    """The questions of every set whose name fits a pattern, such as `asked-*`: batches of one kind, asked in turn."""
    found = sorted(path.name.removesuffix(f".{language}.yml") for path in HERE.glob(f"{pattern}.{language}.yml"))
    names = [name for name in found if name not in without]
    assert names, f"no set {pattern}"
    return tuple(question for name in names for question in questions(name, language))


def list_framed(language: str) -> tuple[Question, ...]:
    """The questions that `frames-<language>.yml` makes of its frames and words, at most `MOST_PER_FRAME` of each frame:
    always the same ones. A language may have no frames."""
    path = HERE / f"frames-{language}.yml"
    if not path.is_file():
        return ()
    file = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    found = []
    for right, frames in file["frames"].items():
        for frame in frames:
            slots = [slot for _, slot, _, _ in Formatter().parse(frame) if slot]
            choices = list(product(*(file["words"][slot] for slot in slots)))
            for words in Random(frame).sample(choices, min(len(choices), MOST_PER_FRAME)):
                found.append(Question(frame.format(**dict(zip(slots, words, strict=True))), _addresses(right)))
    return tuple(found)


def _entries(path: Path) -> list[tuple[str, str]]:
    """(right, query) of every line. A right answer may stand twice, so this is no mapping."""
    loaded = yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return [(key.value, item.value) for key, items in loaded.value for item in items.value]


def _addresses(right: str) -> tuple[str, ...]:
    return tuple(_address(part) for part in right.split(" or "))


def _address(raw: str) -> str:
    link = parse_link(raw)
    if not link.kind:  # a code of letters and digits, as in `code:card-cn/A0`
        match = re.fullmatch(r"code:([a-z-]+/\w+)", raw)
        assert match, f"{raw} is no link"
        link = Link("code", match[1])
    assert link.kind != "page" or link.id in (*GENERATED_PAGES, *PROSE), f"no page {link.id}"
    return find_address(link)
