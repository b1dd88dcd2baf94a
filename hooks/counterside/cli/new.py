"""What writes records: `counterside new KIND ID`, `schema`, `init DIR`, `rename KIND:OLD NEW`; and `who KIND:ID`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import click
import yaml

from counterside.check import check_loaded, check_texts
from counterside.cli.common import ROOT, count_things, read_catalog, require_catalog
from counterside.content import yaml_reader
from counterside.content.formatter import find_end, rename_link
from counterside.content.load import FOLDER, FOLDERS, LISTS, load_catalog, package_labels
from counterside.content.prose import read_pages
from counterside.content.scaffold import KINDS, LISTED, TODO, build_schemas, write_code, write_entry, write_record
from counterside.model import Code, find_references, parse_link
from counterside.text.files import atomic_write, list_files, write_if_changed
from counterside.text.i18n import OTHER, list_plural_forms
from counterside.text.problems import CannotDo, did_you_mean


@click.command("new")
@ROOT
@click.option(
    "--date",
    "reviewed",
    type=click.DateTime(["%Y-%m-%d"]),
    help="When its facts were reviewed; default: today.",
)
@click.option("--symptom", default="", metavar="ID", help="The checklist that a case tells of.")
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


@click.command("schema")
@ROOT
def run_schema(root: Path) -> None:
    """Write the JSON Schemas that editors complete from, with the ids that there are, into checklists/schema/."""
    folder = root / FOLDER / "schema"
    catalog = load_catalog(root).catalog
    schemas = (
        build_schemas([record.ref for record in catalog.records], catalog.site.codes) if catalog else build_schemas()
    )
    for name, content in schemas.items():
        write_if_changed(folder / name, content.encode())
    click.echo(f"{count_things(len(schemas), 'schema')} in {folder}")


# ── init ──


# The languages that the starter is written in; any other holds English until somebody translates it.
_NAMES = {"zh": "中文", "en": "English"}
_TEXT = re.compile(r"^(?P<margin> *)(?P<dash>(?:- )?)zh: (?P<zh>.*)\n *en: (?P<en>.*)\n", re.MULTILINE)
_SITE_LANGUAGE = "  - code: zh\n    name: 中文\n"
_PROSE_LANGUAGE = "        - locale: zh\n          name: 中文\n          default: true\n          build: true\n"
_KINDS = {folder: kind.__name__.lower() for folder, kind in FOLDERS.items()}
_BINARY = (".png", ".svg")
_STARTER = Path(__file__).parent.with_name("starter")


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="CODE[=NAME]",
    help="A language of the site, the default first; `--language ms=Melayu`. Without it: zh and en.",
)
def run_init(folder: Path, languages: tuple[str, ...]) -> None:
    """Write a new project into DIR: two checklists of an espresso machine, which build at once. Write your own over
    them."""
    written = (each.partition("=") for each in languages)
    names = {code: name or _NAMES.get(code, code) for code, _, name in written} or dict(_NAMES)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotDo(f"{folder} is not empty; name a folder that is not there yet")
    new = dict(_list_files(names))
    for name, content in new.items():
        write_if_changed(folder / name, content)
    click.echo(f"{count_things(len(new), 'file')} in {folder}. Next: `counterside serve --root {folder}`")
    for code in names.keys() - _NAMES:
        click.echo(f"{code}: English stands in for it; translate {FOLDER}/ and docs/, labels.yml last", err=True)


def _list_files(names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Every file of a new project by its path there."""
    for path in list_files(_STARTER):
        if path.endswith(_BINARY):
            yield path, (_STARTER / path).read_bytes()
        elif path.endswith(".md"):
            yield from _write_page(path, (_STARTER / path).read_text("utf-8"), names)
        else:
            text = (_STARTER / path).read_text("utf-8")
            more = _write_labels(names, text) if path == f"{FOLDER}/labels.yml" else ""
            yield path, (_write_text(path, text, names) + more).encode()
    yield from ((f"{FOLDER}/schema/{name}", schema.encode()) for name, schema in build_schemas(languages=names).items())
    yield ".gitignore", b".cache/\nsite/\n"


def _write_page(path: str, text: str, names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """A page of prose in the languages asked for; the default one has none in its name."""
    stem, language, _ = path.rsplit(".", 2)
    default = next(iter(names))
    for code in names:
        if code == language or (code not in _NAMES and language == "en"):
            yield f"{stem}.md" if code == default else f"{stem}.{code}.md", text.encode()


def _write_text(path: str, text: str, names: Mapping[str, str]) -> str:
    """A record or a setting in the languages asked for, with the schema that editors complete it from."""

    def write_lines(found: re.Match[str]) -> str:
        words = [f"{code}: {found['zh'] if code == 'zh' else found['en']}\n" for code in names]
        first = f"{found['margin']}{found['dash']}"
        return first + (" " * len(first)).join(words)

    text = _TEXT.sub(write_lines, text)
    text = text.replace(_SITE_LANGUAGE, "".join(f"  - code: {code}\n    name: {names[code]}\n" for code in names))
    prose = (
        f"        - locale: {code}\n          name: {names[code]}\n          build: true\n"
        + ("          default: true\n" if code == next(iter(names)) else "")
        for code in names
    )
    text = text.replace(_PROSE_LANGUAGE, "".join(prose))
    folder, _, name = path.removeprefix(f"{FOLDER}/").rpartition("/")
    if not path.startswith(FOLDER) or name == "labels.yml":
        return text
    kind = _KINDS.get(folder, name.removesuffix(".yml"))
    return f"# yaml-language-server: $schema={'../' if folder else ''}schema/{kind}.json\n{text}"


def _write_labels(names: Mapping[str, str], own: str) -> str:
    """The interface's words for languages that the package does not speak, in English."""
    missing = [code for code in names if code not in _NAMES]
    words = {
        # Words that change with a number stand in for each plural form of the language.
        label: {
            code: given if isinstance(given, str) else dict.fromkeys(list_plural_forms(code), given[OTHER])
            for code in missing
        }
        for label, given in ((label, text["en"]) for label, text in package_labels().words.items())
        if not re.search(rf"^{label}:", own, re.MULTILINE)
    }
    return yaml.safe_dump(words, allow_unicode=True, width=1000, sort_keys=False) if missing else ""


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
