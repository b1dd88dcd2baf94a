"""`check --fix`: puts right what is mechanical in a record's text, and touches nothing else.

Works on lines, led by the marks that the parser gives, so that comments, quotes and wording stay as they were.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from counterside.content import yaml_reader
from counterside.content.load import FOLDER, FOLDERS, Loaded
from counterside.model.catalog import find_step, list_steps
from counterside.model.nodes import Link, find_path, is_id
from counterside.model.records import Record
from counterside.text.files import atomic_write
from counterside.text.i18n import AFTER_MARK, BEFORE_MARK
from counterside.text.problems import CannotDo, Place

# One thing put right: its line, from 1, and what it was.
Change = tuple[int, str]
_Lines = list[str]

_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"}
_MARK = re.compile(rf"(?<={BEFORE_MARK}) ?([,;:!?.]) ?(?={AFTER_MARK})")
_BRACKETS = re.compile(rf"(?<={BEFORE_MARK}) ?\((?={AFTER_MARK})([^()\[\]]*)\)")
_QUOTED = re.compile("(`[^`]*`)")
_COMMENT_OR_BLANK = re.compile(r"\s*(?:#.*)?")
# What has no letters of its own in either width: a number, a date, a code, an id, a word from a list.
_PLAIN = re.compile("[!-~！-～]+")
# Full-width signs → their half-width ones: all of ASCII, and digits alone.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NARROW_DIGITS = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}


def fix_file(path: Path, languages: tuple[str, ...]) -> tuple[Change, ...]:
    """Put a file in order, whole or not at all; what cannot be read is left alone. Raises `OSError`."""
    try:
        text = path.read_bytes().decode("utf-8") if path.stat().st_size <= yaml_reader.MAX_BYTES else ""
    except (OSError, UnicodeDecodeError):
        return ()
    fixed, changes = fix_text(text, languages)
    if changes:
        atomic_write(path.resolve(), fixed.encode())
    return changes


def fix_text(text: str, languages: tuple[str, ...]) -> tuple[str, tuple[Change, ...]]:
    """`text` put in order, and what was changed in it; as it was where it does not parse, or would mean another."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.removeprefix("\ufeff").split(ending)
    before = yaml_reader.parse_silently(text)
    if before is None or any(mark in line for line in lines for mark in "\r\n\x85"):
        return text, ()
    changes = [*_fix_blanks(lines), *_fix_shape(lines, languages), *_fix_scalars(lines, languages)]
    # The last look: what would mean something else is not written, whatever the reason.
    result = "\ufeff" * text.startswith("\ufeff") + ending.join(lines)
    if not changes or _fold_spaces(before) != _fold_spaces(yaml_reader.parse_silently(result)):
        return text, ()
    return result, tuple(sorted(changes))


def _fold_spaces(data: Any) -> Any:
    """Data without what tidying may change: the order of keys, blanks, and the width of characters."""
    if isinstance(data, dict):
        return {key: _fold_spaces(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_fold_spaces(value) for value in data]
    return "".join(unicodedata.normalize("NFKC", str(data)).replace("。", ".").split())


def _fix_blanks(lines: _Lines) -> Iterator[Change]:
    """Spaces for tabs and other blanks, nothing that cannot be seen, and no spaces at the end of a line."""
    for index, line in enumerate(lines):
        if line != (line := yaml_reader.strip_invisible(line)):
            yield index + 1, "tabs, odd blanks and invisible characters"
        if line != line.rstrip(" "):
            yield index + 1, "blanks at the end of the line"
        lines[index] = line.rstrip(" ")


def _fix_scalars(lines: _Lines, languages: tuple[str, ...]) -> Iterator[Change]:
    """Codes, numbers and dates in half-width characters; texts with half-width digits and full-width punctuation,
    outside what a screen says. From the right, so that columns hold."""
    pairs = [pair for node, _ in _list_nodes(lines) if isinstance(node, yaml.MappingNode) for pair in node.value]
    for key, node in sorted(pairs, key=lambda pair: -pair[1].start_mark.index):
        number, start, end = node.start_mark.line, node.start_mark.column, node.end_mark.column
        if not isinstance(node, yaml.ScalarNode) or number != node.end_mark.line:
            continue
        raw = new = lines[number][start:end]
        if key.value in languages:
            parts = _QUOTED.split(raw)
            written = parts[::2]  # of the parts at the backticks, every second one is what a screen says
            narrow = [part.translate(_NARROW_DIGITS) for part in written]
            wide = [_MARK.sub(lambda mark: _WIDE[mark[1]], _BRACKETS.sub(r"（\1）", part)) for part in narrow]
            if narrow != written:
                yield number + 1, "full-width digits → half-width"
            if wide != narrow:
                yield number + 1, "half-width punctuation → full-width"
            parts[::2] = wide
            new = "".join(parts)
        elif _PLAIN.fullmatch(raw) and raw != (new := raw.translate(_NARROW)):
            yield number + 1, "full-width characters → half-width"
        lines[number] = lines[number][:start] + new + lines[number][end:]


def _fix_shape(lines: _Lines, languages: tuple[str, ...]) -> Iterator[Change]:
    """Block lists are two spaces in from their key; then `id` or `code` first, and languages in their order."""
    shifts = Counter[int]()  # a line moves with each list that it is in
    for node, column in _list_nodes(lines):
        mark, by = node.start_mark, column + 2 - node.start_mark.column
        is_block = isinstance(node, yaml.SequenceNode) and not node.flow_style
        if is_block and by and not lines[mark.line][: mark.column].strip():
            shifts.update(dict.fromkeys(range(mark.line, _find_last_line(node) + 1), by))
            yield mark.line + 1, "list indented by two spaces"
    for number, by in shifts.items():
        words = lines[number].lstrip(" ")
        lines[number] = " " * (len(lines[number]) - len(words) + by) * bool(words) + words
    # What is inside first: its lines stay those of the part around it.
    for node, _ in reversed(_list_nodes(lines)):
        new, first = _reorder_keys(node, lines, languages), node.start_mark.line
        if new:
            lines[first : first + len(new)] = new
            yield first + 1, "keys in order"


def _reorder_keys(node: yaml.Node, lines: _Lines, languages: tuple[str, ...]) -> _Lines:
    """The lines of a block mapping with its keys in order; none where they are, or cannot be moved with care."""
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return []
    keys = [str(key.value) for key, _ in node.value]
    starts = [key.start_mark.line for key, _ in node.value]
    if len(set(keys)) < len(keys) or len(set(starts)) < len(starts):
        return []
    # Languages change places among themselves; what is between them stays.
    spoken = iter([language for language in languages if language in keys])
    ordered = [next(spoken) if key in languages else key for key in keys]
    leading = next((key for key in ("id", "code") if key in ordered), None)
    wanted = sorted(ordered, key=lambda key: key != leading)
    if wanted == keys:
        return []
    column = node.start_mark.column
    margin = lines[starts[0]][:column]
    tops = [starts[0]]
    for start in starts[1:]:
        while _COMMENT_OR_BLANK.fullmatch(lines[start - 1]):  # a comment belongs to the key below it
            start -= 1
        tops.append(start)
    ends = [*tops[1:], _find_last_line(node) + 1]
    chunks = {key: lines[top:end] for key, top, end in zip(keys, tops, ends, strict=True)}
    chunks[keys[0]][0] = " " * column + chunks[keys[0]][0][column:]  # without its dash
    if margin.strip() and _COMMENT_OR_BLANK.fullmatch(chunks[wanted[0]][0]):
        return []  # a comment cannot come between a dash and its first key
    new = [line for key in wanted for line in chunks[key]]
    return [margin + new[0][column:], *new[1:]]


def _list_nodes(lines: _Lines) -> list[tuple[yaml.Node, int]]:
    """Every part of a text after what is around it, each with the column it is indented from."""
    root = yaml_reader.parse_tree("\n".join(lines))
    found = [(root, -2)] if root is not None else []
    for node, _ in found:
        parts = node.value if isinstance(node, yaml.CollectionNode) else ()
        found += [(part[1] if isinstance(part, tuple) else part, node.start_mark.column) for part in parts]
    return found


def _find_last_line(node: yaml.Node) -> int:
    """The last line of a node, without the comments that follow it."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        end = node.end_mark
        return int(end.line - (end.column == 0 and end.line > node.start_mark.line))
    last = node.value[-1]
    return _find_last_line(last[1] if isinstance(last, tuple) else last)


def find_end(text: str, keys: tuple[str | int, ...]) -> int:
    """How many lines of `text` end with the value at `keys`; 0 where there is none."""
    node = yaml_reader.parse_tree(text)
    for key in keys:
        _, node = yaml_reader.find_entry(node, key) or (None, None)
    return _find_last_line(node) + 1 if node is not None else 0


def rename_link(loaded: Loaded, old: Link, name: str, prose: Mapping[str, str]) -> dict[str, str]:
    """The files that change when `old`, a record or a step of one, is called `name`: path → new text, empty for a file
    that goes. `prose` holds the hand-written pages. Raises `CannotDo`."""
    new = old._replace(step=name) if old.step else old._replace(id=name)
    catalog = loaded.catalog
    record = catalog.find(old) if catalog else None
    if catalog is None or record is None or catalog.find_place(old) is None:
        raise CannotDo(f"there is no `{old}`")
    if old.kind == "code":
        raise CannotDo("a code is called what the screen shows")
    if not is_id(name):
        raise CannotDo(f"`{name}` is no id: write small letters a–z and digits, joined by hyphens")
    if (find_step(record, name) if new.step else catalog.find(new)) is not None:
        raise CannotDo(f"`{new}` is there already")
    pages = {file: text for file, text in prose.items() if "\ufffd" not in text}  # others are not UTF-8: CS001
    texts = {file: source.text for file, source in loaded.sources.items() if file.startswith(FOLDER)} | pages
    changed = {file: _replace_links(text, old, new) for file, text in texts.items()}
    own = record.place.file
    changed[own] = _rename_own(loaded, record, changed[own], old, new)
    folder = next((folder for folder, kind in FOLDERS.items() if kind.kind == old.kind), "")
    if folder and not old.step:  # the file's name is the id
        changed[f"{FOLDER}/{folder}/{name}.yml"] = changed[own]
        changed[own] = ""
    return {file: text for file, text in sorted(changed.items()) if text != texts.get(file)}


def _replace_links(text: str, old: Link, new: Link) -> str:
    """A text with its links to `old`, whether to the record, to its page or to one of its steps."""
    # A hyphen goes on with an id: `no-power` is not the beginning of `no-power-cable`.
    text = re.sub(rf"(?<![\w-]){re.escape(str(old))}(?![\w-])", str(new), text)
    page = re.escape(find_path(old))
    if old.step:
        return re.sub(rf"(?<![\w-])({page}(?:index\.html)?#){old.step}(?![\w-])", rf"\g<1>{new.step}", text)
    return re.sub(rf"(?<![\w-]){page}(?=index\.html|#|\))", find_path(new), text) if old.id in page else text


def _rename_own(loaded: Loaded, record: Record, text: str, old: Link, new: Link) -> str:
    """The record's own file: its entry or its step is called by the new name, and remembers the old one."""
    keys = record.place.keys
    if old.step:
        keys = ("steps", [step.id for step in list_steps(record)].index(old.step))
        text = re.sub(rf"(?<![\w-])step:{old.step}(?![\w-])", f"step:{new.step}", text)
    name = old.step or old.id
    if keys:  # a record with a file of its own is called as that
        at = loaded.locate(Place(record.place.file, (*keys, "id")))[0] - 1
        lines = text.split("\n")
        lines[at] = re.sub(rf"(?<=id: ){re.escape(name)}(?![\w-])", new.step or new.id, lines[at])
        text = "\n".join(lines)
        if not old.step:  # no page of its own remembers an entry of a list
            return text
    lines, margin = text.split("\n"), "    " * bool(keys)
    end = find_end(text, (*keys, "was"))
    # Former ids are in brackets, or below one another, or there are none yet.
    if end and lines[end - 1].rstrip().endswith("]"):
        lines[end - 1] = f"{lines[end - 1].rstrip()[:-1]}, {name}]"
    elif end:
        lines.insert(end, f"{margin}  - {name}")
    else:
        lines.insert(find_end(text, keys), f"{margin}was: [{name}]")
    return "\n".join(lines)
