"""The project's records on a bench: one is changed in memory, and everything that its change can touch is judged.

What is not changed is not read again. That is sound because of what rules may look at: a record rule sees one record,
the lexicon and the languages; a catalog rule sees them all. So a record rule looks at changed records alone as long as
the lexicon is the same, and catalog rules look at everything every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from counterside import rules
from counterside.content import form_errors, yaml_reader
from counterside.content.load import load_catalog, load_texts
from counterside.model.catalog import Catalog
from counterside.model.lexicon import Wording
from counterside.model.nodes import Node
from counterside.model.records import Contact, Source, Term
from counterside.proof import prove
from counterside.proof.graph import Line
from counterside.sheets import verify as sheets_verify
from counterside.text.problems import Problem
from mini_site import PROJECT, read_own_records
from mutation.edits import Keys, Text

FORM = frozenset(check.code for check in form_errors.FILE_CHECKS)
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


class Bench:
    """The records of a project, read once. `focus` names the files whose places are broken; without it, all are."""

    def __init__(self, root: Path = PROJECT, focus: Iterable[str] = ()) -> None:
        self.root = root
        loaded = read_own_records() if root == PROJECT else load_catalog(root)
        assert loaded.catalog is not None
        assert not loaded.problems
        self.loaded = loaded
        self.catalog: Catalog = loaded.catalog
        self.texts = {file: found.text for file, found in loaded.sources.items()}
        self.focused = sorted(focus) or list(self.texts)
        self._edited: dict[str, Text] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the project, the first one of the site first."""
        return self.catalog.site.codes

    def apart(self, language: str) -> tuple[str, ...]:
        """The languages at which it is told that a text in `language` differs: it is compared with the first."""
        first, *others = self.languages
        return tuple(others) if language == first else (language,)

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
        found = (yaml_reader.parse_text(text, file, self.languages) for file, text in files.items() if text is not None)
        return {Told(problem.code, problem.path, problem.line) for each in found for problem in each.problems}

    def judge(self, files: Mapping[str, str | None], *codes: str) -> set[Told]:
        """Everything that is wrong once `files` are as given; with codes, what their rules say and what reading says.
        No rule calls another, so that one alone says what it says among all."""
        chosen = tuple(rule for rule in rules.RULES if not codes or rule.code in codes)
        loaded = load_texts({file: text or "" for file, text in files.items()}, self.loaded)
        problems = set(loaded.problems)
        catalog = loaded.catalog
        if catalog is not None:
            if _lent(catalog) == self._lent:
                vars(catalog)["lexicons"] = self.catalog.lexicons
            made_all = [*self._judged(catalog, chosen)]
            if not codes or "CS509" in codes:
                made_all += self._printable(catalog)
            for made in rules.apply_waivers(catalog, made_all, chosen):
                if not loaded.is_reported(made.place):
                    problems.add(loaded.locate_problem(made))
        return {Told(problem.code, problem.path, problem.line) for problem in problems}

    @cached_property
    def careful(self) -> tuple[Line, ...]:
        """The effects that make something possible again on every path, and rule nothing out that a need depends on:
        without one the proof is less strict, and finds no more."""
        proof = prove(self.catalog)
        assert proof is not None
        by_fact = (graph.deciding for graph in proof.walked)
        deciding, cautious = (set[int]().union(*found) for found in zip(*by_fact, strict=True))
        lines = (proof.graph.lines[number] for number in sorted(cautious - deciding))
        return tuple(line for line in lines if line.kind != "page")

    @cached_property
    def _lent(self) -> object:
        return _lent(self.catalog)

    def _judged(self, catalog: Catalog, chosen: tuple[rules.Rule, ...]) -> Iterator[Problem]:
        yield from rules.validate_record(catalog, catalog, chosen)
        is_same = catalog.lexicons is self.catalog.lexicons and catalog.site.codes == self.catalog.site.codes
        changed = self._changed(catalog) if is_same else catalog.written
        # A rule that may ask for other records has to be asked about every one.
        asking = tuple(rule for rule in chosen if "catalog" in rule.asks)
        alone = tuple(rule for rule in chosen if "catalog" not in rule.asks)
        for nodes, some in ((changed, alone), (catalog.written, asking)):
            for node in nodes:
                yield from rules.validate_record(node, catalog, some)

    def _printable(self, catalog: Catalog) -> Iterator[Problem]:
        for node in self._changed(catalog):
            yield from sheets_verify.find_unprintable(node, catalog.site.printed, catalog.fonts)
        if catalog.labels != self.catalog.labels:
            yield from sheets_verify.find_unprintable_labels(catalog.labels, catalog.site.printed, catalog.fonts)

    def _changed(self, catalog: Catalog) -> list[Node]:
        """Everything with texts that is not the same object as before."""
        known = {id(node) for node in self.catalog.written}
        return [node for node in catalog.written if id(node) not in known]

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
