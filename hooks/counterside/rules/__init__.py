"""The rules a catalog must keep. `RULES` is the whole list; nothing registers itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from counterside.model import Catalog
from counterside.problems import Finding
from counterside.rules import ids, links, paths, texts
from counterside.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    ids.id_form,
    ids.id_unique,
    ids.former_id,
    ids.sheet_number,
    links.step_without_resolution,
    links.target_missing,
    links.target_empty,
    links.orphan_resolution,
    links.link_kind,
    links.self_link,
    links.published_to_draft,
    links.trail_broken,
    links.orphan_symptom,
    links.article_item,
    links.listed_record,
    paths.answer_without_target,
    texts.language_missing,
)


class Judgement(NamedTuple):
    """A finding with the code of the rule that made it."""

    code: str
    finding: Finding


def judge(catalog: Catalog, rules: tuple[Rule, ...] = RULES) -> Iterator[Judgement]:
    """What every rule says about a catalog, in no particular order."""
    for rule in rules:
        for subject in rule.subjects(catalog):
            for finding in rule.findings(subject, catalog):
                yield Judgement(rule.code, finding)
