"""`counterside init DIR`: a small project of another trade that builds at once, to be written over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click
import yaml

from counterside.cli.common import CannotRun, count_things
from counterside.content.load import FOLDER, FOLDERS, package_labels
from counterside.content.schema import build_schemas
from counterside.text.i18n import OTHER, list_plural_forms

_NAMES = {"zh": "中文", "en": "English"}
"""The languages that the starter is written in; any other holds English until somebody translates it."""
_TEXT = re.compile(r"^(?P<margin> *)(?P<dash>(?:- )?)zh: (?P<zh>.*)\n *en: (?P<en>.*)\n", re.MULTILINE)
_SITE_LANGUAGE = "  - code: zh\n    name: 中文\n"
_PROSE_LANGUAGE = "        - locale: zh\n          name: 中文\n          default: true\n          build: true\n"
_KINDS = {folder: kind.__name__.lower() for folder, kind in FOLDERS.items()}
_BINARY = (".png", ".svg")


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
    names = dict(_read_language(each) for each in languages) or dict(_NAMES)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotRun(f"{folder} is not empty; name a folder that is not there yet")
    written = dict(_list_files(names))
    for name, content in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    click.echo(f"{count_things(len(written), 'file')} in {folder}. Next: `counterside serve --root {folder}`")
    for code in names.keys() - _NAMES:
        click.echo(f"{code}: English stands in for it; translate {FOLDER}/ and docs/, labels.yml last", err=True)


def _read_language(written: str) -> tuple[str, str]:
    code, _, name = written.partition("=")
    return code, name or _NAMES.get(code, code)


def _list_files(names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Every file of a new project by its path there."""
    for path, source in _walk(files("counterside").joinpath("starter"), ""):
        if path.endswith(_BINARY):
            yield path, source.read_bytes()
        elif path.endswith(".md"):
            yield from _write_page(path, source.read_text("utf-8"), names)
        elif path != f"{FOLDER}/labels.yml":
            yield path, _write_text(path, source.read_text("utf-8"), names).encode()
    labels = files("counterside").joinpath("starter", FOLDER, "labels.yml").read_text("utf-8")
    yield f"{FOLDER}/labels.yml", (_write_text("", labels, names) + _write_labels(names, labels)).encode()
    yield from ((f"{FOLDER}/schema/{name}", schema.encode()) for name, schema in build_schemas(languages=names).items())
    yield ".gitignore", b".cache/\nsite/\n"


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for inner in sorted(folder.iterdir(), key=lambda each: each.name):
        if inner.is_dir():
            yield from _walk(inner, f"{prefix}{inner.name}/")
        else:
            yield prefix + inner.name, inner


def _write_page(path: str, text: str, names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """A page of prose in the languages asked for; the default one has none in its name."""
    stem, language, _ = path.rsplit(".", 2)
    default = next(iter(names))
    for code in names:
        if code == language or (code not in _NAMES and language == "en"):
            yield f"{stem}.md" if code == default else f"{stem}.{code}.md", text.encode()


def _write_text(path: str, text: str, names: Mapping[str, str]) -> str:
    """A record or a setting in the languages asked for, with the schema that editors complete it from."""
    text = _TEXT.sub(lambda found: _write_lines(found, names), text)
    text = text.replace(_SITE_LANGUAGE, "".join(f"  - code: {code}\n    name: {names[code]}\n" for code in names))
    prose = (
        f"        - locale: {code}\n          name: {names[code]}\n          build: true\n"
        + ("          default: true\n" if code == next(iter(names)) else "")
        for code in names
    )
    text = text.replace(_PROSE_LANGUAGE, "".join(prose))
    folder, _, name = path.removeprefix(f"{FOLDER}/").rpartition("/")
    if not path.startswith(FOLDER):
        return text
    kind = _KINDS.get(folder, name.removesuffix(".yml"))
    return f"# yaml-language-server: $schema={'../' if folder else ''}schema/{kind}.json\n{text}"


def _write_lines(found: re.Match[str], names: Mapping[str, str]) -> str:
    """A text with one line for each language."""
    words = [f"{code}: {found['zh'] if code == 'zh' else found['en']}\n" for code in names]
    first = f"{found['margin']}{found['dash']}"
    return first + (" " * len(first)).join(words)


def _fit_forms(words: str | Mapping[str, str], language: str) -> str | dict[str, str]:
    """Words that stand in for those of a language, in each plural form that it has."""
    return words if isinstance(words, str) else dict.fromkeys(list_plural_forms(language), words[OTHER])


def _write_labels(names: Mapping[str, str], own: str) -> str:
    """The interface's words for languages that the package does not speak, in English."""
    missing = [code for code in names if code not in _NAMES]
    words = {
        label: {code: _fit_forms(text["en"], code) for code in missing}
        for label, text in package_labels().words.items()
        if not re.search(rf"^{label}:", own, re.MULTILINE)
    }
    return yaml.safe_dump(words, allow_unicode=True, width=1000, sort_keys=False) if missing else ""
