"""Languages of a site and the words of the interface in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# One text in every language: language code → words. `{"zh": "…", "en": "…"}`.
Text = Mapping[str, str]


_UNSPACED = ("zh", "ja", "th")
"""Languages that put no spaces between words."""
_SCRIPTS = {
    "zh": "Han",
    "ja": "Japanese",
    "ko": "Hangul",
    "th": "Thai",
    "ar": "Arabic",
    "hi": "Devanagari",
    "ru": "Cyrillic",
}
"""The scripts of languages that are not written with Latin letters."""


def is_spaced(code: str) -> bool:
    """Whether a language, by its tag (`zh-Hant`), puts spaces between words."""
    return code.partition("-")[0] not in _UNSPACED


def script_of(code: str) -> str:
    """The script that a language is written in, by its tag."""
    return _SCRIPTS.get(code.partition("-")[0], "Latin")


@dataclass(frozen=True)
class Language:
    """A language of the site. The first one of a site is its default and has no prefix in addresses."""

    code: str
    name: str
    is_default: bool

    @property
    def prefix(self) -> str:
        """What comes before every path: nothing for the default language, `en/` for English."""
        return "" if self.is_default else f"{self.code}/"


class MissingLabel(LookupError):
    """A template or page asked for a label that `labels.yml` does not have in that language."""


@dataclass(frozen=True)
class Labels:
    """The interface's words: label id → language → words. Holds nothing about the trade."""

    words: Mapping[str, Text]

    def get(self, label: str, language: str) -> str:
        """The words of `label`; raises `MissingLabel` where there are none."""
        try:
            return self.words[label][language]
        except KeyError:  # a KeyError would not say which language
            raise MissingLabel(f"label `{label}` has no words in `{language}`") from None

    def missing(self, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Every (label, language) without words."""
        for label, text in sorted(self.words.items()):
            yield from ((label, code) for code in languages if not text.get(code))
