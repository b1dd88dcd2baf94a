"""CS509: every character can be printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping

from counterside.content.load import FOLDER, PACKAGE_LABELS, package_labels
from counterside.model import (
    Catalog,
    Code,
    Gate,
    Node,
    Notice,
    Picture,
    Profile,
    Rail,
    Resolution,
    Routine,
    Site,
    Symptom,
    list_texts,
)
from counterside.sheets.glyphs import missing
from counterside.text.i18n import Labels
from counterside.text.problems import Check, Place, Problem, document_check

_FIX = "write it with the 7,445 characters of GB 2312, Latin letters and common signs"
_WHOLE_SCRIPT = 20
"""Characters beyond which it is not a word that cannot be printed but a script."""
_LABELS = f"{FOLDER}/labels.yml"
_PRINTED = (Site, Profile, Symptom, Routine, Resolution, Gate, Notice, Picture, Rail, Code)


CHECKS: tuple[Check, ...] = (
    document_check(
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
        after=("CS403",),  # a letter of another alphabet is not in the font either
    ),
)


def find_unprintable(node: Node, languages: Collection[str]) -> Iterator[Problem]:
    """Every character of a record that goes on paper in some languages and that the font lacks, where it is written."""
    if isinstance(node, _PRINTED):
        for use in list_texts(node):
            yield from _find_missing(use.place, {code: use.text[code] for code in languages if code in use.text})
        for place, shown in _list_untranslated(node):
            yield from _find_missing(place, shown)


def find_unprintable_languages(catalog: Catalog) -> Iterator[tuple[str, Problem]]:
    """The languages that are to be printed and whose script the font lacks, each with one problem for all its texts."""
    for index, code in enumerate(catalog.site.codes):
        words = (
            use.text.get(code, "") for node in catalog.written if isinstance(node, _PRINTED) for use in list_texts(node)
        )
        lacking = missing("".join(words))
        if code in catalog.site.printed and len(lacking) > _WHOLE_SCRIPT:
            named = ", ".join(f"`{character}`" for character in lacking[:3])
            message = f"{len(lacking)} characters of `{code}` are not in the font of the sheets, such as {named}"
            fix = "add `sheets: false` to this language: its pages are published, and the browser prints them"
            yield code, Problem(Place(f"{FOLDER}/site.yml", ("languages", index)), message, fix, "CS509")


def find_unprintable_labels(labels: Labels, languages: Collection[str]) -> Iterator[Problem]:
    """The same of the interface's words: any of them may stand on a sheet."""
    package = package_labels().words
    for label, text in labels.words.items():
        for language in (code for code in languages if code in text):
            words = text[language]
            file = PACKAGE_LABELS if package.get(label, {}).get(language) == words else _LABELS
            keys, shown = ((label,), {language: words}) if isinstance(words, str) else ((label, language), words)
            yield from _find_missing(Place(file, keys), shown)


def _find_missing(place: Place, words_by_key: Mapping[str, str]) -> Iterator[Problem]:
    """What the font lacks of the words under each key at a place: of a text, in each language."""
    for key, words in words_by_key.items():
        lacking = missing(words.replace("\n", " "))
        if lacking:
            shown = ", ".join(map(_show_character, lacking))
            message = f"{shown} {'is' if len(lacking) == 1 else 'are'} not in the font of the sheets"
            yield Problem(place.at(key), message, _FIX, "CS509")


def _show_character(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"`{character}` ({code})" if character.isprintable() and unicodedata.category(character) != "Mn" else code


def _list_untranslated(node: Node) -> Iterator[tuple[Place, Mapping[str, str]]]:
    """What stands in a record and in no language: what a screen shows, an address."""
    if isinstance(node, Code) and node.shown:
        yield node.place.at("shown"), {key: getattr(node.shown, key) or "" for key in ("legacy", "current")}
    if isinstance(node, Profile) and node.portal:
        yield node.place, {"portal": node.portal}
