"""CS4xx to CS7xx: what stands in the texts. Every text in every language, with every sentence of the controls.

Which texts a rule looks at is written down here once more, on purpose: a rule that forgets one is found out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from itertools import cycle, pairwise, product
from pathlib import Path
from typing import Any

import yaml

from counterside.content.load import FOLDER
from counterside.model.nodes import GateUse, Link, Node, TextUse
from counterside.model.records import (
    Case,
    Checklist,
    Code,
    Gate,
    Notice,
    Rail,
    Record,
    Resolution,
    Routine,
    Source,
    Symptom,
)
from counterside.model.site import ArticleItem, Site
from counterside.text.i18n import is_spaced, script_of
from mutation.bench import Bench, Mutant
from mutation.edits import Keys, Part, Text

CONTROLS = Path(__file__).parents[2] / "rules" / "controls"
WARNINGS = ("never", "never_give", "claim", "wrong_first_idea")
"""Where it says what is wrong."""
DESCRIBED = (
    "title", "name", "objective", "calm", "use_if", "use_other.when", "gist", "waived", "meaning", "why", "setting",
    "timeline.text", "ticks", "publisher", "description", "question", "waiting.title", "waiting.question", "text",
    "triage.title", "triage.detail", "devices.label", "devices.hint", "call_card.label", "call_card.hint",
    "blanks.label", "blanks.hint", "record_lines.label", "record_lines.hint", "code_help.ask",
    "facts.title", "facts.values.label", "events.title",
)  # fmt: skip
"""Where something is named or shown, and no reader is asked to do anything."""

Where = tuple[Node, TextUse, str, Part]

FOREIGN = {"Hani": "Hold the power key", "Latn": "长按电源键"}
"""Words of another script, by the script of a language."""
HARMLESS = {"Hani": "先看一眼", "Latn": "Look first"}
"""Words that forbid nothing."""


def places(bench: Bench) -> Iterator[Where]:
    """Every text of every record in every language, with the part of the file that holds it."""
    for node in bench.written:
        for use in node.uses.text:
            for language in bench.languages:
                part = bench.text(use.place.file).find(*use.place.keys, language)
                if part is not None and part.is_text:
                    yield node, use, language, part


def said(bench: Bench, code: str, where: Where, words: str) -> Mutant:
    """A text that says something else in one language."""
    _, use, _, part = where
    new = bench.text(use.place.file).with_words(part, words)
    return bench.mutant(code, f"`{use.field}` says “{words}”", use.place.file, new, part.keys)


def is_quoting(node: Node) -> bool:
    """Whether a node only says what somebody else said: items of the article, titles of sources."""
    return isinstance(node, (ArticleItem, Source))


# ── CS4xx ──


def missing_words(bench: Bench) -> Iterator[Mutant]:
    for _, use, language, part in places(bench):
        file = use.place.file
        new = bench.text(file).without(part)
        yield bench.mutant("CS401", f"`{use.field}` without {language}", file, new, use.place.keys)
    yield from _missing_forms(bench)


_UNITS = {
    "en": {"minutes": "hours", "minute": "hour", "seconds": "minutes", "hours": "days", "days": "weeks", "%": " days"}
}
"""Units to be taken for others, by language."""


def other_numbers(bench: Bench) -> Iterator[Mutant]:
    """Every number changed in one language, a number too many in every text, every unit taken for another."""
    for where in places(bench):
        _, use, language, part = where
        if use.field.endswith("definition"):
            continue
        changed = [f"{part.value}（7）"]
        if number := re.search(r"\d+", part.value):
            changed.append(part.value[: number.start()] + str(int(number[0]) + 1) + part.value[number.end() :])
        changed += [
            part.value.replace(f"{number} {unit}", f"{number} {other}", 1)
            for unit, other in _UNITS.get(language, {}).items()
            for number in re.findall(rf"(\d+) {unit}\b", part.value)
        ]
        for words in changed:
            new = bench.text(use.place.file).with_words(part, words)
            told = ((*use.place.keys, code) for code in bench.apart(language))
            yield bench.mutant("CS402", f"`{use.field}` says “{words}”", use.place.file, new, *told)


def other_language(bench: Bench) -> Iterator[Mutant]:
    for where in places(bench):
        script = script_of(where[2])
        yield said(bench, "CS403", where, FOREIGN[script])
        yield said(bench, "CS403", where, f"{where[3].value} п\u0430ge")
        if script == "Latn":
            yield said(bench, "CS403", where, f"{where[3].value} 电源")
    latin = [code for code in bench.languages if script_of(code) == "Latn"]
    for node in bench.written:
        for listed, language in product(node.uses.words, latin):
            keys = (*listed.place.keys, language, 0)
            part = bench.text(listed.place.file).find(*keys)
            if part:
                new = bench.text(listed.place.file).with_words(part, "电源")
                yield bench.mutant("CS403", f"`{listed.field}` has Chinese", listed.place.file, new, keys)


def synonyms(bench: Bench) -> Iterator[Mutant]:
    forbidden = {
        language: cycle(known)
        for language in bench.languages
        if (known := [word for term in bench.catalog.terms for word in term.forbidden.get(language, ())])
    }
    for where in places(bench):
        if where[2] in forbidden and not is_quoting(where[0]):
            gap = " " if is_spaced(where[2]) else ""
            yield said(bench, "CS405", where, f"{_open(where[3].value)}{gap}{next(forbidden[where[2]])}")


def _open(words: str) -> str:
    """Words without the stop at their end."""
    return words.rstrip("。.!？?！")


def half_width(bench: Bench) -> Iterator[Mutant]:
    signs = cycle((",", ";", ":", "?", "!", ", "))
    for where in places(bench):
        if script_of(where[2]) == "Hani":
            yield said(bench, "CS406", where, f"停手{next(signs)}再看，{where[3].value}")


def lost_negations(bench: Bench) -> Iterator[Mutant]:
    """Every warning that forbids in every language, said without its “not” in one."""
    for where in places(bench):
        node, use, language, _ = where
        warns = use.field in ("never", "never_give") or (isinstance(node, Notice) and use.field == "text")
        said_not = {code: bench.catalog.lexicons[code].negates(use.value[code]) for code in bench.languages}
        # `None`: no negations are known in that language
        if warns and said_not[language] and False not in said_not.values():
            yield said(bench, "CS407", where, HARMLESS[script_of(language)])


def other_screen_words(bench: Bench) -> Iterator[Mutant]:
    for _, use, language, part in places(bench):
        if all("`" in use.value.get(code, "") for code in bench.languages):
            new = bench.text(use.place.file).with_words(part, re.sub("`[^`]+`", "`ERR 99`", part.value, count=1))
            told = ((*use.place.keys, code) for code in bench.apart(language))
            yield bench.mutant("CS408", f"`{use.field}` quotes another word in {language}", use.place.file, new, *told)


def stray_marks(bench: Bench) -> Iterator[Mutant]:
    marks = cycle(("`x", "**x", "[x]（term:x）", "【x】(term:x)", "[x](term:x", "｀x", "<b>x</b>", "&nbsp;"))
    for where in places(bench):
        yield said(bench, "CS409", where, f"{where[3].value} {next(marks)}")


def other_links(bench: Bench) -> Iterator[Mutant]:
    """Every text with a link too many in one language, and with all its links turned into bare words."""
    for where in places(bench):
        _, use, language, part = where
        told = [(*use.place.keys, code) for code in bench.apart(language)]
        changed = {f"{part.value} [x](term:x)", re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", part.value)} - {part.value}
        for words in sorted(changed):
            new = bench.text(use.place.file).with_words(part, words)
            yield bench.mutant("CS410", f"`{use.field}` says “{words}”", use.place.file, new, *told)


# ── CS5xx ──


def many_steps(bench: Bench) -> Iterator[Mutant]:
    for record in bench.of(Record):
        steps = getattr(record, "steps", ())
        if not steps:
            continue
        text = bench.text(record.place.file)
        last = text.parts["steps", len(steps) - 1]
        more = [text.lines[last.line : last.last_line + 1] for _ in range(10 - len(steps))]
        new = [re.sub(r"id: (.*)", rf"id: more-{number}", "\n".join(one), count=1) for number, one in enumerate(more)]
        new = [re.sub(r"\n +was: .*", "", one) for one in new]
        added = text.with_lines(last.last_line, *new)
        yield bench.mutant("CS501", f"{record.ref} has 10 steps", record.place.file, added, ("steps", 9))


def much_to_remember(bench: Bench) -> Iterator[Mutant]:
    for record in bench.of(Symptom):
        text = bench.text(record.place.file)
        for key, most in (("do_now", 3), ("never", 2)):
            entries = [f"  - {_write_lines(bench, number)}" for number in range(most + 1)]
            old = text.find(key)
            bare = text.without(old) if old else text.text
            new = f"{bare.rstrip()}\n{key}:\n" + "\n".join(entries) + "\n"
            yield bench.mutant("CS502", f"{record.ref}: {most + 1} in {key}", record.place.file, new, (key, most))


def _write_lines(bench: Bench, number: int) -> str:
    """A harmless text in every language."""
    return "\n    ".join(f"{code}: {HARMLESS[script_of(code)]} {number}" for code in bench.languages)


def controls(code: str, bench: Bench, side: str = "illegal") -> dict[str, Iterator[str]]:
    """The sentences that a rule must catch, or leave alone, in each language that has some: all of them in turn."""
    found: Any = yaml.safe_load((CONTROLS / f"{code}.yml").read_text("utf-8"))[side]
    return {language: cycle(found[language]) for language in bench.languages if language in found}


def spoken(code: str, in_scope: Callable[[Node, TextUse], bool]) -> Callable[[Bench], Iterator[Mutant]]:
    """Every text in a rule's scope says one of the sentences that the rule must catch; all of them in turn."""

    def break_texts(bench: Bench) -> Iterator[Mutant]:
        sentences = controls(code, bench)
        for where in places(bench):
            if where[2] in sentences and in_scope(where[0], where[1]):
                yield said(bench, code, where, next(sentences[where[2]]))

    return break_texts


def is_told(node: Node, use: TextUse) -> bool:
    """Whether a text tells somebody to do something."""
    if is_quoting(node) or isinstance(node, Notice) or use.field in WARNINGS:
        return False
    return use.field not in DESCRIBED or (use.field == "title" and isinstance(node, Resolution))


def is_anywhere(node: Node, use: TextUse) -> bool:
    """Whether a text says something of the site's own that is no warning."""
    return not (is_quoting(node) or isinstance(node, Notice) or use.field in (*WARNINGS, "gist"))


def long_texts(bench: Bench) -> Iterator[Mutant]:
    """Every text with a limit, one character longer than that."""
    room = {"steps.do": (22, 60), "steps.detail": (40, 110), "short": (20, 50), "title": (20, 50)}
    for where in places(bench):
        node, use, language, _ = where
        if use.field in room and isinstance(node, (Checklist, Resolution, Case)):
            dense, spaced = room[use.field]
            yield said(bench, "CS505", where, "l" * (spaced + 1) if is_spaced(language) else "长" * (dense + 1))


def unprintable(bench: Bench) -> Iterator[Mutant]:
    """A picture letter in every text that goes on paper."""
    for where in places(bench):
        if isinstance(where[0], (Site, Symptom, Routine, Resolution, Gate, Notice, Rail, Code)):
            yield said(bench, "CS509", where, where[3].value + "🔌")
    yield from _unprintable_apart(bench)


def _unprintable_apart(bench: Bench) -> Iterator[Mutant]:
    """The same in the files that the project itself has no need of: a provider's profile, and labels of a site's own.
    There is no file to be in focus, so that they are broken beside the site's."""
    if f"{FOLDER}/site.yml" not in bench.focused:
        return
    profile = {"name": dict.fromkeys(bench.languages, "x"), "portal": "https://x.example/"}
    places: list[Keys] = [("portal",), *(("name", language) for language in bench.languages)]
    yield from (_apart(bench, "profile", profile, keys) for keys in places)
    for label, language, forms in _labels(bench):
        for form in forms:
            yield _apart(bench, "labels", {label: {language: dict(forms)}}, (label, language, form))


def _labels(bench: Bench) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Every label in every language, with its words by plural form."""
    labels = bench.catalog.labels
    for label in labels.words:
        yield from ((label, language, labels.forms(label, language)) for language in bench.languages)


def _missing_forms(bench: Bench) -> Iterator[Mutant]:
    """Every label that counts, without one of its plural forms, in a file of a site's own."""
    if f"{FOLDER}/site.yml" not in bench.focused:
        return
    for label, language, forms in _labels(bench):
        for form in forms if len(forms) > 1 else ():
            rest = {name: words for name, words in forms.items() if name != form}
            new = yaml.safe_dump({label: {language: rest}}, allow_unicode=True)
            yield bench.mutant("CS401", f"{label} without {form}", f"{FOLDER}/labels.yml", new, (label, language))


def surplus_forms(bench: Bench) -> Iterator[Mutant]:
    """Every label with a plural form that its language does not have."""
    if f"{FOLDER}/site.yml" not in bench.focused:
        return
    for label, language, forms in _labels(bench):
        new = yaml.safe_dump({label: {language: {**forms, "two": forms["other"]}}}, allow_unicode=True)
        yield bench.mutant("CS005", f"{label} has `two`", f"{FOLDER}/labels.yml", new, (label, language))


def _apart(bench: Bench, name: str, data: dict[str, Any], keys: Keys) -> Mutant:
    """A file of its own with a picture letter in one of its values."""
    file, changed = f"{FOLDER}/{name}.yml", deepcopy(data)
    *outer, last = keys
    inside = changed
    for key in outer:
        inside = inside[key]
    inside[last] += "🔌"
    return bench.mutant("CS509", f"a picture letter in {keys}", file, yaml.safe_dump(changed, allow_unicode=True), keys)


# ── CS6xx ──


def _gates(node: Node, use: TextUse) -> tuple[Link, ...]:
    uses: tuple[GateUse, ...] = getattr(node, "gates", ())
    keys = use.place.keys[len(node.place.keys) :]
    if keys[0] == "steps":
        uses += node.steps[keys[1]].gates  # type: ignore[attr-defined]
    return tuple(found.gate for found in uses)


def behind(gate: str, code: str, excused: Callable[[Node, TextUse], bool]) -> Callable[[Bench], Iterator[Mutant]]:
    """Every text that tells says one of the sentences of a rule, once the gate before it, if there is one, is gone."""

    def break_texts(bench: Bench) -> Iterator[Mutant]:
        sentences = controls(code, bench)
        for where in places(bench):
            node, use, language, part = where
            if language not in sentences or not is_told(node, use) or excused(node, use):
                continue
            words = next(sentences[language])
            text = bench.text(use.place.file)
            gates = [] if Link("gate", gate) not in _gates(node, use) else _gate_parts(text, node, use)
            new = text.with_words(part, words, *gates)
            yield bench.mutant(code, f"`{use.field}` says “{words}”", use.place.file, new, part.keys)

    return break_texts


def _gate_parts(text: Text, node: Node, use: TextUse) -> list[Part]:
    own = text.find(*node.place.keys, "gates")
    keys = use.place.keys[len(node.place.keys) :]
    step = text.find(*node.place.keys, *keys[:2], "gates") if keys[0] == "steps" else None
    return [part for part in (own, step) if part is not None]


def _is_people_first(node: Node, _: TextUse) -> bool:
    return getattr(node, "urgency", "") == "stop" or getattr(node, "outcome", "") == "stop_use"


def _never(node: Node, _: TextUse) -> bool:
    return False


def retries(bench: Bench) -> Iterator[Mutant]:
    """As for the other gates; and every code allows another try, with no gate on it nor on its remedy."""
    yield from behind("was-i-paid", "CS603", _never)(bench)
    plain = next(one for one in bench.catalog.of(Resolution) if not one.gates)
    actions = cycle(("fix-once", "sign-on", "wait"))
    for code in bench.of(Code):
        text = bench.text(code.place.file)
        action, remedy = (text.parts[*code.place.keys, name] for name in ("action", "resolution"))
        lines = text.with_value(action, next(actions)).split("\n")
        lines[remedy.line] = lines[remedy.line][: remedy.node.start_mark.column] + str(plain.ref)
        gates = text.find(*code.place.keys, "gates")
        new = "\n".join(line for number, line in enumerate(lines) if gates is None or number != gates.line)
        keys = (*code.place.keys, "action")
        yield bench.mutant("CS603", f"{code.ref} allows another try", code.place.file, new, keys)


def is_authorised(node: Node, _: TextUse) -> bool:
    return getattr(node, "performer", "") in ("supervisor", "owner", "provider")


# ── CS7xx ──


def unproved(bench: Bench) -> Iterator[Mutant]:
    """Every symptom, remedy and code without a source; a limit, a rate, a period, a law in every text, resting on
    nothing better than what people say."""
    for record in bench.of(Record):
        if isinstance(record, (Symptom, Resolution, Code)):
            text = bench.text(record.place.file)
            new = text.without(text.parts[*record.place.keys, "sources"])
            yield bench.mutant("CS701", f"{record.ref} without sources", record.place.file, new, record.place.keys)
    sentences = controls("CS701", bench)
    for where in places(bench):
        node, use, language, part = where
        if language in sentences and isinstance(node, Record) and not isinstance(node, Source):
            words = next(sentences[language])
            text = bench.text(use.place.file)
            own = text.find(*node.place.keys, "sources")
            lines = text.with_words(part, words).split("\n")
            if own is not None:
                lines[own.line] = lines[own.line][: own.node.start_mark.column] + "[source:trade]"
            new = "\n".join(lines)
            yield bench.mutant("CS701", f"`{use.field}` says “{words}”", use.place.file, new, part.keys)


def moments(bench: Bench) -> Iterator[Mutant]:
    """Two neighbouring times of a case in each other's place."""
    for case in bench.of(Case):
        text = bench.text(case.place.file)
        ats = [text.find("timeline", index, "at") for index in range(len(case.timeline))]
        for one, other in pairwise(part for part in ats if part):
            hours = [int(part.value[-5:-3]) for part in (one, other) if ":" in part.value]
            if len(hours) == 2 and len(one.value) == len(other.value) and abs(hours[0] - hours[1]) <= 12:
                swapped = Text(text.with_words(one, other.value))
                there = swapped.find(*other.keys)
                assert there is not None
                new = swapped.with_words(there, one.value)
                yield bench.mutant("CS705", f"{other.keys} before {one.keys}", case.place.file, new, other.keys)


def unsourced_cases(bench: Bench) -> Iterator[Mutant]:
    for case in bench.of(Case):
        text = bench.text(case.place.file)
        gone = [part for name in ("composite", "sources") if (part := text.find(name))]
        yield bench.mutant("CS702", f"{case.ref} without either", case.place.file, text.without(*gone), ())


def unreviewed(bench: Bench) -> Iterator[Mutant]:
    for record in bench.of(Record):
        reviewed = bench.text(record.place.file).find(*record.place.keys, "reviewed")
        if reviewed is not None and not isinstance(record, Rail):
            new = bench.text(record.place.file).without(reviewed)
            yield bench.mutant("CS703", f"{record.ref} not reviewed", record.place.file, new, record.place.keys)


WAIVABLE = ("CS402", "CS403", "CS404", "CS405", "CS406", "CS503", "CS504", "CS505", "CS701")


def waivers(bench: Bench) -> Iterator[Mutant]:
    """A waiver that nothing needs for every record and every step; one with a hole; one for every other rule."""
    rules = cycle(WAIVABLE)
    names = [str(record.ref) for record in bench.catalog.of(Record) if not isinstance(record, Rail)]
    names += [f"{one.ref}#{step.id}" for one in bench.catalog.of(Checklist) for step in one.steps]
    for name in names:
        yield _waiver("not needed", rule=next(rules), at=name, reason="because", owner="editors")
    for key in ("rule", "at", "reason", "owner"):
        whole = {"rule": "CS402", "at": names[0], "reason": "because", "owner": "editors"}
        yield _waiver(f"without {key}", **{name: value for name, value in whole.items() if name != key})
    for code in sorted({*(f"CS{number}" for number in (201, 202, 301, 303, 401, 601, 602, 603, 604, 605)), "CS999"}):
        yield _waiver(f"for {code}", rule=code, at=names[0], reason="because", owner="editors")
    yield _waiver("nowhere", rule="CS402", at="symptom:no-powr", reason="because", owner="editors")


def _waiver(what: str, **keys: str) -> Mutant:
    file = f"{FOLDER}/waivers.yml"
    lines = [f"  {name}: {value}" for name, value in keys.items()]
    told = 2 if what.startswith("nowhere") else 1
    return Mutant(
        "CS704", f"waiver {what} {keys.get('at', '')}", {file: "-" + "\n".join(lines)[1:] + "\n"}, ((file, told),)
    )


BREAKS = {
    "CS005": surplus_forms,
    "CS401": missing_words,
    "CS402": other_numbers,
    "CS403": other_language,
    "CS405": synonyms,
    "CS406": half_width,
    "CS407": lost_negations,
    "CS408": other_screen_words,
    "CS409": stray_marks,
    "CS410": other_links,
    "CS501": many_steps,
    "CS502": much_to_remember,
    "CS503": spoken("CS503", lambda _, use: use.field == "steps.do"),
    "CS504": spoken("CS504", lambda _, use: use.field == "steps.expect"),
    "CS505": long_texts,
    "CS509": unprintable,
    "CS601": behind("safe-to-restart", "CS601", _is_people_first),
    "CS602": spoken("CS602", lambda node, use: is_told(node, use) and getattr(node, "performer", "") != "provider"),
    "CS603": retries,
    "CS604": spoken("CS604", is_anywhere),
    "CS605": spoken("CS605", lambda node, _: not is_quoting(node)),
    "CS606": spoken("CS606", is_anywhere),
    "CS607": spoken("CS607", is_anywhere),
    "CS608": spoken("CS608", lambda node, use: is_told(node, use) and not is_authorised(node, use)),
    "CS609": behind("was-i-paid", "CS609", lambda _, use: use.field.startswith("waiting.")),
    "CS701": unproved,
    "CS702": unsourced_cases,
    "CS703": unreviewed,
    "CS704": waivers,
    "CS705": moments,
}
