"""Negative controls: sentences near the border, on both sides, for every rule of wording.

`controls/<CODE>.yml` holds sentences that are legal and must stay clean, and sentences that must be caught, in the
words of the project's own trade and with its own lexicon. A checker that flags every 密码 is as bad as one that
flags none.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from counterside import rules
from counterside.content import load
from counterside.model import Catalog, Link, Node, Record, Resolution, Symptom
from counterside.text.problems import Place

PROJECT = Path(__file__).parents[2]
CONTROLS = Path(__file__).with_name("controls")
LANGUAGES = ("zh", "en")
AT_LEAST = 10
FIELDS = {"CS504": "expect", "CS511": "expect"}
ANSWERS = {"CS611": "resolution:isolate-device"}
"""Rules on what an answer says, and a remedy that it must not lead to."""
SIDES = (("legal", False), ("illegal", True))


@cache
def project() -> Catalog:
    found = load.load_catalog(PROJECT).catalog
    assert found is not None
    return found


def controls() -> dict[str, dict[str, Any]]:
    files = sorted(CONTROLS.glob("CS*.yml"))
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in files}


def sentences() -> list[Any]:
    rows = []
    for code, sides in controls().items():
        for side, is_caught in SIDES:
            for text in pairs(sides[side]):
                rows.append(pytest.param(code, text, is_caught, id=f"{code}-{side}-{'-'.join(text.values())}"))
    return rows


def pairs(side: Any) -> list[dict[str, str]]:
    """The sentences of one side as texts: pairs as they are, the others in one language."""
    if isinstance(side, list):
        return side
    return [{language: words} for language, listed in side.items() for words in listed]


def record(code: str, text: dict[str, str]) -> Node:
    """A record that holds one sentence where the rule looks for it, and no gate."""
    step: dict[str, Any] = {"id": "only", "do": {}, FIELDS.get(code, "do"): text}
    if code in ANSWERS:
        step = {"id": "only", "do": {}, "choices": [{"id": "this", "label": text, "to": ANSWERS[code]}]}
    common = {"area": "hardware", "performer": "staff", "minutes": 5, "sources": ["source:trade"]}
    data = {"id": "one", "title": {}, "steps": [step], **common}
    if code in FIELDS or code in ANSWERS:
        extra = {"number": 1, "objective": {}, "urgency": "now", "use_if": [], "verify": {}}
        made: Node = Symptom.model_validate({**data, **extra, "escalation": "resolution:call-provider"})
    else:
        made = Resolution.model_validate({**data, "short": {}, "outcome": "resolved"})
    made.set_location(Place("checklists/one.yml"))
    return made


@pytest.mark.parametrize(("code", "text", "is_caught"), sentences())
def test_sentence_is_on_its_side(code: str, text: dict[str, str], is_caught: bool) -> None:
    made = record(code, text)
    assert isinstance(made, Record)
    found = {judged.code for judged in rules.validate_record(made, project())}
    if code in ANSWERS:
        catalog = replace(project(), records=(made, *project().of(Resolution)))
        chosen = tuple(rule for rule in rules.RULES if rule.code == code)
        found = {judged.code for judged in rules.validate_catalog(catalog, chosen)}
    assert (code in found) is is_caught


def test_source_of_the_controls_proves_nothing() -> None:
    assert Link("source", "trade") not in project().lexicon.trusted.sources


@pytest.mark.parametrize("code", sorted(controls()))
def test_there_are_enough_sentences(code: str) -> None:
    for side, _ in SIDES:
        listed = controls()[code][side]
        counts = [len(listed)] if isinstance(listed, list) else [len(part) for part in listed.values()]
        assert min(counts) >= AT_LEAST


def test_every_rule_of_wording_has_controls() -> None:
    with_phrases = {phrase.rule for phrase in project().wording.phrases}
    assert with_phrases <= set(controls())
