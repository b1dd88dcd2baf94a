"""Entries of lists that are no records: items of the source article, exceptions from rules, words of the search box."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from counterside.model.links import ToPage
from counterside.model.nodes import Node, TextField, WordsField


class ArticleItem(Node):
    """One item of the source article: what it says, and what accounts for it where no record does."""

    id: str = Field(description="the item's number in the article · 原文的条目号")
    gist: TextField = Field(description="what it says, in one line · 一句话说明原文讲什么")
    page: ToPage | None = Field(None, description="the page that answers it · 回应它的页面")
    waived: TextField | None = Field(None, description="why nothing answers it · 为什么不回应")


class Waiver(Node):
    """An exception from a rule that expires: it fails when it is no longer needed. A hole is CS704, not CS004."""

    model_config = ConfigDict(json_schema_extra={"required": ["rule", "at", "reason", "owner"]})
    rule: str = Field("", description="the code of the check · 检查的编号")
    at: str = Field("", description="the record, or `#` its step, e.g. symptom:no-power#charger · 哪条记录或哪一步")
    reason: str = Field("", description="why it must be so · 为什么要这样")
    owner: str = Field("", description="who answers for it · 谁负责")


class SearchWords(Node):
    """Words that the search box treats alike, and what it does with them."""

    id: str = Field(description="a name for the entry · 这一条的名字")
    role: Literal["same", "weak", "code", "meaning", "unit"] = Field(
        description="same: any finds all · weak: counts little · code: stands around a code · meaning: asks for a term"
        " · unit: makes a number a quantity · 同义、次要、代码、词义、单位"
    )
    words: WordsField = Field(description="the first stands for the rest · 第一个代表其余")
