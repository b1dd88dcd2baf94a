"""The files of a site, drawn anew or taken from the site before: what did not change is not made again.

A file is good for as long as the answers stay the same that the catalog gave while it was drawn (`model.watched`), and
while it stands in the old site as it was written. Where anything is in doubt, it is drawn.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from counterside import audit, workers
from counterside.audit import Target
from counterside.cache import seal, unseal
from counterside.model import Watched
from counterside.site import Asset, Page, Sketch

T = TypeVar("T")


class Piece(NamedTuple):
    """One file of the site as it was written, and what it was made from. `size` in bytes; `written` is the file's
    time, which says whether somebody touched it since; `date` is the last review of what a listed page shows, or
    `None` for what is not listed. `policy` is what a page lets a browser run, empty for what is no page."""

    reads: tuple[str, ...]
    stamp: str
    digest: str
    size: int
    written: int
    date: str | None
    policy: str
    ids: tuple[str, ...]
    targets: tuple[tuple[str, str], ...]


@dataclass
class Shelf:
    """The pieces of one language as they were published last. `key` stands for everything that all of them hang on."""

    path: Path
    key: str
    pieces: dict[str, Piece] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, key: str) -> Shelf:
        """What was kept under the same key. A shelf that is missing or damaged is an empty one."""
        found = unseal(path, key) or ()
        return cls(path, key, {file: Piece(*parts) for file, parts in found})

    def save(self) -> None:
        """Keep what is there. Raises `OSError`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        seal(self.path, self.key, [(file, tuple(piece)) for file, piece in self.pieces.items()])


@dataclass
class Maker:
    """Puts the files of one language into a folder, where they may stand already. `before` is the site as it is now;
    `wanted` are the ids that pages must hold (CS801)."""

    watched: Watched
    folder: Path
    before: Path
    shelf: Shelf
    wanted: Mapping[str, Iterable[str]]
    new: int = 0
    is_sound: bool = True
    _seen: dict[Any, Any] = field(default_factory=dict)

    def make(self, sketches: Iterable[Sketch[Page] | Sketch[Asset]]) -> dict[str, Piece]:
        """Every sketch as a file in the folder. Raises `OSError`."""
        old = self.shelf.pieces
        self.shelf.pieces = {}
        for sketch in sketches:
            self.shelf.pieces[sketch.file] = self._again(sketch.file, old.get(sketch.file)) or self._anew(sketch)
            workers.tell()
        return self.shelf.pieces

    def _again(self, file: str, piece: Piece | None) -> Piece | None:
        """The piece from the old site, where it is still good."""
        if piece is None or self.watched.stamp(piece.reads) != piece.stamp:
            return None
        try:
            found = (self.before / file).stat()
            if (found.st_size, found.st_mtime_ns) != (piece.size, piece.written):
                return None
            _link(self.before / file, found, self.folder / file)
        except OSError:
            return None  # changed, gone, or going: another build may be at work
        return piece

    def _anew(self, sketch: Sketch[Page] | Sketch[Asset]) -> Piece:
        drawn, reads = self.watched.reads_of(lambda: sketch.draw(self.watched.catalog))
        content = drawn.html.encode() if isinstance(drawn, Page) else drawn.content
        path = self.folder / sketch.file
        write(path, content)
        self.new += 1
        ids, targets, date, policy = self._looked_at(drawn) if isinstance(drawn, Page) else ((), (), None, "")
        own = (drawn.place.file,) if isinstance(drawn, Page) and drawn.place else ()
        ordered = tuple(map(self._one, sorted(reads.union(own))))
        return Piece(
            ordered,
            self.watched.stamp(ordered),
            hashlib.sha256(content).hexdigest()[:16],
            len(content),
            path.stat().st_mtime_ns,
            date,
            policy,
            ids,
            targets,
        )

    def _looked_at(self, page: Page) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], str | None, str]:
        """The last look at a page, as far as it can be taken before the others are there."""
        sight = audit.look(page.file, page.html)
        catalog = self.watched.catalog
        self.is_sound = self.is_sound and audit.is_sound(sight, catalog, self.wanted.get(page.file, ()))
        ids = tuple(map(self._one, sorted(set(sight.ids))))
        targets = (self._one((target.file, target.anchor)) for target in sorted(sight.targets(catalog.site.address)))
        policy = self._one(sight.frame.get("policy", ""))
        return ids, tuple(targets), page.reviewed if page.is_listed else None, policy

    def _one(self, value: T) -> T:
        """The same value as before, not a second like it: the shelf holds it once."""
        return cast(T, self._seen.setdefault(value, value))


def unanswered(pieces: Mapping[str, Piece]) -> set[Target]:
    """Where the pages lead that is not to be found among them."""
    targets = {Target(*target) for piece in pieces.values() for target in piece.targets}
    ids = {file: frozenset(piece.ids) for file, piece in pieces.items()}
    return {target for target in targets if audit.broken(target, pieces, ids.get)}


def names(folder: Path) -> list[str]:
    """Every file below a folder, by its path there, sorted."""
    return sorted(name for _, found in _walk(folder) for name in found)


def keep_only(folder: Path, files: Collection[str]) -> None:
    """Remove every other file below a folder, and the folders below it that hold nothing then. Raises `OSError`."""
    for place, found in _walk(folder):
        for name in found:
            if name not in files:
                (folder / name).unlink()
        if place != str(folder):
            with suppress(OSError):  # something is left in it
                os.rmdir(place)  # noqa: PTH106  # ten thousand times


def _walk(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Every folder with its files by their path below the first, the deepest folders before those around them."""
    top = len(str(folder)) + 1
    for place, _, files in os.walk(folder, topdown=False):
        below = f"{place[top:]}/".replace(os.sep, "/") if len(place) > top else ""
        yield place, [below + file for file in files]


def write(path: Path, content: bytes) -> None:
    """Write a new file into a folder that may have to be made; what stood there stays the same elsewhere, where it has
    a second name. Raises `OSError`."""
    _make_folder(path.parent)
    try:
        file = open(path, "xb")  # noqa: PTH123, SIM115  # a third of the time, ten thousand times
    except FileExistsError:
        path.unlink()
        file = path.open("xb")
    with file:
        file.write(content)


def _make_folder(folder: Path) -> None:
    """Make a folder, which mostly is new and in one that is there."""
    try:
        os.mkdir(folder)  # noqa: PTH102  # as above
    except FileExistsError:
        pass
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)


def _link(old: Path, found: os.stat_result, new: Path) -> None:
    """The same file in a second place, where it may be already; a copy, dated alike, where the disk cannot link."""
    try:
        there = new.stat()
    except FileNotFoundError:
        _make_folder(new.parent)
    else:
        if os.path.samestat(there, found):
            return
        new.unlink()
    try:
        os.link(old, new)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(old, new)
