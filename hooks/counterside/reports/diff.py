"""What changed for readers between two states of the catalog, in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from counterside.model import Catalog, Link, Node, Record, find_address
from counterside.model.nodes import FieldShape, list_fields
from counterside.text.i18n import Text
from counterside.text.problems import Place

Kind = Literal["one-language", "reviewed", "vanished", "sheet", "text", "structure", "new"]
NEEDS_A_LOOK: tuple[Kind, ...] = ("one-language", "reviewed", "vanished", "sheet")
"""Kinds of change that are easily overlooked."""
Prose = Mapping[str, str]
"""Hand-written pages: path below `docs/` → text."""
_ANCHOR = re.compile(r"^#.*\{#([\w-]+)", re.MULTILINE)
Printed = Mapping[str, Mapping[str, int]]
"""What is printed of each checklist: its id → file name → pages."""


class Change(NamedTuple):
    """One thing that changed. `place` is where it stands now; of what vanished, where it stood."""

    kind: Kind
    place: Place
    message: str

    @property
    def needs_a_look(self) -> bool:
        """Whether it may have been overlooked."""
        return self.kind in NEEDS_A_LOOK


def compare_catalogs(old: Catalog, new: Catalog, old_prose: Prose, new_prose: Prose, since: date) -> tuple[Change, ...]:
    """Every change, by file. `since` is the day of the old state: a review on that day or later is no old one."""
    compare = _Comparison(old, new, since)
    found = [*compare.records(), *compare.vanished(), *compare.prose(old_prose, new_prose)]
    return tuple(sorted(found, key=lambda change: change.place.file))


def compare_printed(new: Catalog, before: Printed, after: Printed) -> tuple[Change, ...]:
    """The sheets that take more pages than they did, and those that are made no more."""
    placed = {record.id: record.place for record in new.records}
    return tuple(
        change
        for checklist, files in before.items()
        if checklist in after
        for change in _compare_pages(placed[checklist], files, after[checklist])
    )


def _compare_pages(place: Place, before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[Change]:
    for name, pages in before.items():
        if name not in after:
            yield Change("vanished", place, f"sheet `{name}` is no longer made: /print/{name} would break")
        elif after[name] > pages:
            yield Change("sheet", place, f"sheet `{name}` grew from {pages} to {after[name]} pages")


class _Comparison:
    def __init__(self, old: Catalog, new: Catalog, since: date) -> None:
        self.old = old
        self.new = new
        self.since = since
        self.languages = new.site.codes

    # ── records ────────────────────────────────────────────────────────────────────────────────────────────────

    def records(self) -> Iterator[Change]:
        """What changed in every record, and what is new."""
        yield from self._compare_node(self.old.site, self.new.site, "")
        for record in self.new.records:
            former = self._list_former(record)
            if former is not None:
                yield from self._compare_record(former, record)
            elif record.ref not in self.old.broken:
                yield Change("new", record.place, f"{record.kind} `{record.id}` is new")

    def _list_former(self, record: Record) -> Record | None:
        """What a record was, under its id or a former one."""
        names = (record.id, *record.was)
        return next((found for name in names if (found := self.old.find(Link(record.kind, name)))), None)

    def _compare_record(self, old: Record, new: Record) -> Iterator[Change]:
        is_entry = bool(new.place.keys)
        found = list(self._compare_node(old, new, f"{new.kind} `{new.id}`, " if is_entry else ""))
        yield from found
        if found and new.reviewed is not None and new.reviewed == old.reviewed and new.reviewed < self.since:
            message = f"{new.kind} `{new.id}` changed, but `reviewed` is still {new.reviewed}"
            yield Change("reviewed", new.place.at("reviewed"), message)
        if old.is_published and not new.is_published:
            yield Change("vanished", new.place.at("status"), f"is a draft now: {self._list_addresses(new.ref)}")

    def _compare_node(self, old: Node, new: Node, called: str) -> Iterator[Change]:
        shapes = {field.name: field for field in list_fields(type(new))}
        for name, field in type(new).model_fields.items():
            if name not in ("id", "reviewed"):
                before, after = getattr(old, name), getattr(new, name)
                place = new.place.at(field.alias or name)
                label = f"{called}`{field.alias or name}`"
                yield from self._compare_field(shapes.get(name), before, after, place, label)

    def _compare_field(self, form: FieldShape | None, old: Any, new: Any, place: Place, label: str) -> Iterator[Change]:
        if form is None or form.role in ("link", "words"):
            if old != new:
                yield Change("structure", place, f"{label}: {_show_value(old)} → {_show_value(new)}")
        elif form.role == "apart":
            return  # records of their own
        elif not form.many:
            yield from self._compare_part(old, new, place, label)
        elif any(hasattr(part, "id") for part in (*old, *new)):
            yield from self._name_part(old, new, place, label)
        else:
            yield from self._compare_lists(old, new, place, label)

    def _compare_part(self, old: Any, new: Any, place: Place, label: str) -> Iterator[Change]:
        """A text or a node, possibly absent."""
        if old is None or new is None:
            if old is not new:
                yield Change("structure", place, f"{label} was {'added' if old is None else 'removed'}")
        elif isinstance(new, Node):
            yield from self._compare_node(old, new, f"{label}, ")
        else:
            yield from self._compare_text(old, new, place, label)

    def _compare_text(self, old: Text, new: Text, place: Place, label: str) -> Iterator[Change]:
        changed = [language for language in self.languages if old.get(language) != new.get(language)]
        same = [language for language in self.languages if language not in changed]
        if changed and same:
            message = f"{label}: the text changed in {_list_codes(changed)}, not in {_list_codes(same)}"
            yield Change("one-language", place.at(changed[0]), message)
        elif changed:
            yield Change("text", place, f"{label}: the text changed")

    def _name_part(self, old: Sequence[Any], new: Sequence[Any], place: Place, label: str) -> Iterator[Change]:
        """Parts with ids: steps, choices, entries."""
        singular = label.strip("`").rpartition("`")[2].removesuffix("s") or label
        before = {part.id: part for part in old}
        met = []
        for index, part in enumerate(new):
            names = (part.id, *getattr(part, "was", ()))
            former = next((name for name in names if name in before), None)
            if former is None:
                yield Change("structure", place.at(index), f"{singular} `{part.id}` is new")
                continue
            met.append(former)
            yield from self._compare_node(before[former], part, f"{singular} `{part.id}`, ")
        for name in before:
            if name not in met:
                yield Change("vanished", place, f"{singular} `{name}` is gone, and no `was` names it")
        if met != [name for name in before if name in met]:
            yield Change("structure", place, f"{label} are in another order")

    def _compare_lists(self, old: Sequence[Any], new: Sequence[Any], place: Place, label: str) -> Iterator[Change]:
        """Parts without ids, matched by what they say."""
        matcher = SequenceMatcher(None, list(map(_key_of, old)), list(map(_key_of, new)), autojunk=False)
        for what, i1, i2, j1, j2 in matcher.get_opcodes():
            paired = min(i2 - i1, j2 - j1) if what != "equal" else 0
            for offset in range(paired):
                spot = place.at(j1 + offset)
                yield from self._compare_part(old[i1 + offset], new[j1 + offset], spot, f"{label} {j1 + offset + 1}")
            if what != "equal":
                for index in range(j1 + paired, j2):
                    yield Change("structure", place.at(index), f"{label} {index + 1} is new")
                for index in range(i1 + paired, i2):
                    yield Change("structure", place, f"{label}: the former entry {index + 1} is gone")

    # ── what is gone ───────────────────────────────────────────────────────────────────────────────────────────

    def vanished(self) -> Iterator[Change]:
        """Records that are gone without a `was`, with the addresses that would break."""
        kept = {(record.kind, name) for record in self.new.records for name in (record.id, *record.was)}
        for record in self.old.records:
            if (record.kind, record.id) not in kept and record.ref not in self.new.broken:
                message = f"{record.kind} `{record.id}` is gone, and no `was` names it"
                yield Change("vanished", record.place, f"{message}{self._find_breaking(record)}")

    def _find_breaking(self, record: Record) -> str:
        return f": {self._list_addresses(record.ref)}" if record.is_published else ""

    def _list_addresses(self, link: Link) -> str:
        """The addresses of a record that would break."""
        return self._would_break(str(find_address(link)))

    def _would_break(self, path: str) -> str:
        addresses = [f"/{language.prefix}{path}" for language in self.new.site.all_languages]
        return f"{' and '.join(addresses)} would break"

    # ── prose ──────────────────────────────────────────────────────────────────────────────────────────────────

    def prose(self, old: Prose, new: Prose) -> Iterator[Change]:
        """Hand-written pages that changed in one language only, or are gone."""
        for name in sorted({self._page_name(path) for path in (*old, *new)}):
            files = {language: self._page_file(name, language) for language in self.languages}
            changed = [language for language, file in files.items() if old.get(file) != new.get(file)]
            same = [language for language in self.languages if language not in changed]
            place = Place(f"docs/{files[(changed or self.languages)[0]]}")
            if changed and not any(file in new for file in files.values()):
                yield Change("vanished", place, f"the page is gone: {self._would_break(_page_path(name))}")
            elif changed and same:
                message = f"the page changed in {_list_codes(changed)}, not in {_list_codes(same)}"
                yield Change("one-language", place, message)
            elif changed:
                yield Change("text", place, "the page changed")
            if any(file in new for file in files.values()):
                before, after = (self._list_anchors(prose, files) for prose in (old, new))
                yield from self._compare_headings(name, place, before, after)

    def _compare_headings(self, name: str, place: Place, before: set[str], after: set[str]) -> Iterator[Change]:
        for anchor in sorted(before - after):
            broken = self._would_break(f"{_page_path(name)}#{anchor}")
            yield Change("vanished", place, f"the heading is gone: {broken}")

    def _list_anchors(self, prose: Prose, files: Mapping[str, str]) -> set[str]:
        return {anchor for file in files.values() for anchor in _ANCHOR.findall(prose.get(file, ""))}

    def _page_name(self, path: str) -> str:
        name = path.removesuffix(".md")
        return next((name.removesuffix(f".{code}") for code in self.languages if name.endswith(f".{code}")), name)

    def _page_file(self, name: str, language: str) -> str:
        return f"{name}.md" if language == self.languages[0] else f"{name}.{language}.md"


def _page_path(name: str) -> str:
    """The path below a language's prefix of a hand-written page."""
    return f"{name.removesuffix('index').removesuffix('/')}/".lstrip("/")


def _key_of(part: Any) -> str:
    """What a part says, for finding it again."""
    data = part.model_dump(mode="json") if isinstance(part, Node) else part
    return json.dumps(data, sort_keys=True, ensure_ascii=False)


def _show_value(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(_show_value(words) for words in value.values()) or "nothing"
    if isinstance(value, tuple) and not isinstance(value, Link):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)


def _list_codes(languages: Sequence[str]) -> str:
    return " and ".join(f"`{language}`" for language in languages)
