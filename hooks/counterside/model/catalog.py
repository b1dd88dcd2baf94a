"""The whole of what was loaded, and the questions about it that many callers ask."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple, TypeVar, cast

from counterside.model import records as kinds
from counterside.model.lexicon import Lexicon, Wording, forbid_synonyms
from counterside.model.nodes import GENERATED_PAGES, Link, LinkUse, Node, find_address, parse_link
from counterside.model.site import ArticleItem, Facts, Profile, SearchWords, Site, Waiver
from counterside.text.i18n import Labels, Language
from counterside.text.problems import Place
from counterside.text.svg import Drawing

# The kinds of record that a page gathers: it is drawn if one of them is published.
_KINDS_ON_PAGE: dict[str, tuple[type[kinds.Record], ...]] = {
    "cases": (kinds.Case,),
    "codes": (kinds.Rail,),
    "contribute/pictures": (kinds.Picture,),
    "glossary": (kinds.Term,),
    "lessons": (kinds.Case,),
    "myths": (kinds.Myth,),
    "routines": (kinds.Routine,),
    "safety": (kinds.Notice, kinds.Gate, kinds.Contact),
    "sources": (kinds.Source,),
}

C = TypeVar("C", bound=kinds.Checklist)
R = TypeVar("R", bound=kinds.Record)
T = TypeVar("T")


def _publish(kind: type[R]) -> cached_property[tuple[R, ...]]:
    """The records of a class that readers meet, as an attribute of the catalog."""
    return cached_property(lambda catalog: catalog.published(kind))


class Font(NamedTuple):
    """A font that a site brings for the sheets of a language: its family, the characters that all its weights have, and
    a hash of its files in a folder. The family is empty where a file is no font."""

    folder: str
    family: str
    covered: frozenset[str]
    digest: str


@dataclass(frozen=True)
class Catalog:
    """Everything that was read, typed. Frozen: rules validate it, pages and sheets show it. It is whole if reading
    found no problem of form. `weights`: language → list → what `search.js` adds for words, and the words."""

    site: Site
    labels: Labels
    records: tuple[kinds.Record, ...]
    article: tuple[ArticleItem, ...]
    waivers: tuple[Waiver, ...]
    prose: Mapping[str, str]
    broken: frozenset[Link]
    synonyms: tuple[SearchWords, ...] = ()
    wording: Wording = field(default_factory=Wording)
    facts: Facts = field(default_factory=Facts)
    profile: Profile | None = None
    drawings: Mapping[str, Drawing] = field(default_factory=dict)
    fonts: Mapping[str, Font] = field(default_factory=dict)
    weights: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    is_whole: bool = True
    # A dict and not a cache of functions: what was made has to go with its catalog, and a preview has many.
    _made: dict[tuple[object, ...], object] = field(default_factory=dict, init=False, repr=False, compare=False)

    symptoms = _publish(kinds.Symptom)
    resolutions = _publish(kinds.Resolution)
    routines = _publish(kinds.Routine)
    cases = _publish(kinds.Case)
    gates = _publish(kinds.Gate)
    notices = _publish(kinds.Notice)
    contacts = _publish(kinds.Contact)
    terms = _publish(kinds.Term)
    sources = _publish(kinds.Source)
    myths = _publish(kinds.Myth)
    pictures = _publish(kinds.Picture)
    codes = _publish(kinds.Code)

    @cached_property
    def by_ref(self) -> Mapping[Link, kinds.Record]:
        """The first record of each reference: CS102 reports the second one."""
        return {record.ref: record for record in reversed(self.records)}

    @property
    def languages(self) -> tuple[Language, ...]:
        return self.site.all_languages

    @property
    def written(self) -> tuple[Node, ...]:
        """Everything with texts, records or not."""
        return (self.site, self.facts, *filter(None, (self.profile,)), *self.records, *self.article)

    @property
    def font_folder(self) -> str:
        """The folder of the site's own fonts; empty where it has none."""
        return next((font.folder for font in self.fonts.values()), "")

    @property
    def hotline(self) -> kinds.Contact | None:
        """The provider's hotline, where a profile names one."""
        found = self.find(self.profile.hotline) if self.profile and self.profile.hotline else None
        return found if isinstance(found, kinds.Contact) else None

    def filled(self, language: str) -> Mapping[str, str]:
        """What a profile knows of the blanks and fields that shops otherwise fill in: their id → what to print."""
        if self.profile is None:
            return {}
        hotline = self.hotline.number if self.hotline else ""
        known = {"provider": self.profile.name.get(language), "hotline": hotline, "portal": self.profile.portal}
        return {name: value for name, value in known.items() if value}

    def find(self, link: Link) -> kinds.Record | None:
        """The record a link leads to, whatever its step."""
        return self.by_ref.get(link.record)

    def find_waiver(self, rule: str, place: Place) -> Waiver | None:
        """The waiver of a rule that holds at a place."""
        return next((waiver for waiver in self.waivers if self.excuses(waiver, rule, place)), None)

    def excuses(self, waiver: Waiver, rule: str, place: Place) -> bool:
        """Whether a waiver holds for a rule at a place. CS704 asks for a reason and an owner: it needs both."""
        is_complete = waiver.rule == rule and waiver.reason and waiver.owner
        spot = self.find_place(parse_link(waiver.at)) if is_complete else None
        return spot is not None and spot.covers(place)

    def find_place(self, link: Link) -> Place | None:
        """Where a record, the step of it that a link names, or a page in the default language is written."""
        if link.kind == "page" and link.id in self.prose:
            return Place(self.prose[link.id])
        record = self.find(link)
        found = find_step(record, link.step) if record and link.step else record
        return found.place if found else None

    def find_resolution(self, link: Link | None) -> kinds.Resolution | None:
        """The remedy a link leads to, if it is one."""
        found = self.find(link) if link is not None else None
        return found if isinstance(found, kinds.Resolution) else None

    def may_exist(self, link: Link) -> bool:
        """Whether the target of a link may be in a record that could not be read. Its problems of form are reported;
        a rule that reported the missing target as well would give two messages for one mistake."""
        return link.record in self.broken or Link(link.kind) in self.broken

    @cached_property
    def site_links(self) -> tuple[LinkUse, ...]:
        """The links of the site's own file, of the provider's profile and of the lexicon."""
        return tuple(use for node in (self.site, self.profile, self.wording) if node for use in node.uses.link)

    @cached_property
    def links(self) -> tuple[LinkUse, ...]:
        """Every link that is written anywhere."""
        return (*(use for record in self.records for use in record.uses.link), *self.site_links)

    def list_answers(self, kind: type[C]) -> Iterator[tuple[C, kinds.Step, kinds.AnswerUse]]:
        """Every answer of every step of a kind of checklist, drafts included."""
        for record in self.of(kind):
            yield from ((record, step, answer) for step in record.steps for answer in step.answers)

    def of(self, *kinds: type[R]) -> tuple[R, ...]:
        """The records of some classes, drafts included, in order."""
        return tuple(record for record in self.records if isinstance(record, kinds))

    def published(self, kind: type[R]) -> tuple[R, ...]:
        """The records of a class that readers meet; checklists by their number, everything else as written."""
        found = (record for record in self.of(kind) if record.is_published)
        return tuple(sorted(found, key=attrgetter("number")) if issubclass(kind, kinds.Checklist) else found)

    def memoize(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` makes of this catalog, made once for a key: parts that are on many pages."""
        if key not in self._made:
            self._made[key] = make()
        return cast(T, self._made[key])

    @cached_property
    def moved_steps(self) -> Mapping[Link, dict[str, Link]]:
        """For each record, the steps that it lost to others: the id that each had there, and where it is now."""
        found: dict[Link, dict[str, Link]] = defaultdict(dict)
        for record in self.published(kinds.Record):
            for step in list_steps(record):
                for link in filter(attrgetter("step"), map(parse_link, step.was)):
                    found[link.record][link.step] = record.ref._replace(step=step.id)
        return found

    @cached_property
    def symptoms_naming(self) -> Mapping[Link, list[kinds.Symptom]]:
        """For each remedy, the published checklists that name it, by number."""
        found: dict[Link, list[kinds.Symptom]] = defaultdict(list)
        for symptom in self.symptoms:
            for remedy in {use.value.record for use in symptom.uses.link if use.value.kind == kinds.Resolution.kind}:
                found[remedy].append(symptom)
        return found

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The pages that are drawn from this catalog and not empty, by the name that `page:` links use → path."""
        unread = {link.kind for link in self.broken}  # what could not be read would be shown
        shown: dict[str, object] = {"call-card": self.site.call_card, "not-sure": self.site.not_sure}
        for name, gathered in _KINDS_ON_PAGE.items():
            shown[name] = any(self.published(kind) or kind.kind in unread for kind in gathered)
        return {name: path for name, path in GENERATED_PAGES.items() if shown.get(name, True)}

    def myths_at(self, record: Link, step: str = "") -> tuple[kinds.Myth, ...]:
        """The wrong advice that names this record, or this step of it: shown where a reader might follow it."""
        return tuple(myth for myth in self.myths if record._replace(step=step) in myth.links)

    @cached_property
    def rails(self) -> tuple[kinds.Rail, ...]:
        """The rails, the commonest first."""
        return tuple(sorted(self.published(kinds.Rail), key=lambda rail: rail.order))

    @cached_property
    def lexicons(self) -> Mapping[str, Lexicon]:
        """The words that texts must not hold, with what the glossary, the contacts and the sources add to them."""
        phrases = (*self.wording.phrases, *(forbid_synonyms(term) for term in self.of(kinds.Term) if term.forbidden))
        numbers = [contact.dial for contact in self.of(kinds.Contact)]
        addresses = [self.site.address, *(source.address for source in self.of(kinds.Source) if source.address)]
        return {code: Lexicon(code, self.wording, phrases, numbers, addresses) for code in self.site.codes}


def find_references(catalog: Catalog, link: Link) -> Iterator[LinkUse]:
    """The links to a record, or to one step of it, wherever they are written."""
    for record in catalog.records:
        own = Link("step", link.step) if link.step and record.ref == link.record else None
        for use in record.uses.link:
            if use.value == own or (use.value.record == link.record and link.step in ("", use.value.step)):
                yield use
    yield from (use for use in catalog.site_links if use.value.record == link.record and not link.step)


def list_steps(record: Node) -> tuple[kinds.Step, ...] | tuple[kinds.Instruction, ...]:
    """The steps of a checklist or the instructions of a remedy; nothing for other records."""
    return record.steps if isinstance(record, (kinds.Checklist, kinds.Resolution)) else ()


def list_named(name: str, catalog: Catalog, record: Node | None = None) -> list[Link]:
    """The links to the records with that id, and to the step of `record` with it: an id may be written alone."""
    named = [each.ref for each in catalog.records if each.id == name]
    return named + [Link("step", name) for step in (list_steps(record) if record else ()) if step.id == name]


def find_step(record: Node, step_id: str) -> kinds.Step | kinds.Instruction | None:
    return next((step for step in list_steps(record) if step.id == step_id), None)


def find_title(record: kinds.Record) -> Mapping[str, str]:
    """What a record is called on a page: its title, or what it has instead."""
    # A contact has a name, a myth a claim, a code a meaning; everything else has a title.
    names = (getattr(record, name, None) for name in ("title", "name", "claim", "meaning"))
    return next(filter(None, names), {})


def list_page_ids(record: kinds.Record, prefix: str) -> Iterator[tuple[str, dict[str, Place]]]:
    """The files of a record's page and sheet below a language's prefix, each with the ids that it must hold → place."""
    path, _, anchor = find_address(record.ref).partition("#")
    ids = {step.id: step.place for step in getattr(record, "steps", ())}
    yield f"{prefix}{path}index.html", ids | ({anchor: record.place} if anchor else {})
    if record.ref.kind in ("symptom", "routine"):
        yield f"{prefix}print/{record.ref.id}/index.html", ids
