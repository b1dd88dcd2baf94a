"""`/contribute/checks/`: every check with its reason and examples, drawn from the rules' own docstrings."""

from __future__ import annotations

import re
from typing import NamedTuple

from counterside.text.problems import Check

_CHINESE = ("中文：", "原因：")
"""What paragraphs in Chinese begin with: the summary, then the reasons."""
_LINE_END = re.compile(r"\n *")
_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])\n *(?=[`A-Za-z0-9])|(?<=[`A-Za-z0-9])\n *(?=[\u4e00-\u9fff])")


class Explained(NamedTuple):
    """A check's docstring, taken apart: a summary and the reasons in each language, and an example of each side."""

    check: Check
    summary: dict[str, str]
    reasons: dict[str, tuple[str, ...]]
    bad: str
    good: str

    @property
    def hundred(self) -> str:
        """What its code begins with: all of `CS2` are about links."""
        return self.check.code[:3]


def explain(check: Check) -> Explained:
    """A check's text, taken apart. The form of docstrings is tested for every check."""
    prose, _, examples = check.doc.partition("Bad:\n")
    bad, _, good = examples.partition("Good:\n")
    paragraphs = [part.strip() for part in prose.split("\n\n") if part.strip()]
    english = [" ".join(part.split()) for part in paragraphs if not part.startswith(_CHINESE)]
    summary, *reasons = (_joined(part.partition("：")[2]) for part in paragraphs if part.startswith(_CHINESE))
    return Explained(
        check,
        {"en": check.summary, "zh": summary},
        {"en": tuple(english[1:]), "zh": tuple(reasons)},
        _dedented(bad),
        _dedented(good),
    )


def _joined(chinese: str) -> str:
    """Lines of Chinese as one: a space is put only where one stands between Chinese and Latin."""
    return _LINE_END.sub("", _SEAM.sub(" ", chinese))


def _dedented(example: str) -> str:
    return re.sub(r"^ {4}", "", example, flags=re.MULTILINE).strip("\n").rstrip()
