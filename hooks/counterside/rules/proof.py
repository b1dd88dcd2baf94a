"""CS62x: the proof. No path leads to an instruction before what it needs is settled, and `facts.yml` is sound."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from counterside.model.catalog import Catalog, list_steps
from counterside.model.lexicon import RecordText
from counterside.model.nodes import EffectUse
from counterside.model.records import Checklist, Gate, Record, puts_people_first
from counterside.model.site import Facts
from counterside.proof import Proof, Trail, prove
from counterside.proof.graph import ANY, NOT, Label, Vocabulary
from counterside.rules.rule import Findings, find_unknown, part_of, report_repeated, rule
from counterside.text.i18n import Text, strip_marks
from counterside.text.problems import Place, Problem, did_you_mean

# Answers that a message names as settling a fact.
_MOST_NAMED = 3


@rule("CS621", "unmet-need", is_shared=True)
def unmet_need(catalog: Catalog) -> Findings:
    """An instruction is reached only once everything that it needs is settled, whatever path leads there.

    中文：不管从哪条路走过来，做一件事之前，它的前提都已经确定。

    Every path is walked with what its answers, ticks and remedies settle. The message points at the answer that lets
    the reader through, with the shortest path in the words of the lists. Answers that do settle it are named; where
    none can, the answer has to lead elsewhere.

    原因：系统把每条路都走一遍，一路记下回答、打勾和处理办法各说明了什么。报错写在放行的那个回答上，附上最短的一条路，
    用的是清单上的原话；哪些回答能确定这件事，也会列出来。没有这样的回答，就得让它去别的地方。

    Bad:
        - id: foreign
          label: …
          to: resolution:other-card       # needs: paid: none

    Good:
        - id: foreign
          label: …
          to: step:paid-codes             # asks, and sets: paid: none
    """
    proof = _prove_sound(catalog)
    for found in proof.counterexamples if proof else ():
        label = found.need.label  # of a remedy or list with the instruction, or of a gate
        words = f"{_quote(label.title)}, {_quote(label.words)}" if label.words else _quote(label.title)
        subject = f"the gate {_quote(label.title)}" if label.kind == "passed" else words
        ways = f" (and {found.more} more way{'s' if found.more > 1 else ''})" if found.more else ""
        message = (
            f"{_format_label(found.answer)} leads to {subject}, which needs {_quote(found.fact.title)}: "
            f"{_quote_any(found.needed)}; {_quote_any(found.left)} is still possible. "
            f"Path: {_format_trail(found.trail)}{ways}"
        )
        # An answer of many lists has the same words in each: named once.
        settling = list(dict.fromkeys(" at ".join(map(_quote, line.words)) for line in found.settling))
        rest = f" and {len(settling) - _MOST_NAMED} more" if len(settling) > _MOST_NAMED else ""
        named = f"these do: {', '.join(settling[:_MOST_NAMED])}{rest}" if settling else "no answer does"
        fix = f"rule {_quote_any(found.left)} out on the way ({named}), or lead elsewhere"
        yield Problem(found.place, message, fix)


def _prove_sound(catalog: Catalog) -> Proof | None:
    """The proof, unless it would rest on something that is not known: CS623 reports that first."""
    return prove(catalog) if not _list_faults(catalog) else None


def _format_label(label: Label) -> str:
    """One thing that a reader does."""
    if label.kind in ("list", "code"):
        return f"{_quote(label.title)}" + (f" ({_quote(label.words)})" if label.words else "")
    if label.kind == "passed":
        return f"gate {_quote(label.title)} passed"
    if label.kind == "failed":
        return f"gate {_quote(label.title)}: not {_quote(label.words)}"
    if label.kind == "unsure":
        return f"gate {_quote(label.title)}: {_quote(label.words)}"
    return f"the text {_quote(label.words)}" if label.kind == "text" else _quote(label.words)


def _format_trail(trail: Trail) -> str:
    """What a reader does, in order; a record's title where it changes."""
    parts: list[str] = []
    title: Text = {}
    for label in trail:
        # A gate or a text of another record came between: the next answer names its list again.
        is_inside = label.kind in ("answer", "verify", "do")
        named = f"{_quote(label.title)}: " if is_inside and label.title != title else ""
        parts.append(named + _format_label(label))
        title = label.title if is_inside or label.kind == "list" else {}
    return " → ".join(parts)


def _quote(text: Text) -> str:
    """A text in every language, as printed."""
    return f"“{' / '.join(dict.fromkeys(strip_marks(words) for words in text.values()))}”"


def _quote_any(texts: Iterable[Text]) -> str:
    return " or ".join(map(_quote, texts))


@rule("CS622", "unsafe-without-need", after=("CS601", "CS603", "CS609"), is_shared=True)
def unsafe_without_need(node: Record, record_text: RecordText, catalog: Catalog) -> Findings:
    """Words that can cost money or hurt someone say what must be settled first.

    中文：说错时机就会亏钱、伤人的话，要写明先确定什么。

    `facts.yml` lists the phrases of the lexicon that are safe only once some facts are settled: taking another
    payment, restarting, handing over the goods. An instruction that says one of them has a `need:` on those facts, on
    itself or on its remedy. Without it the proof would not ask for anything. Where `facts.yml` names an event for such
    a phrase, the instruction names it as well: after another attempt nothing is settled any more.

    原因：`facts.yml` 列出了哪些说法要先有前提：再收一次、重启、交货。写到这些话的那一条，自己或者它的处理办法要写
    `need:`。不写，证明就不会去查。`facts.yml` 给这种说法写了事件的，那一条也要写 `event:`：再收一次以后，前面确定的又说
    不准了。

    Bad:
        - id: offer
          do:
            zh: 请顾客换一张卡
            en: Ask for another card

    Good:
        - id: offer
          do:
            zh: 请顾客换一张卡
            en: Ask for another card
          need:
            paid: none
          event: attempt
    """
    facts, events = ({entry.id for entry in listed} for listed in (catalog.facts.facts, catalog.facts.events))
    for entry in (entry for entry in catalog.facts.unsafe if not entry.people_first or not puts_people_first(node)):
        for hit in (hit for hit in record_text.all_hits if hit.phrase.id in entry.phrases):
            said = f"`{hit.words.strip()}` is said without"
            part = next((step for step in list_steps(node) if step.place.covers(hit.place)), None)
            closing = getattr(node, "close_need", None) if hit.use.field == "close" else None
            # What a remedy needs holds for every instruction inside.
            needed = {*getattr(node, "need", ()), *(part.need if part else ()), *(closing or ())}
            named = ", ".join(f"`{fact}`" for fact in entry.need if fact in facts and fact not in needed)
            if named and (isinstance(node, Gate) or part or closing is not None):
                fix = f"add `need:` with {named} and the values with which it is safe"
                yield Problem(hit.place, f"{said} a need on {named}", fix)
            if entry.event in events and part and part.event is None:
                fix = f"add `event: {entry.event}`: it opens facts again"
                yield Problem(hit.place, f"{said} `event: {entry.event}`", fix)


@rule("CS624", "idle-circle")
def idle_circle(catalog: Catalog) -> Findings:
    """No circle of questions and failed gates leads a reader round with nothing done on the way.

    中文：不会有一圈问题和没过的关卡，让人转回原处而什么都没变。

    A reader who gives the same answers again is back at the same question. Inside one list CS303 looks; this rule looks
    at circles through several lists and through gates. Answers that exclude each other make no circle: say so with
    `set:`.

    原因：照样再答一遍，又回到同一个问题。一张清单里的圈由 CS303 管，这条管穿过几张清单、穿过关卡的圈。互相排斥的回答
    走不成一圈：用 `set:` 写明。

    Bad:
        - id: declined
          to: resolution:other-tender     # its gate leads back to this step

    Good:
        - id: declined
          to: step:acquirer
    """
    proof = _prove_sound(catalog)
    for place in proof.unsearched if proof else ():
        message = "whether this leads round to itself is not known: places and values have too many combinations"
        yield Problem(place, message, "give facts fewer values, or the lists fewer ways into one another")
    for place, trail in proof.circles if proof else ():
        message = f"this leads round to itself with nothing done. Path: {_format_trail(trail)}"
        fix = "lead one of these answers to something that can change it; if no one gives them all, say so with `set:`"
        yield Problem(place, message, fix)


@rule("CS625", "tick-without-cure")
def tick_without_cure(catalog: Catalog) -> Findings:
    """A tick that is missing can come true behind the gate's `else`.

    中文：关卡缺的那一项，走 `else` 之后要有办法补上。

    A reader who misses a tick is sent on. If nothing there can ever make the tick true, the gate never opens again. A
    remedy that does make it true says so with `set:` or `verified:`; one that ends the list leaves it to others.

    原因：缺一项的人会被送去别处。那里要是怎么走都补不上这一项，这道关卡就再也过不去了。能补上的处理办法，用 `set:` 或
    `verified:` 写明；到此为止的办法，交给别人去办，不算。

    Bad:
        ticks:
          - zh: 没有存着的交易
            en: No stored payments
            set:
              stored: none
        else: symptom:money-in-doubt      # asks nothing about stored payments

    Good:
        else: symptom:stored-payments
    """
    proof = _prove_sound(catalog)
    for graph in proof.walked if proof else ():
        for place, gate, words, needed in graph.find_dead():
            message = (
                f"the gate {_quote(gate.title)} can never be passed by a reader who misses {_quote(words)}: "
                f"nothing behind its `else` leads to {_quote(graph.fact.title)}: {_quote_any(needed)}"
            )
            fix = "lead to a list that can, or say with `set:` or `verified:` which answer or remedy does"
            yield Problem(place, message, fix)


@rule("CS623", "fault-in-facts", is_shared=True, needs=("wording", "facts"))
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
    yield from _list_faults(catalog)
    proof = _prove_sound(catalog)
    # Facts that nothing needs, and values that nothing distinguishes. A gate asks for what its ticks say.
    uses = [use for node in (catalog.facts, *catalog.records) for use in node.uses.effect]
    asked = {name for use in uses if use.field.endswith("need") or use.field == "ticks.set" for name in use.value}
    for fact in catalog.facts.facts if proof else ():
        if fact.id not in asked:
            yield Problem(fact.place.at("id"), f"nothing needs `{fact.id}`", "add the `need:`, or delete the fact")
            continue
        vocabulary = Vocabulary(Facts(facts=(fact,)))
        masks = {mask for use in uses for mask in vocabulary.read_ops(use.value).values()}
        for bit, value in enumerate(fact.values[1:], start=1):
            if all(mask >> bit & 1 == mask >> (bit - 1) & 1 for mask in masks):
                message = f"nothing distinguishes `{value.id}` from `{fact.values[bit - 1].id}`"
                yield Problem(value.place.at("id"), message, "make one value of the two, or say where they differ")
    for fact in proof.too_large if proof else ():
        message = f"the proof of `{fact.id}` was given up: it has too many combinations of places and values"
        yield Problem(fact.place, message, "give the fact fewer values, or the lists fewer ways into one another")


@part_of("CS623")
def idle_effect(catalog: Catalog, left: tuple[Problem, ...]) -> Findings:
    """Effects that decide nothing. Any other fault may hide what they are good for, so they are looked for last."""
    proof = prove(catalog) if not left else None
    if proof and not proof.too_large:
        for line, fact in proof.idle:
            message = f"what this says of `{fact.id}` decides nothing"
            key = () if line.kind == "start" else (fact.id,)  # `start:` is a value, the others have facts as keys
            yield Problem(line.place.at(*key), message, "delete it, or add the `need:` that it is for")


def _list_faults(catalog: Catalog) -> list[Problem]:
    """What is unknown, impossible or without meaning, in `facts.yml` and in records."""
    return catalog.memoize(("faults of facts",), lambda: [*_check_facts(catalog), *_check_records(catalog)])


def _check_facts(catalog: Catalog) -> Findings:
    """What is wrong with `facts.yml` itself."""
    facts = catalog.facts
    for listed in chain[Iterable[Any]]((facts.facts, facts.events), (fact.values for fact in facts.facts)):
        yield from report_repeated(listed, "give one of them another name")
    known, events = Vocabulary(facts).named, [event.id for event in facts.events]
    for fact in facts.facts:
        if fact.start is not None and fact.start not in known[fact.id]:
            yield _report_value(fact.place.at("start"), fact.id, fact.start, known[fact.id])
    phrases = [phrase.id for phrase in catalog.wording.phrases]
    for entry in facts.unsafe:
        for index, word in enumerate(entry.phrases):
            yield from find_unknown(entry.place.at("phrases", index), "phrase", word, phrases)
        for index, word in enumerate(entry.need):
            yield from find_unknown(entry.place.at("need", index), "fact", word, known)
        yield from find_unknown(entry.place.at("event"), "event", entry.event, events)


def _check_records(catalog: Catalog) -> Findings:
    """What is wrong with what is said of facts, in records and by events."""
    vocabulary, events = Vocabulary(catalog.facts), [event.id for event in catalog.facts.events]
    for node in (catalog.facts, *catalog.records):
        for use in node.uses.effect:
            yield from _check_effect(use, vocabulary.named)
        for step in list_steps(node):
            yield from find_unknown(step.place.at("event"), "event", step.event, events)
    for checklist in catalog.of(Checklist):
        yield from _find_contradictions(checklist, vocabulary)


def _report_value(place: Place, fact: str, value: str, known: Sequence[str]) -> Problem:
    meant = did_you_mean(value.removeprefix(NOT), known)
    return Problem(place, f"`{fact}` has no value `{value}`{meant}", f"known: {', '.join(known)}")


def _check_effect(use: EffectUse, known: Mapping[str, Sequence[str]]) -> Findings:
    """What is unknown in an effect, or cannot be, or says nothing."""
    for fact, words in use.value.items():
        place, values = use.place.at(fact), known.get(fact, ())
        unknown = [word for word in words if word != ANY and word.removeprefix(NOT) not in values]
        if fact not in known:
            yield from find_unknown(place, "fact", fact, known)
        elif unknown:
            yield _report_value(place, fact, unknown[0], values)
        elif not words or (len(words) > 1 and any(word == ANY or word.startswith(NOT) for word in words)):
            message = f"`{fact}: {', '.join(words)}` contradicts itself"
            yield Problem(place, message, "write the values that are possible, or one `not …`, or `any`")
        elif use.field.endswith("need") and (words == (ANY,) or set(words) >= set(values)):
            yield Problem(place, f"this need on `{fact}` is always met", "name the values that are safe")


def _find_contradictions(checklist: Checklist, vocabulary: Vocabulary) -> Findings:
    """Answers of a first step that cannot be given by readers for whom the list is meant."""
    begun = dict(vocabulary.read_ops(checklist.set))
    for other in getattr(checklist, "use_other", ()):
        for fact, mask in vocabulary.negate(vocabulary.read_ops(other.means)).items():
            begun[fact] = begun.get(fact, mask) & mask
    for use in checklist.steps[0].uses.effect if checklist.steps else ():
        for fact, mask in vocabulary.read_ops(use.value).items() if not use.field.endswith("need") else ():
            if fact in begun and not begun[fact] & mask:
                name = vocabulary.facts[fact].id
                message = f"this answer contradicts what the list takes for granted about `{name}`"
                yield Problem(use.place.at(name), message, "correct it, or `set:` or `means:` of the list")
