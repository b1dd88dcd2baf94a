"""Tables in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from counterside.reports import Coverage


def print_coverage(found: Coverage) -> None:
    """Print what leads where, and what is open."""
    console = Console()
    console.print(_counts(found), _matrix(found))
    console.print(f"Nobody leads to: {', '.join(map(str, found.orphans)) or 'nothing, everything is reached'}")
    states = ", ".join(f"{found.items(state)} {state}" for state in ("answered", "waived", "open"))
    console.print(f"Items of the article: {states}")
    for item in found.article:
        if item.state == "open":
            console.print(f"  open: {item.item.id}")
    console.print(f"Waivers: {len(found.waivers)}")


def _counts(found: Coverage) -> Table:
    table = Table("kind", "published", "drafts")
    for each in found.counts:
        table.add_row(each.kind, str(each.published), str(each.drafts))
    return table


def _matrix(found: Coverage) -> Table:
    """Checklists with the remedies they lead to: the matrix itself is wider than any terminal."""
    table = Table("no.", "checklist", "escalates", "leads to (in so many places)")
    for row in found.rows:
        uses = ", ".join(f"{link.id} {times}" for link, times in row.uses.items())
        table.add_row(str(row.checklist.number), row.checklist.id, f"{row.calls}/{row.answers} {row.share} %", uses)
    return table
