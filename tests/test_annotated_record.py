"""`checklists/README.md`, ours and a new project's: it shows what can be written, and all that can be written."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import mini_site
from counterside.content import load
from counterside.content.load import DRAWINGS, FOLDERS, LISTS, SINGLES
from counterside.model.nodes import Node, list_fields
from counterside.model.records import Checklist, Record
from mini_site import PROJECT, run, said

_BLOCK = re.compile(r"^```(?:yaml\n# |xml\n<!-- )(\S+)(?: -->)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module", params=["ours", "new", "new in English"])
def readme(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of the README."""
    root = PROJECT
    if request.param != "ours":
        root = tmp_path_factory.mktemp("new") / "espresso"
        assert run("init", root, *(("--language", "en") if "English" in request.param else ())).exit_code == 0
    return (root / "checklists" / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def blocks(readme: str) -> list[tuple[str, str]]:
    """The file that each of its blocks names, and what the file holds."""
    return _BLOCK.findall(readme)


@pytest.fixture(scope="module")
def annotated(blocks: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project made of the blocks of the README and nothing else."""
    root = tmp_path_factory.mktemp("annotated")
    for name, text in blocks:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return root


def test_every_block_names_its_file(readme: str, blocks: list[tuple[str, str]]) -> None:
    assert len(re.findall(r"^```\w+\n", readme, re.MULTILINE)) == len(blocks)
    assert sorted({name for name, _ in blocks}) == sorted(name for name, _ in blocks)


def test_every_file_that_can_be_written_is_shown(blocks: list[tuple[str, str]]) -> None:
    shown = {Path(name).relative_to("checklists") for name, _ in blocks}
    folders = {path.parts[0] for path in shown if len(path.parts) == 2}
    assert (folders, {path.stem for path in shown if len(path.parts) == 1}) == (
        {*FOLDERS, DRAWINGS},
        {*LISTS, *SINGLES},
    )


def test_what_is_shown_has_no_problems(annotated: Path) -> None:
    assert said(annotated) == ""


@pytest.mark.parametrize("readme", ["ours"], indirect=True)
def test_what_is_shown_is_safe_by_our_own_lexicon(annotated: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(annotated, copy)
    wording = (PROJECT / "checklists" / "wording.yml").read_text("utf-8")
    (copy / "checklists" / "wording.yml").write_text(wording, "utf-8")
    gates = copy / "checklists" / "gates.yml"  # the lexicon asks for gates of ours, which the example has not
    first = re.search(r"^- id: (.*)\n(?:[ #].*\n)*", gates.read_text("utf-8"), re.MULTILINE)
    assert first is not None
    more = sorted(set(re.findall(r"^    gate: gate:(.*)", wording, re.MULTILINE)) - {first[1]})
    stand_ins = "".join(first[0].replace(first[1], name, 1) for name in more)
    gates.write_text(gates.read_text("utf-8") + stand_ins, "utf-8")
    assert said(copy) == ""


def nodes(node: Node) -> Iterator[Node]:
    """A node and everything inside it."""
    yield node
    for field in list_fields(type(node)):
        value = getattr(node, field.name)
        if field.role in ("node", "apart") and value is not None:
            for part in value if field.many else (value,):
                yield from nodes(part)


def concrete(kind: type[Node] = Node) -> list[type[Node]]:
    """Every class of node that is written down as such."""
    below = [deeper for part in kind.__subclasses__() for deeper in concrete(part)]
    return below if kind in (Node, Record, Checklist) else [kind, *below]


@pytest.fixture(scope="module")
def written(annotated: Path) -> dict[type[Node], set[str]]:
    """The keys that the README writes, by class."""
    catalog = load.load_catalog(annotated).catalog
    assert catalog is not None
    found: dict[type[Node], set[str]] = {}
    tops = (*catalog.written, *catalog.waivers, *catalog.synonyms, catalog.wording, catalog.profile)
    for top in tops:
        for node in nodes(top) if top is not None else ():
            found.setdefault(type(node), set()).update(node.model_fields_set)
    return found


@pytest.mark.parametrize("kind", concrete(), ids=lambda kind: kind.__name__)
def test_every_key_of_every_class_is_shown(written: dict[type[Node], set[str]], kind: type[Node]) -> None:
    shown = written.get(kind, set()) | ({"id"} if issubclass(kind, Record) else set())
    missing = set(kind.model_fields) - (set(Record.model_fields) if issubclass(kind, Record) else set()) - shown
    assert missing == set(), f"show {missing} of {kind.__name__} in checklists/README.md"


@pytest.mark.parametrize("key", sorted(Record.model_fields))
def test_every_key_that_any_record_may_have_is_shown(written: dict[type[Node], set[str]], key: str) -> None:
    assert any(key in keys for kind, keys in written.items() if issubclass(kind, Record))


def test_the_examples_can_be_drawn(annotated: Path, blocks: list[tuple[str, str]]) -> None:
    assert run("check", "--root", annotated).exit_code == 0
    assert len(mini_site.render_project(annotated).pages) > len(blocks)
