"""CS7xx: what a published record owes its readers: sources, honesty about made-up stories, a date."""

from __future__ import annotations

from counterside.model import Case, Code, Rail, Record, RecordText, Resolution, Source, Symptom
from counterside.rules.rule import Findings, rule
from counterside.text.problems import Problem


@rule("CS701", "fact-without-source")
def fact_without_source(record: Record, record_text: RecordText) -> Findings:
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
    elif not isinstance(record, Source) and not set(record.sources) & record_text.lexicon.trusted.sources:
        for hit in record_text.hits("CS701"):
            yield Problem(hit.place, hit.message, hit.phrase.fix)


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
