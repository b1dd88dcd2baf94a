"""The rules a catalog must keep. `RULES` holds every rule of the modules named here; nothing registers itself."""

from collections.abc import Iterable, Iterator

from counterside.model.catalog import Catalog
from counterside.model.lexicon import RecordText
from counterside.model.nodes import Link, Node
from counterside.rules import craft, editorial, ids, links, paths, proof, safety, texts
from counterside.rules.rule import Rule
from counterside.text.problems import Problem

# Every rule of these modules; problems are sorted by place, so their order says nothing.
_MODULES = (ids, links, paths, texts, craft, safety, proof, editorial)
RULES: tuple[Rule, ...] = tuple(found for each in _MODULES for found in vars(each).values() if isinstance(found, Rule))


def validate_all(catalog: Catalog, rules: tuple[Rule, ...] = RULES) -> Iterator[Problem]:
    """What the rules say about all records at once and about each, but for those that ask what the others found."""
    subjects: tuple[Catalog | Node, ...] = (catalog, *catalog.written)
    for subject in subjects:
        yield from validate_record(subject, catalog, rules)


def validate_record(subject: Catalog | Node, catalog: Catalog, rules: tuple[Rule, ...] = RULES) -> Iterator[Problem]:
    """What the rules say about one record, or about all of them at once if the catalog is the subject."""
    languages, texts = catalog.site.codes, RecordText(subject, catalog.lexicons) if isinstance(subject, Node) else None
    for rule in rules:
        if isinstance(subject, rule.scope) and not rule.is_last:
            yield from rule.findings(subject, languages=languages, catalog=catalog, record_text=texts)


def apply_waivers(catalog: Catalog, problems: Iterable[Problem], rules: tuple[Rule, ...] = RULES) -> Iterator[Problem]:
    """The problems that no waiver excuses, and what is wrong with the waivers."""
    made = tuple(problems)
    is_unread = catalog.may_exist(Link("waiver"))  # a waiver that could not be read may excuse any of them
    waivable = (one for one in made if one.code in editorial.WAIVABLE)
    waived = {one for one in waivable if is_unread or catalog.find_waiver(one.code, one.place)}
    left = tuple(one for one in made if one not in waived)
    yield from left
    # Rules on waivers come last: they ask what the others found.
    for rule in rules:
        if rule.is_last:
            yield from rule.findings(catalog, problems=made, left=left)
