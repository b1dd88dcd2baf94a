"""What writes into a project: `counterside new KIND ID`, `font LANGUAGE FILE`, `rename KIND:OLD NEW`; and `who`.

A fresh record is drawn from the model: every key it needs, each with what it is for. Texts hold `TODO`, which CS007
reports place by place, so that `check` is the list of what is left to write. A new record is a draft: it breaks no
build, and nothing has to lead to it yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import click
from pydantic.fields import FieldInfo

from counterside.check import check_loaded, check_texts
from counterside.cli.common import ROOT, count_things, read_catalog, require_catalog
from counterside.content import fonts, yaml_reader
from counterside.content.formatter import find_end, rename_link
from counterside.content.load import FOLDER, FOLDERS, LISTS, load_catalog
from counterside.content.prose import read_pages
from counterside.model.catalog import Catalog, find_references
from counterside.model.guide import list_remedies
from counterside.model.nodes import INLINE, FieldShape, Link, Node, is_code, is_portable, list_fields, parse_link
from counterside.model.records import (
    CAUTIOUS,
    Case,
    Checklist,
    Code,
    Picture,
    Rail,
    Record,
    Resolution,
    Routine,
    Symptom,
)
from counterside.text.files import atomic_write
from counterside.text.problems import CannotDo, did_you_mean

TODO = "TODO"
# What a fresh record holds, by the model's field names; the texts that it needs are added.
Given = Mapping[str, Any]

KINDS: dict[str, type[Record]] = {kind.kind: kind for kind in (Symptom, Resolution, Routine, Case)}
LISTED: dict[str, type[Record]] = {
    kind.kind: kind for kind in LISTS.values() if issubclass(kind, Record) and kind.kind != Picture.kind
}
_FIRST_STEP = "first"
# What comes before the dash of a rail's entries.
_CODES = "  "
# Of a checklist's keys, those that come after all others, as in every record.
_LAST = ("minutes", "steps", "verify", "escalation")
_MINUTES = {Symptom: 15, Resolution: 10, Routine: 10}


def write_record(catalog: Catalog, kind: str, name: str, reviewed: str, about: str = "") -> str:
    """The text of a new record of a kind (a key of `KINDS`) with the id `name`. `about` is the checklist that a
    case tells of. Raises `CannotDo`."""
    _refuse_name(catalog, kind, name)
    model = KINDS[kind]
    given: dict[str, Any] = {
        "status": "draft",
        **_fill_record(catalog, model, about),
        "reviewed": reviewed,
        **({"sources": f"[{TODO}]"} if model is not Case else {}),  # a new one is composite, and needs none
    }
    # The schema by a relative path: editors then complete the record wherever the project is checked out.
    lines = _write_keys(model, given, catalog.site.codes)
    return "\n".join([f"# yaml-language-server: $schema=../schema/{kind}.json", *lines, ""])


def write_entry(catalog: Catalog, kind: str, name: str, reviewed: str) -> str:
    """The text of a new entry of a list, of a kind in `LISTED`. Raises `CannotDo`."""
    _refuse_name(catalog, kind, name)
    if catalog.find(Link(kind, name)) is not None or Link(kind, name) in catalog.broken:
        raise CannotDo(f"there is already a {kind} `{name}`")
    given = {"id": name, "status": "draft", "reviewed": reviewed, "read": reviewed, "ticks": [{}]}
    lines = _write_keys(LISTED[kind], given, catalog.site.codes, "  ", first="id")
    return "".join(f"{line}\n" for line in _indent_entry(lines, ""))


def write_code(catalog: Catalog, name: str, reviewed: str) -> tuple[Rail, str, Code | None]:
    """A new code, named like `card-cn/05`: its rail, its text, and the code before which it belongs, none for the end
    of the list. It says to look the payment up first, which is always safe. Raises `CannotDo`."""
    rail, code = _find_rail(catalog, name)
    given = {
        "code": f'"{code}"',
        "status": "draft",
        "action": CAUTIOUS[0],
        "resolution": catalog.site.code_help.first if catalog.site.code_help else _find_usual_escalation(catalog),
        "reviewed": reviewed,
        "sources": f"[{TODO}]",
    }
    lines = _indent_entry(_write_keys(Code, given, catalog.site.codes, _CODES + "  ", first="code"), _CODES)
    text = "".join(f"{line}\n" for line in lines)
    return rail, text, next((other for other in rail.codes if other.code > code), None)


def _find_rail(catalog: Catalog, name: str) -> tuple[Rail, str]:
    rails = {rail.id: rail for rail in catalog.of(Rail)}
    known, _, code = name.partition("/")
    if parse_link(f"code:{name}") != Link("code", name) or not is_code(code):
        example = next(iter(rails), "rail")
        raise CannotDo(f"`{name}` names no code: write the rail and the characters, e.g. `{example}/05`")
    if known not in rails:
        raise CannotDo(f"there is no rail `{known}`{did_you_mean(known, rails)}; rails: {', '.join(rails) or 'none'}")
    if any(other.code == code for other in rails[known].codes):
        raise CannotDo(f"`{code}` is already in {rails[known].place.file}")
    return rails[known], code


def _refuse_name(catalog: Catalog, kind: str, name: str) -> None:
    # What reads as a link with that id is an id: one rule for both.
    if "/" in name or parse_link(f"{kind}:{name}") != Link(kind, name):
        raise CannotDo(
            f"`{name}` is no id: it needs words of small letters a–z and digits, joined by hyphens, e.g. `no-power`"
        )
    if not is_portable(name):
        raise CannotDo(f"`{name}` is no id: not every system can have a file of that name")
    for record in catalog.records:
        if record.kind in KINDS and record.id == name:
            raise CannotDo(f"there is already a {record.kind} `{name}`, in {record.place.file}")
        if record.kind in KINDS and name in record.was:
            raise CannotDo(f"`{name}` is a former id of {record.ref}: old links and old paper lead there")


# ── what can be derived ────────────────────────────────────────────────────────────────────────────────────────


def _fill_record(catalog: Catalog, model: type[Record], about: str) -> dict[str, Any]:
    """What a new record holds that is known already."""
    if model is Case:
        return _fill_case(catalog, about)
    step: dict[str, str] = {"id": _FIRST_STEP}
    if model is Resolution:
        return {"aliases": TODO, "cause": TODO, "verify": TODO, "minutes": _MINUTES[Resolution], "steps": [step]}
    usual = _find_usual_escalation(catalog)
    if model is Routine:
        step |= {"expect": TODO, "not_seen": usual}
        return {**_fill_number(catalog, Routine), "objective": TODO, "aliases": TODO, "steps": [step]}
    step |= {"expect": TODO, "seen": "done", "not_seen": usual}
    texts = {"use_if": [TODO], "do_now": [TODO], "never": [TODO], "aliases": TODO}
    return {**_fill_number(catalog, Symptom), **texts, "urgency": "now", "steps": [step], "escalation": usual}


def _fill_case(catalog: Catalog, about: str) -> dict[str, Any]:
    symptom = next((record for record in catalog.of(Symptom) if record.id == about), None)
    if symptom is None:
        known = ", ".join(record.id for record in catalog.of(Symptom))
        raise CannotDo(f"a case is about one checklist: add `--symptom ID`, one of {known}")
    deciding = f"{symptom.ref}#{symptom.steps[0].id}" if symptom.steps else str(symptom.ref)
    remedies = [*list_remedies(symptom), Link("resolution", TODO)]
    remedy = catalog.find(remedies[0])
    return {
        "composite": "true",
        "symptom": str(symptom.ref),
        "timeline": [{"at": TODO, "step": deciding}],
        "deciding_step": deciding,
        "resolution": str(remedies[0]),
        "outcome": remedy.outcome if isinstance(remedy, Resolution) else "unresolved",
    }


def _fill_number(catalog: Catalog, kind: type[Checklist]) -> dict[str, Any]:
    """The first number after those of the same kind that no other checklist has, and a usual time box."""
    taken = {record.number for record in catalog.of(Checklist)}
    number = max((record.number for record in catalog.of(kind)), default=0) + 1
    while number in taken:  # symptoms and routines share their numbers
        number += 1
    return {"number": number, "minutes": _MINUTES[kind]}


def _find_usual_escalation(catalog: Catalog) -> str:
    """The remedy that most checklists end with."""
    ends = Counter(str(record.escalation) for record in catalog.of(Symptom))
    remedies = [str(record.ref) for record in catalog.of(Resolution) if record.outcome == "escalated"]
    found = [name for name, _ in ends.most_common(1)] or remedies
    if not found:
        message = "a checklist needs an end: first `counterside new resolution ID`, with `outcome: escalated`"
        raise CannotDo(message)
    return found[0]


# ── YAML ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _write_keys(
    kind: type[Record], given: Given, languages: tuple[str, ...], margin: str = "", first: str = "status"
) -> Iterator[str]:
    """The lines of a record: what comes first, its status, what is its own, and what every record carries."""
    shared = [name for name in Record.model_fields if name != "status"]
    own = [name for name in kind.model_fields if name not in Record.model_fields]
    if issubclass(kind, Checklist):
        own.sort(key=lambda name: _LAST.index(name) if name in _LAST else -1)  # all others keep their order
    for name in dict.fromkeys((first, "status", *own, *shared)):
        if name != "id" or first == "id":
            yield from _write_field(kind, name, given, languages, margin)


def _indent_entry(lines: Iterable[str], margin: str) -> Iterator[str]:
    """The lines of an entry, the first of them after a dash."""
    first, *rest = lines
    yield f"{margin}- {first.lstrip()}"
    yield from rest


def _write_field(kind: type[Node], name: str, given: Given, languages: tuple[str, ...], margin: str) -> Iterator[str]:
    field = kind.model_fields[name]
    if name not in given and not field.is_required():
        return
    key = field.alias or name
    form = next((found for found in list_fields(kind) if found.name == name), None)
    hint = f"  # {_read_hint(field)}" if _read_hint(field) else ""
    if key == INLINE and form is not None:  # its languages are keys of the part itself
        yield from _write_languages(form, languages, margin)
    elif form is not None and form.role in ("text", "words"):
        yield f"{margin}{key}:{hint}"
        yield from _write_languages(form, languages, margin + "  ")
    elif form is not None and form.role == "node":
        yield f"{margin}{key}:{hint}"
        parts = (part for part in get_args(field.annotation) if isinstance(part, type))
        entry = next(part for part in parts if issubclass(part, Node))
        for inner in given.get(name, [{}]):
            fields = (_write_field(entry, each, inner, languages, margin + "    ") for each in entry.model_fields)
            yield from _indent_entry(chain.from_iterable(fields), margin + "  ")
    else:
        yield f"{margin}{key}: {given.get(name, next(iter(_list_words(field.annotation)), TODO))}{hint}"


def _write_languages(form: FieldShape, languages: tuple[str, ...], margin: str) -> Iterator[str]:
    """A text to be written: a line a language."""
    todo = f"[{TODO}]" if form.role == "words" else TODO
    lines = [f"{language}: {todo}" for language in languages]
    if form.many:
        lines = [("  " if index else "- ") + line for index, line in enumerate(lines)]
    yield from (margin + line for line in lines)


def _read_hint(field: FieldInfo) -> str:
    """What a key is for, and the words it takes."""
    return " · ".join(filter(None, (" | ".join(_list_words(field.annotation)), field.description)))


def _list_words(annotation: Any) -> tuple[str, ...]:
    """The words of a `Literal`, wherever in an annotation it is."""
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    return tuple(word for part in get_args(annotation) for word in _list_words(part))


# ── commands ──


@click.command("new")
@ROOT
@click.option(
    "--date",
    "reviewed",
    type=click.DateTime(["%Y-%m-%d"]),
    help="When its facts were reviewed; default: today.",
)
@click.option("--symptom", default="", metavar="ID", help="The checklist that a case is about.")
@click.argument("kind", type=click.Choice([*KINDS, *LISTED, Code.kind]))
@click.argument("name", metavar="ID")
def run_new(root: Path, reviewed: datetime | None, symptom: str, kind: str, name: str) -> None:
    """Write a new record with every key it needs: fill in its texts, and it passes `check`. A code is written into its
    rail's file, a gate, a notice, a source or a term into its list: `new code card-cn/05`."""
    moment = reviewed.date() if reviewed else date.today()  # noqa: DTZ011, TID251  # a person asks, on their own day
    day = moment.isoformat()
    if kind == Code.kind:
        file, text = _add_code(root, name, day)
    elif kind in LISTED:
        file, text = _add_entry(root, kind, name, day)
    else:
        file, text = _add_record(root, kind, name, day, symptom)
    click.echo(
        f"{file}: a draft with {count_things(text.count(TODO), 'gap')} to fill; `counterside check {file}` names them"
    )


def _add_record(root: Path, kind: str, name: str, day: str, symptom: str) -> tuple[str, str]:
    """Write a record's own file, which must not be there yet; its path, and its text."""
    text = write_record(read_catalog(root), kind, name, day, symptom)
    folder = next(folder for folder, model in FOLDERS.items() if model is KINDS[kind])
    path = root / FOLDER / folder / f"{name}.yml"
    path.parent.mkdir(exist_ok=True)
    try:  # mode `x` refuses a file that is there, without a moment between looking and writing
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise CannotDo(f"{path} is already there") from None
    return path.relative_to(root).as_posix(), text


def _add_entry(root: Path, kind: str, name: str, day: str) -> tuple[str, str]:
    """Write an entry at the end of its list; the file's path, and the text that was added."""
    text = write_entry(read_catalog(root), kind, name, day)
    file = f"{FOLDER}/{next(name for name, model in LISTS.items() if model is LISTED[kind])}.yml"
    before = (root / file).read_text("utf-8").rstrip("\n") + "\n" if (root / file).is_file() else ""
    if before and not isinstance(yaml_reader.parse_silently(before), list):
        raise CannotDo(f"{file} cannot be read as a list; `counterside check` says why")
    atomic_write(root / file, (before + text).encode())
    return file, text


def _add_code(root: Path, name: str, day: str) -> tuple[str, str]:
    """Write a code into its rail's file, before the next one or after the last; the file's path, and the text that was
    added. Nothing is written that does not parse with one code more."""
    loaded = load_catalog(root)
    rail, new, before = write_code(require_catalog(loaded), name, day)
    file = rail.place.file
    text = loaded.sources[file].text
    at = loaded.locate(before.place)[0] - 1 if before else find_end(text, ("codes",))
    # Lines go in between the others: a file that was parsed and written again would lose its comments.
    lines = text.splitlines(keepends=True)
    added = "".join([*lines[:at], new, *lines[at:]])
    written = yaml_reader.parse_silently(added)
    if not written or len(written.get("codes", ())) != len(rail.codes) + 1:
        raise CannotDo(f"{file} has its codes in a form that nothing can be added to: put each on `- ` lines")
    atomic_write(root / file, added.encode())
    return file, new


# ── font ──


@click.command("font")
@ROOT
@click.argument("language", metavar="LANGUAGE")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def run_font(root: Path, language: str, files: tuple[Path, ...]) -> None:
    """Make the fonts that the sheets of LANGUAGE are printed in, from one variable FILE, or from a regular and a bold
    one: `font ja NotoSansJP-Regular.ttf NotoSansJP-Bold.ttf`. What is not of its script is left out."""
    codes = read_catalog(root).site.codes
    if language not in codes:
        raise CannotDo(f"the site has no language `{language}`, only {', '.join(codes)}")
    for path in fonts.make_font(files, language, root / fonts.FOLDER):
        click.echo(path.relative_to(root).as_posix())


# ── rename, who ──


@click.command("rename")
@ROOT
@click.argument("old", metavar="KIND:ID[#STEP]")
@click.argument("new", metavar="NEW_ID")
def run_rename(root: Path, old: str, new: str) -> None:
    """Call a record or a step by another id, in every record and page that names it: `rename resolution:a b`. The old
    id goes into `was:`, so that old links and old paper keep working."""
    loaded = load_catalog(root)
    changed = rename_link(loaded, parse_link(old), new, read_pages(root))
    records = {file: text for file, text in changed.items() if file.startswith(FOLDER)}
    worse = sorted(set(check_texts(records, loaded)) - set(check_loaded(loaded)))
    if any(problem.code < "CS200" for problem in worse):
        raise CannotDo(f"nothing was written, because that would be wrong: {worse[0].headline}")
    for file, text in changed.items():
        if text:
            atomic_write(root / file, text.encode())
        else:
            (root / file).unlink()
    for file, text in sorted(changed.items()):
        click.echo(file if text else f"{file} (moved)")
    click.echo(f"{count_things(sum(map(bool, changed.values())), 'file')} changed.", err=True)


@click.command("who")
@ROOT
@click.argument("target", metavar="KIND:ID[#STEP]")
def run_who(root: Path, target: str) -> None:
    """Show what leads to a record or a step, with file, line and key: `who resolution:power-recovery`."""
    loaded = load_catalog(root)
    catalog = require_catalog(loaded)
    link = parse_link(target)
    if catalog.find_place(link) is None:
        raise CannotDo(f"there is no `{target}`{did_you_mean(target, [str(one.ref) for one in catalog.records])}")
    uses = list(find_references(catalog, link))
    for use in uses:
        line, column = loaded.locate(use.place)
        click.echo(f"{use.place.file}:{line}:{column}: {use.field}")
    if not uses:
        click.echo(f"nothing leads to {target}", err=True)
