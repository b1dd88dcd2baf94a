"""What a site says of itself: names, languages, triage, the card for a waiting customer, fields and blanks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from counterside.languages import Language
from counterside.model.links import ToEntry, ToGate, ToNotice, ToResolution, ToSymptom
from counterside.model.nodes import LanguageCode, Node, TextField


class LanguageEntry(Node):
    """A language of the site; the first is the default."""

    code: LanguageCode
    name: Annotated[str, StringConstraints(min_length=1)]


class Labelled(Node):
    """Something with an id and words: a blank, a field, a device family."""

    id: str
    label: TextField
    hint: TextField | None = None


class TriageEntry(Node):
    """One answer to *what do you see?* and the checklists it leads to, most likely first."""

    id: str
    title: TextField
    detail: TextField | None = None
    danger: bool = False
    to: tuple[ToEntry, ...] = Field(min_length=1)


class WaitingCard(Node):
    """What to do while a customer is waiting. The question comes before any other way to pay, always."""

    title: TextField
    first: TextField = Field(description="what to stop doing · 先停下什么")
    question: TextField = Field(description="may this sale already be paid? · 这笔是不是可能已经付了")
    yes: ToSymptom = Field(description="where yes and not sure lead · 是或不确定去哪里")
    other_way: TextField = Field(description="offered only after a plain no · 确定没付过才说")
    say: TextField = Field(description="words for the customer, large · 对顾客说的话")
    keep: TextField = Field(description="what to keep and note · 留下什么、记下什么")


class CodeWords(Node):
    """What to say to the customer after a code has been read; a refusal has the waiting card's words."""

    wait: TextField
    paid: TextField
    rest: TextField
    stopped: TextField


class CodeHelp(Node):
    """What the code page says where a code alone does not settle it. Without this block there is no code box."""

    ask: TextField = Field(description="which rail was it? · 这笔是哪种付款")
    unsure: TextField = Field(description="said when nobody knows the rail · 不知道是哪种付款时说的话")
    unknown: TextField = Field(description="said of a code that is not listed · 查不到的代码怎么说")
    first: ToSymptom = Field(description="where doubt leads · 拿不准先去哪里")
    call: ToResolution = Field(description="how to ask about it · 怎样去问")
    say: CodeWords


class CustomerLine(Node):
    """One line for a reader who is the customer, not the shop, on the checklists named."""

    text: TextField
    on: tuple[ToSymptom, ...] = Field(min_length=1)


class Site(Node):
    """`site.yml`: the one file a fork replaces to make the site its own."""

    languages: tuple[LanguageEntry, ...] = Field(min_length=1)
    address: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+/$")]
    repository: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+[^/]$")] | None = None
    branch: str = "main"
    name: TextField
    description: TextField
    question: TextField = Field(description="the question of the home page · 首页的问题")
    triage: tuple[TriageEntry, ...] = Field(min_length=1)
    waiting: WaitingCard | None = None
    retry_gate: ToGate | None = Field(None, description="asked before any retry · 任何重试之前先问")
    restart_gate: ToGate | None = Field(None, description="asked before any restart · 任何重启之前先问")
    composite_notice: ToNotice | None = Field(None, description="shown on composite cases · 合成案例的提示")
    devices: tuple[Labelled, ...] = ()
    call_card: tuple[Labelled, ...] = ()
    blanks: tuple[Labelled, ...] = ()
    record_lines: tuple[Labelled, ...] = ()
    fixed: TextField = Field(description="said at every happy end · 修好之后说的那句话")
    code_help: CodeHelp | None = None
    customer: CustomerLine | None = None

    @property
    def tongues(self) -> tuple[Language, ...]:
        """The languages in order, the default first."""
        return tuple(
            Language(entry.code, entry.name, is_default=index == 0) for index, entry in enumerate(self.languages)
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """The language codes in order."""
        return tuple(entry.code for entry in self.languages)
