"""The one model: records as editors write them, typed links between them, and the catalog of them all."""

from counterside.model.addresses import GENERATED_PAGES, Address, address, is_portable
from counterside.model.catalog import Catalog, find_references, find_step, steps_of, title_of
from counterside.model.colours import ACCENTS, GROUNDS, Colours, contrast
from counterside.model.entries import ArticleItem, SearchWords, Waiver
from counterside.model.facts import Effect, EffectUse, Event, Fact, Facts, FactValue, effects
from counterside.model.gates import Condition, GateExit, GateUse
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
from counterside.model.lexicon import Hit, Lexicon, Lines, RecordText
from counterside.model.links import DONE, LINK_KINDS, NEXT, RECORD_KINDS, Link, is_code, is_id, meant_by, parse_link
from counterside.model.nodes import LinkUse, Node, TextUse, links, parts, texts
from counterside.model.pictures import PictureLabel
from counterside.model.profile import Profile
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
)
from counterside.model.site import Labelled, Site, TriageEntry
from counterside.model.wording import Phrase, Wording

__all__ = [
    "ACCENTS", "DONE", "ENDS", "GENERATED_PAGES", "GROUNDS", "LINK_KINDS", "NEXT", "RECORD_KINDS", "Address",
    "AnswerUse", "ArticleItem", "Case", "Catalog", "Checklist", "Choice", "Code", "Colours", "Condition", "Contact",
    "Effect", "EffectUse", "Event", "Fact", "FactValue", "Facts", "Gate", "GateExit", "GateUse", "Guide",
    "GuideAnswer", "GuideExit", "GuideGate", "GuideInstruction", "GuideRemedy", "GuideStep", "GuideTarget", "Hit",
    "Instruction", "Labelled", "Lexicon", "Lines", "Link", "LinkUse", "Moment", "Myth", "Node", "Notice", "Phrase",
    "Picture", "PictureLabel", "Profile", "Rail", "Record", "RecordText", "Resolution", "Routine", "SearchWords",
    "Site", "Source", "Step", "Symptom", "Term", "TextUse", "TriageEntry", "Waiver", "Wording", "address",
    "build_guide", "contrast", "effects", "find_references", "find_step", "group_answers", "is_code", "is_id",
    "is_portable", "links", "meant_by", "parse_link", "parts", "read_gates", "read_remedy", "steps_of", "texts",
    "title_of",
]  # fmt: skip
