"""CS1xx to CS3xx: ids, links and paths. Every id, every link, every answer, every pair of neighbouring steps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from counterside.content.load import FOLDER
from counterside.model.nodes import Link, LinkUse, Node
from counterside.model.records import (
    Checklist,
    Contact,
    Gate,
    Notice,
    Rail,
    Record,
    Resolution,
    Routine,
    Source,
    Step,
    Symptom,
)
from counterside.model.site import ArticleItem
from counterside.text.i18n import script_of
from mutation.bench import Bench, Mutant
from mutation.edits import Keys, Text

FOLDERS = {"symptom": "symptoms", "resolution": "resolutions", "routine": "routines", "case": "cases"}
LISTED = (Gate, Notice, Source, Contact)
TRAILS = ("case", "code", "routine")
ANSWERS = ("expect", "seen", "not_seen", "choices", "unsure", "still")
CALL = "resolution:call-provider"


# ── CS1xx ──


def bad_ids(bench: Bench) -> Iterator[Mutant]:
    """Every id of a record, a step, a choice, and every code, with a sign that an address cannot have."""
    for file in bench.focused:
        text = bench.text(file)
        for part in text.parts.values():
            if part.keys[-1:] == ("id",) and part.is_text and file.split("/")[1] not in NO_ADDRESSES:
                new = text.with_value(part, part.value + ".No")
                yield bench.mutant("CS101", f"{part.keys} with a dot", file, new, part.keys)
            if part.keys[-2:-1] == ("was",) and part.is_text and "codes" not in file:
                new = text.with_value(part, "../" + part.value)
                yield bench.mutant("CS101", f"{part.keys} out of its folder", file, new, part.keys)
            if part.keys[-1:] == ("code",) and "codes" in file:
                new = text.with_words(part, "a-b")
                yield bench.mutant("CS101", f"{part.keys} is no code", file, new, part.keys)
    yield from cut_codes(bench)
    for kind, folder in FOLDERS.items():
        for record in of_kind(bench, kind):
            new_file = f"{FOLDER}/{folder}/{record.id}.No.yml"
            files = {record.place.file: None, new_file: bench.texts[record.place.file]}
            yield Mutant("CS101", "file renamed", files, ((new_file, ()),))


def cut_codes(bench: Bench) -> Iterator[Mutant]:
    """Every code that begins with a zero, without it."""
    for file in bench.focused:
        text = bench.text(file)
        for part in text.parts.values() if file.split("/")[1] == "codes" else ():
            if part.keys[-1:] == ("code",) and part.value[0] == "0" and is_as_wide_as_all(text, part.value):
                new = text.with_value(part, part.value[1:])
                yield bench.mutant("CS101", f"{part.keys} without its zero", file, new, part.keys)


def is_as_wide_as_all(text: Text, code: str) -> bool:
    """Whether a code of digits has as many as all others of its table, one of which begins with a zero as well."""
    values = [part.value for part in text.parts.values() if part.keys[-1:] == ("code",) and part.value.isdigit()]
    return len(code) > 1 and {len(value) for value in values} == {len(code)} and sum(v[0] == "0" for v in values) > 1


NO_ADDRESSES = ("wording.yml", "article.yml", "synonyms.yml")
"""Lists whose ids are no part of an address."""
UNNAMED = ("wording.yml", "synonyms.yml", "facts.yml")
"""Lists whose entries nobody refers to, and that of the facts, whose names are CS623's."""


def of_kind(bench: Bench, *kinds: str) -> Iterator[Record]:
    return (record for record in bench.of(Record) if record.kind in kinds)


def taken_ids(bench: Bench) -> Iterator[Mutant]:
    """Every id given to its neighbour as well: entries, steps, choices, codes, and records of other kinds."""
    for file in bench.focused:
        text = bench.text(file)
        ids = [part for part in text.parts.values() if part.keys[-1:] in (("id",), ("code",)) and part.is_text]
        for one, other in pairwise(ids if file.split("/")[1] not in UNNAMED else ()):
            if one.keys[:-2] == other.keys[:-2]:
                new = text.with_words(other, one.value)
                keys = other.keys if other.keys[-1] == "id" else other.keys[:-1]
                yield bench.mutant("CS102", f"{other.keys} taken", file, new, keys)
    for record in of_kind(bench, "resolution", "routine", "case"):
        taken = bench.catalog.symptoms[0].id
        new_file = f"{FOLDER}/{FOLDERS[record.kind]}/{taken}.yml"
        files = {record.place.file: None, new_file: bench.texts[record.place.file]}
        yield Mutant("CS102", f"{record.ref} renamed to {taken}", files, ((new_file, ()),))


def former_ids(bench: Bench) -> Iterator[Mutant]:
    """Every record that readers can visit, and every step, once had the id of another."""
    for record in of_kind(bench, *FOLDERS):
        text = bench.text(record.place.file)
        other = next(one for one in bench.catalog.records if one.kind == record.kind and one.id != record.id)
        new = with_key(text, "was", f"[{other.id}]")
        yield bench.mutant("CS103", f"{record.ref} was {other.id}", record.place.file, new, ("was", 0))
        steps = getattr(record, "steps", ())
        for index, step in enumerate(steps if len(steps) > 1 else ()):
            taken = steps[index - 1].id
            part = text.parts["steps", index, "id"]
            without = text.without(was) if (was := text.find("steps", index, "was")) else text.text
            added = Text(without).with_lines(part.line, f"{' ' * part.column}was: [{taken}]")
            keys = ("steps", index, "was", 0)
            yield bench.mutant("CS103", f"{record.ref}#{step.id} was {taken}", record.place.file, added, keys)


def with_key(text: Text, key: str, raw: str) -> str:
    """A record's text with a key of its own at the end, in place of the one that it has."""
    old = text.find(key)
    bare = text.without(old) if old else text.text
    return f"{bare.rstrip()}\n{key}: {raw}\n"


def sheet_numbers(bench: Bench) -> Iterator[Mutant]:
    """Every sheet number is the one of the checklist before it."""
    numbered = bench.catalog.of(Checklist)
    for one, other in pairwise(numbered):
        text = bench.text(other.place.file)
        new = text.with_value(text.parts["number",], str(one.number))
        yield bench.mutant("CS104", f"{other.ref} has number {one.number}", other.place.file, new, ("number",))


# ── links ──


def uses(bench: Bench) -> Iterator[tuple[Node, LinkUse]]:
    """Every link in focus, of records, of the site and of the article, with what it stands in."""
    for node in bench.written:
        yield from ((node, use) for use in node.uses.link)


def all_uses(bench: Bench) -> Iterator[tuple[Node, LinkUse]]:
    """The same, in focus or not."""
    for node in bench.catalog.written:
        yield from ((node, use) for use in node.uses.link)


def relinked(text: Text, use: LinkUse, new: str) -> str | None:
    """The text with another link in the place of one, alone or inside words."""
    keys = use.place.keys
    part = text.find(*keys) or (text.find(*keys[:-1]) if keys[-1] == "gate" else None)  # a gate alone is a plain link
    if part is None or not part.is_text:
        return None  # a default that stands nowhere
    if use.kinds:
        return text.with_words(part, new)
    return text.with_words(part, part.value.replace(f"]({use.value})", f"]({new})", 1))


def no_resolution(bench: Bench) -> Iterator[Mutant]:
    """Every step of every checklist, with `next` wherever it led to a remedy."""
    for record, index, step in steps(bench):
        text = bench.text(record.place.file)
        changed = answered(text, index, lambda link: "next" if link.startswith("resolution:") else link)
        place = ("steps", index)
        yield bench.mutant("CS201", f"{record.ref}#{step.id} without a remedy", record.place.file, changed, place)


def steps(bench: Bench) -> Iterator[tuple[Checklist, int, Step]]:
    for record in bench.of(Checklist):
        yield from ((record, index, step) for index, step in enumerate(record.steps))


def answered(text: Text, index: int, change: Callable[[str], str]) -> str:
    """A checklist's text with the answers of one step changed, `still` aside."""
    lines = list(text.lines)
    for part in text.parts.values():
        is_answer = part.keys[-1] in ("seen", "not_seen", "unsure", "to") and part.keys[:2] == ("steps", index)
        if is_answer and part.is_text:
            line = lines[part.line]
            lines[part.line] = line[: part.node.start_mark.column] + change(part.value)
    return "\n".join(lines)


def code_of(node: Node, link: Link) -> str:
    """The rule that guards the target of a link."""
    if link.kind in ("source", "contact", "notice", "gate"):
        return "CS211"
    if isinstance(node, Record):
        return "CS208" if node.kind in TRAILS else "CS202"
    return "CS210" if isinstance(node, ArticleItem) else "CS202"


def nowhere(wanted: str) -> Callable[[Bench], Iterator[Mutant]]:
    """Every link that a rule guards: its id, and where it names one its step, with a letter too many."""

    def break_links(bench: Bench) -> Iterator[Mutant]:
        for node, use in uses(bench):
            if code_of(node, use.value) == wanted and use.value.id:
                for target in misspelled(use):
                    new = relinked(bench.text(use.place.file), use, target)
                    if new is not None:
                        what = f"{use.place.keys} leads to {target}"
                        yield bench.mutant(wanted, what, use.place.file, new, use.place.keys)

    return break_links


def misspelled(use: LinkUse) -> Iterator[str]:
    """A link with a letter too many in its id, and in its step if it names one; a tick that its gate does not have."""
    if use.field.endswith("fills"):
        yield f"{use.value.kind}:{use.value.id}x/{use.value.step}"
        yield f"{use.value.record}/99"
        return
    yield f"{use.value.kind}:{use.value.id}x"
    if use.value.kind in ("symptom", "resolution", "routine"):
        yield f"{use.value.record}#x{use.value.step}"


def missing_or_unlisted(bench: Bench) -> Iterator[Mutant]:
    """As above; and every source, contact, notice and gate renamed, to nothing like it: those who name it miss it,
    and nobody uses it."""
    yield from nowhere("CS211")(bench)
    for record in bench.of(Record):
        if isinstance(record, LISTED):
            text = bench.text(record.place.file)
            part = text.parts[*record.place.keys, "id"]
            file, new = record.place.file, text.with_value(part, "frobnicated")
            users = {
                (use.place.file, use.place.keys)
                for node, use in all_uses(bench)
                if use.value.record == record.ref and not isinstance(node, ArticleItem)
            }
            expected = (*users, (file, part.line + 1))
            yield Mutant("CS211", f"{record.ref} renamed", {file: new}, expected)


def empty_targets(bench: Bench) -> Iterator[Mutant]:
    """Every remedy without steps or without its `verify`, an end without its packet; every checklist without steps."""
    for record in bench.of(Resolution):
        text = bench.text(record.place.file)
        packet = [part for name in ("steps", "bring", "ask") if (part := text.find(name))]
        gone = packet if record.is_end else [part for part in (text.find("steps"),) if part]
        yield bench.mutant("CS203", f"{record.ref} without steps", record.place.file, text.without(*gone), ())
        if not record.is_end:
            new = text.without(text.parts["verify",])
            yield bench.mutant("CS203", f"{record.ref} without verify", record.place.file, new, ())
    for checklist in bench.of(Checklist):
        text = bench.text(checklist.place.file)
        part = text.parts["steps",]
        new = Text(text.without(part)).with_lines(part.line - 1, "steps: []")
        yield bench.mutant("CS203", f"{checklist.ref} without steps", checklist.place.file, new, ())


def orphans(bench: Bench) -> Iterator[Mutant]:
    """Every remedy: all that led to it leads to the hotline instead, but for stories."""
    for record in bench.of(Resolution):
        if str(record.ref) != CALL:
            folders = ("symptoms", "routines", "codes", "resolutions")
            files = replaced(bench, bench.files(*folders), record.ref, CALL, record.place.file)
            yield Mutant("CS204", f"nobody leads to {record.ref}", files, ((record.place.file, ()),))


def orphan_symptoms(bench: Bench) -> Iterator[Mutant]:
    """Every symptom: triage, other lists and codes lead elsewhere instead."""
    known = bench.catalog.of(Symptom)
    for record in known:
        other = next(one for one in known if one.id != record.id)
        folders = ("symptoms", "codes", "site.yml")
        files = replaced(bench, bench.files(*folders), record.ref, str(other.ref), record.place.file)
        yield Mutant("CS209", f"nobody leads to {record.ref}", files, ((record.place.file, ()),))


def replaced(bench: Bench, files: list[str], old: Link, new: str, but: str) -> dict[str, str | None]:
    """The files that name a record, naming another."""
    pattern = re.compile(rf"{re.escape(str(old))}(?:#[\w-]+)?(?![\w-])")
    found = {file: pattern.sub(new, bench.texts[file]) for file in files if file != but}
    return {file: text for file, text in found.items() if text != bench.texts[file]}


def wrong_kind(bench: Bench) -> Iterator[Mutant]:
    """Every link: no link at all, and one of a kind that its key does not take."""
    for _, use in uses(bench):
        others = ("myth:x", "term:x") if use.kinds else ("next", "step:x")
        for target in ("frobnicate", *(other for other in others if other.split(":")[0] not in use.kinds)):
            new = relinked(bench.text(use.place.file), use, target)
            if new is not None:
                what = f"{use.place.keys} is {target}"
                yield bench.mutant("CS205", what, use.place.file, new, use.place.keys)


def self_links(bench: Bench) -> Iterator[Mutant]:
    """Every link of a record leads to that record, every answer to its own step."""
    for node, use in uses(bench):
        if isinstance(node, Record) and not isinstance(node, Rail):
            new = relinked(bench.text(use.place.file), use, str(node.ref))
            if new is not None:
                what = f"{use.place.keys} leads to itself"
                yield bench.mutant("CS206", what, use.place.file, new, use.place.keys)
    for record, index, step in steps(bench):
        text = bench.text(record.place.file)
        for part in text.parts.values():
            is_answer = part.keys[-1] in ("seen", "not_seen", "unsure", "to", "still")
            if part.keys[:2] == ("steps", index) and is_answer and part.is_text:
                new = text.with_value(part, f"step:{step.id}")
                yield bench.mutant("CS206", f"{part.keys} leads to itself", record.place.file, new, _told(part.keys))


def _told(place: Keys) -> Keys:
    """A choice is told where it begins."""
    return place[:-1] if place[-1] == "to" else place


def drafts(bench: Bench) -> Iterator[Mutant]:
    """Every record that something published leads to becomes a draft: each of those links is told."""
    for record in bench.of(Record):
        if isinstance(record, Rail):
            continue
        users = {
            (use.place.file, use.place.keys)
            for node, use in all_uses(bench)
            if use.value.record == record.ref and not isinstance(node, ArticleItem) and node is not record
        }
        if users:
            file = record.place.file
            new = drafted(bench.text(file), record.place.keys)
            yield Mutant("CS207", f"{record.ref} is a draft", {file: new}, tuple(users))


def drafted(text: Text, keys: Keys) -> str:
    """A record as a draft."""
    status = text.find(*keys, "status")
    if status is not None:
        return text.with_value(status, "draft")
    if not keys:
        return text.with_lines(min(part.line for part in text.parts.values()) - 1, "status: draft")
    last = text.parts[keys].last_line
    margin = next(part.column for part in text.parts.values() if part.keys[:-1] == keys)
    return text.with_lines(last, f"{' ' * margin}status: draft")


def article(bench: Bench) -> Iterator[Mutant]:
    """Every claim names an item that is not there; every item loses whoever answered it; pages that are not there."""
    for file in bench.focused:
        text = bench.text(file)
        for part in text.parts.values():
            if len(part.keys) > 1 and part.keys[-2] == "article" and part.is_text:
                new = text.with_value(part, "S999")
                yield bench.mutant("CS210", f"{part.keys} claims S999", file, new, part.keys)
    yield from nowhere("CS210")(bench)
    own = f"{FOLDER}/article.yml"
    for item in bench.of(ArticleItem):
        text = bench.text(own)
        gone = [part for name in ("page", "waived") if (part := text.find(*item.place.keys, name))]
        files = {own: text.without(*gone)} | unclaimed(bench, item.id)
        yield Mutant("CS210", f"nobody answers {item.id}", files, ((own, item.place.keys),))


def unclaimed(bench: Bench, item: str) -> dict[str, str | None]:
    """The files that claim an item, without that."""
    found: dict[str, str | None] = {}
    for file in bench.texts:
        text = bench.text(file)
        lines = list(text.lines)
        for part in text.parts.values():
            if part.keys[-1:] == ("article",) and item in [str(one.value) for one in part.node.value]:
                kept = [str(one.value) for one in part.node.value if str(one.value) != item]
                margin = lines[part.line][: part.column]
                lines[part.line] = f"{margin}article: [{', '.join(kept)}]" if kept else f"{margin}reviewed: 2026-11-22"
                found[file] = "\n".join(lines)
    return found


# ── CS3xx ──


def rewritten(text: Text, index: int, *lines: str) -> str:
    """A checklist's text with other answers for one step."""
    gone = [part for name in ANSWERS if (part := text.find("steps", index, name))]
    bare = Text(text.without(*gone))
    last = bare.parts["steps", index, "do"].last_line
    return bare.with_lines(last, *(f"    {line}" for line in lines))


SEEN = {"Hani": "亮着绿灯", "Latn": "A green light is on"}


def asking(bench: Bench, seen: str, not_seen: str, still: str, unsure: str = "") -> tuple[str, ...]:
    """The answers of a step, as lines."""
    words = (f"  {code}: {SEEN[script_of(code)]}" for code in bench.languages)
    found = ["expect:", *words, f"seen: {seen}", f"not_seen: {not_seen}"]
    return (*found, *([f"unsure: {unsure}"] if unsure else []), f"still: {still}")


def unreachable(bench: Bench) -> Iterator[Mutant]:
    """Every step but the first: what led to it leads past it."""
    for record, index, step in steps(bench):
        if index == 0:
            continue
        past = f"step:{record.steps[index + 1].id}" if index + 1 < len(record.steps) else CALL
        text = bench.texts[record.place.file]
        text = re.sub(rf"step:{re.escape(step.id)}(?![\w-])", past, text)
        text = rewritten(Text(text), index - 1, *asking(bench, past, _first_remedy(record, index - 1), past))
        place = ("steps", index)
        yield bench.mutant("CS301", f"{record.ref}#{step.id} cannot be reached", record.place.file, text, place)


def _first_remedy(record: Checklist, index: int) -> str:
    return next((str(link) for link in record.steps[index].resolutions), CALL)


def endless(bench: Bench) -> Iterator[Mutant]:
    """Every escalation that can fail, every answer of a routine that says *done*, every last step of a routine without
    a way on, every remedy of a code or a case that fails and leads nowhere."""
    fails = next(record for record in bench.catalog.of(Resolution) if not record.is_end)
    for record in bench.of(Symptom):
        text = bench.text(record.place.file)
        new = text.with_value(text.parts["escalation",], str(fails.ref))
        yield bench.mutant("CS302", f"{record.ref} ends with {fails.id}", record.place.file, new, ("escalation",))
    for routine in bench.of(Routine):
        yield from _endless_routine(bench, routine, fails)
    entered = {use.value for node, use in all_uses(bench) if use.field == "resolution" and isinstance(node, Record)}
    for remedy in bench.of(Resolution):
        onward = bench.text(remedy.place.file).find("if_not_fixed")
        if remedy.ref in entered and not remedy.is_end and onward is not None:
            new = bench.text(remedy.place.file).without(onward)
            yield bench.mutant("CS302", f"{remedy.ref} leads nowhere", remedy.place.file, new, ())


def _endless_routine(bench: Bench, routine: Routine, fails: Resolution) -> Iterator[Mutant]:
    text = bench.text(routine.place.file)
    for part in text.parts.values():
        if part.keys[0] == "steps" and part.keys[-1] in ("seen", "not_seen", "unsure", "to") and part.is_text:
            new = text.with_value(part, "done")
            yield bench.mutant("CS302", f"{part.keys} is done", routine.place.file, new, _told(part.keys))
    last = len(routine.steps) - 1
    new = rewritten(text, last, *asking(bench, "next", str(fails.ref), "next"))
    place = ("steps", last, "not_seen")
    yield bench.mutant("CS302", f"last step of {routine.ref} leads nowhere", routine.place.file, new, place)


def circles(bench: Bench) -> Iterator[Mutant]:
    """Every two neighbouring steps lead to each other; every step to the one before the last, and back."""
    fails = next(str(record.ref) for record in bench.catalog.of(Resolution) if not record.is_end)
    for record in bench.of(Checklist):
        pairs = [(index, index + 1) for index in range(len(record.steps) - 1)]
        pairs += [(index, index + 2) for index in range(len(record.steps) - 2)]
        for here, there in pairs:
            text = bench.text(record.place.file)
            one, other = f"step:{record.steps[here].id}", f"step:{record.steps[there].id}"
            new = rewritten(text, here, *asking(bench, other, fails, other))
            new = rewritten(Text(new), there, *asking(bench, one, fails, one))
            what = f"{record.ref}: {one} and {other} in a circle"
            yield bench.mutant("CS303", what, record.place.file, new, ("steps", here))


def no_target(bench: Bench) -> Iterator[Mutant]:
    """Every answer without its target, every question with one choice, every *not sure* that is fixed or missing."""
    for record, index, step in steps(bench):
        text, file = bench.text(record.place.file), record.place.file
        for part in text.parts.values():
            if part.keys[:2] != ("steps", index):
                continue
            if part.keys[-1] in ("not_seen", "to") or (part.keys[-1] == "unsure" and step.choices):
                yield bench.mutant("CS304", f"{part.keys} gone", file, text.without(part), part.keys[:-1])
        others = [text.find("steps", index, "choices", number) for number in range(1, len(step.choices))]
        if others:
            alone = text.without(*(part for part in others if part))
            yield bench.mutant(
                "CS304", f"{record.ref}#{step.id} has one choice", file, alone, ("steps", index, "choices")
            )
        unsure = text.find("steps", index, "unsure")
        place = ("steps", index, "unsure")
        done = text.with_value(unsure, "done") if unsure else _with_unsure(text, index)
        yield bench.mutant("CS304", f"{record.ref}#{step.id} is fixed for who is not sure", file, done, place)


def _with_unsure(text: Text, index: int) -> str:
    return text.with_lines(text.parts["steps", index, "do"].last_line, "    unsure: done")


def long_remedies(bench: Bench) -> Iterator[Mutant]:
    """Every remedy of the staff takes all day: each answer that leads to it is told."""
    for remedy in bench.of(Resolution):
        users = {
            (record.place.file, ("steps", index, *key))
            for record in bench.catalog.of(Checklist)
            for index, step in enumerate(record.steps)
            for answer in step.answers
            for link, key in ((answer.target, answer.key), (answer.still, answer.still_key))
            if link == remedy.ref and (answer.name != "unsure" or key == answer.still_key or _is_own(step))
        }
        if remedy.performer == "staff" and users:
            text = bench.text(remedy.place.file)
            new = text.with_value(text.parts["minutes",], "999")
            yield Mutant("CS305", f"{remedy.ref} takes all day", {remedy.place.file: new}, tuple(users))


def _is_own(step: Step) -> bool:
    """Whether *not sure* leads elsewhere than *no*."""
    return bool(step.choices) or (step.unsure is not None and step.unsure != step.not_seen)


def nobody_called(bench: Bench) -> Iterator[Mutant]:
    """Every two neighbouring lists send everybody to each other: each of their steps is told."""
    known = bench.catalog.of(Symptom)
    for one, other in pairwise((*known, known[0])):
        files: dict[str, str | None] = {}
        expected: list[tuple[str, int | Keys]] = []
        for here, there in ((one, other), (other, one)):
            text = bench.texts[here.place.file]
            to = str(there.ref)
            for index in range(len(here.steps)):
                text = rewritten(Text(text), index, *asking(bench, to, to, to, to))
            files[here.place.file] = text
            expected += [(here.place.file, ("steps", index)) for index in range(len(here.steps))]
        yield Mutant("CS306", f"{one.ref} and {other.ref} send everybody to each other", files, tuple(expected))


def all_call(bench: Bench) -> Iterator[Mutant]:
    """Every symptom, where it is not about stopping at once: every answer calls."""
    for record in bench.of(Symptom):
        if record.urgency != "stop" and record.performer != "provider":
            call = str(record.escalation)
            text = bench.texts[record.place.file]
            for index in range(len(record.steps)):
                text = rewritten(Text(text), index, *asking(bench, call, call, "next"))
            yield bench.mutant("CS308", f"{record.ref} only calls", record.place.file, text, ("steps",))


BREAKS = {
    "CS101": bad_ids,
    "CS102": taken_ids,
    "CS103": former_ids,
    "CS104": sheet_numbers,
    "CS201": no_resolution,
    "CS202": nowhere("CS202"),
    "CS203": empty_targets,
    "CS204": orphans,
    "CS205": wrong_kind,
    "CS206": self_links,
    "CS207": drafts,
    "CS208": nowhere("CS208"),
    "CS209": orphan_symptoms,
    "CS210": article,
    "CS211": missing_or_unlisted,
    "CS301": unreachable,
    "CS302": endless,
    "CS303": circles,
    "CS304": no_target,
    "CS305": long_remedies,
    "CS306": nobody_called,
    "CS308": all_call,
}
