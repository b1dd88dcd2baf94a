"""CS3xx and CS611: the paths through a checklist, and what the remedies at their ends really cure."""

from collections import Counter

from counterside.model.catalog import Catalog
from counterside.model.guide import find_sources, read_guide
from counterside.model.lexicon import RecordText
from counterside.model.nodes import DONE, Link
from counterside.model.records import Case, Checklist, Code, Resolution, Routine, Symptom
from counterside.rules.rule import Findings, rule
from counterside.text.problems import Place, Problem


@rule("CS301", "step-unreachable", needs_own_links=True)
def step_unreachable(record: Checklist, catalog: Catalog) -> Findings:
    """Every step can be reached from the first one.

    中文：从第一步出发，每一步都要走得到。

    A step that no answer leads to is never asked. It takes room on paper and looks like a protection that is
    not there.

    原因：没有回答通向它，这一步就永远不会被问到。它占着纸面，大家还以为它在保护谁。

    Bad:
        - id: charger
          seen: step:screen            # skips `socket`, and so does everything else
          not_seen: resolution:power-recovery
          still: step:screen
        - id: socket

    Good:
        - id: charger
          seen: next
          not_seen: resolution:power-recovery
        - id: socket
    """
    reached = read_guide(record, catalog).reachable
    for step in record.steps[1:]:
        if step.id not in reached:
            fix = "lead an answer of an earlier step here, e.g. `seen: next`, or delete the step"
            yield Problem(step.place, f"no answer leads to step `{step.id}`", fix)


@rule("CS302", "path-without-end")
def path_without_end(catalog: Catalog) -> Findings:
    """Every path ends somewhere: fixed, with a call, or in another list.

    中文：每条路都要有终点：修好了、打电话，或者转到另一张清单。

    Three ways to end nowhere. The last box of a sheet is not an end: `escalation` leads to a remedy that itself
    asks whether it helped. A routine has no last box, so the last step must say where a reader goes when its
    remedy did not help, and cannot answer `done`. A remedy that a code or a case leads to has no list
    around it and needs `if_not_fixed`.

    原因：走不到头有三种情形。纸上最后一格不算头：`escalation` 指向的办法自己还要问一句“好了没有”，不好还得有去处。例
    行检查没有最后一格，所以最后一步要写明办法不管用时去哪里，也不能回答 `done`。应答码或案例指向的办法自成一路，要写
    `if_not_fixed`。

    Bad:
        outcome: resolved            # and a code leads here
        verify: …

    Good:
        outcome: resolved
        verify: …
        if_not_fixed: resolution:call-provider
    """
    for record in catalog.of(Symptom):
        last = catalog.find_resolution(record.escalation)
        if last is not None and not last.is_end:
            fix = "lead to a remedy whose outcome is escalated, replace_device or stop_use"
            yield Problem(record.place.at("escalation"), f"`{record.escalation}` is not an end: it can fail", fix)
    # A routine has no escalation and no `verify` of its own.
    for routine, step, answer in catalog.list_answers(Routine):
        remedy, guide = catalog.find_resolution(answer.target), read_guide(routine, catalog)
        is_tried = remedy is not None and not remedy.is_end and (answer.name != "unsure" or bool(step.choices))
        read = [one.target for one in guide.answers[step.id] if one.name == answer.name]
        if answer.target == DONE:
            fix = "lead to `next` or a resolution"
            yield Problem(step.place.at(*answer.key), "a routine asks no `verify`, so nothing is `done` here", fix)
        elif is_tried and any(guide.last in target.chain for target in read):
            fix = f"add `still:`, e.g. `still: {_name_end(catalog)}`, or lead to a remedy that ends the story"
            message = f"answer `{answer.name}` of the last step leads nowhere when the remedy does not help"
            yield Problem(step.place.at(*answer.key), message, fix)
    # A reader who comes from a code or a case has no checklist to go back to.
    entered = {code.resolution for code in catalog.of(Code)} | {case.resolution for case in catalog.of(Case)}
    for found in catalog.of(Resolution):
        if found.ref in entered and not found.is_end and found.if_not_fixed is None:
            fix = f"add `if_not_fixed:`, e.g. `if_not_fixed: {_name_end(catalog)}`"
            message = f"a code or a case leads to `{found.id}`, and if it fails nothing follows"
            yield Problem(found.place, message, fix)


def _name_end(catalog: Catalog) -> str:
    """The remedy that most lists end with, as an example to paste."""
    ends = Counter(str(record.escalation) for record in catalog.of(Symptom)).most_common(1)
    return ends[0][0] if ends else "resolution:…"


@rule("CS303", "circle", needs_own_links=True)
def circle(record: Checklist, catalog: Catalog) -> Findings:
    """No circle without a way out: a reader whom nothing helps comes to a call, an end or another list.

    中文：不能兜圈子：什么办法都不管用的人，最后也要走到打电话、收尾或另一张清单。

    A clerk whom no remedy helps follows `still` from step to step. If those steps only lead to one another, the
    sheet goes round for ever and the phone never rings.

    原因：办法都不管用的店员，会顺着 `still` 一步步往下走。如果这些步骤只是互相指来指去，纸就绕个没完，电话永远打不出
    去。

    Bad:
        - id: charger
          seen: step:socket
          not_seen: resolution:power-recovery
          still: step:socket
        - id: socket
          seen: step:charger
          not_seen: resolution:power-recovery
          still: step:charger

    Good:
        - id: socket
          seen: next
          not_seen: resolution:power-recovery
    """
    guide = read_guide(record, catalog)
    order = [step.id for step in record.steps]
    known: set[str] = set()  # the steps of circles that were reported
    for step in record.steps:
        trail = guide.find_circle(step.id)[:-1] if step.id in guide.stuck & guide.reachable else ()
        if trail and known.isdisjoint(trail):
            # Wherever the circle was entered, it is reported from the step that comes first on paper.
            at = min(order.index(name) for name in trail)
            start = trail.index(order[at])
            named = " → ".join((*trail[start:], *trail[:start], order[at]))
            fix = f"give one of these steps an answer that leads out, e.g. `still: {_name_end(catalog)}`"
            yield Problem(record.steps[at].place, f"circle without a way out: {named}", fix)
        known |= set(trail)


@rule("CS304", "answer-without-target")
def answer_without_target(catalog: Catalog) -> Findings:
    """Every answer of a step leads somewhere, *not sure* included, and *not sure* is never the happy end. A question
    has two answers at least.

    中文：每个回答都要有去处，“不确定”也一样；“不确定”不能直接算修好。一个问题至少有两个回答。

    A clerk who is not sure is the reader this site is for. `unsure` falls back to `not_seen`; with `choices`
    it has to be written. With one choice alone, a reader who sees anything else finds no answer.

    原因：拿不准的店员，正是这个网站要帮的人。`unsure` 不写就按 `not_seen` 走；有 `choices` 时必须写出来。`choices` 里只
    有一个回答的话，看到别的情况的人就没有回答可选。

    Bad:
        choices:
          - id: logo
            to: resolution:boot-failure
        unsure: done

    Good:
        choices:
          - id: logo
            to: resolution:boot-failure
          - id: dark
            to: resolution:power-recovery
        unsure: resolution:call-provider
    """
    for step in (step for record in catalog.of(Checklist) for step in record.steps):
        if len(step.choices) == 1:
            fix = "add the other answers, or ask with `expect:`, `seen:` and `not_seen:`"
            yield Problem(step.place.at("choices"), f"step `{step.id}` has one choice alone", fix)
    for _, step, answer in catalog.list_answers(Checklist):
        place = step.place.at(*answer.key)
        if answer.target is None and not (answer.name == "unsure" and not step.choices):
            name = "to" if answer.key[0] == "choices" else answer.name
            fix = f"add `{name}:`, e.g. `{name}: {_name_end(catalog)}`"
            yield Problem(place, f"answer `{answer.name}` of step `{step.id}` leads nowhere", fix)
        elif answer.name == "unsure" and answer.target == DONE and answer.key == ("unsure",):
            fix = "lead to a safe resolution or the next step"
            yield Problem(place, f"“not sure” of step `{step.id}` counts as fixed", fix)


@rule("CS305", "remedy-too-long")
def remedy_too_long(catalog: Catalog) -> Findings:
    """A remedy that staff may do here fits into the checklist's time box.

    中文：店员能做的处理办法，要在清单的限时之内做得完。

    The time box says when to stop trying and call. A remedy that takes longer makes it a lie.

    原因：限时是说到点就别试了，打电话。办法本身比限时还长，限时就成了空话。

    Bad:
        minutes: 10                              # of the checklist
        …
          not_seen: resolution:power-recovery    # which takes 20

    Good:
        minutes: 25
    """
    for record, step, answer in catalog.list_answers(Checklist):
        is_repeated = answer.name == "unsure" and not step.choices and step.unsure in (None, step.not_seen)
        first = None if is_repeated else answer.target
        for link, key in ((first, answer.key), (answer.still, answer.still_key)):
            remedy = catalog.find_resolution(link)
            if remedy is not None and remedy.performer == "staff" and remedy.minutes > record.minutes:
                message = f"`{remedy.id}` takes {remedy.minutes} minutes, this checklist allows {record.minutes}"
                fix = f"set `minutes: {remedy.minutes}` or more here, or lead to a shorter remedy"
                yield Problem(step.place.at(*key), message, fix)


@rule("CS306", "no-escalation", needs_own_links=True)
def no_escalation(catalog: Catalog) -> Findings:
    """From every step of a symptom, a reader whom nothing helps comes to a call or an end, if need be through other
    lists.

    中文：从症状清单的每一步出发，什么办法都不管用的人总能走到打电话或收尾，哪怕要转几张清单。

    Two lists that send their readers to each other are a circle that neither shows.

    原因：两张清单互相把人推给对方，就是一个圈子，单看哪一张都看不出来。

    Bad:
        still: symptom:no-network        # whose steps all lead back to this list

    Good:
        still: resolution:call-provider
    """
    guides = {record.ref: read_guide(record, catalog) for record in catalog.of(Checklist)}
    onward: dict[Link, set[Link]] = {}
    helped: set[Link] = set()
    for ref, guide in guides.items():
        # Readers of another list begin at its first step.
        onward[ref] = {ref._replace(step=step.id) for step in guide.checklist.steps[:1]}
        for step in guide.checklist.steps:
            here, ends = ref._replace(step=step.id), guide.ends[step.id]
            others = [Link("symptom", name) for kind, name in ends if kind == "leave"]
            onward[here] = {*others, *(ref._replace(step=name) for kind, name in ends if kind == "step")}
            # An answer without a target (CS304), or a list that could not be read, may end in a call.
            is_open = any(answer.target is None for answer in step.answers) or any(map(catalog.may_exist, others))
            if is_open or any(kind in ("call", "end", "done") for kind, _ in ends):
                helped.add(here)
    helped_at_last = find_sources(helped, onward)
    for record in catalog.of(Symptom):
        for step in record.steps:
            is_helped = Link("symptom", record.id, step.id) in helped_at_last
            if not is_helped and step.id not in guides[record.ref].stuck:
                message = f"from step `{step.id}` every path leads to other lists, and no call is made"
                yield Problem(step.place, message, "lead one of its answers, or its `still:`, to the escalation")


@rule("CS308", "all-to-the-hotline", needs_own_links=True)
def all_to_the_hotline(record: Symptom, catalog: Catalog) -> Findings:
    """At most half of a symptom's answers, *not sure* aside, lead straight to the escalation.

    中文：除去“不确定”，直接打电话的回答不能超过一半。

    Linking everything to the hotline is not a checklist. It does not hold where stopping at once is the point
    (`urgency: stop`), nor where only the provider may act (`performer: provider`).

    原因：什么都推给热线，就不叫清单了。两种情况除外：本来就该马上停手的（`urgency: stop`），以及只有服务商才能动的（
    `performer: provider`）。

    Bad:
        - id: charger
          not_seen: resolution:call-provider
        - id: socket
          seen: resolution:call-provider
          not_seen: resolution:call-provider

    Good:
        - id: charger
          not_seen: resolution:power-recovery
    """
    is_exempt = record.urgency == "stop" or record.performer == "provider"
    # A step without a remedy is CS201: what it lacks would be counted here as well.
    is_whole = all(step.resolutions for step in record.steps)
    calls, answers = read_guide(record, catalog).straight_to_escalation
    if calls * 2 > answers and is_whole and not is_exempt:
        fix = "give some of these answers a remedy that the shop can try first"
        yield Problem(record.place.at("steps"), f"{calls} of {answers} answers lead straight to the escalation", fix)


@rule("CS309", "fixed-too-early")
def fixed_too_early(symptom: Symptom, catalog: Catalog) -> Findings:
    """No path ends as fixed without the list's own question, unless its remedy settles the whole list.

    中文：没有问过清单自己的 `verify`，就不能算修好；只有办法管住了整张清单的事，才可以不问。

    A remedy asks whether *it* worked. A till that agrees with the terminal again may still not be connected to it. So
    the list's `verify` is asked after the remedy's own, and `settles: list` says that there is no need. It is for
    remedies of the list's own area: not for a workaround, which leaves something broken, nor for a cure of something
    else. A remedy that only `still:` leads to would end as fixed unasked, so `still:` leads to a step, a call, or a
    remedy that the list names in an answer as well.

    原因：处理办法自己问的只是它这一件事成了没有。收银机和刷卡机的账对上了，两台可能还是连不上。所以办法问过以后，还要再
    问清单的 `verify`；写了 `settles: list` 就不再问。这只给同一类的办法用：临时办法不行，毛病还在；治别的毛病的也不行。
    只有 `still:` 通向的办法，没人再问就算修好了，所以 `still:` 要去一步、去打电话，或者去清单里别的回答也写到的办法。

    Bad:
        not_seen: resolution:paper-log       # a workaround
        settles: list

    Good:
        not_seen: resolution:paper-log
    """
    answers = [answer for step in symptom.steps for answer in step.answers]
    asked = frozenset(answer.target for answer in answers if answer.target and not answer.settles_list)
    found: dict[Place, Problem] = {}  # each place once
    for step in symptom.steps:
        for answer in step.answers:
            remedy = catalog.find_resolution(answer.target) if answer.settles_list else None
            why = ""
            if remedy and not remedy.is_end and remedy.outcome == "workaround":
                why = f"`{answer.target}` is a workaround: what brought the reader here is still broken"
            elif remedy and not remedy.is_end and remedy.area != symptom.area:
                why = f"`{answer.target}` is about {remedy.area}, and this list about {symptom.area}"
            if why:
                own = answer.key[0] == "choices" and step.choices[int(answer.key[1])].settles
                place = step.place.at(*answer.key, "settles") if own else step.place.at("settles")
                fix = "delete `settles: list`, so that the list's own `verify` is asked"
                found.setdefault(place, Problem(place, why, fix))
            last = catalog.find_resolution(answer.still)
            if last and not last.is_end and last.verify != symptom.verify and answer.still not in asked:
                place, message = step.place.at(*answer.still_key), f"after `{answer.still}` the list's own `verify`"
                fix = "lead `still:` to a step that names the remedy, or to a call"
                found[place] = Problem(place, f"{message} is never asked", fix)
    yield from found.values()


@rule("CS611", "other-device", is_shared=True)
def other_device(checklist: Checklist, record_text: RecordText, catalog: Catalog) -> Findings:
    """An answer about a phone or a computer leads to no remedy that is for the terminal only.

    中文：说的是手机、电脑，就不能指向只给刷卡机用的处理办法。

    A clerk whose phone is being watched must take its SIM out; a terminal in the same trouble must keep its own. The
    words for other devices are in wording.yml, and `applies_to:` of a remedy says that it is for some terminals. A
    phone that only helps to look, as in “open a web page with a phone”, is no answer about the phone.

    原因：手机被人远程看着，要赶紧拔出 SIM 卡；刷卡机遇到同样的事，卡却不能动。其他设备的叫法写在 wording.yml 里，处理
    办法的 `applies_to:` 写明只给哪几类机器用。拿手机帮着看的，比如“用手机打开网页”，不算在说手机。

    Bad:
        label:
          zh: 手机上有
          en: Yes, on a phone
        to: resolution:isolate-device        # applies_to: [traditional, smart, mpos]

    Good:
        to: resolution:phone-taken-over
    """
    for hit in record_text.hits("CS611"):
        for step in (step for step in checklist.steps if step.place.covers(hit.use.place)):
            targets = ((answer.key, catalog.find_resolution(answer.target)) for answer in step.answers)
            found = {key: remedy for key, remedy in targets if remedy is not None and remedy.applies_to}
            # A word in a choice is about the remedy of that choice.
            key = hit.use.place.keys[len(step.place.keys) :][:2]
            remedy = found.get(key) if step.choices else next(iter(found.values()), None)
            if remedy is not None:
                message = f"{hit.message}, and `{remedy.ref}` is only for {', '.join(remedy.applies_to)}"
                yield Problem(hit.place, message, hit.phrase.fix)
