"""What records are made of besides texts: gates where they are asked, labels of pictures, entries of lists."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from counterside.model.nodes import (
    INLINE,
    LANGUAGE,
    EffectField,
    Exit,
    Node,
    TextField,
    ToGate,
    ToPage,
    ToSymptom,
    WordsField,
    YesOrNo,
)


def effect_field(description: str) -> Any:
    """A field for what records say of facts. Fingerprints leave it out: readers never see it."""
    return Field(default_factory=dict, exclude=True, description=description)


class FactValue(Node):
    """One state that a fact can be in."""

    id: str = Field(description="a name for the value · 取值的名字")
    label: TextField = Field(description="the value in words · 用话说是什么")


class Fact(Node):
    """Something about the world that answers settle and instructions depend on."""

    id: str = Field(description="a name for the fact · 事实的名字")
    title: TextField = Field(description="the question that it answers · 它回答什么问题")
    values: tuple[FactValue, ...] = Field(
        description="2 to 8, worst first; they exclude each other · 2 到 8 个取值，坏的在前，互相排斥"
    )
    start: str | None = Field(
        None, description="what holds wherever a list is begun, unless the list says otherwise · 一开始就当作是什么"
    )


class Event(Node):
    """Something that makes facts uncertain again, or settles them by itself."""

    id: str = Field(description="a name for the event · 事件的名字")
    title: TextField = Field(description="what happens · 发生了什么")
    when: Literal["later"] | None = Field(
        None,
        description="later: it precedes every step with `when: later` · later 表示它在每个打烊后的步骤之前发生",
    )
    set: EffectField = Field(description="what is known after it; `any` forgets · 之后知道什么，`any` 表示不再知道")


class ActionEffect(Node):
    """What every code with one action settles."""

    action: str = Field(description="an action of codes · 应答码的处理方式")
    set: EffectField = Field(description="what such a code proves · 这样的代码说明了什么")


class UnsafeWords(Node):
    """Phrases of `wording.yml` that an instruction must not say without a need."""

    phrases: tuple[str, ...] = Field(min_length=1, description="ids of phrases in wording.yml · wording.yml 里的编号")
    need: tuple[str, ...] = Field(min_length=1, description="facts that the text must need · 这段话必须先确定的事实")
    event: str | None = Field(None, description="the event that the text must name · 这段话必须写明的事件")
    people_first: YesOrNo = Field(
        False, description="not with `urgency: stop` or `outcome: stop_use` · 人身安全在先的清单和办法不算"
    )


class Facts(Node):
    """`facts.yml`: the facts of a trade, and what is derived for all records at once."""

    facts: tuple[Fact, ...] = Field((), description="what can be known · 可以知道的事")
    events: tuple[Event, ...] = Field((), description="what makes facts uncertain again · 什么事会让它们又说不准")
    actions: tuple[ActionEffect, ...] = Field((), description="what codes prove, by action · 各类应答码说明了什么")
    unsafe: tuple[UnsafeWords, ...] = Field((), description="words that must have a need · 哪些话必须写明前提")


# The name of a file in `checklists/pictures/`.
DrawingFile = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.svg$")]
# A picture is no part of an edition: its words are, and they say the same.
PICTURE = "shown with the words; says nothing that they do not · 配的图；图里的意思文字里都要有"


class PictureLabel(Node):
    """The words for one part of a picture: a number in it, one of its panels, or a pictogram of its own."""

    id: str = Field(description="never changes · 定了就不改")
    text: TextField = Field(description="the words · 写的字")
    svg: DrawingFile | None = Field(None, description="a pictogram, for a list of them · 图标，一行一个时用")


_LANGUAGE = re.compile(f"{LANGUAGE}$")


class Condition(Node):
    """One tick of a gate: a text whose languages share one level with what the tick settles."""

    text: TextField = Field(alias=INLINE, description="what must be true · 要满足什么")
    set: EffectField = effect_field("facts that this tick settles · 勾上它就知道了什么")

    @model_validator(mode="before")
    @classmethod
    def _gather_text(cls, raw: Any) -> Any:
        if isinstance(raw, cls) or (isinstance(raw, dict) and INLINE in raw):  # gathered already
            return raw
        if not isinstance(raw, dict):
            return {INLINE: raw}
        # Languages and keys of the tick share one group: what looks like a language and is no key is one.
        languages = {key: words for key, words in raw.items() if key not in cls.model_fields and _LANGUAGE.match(key)}
        return {INLINE: languages, **{key: value for key, value in raw.items() if key not in languages}}

    @model_serializer(mode="wrap")
    def _write_text(self, write: SerializerFunctionWrapHandler) -> Any:
        # Texts alone, as ticks were written before they could settle anything: editions stay as they are.
        return dict(self.text)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        form = dict(handler.resolve_ref_schema(handler(core)))
        text = form["properties"].pop(INLINE)
        each = {"description": text["description"], **text["texts"]["each"]}
        return {**form, "texts": {"each": each, "needed": True}}


class GateUse(Node):
    """A gate where it is asked. Written as a plain link, or as a group that says where a failed gate leads from here;
    without that, the gate's own `else` holds."""

    gate: ToGate = Field(description="the gate to ask · 先过哪道关卡")
    otherwise: ToSymptom | None = Field(
        None, alias="else", description="where a missing tick leads from here · 在这里缺一项就去哪里"
    )

    @model_validator(mode="before")
    @classmethod
    def _read_link(cls, raw: Any) -> Any:
        return raw if isinstance(raw, (dict, cls)) else {"gate": raw}

    @model_serializer(mode="wrap")
    def _write_link(self, write: SerializerFunctionWrapHandler) -> Any:
        # A plain link stays one: paper printed before gates could say `else` keeps its edition.
        return write(self) if self.otherwise else str(self.gate)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        reference = handler(core)
        group = handler.resolve_ref_schema(reference)
        link = group["properties"]["gate"]
        return {"anyOf": [link, group]}


class StepGateUse(GateUse):
    """A gate that a step of a checklist asks. If it fails, the reader may go on within the checklist."""

    otherwise: Exit | None = Field(
        None, alias="else", description="where a missing tick leads from here · 在这里缺一项就去哪里"
    )


class GateExit(Node):
    """Where a gate leads that is not passed, wherever a checklist or one of its remedies asks it."""

    gate: ToGate = Field(description="the gate · 哪道关卡")
    otherwise: Exit = Field(alias="else", description="where a missing tick leads · 缺一项就去哪里")


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
        description="same: any finds all · weak: counts little · code: is written around a code · meaning: asks for a"
        " term · unit: makes a number a quantity · 同义、次要、代码、词义、单位"
    )
    words: WordsField = Field(description="the first stands for the rest · 第一个代表其余")
