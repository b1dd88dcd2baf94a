"""check_project(root) → Report: reads the records, runs every rule, measures the sheets."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import cast

from counterside import review, rules
from counterside.content import form_errors, load, prose
from counterside.model.catalog import Catalog
from counterside.model.nodes import Keys
from counterside.sheets import verify as sheets_verify
from counterside.sheets.content import build_contents
from counterside.sheets.files import fit_contents
from counterside.site import verify
from counterside.text.files import Cache
from counterside.text.problems import CannotDo, Check, Problem, join_lines

_OF_FILES = (*form_errors.FILE_CHECKS, *form_errors.RECORD_CHECKS, *prose.CHECKS, *sheets_verify.CHECKS, *verify.CHECKS)
# Every check, by code: of the files' form, of the records, of the built site. A further part of a rule has no name.
_NAMED = (*_OF_FILES, *(rule.check for rule in rules.RULES if rule.check.name))
CHECKS: tuple[Check, ...] = tuple(sorted(_NAMED, key=lambda check: check.code))
_BY_CODE = {check.code: check for check in CHECKS}

# Problems of these codes are one for an editor where they name the same target.
_DEAD_LINKS = ("CS202", "CS208", "CS211")
# Where one of these is, a way ends: what it would lead to is not known.
_NO_WAY = (*_DEAD_LINKS, "CS205", "CS304")
FITS_CACHE = ".cache/fits"

# Called with the name of a step, the pieces done and their total; 0 where the total is not known.
ProgressHook = Callable[[str, int, int], None]


def ignore_progress(step: str, done: int, total: int) -> None:
    """A progress hook that does nothing."""


@dataclass(frozen=True)
class Report:
    """What was read and its problems, sorted by path, line and column."""

    loaded: load.Loaded
    problems: tuple[Problem, ...] = ()

    @property
    def catalog(self) -> Catalog | None:
        """The catalog that was read; `None` when `checklists/site.yml` cannot be used."""
        return self.loaded.catalog

    @property
    def sound_catalog(self) -> Catalog:
        """The catalog of a report without problems: there always is one."""
        return cast(Catalog, self.catalog)

    def excerpt(self, problem: Problem) -> str:
        """The line of a problem with a caret below its column; empty where it is no line of a record."""
        source = self.loaded.sources.get(problem.path)
        lines = source.text.splitlines() if source else []
        if not problem.line or problem.line > len(lines) or (problem.line, problem.column) == (1, 1):
            return ""
        start = max(0, problem.column - 80)  # a list of aliases can be a page long
        line = lines[problem.line - 1][start : start + 110]
        wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in line[: problem.column - 1 - start])
        caret = " " * (problem.column - 1 - start + wide) + "^"
        return f"    {problem.line} | {join_lines(line)}\n    {' ' * len(str(problem.line))} | {caret}\n"

    @cached_property
    def address(self) -> str:
        """The address of the site, for the links in messages; empty without a catalog."""
        return self.catalog.site.address if self.catalog else ""

    def locate_problems(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems with line and column, sorted, each once."""
        return tuple(sorted(set(map(self.loaded.locate_problem, problems))))


def find_project(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds `checklists/`. Raises `CannotDo`."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / load.FOLDER).is_dir():
            return folder
    raise CannotDo(f"there is no folder `{load.FOLDER}` in {start} or above it; name the project with --root")


def check_project(root: Path) -> Report:
    """The records under `root` with every problem that is found without measuring sheets. Raises `CannotDo`."""
    loaded = load.load_catalog(root)
    return Report(loaded, merge_repeats(check_loaded(loaded, root)))


def _find_causes(made: Iterable[Problem], loaded: load.Loaded, catalog: Catalog) -> list[Problem]:
    """The problems that follow from no other. What a whole step has to settle is said once for all languages."""
    reported = [(each, each.place.keys) for each in made if not loaded.is_reported(each.place)]
    # What is wrong with a text is at its languages, which make places differ.
    spoken = {(code,) for code in catalog.site.codes}
    texts = {each: keys[:-1] if keys[-1:] in spoken else keys for each, keys in reported}
    causes = {
        (each.code, each.path, keys)
        for each, text in texts.items()
        for keys in (each.place.keys, each.place.keys[:1], text)
    }
    problems = [each for each, text in texts.items() if not _is_caused(each, text, causes)]
    # A dead link in a page of prose hides nothing: no record is reached through it.
    dead = {each.place for each in problems if each.code in _NO_WAY and not each.path.startswith(prose.DOCS)}
    unread = {link.kind for link in catalog.broken if not link.id}
    found: dict[object, Problem] = {}
    for each in problems:
        check = _BY_CODE[each.code]
        # Until every link leads somewhere, what nothing leads to is not known.
        is_unknown = check.needs_links and bool(dead or unread)
        is_unknown |= check.needs_own_links and any(place.file == each.path for place in dead)
        is_unknown |= each.path.startswith(prose.DOCS) and bool(dead or unread)
        if is_unknown or not unread.isdisjoint(check.needs):
            continue
        *around, last = each.place.keys or ("",)  # the last key of a text is its language, of a list its number
        is_shared = last in catalog.site.codes and check.is_shared
        is_repeated = isinstance(last, int) and each.code == "CS205"
        key = (each.code, each.path, *around) if is_shared or is_repeated else each
        if key in found and key is not each:
            where = f"`{last}`" if is_shared else "the same list"
            found[key] = replace(found[key], message=f"{found[key].message} (and in {where})")
        elif each.code != "CS201" or not any(each.place.covers(place) for place in dead):
            found[key] = each
    return list(found.values())


def _is_caused(problem: Problem, keys: Keys, causes: Collection[tuple[str, str, Keys]]) -> bool:
    """Whether a problem at `keys`, without the language, follows from another, there or elsewhere in the file."""
    code, path, asked = problem.code, problem.path, f"{load.FOLDER}/wording.yml"
    return (
        # A copy, or a name with capitals.
        (code != "CS101" and ("CS101", path, ("id",)) in causes)
        or (code == "CS512" and ("CS202", path, ("applies_to",)) in causes)
        # Nothing is behind a gate that is not there.
        or (code.startswith("CS6") and any(cause[:2] == ("CS211", asked) for cause in causes))
        or (code == "CS212" and any(one in ("CS101", "CS102") and where == ("codes",) for one, _, where in causes))
        or any((cause, path, keys) in causes for cause in _BY_CODE[code].after)
    )


def merge_repeats(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems with one for all links to a record that is not there, at the first of them."""
    found: dict[object, list[Problem]] = {}
    for each in problems:
        key = (each.message, each.fix) if each.code in _DEAD_LINKS else each
        found.setdefault(key, []).append(each)
    return tuple(
        replace(first, message=f"{first.message} (links to it: {1 + len(others)})") if others else first
        for first, *others in found.values()
    )


def check_all(root: Path, on_progress: ProgressHook = ignore_progress, will_print: bool = False) -> Report:
    """A report like `check_project`'s, with the sheets that do not fit; each in its largest type if `will_print`."""
    if (root / ".cache").is_symlink():  # old entries are deleted there
        raise CannotDo(f".cache is a link out of {root}: delete it")
    on_progress("reading and checking", 0, 0)
    report = check_project(root)
    on_progress("measuring sheets", 0, 0)
    if report.catalog is None or report.problems:  # what has problems is not measured
        return report
    contents = tuple(build_contents(report.catalog))
    sides = fit_contents(report.catalog, contents, Cache(root / FITS_CACHE), is_least=not will_print)
    return replace(report, problems=report.locate_problems(sheets_verify.find_misfits(sides)))


def check_texts(texts: Mapping[str, str], base: load.Loaded) -> tuple[Problem, ...]:
    """Every problem of the records of `base` with some texts laid over their files; an empty one takes a file away."""
    return check_loaded(load.load_texts(texts, base))


def check_loaded(loaded: load.Loaded, root: Path | None = None) -> tuple[Problem, ...]:
    """Every problem of records that were read; of the files around them, and of what git knows, with `root` alone."""
    found = set(loaded.problems)
    catalog = loaded.catalog
    if catalog is not None:
        unprinted = dict(sheets_verify.find_unprintable_languages(catalog))
        made = [*rules.validate_all(catalog), *unprinted.values()]
        made += sheets_verify.find_unused_fonts(catalog)
        languages = [code for code in catalog.site.printed if code not in unprinted]
        made += sheets_verify.find_unprintable_labels(catalog.labels, languages, catalog.fonts)
        for node in catalog.written:
            made += sheets_verify.find_unprintable(node, languages, catalog.fonts)
        if root is not None:
            made += prose.lint_prose(root, catalog)
            made += review.find_late_reviews(root, catalog)
        # What is at or inside a problem of form is not reported once more.
        found |= set(map(loaded.locate_problem, _find_causes(rules.apply_waivers(catalog, made), loaded, catalog)))
    return tuple(sorted(found))


def preview_report(root: Path, report: Report, before: Report) -> Report:
    """A report as a live preview shows it: without problems, because files that have one are as they were `before`, or
    as the last commit has them, and with its drafts published. The report itself where that cannot be."""
    broken = {problem.path for problem in report.problems if problem.path.startswith(f"{load.FOLDER}/")}
    if broken:
        past = {file: source.text for file, source in before.loaded.sources.items()} or review.read_head(root, broken)
        loaded = load.load_texts({file: past.get(file, "") for file in broken}, report.loaded)
        is_sound = loaded.catalog is not None and not check_loaded(loaded)
        if not is_sound and before.catalog is None:
            return report
        report = Report(loaded) if is_sound else before
    records = list(report.catalog.records if report.catalog else ())
    for index, record in enumerate(records):
        if not record.is_published:  # its sources may be still to be named
            named = tuple(link for link in record.sources if link.kind)
            records[index] = record.model_copy(update={"status": "published", "sources": named})
    shown = report.catalog and replace(report.catalog, records=tuple(records))
    return Report(replace(report.loaded, catalog=shown))


def check_rule(code: str, text: str, base: load.Loaded) -> tuple[Problem, ...]:
    """What the rule `code` reports about the files in `text`, each below a comment that names it, laid over the records
    of `base`. Raises `ValueError` without such a comment, and `KeyError` for a code that no rule has."""
    # Before the first name there is nothing; then names and texts take turns.
    before, *parts = re.split(rf"^# ({load.FOLDER}/\S+)\n", text, flags=re.MULTILINE)
    if before.strip() or not parts:
        raise ValueError(f"begin each file with a comment that names it: # {load.FOLDER}/symptoms/no-power.yml")
    chosen = tuple(rule for rule in rules.RULES if rule.code == code)
    if not chosen:
        raise KeyError(code)
    loaded = load.load_texts(dict(zip(parts[::2], parts[1::2], strict=True)), base)
    problems = set(loaded.problems)
    if loaded.catalog is not None:
        found = rules.validate_all(loaded.catalog, chosen)
        problems |= set(map(loaded.locate_problem, _find_causes(found, loaded, loaded.catalog)))
    return tuple(sorted(problems))


def help_url(problem: Problem, address: str) -> str:
    """The page that explains a problem's code, on the site at `address`."""
    return f"{address}contribute/checks/#{problem.code.lower()}"


def format_problem(problem: Problem, address: str, excerpt: str = "") -> str:
    """A problem in a few lines: headline, the line that it is about, fix, and where to read more."""
    more = f"\n    more: {help_url(problem, address)}" if address else ""
    return f"{problem.headline}\n{excerpt}    fix:  {problem.fix}{more}"
