"""Whatever stands in a file, `check` ends in problems or none; whatever a record says, a page shows it as words.

`make test` takes a small sample, always the same; `make fuzz` goes on for longer, somewhere else each time.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import mini_site
from counterside.check import CHECKS, Report, check_project
from counterside.content import yaml_reader
from counterside.content.formatter import fix_text
from counterside.export import convert_element
from counterside.model.catalog import Catalog
from counterside.model.nodes import Node, list_fields
from counterside.model.records import Record
from counterside.site import routes
from counterside.text.i18n import PACKAGE_LANGUAGES

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
budget = settings(
    max_examples=EXAMPLES or 40,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

FILES = sorted(path.relative_to(mini_site.CATALOG) for path in (mini_site.CATALOG / "checklists").rglob("*.yml"))
TEXTS = {file: (mini_site.CATALOG / file).read_bytes() for file in FILES}
HOSTILE = (
    "<script>alert(1)</script>",
    "</title></style><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    '" onmouseover="alert(1)',
    "]]> --> <!-- {{ 7*7 }} {% raw %} ${7*7}",
    "\u202e\u2066\u200b\x00\x1b[31m\ufeff",
    "`**[`](symptom:flap-stuck)",
    "%(x)s {0} {name}",
    "&lt;&#60;&amp;",
    "\ud7ff\uffff\U0010ffff",
    "",
)
SPLICES = (
    *(text.encode() for text in HOSTILE),
    b"\xff\xfe",
    b"\t",
    b"- ",
    b": ",
    b"\n",
    b"[",
    b"{",
    b"&a ",
    b"*a",
    b"!!",
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy of the fictional site; every example puts back what it changed."""
    return mini_site.fresh_site(tmp_path_factory.mktemp("fuzz") / "site")


def judged(site: Path, file: Path, content: bytes) -> Report:
    """What `check` finds when a file holds `content`."""
    path = site / file
    path.write_bytes(content)
    try:
        return check_project(site)
    finally:
        path.write_bytes(TEXTS[file])


def sound(checked: Report) -> None:
    """Problems are sorted, in the catalogue, somewhere in a file, and on one line each."""
    assert list(checked.problems) == sorted(checked.problems)
    codes = {check.code for check in CHECKS}
    for problem in checked.problems:
        assert problem.code in codes
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.headline.isprintable()
    assert checked.catalog is not None or checked.problems


# ── bytes ──────────────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def edits(draw: st.DrawFn) -> tuple[Path, bytes]:
    """A real file with some bytes cut, doubled, moved or put in."""
    file = draw(st.sampled_from(FILES))
    content = TEXTS[file]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 60)))
        match draw(st.sampled_from(("cut", "double", "put", "swap", "end"))):
            case "cut":
                content = content[:start] + content[end:]
            case "double":
                content = content[:end] + content[start:]
            case "put":
                content = content[:start] + draw(st.sampled_from(SPLICES) | st.binary(max_size=8)) + content[start:]
            case "swap":
                content = content[:start] + content[start:end][::-1] + content[end:]
            case _:
                content = content[:end]
    return file, content


@budget
@given(edit=edits())
def test_any_bytes(shared: Path, edit: tuple[Path, bytes]) -> None:
    sound(judged(shared, *edit))


@budget
@given(edit=edits())
def test_tidying_any_text_changes_no_meaning(edit: tuple[Path, bytes]) -> None:
    text = edit[1].decode("utf-8", "replace")
    tidied = fix_text(text, PACKAGE_LANGUAGES)[0]
    before, after = yaml_reader.parse_text(text, "").data, yaml_reader.parse_text(tidied, "").data
    assert (before is None) == (after is None)
    if before is None:
        assert tidied == text
    assert fix_text(tidied, PACKAGE_LANGUAGES)[0] == tidied


# ── structure ──────────────────────────────────────────────────────────────────────────────────────────────────

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(HOSTILE) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def spots(data: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The keys that lead to every part."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*keys, key)
        yield from spots(value, (*keys, key))


@st.composite
def records(draw: st.DrawFn) -> tuple[Path, bytes]:
    """A record much like a real one: some parts gone, replaced, doubled, renamed or too many."""
    file = draw(st.sampled_from(FILES))
    data = deepcopy(yaml_reader.parse_text(TEXTS[file].decode(), file.as_posix()).data)
    for _ in range(draw(st.integers(1, 3))):
        found = list(spots(data))
        if not found:
            break
        *way, last = draw(st.sampled_from(found))
        holder = data
        for key in way:
            holder = holder[key]
        match draw(st.sampled_from(("junk", "gone", "more", "named", "copied"))):
            case "gone":
                del holder[last]
            case "more" if isinstance(holder, list):
                holder += holder[:12]
            case "named" if isinstance(holder, dict):
                holder[draw(st.text(min_size=1, max_size=12))] = holder.pop(last)
            case "copied":
                other = yaml_reader.parse_text(TEXTS[draw(st.sampled_from(FILES))].decode(), "").data
                holder[last] = deepcopy(other)
            case _:
                holder[last] = draw(junk)
    dump = draw(st.sampled_from((_block, _flow)))
    return file, dump(data)


def _block(data: Any) -> bytes:
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
    return text.encode("utf-8", "replace")


def _flow(data: Any) -> bytes:
    return json.dumps(data).encode()


@budget
@given(record=records())
def test_any_record(shared: Path, record: tuple[Path, bytes]) -> None:
    sound(judged(shared, *record))


@settings(budget, max_examples=EXAMPLES // 10 or 10)
@given(record=records())
def test_the_command_ends_with_0_or_1(shared: Path, record: tuple[Path, bytes]) -> None:
    file, content = record
    (shared / file).write_bytes(content)
    try:
        done = mini_site.run("check", "--format", "json", "--root", shared)
    finally:
        (shared / file).write_bytes(TEXTS[file])
    assert done.exit_code in (0, 1), done.output
    assert (json.loads(done.stdout) == []) == (done.exit_code == 0)


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Skeleton(HTMLParser):
    """The elements of a page with the names of their attributes: what words can never change."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.addresses: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def with_words(node: Node, words: str) -> Node:
    """A record with every text of it replaced."""
    changed: dict[str, Any] = {}
    for field in list_fields(type(node)):
        value = getattr(node, field.name)
        if value is None or field.role not in ("text", "node"):
            continue
        parts = value if field.many else (value,)
        text = dict.fromkeys(("zh", "en"), words)
        new = tuple(text if field.role == "text" else with_words(part, words) for part in parts)
        changed[field.name] = new if field.many else new[0]
    return node.model_copy(update=changed)


def drawn(catalog: Catalog) -> dict[str, str]:
    return {page.path: page.html for page in routes.render(catalog, CHECKS)}


def _record(record: Record, words: str) -> Record:
    changed = with_words(record, words)
    assert isinstance(changed, Record)
    changed.set_location(record.place)
    return changed


def all_saying(catalog: Catalog, words: str) -> Catalog:
    """A catalog with the same words in all texts of its records."""
    return replace(catalog, records=tuple(_record(record, words) for record in catalog.records))


@pytest.fixture(scope="module")
def plain(catalog: Catalog) -> dict[str, str]:
    """The pages where every text is a letter."""
    return drawn(all_saying(catalog, "x"))


TOGETHER = " ".join(words for words in HOSTILE if words and "[" not in words)
UNMARKED = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf"), exclude_characters="`*[]"), min_size=1, max_size=20
)


@settings(budget, max_examples=EXAMPLES // 50 or 2)
@example(words=TOGETHER)
@given(words=UNMARKED)
def test_words_are_words_on_every_page(catalog: Catalog, plain: dict[str, str], words: str) -> None:
    hostile = drawn(all_saying(catalog, words))
    for path, html in hostile.items():
        if path.endswith(".html"):
            continue
        found = Skeleton(html)
        assert found.found == Skeleton(plain[path]).found, path
        assert not [address for address in found.addresses if address.lower().startswith("javascript:")]
        soup = BeautifulSoup(html, "html.parser")
        exported = re.sub(r"```.*?```|`[^`]*`", "", convert_element(soup.main or soup), flags=re.DOTALL)
        assert not re.search(r"<(?!/?(?:a id=\"[\w.:-]+\"|a|strong)>)\w", exported), path


@pytest.mark.parametrize("words", [words for words in HOSTILE if words])
def test_hostile_words_in_a_file_are_refused_or_shown_as_words(site: Path, words: str) -> None:
    """The whole way: from the file through the checks to the page, where there is one."""
    path = site / "checklists" / "symptoms" / "flap-stuck.yml"
    quoted = json.dumps(words)
    text = path.read_text("utf-8")
    changed = re.sub(r"en: Look for leaves in the hinge", lambda _: f"en: {quoted}", text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    checked = check_project(site)
    assert checked.catalog is not None
    if not checked.problems:
        html = drawn(checked.catalog)["en/symptoms/flap-stuck/"]
        assert words not in html or not set(words) & set("<>\"'")
    if re.search("[\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\uffff]", words):
        assert {"CS001", "CS008"} & {problem.code for problem in checked.problems}
