"""`/contribute/checks/`: every check with its reason and examples, drawn from the rules' own docstrings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from counterside.model import Catalog
from counterside.pages.page import Page, Sketch, View, draw, sketches
from counterside.problems import Check, Place


class Explained(NamedTuple):
    """A check's docstring, taken apart: a summary in each language, the reason, and an example of each side."""

    check: Check
    summary: dict[str, str]
    reason: tuple[str, ...]
    bad: str
    good: str

    @property
    def hundred(self) -> str:
        """What its code begins with: all of `CS2` are about links."""
        return self.check.code[:3]


def pages(catalog: Catalog, checks: tuple[Check, ...]) -> Iterator[Sketch[Page]]:
    """The page in every language."""
    yield from sketches(catalog, "contribute/checks/", partial(_page, checks))


def _page(checks: tuple[Check, ...], view: View) -> Page:
    return draw(
        view,
        "checks.html",
        title=view.t("checks"),
        description=view.t("checks_description", count=len(checks)),
        place=Place("hooks/counterside/rules"),
        checks=tuple(map(explain, checks)),
    )


def explain(check: Check) -> Explained:
    """A check's text, taken apart. The form of docstrings is tested for every check."""
    prose, _, examples = check.doc.partition("Bad:\n")
    bad, _, good = examples.partition("Good:\n")
    paragraphs = [" ".join(part.split()) for part in prose.split("\n\n") if part.strip()]
    chinese = [part.removeprefix("中文：") for part in paragraphs if part.startswith("中文：")]
    english = [part for part in paragraphs if not part.startswith("中文：")]
    summary = {"en": english[0], "zh": chinese[0] if chinese else english[0]}
    return Explained(check, summary, tuple(english[1:]), _dedented(bad), _dedented(good))


def _dedented(example: str) -> str:
    return re.sub(r"^ {4}", "", example, flags=re.MULTILINE).strip("\n").rstrip()
