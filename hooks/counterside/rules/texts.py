"""CS4xx: the same things said in every language."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from counterside.model.catalog import Catalog
from counterside.model.lexicon import Lexicon, Phrase, RecordText, Unit, WordSet
from counterside.model.nodes import Node, TextUse
from counterside.model.records import Notice
from counterside.rules.rule import Findings, part_of, rule
from counterside.text.i18n import (
    AFTER_MARK,
    BEFORE_MARK,
    HAN,
    blank_quotes,
    has_decimal_comma,
    script_of,
    split_spans,
    strip_marks,
)
from counterside.text.problems import Problem

_HAN_CHARACTER = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’.-]*")
# Five words in a row: fewer may be a brand in a sentence.
_LATIN_RUN = re.compile(r"(?:[A-Za-z][A-Za-z'’-]*[ ,]+){4}[A-Za-z]+")
_HALF_WIDTH = re.compile(rf"{BEFORE_MARK} ?([,;:?!.()]) ?(?={AFTER_MARK})")
# Letters that are neither Latin nor Chinese: Greek, Cyrillic, Hebrew, Arabic, kana and others.
_FULL_WIDTH_LETTER = re.compile("[\uff21-\uff3a\uff41-\uff5a]")
_OTHER_ALPHABET = re.compile(
    "[\u0250-\u02af\u0370-\u1dff\u1f00-\u1fff\u2c00-\u2dff\u3040-\u30ff\u3130-\u318f"
    "\ua000-\uabff\uac00-\ud7af\ufb00-\ufdff\ufe70-\ufefc]"
)
_TYPE_AGAIN = "type the word again; it was probably pasted"
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
# What is left of a mark that was not closed or not typed right, and how to fix it.
_STRAY_MARKS = (
    (re.compile("[`｀]"), "put what a screen says between two half-width backticks"),
    (re.compile(r"\*+"), "put strong words between `**` and `**`; nothing else is a mark"),
    (re.compile(r"[\[\]［］]|】(?=\s*[（(])"), "write a link as `[words](kind:id)`, half-width and without a blank"),
    (re.compile(r"</?[a-z][^<>]*>|&(?:[a-z]+|#\d+);", re.IGNORECASE), "write plain words: HTML shows as it is typed"),
)
# A comma between thousands: `1,000` is the same number as `1000`.
_SEPARATOR = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
_POINT_FOR_COMMA = str.maketrans(",.", ".,")


@rule("CS401", "language-missing")
def language_missing(node: Node, languages: tuple[str, ...], record_text: RecordText) -> Findings:
    """Every text is there in every language of the site.

    中文：每段文字都要有网站的全部语言。

    A page with holes in one language is worse than no page: its reader cannot tell what is missing.

    原因：一种语言里缺几段的页面，还不如没有这一页：读的人看不出缺了什么。

    Bad:
        title:
          zh: 不开机

    Good:
        title:
          zh: 不开机
          en: No power
    """
    for use in record_text.uses:
        for language in languages:
            if language not in use.value:
                yield Problem(use.place, f"`{use.field}` has no `{language}`", f"add the line `{language}: …`")


@part_of("CS401")
def words_missing(catalog: Catalog) -> Findings:
    """The words that rules look for, in every language of the site: without them, a rule is silent in a language."""
    wording = catalog.wording
    entries: tuple[WordSet | Unit | Phrase, ...] = (*wording.words, *wording.units, *wording.phrases)
    vocabulary = [use for use in wording.uses.words if use.field not in ("phrases.unless", "phrases.around")]
    for language in catalog.site.codes:
        gaps = [use for use in vocabulary if not use.value.get(language)]
        if gaps:
            names = [next((one.id for one in entries if one.place.covers(use.place)), use.field) for use in gaps[:3]]
            named = ", ".join(f"`{name}`" for name in names) + ", …" * (len(gaps) > 3)
            message = f"no words in `{language}` for {named} ({len(gaps)} in all): their rules are silent in it"
            fix = f"add the line `{language}: […]` to each; the safety rules (CS6xx) come first"
            yield Problem(gaps[0].place, message, fix)


@rule("CS402", "numbers-differ", after=("CS605",))
def numbers_differ(node: Node, languages: tuple[str, ...], record_text: RecordText) -> Findings:
    """Every language has the same numbers, with the same units.

    中文：几种语言里的数字要一样，单位也要对得上。

    Fifteen minutes in one language and fifty in the other is the mistake that no reader can see. So write every
    quantity in digits in both. Number words (一次, once, two) are free, and so are aliases and definitions. Decimal
    marks are those of the language: the German `1,5` is the English `1.5`.

    原因：中文写 15 分钟、英文写 50 分钟，这种错哪边的读者都看不出来。所以数量在两种语言里都写成阿拉伯数字。“一次”“
    once”这类数词不管，别名和释义也不管。小数点照各种语言的写法：德文的 `1,5` 就是英文的 `1.5`。

    Bad:
        do:
          zh: 充电至少 15 分钟
          en: Charge for at least 50 minutes

    Good:
        do:
          zh: 充电至少 15 分钟
          en: Charge for at least 15 minutes
    """
    first, *others = languages
    for other in others:
        for use in record_text.uses:
            texts = [use.value[code] for code in (first, other) if code in use.value]  # both, or it is CS401
            if len(texts) == 2 and any(map(_NUMBER.search, texts)) and not use.field.endswith("definition"):
                yield from _compare_numbers(use, first, other, record_text.lexicons)


def _compare_numbers(use: TextUse, first: str, other: str, lexicons: Mapping[str, Lexicon]) -> Iterator[Problem]:
    """The numbers that only one of two languages has in a text; the units that differ where the numbers agree."""
    texts = [strip_marks(use.value[language]).translate(_FULL_WIDTH) for language in (first, other)]
    mine, yours = (_SEPARATOR.sub("", text) for text in texts)
    here, there = Counter(_NUMBER.findall(mine)), Counter(_NUMBER.findall(yours))
    commas = [has_decimal_comma(language) for language in (first, other)] if here != there else ()
    if any(commas) and not all(commas):  # the German 1,5 and 1.500 are the English 1.5 and 1,500
        read = [
            _SEPARATOR.sub("", text.translate(_POINT_FOR_COMMA if comma else {}))
            for text, comma in zip(texts, commas, strict=True)
        ]
        counted = [Counter(_NUMBER.findall(text)) for text in read]
        if counted[0] == counted[1]:
            (mine, yours), (here, there) = read, counted
    if here != there:
        message = f"`{use.field}` has {_list_extra(first, (here - there).elements(), other, (there - here).elements())}"
        yield Problem(use.place.at(other), message, "write the same numbers, in digits, in every language")
    elif here:  # units come after numbers
        # The numbers with a unit behind them, and the unit's id.
        units, their_units = (
            {(match[1], match.lastgroup or "") for match in lexicons[language].unit.finditer(words.lower())}
            for words, language in ((mine, first), (yours, other))
        )
        shared = {number for number, _ in units} & {number for number, _ in their_units}
        ours = sorted(" ".join(pair) for pair in units - their_units if pair[0] in shared)
        theirs = sorted(" ".join(pair) for pair in their_units - units if pair[0] in shared)
        if ours and theirs:
            message = f"`{use.field}` has {', '.join(ours)} in `{first}` and {', '.join(theirs)} in `{other}`"
            yield Problem(use.place.at(other), message, "write the same unit in every language")


def _list_extra(first: str, mine: Iterable[str], other: str, yours: Iterable[str], mark: str = "") -> str:
    """What only one of two languages has."""
    apart = ((sorted(mine), first), (sorted(yours), other))
    named = ((", ".join(mark + one + mark for one in ones), code) for ones, code in apart if ones)
    return " and ".join(f"{ones} in `{code}` only" for ones, code in named)


@rule("CS403", "wrong-language")
def wrong_language(node: Node, record_text: RecordText) -> Findings:
    """Each language is written in its own script.

    中文：中文那行写中文，英文那行写英文。

    A text pasted into the wrong line, or left untranslated, looks finished in a list and is useless to half of the
    readers. A letter of another alphabet, such as a Cyrillic `а`, looks like a Latin one, and a search does not find
    it. What a screen says goes in backticks and stays as it is; a brand in a sentence is no mistake.

    原因：文字贴错了行，或者忘了翻译，在列表里看着是齐的，却有一半人用不上。别的字母表的字母，比如俄文的 `а`，看不出来，
    也搜不到。屏幕上原样的字放进反引号，不用翻；句子里夹个品牌名不算错。

    Bad:
        do:
          zh: Hold the power key
          en: 长按电源键

    Good:
        do:
          zh: 长按电源键，出现`重打印`
          en: Hold the power key until `重打印` (reprint) shows
    """
    found = list(_find_other_languages(record_text))
    lines = Counter(problem.place.keys[:-1] for problem in found)
    for problem in found:
        if lines[problem.place.keys[:-1]] == 1:
            yield problem
        elif lines.pop(problem.place.keys[:-1], 0):
            yield replace(problem, message="the languages of this text have changed places", fix="change them back")


def _find_other_languages(record_text: RecordText) -> Findings:
    """Chinese in a language of Latin letters, and texts without Chinese in a Chinese one."""
    fix = "translate it; what a screen or a key says goes in backticks"
    for use, language, words in record_text.written("Latn"):
        if not _HAN_CHARACTER.search(words):
            continue
        # Quotations from screens and the words of links may be Chinese.
        own = "".join(" " if span.kind in ("screen", "link") else span.text for span in split_spans(words))
        found = _HAN_CHARACTER.search(own)
        if found:
            yield Problem(use.place.at(language), f"Chinese character `{found[0]}` here", fix)
    for use, language, words in record_text.written("Hani"):
        # What a screen says counts as Chinese, as the sentence around it may be short.
        written, has_han = blank_quotes(words), _HAN_CHARACTER.search(strip_marks(words))
        if _LATIN_RUN.search(written) or (not has_han and len(_LATIN_WORD.findall(written)) >= 3):
            yield Problem(use.place.at(language), f"`{use.field}` is not Chinese", fix)


@part_of("CS403")
def other_letters(node: Node, languages: tuple[str, ...], record_text: RecordText) -> Findings:
    """Letters that look like another: a search for an English word does not find it with a Cyrillic `а`. Chinese among
    the search words of a language of Latin letters was meant for the other line."""
    for use, language, text in record_text.written("Hani", "Latn"):
        found = _OTHER_ALPHABET.search(text)
        if found:
            yield Problem(use.place.at(language), f"letter `{found[0]}` of another alphabet", _TYPE_AGAIN)
        wide = _FULL_WIDTH_LETTER.search(text) if script_of(language) == "Latn" else None
        if wide:
            yield Problem(use.place.at(language), f"full-width `{wide[0]}` here", "type it with half-width keys")
    chosen = [code for code in languages if script_of(code) in ("Hani", "Latn")]
    for uses, language in ((use, code) for use in node.uses.words for code in chosen):
        for index, word in enumerate(uses.value.get(language, ())):
            found, place = _OTHER_ALPHABET.search(word), uses.place.at(language, index)
            if found:
                yield Problem(place, f"letter `{found[0]}` of another alphabet in `{word}`", _TYPE_AGAIN)
            found = _HAN_CHARACTER.search(word) if script_of(language) == "Latn" else None
            if found:
                yield Problem(place, f"Chinese character `{found[0]}` in `{word}`", "put it into the Chinese list")


@rule("CS405", "forbidden-synonym")
def forbidden_synonym(node: Node, record_text: RecordText) -> Findings:
    """A thing has one name: the glossary's. Texts use none of the words that it forbids.

    中文：一样东西只用一个名字，就是术语表里的。术语表说不要用的词，正文里不能出现。

    “Cancel” may mean to leave a menu, to void a sale or to end a contract, and a reader who takes the wrong one
    moves money. What a key or a screen says goes in backticks and is not judged.

    原因：“取消”可以是退出菜单、撤销一笔交易，也可以是解约；读的人理解错了，动的是钱。按键和屏幕上的原话放进反引号，不
    受这条管。

    Bad:
        do:
          zh: 冲账
          en: Cancel the sale

    Good:
        do:
          zh: 主管选`撤销`
          en: The supervisor voids the sale
    """
    yield from record_text.problems("CS405")


@rule("CS406", "half-width-punctuation")
def half_width_punctuation(node: Node, record_text: RecordText) -> Findings:
    """Between Chinese characters, punctuation is full-width.

    中文：汉字之间用全角标点。

    Half-width marks break lines in odd places on paper and look like a fault of the machine. `check --fix` replaces
    them.

    原因：半角标点在纸上会断在奇怪的地方，看着像机器出了毛病。`check --fix` 会改好。

    Bad:
        zh: 先停手,再查结果

    Good:
        zh: 先停手，再查结果
    """
    fix = "type it with the Chinese keyboard, or run `counterside check --fix`"
    for use, language, words in record_text.written("Hani"):
        # As written too: a mark behind a quotation is not between two characters, and `--fix` leaves it.
        found = _HALF_WIDTH.search(words) and _HALF_WIDTH.search(blank_quotes(words))
        if found:
            yield Problem(use.place.at(language), f"half-width `{found[1]}` between Chinese characters", fix)


@rule("CS407", "negation-differs")
def negation_differs(node: Node, languages: tuple[str, ...], record_text: RecordText) -> Findings:
    """A warning forbids in every language, or in none; what is under `never:` always forbids.

    中文：警告在每种语言里都要有“不要”，不能一边有、一边没有；`never:` 下面的每一句都要有。

    One lost “not” turns a warning into an instruction, and the reader of the other language sees nothing. This is asked
    of `never:`, `never_give:` and notices; `review` shows the others. The negations are those of `wording.yml`.

    原因：少一个“不”字，警告就成了操作指令，看另一种语言的人却发现不了。这条管 `never:`、`never_give:` 和提示；别的文字
    由 `review` 提醒。哪些词算否定，写在 `wording.yml`。

    Bad:
        never:
          - zh: 不要再刷
            en: Swipe it again

    Good:
        never:
          - zh: 不要再刷
            en: Never swipe it again
    """
    for use in record_text.uses:
        if use.field in ("never", "never_give") or (isinstance(node, Notice) and use.field == "text"):
            known = record_text.lexicons
            said = {code: known[code].negates(use.value[code]) for code in languages if code in use.value}
            lost = [code for code in said if said[code] is False]  # `None`: no negations are known there
            kept = [code for code in said if said[code]]
            if lost and kept:
                message = f"`{use.field}` forbids in `{kept[0]}` and not in `{lost[0]}`"
                yield Problem(use.place.at(lost[0]), message, "say “not” in every language")
            elif lost and use.field == "never":  # a page puts it among what to do
                fix = "say what not to do: `不要…`, `Never …`"
                yield Problem(use.place.at(lost[0]), "`never` forbids nothing", fix)


@rule("CS408", "screen-words-differ", after=("CS409",))
def screen_words_differ(node: Node, languages: tuple[str, ...], record_text: RecordText) -> Findings:
    """What a screen or a key says, in backticks, is the same characters in every language.

    中文：反引号里是屏幕或按键上的原字，几种语言里要一个字都不差。

    The screen doesn't change with the reader. `撤销` (void) and `冲正` (reversal) are different keys. A language may
    leave the words of the screen out and say it in its own.

    原因：屏幕上的字不会跟着看的人变。`撤销` 和 `冲正` 是两个不同的键。一种语言可以不引原字，只说意思。

    Bad:
        do:
          zh: 看有没有 `冲正`
          en: Look for `撤销` (reversal)

    Good:
        do:
          zh: 看有没有 `冲正`
          en: Look for `冲正` (reversal)
    """
    for use in record_text.uses:
        quoted = {
            code: {span.text for span in split_spans(use.value[code]) if span.kind == "screen"}
            for code in languages
            if "`" in use.value.get(code, "")
        }
        first, *others = quoted or ("",)
        for other in others:
            apart = {word for word in quoted[first] ^ quoted[other] if not word.isdigit()}  # CS402 compares numbers
            if apart:
                message = f"`{use.field}` quotes `{min(apart)}` from a screen in one language only"
                yield Problem(use.place.at(other), message, f"quote the same words in `{first}` and `{other}`")


@rule("CS409", "stray-mark")
def stray_mark(node: Node, record_text: RecordText) -> Findings:
    """Marks are closed and typed right: backticks, two stars on either side, the brackets of a link.

    中文：记号要成对、要打对：反引号、两边各两个星号、链接的方括号和圆括号。

    A mark that is left open is no mark: the reader sees the signs, and a link is dead. HTML is shown as it is typed.

    原因：没收尾的记号不起作用：读的人看到的是符号，链接点不动。HTML 会原样显示出来。

    Bad:
        zh: 换上[备用电池]（term:backup-battery）

    Good:
        zh: 换上[备用电池](term:backup-battery)
    """
    for use in record_text.uses:
        for language, words in use.value.items():
            found = _find_stray_mark(words)
            if found:
                yield Problem(use.place.at(language), f"the reader would see the mark `{found[0]}`", found[1])


def _find_stray_mark(words: str) -> tuple[str, str] | None:
    """The first mark that is left open or typed wrong, and how to fix it."""
    # What was read as a mark is no stray one; what is inside strong words may be.
    rest = "".join(span.text if span.kind in ("plain", "strong") else " " for span in split_spans(words))
    return next(((match[0], fix) for form, fix in _STRAY_MARKS if (match := form.search(rest))), None)


@rule("CS410", "links-differ", after=("CS202", "CS205", "CS208", "CS211", "CS409"))
def links_differ(node: Node, languages: tuple[str, ...], record_text: RecordText) -> Findings:
    """A text links to the same things in every language.

    中文：同一段文字，几种语言里的链接要通到同样的地方。

    A reader who gets no link must search for what the other reader reaches with one tap: the number to call, the
    remedy, the word explained. How often a text links to one thing, and in which order, is free.

    原因：少一个链接，这种语言的读者就要自己去找：要打的电话、处理办法、词语的解释，而另一边点一下就到。先后和次数不管。

    Bad:
        detail:
          zh: 拨打[反诈专线](contact:anti-fraud)
          en: Call the anti-fraud line

    Good:
        detail:
          zh: 拨打[反诈专线](contact:anti-fraud)
          en: Call the [anti-fraud line](contact:anti-fraud)
    """
    first, *others = languages
    for use in record_text.uses:
        found = {code: {span.target for span in split_spans(use.value.get(code, ""))} - {""} for code in languages}
        for other in (code for code in others if use.value.get(first) and use.value.get(code)):
            mine, yours = found[first], found[other]
            if mine != yours:
                message = f"`{use.field}` links to {_list_extra(first, mine - yours, other, yours - mine, '`')}"
                yield Problem(use.place.at(other), message, "link to the same in every language")
