"""The shape of a rule: one function, one idea, one permanent code, and a scope that says what it may look at."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from counterside.model import Cards, Catalog, Node
from counterside.problems import Check, Finding

Findings = Iterator[Finding]
RuleFunction = Callable[..., Findings]


@dataclass(frozen=True)
class Rule:
    """A rule with its code. `scope` is the class of what it looks at: `Cards` for a catalog rule; a kind of record
    for a record rule (`Record` for every kind, `Node` for everything with texts, the site itself included)."""

    code: str
    name: str
    scope: type
    function: RuleFunction

    @property
    def check(self) -> Check:
        """The rule's entry in the catalogue, from its docstring."""
        return Check(self.code, self.name, inspect.getdoc(self.function) or "")

    def findings(self, subject: Any, catalog: Catalog) -> Findings:
        """What the rule says about one subject of its scope. Rules that ask for it also get the languages."""
        if "languages" in inspect.signature(self.function).parameters:
            return self.function(subject, languages=catalog.site.codes)
        return self.function(subject)

    def subjects(self, catalog: Catalog) -> Iterator[Any]:
        """Everything of the rule's scope."""
        if self.scope is Cards:
            yield catalog.cards
            return
        yield from (node for node in catalog.written if isinstance(node, self.scope))


def rule(code: str, name: str) -> Callable[[RuleFunction], Rule]:
    """Attach a code and a name to a rule; the annotation of its first parameter is its scope. Registers nothing."""

    def attach(function: RuleFunction) -> Rule:
        first = next(iter(inspect.signature(function).parameters))
        scope = typing.get_type_hints(function)[first]
        if not (scope is Cards or issubclass(scope, Node)):
            raise TypeError(f"{code}: a rule looks at Cards or at a kind of Node, not at {scope}")
        return Rule(code, name, scope, function)

    return attach
