"""The lexicon: patterns of words that a text must not hold, as `wording.yml` has them, and one scan over the texts of a
record for every rule of wording at once.

The engine knows nothing about the trade: what a retry, a restart or a secret is called is data. Patterns are regular
expressions over the words in small letters; `{name}` means any word of the set of that name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import Annotated, Literal, NamedTuple

from pydantic import StringConstraints

from counterside.model.nodes import Node, TextUse, ToGate, WordsField, YesOrNo, field
from counterside.model.records import Notice, Resolution, Source, Term
from counterside.model.site import ArticleItem
from counterside.text.i18n import is_spaced, list_targets, script_of, split_spans, strip_marks
from counterside.text.problems import Place, Problem, find_repeated

Where = Literal["told", "anywhere", "everywhere", "do", "expect", "answers"]


class WordSet(Node):
    """Words of one meaning, for use in patterns."""

    id: str = field("the name that patterns use · 正则里引用的名字")
    words: WordsField = field("the words in each language · 各语言的词")


class Unit(Node):
    """A unit of measure: what follows a number means the same in every language (CS402)."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")] = field(
        "a name for the unit, in small letters · 单位的名字，小写字母"
    )
    words: WordsField = field("how each language writes it · 各语言怎么写")


class Phrase(Node):
    """Words that one rule looks for."""

    id: str = field("a name for the phrase · 这一条的名字")
    rule: str = field("the rule that speaks, e.g. CS604 · 哪条规则")
    where: Where = field(
        "told: what the reader is told to do · anywhere: but for warnings and quoted claims · everywhere:"
        " every text · do, expect: these keys of a step · answers: a question and its answers · 在哪些文字里找",
        "told",
    )
    find: WordsField = field("regular expressions over small letters · 正则表达式，按小写比对")
    unless: WordsField = field("not if its clause holds one · 同一分句里有就不算", dict)
    around: WordsField = field("not if the same text holds one · 同一段文字里有就不算", dict)
    gate: ToGate | None = field("allowed behind this gate · 有这道关卡就可以", None)
    negatable: YesOrNo = field("“do not …” is no instruction to … · 否定句不算", True)
    cannot: tuple[str, ...] = field("device families that cannot do it · 哪几类机器做不到", ())
    quoted: YesOrNo = field("look inside backticks too · 反引号里的也算", False)
    known: YesOrNo = field("not what contacts or sources list · 联系方式和出处里有的不算", False)
    message: str = field("`{found}` stands for the words found · `{found}` 代表找到的词")
    fix: str = field("how to fix it, for the editor · 告诉编辑怎么改")


class Wording(Node):
    """`wording.yml`: the whole lexicon."""

    negations: WordsField = field("reach to the end of the clause · 管到分句末尾", dict)
    negations_before: WordsField = field("directly before the words · 紧挨在前面", dict)
    joins: WordsField = field("close an enumeration · 并列的最后一项", dict)
    breaks: WordsField = field("end the reach of a negation · 否定到此为止", dict)
    words: tuple[WordSet, ...] = field("words of one meaning · 同义词", ())
    units: tuple[Unit, ...] = field("units of measure · 计量单位", ())
    phrases: tuple[Phrase, ...] = field("what a text must not say · 文字里不能有的说法", ())


# The texts that name, tell or show something. All others may tell a reader to do something.
DESCRIBED = frozenset(
    (
        "title", "name", "objective", "calm", "use_if", "use_other.when", "meaning", "why", "setting", "timeline.text",
        "text", "ticks", "publisher", "description", "question", "waived", "waiting.title", "waiting.question",
        "triage.title", "triage.detail", "devices.label", "devices.hint", "call_card.label", "call_card.hint",
        "blanks.label", "blanks.hint", "record_lines.label", "record_lines.hint", "code_help.ask",
        "facts.title", "facts.values.label", "events.title",
    )
)  # fmt: skip
# The texts that say what is wrong.
WARNINGS = frozenset(("never", "never_give", "claim", "wrong_first_idea", "gist"))

_ANSWERS = frozenset(("steps.do", "steps.expect", "steps.choices.label", "steps.seen_label", "steps.not_seen_label"))
# Lists of words that are no patterns.
_PLAIN_WORDS = ("negations_before", "words.words")
# Places that hand-written prose does not have.
_IN_RECORDS = ("do", "expect", "answers")
# What ends the reach of a negation for good, and what parts the items of an enumeration.
_SENTENCE = re.compile(r"[。；：！？.;:!?()（）—…\n]")
_COMMA = re.compile("[，,]")
_ENUMERATED = 3  # words at most in an item of an enumeration, up to its “or”: “do not swipe, tap or scan again”
_GLOSS = re.compile(r"(`[^`]++`) ?[(（][^()（）]*+[)）]")  # `重打印` (reprint): what the screen says, in other words
# What a pattern that an editor wrote may end in.
_UNUSABLE = (re.error, OverflowError, RecursionError)
_CORRECT = "correct it; a pattern is safest in single quotes"
_LIMIT_REPEATS = "say how often at most, such as `{0,20}` for `*`, or let the repeat give nothing back: `++` for `+`"
_NOTHING = re.compile(r"(?!)")  # matches nowhere, like a list without patterns
_SET = re.compile(r"\{([a-z][a-z-]*)\}")
# Longer than any word or name of a host. What follows is not looked at: many patterns take the square of its length.
_MAX_WORD = 80
_LONG_WORD = re.compile(rf"([a-z0-9._/@:%-]{{{_MAX_WORD}}})[a-z0-9._/@:%-]++")
# Full-width digits and small letters lie at a fixed distance from their half-width ones; signs are listed.
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
        return self.use.place.at(self.language)

    @property
    def message(self) -> str:
        return self.phrase.message.replace("{found}", self.words.strip())

    @property
    def problem(self) -> Problem:
        """The hit as a problem, for rules that have nothing to add."""
        return Problem(self.place, self.message, self.phrase.fix)


# A set's name → any of its words, as a pattern, in one language.
_Sets = Mapping[str, str]


def _list_sets(wording: Wording, language: str) -> _Sets:
    """The sets that have words in a language."""
    return {entry.id: f"(?:{'|'.join(entry.words[language])})" for entry in wording.words if entry.words.get(language)}


def _fill_sets(pattern: str, sets: _Sets) -> str:
    """A pattern with the names of sets replaced by their words."""
    return _SET.sub(lambda match: sets[match[1]], pattern)


def _compile_list(patterns: tuple[str, ...], language: str, sets: _Sets) -> re.Pattern[str]:
    """Any of some patterns; whole words where a language has spaces between words."""
    either = "|".join(f"(?:{_fill_sets(pattern, sets)})" for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if is_spaced(language) else either)


def _is_sound(patterns: tuple[str, ...], language: str, sets: _Sets) -> bool:
    """Whether a list compiles as a whole, which `re` keeps for the search: one by one takes twice as long."""
    try:
        return bool(_compile_list(patterns, language, sets))
    except (KeyError, *_UNUSABLE):  # a set of words that is not there
        return False


def find_faults(wording: Wording) -> Iterator[tuple[Place, str, str]]:
    """What cannot be used, with its place and a fix: patterns that are no regular expressions or may search too long,
    sets of words that do not exist or are empty, names that are there twice."""
    lists: tuple[tuple[WordSet | Unit, ...], ...] = (wording.words, wording.units)
    twice = [entries[number] for entries in lists for number in find_repeated(entry.id for entry in entries)]
    for entry in twice:
        yield entry.place.at("id"), f"`{entry.id}` is there twice", "give each a name of its own"
    names = {entry.id for entry in wording.words}
    for use in wording.uses.words if not twice else ():
        for language, patterns in use.value.items() if use.field not in _PLAIN_WORDS else ():
            sets = _list_sets(wording, language)
            is_sound = _is_sound(patterns, language, sets)
            for index, pattern in enumerate(patterns):
                unknown = next((name for name in _SET.findall(pattern) if name not in sets), "")
                why, fix = f"names a set of words that is not there, `{unknown}`", _CORRECT
                if unknown in names:
                    why = f"names a set that has no words in `{language}`, `{unknown}`"
                elif not unknown:
                    why, fix = _find_regex_fault(f"(?:{_fill_sets(pattern, sets)})", is_sound)
                if why:
                    yield use.place.at(language, index), f"this pattern {why}", fix


# An editor's server asks for hundreds with every letter that is typed, and compiling takes half a second.
@lru_cache(maxsize=4096)
def _find_regex_fault(pattern: str, is_sound: bool) -> tuple[str, str]:
    """Why an expression cannot be used, and the fix. One that `is_sound` compiles if its brackets match."""
    try:
        if not is_sound:
            re.compile(pattern)
        if count_ways(pattern) > MAX_WAYS:
            return "may try too many ways, because its repeats multiply", _LIMIT_REPEATS
    except ValueError as error:
        return str(error), _CORRECT
    except _UNUSABLE as error:
        return f"is not a regular expression: {getattr(error, 'msg', error)}", _CORRECT
    return "", ""


def forbid_synonyms(term: Term) -> Phrase:
    """The words that a glossary term forbids, as a phrase."""
    name, key = " / ".join(term.title.values()), f"term-{term.id}"
    find = {code: tuple(map(re.escape, words)) for code, words in term.forbidden.items()}
    message = f"`{{found}}` is not our word for {name}"
    fix = f"write {name}; what a key or screen says goes in backticks"
    return Phrase(id=key, rule="CS405", where="everywhere", negatable=False, find=find, message=message, fix=fix)


class Lexicon:
    """The phrases in one language, ready to be looked for. `numbers` and `addresses` are those that texts may have."""

    def __init__(
        self, code: str, wording: Wording, phrases: Iterable[Phrase], numbers: Iterable[str], addresses: Iterable[str]
    ) -> None:
        self._code = code
        self._wording = wording
        self._sets = _list_sets(wording, code)
        self._phrases = tuple(phrase for phrase in phrases if phrase.find.get(code))
        self._numbers = frozenset(re.sub(r"\D", "", number) for number in numbers)
        self._addresses = [address.lower() for address in addresses]
        self._expressions: dict[tuple[str, ...], re.Pattern[str]] = {(): _NOTHING}
        self._is_spaced = is_spaced(code)

    def expression(self, listed: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
        """Any of the patterns that are listed for this language."""
        patterns = listed.get(self._code, ())
        # Many phrases share their excuses, and compiling takes longer than searching.
        if patterns not in self._expressions:
            self._expressions[patterns] = _compile_list(patterns, self._code, self._sets)
        return self._expressions[patterns]

    @cached_property
    def _either(self) -> Mapping[Where, re.Pattern[str]]:
        """For each kind of place, any of what is looked for there: most texts hold nothing of it, and one search for
        all phrases takes a third of the time that one for each does."""
        found: dict[Where, tuple[str, ...]] = defaultdict(tuple)
        for phrase in self._phrases:
            found[phrase.where] += phrase.find[self._code]
        return {where: self.expression({self._code: patterns}) for where, patterns in found.items()}

    def _find_phrases(self, wheres: Sequence[Where], raw: str) -> Iterator[tuple[Phrase, str]]:
        """The phrases for some kinds of place that are found in a text and that nothing excuses, with their words."""
        text = _lower_text(strip_marks(raw)) if wheres else ""
        found = [where for where in wheres if self._either[where].search(text)]
        for phrase in self._phrases if found else ():
            if phrase.where in found and self.expression(phrase.find).search(text):
                words = self._find_words(phrase, raw)
                if words is not None:
                    yield phrase, words

    def excuses(self, phrase: Phrase, text: str) -> bool:
        """Whether a text holds what excuses a phrase in the text beside it."""
        return bool(self.expression(phrase.around).search(_lower_text(strip_marks(text))))

    def negates(self, raw: str) -> bool | None:
        """Whether a text holds a negation; `None` where the lexicon knows none in this language."""
        text = _lower_text(strip_marks(raw))
        before = self._wording.negations_before.get(self._code, ())
        if not before and not self._wording.negations.get(self._code):
            return None
        if self.expression(self._wording.negations).search(text):
            return True
        if not self._is_spaced:
            return any(word in text for word in before)
        said = re.findall(r"[\w']+", text.replace("’", "'"))
        return any(word == one or ("'" in one and word.endswith(one)) for word in said for one in before)

    @cached_property
    def unit(self) -> re.Pattern[str]:
        """A number, the first group, and the unit after it: the name of the last group that matched is its id."""
        groups = [
            f"(?P<{unit.id}>{'|'.join(_fill_sets(word, self._sets) for word in unit.words[self._code])})"
            for unit in self._wording.units
            if unit.words.get(self._code)
        ]
        end = r"(?![a-z])" if self._is_spaced else ""
        return re.compile(rf"(\d[\d,.]{{0,20}})[ -]?(?:{'|'.join(groups)}){end}") if groups else _NOTHING

    def hits(self, record_text: "RecordText") -> Iterator[Hit]:
        """What the phrases of this language find in the texts of a record."""
        kind = type(record_text.node)
        for use in record_text.uses:
            raw = use.value.get(self._code, "")
            wheres = [where for where in self._either if raw and _reads(where, kind, use.field)]
            yield from (Hit(phrase, use, self._code, words) for phrase, words in self._find_phrases(wheres, raw))

    def scan_line(self, line: str) -> Iterator[tuple[Phrase, str]]:
        """What the safety phrases (CS6xx) find in a line of prose. One that links to the gate asks first."""
        wheres = [where for where in self._either if line.strip() and where not in _IN_RECORDS]
        for phrase, words in self._find_phrases(wheres, line):
            gate = phrase.gate
            is_asked = gate is not None and any(link.endswith(f"#{gate.id}") for link in list_targets(line))
            if phrase.rule.startswith("CS6") and not is_asked:
                yield phrase, words

    def _find_words(self, phrase: Phrase, raw: str) -> str | None:
        """The words of the first place of a text, as it is read, where a phrase is found and nothing excuses it."""
        # What is in backticks is quoted; behind a gate, a link names what carries the gate.
        skipped = {"screen": not phrase.quoted, "link": phrase.gate is not None}
        spans = split_spans(raw if phrase.quoted else _GLOSS.sub(r"\1", raw))
        shown = (" " * len(span.text) if skipped.get(span.kind) else span.text for span in spans)
        text = _lower_text("".join(shown))
        if self.expression(phrase.around).search(text):
            return None
        for match in self.expression(phrase.find).finditer(text):
            start, end = match.span()
            left, right = _find_sentence(text, start, end)
            comma = _COMMA.search(text, end, right)
            # An excuse counts only between the same commas and stops.
            clause = text[_cut_before(_COMMA, text, left, start) : comma.start() if comma else right]
            is_number = re.sub(r"\D", "", match[0]) in self._numbers
            is_known = is_number or any(match[0].rstrip("/") in address for address in self._addresses)
            is_negated = phrase.negatable and self._is_negated(text, start, end, left, right)
            if not (phrase.known and is_known) and not is_negated and not self.expression(phrase.unless).search(clause):
                return match[0]
        return None

    def _is_negated(self, text: str, start: int, end: int, left: int, right: int) -> bool:
        """Whether what is at `start` to `end` of a text is said with a negation in its sentence, `left` to `right`."""
        wording = self._wording
        # Chinese negates with a character right before the verb: `勿拔`.
        if text[:start].rstrip().endswith(wording.negations_before.get(self._code, ())):
            return True
        left = _cut_before(self.expression(wording.breaks), text, left, start)
        return any(
            self._reaches_end(text, match.end(), end, right)
            for match in self.expression(wording.negations).finditer(text, left, right)
            if match.start() < end
        )

    def _reaches_end(self, text: str, negation: int, end: int, right: int) -> bool:
        """Whether only items of an enumeration are between a negation and what it would negate."""
        commas = [match.end() for match in _COMMA.finditer(text, negation, right)]
        between = sum(comma < end for comma in commas)
        if not between:
            return True
        items = [text[a:b] for a, b in zip(commas, (*commas[1:], right), strict=True)]
        for number, item in enumerate(items, start=1):
            join = self.expression(self._wording.joins).search(item)
            if len(item[: join.start() if join else None].split()) > _ENUMERATED:
                return False
            if join:  # “do not swipe, tap or scan”: the negation reaches as far as the item with *or*
                return number >= between
        return False


def _cut_before(stop: re.Pattern[str], text: str, left: int, right: int) -> int:
    """Where the last match of `stop` between two places of a text ends; `left` if there is none."""
    return max((match.end() for match in stop.finditer(text, left, right)), default=left)


def _find_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a span begins and ends."""
    after = _SENTENCE.search(text, end)
    return _cut_before(_SENTENCE, text, 0, start), after.start() if after else len(text)


@cache
def _reads(where: str, kind: type[Node], field: str) -> bool:
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


def _lower_text(text: str) -> str:
    """The text in small letters, its full-width letters and digits half-width: a number is a number in any dress."""
    return _LONG_WORD.sub(r"\1", text.lower()).translate(_HALF_WIDTH)


class RecordText:
    """What one record says, walked once and searched once, for every rule that looks at its words."""

    def __init__(self, node: Node, lexicons: Mapping[str, Lexicon]) -> None:
        self.node = node
        self.lexicons = lexicons
        self.uses = node.uses.text

    def written(self, *scripts: str) -> Iterator[tuple[TextUse, str, str]]:
        """The record's texts in the languages of some scripts, each with its language and its words."""
        for language in self.lexicons:
            if script_of(language) in scripts:
                yield from ((use, language, use.value[language]) for use in self.uses if language in use.value)

    @cached_property
    def all_hits(self) -> Sequence[Hit]:
        """What the lexicons have to say; one hit a rule, text and language."""
        found: dict[tuple[str, Place], Hit] = {}
        for lexicon in self.lexicons.values():
            for hit in lexicon.hits(self):
                found.setdefault((hit.phrase.rule, hit.place), hit)
        return tuple(found.values())

    def hits(self, code: str) -> Sequence[Hit]:
        """What they have to say for a rule."""
        return [hit for hit in self.all_hits if hit.phrase.rule == code]

    def problems(self, code: str) -> Iterator[Problem]:
        """The same as problems, but for what is behind the gate that it asks for."""
        for hit in self.hits(code):
            # The gates asked before the text: those of its step, and of the remedy or code it is in.
            steps = [step for step in getattr(self.node, "steps", ()) if step.place.covers(hit.use.place)]
            asked = [use.gate for part in (self.node, *steps) for use in getattr(part, "gates", ())]
            if hit.phrase.gate is None or hit.phrase.gate not in asked:
                yield hit.problem


# ── how long a pattern may search ──

# What a search may try at one place. A text has 4,000 characters at most, so this is seconds at the very worst.
MAX_WAYS = 100_000
# A repeat without a limit ends where a text does (`MAX_TEXT` of `content.yaml_reader`).
_UNLIMITED = 4_000
_TOKEN = re.compile(
    r"\\.|\[\^?\]?[^\]\\]*+(?:\\.[^\]\\]*+)*+\]"  # an escape, a class of characters
    r"|\((?:\?(?:[:=!>]|<[=!]|.)?)?"  # what opens a group
    r"|(?:[*+?]|\{(?:\d++,?\d*+|,\d*+)\})[+?]?|.",  # a repeat, a character
    re.DOTALL,
)
# Groups that take nothing, and every kind that is allowed.
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")
_GROUPS = ("(", "(?:", "(?>", *_LOOKS)
_REPEAT = re.compile(r"[*+?]|\{.+\}")
_REFERENCE = re.compile(r"\\[1-9]")
_UNBALANCED = "its brackets do not match"


def count_ways(pattern: str) -> int:
    """How many ways a search tries at one place of a text, at most: what repeats and branches multiplies, as
    `(a|a)*b` doubles its time with every letter. `MAX_WAYS + 1` stands for any number above. The pattern must be a
    regular expression; raises `ValueError` for a group or a reference of a special kind, and `re.error` where a bracket
    would end in the next pattern of a list, or begins in the one before."""
    tokens = _TOKEN.findall(f"{pattern})")
    rest = iter(tokens)
    ways = _count_group(rest)
    if "[" in tokens or any(rest):
        raise re.error(_UNBALANCED)
    return ways


def _count_group(tokens: Iterator[str]) -> int:
    """The ways of a group, up to the bracket that closes it."""
    branches: list[tuple[str, int]] = []
    ways, last, start, is_literal = 1, 1, "", True  # `last` belongs to what a repeat would repeat
    for token in tokens:
        if token == ")":
            break
        if token == "|":
            branches.append((start, ways * last))
            ways, last, start, is_literal = 1, 1, "", True
        elif _REPEAT.match(token):
            start, is_literal = start[:-1] if is_literal else start, False
            last = _repeat_ways(last, token)
        else:
            ways, last = ways * last, _count_atom(token, tokens)
            is_literal = is_literal and (token in _LOOKS or (len(token) == 1 and token not in "(.^$"))
            start += token if is_literal and token not in _LOOKS else ""
    else:
        raise re.error(_UNBALANCED)
    branches.append((start, ways * last))
    # Branches that begin with the same letters may both fit at one place.
    alike = (sum(n for other, n in branches if one.startswith(other) or other.startswith(one)) for one, _ in branches)
    return min(max(alike), MAX_WAYS + 1)


def _count_atom(token: str, tokens: Iterator[str]) -> int:
    """The ways of a character, a class, or a group that opens here; an atomic one tries no second way."""
    if _REFERENCE.match(token) or (token[0] == "(" and token not in _GROUPS):
        raise ValueError(f"uses `{token}`, and patterns are read together")
    if token[0] != "(":
        return 1
    ways = _count_group(tokens)
    return 1 if token == "(?>" and ways <= MAX_WAYS else ways


def _repeat_ways(ways: int, token: str) -> int:
    """The ways of what has so many by itself, repeated; a possessive repeat gives nothing back."""
    most = {"?": "1", "*": "", "+": ""}.get(token[0], token.rstrip("+?")[1:-1].rpartition(",")[2])
    times = int(most or _UNLIMITED)
    total = times + 1
    if ways > 1:  # two ways double each time
        total = sum(ways**each for each in range(min(times, MAX_WAYS.bit_length()) + 1))
    return 1 if len(token) > 1 and token[-1] == "+" and total <= MAX_WAYS else min(total, MAX_WAYS + 1)
