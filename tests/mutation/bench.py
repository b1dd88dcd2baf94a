"""The project's records on a bench: one is changed in memory, and everything that its change can touch is judged.

What is not changed is not read again. That is sound because of what rules may look at: a record rule sees one record,
the lexicon and the languages; a catalog rule sees cards. So an unchanged record keeps what was said about it as long as
the lexicon is the same, and cards are compared anew every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from counterside import rules
from counterside.audit import characters
from counterside.content import load, yaml_reader
from counterside.content import load as form
from counterside.content.load import FOLDER, FOLDERS, LISTS, Loaded
from counterside.model import (
    Card,
    Cards,
    Catalog,
    Code,
    Contact,
    Link,
    Node,
    Picture,
    Profile,
    Rail,
    Record,
    Source,
    Term,
    Wording,
    card,
    links,
)
from counterside.text.i18n import Labels
from counterside.text.problems import Judgement, Place
from mutation.edits import Keys, Text

PROJECT = Path(__file__).parents[2]
FORM = frozenset(check.code for check in yaml_reader.CHECKS)
"""What reading a file says by itself, whatever stands in the others."""


class Mutant(NamedTuple):
    """One break: what was done, the files as they are then (`None`: gone), and where it must be told, as file and
    line from 1, or the keys that lead there. Several places, where one break shows in several; each must be told."""

    code: str
    what: str
    files: Mapping[str, str | None]
    places: tuple[tuple[str, int | Keys], ...]


class Told(NamedTuple):
    """A problem, as far as a mutant asks about it."""

    code: str
    file: str
    line: int


R = TypeVar("R", bound=Node)


@dataclass
class _Edited(form._Reading):
    """A reading of texts that stand nowhere on the disk."""

    texts: Mapping[str, str | None] | None = None

    def read(self, path: Path) -> yaml_reader.Source:
        file = path.relative_to(self.root).as_posix()
        text = (self.texts or {})[file]
        assert text is not None
        found = yaml_reader.parse(text, file, self.languages)
        self.sources[file] = found
        self.problems += found.problems
        return found


class Bench:
    """The records of a project, read once. `focus` names the files whose places are broken; without it, all are."""

    def __init__(self, root: Path = PROJECT, focus: Iterable[str] = ()) -> None:
        self.root = root
        loaded = load.load_catalog(root)
        assert loaded.catalog is not None
        assert not loaded.problems
        self.loaded = loaded
        self.catalog: Catalog = loaded.catalog
        self.texts = {file: found.text for file, found in loaded.sources.items()}
        self.focused = sorted(focus) or list(self.texts)
        self._edited: dict[str, Text] = {}
        self._cards: dict[int, Card] = {id(record): card(record) for record in self.catalog.records}
        self.nodes: dict[str, tuple[Node, ...]] = {}
        for node in (*self.catalog.records, *self.catalog.article, *self.catalog.waivers):
            self.nodes[node.place.file] = (*self.nodes.get(node.place.file, ()), node)

    def text(self, file: str) -> Text:
        """A file's text and its parts, as it stands."""
        if file not in self._edited:
            self._edited[file] = Text(self.texts[file])
        return self._edited[file]

    def of(self, *kinds: type[R]) -> list[R]:
        """The records of some classes that are in focus."""
        return [node for node in self.written if isinstance(node, kinds)]

    @cached_property
    def written(self) -> list[Node]:
        """Everything with texts that is in focus."""
        return [node for node in self.catalog.written if node.place.file in self.focused]

    def files(self, *folders: str) -> list[str]:
        """The record files of some folders, by name."""
        return [file for file in self.texts if file.split("/")[1] in folders]

    # ── judging ──

    def form_of(self, files: Mapping[str, str | None]) -> set[Told]:
        """What reading alone says about some texts."""
        found = (yaml_reader.parse(text, file) for file, text in files.items() if text is not None)
        return {Told(problem.code, problem.path, problem.line) for each in found for problem in each.problems}

    def judge(self, files: Mapping[str, str | None], code: str = "") -> set[Told]:
        """Everything that is wrong once `files` are as given; with a code, what its rule says and what reading says.
        No rule calls another, so that one alone says what it says among all."""
        chosen = tuple(rule for rule in rules.RULES if not code or rule.code == code)
        reading = _Edited(self.root, self.catalog.site.codes, texts=files)
        catalog = self._catalog(reading, files)
        loaded = Loaded(catalog, reading.problems, self.loaded.sources | reading.sources, frozenset(reading.places))
        problems = set(loaded.problems)
        made_all = [*self._judged(catalog, chosen)]
        if code in ("", "CS509"):
            made_all += self._printable(catalog)
        for made in rules.settle(catalog, made_all, chosen):
            if not loaded.reported(made.finding.place):
                problems.add(loaded.problem(made))
        return {Told(problem.code, problem.path, problem.line) for problem in problems}

    def _catalog(self, reading: _Edited, files: Mapping[str, str | None]) -> Catalog:
        nodes = dict(self.nodes)
        singles: dict[str, Any] = {}
        for file, text in files.items():
            name = file.removeprefix(f"{FOLDER}/").removesuffix(".yml")
            if name in form.SINGLES:
                singles[name] = self._single(reading, file, name)
            elif text is None:
                nodes.pop(file)
            else:
                nodes[file] = tuple(self._kept(file, self._read(reading, file)))
        everything = list(self._in_order(nodes))
        catalog = replace(
            self.catalog,
            records=tuple(node for node in everything if isinstance(node, Record)),
            article=nodes[f"{FOLDER}/article.yml"],
            waivers=nodes.get(f"{FOLDER}/waivers.yml", ()),
            broken=frozenset(reading.broken),
            **singles,
        )
        for node in (*everything, catalog.site, catalog.wording):
            if node.place.file in files:
                form._unknown_languages(reading, (node,))
        self._lend(catalog)
        return catalog

    def _single(self, reading: _Edited, file: str, name: str) -> Any:
        """What a file that holds no records says; the profile and the labels need not be there otherwise."""
        if name == "site":
            return form._site(reading, self.root / FOLDER) or self.catalog.site
        if name == "wording":
            return form._wording(reading, self.root / FOLDER)
        if name == "facts":
            return form._facts(reading, self.root / FOLDER)
        data = reading.read(self.root / file).data
        if name == "labels":
            return Labels({**self.catalog.labels.words, **data})
        profile = form._build(reading, Profile, data, Place(file))
        assert profile is not None
        profile.settle(Place(file))
        return profile

    def _read(self, reading: _Edited, file: str) -> Iterator[Node]:
        _, folder, *rest = file.split("/")
        path = self.root / file
        if rest:
            for record in form._of_file(reading, path, FOLDERS[folder]):
                yield record
                yield from record.codes if isinstance(record, Rail) else ()
        else:
            name = folder.removesuffix(".yml")
            there = reading.read(path)  # the loader asks the disk whether a list is there
            reading.sources[file] = there
            yield from _entries(reading, there, name)

    def _kept(self, file: str, read: Iterable[Node]) -> Iterator[Node]:
        """The parts that were read, each as it was before where it is the same: what is known of it stays true."""
        before = {node.place: node for node in self.nodes.get(file, ())}
        for node in read:
            old = before.get(node.place)
            yield old if old is not None and type(old) is type(node) and old == node else node

    def _in_order(self, nodes: Mapping[str, tuple[Node, ...]]) -> Iterator[Node]:
        """As the loader lists them: folders, rails, then codes, then lists."""
        for folder, kind in FOLDERS.items():
            if kind is not Rail:
                for file in sorted(file for file in nodes if file.startswith(f"{FOLDER}/{folder}/")):
                    yield from nodes[file]
        of_rails = [node for file in sorted(nodes) if file.startswith(f"{FOLDER}/codes/") for node in nodes[file]]
        yield from (node for node in of_rails if isinstance(node, Rail))
        yield from (node for node in of_rails if isinstance(node, Code))
        for name in LISTS:
            yield from nodes.get(f"{FOLDER}/{name}.yml", ())

    def _lend(self, catalog: Catalog) -> None:
        """Cards of what did not change, and the lexicon if nothing that it is made of did."""
        vars(catalog)["cards"] = Cards(
            all=tuple(self._cards.get(id(record)) or card(record) for record in catalog.records),
            site_links=links(catalog.site),
            article=catalog.article,
            pages=catalog.prose,
            broken=catalog.broken,
            drawings=catalog.drawings,
            pictures=catalog.of(Picture),
            icons=self.catalog.cards.icons,
        )
        if _lent(catalog) == self._lent:
            vars(catalog)["lexicon"] = self.catalog.lexicon

    @cached_property
    def _lent(self) -> object:
        return _lent(self.catalog)

    def _judged(self, catalog: Catalog, chosen: tuple[rules.Rule, ...]) -> Iterator[Judgement]:
        yield from rules.judge_cards(catalog, chosen)
        is_same = catalog.lexicon is self.catalog.lexicon and catalog.site.codes == self.catalog.site.codes
        known = {id(node) for node in self.catalog.written} if is_same else set()
        for node in catalog.written:
            if id(node) not in known:
                yield from rules.judge_record(node, catalog, chosen)

    def _printable(self, catalog: Catalog) -> Iterator[Judgement]:
        known = {id(node) for node in self.catalog.written}
        for node in catalog.written:
            if id(node) not in known:
                yield from characters.judge(node)
        if catalog.labels is not self.catalog.labels:
            yield from characters.judge_labels(catalog.labels)

    # ── mutants ──

    def expected(self, mutant: Mutant) -> set[Told]:
        """What must be told of a break."""
        return {Told(mutant.code, file, self._line(mutant, file, place)) for file, place in mutant.places}

    def _line(self, mutant: Mutant, file: str, place: int | Keys) -> int:
        if isinstance(place, int):
            return place
        changed = mutant.files.get(file)
        if changed is None:
            return self.text(file).line_of(place)
        known = self.text(file).find(*place) if file in self.texts else None
        if known is not None and known.is_still_in(changed, self.text(file)):
            return known.line + 1
        return Text(changed).line_of(place)

    def missed(self, mutant: Mutant) -> set[Told]:
        """What should have been told of a break and was not."""
        told = self.form_of(mutant.files) if mutant.code in FORM else self.judge(mutant.files, mutant.code)
        return self.expected(mutant) - told

    def mutant(self, code: str, what: str, file: str, text: str, *keys: Keys) -> Mutant:
        """One file changed, and the parts of it at which the break must be told."""
        return Mutant(code, what, {file: text}, tuple((file, each) for each in keys))


def _entries(reading: _Edited, found: yaml_reader.Source, name: str) -> Iterator[Node]:
    """As the loader reads a list that is there."""
    place = form.Place(found.file)
    if not isinstance(found.data, list):
        reading.broken.add(Link(form._kind(LISTS[name])))
        if found.data is not None:
            reading.report("CS005", place, "is not a list of entries", "")
        return
    yield from form._listed(reading, found.data, LISTS[name], place)


def _lent(catalog: Catalog) -> tuple[object, ...]:
    """Everything that the lexicon is made of."""
    wording: Wording = catalog.wording
    return (
        wording,
        [(term.title, term.forbidden) for term in catalog.of(Term)],
        [contact.number for contact in catalog.of(Contact)],
        [(source.ref, source.address, source.grade) for source in catalog.of(Source)],
        catalog.site.address,
        catalog.site.codes,
    )


__all__ = ["FORM", "PROJECT", "Bench", "Mutant", "Told"]
