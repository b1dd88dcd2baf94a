"""`counterside sheets`: the PDFs, with a progress bar, and how full each sheet is."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from counterside import pipeline, publish
from counterside.commands.running import ROOT, CannotRun, count, project, run
from counterside.commands.watching import watching
from counterside.model import Catalog
from counterside.sheets import press
from counterside.sheets.make import Made, Prints
from counterside.sheets.paper import PAPERS
from counterside.sheets.plan import Fitted, Plan, Sheet
from counterside.text.problems import Problem, did_you_mean


@click.command()
@ROOT
@click.option("--to", type=click.Path(path_type=Path), help="Where the files go; default: site/print/ of the project.")
@click.option("--fits", "only_fits", is_flag=True, help="Only say how full the sheets are; make nothing.")
@click.option(
    "--paper", "papers", multiple=True, type=click.Choice([paper.name for paper in PAPERS]), help="Only on this paper."
)
@click.argument("ids", nargs=-1)
def sheets(root: Path | None, to: Path | None, only_fits: bool, papers: tuple[str, ...], ids: tuple[str, ...]) -> None:
    """Make the sheets of all checklists, or of those with these IDs, and say how full each is.

    What did not change since the last time is not made again.
    """
    folder = project(root)
    checked = run(lambda: pipeline.check(folder))
    if checked.problems or checked.catalog is None:
        raise CannotRun(
            "the checklists have problems; `counterside check` names them, and sheets are made once there are none"
        )
    _know(checked.catalog, ids)
    told = ""
    with watching() as watch:
        prints = pipeline.prints(folder)

        def ready(sheet: Sheet) -> None:
            if not only_fits and (not papers or sheet.paper.name in papers):
                prints.ahead(sheet)

        planned = run(lambda: pipeline.plan_sheets(folder, checked, ids, partial(watch, "sheets"), ready))
        planned = planned.on(papers) if papers else planned
        problems = pipeline.judge_plan(checked, planned)
        if not only_fits:
            found, told = _make(prints, checked, planned, to or folder / publish.SITE / "print", watch)
            problems += found
    for line in (_table(planned), *_not_side_by_side(planned), *_on_more_sides(planned), told):
        if line:
            click.echo(line)
    for problem in problems:
        click.echo(pipeline.described(problem, checked.address))
    sys.exit(1 if problems else 0)


def _know(catalog: Catalog, ids: tuple[str, ...]) -> None:
    known = [checklist.id for checklist in (*catalog.symptoms, *catalog.routines)]
    for name in ids:
        if name not in known:
            raise CannotRun(f"there is no symptom or routine `{name}`{did_you_mean(name, known)}")


def _make(
    prints: Prints, checked: pipeline.Checked, planned: Plan, to: Path, watch: pipeline.Watch
) -> tuple[tuple[Problem, ...], str]:
    """Make the files; what is wrong with them, and how many there are."""
    made: list[Made] = []

    def step(one: Made) -> None:
        made.append(one)
        watch("files of sheets", len(made), len(planned.sheets))

    try:
        problems = run(lambda: publish.make_sheets(prints, checked, planned, to, step))
    except press.PressFailed as failed:
        raise CannotRun(f"a sheet could not be made: {failed}") from None
    return problems, f"{count(len(made), 'file')} in {to}, {sum(one.is_new for one in made)} made anew"


def _table(planned: Plan) -> str:
    """How full each front is, in per cent, by languages and paper. More than 100 does not fit."""
    columns = list(dict.fromkeys((one.languages, one.paper.name) for one in planned.fits))
    heads = [f"{'-'.join(languages)} {paper}" for languages, paper in columns]
    fill = {(one.leaf.id, one.languages, one.paper.name): f"{one.fit.fill * 100:.0f} %" for one in planned.fits}
    names = list(dict.fromkeys((one.leaf.number, one.leaf.id) for one in planned.fits))
    width = max((len(name) for _, name in names), default=0)
    lines = [" " * (width + 5) + "".join(f"{head:>12}" for head in heads)]
    for number, name in names:
        cells = "".join(f"{fill.get((name, *column), ''):>12}" for column in columns)
        lines.append(f"{number:>3}  {name:<{width}}{cells}")
    return "\n".join(lines)


def _not_side_by_side(planned: Plan) -> list[str]:
    """Which sheets do not fit with two languages side by side, and by how much."""
    missed = [one for one in planned.fits if len(one.languages) > 1 and not one.fit.fits]
    return [f"not side by side: {_why(one)}" for one in missed]


def _on_more_sides(planned: Plan) -> list[str]:
    """Which sheets take more sides of a small paper than they are meant to."""
    taken = [one for one in planned.fits if one.paper.sides > 1 and not one.fit.fits]
    return [
        f"on {one.fit.pages} sides of {one.paper.name.upper()}: {one.leaf.number} {one.leaf.id} in {one.languages[0]}"
        for one in taken
    ]


def _why(one: Fitted) -> str:
    return f"{one.leaf.number} {one.leaf.id}, about {one.fit.over_mm} mm too high for {one.paper.name.upper()}"
