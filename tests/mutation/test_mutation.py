"""The proof by mutation, sampled: each rule is broken in a few places of the project's own records, and speaks there.

`make mutate` breaks every rule in every place. `MUTATION_SEED=n` takes another sample.
"""

from __future__ import annotations

import os
from random import Random

import pytest

from mini_site import project_copy
from more_languages import add_languages
from mutation import breaks, controls
from mutation.bench import PROJECT, Bench

SEED = int(os.environ.get("MUTATION_SEED", "1"))
PLACES = 4
KINDS = {"symptoms": 2, "resolutions": 3, "routines": 1, "cases": 1}
LISTS = ("codes/qr-unionpay", "gates", "notices", "contacts", "site", "article")
COSTLY = {"CS508": 1, "CS801": 1, "CS802": 1, "CS803": 1, "CS805": 2}
"""Breaks that are judged on paper or on a whole site."""
ASKED_BY_LANGUAGE = (
    "CS003", "CS009", "CS401", "CS402", "CS403", "CS405", "CS406", "CS407", "CS408", "CS410", "CS502", "CS505", "CS511",
    "CS601",
)  # fmt: skip
"""Breaks that write texts in every language, or differ from one to the next."""


@pytest.fixture(scope="module")
def bench() -> Bench:
    """The project's records, with a few of every kind in focus."""
    chosen = [f"checklists/{name}.yml" for name in LISTS]
    random = Random(SEED)
    for folder, number in KINDS.items():
        files = sorted(path.name for path in (PROJECT / "checklists" / folder).glob("*.yml"))
        chosen += [f"checklists/{folder}/{name}" for name in random.sample(files, number)]
    return Bench(focus=chosen)


@pytest.fixture(scope="module")
def bench_of_three(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The same in a third language, whose words are those of the last one."""
    root = project_copy(tmp_path_factory.mktemp("three") / "project")
    add_languages(root, {"ms": ("Melayu", lambda _, last: last)})
    return Bench(root, [f"checklists/{name}.yml" for name in ("symptoms/no-power", "gates", "notices", "facts")])


@pytest.mark.parametrize("code", list(breaks.BREAKS))
def test_break_is_told_where_it_stands(code: str, bench: Bench) -> None:
    places = list(breaks.mutants(code, bench))
    assert places
    chosen = Random(SEED).sample(places, min(COSTLY.get(code, PLACES), len(places)))
    assert [line for one in chosen for line in breaks.missed(one, bench)] == []


@pytest.mark.parametrize("code", controls.codes())
def test_legal_sentence_stays_clean(code: str, bench: Bench) -> None:
    places = list(controls.legal(code, bench))
    assert places
    chosen = Random(SEED).sample(places, min(PLACES, len(places)))
    assert [line for one in chosen for line in controls.alarms(one, bench)] == []


@pytest.mark.parametrize("code", ASKED_BY_LANGUAGE)
def test_breaks_ask_the_site_for_its_languages(code: str, bench_of_three: Bench) -> None:
    places = list(breaks.mutants(code, bench_of_three))
    chosen = Random(SEED).sample(places, min(PLACES, len(places)))
    assert chosen
    assert [line for one in chosen for line in breaks.missed(one, bench_of_three)] == []
