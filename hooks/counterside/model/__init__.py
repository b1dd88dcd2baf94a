"""The one model: records as editors write them, typed links between them, and the catalog of them all."""

from counterside.model.catalog import Catalog, find_references, find_step, find_title, list_steps
from counterside.model.flow import GuideTarget
from counterside.model.guide import (
    Guide,
    GuideGate,
    GuideRemedy,
    GuideStep,
    build_guide,
    read_gates,
    read_remedy,
)
from counterside.model.lexicon import Hit, Lexicon, RecordText, Wording
from counterside.model.nodes import (
    DONE,
    GENERATED_PAGES,
    LINK_KINDS,
    NEXT,
    RECORD_KINDS,
    Link,
    LinkUse,
    Node,
    TextUse,
    find_address,
    guess_link,
    is_code,
    is_id,
    is_portable,
    list_links,
    list_parts,
    list_texts,
    parse_link,
)
from counterside.model.parts import (
    ArticleItem,
    Effect,
    EffectUse,
    Event,
    Fact,
    Facts,
    FactValue,
    GateExit,
    GateUse,
    SearchWords,
    UnsafeWords,
    Waiver,
    list_effects,
)
from counterside.model.records import (
    AnswerUse,
    Case,
    Checklist,
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
