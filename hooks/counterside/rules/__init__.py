"""The rules a catalog must keep. `RULES` is the whole list; nothing registers itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from counterside.model import Catalog, Link, Node, RecordText
from counterside.rules import (
    codes,
    craft,
    editorial,
    ids,
    links,
    paths,
    proof,
    safety,
    texts,
)
from counterside.rules.rule import Rule, WaiverContext
from counterside.text.problems import Problem

RULES: tuple[Rule, ...] = (
    ids.id_form,
    ids.site_id_form,
    ids.id_unique,
    ids.title_unique,
    ids.site_id_unique,
    ids.article_id_unique,
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
    codes.code_answered_twice,
    paths.step_unreachable,
    paths.path_without_end,
    paths.circle,
    paths.answer_without_target,
    paths.remedy_too_long,
    paths.no_escalation,
    paths.all_to_the_hotline,
    paths.fixed_too_early,
    texts.language_missing,
    texts.words_missing,
    texts.numbers_differ,
    texts.wrong_language,
    texts.forbidden_synonym,
    texts.half_width_punctuation,
    texts.negation_differs,
    texts.screen_words_differ,
    texts.stray_mark,
    texts.links_differ,
    craft.too_many_steps,
    craft.too_much_to_remember,
    craft.two_instructions,
    craft.no_visible_state,
    craft.too_long,
    craft.negative_question,
    craft.hazard_not_first,
    craft.not_on_this_device,
    craft.remedy_for_other_devices,
    craft.picture_unfit,
    safety.restart_without_gate,
    safety.opens_the_device,
    safety.retry_without_gate,
    safety.retry_code_without_gate,
    safety.asks_for_a_secret,
    safety.unlisted_number,
    safety.promise_or_folly,
    safety.keeps_a_card,
    safety.nobody_may_authorise,
    safety.other_way_too_early,
    paths.other_device,
    proof.unmet_need,
    proof.unsafe_without_need,
    proof.fault_in_facts,
    proof.idle_effect,
    proof.idle_circle,
    proof.tick_without_cure,
    editorial.fact_without_source,
    editorial.case_unsourced,
    editorial.review_date,
    editorial.waiver_unneeded,
)


def validate_catalog(catalog: Catalog, rules: tuple[Rule, ...] = RULES) -> Iterator[Problem]:
    """What the catalog rules say: they see all records at once."""
    for rule in rules:
        if rule.scope is Catalog:
            yield from rule.findings(catalog, catalog)


def validate_record(node: Node, catalog: Catalog, rules: tuple[Rule, ...] = RULES) -> Iterator[Problem]:
    """What the record rules say about one record. It depends on the record, the lexicon and the languages alone."""
    record_text = RecordText(node, catalog.lexicon)
    for rule in _list_record_rules(type(node), rules):
        yield from rule.findings(node, catalog, record_text)


@cache
def _list_record_rules(kind: type[Node], rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The record rules that look at a kind of record."""
    return tuple(rule for rule in rules if rule.scope not in (Catalog, WaiverContext) and issubclass(kind, rule.scope))


def apply_waivers(catalog: Catalog, problems: Iterable[Problem], rules: tuple[Rule, ...] = RULES) -> Iterator[Problem]:
    """The problems that no waiver excuses, and what is wrong with the waivers."""
    made = tuple(problems)
    excused = {problem for waiver in catalog.waivers for problem in editorial.find_waived(waiver, made, catalog)}
    if catalog.may_exist(Link("waiver")):  # a waiver that could not be read may excuse any of them
        excused |= {problem for problem in made if problem.code in editorial.WAIVABLE}
    # Rules on waivers come last: they ask what the others found.
    left = tuple(problem for problem in made if problem not in excused)
    yield from left
    context = WaiverContext(catalog.waivers, made, left, catalog)
    for rule in rules:
        if rule.scope is WaiverContext:
            yield from rule.findings(context, catalog)
