"""What the catalog covers: which checklist leads to which remedy, what nothing leads to, and what is still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from counterside.model import ArticleItem, Catalog, Checklist, Link, Resolution, Step, Symptom, Waiver
from counterside.model.flow import Flow, find_reached_remedies, find_reached_symptoms

_MOST_COLUMNS = 60


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


@dataclass(frozen=True)
class Coverage:
    """The report. Rows and remedies are the two sides of the matrix; drafts are among them."""

    counts: tuple[Count, ...]
    rows: tuple[Row, ...]
    remedies: tuple[Resolution, ...]
    orphans: tuple[Link, ...]
    article: tuple[Item, ...]
    waivers: tuple[Waiver, ...]

    @property
    def is_small(self) -> bool:
        """Whether the matrix can be looked at: a thousand checklists would make millions of empty cells."""
        return len(self.rows) <= _MOST_COLUMNS

    def used_by(self, remedy: Link) -> tuple[Row, ...]:
        """The checklists that lead to a remedy."""
        return self._used_by.get(remedy, ())

    @cached_property
    def _used_by(self) -> Mapping[Link, tuple[Row, ...]]:
        found: dict[Link, list[Row]] = {}
        for row in self.rows:
            for link in row.uses:
                found.setdefault(link, []).append(row)
        return {link: tuple(rows) for link, rows in found.items()}

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
    return Coverage(
        counts=tuple(_count_records(catalog)),
        rows=tuple(_count_uses(record, catalog) for record in checklists),
        remedies=tuple(sorted(catalog.of(Resolution), key=lambda remedy: remedy.id)),
        orphans=tuple(_find_orphans(catalog)),
        article=tuple(_list_items(catalog)),
        waivers=catalog.waivers,
    )


def _count_records(catalog: Catalog) -> Iterator[Count]:
    found = Counter((record.kind, record.is_published) for record in catalog.records)
    for kind in dict.fromkeys(record.kind for record in catalog.records):
        yield Count(kind, found[kind, True], found[kind, False])


def _count_uses(record: Checklist, catalog: Catalog) -> Row:
    flow = Flow(record, catalog)
    uses = Counter(link for step in record.steps for link in _list_remedies(step))
    if flow.escalation is not None:
        uses[flow.escalation] += 1
    return Row(record, uses, *flow.straight_to_escalation)


def _list_remedies(step: Step) -> set[Link]:
    """The remedies that a step leads to, at once or further on."""
    links = (link for answer in step.answers for link in (answer.target, answer.still))
    return {link.record for link in links if link is not None and link.kind == "resolution"}


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
