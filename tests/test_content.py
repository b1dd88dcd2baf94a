"""The project's own records: they have no problems, and no step of theirs can lose its way out unnoticed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from counterside import loader, pipeline
from counterside.model import NEXT, Catalog, Checklist, Link, Routine, Step, Symptom
from counterside.rules import RULES
from mini_site import PROJECT, project_copy

CS201 = next(rule for rule in RULES if rule.code == "CS201")


@pytest.fixture(scope="module")
def loaded() -> loader.Loaded:
    return loader.load(PROJECT)


@pytest.fixture(scope="module")
def real(loaded: loader.Loaded) -> Catalog:
    assert loaded.catalog is not None
    return loaded.catalog


def test_the_projects_own_catalog_has_no_problems() -> None:
    assert [problem.headline for problem in pipeline.check(PROJECT).problems] == []


def on_to_next(link: Link | None) -> Link | None:
    return NEXT if link is not None and link.kind == "resolution" else link


def without_way_out(step: Step) -> Step:
    """The step with `next` in place of every remedy."""
    choices = tuple(choice.model_copy(update={"to": on_to_next(choice.to)}) for choice in step.choices)
    links = {name: on_to_next(getattr(step, name)) for name in ("seen", "not_seen", "unsure")}
    return step.model_copy(update={**links, "choices": choices})


def checklists(catalog: Catalog) -> tuple[Checklist, ...]:
    return (*catalog.of(Symptom), *catalog.of(Routine))


def test_every_step_that_loses_its_remedies_is_reported_at_its_own_line(loaded: loader.Loaded, real: Catalog) -> None:
    expected, reported = [], []
    for checklist in checklists(real):
        for index, step in enumerate(checklist.steps):
            steps = (*checklist.steps[:index], without_way_out(step), *checklist.steps[index + 1 :])
            findings = CS201.findings(checklist.model_copy(update={"steps": steps}), real)
            expected.append((step.place.file, loaded.locate(step.place)))
            reported += [(finding.place.file, loaded.locate(finding.place)) for finding in findings]
    assert len(expected) > 100
    assert reported == expected


def test_the_same_in_the_files_is_what_check_says(tmp_path: Path, real: Catalog) -> None:
    root = project_copy(tmp_path / "project")
    checklist = real.symptoms[0]
    path = root / checklist.place.file
    written = path.read_text("utf-8")
    top = written.index("\nsteps:\n")
    end = written.index("\nverify:\n")
    path.write_text(
        written[:top] + re.sub(r"((?:seen|unsure|to): )resolution:\S+", r"\1next", written[top:end]) + written[end:],
        encoding="utf-8",
        newline="\n",
    )
    problems = pipeline.check(root).problems
    lines = [number for number, line in enumerate(written.split("\n"), start=1) if line.startswith("  - id: ")]
    expected = [(checklist.place.file, line, 5) for line in lines]
    assert [(found.path, found.line, found.column) for found in problems if found.code == "CS201"] == expected


def test_every_record_file_is_read(loaded: loader.Loaded) -> None:
    folder = PROJECT / loader.FOLDER
    assert sorted(loaded.sources) == sorted(path.relative_to(PROJECT).as_posix() for path in folder.rglob("*.yml"))
