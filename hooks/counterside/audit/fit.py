"""CS508: every side of a sheet fits its paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from counterside.sheets.document import Side, SideName
from counterside.sheets.fit import Fit, longest_texts
from counterside.text.problems import Check, Problem, check

CHECKS: tuple[Check, ...] = (
    check(
        "CS508",
        "sheet-too-high",
        """A sheet is one piece of A4: its front and its back fit a page each in every language, in type that can be
        read at arm's length. A roll is at most 300 mm long.

        中文：一张清单就是一张 A4：正面、背面各一页，每种语言都要排得下，字还要够大，伸手能看清。小票纸不超过 30 厘米。

        Smaller type would make it fit and be unreadable; a third page would be the one that is lost. What does not fit
        is too long for a reader with a customer waiting.

        原因：字再小一点也排得进去，但没人看得清；排到第三页，丢的就是那一页。放不下，说明对一个有顾客在等的人来说太长了。

        Bad:
            do:
              zh: 请您先把原装的充电器插到确认有电的墙上插座里，再把另一头插进机器底部的充电口
              en: First plug the original charger into a wall socket that you know works, then plug it in below

        Good:
            do:
              zh: 插上原装充电器
              en: Plug in the original charger
        """,
    ),
)


def find_misfits(fits: Iterable[Fit]) -> Iterator[Problem]:
    """The sides that are too high for their paper, in the smallest type there is."""
    for one in fits:
        if not one.fits:
            side = one.side
            quoted = ", ".join(f"“{words}”" for words in longest_texts(side))
            message = f"{_NAMES[side.name]} in `{side.language}` is {one.over_mm} mm too {_paper(side)}"
            fix = f"shorten it, the longest texts first: {quoted}"
            yield Problem(side.content.place.at("steps"), message, fix, "CS508")


_NAMES: Mapping[SideName, str] = {
    "front": "the sheet",
    "back": "the back of the sheet",
    "log": "the sheet",
    "log-back": "the back of the sheet",
    "roll": "the roll",
}


def _paper(side: Side) -> str:
    return f"long for {side.paper.name}" if side.paper.is_roll else f"high for {side.paper.name.upper()}"
