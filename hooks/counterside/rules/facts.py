"""CS623: `facts.yml` and what records say of facts: known, possible, and of use."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence

from counterside.model import (
    Catalog,
    Checklist,
    Effect,
    EffectUse,
    Event,
    Fact,
    Facts,
    FactValue,
    Instruction,
    Link,
    Node,
    Step,
    Symptom,
    effects,
    parts,
)
from counterside.model.records import CodeAction
from counterside.proof import MAX_FACTS, MAX_VALUES, Fault, Op, Vocabulary, list_faults, prove
from counterside.rules.rule import Findings, WaiverContext, part_of, rule
from counterside.text.problems import Problem, did_you_mean, find_repeated

_Known = Mapping[str, Sequence[str]]


@rule("CS623", "fault-in-facts")
def fault_in_facts(catalog: Catalog) -> Findings:
    """Every fact, value and effect is known, can be true, and decides something.

    中文：每个事实、每个取值、每处 `set` 和 `need` 都写得对、不自相矛盾，而且有用。

    A mistyped fact would prove nothing and look like a proof. An effect without which nothing else would be found is
    reported as well: either it is not needed, or it is meant to say something else.

    原因：事实的名字打错一个字母，等于什么也没证明，看上去却像证明过了。去掉也不会多查出什么的那一行也会报：不是多余，
    就是本来想说的是别的。

    Bad:
        set:
          payd: none

    Good:
        set:
          paid: none
    """
    if Link("facts") in catalog.broken:
        return
    faults = list(_list_faults(catalog))
    yield from faults
    proof = prove(catalog)
    if proof and not faults:
        yield from _useless_parts(catalog)
        for fact in proof.too_large:
            message = f"the proof of `{fact.id}` was given up: it has too many combinations of places and values"
            yield Problem(fact.place, message, "give the fact fewer values, or the lists fewer ways into one another")


@part_of("CS623")
def idle_effect(context: WaiverContext) -> Findings:
    """Effects that decide nothing. Any other fault may hide what they are good for, so they are looked for last."""
    proof = prove(context.catalog) if not context.left else None
    if proof and not proof.too_large:
        for line, fact in proof.idle:
            message = f"what this says of `{fact.id}` decides nothing"
            key = () if line.kind == "start" else (fact.id,)
            yield Problem(line.place.at(*key), message, "delete it, or add the `need:` that it is for")


def _list_faults(catalog: Catalog) -> Findings:
    """What is unknown, impossible or without meaning, in `facts.yml` and in records."""
    known = Vocabulary(catalog.facts).named
    yield from _judge_facts(catalog)
    for node in (catalog.facts, *catalog.records):
        for use in effects(node):
            yield from _judge_effect(use, known)
        yield from _unknown_events(node, catalog.facts)
    for checklist in catalog.of(Checklist):
        yield from _find_contradictions(checklist, catalog.facts)


def _judge_facts(catalog: Catalog) -> Findings:
    """What is wrong with `facts.yml` itself."""
    facts = catalog.facts
    yield from _named_twice(facts.facts)
    yield from _named_twice(facts.events)
    for fact in facts.facts:
        yield from _named_twice(fact.values)
        yield from _judge_fact(fact)
    if len(facts.facts) > MAX_FACTS:
        message = f"{len(facts.facts)} facts; the proof takes {MAX_FACTS} at most"
        yield Problem(facts.facts[MAX_FACTS].place, message, "leave out those that no instruction needs")
    actions = typing.get_args(CodeAction)
    for entry in facts.actions:
        if entry.action not in actions:
            message = f"there is no action `{entry.action}`{did_you_mean(entry.action, actions)}"
            yield Problem(entry.place.at("action"), message, f"known: {', '.join(actions)}")
    yield from _judge_unsafe(catalog)


def _named_twice(listed: Sequence[Fact | FactValue | Event]) -> Findings:
    for index in find_repeated(part.id for part in listed):
        part = listed[index]
        yield Problem(part.place.at("id"), f"`{part.id}` is there twice", "give one of them another name")


def _judge_fact(fact: Fact) -> Findings:
    count = len(fact.values)
    if not 2 <= count <= MAX_VALUES:
        message = f"`{fact.id}` has {count} value{'' if count == 1 else 's'}; a fact has 2 to {MAX_VALUES}"
        yield Problem(fact.place.at("values"), message, "split it into facts that are true or not by themselves")
    names = [value.id for value in fact.values]
    if fact.start is not None and fact.start not in names:
        message = f"`{fact.id}` has no value `{fact.start}`{did_you_mean(fact.start, names)}"
        yield Problem(fact.place.at("start"), message, f"known: {', '.join(names)}")


def _judge_unsafe(catalog: Catalog) -> Findings:
    facts = [fact.id for fact in catalog.facts.facts]
    phrases = [phrase.id for phrase in catalog.wording.phrases]
    for entry in catalog.facts.unsafe:
        for key, words, known in (("phrases", entry.phrases, phrases), ("need", entry.need, facts)):
            for index, word in enumerate(words):
                if word not in known:
                    thing = "phrase" if key == "phrases" else "fact"
                    message = f"there is no {thing} `{word}`{did_you_mean(word, known)}"
                    yield Problem(entry.place.at(key, index), message, f"known: {', '.join(known) or 'none'}")


def _judge_effect(use: EffectUse, known: _Known) -> Findings:
    """What is unknown in an effect, or cannot be, or says nothing."""
    wrong = set()
    for fault in list_faults(use.effect, known):
        wrong.add(fault.fact)
        yield Problem(use.place.at(fault.fact), *_tell_fault(fault, use.effect, known))
    for fact in use.effect.keys() - wrong if use.is_need else ():
        if use.effect[fact] == ("any",) or set(use.effect[fact]) >= set(known[fact]):
            yield Problem(use.place.at(fact), f"this need on `{fact}` is always met", "name the values that are safe")


def _tell_fault(fault: Fault, effect: Effect, known: _Known) -> tuple[str, str]:
    """Message and fix."""
    fact, value = fault.fact, fault.value
    if fault.kind == "contradiction":
        message = f"`{fact}: {', '.join(effect[fact])}` contradicts itself"
        return message, "write the values that are possible, or one `not …`, or `any`"
    if fault.kind == "fact":
        names = ", ".join(known) or "none; write checklists/facts.yml"
        return f"there is no fact `{fact}`{did_you_mean(fact, known)}", f"known: {names}"
    meant = did_you_mean(value.removeprefix("not "), known[fact])
    return f"`{fact}` has no value `{value}`{meant}", f"known: {', '.join(known[fact])}"


def _unknown_events(node: Node, facts: Facts) -> Findings:
    events = [event.id for event in facts.events]
    for part in parts(node):
        if isinstance(part, (Step, Instruction)) and part.event is not None and part.event not in events:
            message = f"there is no event `{part.event}`{did_you_mean(part.event, events)}"
            yield Problem(part.place.at("event"), message, f"known: {', '.join(events) or 'none'}")


def _find_contradictions(checklist: Checklist, facts: Facts) -> Findings:
    """Answers of a first step that cannot be given by readers for whom the list is meant."""
    vocabulary = Vocabulary(facts)
    begun = dict(vocabulary.read_ops(checklist.set))
    for other in checklist.use_other if isinstance(checklist, Symptom) else ():
        for fact, op in vocabulary.read_ops(other.means).items() if len(other.means) == 1 else ():
            opposite = vocabulary.every[fact] & ~op.mask
            begun[fact] = Op(begun[fact].mask & opposite if fact in begun else opposite)
    for use in effects(checklist.steps[0]) if checklist.steps else ():
        for fact, op in vocabulary.read_ops(use.effect).items() if not use.is_need else ():
            if fact in begun and not begun[fact].mask & op.mask:
                name = vocabulary.facts[fact].id
                message = f"this answer contradicts what the list takes for granted about `{name}`"
                yield Problem(use.place.at(name), message, "correct it, or `set:` or `means:` of the list")


def _useless_parts(catalog: Catalog) -> Findings:
    """Facts that nothing needs, and values that nothing tells apart."""
    every = [use for node in (catalog.facts, *catalog.records) for use in effects(node)]
    ticks = [use for use in every if "ticks" in use.place.keys]
    for fact in catalog.facts.facts:
        if not any(fact.id in use.effect for use in every if use.is_need or use in ticks):
            yield Problem(fact.place.at("id"), f"nothing needs `{fact.id}`", "add the `need:`, or delete the fact")
            continue
        vocabulary = Vocabulary(Facts(facts=(fact,)))
        masks = {op.mask for use in every for op in vocabulary.read_ops(use.effect).values()}
        for bit, value in enumerate(fact.values[1:], start=1):
            if all(mask >> bit & 1 == mask >> (bit - 1) & 1 for mask in masks):
                message = f"nothing tells `{value.id}` from `{fact.values[bit - 1].id}`"
                yield Problem(value.place.at("id"), message, "make one value of the two, or say where they differ")
