"""CS309 and CS611: what an answer's remedy really cures, and on which device."""

from __future__ import annotations

from counterside.model import AnswerUse, Catalog, Checklist, Hit, Link, RecordText, Resolution, Step, Symptom
from counterside.model.records import ENDS
from counterside.rules.rule import Findings, rule
from counterside.text.problems import Place, Problem


@rule("CS309", "fixed-too-early")
def fixed_too_early(catalog: Catalog) -> Findings:
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
    for symptom in catalog.of(Symptom):
        answers = [answer for step in symptom.steps for answer in step.answers]
        asked = frozenset(answer.target for answer in answers if answer.target and not answer.settles_list)
        for step in symptom.steps:
            for place, why in _settled_too_early(symptom, step, catalog).items():
                yield Problem(place, why, "delete `settles: list`, so that the list's own `verify` is asked")
            for place, remedy in _left_unasked(symptom, step, catalog, asked).items():
                message = f"after `{remedy}` the list's own `verify` is never asked"
                yield Problem(place, message, "lead `still:` to a step that names the remedy, or to a call")


def _settled_too_early(symptom: Symptom, step: Step, catalog: Catalog) -> dict[Place, str]:
    """Where a step says that remedies settle the list which cannot, and why not: each place once."""
    found: dict[Place, str] = {}
    for answer in step.answers if step.settles or any(choice.settles for choice in step.choices) else ():
        own = answer.key[0] == "choices" and step.choices[int(answer.key[1])].settles
        place = step.place.at(*answer.key, "settles") if own else step.place.at("settles")
        why = _why_not_settled(answer, symptom, catalog)
        if why and answer.settles_list:
            found.setdefault(place, why)
    return found


def _why_not_settled(answer: AnswerUse, symptom: Symptom, catalog: Catalog) -> str:
    """Why the remedy of an answer does not settle the list; nothing if it does, or if no remedy is tried."""
    remedy = catalog.find_resolution(answer.target)
    if remedy is None or remedy.outcome in ENDS:
        return ""
    if remedy.outcome == "workaround":
        return f"`{answer.target}` is a workaround: what brought the reader here is still broken"
    if remedy.area != symptom.area:
        return f"`{answer.target}` is about {remedy.area}, and this list about {symptom.area}"
    return ""


def _left_unasked(symptom: Symptom, step: Step, catalog: Catalog, asked: frozenset[Link]) -> dict[Place, Link]:
    """Every `still:` of a step that leads to a remedy after which nothing more is asked."""
    found: dict[Place, Link] = {}
    for answer in step.answers:
        remedy = catalog.find_resolution(answer.still)
        is_last = remedy is not None and remedy.outcome not in ENDS and remedy.verify != symptom.verify
        if is_last and answer.still and answer.still not in asked:
            found[step.place.at(*answer.still_key)] = answer.still
    return found


@rule("CS611", "other-device")
def other_device(catalog: Catalog) -> Findings:
    """An answer about a phone or a computer leads to no remedy that is for the terminal only.

    中文：说的是手机、电脑，就不能指向只给刷卡机用的处理办法。

    A clerk whose phone is being watched must take its SIM out; a terminal in the same trouble must keep its own. The
    words for other devices stand in wording.yml, and `applies_to:` of a remedy says that it is for some terminals. A
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
    for checklist in catalog.of(Checklist):
        aims = [one for one in checklist.steps if any(_find_remedy(each.target, catalog) for each in one.answers)]
        for hit in RecordText(checklist, catalog.lexicon).hits("CS611") if aims else ():
            for step in aims:
                remedy = _remedy_named(step, hit, catalog)
                if remedy is not None:
                    message = f"{hit.message}, and `{remedy.ref}` is only for {', '.join(remedy.applies_to)}"
                    yield Problem(hit.place, message, hit.phrase.fix)


def _find_remedy(target: Link | None, catalog: Catalog) -> Resolution | None:
    """The remedy that an answer leads to, if it is for some devices only."""
    remedy = catalog.find_resolution(target)
    return remedy if remedy is not None and remedy.applies_to else None


def _remedy_named(step: Step, hit: Hit, catalog: Catalog) -> Resolution | None:
    """The remedy for some devices only that a text of a step leads to: that of its choice, or any of a yes or no."""
    length = len(step.place.keys)
    if hit.use.place.keys[:length] != step.place.keys:
        return None
    keys = hit.use.place.keys[length:]
    if step.choices:
        targets = [step.choices[int(keys[1])].to] if keys[0] == "choices" else []
    else:
        targets = [answer.target for answer in step.answers]
    return next(filter(None, (_find_remedy(target, catalog) for target in targets)), None)
