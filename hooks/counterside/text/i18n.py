"""Texts: the languages of a site, the words of the interface in each, and the tiny inline markup of texts
(`` `screen text` ``, `**strong**`, `[words](kind:id)`; nothing else exists)."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.plural import PluralRule

# One text in every language: language code → words. `{"zh": "…", "en": "…"}`.
Text = Mapping[str, str]

# Words of the interface in every language: language code → words, or plural category → words.
Label = Mapping[str, str | Mapping[str, str]]

# The blank for a number that the words agree with: “1 step”, “2 steps”.
COUNT = "count"
# The languages that this package speaks: the interface's words, what rules say of themselves, the starter.
PACKAGE_LANGUAGES = ("zh", "en")
# The one that stands in for languages that it does not speak.
STAND_IN = PACKAGE_LANGUAGES[-1]
# The plural category that every language has.
OTHER = "other"

# Classes of characters, for patterns: every Chinese one, those beyond the first plane and the circle that means nought
# included; and what a Chinese mark of punctuation stands behind, and in front of.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
BEFORE_MARK = f"[{HAN}“”‘’（）《》]"
AFTER_MARK = f"[{HAN}“‘（《]"


@cache
def script_of(code: str) -> str:
    """The script of a language, by CLDR: `Latn` for `ms`, `Jpan` for `ja`, `Hani` for Chinese of either form."""
    language, script, *_ = (*code.split("-"), "")
    if len(script) != 4:
        likely = get_global("likely_subtags")
        script = (likely.get(code.replace("-", "_")) or likely.get(language) or "und_Latn").split("_")[1]
    return "Hani" if script in ("Hans", "Hant") else script


def find_stand_in(code: str) -> str:
    """The language of this package that is shown in place of one that it does not speak: of the same script, if any."""
    return next((each for each in PACKAGE_LANGUAGES if script_of(each) == script_of(code)), STAND_IN)


def region_of(code: str) -> str | None:
    """The region of a language by its tag: `BR` for `pt-BR`, by CLDR `TW` for `zh-Hant`; none for a language alone."""
    _, *rest = code.split("-")
    likely = get_global("likely_subtags").get(code.replace("-", "_"), "") if rest else ""
    return next((part for part in (*rest, *likely.split("_")) if len(part) == 2 and part.isupper()), None)


def is_spaced(code: str) -> bool:
    """Whether a language, by its tag (`zh-Hant`), puts spaces between words."""
    return script_of(code) not in ("Hani", "Jpan", "Thai", "Laoo", "Khmr", "Mymr")


@cache
def has_decimal_comma(code: str) -> bool:
    """Whether a language, by its tag, writes one and a half as 1,5, by CLDR."""
    with suppress(UnknownLocaleError):
        return bool(Locale.parse(code, sep="-").number_symbols["latn"]["decimal"] == ",")
    return False


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


@dataclass(frozen=True)
class Labels:
    """The interface's words: label id → language → words. One with the blank `{count}` has them in every plural form:
    `{"zh": "{count} 步", "en": {"one": "{count} step", "other": "{count} steps"}}`."""

    words: Mapping[str, Label]

    def get(self, label: str, language: str, **values: object) -> str:
        """The words of `label`, filled in, in the form for `count`. Raises `LookupError` where there are none."""
        forms = self.forms(label, language)
        count = values.get(COUNT)
        form = _find_plural_rule(language)(count) if isinstance(count, int) else OTHER
        words = forms.get(form) or forms.get(OTHER) or next(iter(forms.values()))
        return words.format(**values) if values else words

    def forms(self, label: str, language: str) -> Mapping[str, str]:
        """Plural category → words; one entry, `other`, for what changes with no number."""
        words = self.words.get(label, {}).get(language)
        if not words:
            raise LookupError(f"label `{label}` has no words in `{language}`")
        return {OTHER: words} if isinstance(words, str) else words

    def text(self, label: str, **values: object) -> Text:
        """The words of a label in every language that it has, filled in."""
        return {language: self.get(label, language, **values) for language in self.words.get(label, {})}

    def missing(self, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Every (label, language) without words."""
        for label, text in sorted(self.words.items()):
            yield from ((label, code) for code in languages if not text.get(code))

    def wrong_forms(self, label: str, language: str) -> tuple[list[str], list[str]]:
        """The plural forms that the words of a label lack in a language, and those that the language does not have."""
        words = self.words[label].get(language, "")
        given = (OTHER,) if isinstance(words, str) else tuple(words)
        wanted = list_plural_forms(language) if self.is_counted(label) else (OTHER,)
        return [form for form in wanted if form not in given], [form for form in given if form not in wanted]

    def is_counted(self, label: str) -> bool:
        """Whether a label says how many there are of something: one of its languages has the blank `{count}`."""
        return any(f"{{{COUNT}}}" in words for words in list_label_words(self.words[label]))


def list_label_words(label: Label) -> Iterator[str]:
    """The words of a label in every language and form."""
    for words in label.values():
        yield from (words,) if isinstance(words, str) else words.values()


def find_blanks(label: Label) -> set[str]:
    """What is filled in for `{name}`; a brace alone counts as a blank without a name."""
    return {name for words in list_label_words(label) for name in re.findall(r"\{(\w+)\}|[{}]", words)}


def list_plural_forms(language: str) -> tuple[str, ...]:
    """The plural categories of a language in the order of CLDR: `one` and `other` in English, `other` in Chinese."""
    tags = _find_plural_rule(language).tags
    return (*(form for form in ("zero", "one", "two", "few", "many") if form in tags), OTHER)


@cache
def _find_plural_rule(language: str) -> PluralRule:
    """CLDR's rule for a language; one that CLDR does not know has a single form."""
    try:
        return Locale.parse(language, sep="-").plural_form
    except (ValueError, UnknownLocaleError):
        return PluralRule({})


class Span(NamedTuple):
    """A run of a text: `plain`, `screen`, `strong` or `link`. `target` is the raw link of a link, empty otherwise."""

    kind: str
    text: str
    target: str = ""


# One pass for all three marks: what is inside one is no mark again. No part gives back what it took (`++`).
_MARK = re.compile(r"`(?P<screen>[^`]++)`|\*\*(?P<strong>[^*]++)\*\*|\[(?P<words>[^\[\]]++)\]\((?P<link>[^()\s]++)\)")


# Rules, pages and sheets ask for the same texts, each in turn.
@lru_cache(maxsize=65536)
def split_spans(text: str) -> tuple[Span, ...]:
    """The runs of `text`, in order. Marks that are not closed are plain characters."""
    found: list[Span] = []
    end = 0
    for match in _MARK.finditer(text):
        kind = str(match.lastgroup)
        found.append(Span("plain", text[end : match.start()]))
        found.append(Span(kind, match["words"] or match[kind], match["link"] or ""))
        end = match.end()
    return tuple(span for span in (*found, Span("plain", text[end:])) if span.text)


def strip_marks(text: str) -> str:
    """The words as a reader sees them, without marks: for titles, descriptions and search."""
    return "".join(span.text for span in split_spans(text))


def text_width(text: str) -> int:
    """How wide a text is set, in half-width characters."""
    return sum(2 if character > "\u2e7f" else 1 for character in text)


def blank_quotes(text: str) -> str:
    """The words the author wrote, for rules about wording: what a screen or key says, in backticks, is blanked out."""
    return "".join(" " * len(span.text) if span.kind == "screen" else span.text for span in split_spans(text))


def list_targets(text: str) -> tuple[str, ...]:
    """The raw links inside `text`, in order."""
    return tuple(span.target for span in split_spans(text) if span.target)
