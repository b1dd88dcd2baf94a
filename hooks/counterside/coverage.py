"""What the catalog covers: which checklist leads to which remedy, what nothing leads to, what is still open, and
which steps show a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from counterside.model.catalog import Catalog
from counterside.model.guide import Flow, GuideTarget, build_guide, find_reached_remedies, find_reached_symptoms
from counterside.model.nodes import Link, list_texts
from counterside.model.parts import ArticleItem, Waiver
from counterside.model.records import Checklist, Contact, Resolution, Symptom, Term
from counterside.text.i18n import Text, script_of, strip_marks

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


# An item of the source article, whether it is answered, waived or open, and what answers it.
Item = tuple[ArticleItem, str, tuple[Link, ...]]


class Coverage(NamedTuple):
    """The report. `counts` are the published records and the drafts of each kind. Rows and remedies are the two sides
    of the matrix; drafts are among them."""

    counts: tuple[tuple[str, int, int], ...]
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
        return sum(found == state for _, found, _ in self.article)

    def as_data(self) -> dict[str, Any]:
        """The report as plain data, for other programs."""
        return {
            "counts": [dict(zip(("kind", "published", "drafts"), count, strict=True)) for count in self.counts],
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
            "article": [{"id": item.id, "state": state, "by": [*map(str, by)]} for item, state, by in self.article],
            "waivers": [waiver.model_dump(mode="json") for waiver in self.waivers],
        }


def count_coverage(catalog: Catalog) -> Coverage:
    """What a catalog covers, judged or not."""
    checklists = sorted(catalog.of(Checklist), key=lambda record: record.number)
    counts = Counter((record.kind, record.is_published) for record in catalog.records)
    kinds = dict.fromkeys(record.kind for record in catalog.records)
    return Coverage(
        counts=tuple((kind, counts[kind, True], counts[kind, False]) for kind in kinds),
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
        yield item, "answered" if by else "waived" if item.waived else "open", by


# ── pictures ──


# A step of a checklist or a remedy, a term or a contact, and the picture that it shows, if any.
Illustration = tuple[Link, Link | None]


def list_illustrations(catalog: Catalog) -> tuple[Illustration, ...]:
    """Every step of every published checklist and remedy, in their order."""
    found: tuple[Checklist | Resolution, ...] = (*catalog.published(Checklist), *catalog.published(Resolution))
    return tuple((record.ref._replace(step=step.id), step.picture) for record in found for step in record.steps)


def illustrate_records(catalog: Catalog) -> list[tuple[Link, list[Illustration], list[Illustration]]]:
    """Each published checklist and remedy, its steps that show a picture, and those that do not."""
    found: dict[Link, tuple[list[Illustration], list[Illustration]]] = {}
    for at, picture in list_illustrations(catalog):
        shown, bare = found.setdefault(at.record, ([], []))
        (bare if picture is None else shown).append((at, picture))
    return [(record, *steps) for record, steps in found.items()]


def picture_uses(catalog: Catalog) -> Mapping[Link, tuple[Link, ...]]:
    """Where each picture is shown: steps first, then terms and contacts."""
    entries: tuple[Term | Contact, ...] = (*catalog.published(Term), *catalog.published(Contact))
    known = (*list_illustrations(catalog), *((entry.ref, entry.picture) for entry in entries))
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


# A way between two places by their keys, with its label, and whether it is taken when a remedy did not help.
Edge = tuple[str, str, str, bool]


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
        found: list[Edge] = []
        for view in self._guide.steps:
            for target, answers in view.exits.items():
                words = (self._say(one.words) if one.words else self._label(one.label) for one in answers)
                found.append((f"step:{view.step.id}", _key_of(target), " / ".join(words), False))
                # What follows the question of a remedy or of the checklist: fixed, or further.
                for before, after in pairwise(target.chain):
                    found.append((_key_of(before), "fixed", yes, False))
                    found.append((_key_of(before), _key_of(after), still_not, True))
        return tuple(dict.fromkeys(found))

    @property
    def nodes(self) -> dict[str, tuple[str, str]]:
        """Every place by its key, with its kind (a target's, or `fixed`) and its label: the steps in order, then what
        they lead to."""
        views, last = self._guide.steps, self._guide.last
        found = {f"step:{view.step.id}": ("step", f"{view.number} {self._say(view.step.do)}") for view in views}
        for target in (target for view in views for first in view.exits for target in first.chain):
            if target.kind != "step":
                found[_key_of(target)] = (target.kind, self._words(target))
        if any(edge[1] == "fixed" for edge in self.edges):
            found["fixed"] = ("fixed", self._label("fixed"))
        found.setdefault(_key_of(last), (last.kind, self._words(last)))
        return found

    def _words(self, target: GuideTarget) -> str:
        record = self._catalog.find(target.link)
        if target.kind == "leave" and isinstance(record, Symptom):
            return f"{self._label('to_list', number=f'{record.number:02d}')} {self._say(record.title)}"
        if target.kind in ("remedy", "end") and isinstance(record, Resolution):
            return f"{target.letter} {self._say(record.short)}".lstrip()
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
    for key, (kind, label) in chart.nodes.items():
        lines.append(f"  {_name_node(key)}{_SHAPES[kind].format(_escape_label(label))}")
    for start, end, label, is_onward in chart.edges:
        lines.append(
            f'  {_name_node(start)} {"-.->" if is_onward else "-->"}|"{_escape_label(label)}"| {_name_node(end)}'
        )
    return "\n".join(lines) + "\n"


def _key_of(target: GuideTarget) -> str:
    return target.kind if target.kind in ("call", "verify", "done") else str(target.link)


def _name_node(key: str) -> str:
    # Mermaid has words of its own, such as `end`, that no node may be called.
    return "n_" + key.replace(":", "_").replace("-", "_")


def _escape_label(label: str) -> str:
    # Mermaid reads `#…;` and takes everything else in quotes unchanged, but for Markdown and tags.
    return "".join(f"#{ord(sign)};" if sign in '"<>&#`*_\\' else sign for sign in label)
