"""Where a file is edited and a fault is reported, on each kind of host for code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode

from counterside.model import Site

REPORT_FORM = "step-is-wrong.yml"
"""The form in `.github/ISSUE_TEMPLATE/` that *report a problem* opens; its fields have the names of the query."""


class Forge(NamedTuple):
    """Paths below a repository's address: of a file to edit, of a folder, of a new issue, and the part of the query
    that holds its text; without one, GitHub's form takes each value by itself."""

    edit: str
    folder: str
    issue: str
    text: str


_FORGES = {
    "github": Forge("edit/{branch}/{file}", "tree/{branch}/{file}", "issues/new", ""),
    "gitlab": Forge("-/edit/{branch}/{file}", "-/tree/{branch}/{file}", "-/issues/new", "issue[description]"),
    "gitee": Forge("edit/{branch}/{file}", "tree/{branch}/{file}", "issues/new", "description"),
    "forgejo": Forge("_edit/{branch}/{file}", "src/branch/{branch}/{file}", "issues/new", "body"),
}


def edit_path(site: Site, file: str) -> str:
    """Where a file or a folder, which has no ending, is edited below the repository; empty where nobody edits there."""
    forge = _FORGES.get(site.forge)
    if site.repository is None or forge is None:
        return ""
    is_file = "." in file.rpartition("/")[2] or file.endswith("/")
    return (forge.edit if is_file else forge.folder).format(branch=quote(site.branch), file=quote(file))


def issue_path(site: Site, known: Mapping[str, str]) -> str:
    """Where a fault is reported below the repository, with what is `known` of it; empty where nobody takes it."""
    forge = _FORGES.get(site.forge)
    if site.repository is None or forge is None:
        return ""
    lines = {forge.text: "".join(f"{name}: {value}\n" for name, value in known.items() if value)}
    return f"{forge.issue}?{urlencode(lines if forge.text else {'template': REPORT_FORM, **known})}"
