"""What editors complete from says what the model says, and the project's own tasks read the command's words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mini_site
from counterside.cli.new import build_schemas
from counterside.content import yaml_reader
from counterside.content.load import FOLDERS, LISTS
from counterside.model.nodes import Link
from counterside.model.records import Code, Instruction, Step, UseOther
from counterside.model.site import Waiver
from counterside.text.problems import Place, Problem

FOLDER = mini_site.PROJECT / "checklists" / "schema"
EDITOR = mini_site.PROJECT / ".vscode"


def properties(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a schema knows, with what it says about it; the languages of a text aside."""
    if isinstance(part, dict):
        known = part.get("properties", {})
        yield from ((name, field) for name, field in known.items() if set(known) != {"zh", "en"})
        for inner in part.values():
            yield from properties(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from properties(inner)


def editor_file(name: str) -> Any:
    return json.loads((EDITOR / name).read_text("utf-8"))


def test_completion_inserts_nothing_empty(schemas: dict[str, str]) -> None:
    for name, schema in schemas.items():
        assert "null" not in schema, name
        assert not re.search(r'"default": (\[|\{|null)', schema), name


def test_the_ids_of_the_day_are_offered_beside_the_form_of_a_link() -> None:
    offered = build_schemas([Link("resolution", "call-workshop"), Link("symptom", "lamp-dark")])
    taken = dict(properties(json.loads(offered["symptom.json"])))["escalation"]
    assert taken["anyOf"][0]["enum"] == ["resolution:call-workshop"]
    assert re.fullmatch(taken["anyOf"][1]["pattern"], "resolution:not-there-yet")


def test_every_key_is_described_in_both_languages(schemas: dict[str, str]) -> None:
    described = {name: schema for name, schema in schemas.items() if name != "labels.json"}  # a label is its own words
    for name, schema in described.items():
        for key, field in properties(json.loads(schema)):
            english, _, chinese = field.get("description", "").rpartition(" · ")
            assert english, (name, key)
            assert re.search("[\u4e00-\u9fff]", chinese), (name, key)


def test_words_of_a_list_are_explained_beside_it(schemas: dict[str, str]) -> None:
    found = dict(properties(json.loads(schemas["symptom.json"])))
    for key in ("area", "urgency", "performer"):
        assert len(found[key]["enumDescriptions"]) == len(found[key]["enum"])
        assert all(" · " in words for words in found[key]["enumDescriptions"])


def test_every_kind_of_file_has_its_schema_in_the_editor(schemas: dict[str, str]) -> None:
    wanted = editor_file("settings.json")["yaml.schemas"]
    assert {Path(schema).name for schema in wanted} == set(schemas)
    folders = {f"{kind.__name__.lower()}.json": f"checklists/{name}/*.yml" for name, kind in FOLDERS.items()}
    lists = {f"{name}.json": f"checklists/{name}.yml" for name in LISTS}
    for schema, files in wanted.items():
        name = Path(schema).name
        assert files == {**folders, **lists}.get(name, f"checklists/{Path(name).stem}.yml")


def test_the_problem_matcher_reads_a_problem() -> None:
    task = next(task for task in editor_file("tasks.json")["tasks"] if task["args"] == ["check"])
    pattern = task["problemMatcher"]["pattern"][0]
    problem = Problem(Place("checklists/symptoms/a.yml"), "step `x` leads: nowhere", "fix it", "CS201", 12, 3)
    found = re.match(pattern["regexp"], problem.headline)
    assert found
    parts = {name: found[pattern[name]] for name in ("file", "line", "column", "code", "message")}
    assert parts == {
        "file": problem.path,
        "line": "12",
        "column": "3",
        "code": "CS201",
        "message": "step `x` leads: nowhere",
    }


@pytest.mark.parametrize(
    ("prefix", "kind"),
    [
        ("step", Step),
        ("choices", Step),
        ("instruction", Instruction),
        ("other", UseOther),
        ("waiver", Waiver),
        ("code", Code),
    ],
)
def test_a_snippet_is_what_the_model_takes(prefix: str, kind: Any) -> None:
    snippet = next(each for each in editor_file("checklists.code-snippets").values() if each["prefix"] == prefix)
    body = "\n".join(snippet["body"])
    body = re.sub(r"\$\{CURRENT_YEAR\}.*", "2026-01-02", body)
    body = re.sub(r"\$\{\d+\|([^,|]+)[^}]*\}", r"\1", body)
    body = re.sub(r"\$\{\d+:((?:[^{}])+)\}", r"\1", body)
    body = re.sub(r"\$\{\d+\}", "55", body)
    found = yaml_reader.parse_text(body, "snippet.yml")
    assert found.problems == []
    entry = found.data[0]
    kind.model_validate({**entry, "id": "x/55"} if prefix == "code" else entry)
