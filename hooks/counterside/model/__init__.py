"""The one model: records as editors write them, typed links between them, and the catalog of them all."""

from counterside.model.catalog import Catalog, find_references, find_step, find_title, list_steps
from counterside.model.guide import (
    Guide,
    GuideAnswer,
    GuideExit,
    GuideGate,
    GuideInstruction,
    GuideRemedy,
    GuideStep,
    GuideTarget,
    build_guide,
    group_answers,
    read_gates,
    read_remedy,
)
from counterside.model.lexicon import Hit, Lexicon, Phrase, RecordText, Wording
from counterside.model.links import (
    DONE,
    GENERATED_PAGES,
    LINK_KINDS,
    NEXT,
    RECORD_KINDS,
    Address,
    Link,
    find_address,
    guess_link,
    is_code,
    is_id,
    is_portable,
    parse_link,
)
from counterside.model.nodes import LinkUse, Node, TextUse, list_links, list_parts, list_texts
from counterside.model.parts import (
    ArticleItem,
    Condition,
    Effect,
    EffectUse,
    Event,
    Fact,
    Facts,
    FactValue,
    GateExit,
    GateUse,
    PictureLabel,
    SearchWords,
    UnsafeWords,
    Waiver,
    list_effects,
)
from counterside.model.records import (
    ENDS,
    AnswerUse,
    Case,
    Checklist,
    Choice,
    Code,
    Contact,
    Gate,
    Instruction,
    Moment,
    Myth,
    Notice,
    Picture,
    Rail,
    Record,
    Resolution,
    Routine,
    Source,
    Step,
    Symptom,
    Term,
    UseOther,
)
from counterside.model.site import ACCENTS, GROUNDS, Colours, Labelled, Profile, Site, TriageEntry, measure_contrast

__all__ = [
    "ACCENTS", "DONE", "ENDS", "GENERATED_PAGES", "GROUNDS", "LINK_KINDS", "NEXT", "RECORD_KINDS", "Address",
    "AnswerUse", "ArticleItem", "Case", "Catalog", "Checklist", "Choice", "Code", "Colours", "Condition",
    "Contact", "Effect", "EffectUse", "Event", "Fact", "FactValue", "Facts", "Gate", "GateExit", "GateUse",
    "Guide", "GuideAnswer", "GuideExit", "GuideGate", "GuideInstruction", "GuideRemedy", "GuideStep",
    "GuideTarget", "Hit", "Instruction", "Labelled", "Lexicon", "Link", "LinkUse", "Moment", "Myth", "Node",
    "Notice", "Phrase", "Picture", "PictureLabel", "Profile", "Rail", "Record", "RecordText", "Resolution",
    "Routine", "SearchWords", "Site", "Source", "Step", "Symptom", "Term", "TextUse", "TriageEntry", "UnsafeWords",
    "UseOther", "Waiver", "Wording", "build_guide", "find_address", "find_references", "find_step", "find_title",
    "group_answers", "guess_link", "is_code", "is_id", "is_portable", "list_effects", "list_links", "list_parts",
    "list_steps", "list_texts", "measure_contrast", "parse_link", "read_gates", "read_remedy",
]  # fmt: skip
