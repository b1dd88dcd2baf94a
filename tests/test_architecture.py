"""What import-linter does not say: who may know MkDocs, and what a module may be called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from counterside.content.load import package_labels
from counterside.text.i18n import PACKAGE_LANGUAGES
from mini_site import PROJECT
from tree import README, draw_tree

HOOKS = PROJECT / "hooks"
PACKAGE = HOOKS / "counterside"
HOOK = HOOKS / "mkdocs_hooks.py"
ENGINE = {"mkdocs", "material", "mkdocs_static_i18n", "pymdownx"}
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = PACKAGE / "site" / "templates"
SHOWN = (".html", ".js", ".css", ".typ")
VAGUE = {"helper", "helpers", "util", "utils"}


def imported(path: Path) -> Iterator[str]:
    """The full names of what a module imports: `counterside.site`, `mkdocs.plugins.event_priority`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a module is imported by its whole name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_the_hook_knows_mkdocs() -> None:
    found = [(path, name) for path in MODULES for name in imported(path) if name.split(".")[0] in ENGINE]
    assert found == []


def test_the_hook_knows_mkdocs_and_the_border_of_the_package() -> None:
    packages = {".".join(name.split(".")[:2]) for name in imported(HOOK) if name.startswith("counterside")}
    border = {"build", "check", "content", "sheets", "site", "text"}
    assert packages <= {f"counterside.{name}" for name in border}
    assert any(name.startswith("mkdocs.") for name in imported(HOOK))


def test_a_module_is_named_after_what_it_does() -> None:
    assert [path for path in MODULES if {path.stem, path.parent.name} & VAGUE] == []


def test_every_word_of_the_interface_is_asked_for() -> None:
    """By its name, or by the beginning or the end of it that stands beside an expression."""
    files = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", *SHOWN)]
    text = "\n".join(path.read_text("utf-8") for path in files)
    parts = re.findall(r"""["']([a-z_]+_)["'] ~|f["']([a-z_]+_)\{|~ ["'](_[a-z]+)["']|\}(_[a-z]+)["']""", text)
    begins = tuple({part for each in parts for part in each if part.endswith("_")})
    ends = tuple({part for each in parts for part in each if part.startswith("_")})
    named = set(re.findall(r"\w+", text))
    names = package_labels().words
    assert [
        name for name in names if name not in named and not name.startswith(begins) and not name.endswith(ends)
    ] == []


def test_no_module_is_a_pile() -> None:
    assert [path for path in MODULES if len(path.read_text("utf-8").splitlines()) > 600] == []


def test_the_program_keeps_to_its_budget_of_lines() -> None:
    """Decision 26 says what it is made of: what comes in beyond it has to take something out."""
    assert sum(len(path.read_text("utf-8").splitlines()) for path in MODULES) <= 15_000


def test_every_module_says_what_it_is_for() -> None:
    assert [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


def test_the_tree_in_the_readme_is_the_one_on_the_disk() -> None:
    assert draw_tree() in README.read_text("utf-8"), "`python tests/tree.py` writes it again"


def test_no_file_is_held_open_while_somebody_else_reads_it() -> None:
    """Windows lets nobody else open a file of `NamedTemporaryFile`; a folder or a closed file does as well."""
    assert [path for path in MODULES if "NamedTemporaryFile" in path.read_text("utf-8")] == []


def test_each_function_of_a_walk_in_the_readme_names_the_next() -> None:
    """By what it calls, or hands on to be called; rules are found by their module."""
    lines = re.findall(r"^(counterside \w+| {17}) {8}([\w/]+\.py) +(\S.*)$", README.read_text("utf-8"), re.MULTILINE)
    walks = [(bool(begins.strip()), file, name) for begins, file, names in lines for name in names.split(" → ")]
    assert sum(begins for begins, *_ in walks) == 3
    missing = []
    for (_, file, name), (begins, _, following) in pairwise(walks):
        body = defined(PACKAGE / file)[name.rpartition(".")[2]]
        if not begins and following.rpartition(".")[2] not in body and "self.function" not in body:
            missing.append((name, following))
    assert missing == []


def defined(path: Path) -> dict[str, str]:
    """The functions and methods of a module, each with its text."""
    text = path.read_text("utf-8")
    nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    return {node.name: ast.get_source_segment(text, node) or "" for node in nodes}


def test_no_language_is_named_in_the_program() -> None:
    """Which languages there are is data; the one list of those that the package itself speaks is in `text/i18n.py`. The
    page of problems stands where no site could be read."""
    left_out = (PACKAGE / "text" / "i18n.py", TEMPLATES / "problems.html")
    named = [
        (path.name, node.value)
        for path in (*MODULES, HOOK)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in PACKAGE_LANGUAGES
    ]
    quoted = re.compile(rf"[\"'](?:{'|'.join(PACKAGE_LANGUAGES)})[\"']|\.(?:{'|'.join(PACKAGE_LANGUAGES)})\b")
    files = [path for folder in (TEMPLATES, PACKAGE / "sheets") for path in folder.iterdir() if path.suffix in SHOWN]
    named += [(path.name, found) for path in files for found in quoted.findall(path.read_text("utf-8"))]
    assert [each for each in named if each[0] not in {path.name for path in left_out}] == []
