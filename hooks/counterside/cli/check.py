"""What reads records and says what it found: `counterside check`, `explain CODE`, `coverage`, `graph ID`, and
`review --base REV`, what changed for readers."""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

import click

from counterside import review
from counterside.check import CHECKS, check_all, check_project
from counterside.cli import common
from counterside.content.load import FOLDER, load_catalog
from counterside.content.prose import read_pages
from counterside.content.yaml_reader import leads_out
from counterside.coverage import count_copies, count_coverage, draw_mermaid
from counterside.model.catalog import Catalog
from counterside.model.records import Checklist
from counterside.review import compare_catalogs, compare_printed, explain_refusal
from counterside.sheets.files import count_pages
from counterside.text.i18n import PACKAGE_LANGUAGES
from counterside.text.problems import CannotDo, count_things, did_you_mean


@click.command("check")
@common.ROOT
@common.form_option("text", "json", "github", "gitlab", "sarif")
@click.option(
    "--fix", is_flag=True, help="First fix what is mechanical: widths, tabs, blanks, order of keys, indentation."
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, resolve_path=True, path_type=Path))
def run_check(root: Path, form: str, fix: bool, paths: tuple[Path, ...]) -> None:
    """Check all records and print the problems. With PATHS, those of these files and folders, and how many there are
    elsewhere."""
    if fix:  # before the check, so that it reports what is left and lines as they are now
        _fix_files(root, paths)
    with common.Progress() as progress:
        report = check_all(root, progress)
    problems = [problem for problem in report.problems if common.is_under(root / problem.path, paths)]
    drafts = {note.path for note in report.loaded.notes if paths and common.is_under(root / note.path, paths)}
    common.print_problems(problems, report, form, drafts)
    for note in list_notes(report.catalog) if report.catalog else ():
        click.echo(f"{FOLDER}/site.yml:1:1: note: {note}", err=True)
    refused = explain_refusal(root)
    if refused:
        click.echo(f"Reviews are not compared with the history, because git does not read it: {refused}", err=True)
    elsewhere = len(report.problems) - len(problems)
    if elsewhere:
        click.echo(f"{count_things(elsewhere, 'problem')} elsewhere: `counterside check` names them.", err=True)
    sys.exit(1 if report.problems else 0)


def list_notes(catalog: Catalog) -> Iterator[str]:
    """What is no problem, and what an editor of a language should know."""
    for code, other, count in count_copies(catalog):
        yield f"still to be translated: {count_things(count, 'text')} of `{code}` as in `{other}`, word for word"
    for code in catalog.site.codes:
        if code not in catalog.site.printed:
            yield f"no sheets are made in `{code}` (`sheets: false`): readers print its pages from the browser"


def _fix_files(root: Path, wanted: tuple[Path, ...]) -> None:
    """Format the records, and print on stderr what was changed: stdout may be read as JSON."""
    from counterside.content.formatter import fix_file  # only now: a check alone does not wait for it

    catalog = load_catalog(root).catalog
    languages = catalog.site.codes if catalog else PACKAGE_LANGUAGES
    changed = Counter[str]()
    for path in sorted((root / FOLDER).rglob("*.yml")):
        file = path.relative_to(root).as_posix()
        if path.is_file() and path.name[0] != "." and common.is_under(path, wanted) and not leads_out(path, file):
            for line, what in fix_file(path, languages):
                changed[file] += 1
                click.echo(f"{file}:{line}: {what}", err=True)
    click.echo(f"{count_things(changed.total(), 'change')} in {count_things(len(changed), 'file')}.", err=True)


@click.command("explain")
@click.argument("code")
def run_explain(code: str) -> None:
    """Explain a check: why it exists, an example of each side.

    CODE may be the beginning of a code, which lists the checks that begin with it, `CS2`."""
    found = [check for check in CHECKS if check.code.startswith(code.upper())]
    if not found:
        meant = did_you_mean(code, [check.code for check in CHECKS])
        raise CannotDo(f"there is no check `{code}`{meant or ';'} `counterside explain CS` lists them")
    texts = [f"{check.code} {check.name}: {check.summary}" for check in found]
    click.echo("\n".join(texts) if texts[1:] else f"{found[0].code} {found[0].name}\n\n{found[0].doc}")


@click.command("coverage")
@common.ROOT
def run_coverage(root: Path) -> None:
    """Print which checklist leads to which remedy. Also what nothing leads to, how much escalates, and which items of
    the article are open."""
    found = count_coverage(common.read_project(root)[1])
    from rich.console import Console  # only now: `check` prints no table
    from rich.table import Table

    console = Console()
    counts = Table("kind", "published", "drafts")
    for count in found.counts:
        counts.add_row(*map(str, count))
    # Rows name the remedies that they lead to: a matrix of both is wider than any terminal.
    links = Table("no.", "checklist", "escalates", "leads to (in so many places)")
    for row in found.rows:
        uses = ", ".join(f"{link.id} {times}" for link, times in row.uses.items())
        links.add_row(str(row.checklist.number), row.checklist.id, f"{row.calls}/{row.answers} {row.share} %", uses)
    console.print(counts, links)
    console.print(f"Orphans: {', '.join(map(str, found.orphans)) or 'none'}")
    states = ", ".join(f"{found.items(state)} {state}" for state in ("answered", "waived", "open"))
    console.print(f"Items of the article: {states}")
    for item, state, _ in found.article:
        if state == "open":
            console.print(f"  open: {item.id}")
    console.print(f"Waivers: {len(found.waivers)}")


@click.command("graph")
@common.ROOT
# One format only, and an option all the same: scripts that name it go on working when there are more.
@click.option("--format", type=click.Choice(["mermaid"]), default="mermaid", expose_value=False, show_default=True)
@click.argument("name", metavar="ID")
def run_graph(root: Path, name: str) -> None:
    """Print a checklist as a Mermaid flowchart, in every language."""
    _, catalog = common.read_project(root)
    checklist = common.find_record(name, catalog.of(Checklist))
    click.echo(draw_mermaid(checklist, catalog), nl=False)


@click.command("review")
@common.ROOT
@click.option("--base", required=True, metavar="REV", help="The revision to compare with, as git names it.")
@common.form_option("text", "json", "github")
def run_review(root: Path, base: str, form: str) -> None:
    """Print what changed for readers since REV. First texts changed in one language only, reviewed dates left behind,
    ids that vanished, addresses that would break, sheets that grew a page; then everything else."""
    with tempfile.TemporaryDirectory() as folder:
        past = Path(folder)
        new = check_project(root)
        since = review.extract_revision(root, base, (FOLDER, "docs"), past)
        old = check_project(past)  # by the rules of today: those of then are in code that is gone
        before, after = old.catalog, new.catalog
        if before is None or after is None:
            raise CannotDo(f"checklists/site.yml cannot be used, now or at `{base}`, so there is nothing to compare")
        changes = compare_catalogs(before, after, read_pages(past), read_pages(root), since)
        if old.problems or new.problems:  # records with problems cannot be printed
            click.echo("Sheets were not compared: the checklists have problems, now or then.", err=True)
        else:
            changes += compare_printed(after, count_pages(before), count_pages(after))
    rows = []
    for change in changes:  # what is gone has no line any more, so its place is looked up in the old state
        state = next((each.loaded for each in (new, old) if change.place.file in each.loaded.sources), None)
        line, column = state.locate(change.place) if state else (1, 1)
        row = {"kind": change.kind, "path": change.place.file, "line": line, "column": column}
        rows.append({**row, "message": change.message, "needs_a_look": change.needs_a_look})
    _print_changes(sorted(rows, key=itemgetter("path", "line", "column", "message")), form)


def _print_changes(rows: list[dict[str, Any]], form: str) -> None:
    if form == "json":
        common.print_json(rows)
    elif form == "github":
        for row in rows:
            level = "warning" if row["needs_a_look"] else "notice"
            common.print_annotation(level, row["message"], file=row["path"], line=row["line"], col=row["column"])
    elif not rows:
        click.echo("Nothing changed for readers.", err=True)
    for wanted, title in ((True, "Needs a look"), (False, "Also changed")) if form == "text" else ():
        chosen = [row for row in rows if row["needs_a_look"] == wanted]
        if chosen:
            click.echo(f"{title}:")
        for row in chosen:
            click.echo("  {path}:{line}:{column}: {message}".format(**row))
