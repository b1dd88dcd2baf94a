"""`counterside sheets [ID…]`: the PDFs, and how full each front is."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from counterside.build import SITE, plan_sheets, write_sheets
from counterside.check import check_project, format_problem
from counterside.cli.common import ROOT, CannotRun, count_things, find_root, plain_errors
from counterside.cli.progress import Progress
from counterside.model import Catalog
from counterside.sheets import Fit, SheetPlan
from counterside.sheets.document import PAPERS, millimetres
from counterside.sheets.verify import find_misfits
from counterside.text.problems import did_you_mean


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
            planned = planned.on_papers(papers) if papers else planned
            problems = report.locate_problems(find_misfits(planned.fits))
            total = ""
            if not only_fits:
                target = to or folder / SITE / "print"
                printed, found = write_sheets(folder, report, planned, target, progress)
                problems += found
                total = f"{count_things(len(planned.files), 'file')} in {target}, {printed} printed now"
    for line in (_table(planned), total):
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


def _table(planned: SheetPlan) -> str:
    """How full each side is, in per cent, with the points of what to do; for rolls, the millimetres."""
    columns = list(dict.fromkeys((fit.side.language, _column(fit)) for fit in planned.fits))
    cells = {(fit.side.content.id, fit.side.language, _column(fit)): _cell(fit) for fit in planned.fits}
    names = list(dict.fromkeys((fit.side.content.number, fit.side.content.id) for fit in planned.fits))
    width = max((len(name) for _, name in names), default=0)
    lines = [" " * (width + 5) + "".join(f"{language + ' ' + head:>14}" for language, head in columns)]
    for number, name in names:
        row = "".join(f"{cells.get((name, *column), ''):>14}" for column in columns)
        lines.append(f"{number:>3}  {name:<{width}}{row}")
    return "\n".join(lines)


def _column(fit: Fit) -> str:
    if fit.side.paper.is_roll:
        return fit.side.paper.name
    return "back" if fit.side.name.endswith("back") else "front"


def _cell(fit: Fit) -> str:
    if fit.side.paper.is_roll:
        return f"{millimetres(fit.height):.0f} mm"
    return f"{fit.fill * 100:.0f} % {fit.side.scales[fit.side.scale]['action']:g} pt"
