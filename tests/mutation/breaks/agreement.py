"""CS212, CS309, CS511, CS512 and CS611: what two places must say alike, and what an answer may promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from counterside.model.nodes import Link, TextUse
from counterside.model.records import Checklist, Code, Rail, Record, Resolution, Step, Symptom
from mutation.bench import Bench, Mutant
from mutation.breaks.wording import controls, places, said
from mutation.edits import Keys

QUOTED = re.compile(r"`([^`]+)`")
RUN = re.compile(r"(\d\d)–(\d\d)")


# ── CS212 ──


class Named(NamedTuple):
    """An answer that names codes: its step, where its words stand, what leads on, and the codes."""

    step: Step
    words: Keys
    target: Keys
    codes: frozenset[str]


def _quoted(words: str) -> frozenset[str]:
    found: set[str] = set()
    for token in " ".join(QUOTED.findall(words)).split():
        run = RUN.fullmatch(token)
        found |= {f"{number:02}" for number in range(int(run[1]), int(run[2]) + 1)} if run else {token}
    return frozenset(found)


def _named(bench: Bench) -> Iterator[tuple[Checklist, Named]]:
    for checklist in bench.catalog.of(Checklist):
        for step in checklist.steps:
            for index, choice in enumerate(step.choices if step.codes else ()):
                keys = (*step.place.keys, "choices", index)
                yield checklist, Named(step, (*keys, "label"), (*keys, "to"), _quoted(choice.label[bench.languages[0]]))
            if step.codes and step.expect and not step.choices:
                own = step.place.keys
                yield checklist, Named(step, (*own, "expect"), (*own, "seen"), _quoted(step.expect[bench.languages[0]]))


def _tables(bench: Bench) -> dict[str, dict[str, Code]]:
    return {rail.rail: {code.code: code for code in rail.codes} for rail in bench.catalog.of(Rail)}


def _unlike(bench: Bench, readings: list[Code]) -> str:
    """A remedy that no table names for any of some codes."""
    taken = {code.resolution.record for code in readings}
    return next(str(one.ref) for one in bench.catalog.of(Resolution) if one.ref not in taken)


def answered_twice(bench: Bench) -> Iterator[Mutant]:
    """Every answer that names codes leads elsewhere; every code's table does; every code that is not among the rest is
    gone from its group; every step forgets its tables."""
    tables = _tables(bench)
    for checklist, named in _named(bench):
        readings = [tables[name][code] for name in named.step.codes for code in named.codes if code in tables[name]]
        if checklist.place.file in bench.focused and readings:
            yield from _answer_elsewhere(bench, checklist, named, readings)
            yield from _table_elsewhere(bench, checklist, named, readings)
    for checklist in bench.of(Checklist):
        text = bench.text(checklist.place.file)
        for step in checklist.steps:
            if step.codes:
                new = text.without(text.parts[*step.place.keys, "codes"])
                yield bench.mutant("CS212", f"{step.id} without tables", checklist.place.file, new, step.place.keys)
        yield from _left_out(bench, checklist, tables)


def _answer_elsewhere(bench: Bench, checklist: Checklist, named: Named, readings: list[Code]) -> Iterator[Mutant]:
    text = bench.text(checklist.place.file)
    target = text.find(*named.target)
    judged = [one for one in readings if checklist.ref not in {other.to.record for other in one.use_other}]
    if target is not None and judged and named.step.after is None:
        new = text.with_value(target, _unlike(bench, readings))
        yield bench.mutant("CS212", f"{named.target} leads elsewhere", checklist.place.file, new, named.words)


def _table_elsewhere(bench: Bench, checklist: Checklist, named: Named, readings: list[Code]) -> Iterator[Mutant]:
    """The table of every code that this answer alone names, and that one table knows, has another remedy."""
    alone = [other for each, other in _named(bench) if each.ref == checklist.ref]
    for code in readings:
        known = [one for one in readings if one.code == code.code]
        if len(known) > 1 or code.use_other or sum(code.code in other.codes for other in alone) > 1:
            continue
        text = bench.text(code.place.file)
        new = text.with_value(text.parts[*code.place.keys, "resolution"], _unlike(bench, readings))
        files: dict[str, str | None] = {code.place.file: new}
        yield Mutant("CS212", f"{code.ref} has another remedy", files, ((checklist.place.file, named.words),))


def _left_out(bench: Bench, checklist: Checklist, tables: dict[str, dict[str, Code]]) -> Iterator[Mutant]:
    text = bench.text(checklist.place.file)
    # What none of the groups names agrees with whatever the last step leads to: another list, with what that has, too.
    rest = {answer.target.record for answer in checklist.steps[-1].answers if answer.target is not None}
    lists = [each for each in bench.catalog.symptoms if each.ref in rest]
    rest |= {remedy.record for each in lists for step in each.steps for remedy in step.resolutions}
    groups = [named for each, named in _named(bench) if each.ref == checklist.ref]
    for index, sorting in enumerate(getattr(checklist, "sorts", ())):
        for code in tables[sorting.table].values():
            holding = [named for named in groups if code.code in named.codes and sorting.table in named.step.codes]
            if len(holding) != 1 or code.resolution.record in rest or len(holding[0].codes) == 1:
                continue
            parts = [text.parts[*holding[0].words, language] for language in bench.languages]
            if not all(re.search(rf"\b{code.code}\b", part.value) for part in parts):
                continue  # it stands in a run
            new = text.text
            for part in parts:
                line = re.sub(rf" ?\b{code.code}\b ?", " ", part.value).replace("` ", "`").replace(" `", "`")
                new = new.replace(text.lines[part.line], text.lines[part.line].replace(part.value, line), 1)
            keys = ("sorts", index)
            yield bench.mutant("CS212", f"{code.ref} in no group", checklist.place.file, new, keys)


# ── CS511 ──

NEGATION = re.compile(r"没|未|不|(?<!别)无")


def negative_questions(bench: Bench) -> Iterator[Mutant]:
    """Every question with plain answers expects a negative; every one with answers of its own loses one of them; every
    hazard that comes first comes second."""
    sentences = controls("CS511", bench)
    for where in places(bench):
        node, use, language, _ = where
        if language in sentences and use.field == "steps.expect" and isinstance(node, Checklist):
            step = next(one for one in node.steps if one.place.covers(use.place))
            if not step.seen_label and not step.choices:
                yield said(bench, "CS511", where, next(sentences[language]))
    first = bench.languages[0]
    for checklist in bench.of(Checklist):
        text = bench.text(checklist.place.file)
        for step in checklist.steps:
            negative = step.expect is not None and NEGATION.search(step.expect[first])
            for key in ("seen_label", "not_seen_label") if negative else ():
                new = text.without(text.parts[*step.place.keys, key])
                keys = (*step.place.keys, "expect", first)
                yield bench.mutant("CS511", f"{step.id} without {key}", checklist.place.file, new, keys)
            if negative and step.first == "not_seen" and _stops(bench, step.not_seen):
                new = text.without(text.parts[*step.place.keys, "first"])
                keys = (*step.place.keys, "not_seen")
                yield bench.mutant("CS511", f"hazard of {step.id} second", checklist.place.file, new, keys)


def _stops(bench: Bench, target: Link | None) -> bool:
    found = bench.catalog.find(target) if target is not None else None
    return getattr(found, "outcome", "") == "stop_use" or getattr(found, "urgency", "") == "stop"


# ── CS512 ──

WITHOUT_PRINTER = "mpos"


def not_for_all_devices(bench: Bench) -> Iterator[Mutant]:
    """Every step that such a device meets tells to print, its detail left out; every remedy that a list for it leads
    to is for others only."""
    sentences = controls("CS512", bench)
    for where in places(bench):
        node, use, language, part = where
        devices = getattr(node, "applies_to", ()) or (WITHOUT_PRINTER,)
        is_met = isinstance(node, (Checklist, Resolution)) and WITHOUT_PRINTER in devices
        if language in sentences and use.field == "steps.do" and is_met:
            text = bench.text(use.place.file)
            detail = text.find(*use.place.keys[:-1], "detail")
            words = next(sentences[language])
            new = text.with_words(part, words, *([detail] if detail else []))
            yield bench.mutant("CS512", f"`{use.field}` says “{words}”", use.place.file, new, part.keys)
    for symptom in bench.of(Symptom):
        for step in symptom.steps if WITHOUT_PRINTER in symptom.applies_to else ():
            yield from _for_others(bench, symptom, step)


def _for_others(bench: Bench, symptom: Symptom, step: Step) -> Iterator[Mutant]:
    for answer in step.answers:
        keys = (*step.place.keys, *answer.key)
        remedy = bench.catalog.find(answer.target) if answer.target else None
        if isinstance(remedy, Resolution) and bench.text(symptom.place.file).find(*keys) and not remedy.applies_to:
            text = bench.text(remedy.place.file)
            new = text.with_lines(text.parts["minutes",].line, "applies_to: [traditional]")
            files: dict[str, str | None] = {remedy.place.file: new}
            yield Mutant("CS512", f"{remedy.ref} is for others", files, ((symptom.place.file, keys),))


# ── CS309 ──


def fixed_too_early(bench: Bench) -> Iterator[Mutant]:
    """Every answer with a workaround, or with a remedy of another area, settles its list; every `still:` leads to a
    remedy that the list names nowhere."""
    for symptom in bench.of(Symptom):
        text = bench.text(symptom.place.file)
        named = {answer.target for step in symptom.steps for answer in step.answers}
        for step in symptom.steps:
            for answer in step.answers if not step.settles else ():
                key = (*answer.key, "to") if answer.key[0] == "choices" else answer.key
                target = text.find(*step.place.keys, *key)
                remedy = bench.catalog.find(answer.target) if answer.target else None
                if target is None or answer.settles_list or not isinstance(remedy, Resolution) or _ends(remedy):
                    continue
                if remedy.outcome == "workaround" or remedy.area != symptom.area:
                    new = text.with_lines(target.line, f"{' ' * target.column}settles: list")
                    yield told_at(bench, "CS309", f"{step.id} {answer.name} settles", symptom, new, target.line + 2)
            still = text.find(*step.place.keys, "still")
            other = next(one for one in bench.catalog.of(Resolution) if not _ends(one) and one.ref not in named)
            if still is not None and step.resolutions:
                new = text.with_value(still, str(other.ref))
                yield bench.mutant("CS309", f"still of {step.id}", symptom.place.file, new, still.keys)


def told_at(bench: Bench, code: str, what: str, record: Record, new: str, line: int) -> Mutant:
    """A break of a record's file, to be told at a line, from 1."""
    return Mutant(code, what, {record.place.file: new}, ((record.place.file, line),))


def _ends(remedy: Resolution) -> bool:
    return remedy.outcome in ("escalated", "replace_device", "stop_use")


# ── CS611 ──


def other_devices(bench: Bench) -> Iterator[Mutant]:
    """Every answer that leads to a remedy for some devices only speaks of a phone or a computer, and so does every
    question that a yes or a no leads there from."""
    sentences = controls("CS611", bench)
    for where in places(bench):
        node, use, language, _ = where
        fields = ("steps.choices.label", "steps.expect", "steps.do") if language in sentences else ()
        if isinstance(node, Checklist) and use.field in fields:
            remedies = [bench.catalog.find_resolution(target) for target in _targets(node, use)]
            if any(remedy.applies_to for remedy in remedies if remedy is not None):
                yield said(bench, "CS611", where, next(sentences[language]))


def _targets(node: Checklist, use: TextUse) -> list[Link]:
    """Where the answers lead that a text of a step is about."""
    step = next(one for one in node.steps if one.place.covers(use.place))
    choices = [choice for choice in step.choices if choice.place.covers(use.place)]
    found = [choice.to for choice in choices] if step.choices else [answer.target for answer in step.answers]
    return [target for target in found if target is not None]


BREAKS = {
    "CS212": answered_twice,
    "CS309": fixed_too_early,
    "CS611": other_devices,
    "CS511": negative_questions,
    "CS512": not_for_all_devices,
}
