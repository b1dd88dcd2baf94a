"""The whole flow: read, judge, show; with a problem nothing is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import mini_site
from counterside.check import check_all, check_project, find_project, format_problem
from counterside.text.problems import CannotDo, Place, Problem


def broken(site: Path) -> Path:
    path = site / "checklists" / "symptoms" / "lamp-dark.yml"
    mini_site.edit(path, "resolution:push-the-plug", "next")
    return site


def test_the_project_is_the_nearest_folder_above_that_holds_checklists(site: Path) -> None:
    assert find_project(site / "checklists" / "symptoms") == site


def test_a_folder_that_holds_checklists_is_the_project(site: Path) -> None:
    assert find_project(site) == site


def test_without_a_project_it_is_said_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="name the project with --root"):
        find_project(tmp_path)


def test_problems_are_sorted_and_each_stands_once(site: Path) -> None:
    (site / "checklists" / "notes.yml").write_text("- id: x\n", encoding="utf-8")
    problems = check_project(broken(site)).problems
    assert list(problems) == sorted(set(problems))


@pytest.mark.parametrize(
    "case", ["CS301-skipped", "CS303-two-steps", "CS306-two-lists-in-a-circle", "CS308-most-answers"]
)
@pytest.mark.parametrize(("right", "wrong"), [("resolution:new-roll", "resolution:new-rol"), ("number: ", "numbr: ")])
def test_a_mistake_in_one_list_hides_nothing_in_another(case: str, right: str, wrong: str, site: Path) -> None:
    """Neither a link that leads nowhere nor a list that cannot be read."""
    for path in (mini_site.PROJECT / "tests" / "cases" / case / "checklists").rglob("*.yml"):
        shutil.copy(path, site / "checklists" / path.parent.name)
    path = site / "checklists" / "symptoms" / "slip-blank.yml"
    mini_site.edit(path, right, wrong)
    assert case[:5] in {problem.code for problem in check_project(site).problems}


def test_two_runs_say_the_same(site: Path) -> None:
    assert check_project(broken(site)).problems == check_project(site).problems


def test_without_its_own_file_a_site_is_nothing_but_problems(site: Path) -> None:
    (site / "checklists" / "site.yml").unlink()
    report = check_project(site)
    assert (report.catalog, report.address, len(report.problems) > 0) == (None, "", True)


def test_two_builds_give_the_same_bytes() -> None:
    first, second = mini_site.render_project(mini_site.CATALOG), mini_site.render_project(mini_site.CATALOG)
    assert {page.path: page.html for page in first.pages} == {page.path: page.html for page in second.pages}
    assert first.assets == second.assets


def test_a_build_writes_nothing_into_the_sources(site: Path) -> None:
    def contents() -> dict[str, bytes]:
        folders = (site / "checklists", site / "docs")
        return {str(path): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}

    before = contents()
    mini_site.render_project(site)
    assert contents() == before


def test_a_problem_is_described_with_its_fix_and_where_to_read_more() -> None:
    problem = Problem(Place("checklists/gates.yml"), "no way out", "add one", "CS201", 3, 5)
    assert format_problem(problem, "https://returns.example/") == (
        "checklists/gates.yml:3:5: CS201 no way out\n"
        "    fix:  add one\n"
        "    more: https://returns.example/contribute/checks/#cs201"
    )


def test_a_sheet_that_does_not_fit_is_told_every_time(site: Path) -> None:
    case = mini_site.CASES / "CS508-nine-long-steps" / "checklists"
    shutil.copytree(case, site / "checklists", dirs_exist_ok=True)
    first = check_all(site)
    assert {problem.code for problem in first.problems} == {"CS508"}
    assert check_all(site).problems == first.problems
