"""Each mistake that editors make is told once, on its line, in words that name it; what is none is not told."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterside.check import check_project
from counterside.content.load import Loaded, load_catalog
from editors.mistakes import FILES, FLAP, MISTAKES, Mistake, find_line, find_problems
from mini_site import CATALOG


@pytest.fixture(scope="module")
def base() -> Loaded:
    return load_catalog(CATALOG)


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.name for mistake in MISTAKES])
def test_a_mistake_is_told_once_on_its_line(mistake: Mistake, base: Loaded) -> None:
    found = find_problems(mistake, base)
    if not mistake.told:
        assert found == ()
        return
    assert [problem.headline for problem in found if not problem.headline.startswith(mistake.file)] == []
    assert len(found) == 1, [problem.headline for problem in found]
    assert f"{found[0].code} {found[0].message}".startswith(mistake.told)
    assert found[0].line == find_line(mistake, base)


def test_links_to_a_step_that_was_renamed_are_one_problem(base: Loaded) -> None:
    renamed = Mistake("step-renamed", FLAP, "  - id: hinge\n", "  - id: hinges\n", "")
    first, *others = find_problems(renamed, base)
    assert others == []
    assert first.message.endswith("did you mean `hinges`? (links to it: 3)")


@pytest.mark.parametrize("name", FILES)
def test_a_file_out_of_place_is_told_once(name: str, site: Path) -> None:
    spoil, told = FILES[name]
    spoil(site)
    found = [f"{problem.code} {problem.message}" for problem in check_project(site).problems]
    assert len(found) == 1, found
    assert found[0].startswith(told)
