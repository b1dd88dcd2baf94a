"""CS703, the half that needs history: a review cannot be later than the commit that brought it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from counterside.content import history
from counterside.model import Catalog
from counterside.text.problems import Problem

FOLDER = "checklists"


def find_late_reviews(root: Path, catalog: Catalog) -> Iterator[Problem]:
    """The records whose `reviewed` is later than the last commit of their file. Silent without git, and about files
    that are not committed as they stand."""
    latest: dict[str, date] = {}
    for record in catalog.records:
        if record.reviewed is not None:
            file = record.place.file
            latest[file] = max(record.reviewed, latest.get(file, record.reviewed))
    committed = history.list_last_changes(root, FOLDER, latest)
    for record in catalog.records:
        day = committed.get(record.place.file)
        if day is not None and record.reviewed is not None and record.reviewed > day:
            message = f"reviewed on {record.reviewed}, but last committed on {day}"
            fix = f"write the day of the review, {day} or earlier"
            yield Problem(record.place.at("reviewed"), message, fix, "CS703")
