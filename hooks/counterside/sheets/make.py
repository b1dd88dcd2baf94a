"""Plan → files. What was made before is taken from the cache; the rest is printed, two at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from counterside.sheets import press
from counterside.sheets.fit import measured
from counterside.sheets.plan import PRESSES, Sheet
from counterside.text.files import Cache, atomic_write


@dataclass(frozen=True)
class Remembered:
    """A measure that remembers, from one run to the next."""

    cache: Cache

    def __call__(self, order: str) -> press.End:
        key = press.key(order, "end")
        kept = self.cache.get(key)
        if kept is not None:
            return press.End(*json.loads(kept))
        found = measured(order)
        with suppress(OSError):  # a project that may only be read is measured each time
            self.cache.put(key, json.dumps(found).encode())
        return found


@dataclass(frozen=True)
class Made:
    """A finished sheet. `is_new` tells what was printed now from what was kept."""

    sheet: Sheet
    content: bytes
    is_new: bool


@dataclass(frozen=True)
class Prints:
    """Prints sheets, and keeps what it printed from one run to the next. `new` are the keys of those printed now."""

    cache: Cache
    new: set[str] = field(default_factory=set)

    def ahead(self, sheet: Sheet) -> None:
        """Print a sheet while the typesetter still remembers measuring it, which is most of the work. What goes wrong
        is told when the sheet is asked for."""
        with suppress(press.PressFailed, OSError):
            self._made(sheet)

    def made(self, sheets: tuple[Sheet, ...]) -> Iterator[Made]:
        """The sheets with their contents, in order. Raises `press.PressFailed` and `OSError`."""
        with ThreadPoolExecutor(PRESSES) as pool:
            try:
                yield from pool.map(self._made, sheets)
            finally:
                pool.shutdown(cancel_futures=True)

    def _made(self, sheet: Sheet) -> Made:
        content = self.cache.get(sheet.key)
        if content is None:
            content = _printed(sheet)
            self.cache.put(sheet.key, content)
            self.new.add(sheet.key)
        return Made(sheet, content, sheet.key in self.new)


def _printed(sheet: Sheet) -> bytes:
    try:
        return sheet.printed()
    except press.PressFailed as failed:
        raise press.PressFailed(f"{sheet.name}: {failed}") from None


def write(made: Made, folder: Path) -> Path:
    """Put a sheet into a folder: whole or not at all. Raises `OSError`."""
    path = folder / made.sheet.name
    atomic_write(path, made.content)
    return path
