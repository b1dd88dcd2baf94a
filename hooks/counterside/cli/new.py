"""What writes into a project: `counterside init`, `new`, `font`, `rename`, `schema`; and `who` leads to a record.

A fresh record is drawn from the model: every key it needs, each with what it is for. Texts hold `TODO`, which CS007
reports place by place. It is a draft: it breaks no build, and nothing has to lead to it yet.
"""

import json
import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import chain, count, product
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import click
import yaml
from babel import Locale, UnknownLocaleError
from jinja2 import Template
from pydantic import TypeAdapter

from counterside.check import check_loaded, check_texts
from counterside.cli.common import ROOT, find_link, find_record, read_project
from counterside.content import fonts
from counterside.content.formatter import find_end, rename_link
from counterside.content.load import FOLDER, FOLDERS, LISTS, PAGE_LABEL, Loaded, package_labels
from counterside.content.prose import read_pages
from counterside.content.yaml_reader import Source
from counterside.model import nodes
from counterside.model.catalog import Catalog, find_references
from counterside.model.guide import list_remedies
from counterside.model.lexicon import Wording
from counterside.model.nodes import Link, Node, is_code, is_id, list_fields, walk_annotation
from counterside.model.records import CAUTIOUS, Case, Checklist, Code, Rail, Record, Resolution, Symptom
from counterside.model.site import Facts, Profile, Site
from counterside.text.files import atomic_write, list_files, write_if_changed
from counterside.text.i18n import OTHER, PACKAGE_LANGUAGES, Label, find_stand_in, list_label_words, list_plural_forms
from counterside.text.problems import CannotDo, count_things

TODO = "TODO"

# What can be drafted, by kind: the folder of the records with files of their own, the file of the others, their class.
KINDS = {model.kind: (folder, model) for folder, model in FOLDERS.items() if model is not Rail}
LISTED = {
    model.kind: (file, model) for file, model in LISTS.items() if issubclass(model, Record) and model.kind != "picture"
}
# Of a checklist's keys, those that come after all others, as in every record.
_LAST = ("minutes", "steps", "verify", "escalation")


def write_record(catalog: Catalog, model: type[Record], reviewed: str, about: str) -> str:
    """The text of a new record of a class in `KINDS`, a case of the checklist `about`. Raises `CannotDo`."""
    given = dict[str, Any](status="draft", reviewed=reviewed)
    if model is Case:  # a new one is composite, and needs no sources
        given |= _fill_case(catalog, about)
    else:  # what a kind has no key for is not written
        usual = _find_usual_escalation(catalog)
        # The first number after those of the same kind: symptoms and routines share theirs.
        taken = {record.number for record in catalog.of(Checklist)}
        last = max((record.number for record in catalog.of(Checklist) if isinstance(record, model)), default=0)
        number = next(each for each in count(last + 1) if each not in taken)
        step = {"id": "first", "expect": TODO, "not_seen": usual} | ({"seen": "done"} if model is Symptom else {})
        given |= dict.fromkeys(("aliases", "cause", "do_now", "never", "objective", "verify"), TODO)
        given |= {"number": number, "minutes": 15 if model is Symptom else 10, "urgency": "now", "steps": [step]}
        given |= {"escalation": usual, "sources": f"[{TODO}]"}
    # The schema by a relative path: editors then complete the record wherever the project is checked out.
    lines = _write_keys(model, given, catalog.site.codes)
    return "\n".join([f"# yaml-language-server: $schema=../schema/{model.kind}.json", *lines, ""])


def _fill_case(catalog: Catalog, about: str) -> dict[str, Any]:
    if not about:
        raise CannotDo("a case is about one checklist: add `--symptom ID`")
    symptom = find_record(about, catalog.of(Symptom))
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


def _find_usual_escalation(catalog: Catalog) -> str:
    """The remedy that most checklists end with, or else one that could be an end."""
    ends = [str(record.escalation) for record in catalog.of(Symptom)]
    ends += [str(record.ref) for record in catalog.of(Resolution) if record.outcome == "escalated"]
    return next((name for name, _ in Counter(ends).most_common(1)), TODO)


def _write_keys(
    kind: type[Record], given: Mapping[str, Any], languages: tuple[str, ...], first: str = "status"
) -> Iterator[str]:
    """The lines of a record: what comes first, its status, what is its own, and what every record carries."""
    shared = [name for name in Record.model_fields if name != "status"]
    own = [name for name in kind.model_fields if name not in Record.model_fields]
    if issubclass(kind, Checklist):
        own.sort(key=lambda name: _LAST.index(name) if name in _LAST else -1)  # all others keep their order
    for name in dict.fromkeys((first, "status", *own, *shared)):
        if name != "id" or first == "id":
            yield from _write_field(kind, name, given, languages)


def _write_field(kind: type[Node], name: str, given: Mapping[str, Any], languages: tuple[str, ...]) -> Iterator[str]:
    """The lines of a key that is given or needed. What is given has the model's field names."""
    field = kind.model_fields[name]
    if name not in given and not field.is_required():
        return
    key, parts = field.alias or name, [*walk_annotation(field.annotation)]
    words = [str(word) for part in parts if get_origin(part) is Literal for word in get_args(part)]
    form = next((found for found in list_fields(kind) if found.name == name), None)
    hint = " · ".join(filter(None, (" | ".join(words), field.description)))
    hint = hint and f"  # {hint}"
    if form is None or form.role not in ("text", "words", "node"):
        yield f"{key}: {given.get(name, next(iter(words), TODO))}{hint}"
        return
    lines = [f"{language}: {f'[{TODO}]' if form.role == 'words' else TODO}" for language in languages]
    if form.role == "node":
        entry = next(part for part in parts if isinstance(part, type) and issubclass(part, Node))
        lines = []
        for inner in given.get(name, [{}]):
            fields = (_write_field(entry, each, inner, languages) for each in entry.model_fields)
            lines += _add_dash(chain.from_iterable(fields))
    elif form.many:
        lines = _add_dash(lines)
    if key == nodes.INLINE:  # its languages are keys of the part itself
        yield from lines
    else:
        yield from (f"{key}:{hint}", *(f"  {line}" for line in lines))


def _add_dash(lines: Iterable[str]) -> list[str]:
    """The lines of an entry of a list."""
    return [("  " if number else "- ") + line for number, line in enumerate(lines)]


@click.command("new")
@ROOT
@click.option("--symptom", default="", metavar="ID", help="The checklist that a case is about.")
@click.argument("kind", type=click.Choice([*KINDS, *LISTED, Code.kind]))
@click.argument("name", metavar="ID")
def run_new(root: Path, symptom: str, kind: str, name: str) -> None:
    """Write a new record with every key it needs. Fill in its texts, and it passes `check`. A code is written into its
    rail's file, `new code card-cn/70`; a contact, gate, myth, notice, source or term into its list."""
    day = date.today().isoformat()  # noqa: DTZ011, TID251  # a person asks, on their own day
    loaded, catalog = read_project(root)
    name = name.removeprefix(f"{kind}:")
    if kind != Code.kind and not is_id(name):
        raise CannotDo(
            f"`{name}` is no id: it needs words of small letters a–z and digits, joined by hyphens, e.g. `no-power`"
        )
    if kind == Code.kind:
        file, text, whole = _add_code(loaded, catalog, name, day)
    elif kind in LISTED:
        file, text, whole = _add_entry(loaded, catalog, kind, name, day)
    else:
        folder, model = KINDS[kind]
        file = f"{FOLDER}/{folder}/{name}.yml"
        text = whole = write_record(catalog, model, day, symptom)
        if (root / file).exists():
            raise CannotDo(f"{root / file} is already there")
    _refuse_worse({file: whole}, loaded)
    (root / file).parent.mkdir(exist_ok=True)
    atomic_write(root / file, whole.encode())
    gaps = count_things(text.count(TODO), "gap")
    click.echo(f"{file}: a draft with {gaps} to fill; `counterside check {file}` names them")


def _refuse_worse(texts: Mapping[str, str], loaded: Loaded) -> None:
    """Raise `CannotDo` if the records of some texts would have a problem of form, or an id that cannot be."""
    worse = sorted(set(check_texts(texts, loaded)) - set(check_loaded(loaded)))
    for problem in worse:
        if problem.code < "CS200":
            raise CannotDo(f"nothing was written, because that would be wrong: {problem.headline}")


def _add_entry(loaded: Loaded, catalog: Catalog, kind: str, name: str, day: str) -> tuple[str, str, str]:
    """A new entry at the end of its list: the file's path, the text that is added, and all of it. Raises `CannotDo`."""
    listed, model = LISTED[kind]
    given = {"id": name, "status": "draft", "reviewed": day, "read": day, "ticks": [{}]}
    new = "\n".join([*_add_dash(_write_keys(model, given, catalog.site.codes, first="id")), ""])
    file, schema = f"{FOLDER}/{listed}.yml", f"# yaml-language-server: $schema=schema/{listed}.json"
    before = loaded.sources.get(file, Source(file, schema, data=[]))
    if before.data is None:
        raise CannotDo(f"{file} cannot be read; `counterside check` says why")
    if Link(kind, name) in catalog.broken:  # ids are compared with those of sound records
        raise CannotDo(f"there is already a {kind} `{name}`")
    return file, new, "\n".join([before.text.rstrip("\n"), new])


def _add_code(loaded: Loaded, catalog: Catalog, name: str, day: str) -> tuple[str, str, str]:
    """A new code, named like `card-cn/05`, before the next one of its rail or after the last: the file's path, the text
    that is added, and all of it. It says to look the payment up first, which is always safe. Raises `CannotDo`."""
    rails = {rail.id: rail for rail in catalog.of(Rail)}
    rail, _, code = name.partition("/")
    if rail not in rails or not is_code(code):
        example = next(iter(rails), "rail")
        known = f"rails are the files in {FOLDER}/codes/: {', '.join(rails) or 'none yet'}"
        raise CannotDo(f"`{name}` names no code: write the rail and the characters, e.g. `{example}/05`; {known}")
    given = {
        "code": f'"{code}"',
        "status": "draft",
        "action": CAUTIOUS[0],
        "resolution": catalog.site.code_help.first if catalog.site.code_help else _find_usual_escalation(catalog),
        "reviewed": day,
        "sources": f"[{TODO}]",
    }
    new = "".join(f"  {line}\n" for line in _add_dash(_write_keys(Code, given, catalog.site.codes, first="code")))
    file = rails[rail].place.file
    text = loaded.sources[file].text
    after = next((other for other in rails[rail].codes if other.code > code), None)
    at = loaded.locate(after.place)[0] - 1 if after else find_end(text, ("codes",))
    # Lines go in between the others: a file that was parsed and written again would lose its comments.
    lines = text.splitlines(keepends=True)
    return file, new, "".join([*lines[:at], new, *lines[at:]])


@click.command("font")
@ROOT
@click.argument("language", metavar="LANGUAGE")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def run_font(root: Path, language: str, files: tuple[Path, ...]) -> None:
    """Make the fonts for the sheets of LANGUAGE. They are made from one variable FILE, or from a regular and a bold
    one: `font ja NotoSansJP-Regular.ttf NotoSansJP-Bold.ttf`. What is not of its script is left out."""
    codes = read_project(root)[1].site.codes
    if language not in codes:
        raise CannotDo(f"the site has no language `{language}`, only {', '.join(codes)}")
    for path in fonts.make_font(files, language, root / fonts.FOLDER):
        click.echo(path.relative_to(root).as_posix())


@click.command("rename")
@ROOT
@click.argument("old", metavar="KIND:ID[#STEP]")
@click.argument("new", metavar="NEW_ID")
def run_rename(root: Path, old: str, new: str) -> None:
    """Give a record or a step another id everywhere. Every record and page that names it is changed: `rename
    resolution:a b`. The old id of a step, or of a record with a file of its own, goes into `was:`, so that old links
    and old paper keep working. An entry of a list, such as a gate, a source or a picture, keeps no old id."""
    loaded, catalog = read_project(root)
    link = find_link(old, catalog)
    changed = rename_link(loaded, link, new.removeprefix(f"{link.kind}:"), read_pages(root))
    _refuse_worse({file: text for file, text in changed.items() if file.startswith(FOLDER)}, loaded)
    # What goes is last: it is there under its new name by then.
    for file, text in sorted(changed.items(), key=lambda entry: not entry[1]):
        if text:
            atomic_write(root / file, text.encode())
        else:
            (root / file).unlink()
        click.echo(file if text else f"{file} (moved)")
    click.echo(f"{count_things(sum(map(bool, changed.values())), 'file')} changed.", err=True)


@click.command("who")
@ROOT
@click.argument("target", metavar="KIND:ID[#STEP]")
def run_who(root: Path, target: str) -> None:
    """Show what leads to a record or a step. Each with file, line and key: `who resolution:power-recovery`."""
    loaded, catalog = read_project(root)
    link = find_link(target, catalog)
    uses = list(find_references(catalog, link))
    for use in uses:
        line, column = loaded.locate(use.place)
        click.echo(f"{use.place.file}:{line}:{column}: {use.field}")
    if not uses:
        click.echo(f"nothing leads to {target}", err=True)


# Parts of records whose ids are names that editors chose, and no addresses.
_FREE_IDS = ("ArticleItem", "Phrase", "Unit", "WordSet")


def build_schemas(
    ids: Collection[Link] = (), languages: Collection[str] = (), own: Mapping[str, Label] | None = None
) -> dict[str, str]:
    """File name below `checklists/schema/` → its content, with the languages of a site or of the package, and the words
    of the interface that are its `own`. `ids` are offered where a link to one of them is taken; any other link of the
    right form is taken as well."""
    files: dict[str, Any] = {kind.__name__.lower(): kind for kind in FOLDERS.values()}
    lists = {name: list[kind] for name, kind in LISTS.items()}  # type: ignore[valid-type]
    kinds = {**files, **lists, "site": Site, "wording": Wording, "facts": Facts, "profile": Profile}
    found = {name: TypeAdapter(kind).json_schema() for name, kind in kinds.items()}
    code = found[Rail.kind]["$defs"][Code.__name__]
    for part in (*(found[name] for name in files), code):  # the file's name is the id, and a code's characters are
        del part["properties"]["id"]
        part["required"].remove("id")
    code["properties"]["code"]["type"] = ["string", "integer"]  # `check` reads 05 as it is written
    labels, spoken = package_labels().words, languages or PACKAGE_LANGUAGES
    # A site's own words of the interface: some labels, in some languages, in some plural forms.
    forms = {"type": "object", "additionalProperties": {"type": "string"}}
    words = {"anyOf": [{"type": "string"}, forms]}
    text = {"type": "object", "properties": dict.fromkeys(spoken, words), "additionalProperties": words}
    named = {name: {**text, "description": " · ".join(list_label_words(label))} for name, label in labels.items()}
    page = {"patternProperties": {f"^{PAGE_LABEL}": text}, "additionalProperties": False}
    found["labels"] = {"type": "object", "properties": named, **page}
    refine = partial(_refine_group, labels=own or labels, ids=ids, languages=spoken)
    start = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {
        f"{name}.json": json.dumps({**start, **refined, "title": name}, ensure_ascii=False, indent=2) + "\n"
        for name, refined in json.loads(json.dumps(found), object_hook=refine).items()
    }


def _refine_group(
    part: dict[str, Any], labels: Mapping[str, Label], ids: Collection[Link], languages: Collection[str]
) -> dict[str, Any]:
    """A part of a schema, its own parts refined, as editors write it: no key is empty, a text has each language."""
    _explain_enums(part, labels)
    if part.get("properties", {}).get("id", {}).get("type") == "string" and part.get("title") not in _FREE_IDS:
        part["properties"]["id"]["pattern"] = f"^{nodes.ID}$"
    if part.get("default", 0) in (None, {}) or isinstance(part.get("default"), list):
        del part["default"]  # editors would insert it
    forms = [form for form in part.get("anyOf", ()) if form != {"type": "null"}]
    if len(forms) == 1:
        del part["anyOf"]
        part.update({**forms[0], **part})  # the key's own description goes before its kind's
    if "texts" in part:  # lists of words need not have all languages
        texts = part.pop("texts")
        part["required"] = list(languages) if texts["needed"] else []
        part["properties"] = {**dict.fromkeys(languages, texts["each"]), **part.get("properties", {})}
    kinds = part.pop("kinds", ())
    known = sorted(str(link) for link in ids if link.kind in kinds)
    if known:  # a list to choose from, and the form for what is not written yet
        words = [kind for kind in kinds if kind in nodes.WORDS]
        part["anyOf"] = [{"enum": [*words, *known]}, {"pattern": part.pop("pattern")}]
    return part


def _explain_enums(part: dict[str, Any], labels: Mapping[str, Label]) -> None:
    """Beside every list of words, what each means in every language: the interface's own labels, `area_network`."""
    for name, field in part.get("properties", {}).items():
        for form in (field, *field.get("anyOf", ())):
            texts = [labels.get(f"{name}_{word}") for word in form.get("enum", ())]
            if texts and all(texts):  # explanations belong to the words at the same position
                form["enumDescriptions"] = [" · ".join(sorted(list_label_words(text))) for text in texts if text]


@click.command("schema")
@ROOT
def run_schema(root: Path) -> None:
    """Write the JSON Schemas that editors complete from. They have the ids that there are, and go into
    checklists/schema/."""
    folder = root / FOLDER / "schema"
    _, catalog = read_project(root)
    schemas = build_schemas([record.ref for record in catalog.records], catalog.site.codes, catalog.labels.words)
    for name, content in schemas.items():
        write_if_changed(folder / name, content.encode())
    click.echo(f"{count_things(len(schemas), 'schema')} in {folder}")


# A text of the starter.
_LINES = " *".join(rf"{code}: (?P<{code}>.*)\n" for code in PACKAGE_LANGUAGES)
_TEXT = re.compile(rf"^(?P<margin> *)(?P<dash>(?:- )?){_LINES}", re.MULTILINE)
_STARTER = Path(__file__).parent.with_name("starter")


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="CODE",
    default=PACKAGE_LANGUAGES,
    help="A language of the site, the default first; `--language ms`. Without it: zh and en.",
)
def run_init(folder: Path, languages: tuple[str, ...]) -> None:
    """Write a new project into DIR. It has two checklists of an espresso machine and builds at once: write your own
    over them."""
    names = {code: _name_language(code) for code in languages}
    if folder.is_dir() and any(folder.iterdir()):
        raise CannotDo(f"{folder} is not empty; name a folder that is not there yet")
    new = dict(_list_files(names))
    for name, content in new.items():
        write_if_changed(folder / name, content)
    serve = ("counterside", "serve", "--root", str(folder))
    click.echo(f"{count_things(len(new), 'file')} in {folder}. Next: `{shlex.join(serve)}`")
    for code in [code for code in names if code not in PACKAGE_LANGUAGES]:
        advice = f"`{find_stand_in(code)}` stands in for it; translate {FOLDER}/ and docs/, labels.yml last"
        click.echo(f"{code}: {advice}", err=True)


def _name_language(code: str) -> str:
    """What a language calls itself, by CLDR, or else its tag. Raises `CannotDo` for what is no tag."""
    if re.fullmatch(nodes.LANGUAGE, code) is None:
        form = "two letters, with a script or a region if need be, such as `ms`, `zh-Hant` or `pt-BR`"
        raise CannotDo(f"`{code}` cannot be a language of a site: write {form}")
    name = code
    with suppress(UnknownLocaleError):
        name = Locale.parse(code, sep="-").get_display_name() or code
        name = name[0].upper() + name[1:]
    return name


def _list_files(names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Every file of a new project by its path there."""
    for path in list_files(_STARTER):
        content = (_STARTER / path).read_bytes()
        if path.endswith((".png", ".svg")):
            yield path, content
        elif path.startswith("docs/"):  # a page in the default language has none in its name
            stem, language, _ = path.rsplit(".", 2)
            for place, code in enumerate(names):
                if language == find_stand_in(code):
                    yield f"{stem}.{code}.md" if place else f"{stem}.md", content
        else:
            yield path, _write_text(content.decode(), names).encode()
    missing = [code for code in names if code not in PACKAGE_LANGUAGES]
    if missing:
        yield f"{FOLDER}/labels.yml", _write_labels(missing).encode()
    yield from ((f"{FOLDER}/schema/{name}", schema.encode()) for name, schema in build_schemas(languages=names).items())
    yield ".gitignore", b".cache/\nsite/\ndist/\n"


def _write_text(text: str, names: Mapping[str, str]) -> str:
    """A record or a setting of the starter in the languages asked for."""

    def write_lines(found: re.Match[str]) -> str:
        words = [f"{code}: {found[find_stand_in(code)]}\n" for code in names]
        first = f"{found['margin']}{found['dash']}"
        return first + (" " * len(first)).join(words)

    text = _TEXT.sub(write_lines, text)
    return str(Template(text, trim_blocks=True, keep_trailing_newline=True).render(names=names))


def _write_labels(languages: Collection[str]) -> str:
    """The interface's words for languages that the package does not speak, in those that stand in for them."""
    words = defaultdict[str, dict[str, Any]](dict)
    for (label, text), code in product(package_labels().words.items(), languages):
        given = text[find_stand_in(code)]
        # Words that change with a number are given for each plural form of the language.
        words[label][code] = given if isinstance(given, str) else dict.fromkeys(list_plural_forms(code), given[OTHER])
    lines = yaml.safe_dump(dict(words), allow_unicode=True, width=1000, sort_keys=False)
    return f"# yaml-language-server: $schema=schema/labels.json\n{lines}"
