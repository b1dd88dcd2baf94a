"""The whole flow: read, judge, show; with a problem nothing is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import mini_site
from counterside import pipeline
from counterside.commands.running import judged
from counterside.content.load import MissingFolder
from counterside.text.problems import Problem


def broken(site: Path) -> Path:
    path = site / "checklists" / "symptoms" / "lamp-dark.yml"
    path.write_text(path.read_text("utf-8").replace("resolution:push-the-plug", "next"), encoding="utf-8", newline="\n")
    return site


def test_the_project_is_the_nearest_folder_above_that_holds_checklists(site: Path) -> None:
    assert pipeline.project_root(site / "checklists" / "symptoms") == site


def test_a_folder_that_holds_checklists_is_the_project(site: Path) -> None:
    assert pipeline.project_root(site) == site


def test_without_a_project_it_is_said_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(MissingFolder, match="name the project with --root"):
        pipeline.project_root(tmp_path)


def test_problems_are_sorted_and_each_stands_once(site: Path) -> None:
    (site / "checklists" / "notes.yml").write_text("- id: x\n", encoding="utf-8")
    problems = pipeline.check(broken(site)).problems
    assert list(problems) == sorted(set(problems))


def test_two_runs_say_the_same(site: Path) -> None:
    assert pipeline.check(broken(site)).problems == pipeline.check(site).problems


def test_a_catalog_without_problems_becomes_pages(site: Path) -> None:
    made = pipeline.build(site)
    assert (made.checked.problems, bool(made.pages), bool(made.assets)) == ((), True, True)


def test_with_a_problem_nothing_is_shown(site: Path) -> None:
    made = pipeline.build(broken(site))
    assert (len(made.checked.problems) > 0, made.pages, made.assets) == (True, (), ())


def test_without_its_own_file_a_site_is_nothing_but_problems(site: Path) -> None:
    (site / "checklists" / "site.yml").unlink()
    made = pipeline.build(site)
    assert (made.checked.catalog, made.checked.address, made.pages) == (None, "", ())


def test_two_builds_give_the_same_bytes() -> None:
    first, second = pipeline.build(mini_site.CATALOG), pipeline.build(mini_site.CATALOG)
    assert (first.pages, first.assets) == (second.pages, second.assets)


def test_a_build_writes_nothing_into_the_sources(site: Path) -> None:
    def contents() -> dict[str, bytes]:
        folders = (site / "checklists", site / "docs")
        return {str(path): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}

    before = contents()
    pipeline.build(site)
    assert contents() == before


def test_a_problem_is_described_with_its_fix_and_where_to_read_more() -> None:
    problem = Problem("checklists/gates.yml", 3, 5, "CS201", "no way out", "add one")
    assert pipeline.described(problem, "https://returns.example/") == (
        "checklists/gates.yml:3:5: CS201 no way out\n"
        "    fix:  add one\n"
        "    more: https://returns.example/contribute/checks/#cs201"
    )


def test_a_sheet_that_does_not_fit_is_told_every_time(site: Path) -> None:
    case = mini_site.CASES / "CS508-nine-long-steps" / "checklists"
    shutil.copytree(case, site / "checklists", dirs_exist_ok=True)
    first = judged(site)
    assert {problem.code for problem in first.problems} == {"CS508"}
    assert judged(site).problems == first.problems
