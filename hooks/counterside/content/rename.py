"""An id under another name, in every file that says it: links, the entry or the file itself, and `was:`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from counterside.content.formatter import find_end
from counterside.content.load import FOLDER, FOLDERS, Loaded
from counterside.content.prose import DOCS
from counterside.model import Link, find_address, find_step, is_id, list_steps
from counterside.text.problems import CannotDo, did_you_mean


def read_pages(root: Path) -> dict[str, str]:
    """The texts of all hand-written pages by their path below `root`."""
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in (root / DOCS).rglob("*.md")}


def rename_link(loaded: Loaded, old: Link, name: str, prose: Mapping[str, str]) -> dict[str, str]:
    """The files that change when `old`, a record or a step of one, is called `name`: path → new text, empty for a file
    that goes. `prose` holds the hand-written pages. Raises `CannotDo`."""
    new = old._replace(step=name) if old.step else old._replace(id=name)
    _refuse_names(loaded, old, new, name)
    texts = {file: source.text for file, source in loaded.sources.items() if file.startswith(FOLDER)} | dict(prose)
    changed = {file: _replace_links(text, old, new) for file, text in texts.items()}
    own = _find_own(loaded, old)
    changed[own] = _rename_own(loaded, changed[own], old, new)
    folder = next((folder for folder, kind in FOLDERS.items() if kind.kind == old.kind), "")
    if folder and not old.step:  # the file's name is the id
        changed[f"{FOLDER}/{folder}/{name}.yml"] = changed[own]
        changed[own] = ""
    return {file: text for file, text in changed.items() if text != texts.get(file)}


def _refuse_names(loaded: Loaded, old: Link, new: Link, name: str) -> None:
    catalog = loaded.catalog
    record = catalog.find(old) if catalog else None
    if catalog is None or record is None:
        known = [str(each.ref) for each in catalog.records] if catalog else []
        raise CannotDo(f"there is no `{old.record}`{did_you_mean(str(old.record), known)}")
    if old.step and find_step(record, old.step) is None:
        raise CannotDo(f"`{old.record}` has no step `{old.step}`")
    if not is_id(name):
        raise CannotDo(f"`{name}` is no id: write small letters a–z and digits, joined by hyphens")
    if (find_step(record, name) if new.step else catalog.find(new)) is not None:
        raise CannotDo(f"`{new}` is there already")
    if old.kind in ("code", "rail"):
        raise CannotDo("a code is called what the screen shows; a table of codes, what is paid with")


def _find_own(loaded: Loaded, link: Link) -> str:
    record = loaded.catalog.find(link) if loaded.catalog else None
    return record.place.file if record else ""


def _replace_links(text: str, old: Link, new: Link) -> str:
    """A text with its links to `old`, whether to the record, to its page or to one of its steps."""
    # A hyphen goes on with an id: `no-power` is not the beginning of `no-power-cable`.
    text = re.sub(rf"(?<![\w-]){re.escape(str(old))}(?![\w-])", str(new), text)
    page = re.escape(find_address(old).path)
    if old.step:
        return re.sub(rf"(?<![\w-])({page}(?:index\.html)?#){old.step}(?![\w-])", rf"\g<1>{new.step}", text)
    return re.sub(rf"(?<![\w-]){page}(?=index\.html|#|\))", find_address(new).path, text) if old.id in page else text


def _rename_own(loaded: Loaded, text: str, old: Link, new: Link) -> str:
    """The record's own file: its entry or its step is called by the new name, and remembers the old one."""
    record = loaded.catalog.find(old) if loaded.catalog else None
    if record is None:
        return text
    if not old.step and record.place.keys:  # an entry of a list: no page of its own remembers it
        return _rename_entry(text, loaded.locate(record.place.at("id"))[0], old.id, new.id)
    if not old.step:
        return _remember(text, (), old.id, "")
    index = [step.id for step in list_steps(record)].index(old.step)
    text = re.sub(rf"(?<![\w-])step:{old.step}(?![\w-])", f"step:{new.step}", text)
    text = _rename_entry(text, loaded.locate(record.place.at("steps", index, "id"))[0], old.step, new.step)
    return _remember(text, ("steps", index), old.step, "    ")


def _rename_entry(text: str, line: int, old: str, new: str) -> str:
    lines = text.split("\n")
    lines[line - 1] = re.sub(rf"(?<=id: ){re.escape(old)}(?![\w-])", new, lines[line - 1])
    return "\n".join(lines)


def _remember(text: str, keys: tuple[str | int, ...], name: str, margin: str) -> str:
    """A text with `name` among the former ids of the part at `keys`."""
    lines = text.split("\n")
    end = find_end(text, (*keys, "was"))
    # Former ids are in brackets, or below one another, or there are none yet.
    if end and lines[end - 1].rstrip().endswith("]"):
        lines[end - 1] = f"{lines[end - 1].rstrip()[:-1]}, {name}]"
    elif end:
        lines.insert(end, f"{margin}  - {name}")
    else:
        lines.insert(find_end(text, keys), f"{margin}was: [{name}]")
    return "\n".join(lines)
