"""The shape of a rule: one function, one idea, one permanent code, and a scope that says what it may look at."""

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, get_type_hints

from counterside.model.catalog import Catalog
from counterside.model.nodes import Node
from counterside.text.problems import Check, Place, Problem, did_you_mean, find_repeated

Findings = Iterator[Problem]
RuleFunction = Callable[..., Findings]

# Parameters that only rules have which are asked last: what the other rules found, and what of it no waiver excuses.
_LAST = frozenset(("problems", "left"))


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule with its code. `scope` is the class of what it looks at: `Catalog` for a rule across records; a kind of
    record for a record rule (`Record` for every kind, `Node` for everything with texts, the site itself included).
    `asks` are the further parameters of the function: `languages`, `catalog` and `record_text` of a record rule,
    `problems` and `left` of one across records. A further part of a rule with another scope has no entry of its own."""

    check: Check
    scope: type
    function: RuleFunction
    asks: frozenset[str]

    @property
    def code(self) -> str:
        return self.check.code

    @property
    def is_last(self) -> bool:
        """Whether it asks what the other rules found."""
        return not _LAST.isdisjoint(self.asks)

    def findings(self, subject: object, **given: object) -> Findings:
        """What the rule says about one subject of its scope, under its code. `given` has what it asks for."""
        for finding in self.function(subject, **{name: given[name] for name in self.asks}):
            yield replace(finding, code=self.code)


def rule(code: str, name: str, **follows: Any) -> Callable[[RuleFunction], Rule]:
    """Attach a code, a name and what it follows from (see `Check`) to a rule, whose first parameter has its scope."""

    def attach(function: RuleFunction) -> Rule:
        # What a rule looks at and asks for is in its signature: nothing has to be said twice.
        first, *others = inspect.signature(function).parameters
        scope = get_type_hints(function)[first]
        if scope is not Catalog and not issubclass(scope, Node):
            raise TypeError(f"{code}: a rule looks at the Catalog or at a kind of Node, not at {scope}")
        return Rule(Check(code, name, inspect.getdoc(function) or "", **follows), scope, function, frozenset(others))

    return attach


# A further part of a rule with another scope: same code, no entry of its own among the checks.
part_of = partial(rule, name="")


def find_unknown(place: Place, thing: str, name: str | None, known: Collection[str], fix: str = "") -> Findings:
    """The problem that `name` is no `thing` of those that are known, with the one that was probably meant."""
    if name is not None and name not in known:
        fix = fix or f"known: {', '.join(known) or 'none'}"
        yield Problem(place, f"there is no {thing} `{name}`{did_you_mean(name, known)}", fix)


def report_repeated(entries: Iterable[Any], fix: str, thing: str = "", key: str = "id") -> Findings:
    """A problem for each name that was there before in a list."""
    listed = list(entries)
    for index in find_repeated(getattr(entry, key) for entry in listed):
        message = f"{thing} `{getattr(listed[index], key)}` is there twice".lstrip()
        yield Problem(listed[index].place.at(key), message, fix)
