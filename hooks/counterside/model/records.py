"""The kinds of record that editors write. Field by field as in `checklists/README.md`, the annotated record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field, StringConstraints

from counterside.model.nodes import (
    NESTED,
    NEXT,
    PICTURE,
    Answer,
    Condition,
    Day,
    DrawingFile,
    EffectField,
    GateExit,
    GateUse,
    Keys,
    Link,
    Node,
    Number,
    PictureLabel,
    Remedy,
    SearchWordsField,
    StepGateUse,
    TextField,
    Tick,
    ToAnything,
    ToNotice,
    ToPicture,
    ToPrevention,
    ToResolution,
    ToSource,
    ToStep,
    ToSymptom,
    WordsField,
    YesOrNo,
    effect_field,
    hidden_field,
    later_field,
)

Area = Literal["hardware", "software", "account", "network", "operator-error", "transaction", "security"]
Urgency = Literal["stop", "money", "now", "today", "planned"]
Performer = Literal["staff", "supervisor", "owner", "provider"]
Outcome = Literal["resolved", "workaround", "escalated", "replace_device", "stop_use"]
Status = Literal["published", "draft"]
Frequency = Literal["daily-open", "daily-close", "weekly", "monthly"]
Level = Literal["danger", "warning", "caution", "note"]
CodeAction = Literal[
    "ok", "ok-partial", "ok-confirm", "other-card", "fix-once", "check-original", "sign-on",
    "wait", "in-doubt", "call-acquirer", "security", "not-at-counter",
]  # fmt: skip
Grade = Literal["A", "B", "C", "D", "K"]
Whole = Annotated[Number, Field(ge=1, le=999)]
SheetNumber = Annotated[Number, Field(ge=1, le=9999)]
Word = Annotated[str, StringConstraints(min_length=1)]
Dialled = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ()-]*$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]

Reply = Literal["paid", "rest", "refused", "stopped", "wait"]
# Outcomes after which the reader is done with the checklist: no `verify` is asked, no `still` is followed.
ENDS: tuple[Outcome, ...] = ("escalated", "replace_device", "stop_use")

Settles = Literal["list"]
FORMER_STEP = "former ids; `symptom:x#step` if it was in another list · 以前的 id；从别的清单搬来的写 `symptom:x#step`"


class Record(Node):
    """What every record of every kind may carry. `id` is the file's name, or the `id:` of an entry in a list."""

    kind: ClassVar[str]
    id: str = Field(description="words joined by hyphens; never changes · 小写字母、数字和连字符，定了就不改")
    status: Status = Field("published", description="a draft is checked but not published · 草稿只检查不发布")
    was: tuple[str, ...] = Field((), description="former ids: old links and old paper keep working · 以前用过的 id")
    reviewed: Day | None = Field(None, description="date of the last review of the facts · 最近一次核对事实的日期")
    sources: tuple[ToSource, ...] = Field((), description="where the facts come from · 事实的出处")
    article: tuple[str, ...] = Field((), description="items of the source article that this answers · 回应原文的哪几条")

    @property
    def ref(self) -> Link:
        """The link that leads to this record."""
        return Link(self.kind, self.id)

    @property
    def is_published(self) -> bool:
        return self.status == "published"

    @property
    def edition(self) -> str:
        """Date of the last review + 6 hex digits over structure and texts, as printed on paper."""
        day = self.reviewed.isoformat() if self.reviewed else "0000-00-00"
        return f"{day}-{self.fingerprint[:6]}"


class AnswerUse(NamedTuple):
    """One way out of a step. `name` is seen, not_seen, unsure or a choice's id; `key` is where it is written, and
    `still_key` where its `still` is: in the choice, or in the step for all its answers. `label` is what the reader sees
    in its own words, if the record has any; `fills` are the ticks of gates that the answer settles, as links whose step
    is the tick's number."""

    name: str
    key: tuple[str | int, ...]
    target: Link | None
    still: Link | None
    still_key: tuple[str | int, ...] = ("still",)
    label: Mapping[str, str] | None = None
    fills: tuple[Link, ...] = ()
    settles_list: bool = False


Fills = Annotated[
    tuple[Tick, ...],
    Field(
        exclude_if=lambda fills: not fills,
        description="ticks of gates that this answer settles · 这个回答等于勾了关卡的哪几项",
    ),
]
Minutes = Annotated[
    Whole | None, Field(exclude=True, description="minutes to wait, counted down in place · 要等几分钟，页面上倒计时")
]
NoticesHere = Annotated[
    tuple[ToNotice, ...], Field(description="safety notices shown with this step · 和这一步一起显示的安全提示")
]
NoticesBefore = Annotated[
    tuple[ToNotice, ...], Field(description="safety notices shown before the steps · 步骤之前显示的安全提示")
]
Aliases = Annotated[SearchWordsField, Field(description="what people type into the search box · 大家会怎么搜")]


class Choice(Node):
    """One of the answers of a step that has more than two."""

    id: str = Field(description="never change it · 定了就不改")
    label: TextField = Field(description="the answer in a few words · 用几个字写出这个回答")
    set: EffectField = effect_field("facts that this answer settles · 这样回答就知道了什么")
    to: Answer | None = Field(None, description="where this answer leads · 选这个去哪里")
    still: Answer | None = Field(None, description="where to go when that did not help · 没用时去哪里")
    fills: Fills = ()
    settles: Settles | None = later_field(None, "list: the remedy settles the whole list · 办法管用就算整张清单好了")


class Sorting(Node):
    """A table of codes that a list sorts as a whole."""

    table: Word = Field(description="the table, by its file's name · 哪张应答码表")
    other: tuple[Word, ...] = Field((), description="codes left to *none of these* on purpose · 有意归在“都不是”的代码")


# Keys of a step that has a question with two answers, which `choices` takes the place of.
_YES_OR_NO = ("expect", "seen", "seen_label", "seen_fills", "not_seen", "not_seen_label", "not_seen_fills")


class Step(Node):
    """One question of a checklist: something to do, something to see, and where each answer leads."""

    id: str = Field(description="never change it; see `was` · 不要改，改了就写进 `was`")
    do: TextField = Field(description="one instruction, verb first · 一条指令，动词开头")
    detail: TextField | None = Field(None, description="one sentence more · 补充一句")
    expect: TextField | None = Field(None, description="a visible state, never “checked” · 看得见的状态")
    seen: Answer = Field(
        NEXT, description="where to go when it is as expected; default: next · 看到了去哪里，默认下一步"
    )
    first: Literal["seen", "not_seen"] = Field(
        "seen",
        exclude_if=lambda value: value == "seen",
        description="the answer shown first: the hazard · 先显示哪个回答，危险的在前",
    )
    seen_label: TextField | None = later_field(None, "that answer in its own words, e.g. It lit · 看到了，如“亮了”")
    seen_fills: Fills = ()
    not_seen: Answer | None = Field(None, description="required unless there are choices · 没有 choices 时必填")
    not_seen_label: TextField | None = later_field(None, "that answer in its own words · 没看到，如“没亮”")
    not_seen_fills: Fills = ()
    choices: tuple[Choice, ...] = Field(
        (), description="instead of expect, seen and not_seen, where there are more answers · 回答多于两个时用"
    )
    unsure: Answer | None = Field(None, description="default: as not_seen; never done · 不确定时去哪里")
    still: Answer | None = Field(None, description="where to go when the remedy did not help · 处理后仍不行去哪里")
    settles: Settles | None = later_field(None, "list: its remedies settle the whole list · 办法管用就算整张清单好了")
    timer: Minutes = None
    codes: tuple[Word, ...] = hidden_field(
        (), "tables that the codes in its answers come from · 回答里的代码出自哪几张表"
    )
    after: ToResolution | None = hidden_field(
        None, "asked once that remedy was tried: its codes came back · 这个办法试过之后再问"
    )
    when: Literal["now", "later"] = Field("now", description="later: after hours · later 表示打烊后再做")
    gates: tuple[StepGateUse, ...] = Field((), description="asked before this step · 做这一步之前先问")
    need: EffectField = effect_field("facts that must be settled before this step · 做这一步之前必须先确定什么")
    event: str | None = hidden_field(None, "an event of facts.yml that this step is · 这一步是 facts.yml 里的哪个事件")
    seen_set: EffectField = effect_field("facts that “seen” settles · 看到了就知道了什么")
    not_seen_set: EffectField = effect_field("facts that “not seen” settles · 没看到就知道了什么")
    notices: NoticesHere = ()
    picture: ToPicture | None = hidden_field(None, PICTURE)
    was: tuple[str, ...] = Field((), description=FORMER_STEP)

    @property
    def mark(self) -> str:
        """3 hex digits that change when the step does: how a printed sheet knows its steps."""
        return self.fingerprint[:3]

    @property
    def unused_keys(self) -> tuple[str, ...]:
        """The keys written here that its form cannot use: next to `choices`, those of a yes-or-no question."""
        return tuple(key for key in _YES_OR_NO if self.choices and key in self.model_fields_set)

    @property
    def answers(self) -> tuple[AnswerUse, ...]:
        """Every answer of this step with its target, defaults filled in; a target of None is a hole (CS304)."""
        unsure = AnswerUse("unsure", ("unsure",), self.unsure, self.still, settles_list=self.settles is not None)
        if self.choices:
            return (*(self._read_choice(index, unsure) for index in range(len(self.choices))), unsure)
        seen = unsure._replace(
            name="seen", key=("seen",), target=self.seen, label=self.seen_label, fills=self.seen_fills
        )
        fills, label = self.not_seen_fills, self.not_seen_label
        not_seen = unsure._replace(name="not_seen", key=("not_seen",), target=self.not_seen, label=label, fills=fills)
        # Readers take the first answer more easily than they should: a hazard may be put there.
        both = (not_seen, seen) if self.first == "not_seen" else (seen, not_seen)
        return (*both, unsure._replace(target=self.unsure or self.not_seen))

    def _read_choice(self, index: int, unsure: AnswerUse) -> AnswerUse:
        """A choice as an answer. What it leaves out is said by the step."""
        choice, key = self.choices[index], ("choices", index)  # of the choice as a whole: its `to` may be missing
        still_key = (*key, "still") if choice.still else ("still",)
        settles = unsure.settles_list or choice.settles is not None
        still = choice.still or self.still
        return AnswerUse(choice.id, key, choice.to, still, still_key, choice.label, choice.fills, settles)

    @property
    def has_hole(self) -> bool:
        """Whether an answer of this step leads nowhere (CS304)."""
        return any(answer.target is None for answer in self.answers)

    @property
    def resolutions(self) -> tuple[Link, ...]:
        """The remedies that the answers of this step lead to, each once."""
        targets = [answer.target for answer in self.answers if answer.target is not None]
        return tuple(dict.fromkeys(target for target in targets if target.kind == "resolution"))


class UseOther(Node):
    """When another list is the right one."""

    when: TextField = Field(description="what one would see then · 什么情况下换")
    to: ToSymptom = Field(description="the list to use instead · 换到哪张清单")
    means: EffectField = effect_field("what that sign says; here the opposite holds · 看到这个说明什么，留下来的就相反")
    set: EffectField = effect_field(
        "what that sign says, and nothing of those who stay · 看到这个说明什么，对留下来的不说明"
    )


class Checklist(Record):
    """What symptoms and routines share: a number on paper, and steps."""

    number: SheetNumber = Field(description="printed on paper; unique among symptoms and routines · 印在纸上的编号")
    title: TextField = Field(description="what one sees or hears, never a cause · 写看到、听到的，不写原因")
    aliases: Aliases = Field(default_factory=dict)
    keywords: SearchWordsField = Field(
        default_factory=dict, description="words and turns of phrase that point here · 提到就该想到它的词和说法"
    )
    minutes: Whole = Field(description="time box · 限时，超时就打电话")
    notices: NoticesBefore = ()
    steps: tuple[Step, ...] = Field(description="at most 9 · 最多 9 步")
    set: EffectField = effect_field("what readers who choose this list know · 选这张清单的人已经知道什么")


class Symptom(Checklist):
    """A troubleshooting checklist: what one sees, what to do, how it ends."""

    kind: ClassVar[str] = "symptom"
    short: TextField | None = hidden_field(None, "its name in a few words, on buttons and bars · 按钮和页头上的短名")
    objective: TextField = Field(description="what “fixed” means · 怎样才算修好")
    calm: TextField | None = hidden_field(None, "one line under the title that calms · 标题下面让人放心的一句话")
    icon: DrawingFile | None = hidden_field(None, "a pictogram in checklists/pictures/ · 图标，pictures 文件夹里的文件")
    area: Area = Field(description="what kind of trouble · 属于哪一类")
    urgency: Urgency = Field(description="how soon it must be dealt with · 多急")
    performer: Performer = Field(description="who may do it · 谁可以做")
    applies_to: tuple[Word, ...] = Field((), description="device families of site.yml · 适用哪类机器")
    use_if: tuple[TextField, ...] = Field(description="1–3 signs that this is the right list · 1–3 个判断依据")
    use_other: tuple[UseOther, ...] = Field((), description="when another list is the right one · 什么时候换另一张清单")
    do_now: tuple[TextField, ...] = Field((), description="memory items, at most 3 · 马上做的事，最多 3 条")
    never: tuple[TextField, ...] = Field((), description="at most 2 · 绝对不要，最多 2 条")
    sorts: tuple[Sorting, ...] = hidden_field(
        (), "tables of which every code has an answer here · 这张清单把哪几张应答码表分了组"
    )
    verify: TextField = Field(description="repeats the opening symptom; asked at `done` · 回到最初的现象再问一次")
    outcome: Outcome = hidden_field(
        "resolved", "what has come of it: `stop_use` where nothing is fixed · 查完是什么结果，只是不再用就写 `stop_use`"
    )
    failed: EffectField = effect_field("what `verify` settles if it fails · `verify` 不成立就知道了什么")
    escalation: ToResolution = Field(description="the last box of every sheet · 每张清单的最后一格")
    if_gate_fails: tuple[GateExit, ...] = later_field(
        (), "where gates lead from this list, those of its remedies too · 在这张清单里，哪道关卡没过就去哪里"
    )

    def settles(self, doubt: Link) -> bool:
        """Whether this list's first step asks what the list `doubt` asks: it is that list, or one of its answers leads
        there.

        The question whether this sale was paid comes before every other list: a list whose own first step settles it
        would otherwise send its readers to a list that sends them back (decision 12).
        """
        return doubt == self.ref or (
            bool(self.steps) and any(answer.target == doubt for answer in self.steps[0].answers)
        )


class Routine(Checklist):
    """A preventive checklist; prints as a log grid."""

    kind: ClassVar[str] = "routine"
    frequency: Frequency = Field(description="how often · 多久一次")
    performer: Performer = Field(description="who may do it · 谁可以做")
    objective: TextField | None = Field(None, description="what is certain afterwards · 查完能放心什么")


class Instruction(Node):
    """One thing to do inside a remedy."""

    id: str = Field(description="never change it; see `was` · 不要改，改了就写进 `was`")
    do: TextField = Field(description="one instruction, verb first · 一条指令，动词开头")
    detail: TextField | None = Field(None, description="one sentence more · 补充一句")
    timer: Minutes = None
    gates: tuple[GateUse, ...] = Field((), description="asked before this step · 做这一步之前先问")
    need: EffectField = effect_field("facts that must be settled before this · 做之前必须先确定什么")
    event: str | None = hidden_field(None, "an event of facts.yml that this is · 这件事是 facts.yml 里的哪个事件")
    set: EffectField = effect_field("facts that doing this settles · 做了就知道什么")
    notices: NoticesHere = ()
    picture: ToPicture | None = hidden_field(None, PICTURE)
    was: tuple[str, ...] = Field((), description=FORMER_STEP)


class Resolution(Record):
    """One remedy: what to do, how to see that it helped, and how it ends."""

    kind: ClassVar[str] = "resolution"
    title: TextField = Field(description="the remedy's name · 处理办法的名称")
    short: TextField = Field(description="the remedy in one line, printed next to the answer · 一句话的处理办法")
    aliases: Aliases = Field(default_factory=dict)
    cause: TextField | None = Field(None, description="why it happens · 为什么会这样")
    area: Area = Field(description="what kind of trouble it fixes · 解决哪一类问题")
    performer: Performer = Field(description="who may do it · 谁可以做")
    minutes: Whole = Field(description="how long it takes at most · 最多花几分钟")
    applies_to: tuple[Word, ...] = hidden_field(
        (), "device families of site.yml, if not all · 只适用哪几类机器，不写就是都适用"
    )
    gates: tuple[GateUse, ...] = Field((), description="asked before the first step · 第一步之前先问")
    notices: NoticesBefore = ()
    before: tuple[TextField, ...] = Field((), description="further safe-to-start conditions · 开始前还要满足什么")
    need: EffectField = effect_field("facts that must be settled before this remedy · 用这个办法之前必须先确定什么")
    steps: tuple[Instruction, ...] = Field((), description="what to do, in order · 按顺序做什么")
    verify: TextField | None = Field(None, description="repeats the symptom; not for ends · 再问一次最初的现象")
    verified: EffectField = effect_field("facts that `verify` settles when it holds · `verify` 成立就知道了什么")
    failed: EffectField = effect_field("what `verify` settles if it fails · `verify` 不成立就知道了什么")
    close: TextField | None = Field(None, description="afterwards: reconcile, log · 事后：对账、登记")
    close_need: EffectField = effect_field("facts that must be settled before `close` · 做 `close` 之前必须先确定什么")
    if_not_fixed: ToResolution | None = Field(
        None, description="for a reader who came from a code or a case · 从应答码或案例来的，没用时去哪里"
    )
    outcome: Outcome = Field(description="how it ends; the last three end the checklist · 结果；后三种到此为止")
    still_broken: TextField | None = Field(None, description="what a workaround leaves broken · 变通后哪里还没好")
    prevention: tuple[ToPrevention, ...] = Field((), description="routine steps that prevent it · 平时怎么预防")
    bring: tuple[TextField, ...] = Field((), description="what to have ready for the call · 打电话前备好什么")
    never_give: tuple[TextField, ...] = Field((), description="what never to tell anyone · 什么都不能告诉别人")
    ask: tuple[TextField, ...] = Field((), description="what to ask back · 要问清楚什么")

    @property
    def is_end(self) -> bool:
        """Whether the checklist is over once this remedy is reached."""
        return self.outcome in ENDS


def puts_people_first(record: Node | None) -> bool:
    """Whether a list or a remedy is about people, who come before money and devices."""
    return getattr(record, "urgency", "") == "stop" or getattr(record, "outcome", "") == "stop_use"


class Moment(Node):
    """One line of a case's timeline."""

    at: Word = Field(description="the time, in quotes · 时间，加引号")
    text: TextField = Field(description="what happened · 发生了什么")
    step: ToStep | None = Field(None, description="the step taken then · 当时走到哪一步")


class Case(Record):
    """A case study, as the shop saw it. Without sources it is a composite, and says so."""

    kind: ClassVar[str] = "case"
    title: TextField = Field(description="the story in a few words · 几个字说清是什么事")
    composite: YesOrNo = Field(False, description="true unless it has sources · 没有出处就写 true")
    setting: TextField = Field(description="the shop, the hour, the device · 什么店、什么时候、什么机器")
    symptom: ToSymptom = Field(description="the checklist it is about · 讲的是哪张清单")
    timeline: tuple[Moment, ...] = Field(description="what happened, line by line · 一条一条写经过")
    wrong_first_idea: TextField = Field(description="what they thought at first · 一开始想错了什么")
    deciding_step: ToStep = Field(description="the step that settled it · 看清原因的那一步")
    cause: TextField = Field(description="what it really was · 真正的原因")
    resolution: ToResolution = Field(description="the remedy that ended it · 最后用的处理办法")
    outcome: Outcome | Literal["unresolved"] = Field(description="how it ended · 结果")
    lesson: TextField = Field(description="what to learn from it, in a line or two · 学到什么，一两句")
    prevention: tuple[ToPrevention, ...] = Field(
        (), description="routine steps that would have prevented it · 平时做哪一步就不会发生"
    )


class Screen(Node):
    """What the device shows for a code, as printed on the screen; not translated."""

    legacy: str | None = Field(None, description="older wording, as on the screen · 旧版屏幕原话")
    current: str | None = Field(None, description="current wording, as on the screen · 新版屏幕原话")


class Code(Record):
    """One response code of one rail."""

    kind: ClassVar[str] = "code"
    code: str = Field(description="two characters as shown · 屏幕上的两位代码")
    meaning: TextField = Field(description="what it says, in plain words · 用白话说是什么意思")
    aliases: SearchWordsField = Field(default_factory=dict, description="how people name it in words · 大家怎么叫它")
    shown: Screen | None = Field(None, description="the words on the screen · 屏幕上的原话")
    category: Literal["A", "B", "C", "D", "E"] | None = Field(
        None, description="action category of the code table · 应答码表里的处理类别"
    )
    use_other: tuple[UseOther, ...] = Field((), description="when another list is the right one · 什么时候换另一张清单")
    action: CodeAction = Field(description="what it asks of the counter · 柜台该怎么处理")
    resolution: Remedy = Field(description="what to do: a resolution, or the symptom to start at · 怎么办")
    gates: tuple[GateUse, ...] = Field((), description="asked before the one retry · 再试一次之前先问")
    set: EffectField = effect_field(
        "facts that this code settles, in addition to its action · 除了处理方式，这个代码还说明什么"
    )
    note: TextField | None = Field(None, description="one line more · 补充一句")
    disputed: YesOrNo = Field(False, description="sources disagree · 各家资料说法不一")

    @property
    def allows_retry(self) -> bool:
        """Whether one more try may follow, after its gates."""
        return self.action in _RETRIES

    @property
    def reply(self) -> Reply:
        """Which words of the site are for the customer. None of them gives the reason."""
        return _REPLIES.get(self.action, "wait")


# Actions after which the same payment may be tried once more.
_RETRIES: tuple[CodeAction, ...] = ("fix-once", "sign-on", "wait")
# What may be done whatever the code means.
CAUTIOUS: tuple[CodeAction, ...] = ("in-doubt", "call-acquirer", "not-at-counter")
# All other actions: the result is looked up, and the customer is asked to wait.
_REPLIES: Mapping[CodeAction, Reply] = {
    "ok": "paid",
    "ok-confirm": "paid",
    "ok-partial": "rest",
    "other-card": "refused",
    "security": "stopped",
}


class Rail(Record):
    """The response codes of one payment rail. The same digits mean different things on different rails."""

    kind: ClassVar[str] = "rail"
    rail: str = Field(description="the file's name · 和文件名相同")
    order: Whole = Field(999, description="the commonest kind of payment is 1 · 最常用的付款方式写 1")
    title: TextField = Field(description="the rail's name · 通道名称")
    intro: TextField = Field(description="how to tell that this is the rail · 怎么知道是这条通道")
    codes: Annotated[tuple[Code, ...], NESTED] = Field(description="one entry a code, in order · 一个代码一条，按顺序")


class Gate(Record):
    """Asked before anything that could lose money or data: every tick is needed."""

    kind: ClassVar[str] = "gate"
    title: TextField = Field(description="the question in a few words · 几个字的问题")
    ticks: tuple[Condition, ...] = Field(min_length=1, description="what must be true, all of it · 每一项都要满足")
    need: EffectField = effect_field(
        "facts that must be settled before this gate is asked · 问这道关卡之前必须先确定什么"
    )
    otherwise: ToSymptom = Field(alias="else", description="where a missing tick or “not sure” leads · 缺一项就去哪里")


class Notice(Record):
    """A safety notice, shown where it belongs."""

    kind: ClassVar[str] = "notice"
    level: Level = Field(description="danger before warning before caution before note · 从重到轻")
    title: TextField = Field(description="the notice in a few words · 几个字的提示")
    text: TextField = Field(description="what to do or not to do · 该做什么、不该做什么")


class Contact(Record):
    """A public number. Texts contain no other number."""

    kind: ClassVar[str] = "contact"
    number: Dialled = Field(description="as it is dialled · 照着拨的号码")
    name: TextField = Field(description="who answers · 谁接电话")
    purpose: TextField = Field(description="what to call it for · 什么事打这个电话")
    source: ToSource = Field(description="where the number is published · 号码的出处")
    read: Day = Field(
        description="the day its source was read; the number was not dialled · 读出处的日期，号码没有拨过"
    )
    picture: ToPicture | None = hidden_field(None, PICTURE)

    @property
    def dial(self) -> str:
        """The number as a telephone takes it: digits and a leading plus."""
        return "".join(character for character in self.number if character.isdigit() or character == "+")


class Term(Record):
    """A word of the trade."""

    kind: ClassVar[str] = "term"
    title: TextField = Field(description="the word · 这个词")
    definition: TextField = Field(description="what it means, in plain words · 用白话解释")
    picture: ToPicture | None = hidden_field(None, PICTURE)
    aliases: WordsField = Field(default_factory=dict, description="other names · 别的叫法")
    forbidden: WordsField = Field(default_factory=dict, description="words not to be used for it · 不要用的说法")


class Picture(Record):
    """A line drawing with its words: numbered parts, panels, or a list of pictograms."""

    kind: ClassVar[str] = "picture"
    svg: DrawingFile | None = Field(None, description="a file in checklists/pictures/ · pictures 文件夹里的文件")
    alt: TextField = Field(description="what it shows, in one sentence · 用一句话说图里画了什么")
    labels: tuple[PictureLabel, ...] = Field(
        (), description="one for each number or panel, in order · 一个编号或一格一条，按顺序"
    )

    @property
    def files(self) -> tuple[tuple[Keys, str], ...]:
        """The drawings it is made of, each with the keys that lead to its name."""
        labels = ((("labels", index, "svg"), label.svg or "") for index, label in enumerate(self.labels))
        return tuple((keys, name) for keys, name in ((("svg",), self.svg or ""), *labels) if name)


class Source(Record):
    """Where facts come from. A regulator or vendor, B press or mirror, C code or integrator docs, D agent page,
    K trade knowledge not confirmed in a source."""

    kind: ClassVar[str] = "source"
    title: TextField = Field(description="its title · 标题")
    publisher: TextField = Field(description="who published it · 谁发布的")
    form: Literal["regulation", "standard", "manual", "documentation", "code", "press", "trade"] = Field(
        description="what kind of document · 哪种资料"
    )
    address: WebAddress | None = Field(None, description="public web address, if it may be linked · 可公开链接的网址")
    read: Day = Field(description="the day it was read · 阅读日期")
    grade: Grade = Field(description="how far it can be trusted · 可信程度")


class Myth(Record):
    """Advice that circulates and is wrong."""

    kind: ClassVar[str] = "myth"
    claim: TextField = Field(description="what people say · 大家怎么说")
    why: TextField = Field(description="why it is wrong · 错在哪里")
    instead: TextField = Field(description="what to do instead · 应该怎么做")
    links: tuple[ToAnything, ...] = Field((), description="where that is explained · 哪里讲得更细")


AnyRecord = (
    Symptom | Resolution | Routine | Case | Rail | Code | Gate | Notice | Contact | Term | Source | Myth | Picture
)  # fmt: skip
