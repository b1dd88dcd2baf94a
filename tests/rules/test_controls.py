"""Negative controls: sentences near the border, on both sides, for every rule of wording.

`controls/<CODE>.yml` holds sentences that are legal and must stay clean, and sentences that must be caught, in the
words of the project's own trade and with its own lexicon. A checker that flags every 密码 is as bad as one that
flags none.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from counterside import rules
from counterside.content.formatter import fix_text
from counterside.model.nodes import Link
from counterside.model.records import Record, Resolution, Source, Symptom
from counterside.rules.rule import Rule
from counterside.text.problems import Place
from mini_site import read_own_catalog

CONTROLS = Path(__file__).with_name("controls")
LANGUAGES = ("zh", "en")
AT_LEAST = 10
FIELDS = {"CS504": "expect", "CS511": "expect"}
ANSWERS = {"CS611": "resolution:isolate-device"}
"""Rules on what an answer says, and a remedy that it must not lead to."""
SIDES = (("legal", False), ("illegal", True))


@cache
def controls() -> dict[str, dict[str, Any]]:
    files = sorted(CONTROLS.glob("CS*.yml"))
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in files}


def pairs(side: Any) -> list[dict[str, str]]:
    """The sentences of one side as texts: pairs as they are, the others in one language."""
    if isinstance(side, list):
        return side
    return [{language: words} for language, listed in side.items() for words in listed]


def record(code: str, text: dict[str, str]) -> Record:
    """A record that holds one sentence where the rule looks for it, and no gate."""
    step: dict[str, Any] = {"id": "only", "do": {}, FIELDS.get(code, "do"): text}
    if code in ANSWERS:
        step = {"id": "only", "do": {}, "choices": [{"id": "this", "label": text, "to": ANSWERS[code]}]}
    common = {"area": "hardware", "performer": "staff", "minutes": 5, "sources": ["source:trade"]}
    data = {"id": "one", "title": {}, "steps": [step], **common}
    if code in FIELDS or code in ANSWERS:
        extra = {"number": 1, "objective": {}, "urgency": "now", "use_if": [], "verify": {}}
        made: Record = Symptom.model_validate({**data, **extra, "escalation": "resolution:call-provider"})
    else:
        made = Resolution.model_validate({**data, "short": {}, "outcome": "resolved"})
    made.set_location(Place("checklists/one.yml"))
    return made


def test_check_fix_corrects_every_mark_that_it_is_offered_for() -> None:
    chosen = tuple(rule for rule in rules.RULES if rule.code == "CS406")
    left = []
    for text in pairs(controls()["CS406"]["illegal"]):
        fixed = yaml.safe_load(fix_text(yaml.safe_dump({"do": text}, allow_unicode=True), LANGUAGES)[0])["do"]
        left += [fixed] if fixed == text or is_reported("CS406", record("CS406", fixed), chosen) else []
    assert left == []


@pytest.mark.parametrize("code", sorted(controls()))
def test_sentences_are_on_their_side(code: str) -> None:
    chosen = tuple(rule for rule in rules.RULES if rule.code == code)
    wrong = [
        text
        for side, is_caught in SIDES
        for text in pairs(controls()[code][side])
        if is_reported(code, record(code, text), chosen) is not is_caught
    ]
    assert wrong == []


def is_reported(code: str, made: Record, chosen: tuple[Rule, ...]) -> bool:
    """Whether the rule `code` reports anything about a record of the project."""
    return any(found.code == code for found in rules.validate_record(made, read_own_catalog(), chosen))


def test_source_of_the_controls_proves_nothing() -> None:
    found = read_own_catalog().find(Link("source", "trade"))
    assert isinstance(found, Source)
    assert found.grade not in ("A", "B")


def test_there_are_enough_sentences() -> None:
    few = [
        (code, side)
        for code, sides in controls().items()
        for side, listed in sides.items()
        if min([len(listed)] if isinstance(listed, list) else map(len, listed.values())) < AT_LEAST
    ]
    assert few == []


def test_every_rule_of_wording_has_controls() -> None:
    with_phrases = {phrase.rule for phrase in read_own_catalog().wording.phrases}
    assert with_phrases <= set(controls())
