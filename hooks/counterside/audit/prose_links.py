"""CS202, for hand-written pages: their links lead to pages and headings that are there. Files of other kinds, pictures
for one, are the engine's to miss; addresses elsewhere are nobody's."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from counterside.model import GENERATED_PAGES, Catalog, Link, address
from counterside.model.addresses import page_ids
from counterside.text.problems import Place, Problem, did_you_mean, find_closest, format_suggestion

_LINK = re.compile(r"\]\((?P<path>[^)\s#:]*)(?:#(?P<anchor>[^)\s]*))?(?: +\"[^\"]*\")?\)")
_PAGE = "index.html"
_OF_A_TEMPLATE = "_"
"""What anchors begin with that stand in templates and not in records."""

Anchors = Mapping[str, frozenset[str]]
"""What can be linked to: `faq.md` or `symptoms/no-power/index.html`, as it stands below `docs/` or would, and its
anchors; none where they are not known."""


def list_drawn_pages(catalog: Catalog) -> Anchors:
    """The pages that are drawn from a catalog."""
    found: dict[str, set[str]] = {path + _PAGE: set() for path in GENERATED_PAGES.values()}
    for record in catalog.records:
        if record.is_published:
            for file, ids in page_ids(record, ""):
                found.setdefault(file, set()).update(ids)
            for old in record.was:
                found.setdefault(address(Link(record.kind, old)).path + _PAGE, set())
    for link in catalog.broken:  # what could not be read may be there, with any anchor
        with suppress(ValueError):
            found[address(link).path + _PAGE] = set()
    return {file: frozenset(anchors) for file, anchors in found.items()}


def list_hand_written(name: str, ids: frozenset[str]) -> Anchors:
    """A hand-written page, by its file and as it is found on the site: `faq.md` → `faq/index.html`."""
    path = name.removesuffix(".md").removesuffix("index")
    return {name: ids, posixpath.join(path, _PAGE): ids}


def find_dead_links(file: str, folder: str, written: Iterable[tuple[int, str]], known: Anchors) -> Iterator[Problem]:
    """The links of a page that lead nowhere. `folder` is where its links begin, below `docs/`; `written` are its lines
    with their numbers."""
    for number, line in written:
        for match in _LINK.finditer(line):
            wrong = _explain_link(match["path"], match["anchor"] or "", folder, known)
            if wrong is not None:
                yield Problem(Place(file, (number, match.start() + 3)), *wrong)


def _explain_link(path: str, anchor: str, folder: str, known: Anchors) -> tuple[str, str] | None:
    """What to say of a link, and how to mend it; nothing where it leads somewhere."""
    if not path.endswith((".md", _PAGE)):
        return None
    target = posixpath.normpath(posixpath.join(folder, path))
    if target not in known:
        likely = find_closest(target, known)
        meant = posixpath.relpath(likely, folder or ".") if likely else ""
        return f"there is no page `{path}`{format_suggestion(meant)}", "correct the link, or leave it out"
    anchors = known[target]
    if anchor and anchors and anchor not in anchors and not anchor.startswith(_OF_A_TEMPLATE):
        return f"`{path}` has no `#{anchor}`{did_you_mean(anchor, anchors)}", "correct what follows the `#`"
    return None
