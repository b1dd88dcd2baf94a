"""CS1xx: ids, former ids and the numbers on paper."""

import re
import unicodedata
from collections.abc import Container, Iterable
from itertools import chain, count
from statistics import mode
from typing import Any

from counterside.model.catalog import Catalog, list_steps
from counterside.model.nodes import Link, is_code, is_id, is_portable, parse_link
from counterside.model.records import AnyStep, Case, Checklist, Code, Rail, Record, Resolution, Routine, Symptom
from counterside.model.site import Facts
from counterside.rules.rule import Findings, part_of, report_repeated, rule
from counterside.text.problems import Place, Problem, find_repeated

_WITH_PAGES = (Symptom, Resolution, Routine, Case)
_WITH_STEPS = (Symptom.kind, Resolution.kind, Routine.kind)


@rule("CS101", "id-form")
def id_form(catalog: Catalog) -> Findings:
    """Ids are words joined by hyphens: small letters a–z and digits, nothing else.

    中文：id 用小写字母、数字和连字符，不用别的。

    An id is part of an address that people print and send. A dot would be read as a language (`x.no` is
    Norwegian), a capital letter or a space breaks on some hosts, and Windows keeps names such as `con` to itself. A
    former id (`was`) becomes an address and a redirect as well. A response code is written as the screen shows it, in
    capitals, and with all its digits: `5` in a table of two-digit codes is a `05` that lost its zero.

    原因：id 会变成网址的一部分，要印在纸上、发给别人。点号会被当成语言（`x.no` 成了挪威语），大写和空格在有些服务器上
    打不开，`con` 这类名字在 Windows 上不能用。以前的 id（`was`）也会变成网址和跳转。应答码照屏幕写，用大写，位数写全：
    别的都是两位，只有一个 `5`，就是 `05` 丢了前面的零。

    Bad:
        checklists/symptoms/No_Power.yml

    Good:
        checklists/symptoms/no-power.yml
    """
    for record in catalog.records:
        if isinstance(record, Code):
            code = record.id.partition("/")[2]
            if not is_code(unicodedata.normalize("NFKC", code)):  # full-width characters are CS008
                fix = "write the characters as the screen shows them, capitals and digits, words joined by `_`"
                yield Problem(record.place.at("code"), f"code `{code}` is not written in capitals and digits", fix)
        else:
            yield from _check_ids([record])
            yield from _check_former_ids(record)
        yield from _check_ids(getattr(record, "labels", ()))
        for step in list_steps(record):
            yield from _check_ids((step, *getattr(step, "choices", ())))
            yield from _check_former_ids(step)
    # The ids in the site's own file are anchors, and names under which a phone keeps what is filled in.
    yield from _check_ids(chain.from_iterable(catalog.site.listed), is_file=False)
    facts = catalog.facts if catalog.facts.facts else Facts()
    # `set:` and `need:` use the names of facts, values and events, and `not full` and `any` mean something there.
    yield from _check_ids((*facts.facts, *facts.events, *(value for fact in facts.facts for value in fact.values)))


@part_of("CS101")
def cut_codes(rail: Rail) -> Findings:
    """Codes with fewer digits than the others of a table: what takes `05` for a number drops its zero."""
    numbers = [code for code in rail.codes if code.code.isascii() and code.code.isdigit()]
    usual = mode(len(code.code) for code in numbers) if any(code.code[0] == "0" for code in numbers) else 0
    for code in numbers:
        if len(code.code) < usual:
            fix = f'write `code: "{code.code.zfill(usual)}"`, in quotes'
            yield Problem(code.place.at("code"), f"code `{code.code}` is shorter than the others: {usual} digits", fix)


@part_of("CS101")
def rail_name(rail: Rail) -> Findings:
    """A table is called like its file: its page's address is made of one, and the links of its codes of the other."""
    if rail.rail != rail.id:
        message = f"`rail` is `{rail.rail}`, and the file is called `{rail.id}`"
        yield Problem(rail.place.at("rail"), message, f"write `rail: {rail.id}`, or rename the file")


def _check_former_ids(owner: Record | AnyStep) -> Findings:
    """What is wrong with the form of former ids: pages and redirects are written under them."""
    for index, old in enumerate(owner.was):
        link = parse_link(old)
        if isinstance(owner, Record) or link.kind not in _WITH_STEPS or not link.step:
            yield from _check_id(old, owner.place.at("was", index))


def _check_ids(entries: Iterable[Any], is_file: bool = True) -> Findings:
    for entry in entries:
        yield from _check_id(entry.id, entry.place.at("id"), is_file)


def _check_id(name: str, place: Place, is_file: bool = True) -> Findings:
    if not is_id(name):
        meant = unicodedata.normalize("NFKC", name)
        bare = unicodedata.normalize("NFKD", name.casefold())  # `kühl` without what stands on its letters
        words = "-".join(re.findall(r"[a-z0-9]+", re.sub("[\u0300-\u036f]", "", bare)))
        why = "is not words joined by hyphens"
        if is_id(meant.lower()):  # nothing else is wrong with it
            odd = next(sign for sign in name if sign not in meant or sign.isupper())
            why = f"has a {'capital letter' if odd in meant else 'full-width character'}, `{odd}`"
        fix = f"rename it, e.g. `{words}`" if words else "rename it in small letters a–z, e.g. `no-power`"
        yield Problem(place, f"id `{name}` {why}", fix)
    elif is_file and not is_portable(name):
        yield Problem(place, f"id `{name}` is no name that a file can have on every system", "choose another")


@rule("CS102", "id-unique")
def id_unique(catalog: Catalog) -> Findings:
    """An id is unique: across symptoms, resolutions, routines and cases, and within its list or record.

    中文：id 不能重复：症状、处理办法、例行检查、案例之间不能重复，同一条记录里的步骤也不能重复。

    Two records with one id are one address, one sheet and one stored tick; the second silently hides the first.

    原因：两条记录用同一个 id，就是同一个网址、同一张纸、同一个勾，后一条会悄悄盖住前一条。

    Bad:
        steps:
          - id: charger
          - id: charger

    Good:
        steps:
          - id: charger
          - id: socket
    """
    seen: dict[Link, Record] = {}
    for record in catalog.records:
        # Records with pages share one space of ids: it names their sheets and what a phone keeps of them.
        key = Link("page", record.id) if isinstance(record, _WITH_PAGES) else record.ref
        first = seen.setdefault(key, record)
        if first is not record:
            message, fix = f"id `{record.id}` is there twice", "give this one another id"
            if record.place.file != first.place.file:
                message = f"id `{record.id}` is taken by {first.place.file}"
            elif isinstance(record, Code):
                message = f"code `{record.id.partition('/')[2]}` is there twice"
                fix = "correct the code, or delete one of the two entries"
            yield Problem(record.place.at("id"), message, fix)
        for key_name in ("article", "sources"):
            listed = list(map(str, getattr(record, key_name)))
            for index in find_repeated(listed):
                message = f"`{listed[index]}` is there twice"
                yield Problem(record.place.at(key_name, index), message, "delete one of the two")
    for named in catalog.site.listed:
        yield from _report_ids(named)
    yield from report_repeated(catalog.site.languages, "delete one of the two entries", "language", "code")
    yield from _report_ids(catalog.article, "item")


@part_of("CS102")
def title_unique(catalog: Catalog) -> Findings:
    """No two records of a kind have one title: a reader could not choose between them."""
    titles: dict[tuple[str, str, str], Record] = {}
    for record in (one for one in catalog.of(*_WITH_PAGES) if is_id(one.id)):  # CS101: a copy
        for language, words in getattr(record, "title", {}).items():
            first = titles.setdefault((record.kind, language, words), record)
            if first is not record:
                message = f"“{words}” is the title of {first.place.file} as well"
                yield Problem(record.place.at("title", language), message, "say what is different about this one")


def _report_ids(entries: Iterable[Any], thing: str = "id") -> Findings:
    return report_repeated(entries, f"give this {'one' if thing in ('id', 'item') else thing} another id", thing)


@part_of("CS102")
def step_unique(record: Record) -> Findings:
    """In a record, two steps, choices of a step or labels have no id in common, two choices not the same words."""
    yield from _report_ids(list_steps(record), "step")
    yield from _report_ids(getattr(record, "labels", ()), "label")
    for step in list_steps(record):
        choices = getattr(step, "choices", ())
        yield from _report_ids(choices, "choice")
        for index in find_repeated(str(choice.label) for choice in choices):
            place = step.place.at("choices", index, "label")
            yield Problem(place, "two answers have the same words", "say what is seen in each case")


@rule("CS103", "former-id")
def former_id(catalog: Catalog) -> Findings:
    """A former id (`was`) stays reserved: nothing else takes it. A step that came from another list names its place
    there, as `symptom:x#step`.

    中文：以前用过的 id（`was`）要留着，别的记录不能再用。一步是从别的清单搬来的，就写原来的位置 `symptom:x#step`。

    Old links and old paper carry it. Used again, they would lead a reader to something else. The page of the former
    list leads readers on to the step, so that page must still be there, under its id or a former one.

    原因：旧链接、旧纸上写的还是它。再拿给别的记录用，读的人就被带错地方。原来那张清单的页面会把人带到这一步，所以那个页
    面得还在，用现在的 id 或以前的都行。

    Bad:
        was: [no-network]      # while symptoms/no-network.yml exists

    Good:
        was: [dead-terminal]
    """
    taken: dict[str, Record] = {record.id: record for record in catalog.of(*_WITH_PAGES)}
    for record in (one for one in catalog.of(*_WITH_PAGES) if is_id(one.id)):  # CS101 reports the others
        for index, old in enumerate(record.was):
            if old in taken:
                message = f"former id `{old}` belongs to {taken[old].place.file}"
                fix = "delete it here, or rename the record that took it"
                yield Problem(record.place.at("was", index), message, fix)
            taken.setdefault(old, record)


@part_of("CS103")
def former_step(record: Record) -> Findings:
    """A former id of a step stays reserved in its record."""
    taken = {step.id for step in list_steps(record)}
    for step in list_steps(record):
        for index, old in enumerate(step.was):
            if old in taken:  # one of another record has a kind before it
                fix = "delete it here, or rename that step"
                yield Problem(step.place.at("was", index), f"former id `{old}` belongs to another step", fix)
            taken.add(old)


@part_of("CS103")
def moved_step(catalog: Catalog) -> Findings:
    """A step that came from another record names its place there: one that was, and no other step's."""
    pages = {link for record in catalog.of(*_WITH_PAGES) for link in _list_names(record)}
    seen: set[Link] = set()
    for record in catalog.of(*_WITH_PAGES):
        for step in list_steps(record):
            for index, link in enumerate(map(parse_link, step.was)):
                if link.step and link.kind in _WITH_STEPS and not catalog.may_exist(link):
                    wrong = _explain_place(link, record, catalog.find(link), pages)
                    if not wrong and link in seen:
                        wrong = f"`{link}` is another step's former place as well", "delete one of the two"
                    if wrong:
                        yield Problem(step.place.at("was", index), *wrong)
                    seen.add(link)


def _explain_place(link: Link, record: Record, former: Record | None, pages: Container[Link]) -> tuple[str, str] | None:
    """What is wrong with the former place of a step, and how to fix it."""
    if link.record in _list_names(record):
        return f"`{link}` is a step of this record", f"write `{link.step}` alone"
    if link.record not in pages:
        fix = f"put `{link.id}` into the `was:` of the {link.kind} that takes its place"
        return f"there is no {link.kind} `{link.id}`, now or formerly", fix
    if former and any(link.step in (step.id, *step.was) for step in list_steps(former)):
        return f"`{link}` belongs to a step that is still there", "delete it here, or rename that step"
    return None


def _list_names(record: Record) -> list[Link]:
    """The links that lead to a record, under its id and its former ones."""
    return [Link(record.kind, name) for name in (record.id, *record.was)]


@rule("CS104", "sheet-number")
def sheet_number(catalog: Catalog) -> Findings:
    """Every symptom and routine has a sheet number of its own.

    中文：每张清单的编号不能和别的重复。

    “Go to sheet 10” must mean one sheet. Numbers on printed paper outlive the file, so give a new record a new
    number rather than an old one.

    原因：“去看第 10 张”只能指一张。纸上的编号比文件活得久，所以新记录用新编号，不要捡旧的用。

    Bad:
        number: 3       # till-link.yml has 3

    Good:
        number: 17
    """
    seen: dict[int, Checklist] = {}
    taken = {record.number for record in catalog.of(Checklist)}
    for record in (one for one in catalog.of(Checklist) if is_id(one.id)):  # CS101 reports a copy
        if seen.setdefault(record.number, record) is not record:
            free = next(number for number in count(1) if number not in taken)
            message = f"sheet number {record.number} is taken by {seen[record.number].place.file}"
            yield Problem(record.place.at("number"), message, f"{free} is free")
