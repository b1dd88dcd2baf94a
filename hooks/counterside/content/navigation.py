"""The navigation of the hand-written pages, `nav:` in `mkdocs.yml`: the engine stops at what is wrong in it and names
no line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import yaml

from counterside.content import yaml_reader
from counterside.text.problems import Place, Problem, did_you_mean

CONFIG = "mkdocs.yml"
_NAV = "nav"


def lint_navigation(root: Path, pages: Collection[str]) -> Iterator[Problem]:
    """Entries without a page, pages without an entry. `pages` are the files of the default language below `docs/`."""
    if not (root / CONFIG).exists():
        return
    try:
        node = yaml.compose(yaml_reader.read_text(root / CONFIG, CONFIG), Loader=yaml.CSafeLoader)
    except yaml_reader.Refused as refused:
        yield refused.problem_in(CONFIG)
        return
    except yaml.YAMLError:
        return  # the engine says it
    parts = {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
    if _NAV in parts:
        yield from _compare_pages(list(_list_entries(parts[_NAV])), pages)


def _list_entries(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The files that a navigation names; the keys around them are titles."""
    if isinstance(node, yaml.ScalarNode) and node.value.endswith(".md") and "://" not in node.value:
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _list_entries(part)
    elif isinstance(node, yaml.MappingNode):
        for _, part in node.value:
            yield from _list_entries(part)


def _compare_pages(entries: list[yaml.ScalarNode], pages: Collection[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in entries:
        place = Place(CONFIG, (entry.start_mark.line + 1, entry.start_mark.column + 1))
        if entry.value not in pages:
            message = f"there is no page `{entry.value}`{did_you_mean(entry.value, pages)}"
            yield Problem(place, message, "correct the entry, or leave it out", "CS202")
        elif entry.value in seen:
            yield Problem(place, f"page `{entry.value}` stands here for the second time", "delete this one", "CS002")
        seen.add(entry.value)
    for page in sorted(set(pages) - seen):
        fix = f"add `- {page}` below `nav:` in {CONFIG}"
        yield Problem(Place(f"docs/{page}", (1, 1)), "is not in the navigation", fix, "CS003")
