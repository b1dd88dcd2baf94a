"""The page of the proof: what must be settled before what, how much was walked, and the exceptions."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterside.check import CHECKS
from counterside.content.load import load_catalog
from counterside.site.routes import render
from mini_site import CASES, CATALOG, laid_over


def page_of(root: Path, language: str) -> str:
    catalog = load_catalog(root).catalog
    assert catalog is not None
    pages = (page for page in render(catalog, CHECKS) if page.language == language)
    return next(page.html for page in pages if page.path.endswith("contribute/proof/"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_over(CASES / "CS621-pass-waived", tmp_path_factory.mktemp("proof") / "site")


@pytest.mark.parametrize(
    ("language", "fact", "value", "instruction"),
    [
        ("zh", "登记了几本", "都没登记", "在柜台收下书"),
        ("en", "How many were counted", "none counted", "Take the book at the desk"),
    ],
)
def test_page_names_facts_values_and_instructions(
    site: Path, language: str, fact: str, value: str, instruction: str
) -> None:
    html = page_of(site, language)
    assert all(words in html for words in (fact, value, instruction))


def test_exception_has_its_reason_its_owner_and_its_path(site: Path) -> None:
    html = page_of(site, "en")
    exceptions = html[html.index('id="_waivers"') :]
    for words in ("a cart return holds one book", "the desk", "The panel is frozen", "It is a cart return"):
        assert words in exceptions


def test_site_without_facts_says_so() -> None:
    assert "its paths are not walked" in page_of(CATALOG, "en")
