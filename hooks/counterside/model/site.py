"""What a site says of itself: names, languages, colours, triage, the card for a waiting customer, fields and blanks;
the provider's profile, printed where a site for everybody leaves blanks; and what a site keeps in one file for all
records: facts, items of an article, waivers, search words."""

import re
from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from counterside.model.nodes import (
    PICTURE,
    Answer,
    Effects,
    LanguageCode,
    Node,
    TextField,
    ToContact,
    ToEntry,
    ToGate,
    ToNotice,
    ToPage,
    ToPicture,
    ToResolution,
    ToSymptom,
    WordsField,
    YesOrNo,
    field,
    hidden,
)
from counterside.model.records import CodeAction
from counterside.text.i18n import Language, Text

# The colour on a light page and on a dark one where a site names none: those of `reader.css`.
ACCENTS = ("#00566b", "#7fd3e6")
# What it has to be read on: the tinted boxes of `reader.css`, which are less of a contrast than the page itself.
GROUNDS = ("#f2f3f5", "#232630")
# The contrast that WCAG 2.2 asks of words of usual size (1.4.3).
LEAST = 4.5


def measure_contrast(one: str, other: str) -> float:
    """How far apart two colours `#rrggbb` are to the eye, from 1 to 21 (WCAG 2.2, relative luminance)."""
    lights = []
    for colour in (one, other):
        channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
        # The weights are those of the eye: green is bright, blue is dark. The light that a screen itself reflects is
        # added to both, so that black on black is no division by zero.
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
    return max(lights) / min(lights)


_Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]


class Colours(Node):
    """A colour for each of the two displays; what cannot be read there is refused."""

    light: _Hex = field("on a light page, `#rrggbb` · 浅色页面上")
    dark: _Hex = field("on a dark page, `#rrggbb` · 深色页面上")

    @field_validator("light", "dark")
    @classmethod
    def _refuse_illegible(cls, colour: str, field: ValidationInfo) -> str:
        found = measure_contrast(colour, GROUNDS[field.field_name == "dark"])
        if found < LEAST:
            raise PydanticCustomError(
                "illegible",
                "words of that colour cannot be read on a {page} page (contrast {found}, at least {least})",
                {"page": field.field_name, "found": f"{found:.1f}", "least": LEAST},
            )
        return colour


_HOST = r"^https?://[\w.-]+(:[0-9]{1,4}|:[1-5][0-9]{4}|:6[0-4][0-9]{3})?"
# A QR code holds it with what follows, so it has an end; nothing in it may mean something else in an address.
SiteAddress = Annotated[str, StringConstraints(pattern=_HOST + r"(/[\w~%-][\w.~%-]*)*/$", max_length=200)]
# Not what is copied from near a repository's own page: the address to clone, or a page inside. Compiled, as pydantic's
# own expressions do not look around.
_HOME = re.compile(r"^(?!.*(/tree/|/blob/|\.git$))" + _HOST + r"(/[\w~-][\w.~-]*)+$(?!\n)")
RepositoryAddress = Annotated[str, StringConstraints(pattern=_HOME, max_length=200)]


class LanguageEntry(Node):
    """A language of the site; the first is the default."""

    code: LanguageCode = field("two letters, perhaps a script or region: `zh-Hant` · 两个字母，可带文字、地区")
    name: Annotated[str, StringConstraints(min_length=1)] = field("the language's own name · 这种语言自己的名称")
    sheets: YesOrNo = field("false: no PDFs in this language · false：这种语言不出 PDF", True)


class Labelled(Node):
    """Something with an id and words: a blank, a field, a device family."""

    id: str = field("never changes · 定了就不改")
    label: TextField = field("its words · 显示的字")
    hint: TextField | None = field("a line of help · 一句说明", None)
    picture: ToPicture | None = hidden(PICTURE)


class CardField(Labelled):
    """A field of the call card."""

    input: Literal["text", "tel", "decimal", "time"] = field(
        "what is typed into it: a time has a button for now · 填的是什么", "text"
    )


class QuickAnswer(Node):
    """One answer to a question asked of a reader who does not know which list to take."""

    label: TextField = field("the answer in a few words · 用几个字写出这个回答")
    to: Answer = field("next, or where it leads · next，或去哪里")


class QuickQuestion(Node):
    """One of the questions behind *not sure*. They end at a list or at the call, never at another try."""

    id: str = field("never changes · 定了就不改")
    question: TextField = field("about something one can see · 问看得见的事")
    answers: tuple[QuickAnswer, ...] = field("the last is for *not sure* · 最后一个是不确定", min_length=2)


class TriageEntry(Node):
    """One answer to *what do you see?* and the checklists it leads to, most likely first."""

    id: str = field("never changes · 定了就不改")
    title: TextField = field("what one sees · 看到什么")
    detail: TextField | None = field("examples · 举例", None)
    danger: YesOrNo = field("shown as danger · 按危险显示", False)
    to: tuple[ToEntry, ...] = field("where it leads, most likely first · 去哪里，最可能的在前", min_length=1)


class WaitingCard(Node):
    """What to do while a customer is waiting. The question comes before any other way to pay, always."""

    title: TextField = field("its heading · 标题")
    first: TextField = field("what to stop doing · 先停下什么")
    question: TextField = field("may this sale already be paid? · 这笔是不是可能已经付了")
    yes: ToSymptom = field("where yes and not sure lead · 是或不确定去哪里")
    other_way: TextField = field("offered only after a plain no · 确定没付过才说")
    say: TextField = field("words for the customer, large · 对顾客说的话")
    keep: TextField = field("what to keep and note · 留下什么、记下什么")
    picture: ToPicture | None = hidden("how its result looks: the till card’s back · 结果长什么样，印在收银台卡片背面")
    away: TextField | None = field("said instead where everybody has to keep off · 要让顾客离开时说的话", None)
    busy: TextField | None = field(
        "said instead where a list is about security, not this sale · 事关安全、和这笔无关时说的话", None
    )


class CodeWords(Node):
    """What to say to the customer after a code has been read; a refusal has the waiting card's words."""

    wait: TextField = field("said while the result is looked up · 查结果时说的话")
    paid: TextField = field("said when it was paid · 已经付款时说的话")
    rest: TextField = field("said when a part was paid · 只付了一部分时说的话")
    stopped: TextField = field("said when the sale stops here · 到此为止时说的话")


class CodeHelp(Node):
    """What the code page says where a code alone does not settle it. Without this block there is no code box."""

    question: TextField = field("which code is it? · 屏幕上是什么代码")
    on: tuple[ToSymptom, ...] = field("the checklists that begin with it · 哪些清单先问代码", ())
    ask: TextField = field("which rail was it? · 这笔是哪种付款")
    unsure: TextField = field("said when the rail is not known · 不知道是哪种付款时说的话")
    unknown: TextField = field("said of a code that is not listed · 查不到的代码怎么说")
    first: ToSymptom = field("where doubt leads · 拿不准先去哪里")
    call: ToResolution = field("how to ask about it · 怎样去问")
    say: CodeWords = field("words for the customer · 对顾客说的话")


class CustomerLine(Node):
    """One line for a reader who is the customer, not the shop, on the checklists named."""

    text: TextField = field("the line · 这句话")
    on: tuple[ToSymptom, ...] = field("the checklists that show it · 在哪些清单上显示", min_length=1)


class Site(Node):
    """`site.yml`: the one file a fork replaces to make the site its own."""

    languages: tuple[LanguageEntry, ...] = field("the first is the default · 第一种是默认语言", min_length=1)
    address: SiteAddress = field("where the site lives, ending in / · 网站地址，以 / 结尾")
    repository: RepositoryAddress | None = field("where its files are edited · 文件在哪里修改", None)
    forge: Literal["github", "gitlab", "gitee", "forgejo", "none"] = field(
        "what kind of host the repository is on; none: no links to it · 源文件放在哪种平台上", "github"
    )
    report: Annotated[str, StringConstraints(pattern=r"^(https://|mailto:)[^\s?]+$", max_length=200)] | None = field(
        "a form or a mail for readers without an account · 没有账号的人报错的网址或邮箱", None
    )
    branch: str = field("the branch that is edited · 修改哪个分支", "main")
    name: TextField = field("the site's name · 网站名称")
    description: TextField = field("what the site is for · 网站是做什么的")
    subtitle: TextField | None = field(
        "the title of the home page, before the site's name · 首页的标题，写在网站名称前面", None
    )
    colours: Colours | None = field("the colour of links and headers · 链接和页头的颜色", None)
    question: TextField = field("the question of the home page · 首页的问题")
    triage: tuple[TriageEntry, ...] = field("the answers to the question, in order · 问题的回答，按顺序", min_length=1)
    not_sure: tuple[QuickQuestion, ...] = field(
        "asked of a reader who cannot say which list it is · 说不清时问的几个问题", ()
    )
    waiting: WaitingCard | None = field("what to do while a customer waits · 顾客在等时怎么做", None)
    retry_gate: ToGate | None = field("asked before any retry · 任何重试之前先问", None)
    restart_gate: ToGate | None = field("asked before any restart · 任何重启之前先问", None)
    composite_notice: ToNotice | None = field("shown on composite cases · 合成案例的提示", None)
    devices: tuple[Labelled, ...] = field("device families · 机器种类", ())
    call_card: tuple[CardField, ...] = field("fields of the call card · 报修卡的栏目", ())
    blanks: tuple[Labelled, ...] = field("blanks on every sheet · 每张纸上的空格", ())
    record_lines: tuple[Labelled, ...] = field("lines of the record pad · 报修记录本的栏目", ())
    emergency: tuple[ToContact, ...] = field(
        "numbers on the poster and the till card, most urgent first · 海报和卡片上的急用电话", ()
    )
    fixed: TextField = field("said at every happy end · 修好之后说的那句话")
    code_help: CodeHelp | None = field("the box that reads a code · 查应答码的框", None)
    customer: CustomerLine | None = field("a line for a reader who is the customer · 给顾客看的一句话", None)

    @property
    def listed(self) -> tuple[tuple[TriageEntry | Labelled | QuickQuestion, ...], ...]:
        """Its lists of entries with an id."""
        return (self.triage, self.not_sure, self.devices, self.call_card, self.blanks, self.record_lines)

    @property
    def all_languages(self) -> tuple[Language, ...]:
        """The languages in order, the default first."""
        return tuple(Language(one.code, one.name, is_default=index == 0) for index, one in enumerate(self.languages))

    def words_after(self, reply: str) -> Text | None:
        """What the customer hears after a code with that `reply`, where the site has words for it."""
        if reply == "refused":  # these words are on the card for a waiting customer already
            return self.waiting.say if self.waiting else None
        return getattr(self.code_help.say, reply) if self.code_help else None

    @property
    def accents(self) -> tuple[str, str]:
        """The colour on a light page and on a dark one."""
        return (self.colours.light, self.colours.dark) if self.colours else ACCENTS

    @property
    def printed(self) -> tuple[str, ...]:
        """The languages that sheets are made in."""
        return tuple(code for code in self.codes if all(one.sheets for one in self.languages if one.code == code))

    @property
    def codes(self) -> tuple[str, ...]:
        """The language codes in order, each once: rule CS102 names one that is listed twice."""
        return tuple(dict.fromkeys(entry.code for entry in self.languages))


Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Profile(Node):
    """`profile.yml`, for a provider that serves its own merchants; everybody else has no such file. The hotline is a
    contact like any other: with a source, and the day that source was read."""

    name: TextField = field("the provider's name · 服务商名称")
    hotline: ToContact | None = field("its hotline, a record of contacts.yml · 热线，写在 contacts.yml 里", None)
    portal: Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$", max_length=200)] | None = field(
        "where merchants sign in · 商户登录的网址", None
    )
    terminals: tuple[Word, ...] = field("models as on the device's label · 机身标签上的型号", ())


# ── for all records ──


class FactValue(Node):
    """One state that a fact can be in."""

    id: str = field("a name for the value · 取值的名字")
    label: TextField = field("the value in words · 用话说是什么")


class Fact(Node):
    """Something about the world that answers settle and instructions depend on."""

    id: str = field("a name for the fact · 事实的名字")
    title: TextField = field("the question that it answers · 它回答什么问题")
    values: tuple[FactValue, ...] = field(
        "2 to 8, worst first; they exclude each other · 2 到 8 个取值，坏的在前，互相排斥", min_length=2, max_length=8
    )
    start: str | None = field(
        "what holds wherever a list is begun, unless the list says otherwise · 一开始就当作是什么", None
    )


class Event(Node):
    """Something that makes facts uncertain again, or settles them by itself."""

    id: str = field("a name for the event · 事件的名字")
    title: TextField = field("what happens · 发生了什么")
    when: Literal["later"] | None = field(
        "later: it precedes every step with `when: later` · later 表示它在每个打烊后的步骤之前发生", None
    )
    set: Effects = field("what is known after it; `any` forgets · 之后知道什么，`any` 表示不再知道")


class ActionEffect(Node):
    """What every code with one action settles."""

    action: CodeAction = field("an action of codes · 应答码的处理方式")
    set: Effects = field("what such a code proves · 这样的代码说明了什么")


class UnsafeWords(Node):
    """Phrases of `wording.yml` that an instruction must not say without a need."""

    phrases: tuple[str, ...] = field("ids of phrases in wording.yml · wording.yml 里的编号", min_length=1)
    need: tuple[str, ...] = field("facts that the text must need · 这段话必须先确定的事实", min_length=1)
    event: str | None = field("the event that the text must name · 这段话必须写明的事件", None)
    people_first: YesOrNo = field(
        "not with `urgency: stop` or `outcome: stop_use` · 人身安全在先的清单和办法不算", False
    )


class Facts(Node):
    """`facts.yml`: the facts of a trade, and what is derived for all records at once."""

    facts: tuple[Fact, ...] = field("what can be known · 可以知道的事", (), max_length=32)
    events: tuple[Event, ...] = field("what makes facts uncertain again · 什么事会让它们又说不准", ())
    actions: tuple[ActionEffect, ...] = field("what codes prove, by action · 各类应答码说明了什么", ())
    unsafe: tuple[UnsafeWords, ...] = field("words that must have a need · 哪些话必须写明前提", ())


class ArticleItem(Node):
    """One item of the source article: what it says, and what accounts for it where no record does."""

    id: str = field("the item's number in the article · 原文的条目号")
    gist: TextField = field("what it says, in one line · 一句话说明原文讲什么")
    page: ToPage | None = field("the page that answers it · 回应它的页面", None)
    waived: TextField | None = field("why nothing answers it · 为什么不回应", None)


class Waiver(Node):
    """An exception from a rule that expires: it fails when it is no longer needed. A hole is CS704, not CS004."""

    model_config = ConfigDict(json_schema_extra={"required": ["rule", "at", "reason", "owner"]})
    rule: str = field("the code of the check · 检查的编号", "")
    at: str = field("the record, or `#` its step, e.g. symptom:no-power#charger · 哪条记录或哪一步", "")
    reason: str = field("why it must be so · 为什么要这样", "")
    owner: str = field("who answers for it · 谁负责", "")


class SearchWords(Node):
    """Words that the search box treats alike, and what it does with them."""

    id: str = field("a name for the entry · 这一条的名字")
    role: Literal["same", "weak", "code", "meaning", "unit"] = field(
        "same: any finds all · weak: counts little · code: is written around a code · meaning: asks for a"
        " term · unit: makes a number a quantity · 同义、次要、代码、词义、单位"
    )
    words: WordsField = field("the first stands for the rest · 第一个代表其余")
