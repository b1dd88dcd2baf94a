"""Plan → files. What was made before is taken from the cache; the rest is printed, two at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from counterside.cache import Cache, write_whole
from counterside.sheets import press
from counterside.sheets.fit import measured
from counterside.sheets.plan import PRESSES, Sheet


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


def make(sheets: tuple[Sheet, ...], cache: Cache) -> Iterator[Made]:
    """The sheets with their contents, in order. Raises `press.PressFailed` and `OSError`."""
    with ThreadPoolExecutor(PRESSES) as pool:
        try:
            yield from pool.map(lambda sheet: _made(sheet, cache), sheets)
        finally:
            pool.shutdown(cancel_futures=True)


def write(made: Made, folder: Path) -> Path:
    """Put a sheet into a folder: whole or not at all. Raises `OSError`."""
    path = folder / made.sheet.name
    write_whole(path, made.content)
    return path


def _made(sheet: Sheet, cache: Cache) -> Made:
    kept = cache.get(sheet.key)
    if kept is not None:
        return Made(sheet, kept, is_new=False)
    try:
        content = press.printed(sheet.order, sheet.form, sheet.ppi)
    except press.PressFailed as failed:
        raise press.PressFailed(f"{sheet.name}: {failed}") from None
    cache.put(sheet.key, content)
    return Made(sheet, content, is_new=True)
