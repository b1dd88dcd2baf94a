"""CS7xx: what a published record owes its readers: sources, honest stories, a date; and waivers that expire."""

import re

from counterside.model.catalog import Catalog
from counterside.model.lexicon import RecordText
from counterside.model.nodes import Link, parse_link
from counterside.model.records import Case, Code, Rail, Record, Resolution, Source, Symptom
from counterside.proof import prove
from counterside.rules.rule import Findings, rule
from counterside.text.problems import Problem, did_you_mean

# `09:15`, `06-20 09:15` and `2026-06-20 09:15`.
_MOMENT = re.compile(r"(?:(?:(\d{4})-)?(\d{1,2})-(\d{1,2}) +)?(\d{1,2}):(\d{2})")
# By the numbers that a moment is written in: half of a day, of a year; years never begin again.
_HALF_ROUNDS = {2: 12, 4: 6, 5: 9999}


@rule("CS701", "fact-without-source", is_shared=True, needs=("source",))
def fact_without_source(record: Record, record_text: RecordText, catalog: Catalog) -> Findings:
    """Limits, percentages, legal periods and numbers of laws rest on a source of grade A or B; a published symptom,
    remedy or code rests on some source.

    中文：金额限制、百分比、法定期限、文号要有 A、B 级出处；发布的症状、处理办法、应答码至少要有一个出处。

    A limit that was true on some forum becomes a rule in a hundred shops. Grade A is a regulator or a maker, B the
    press or a mirror.

    原因：某个论坛上对过一次的限额，会变成一百家店的规矩。A 级是监管机构或厂家，B 级是媒体或转载的原文。

    Bad:
        detail:
          zh: 单笔最多 1000 元
          en: At most 1,000 yuan a sale
        sources: [source:trade]          # grade K

    Good:
        sources: [source:notice-2018]    # grade A
    """
    if isinstance(record, (Symptom, Resolution, Code)) and record.is_published and not record.sources:
        yield Problem(record.place.at("sources"), f"`{record.ref.id}` names no source", "add `sources: [source:…]`")
    else:
        sources = map(catalog.by_ref.get, record.sources)
        if not isinstance(record, Source) and not any(getattr(one, "grade", "") in ("A", "B") for one in sources):
            yield from record_text.problems("CS701")


@rule("CS702", "case-unsourced")
def case_unsourced(case: Case) -> Findings:
    """A case is sourced, or says that it is a composite.

    中文：案例要有出处，没有就写明是合成的。

    A story without either is a rumour with a lesson.

    原因：既没有出处、也没说是合成的，那就是带教训的传言。

    Bad:
        title: …          # neither `composite:` nor `sources:`

    Good:
        composite: true
    """
    if not case.composite and not case.sources:
        fix = "add `composite: true`, or `sources:`"
        yield Problem(case.place, f"case `{case.id}` is neither sourced nor marked as a composite", fix)


@rule("CS703", "review-date")
def review_date(record: Record) -> Findings:
    """Every published record says when its facts were last checked, and not a day in the future.

    中文：发布的记录要写最近一次核对事实的日期，而且不能晚于提交的日期。

    The date is printed on the sheet. In a checkout with history, a date later than the file's last commit is
    reported too; without history that part is silent.

    原因：这个日期要印在纸上。带提交历史的目录里，晚于最后一次提交的日期也会报出来；没有历史就不管这一半。

    Bad:
        reviewed: 2099-01-01

    Good:
        reviewed: 2026-11-22
    """
    if record.is_published and record.reviewed is None and not isinstance(record, Rail):
        fix = "add `reviewed:` with the day on which you compared it with its sources"
        yield Problem(record.place.at("reviewed"), f"`{record.ref.id}` has no `reviewed` date", fix)


@rule("CS705", "moments-in-order")
def moments_in_order(case: Case) -> Findings:
    """The moments of a case come one after the other.

    中文：案例里的时间要一条比一条晚。

    Readers take the first line for what happened first. Two lines that changed places tell another story, and a remedy
    then comes before the sign that called for it. Words such as 下午 are not compared; a time may pass midnight.

    原因：读的人会把第一条当成先发生的事。两条一颠倒，故事就变了，还没看到毛病，办法倒先用上了。“下午”这类说法不比较；
    过了半夜的时间不算颠倒。

    Bad:
        timeline:
          - at: "09:15"
          - at: "08:15"

    Good:
        timeline:
          - at: "08:15"
          - at: "09:15"
    """
    latest: dict[int, tuple[str, tuple[int, ...]]] = {}
    for moment in case.timeline:
        found = _MOMENT.fullmatch(moment.at)
        numbers = tuple(map(int, filter(None, found.groups()))) if found else ()
        words, before = latest.get(len(numbers), ("", ()))
        # A first number that falls by more than half of its round has begun a new one: midnight, or a new year.
        if numbers and before and numbers < before and before[0] - numbers[0] <= _HALF_ROUNDS[len(numbers)]:
            message = f"`{moment.at}` is earlier than `{words}`, which comes before it"
            yield Problem(moment.place.at("at"), message, "correct the time, or put the moments in order")
        if numbers:
            latest[len(numbers)] = moment.at, numbers


# Rules of language and craft, and what the proof brings up: its page shows those waivers with reason and owner. Nothing
# else about links, paths or safety can be waived.
WAIVABLE = (
    "CS402", "CS403", "CS404", "CS405", "CS406", "CS503", "CS504", "CS505", "CS621", "CS622", "CS624", "CS625", "CS701",
)  # fmt: skip


@rule("CS704", "waiver")
def waiver_unneeded(catalog: Catalog, problems: tuple[Problem, ...]) -> Findings:
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
    has_facts = catalog.facts.facts or Link("facts") in catalog.broken
    is_walked = prove(catalog) is not None and all(one.code != "CS623" for one in problems)
    for waiver in catalog.waivers:
        needed = ("rule", "at", "reason", "owner")
        link, missing = parse_link(waiver.at), [key for key in needed if not getattr(waiver, key)]
        if missing:
            fix = f"add `{missing[0]}:`, or delete the waiver"
            yield Problem(waiver.place, f"waiver without `{missing[0]}`", fix)
        elif waiver.rule not in WAIVABLE:
            fix = f"correct the text; only {', '.join(WAIVABLE)} can be waived"
            yield Problem(waiver.place.at("rule"), f"`{waiver.rule}` cannot be waived", fix)
        elif catalog.may_exist(link):
            continue
        elif catalog.find_place(link) is None:
            known = [str(record.ref) for record in catalog.records]
            message = f"there is no `{waiver.at}`{did_you_mean(waiver.at, known)}"
            fix = "correct it, e.g. `symptom:no-power#charger`, or delete the waiver"
            yield Problem(waiver.place.at("at"), message, fix)
        elif waiver.rule.startswith("CS62") and has_facts and not is_walked:
            continue  # what keeps paths from being walked is reported, and hides what the waiver is for
        elif not any(catalog.excuses(waiver, one.code, one.place) for one in problems):
            yield Problem(waiver.place, f"{waiver.rule} reports nothing at `{waiver.at}`", "delete the waiver")
