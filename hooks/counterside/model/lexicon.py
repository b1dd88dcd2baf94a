"""The lexicon at work: one scan over all the texts of a record, for every rule of wording at once."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from counterside.model.entries import ArticleItem
from counterside.model.links import Link
from counterside.model.nodes import Node, TextUse, texts
from counterside.model.records import Contact, Notice, Resolution, Source, Term
from counterside.model.wording import Phrase, Unit, Wording, WordSet
from counterside.text.i18n import UNSPACED
from counterside.text.markup import Span, is_marked, plain, render, targets
from counterside.text.problems import Place, find_repeated

DESCRIBED = frozenset(
    (
        "title", "name", "objective", "use_if", "use_other.when", "meaning", "why", "setting", "timeline.text", "text",
        "ticks", "publisher", "description", "question", "waived", "waiting.title", "waiting.question", "triage.title",
        "triage.detail", "devices.label", "devices.hint", "call_card.label", "call_card.hint", "blanks.label",
        "blanks.hint", "record_lines.label", "record_lines.hint", "code_help.ask",
        "facts.title", "facts.values.label", "events.title",
    )
)  # fmt: skip
"""The texts that name, tell or show something. All others may tell a reader to do something."""
WARNINGS = frozenset(("never", "never_give", "claim", "wrong_first_idea", "gist"))
"""The texts that say what is wrong."""

_ANSWERS = frozenset(("steps.do", "steps.expect", "steps.choices.label", "steps.seen_label", "steps.not_seen_label"))
_IN_RECORDS = ("do", "expect", "answers")
"""Places that hand-written prose does not have."""
_SENTENCE = re.compile(r"[。；：！？.;:!?()（）—…\n]")
_COMMA = re.compile("[，,]")
_ENUMERATED = 3  # words at most in an item of an enumeration, up to its “or”: “do not swipe, tap or scan again”
_GLOSS = re.compile(r"(`[^`]+`) ?[(（][^()（）]*[)）]")  # `重打印` (reprint): what the screen says, in other words
_UNUSABLE = (re.error, OverflowError, RecursionError, KeyError)
"""What a pattern that an editor wrote may end in."""
_NAMED = "(?P<"
_SET = re.compile(r"\{([a-z][a-z-]*)\}")
_LONG_WORD = re.compile(r"([a-z0-9._/@:%-]{80})[a-z0-9._/@:%-]++")
"""Longer than any word or name of a host: what follows in it is not looked at, because many patterns take the square of
its length."""
_DIGITS = re.compile(r"\d+")
_FULL_WIDTH = re.compile("[０-９ａ-ｚ＋－．＠％￥]")
_HALF_WIDTH = str.maketrans("＋－．＠％￥", "+-.@%¥", "") | {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF41, 0xFF5B))
}


class Hit(NamedTuple):
    """A phrase of the lexicon, found in one text. `words` are those found, in small letters."""

    phrase: Phrase
    use: TextUse
    language: str
    words: str

    @property
    def place(self) -> Place:
        """The line of the language."""
        return self.use.place.at(self.language)

    @property
    def message(self) -> str:
        return self.phrase.message.replace("{found}", self.words.strip())


class Fault(NamedTuple):
    """What cannot be used, in a sentence. `keys` lead to it from the top of `wording.yml`."""

    keys: tuple[str | int, ...]
    why: str


@dataclass(frozen=True)
class TrustedValues:
    """What the rest of the catalog lends to the lexicon: numbers, addresses, sources that prove something."""

    numbers: frozenset[str]
    addresses: tuple[str, ...]
    sources: frozenset[Link]

    def lists(self, words: str) -> bool:
        """Whether a number or an address is one of the listed ones."""
        digits = "".join(_DIGITS.findall(words))
        return digits in self.numbers or any(words.rstrip("/") in address for address in self.addresses)


def collect_trusted(contacts: Iterable[Contact], sources: Iterable[Source], own: str) -> TrustedValues:
    """What `contacts` and `sources` vouch for, and the site's own address."""
    known = tuple(sources)
    addresses = [source.address.lower() for source in known if source.address]
    return TrustedValues(
        numbers=frozenset("".join(_DIGITS.findall(contact.number)) for contact in contacts),
        addresses=(*addresses, own.lower()),
        sources=frozenset(source.ref for source in known if source.grade in ("A", "B")),
    )


class Lexicon:
    """The phrases of `wording.yml`, and the forbidden synonyms of the glossary, ready to be looked for.

    A record's texts of a language are joined and scanned once, for the words and characters that any phrase needs to
    be there; only where they are is a phrase asked by itself.
    """

    def __init__(
        self, wording: Wording, terms: Iterable[Term], trusted: TrustedValues, languages: tuple[str, ...]
    ) -> None:
        self.trusted = trusted
        self._sets = {entry.id: entry.words for entry in wording.words}
        self._wording = wording
        phrases = (*wording.phrases, *_list_synonyms(terms))
        self._by_language = {code: _LanguageLexicon(code, wording, phrases) for code in languages}

    def hits(self, said: RecordText) -> Mapping[str, tuple[Hit, ...]]:
        """Rule code → what it has to say about the texts of a record; one hit a rule, text and language."""
        found: dict[tuple[str, Place], Hit] = {}
        for lexicon in self._by_language.values():
            for hit in lexicon.hits(said, self.trusted):
                found.setdefault((hit.phrase.rule, hit.place), hit)
        by_rule: dict[str, tuple[Hit, ...]] = {}
        for (code, _), hit in found.items():
            by_rule[code] = (*by_rule.get(code, ()), hit)
        return by_rule

    def excuses(self, phrase: Phrase, text: str, language: str) -> bool:
        """Whether a text holds what excuses a phrase in the text beside it."""
        lexicon = self._by_language.get(language)
        around = lexicon.expression(phrase.around.get(language, ())) if lexicon else None
        return around is not None and around.search(_lower_text(plain(text))) is not None

    def negates(self, text: str, language: str) -> bool | None:
        """Whether a text holds a negation; `None` where the lexicon knows none in that language."""
        lexicon = self._by_language.get(language)
        return lexicon.negates(_lower_text(plain(text))) if lexicon else None

    def scan_prose(self, line: str, language: str) -> Iterator[tuple[Phrase, str]]:
        """What the safety phrases (CS6xx) find in a line of hand-written prose. A line that links to the gate asks
        first."""
        lexicon = self._by_language.get(language)
        return lexicon.scan_line(line, self.trusted) if lexicon is not None else iter(())

    def filled(self, pattern: str, language: str) -> str:
        """A pattern of the lexicon with the words of its sets in a language."""
        return _fill_sets(pattern, language, self._sets)

    def units(self, language: str) -> re.Pattern[str] | None:
        """A number before a unit. The first group is the number; the name of the last group that matched is the unit's
        id. Nothing where the lexicon knows no units in that language."""
        lexicon = self._by_language.get(language)
        return lexicon.unit if lexicon is not None else None

    def faults(self) -> Iterator[Fault]:
        """Patterns that are no regular expressions, sets of words that do not exist or are empty, names that stand
        twice."""
        twice = [*_named_twice("words", self._wording.words), *_named_twice("units", self._wording.units)]
        yield from twice
        is_named = any(
            _NAMED in pattern for _, listed in _list_patterns(self._wording) for pattern in chain(*listed.values())
        )
        if not twice and (is_named or not all(lexicon.compiles() for lexicon in self._by_language.values())):
            yield from [*self._find_unusable()] or [Fault((), "the patterns cannot be read together")]

    def _find_unusable(self) -> Iterator[Fault]:
        for keys, listed in _list_patterns(self._wording):
            for language, patterns in listed.items():
                for index, pattern in enumerate(patterns):
                    why = _why_unusable(pattern, language, self._sets)
                    if why:
                        yield Fault((*keys, language, index), f"this pattern {why}")


def _list_patterns(wording: Wording) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, tuple[str, ...]]]]:
    """Every list of regular expressions by language, and the keys that lead to it."""
    yield from ((("negations",), wording.negations), (("joins",), wording.joins), (("breaks",), wording.breaks))
    yield from ((("units", number, "words"), unit.words) for number, unit in enumerate(wording.units))
    for number, phrase in enumerate(wording.phrases):
        for key, listed in (("find", phrase.find), ("unless", phrase.unless), ("around", phrase.around)):
            yield ("phrases", number, key), listed


def _named_twice(key: str, entries: Sequence[WordSet | Unit]) -> Iterator[Fault]:
    """Entries of a list that have the name of an earlier one."""
    for number in find_repeated(entry.id for entry in entries):
        yield Fault((key, number, "id"), f"`{entries[number].id}` is there twice")


def _why_unusable(pattern: str, language: str, sets: Mapping[str, Mapping[str, tuple[str, ...]]]) -> str:
    unknown = [name for name in _SET.findall(pattern) if name not in sets]
    if unknown:
        return f"names a set of words that is not there, `{unknown[0]}`"
    silent = [name for name in _SET.findall(pattern) if not sets[name].get(language)]
    if silent:
        return f"names a set that has no words in `{language}`, `{silent[0]}`"
    if _NAMED in pattern:
        return "names a group, and patterns are read together"
    try:
        re.compile(f"(?:{_fill_sets(pattern, language, sets)})")
    except _UNUSABLE as error:
        return f"is not a regular expression: {getattr(error, 'msg', error)}"
    return ""


def _fill_sets(pattern: str, language: str, sets: Mapping[str, Mapping[str, tuple[str, ...]]]) -> str:
    """A pattern with the names of sets replaced by their words."""
    return _SET.sub(lambda match: f"(?:{'|'.join(sets[match[1]][language])})", pattern)


def _list_synonyms(terms: Iterable[Term]) -> Iterator[Phrase]:
    """A phrase for each glossary term that forbids words."""
    for term in terms:
        if term.forbidden:
            name = " / ".join(term.title.values())
            yield Phrase(
                id=f"term-{term.id}",
                rule="CS405",
                where="everywhere",
                negatable=False,
                find={code: tuple(map(re.escape, words)) for code, words in term.forbidden.items()},
                message=f"`{{found}}` is not our word for {name}",
                fix=f"write {name}; what a key or screen says goes in backticks",
            )


class _LanguageLexicon:
    """The lexicon in one language."""

    def __init__(self, code: str, wording: Wording, phrases: Iterable[Phrase]) -> None:
        self.code = code
        self._sets = {entry.id: entry.words for entry in wording.words}
        self._wording = wording
        self._phrases = tuple(phrase for phrase in phrases if phrase.find.get(code))
        self.is_spaced = code not in UNSPACED

    def expression(self, patterns: Iterable[str]) -> re.Pattern[str] | None:
        """Any of `patterns`; whole words where a language puts spaces between them."""
        either = "|".join(f"(?:{_fill_sets(pattern, self.code, self._sets)})" for pattern in patterns)
        if not either:
            return None
        return _compile_pattern(rf"(?<!\w)(?:{either})(?!\w)" if self.is_spaced else either)

    def compiles(self) -> bool:
        """Whether every pattern of this language can be used."""
        try:
            _ = [reader.find for reader in self._readers], self._scope, self.unit
            excuses = (
                (*phrase.unless.get(self.code, ()), *phrase.around.get(self.code, ())) for phrase in self._phrases
            )
            self.expression(chain.from_iterable(excuses))
        except _UNUSABLE:
            return False
        return True

    @cached_property
    def _readers(self) -> tuple[_Reader, ...]:
        return tuple(_Reader(phrase, self) for phrase in self._phrases)

    def _find_readers(self, text: str) -> dict[_Reader, set[int]]:
        """The phrases that stand in a text in small letters, with the numbers of the lines that they stand in."""
        if not text.strip():
            return {}
        lines = text.split("\n")
        return {
            reader: {number for number, line in enumerate(lines) if reader.find.search(line)}
            for reader in self._readers
            if reader.find.search(text)
        }

    @cached_property
    def _scope(self) -> _Scope:
        wording, code = self._wording, self.code
        return _Scope(
            self.expression(wording.negations.get(code, ())),
            tuple(wording.negations_before.get(code, ())),
            self.expression(wording.joins.get(code, ())),
            self.expression(wording.breaks.get(code, ())),
        )

    def negates(self, text: str) -> bool | None:
        """Whether a text in small letters holds a negation."""
        before = self._wording.negations_before.get(self.code, ())
        if not before and self._scope.words is None:
            return None
        if self._scope.words is not None and self._scope.words.search(text):
            return True
        if not self.is_spaced:
            return any(word in text for word in before)
        said = re.findall(r"[\w']+", text.replace("’", "'"))
        return any(word == one or ("'" in one and word.endswith(one)) for word in said for one in before)

    @cached_property
    def unit(self) -> re.Pattern[str] | None:
        """A number and the unit after it; the name of the group that matched is the unit's id."""
        groups = [
            f"(?P<{unit.id}>{'|'.join(_fill_sets(word, self.code, self._sets) for word in unit.words[self.code])})"
            for unit in self._wording.units
            if unit.words.get(self.code)
        ]
        end = r"(?![a-z])" if self.is_spaced else ""
        return _compile_pattern(rf"(\d[\d,.]*)[ -]?(?:{'|'.join(groups)}){end}") if groups else None

    def hits(self, said: RecordText, trusted: TrustedValues) -> Iterator[Hit]:
        """What the phrases of this language find in the texts of a record."""
        lines = said.lines(self.code)
        small = _lower_text(lines.shown)
        each, kind = small.split("\n"), type(said.node)
        for reader, numbers in self._find_readers(small).items():
            for number in sorted(numbers):
                use = lines.uses[number]
                if not reads(reader.phrase.where, kind, use.field):
                    continue
                raw = use.text[self.code]
                text = _read_aloud(raw, reader.phrase) if is_marked(raw) or "\n" in raw else each[number]
                words = reader.first(text, self._scope, trusted)
                if words is not None:
                    yield Hit(reader.phrase, use, self.code, words)

    def scan_line(self, line: str, trusted: TrustedValues) -> Iterator[tuple[Phrase, str]]:
        """What the safety phrases find in a line that stands in no record."""
        for reader in self._find_readers(_lower_text(plain(line))):
            phrase = reader.phrase
            is_asked = phrase.gate is not None and any(link.endswith(f"#{phrase.gate.id}") for link in targets(line))
            words = None if is_asked else reader.first(_read_aloud(line, phrase), self._scope, trusted)
            if words is not None and phrase.rule.startswith("CS6") and phrase.where not in _IN_RECORDS:
                yield reader.phrase, words


@lru_cache(maxsize=1024)
def _compile_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass(frozen=True)
class _Scope:
    """How far a negation reaches in one language."""

    words: re.Pattern[str] | None
    before: tuple[str, ...]
    joins: re.Pattern[str] | None
    breaks: re.Pattern[str] | None

    def negated(self, text: str, start: int, end: int) -> bool:
        """Whether what stands at `start` to `end` of a text is said with a negation."""
        if text[:start].rstrip().endswith(self.before):
            return True
        if self.words is None:
            return False
        left, right = sentence(text, start, end)
        if self.breaks is not None:
            cuts = [match.end() for match in self.breaks.finditer(text, left, start)]
            left = cuts[-1] if cuts else left
        return any(
            self._reaches_end(text, match.end(), end, right)
            for match in self.words.finditer(text, left, right)
            if match.start() < end
        )

    def _reaches_end(self, text: str, negation: int, end: int, right: int) -> bool:
        """Whether only items of an enumeration stand between a negation and what it would negate."""
        commas = [match.end() for match in _COMMA.finditer(text, negation, right)]
        between = [comma for comma in commas if comma < end]
        if not between:
            return True
        if self.joins is None:
            return False
        items = [text[a:b] for a, b in zip(commas, (*commas[1:], right), strict=True)]
        for number, item in enumerate(items):
            join = self.joins.search(item)
            if len(item[: join.start() if join else None].split()) > _ENUMERATED:
                return False
            if join:
                return number >= len(between) - 1
        return False


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a span begins and ends."""
    before = [match.end() for match in _SENTENCE.finditer(text, 0, start)]
    after = _SENTENCE.search(text, end)
    return (before[-1] if before else 0, after.start() if after else len(text))


def clause(text: str, start: int, end: int) -> str:
    """The words between the commas and stops around a span."""
    left, right = sentence(text, start, end)
    before = [match.end() for match in _COMMA.finditer(text, left, start)]
    after = _COMMA.search(text, end, right)
    return text[before[-1] if before else left : after.start() if after else right]


class _Reader:
    """One phrase, asked about one text at a time."""

    def __init__(self, phrase: Phrase, lexicon: _LanguageLexicon) -> None:
        self.phrase = phrase
        self._language = lexicon

    @cached_property
    def find(self) -> re.Pattern[str]:
        found = self._language.expression(self.phrase.find[self._language.code])
        if found is None:
            raise ValueError(f"phrase `{self.phrase.id}` looks for nothing")
        return found

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return self._language.expression(self.phrase.unless.get(self._language.code, ()))

    @cached_property
    def _around(self) -> re.Pattern[str] | None:
        return self._language.expression(self.phrase.around.get(self._language.code, ()))

    def first(self, text: str, scope: _Scope, trusted: TrustedValues) -> str | None:
        """The words of the first place of a text, as it is read, where the phrase stands and nothing excuses it."""
        if self._around is not None and self._around.search(text):
            return None
        for match in self.find.finditer(text):
            if not self._is_excused(text, match, scope, trusted):
                return match[0]
        return None

    def _is_excused(self, text: str, match: re.Match[str], scope: _Scope, trusted: TrustedValues) -> bool:
        if self.phrase.known and trusted.lists(match[0]):
            return True
        if self.phrase.negatable and scope.negated(text, match.start(), match.end()):
            return True
        return self._unless is not None and bool(self._unless.search(clause(text, match.start(), match.end())))


@cache
def reads(where: str, kind: type[Node], field: str) -> bool:
    """Whether what is looked for in some place is looked for in this field of a kind of record."""
    if where == "answers":
        return field in _ANSWERS
    if where in ("do", "expect"):
        return field == f"steps.{where}"
    if where == "everywhere":
        return not issubclass(kind, (ArticleItem, Source))
    if issubclass(kind, (ArticleItem, Source, Notice)) or field in WARNINGS:
        return False
    return where == "anywhere" or field not in DESCRIBED or (field == "title" and issubclass(kind, Resolution))


def _read_aloud(raw: str, phrase: Phrase) -> str:
    """A text in small letters without its marks. What stands in backticks is quoted; behind a gate, what stands in
    a link is the name of something that carries the gate."""
    if not is_marked(raw):
        return _lower_text(raw)
    skipped = {"screen": not phrase.quoted, "link": phrase.gate is not None}
    skipped_kinds = {kind for kind, is_skipped in skipped.items() if is_skipped}

    def draw(span: Span) -> str:
        return " " * len(span.text) if span.kind in skipped_kinds else span.text

    return _lower_text(render(raw if phrase.quoted else _GLOSS.sub(r"\1", raw), draw))


def _lower_text(text: str) -> str:
    """The text in small letters, its full-width letters and digits half-width: a number is a number in any dress."""
    small = _LONG_WORD.sub(r"\1", text.lower())
    return small.translate(_HALF_WIDTH) if _FULL_WIDTH.search(small) else small


class Lines:
    """The texts of a record in one language, joined: what is looked for in all of them is looked for once."""

    def __init__(self, uses: tuple[TextUse, ...], language: str) -> None:
        self.uses = uses
        words = [use.text.get(language, "") for use in uses]
        joined = "\n".join(words)
        if joined.count("\n") >= len(words):  # a text over several lines, which CS009 reports
            words = [text.replace("\n", " ") for text in words]
            joined = "\n".join(words)
        self._words = words
        self.joined = joined

    @cached_property
    def shown(self) -> str:
        """The same as a reader sees it, without marks."""
        if not any(mark in self.joined for mark in ("`", "**", "](")):
            return self.joined
        return "\n".join(map(plain, self._words))

    def holding(self, wanted: re.Pattern[str], text: str | None = None) -> Iterator[int]:
        """The numbers of the texts that hold `wanted`; `text` is `joined`, or made from it line by line."""
        text = self.joined if text is None else text
        match = wanted.search(text)
        while match is not None:
            yield text.count("\n", 0, match.start())
            end = text.find("\n", match.start())
            match = wanted.search(text, end + 1) if end >= 0 else None


class RecordText:
    """What one record says, walked once and read once, for every rule that looks at its words."""

    def __init__(self, node: Node, lexicon: Lexicon) -> None:
        self.node = node
        self.lexicon = lexicon
        self.uses = texts(node)
        self._lines: dict[str, Lines] = {}

    def lines(self, language: str) -> Lines:
        """The record's texts in one language; the same numbers stand for the same texts in each."""
        if language not in self._lines:
            self._lines[language] = Lines(self.uses, language)
        return self._lines[language]

    @cached_property
    def _hits(self) -> Mapping[str, tuple[Hit, ...]]:
        return self.lexicon.hits(self)

    def hits(self, code: str) -> tuple[Hit, ...]:
        """What the lexicon has to say for a rule."""
        return self._hits.get(code, ())

    def phrase_hits(self, phrases: Container[str]) -> Iterator[Hit]:
        """Where some phrases stand, whatever rule they are for."""
        return (hit for hits in self._hits.values() for hit in hits if hit.phrase.id in phrases)
