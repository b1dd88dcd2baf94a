"""CS0xx: what reading refuses. Every scalar, every key, every text and every list of every record file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import cycle, pairwise
from typing import Any, Literal, get_args, get_origin

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from counterside.content.load import FOLDERS, LISTS
from counterside.model.lexicon import Wording
from counterside.model.nodes import Link, Node
from counterside.model.records import Checklist
from counterside.model.site import Facts, Profile, Site
from mutation.bench import Bench, Mutant
from mutation.edits import Keys, Part, Text, quoted

SINGLES: dict[str, type[BaseModel]] = {"site": Site, "wording": Wording, "facts": Facts, "profile": Profile}


def words(bench: Bench) -> Iterator[tuple[str, Text, Part]]:
    """Every value on one line of every file."""
    for file in bench.focused:
        text = bench.text(file)
        yield from ((file, text, part) for part in text.parts.values() if part.is_text)


def is_plain(part: Part) -> bool:
    """Whether a value stands without quotes on the line of its key."""
    return not part.node.style and not part.in_flow and isinstance(part.keys[-1], str)


def told_at(bench: Bench, code: str, what: str, file: str, text: str, line: int) -> Mutant:
    """A break of a file's text, to be told at a line, from 0."""
    return Mutant(code, what, {file: text}, ((file, line + 1),))


def unreadable(bench: Bench) -> Iterator[Mutant]:
    """A colon too many in every value without quotes, none or a full-width one before it, a quote that nothing closes;
    every file empty or too deep."""
    for file, text, part in words(bench):
        if is_plain(part) and part.value:
            new = text.with_value(part, f"{part.value.rstrip(':')}: : x")
            yield told_at(bench, "CS001", f"second colon in {part.keys}", file, new, part.line)
            yield told_at(
                bench, "CS001", f"quote in {part.keys}", file, text.with_value(part, f'"{part.value}'), part.line
            )
            if part.keys[-1] in bench.languages:
                new = text.with_value(part, f"{part.value} #x")
                yield told_at(bench, "CS001", f"comment in {part.keys}", file, new, part.line)
            if any(other.keys[:-1] == part.keys[:-1] and other is not part for other in text.parts.values()):
                yield from _without_colon(bench, file, text, part)
    for file in bench.focused:
        yield told_at(bench, "CS001", "empty", file, "", 0)
        yield told_at(bench, "CS001", "too deep", file, "a: " + "[" * 40 + "]" * 40, 0)


def _without_colon(bench: Bench, file: str, text: Text, part: Part) -> Iterator[Mutant]:
    """A key among others that is no key any more."""
    line, name = text.lines[part.line], str(part.keys[-1])
    for colon in ("：", " "):
        broken = f"{line[: part.column]}{name}{colon}{part.value}"
        lines = [*text.lines[: part.line], broken, *text.lines[part.line + 1 :]]
        yield told_at(bench, "CS001", f"`{colon}` after {part.keys}", file, "\n".join(lines), part.line)


def duplicate(bench: Bench) -> Iterator[Mutant]:
    """Every key with its value on one line, twice."""
    for file, text, part in words(bench):
        if not part.in_flow and isinstance(part.keys[-1], str):
            again = " " * part.column + text.lines[part.line][part.column :]
            new = text.with_lines(part.line, again)
            yield told_at(bench, "CS002", f"{part.keys} twice", file, new, part.line + 1)


def misspelled(bench: Bench) -> Iterator[Mutant]:
    """Every key with a letter too many."""
    for file in bench.focused:
        text = bench.text(file)
        for part in text.parts.values():
            if isinstance(part.keys[-1], str) and not part.in_flow and not _is_name(file, part.keys):
                name = part.keys[-1]
                lines = list(text.lines)
                line = lines[part.line]
                lines[part.line] = f"{line[: part.column]}{name}x{line[part.column + len(name) :]}"
                yield told_at(bench, "CS003", f"{part.keys} misspelled", file, "\n".join(lines), part.line)


def unknown_or_unused(bench: Bench) -> Iterator[Mutant]:
    """As above; and beside the choices of every step, every key of a yes-or-no question."""
    yield from misspelled(bench)
    seen = ", ".join(f"{code}: x" for code in bench.languages)
    keys = cycle(("seen: next", "not_seen: next", "seen_fills: []", f"expect: {{{seen}}}"))
    for checklist in bench.of(Checklist):
        text = bench.text(checklist.place.file)
        for step in checklist.steps if isinstance(checklist, Checklist) else ():
            choices = text.find(*step.place.keys, "choices")
            if choices is not None:
                key = next(keys)
                new = text.with_lines(choices.line - 1, f"{' ' * choices.column}{key}")
                what = f"{key} beside choices of {step.id}"
                yield told_at(bench, "CS003", what, checklist.place.file, new, choices.line)


def _is_name(file: str, keys: Keys) -> bool:
    """Whether a key is a name that the editor chose, as the facts of a `set` are: other checks look those up."""
    field = field_of(file, keys[:-1]) if len(keys) > 1 else None
    parts = () if field is None else _parts(field.annotation)
    return any(get_origin(part) in (dict, Mapping) and get_args(part)[0] is str for part in parts)


def missing(bench: Bench) -> Iterator[Mutant]:
    """Every key that a record, or a part of it, needs: gone. Told where the part begins."""
    for file in bench.focused:
        text = bench.text(file)
        for part in text.parts.values():
            found = field_of(file, part.keys)
            if found is not None and found.is_required() and not part.in_flow:
                yield from _gone(bench, file, text, part)


def _gone(bench: Bench, file: str, text: Text, part: Part) -> Iterator[Mutant]:
    parent = part.keys[:-1]
    if any(other.keys[:-1] == parent and other is not part for other in text.parts.values()):
        yield bench.mutant("CS004", f"{part.keys} gone", file, text.without(part), parent)


def wrong_value(bench: Bench) -> Iterator[Mutant]:
    """Every number, date, choice of words and yes-or-no: something else. Every text and every list: one word."""
    for file in bench.focused:
        text = bench.text(file)
        for part in text.parts.values():
            found = field_of(file, part.keys)
            if found is None or part.in_flow:
                continue
            if part.is_text and _is_strict(found):
                new = text.with_value(part, "frobnicate")
                yield bench.mutant("CS005", f"{part.keys} is no such value", file, new, part.keys)
            elif not part.is_text or part.node.tag.endswith("seq"):
                new = _as_word(text, part)
                if new:
                    yield bench.mutant("CS005", f"{part.keys} is one word", file, new, part.keys)


def _as_word(text: Text, part: Part) -> str:
    if not isinstance(part.node, yaml.CollectionNode) or not isinstance(part.keys[-1], str):
        return ""
    lines = list(text.lines)
    lines[part.line : part.last_line + 1] = [f"{lines[part.line][: part.column]}{part.keys[-1]}: frobnicate"]
    return "\n".join(lines)


def _is_strict(field: FieldInfo) -> bool:
    kinds = set(_parts(field.annotation))
    strict = bool(kinds & {int, date, bool}) or any(get_origin(kind) is Literal for kind in kinds)
    return strict and Link not in kinds


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _parts(part)


def field_of(file: str, keys: Keys) -> FieldInfo | None:
    """The model's field for a key, wherever in a file it stands."""
    _, folder, *rest = file.split("/")
    name = folder.removesuffix(".yml")
    kind: type[BaseModel] | None
    if rest:
        kind = FOLDERS[folder]
    elif name in LISTS:
        kind, keys = LISTS[name], keys[1:]
    else:
        kind = SINGLES.get(name)
    field: FieldInfo | None = None
    for key in keys:
        if isinstance(key, int):
            field = None
            continue
        if kind is None:
            return None
        field = next((found for own, found in kind.model_fields.items() if (found.alias or own) == key), None)
        inner = (part for part in _parts(field.annotation)) if field is not None else iter(())
        kind = next((part for part in inner if isinstance(part, type) and issubclass(part, Node)), None)
    return field


def magic(bench: Bench) -> Iterator[Mutant]:
    """An anchor, an alias or a tag in every value without quotes; a merge key in every entry."""
    signs = cycle(("&a ", "*a", "!t ", "!!str "))
    for file, text, part in words(bench):
        if is_plain(part):
            sign = next(signs)
            new = text.with_value(part, sign + part.value if sign.endswith(" ") else sign)
            yield told_at(bench, "CS006", f"`{sign}` in {part.keys}", file, new, part.line)


def unwritten(bench: Bench) -> Iterator[Mutant]:
    """Nothing, TODO, TBD and 待补 for every value; for every text, other words that say nothing."""
    holes = cycle(("TODO", "待补", "TBD", '""', "~", "null"))
    phrases = cycle(
        ("同上", "N/A", '"…"', "待补充这一句", "Lorem ipsum dolor", "to be written later", '"TODO: write it"')
    )
    for file, text, part in words(bench):
        hole = next(holes)
        yield told_at(bench, "CS007", f"{hole} for {part.keys}", file, text.with_value(part, hole), part.line)
        if part.keys[-1] in bench.languages:
            said = next(phrases)
            yield told_at(bench, "CS007", f"{said} for {part.keys}", file, text.with_value(part, said), part.line)


def invisible(bench: Bench) -> Iterator[Mutant]:
    """A character that cannot be seen in every value, as it is or spelled out; full-width digits in every code."""
    signs = cycle(("\u202e", "\u2066", "\u200b", "\u00ad", "\x00", "\t", "\ufeff", "\\u202e", "\\u200b"))
    for file, text, part in words(bench):
        sign = next(signs)
        raw = quoted(part.value)[:-1] + sign + '"'
        yield told_at(bench, "CS008", f"{sign!r} in {part.keys}", file, text.with_value(part, raw), part.line)
        if part.keys[-1] == "code":
            wide = "".join(chr(ord(sign) + 0xFEE0) for sign in part.value)
            yield told_at(bench, "CS008", f"full-width {part.keys}", file, text.with_words(part, wide), part.line)


def style(bench: Bench) -> Iterator[Mutant]:
    """Every text with its languages turned round, in braces, over two lines; every list moved; every id not first."""
    for file in bench.focused:
        text = bench.text(file)
        for part in text.parts.values():
            yield from _bad_style(bench, file, text, part)


def _bad_style(bench: Bench, file: str, text: Text, part: Part) -> Iterator[Mutant]:
    found = [each for code in bench.languages if (each := text.find(*part.keys, code)) is not None]
    if len(found) == len(bench.languages) and all(one.last_line + 1 == two.line for one, two in pairwise(found)):
        first, second = found[:2]
        turned = _turned_round(text, first, second)
        yield told_at(bench, "CS009", f"languages of {part.keys} turned round", file, turned, first.line)
        if all(each.is_text for each in found):
            if is_plain(second):
                folded = text.with_value(second, f"{second.node.value}\n{' ' * (second.column + 2)}more")
                yield told_at(bench, "CS009", f"{second.keys} over two lines", file, folded, second.line)
            braces = _in_braces(text, part, found)
            yield told_at(bench, "CS009", f"{part.keys} in braces", file, braces, part.line)
    if isinstance(part.node, yaml.SequenceNode) and not part.in_flow and not part.node.flow_style:
        yield from _moved(bench, file, text, part)
    if part.keys[-1] == "id" and part.is_text and not part.in_flow:
        yield from _not_first(bench, file, text, part)


def _turned_round(text: Text, first: Part, second: Part) -> str:
    """Each language with all its lines in the place of the other."""
    ours, theirs = (text.lines[part.line : part.last_line + 1] for part in (first, second))
    lines = list(text.lines)
    lines[first.line : second.last_line + 1] = [
        ours[0][: first.column] + theirs[0][second.column :],
        *theirs[1:],
        theirs[0][: second.column] + ours[0][first.column :],
        *ours[1:],
    ]
    return "\n".join(lines)


def _in_braces(text: Text, part: Part, found: Sequence[Part]) -> str:
    lines = list(text.lines)
    braces = f"{{{', '.join(f'{each.keys[-1]}: {quoted(each.value)}' for each in found)}}}"
    before = lines[found[0].line][: found[0].column] if isinstance(part.keys[-1], int) else f"{part.keys[-1]}: "
    margin = "" if isinstance(part.keys[-1], int) else lines[part.line][: part.column]
    lines[part.line : found[-1].line + 1] = [margin + before + braces]
    return "\n".join(lines)


def _moved(bench: Bench, file: str, text: Text, part: Part) -> Iterator[Mutant]:
    first = part.node.start_mark.line
    lines = list(text.lines)
    for number in range(first, part.last_line + 1):
        lines[number] = "  " + lines[number] if lines[number].strip() else lines[number]
    yield told_at(bench, "CS009", f"list {part.keys} moved", file, "\n".join(lines), first)


def _not_first(bench: Bench, file: str, text: Text, part: Part) -> Iterator[Mutant]:
    after = next(
        (
            other
            for other in text.parts.values()
            if other.keys[:-1] == part.keys[:-1] and other.line == part.line + 1 and other.last_line == other.line
        ),
        None,
    )
    if after is not None and part.column == after.column:
        lines = list(text.lines)
        first, second = lines[part.line][part.column :], lines[after.line][after.column :]
        lines[part.line] = lines[part.line][: part.column] + second
        lines[after.line] = lines[after.line][: after.column] + first
        yield told_at(bench, "CS009", f"{part.keys} not first", file, "\n".join(lines), part.line)


BREAKS = {
    "CS001": unreadable,
    "CS002": duplicate,
    "CS003": unknown_or_unused,
    "CS004": missing,
    "CS005": wrong_value,
    "CS006": magic,
    "CS007": unwritten,
    "CS008": invisible,
    "CS009": style,
}
