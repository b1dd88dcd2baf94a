"""CS62x: the proof. Each line of effects, each need, tick and gate away; answers exchanged; names mistyped.

A line away shows on some path and not where the line was, so what is said of it may be said anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from counterside.model import (
    Catalog,
    Choice,
    Effect,
    Gate,
    GateUse,
    Hit,
    Instruction,
    RecordText,
    Resolution,
    Step,
    Symptom,
)
from counterside.text.problems import Place
from mutation.bench import Bench, Mutant, Told
from mutation.breaks.output import Staged
from mutation.edits import Part, Text

EFFECTS = ("set", "seen_set", "not_seen_set", "verified", "failed", "means")
NEEDS = ("need", "close_need")
PROOF = ("CS621", "CS622", "CS623", "CS624", "CS625")
FACTS = "checklists/facts.yml"
MANY = 30


def told_anywhere(code: str, what: str, bench: Bench, place: Place, files: Mapping[str, str]) -> Staged:
    """A break that a rule of the proof must tell of, on whichever path it shows."""
    line = bench.loaded.locate(place)[0]

    def missed() -> set[Told]:
        told = bench.judge(files, *PROOF)
        return set() if any(one.code in PROOF for one in told) else {Told(code, place.file, line)}

    return Staged(code, what, 1, missed)


def parts_named(bench: Bench, *names: str) -> Iterator[tuple[str, Text, Part]]:
    """The parts of records below some keys."""
    for file in bench.focused:
        text = bench.text(file)
        for part in text.parts.values():
            if part.keys[-1] in names and file != FACTS and file.split("/")[1] not in ("wording.yml", "site.yml"):
                yield file, text, part


# ── CS621 ──


def effects_away(bench: Bench) -> Iterator[Staged]:
    """Every line of effects by itself, those aside that only make the proof stricter."""
    careful = {line.place for line in bench.careful}
    for file, text, part in parts_named(bench, *EFFECTS):
        place = Place(file, part.keys)
        if place not in careful:
            yield told_anywhere("CS621", f"{part.keys} away", bench, place, {file: text.without(part)})


def gates_away(bench: Bench) -> Iterator[Staged]:
    """Every gate that says just what the instructions behind it need."""
    for remedy in bench.of(Resolution):
        for holder in (remedy, *remedy.steps):
            needs = [step.need for step in (remedy.steps if holder is remedy else (holder,))]
            if any(_says(bench.catalog, holder.gates, need) for need in needs if isinstance(need, dict)):
                text, keys = bench.text(remedy.place.file), (*holder.place.keys, "gates")
                files = {remedy.place.file: text.without(text.parts[keys])}
                yield told_anywhere("CS621", f"{keys} away", bench, remedy.place.at(*keys), files)


def _says(catalog: Catalog, uses: tuple[GateUse, ...], need: Effect) -> bool:
    """Whether the ticks of some gates are word for word what something needs."""
    gates = [gate for use in uses if isinstance(gate := catalog.find(use.gate), Gate)]
    said = {fact: values for gate in gates for tick in gate.ticks for fact, values in tick.set.items()}
    return bool(need) and all(said.get(fact) == values for fact, values in need.items())


def exchanged(bench: Bench) -> Iterator[Staged]:
    """Every two answers of a step that exclude each other, where one leads to a remedy without a gate that needs what
    it says."""
    for symptom in bench.of(Symptom):
        text = bench.text(symptom.place.file)
        for index, step in enumerate(symptom.steps):
            for one, other in combinations(range(len(step.choices)), 2):
                if _excludes(bench.catalog, step.choices[one], step.choices[other]):
                    here, there = (("steps", index, "choices", number, "to") for number in (one, other))
                    swapped = Text(text.with_value(text.parts[here], text.parts[there].value))
                    files = {symptom.place.file: swapped.with_value(swapped.parts[there], text.parts[here].value)}
                    yield told_anywhere("CS621", f"{step.id}: answers exchanged", bench, symptom.place.at(*here), files)


def _excludes(catalog: Catalog, one: Choice, other: Choice) -> bool:
    for fact in one.set.keys() & other.set.keys():
        for choice in (one, other):
            remedy = catalog.find(choice.to) if choice.to else None
            if not isinstance(remedy, Resolution) or remedy.gates or one.set[fact] == other.set[fact]:
                continue
            if any(step.need.get(fact) == choice.set[fact] for step in remedy.steps):
                return True
    return False


# ── CS622 and CS623 ──


def needs_away(bench: Bench) -> Iterator[Mutant]:
    """Every need on which unsafe words depend."""
    for remedy in bench.catalog.of(Resolution):
        said = RecordText(remedy, bench.catalog.lexicon)
        for entry in bench.catalog.facts.unsafe:
            for hit in said.phrase_hits(entry.phrases):
                keys = _needing(remedy, hit)
                text = bench.text(remedy.place.file)
                if keys in text.parts:
                    what = f"{keys} away from “{hit.words}”"
                    yield bench.mutant("CS622", what, remedy.place.file, text.without(text.parts[keys]), hit.place.keys)


def _needing(remedy: Resolution, hit: Hit) -> tuple[str | int, ...]:
    """Where the need of a text is written; nothing where its remedy says it."""
    if hit.use.field == "close":
        return () if remedy.need else ("close_need",)
    told = next((step for step in remedy.steps if step.place == hit.use.part), None)
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


def many_values(bench: Bench) -> Iterator[Mutant]:
    """Every fact with thirty values."""
    text = bench.text(FACTS)
    for index, fact in enumerate(bench.catalog.facts.facts):
        keys = ("facts", index, "values")
        last = text.parts[(*keys, len(fact.values) - 1)].last_line
        more = [
            line
            for number in range(MANY - len(fact.values))
            for line in (
                f"      - id: more-{number}",
                "        label:",
                f"          zh: 第 {number} 种",
                f"          en: Kind {number}",
            )
        ]
        yield bench.mutant("CS623", f"{fact.id} with {MANY} values", FACTS, text.with_lines(last, *more), keys)


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
    "CS621": (effects_away, gates_away, exchanged),
    "CS622": (needs_away,),
    "CS623": (mistyped, many_values),
    "CS624": (round_trips,),
    "CS625": (dead_ends,),
}
