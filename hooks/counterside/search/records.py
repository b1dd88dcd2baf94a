"""What a search finds: every published record and page as a row of strings, by language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from counterside.model import (
    Case,
    Catalog,
    Checklist,
    Code,
    Link,
    Myth,
    Rail,
    Record,
    Resolution,
    Symptom,
    Term,
    TriageEntry,
    address,
    links,
)
from counterside.model.records import CodeAction
from counterside.search import characters
from counterside.search.prose import Prose, prose
from counterside.site import Asset
from counterside.site.context import read_codes
from counterside.text import markup
from counterside.text.i18n import Labels, Language, MissingLabel, Text

ACTIONS: tuple[CodeAction, ...] = get_args(CodeAction)
_AT_ONCE_MARK = "!"
"""Beside the action of a code that is answered before the rail is known."""
KINDS = ("symptom", "resolution", "code", "routine", "case", "term", "myth", "page")
"""The kinds of answer; `search.js` has the same list with the weight of each."""

_HAN = re.compile(r"[\u2e80-\u9fff]")
_RAIL_FIRST = ("ok", "ok-partial", "ok-confirm", "security", "fix-once", "check-original", "sign-on", "wait")
"""Actions whose meaning is not shown before the reader knows which rail the code belongs to."""
_RAIL_FIRST_MARK = "!"
_LONGEST_IN_A_TABLE = 2
"""Codes of more characters are words: they are found as words are, in whole or in part."""
_HEARD = ("symptom", "resolution", "code", "routine")
"""The kinds that are found by their sound as well."""
_FOR_EDITORS = ("contribute/", "hosting/")
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
    leads: tuple[Link, ...] = ()
    code: str = ""
    action: str = ""
    ref: Link = field(default=Link(""))


def assets(catalog: Catalog, root: Path) -> tuple[Asset, ...]:
    """The records of every language as a script, since a page from a stick may load that, but not fetch JSON; and
    their steps as another, which is asked for after the first answer.

    The names carry no hash, because every page names them: one changed word would change every page.
    """
    return tuple(asset for language in catalog.languages for asset in _assets(catalog, language, root))


def _assets(catalog: Catalog, language: Language, root: Path) -> Iterator[Asset]:
    found = records(catalog, language, prose(root, catalog, language))
    yield Asset(f"{language.prefix}search/records.js", _script("Records", found))
    yield Asset(f"{language.prefix}search/steps.js", _script("Steps", steps(catalog, language.code)))


def _script(name: str, data: Any) -> bytes:
    inner = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    literal = json.dumps(inner, ensure_ascii=False).replace("</", "<\\/").replace("\u2028", "\\u2028")
    return f"window.counterside{name}=JSON.parse({literal})\n".encode()


def records(catalog: Catalog, language: Language, pages: tuple[Prose, ...]) -> dict[str, Any]:
    """Everything `search.js` needs in one language: rows, words of the trade, characters."""
    rows = tuple(_rows(catalog, language.code, pages))
    places = {row.ref: index for index, row in enumerate(rows)}
    urls = {row.url: index for index, row in enumerate(rows)}
    words = {role: _words(catalog, role, language.code) for role in ("same", "weak", "code", "meaning", "unit")}
    spoken = set("".join(word for role in words.values() for group in role for word in group))
    spoken |= set("".join(text for row in rows if row.kind in _HEARD for text in (row.title, *row.phrases)))
    used = spoken.union("".join(text for row in rows for text in (row.title, *row.phrases, row.note, *row.screen)))
    has_han = any(map(_HAN.match, used)) and language.is_default
    ways = _ways(rows)
    return {
        "rows": "\n".join(_line(row, places, ways[row.kind]) for row in rows),
        "ways": [ways.get(kind, ("", "")) for kind in KINDS],
        "rails": {rail.id: _plain(rail.title, language.code) for rail in _rails(catalog)},
        "code": _code_words(catalog, language.code),
        "railFirst": catalog.labels.get("search_rail_first", language.code),
        "words": _interface(catalog.labels, language.code),
        "triage": [_question(entry, language.code, urls) for entry in catalog.site.triage],
        "others": [_elsewhere(catalog, other, language) for other in catalog.site.all_languages if other != language],
        "icons": _icons(catalog),
        "same": words["same"],
        **{name: [word for group in words[role] for word in group] for name, role in _FLAT.items()},
        "characters": characters.table(used, spoken) if has_han else "",
    }


def steps(catalog: Catalog, code: str) -> dict[str, list[list[str]]]:
    """The steps of every checklist, by its address: the one that fits a query is shown below its answer. They help
    little to find one, and would be a tenth of what is fetched before it."""
    return {
        str(address(symptom.ref)): [[step.id, _plain(step.do, code)] for step in symptom.steps]
        for symptom in catalog.symptoms
    }


def _icons(catalog: Catalog) -> dict[str, str]:
    """The lines of each checklist's pictogram, by the checklist's address."""
    return {
        str(address(symptom.ref)): catalog.drawings[symptom.icon].body for symptom in catalog.symptoms if symptom.icon
    }


def _interface(labels: Labels, code: str) -> dict[str, str]:
    """The interface's words that answers are shown with."""
    return {name: labels.get(f"search_{name}", code) for name in (*KINDS, "step", "found", "none")}


def _code_words(catalog: Catalog, code: str) -> dict[str, Any] | None:
    """What is said of a code where it is typed: what it asks for, whether another try is allowed, and what holds for
    one that is not listed. Nothing where the site has no words for it."""
    words = catalog.site.code_help
    if words is None:
        return None
    labels = catalog.labels
    first, call = catalog.find(words.first), catalog.find(words.call)
    return {
        "actions": [labels.get(f"action_{action}", code) for action in ACTIONS],
        "retry": f"{labels.get('may_retry', code)} {labels.get('retry_no', code)}",
        "ask": _plain(words.ask, code),
        "unsure": labels.get("none_or_unsure", code),
        "none": labels.get("code_unknown", code),
        "unlisted": _plain(words.unknown, code),
        "meant": labels.get("code_meant", code),
        "doubt": [
            [str(address(link)), _plain(getattr(record, "title", None), code)]
            for link, record in ((words.first, first), (words.call, call))
        ],
    }


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


def _ways(rows: tuple[Row, ...]) -> dict[str, tuple[str, str]]:
    """What the addresses of a kind begin and end with, so that a row holds what is its own."""
    urls: dict[str, list[str]] = {}
    for row in rows:
        urls.setdefault(row.kind, []).append(row.url)
    return {kind: _shared(found) for kind, found in urls.items()}


def _shared(urls: list[str]) -> tuple[str, str]:
    folders = {url.partition("/")[0] + "/" for url in urls if "/" in url}
    before = folders.pop() if len(folders) == 1 and all("/" in url for url in urls) else ""
    return before, "/" if all(url[len(before) :].endswith("/") for url in urls) else ""


def _line(row: Row, places: dict[Link, int], way: tuple[str, str]) -> str:
    """A row as a line, without what it lacks at its end: `|` between cells, `~` between the parts of one. A sixth
    less to fetch than the same as JSON."""
    cells = (
        str(KINDS.index(row.kind)),
        row.url[len(way[0]) : len(row.url) - len(way[1])],
        _clean(row.title),
        _list(row.phrases),
        _clean(row.note),
        _list(row.keywords),
        _list(row.screen),
        "~".join(str(place) for place in sorted(places[link] for link in row.leads if link in places)),
        row.code,
        row.action,
    )
    return "|".join(cells).rstrip("|")


_MARKS = str.maketrans({"|": "/", "~": "-", "\n": " "})


def _clean(text: str) -> str:
    return text.translate(_MARKS)


def _list(texts: tuple[str, ...]) -> str:
    return "~".join(map(_clean, texts))


def _rows(catalog: Catalog, code: str, pages: tuple[Prose, ...]) -> Iterator[Row]:
    leads = _leads(catalog, code)
    yield from (_checklist(symptom, code) for symptom in catalog.symptoms)
    yield from (_remedy(resolution, code, leads) for resolution in catalog.resolutions)
    yield from (_checklist(routine, code) for routine in catalog.routines)
    yield from (_case(case, code) for case in catalog.cases)
    yield from _codes(catalog, code)
    yield from (_term(term, code, leads) for term in catalog.terms)
    yield from (_myth(myth, code) for myth in catalog.myths)
    yield from _pages(catalog, code)
    yield from map(_prose, pages)


def _prose(page: Prose) -> Row:
    return Row("page", page.path, page.title, note=_brief(page.path, page.description))


def _brief(path: str, description: str) -> str:
    """What a page is about, in as many words as one line of an answer has room for."""
    return "" if path.startswith(_FOR_EDITORS) or "{" in description else re.split(r"[，；。]|[,;:.] ", description)[0]


def _rails(catalog: Catalog) -> list[Rail]:
    """The rails, the commonest first: it is the one with the longest list."""
    return sorted(catalog.rails, key=lambda rail: (-len(rail.codes), rail.id))


def _plain(text: Text | None, code: str) -> str:
    return markup.plain(text[code]) if text else ""


def _phrases(record: Record, code: str) -> tuple[str, ...]:
    return tuple(getattr(record, "aliases", {}).get(code, ()))


def _checklist(record: Checklist, code: str) -> Row:
    return Row(
        record.kind,
        str(address(record.ref)),
        _plain(record.title, code),
        _phrases(record, code),
        keywords=tuple(record.keywords.get(code, ())),
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


def _codes(catalog: Catalog, code: str) -> Iterator[Row]:
    """The same code of several rails side by side: alike lines next to each other are less to fetch."""
    listed = [(each, place) for place, rail in enumerate(_rails(catalog)) for each in rail.codes if each.is_published]
    at_once = {(reading.rail.rail, reading.code.code): reading.needs_no_rail for reading in read_codes(catalog)[1]}
    for each, place in sorted(listed, key=lambda entry: (entry[0].code, entry[1])):
        yield _code(each, place, code, at_once[_rails(catalog)[place].rail, each.code])


def _code(record: Code, rail: int, code: str, is_at_once: bool) -> Row:
    """A code of the rail at that place in the list. Its address and title are its rail's and its own characters:
    `search.js` puts them together."""
    meaning = _plain(record.meaning, code)
    phrases = _phrases(record, code)
    if len(record.code) > _LONGEST_IN_A_TABLE:
        phrases += (record.code,)
    shown = [] if record.shown is None else [record.shown.legacy, record.shown.current]
    on_screen = (part for text in shown if text for part in re.split(r" / ", text))
    return Row(
        "code",
        str(rail),
        meaning,
        phrases,
        note=_RAIL_FIRST_MARK if record.action in _RAIL_FIRST else "",
        screen=tuple(part for part in on_screen if part != meaning and part not in phrases),
        code=record.code,
        action=f"{ACTIONS.index(record.action)}{_AT_ONCE_MARK if is_at_once else ''}",
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


def _pages(catalog: Catalog, code: str) -> Iterator[Row]:
    """The pages that are drawn from the catalog, by the names the interface gives them."""
    labels = catalog.labels
    for name, path in catalog.pages.items():
        if name == "search":
            continue
        label = name.rpartition("/")[2].replace("-", "_")
        try:
            title, note = labels.get(label, code), labels.get(f"{label}_description", code)
        except MissingLabel:
            continue
        yield Row("page", path, title, note=_brief(path, note))


def _leads(catalog: Catalog, code: str) -> dict[Link, tuple[Link, ...]]:
    """For each remedy, the symptoms whose steps lead to it; for each term, those that link to it or bear its name.
    What most of them lead to, such as the call to the provider, belongs to none."""
    found: dict[Link, list[Link]] = {}
    for symptom in catalog.of(Symptom):
        targets = {answer.target.record for step in symptom.steps for answer in step.answers if answer.target}
        targets |= {use.link.record for use in links(symptom) if use.link.kind == "term"}
        for target in targets:
            found.setdefault(target, []).append(symptom.ref)
    names = [
        (symptom.ref, "\n".join((_plain(symptom.title, code), *_phrases(symptom, code))).lower())
        for symptom in catalog.symptoms
    ]
    for term in catalog.terms:
        word = _plain(term.title, code).lower()
        found.setdefault(term.ref, []).extend(ref for ref, spoken in names if word in spoken)
    leading = {target: tuple(dict.fromkeys(symptoms)) for target, symptoms in found.items()}
    return {target: each for target, each in leading.items() if len(each) <= len(catalog.symptoms) / 2}
