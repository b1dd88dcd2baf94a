"""The kinds of record that editors write. Field by field as in `checklists/README.md`, the annotated record."""

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
    Effects,
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
    ToResolution,
    ToRoutine,
    ToSource,
    ToStep,
    ToSymptom,
    WordsField,
    YesOrNo,
    field,
    hidden,
    later,
)

Area = Literal["hardware", "software", "account", "network", "operator-error", "transaction", "security"]
Status = Literal["published", "draft"]
Level = Literal["danger", "warning", "caution", "note"]
Performer = Literal["staff", "supervisor", "owner", "provider"]
Outcome = Literal["resolved", "workaround", "escalated", "replace_device", "stop_use"]
CodeAction = Literal[
    "ok", "ok-partial", "ok-confirm", "other-card", "fix-once", "check-original", "sign-on",
    "wait", "in-doubt", "call-acquirer", "security", "not-at-counter",
]  # fmt: skip
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
    id: str = field("words joined by hyphens; never changes · 小写字母、数字和连字符，定了就不改")
    status: Status = field("a draft is checked but not published · 草稿只检查不发布", "published")
    was: tuple[str, ...] = field("former ids: old links and old paper keep working · 以前用过的 id", ())
    reviewed: Day | None = field("date of the last review of the facts · 最近一次核对事实的日期", None)
    sources: tuple[ToSource, ...] = field("where the facts come from · 事实的出处", ())
    article: tuple[str, ...] = field("items of the source article that this answers · 回应原文的哪几条", ())

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
    `still_key` where its `still` is: in the choice, or in the step for all its answers. `label` are its own words, if
    the record has any; `fills` the ticks of gates that it settles, as links whose step is the tick's number."""

    name: str
    key: tuple[str | int, ...]
    target: Link | None
    still: Link | None
    still_key: tuple[str | int, ...] = ("still",)
    label: Mapping[str, str] | None = None
    fills: tuple[Link, ...] = ()
    settles_list: bool = False


# What several kinds of part say in the same words.
FILLS = "ticks of gates that this answer settles · 这个回答等于勾了关卡的哪几项"
TIMER = "minutes to wait, counted down in place · 要等几分钟，页面上倒计时"
NOTICES_HERE = "safety notices shown with this step · 和这一步一起显示的安全提示"
NOTICES_BEFORE = "safety notices shown before the steps · 步骤之前显示的安全提示"
Aliases = Annotated[SearchWordsField, Field(description="what people type into the search box · 大家会怎么搜")]


class Choice(Node):
    """One of the answers of a step that has more than two."""

    id: str = field("never change it · 定了就不改")
    label: TextField = field("the answer in a few words · 用几个字写出这个回答")
    set: Effects = hidden("facts that this answer settles · 这样回答就知道了什么", dict)
    to: Answer | None = field("where this answer leads · 选这个去哪里", None)
    still: Answer | None = field("where to go when that did not help · 没用时去哪里", None)
    fills: tuple[Tick, ...] = later(FILLS, ())
    settles: Settles | None = later("list: the remedy settles the whole list · 办法管用就算整张清单好了")


class Sorting(Node):
    """A table of codes that a list sorts as a whole."""

    table: Word = field("the table, by its file's name · 哪张应答码表")
    other: tuple[Word, ...] = field("codes left to *none of these* on purpose · 有意归在“都不是”的代码", ())


# Keys of a step that has a question with two answers, which `choices` takes the place of.
_YES_OR_NO = ("expect", "seen", "seen_label", "seen_fills", "not_seen", "not_seen_label", "not_seen_fills")


class Step(Node):
    """One question of a checklist: something to do, something to see, and where each answer leads."""

    id: str = field("never change it; see `was` · 不要改，改了就写进 `was`")
    do: TextField = field("one instruction, verb first · 一条指令，动词开头")
    detail: TextField | None = field("one sentence more · 补充一句", None)
    expect: TextField | None = field("a visible state, never “checked” · 看得见的状态", None)
    seen: Answer = field("where to go when it is as expected; default: next · 看到了去哪里，默认下一步", NEXT)
    first: Literal["seen", "not_seen"] = later(
        "the answer shown first: the hazard · 先显示哪个回答，危险的在前", "seen"
    )
    seen_label: TextField | None = later("that answer in its own words, e.g. It lit · 看到了，如“亮了”")
    seen_fills: tuple[Tick, ...] = later(FILLS, ())
    not_seen: Answer | None = field("required unless there are choices · 没有 choices 时必填", None)
    not_seen_label: TextField | None = later("that answer in its own words · 没看到，如“没亮”")
    not_seen_fills: tuple[Tick, ...] = later(FILLS, ())
    choices: tuple[Choice, ...] = field(
        "instead of expect, seen and not_seen, where there are more answers · 回答多于两个时用", ()
    )
    unsure: Answer | None = field("default: as not_seen; never done · 不确定时去哪里", None)
    still: Answer | None = field("where to go when the remedy did not help · 处理后仍不行去哪里", None)
    settles: Settles | None = later("list: its remedies settle the whole list · 办法管用就算整张清单好了")
    timer: Whole | None = hidden(TIMER)
    codes: tuple[Word, ...] = hidden("tables that the codes in its answers come from · 回答里的代码出自哪几张表", ())
    after: ToResolution | None = hidden("asked once that remedy was tried: its codes came back · 这个办法试过之后再问")
    when: Literal["now", "later"] = field("later: after hours · later 表示打烊后再做", "now")
    gates: tuple[StepGateUse, ...] = field("asked before this step · 做这一步之前先问", ())
    need: Effects = hidden("facts that must be settled before this step · 做这一步之前必须先确定什么", dict)
    event: str | None = hidden("an event of facts.yml that this step is · 这一步是 facts.yml 里的哪个事件")
    seen_set: Effects = hidden("facts that “seen” settles · 看到了就知道了什么", dict)
    not_seen_set: Effects = hidden("facts that “not seen” settles · 没看到就知道了什么", dict)
    notices: tuple[ToNotice, ...] = field(NOTICES_HERE, ())
    picture: ToPicture | None = hidden(PICTURE)
    was: tuple[str, ...] = field(FORMER_STEP, ())

    @property
    def mark(self) -> str:
        """3 hex digits that change when the step does: a tick that a phone kept for the step before counts no more."""
        return self.fingerprint[:3]

    @property
    def unused_keys(self) -> tuple[str, ...]:
        """The keys written here that its form cannot use: next to `choices`, those of a yes-or-no question."""
        return tuple(key for key in _YES_OR_NO if self.choices and key in self.model_fields_set)

    @property
    def answers(self) -> tuple[AnswerUse, ...]:
        """Every answer of this step with its target, defaults filled in; a target of None is a hole (CS304)."""
        settles = self.settles is not None
        last = AnswerUse("unsure", ("unsure",), self.unsure, self.still, settles_list=settles)
        found = []
        for index, one in enumerate(self.choices):
            key = ("choices", index)  # of the choice as a whole: its `to` may be missing
            still_key = (*key, "still") if one.still else ("still",)  # what it leaves out is said by the step
            said = one.to, one.still or self.still, still_key, one.label, one.fills, settles or one.settles is not None
            found.append(AnswerUse(one.id, key, *said))
        if self.choices:
            return (*found, last)
        fills, label = self.seen_fills, self.seen_label
        seen = last._replace(name="seen", key=("seen",), target=self.seen, label=label, fills=fills)
        fills, label = self.not_seen_fills, self.not_seen_label
        not_seen = last._replace(name="not_seen", key=("not_seen",), target=self.not_seen, label=label, fills=fills)
        # Readers take the first answer more easily than they should: a hazard may be put there.
        both = (not_seen, seen) if self.first == "not_seen" else (seen, not_seen)
        return (*both, last._replace(target=self.unsure or self.not_seen))

    @property
    def resolutions(self) -> tuple[Link, ...]:
        """The remedies that the answers of this step lead to, each once."""
        targets = [answer.target for answer in self.answers if answer.target is not None]
        return tuple(dict.fromkeys(target for target in targets if target.kind == "resolution"))


class UseOther(Node):
    """When another list is the right one."""

    when: TextField = field("what one would see then · 什么情况下换")
    to: ToSymptom = field("the list to use instead · 换到哪张清单")
    means: Effects = hidden("what that sign says; here the opposite holds · 看到这个说明什么，留下来的就相反", dict)
    set: Effects = hidden(
        "what that sign says, and nothing of those who stay · 看到这个说明什么，对留下来的不说明", dict
    )


class Checklist(Record):
    """What symptoms and routines share: a number on paper, and steps."""

    number: SheetNumber = field("printed on paper; unique among symptoms and routines · 印在纸上的编号")
    title: TextField = field("what one sees or hears, never a cause · 写看到、听到的，不写原因")
    aliases: Aliases = Field(default_factory=dict)
    keywords: SearchWordsField = field("words and turns of phrase that point here · 提到就该想到它的词和说法", dict)
    minutes: Whole = field("time box · 限时，超时就打电话")
    notices: tuple[ToNotice, ...] = field(NOTICES_BEFORE, ())
    steps: tuple[Step, ...] = field("at most 9 · 最多 9 步")
    set: Effects = hidden("what readers who choose this list know · 选这张清单的人已经知道什么", dict)


class Symptom(Checklist):
    """A troubleshooting checklist: what one sees, what to do, how it ends."""

    kind: ClassVar[str] = "symptom"
    short: TextField | None = hidden("its name in a few words, on buttons and bars · 按钮和页头上的短名")
    objective: TextField = field("what “fixed” means · 怎样才算修好")
    calm: TextField | None = hidden("one line under the title that calms · 标题下面让人放心的一句话")
    icon: DrawingFile | None = hidden("a pictogram in checklists/pictures/ · 图标，pictures 文件夹里的文件")
    area: Area = field("what kind of trouble · 属于哪一类")
    urgency: Literal["stop", "money", "now", "today", "planned"] = field("how soon it must be dealt with · 多急")
    performer: Performer = field("who may do it · 谁可以做")
    applies_to: tuple[Word, ...] = field("device families of site.yml · 适用哪类机器", ())
    use_if: tuple[TextField, ...] = field("1–3 signs that this is the right list · 1–3 个判断依据")
    use_other: tuple[UseOther, ...] = field("when another list is the right one · 什么时候换另一张清单", ())
    do_now: tuple[TextField, ...] = field("memory items, at most 3 · 马上做的事，最多 3 条", ())
    never: tuple[TextField, ...] = field("at most 2 · 绝对不要，最多 2 条", ())
    sorts: tuple[Sorting, ...] = hidden(
        "tables of which every code has an answer here · 这张清单把哪几张应答码表分了组", ()
    )
    verify: TextField = field("repeats the opening symptom; asked at `done` · 回到最初的现象再问一次")
    outcome: Outcome = hidden(
        "what has come of it: `stop_use` where nothing is fixed · 查完是什么结果，只是不再用就写 `stop_use`", "resolved"
    )
    failed: Effects = hidden("what `verify` settles if it fails · `verify` 不成立就知道了什么", dict)
    escalation: ToResolution = field("the last box of every sheet · 每张清单的最后一格")
    if_gate_fails: tuple[GateExit, ...] = later(
        "where gates lead from this list, those of its remedies too · 在这张清单里，哪道关卡没过就去哪里", ()
    )

    @property
    def end_label(self) -> str:
        """The label of what a reader comes to at its end: *fixed*, or its outcome where nothing is."""
        return "fixed" if self.outcome == "resolved" else f"outcome_{self.outcome}"

    def settles(self, doubt: Link) -> bool:
        """Whether this list is the list `doubt`, or its first step leads there: it would otherwise send its readers to
        the question whether this sale was paid, which sends them back (decision 12)."""
        return doubt == self.ref or any(answer.target == doubt for step in self.steps[:1] for answer in step.answers)


class Routine(Checklist):
    """A preventive checklist; prints as a log grid."""

    kind: ClassVar[str] = "routine"
    frequency: Literal["daily-open", "daily-close", "weekly", "monthly"] = field("how often · 多久一次")
    performer: Performer = field("who may do it · 谁可以做")
    objective: TextField | None = field("what is certain afterwards · 查完能放心什么", None)


class Instruction(Node):
    """One thing to do inside a remedy."""

    id: str = field("never change it; see `was` · 不要改，改了就写进 `was`")
    do: TextField = field("one instruction, verb first · 一条指令，动词开头")
    detail: TextField | None = field("one sentence more · 补充一句", None)
    timer: Whole | None = hidden(TIMER)
    gates: tuple[GateUse, ...] = field("asked before this step · 做这一步之前先问", ())
    need: Effects = hidden("facts that must be settled before this · 做之前必须先确定什么", dict)
    event: str | None = hidden("an event of facts.yml that this is · 这件事是 facts.yml 里的哪个事件")
    set: Effects = hidden("facts that doing this settles · 做了就知道什么", dict)
    notices: tuple[ToNotice, ...] = field(NOTICES_HERE, ())
    picture: ToPicture | None = hidden(PICTURE)
    was: tuple[str, ...] = field(FORMER_STEP, ())


AnyStep = Step | Instruction


class Resolution(Record):
    """One remedy: what to do, how to see that it helped, and how it ends."""

    kind: ClassVar[str] = "resolution"
    title: TextField = field("the remedy's name · 处理办法的名称")
    short: TextField = field("the remedy in one line, printed next to the answer · 一句话的处理办法")
    aliases: Aliases = Field(default_factory=dict)
    cause: TextField | None = field("why it happens · 为什么会这样", None)
    area: Area = field("what kind of trouble it fixes · 解决哪一类问题")
    performer: Performer = field("who may do it · 谁可以做")
    minutes: Whole = field("how long it takes at most · 最多花几分钟")
    applies_to: tuple[Word, ...] = hidden(
        "device families of site.yml, if not all · 只适用哪几类机器，不写就是都适用", ()
    )
    gates: tuple[GateUse, ...] = field("asked before the first step · 第一步之前先问", ())
    notices: tuple[ToNotice, ...] = field(NOTICES_BEFORE, ())
    before: tuple[TextField, ...] = field("further safe-to-start conditions · 开始前还要满足什么", ())
    need: Effects = hidden("facts that must be settled before this remedy · 用这个办法之前必须先确定什么", dict)
    steps: tuple[Instruction, ...] = field("what to do, in order · 按顺序做什么", ())
    verify: TextField | None = field("repeats the symptom; not for ends · 再问一次最初的现象", None)
    verified: Effects = hidden("facts that `verify` settles when it holds · `verify` 成立就知道了什么", dict)
    failed: Effects = hidden("what `verify` settles if it fails · `verify` 不成立就知道了什么", dict)
    close: TextField | None = field("afterwards: reconcile, log · 事后：对账、登记", None)
    close_need: Effects = hidden("facts that must be settled before `close` · 做 `close` 之前必须先确定什么", dict)
    if_not_fixed: ToResolution | None = field(
        "for a reader who came from a code or a case · 从应答码或案例来的，没用时去哪里", None
    )
    outcome: Outcome = field("how it ends; the last three end the checklist · 结果；后三种到此为止")
    still_broken: TextField | None = field("what a workaround leaves broken · 变通后哪里还没好", None)
    prevention: tuple[ToRoutine, ...] = field("routine steps that prevent it · 平时怎么预防", ())
    bring: tuple[TextField, ...] = field("what to have ready for the call · 打电话前备好什么", ())
    never_give: tuple[TextField, ...] = field("what never to tell anyone · 什么都不能告诉别人", ())
    ask: tuple[TextField, ...] = field("what to ask back · 要问清楚什么", ())

    @property
    def is_end(self) -> bool:
        """Whether the checklist is over once this remedy is reached."""
        return self.outcome in ENDS


def puts_people_first(record: Node | None) -> bool:
    """Whether a list or a remedy is about people, who come before money and devices."""
    return getattr(record, "urgency", "") == "stop" or getattr(record, "outcome", "") == "stop_use"


class Moment(Node):
    """One line of a case's timeline."""

    at: Word = field("the time, in quotes · 时间，加引号")
    text: TextField = field("what happened · 发生了什么")
    step: ToStep | None = field("the step taken then · 当时走到哪一步", None)


class Case(Record):
    """A case study, as the shop saw it. Without sources it is a composite, and says so."""

    kind: ClassVar[str] = "case"
    title: TextField = field("the story in a few words · 几个字说清是什么事")
    composite: YesOrNo = field("true unless it has sources · 没有出处就写 true", False)
    setting: TextField = field("the shop, the hour, the device · 什么店、什么时候、什么机器")
    symptom: ToSymptom = field("the checklist it is about · 讲的是哪张清单")
    timeline: tuple[Moment, ...] = field("what happened, line by line · 一条一条写经过")
    wrong_first_idea: TextField = field("what they thought at first · 一开始想错了什么")
    deciding_step: ToStep = field("the step that settled it · 看清原因的那一步")
    cause: TextField = field("what it really was · 真正的原因")
    resolution: ToResolution = field("the remedy that ended it · 最后用的处理办法")
    outcome: Outcome | Literal["unresolved"] = field("how it ended · 结果")
    lesson: TextField = field("what to learn from it, in a line or two · 学到什么，一两句")
    prevention: tuple[ToRoutine, ...] = field("routine steps that would have prevented it · 平时做哪一步就不会发生", ())


class Screen(Node):
    """What the device shows for a code, as printed on the screen; not translated."""

    legacy: str | None = field("older wording, as on the screen · 旧版屏幕原话", None)
    current: str | None = field("current wording, as on the screen · 新版屏幕原话", None)


class Code(Record):
    """One response code of one rail."""

    kind: ClassVar[str] = "code"
    code: str = field("two characters as shown · 屏幕上的两位代码")
    meaning: TextField = field("what it says, in plain words · 用白话说是什么意思")
    aliases: SearchWordsField = field("how people name it in words · 大家怎么叫它", dict)
    shown: Screen | None = field("the words on the screen · 屏幕上的原话", None)
    category: Literal["A", "B", "C", "D", "E"] | None = field(
        "action category of the code table · 应答码表里的处理类别", None
    )
    use_other: tuple[UseOther, ...] = field("when another list is the right one · 什么时候换另一张清单", ())
    action: CodeAction = field("what it asks of the counter · 柜台该怎么处理")
    resolution: Remedy = field("what to do: a resolution, or the symptom to start at · 怎么办")
    gates: tuple[GateUse, ...] = field("asked before the one retry · 再试一次之前先问", ())
    set: Effects = hidden(
        "facts that this code settles, in addition to its action · 除了处理方式，这个代码还说明什么", dict
    )
    note: TextField | None = field("one line more · 补充一句", None)
    disputed: YesOrNo = field("sources disagree · 各家资料说法不一", False)

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
    rail: str = field("the file's name · 和文件名相同")
    order: Whole = field("the commonest kind of payment is 1 · 最常用的付款方式写 1", 999)
    title: TextField = field("the rail's name · 通道名称")
    intro: TextField = field("how to tell that this is the rail · 怎么知道是这条通道")
    codes: Annotated[tuple[Code, ...], NESTED] = field("one entry a code, in order · 一个代码一条，按顺序")


class Gate(Record):
    """Asked before anything that could lose money or data: every tick is needed."""

    kind: ClassVar[str] = "gate"
    title: TextField = field("the question in a few words · 几个字的问题")
    ticks: tuple[Condition, ...] = field("what must be true, all of it · 每一项都要满足", min_length=1)
    need: Effects = hidden("facts that must be settled before this gate is asked · 问这道关卡之前必须先确定什么", dict)
    otherwise: ToSymptom = Field(alias="else", description="where a missing tick or “not sure” leads · 缺一项就去哪里")


class Notice(Record):
    """A safety notice, shown where it belongs."""

    kind: ClassVar[str] = "notice"
    level: Level = field("danger before warning before caution before note · 从重到轻")
    title: TextField = field("the notice in a few words · 几个字的提示")
    text: TextField = field("what to do or not to do · 该做什么、不该做什么")


class Contact(Record):
    """A public number. Texts contain no other number."""

    kind: ClassVar[str] = "contact"
    number: Dialled = field("as it is dialled · 照着拨的号码")
    name: TextField = field("who answers · 谁接电话")
    purpose: TextField = field("what to call it for · 什么事打这个电话")
    source: ToSource = field("where the number is published · 号码的出处")
    read: Day = field("the day its source was read; the number was not dialled · 读出处的日期，号码没有拨过")
    picture: ToPicture | None = hidden(PICTURE)

    @property
    def dial(self) -> str:
        """The number as a telephone takes it: digits and a leading plus."""
        return "".join(character for character in self.number if character.isdigit() or character == "+")


class Term(Record):
    """A word of the trade."""

    kind: ClassVar[str] = "term"
    title: TextField = field("the word · 这个词")
    definition: TextField = field("what it means, in plain words · 用白话解释")
    picture: ToPicture | None = hidden(PICTURE)
    aliases: WordsField = field("other names · 别的叫法", dict)
    forbidden: WordsField = field("words not to be used for it · 不要用的说法", dict)


class Picture(Record):
    """A line drawing with its words: numbered parts, panels, or a list of pictograms."""

    kind: ClassVar[str] = "picture"
    svg: DrawingFile | None = field("a file in checklists/pictures/ · pictures 文件夹里的文件", None)
    alt: TextField = field("what it shows, in one sentence · 用一句话说图里画了什么")
    labels: tuple[PictureLabel, ...] = field("one for each number or panel, in order · 一个编号或一格一条，按顺序", ())

    @property
    def files(self) -> tuple[tuple[Keys, str], ...]:
        """The drawings it is made of, each with the keys that lead to its name."""
        labels = ((("labels", index, "svg"), label.svg or "") for index, label in enumerate(self.labels))
        return tuple((keys, name) for keys, name in ((("svg",), self.svg or ""), *labels) if name)


class Source(Record):
    """Where facts come from. A regulator or vendor, B press or mirror, C code or integrator docs, D agent page,
    K trade knowledge not confirmed in a source."""

    kind: ClassVar[str] = "source"
    title: TextField = field("its title · 标题")
    publisher: TextField = field("who published it · 谁发布的")
    form: Literal["regulation", "standard", "manual", "documentation", "code", "press", "trade"] = field(
        "what kind of document · 哪种资料"
    )
    address: WebAddress | None = field("public web address, if it may be linked · 可公开链接的网址", None)
    read: Day = field("the day it was read · 阅读日期")
    grade: Literal["A", "B", "C", "D", "K"] = field("how far it can be trusted · 可信程度")


class Myth(Record):
    """Advice that circulates and is wrong."""

    kind: ClassVar[str] = "myth"
    claim: TextField = field("what people say · 大家怎么说")
    why: TextField = field("why it is wrong · 错在哪里")
    instead: TextField = field("what to do instead · 应该怎么做")
    links: tuple[ToAnything, ...] = field("where that is explained · 哪里讲得更细", ())


AnyRecord = (
    Symptom | Resolution | Routine | Case | Rail | Code | Gate | Notice | Contact | Term | Source | Myth | Picture
)  # fmt: skip
