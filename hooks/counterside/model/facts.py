"""What answers settle and what instructions need: the keys of records that say so, and `facts.yml`.

The engine knows no fact: names and values are data. A value is one state of the world; the values of a fact
exclude each other, and the worst comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, GetJsonSchemaHandler, PlainValidator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from counterside.model.nodes import Node, TextField, YesOrNo, list_parts
from counterside.text.problems import Place

# Fact → what is said of it: values, `not` and a value, or `any`.
Effect = Mapping[str, tuple[str, ...]]


def _read_effect(raw: object) -> Effect:
    wrong = PydanticCustomError("effect", "facts with their values are needed here")
    if not isinstance(raw, Mapping):
        raise wrong
    found: dict[str, tuple[str, ...]] = {}
    for fact, said in raw.items():
        words = [said] if isinstance(said, str) else said  # one value may be without brackets
        if not isinstance(words, (list, tuple)) or not all(isinstance(word, str) for word in words):
            raise wrong
        found[str(fact)] = tuple(words)
    return found


class EffectForm:
    """Gives editors the form of an effect: facts, each with one value or a list of values."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        word: JsonSchemaValue = {"type": "string"}
        values: JsonSchemaValue = {"anyOf": [word, {"type": "array", "items": word}]}
        return {"type": "object", "additionalProperties": values}


# What is known of some facts.
EffectField = Annotated[Effect, PlainValidator(_read_effect), EffectForm()]


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
    """Phrases of `wording.yml` that must not be told without a need."""

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


class EffectUse(NamedTuple):
    """What a record says of some facts, below a key of one of its parts. A need asks; everything else says so."""

    place: Place
    effect: Effect
    is_need: bool


def list_effects(node: Node) -> Iterator[EffectUse]:
    """Everything that a node and the parts inside say of facts."""
    for part in list_parts(node):
        for name in _list_effect_fields(type(part)):
            effect: Effect = getattr(part, name)
            if effect:
                yield EffectUse(part.place.at(name), effect, name.endswith("need"))


@cache
def _list_effect_fields(kind: type[Node]) -> tuple[str, ...]:
    fields = kind.model_fields.items()
    return tuple(name for name, field in fields if any(isinstance(mark, EffectForm) for mark in field.metadata))
