"""Anchors lose nothing: whatever an expression matches holds one of them."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from counterside import loader
from counterside.languages import UNSPACED
from counterside.model.anchors import anchors, atom, atoms, masked

PROJECT = Path(__file__).parents[2]


EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
ONE_IN = 1 if EXAMPLES else 8
"""`make test` takes every eighth expression, `make fuzz` takes them all."""


def patterns() -> list[tuple[str, str]]:
    """The expressions of the project's lexicon, with their languages."""
    catalog = loader.load(PROJECT).catalog
    assert catalog is not None
    found = [
        (language, catalog.lexicon.filled(pattern, language))
        for phrase in catalog.wording.phrases
        for language, listed in phrase.find.items()
        for pattern in listed
    ]
    return found[::ONE_IN]


def holds(text: str, wanted: frozenset[str], is_spaced: bool) -> bool:
    """Whether a text holds an anchor, looked for as the lexicon does it."""
    shown = masked(text)
    known = atoms(shown, is_spaced) | {""}
    return any(atom(anchor, is_spaced) in known and anchor in shown for anchor in wanted)


@pytest.mark.parametrize(("language", "pattern"), patterns())
def test_every_match_holds_an_anchor(language: str, pattern: str) -> None:
    is_spaced = language not in UNSPACED
    wanted = anchors(pattern, is_spaced)
    whole = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)" if is_spaced else pattern)

    @settings(max_examples=EXAMPLES // 100 or 8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(pattern, fullmatch=True).map(str.lower))
    def check(text: str) -> None:
        if whole.search(text) and not any(sign.isdecimal() and not sign.isascii() for sign in text):
            assert holds(text, wanted, is_spaced), (text, wanted)

    with contextlib.suppress(Unsatisfiable):  # what must follow it is no part of the expression
        check()


@pytest.mark.parametrize(
    ("pattern", "is_spaced", "expected"),
    [
        ("重(?:刷|扫)", False, {"重刷", "重扫"}),
        ("再.{0,3}试", False, {"再"}),
        ("(?<!不)再试 ?1 次", False, {"再试\1 次", "再试 \1 次"}),
        ("(?:a|b)*", False, {""}),
        ("restart(?:s|ing)?", True, {"restart", "restarts", "restarting"}),
        ("re-?scan", True, {"rescan", "scan"}),
        ("[a-z]+ing", True, {""}),
        (r"\d[\d,.]* ?yuan", True, {"yuan"}),
        (r"\d{13,19}", True, {"\1" * 13}),
    ],
)
def test_anchors_are_the_rarest_certain_parts(pattern: str, is_spaced: bool, expected: set[str]) -> None:
    assert anchors(pattern, is_spaced) == expected
