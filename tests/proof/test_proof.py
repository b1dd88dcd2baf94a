"""The proof of the fictional site: it knows no names, is bounded, and stays out of what readers see."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from counterside.content.load import load_catalog
from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.model.records import Checklist
from counterside.proof import FactGraph, find_circles, prove
from counterside.proof.graph import Edge, Graph, Label, Need
from counterside.text.problems import Place
from mini_site import CASES, CATALOG, laid_over, run, said

TOLD = sorted(case for case in CASES.iterdir() if re.match(r"CS62[145]-(?!pass)", case.name))
"""Cases whose messages are in the words of the lists alone."""
CIRCLE = next(case for case in TOLD if case.name.startswith("CS624"))
CLEAN = CASES / "CS622-pass-need-on-the-remedy"
LIST = "checklists/symptoms/reader-disagrees.yml"
ID = re.compile(r"^( *- id: )([a-z-]+)$", re.MULTILINE)
EFFECT = re.compile(r"^( +)([a-z-]+): (\[?(?:not )?[a-z-]+(?:, (?:not )?[a-z-]+)*\]?)$", re.MULTILINE)


def catalog_of(root: Path) -> Catalog:
    catalog = load_catalog(root).catalog
    assert catalog is not None
    return catalog


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return laid_over(CLEAN, tmp_path / "site")


def test_site_without_facts_is_not_walked() -> None:
    assert prove(catalog_of(CATALOG)) is None


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("resolutions/take-at-desk.yml", "gates: [gate:was-it-counted]", "gates: [gate:was-it-count]"),
        ("symptoms/wrong-entry.yml", "    unsure: resolution:ask-librarian\n", ""),
    ],
    ids=["gate-that-is-not-there", "answer-that-leads-nowhere"],
)
def test_site_with_a_hole_is_not_proved(site: Path, name: str, old: str, new: str) -> None:
    """What is behind the hole would be reported as unmet or as useless."""
    path = site / "checklists" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert prove(catalog_of(site)) is None


def test_walk_is_counted(site: Path) -> None:
    proof = prove(catalog_of(site))
    assert proof is not None
    places, pairs = proof.size
    assert 0 < places < pairs


def test_walk_that_is_too_large_is_told_and_given_up(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterside.proof.MAX_PAIRS", 10)
    told = said(site)
    assert "CS623 the proof of `counted` was given up" in told
    assert "CS621" not in told


def test_circle_that_is_too_long_to_look_for_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = laid_over(CIRCLE, tmp_path / "site")
    monkeypatch.setattr("counterside.proof.MAX_STATES", 0)
    told = said(root)
    assert "CS624 whether this leads round to itself is not known" in told
    assert "CS624 this leads round" not in told


def test_a_path_is_told_in_the_languages_of_the_site_alone(tmp_path: Path) -> None:
    run("init", tmp_path / "site", "--language", "de", "--language", "en")
    graph = Graph(catalog_of(tmp_path / "site"))
    labels = [edge.label for edges in graph.edges for edge in edges if edge.label and edge.label.kind == "answer"]
    assert {"de": "Not sure", "en": "Not sure"} in [label.words for label in labels]
    assert {tuple(label.words) for label in labels} == {("de", "en")}


def test_list_without_steps_is_not_walked(site: Path) -> None:
    path = site / LIST
    head, rest = path.read_text("utf-8").split("steps:\n")
    path.write_text(f"{head}steps: []\nverify:{rest.partition('verify:')[2]}", encoding="utf-8")
    assert prove(catalog_of(site)) is None


# ── what other rules report stops no proof ──


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def codes_of(root: Path) -> set[str]:
    """The codes of everything that is told."""
    return set(re.findall("CS[0-9]{3}", said(root)))


@pytest.mark.parametrize("tick", ["gate:was-it-counted/9", "gate:nobody/1"])
def test_a_tick_that_does_not_exist_settles_nothing(site: Path, tick: str) -> None:
    edit(site / LIST, "        set:\n", f"        fills: [{tick}]\n        set:\n")
    assert prove(catalog_of(site)) is not None
    assert codes_of(site) == {"CS211"}


def test_done_in_a_routine_says_nothing_of_facts(site: Path) -> None:
    edit(site / "checklists/routines/weekly-brush.yml", "    not_seen:", "    seen: done\n    not_seen:")
    assert prove(catalog_of(site)) is not None
    assert codes_of(site) == {"CS302"}


# ── what decides something ──


def test_a_circle_that_one_answer_rules_out_is_found_without_what_it_says(tmp_path: Path) -> None:
    """Who says that a tick is true does not fail at it, and so is not sent back to the same answer."""
    root = laid_over(CIRCLE, tmp_path / "site")
    edit(root / LIST, "          counted: none\n", "          counted: none\n          claim: clear\n")
    proof = prove(catalog_of(root))
    assert proof is not None
    claim = next(number for number, fact in enumerate(proof.graph.vocabulary.facts) if fact.id == "claim")
    said_here = [
        number for number, line in enumerate(proof.graph.lines) if line.place.file == LIST and claim in line.ops
    ]
    assert find_circles(proof.graph) == ([], [])
    assert [len(find_circles(proof.graph, (number, claim))[0]) for number in said_here] == [1, 1]


def test_a_tick_decides_nothing_where_another_one_cannot_come_true_either() -> None:
    """Readers who know the third value stop at the gate, with or without one of its ticks: what is needed behind it is
    none of theirs."""
    first, second, third = 0b001, 0b010, 0b100
    ticks = ((1, {0: first | second}), (2, {0: first}))
    edges = [(Edge(1, 1, Label("passed", {}), None, ticks),), (Edge(2, 0, None, None, ()),), ()]
    needs = {place: Need(Link(""), {0: mask}, Place(""), Label("do", {})) for place, mask in ((1, 0b011), (2, first))}
    graph = SimpleNamespace(
        vocabulary=SimpleNamespace(every=[first | second | third], facts=[None]),
        seeds=[Edge(0, 1, Label("list", {}), None, ((0, {0: third}),))],
        edges=edges,
        needs=needs,
    )
    assert FactGraph(graph, 0).deciding == (set(), set())


# ── names ──


def new_names(facts: str) -> Mapping[str, str]:
    """A random word for every id of `facts.yml`."""
    words = random.Random(7)
    ids = dict.fromkeys(match[2] for match in ID.finditer(facts))
    letters = "bcdfghjklmnpqrstvwxz"
    return {name: "".join(words.choices(letters, k=words.randint(4, 9))) for name in ids}


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A text whose effects name the facts and values in other words."""

    def values(said: str) -> str:
        return re.sub("[a-z-]+", lambda word: names.get(word[0], word[0]), said)

    def effect(match: re.Match[str]) -> str:
        is_effect = match[2] in names or match[2] in ("event", "start", "need")
        return f"{match[1]}{names.get(match[2], match[2])}: {values(match[3])}" if is_effect else match[0]

    return EFFECT.sub(effect, text)


@pytest.mark.parametrize("case", [*TOLD, CLEAN], ids=lambda case: case.name)
def test_names_mean_nothing_to_the_engine(case: Path, tmp_path: Path) -> None:
    root = laid_over(case, tmp_path / "site")
    before = said(root)
    facts = root / "checklists" / "facts.yml"
    names = new_names(facts.read_text("utf-8"))
    for path in (root / "checklists").rglob("*.yml"):
        path.write_text(renamed(path.read_text("utf-8"), names), encoding="utf-8")
    facts.write_text(ID.sub(lambda match: match[1] + names[match[2]], facts.read_text("utf-8")), encoding="utf-8")
    assert names["counted"] in facts.read_text("utf-8")
    assert said(root) == before


# ── what readers see ──


def without_effects(text: str) -> str:
    """A text without anything that it says of facts."""
    kept: list[str] = []
    margin = 99
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip())
        if line.strip() and indent > margin:
            continue
        margin = indent if re.match(r" *(set|need|seen_set|not_seen_set|verified|means|event):", line) else 99
        if margin == 99:
            kept.append(line)
    return "\n".join(kept)


def test_editions_do_not_depend_on_facts(site: Path) -> None:
    before = catalog_of(site)
    for path in (site / "checklists").rglob("*.yml"):
        if path.name != "facts.yml":
            path.write_text(without_effects(path.read_text("utf-8")), encoding="utf-8")
    after = catalog_of(site)
    assert any(step.seen_set for list_ in before.of(Checklist) for step in list_.steps)
    assert not any(step.seen_set for list_ in after.of(Checklist) for step in list_.steps)
    assert {each.ref: each.fingerprint for each in before.records} == {
        each.ref: each.fingerprint for each in after.records
    }
