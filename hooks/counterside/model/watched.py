"""A catalog that notes what is asked of it: what was made from it is good for as long as the answers stay the same."""

from __future__ import annotations

import hashlib
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, TypeVar, get_args

from counterside.model.catalog import Card, Cards, Catalog
from counterside.model.links import Link
from counterside.model.records import AnyRecord, Myth, Record, Symptom

R = TypeVar("R", bound=Record)
T = TypeVar("T", covariant=True)

_KINDS: tuple[type[Record], ...] = get_args(AnyRecord)


class Watched:
    """Watches a catalog for somebody who makes pages from it.

    A read is a word: the file of a record that was asked for, `kind case` for a list of all cases, `naming x` for the
    checklists that name a remedy. `files` are the digests of the files that the catalog was read from. The site's own
    file, labels and profile are not watched: everything depends on them.
    """

    def __init__(self, catalog: Catalog, files: Mapping[str, str]) -> None:
        self._plain = catalog
        self._files = files
        self._answers: dict[str, str] = {}
        self._notes = _Notes()
        self.catalog: Catalog = _NotingCatalog(catalog, self._notes)

    def reads_of(self, work: Callable[[], T]) -> tuple[T, frozenset[str]]:
        """What some work on the watched catalog comes to, and what it asked."""
        return self._notes.of(work)

    def stamp(self, reads: Iterable[str]) -> str:
        """16 hex digits that change when an answer to one of `reads` does."""
        return _digest(self._answer(read) for read in reads)

    def _answer(self, read: str) -> str:
        known = self._answers.get(read)
        if known is None:
            known = self._answers[read] = self._ask(read)
        return known

    def _ask(self, read: str) -> str:
        word, _, name = read.partition(" ")
        if word == "kind":
            return _digest(f"{file} {self._files.get(file, '')}" for file in self._files_of_kind.get(name, ()))
        if word == "naming":
            return _digest(symptom.id for symptom in self._plain.naming(Link("resolution", name)))
        return self._files.get(read, "")

    @cached_property
    def _files_of_kind(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for record in self._plain.records:
            found.setdefault(record.ref.kind, {})[record.place.file] = None
        return {kind: tuple(sorted(files)) for kind, files in found.items()}


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


class _Noting(tuple[T, ...]):
    """A list that notes when somebody looks into it."""

    note: Callable[[], object]

    def __iter__(self) -> Iterator[T]:
        self.note()
        return super().__iter__()

    def __len__(self) -> int:
        self.note()
        return super().__len__()

    def __contains__(self, part: object) -> bool:
        self.note()
        return super().__contains__(part)

    def __getitem__(self, index: Any) -> Any:
        self.note()
        return super().__getitem__(index)


def _noting(parts: tuple[T, ...], note: Callable[[], object]) -> tuple[T, ...]:
    found = _Noting(parts)
    found.note = note
    return found


class _Notes:
    """Takes notes, by what was asked for."""

    def __init__(self) -> None:
        self._reads: set[str] = set()

    def of(self, work: Callable[[], T]) -> tuple[T, frozenset[str]]:
        """Do some work; its result, and the notes that it left. They are part of the notes around it."""
        around, self._reads = self._reads, set()
        try:
            made = work()
            return made, frozenset(self._reads)
        finally:
            around |= self._reads
            self._reads = around

    def add(self, *reads: str) -> None:
        self._reads.update(reads)

    def record(self, record: Record | Card) -> None:
        self.add(record.place.file)

    def kinds(self, asked: type[Record] = Record) -> None:
        for kind in _KINDS:
            if issubclass(kind, asked):
                self.add(f"kind {kind.kind}")

    def kind(self, name: str) -> None:
        self.add(f"kind {name}")


class _NotingRecords(Mapping[Link, T]):
    """Records or cards by their reference. A missing one is noted as its kind: it may come."""

    def __init__(self, known: Mapping[Link, T], notes: _Notes) -> None:
        self.known = known
        self.notes = notes

    def __getitem__(self, link: Link) -> T:
        found: Any = self.known.get(link)
        if found is None:
            self.notes.kind(link.kind)
            raise KeyError(link)
        self.notes.record(found)
        return typing.cast(T, found)

    def __iter__(self) -> Iterator[Link]:
        self.notes.kinds()
        return iter(self.known)

    def __len__(self) -> int:
        self.notes.kinds()
        return len(self.known)


class _NotingCatalog(Catalog):
    """The catalog with a note of every question. Made from another's parts: nothing is worked out twice."""

    _plain: Catalog
    _notes: _Notes

    def __init__(self, catalog: Catalog, notes: _Notes) -> None:
        article, waivers = (partial(notes.add, f"checklists/{name}.yml") for name in ("article", "waivers"))
        vars(self).update(
            vars(catalog),
            _plain=catalog,
            _notes=notes,
            _made={},
            records=_noting(catalog.records, notes.kinds),
            article=_noting(catalog.article, article),
            waivers=_noting(catalog.waivers, waivers),
            by_ref=_NotingRecords(catalog.by_ref, notes),
            cards=_NotingCards(catalog.cards, notes, article),
        )

    def of(self, kind: type[R]) -> tuple[R, ...]:
        self._notes.kinds(kind)
        return self._plain.of(kind)

    def published(self, kind: type[R]) -> tuple[R, ...]:
        self._notes.kinds(kind)
        return self._plain.published(kind)

    def myths_at(self, record: Link, step: str = "") -> tuple[Myth, ...]:
        self._notes.kinds(Myth)
        return self._plain.myths_at(record, step)

    def once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        known = self._made.get(key)
        if known is None:
            known = self._made[key] = self._notes.of(make)
        made, reads = typing.cast(tuple[T, frozenset[str]], known)
        self._notes.add(*reads)
        return made

    def naming(self, remedy: Link) -> tuple[Symptom, ...]:
        self._notes.add(f"naming {remedy.id}")
        found = self._plain.naming(remedy)
        for symptom in found:
            self._notes.record(symptom)
        return found


class _NotingCards(Cards):
    """The cards with a note of every question."""

    _plain: Cards
    _notes: _Notes

    def __init__(self, cards: Cards, notes: _Notes, article: Callable[[], object]) -> None:
        vars(self).update(
            vars(cards),
            _plain=cards,
            _notes=notes,
            all=_noting(cards.all, notes.kinds),
            article=_noting(cards.article, article),
            by_ref=_NotingRecords(cards.by_ref, notes),
        )

    def of(self, *kinds: str) -> Iterator[Card]:
        for kind in kinds:
            self._notes.kind(kind)
        return self._plain.of(*kinds)
