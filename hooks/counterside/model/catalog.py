"""The whole of what was loaded, and the cards: each record without its texts, for questions across records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar, cast

from counterside.model.entries import ArticleItem, SearchWords, Waiver
from counterside.model.facts import Facts
from counterside.model.lexicon import Lexicon, trust
from counterside.model.links import Link, parse_link
from counterside.model.nodes import LinkUse, Node, links
from counterside.model.profile import Profile
from counterside.model.records import (
    AnswerUse,
    Case,
    Checklist,
    Code,
    Contact,
    Gate,
    Instruction,
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
from counterside.model.site import Site
from counterside.model.wording import Wording
from counterside.text.i18n import Labels, Language, Text
from counterside.text.problems import Place
from counterside.text.svg import Drawing

R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step without its texts. Instructions of a remedy are steps without answers."""

    id: str
    place: Place
    was: tuple[str, ...]
    gates: tuple[Link, ...]
    answers: tuple[AnswerUse, ...] = ()
    has_choices: bool = False
    gate_exits: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A record without its texts, its title aside: all that a catalog rule may look at."""

    ref: Link
    place: Place
    title: Text
    is_published: bool
    was: tuple[str, ...]
    article: tuple[str, ...]
    links: tuple[LinkUse, ...]
    steps: tuple[StepCard, ...]
    number: int | None
    minutes: int | None
    action: str | None
    performer: str | None
    urgency: str | None
    outcome: str | None
    gates: tuple[Link, ...]
    escalation: Link | None
    has_verify: bool
    has_packet: bool
    gate_exits: tuple[Link, ...] = ()
    ticks: int = 0

    @property
    def is_end(self) -> bool:
        """Whether a checklist is over once this remedy is reached."""
        return self.outcome in ("escalated", "replace_device", "stop_use")

    def step(self, step_id: str) -> StepCard | None:
        """The step with that id."""
        return next((step for step in self.steps if step.id == step_id), None)


@dataclass(frozen=True)
class Cards:
    """Every record's card, and what the site itself leads to: what catalog rules see."""

    all: tuple[Card, ...]
    site_links: tuple[LinkUse, ...]
    article: tuple[ArticleItem, ...]
    pages: frozenset[str]
    broken: frozenset[Link]
    drawings: Mapping[str, Drawing] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()
    icons: tuple[tuple[Place, str], ...] = ()

    @cached_property
    def worked_out(self) -> dict[int, object]:
        """What was worked out about a card before, by the card's identity, for who would work it out again."""
        return {}

    @cached_property
    def by_ref(self) -> Mapping[Link, Card]:
        """The first card of each reference."""
        found: dict[Link, Card] = {}
        for card in self.all:
            found.setdefault(card.ref, card)
        return found

    def of(self, *kinds: str) -> Iterator[Card]:
        """The cards of some kinds."""
        return (card for card in self.all if card.ref.kind in kinds)

    def get(self, link: Link) -> Card | None:
        """The card a link leads to, whatever its step."""
        return self.by_ref.get(link.record)

    def may_exist(self, link: Link) -> bool:
        """Whether a link's target may stand in what could not be read: one mistake gives one message, and that one
        was given."""
        return link.record in self.broken or Link(link.kind) in self.broken


@dataclass(frozen=True)
class Catalog:
    """Everything that was read, typed. Frozen: rules judge it, pages and sheets show it. It is whole if reading found
    no problem of form."""

    site: Site
    labels: Labels
    records: tuple[Record, ...]
    article: tuple[ArticleItem, ...]
    waivers: tuple[Waiver, ...]
    prose: frozenset[str]
    broken: frozenset[Link]
    synonyms: tuple[SearchWords, ...] = ()
    wording: Wording = field(default_factory=Wording)
    facts: Facts = field(default_factory=Facts)
    profile: Profile | None = None
    drawings: Mapping[str, Drawing] = field(default_factory=dict)
    is_whole: bool = True

    @cached_property
    def by_ref(self) -> Mapping[Link, Record]:
        """The first record of each reference."""
        found: dict[Link, Record] = {}
        for record in self.records:
            found.setdefault(record.ref, record)
        return found

    @property
    def tongues(self) -> tuple[Language, ...]:
        """The languages of the site."""
        return self.site.tongues

    def with_records(self, more: Iterable[Record], broken: Iterable[Link], is_whole: bool = True) -> Catalog:
        """The same with more records before its own, which add nothing to the lexicon, and with what could not be
        read."""
        found = replace(self, records=(*more, *self.records), broken=frozenset(broken), is_whole=is_whole)
        vars(found)["lexicon"] = self.lexicon
        return found

    @property
    def written(self) -> tuple[Node, ...]:
        """Everything with texts, records or not."""
        facts = (self.facts,) if self.facts.facts else ()
        profile = (self.profile,) if self.profile else ()
        return (self.site, *facts, *profile, *self.records, *self.article)

    @property
    def hotline(self) -> Contact | None:
        """The provider's hotline, where a profile names one."""
        found = self.find(self.profile.hotline) if self.profile and self.profile.hotline else None
        return found if isinstance(found, Contact) else None

    def filled(self, language: str) -> Mapping[str, str]:
        """What a profile knows of the blanks and fields that shops otherwise fill in: their id → what to print."""
        if self.profile is None:
            return {}
        known = {
            "provider": self.profile.name.get(language, ""),
            "hotline": self.hotline.number if self.hotline else "",
            "portal": self.profile.portal or "",
        }
        return {name: value for name, value in known.items() if value}

    def find(self, link: Link) -> Record | None:
        """The record a link leads to, whatever its step."""
        return self.by_ref.get(link.record)

    def find_waiver(self, rule: str, place: Place) -> Waiver | None:
        """The complete waiver of a rule that holds at a place."""
        for waiver in self.waivers:
            if waiver.rule == rule and waiver.reason and waiver.owner:
                spot = self.find_place(parse_link(waiver.at))
                if spot is not None and spot.covers(place):
                    return waiver
        return None

    def find_place(self, link: Link) -> Place | None:
        """Where a record, or the step of it that a link names, is written."""
        record = self.find(link)
        if record is None or not link.step:
            return record.place if record else None
        steps: tuple[Step | Instruction, ...] = getattr(record, "steps", ())
        return next((step.place for step in steps if step.id == link.step), None)

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The records of a class, drafts included, in order."""
        return tuple(record for record in self.records if isinstance(record, kind))

    def published(self, kind: type[R]) -> tuple[R, ...]:
        """The records of a class that readers meet; checklists by their number, everything else as written."""
        if kind not in self._published:
            found = [record for record in self.of(kind) if record.is_published]
            if issubclass(kind, Checklist):
                found.sort(key=lambda record: getattr(record, "number", 0))
            self._published[kind] = tuple(found)
        return cast(tuple[R, ...], self._published[kind])

    @cached_property
    def _published(self) -> dict[type[Record], tuple[Record, ...]]:
        """What `published` found before: every page asks, and a search through all records a page is quadratic."""
        return {}

    def once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` makes of this catalog, made once for a key: parts that stand on many pages."""
        if key not in self._made:
            self._made[key] = make()
        return cast(T, self._made[key])

    @cached_property
    def _made(self) -> dict[tuple[object, ...], object]:
        return {}

    def naming(self, remedy: Link) -> tuple[Symptom, ...]:
        """The published checklists that name a remedy, by number."""
        return self._naming.get(remedy, ())

    @cached_property
    def _naming(self) -> Mapping[Link, tuple[Symptom, ...]]:
        found: dict[Link, dict[Link, Symptom]] = {}
        for symptom in self.symptoms:
            for use in links(symptom):
                if use.link.kind == Resolution.kind:
                    found.setdefault(use.link.record, {})[symptom.ref] = symptom
        return {remedy: tuple(symptoms.values()) for remedy, symptoms in found.items()}

    @property
    def symptoms(self) -> tuple[Symptom, ...]:
        return self.published(Symptom)

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        return self.published(Resolution)

    @property
    def routines(self) -> tuple[Routine, ...]:
        return self.published(Routine)

    @property
    def cases(self) -> tuple[Case, ...]:
        return self.published(Case)

    @property
    def gates(self) -> tuple[Gate, ...]:
        return self.published(Gate)

    @property
    def notices(self) -> tuple[Notice, ...]:
        return self.published(Notice)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        return self.published(Contact)

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.published(Term)

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.published(Source)

    @property
    def myths(self) -> tuple[Myth, ...]:
        return self.published(Myth)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return self.published(Picture)

    def myths_at(self, record: Link, step: str = "") -> tuple[Myth, ...]:
        """The wrong advice that names this record, or this step of it: said where somebody might follow it."""
        return self._myths_by_link.get(record._replace(step=step), ())

    @cached_property
    def _myths_by_link(self) -> Mapping[Link, tuple[Myth, ...]]:
        found: dict[Link, tuple[Myth, ...]] = {}
        for myth in self.myths:
            for link in dict.fromkeys(myth.links):
                found[link] = (*found.get(link, ()), myth)
        return found

    @property
    def rails(self) -> tuple[Rail, ...]:
        """The rails, the commonest first."""
        return tuple(sorted(self.published(Rail), key=lambda rail: rail.order))

    @property
    def codes(self) -> tuple[Code, ...]:
        return self.published(Code)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that texts must not hold, with what the glossary, the contacts and the sources add to them."""
        trusted = trust(self.of(Contact), self.of(Source), self.site.address)
        return Lexicon(self.wording, self.of(Term), trusted, self.site.codes)

    @cached_property
    def cards(self) -> Cards:
        """The cards of every record."""
        return Cards(
            all=tuple(map(card, self.records)),
            site_links=(*links(self.site), *(links(self.profile) if self.profile else ())),
            article=self.article,
            pages=self.prose,
            broken=self.broken,
            drawings=self.drawings,
            pictures=self.of(Picture),
            icons=tuple((record.place.at("icon"), record.icon) for record in self.of(Symptom) if record.icon),
        )


def card(record: Record) -> Card:
    """A record's card."""
    fields = vars(record)  # asking a record for a field that its kind lacks costs as much as the rest of a card
    title = fields.get("title") or fields.get("name") or fields.get("claim") or fields.get("meaning")
    return Card(
        ref=record.ref,
        place=record.place,
        title=title or {},
        is_published=record.is_published,
        was=record.was,
        article=record.article,
        links=links(record),
        steps=tuple(map(_step_card, fields.get("steps", ()))),
        number=fields.get("number"),
        minutes=fields.get("minutes"),
        action=fields.get("action"),
        performer=fields.get("performer"),
        urgency=fields.get("urgency"),
        outcome=fields.get("outcome"),
        gates=tuple(use.gate for use in fields.get("gates", ())),
        escalation=fields.get("escalation"),
        has_verify=bool(fields.get("verify")),
        has_packet=bool(fields.get("bring") or fields.get("ask")),
        gate_exits=tuple(use.otherwise for use in fields.get("if_gate_fails", ())),
        ticks=len(fields.get("ticks", ())),
    )


def _step_card(step: Step | Instruction) -> StepCard:
    return StepCard(
        id=step.id,
        place=step.place,
        was=step.was,
        gates=tuple(use.gate for use in step.gates),
        answers=step.answers if isinstance(step, Step) else (),
        has_choices=isinstance(step, Step) and bool(step.choices),
        gate_exits=tuple(use.otherwise for use in step.gates if use.otherwise),
    )
