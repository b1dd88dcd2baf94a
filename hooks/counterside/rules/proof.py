"""CS62x: the proof. No path leads to an instruction before what it needs is settled."""

from __future__ import annotations

from collections.abc import Iterable

from counterside.model import Catalog, Effect, Facts, Hit, Instruction, Record, RecordText, Resolution, Step, parts
from counterside.proof import Counterexample, Label, Trail, prove
from counterside.rules.rule import Findings, rule
from counterside.text.i18n import Text
from counterside.text.markup import plain
from counterside.text.problems import Place, Problem

_SHOWN = 3
"""Answers that a message names as settling a fact."""


@rule("CS621", "unmet-need")
def unmet_need(catalog: Catalog) -> Findings:
    """An instruction is reached only once everything that it needs is settled, whatever path leads there.

    中文：不管从哪条路走过来，做一件事之前，它的前提都已经确定。

    Every path is walked with what its answers, ticks and remedies settle. The message stands at the answer that lets
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
    proof = prove(catalog)
    told: dict[tuple[Place, str], list[Counterexample]] = {}
    for found in proof.counterexamples if proof else ():
        if catalog.find_waiver("CS621", found.place):
            yield _tell_counterexample(found, found.more)
        else:
            told.setdefault((found.need.place, found.fact.id), []).append(found)
    for same in told.values():
        yield _tell_counterexample(same[0], sum(found.more + 1 for found in same) - 1)


def _tell_counterexample(found: Counterexample, more: int) -> Problem:
    needed = f"{_quote(found.fact.title)}: {_quote_any(found.needed)}"
    ways = f" (and {more} more way{'s' if more > 1 else ''})" if more else ""
    message = (
        f"{_tell_label(found.answer)} leads to {_tell_subject(found.need.label)}, which needs {needed}; "
        f"{_quote_any(found.left)} is still possible. Path: {_tell_trail(found.trail)}{ways}"
    )
    settling = list(dict.fromkeys(" at ".join(map(_quote, line.words)) for line in found.settling))
    rest = len(settling) - _SHOWN
    named = f"these do: {', '.join(settling[:_SHOWN])}" if settling else "no answer does"
    fix = f"rule {_quote_any(found.left)} out on the way ({named}{f' and {rest} more' if rest > 0 else ''})"
    return Problem(found.place, message, f"{fix}, or lead elsewhere")


def _tell_subject(label: Label) -> str:
    """What needs something: a remedy or list with the instruction, or a gate."""
    if label.kind == "passed":
        return f"the gate {_quote(label.title)}"
    return f"{_quote(label.title)}, {_quote(label.words)}" if label.words else _quote(label.title)


def _tell_label(label: Label) -> str:
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


def _tell_trail(trail: Trail) -> str:
    """What a reader does, in order; a record's title where it changes."""
    told: list[str] = []
    title: Text = {}
    for label in trail.labels:
        is_inside = label.kind in ("answer", "verify", "do")
        if is_inside and label.title != title:
            told.append(f"{_quote(label.title)}: {_tell_label(label)}")
        else:
            told.append(_tell_label(label))
        title = label.title if is_inside or label.kind == "list" else {}
    return " → ".join(told)


def _quote(text: Text) -> str:
    """A text in every language, as printed."""
    return f"“{' / '.join(dict.fromkeys(plain(words) for words in text.values()))}”"


def _quote_any(texts: Iterable[Text]) -> str:
    return " or ".join(map(_quote, texts))


@rule("CS622", "unsafe-without-need")
def unsafe_without_need(node: Record, record_text: RecordText, facts: Facts) -> Findings:
    """Words that can cost money or hurt someone say what must be settled first.

    中文：说错时机就会亏钱、伤人的话，要写明先确定什么。

    `facts.yml` lists the phrases of the lexicon that are safe only once some facts are settled: taking another
    payment, restarting, handing over the goods. An instruction that says one of them has a `need:` on those facts, on
    itself or on its remedy. Without it the proof would not ask for anything.

    原因：`facts.yml` 列出了哪些说法要先有前提：再收一次、重启、交货。写到这些话的那一条，自己或者它的处理办法要写
    `need:`。不写，证明就不会去查。

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
    """
    known = {fact.id for fact in facts.facts}
    people_first = getattr(node, "urgency", "") == "stop" or getattr(node, "outcome", "") == "stop_use"
    for entry in facts.unsafe if not people_first else [entry for entry in facts.unsafe if not entry.people_first]:
        for hit in record_text.phrase_hits(entry.phrases):
            needed = _needs_at(node, hit)
            missing = [fact for fact in entry.need if fact in known and needed is not None and fact not in needed]
            if missing:
                named = ", ".join(f"`{fact}`" for fact in missing)
                message = f"`{hit.words.strip()}` is told without a need on {named}"
                yield Problem(hit.place, message, f"add `need:` with {named} and the values with which it is safe")


def _needs_at(node: Record, hit: Hit) -> Effect | None:
    """What a text needs, with what its remedy needs; nothing where it is no instruction."""
    own: Effect = node.need if isinstance(node, Resolution) else {}
    if hit.use.field == "close" and isinstance(node, Resolution):
        return {**own, **node.close_need}
    for part in parts(node):
        if isinstance(part, (Step, Instruction)) and part.place == hit.use.part:
            return {**own, **part.need}
    return None


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
    proof = prove(catalog)
    for circle in proof.circles if proof else ():
        message = f"this leads round to itself with nothing done. Path: {_tell_trail(circle.trail)}"
        fix = "lead one of these answers to something that can change it; if nobody gives them all, say so with `set:`"
        yield Problem(circle.place, message, fix)


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
    proof = prove(catalog)
    for dead in proof.dead if proof else ():
        message = (
            f"the gate {_quote(dead.gate.title)} can never be passed by a reader who misses {_quote(dead.words)}: "
            f"nothing behind its `else` leads to {_quote(dead.fact.title)}: {_quote_any(dead.needed)}"
        )
        fix = "lead to a list that can, or say with `set:` or `verified:` which answer or remedy does"
        yield Problem(dead.place, message, fix)
