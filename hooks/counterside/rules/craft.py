"""CS5xx: the craft of checklists, after Gawande and Boorman, Degani and Wiener, CAP 676 and the cockpit's QRH."""

from __future__ import annotations

import re
from typing import NamedTuple

from counterside.model import Case, Checklist, Record, Resolution, Said, Symptom
from counterside.rules.rule import Findings, rule
from counterside.text.i18n import UNSPACED
from counterside.text.markup import plain
from counterside.text.problems import Finding, Place

MOST_STEPS = 9
MOST_MEMORY_ITEMS = 3
MOST_NEVERS = 2


class Room(NamedTuple):
    """How long a text may be: in characters of a script without spaces, or of one with them."""

    dense: int
    spaced: int


ROOM = {"steps.do": Room(22, 60), "steps.detail": Room(40, 110), "short": Room(20, 50), "title": Room(20, 50)}
"""What fits the sheet's lines at the size that can be read at arm's length."""

_SENTENCE_END = re.compile(r"[。！？](?=.)|[.!?] +(?=[A-Z“\"])|[;；]")


@rule("CS501", "too-many-steps")
def too_many_steps(record: Record) -> Findings:
    """A checklist or a remedy has at most nine steps.

    中文：一张清单、一个处理办法，最多 9 步。

    Beyond nine, people under pressure lose their place or stop reading. Pilots' and surgeons' lists keep to five
    to nine for the same reason. Split it, or move steps into a remedy.

    原因：超过 9 步，着急的人会找不到自己做到哪里，或者干脆不看了。飞行员和手术室的清单也因此只留 5 到 9 步。拆成两
    张，或者把几步挪进处理办法。

    Bad:
        steps:        # ten entries

    Good:
        steps:        # nine entries or fewer
    """
    steps = getattr(record, "steps", ())
    if len(steps) > MOST_STEPS:
        fix = "split the list, or move steps into a remedy"
        yield Finding(steps[MOST_STEPS].place, f"{len(steps)} steps; at most {MOST_STEPS} can be followed", fix)


@rule("CS502", "too-much-to-remember")
def too_much_to_remember(symptom: Symptom) -> Findings:
    """At most three things to do at once, and at most two nevers.

    中文：“马上做”最多 3 条，“绝对不要”最多 2 条。

    They are learned by heart and recalled in the worst minute of the day. A fourth costs the other three.

    原因：这几条是要背下来的，用的时候又是一天里最糟的那一分钟。多记第四条，前三条也会忘。

    Bad:
        do_now:       # four entries

    Good:
        do_now:       # three entries or fewer
    """
    for key, entries, most in (
        ("do_now", symptom.do_now, MOST_MEMORY_ITEMS),
        ("never", symptom.never, MOST_NEVERS),
    ):
        if len(entries) > most:
            fix = "move the least urgent one into a step"
            yield Finding(symptom.place.at(key, most), f"{len(entries)} entries in `{key}`; at most {most}", fix)


@rule("CS503", "two-instructions")
def two_instructions(record: Record, said: Said) -> Findings:
    """A step is one instruction: one sentence, and no *then*.

    中文：一步只写一条指令：一句话，不写“然后”。

    With two instructions in a step, a reader who is interrupted does not know which one is done, and the answer
    belongs to neither.

    原因：一步里写两条指令，中途被打断的人不知道做到了哪一条，回答也不知道是答哪一条。

    Bad:
        do:
          zh: 拔掉电源，然后等 1 分钟
          en: Unplug it, then wait 1 minute

    Good:
        do:
          zh: 拔掉电源等 1 分钟
          en: Unplug it for 1 minute
    """
    found: set[Place] = set()
    fix = "make it one sentence, and the rest a step of its own or a `detail:`"
    for use in said.uses:
        for language, words in use.text.items() if use.field == "steps.do" else ():
            if _SENTENCE_END.search(words) and _SENTENCE_END.search(plain(words).rstrip()):
                found.add(use.place.at(language))
                yield Finding(use.place.at(language), "more than one sentence in one step", fix)
    for hit in said.hits("CS503"):
        if hit.place not in found:
            yield Finding(hit.place, hit.message, hit.phrase.fix)


@rule("CS504", "no-visible-state")
def no_visible_state(record: Record, said: Said) -> Findings:
    """`expect` names what one sees, never a judgement such as *normal*, *OK* or *checked*.

    中文：`expect` 写看得见的状态，不写“正常”“没问题”“已检查”。

    “Is it normal?” asks the reader for the diagnosis that the list should give. A colour, a word on the screen, a
    position can be compared by anybody.

    原因：问“正常吗”，等于让读的人自己下判断，而这本来是清单该做的事。颜色、屏幕上的字、摆放的位置，谁都能对照。

    Bad:
        expect:
          zh: 充电器正常
          en: The charger works correctly

    Good:
        expect:
          zh: 充电图标亮着
          en: The charging icon is lit
    """
    for hit in said.hits("CS504"):
        yield Finding(hit.place, hit.message, hit.phrase.fix)


@rule("CS505", "too-long")
def too_long(record: Record, said: Said) -> Findings:
    """Texts fit the lines of a sheet: `do` 22 汉字 or 60 characters, `detail` 40 or 110, `short` and `title` 20 or 50.

    中文：文字要放得进纸面：`do` 22 字，`detail` 40 字，`short`、`title` 20 字；英文分别是 60、110、50、50 个字符。

    Two Latin letters take the room of one Chinese character. What does not fit is set smaller, and what is set
    smaller is not read.

    原因：两个英文字母占一个汉字的位置。放不下就要缩小，缩小了就没人看。

    Bad:
        do:
          zh: 请先仔细检查充电器的插头有没有牢牢插进墙上的插座里面
          en: Please check carefully whether the charger's plug is pushed firmly into the wall socket

    Good:
        do:
          zh: 看充电器插紧没有
          en: See that the charger is plugged in
    """
    if not isinstance(record, (Checklist, Resolution, Case)):
        return
    for use in said.uses:
        room = ROOM.get(use.field)
        if room is None:
            continue
        for language, words in use.text.items():
            dense = language in UNSPACED
            most = room.dense if dense else room.spaced
            if len(words) > most and _length(words, dense) > most:
                message = f"`{use.field}` takes {_length(words, dense)} of {most} characters"
                yield Finding(use.place.at(language), message, "shorten it; reasons belong in `cause`, not in a step")


def _length(words: str, dense: bool) -> int:
    """The room that a text takes, in its own script's characters; two Latin letters are one Chinese character."""
    shown = plain(words)
    if not dense:
        return len(shown)
    wide = sum(1 for character in shown if character > "\u2e7f")
    return wide + (len(shown) - wide + 1) // 2
