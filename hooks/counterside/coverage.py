"""What the catalog covers: which checklist leads to which remedy, what nothing leads to, what is still open, and
which steps show a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from counterside.model import (
    ArticleItem,
    Catalog,
    Checklist,
    Contact,
    GuideTarget,
    Link,
    Resolution,
    Symptom,
    Term,
    Waiver,
    build_guide,
    list_texts,
)
from counterside.model.flow import Flow, find_reached_remedies, find_reached_symptoms
from counterside.text.i18n import Text, script_of
from counterside.text.markup import strip_marks

_MOST_COLUMNS = 60
# Words of a text that two languages may well share: a name, a number.
_SHORT = 3


def count_copies(catalog: Catalog) -> Iterator[tuple[str, str, int]]:
    """The languages in which texts of more than a few words are word for word those of another one of the same script,
    with how many: they are still to be translated."""
    texts = [use.text for node in catalog.written for use in list_texts(node)]
    for number, code in enumerate(catalog.site.codes):
        for other in (each for each in catalog.site.codes[:number] if script_of(each) == script_of(code)):
            same = (text for text in texts if code in text and text[code] == text.get(other))
            count = sum(len(text[code].split()) > _SHORT for text in same)
            if count:
                yield code, other, count


class Count(NamedTuple):
    """How many records of a kind there are."""

    kind: str
    published: int
    drafts: int


class Row(NamedTuple):
    """A checklist: in how many places it leads to each remedy (its steps, and its last box), and how many of its
    answers, *not sure* aside, lead straight to its escalation."""

    checklist: Checklist
    uses: Mapping[Link, int]
    calls: int
    answers: int

    @property
    def share(self) -> int:
        """The share of answers that escalate, in percent."""
        return round(100 * self.calls / self.answers) if self.answers else 0


class Item(NamedTuple):
    """An item of the source article and what accounts for it."""

    item: ArticleItem
    state: Literal["answered", "waived", "open"]
    by: tuple[Link, ...]


class Coverage(NamedTuple):
    """The report. Rows and remedies are the two sides of the matrix; drafts are among them."""

    counts: tuple[Count, ...]
    rows: tuple[Row, ...]
    remedies: tuple[Resolution, ...]
    orphans: tuple[Link, ...]
    article: tuple[Item, ...]
    waivers: tuple[Waiver, ...]

    @property
    def is_small(self) -> bool:
        """Whether the matrix can be read: a thousand checklists would make millions of empty cells."""
        return len(self.rows) <= _MOST_COLUMNS

    def used_by(self, remedy: Link) -> tuple[Row, ...]:
        """The checklists that lead to a remedy."""
        return tuple(row for row in self.rows if remedy in row.uses)

    def items(self, state: str) -> int:
        """How many items of the article are in a state."""
        return sum(item.state == state for item in self.article)

    def as_data(self) -> dict[str, Any]:
        """The report as plain data, for other programs."""
        return {
            "counts": [count._asdict() for count in self.counts],
            "checklists": [
                {
                    "id": str(row.checklist.ref),
                    "number": row.checklist.number,
                    "resolutions": {str(link): uses for link, uses in row.uses.items()},
                    "answers": row.answers,
                    "escalating": row.calls,
                }
                for row in self.rows
            ],
            "resolutions": [str(remedy.ref) for remedy in self.remedies],
            "orphans": list(map(str, self.orphans)),
            "article": [
                {"id": item.item.id, "state": item.state, "by": list(map(str, item.by))} for item in self.article
            ],
            "waivers": [waiver.model_dump(mode="json") for waiver in self.waivers],
        }


def count_coverage(catalog: Catalog) -> Coverage:
    """What a catalog covers, judged or not."""
    checklists = sorted(catalog.of(Checklist), key=lambda record: record.number)
    counts = Counter((record.kind, record.is_published) for record in catalog.records)
    kinds = dict.fromkeys(record.kind for record in catalog.records)
    return Coverage(
        counts=tuple(Count(kind, counts[kind, True], counts[kind, False]) for kind in kinds),
        rows=tuple(_count_uses(record, catalog) for record in checklists),
        remedies=tuple(sorted(catalog.of(Resolution), key=lambda remedy: remedy.id)),
        orphans=tuple(_find_orphans(catalog)),
        article=tuple(_list_items(catalog)),
        waivers=catalog.waivers,
    )


def _count_uses(record: Checklist, catalog: Catalog) -> Row:
    flow = Flow(record, catalog)
    uses: Counter[Link] = Counter()
    for step in record.steps:
        links = (link for answer in step.answers for link in (answer.target, answer.still))
        remedies = (link.record for link in links if link is not None and link.kind == "resolution")
        uses.update(list(dict.fromkeys(remedies)))  # once a step, and not as a set, whose order differs from run to run
    if flow.escalation is not None:
        uses[flow.escalation] += 1
    return Row(record, uses, *flow.straight_to_escalation)


def _find_orphans(catalog: Catalog) -> Iterator[Link]:
    """Published checklists and remedies that no reader can come to."""
    reached = find_reached_symptoms(catalog) | find_reached_remedies(catalog)
    for record in (*catalog.of(Symptom), *catalog.of(Resolution)):
        if record.is_published and record.ref not in reached:
            yield record.ref


def _list_items(catalog: Catalog) -> Iterator[Item]:
    claims: dict[str, list[Link]] = {}
    for record in catalog.records:
        for name in record.article:
            claims.setdefault(name, []).append(record.ref)
    for item in catalog.article:
        by = (*claims.get(item.id, ()), *([item.page] if item.page else ()))
        yield Item(item, "answered" if by else "waived" if item.waived else "open", by)


# ── pictures ──


class Illustration(NamedTuple):
    """A step of a checklist or a remedy, a term or a contact, and the picture that it shows, if any."""

    at: Link
    picture: Link | None


def list_illustrations(catalog: Catalog) -> tuple[Illustration, ...]:
    """Every step of every published checklist and remedy, in their order."""
    found: tuple[Checklist | Resolution, ...] = (*catalog.published(Checklist), *catalog.published(Resolution))
    return tuple(
        Illustration(Link(record.kind, record.id, step.id), step.picture) for record in found for step in record.steps
    )


def illustrate_records(catalog: Catalog) -> list[tuple[Link, list[Illustration], list[Illustration]]]:
    """Each published checklist and remedy, its steps that show a picture, and those that do not."""
    found: dict[Link, tuple[list[Illustration], list[Illustration]]] = {}
    for step in list_illustrations(catalog):
        shown, bare = found.setdefault(step.at.record, ([], []))
        (bare if step.picture is None else shown).append(step)
    return [(record, *steps) for record, steps in found.items()]


def picture_uses(catalog: Catalog) -> Mapping[Link, tuple[Link, ...]]:
    """Where each picture is shown: steps first, then terms and contacts."""
    entries: tuple[Term | Contact, ...] = (*catalog.published(Term), *catalog.published(Contact))
    known = (*list_illustrations(catalog), *(Illustration(entry.ref, entry.picture) for entry in entries))
    found: dict[Link, tuple[Link, ...]] = {}
    for at, picture in known:
        if picture is not None:
            found[picture] = (*found.get(picture, ()), at)
    return found


# ── flowcharts ──


_SHAPES = {
    "step": '(("{}"))',
    "remedy": '["{}"]',
    "leave": '[["{}"]]',
    "end": '(["{}"])',
    "call": '(["{}"])',
    "verify": '(["{}"])',
    "done": '(["{}"])',
    "fixed": '(["{}"])',
}


class Node(NamedTuple):
    """A place of the chart. `kind` is a target's, or `fixed`."""

    key: str
    kind: str
    label: str


class Edge(NamedTuple):
    """A way between two places; `is_onward` if it is taken when a remedy did not help."""

    start: str
    end: str
    label: str
    is_onward: bool


class Flowchart:
    """The places of a checklist and the ways between them, in the words of some languages of the site. With more than
    one language, every label has all of them."""

    def __init__(self, checklist: Checklist, catalog: Catalog, languages: tuple[str, ...]) -> None:
        self._catalog = catalog
        self._languages = languages
        self._guide = build_guide(checklist, catalog)
        self.title = self._say(checklist.title, f"{checklist.number:02d} ")

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every way once, in the order of the steps."""
        yes, still_not = self._label("yes"), self._label("still_not").rstrip(":：")
        found = []
        for view in self._guide.steps:
            for way in view.exits:
                words = [
                    self._say(answer.words) if answer.words else self._label(answer.label) for answer in way.answers
                ]
                found.append(Edge(f"step:{view.step.id}", _key_of(way.target), " / ".join(words), is_onward=False))
                # What follows the question of a remedy or of the checklist: fixed, or further.
                for before, after in pairwise((way.target, *_list_onward(way.target))):
                    found.append(Edge(_key_of(before), "fixed", yes, is_onward=False))
                    found.append(Edge(_key_of(before), _key_of(after), still_not, is_onward=True))
        return tuple(dict.fromkeys(found))

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every place once: the steps in order, then what they lead to."""
        views = self._guide.steps
        steps = [Node(f"step:{view.step.id}", "step", f"{view.number} {self._say(view.step.do)}") for view in views]
        targets = [
            target for view in views for found in view.exits for target in (found.target, *_list_onward(found.target))
        ]
        others = [
            Node(_key_of(target), target.kind, f"{target.letter} {self._words(target)}".lstrip())
            for target in (*targets, self._guide.last)
            if target.kind != "step"
        ]
        if any(edge.end == "fixed" for edge in self.edges):  # before the last place, which is the end of all ways
            others.insert(-1, Node("fixed", "fixed", self._label("fixed")))
        return tuple(dict.fromkeys([*steps, *others]))

    def _words(self, target: GuideTarget) -> str:
        record = self._catalog.find(target.link)
        if target.kind == "leave" and isinstance(record, Symptom):
            return f"{self._label('to_list', number=f'{record.number:02d}')} {self._say(record.title)}"
        if target.kind in ("remedy", "end") and isinstance(record, Resolution):
            return self._say(record.short)
        labels = {"verify": "to_verify", "call": "to_call", "done": "list_done"}
        return self._label(labels[target.kind]) if target.kind in labels else target.id

    def _say(self, text: Text, before: str = "") -> str:
        return " / ".join(before + strip_marks(text.get(language, "")) for language in self._languages)

    def _label(self, name: str, **values: object) -> str:
        labels = self._catalog.labels
        return " / ".join(labels.get(name, language, **values) for language in self._languages)


def draw_mermaid(checklist: Checklist, catalog: Catalog, languages: tuple[str, ...]) -> str:
    """A checklist as the text of a Mermaid flowchart. `languages` are codes of the site."""
    chart = Flowchart(checklist, catalog, languages)
    lines = [f"%% {chart.title}", "flowchart TD"]
    lines += [f"  {_name_node(node.key)}{_SHAPES[node.kind].format(_escape_label(node.label))}" for node in chart.nodes]
    for edge in chart.edges:
        arrow = "-.->" if edge.is_onward else "-->"
        lines.append(f'  {_name_node(edge.start)} {arrow}|"{_escape_label(edge.label)}"| {_name_node(edge.end)}')
    return "\n".join(lines) + "\n"


def _list_onward(target: GuideTarget) -> tuple[GuideTarget, ...]:
    """Where a reader goes on when a place did not help, and so on."""
    return (target.still, *_list_onward(target.still)) if target.still else ()


def _key_of(target: GuideTarget) -> str:
    return target.kind if target.kind in ("call", "verify", "done") else str(target.link)


def _name_node(key: str) -> str:
    # Mermaid has words of its own, such as `end`, that no node may be called.
    return "n_" + key.replace(":", "_").replace("-", "_")


def _escape_label(label: str) -> str:
    # Mermaid reads `#…;` and takes everything else in quotes as it stands, but for Markdown and tags.
    return "".join(f"#{ord(sign)};" if sign in '"<>&#`*_\\' else sign for sign in label)
