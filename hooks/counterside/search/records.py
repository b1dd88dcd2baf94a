"""What a search finds: every published record and page as a row of strings, by language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterside import markup
from counterside.languages import Labels, Language, MissingLabel, Text
from counterside.model import (
    GENERATED_PAGES,
    Case,
    Catalog,
    Checklist,
    Code,
    Link,
    Myth,
    Rail,
    Record,
    Resolution,
    Term,
    TriageEntry,
    address,
)
from counterside.pages import Asset
from counterside.search import characters
from counterside.search.prose import Prose, prose

KINDS = ("symptom", "resolution", "code", "routine", "case", "term", "myth", "page")
"""The kinds of answer; `search.js` has the same list with the weight of each."""

STEPS_UP_TO = 200
"""Checklists up to which their steps are found too. Beyond it they would double what a reader fetches first:
with 1000 checklists 256 kB instead of 140."""

_HAN = re.compile(r"[\u2e80-\u9fff]")
_RAIL_FIRST = ("ok", "ok-partial", "ok-confirm", "security", "fix-once", "sign-on", "wait")
"""Actions whose meaning is not shown before the reader knows which rail the code belongs to."""
_RAIL_FIRST_MARK = "!"
_FOR_EDITORS = "contribute/"
"""Pages that a reader at the counter does not look for: found by title alone."""


@dataclass(frozen=True)
class Row:
    """One answer: where it leads, what it is called, and the words that find it. `leads` are the symptoms it must
    not stand before."""

    kind: str
    url: str
    title: str
    phrases: tuple[str, ...] = ()
    note: str = ""
    keywords: tuple[str, ...] = ()
    screen: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    leads: tuple[Link, ...] = ()
    code: str = ""
    ref: Link = field(default=Link(""))


def assets(catalog: Catalog, root: Path) -> tuple[Asset, ...]:
    """The records of every language as a script: a page from a stick may load that, but not fetch JSON.

    The name carries no hash, because every page names it: one changed word would change every page.
    """
    return tuple(
        Asset(
            f"{language.prefix}search/records.js", _script(records(catalog, language, prose(root, catalog, language)))
        )
        for language in catalog.tongues
    )


def _script(data: dict[str, Any]) -> bytes:
    inner = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    literal = json.dumps(inner, ensure_ascii=False).replace("</", "<\\/").replace("\u2028", "\\u2028")
    return f"window.countersideRecords=JSON.parse({literal})\n".encode()


def records(catalog: Catalog, language: Language, pages: tuple[Prose, ...]) -> dict[str, Any]:
    """Everything `search.js` needs in one language: rows, words of the trade, characters."""
    rows = tuple(_rows(catalog, language.code, pages))
    places = {row.ref: index for index, row in enumerate(rows)}
    urls = {row.url: index for index, row in enumerate(rows)}
    words = {role: _words(catalog, role, language.code) for role in ("same", "weak", "code", "meaning", "unit")}
    used = set("".join(text for row in rows for text in (row.title, *row.phrases, row.note, *row.screen)))
    used |= set("".join(word for role in words.values() for group in role for word in group))
    has_han = any(map(_HAN.match, used)) and language.is_default
    return {
        "rows": "\n".join(_line(row, places) for row in rows),
        "rails": {rail.id: _plain(rail.title, language.code) for rail in _rails(catalog)},
        "railFirst": catalog.labels.get("search_rail_first", language.code),
        "words": _interface(catalog.labels, language.code),
        "triage": [_question(entry, language.code, urls) for entry in catalog.site.triage],
        "others": [_elsewhere(catalog, other, language) for other in catalog.site.tongues if other != language],
        "same": words["same"],
        **{name: [word for group in words[role] for word in group] for name, role in _FLAT.items()},
        "traditional": characters.traditional(used) if has_han else "",
        "pinyin": characters.readings(used) if has_han else "",
    }


def _interface(labels: Labels, code: str) -> dict[str, str]:
    """The interface's words that answers are shown with."""
    return {name: labels.get(f"search_{name}", code) for name in (*KINDS, "step", "found", "none")}


def _question(entry: TriageEntry, code: str, places: dict[str, int]) -> list[Any]:
    """A triage question and the rows it leads to: shown where nothing is found."""
    return [_plain(entry.title, code), *(places[url] for url in map(str, map(address, entry.to)) if url in places)]


def _elsewhere(catalog: Catalog, other: Language, language: Language) -> list[str]:
    """The search of another language, in that language's own words, and the way there."""
    up = "" if language.is_default else "../"
    return [other.code, f"{up}{other.prefix}search/", catalog.labels.get("search_elsewhere", other.code)]


_FLAT = {"weak": "weak", "codeWords": "code", "meaning": "meaning", "units": "unit"}


def _words(catalog: Catalog, role: str, code: str) -> list[list[str]]:
    return [list(entry.words[code]) for entry in catalog.synonyms if entry.role == role and entry.words.get(code)]


def _line(row: Row, places: dict[Link, int]) -> str:
    """A row as a line, without what it lacks at its end: `|` between cells, `~` between the parts of one. A sixth
    less to fetch than the same as JSON."""
    cells = (
        str(KINDS.index(row.kind)),
        row.url,
        _clean(row.title),
        _list(row.phrases),
        _clean(row.note),
        _clean(" ".join(row.keywords)),
        _list(row.screen),
        "~".join(f"{name}={_clean(text)}" for name, text in row.steps),
        "~".join(str(place) for place in sorted(places[link] for link in row.leads if link in places)),
        row.code,
    )
    return "|".join(cells).rstrip("|")


_MARKS = str.maketrans({"|": "/", "~": "-", "\n": " "})


def _clean(text: str) -> str:
    return text.translate(_MARKS)


def _list(texts: tuple[str, ...]) -> str:
    return "~".join(map(_clean, texts))


def _rows(catalog: Catalog, code: str, pages: tuple[Prose, ...]) -> Iterator[Row]:
    with_steps = len(catalog.symptoms) <= STEPS_UP_TO
    leads = _leads(catalog, code)
    yield from (_checklist(symptom, code, with_steps) for symptom in catalog.symptoms)
    yield from (_remedy(resolution, code, leads) for resolution in catalog.resolutions)
    yield from (_checklist(routine, code, with_steps=False) for routine in catalog.routines)
    yield from (_case(case, code) for case in catalog.cases)
    yield from (_code(each, rail, code) for rail in _rails(catalog) for each in rail.codes if each.is_published)
    yield from (_term(term, code, leads) for term in catalog.terms)
    yield from (_myth(myth, code) for myth in catalog.myths)
    yield from _pages(catalog.labels, code)
    yield from map(_prose, pages)


def _prose(page: Prose) -> Row:
    note = "" if page.path.startswith(_FOR_EDITORS) else page.description
    return Row("page", page.path, page.title, note=note)


def _rails(catalog: Catalog) -> list[Rail]:
    """The rails, the commonest first: it is the one with the longest list."""
    return sorted(catalog.rails, key=lambda rail: (-len(rail.codes), rail.id))


def _plain(text: Text | None, code: str) -> str:
    return markup.plain(text[code]) if text else ""


def _phrases(record: Record, code: str) -> tuple[str, ...]:
    return tuple(getattr(record, "aliases", {}).get(code, ()))


def _checklist(record: Checklist, code: str, with_steps: bool) -> Row:
    steps = tuple((step.id, _plain(step.do, code)) for step in record.steps) if with_steps else ()
    return Row(
        record.kind,
        str(address(record.ref)),
        _plain(record.title, code),
        _phrases(record, code),
        keywords=tuple(record.keywords.get(code, ())),
        steps=steps,
        ref=record.ref,
    )


def _remedy(record: Resolution, code: str, leads: dict[Link, tuple[Link, ...]]) -> Row:
    return Row(
        "resolution",
        str(address(record.ref)),
        _plain(record.title, code),
        _phrases(record, code),
        note=_plain(record.short, code),
        leads=leads.get(record.ref, ()),
    )


def _case(record: Case, code: str) -> Row:
    return Row("case", str(address(record.ref)), _plain(record.title, code), leads=(record.symptom.record,))


def _code(record: Code, rail: Rail, code: str) -> Row:
    """A code. Its address and title are its rail's and its own characters: `search.js` puts them together."""
    meaning = _plain(record.meaning, code)
    shown = [] if record.shown is None else [record.shown.legacy, record.shown.current]
    on_screen = tuple(part for text in shown if text for part in re.split(r" / ", text))
    return Row(
        "code",
        rail.id,
        meaning,
        _phrases(record, code),
        note=_RAIL_FIRST_MARK if record.action in _RAIL_FIRST else "",
        screen=on_screen,
        code=record.code,
    )


def _term(record: Term, code: str, leads: dict[Link, tuple[Link, ...]]) -> Row:
    forbidden = tuple(record.forbidden.get(code, ()))
    return Row(
        "term",
        str(address(record.ref)),
        _plain(record.title, code),
        _phrases(record, code),
        keywords=forbidden,
        leads=leads.get(record.ref, ()),
    )


def _myth(record: Myth, code: str) -> Row:
    return Row("myth", str(address(record.ref)), _plain(record.claim, code))


def _pages(labels: Labels, code: str) -> Iterator[Row]:
    """The pages that are drawn from the catalog, by the names the interface gives them."""
    for name, path in GENERATED_PAGES.items():
        if name == "search":
            continue
        label = name.rpartition("/")[2].replace("-", "_")
        try:
            title, note = labels.get(label, code), labels.get(f"{label}_description", code)
        except MissingLabel:
            continue
        yield Row("page", path, title, note="" if "{" in note else note)


def _leads(catalog: Catalog, code: str) -> dict[Link, tuple[Link, ...]]:
    """For each remedy, the symptoms whose steps lead to it; for each term, those that link to it or bear its name."""
    found: dict[Link, list[Link]] = {}
    for card in catalog.cards.of("symptom"):
        targets = {answer.target.record for step in card.steps for answer in step.answers if answer.target}
        targets |= {use.link.record for use in card.links if use.link.kind == "term"}
        for target in targets:
            found.setdefault(target, []).append(card.ref)
    for term in catalog.terms:
        word = _plain(term.title, code).lower()
        named = (
            symptom.ref
            for symptom in catalog.symptoms
            if any(word in text.lower() for text in (_plain(symptom.title, code), *_phrases(symptom, code)))
        )
        found.setdefault(term.ref, []).extend(named)
    return {target: tuple(dict.fromkeys(symptoms)) for target, symptoms in found.items()}
