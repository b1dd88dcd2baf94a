"""What changed for readers between two states of the catalog, and what git knows of the past. The project can be read
as it was at a revision, and each record has a day on which it was changed last."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal, NamedTuple

from counterside.content.prose import split_language
from counterside.model.catalog import Catalog
from counterside.model.nodes import Link, Node, find_address
from counterside.model.records import Record
from counterside.text.files import name_file
from counterside.text.i18n import Text
from counterside.text.problems import CannotDo, Place, Problem

Kind = Literal["one-language", "reviewed", "vanished", "sheet", "guard", "text", "structure", "new"]
# Kinds of change that are easily overlooked.
NEEDS_A_LOOK: tuple[Kind, ...] = ("one-language", "reviewed", "vanished", "sheet", "guard")
# Keys that keep a reader from doing harm: what goes from them is easily overlooked.
_GUARDS = ("gates", "notices", "never", "never_give", "ticks", "unsure", "still")
# Hand-written pages: path → text.
Prose = Mapping[str, str]
# What is printed of each checklist: its id → file name → pages.
Printed = Mapping[str, Mapping[str, int]]
_NO_GIT = "git is not installed"
_ANCHOR = re.compile(r"^#.*\{#([\w-]++)", re.MULTILINE)


class Change(NamedTuple):
    """One thing that changed. `place` is where it is now; of what vanished, where it was."""

    kind: Kind
    place: Place
    message: str

    @property
    def needs_a_look(self) -> bool:
        """Whether it may have been overlooked."""
        return self.kind in NEEDS_A_LOOK


def compare_catalogs(old: Catalog, new: Catalog, old_prose: Prose, new_prose: Prose, since: date) -> list[Change]:
    """Every change. `since` is the day of the old state: a review on that day or later is no old one."""
    found = _Comparison(old, new, since)
    return [*found.compare_records(), *found.find_vanished(), *found.compare_prose(old_prose, new_prose)]


def compare_printed(new: Catalog, before: Printed, after: Printed) -> Iterator[Change]:
    """The sheets that take more pages than they did, and those that are made no more."""
    # By id alone: sheets are named so, and the ids of records with pages are unique across kinds.
    places = {record.id: record.place for record in new.records}
    for checklist in sorted(before.keys() & after.keys()):
        place, printed = places[checklist], after[checklist]
        for name, pages in before[checklist].items():
            if name not in printed:
                yield Change("vanished", place, f"sheet `{name}` is no longer made: /print/{name} would break")
            elif printed[name] > pages:
                yield Change("sheet", place, f"sheet `{name}` grew from {pages} to {printed[name]} pages")


class _Comparison:
    """Finds the changes between two catalogs."""

    def __init__(self, old: Catalog, new: Catalog, since: date) -> None:
        self.old = old
        self.new = new
        self.since = since
        self.languages = new.site.codes
        self.moves = {Link(record.kind, name): record.ref for record in new.records for name in record.was}

    def name_broken(self, path: str) -> str:
        """The addresses of a path, in every language, as what would break."""
        addresses = [f"/{language.prefix}{path}" for language in self.new.site.all_languages]
        return f"{' and '.join(addresses)} would break"

    # ── records ──

    def compare_records(self) -> Iterator[Change]:
        """What changed in every record, and what is new. A record is found again by its id or a former one."""
        yield from self.compare_nodes(self.old.site, self.new.site, "")
        for record in self.new.records:
            links = (Link(record.kind, name) for name in (record.id, *record.was))
            former = next((found for link in links if (found := self.old.find(link))), None)
            if former is not None:
                yield from self.compare_record(former, record)
            elif record.ref not in self.old.broken:
                yield Change("new", record.place, f"{record.kind} `{record.id}` is new")

    def compare_record(self, old: Record, new: Record) -> Iterator[Change]:
        label = f"{new.kind} `{new.id}`"
        # A file of its own names a record already.
        changes = [*self.compare_nodes(old, new, f"{label}, " if new.place.keys else "")]
        yield from changes
        is_left_behind = new.reviewed is not None and new.reviewed == old.reviewed and new.reviewed < self.since
        if is_left_behind and changes:
            message = f"{label} changed, but `reviewed` is still {new.reviewed}"
            yield Change("reviewed", new.place.at("reviewed"), message)
        if old.is_published and not new.is_published:
            broken = self.name_broken(find_address(new.ref))
            yield Change("vanished", new.place.at("status"), f"is a draft now: {broken}")

    def find_vanished(self) -> Iterator[Change]:
        """Records that are gone without a `was`, with the addresses that would break."""
        kept = {(record.kind, name) for record in self.new.records for name in (record.id, *record.was)}
        for record in self.old.records:
            if (record.kind, record.id) not in kept and record.ref not in self.new.broken:
                broken = f": {self.name_broken(find_address(record.ref))}" if record.is_published else ""
                message = f"{record.kind} `{record.id}` is gone, and no `was` names it"
                yield Change("vanished", record.place, f"{message}{broken}")

    # ── parts of a record ──

    def compare_nodes(self, old: Node, new: Node, called: str) -> Iterator[Change]:
        # The fields come from the model itself, so that a new one is compared without a line here.
        for name, field in type(new).model_fields.items():
            if name not in ("id", "reviewed", "was"):
                key, before, after = field.alias or name, getattr(old, name), getattr(new, name)
                yield from self.compare_values(before, after, new.place.at(key), f"{called}`{key}`")

    def compare_values(self, old: Any, new: Any, place: Place, label: str) -> Iterator[Change]:
        """A text, a node, a list of them, or a value without parts; possibly absent."""
        # A link is a tuple as well.
        parts = [part for value in (old, new) if type(value) is tuple for part in value]
        if any(isinstance(part, Record) for part in parts):  # compared by themselves
            return
        if any(map(_has_parts, parts)):
            if hasattr(parts[0], "id"):
                yield from self.compare_named(old, new, place, label)
            else:
                yield from self.compare_unnamed(old, new, place, label)
        elif not _has_parts(old) and not _has_parts(new):
            before = self.follow_moves(old)
            if before != new:
                is_loss = not set(_list_items(before)) <= set(_list_items(new))
                yield Change(_kind_of(place, is_loss), place, f"{label}: {_show_change(before, new)}")
        elif old is None or new is None:
            what = "added" if old is None else "removed"
            yield Change(_kind_of(place, new is None), place, f"{label} was {what}")
        elif isinstance(new, Node):
            yield from self.compare_nodes(old, new, f"{label}, ")
        else:
            yield from self.compare_texts(old, new, place, f"{label}: the text changed")

    def follow_moves(self, old: Any) -> Any:
        """A value with links to records as they are called now: a new name is no change of facts."""
        if isinstance(old, Link):
            return self.moves.get(old.record, old.record)._replace(step=old.step)
        return tuple(map(self.follow_moves, old)) if isinstance(old, tuple) else old

    def compare_texts(self, old: Text, new: Text, place: Place, message: str) -> Iterator[Change]:
        """The same words in every language; a page's words are a text as well."""
        changed = [language for language in self.languages if old.get(language) != new.get(language)]
        same = [language for language in self.languages if language not in changed]
        if changed and same:
            where = place.at(changed[0]) if place.keys else place  # a page has no keys, only its file
            lost = [language for language in changed if place.keys and self.lost_negation(old, new, language)]
            also = f"; `{lost[0]}` says no “not” any more" if lost else ""
            here, there = (" and ".join(f"`{code}`" for code in codes) for codes in (changed, same))
            yield Change("one-language", where, f"{message} in {here}, not in {there}{also}")
        elif place.keys and len({self.lost_negation(old, new, language) for language in changed}) > 1:
            yield Change("guard", place, f"{message}, and a “not” is gone in one language only")
        elif changed:
            yield Change("text", place, message)

    def lost_negation(self, old: Text, new: Text, language: str) -> bool:
        lexicon = self.new.lexicons[language]
        before, after = (lexicon.negates(text.get(language, "")) for text in (old, new))
        return bool(before) and not after

    def compare_named(self, old: Sequence[Any], new: Sequence[Any], place: Place, label: str) -> Iterator[Change]:
        """Parts with ids: steps, choices, entries."""
        singular = label.strip("`").rpartition("`")[2].removesuffix("s") or label
        before = {part.id: part for part in old}
        met = []
        for index, part in enumerate(new):
            names = (part.id, *getattr(part, "was", ()))
            former = next((name for name in names if name in before), None)
            if former is None:
                yield Change("structure", place.at(index), f"{singular} `{part.id}` is new")
                continue
            met.append(former)
            yield from self.compare_nodes(before[former], part, f"{singular} `{part.id}`, ")
        owner = next((record for record in self.new.records if record.place == Place(place.file)), None)
        moved = self.new.moved_steps.get(owner.ref, {}) if owner else {}
        for name in before:
            if name in moved:
                yield Change("structure", place, f"{singular} `{name}` is {moved[name]} now")
            elif name not in met:
                yield Change("vanished", place, f"{singular} `{name}` is gone, and no `was` names it")
        # Only parts that are in both states can be in another order: new ones always come between.
        if met != [name for name in before if name in met]:
            yield Change("structure", place, f"{label} are in another order")

    def compare_unnamed(self, old: Sequence[Any], new: Sequence[Any], place: Place, label: str) -> Iterator[Change]:
        """Parts without ids, matched by what they say."""
        # `autojunk` would leave out, in a list of two hundred parts or more, those that occur often.
        matcher = SequenceMatcher(None, list(map(repr, old)), list(map(repr, new)), autojunk=False)
        for _, i1, i2, j1, j2 in matcher.get_opcodes():
            for i, j in zip_longest(range(i1, i2), range(j1, j2)):
                if i is None:
                    yield Change("structure", place.at(j), f"{label} {j + 1} is new")
                elif j is None:
                    yield Change(_kind_of(place, True), place, f"{label}: the former entry {i + 1} is gone")
                else:
                    yield from self.compare_values(old[i], new[j], place.at(j), f"{label} {j + 1}")

    # ── prose ──

    def compare_prose(self, old: Prose, new: Prose) -> Iterator[Change]:
        """Hand-written pages that changed in one language only, or are gone, and headings that are gone."""
        for base in sorted({split_language(path, self.languages)[0] for path in (*old, *new)}):
            files = {code: name_file(base, code, self.languages) for code in self.languages}
            name = base.removeprefix("docs/").removesuffix(".md")
            path = f"{name.removesuffix('index').removesuffix('/')}/".lstrip("/")
            before, after = ({code: prose.get(file, "") for code, file in files.items()} for prose in (old, new))
            changed = [code for code in self.languages if before[code] != after[code]]
            place = Place(files[changed[0] if changed else self.languages[0]])
            if not any(file in new for file in files.values()):
                yield Change("vanished", place, f"the page is gone: {self.name_broken(path)}")
                continue
            yield from self.compare_texts(before, after, place, "the page changed")
            had, has = ({name for text in page.values() for name in _ANCHOR.findall(text)} for page in (before, after))
            for anchor in sorted(had - has):
                yield Change("vanished", place, f"the heading is gone: {self.name_broken(f'{path}#{anchor}')}")


def _has_parts(value: Any) -> bool:
    """Whether a value is a node or a text, which have languages or keys inside."""
    return isinstance(value, Node) or (isinstance(value, dict) and any(isinstance(one, str) for one in value.values()))


def _kind_of(place: Place, is_loss: bool) -> Kind:
    """What sort of change it is where something that guards is lost, or is not."""
    keys = [key for key in place.keys if isinstance(key, str)]
    return "guard" if is_loss and keys and keys[-1] in _GUARDS else "structure"


def _list_items(value: Any) -> list[str]:
    if value is None:
        return []
    return list(map(str, value)) if type(value) is tuple else [str(value)]


def _show_change(old: Any, new: Any) -> str:
    """Of two lists what came and what went; the two values of anything else."""
    before, after = _list_items(old), _list_items(new)
    if type(new) is tuple and set(before) != set(after):
        came = (f"+ {item}" for item in after if item not in before)
        return ", ".join((*came, *(f"− {item}" for item in before if item not in after)))
    return f"{_show_value(old)} → {_show_value(new)}"


def _show_value(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(map(_show_value, value.values())) or "nothing"
    return ", ".join(_list_items(value)) or "nothing"


# ── what git knows ──


def extract_revision(root: Path, revision: str, parts: tuple[str, ...], into: Path) -> date:
    """Write the folders `parts` of `root` as they were at `revision` into the empty folder `into`, and return the
    day of that revision. A part that was not there then is left out. Raises `CannotDo`."""
    refused = _find_refusal(root)
    if refused:
        raise CannotDo(f"git does not read {root}: {refused}")
    # A revision is typed by people: behind this option it cannot be an option itself.
    found = _run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        raise CannotDo(f"git knows no revision `{revision}`")
    commit = found.stdout.strip()
    known = [part for part in parts if not _run_git(root, "cat-file", "-e", f"{commit}:./{part}").returncode]
    if not known:
        raise CannotDo(f"there was no {parts[0]} at `{revision}`")
    # As an archive, and not checked out: the working copy may hold changes that are not committed.
    into.mkdir(exist_ok=True)
    archive = into / "past.zip"
    done = _run_git(root, "archive", f"--output={archive}", commit, "--", *known)
    if done.returncode:
        raise CannotDo(f"git could not read `{revision}`: {done.stderr.strip()}")
    shutil.unpack_archive(archive, into)
    archive.unlink()
    return date.fromisoformat(_run_git(root, "show", "--no-patch", "--format=%cs", commit).stdout.strip())


def read_head(root: Path, files: Iterable[str]) -> dict[str, str]:
    """The texts of some files below `root` as the last commit has them; those that git does not know are left out."""
    found = {file: _run_git(root, "show", f"HEAD:./{file}") for file in files}
    return {file: done.stdout for file, done in found.items() if not done.returncode}


def _run_git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command, english = ("git", "-C", str(root), *arguments), {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", check=False, env=english
        )
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, 127, "", _NO_GIT)


def explain_refusal(root: Path) -> str:
    """Why git does not read a checkout, in its own words; nothing where it does, and where there is none to read."""
    refused = _find_refusal(root)
    return "" if refused == _NO_GIT or "not a git repository" in refused else refused


def _find_refusal(root: Path) -> str:
    done = _run_git(root, "rev-parse", "--is-inside-work-tree")
    return done.stderr.strip().partition("\n")[0].removeprefix("fatal: ") if done.returncode else ""


def list_last_changes(root: Path, part: str, files: Iterable[str]) -> dict[str, date]:
    """The day of the last commit of each of `files` below `root/part`, paths relative to `root`. Files that were
    changed since, or never committed, are left out; so is everything where there is no git."""
    prefix = _run_git(root, "rev-parse", "--show-prefix")
    changed = _run_git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", part)
    if prefix.returncode or changed.returncode:
        return {}
    below = prefix.stdout.strip()  # the project may be a folder of a larger checkout
    # Two letters of status and a space come before each name.
    dirty = {entry[3:].removeprefix(below) for entry in changed.stdout.split("\0")}
    wanted = set(files) - dirty
    log = _run_git(root, "log", "--relative", "--no-renames", "--format=%x01%cs", "--name-only", "-z", "--", part)
    found: dict[str, date] = {}
    for commit in log.stdout.split("\x01")[1:]:
        day, *names = commit.replace("\n", "\0").split("\0")
        for name in names:  # the newest commit comes first
            if name in wanted:
                found.setdefault(name, date.fromisoformat(day))
    return found


def find_late_reviews(root: Path, catalog: Catalog) -> Iterator[Problem]:
    """The records whose `reviewed` is later than the last commit of their file. Silent without git, and about files
    that are not committed as they are."""
    dated = [(record, record.reviewed) for record in catalog.records if record.reviewed]
    committed = list_last_changes(root, "checklists", {record.place.file for record, _ in dated})
    for record, reviewed in dated:
        day, place = committed.get(record.place.file), record.place.at("reviewed")
        if day is not None and reviewed > day:
            fix = f"write the day of the review, {day} or earlier"
            yield Problem(place, f"reviewed on {reviewed}, but last committed on {day}", fix, "CS703")
        elif day is None and reviewed > _find_latest_day(root / record.place.file):
            message = f"reviewed on {reviewed}, which is yet to come"
            yield Problem(place, message, "write the day of the review", "CS703")


def _find_latest_day(path: Path) -> date:
    """The day after the one on which a file was saved: it was no later anywhere on earth."""
    with suppress(OSError):
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date() + timedelta(days=1)
    return date.max
