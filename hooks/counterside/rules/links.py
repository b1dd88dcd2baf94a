"""CS2xx: every link leads somewhere, every record is led to, and a code has one answer."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise

from counterside.model.catalog import Catalog, list_named, list_steps
from counterside.model.guide import find_reached_remedies, find_reached_symptoms
from counterside.model.nodes import GENERATED_PAGES, NEXT, RECORD_KINDS, Link, LinkUse, Node, guess_link, is_code, is_id
from counterside.model.records import Case, Checklist, Code, Gate, Rail, Record, Resolution, Routine, Step, Symptom
from counterside.rules.rule import Findings, find_unknown, part_of, rule
from counterside.text.i18n import Text, split_spans
from counterside.text.problems import Place, Problem, did_you_mean, find_closest, format_suggestion

# Records whose links have a code of their own, and kinds of record that are entries of lists and are named by others.
_TRAILS = (Case, Code, Routine)
_LISTED = ("source", "contact", "notice", "gate")


@rule("CS201", "step-without-resolution")
def step_without_resolution(checklist: Checklist) -> Findings:
    """Every step links to a resolution: at least one of its answers is a `resolution:` link.

    中文：每一步至少有一个回答指向 `resolution:`，也就是一个处理办法。

    This is what the site promises: a question to a frightened reader comes with an answer. A step whose
    answers only lead to more questions can be walked to the end without any help. There is no waiver.

    原因：这是整个网站的承诺：向一个慌了神的人提问，就得备好答案。一步的回答如果只通向更多问题，人会一路走到底，什么帮
    助也没得到。这一条不能豁免。

    Bad:
        - id: charger
          do: …
          not_seen: next

    Good:
        - id: charger
          do: …
          not_seen: resolution:power-recovery
    """
    for step in checklist.steps:
        if not step.resolutions:
            key = "to" if step.choices else "not_seen"
            fix = f"lead one of its answers to the remedy for what is seen there, `{key}: resolution:…`"
            yield Problem(step.place, f"step `{step.id}` links to no resolution", fix)


@rule("CS202", "target-missing")
def target_missing(catalog: Catalog) -> Findings:
    """The target of every link exists: the record, its step, the page.

    中文：每个链接指向的记录、步骤、页面都要存在。

    A dead link in the middle of a checklist leaves a reader alone at the worst moment. Links of hand-written pages
    count as well. Links of cases, codes and routines have their own code (CS208), links to sources, contacts, notices
    and gates too (CS211).

    原因：清单走到一半，链接断了，等于在最要紧的时候把人丢下。手写页面里的链接也一样。案例、应答码、例行检查里的链接归
    CS208，出处、联系方式、提示、关卡的归 CS211。

    Bad:
        not_seen: resolution:power-recovry

    Good:
        not_seen: resolution:power-recovery
    """
    devices = [device.id for device in catalog.site.devices]
    fix = f"devices in checklists/site.yml: {', '.join(devices) or 'none'}"
    for record in catalog.records:
        if not isinstance(record, _TRAILS):
            yield from _find_missing_targets(record, record.uses.link, catalog)
        # Devices are named by id alone, and are no links; a wrong one is missing all the same.
        for index, name in enumerate(getattr(record, "applies_to", ())):
            yield from find_unknown(record.place.at("applies_to", index), "device", name, devices, fix)
    yield from _find_missing_targets(None, catalog.site_links, catalog)


@rule("CS208", "trail-broken")
def trail_broken(catalog: Catalog) -> Findings:
    """The links of a case, a code or a routine lead to records and steps that exist.

    中文：案例、应答码、例行检查里的链接都要指得到。

    A case is evidence that a step settles something; a code is often the first thing a clerk types. Both are
    worth nothing when the step they name is gone.

    原因：案例是某一步真管用的证据，应答码常常是店员最先输入的东西。它们指的那一步没了，两样都白写。

    Bad:
        deciding_step: symptom:no-power#chargr

    Good:
        deciding_step: symptom:no-power#charger
    """
    for record in catalog.of(*_TRAILS):
        yield from _find_missing_targets(record, record.uses.link, catalog)


def _find_missing_targets(record: Record | None, uses: Iterable[LinkUse], catalog: Catalog) -> Findings:
    for use in uses:
        link, target = use.value, catalog.find(use.value)
        if link.kind == "page":
            yield from _find_missing_page(use.place, link, catalog)
        elif link.kind == "step":
            yield from _find_missing_step(use, link.id, record, catalog)
        elif link.id and link.kind not in ("", *_LISTED):
            if target is None and not catalog.may_exist(link):
                yield from _report_missing(use, catalog)
            elif target is not None and link.step:
                yield from _find_missing_step(use, link.step, target, catalog)


def _find_missing_page(place: Place, link: Link, catalog: Catalog) -> Findings:
    # where a record could not be read, its page is not empty: what hides it is reported already
    known = {*(GENERATED_PAGES if catalog.broken else catalog.pages), *catalog.prose}
    yield from find_unknown(place, "page", link.id, known, f"pages: {', '.join(sorted(known))}")


def _find_missing_step(use: LinkUse, name: str, record: Record | None, catalog: Catalog) -> Findings:
    steps = list_steps(record) if record else ()
    ids = [step.id for step in steps]
    # A step without an id of its own (CS101, CS102) may be the one that is meant.
    if name not in ids and len(set(ids)) == len(ids) and all(map(is_id, ids)):
        moved = catalog.moved_steps.get(record.ref, {}).get(name) if record else None
        renamed = moved or next((step.id for step in steps if name in step.was), "")
        hint = f"; it is `{renamed}` now" if renamed else did_you_mean(name, ids)
        called = f"{record.kind} `{record.id}`" if record else "it"
        yield Problem(use.place, f"{called} has no step `{name}`{hint}", f"its steps: {', '.join(ids) or 'none'}")


def _report_missing(use: LinkUse, catalog: Catalog) -> Findings:
    """A link to a record that is not there, with what was meant: a former id, which is surer than another kind's."""
    link = use.value
    same = [record for record in catalog.records if record.kind == link.kind]
    hints = {record.ref: f"it is `{record.id}` now" for record in same if link.id in record.was} or {
        record.ref: f"there is a {record.kind} `{record.id}`" for record in catalog.records if record.id == link.id
    }
    for found, hint in hints.items():
        fix = f"write `{found._replace(step=link.step)}`"
        yield Problem(use.place, f"there is no {link.kind} `{link.id}`; {hint}", fix)
        return
    # A drawing is made elsewhere, and added by hand.
    advice = "add that picture" if link.kind == "picture" else f"write it: `counterside new {link.kind} {link.id}`"
    fix = f"correct the id, or {advice}"
    yield from find_unknown(use.place, link.kind, link.id, [record.id for record in same], fix)


@rule("CS203", "target-empty")
def target_empty(record: Record) -> Findings:
    """What an answer leads to has content: a remedy has steps and a `verify`, an end has steps or a packet.

    中文：指向的处理办法要有内容：有步骤、有 `verify`；收尾类的要有步骤，或者有 `bring`、`ask`。

    A link to an empty remedy is a promise broken one page later. An end (escalated, replace_device, stop_use)
    asks no `verify`; it needs steps, or what to `bring` and `ask`.

    原因：链接指到一个空的处理办法，等于翻过一页才食言。收尾类的（escalated、replace_device、stop_use）不用 `verify`，
    但要有步骤，或者写明带什么、问什么（`bring`、`ask`）。

    Bad:
        outcome: resolved
        steps: []

    Good:
        outcome: resolved
        steps:
          - id: original-charger
            do: …
        verify: …
    """
    if isinstance(record, Resolution) and record.is_end:
        if not (record.steps or record.bring or record.ask):
            fix = "add `steps:`, or `bring:` and `ask:` for the call"
            yield Problem(record.place, f"`{record.id}` ends the story and says nothing to do", fix)
    elif isinstance(record, (Resolution, Checklist)) and not record.steps:
        yield Problem(record.place, f"`{record.id}` has no steps", "add at least one entry to `steps:`")
    elif isinstance(record, Resolution) and not record.verify:
        yield Problem(record.place, f"`{record.id}` has no `verify`", "add `verify:`, the symptom asked once more")


@rule("CS204", "orphan-resolution", needs_links=True)
def orphan_resolution(catalog: Catalog) -> Findings:
    """Every published resolution is led to by a published symptom, routine, code, or another reached resolution.

    中文：每个发布的处理办法，都要有清单、例行检查、应答码或别的处理办法指向它。

    A remedy without a way to it helps no reader, and goes wrong unnoticed.

    原因：没人会被带到的办法，谁也帮不了；哪天它写错了，也没人知道。

    Bad:
        checklists/resolutions/clean-reader.yml      # and no step names it

    Good:
        not_seen: resolution:clean-reader            # in symptoms/card-not-read.yml
    """
    reached = find_reached_remedies(catalog)
    # The way to one may be in what could not be read.
    for record in (one for one in catalog.resolutions if one.ref not in reached and not catalog.broken):
        fix = f"link to `{record.ref}` from a step or a code, or set `status: draft`"
        yield Problem(record.place, f"nothing published leads to `{record.id}`", fix)


@rule("CS205", "link-kind")
def link_kind(node: Node, catalog: Catalog) -> Findings:
    """Every link has the form `kind:id` and is of a kind that its key takes.

    中文：链接要写成 `kind:id`，而且是这个键允许的种类。

    Bad:
        escalation: symptom:declined

    Good:
        escalation: resolution:call-provider
    """
    for use in node.uses.link:
        if not use.value.kind:
            named = [str(link) for link in list_named(use.value.id, catalog, node) if link.kind in use.kinds]
            hint = format_suggestion(guess_link(use.value.id, use.kinds) or (named[0] if len(named) == 1 else ""))
            fix = f"write `kind:id`; {_describe_kinds(use.kinds)}"
            yield Problem(use.place, f"`{use.value.id}` is not a link{hint}", fix)
        elif use.kinds and use.value.kind not in use.kinds:
            yield Problem(use.place, f"`{use.value}` does not belong here", _describe_kinds(use.kinds))
        elif not use.kinds and use.value.kind in ("next", "done", "step"):
            fix = "inside a text, link to a record or a page"
            yield Problem(use.place, f"`{use.value}` does not belong inside a text", fix)


def _describe_kinds(kinds: tuple[str, ...]) -> str:
    """Which links may be there: those of a key, or those of a text."""
    forms = (kind if kind in ("next", "done") else f"{kind}:…" for kind in kinds or (*RECORD_KINDS, "page"))
    return f"{'this key' if kinds else 'a text'} takes {', '.join(forms)}"


@rule("CS206", "self-link")
def self_link(catalog: Catalog) -> Findings:
    """No record links to itself, and no step's answer leads to the same step.

    中文：记录不能链接自己，步骤的回答不能指回同一步。

    A reader who follows it is back where they were, without knowing why.

    原因：点了链接又回到原地，读的人不知道为什么。

    Bad:
        not_seen: step:charger       # in the step `charger`

    Good:
        not_seen: step:socket
    """
    for record in catalog.records:
        for use in record.uses.link:
            if use.value.record == record.ref:
                fix = "link to another record, or to a step with `step:…`"
                yield Problem(use.place, f"`{use.value}` is this record itself", fix)
    for _, step, answer in catalog.list_answers(Checklist):
        for link, key in ((answer.target, answer.key), (answer.still, answer.still_key)):
            if link == Link("step", step.id):
                fix = "lead to another step or a resolution"
                yield Problem(step.place.at(*key), f"step `{step.id}` leads back to itself", fix)


@rule("CS207", "published-to-draft")
def published_to_draft(catalog: Catalog) -> Findings:
    """A published record does not link to a draft.

    中文：已发布的记录不能链接到草稿。

    Drafts are checked but not built, so the link would lead nowhere.

    原因：草稿会检查，但不会生成页面，链接点过去什么也没有。

    Bad:
        not_seen: resolution:new-idea        # whose status is draft

    Good:
        status: published                    # in resolutions/new-idea.yml
    """
    published = (use for record in catalog.records if record.is_published for use in record.uses.link)
    for use in (*published, *catalog.site_links):
        target = catalog.find(use.value)
        if target is not None and not target.is_published:
            fix = f"publish {target.place.file}, or link to something published"
            yield Problem(use.place, f"`{use.value}` is a draft", fix)


@rule("CS209", "orphan-symptom", needs_links=True)
def orphan_symptom(catalog: Catalog) -> Findings:
    """Every published symptom is led to by the triage, another symptom or a code.

    中文：每张发布的清单，都要有首页分诊、别的清单或应答码指向它。

    Bad:
        checklists/symptoms/printer.yml     # and no triage entry names it

    Good:
        triage:
          - id: will-not-start
            to: [symptom:no-power, symptom:printer]
    """
    reached = find_reached_symptoms(catalog)
    for record in (one for one in catalog.symptoms if one.ref not in reached and not catalog.broken):
        fix = f"add `{record.ref}` to a triage entry in checklists/site.yml"
        yield Problem(record.place, f"nothing leads to `{record.id}`", fix)


@rule("CS210", "article-item", needs_links=True)
def article_item(catalog: Catalog) -> Findings:
    """Every item of the source article is answered by a record or a page, or waived; nothing claims an unknown item.

    中文：原文的每一条都要有记录或页面回应，或者写明为什么不回应；不能声称回应了不存在的条目。

    Bad:
        article: [S99]

    Good:
        article: [S6, S7]
    """
    known = {item.id for item in catalog.article}
    claimed: set[str] = set()
    for record in catalog.records:
        for index, item in enumerate(record.article):
            claimed.add(item)  # by drafts too: they say what is meant to answer it
            if item not in known and not catalog.may_exist(Link("articleitem", item)):
                message = f"the article has no item `{item}`{did_you_mean(item, known)}"
                yield Problem(record.place.at("article", index), message, "see checklists/article.yml")
    for entry in catalog.article:
        if entry.id not in claimed and entry.page is None and entry.waived is None and not catalog.broken:
            fix = f"claim it in a record with `article: [{entry.id}]`, give it a `page:`, or say why not in `waived:`"
            yield Problem(entry.place, f"nothing answers item `{entry.id}`", fix)
        elif entry.page is not None:
            yield from _find_missing_page(entry.place.at("page"), entry.page, catalog)


@rule("CS211", "listed-record")
def listed_record(catalog: Catalog) -> Findings:
    """Sources, contacts, notices and gates that are named exist, and those that exist are named.

    中文：提到的出处、联系方式、提示和关卡都要存在；列出来的也都要有人用。

    A notice that no page shows warns no reader; a source that nothing cites proves nothing.

    原因：哪一页都不显示的提示，警告不了任何人；没人引用的出处，证明不了任何事。

    Bad:
        gates: [gate:safe-to-restrat]

    Good:
        gates: [gate:safe-to-restart]
    """
    uses = [use for use in catalog.links if use.value.kind in ("", *_LISTED)]
    for use in uses:
        found = catalog.find(use.value)
        if found is None and use.value.kind and not catalog.may_exist(use.value):
            yield from _report_missing(use, catalog)
        # What answers fill names a tick of its gate by its number, from 1.
        ticks = len(found.ticks) if isinstance(found, Gate) and use.field.endswith("fills") else 0
        if ticks and use.value.step not in map(str, range(1, ticks + 1)):
            wrong = f"has no tick `{use.value.step}`" if use.value.step else "needs the number of a tick"
            fix = f"write one of its ticks, `{use.value.record}/1` to `/{ticks}`"
            yield Problem(use.place, f"gate `{use.value.id}` {wrong}", fix)
    named = {use.value.record for use in uses}
    orphans = [one for one in catalog.published(Record) if one.kind in _LISTED and one.ref not in named]
    ids = [record.id for record in orphans]
    dead = (use.value.id for use in uses if catalog.find(use.value) is None)
    # A link that is misspelled has the record in mind that nothing else leads to: one mistake, one message.
    meant = {find_closest(name.rpartition(":")[2].partition("#")[0], ids) for name in dead}
    # What could not be read may name the others.
    for record in (one for one in orphans if one.id not in meant and not catalog.broken):
        fix = f"name it where it belongs, e.g. `{record.ref}`, or delete the entry"
        yield Problem(record.place, f"no record uses {record.kind} `{record.id}`", fix)


# What is between the codes of one quotation, and a run of them: `78–80`, `E1-E4`.
_BETWEEN = re.compile(r"[\s、，,/]+")
_RANGE = re.compile(r"([A-Z]?)(\d{1,3})[–-]\1(\d{1,3})")
# An answer of a step: where it leads, where its words are, and the codes that they name, each once.
_Group = tuple[Step, Link | None, Place, tuple[str, ...]]


@rule("CS212", "code-answered-twice", needs_links=True)
def code_answered_twice(checklist: Checklist, catalog: Catalog) -> Findings:
    """A code that an answer names has the same answer in its table, and a list that sorts a table leaves no code out.

    中文：回答里写到的应答码，和应答码表里的处理要一致；清单要把一张表分组的，一个代码也不能漏。

    `codes:` of a step says which tables the codes in its answers come from. An answer agrees with a table if it leads
    to the code's remedy, or to a list that has it; a step that is asked `after:` that remedy was tried may go on.
    `sorts:` of a list names the tables that it sorts as a whole: a code that no group names must agree with what *none
    of these* leads to, or be listed under `other:` on purpose. A reader who looks a code up and a reader who walks the
    list must get the same answer.

    原因：一步的 `codes:` 写明回答里的代码出自哪几张表。回答指向这个代码的处理办法，或者指向有这个办法的清单，就算一
    致；写了 `after:` 的一步，是那个办法试过以后才问的，可以往下走。清单的 `sorts:` 写明它把哪几张表整张分了组：哪一组都
    没写到的代码，“都不是”通向的办法要和表里一致，不一致就得写进 `other:`，表示是有意的。查代码的人和走清单的人，听到的
    不能是两种说法。

    Bad:
        codes: [panel]
        choices:
          - id: busy
            label:
              zh: "`07`"
              en: "`07`"
            to: resolution:new-roll          # the table says resolution:free-the-book

    Good:
            to: resolution:free-the-book
    """
    tables = _list_tables(catalog)
    for step in (step for step in checklist.steps if step.codes and tables.keys() >= set(step.codes)):
        coded = [(group, name) for group in _list_groups(step) for name in group[3]]
        for group, name in coded:
            found = {table: tables[table][name] for table in step.codes if name in tables[table]}
            if not found and re.search(r"\d", name):
                fix = "write it as the table does, or add it to the table"
                yield Problem(group[2], f"code `{name}` is in no table of this step", fix)
            elif found and not any(_agrees(group, code, checklist, catalog) for code in found.values()):
                yield _report_conflict(group, *next(iter(found.items())))
    named = [(step.place.at("codes", at), name) for step in checklist.steps for at, name in enumerate(step.codes)]
    sorts = enumerate(getattr(checklist, "sorts", ()))
    named += [(checklist.place.at("sorts", at, "table"), sorting.table) for at, sorting in sorts]
    for place, name in named if not catalog.broken else ():
        yield from find_unknown(place, "table of codes", name, tables, "correct it")
    for step in (step for step in checklist.steps if not step.codes):
        # A word in capitals, such as `OK`, may be a key of the device: without a digit it claims to be no code.
        names = (name for *_, named in _list_groups(step) for name in named if re.search(r"\d", name))
        homes = ((name, table) for name in names for table in sorted(tables) if name in tables[table])
        for name, table in islice(homes, 1):
            fix = f"add the tables that they come from to the step, e.g. `codes: [{table}]`"
            yield Problem(step.place, f"its answers name codes, such as `{name}`, and it names no table", fix)


@part_of("CS212")
def code_left_out(symptom: Symptom, catalog: Catalog) -> Findings:
    """Codes of a table that a list sorts which no group answers as the table does, or which none names; and those left
    to *none of these* that the table does not have."""
    tables, groups = _list_tables(catalog), [group for step in symptom.steps for group in _list_groups(step)]
    for at, sorting in enumerate(symptom.sorts):
        known, place = tables.get(sorting.table, {}), symptom.place.at("sorts", at)
        for index in (index for index, name in enumerate(sorting.other) if known and name not in known):
            message = f"code `{sorting.other[index]}` is not in table `{sorting.table}`"
            yield Problem(place.at("other", index), message, "delete it")
        for code in (code for code in known.values() if code.is_published and code.code not in sorting.other):
            naming = [group for group in groups if sorting.table in group[0].codes and code.code in group[3]]
            rest = naming or _find_rest(symptom, sorting.table)
            if any(_agrees(group, code, symptom, catalog) for group in rest):
                continue
            named = naming[0][0].codes if naming else ()
            others = [tables[name][code.code] for name in named if code.code in tables.get(name, ())]
            if not naming:
                message = f"code `{code.code}` of `{sorting.table}` is in no group; the rest does not lead to"
                fix = "name it in a group, or list it under `other:` if that is meant"
                yield Problem(place, f"{message} {code.resolution}", fix)
            elif any(_agrees(naming[0], one, symptom, catalog) for one in others):  # else it is reported already
                yield _report_conflict(naming[0], sorting.table, code)


def _list_tables(catalog: Catalog) -> Mapping[str, Mapping[str, Code]]:
    """The codes of each table, by what screens show."""
    return {rail.rail: {code.code: code for code in rail.codes} for rail in catalog.of(Rail)}


def _agrees(group: _Group, code: Code, checklist: Checklist, catalog: Catalog) -> bool:
    """Whether an answer leads where a table does: to the code's remedy, to a list that has it, or to a list that the
    table names for another meaning of the code. What leads nowhere is CS304's."""
    step, target, remedy = group[0], group[1], code.resolution.record
    others = {other.to.record for other in code.use_other}
    if target is None or remedy in (target.record, step.after) or not others.isdisjoint((target.record, checklist.ref)):
        return True
    found = catalog.find(target)
    onward = [one for one in checklist.steps if target.kind == "step" and target.id == one.id]
    # The escalation is every list's, and says nothing about a code.
    if isinstance(found, Symptom) and remedy != found.escalation.record:
        onward += found.steps
    return any(remedy == one.record for step in onward for one in step.resolutions)


def _find_rest(symptom: Symptom, table: str) -> list[_Group]:
    """Where a reader comes whose code no group of a table's steps names: the answers without codes, from the last of
    those steps on. *Not sure* is no answer to which code it is."""
    steps = {Link("step", step.id): step for step in symptom.steps}
    following, found = dict(pairwise(steps)), list[_Group]()
    queue = [link for link, step in steps.items() if table in step.codes][-1:]
    for here in queue:  # which grows on the way
        for group in (group for group in _list_groups(steps[here]) if not group[3]):
            target = following.get(here) if group[1] == NEXT else group[1]
            if target and target not in steps:
                found.append(group)
            elif target and target not in queue:
                queue.append(target)
    return found


def _report_conflict(group: _Group, table: str, code: Code) -> Problem:
    message = f"code `{code.code}` leads to {group[1]} here, and to {code.resolution} in table `{table}`"
    return Problem(group[2], message, "give it the same answer in both places")


def _list_groups(step: Step) -> Iterator[_Group]:
    """The answers of a step with the codes that their words name, in whatever language; *not sure* is none of them."""
    answers: list[tuple[Text, Link | None, Place]] = [
        (choice.label, choice.to, step.place.at("choices", index, "label")) for index, choice in enumerate(step.choices)
    ] or [(step.expect or {}, step.seen, step.place.at("expect")), ({}, step.not_seen, step.place)]
    for words, target, place in answers:
        yield step, target, place, tuple(dict.fromkeys(code for text in words.values() for code in _list_codes(text)))


def _list_codes(words: str) -> tuple[str, ...]:
    """The codes that a text quotes: two or more characters in backticks, `78–80` for a run of them."""
    found: list[str] = []
    for text in (span.text for span in split_spans(words) if span.kind == "screen"):
        for token in filter(None, _BETWEEN.split(text)):
            run = _RANGE.fullmatch(token)
            letter, first, last = run.groups() if run else ("", "", "")
            numbers = range(int(first), int(last) + 1) if run else ()
            found += [f"{letter}{number:0{len(first)}}" for number in numbers] if run else [token]
    return tuple(filter(is_code, found))
