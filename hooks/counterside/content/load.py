"""Plain data → `Catalog`. Reports what is wrong with the form of a record; what it means is for the rules.

A record with a problem of form is left out, and its link is in `Catalog.broken`: it is checked once its form is right.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from counterside.content import form_errors, yaml_reader
from counterside.content.fonts import read_fonts
from counterside.content.prose import list_pages
from counterside.content.yaml_reader import Refused, Source
from counterside.model import records as kinds
from counterside.model.catalog import Catalog
from counterside.model.lexicon import Wording, find_faults
from counterside.model.nodes import Link, Node, Use
from counterside.model.records import Checklist, Code, Rail, Record, Step
from counterside.model.site import ArticleItem, Facts, Profile, SearchWords, Site, Waiver
from counterside.text.i18n import PACKAGE_LANGUAGES, Label, Labels, find_blanks, list_plural_forms
from counterside.text.problems import CannotDo, Place, Problem, count_things, did_you_mean, join_lines
from counterside.text.svg import MAX_CHARACTERS, Drawing

FOLDER = "checklists"
# Folders of one record a file; the file's name is the id.
FOLDERS: dict[str, type[Record]] = {
    "symptoms": kinds.Symptom,
    "resolutions": kinds.Resolution,
    "routines": kinds.Routine,
    "cases": kinds.Case,
    "codes": Rail,
}
LISTS: dict[str, type[Node]] = {
    "gates": kinds.Gate,
    "notices": kinds.Notice,
    "contacts": kinds.Contact,
    "glossary": kinds.Term,
    "sources": kinds.Source,
    "myths": kinds.Myth,
    "pictures": kinds.Picture,
    "article": ArticleItem,
    "waivers": Waiver,
    "synonyms": SearchWords,
}
# The folder of the drawings that `pictures.yml` and the symptoms' icons name.
DRAWINGS = "pictures"
SINGLES = ("site", "labels", "wording", "facts", "profile")
# A line of the learnt weights: a list, how much, and the words that say so much for it: `printer +2 smudge,faint`.
_WEIGHTS = re.compile(r"([a-z0-9-]+) ([+-]\d+) ([^|~]+)")
PAGE_LABEL = "page_"
# Labels named in a message about many.
_NAMED = 3
LABELS = f"{FOLDER}/labels.yml"
PACKAGE_LABELS = "hooks/counterside/labels.yml"

N = TypeVar("N", bound=Node)


@dataclass
class Loaded:
    """One reading: what was read, what was wrong, and what could not be used.

    `catalog` is `None` if the site's own file cannot be used. `files` are the paths, the texts or what was read of
    them, by their names below the root, and `others` what the catalog holds besides records."""

    catalog: Catalog | None = None
    files: Mapping[str, Path | str | Source] = field(default_factory=dict)
    others: Mapping[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = PACKAGE_LANGUAGES
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    broken: set[Link] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)

    def is_reported(self, place: Place) -> bool:
        """Whether a problem of form was reported at this place or around it, or that it is still to be written: one
        mistake gives one message."""
        gaps = {each.line for each in (*self.problems, *self.notes) if (each.path, each.code) == (place.file, "CS007")}
        return any(each.covers(place) for each in self.places) or bool(gaps and self.locate(place)[0] in gaps)

    def locate(self, place: Place) -> tuple[int, int]:
        """Line and column, from 1, of a place in any file that was read."""
        found = package_source() if place.file == PACKAGE_LABELS else self.sources.get(place.file)
        if found is not None:
            return found.locate(place)
        line, column = (*place.keys, 1, 1)[:2]
        return int(line), int(column)

    def locate_problem(self, problem: Problem) -> Problem:
        """A problem with its line and column. Its place is the file alone from then on, so that a mistake that shows
        at two parts of one line is reported once."""
        line, column = self.locate(problem.place)
        return replace(problem, place=Place(problem.path), line=line, column=column)

    def load(self) -> None:
        """Read every file, and set `catalog`."""
        site = self.load_single("site", Site)
        # First, because it has the languages in which every other file is read.
        place = Place(f"{FOLDER}/site.yml")
        if place.file not in self.files:
            message = "is missing: a site needs its name, languages and triage"
            self.report("CS001", place, message, "write it; `checklists/README.md` shows every key")
        labels = self.load_labels(site.codes if site else ())
        lists: dict[str, Any] = {name: tuple(self.load_entries(name, kind)) for name, kind in LISTS.items()}
        kinds_by_path = {f"{FOLDER}/{folder}": kind for folder, kind in FOLDERS.items()}
        paths = [(file, path) for path in kinds_by_path for file in self.files if file.rpartition("/")[0] == path]
        records = list(filter(None, (self.load_record(file, kinds_by_path[path]) for file, path in paths)))
        # Codes are records of their own as well: links lead to them, and rules look at each.
        records += [code for rail in records if isinstance(rail, Rail) for code in rail.codes]
        records += [entry for name, kind in LISTS.items() if issubclass(kind, Record) for entry in lists.pop(name)]
        lists["wording"] = self.load_single("wording", Wording) or Wording()
        lists["facts"] = self.load_single("facts", Facts) or Facts()
        lists["profile"] = self.load_single("profile", Profile)
        if site is not None:
            catalog = Catalog(site, labels, tuple(records), broken=frozenset(self.broken), **lists, **self.others)
            self.report_unknown_languages((*catalog.written, *catalog.synonyms, catalog.wording))
            faults, file = list(find_faults(catalog.wording)), f"{FOLDER}/wording.yml"
            # A set without words in a language may have them in one that is misspelled.
            is_misspelled = any((each.path, each.code) == (file, "CS003") for each in self.problems)
            for place, why, fix in () if is_misspelled else faults:
                self.report("CS005", place, why, fix)
            if faults:  # a pattern that cannot be used would end every rule of wording
                catalog = replace(catalog, wording=Wording(), broken=catalog.broken | {Link("wording")})
            self.catalog = replace(catalog, is_whole=not self.problems)

    def read(self, file: str, is_label: bool = False) -> Source:
        found = self.files[file]
        if isinstance(found, Path):
            found = yaml_reader.read_file(found, file, self.languages, is_label)
        elif isinstance(found, str):
            found = yaml_reader.parse_text(found, file, self.languages, is_label)
        self.sources[file] = found
        self.problems += found.problems
        self.notes += found.gaps
        return found

    def report(self, code: str, place: Place, message: str, fix: str) -> None:
        self.places.add(place)
        self.problems.append(self.locate_problem(Problem(place, message, fix, code)))

    def load_single(self, name: str, kind: type[N]) -> N | None:
        """The one record of a file that may be missing."""
        file = f"{FOLDER}/{name}.yml"
        if file not in self.files:
            return None
        data = self.read(file).data
        self.languages = (kind is Site and _read_codes(data)) or self.languages  # even if the rest has mistakes
        return self.build(kind, data, Place(file), Link(name))

    def load_record(self, file: str, kind: type[Record]) -> Record | None:
        """The record of a file, unless its form is wrong."""
        data, name = self.read(file).data, PurePath(file).stem
        if re.fullmatch("[a-z0-9-]+", name) is None:  # CS101: what links to it means this file
            self.broken.add(Link(kind.kind, re.sub(r"[\W_]+", "-", name.lower()) if name.isascii() else ""))
        fitting = _find_folders(data)
        if fitting and kind not in map(FOLDERS.get, fitting):
            kind, data = FOLDERS[fitting[0]], None
            self.report("CS003", Place(file), f"is a {kind.kind}", f"move it to `{FOLDER}/{fitting[0]}/`")
        elif isinstance(data, dict) and "id" in data:
            message = "unknown key `id`: the file's name is the id"
            self.report("CS003", Place(file, ("id",)), message, "delete the line")
        record = self.build(kind, _add_id(data, kind, name), Place(file), Link(kind.kind, name))
        if record is None and kind is Rail:
            self.broken.add(Link(Code.kind))
        self.report_unused_keys(record.steps if isinstance(record, Checklist) else ())
        return record

    def report_unused_keys(self, steps: Collection[Step]) -> None:
        """Keys of a yes-or-no question next to `choices`: nothing shows them, and nothing follows them."""
        for step in (step for step in steps if step.unused_keys):
            named = ", ".join(f"`{key}`" for key in step.unused_keys)
            verb, them = ("is", "it") if len(step.unused_keys) == 1 else ("are", "them")
            fix = f"make {them} one of the choices, or delete {them}"
            self.report("CS003", step.place.at(step.unused_keys[0]), f"{named} {verb} not used with `choices`", fix)
            self.places.add(step.place)  # until then, which answers are meant is not known

    def load_entries(self, name: str, kind: type[N]) -> Iterator[N]:
        """The entries of a list file; a missing file is an empty list."""
        file = f"{FOLDER}/{name}.yml"
        data = self.read(file).data if file in self.files else []
        if not isinstance(data, list):
            self.broken.add(Link(_name_kind(kind)))
            if data is not None:
                self.report("CS005", Place(file), "is not a list of entries", "begin each entry with `- id: …`")
            return
        before = len(self.problems)
        for index, entry in enumerate(data):
            if len(self.problems) - before > yaml_reader.MAX_PROBLEMS:
                self.broken.add(Link(_name_kind(kind)))
                return  # more messages than an editor reads at a time
            # An entry that cannot be named may be any: its kind alone is broken then.
            link = Link(_name_kind(kind), str(entry.get("id", "")) if isinstance(entry, dict) else "")
            record = self.build(kind, entry, Place(file, (index,)), link)
            if record is not None:
                yield record

    def build(self, kind: type[N], data: Any, place: Place, link: Link) -> N | None:
        """`data` as a `kind` that knows its place. `None` once every problem of its form is reported: the rules must
        not miss what is behind the `link`."""
        built: dict[object, N] = self.sources[place.file].built
        if (kind, place) in built:
            return built[kind, place]
        try:
            record = kind.model_validate(data)
        except ValidationError as failure:
            self.broken.add(link)
            # Cut before they are compared: each unknown key is held against every known one.
            found = failure.errors()[: yaml_reader.MAX_PROBLEMS] if data is not None else []
            for error in form_errors.drop_consequences(kind, found):
                code, keys, message, fix = form_errors.explain_error(kind, error, _name_kind(kind), self.languages)
                if code != "CS005" or not self.is_reported(place.at(*keys)):
                    self.report(code, place.at(*keys), message, fix)
            return None
        record.set_location(place)
        built[kind, place] = record
        return record

    def load_labels(self, languages: tuple[str, ...]) -> Labels:
        """The package's words, and those that a site in some languages adds or changes in `checklists/labels.yml`. What
        a language lacks is reported where the site has the label; of the package, once for all."""
        package = package_source()
        self.problems += package.problems
        known = self.read_labels(package, package.data if isinstance(package.data, dict) else {})
        source = self.read(LABELS, is_label=True) if LABELS in self.files else Source(LABELS, "")
        own = self.read_labels(source, known)
        labels = Labels(known | {label: {**known.get(label, {}), **text} for label, text in own.items()})
        for language in languages:
            lacking = [label for label, _ in labels.missing((language,))]
            # The site's own labels are reported where they are written; of the package's there may be hundreds.
            for label in (label for label in lacking if label in own):
                message, fix = f"label `{label}` has no `{language}`", f"add the line `{language}: …`"
                self.report("CS401", Place(LABELS, (label,)), message, fix)
            names = [label for label in lacking if label not in own]
            if names:
                named = ", ".join(f"`{name}`" for name in names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
                counted = f"{count_things(len(names), 'label')} of the interface {'have' if names[1:] else 'has'}"
                fix = f"write them as `{names[0]}:` with `{language}: …` below; all are in {PACKAGE_LABELS}"
                message = f"{counted} no `{language}`: {named}"
                self.problems.append(Problem(Place(LABELS), message, fix, "CS401", 1, 1))
            for label in (label for label, text in own.items() if text.get(language)):
                place, is_counted = Place(LABELS, (label, language)), labels.is_counted(label)
                lacking, unknown = labels.wrong_forms(label, language)
                wanted = " and ".join(f"`{form}: …`" for form in list_plural_forms(language))
                fix = f"write {wanted} below `{language}:`"
                if lacking:
                    message = f"label `{label}` has no words for `{'`, `'.join(lacking)}` in `{language}`"
                    self.report("CS401", place, message, fix)
                if unknown:
                    says = f"`{language}` has no such plural form" if is_counted else "it counts nothing"
                    message = f"`{label}` has words for `{'`, `'.join(unknown)}`, but {says}"
                    self.report("CS005", place, message, fix if is_counted else "write its words in one line")
        return labels

    def read_labels(self, source: Source, known: Mapping[str, Label]) -> dict[str, Label]:
        """The labels of a file that can be used: they name a page, or give one of those `known` other words."""
        usable: dict[str, Label] = {}
        if source.data is not None and not isinstance(source.data, dict):
            lines = " and ".join(f"`{code}: …`" for code in self.languages)
            fix = f"write each label with its words below it, `yes:` and then {lines}"
            self.report("CS005", Place(source.file), "is not a group of labels", fix)
            return usable
        for label, text in (source.data or {}).items():
            place, asked = Place(source.file, (label,)), known.get(label, {})
            # Words in each language, or in each plural form of it.
            parts = text.values() if isinstance(text, dict) else (None,)
            words = [each for part in parts for each in (part.values() if isinstance(part, dict) else (part,))]
            if label not in known and not label.startswith(PAGE_LABEL):
                message = f"there is no label `{label}`{did_you_mean(label, known)}"
                self.report("CS003", place, message, f"correct it; names of pages begin with `{PAGE_LABEL}`")
            elif not all(isinstance(each, str) for each in words):
                fix = form_errors.ask_for_lines(self.languages)
                self.report("CS005", place, f"`{label}` is not a text in each language", fix)
            # A page fills in what the package's words ask for.
            elif text is not asked and not find_blanks(text) <= find_blanks(asked):
                blanks = ", ".join(f"`{{{name}}}`" for name in sorted(find_blanks(asked))) or "nothing"
                fix = f"what may be filled in: {blanks}"
                self.report("CS005", place, f"`{label}` has a blank that nothing fills in", fix)
            else:
                usable[label] = text
        return usable

    def report_unknown_languages(self, nodes: Collection[Node]) -> None:
        uses: list[Use[Any]] = [use for node in nodes for use in node.uses.text]
        uses += [use for node in nodes for use in node.uses.words]
        for place, language in [(use.place, code) for use in uses for code in use.value.keys() - self.languages]:
            self.places.add(place)
            message = f"unknown language `{language}`{did_you_mean(language, self.languages)}"
            fix = f"the site's languages are {', '.join(self.languages)} (`languages:` in checklists/site.yml)"
            self.report("CS003", place.at(language), message, fix)

    def load_weights(self, root: Path) -> dict[str, dict[str, list[str]]]:
        """What search learnt that words say for or against lists: language → list → how much and the words, in turn."""
        found: dict[str, dict[str, list[str]]] = {}
        for path in sorted((root / FOLDER).glob("weights.*.txt")):
            file, learnt = f"{FOLDER}/{path.name}", found.setdefault(path.name.split(".")[1], {})
            try:
                lines = yaml_reader.read_text(path, file).split("\n")
            except Refused as refused:
                self.problems.append(refused.problem_in(file))
                continue
            for number, line in enumerate(lines, start=1):
                match = _WEIGHTS.fullmatch(line)
                if match:
                    learnt.setdefault(match[1], []).extend((match[2], *match[3].split(",")))
                elif line and not line.startswith("#"):
                    fix = "write `<list> +2 words,more words`, or delete the line"
                    self.problems.append(Problem(Place(file), "is no line of weights", fix, "CS005", number, 1))
        return found

    def report_unknown_files(self, root: Path, read: Collection[Path]) -> None:
        """Report files that are not `read`: editors would believe that they count. Links to them are not reported."""
        folders = [root / FOLDER / name for name in ("", *FOLDERS, DRAWINGS)]
        # Not `glob`: that is silent about a folder which may not be read.
        for path in (path for folder in folders if folder.is_dir() for path in folder.iterdir()):
            fix = "" if path in read else _why_unknown(folders[0], path)
            if fix and path.name[0] != ".":  # editors and systems leave such files
                inner = sorted(path.rglob("*.y*ml")) if path.is_dir() and not path.is_symlink() else ()
                record = next(iter(inner), path)
                text = record.read_text("utf-8", "replace")[: yaml_reader.MAX_BYTES] if record.is_file() else ""
                meant = _find_folders(yaml_reader.parse_silently(text))
                # It may be what links lead to.
                name = re.sub("[^a-z0-9]+", "-", record.name.partition(".")[0].lower()).strip("-")
                self.broken |= {Link(FOLDERS[each].kind, name) for each in meant or FOLDERS if name}
                fix = f"move it to `{FOLDER}/{meant[0]}/{name}.yml`" if meant else f"rename or remove it: {fix}"
                place = Place(join_lines(path.relative_to(root).as_posix()))
                self.problems.append(Problem(place, "is read by nothing", fix, "CS003", 1, 1))


def load_catalog(root: Path) -> Loaded:
    """Everything under `root/checklists/`, with every problem of form. Raises `CannotDo`."""
    top = root / FOLDER
    if not top.is_dir():
        raise CannotDo(f"there is no folder `{FOLDER}` in {root}")
    found = (path for name in ("", *FOLDERS) for path in sorted((top / name).glob("*.yml"), key=lambda path: path.name))
    # No message could show other names, and editors and systems leave files of two endings.
    ours = (path for path in found if path.name.isprintable() and "." not in path.stem)
    known = {top / f"{name}.yml" for name in (*LISTS, *SINGLES)}
    read = {path.relative_to(root).as_posix(): path for path in ours if path.parent != top or path in known}
    loaded = Loaded(files=read)
    # Opening a pipe would wait for ever.
    files = (path for path in sorted((top / DRAWINGS).glob("*.svg")) if path.is_file())
    drawn = [path for path in files if path.name.isprintable() and path.name[0] != "."]
    loaded.report_unknown_files(root, {*read.values(), *drawn})
    drawings = {}
    for path in drawn:
        with path.open("rb") as opened:  # no file is read further than a drawing may go
            drawings[path.name] = Drawing(opened.read(MAX_CHARACTERS + 1).decode("utf-8", errors="replace"))
    # Hand-written pages by the names that `page:` links use (`about`, `contribute/add-a-step`), with their files in the
    # default language.
    pages = (path.relative_to(root) for path in list_pages(root) if path.is_file())
    named = ((page.relative_to("docs").with_suffix("").as_posix(), page.as_posix()) for page in pages)
    prose = {name.removesuffix("/index"): file for name, file in named if "." not in name}
    weights = loaded.load_weights(root)
    loaded.others = {"prose": prose, "drawings": drawings, "fonts": read_fonts(root), "weights": weights}
    loaded.load()
    return loaded


def load_texts(texts_by_file: Mapping[str, str], before: Loaded) -> Loaded:
    """The catalog loaded `before` with the texts of some files changed or added, or taken away where they are empty.
    Nothing is read from the disk, and other files are not validated again: a rule can be tried in milliseconds."""
    files: dict[str, str | Source] = {**before.sources, **texts_by_file}
    kept = {file: files[file] for file in sorted(files) if files[file] != ""}
    loaded = Loaded(files=kept, others=before.others)
    loaded.load()
    return loaded


@cache
def package_source() -> Source:
    """The file of the package's own labels, with what is wrong with it."""
    return yaml_reader.read_file(Path(__file__).parent.with_name("labels.yml"), PACKAGE_LABELS, is_label=True)


def _read_codes(site: Any) -> tuple[str, ...]:
    """The languages that a site's file names."""
    with suppress(KeyError, TypeError):
        return tuple(dict.fromkeys(str(entry["code"]) for entry in site["languages"]))
    return ()


@cache
def package_labels() -> Labels:
    """The interface's words as this package brings them, as far as they can be used."""
    data = package_source().data
    words = data.items() if isinstance(data, dict) else ()
    return Labels({label: text for label, text in words if isinstance(text, dict)})


def _why_unknown(top: Path, path: Path) -> str:
    """What to do about a file or folder in one below `top`, or in it, that is not read; empty if it need not be."""
    if path.parent != top:
        is_drawing = path.parent.name == DRAWINGS
        return "drawings are files named `<name>.svg`" if is_drawing else "one record a file, named `<id>.yml`"
    known, name = ((*FOLDERS, DRAWINGS, "schema"), path.name) if path.is_dir() else ((*LISTS, *SINGLES), path.stem)
    is_other = name in known if path.is_dir() else path.is_file() and path.suffix.lower() not in (".yml", ".yaml")
    return "" if is_other else "see `checklists/README.md`" + did_you_mean(name, known)


def _find_folders(data: Any) -> list[str]:
    """The folders of the kinds of record that have the keys of some data: none too few, and none too many."""
    given, found = {"id", *data} if isinstance(data, dict) else set(), []
    for folder, kind in FOLDERS.items():
        fields = {field.alias or key: field for key, field in kind.model_fields.items()}
        if {key for key, field in fields.items() if field.is_required()} <= given <= fields.keys():
            found.append(folder)
    return found


def _name_kind(kind: type[BaseModel]) -> str:
    return str(getattr(kind, "kind", kind.__name__.lower()))


def _add_id(data: Any, kind: type[Record], name: str) -> Any:
    """A record's data with its file's name as its id, and a rail's codes named by both: `card-cn/05`."""
    if not isinstance(data, dict):
        return data
    codes = data.get("codes") if kind is Rail else None
    if isinstance(codes, list):
        named = [{**code, "id": f"{name}/{code.get('code', '')}"} if isinstance(code, dict) else code for code in codes]
        data = {**data, "codes": named}
    return {**data, "id": name}
