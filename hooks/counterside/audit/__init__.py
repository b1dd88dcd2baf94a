"""Checks that need more than the catalog: hand-written pages, history, fonts, PDFs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from counterside.audit import fit, prose, text
from counterside.audit.prose_links import list_drawn_pages as linkable_pages
from counterside.content import review_dates
from counterside.model import Catalog, Node
from counterside.sheets import characters
from counterside.sheets.content import SheetContent
from counterside.sheets.fit import Fit
from counterside.text.problems import Check, Problem

CHECKS: tuple[Check, ...] = (
    *prose.CHECKS,
    *fit.CHECKS,
    *characters.CHECKS,
    *text.CHECKS,
)
"""The checks of this room. CS703 is listed with the rules, which see its other half."""

__all__ = [
    "CHECKS",
    "find_unprintable",
    "judge_fit",
    "judge_pdf",
    "judge_sources",
    "linkable_pages",
]  # fmt: skip


def lint_sources(root: Path, catalog: Catalog) -> Iterator[Problem]:
    """What is wrong beside the records, under `root`: the interface's words, the prose in `docs/`, dates later than
    their commit."""
    yield from characters.find_unprintable_labels(catalog.labels)
    yield from prose.lint_prose(root, catalog)
    yield from review_dates.find_late_reviews(root, catalog)


def validate_record(node: Node) -> Iterator[Problem]:
    """The characters of one record that no sheet can print."""
    return characters.find_unprintable(node)


def find_misfits(fits: Iterable[Fit]) -> Iterator[Problem]:
    """The sheets that do not fit their paper."""
    return fit.find_misfits(fits)


def find_missing_texts(content: SheetContent, language: str, name: str, pdf: bytes) -> Iterator[Problem]:
    """What is wrong with the PDF of a leaf."""
    return text.find_missing_texts_in(content, language, name, pdf)
