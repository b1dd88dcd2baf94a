"""CS804: what a record says is what its sheet says."""

from __future__ import annotations

import io
from collections.abc import Iterator

from counterside.sheets.content import SheetContent
from counterside.sheets.fit import front_texts, remedy_texts
from counterside.text import markup
from counterside.text.problems import Check, Problem, check

_FIX = "this is a fault of the sheet's template, not of the record: report it with the text"

CHECKS: tuple[Check, ...] = (
    check(
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


def find_missing_texts_in(content: SheetContent, language: str, name: str, pdf: bytes) -> Iterator[Problem]:
    """The texts of a leaf that its PDF does not hold."""
    printed = squeeze_text(text_of(pdf))
    for text in (*front_texts(content), *remedy_texts(content)):
        words = markup.plain(text[language])
        if squeeze_text(words) not in printed:
            message = f"“{words}” is not in the text of {name}"
            yield Problem(content.place, message, _FIX, "CS804")


def text_of(pdf: bytes) -> str:
    """The text layer of a PDF, as a reader would copy it."""
    import pypdf  # a sixth of the time until `check` begins, which reads no PDF

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def squeeze_text(text: str) -> str:
    """A text without white space: where a line breaks says nothing about its words."""
    return "".join(text.split())
