"""CS3xx: the paths through a checklist."""

from __future__ import annotations

from counterside.model import DONE, Cards
from counterside.problems import Finding
from counterside.rules.rule import Findings, rule


@rule("CS304", "answer-without-target")
def answer_without_target(cards: Cards) -> Findings:
    """Every answer of a step leads somewhere, *not sure* included, and *not sure* is never the happy end.

    中文：每个回答都要有去处，“不确定”也一样；“不确定”不能直接算修好。

    A clerk who is not sure is the reader this site is for. `unsure` falls back to `not_seen`; beside `choices`
    it has to be written.

    Bad:
        choices:
          - id: logo
            to: resolution:boot-failure
        unsure: done

    Good:
        choices:
          - id: logo
            to: resolution:boot-failure
        unsure: resolution:call-provider
    """
    for card in cards.of("symptom", "routine"):
        for step in card.steps:
            for answer in step.answers:
                place = step.place.at(*answer.key)
                if answer.target is None and not (answer.name == "unsure" and not step.has_choices):
                    name = "to" if answer.key[0] == "choices" else answer.name
                    fix = f"add `{name}:`, e.g. `{name}: resolution:call-provider`"
                    yield Finding(place, f"answer `{answer.name}` of step `{step.id}` leads nowhere", fix)
                elif answer.name == "unsure" and answer.target == DONE and answer.key == ("unsure",):
                    fix = "lead to a safe resolution or the next step"
                    yield Finding(place, f"“not sure” of step `{step.id}` counts as fixed", fix)
