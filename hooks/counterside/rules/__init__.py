"""The rules a catalog must keep. `RULES` holds every rule of the modules named here; nothing registers itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from counterside.model.catalog import Catalog
from counterside.model.lexicon import RecordText
from counterside.model.nodes import Link, Node
from counterside.rules import craft, editorial, ids, links, paths, proof, safety, texts
from counterside.rules.rule import Rule, WaiverContext
from counterside.text.problems import Problem

# Every rule of these modules; problems are sorted by place, so their order says nothing.
_MODULES = (ids, links, paths, texts, craft, safety, proof, editorial)
RULES: tuple[Rule, ...] = tuple(
    found for module in _MODULES for found in vars(module).values() if isinstance(found, Rule)
)


def validate_catalog(catalog: Catalog, rules: tuple[Rule, ...] = RULES) -> Iterator[Problem]:
    """What the catalog rules say: they see all records at once."""
    for rule in rules:
        if rule.scope is Catalog:
            yield from rule.findings(catalog, catalog)


def validate_record(node: Node, catalog: Catalog, rules: tuple[Rule, ...] = RULES) -> Iterator[Problem]:
    """What the record rules say about one record. It depends on the record, the lexicon and the languages alone."""
    record_text = RecordText(node, catalog.lexicon)
    for rule in rules:
        if rule.scope not in (Catalog, WaiverContext) and isinstance(node, rule.scope):
            yield from rule.findings(node, catalog, record_text)


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
