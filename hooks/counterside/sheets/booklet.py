"""One booklet a language: cover with triage, contents, every leaf with its back, the call and the safety notices, call
card, response codes.

A leaf by itself ends with whom to call and how, and with its safety notices; both are much the same on every leaf. A
booklet has them once, and the backs name the page: most leaves then take one piece of paper and not two."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from counterside.model import Catalog, Checklist, Code, Link, Rail, Resolution, TriageEntry
from counterside.sheets.leaf import Leaf, Remedy, Warn, blank, label
from counterside.sheets.order import Side, order, written
from counterside.sheets.paper import A4


def bound(leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """The leaves as a booklet has them: what it tells once is only named."""
    once = {remedy.id for remedy in _calls(leaves)}
    return tuple(
        replace(leaf, notices=(), remedies=tuple(_named(one) if one.id in once else one for one in leaf.remedies))
        for leaf in leaves
    )


def _named(remedy: Remedy) -> Remedy:
    nothing: dict[str, Any] = {"verify": None, "ends": None, "still_broken": None, "close": None}
    return replace(remedy, is_elsewhere=True, gates=(), before=(), steps=(), bring=(), never_give=(), ask=(), **nothing)


def _calls(leaves: tuple[Leaf, ...]) -> tuple[Remedy, ...]:
    """Every escalation, once: the remedies that stand on some leaf without a letter."""
    return tuple({one.id: one for leaf in leaves for one in leaf.remedies if not one.letter}.values())


def _warnings(leaves: tuple[Leaf, ...]) -> tuple[Warn, ...]:
    """Every safety notice, once."""
    found: list[Warn] = []
    for leaf in leaves:
        found += [warn for warn in leaf.notices if warn not in found]
    return tuple(found)


def booklet(catalog: Catalog, language: str, leaves: tuple[Leaf, ...], sides: tuple[Side, ...]) -> str:
    """The order for the booklet in one language; `sides` are those of its `leaves`, in order, as `bound` made them."""
    site = catalog.site
    prefix = next(tongue.prefix for tongue in site.tongues if tongue.code == language)
    book = {
        "name": site.name,
        "description": site.description,
        "question": site.question,
        "address": f"{site.address}{prefix}",
        "edition": edition(leaves),
        "triage": tuple(_triage(catalog, entry) for entry in site.triage),
        "contents": tuple(_contents(catalog, leaves)),
        "calls": _calls(leaves),
        "warnings": _warnings(leaves),
        "card": {
            "title": label(catalog, "call_card"),
            "lines": tuple(blank(catalog, line) for line in site.call_card),
        },
        "rails": tuple(_rail(catalog, rail) for rail in catalog.rails),
    }
    title = f"{site.name[language]} {edition(leaves)}"
    paper = {"width": A4.width, "height": A4.height}
    return order(catalog, (language,), title, sides, booklet=written(book, (language,)), paper=paper)


def edition(leaves: tuple[Leaf, ...]) -> str:
    """The booklet's own edition: the newest date of its leaves, and 6 hex digits over all their editions."""
    editions = sorted(leaf.edition for leaf in leaves)
    return f"{editions[-1][:10] if editions else ''}-{hashlib.sha256(' '.join(editions).encode()).hexdigest()[:6]}"


def _triage(catalog: Catalog, entry: TriageEntry) -> dict[str, Any]:
    ways = tuple(filter(None, (_way(catalog, link) for link in entry.to)))
    return {"title": entry.title, "detail": entry.detail, "danger": entry.danger, "to": ways}


def _way(catalog: Catalog, link: Link) -> dict[str, Any] | None:
    """Where a triage entry leads on paper: a leaf by its number; of the site's pages, the codes."""
    found = catalog.find(link)
    if isinstance(found, Checklist):
        return {"number": f"{found.number:02d}", "title": found.title, "place": f"{found.id}-front"}
    if link == Link("page", "codes") and catalog.rails:
        return {"number": "", "title": label(catalog, "codes"), "place": f"codes-{catalog.rails[0].id}"}
    return None


def _contents(catalog: Catalog, leaves: tuple[Leaf, ...]) -> Iterator[dict[str, Any]]:
    for leaf in leaves:
        yield {"number": leaf.number, "title": leaf.title, "place": f"{leaf.id}-{'log' if leaf.columns else 'front'}"}
    yield {"number": "", "title": label(catalog, "sheet_for_all"), "place": "for-all"}
    yield {"number": "", "title": label(catalog, "call_card"), "place": "call-card"}
    for rail in catalog.rails:
        yield {"number": "", "title": rail.title, "place": f"codes-{rail.id}"}


def _rail(catalog: Catalog, rail: Rail) -> dict[str, Any]:
    return {
        "id": rail.id,
        "title": rail.title,
        "intro": rail.intro,
        "codes": tuple(_code(catalog, code) for code in rail.codes if code.is_published),
    }


def _code(catalog: Catalog, code: Code) -> dict[str, Any]:
    """A code's line: what it means, what the screen says, what to do."""
    remedy = catalog.find(code.resolution)
    shown = (code.shown.current, code.shown.legacy) if code.shown else ()
    return {
        "code": code.code,
        "meaning": code.meaning,
        "shown": tuple(dict.fromkeys(words for words in shown if words)),
        "others": tuple({"when": other.when, "to": _way(catalog, other.to)} for other in code.use_other),
        "action": label(catalog, f"action_{code.action}"),
        "short": remedy.short if isinstance(remedy, Resolution) else getattr(remedy, "title", None),
    }
