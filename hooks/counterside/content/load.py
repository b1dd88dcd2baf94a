"""Plain data → `Catalog`. Says what is wrong with the shape of a record; what it means is for the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from counterside.content import form_errors, yaml_reader
from counterside.model import (
    ArticleItem,
    Case,
    Catalog,
    Checklist,
    Code,
    Contact,
    Facts,
    Gate,
    Lexicon,
    Link,
    Myth,
    Node,
    Notice,
    Picture,
    Profile,
    Rail,
    Record,
    Resolution,
    Routine,
    SearchWords,
    Site,
    Source,
    Symptom,
    Term,
    Waiver,
    Wording,
)
from counterside.model.nodes import Use, texts, words
from counterside.text.i18n import Labels, Text
from counterside.text.problems import Check, Judgement, Place, Problem, check, did_you_mean, on_one_line
from counterside.text.svg import MAX_CHARACTERS, Drawing, read_drawing

FOLDER = "checklists"
FOLDERS: dict[str, type[Record]] = {
    "symptoms": Symptom,
    "resolutions": Resolution,
    "routines": Routine,
    "cases": Case,
    "codes": Rail,
}
"""Folders of one record a file; the file's name is the id."""
LISTS: dict[str, type[Node]] = {
    "gates": Gate,
    "notices": Notice,
    "contacts": Contact,
    "glossary": Term,
    "sources": Source,
    "myths": Myth,
    "pictures": Picture,
    "article": ArticleItem,
    "waivers": Waiver,
    "synonyms": SearchWords,
}
"""Files that hold a list of entries."""
DRAWINGS = "pictures"
"""The folder of the drawings that `pictures.yml` and the symptoms' icons name."""
SINGLES = ("site", "labels", "wording", "facts", "profile")
_PAGE_LABEL = "page_"
_NAMED = 3
"""Labels named in a message about many."""
_BOTH = "write two lines below the key, `zh: …` and `en: …`"
_PACKAGE_LABELS = Path(__file__).parent.with_name("labels.yml")

CHECKS: tuple[Check, ...] = (
    check(
        "CS003",
        "unknown-key",
        """Every key, every language and every file is one that the model knows.

        中文：每个键、每种语言、每个文件都是系统认识的。

        A mistyped key is silence: the step loses its text, and the page shows nothing where it should be. So is a
        key that the form chosen cannot use, such as `seen:` beside `choices:`.

        原因：键打错一个字母，不会有任何动静：那一步的文字没了，页面上该有话的地方是空的。选定的写法用不上的键也一样，
        比如 `choices:` 旁边的 `seen:`。

        Bad:
            notseen: resolution:power-recovery

        Good:
            not_seen: resolution:power-recovery
        """,
    ),
    check(
        "CS004",
        "missing-key",
        """Every key that a record needs is there.

        中文：必填的键一个都不能少。

        `checklists/README.md` shows every key of every kind once. A missing answer of a step is CS304.

        原因：每种记录有哪些键，`checklists/README.md` 里各列了一遍。一步缺了回答，归 CS304 管。

        Bad:
            title:
              zh: 不开机
              en: No power

        Good:
            number: 1
            title:
              zh: 不开机
              en: No power
        """,
    ),
    check(
        "CS005",
        "wrong-value",
        """Every value is of the kind its key takes: a number, a date, a word from a list, a text in both languages.

        中文：每个值的类型要对：数字、日期、固定词表里的词，或者两种语言的文字。

        Bad:
            urgency: quick

        Good:
            urgency: now
        """,
    ),
)

N = TypeVar("N", bound=BaseModel)


class MissingFolder(Exception):
    """There is no `checklists/` to read. The message is a sentence for people."""


@dataclass
class Loaded:
    """What reading came to. `catalog` is `None` when the site's own file cannot be used."""

    catalog: Catalog | None
    problems: list[Problem]
    sources: dict[str, yaml_reader.Source]
    places: frozenset[Place] = frozenset()

    @cached_property
    def whole(self) -> Catalog | None:
        """The catalog without the records that lack a key: they are judged, and cannot be shown."""
        if self.catalog is None:
            return None
        return replace(self.catalog, records=tuple(filter(form_errors.is_whole, self.catalog.records)))

    def reported(self, place: Place) -> bool:
        """Whether a problem of form stands at this place or around it: one mistake gives one message."""
        return any(known.covers(place) for known in self.places)

    def locate(self, place: Place) -> tuple[int, int]:
        """Line and column, from 1, of a place in any file that was read."""
        found = self.sources.get(place.file)
        if found is not None:
            return found.locate(place)
        line, column = (*place.keys, 1, 1)[:2]
        return int(line), int(column)

    def problem(self, judgement: Judgement) -> Problem:
        """A judgement as an editor reads it."""
        code, finding = judgement
        return Problem(finding.place.file, *self.locate(finding.place), code, finding.message, finding.fix)


@dataclass
class _Reading:
    """The state of one reading: what was read, what was wrong, and what could not be used."""

    root: Path
    languages: tuple[str, ...] = yaml_reader.LANGUAGES
    sources: dict[str, yaml_reader.Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: set[Link] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)

    def read(self, path: Path) -> yaml_reader.Source:
        file = yaml_reader.name_of(path, self.root)
        found = yaml_reader.read(path, file, self.languages)
        self.sources[file] = found
        self.problems += found.problems
        return found

    def report(self, code: str, place: Place, message: str, fix: str) -> None:
        self.places.add(place)
        self.problems.append(self.sources[place.file].problem(code, place, message, fix))


def load_catalog(root: Path) -> Loaded:
    """Everything under `root/checklists/`, with every problem of form. Raises `MissingFolder`."""
    folder = root / FOLDER
    if not folder.is_dir():
        raise MissingFolder(f"there is no folder `{FOLDER}` in {root}")
    reading = _Reading(root)
    site = _site(reading, folder)
    if site is not None:
        reading.languages = site.codes
    catalog = _around(reading, folder, site)
    kinds = [(name, kind) for name, kind in FOLDERS.items() if kind is not Rail]
    records = [made for name, kind in kinds for path in _files(folder / name) for made in _of_file(reading, path, kind)]
    if catalog is not None:
        _unknown_languages(reading, records)
    if catalog is not None:
        catalog = catalog.with_records(records, reading.broken, is_whole=not reading.problems)
    return Loaded(catalog, reading.problems, reading.sources, frozenset(reading.places))


def _around(reading: _Reading, folder: Path, site: Site | None) -> Catalog | None:
    """A catalog of everything that has no file of its own, the rails with their codes, and the words of the trade; all
    of it is read even if there can be none."""
    labels = _labels(reading, folder)
    if site is not None:
        _unsaid(reading, labels, site.codes)
    rails = [rail for path in _files(folder / "codes") for rail in _of_file(reading, path, Rail)]
    records = (
        *rails,
        *(code for rail in rails for code in rail.codes),
        *(
            entry
            for name, kind in LISTS.items()
            if issubclass(kind, Record)
            for entry in _entries(reading, folder, name, kind)
        ),
    )
    article = tuple(_entries(reading, folder, "article", ArticleItem))
    waivers = tuple(_entries(reading, folder, "waivers", Waiver))
    synonyms = tuple(_entries(reading, folder, "synonyms", SearchWords))
    wording = _wording(reading, folder)
    profile = _single(reading, folder / "profile.yml", Profile)
    facts = _facts(reading, folder)
    _strangers(reading, folder)
    if site is None:
        return None
    catalog = Catalog(
        site=site,
        labels=labels,
        records=records,
        article=article,
        waivers=waivers,
        prose=_prose(reading.root),
        broken=frozenset(),
        synonyms=synonyms,
        wording=wording,
        facts=facts,
        profile=profile,
        drawings=_drawings(folder / DRAWINGS),
    )
    if _faulty(reading, catalog.lexicon):
        catalog = replace(catalog, wording=Wording())
    _unknown_languages(reading, (*catalog.written, *catalog.synonyms, catalog.wording))
    return catalog


def package_labels() -> Labels:
    """The interface's words as this package brings them."""
    return Labels(yaml_reader.read(_PACKAGE_LABELS, "labels.yml").data)


def _site(reading: _Reading, folder: Path) -> Site | None:
    path = folder / "site.yml"
    if not path.is_file():
        file = f"{FOLDER}/site.yml"
        fix = "write it; `checklists/README.md` shows every key"
        reading.problems.append(
            Problem(file, 1, 1, "CS001", "is missing: a site needs its name, languages and triage", fix)
        )
        return None
    found = reading.read(path)
    site = _build(reading, Site, found.data, Place(found.file)) if found.data is not None else None
    if site is not None:
        site.settle(Place(found.file))
    return site


def _labels(reading: _Reading, folder: Path) -> Labels:
    """The package's words, and those that a site adds or changes in `checklists/labels.yml`."""
    words: dict[str, Mapping[str, str]] = dict(package_labels().words)
    path = folder / "labels.yml"
    if path.is_file():
        found = reading.read(path)
        if isinstance(found.data, dict):
            added = {label: text for label, text in found.data.items() if _is_label(reading, words, found, label)}
            words |= {label: {**words.get(label, {}), **text} for label, text in added.items()}
        elif found.data is not None:
            fix = "write each label with its words below it, `yes:` and then `zh: …` and `en: …`"
            reading.report("CS005", Place(found.file), "is not a group of labels", fix)
    return Labels(words)


def _is_label(reading: _Reading, known: Mapping[str, Text], found: yaml_reader.Source, label: str) -> bool:
    """Whether a label of a site's own can be used. It names a page of the site, or says a known label differently."""
    place, text = Place(found.file, (label,)), found.data[label]
    if label not in known and not label.startswith(_PAGE_LABEL):
        message = f"there is no label `{label}`{did_you_mean(label, known)}"
        reading.report("CS003", place, message, f"correct it; names of pages begin with `{_PAGE_LABEL}`")
        return False
    if not isinstance(text, dict) or not all(isinstance(words, str) for words in text.values()):
        reading.report("CS005", place, f"`{label}` is not a text in each language", _BOTH)
        return False
    blanks = _blanks(known.get(label, {}))
    if not _blanks(text) <= blanks:
        fix = f"what may be filled in: {', '.join(f'`{{{name}}}`' for name in sorted(blanks)) or 'nothing'}"
        reading.report("CS005", place, f"`{label}` has a blank that nothing fills in", fix)
        return False
    return True


def _unsaid(reading: _Reading, labels: Labels, languages: tuple[str, ...]) -> None:
    """Words of the interface that a language of the site lacks: a label that the site itself writes at its place,
    those of the package in one message a language."""
    file = f"{FOLDER}/labels.yml"
    found = reading.sources.get(file)
    own = found.data if found is not None and isinstance(found.data, dict) else {}
    missing: dict[str, list[str]] = {}
    for label, language in labels.holes(languages):
        if found is not None and label in own:
            fix = f"add the line `{language}: …`"
            reading.report("CS401", Place(file, (label,)), f"label `{label}` has no `{language}`", fix)
        else:
            missing.setdefault(language, []).append(label)
    for language, names in missing.items():
        named = ", ".join(f"`{name}`" for name in names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
        message = f"{len(names)} labels of the interface have no `{language}`: {named}"
        fix = f"write them as `{names[0]}:` with `{language}: …` below; all stand in hooks/counterside/labels.yml"
        reading.problems.append(Problem(file, 1, 1, "CS401", message, fix))


def _blanks(text: Text) -> set[str]:
    """What is filled in where `{name}` stands; a brace alone counts as a blank without a name."""
    return {name for words in text.values() for name in re.findall(r"\{(\w+)\}|[{}]", words)}


def _single(reading: _Reading, path: Path, kind: type[N]) -> N | None:
    """The one record of a file that may be missing."""
    found = reading.read(path) if path.is_file() else None
    if found is None or found.data is None:
        return None
    record = _build(reading, kind, found.data, Place(found.file))
    if isinstance(record, Node):
        record.settle(Place(found.file))
    return record


def _wording(reading: _Reading, folder: Path) -> Wording:
    """The lexicon of the wording rules; none where there is no file, or none that can be used."""
    path = folder / "wording.yml"
    if not path.is_file():
        return Wording()
    found = reading.read(path)
    place = Place(found.file)
    wording = _build(reading, Wording, found.data, place) if found.data is not None else None
    if wording is None:
        return Wording()
    wording.settle(place)
    return wording


def _facts(reading: _Reading, folder: Path) -> Facts:
    """The facts of the trade; none where there is no file, or none that can be used."""
    path = folder / "facts.yml"
    facts = _single(reading, path, Facts)
    if facts is None and path.is_file():
        reading.broken.add(Link("facts"))
    return facts or Facts()


def _faulty(reading: _Reading, lexicon: Lexicon) -> bool:
    """Whether the lexicon has something that cannot be used; each is reported."""
    faults = list(lexicon.faults())
    for fault in faults:
        place = Place(f"{FOLDER}/wording.yml", fault.keys)
        reading.report("CS005", place, fault.why, "correct it; a pattern is safest in single quotes")
    return bool(faults)


def _prose(root: Path) -> frozenset[str]:
    """The names of hand-written pages, as `page:` links use them: `about`, `contribute/add-a-step`."""
    docs = root / "docs"
    pages = (path.relative_to(docs).with_suffix("").as_posix() for path in docs.rglob("*.md"))
    return frozenset(name.removesuffix("/index") for name in pages if "." not in name)


def _drawings(folder: Path) -> dict[str, Drawing]:
    """The line drawings of a folder, by the names of their files. A file is never read further than a drawing may
    go."""
    found = {}
    for path in _by_name(folder.glob("*.svg")):
        if path.name.isprintable():
            with path.open("rb") as file:
                found[path.name] = read_drawing(file.read(MAX_CHARACTERS + 1).decode("utf-8", errors="replace"))
    return found


def _files(folder: Path) -> list[Path]:
    """The files of one record each, by name. One whose name no message could tell is a stranger."""
    return [path for path in _by_name(folder.glob("*.yml")) if path.name.isprintable()]


def _by_name(paths: Iterable[Path]) -> list[Path]:
    """The files of one folder in order; comparing whole paths takes longer than looking for them."""
    return sorted(paths, key=lambda path: path.name)


def _of_file(reading: _Reading, path: Path, kind: type[N]) -> Iterator[N]:
    """The record of one file, or none."""
    found = reading.read(path)
    record = _record(reading, kind, found, path.stem) if found.data is not None else None
    if record is not None:
        yield record
        return
    reading.broken.add(Link(_kind(kind), path.stem))
    if kind is Rail:
        reading.broken.add(Link(Code.kind))


def _record(reading: _Reading, kind: type[N], found: yaml_reader.Source, name: str) -> N | None:
    place = Place(found.file)
    data = found.take()
    if isinstance(data, dict) and "id" in data:
        reading.report("CS003", place.at("id"), "unknown key `id`: the file's name is the id", "delete the line")
        data.pop("id")
    if isinstance(data, dict):
        data["id"] = name
        if kind is Rail:
            _name_codes(data, name)
    record = _build(reading, kind, data, place, may_lack=True)
    if isinstance(record, Node):
        record.settle(place)
    if isinstance(record, Checklist):
        _report_unused_keys(reading, record)
    return record


def _report_unused_keys(reading: _Reading, checklist: Checklist) -> None:
    """Keys of a yes-or-no question beside `choices`: nothing shows them, and nothing follows them."""
    for step in checklist.steps:
        for key in step.unused_keys:
            message = f"`{key}` is not used beside `choices`"
            reading.report("CS003", step.place.at(key), message, "make it one of the choices, or delete it")


def _name_codes(data: dict[str, Any], rail: str) -> None:
    """Codes are named by their rail and their characters: `card-cn/05`."""
    codes = data.get("codes")
    for code in codes if isinstance(codes, list) else ():
        if isinstance(code, dict):
            code["id"] = f"{rail}/{code.get('code', '')}"


def _entries(reading: _Reading, folder: Path, name: str, kind: type[N]) -> Iterator[N]:
    """The entries of a list file; a missing file is an empty list."""
    path = folder / f"{name}.yml"
    if not path.is_file():
        return
    found = reading.sources.get(yaml_reader.name_of(path, reading.root)) or reading.read(path)
    place = Place(found.file)
    if not isinstance(found.data, list):
        reading.broken.add(Link(_kind(kind)))  # no id: nobody knows which entries it holds
        if found.data is not None:
            reading.report("CS005", place, "is not a list of entries", "begin each entry with `- id: …`")
        return
    yield from _listed(reading, found.data, kind, place)


def _listed(reading: _Reading, entries: list[Any], kind: type[N], place: Place) -> Iterator[N]:
    before = len(reading.problems)
    for index, data in enumerate(entries):
        if len(reading.problems) - before > yaml_reader.MAX_PROBLEMS:
            reading.broken.add(Link(_kind(kind)))
            return  # enough to mend at a time
        entry = _build(reading, kind, data, place.at(index))
        if isinstance(entry, Node):
            entry.settle(place.at(index))
        if entry is not None:
            yield entry
        elif isinstance(data, dict):
            reading.broken.add(Link(_kind(kind), str(data.get("id", ""))))


def _kind(kind: type[BaseModel]) -> str:
    return str(getattr(kind, "kind", kind.__name__.lower()))


def _strangers_among_drawings(reading: _Reading, folder: Path) -> None:
    for path in _by_name(folder.iterdir()) if folder.is_dir() else ():
        if not (path.is_file() and path.suffix == ".svg" and path.name.isprintable()):
            _stranger(reading, path, "drawings are files named `<name>.svg`")


def _strangers(reading: _Reading, folder: Path) -> None:
    """Files that nothing reads: silence would make an editor believe that they count."""
    _strangers_among_drawings(reading, folder / DRAWINGS)
    known = {*LISTS, *SINGLES}
    for path in _by_name(folder.iterdir()):
        if path.name in FOLDERS and path.is_dir():
            for inner in _by_name(path.iterdir()):
                if not inner.name.isprintable():
                    _stranger(reading, inner, "small letters a–z, digits and hyphens make a name")
                elif inner.suffix != ".yml" and not inner.name.startswith("."):
                    _stranger(reading, inner, "one record a file, named `<id>.yml`")
        elif path.suffix in (".yml", ".yaml") and (path.suffix == ".yaml" or path.stem not in known):
            _stranger(reading, path, "see `checklists/README.md`" + did_you_mean(path.stem, known))
        elif path.is_dir() and path.name not in (*FOLDERS, DRAWINGS, "schema"):
            _stranger(reading, path, "see `checklists/README.md`" + did_you_mean(path.name, FOLDERS))


def _stranger(reading: _Reading, path: Path, fix: str) -> None:
    file = on_one_line(yaml_reader.name_of(path, reading.root))
    reading.problems.append(Problem(file, 1, 1, "CS003", "is read by nothing", f"rename or remove it: {fix}"))


def _unknown_languages(reading: _Reading, nodes: Iterable[Node]) -> None:
    known = reading.languages
    for node in nodes:
        uses: tuple[Use[Any], ...] = (*texts(node), *words(node))
        for use in uses:
            for language in use.text.keys() - known:
                message = f"unknown language `{language}`{did_you_mean(language, known)}"
                fix = f"the site's languages are {', '.join(known)} (`languages:` in checklists/site.yml)"
                reading.report("CS003", use.place.at(language), message, fix)


def _build(reading: _Reading, kind: type[N], data: Any, place: Place, may_lack: bool = False) -> N | None:
    """`data` as a `kind`, or `None`. Every error is reported; what can be mended is mended in the data, so that the
    rules still judge the rest of a record and an editor sees everything at once. What `may_lack` keys of its own comes
    without those that cannot be mended."""
    if any(problem.code == "CS007" for problem in reading.sources[place.file].problems):
        reading.places.update(_unwritten(data, place))  # told of already, so nobody else needs to
    built, found = _tried(kind, data)
    told = found[: yaml_reader.MAX_PROBLEMS]
    misspelled = [
        (error, meant) for error in told if (meant := form_errors.renamed(kind, data, error))
    ]  # each is tried
    if misspelled:
        _complain(reading, kind, [error for error, _ in misspelled], place)
        for error, meant in misspelled:
            written = reading.sources[place.file].misspelled
            written[place.at(*meant).keys] = place.at(*form_errors.keys_of(error)).keys
        built, found = _tried(kind, data)
        for _, meant in misspelled:
            if any(form_errors.keys_of(error)[: len(meant)] == meant for error in found):
                form_errors.dropped(data, meant)  # it was meant to be something else
                built, found = _tried(kind, data)
    if not found:
        return built
    _complain(reading, kind, found, place)
    stubborn = [error for error in found if not form_errors.mended(kind, data, error)]
    loose = form_errors.loosened(kind, data, stubborn) if may_lack else kind
    return _tried(loose, data)[0] if loose is not None else None


def _tried(kind: type[N], data: Any) -> tuple[N | None, list[ErrorDetails]]:
    """`data` as a `kind`, or what is wrong with it."""
    try:
        return kind.model_validate(data), []
    except ValidationError as failure:
        return None, failure.errors()


def _complain(reading: _Reading, kind: type[N], found: list[ErrorDetails], place: Place) -> None:
    for error in found[: yaml_reader.MAX_PROBLEMS]:
        code, where, message, fix = form_errors.explained(kind, error, place, _kind(kind))
        if code != "CS005" or where not in reading.places:
            reading.report(code, where, message, fix)


def _unwritten(data: Any, place: Place) -> Iterator[Place]:
    """The places of values that are still to be written."""
    if isinstance(data, (dict, list)):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _unwritten(value, place.at(key))
    elif yaml_reader.is_unwritten(data):
        yield place
