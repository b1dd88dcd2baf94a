"""CS704: exceptions that expire."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog, Waiver, parse_link
from counterside.proof import prove
from counterside.rules.rule import Findings, WaiverContext, rule
from counterside.text.problems import Place, Problem, did_you_mean

WAIVABLE = (
    "CS402", "CS403", "CS404", "CS405", "CS406", "CS503", "CS504", "CS505", "CS621", "CS622", "CS624", "CS625", "CS701",
)  # fmt: skip
"""Rules of language and craft, and what the proof brings up: its page shows those waivers with reason and owner.
Nothing else about links, paths or safety can be waived."""

_OF_THE_PROOF = ("CS621", "CS624", "CS625")


def find_waived(waiver: Waiver, problems: tuple[Problem, ...], catalog: Catalog) -> tuple[Problem, ...]:
    """The problems that a waiver excuses; none if it is not complete."""
    if waiver.rule not in WAIVABLE or not (waiver.reason and waiver.owner):
        return ()
    place = _find_place(waiver, catalog)
    if place is None:
        return ()
    return tuple(made for made in problems if made.code == waiver.rule and place.covers(made.place))


def _find_place(waiver: Waiver, catalog: Catalog) -> Place | None:
    """Where a waiver holds: a record, a step of it, or a hand-written page."""
    link = parse_link(waiver.at)
    if link.kind == "page":
        return Place(f"docs/{link.id}.md") if link.id in catalog.prose else None
    return catalog.find_place(link)


@rule("CS704", "waiver")
def waiver_unneeded(context: WaiverContext) -> Findings:
    """An exception names its rule, its reason and who answers for it, and goes when it is no longer needed.

    中文：豁免要写明哪条规则、为什么、谁负责；用不着了就删掉。

    Only rules of language and craft can be waived, CS402 to CS406, CS503 to CS505 and CS701, and four of the proof,
    CS621, CS622, CS624 and CS625, whose waivers the site shows. An exception that excuses nothing any more would excuse
    the next mistake.

    原因：可以豁免的只有语言和写法上的规则（CS402 到 CS406、CS503 到 CS505、CS701），以及证明里的四条（CS621、CS622、
    CS624、CS625），这四条的豁免会在网站上列出来。已经什么都不豁免的豁免，只会放过下一个错。

    Bad:
        - rule: CS505
          at: resolution:no-such-remedy

    Good:
        - rule: CS505
          at: resolution:call-provider#bring
          reason: the name of the form is that long
          owner: editors
    """
    for waiver in context.waivers:
        yield from _find_faults(waiver, context)


def _find_faults(waiver: Waiver, context: WaiverContext) -> Iterator[Problem]:
    for key in ("rule", "at", "reason", "owner"):
        if not getattr(waiver, key):
            yield Problem(waiver.place, f"waiver without `{key}`", f"add `{key}:`, or delete the waiver")
            return
    if waiver.rule not in WAIVABLE:
        fix = f"mend the text; only {', '.join(WAIVABLE)} can be waived"
        yield Problem(waiver.place.at("rule"), f"`{waiver.rule}` cannot be waived", fix)
    elif context.catalog.may_exist(parse_link(waiver.at)):
        return
    elif _find_place(waiver, context.catalog) is None:
        known = [str(record.ref) for record in context.catalog.records]
        message = f"there is no `{waiver.at}`{did_you_mean(waiver.at, known)}"
        yield Problem(
            waiver.place.at("at"), message, "correct it, e.g. `symptom:no-power#charger`, or delete the waiver"
        )
    elif waiver.rule in _OF_THE_PROOF and prove(context.catalog) is None:
        return  # what keeps the proof from being made is reported, and hides what the waiver is for
    elif not find_waived(waiver, context.problems, context.catalog):
        yield Problem(waiver.place, f"{waiver.rule} reports nothing at `{waiver.at}`", "delete the waiver")
