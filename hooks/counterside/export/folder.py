"""Every page as a Markdown file with front matter, with the files they load: the site for another engine."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from posixpath import dirname, normpath, relpath
from typing import NamedTuple

from counterside.content.yaml_reader import parse_text
from counterside.export.markdown import convert_html
from counterside.model import Catalog
from counterside.site import Asset, Page
from counterside.text.files import list_files, swap_folders, write_if_changed
from counterside.text.i18n import Language

MARKER = ".counterside-export"
"""The file that marks a folder as an export, so that the next one may replace it."""

_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_HEADING = re.compile(r"^# +(.+?)(?: *\{[^}]*\})?$", re.MULTILINE)
_LINK_OR_FENCE = re.compile(r"^(```|~~~).*?^\1|(\]\()([^)\s]+)(?=\))", re.DOTALL | re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


class CannotExport(Exception):
    """Nothing was written. The message is a sentence for people."""


class Exported(NamedTuple):
    """What an export came to."""

    pages: int
    assets: int


class _Prose(NamedTuple):
    """A hand-written page: its file below `docs/`, and its path on the site."""

    file: str
    path: str
    language: Language
    text: str


def write_export(root: Path, catalog: Catalog, pages: Iterable[Page], assets: Iterable[Asset], into: Path) -> Exported:
    """Write every page of a judged catalog into the folder `into`, whole or not at all. Replaces a folder that an
    export made; raises `CannotExport` for any other that holds something."""
    _require_writable(into)
    into.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{into.name}-", dir=into.parent))
    try:
        files = _Export(root, catalog, [page for page in pages if page.is_listed], {each.path: each for each in assets})
        written = files.write_all(staging)
        (staging / MARKER).write_text("Made by `counterside export`; the next export replaces it.\n", encoding="utf-8")
        staging.chmod(0o755)
        swap_folders(staging, into)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return written


def _require_writable(into: Path) -> None:
    if into.exists() and not into.is_dir():
        raise CannotExport(f"{into} is a file, not a folder")
    if into.is_dir() and any(into.iterdir()) and not (into / MARKER).is_file():
        raise CannotExport(f"{into} holds something that no export made; name an empty or a new folder")


class _Export:
    """What is written, and how each file finds the others."""

    def __init__(self, root: Path, catalog: Catalog, pages: list[Page], assets: Mapping[str, Asset]) -> None:
        self.docs = root / "docs"
        self.catalog = catalog
        self.pages = pages
        self.assets = assets
        self.prose = [self._read_prose(path) for path in sorted(self.docs.rglob("*.md"))]
        self.shared = {f"assets/{name}": self.docs / "assets" / name for name in list_files(self.docs / "assets")}
        self.known = {page.path for page in pages} | {page.path for page in self.prose}
        self.wanted: set[str] = set()

    def write_all(self, folder: Path) -> Exported:
        """Write everything into an empty folder."""
        for page in self.pages:
            write_if_changed(folder / markdown_file(page.path), self._format_page(page).encode())
        for prose in self.prose:
            write_if_changed(folder / markdown_file(prose.path), self._format_prose(prose).encode())
        for name, path in self.shared.items():
            write_if_changed(folder / name, path.read_bytes())
        for name in sorted(self.wanted):
            write_if_changed(folder / name, self.assets[name].content)
        return Exported(len(self.pages) + len(self.prose), len(self.shared) + len(self.wanted))

    def _format_page(self, page: Page) -> str:
        front = _format_front(
            page.title, page.description, page.language, page.path, page.place.file if page.place else ""
        )
        body = convert_html(page.html, lambda target: self.resolve_link(target, page.path))
        return front + (_add_title(page.title, body) if " data-panel=" in page.html else body)

    # ── links ──────────────────────────────────────────────────────────────────────────────────────────────────

    def resolve_link(self, target: str, path: str) -> str:
        """A link of the page at `path`, as its file needs it: to another file, or to the site for what is not here."""
        if not target or _ELSEWHERE.match(target):
            return target
        bare, mark, anchor = target.partition("#")
        bare, _, query = bare.partition("?")
        to = _join_address(path, bare)
        if to in self.assets and to not in self.shared:
            self.wanted.add(to)
        if to in self.known:
            return _relative_path(path, markdown_file(to)) + mark + anchor
        if to in self.assets or to in self.shared:
            return _relative_path(path, to)
        return f"{self.catalog.site.address}{to}{'?' * bool(query)}{query}{mark}{anchor}"

    # ── hand-written pages ─────────────────────────────────────────────────────────────────────────────────────

    def _read_prose(self, path: Path) -> _Prose:
        file = path.relative_to(self.docs).as_posix()
        name, language = file.removesuffix(".md"), self.catalog.site.all_languages[0]
        for tongue in self.catalog.site.all_languages:
            if name.endswith(f".{tongue.code}"):
                name, language = name.removesuffix(f".{tongue.code}"), tongue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            raise CannotExport(f"docs/{file} is not UTF-8: save it as UTF-8") from None
        return _Prose(file, language.prefix + page_path(name), language, text)

    def _format_prose(self, prose: _Prose) -> str:
        found = _FRONT_MATTER.match(prose.text)
        data = parse_text(found[1], prose.file).data if found else None
        matter = data if isinstance(data, dict) else {}
        body = prose.text[found.end() :] if found else prose.text
        heading = _HEADING.search(body)
        title = str(matter.get("title") or (heading[1] if heading else prose.path))
        front = _format_front(
            title, str(matter.get("description", "")), prose.language.code, prose.path, f"docs/{prose.file}"
        )
        return front + _LINK_OR_FENCE.sub(lambda link: self._rewrite_link(link, prose), body)

    def _rewrite_link(self, link: re.Match[str], prose: _Prose) -> str:
        """A link of a hand-written page, which names files: `x.md`, or `symptoms/x/index.html` for a page of ours."""
        if link[1]:
            return link[0]
        target = link[3]
        if _ELSEWHERE.match(target):
            return link[0]
        file, mark, anchor = target.partition("#")
        to = normpath(f"{dirname(prose.file)}/{file}").lstrip("/")
        if to in self.shared:
            return link[2] + _relative_path(prose.path, to)
        for tongue in self.catalog.site.all_languages:
            to = to.replace(f".{tongue.code}.md", ".md")
        name = re.sub(r"\.(md|html)$", "", to)
        path = prose.language.prefix + page_path(name)
        if path in self.known:
            return link[2] + _relative_path(prose.path, markdown_file(path)) + mark + anchor
        return f"{link[2]}{self.catalog.site.address}{path}{mark}{anchor}"


def page_path(name: str) -> str:
    """The path of a page from its name: `about` → `about/`, `contribute/index` → `contribute/`, `index` → nothing."""
    stem = name.removesuffix("index").rstrip("/")
    return f"{stem}/" if stem else ""


def markdown_file(path: str) -> str:
    """The Markdown file of a page."""
    return f"{path}index.md"


def _join_address(path: str, target: str) -> str:
    """Where a relative address leads, seen from the page at `path`; a folder keeps its `/`."""
    to = normpath(f"/{path}{target}").lstrip("/")
    return f"{to}/" if to and (target.endswith("/") or target in ("", ".", "..")) else to


def _relative_path(path: str, file: str) -> str:
    """The way from the file of the page at `path` to another file."""
    return relpath(file, path or ".")


def _add_title(title: str, body: str) -> str:
    """A page of questions, each its own first heading, as one document: the title above, the questions below it."""
    return f"# {title}\n\n" + re.sub(r"^# ", "## ", body, flags=re.MULTILINE)


def _format_front(title: str, description: str, language: str, path: str, source: str) -> str:
    fields = {"title": title, "description": description, "language": language, "path": f"/{path}", "source": source}
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value)
    return "\n".join(["---", *lines, "---", "", ""])
