"""How long a pattern may search: counted before it is used, for editors' patterns and for our own on prose."""

from __future__ import annotations

import re

import pytest

from counterside import review
from counterside.content import prose
from counterside.model import lexicon
from counterside.model.lexicon import MAX_WAYS, count_ways
from counterside.text import files, i18n

OWN = [
    (module.__name__, name, found.pattern)
    for module in (prose, lexicon, review, files, i18n)
    for name, found in vars(module).items()
    if isinstance(found, re.Pattern)
]


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        ("refund", 1),
        ("refunds?", 2),
        ("[a-z]{0,9}", 10),
        ("(?:it |the )?reader", 2),
        ("(?:it|item)", 2),  # both may fit at one place
        ("(?:it|an item)", 1),
        ("(?:(?<!no )it|item)", 2),  # what only looks takes nothing
        ("(?:a|a){0,3}", 15),
        (r"\d+", 4_001),
        (r"\w++", 1),  # gives nothing back
        ("(?:(?>a|a)b){0,3}", 4),
        (r"(?: [\w-]++){0,3} router", 4),
        (r"[\]|*]\*{0,2}", 3),  # signs in a class, and those that are escaped, are letters
    ],
)
def test_ways_are_what_repeats_and_branches_multiply_to(pattern: str, ways: int) -> None:
    assert count_ways(pattern) == ways


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:[a-z ]|[a-z ])*!!",
        "(a|aa)+b",
        "(?:a+)+b",
        "(?:a*)*b",
        r"\w+\w+",
        ".*a.*b.*c",
        "(?:a?){40}a{40}",
        "(?:a|a){0,20}b",
        "(?:a|aa){30}+b",
        "(?=(?:a+)+b)",
        "(x{1000}){1000}",
    ],
)
def test_a_pattern_that_may_search_too_long_is_refused(pattern: str) -> None:
    assert count_ways(pattern) > MAX_WAYS


@pytest.mark.parametrize("pattern", [r"(a+)\1", "(?P<x>y)", "(?x: a # )\n)", "(?i:a)", "(a)?(?(1)b|c)"])
def test_groups_and_references_of_other_kinds_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="patterns are read together"):
        count_ways(pattern)


@pytest.mark.parametrize(("module", "name", "pattern"), OWN)
def test_our_own_patterns_on_prose_end_as_soon(module: str, name: str, pattern: str) -> None:
    """Their groups may have names and refer back: what is there once more is of the same length."""
    plain = re.sub(r"\(\?P<\w+>", "(?:", pattern).replace(r"\1", "x")
    assert count_ways(plain) <= MAX_WAYS, f"{module}.{name}"


@pytest.mark.parametrize("patterns", [("a(", "b)"), ("[a", "b]"), ("(a", "b|c)")])
def test_a_pattern_that_only_the_next_one_closes_is_reported(patterns: tuple[str, ...]) -> None:
    """Patterns of a list are compiled together, and together these would pass."""
    re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    faults = list(lexicon.find_faults(lexicon.Wording(negations={"en": patterns})))
    assert faults[0][1].startswith("this pattern is not a regular expression")
