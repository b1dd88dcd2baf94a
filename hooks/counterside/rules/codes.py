"""CS212: a code has one answer, in a checklist and in its table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from counterside.model.catalog import Catalog, find_step
from counterside.model.nodes import Link, is_code
from counterside.model.records import Checklist, Code, Rail, Step, Symptom
from counterside.rules.rule import Findings, rule
from counterside.text.i18n import split_spans
from counterside.text.problems import Place, Problem, did_you_mean

# What is between the codes of one quotation, and a run of them: `78–80`, `E1-E4`.
_BETWEEN = re.compile(r"[\s、，,/]+")
_RANGE = re.compile(r"([A-Z]?)(\d+)[–-]\1(\d+)")


class _Group(NamedTuple):
    """An answer of a step that names codes: where it leads, where its words are, and the codes, each once."""

    step: Step
    target: Link | None
    place: Place
    named: tuple[str, ...]


@rule("CS212", "code-answered-twice", needs_links=True)
def code_answered_twice(catalog: Catalog) -> Findings:
    """A code that an answer names has the same answer in its table, and a list that sorts a table leaves no code out.

    中文：回答里写到的应答码，和应答码表里的处理要一致；清单要把一张表分组的，一个代码也不能漏。

    `codes:` of a step says which tables the codes in its answers come from. An answer agrees with a table if it leads
    to the code's remedy, or to a list that has it; a step that is asked `after:` that remedy was tried may go on.
    `sorts:` of a list names the tables that it sorts as a whole: a code that no group names must agree with what *none
    of these* leads to, or be listed under `other:` on purpose. A reader who looks a code up and a reader who walks the
    list must get the same answer.

    原因：一步的 `codes:` 写明回答里的代码出自哪几张表。回答指向这个代码的处理办法，或者指向有这个办法的清单，就算一
    致；写了 `after:` 的一步，是那个办法试过以后才问的，可以往下走。清单的 `sorts:` 写明它把哪几张表整张分了组：哪一组都
    没写到的代码，“都不是”通向的办法要和表里一致，不一致就得写进 `other:`，表示是有意的。查代码的人和走清单的人，听到的
    不能是两种说法。

    Bad:
        codes: [panel]
        choices:
          - id: busy
            label:
              zh: "`07`"
              en: "`07`"
            to: resolution:new-roll          # the table says resolution:free-the-book

    Good:
            to: resolution:free-the-book
    """
    tables = {rail.rail: {code.code: code for code in rail.codes} for rail in catalog.of(Rail)}
    for checklist in catalog.of(Checklist):
        yield from _Sorter(checklist, tables, catalog).findings()


class _Sorter:
    """One checklist against the tables of codes."""

    def __init__(self, checklist: Checklist, tables: Mapping[str, Mapping[str, Code]], catalog: Catalog) -> None:
        self.checklist = checklist
        self.tables = tables
        self.catalog = catalog
        self.groups = [group for step in checklist.steps for group in _list_groups(step)]

    def findings(self) -> Iterator[Problem]:
        yield from self._find_unknown_tables()
        for step in self.checklist.steps:
            yield from self._find_undeclared(step)
        for group in self.groups:
            yield from self._find_conflicts(group)
        for index, sorting in enumerate(getattr(self.checklist, "sorts", ())):
            place = self.checklist.place.at("sorts", index)
            yield from self._find_left_out(sorting.table, sorting.other, place)

    def _find_unknown_tables(self) -> Iterator[Problem]:
        named = [
            (step.place.at("codes", index), name)
            for step in self.checklist.steps
            for index, name in enumerate(step.codes)
        ]
        sorts = getattr(self.checklist, "sorts", ())
        named += [(self.checklist.place.at("sorts", index, "table"), one.table) for index, one in enumerate(sorts)]
        for place, name in named:
            if name not in self.tables and not self.catalog.broken:
                message = f"there is no table of codes `{name}`{did_you_mean(name, self.tables)}"
                yield Problem(place, message, "correct it")

    def _find_undeclared(self, step: Step) -> Iterator[Problem]:
        """Answers that name codes, in a step that does not say whose they are."""
        # A word in capitals, such as `OK`, may be a key of the device: without a digit it claims to be no code.
        named = (code for group in self.groups if group.step is step for code in group.named if re.search(r"\d", code))
        known = [code for code in named if any(code in table for table in self.tables.values())]
        if known and not step.codes:
            example = min(table for table, codes in self.tables.items() if known[0] in codes)
            fix = f"add the tables that they come from to the step, e.g. `codes: [{example}]`"
            yield Problem(step.place, f"its answers name codes, such as `{known[0]}`, and it names no table", fix)

    def _find_conflicts(self, group: _Group) -> Iterator[Problem]:
        codes = group.step.codes
        is_judged = bool(codes) and all(table in self.tables for table in codes)
        for name in group.named if is_judged else ():
            found = self._find_readings(group.step, name)
            if not found and re.search(r"\d", name):
                fix = "write it as the table does, or add it to the table"
                yield Problem(group.place, f"code `{name}` is in no table of this step", fix)
            elif found and not any(self._agrees(group.step, group.target, code) for code in found.values()):
                table, code = next(iter(found.items()))
                yield self._report_conflict(group, table, code)

    def _find_left_out(self, table: str, other: tuple[str, ...], place: Place) -> Iterator[Problem]:
        """Codes of a table that the list answers otherwise, or not at all."""
        known = self.tables.get(table, {})
        for index, name in enumerate(other):
            if name not in known and known:
                yield Problem(place.at("other", index), f"code `{name}` is not in table `{table}`", "delete it")
        for code in known.values():
            if code.is_published and code.code not in other:
                yield from self._find_unanswered(table, code, place)

    def _find_unanswered(self, table: str, code: Code, place: Place) -> Iterator[Problem]:
        """A code of a table that no group answers as the table does."""
        groups = [group for group in self.groups if table in group.step.codes and code.code in group.named]
        if not groups and not any(self._agrees(last, target, code) for last, target in self._find_rest(table)):
            message = f"code `{code.code}` of `{table}` is in no group; the rest does not lead to {code.resolution}"
            yield Problem(place, message, "name it in a group, or list it under `other:` if that is meant")
        elif groups and not any(self._agrees(group.step, group.target, code) for group in groups):
            first = groups[0]
            others = self._find_readings(first.step, code.code).values()
            if any(self._agrees(first.step, first.target, one) for one in others):  # else it is reported already
                yield self._report_conflict(first, table, code)

    def _report_conflict(self, group: _Group, table: str, code: Code) -> Problem:
        message = f"code `{code.code}` leads to {group.target} here, and to {code.resolution} in table `{table}`"
        return Problem(group.place, message, "give it the same answer in both places")

    def _find_readings(self, step: Step, name: str) -> dict[str, Code]:
        """What the tables of a step say of a code."""
        return {table: self.tables[table][name] for table in step.codes if name in self.tables.get(table, ())}

    def _agrees(self, step: Step, target: Link | None, code: Code) -> bool:
        """Whether an answer leads where a table does: to the code's remedy, to a list that has it, or to a list that
        the table names for another meaning of the code. What leads nowhere is CS304's."""
        if target is None or code.resolution.record in (target.record, step.after):
            return True
        others = {other.to.record for other in code.use_other}
        if target.record in others or self.checklist.ref in others:
            return True
        if target.kind in ("next", "step"):
            onward = find_step(self.checklist, target.id)
            return isinstance(onward, Step) and code.resolution.record in {one.record for one in onward.resolutions}
        found = self.catalog.find(target)
        if not isinstance(found, Symptom) or code.resolution.record == found.escalation.record:
            return False  # the escalation is every list's, and says nothing about a code
        return any(code.resolution.record == remedy.record for step in found.steps for remedy in step.resolutions)

    def _find_rest(self, table: str) -> tuple[tuple[Step, Link], ...]:
        """Where a reader comes whose code no group of a table's steps names: what the answers without codes lead to,
        from the last of those steps on."""
        steps = self.checklist.steps
        last = max((index for index, step in enumerate(steps) if table in step.codes), default=-1)
        found: list[tuple[Step, Link]] = []
        queue, seen = [last] * (last >= 0), set[int]()
        while queue:
            index = queue.pop()
            if index in seen or index >= len(steps):
                continue
            seen.add(index)
            for target in _list_unnamed_targets(steps[index]):
                if target.kind == "next":
                    queue.append(index + 1)
                elif target.kind == "step":
                    queue += [number for number, step in enumerate(steps) if step.id == target.id]
                else:
                    found.append((steps[index], target))
        return tuple(found)


def _list_groups(step: Step) -> Iterator[_Group]:
    """The answers of a step whose words name codes, in whatever language."""
    answers = [
        (choice.label, choice.to, step.place.at("choices", index, "label")) for index, choice in enumerate(step.choices)
    ]
    if step.expect and not step.choices:
        answers = [(step.expect, step.seen, step.place.at("expect"))]
    for words, target, place in answers:
        named = tuple(dict.fromkeys(code for text in words.values() for code in _list_codes(text)))
        if named:
            yield _Group(step, target, place, named)


def _list_unnamed_targets(step: Step) -> Iterator[Link]:
    """Where the answers lead that name no code; *not sure* is no answer to which code it is."""
    if not step.choices:
        named = step.expect is not None and any(map(_list_codes, step.expect.values()))
        yield from () if named else (step.seen,)
        yield from (step.not_seen,) if step.not_seen else ()
    for choice in step.choices:
        if choice.to is not None and not any(map(_list_codes, choice.label.values())):
            yield choice.to


def _list_codes(words: str) -> tuple[str, ...]:
    """The codes that a text quotes: two or more characters in backticks, `78–80` for a run of them."""
    found: list[str] = []
    for text in (span.text for span in split_spans(words) if span.kind == "screen"):
        for token in filter(None, _BETWEEN.split(text)):
            run = _RANGE.fullmatch(token)
            letter, first, last = run.groups() if run else ("", "", "")
            numbers = range(int(first), int(last) + 1) if run else ()
            found += [f"{letter}{number:0{len(first)}}" for number in numbers] if run else [token]
    return tuple(filter(is_code, found))
