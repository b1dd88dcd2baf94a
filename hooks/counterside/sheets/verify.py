"""CS508 and CS804: a sheet fits its paper, and it says what its record says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from counterside.sheets.document import Side, SideName
from counterside.sheets.fit import Fit, longest_texts, printed_texts
from counterside.sheets.pdf import read_text
from counterside.text import i18n
from counterside.text.problems import Check, Problem, document_check

_FIX = "this is a fault of the sheet's template, not of the record: report it with the text"

CHECKS: tuple[Check, ...] = (
    document_check(
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
    document_check(
        "CS804",
        "text-not-on-sheet",
        """Every text of a checklist can be read, found and copied in the PDF of its sheet.

        中文：清单里的每段文字，在打印出来的 PDF 里都要读得到、搜得到、复制得出来。

        The PDF is drawn by a template of its own. A field that the template forgets, or a font whose letters copy out
        as other letters, would be noticed by the person who has nothing but the paper.

        原因：PDF 由另一套模板排出来。模板漏了一个字段，或者字体复制出来变成别的字，发现的就是手里只有一张纸的人。

        Bad:
            no-power.yml says “Plug in the original charger”; no-power-en-a4.pdf does not.

        Good:
            no-power.yml says “Plug in the original charger”; so does no-power-en-a4.pdf.
        """,
    ),
)


def find_missing_texts(sides: Sequence[Side], name: str, pdf: bytes) -> Iterator[Problem]:
    """The texts that the sides of a leaf have to print and that its PDF does not hold."""
    printed = squeeze_text(read_text(pdf)) if sides else ""
    for side in sides:
        for text in printed_texts(side):
            words = i18n.strip_marks(text[side.language])
            if squeeze_text(words) not in printed:
                message = f"“{words}” is not in the text of {name}"
                yield Problem(side.content.place, message, _FIX, "CS804")


def squeeze_text(text: str) -> str:
    """A text without white space: where a line breaks says nothing about its words."""
    return "".join(text.split())


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
