"""CS62x: the proof. Each line of effects, each need, tick and gate away; answers exchanged; names mistyped.

A line away shows on some path and not where the line was, so what is said of it may be said anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from counterside.model.lexicon import Hit, RecordText
from counterside.model.records import Gate, Instruction, Resolution, Step, Symptom
from counterside.text.problems import Place
from mutation.bench import Bench, Mutant, Told
from mutation.breaks.output import Staged
from mutation.edits import Part, Text

EFFECTS = ("set", "seen_set", "not_seen_set", "verified", "failed", "means")
NEEDS = ("need", "close_need")
PROOF = ("CS621", "CS622", "CS623", "CS624", "CS625")
FACTS = "checklists/facts.yml"
GATED = ("CS601", "CS603", "CS609")
"""Rules of wording that ask for a gate."""
STRICTER = "it opens facts again, and nothing that needs them comes after it before they are settled"
UNWORDED = "the need is walked, but no unsafe words ask for it: only its editor knows"
SAFE_BOTH_WAYS = "what either answer leads to is settled behind both"


def told_anywhere(
    code: str, what: str, bench: Bench, place: Place, files: Mapping[str, str], idle: str = "", *others: str
) -> Staged:
    """A break that a rule of the proof, or one of `others`, must tell of, on whichever path it shows. `idle` says why
    none may do so."""
    line = bench.loaded.locate(place)[0]
    codes = (*PROOF, *others)

    def missed() -> set[Told]:
        told = bench.judge(files, *codes)
        return set() if any(one.code in codes for one in told) else {Told(code, place.file, line)}

    return Staged(code, what, 1, missed, idle)


def parts_named(bench: Bench, *names: str) -> Iterator[tuple[str, Text, Part]]:
    """The parts of records below some keys."""
    for file in bench.focused:
        text = bench.text(file)
        for part in text.parts.values():
            if part.keys[-1] in names and file != FACTS and file.split("/")[1] not in ("wording.yml", "site.yml"):
                yield file, text, part


# ── CS621 ──


def effects_away(bench: Bench) -> Iterator[Staged]:
    """Every line of effects by itself."""
    careful = {line.place for line in bench.careful}
    for file, text, part in parts_named(bench, *EFFECTS):
        place = Place(file, part.keys)
        idle = STRICTER if place in careful else ""
        yield told_anywhere("CS621", f"{_name(file, part.keys)} away", bench, place, {file: text.without(part)}, idle)


def facts_away(bench: Bench) -> Iterator[Staged]:
    """Every start of a fact, everything that an event forgets and that the action of a code settles."""
    text = bench.text(FACTS)
    careful = {line.place for line in bench.careful}
    for keys, part in text.parts.items():
        if keys[0] == "facts" and keys[-1] == "start":
            new = text.without(part)
        elif len(keys) == 4 and keys[2] == "set":
            siblings = [other for other in text.parts if other[:3] == keys[:3] and len(other) == 4]
            new = text.without(part) if len(siblings) > 1 else text.with_value(part, "any")
        else:
            continue
        idle = STRICTER if Place(FACTS, keys[:3]) in careful or keys[0] == "events" else ""
        yield told_anywhere("CS621", f"{_name(FACTS, keys)} away", bench, Place(FACTS, keys), {FACTS: new}, idle)


def events_away(bench: Bench) -> Iterator[Staged]:
    """Every event that an instruction or a step is."""
    for file, text, part in parts_named(bench, "event"):
        what, place = f"{_name(file, part.keys)} away", Place(file, part.keys)
        yield told_anywhere("CS621", what, bench, place, {file: text.without(part)}, STRICTER)


def gates_away(bench: Bench) -> Iterator[Staged]:
    """Every gate that is asked."""
    for file, text, part in parts_named(bench, "gates"):
        what, place = f"{_name(file, part.keys)} away", Place(file, part.keys)
        yield told_anywhere("CS621", what, bench, place, {file: text.without(part)}, "", *GATED)


def exchanged(bench: Bench) -> Iterator[Staged]:
    """Every two answers of a step that settle different things and lead to different places."""
    for symptom in bench.of(Symptom):
        text = bench.text(symptom.place.file)
        for index, step in enumerate(symptom.steps):
            for one, other in combinations(range(len(step.choices)), 2):
                first, second = step.choices[one], step.choices[other]
                if first.set == second.set or first.to == second.to:
                    continue
                here, there = (("steps", index, "choices", number, "to") for number in (one, other))
                swapped = Text(text.with_value(text.parts[here], text.parts[there].value))
                files = {symptom.place.file: swapped.with_value(swapped.parts[there], text.parts[here].value)}
                what = f"{symptom.ref}#{step.id}: {first.id} and {second.id} exchanged"
                yield told_anywhere("CS621", what, bench, symptom.place.at(*here), files, SAFE_BOTH_WAYS)


def _name(file: str, keys: tuple[str | int, ...]) -> str:
    return f"{file.removeprefix('checklists/')} {'.'.join(map(str, keys))}"


# ── CS622 and CS623 ──


def needs_away(bench: Bench) -> Iterator[Mutant | Staged]:
    """Every need on which unsafe words depend, told where they stand; every other one; and each line of a need that
    has several."""
    worded: set[tuple[str, tuple[str | int, ...]]] = set()
    for remedy in bench.catalog.of(Resolution):
        said = RecordText(remedy, bench.catalog.lexicons)
        for entry in bench.catalog.facts.unsafe:
            for hit in (each for each in said.all_hits if each.phrase.id in entry.phrases):
                keys = _needing(remedy, hit)
                text = bench.text(remedy.place.file)
                if keys in text.parts:
                    worded.add((remedy.place.file, keys))
                    what = f"{keys} away from “{hit.words}”"
                    yield bench.mutant("CS622", what, remedy.place.file, text.without(text.parts[keys]), hit.place.keys)
    for file, text, part in parts_named(bench, *NEEDS):
        if (file, part.keys) not in worded:
            what, place = f"{_name(file, part.keys)} away", Place(file, part.keys)
            yield told_anywhere("CS622", what, bench, place, {file: text.without(part)}, UNWORDED)
        lines = [line for line in text.parts.values() if line.keys[:-1] == part.keys]
        for line in lines if len(lines) > 1 else ():
            what, place = f"{_name(file, line.keys)} away", Place(file, line.keys)
            yield told_anywhere("CS622", what, bench, place, {file: text.without(line)}, UNWORDED)


def _needing(remedy: Resolution, hit: Hit) -> tuple[str | int, ...]:
    """Where the need of a text is written; nothing where its remedy says it."""
    if hit.use.field == "close":
        return () if remedy.need else ("close_need",)
    told = next((step for step in remedy.steps if step.place.covers(hit.place)), None)
    return (*told.place.keys, "need") if isinstance(told, Instruction) and told.need and not remedy.need else ()


def mistyped(bench: Bench) -> Iterator[Mutant]:
    """Every fact, and every value, in what records say of facts; and every need that is always met."""
    for file, text, part in parts_named(bench, *EFFECTS, *NEEDS):
        for fact, value in part.node.value if isinstance(part.node.value, list) else ():
            keys = (*part.keys, fact.value)
            if keys not in text.parts:
                continue
            line = text.parts[keys].line
            lines = text.text.split("\n")
            lines[line] = lines[line].replace(f"{fact.value}:", f"{fact.value}x:", 1)
            typed = "\n".join(lines)
            yield Mutant("CS623", f"{keys}: no such fact", {file: typed}, ((file, line + 1),))
            if isinstance(value.value, str):
                yield bench.mutant(
                    "CS623", f"{keys}: no such value", file, text.with_words(text.parts[keys], "x"), keys
                )
            if part.keys[-1] in NEEDS:
                yield bench.mutant("CS623", f"{keys}: any", file, text.with_words(text.parts[keys], "any"), keys)


# ── CS624 and CS625 ──


def round_trips(bench: Bench) -> Iterator[Staged]:
    """Every answer that leads to another list, and the first answer there that leads back at once."""
    for symptom in bench.catalog.of(Symptom):
        for step in symptom.steps[:1]:
            for answer in step.answers:
                other = bench.catalog.find(answer.target) if answer.target else None
                is_waived = bench.catalog.find_waiver("CS624", step.place) is not None
                if isinstance(other, Symptom) and other is not symptom and not is_waived:
                    text = bench.text(other.place.file)
                    yield _returning(bench, symptom, step, other, text)


def _returning(bench: Bench, symptom: Symptom, step: Step, other: Symptom, text: Text) -> Staged:
    first = other.steps[0]
    keys = ("steps", 0, "choices", 0, "to") if first.choices else ("steps", 0, "not_seen")
    files = {other.place.file: text.with_value(text.parts[keys], str(symptom.ref))}
    return told_anywhere("CS624", f"{symptom.ref}#{step.id} and {other.ref} lead round", bench, step.place, files)


def dead_ends(bench: Bench) -> Iterator[Mutant]:
    """Every tick that settles something, behind a gate that leads where nobody asks about it."""
    for gate in bench.of(Gate):
        text = bench.text(gate.place.file)
        keys = (*gate.place.keys, "else")
        for number, tick in enumerate(gate.ticks):
            if tick.set:
                new = text.with_value(text.parts[keys], "symptom:battery-hazard")
                place = (*gate.place.keys, "ticks", number, "set")
                yield bench.mutant(
                    "CS625", f"{gate.id} leads to where tick {number} is not asked", gate.place.file, new, place
                )


BREAKS = {
    "CS621": (effects_away, facts_away, events_away, gates_away, exchanged),
    "CS622": (needs_away,),
    "CS623": (mistyped,),
    "CS624": (round_trips,),
    "CS625": (dead_ends,),
}
