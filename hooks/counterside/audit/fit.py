"""CS508: every front fits its paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from counterside.sheets.fit import longest
from counterside.sheets.plan import Fitted
from counterside.text.problems import Check, Finding, Judgement, check

CHECKS: tuple[Check, ...] = (
    check(
        "CS508",
        "sheet-too-high",
        """The front of a sheet fits one side of A4 in every language, in type that can be read at arm's length.

        中文：清单正面在每种语言里都要排进一页 A4，字还要够大，伸手能看清。

        Smaller type would make it fit and nobody could read it; a second page would be the one that is lost. What does
        not fit is too long for somebody with a customer waiting. Side by side, two languages may take more room than
        there is: `counterside sheets` lists those, and they are no problem.

        原因：字再小一点也排得进去，但没人看得清；排到第二页，丢的就是那一页。放不下，说明对一个有顾客在等的人来说太长
        了。两种语言并排放不下不算问题，`counterside sheets` 会列出来。

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


def judge(fitted: Iterable[Fitted]) -> Iterator[Judgement]:
    """The fronts that are too high for their paper."""
    for one in fitted:
        if one.paper.is_strict and len(one.languages) == 1 and not one.fit.fits:
            language = one.languages[0]
            quoted = ", ".join(f"“{words}”" for words in longest(one.leaf, language))
            message = f"the sheet in `{language}` is {one.fit.over_mm} mm too high for {one.paper.name.upper()}"
            fix = f"shorten it, the longest texts first: {quoted}"
            yield Judgement("CS508", Finding(one.leaf.place.at("steps"), message, fix))
