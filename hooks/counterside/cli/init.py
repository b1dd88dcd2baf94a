"""What sets up a project: `counterside init DIR` writes one that builds, `schema` what editors complete from."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import yaml
from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, TypeAdapter

from counterside.cli.common import ROOT, count_things
from counterside.content.load import FOLDER, FOLDERS, LISTS, PAGE_LABEL, load_catalog, package_labels
from counterside.model.lexicon import Wording
from counterside.model.nodes import ID, LANGUAGE, WORDS, Link
from counterside.model.parts import Facts
from counterside.model.records import Record
from counterside.model.site import Profile, Site
from counterside.text.files import list_files, write_if_changed
from counterside.text.i18n import OTHER, PACKAGE_LANGUAGES, Label, find_stand_in, list_label_words, list_plural_forms
from counterside.text.problems import CannotDo

# Parts of records whose ids are names that editors chose, and no addresses.
_FREE_IDS = ("ArticleItem", "Phrase", "Unit", "WordSet")


# ── JSON Schema ──


def build_schemas(ids: Collection[Link] = (), languages: Collection[str] = ()) -> dict[str, str]:
    """File name below `checklists/schema/` → its content, with the languages of a site or of the package. `ids` are
    offered where a link to one of them is taken; any other link of the right form is taken as well."""
    kinds = {kind.__name__.lower(): _describe_file(kind) for kind in FOLDERS.values()}
    lists = {name: _add_title(TypeAdapter(list[kind]).json_schema(), name) for name, kind in LISTS.items()}  # type: ignore[valid-type]
    singles: dict[str, type[BaseModel]] = {"site": Site, "wording": Wording, "facts": Facts, "profile": Profile}
    found = {**kinds, **lists, **{name: _add_title(kind.model_json_schema(), name) for name, kind in singles.items()}}
    labels = package_labels().words
    spoken = languages or PACKAGE_LANGUAGES
    found["labels"] = _describe_labels(labels, spoken)
    for part in _list_groups(list(found.values())):
        _explain_enums(part, labels)
        if part.get("properties", {}).get("id", {}).get("type") == "string" and part.get("title") not in _FREE_IDS:
            part["properties"]["id"]["pattern"] = f"^{ID}$"
        _drop_nulls(part)
        if "texts" in part:  # a key for each language; lists of words need not have them all
            texts = part.pop("texts")
            part["required"] = list(spoken) if texts["needed"] else []
            part["properties"] = {**dict.fromkeys(spoken, texts["each"]), **part.get("properties", {})}
        if "kinds" in part:
            _offer_ids(part, ids)
    return {f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in found.items()}


def _describe_file(kind: type[BaseModel]) -> dict[str, Any]:
    """The schema of a record that is a file of its own: its id is the file's name, so it has no `id:`."""
    schema = _add_title(kind.model_json_schema(), kind.__name__.lower())
    schema["properties"].pop("id", None)
    schema["required"].remove("id")
    # Codes inside a rail are named by their characters, so they have no id either.
    for part in schema.get("$defs", {}).values():
        if "code" in part.get("properties", {}) and issubclass(kind, Record):
            part["properties"].pop("id", None)
            part["required"] = [name for name in part["required"] if name != "id"]
            part["properties"]["code"]["type"] = ["string", "integer"]  # `check` reads 05 as it is written
    return schema


def _describe_labels(labels: Mapping[str, Label], languages: Collection[str]) -> dict[str, Any]:
    """The schema of a site's own words of the interface: some labels, in some languages, in some plural forms."""
    forms = {"type": "object", "additionalProperties": {"type": "string"}}
    words = {"anyOf": [{"type": "string"}, forms]}
    text = {"type": "object", "properties": dict.fromkeys(languages, words), "additionalProperties": words}
    page = {f"^{PAGE_LABEL}": text}
    named = {name: {**text, "description": " · ".join(list_label_words(label))} for name, label in labels.items()}
    known = {"type": "object", "properties": named, "patternProperties": page}
    return _add_title({**known, "additionalProperties": False}, "labels")


def _add_title(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": name}


def _list_groups(part: Any) -> Iterator[dict[str, Any]]:
    """Every group of keys inside a part of a schema, itself included, from the outside in."""
    if isinstance(part, dict):
        yield part
    for inner in list(part.values()) if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _list_groups(inner)


def _drop_nulls(part: dict[str, Any]) -> None:
    """Take out defaults of nothing, which editors would insert, and `null` beside a value: no key is written empty."""
    if part.get("default", 0) in (None, [], {}) or isinstance(part.get("default"), list):
        del part["default"]
    forms = [form for form in part.get("anyOf", ()) if form != {"type": "null"}]
    if len(forms) == 1:
        del part["anyOf"]
        part.update({**forms[0], **part})  # the key's own description goes before its kind's


def _offer_ids(part: dict[str, Any], ids: Collection[Link]) -> None:
    """Beside the form of a link, the links that there are."""
    known = sorted(str(link) for link in ids if link.kind in part["kinds"])
    words = [kind for kind in part.pop("kinds") if kind in WORDS]
    if known:
        # A list to choose from, and the form for what is not written yet.
        part["anyOf"] = [{"enum": [*words, *known]}, {"pattern": part.pop("pattern")}]


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


# A text of the starter, and the lists of its languages.
_LINES = " *".join(rf"{code}: (?P<{code}>.*)\n" for code in PACKAGE_LANGUAGES)
_TEXT = re.compile(rf"^(?P<margin> *)(?P<dash>(?:- )?){_LINES}", re.MULTILINE)
_SITE_LANGUAGES = re.compile(r"(?:  - code: .*\n    name: .*\n)+")
_PROSE_LANGUAGES = re.compile(r"(?:        - locale: .*\n(?:          .*\n)+)+")
_KINDS = {folder: kind.__name__.lower() for folder, kind in FOLDERS.items()}
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
    written = (each.partition("=") for each in languages or PACKAGE_LANGUAGES)
    names = {code: name or _name_language(code) for code, _, name in written}
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotDo(f"{folder} is not empty; name a folder that is not there yet")
    new = dict(_list_files(names))
    for name, content in new.items():
        write_if_changed(folder / name, content)
    click.echo(f"{count_things(len(new), 'file')} in {folder}. Next: `counterside serve --root {folder}`")
    for code in _list_missing(names):
        told = f"`{find_stand_in(code)}` stands in for it; translate {FOLDER}/ and docs/, labels.yml last"
        click.echo(f"{code}: {told}", err=True)


def _list_missing(names: Iterable[str]) -> list[str]:
    """The languages that the package does not speak."""
    return [code for code in names if code not in PACKAGE_LANGUAGES]


def _name_language(code: str) -> str:
    """What a language calls itself, by CLDR. Raises `CannotDo` for what is no tag of a language."""
    if re.fullmatch(LANGUAGE, code) is None:
        raise CannotDo(f"`{code}` is no language tag, such as `ms`, `zh-Hant` or `pt-BR`")
    with suppress(UnknownLocaleError):
        name = Locale.parse(code, sep="-").get_display_name() or code
        return name[0].upper() + name[1:]
    return code


def _list_files(names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Every file of a new project by its path there."""
    for path in list_files(_STARTER):
        if path.endswith((".png", ".svg")):
            yield path, (_STARTER / path).read_bytes()
        elif path.endswith(".md"):
            yield from _write_page(path, (_STARTER / path).read_text("utf-8"), names)
        else:
            yield path, _write_text(path, (_STARTER / path).read_text("utf-8"), names).encode()
    if _list_missing(names):
        yield f"{FOLDER}/labels.yml", _write_labels(names).encode()
    yield from ((f"{FOLDER}/schema/{name}", schema.encode()) for name, schema in build_schemas(languages=names).items())
    yield ".gitignore", b".cache/\nsite/\n"


def _write_page(path: str, text: str, names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """A page of prose in the languages asked for; the default one has none in its name."""
    stem, language, _ = path.rsplit(".", 2)
    default = next(iter(names))
    for code in names:
        if language == find_stand_in(code):
            yield f"{stem}.md" if code == default else f"{stem}.{code}.md", text.encode()


def _write_text(path: str, text: str, names: Mapping[str, str]) -> str:
    """A record or a setting in the languages asked for, with the schema that editors complete it from."""

    def write_lines(found: re.Match[str]) -> str:
        words = [f"{code}: {found[find_stand_in(code)]}\n" for code in names]
        first = f"{found['margin']}{found['dash']}"
        return first + (" " * len(first)).join(words)

    text = _TEXT.sub(write_lines, text)
    text = _SITE_LANGUAGES.sub("".join(f"  - code: {code}\n    name: {names[code]}\n" for code in names), text)
    prose = "".join(
        f"        - locale: {code}\n          name: {names[code]}\n          build: true\n"
        + ("          default: true\n" if code == next(iter(names)) else "")
        for code in names
    )
    text = _PROSE_LANGUAGES.sub(prose, text)
    folder, _, name = path.removeprefix(f"{FOLDER}/").rpartition("/")
    if not path.startswith(FOLDER):
        return text
    kind = _KINDS.get(folder, name.removesuffix(".yml"))
    return f"# yaml-language-server: $schema={'../' if folder else ''}schema/{kind}.json\n{text}"


def _write_labels(names: Mapping[str, str]) -> str:
    """The interface's words for languages that the package does not speak, in those that stand in for them."""

    def inflect(given: str | Mapping[str, str], code: str) -> str | dict[str, str]:
        # Words that change with a number are given for each plural form of the language.
        return given if isinstance(given, str) else dict.fromkeys(list_plural_forms(code), given[OTHER])

    words = {
        label: {code: inflect(text[find_stand_in(code)], code) for code in _list_missing(names)}
        for label, text in package_labels().words.items()
    }
    lines = yaml.safe_dump(words, allow_unicode=True, width=1000, sort_keys=False)
    return f"# yaml-language-server: $schema=schema/labels.json\n{lines}"
