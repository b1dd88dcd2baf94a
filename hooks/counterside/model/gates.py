"""The ticks of a gate, and a gate where it is asked: where a missing tick leads from there."""

from __future__ import annotations

import re
from typing import Any

from pydantic import (
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from counterside.model.facts import EffectField, effect_field
from counterside.model.links import Exit, ToGate, ToSymptom
from counterside.model.nodes import INLINE, Node, TextField

_LANGUAGE = re.compile(r"[a-z]{2,3}$")


class Condition(Node):
    """One tick of a gate: a text whose languages stand beside what the tick settles."""

    text: TextField = Field(alias=INLINE, description="what must be true · 要满足什么")
    set: EffectField = effect_field("facts that this tick settles · 勾上它就知道了什么")

    @model_validator(mode="before")
    @classmethod
    def _gather_text(cls, raw: Any) -> Any:
        if isinstance(raw, cls) or (isinstance(raw, dict) and INLINE in raw):
            return raw
        if not isinstance(raw, dict):
            return {INLINE: raw}
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
        described = {key: {"description": text["description"], **value} for key, value in text["properties"].items()}
        return {**form, "properties": {**described, **form["properties"]}, "required": text["required"]}


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
