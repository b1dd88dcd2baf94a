"""Patterns are written by editors, too: one that cannot be used is told where it stands, wherever in the lexicon."""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

import mini_site
from counterside.content import yaml_reader
from counterside.content.load import load_catalog, load_texts

IS_WHOLE = "FUZZ_EXAMPLES" in os.environ
"""Every pattern in every place; otherwise each place has one of them."""
LEXICON = Path("checklists/wording.yml")
UNUSABLE = ("(", "x[", "(?i)x", "x{99999999999999}", "(?P<x>y)", "*", r"(?<=x+)y", "{nothing}", "\\")
KEYS = ("negations", "joins", "breaks", "find", "unless", "around")
"""What holds patterns. `negations_before` are words as they stand; words of a set are judged in the patterns that use
them."""


def written() -> Any:
    """The lexicon as plain data, to be changed at will."""
    return deepcopy(yaml_reader.read_file(mini_site.CATALOG / LEXICON, LEXICON.as_posix()).data)


def patterns(node: Any, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where patterns stand."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from patterns(value, (*keys, key))
    if isinstance(node, str) and (len(keys) >= 3) and (keys[-3] in KEYS or (keys[0] == "units" and keys[2] == "words")):
        yield keys


def with_pattern(keys: tuple[str | int, ...], pattern: str) -> str:
    data = written()
    inner = data
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = pattern
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)


PLACES = list(patterns(written()))


@pytest.mark.parametrize("number", range(len(UNUSABLE)))
def test_a_pattern_that_cannot_be_used_is_told_wherever_it_stands(number: int) -> None:
    pattern, before = UNUSABLE[number], load_catalog(mini_site.CATALOG)
    for keys in PLACES if IS_WHOLE else PLACES[number :: len(UNUSABLE)]:
        loaded = load_texts({LEXICON.as_posix(): with_pattern(keys, pattern)}, before)
        said = [problem.message for problem in loaded.problems if problem.code == "CS005"]
        assert said, keys
        assert all(message.startswith("this pattern") for message in said), (keys, said)
