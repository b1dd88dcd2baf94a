"""What several commands share: the project's folder, problems, progress."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar
from urllib.parse import quote

import click

from counterside.check import CHECKS, Report, find_project, format_problem, help_url
from counterside.content.load import Loaded, load_catalog
from counterside.model.catalog import Catalog
from counterside.model.nodes import Link, parse_link
from counterside.model.records import Record
from counterside.text.problems import CannotDo, Problem, count_things, did_you_mean

R = TypeVar("R", bound=Record)


ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    default=lambda: find_project(Path.cwd()),
    help="The project's folder; default: the nearest one above with checklists/.",
)


def form_option(*forms: str) -> Callable[[Any], Any]:
    """`--format`, one of some forms; the first is the default."""
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True)


def read_project(root: Path) -> tuple[Loaded, Catalog]:
    """The records under `root`, checked or not, and their catalog. Raises `CannotDo` where there is none."""
    loaded = load_catalog(root)
    if loaded.catalog is None:
        raise CannotDo("checklists/site.yml cannot be used; `counterside check` says why")
    return loaded, loaded.catalog


def find_record(name: str, records: Sequence[R]) -> R:
    """The one of some records that is called by a link or by its id alone. Raises `CannotDo`."""
    found = {str(record.ref): record for record in records if name in (record.id, str(record.ref))}
    if len(found) > 1:
        raise CannotDo(f"`{name}` may be any of {', '.join(found)}: write one of these")
    if not found:
        known = [called for record in records for called in (record.id, str(record.ref))]
        raise CannotDo(f"there is no `{name}`{did_you_mean(name, known)}")
    return found.popitem()[1]


def find_link(name: str, catalog: Catalog) -> Link:
    """The link to a page, or to a record or the step behind its `#`; a record may be called by its id alone. Raises
    `CannotDo`."""
    link, (called, _, step) = parse_link(name), name.partition("#")
    if link.kind != "page":
        link = find_record(called, catalog.records).ref._replace(step=step)
    if catalog.find_place(link) is None:
        raise CannotDo(f"there is no `{link}`")
    return link


def is_under(path: Path, wanted: Collection[Path]) -> bool:
    """Whether `path` is one of some files or in one of some folders; no files and folders mean all."""
    return not wanted or any(path.is_relative_to(each) for each in wanted)


# Problems printed for people at a time: the first ones are often the cause of the rest.
MOST_SHOWN = 100


def print_json(data: object) -> None:
    """Print plain data on stdout, which then holds nothing else."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_annotation(level: str, message: str, **properties: object) -> None:
    """Print a GitHub workflow command."""
    escaped = {ord(sign): f"%{ord(sign):02X}" for sign in "%\r\n:,"}
    listed = ",".join(f"{name}={str(value).translate(escaped)}" for name, value in properties.items())
    click.echo(f"::{level} {listed}::{message.translate(escaped | {ord(sign): sign for sign in ':,'})}")


def build_gitlab(problems: Sequence[Problem]) -> list[object]:
    """GitLab's code quality report, which merge requests show: a subset of Code Climate's format. A fingerprint says
    what a problem is wherever its line goes; of two alike, the second says so too."""
    found: list[object] = []
    met = Counter[tuple[str, str, str]]()
    for each in problems:
        what = (each.path, each.code, each.message)
        met[what] += 1
        again = (str(met[what]),) if met[what] > 1 else ()
        found.append(
            {
                "description": f"{each.message} — fix: {each.fix}",
                "check_name": each.code,
                "fingerprint": hashlib.sha256("\n".join((*what, *again)).encode()).hexdigest(),
                "severity": "blocker" if each.code.startswith("CS6") else "major",
                "location": {"path": each.path, "lines": {"begin": each.line}},
            }
        )
    return found


def build_sarif(problems: Sequence[Problem]) -> dict[str, object]:
    """SARIF 2.1.0, as code scanners exchange it."""
    rules = [{"id": check.code, "name": check.name, "shortDescription": {"text": check.summary}} for check in CHECKS]
    results = []
    for each in problems:
        region = {"startLine": each.line, "startColumn": each.column}
        place = {"physicalLocation": {"artifactLocation": {"uri": quote(each.path)}, "region": region}}
        message = {"text": f"{each.message} — fix: {each.fix}"}
        results.append({"ruleId": each.code, "level": "error", "message": message, "locations": [place]})
    run = {"tool": {"driver": {"name": "counterside", "rules": rules}}, "results": results}
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


_FORMATS: dict[str, Callable[[Sequence[Problem]], object]] = {"gitlab": build_gitlab, "sarif": build_sarif}


def print_problems(
    problems: Sequence[Problem], report: Report, form: str = "text", paths: Collection[str] = ()
) -> None:
    """Print problems on stdout in a format; the drafts with gaps and the count of `text` go to stderr. The gaps of
    drafts among `paths` are named one by one."""
    if form == "json":
        rows, names = [], {check.code: check.name for check in CHECKS}
        for each in problems:
            said = {key: getattr(each, key) for key in ("path", "line", "column", "message", "fix")}
            rows.append({"code": each.code, "name": names[each.code], **said, "url": help_url(each, report.address)})
        print_json(rows)
    elif form in _FORMATS:
        print_json(_FORMATS[form](problems))
    elif form == "github":
        for problem in problems:
            place = {"file": problem.path, "line": problem.line, "col": problem.column, "title": problem.code}
            print_annotation("error", f"{problem.message} — fix: {problem.fix}", **place)
    else:
        for problem in problems[:MOST_SHOWN]:
            click.echo(format_problem(problem, report.address, report.excerpt(problem)))
        _print_gaps(report.loaded.notes, paths)
        if len(problems) > MOST_SHOWN:
            click.echo(f"\n… and {len(problems) - MOST_SHOWN} more; `--format json` lists them all", err=True)
        paths = {problem.path for problem in problems} or report.loaded.sources.keys()
        total = f"\n{count_things(len(problems), 'problem')}" if problems else "No problems"
        click.echo(f"{total} in {count_things(len(paths), 'file')}.", err=True)


def _print_gaps(gaps: Iterable[Problem], paths: Collection[str]) -> None:
    """Print on stderr how much is still to be written in each draft, and in those of `paths` each place."""
    for path, found in groupby(gaps, key=attrgetter("path")):
        first, *others = found
        total = f"a draft with {count_things(1 + len(others), 'gap')} to fill"
        click.echo(f"{path}:{first.line}:{first.column}: note: {total}", err=True)
        for gap in (first, *others) if path in paths else ():
            click.echo(f"{path}:{gap.line}:{gap.column}: note: {gap.message}", err=True)


# What is quick needs no bar.
SHOW_AFTER_SECONDS = 1.0


class Progress(AbstractContextManager["Progress"]):
    """A progress hook with a bar that appears after a second and is removed at the end, so that logs stay clean.
    `seconds` holds the wall time by step, in order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._bar: Any = None
        self._begun: dict[str, float] = {}  # when each step began
        self._next_refresh = perf_counter() + SHOW_AFTER_SECONDS

    def __exit__(self, *failure: object) -> None:
        times = pairwise([*self._begun.values(), perf_counter()])
        self.seconds = {step: end - start for step, (start, end) in zip(self._begun, times, strict=True)}
        if self._bar:
            self._bar.stop()

    def __call__(self, step: str, done: int, total: int) -> None:
        now = perf_counter()
        is_new = step not in self._begun
        self._begun.setdefault(step, now)
        if not (self._bar and is_new) and now < self._next_refresh:
            return
        self._next_refresh = now + 0.1  # drawing a bar costs more than most of what it counts
        if self._bar is None:
            # Imported here, because most commands end before the bar appears.
            from rich import console, progress

            columns = progress.TextColumn("{task.description}"), progress.BarColumn(), progress.MofNCompleteColumn()
            stderr = console.Console(stderr=True)
            self._bar = progress.Progress(*columns, console=stderr, transient=True, auto_refresh=False)
            self._bar.start()
        for task in self._bar.task_ids:
            self._bar.remove_task(task)
        self._bar.add_task(step, completed=done, total=total or None)
        self._bar.refresh()
