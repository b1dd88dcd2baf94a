"""An address becomes links, QR codes, redirects: what means something else there is told where it is written."""

from __future__ import annotations

import re

import pytest

import mini_site
from counterside.check import check_rule
from counterside.content.load import Loaded, load_catalog
from counterside.model.nodes import MAX_NAME
from counterside.sheets.document import draw_qr

SITE = (mini_site.CATALOG / "checklists" / "site.yml").read_text("utf-8")


@pytest.fixture(scope="module")
def base() -> Loaded:
    return load_catalog(mini_site.CATALOG)


def say(base: Loaded, key: str, value: str) -> list[str]:
    text = re.sub(rf"^{key}:.*\n", "", SITE, flags=re.MULTILINE) + f'{key}: "{value}"\n'
    return [problem.message for problem in check_rule("CS101", f"# checklists/site.yml\n{text}", base)]


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/?lang=zh&x=/", "https://x.example/#/", "https://user:pw@x.example/", "https://x.example//",
        "https://x.example:99999/", "https://x.example/a\'b/", "https://x.example/a b/", "https://x.example/../",
        "ftp://x.example/", "https://x.example", f"https://x.example/{'a' * 1000}/",
    ],
)  # fmt: skip
def test_an_address_that_would_lead_elsewhere_is_told(base: Loaded, address: str) -> None:
    (message,) = say(base, "address", address)
    assert message.startswith("`address` is `")
    assert len(message) < 300


@pytest.mark.parametrize(
    "address",
    ["https://x.example/", "http://127.0.0.1:8000/", "https://shop.example/pos/2.0/", "https://例子.example/柜台/"],
)
def test_a_plain_address_is_taken(base: Loaded, address: str) -> None:
    assert say(base, "address", address) == []


@pytest.mark.parametrize(
    "repository",
    [
        "https://x.example/a/b.git",
        "https://x.example/a/b/tree/main",
        "https://x.example/a/b/",
        "https://u:p@x.example/a",
    ],
)
def test_a_repository_that_is_no_page_of_a_repository_is_told(base: Loaded, repository: str) -> None:
    (message,) = say(base, "repository", repository)
    assert message.startswith("`repository` is `")


@pytest.mark.parametrize("repository", ["https://github.com/a/b", "https://code.example.org:3000/group/sub/b.c"])
def test_a_repository_is_taken(base: Loaded, repository: str) -> None:
    assert say(base, "repository", repository) == []


def test_the_longest_address_with_the_longest_id_fits_into_a_qr_code() -> None:
    longest = f"https://x.example/{'a' * 180}/symptoms/{'b' * MAX_NAME}/"
    assert draw_qr(f"{longest}?e=2026-11-28.abcdef", quiet=True)
