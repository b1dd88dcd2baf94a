"""CS509: every character can be printed."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.languages import Labels
from counterside.loader import FOLDER
from counterside.model import Code, Gate, Node, Notice, Profile, Rail, Resolution, Routine, Site, Symptom, texts
from counterside.problems import Check, Finding, Judgement, Place, check
from counterside.sheets.glyphs import covered, missing

_FIX = "write it with the 7,445 characters of GB 2312, Latin letters and common signs"
_LABELS = f"{FOLDER}/labels.yml"
_PRINTED = (Site, Profile, Symptom, Routine, Resolution, Gate, Notice, Rail, Code)


CHECKS: tuple[Check, ...] = (
    check(
        "CS509",
        "character-not-printable",
        """A text that goes on paper uses only characters that the sheets' font has.

        中文：要印在纸上的文字，只用打印字体里有的字。

        The font that comes with the sheets holds the 7,445 characters of GB 2312, Latin letters and common signs. Any
        other character would be an empty box on the sheet, found out by the person who needs it.

        原因：打印用的字体里有 GB 2312 的 7445 个字符、拉丁字母和常用符号。别的字印出来是空框，而发现它的人手里只有那
        张纸。

        Bad:
            short:
              zh: 充电 15 分钟 🔌
              en: Charge for 15 minutes 🔌

        Good:
            short:
              zh: 充电 15 分钟
              en: Charge for 15 minutes
        """,
    ),
)


def judge(node: Node) -> Iterator[Judgement]:
    """Every character of a record that goes on paper and that the font lacks, where it is written."""
    if isinstance(node, _PRINTED) and not covered().issuperset("".join(_said(node))):
        for place, words in _words(node):
            yield from _unprintable(place, words)


def judge_labels(labels: Labels) -> Iterator[Judgement]:
    """The same of the interface's words: any of them may stand on a sheet."""
    for label, text in labels.words.items():
        for language, words in text.items():
            if not covered().issuperset(words):
                yield from _unprintable(Place(_LABELS, (label, language)), words)


def _unprintable(place: Place, words: str) -> Iterator[Judgement]:
    for character in missing(words):
        message = f"`{character}` (U+{ord(character):04X}) is not in the font of the sheets"
        yield Judgement("CS509", Finding(place, message, _FIX))


def _words(node: Node) -> Iterator[tuple[Place, str]]:
    for use in texts(node):
        for language, words in use.text.items():
            yield use.place.at(language), words
    for keys, words in _apart(node):
        yield node.place.at(*keys), words


def _said(node: Node) -> Iterator[str]:
    """The same without its places."""
    for use in texts(node):
        yield from use.text.values()
    yield from (words for _, words in _apart(node))


def _apart(node: Node) -> Iterator[tuple[tuple[str, ...], str]]:
    """What stands in a record and in no language: what a screen shows, an address."""
    if isinstance(node, Code) and node.shown:
        for key in ("legacy", "current"):
            yield ("shown", key), getattr(node.shown, key) or ""
    if isinstance(node, Profile) and node.portal:
        yield ("portal",), node.portal
