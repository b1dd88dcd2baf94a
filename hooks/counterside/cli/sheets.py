"""`counterside sheets [ID…]`: the PDFs, and how full each front is."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from counterside.audit import judge_fit
from counterside.build import SITE, plan_sheets, write_sheets
from counterside.check import Report, check_project, format_problem
from counterside.cli.common import ROOT, CannotRun, count_things, find_root, plain_errors
from counterside.cli.progress import Progress
from counterside.model import Catalog
from counterside.sheets import PressFailed
from counterside.sheets.paper import PAPERS
from counterside.sheets.plan import Fitted, Plan
from counterside.text.problems import Problem, did_you_mean


@click.command("sheets")
@ROOT
@click.option("--to", type=click.Path(path_type=Path), help="Where the files go; default: site/print/ of the project.")
@click.option("--fits", "only_fits", is_flag=True, help="Only say how full the sheets are; make nothing.")
@click.option(
    "--paper", "papers", multiple=True, type=click.Choice([paper.name for paper in PAPERS]), help="Only on this paper."
)
@click.argument("ids", nargs=-1)
def command(root: Path | None, to: Path | None, only_fits: bool, papers: tuple[str, ...], ids: tuple[str, ...]) -> None:
    """Make the sheets of all checklists, or of those with these IDs, and say how full each is.

    A sheet that is in the cache is not printed again.
    """
    folder = find_root(root)
    with plain_errors():
        report = check_project(folder)
        if report.problems or report.catalog is None:
            raise CannotRun("the checklists have problems; `counterside check` names them, and sheets need none")
        _require_known(report.catalog, ids)
        with Progress() as progress:
            planned = plan_sheets(folder, report, ids, progress)
            planned = planned.on(papers) if papers else planned
            problems = report.locate_problems(judge_fit(planned.fits))
            total = ""
            if not only_fits:
                found, total = _write_sheets(folder, report, planned, to or folder / SITE / "print", progress)
                problems += found
    for line in (_table(planned), *_not_side_by_side(planned), *_on_more_sides(planned), total):
        if line:
            click.echo(line)
    for problem in problems:
        click.echo(format_problem(problem, report.address))
    sys.exit(1 if problems else 0)


def _require_known(catalog: Catalog, ids: tuple[str, ...]) -> None:
    known = [checklist.id for checklist in (*catalog.symptoms, *catalog.routines)]
    for name in ids:
        if name not in known:
            raise CannotRun(f"there is no symptom or routine `{name}`{did_you_mean(name, known)}")


def _write_sheets(
    root: Path, report: Report, planned: Plan, to: Path, progress: Progress
) -> tuple[tuple[Problem, ...], str]:
    """Write the files; their problems, and a line with their number."""
    try:
        printed, problems = write_sheets(root, report, planned, to, progress)
    except PressFailed as failed:
        raise CannotRun(f"a sheet could not be made: {failed}") from None
    return problems, f"{count_things(len(planned.sheets), 'file')} in {to}, {printed} printed now"


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
