"""What an author of the lexicon writes in `wording.yml`: patterns of words that a text must not hold, as data.

The engine knows nothing about the trade: what a retry, a restart or a secret is called stands here. Patterns are
regular expressions over the words in small letters; `{name}` stands for any word of the set of that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from counterside.model.links import ToGate
from counterside.model.nodes import Node, WordsField, YesOrNo

Where = Literal["told", "anywhere", "everywhere", "do", "expect", "answers"]


class WordSet(Node):
    """Words of one meaning, for use in patterns."""

    id: str = Field(description="the name that patterns use · 正则里引用的名字")
    words: WordsField = Field(description="the words in each language · 各语言的词")


class Unit(Node):
    """A unit of measure: what stands after a number means the same in every language (CS402)."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")] = Field(
        description="a name for the unit, in small letters · 单位的名字，小写字母"
    )
    words: WordsField = Field(description="how each language writes it · 各语言怎么写")


class Phrase(Node):
    """Words that one rule looks for."""

    id: str = Field(description="a name for the phrase · 这一条的名字")
    rule: str = Field(description="the rule that speaks, e.g. CS604 · 哪条规则")
    where: Where = Field(
        "told",
        description="told: what the reader is told to do · anywhere: but for warnings and quoted claims · everywhere:"
        " every text · do, expect: these keys of a step · answers: a question and its answers · 在哪些文字里找",
    )
    find: WordsField = Field(description="regular expressions over small letters · 正则表达式，按小写比对")
    unless: WordsField = Field(default_factory=dict, description="not if its clause holds one · 同一分句里有就不算")
    around: WordsField = Field(
        default_factory=dict, description="not if the same text holds one · 同一段文字里有就不算"
    )
    gate: ToGate | None = Field(None, description="allowed behind this gate · 有这道关卡就可以")
    negatable: YesOrNo = Field(True, description="“do not …” is no instruction to … · 否定句不算")
    cannot: tuple[str, ...] = Field((), description="device families that cannot do it · 哪几类机器做不到")
    quoted: YesOrNo = Field(False, description="look inside backticks too · 反引号里的也算")
    known: YesOrNo = Field(False, description="not what contacts or sources list · 联系方式和出处里有的不算")
    message: str = Field(description="`{found}` stands for the words found · `{found}` 代表找到的词")
    fix: str = Field(description="how to mend it, for the editor · 告诉编辑怎么改")


class Wording(Node):
    """`wording.yml`: the whole lexicon."""

    negations: WordsField = Field(default_factory=dict, description="reach to the end of the clause · 管到分句末尾")
    negations_before: WordsField = Field(default_factory=dict, description="directly before the words · 紧挨在前面")
    joins: WordsField = Field(default_factory=dict, description="close an enumeration · 并列的最后一项")
    breaks: WordsField = Field(default_factory=dict, description="end the reach of a negation · 否定到此为止")
    words: tuple[WordSet, ...] = Field((), description="words of one meaning · 同义词")
    units: tuple[Unit, ...] = Field((), description="units of measure · 计量单位")
    phrases: tuple[Phrase, ...] = Field((), description="what a text must not say · 文字里不能有的说法")


def list_words(wording: Wording) -> Iterator[tuple[tuple[str | int, ...], str, Mapping[str, tuple[str, ...]]]]:
    """Every list of words that is not empty: the keys that lead to it, its name, its words by language."""
    for key in ("negations", "negations_before", "joins", "breaks"):
        if found := getattr(wording, key):
            yield (key,), key, found
    lists: tuple[tuple[str, tuple[WordSet | Unit, ...]], ...] = (("words", wording.words), ("units", wording.units))
    for key, entries in lists:
        yield from (((key, number, "words"), entry.id, entry.words) for number, entry in enumerate(entries))
    yield from ((("phrases", number, "find"), phrase.id, phrase.find) for number, phrase in enumerate(wording.phrases))
