"""Catalog → the rows of the search box, one script per language; the index is built in the browser."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, get_args

from counterside.model.catalog import Catalog, find_title
from counterside.model.nodes import Link, find_address
from counterside.model.records import Case, CodeAction, Record, Resolution, Symptom
from counterside.site.routes import HARMLESS, read_codes
from counterside.site.view import Asset
from counterside.text.files import name_file, split_page
from counterside.text.i18n import Language, Text, strip_marks

ACTIONS: tuple[CodeAction, ...] = get_args(CodeAction)
# The kinds of answer; `search.js` has the same list with the weight of each.
KINDS = ("symptom", "resolution", "code", "routine", "case", "term", "myth", "page")

_ROLES = {"weak": "weak", "codeWords": "code", "meaning": "meaning", "units": "unit"}
# What parts the cells of a row and the entries of a cell cannot be in a word.
_SEPARATORS = str.maketrans({"|": "/", "~": "-", "\n": " "})


class Row(NamedTuple):
    """One answer: where it leads, what it is called, and the words that find it, in the order of a line's cells.
    `leads` are the symptoms it must not come before."""

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
    weights: tuple[str, ...] = ()
    ref: Link = Link("")


def assets(catalog: Catalog, root: Path) -> Iterator[Asset]:
    """The records of every language as a script, since a page from a stick may load that, but not fetch JSON. Its name
    carries no hash, because every page names it: one changed word would change every page."""
    for language in catalog.languages:
        records = json.dumps(_list_records(catalog, language, root), ensure_ascii=False, separators=(",", ":"))
        yield Asset(f"{language.prefix}search/records.js", f"window.countersideRecords={records}\n".encode())


def _list_records(catalog: Catalog, language: Language, root: Path) -> dict[str, Any]:
    """Everything `search.js` needs in one language: rows, words of the trade, characters."""
    code = language.code
    rows = (*_list_rows(catalog, code), *_list_prose(root, catalog, language))
    places = {row.ref: index for index, row in enumerate(rows)}
    # The words of the trade by their role, each list of words that mean the same by itself.
    words: dict[str, list[list[str]]] = {role: [] for role in ("same", *_ROLES.values())}
    for entry in catalog.synonyms:
        if entry.words.get(code):
            words[entry.role].append(list(entry.words[code]))
    shown = "".join(text for row in rows for text in (row.title, *row.phrases, row.note, *row.screen))
    used = {*shown, *(character for groups in words.values() for group in groups for character in "".join(group))}
    return {
        "rows": "\n".join(_write_row(row, places) for row in rows),
        **_list_labels(catalog, language, places),
        "icons": {find_address(each.ref): catalog.drawings[each.icon].body for each in catalog.symptoms if each.icon},
        "same": words["same"],
        **{name: [word for group in words[role] for word in group] for name, role in _ROLES.items()},
        "characters": _write_characters(used) if language.is_default else "",
    }


def _list_labels(catalog: Catalog, language: Language, places: dict[Link, int]) -> dict[str, Any]:
    """The words around the rows, named by their `places`; of the other languages, the way to their search page."""
    labels, code, up = catalog.labels, language.code, "" if language.is_default else "../"
    others = (each for each in catalog.languages if each != language)
    return {
        "rails": {rail.id: _strip_text(rail.title, code) for rail in catalog.rails},
        "code": _list_code_words(catalog, code),
        "railFirst": labels.get("search_rail_first", code),
        "words": {name: labels.get(f"search_{name}", code) for name in (*KINDS, "none", "more", "urgent", "doubt")},
        "found": labels.forms("search_found", code),  # in each plural form
        "urgent": [places[symptom.ref] for symptom in catalog.symptoms if symptom.urgency == "money"],
        "triage": [  # a question and the rows it leads to: shown where nothing is found
            [_strip_text(entry.title, code), *(places[link] for link in entry.to if link in places)]
            for entry in catalog.site.triage
        ],
        "others": [
            [each.code, f"{up}{each.prefix}search/", labels.get("search_elsewhere", each.code)] for each in others
        ],
    }


def _list_code_words(catalog: Catalog, code: str) -> dict[str, Any] | None:
    """What is said of a code where it is typed: what it asks for, whether another try is allowed, and what holds for
    one that is not listed. Nothing where the site has no words for it."""
    words = catalog.site.code_help
    if words is None:
        return None
    labels = catalog.labels
    return {
        "actions": [labels.get(f"action_{action}", code) for action in ACTIONS],
        "retry": f"{labels.get('may_retry', code)} {labels.get('retry_no', code)}",
        "ask": _strip_text(words.ask, code),
        "unsure": labels.get("none_or_unsure", code),
        "none": labels.get("code_unknown", code),
        "unlisted": _strip_text(words.unknown, code),
        "meant": labels.get("code_meant", code),
        "doubt": [
            [find_address(link), _strip_text(getattr(catalog.find(link), "title", None), code)]
            for link in (words.first, words.call)
        ],
    }


def _write_row(row: Row, places: dict[Link, int]) -> str:
    """A row as a line, a sixth shorter than as JSON: `|` between cells, `~` between the parts of one, no empty end."""
    leads = map(str, sorted(places[link] for link in row.leads if link in places))
    written = {"kind": str(KINDS.index(row.kind)), "leads": leads, "ref": ""}
    cells = ([cell] if isinstance(cell, str) else cell for cell in (row._asdict() | written).values())
    return "|".join("~".join(text.translate(_SEPARATORS) for text in cell) for cell in cells).rstrip("|")


def _list_rows(catalog: Catalog, code: str) -> Iterator[Row]:
    leads, learnt = _find_leads(catalog, code), catalog.weights.get(code, {})
    for symptom in catalog.symptoms:  # what was learnt for a former id counts as well
        weights = chain.from_iterable(learnt.get(name, ()) for name in (symptom.id, *symptom.was))
        yield _make_row(symptom, code, leads)._replace(weights=tuple(weights))
    records = (*catalog.resolutions, *catalog.routines, *catalog.cases)
    yield from (_make_row(record, code, leads) for record in records)
    yield from _list_codes(catalog, code)
    yield from (_make_row(record, code, leads) for record in (*catalog.terms, *catalog.myths))
    yield from _list_pages(catalog, code)


def _make_row(record: Record, code: str, leads: dict[Link, tuple[Link, ...]]) -> Row:
    # A word that the glossary forbids still finds the term that is meant by it.
    keywords = getattr(record, "keywords", {}) or getattr(record, "forbidden", {})
    return Row(
        record.kind,
        find_address(record.ref),
        _strip_text(find_title(record), code),
        _list_phrases(record, code),
        note=_strip_text(record.short, code) if isinstance(record, Resolution) else "",
        keywords=tuple(keywords.get(code, ())),
        leads=(record.symptom.record,) if isinstance(record, Case) else leads.get(record.ref, ()),
        ref=record.ref,
    )


def _strip_text(text: Text | None, code: str) -> str:
    return strip_marks(text[code]) if text else ""


def _list_phrases(record: Record, code: str) -> tuple[str, ...]:
    return tuple(getattr(record, "aliases", {}).get(code, ()))


def _list_codes(catalog: Catalog, code: str) -> Iterator[Row]:
    """The same code of several rails side by side: alike lines next to each other are less to fetch. The address and
    the title of a code are its rail's place and its own characters: `search.js` puts them together."""
    for rail, each, _, is_safe in read_codes(catalog)[1]:
        meaning, phrases = _strip_text(each.meaning, code), _list_phrases(each, code)
        phrases += (each.code,) if len(each.code) > 2 else ()  # a word, which is found in whole or in part
        shown = [] if each.shown is None else [each.shown.legacy, each.shown.current]
        on_screen = (part for text in shown if text for part in text.split(" / "))
        mark = "!" if is_safe else ""  # it is answered before the rail is known
        yield Row(
            "code",
            str(catalog.rails.index(rail)),
            meaning,
            phrases,
            note="" if each.action in HARMLESS else "!",  # its meaning waits until the rail is known
            screen=tuple(part for part in on_screen if part != meaning and part not in phrases),
            code=each.code,
            action=f"{ACTIONS.index(each.action)}{mark}",
        )


def _list_pages(catalog: Catalog, code: str) -> Iterator[Row]:
    """The pages that are drawn from the catalog, by the names the interface gives them."""
    for name, path in catalog.pages.items():
        label = name.rpartition("/")[2].replace("-", "_")
        if name != "search" and catalog.labels.words.keys() >= {label, f"{label}_description"}:
            title, note = (catalog.labels.get(each, code) for each in (label, f"{label}_description"))
            yield Row("page", path, title, note=_cut_description(note), ref=Link("page", name))


def _list_prose(root: Path, catalog: Catalog, language: Language) -> Iterator[Row]:
    """The hand-written pages that exist in a language, by their own title and description."""
    for name, file in sorted(catalog.prose.items()):
        path = root / name_file(file, language.code, catalog.site.codes)
        if path.is_file():
            title, description, _ = split_page(path.read_text("utf-8"))
            note, ref = _cut_description(description), Link("page", name)
            yield Row("page", f"{name}/", title or name, note=note, ref=ref)


def _cut_description(description: str) -> str:
    """What a page is about, in as many words as one line of an answer has room for."""
    return "" if "{" in description else re.split(r"[，；。]|[,;:.] ", description)[0]


def _find_leads(catalog: Catalog, code: str) -> dict[Link, tuple[Link, ...]]:
    """For each remedy, the symptoms whose steps lead to it; for each term, those that link to it or bear its name.
    What most of them lead to, such as the call to the provider, belongs to none."""
    found: dict[Link, list[Link]] = defaultdict(list)
    # Drafts count: a remedy that a draft names stays behind it when that is published.
    for symptom in catalog.of(Symptom):
        targets = {answer.target.record for step in symptom.steps for answer in step.answers if answer.target}
        targets |= {use.value.record for use in symptom.uses.link if use.value.kind == "term"}
        for target in targets:
            found[target].append(symptom.ref)
    names = [
        (symptom.ref, "\n".join((_strip_text(symptom.title, code), *_list_phrases(symptom, code))).lower())
        for symptom in catalog.symptoms
    ]
    for term in catalog.terms:
        word = _strip_text(term.title, code).lower()
        found[term.ref] += (ref for ref, spoken in names if word in spoken)
    leading = {target: tuple(dict.fromkeys(found[target])) for target in found if target.kind in ("resolution", "term")}
    return {target: each for target, each in leading.items() if len(each) <= len(catalog.symptoms) / 2}


def _write_characters(used: set[str]) -> str:
    """The characters used, by how they are read, without tones, and behind each its traditional forms: `ka卡咖
    wang往网'網`. A character that is listed again has a second reading."""
    forms = {line[0]: "".join(f"'{form}" for form in line[1:]) for line in _read_lines("traditional.txt")}
    found = []
    for line in _read_lines("pinyin.txt"):
        reading, characters = line.split(" ")
        kept = "".join(each + forms.pop(each, "") for each in characters if each in used)
        found.append(reading + kept if kept else "")
    return " ".join(filter(None, found))


def _read_lines(name: str) -> list[str]:
    text = files("counterside").joinpath("search", name).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
