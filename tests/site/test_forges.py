"""Edit and report links of every kind of host for code, from one setting."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

import mini_site
from counterside.model.catalog import Catalog
from counterside.site.view import View
from counterside.text.problems import Place

HOME = "https://code.example.org/shop/checklists"
RECORD = Place("checklists/symptoms/flap-stuck.yml")
FOLDER = Place("checklists/symptoms")


def view(forge: str, repository: str | None = HOME) -> View:
    catalog: Catalog = mini_site.read_catalog(mini_site.CATALOG)
    site = catalog.site.model_copy(update={"forge": forge, "repository": repository, "branch": "main"})
    return View(replace(catalog, site=site), site.all_languages[0], "symptoms/flap-stuck/")


@pytest.mark.parametrize(
    ("forge", "edit", "folder", "issue"),
    [
        ("github", "edit/main", "tree/main", "issues/new"),
        ("gitlab", "-/edit/main", "-/tree/main", "-/issues/new"),
        ("gitee", "edit/main", "tree/main", "issues/new"),
        ("forgejo", "_edit/main", "src/branch/main", "issues/new"),
    ],
)
def test_each_host_has_its_own_paths(forge: str, edit: str, folder: str, issue: str) -> None:
    shown = view(forge)
    assert shown.edit_url(RECORD) == f"{HOME}/{edit}/{RECORD.file}"
    assert shown.edit_url(FOLDER) == f"{HOME}/{folder}/{FOLDER.file}"
    assert shown.report_url(None).partition("?")[0] == f"{HOME}/{issue}"


@pytest.mark.parametrize("forge", ["github", "gitlab", "gitee", "forgejo"])
def test_a_report_says_on_which_page_it_was_made(forge: str) -> None:
    shown = view(forge)
    known = parse_qs(urlsplit(shown.report_url(None)).query)
    assert any(shown.absolute() in value for (value,) in known.values())


@pytest.mark.parametrize(("forge", "repository"), [("none", HOME), ("github", None)])
def test_without_a_host_there_are_no_links(forge: str, repository: str | None) -> None:
    shown = view(forge, repository)
    assert (shown.edit_url(RECORD), shown.report_url(None)) == ("", "")


@pytest.mark.parametrize("report", ["https://forms.example.org/wrong", "mailto:lists@example.org"])
def test_readers_without_an_account_report_to_the_address_of_the_site(report: str) -> None:
    shown = view("none", None)
    site = shown.catalog.site.model_copy(update={"report": report})
    own = View(replace(shown.catalog, site=site), shown.language, shown.path)
    address, _, asked = own.report_url(None).partition("?")
    assert address == report
    assert any(own.absolute() in value for (value,) in parse_qs(asked).values())
