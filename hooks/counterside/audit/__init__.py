"""Checks that need more than the catalog: hand-written pages, history, fonts, PDFs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from counterside.audit import fit, prose, text
from counterside.audit.prose_links import drawn as linkable_pages
from counterside.content import review_dates
from counterside.model import Catalog, Node
from counterside.sheets import characters
from counterside.sheets.content import SheetContent
from counterside.sheets.fit import Fit
from counterside.text.problems import Check, Judgement

CHECKS: tuple[Check, ...] = (
    *prose.CHECKS,
    *fit.CHECKS,
    *characters.CHECKS,
    *text.CHECKS,
)
"""The checks of this room. CS703 is listed with the rules, which see its other half."""

__all__ = [
    "CHECKS", "judge_fit", "judge_pdf", "judge_record", "judge_sources", "linkable_pages",
]  # fmt: skip


def judge_sources(root: Path, catalog: Catalog) -> Iterator[Judgement]:
    """What is wrong beside the records, under `root`: the interface's words, the prose in `docs/`, dates later than
    their commit."""
    yield from characters.judge_labels(catalog.labels)
    yield from prose.judge(root, catalog)
    yield from review_dates.judge(root, catalog)


def judge_record(node: Node) -> Iterator[Judgement]:
    """The characters of one record that no sheet can print."""
    return characters.judge(node)


def judge_fit(fits: Iterable[Fit]) -> Iterator[Judgement]:
    """The sheets that do not fit their paper."""
    return fit.judge(fits)


def judge_pdf(content: SheetContent, language: str, name: str, pdf: bytes) -> Iterator[Judgement]:
    """What is wrong with the PDF of a leaf."""
    return text.judge(content, language, name, pdf)
