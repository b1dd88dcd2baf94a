"""CS8xx: the built site, every page read once: ids, languages, links and what a page asks for."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from counterside.model import Catalog, Link, Record, address
from counterside.problems import Check, Finding, Judgement, Place, check

SITE = "site"
"""How the built folder is called in messages, wherever it was built."""

CHECKS: tuple[Check, ...] = (
    check(
        "CS801",
        "published-id-lost",
        """Every id that is published stands exactly once on its page, and on its sheet, in every language.

        中文：每个发布的 id，在它的页面和纸面上、在每种语言里，都正好出现一次。

        Printed QR codes, shared links and stored ticks lead to `#step`. An id that a template loses, or writes twice,
        sends all of them to the top of the page. This is about the templates and never about a record.

        Bad:
            <li>…                          # step `charger`, without its id

        Good:
            <li id="charger">…
        """,
    ),
    check(
        "CS802",
        "asks-another-origin",
        """No page asks another origin for anything: no font, script, picture, counter or form.

        中文：页面不向别的网站要任何东西：字体、脚本、图片、统计、表单都不行。

        It would tell a stranger who has trouble with which terminal, and it would fail exactly when the network
        does. A link that a reader follows is no request.

        Bad:
            <script src="https://cdn.example/x.js"></script>

        Good:
            <script src="../assets/x.js"></script>
        """,
    ),
    check(
        "CS803",
        "link-broken-in-output",
        """Every internal link of the built site leads to a file that is there, and to an anchor that is there.

        中文：建好的网站里，每个站内链接都要指到存在的文件和锚点。

        Bad:
            <a href="../no-power/#chargr">

        Good:
            <a href="../no-power/#charger">
        """,
    ),
    check(
        "CS805",
        "page-without-frame",
        """Every page says its language, its title and what it is about, and names its counterpart in each language.

        中文：每一页都要写明语言、标题、简介，以及另一种语言的对应页。

        Screen readers choose their voice by `lang`, search engines and the language switch go by `hreflang`.

        Bad:
            <html>

        Good:
            <html lang="en">
        """,
    ),
)

_SCRIPT = re.compile(r"(<(script|style)\b[^>]*>)(.*?)</\2\s*>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(
    r"<(html|a|area|link|meta|base|script|img|iframe|form|source|video|audio|track|embed|object|input|use|image|frame)"
    r"\b([^>]*)>",
    re.IGNORECASE,
)
_STYLED = re.compile(r'\sstyle="([^"]*)"')
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ID = re.compile(r'<[^>]*\sid="([^"]*)"')
_TITLE = re.compile(r"<title>\s*([^<]*?)\s*</title>", re.IGNORECASE)
_CSS_REQUEST = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"])((?:https?:)?//[^'")\s]+)""", re.IGNORECASE)
_SCRIPT_REQUEST = re.compile(
    r"""(?:\bfetch|\bimportScripts|\bimport|\bsendBeacon|\bnew\s+(?:WebSocket|EventSource|Worker|SharedWorker|Request))"""
    r"""\s*\(\s*["'`]((?:https?:|wss?:)?//[^"'`\s]+)""",
)
_LOADING_RELS = {
    "stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest",
    "apple-touch-icon", "mask-icon", "shortcut",
}  # fmt: skip
_LOADING_KEYS = ("src", "srcset", "poster", "data", "action", "ping", "background", "href", "xlink:href")
_SEARCHED = (".html", ".css", ".js")


@dataclass(frozen=True)
class _Reference:
    """Something a page links to or loads. `offset` is where it stands in the page."""

    value: str
    offset: int
    is_loaded: bool


@dataclass
class _Page:
    """What one built page was found to hold."""

    file: str
    html: str
    ids: Counter[str] = field(default_factory=Counter)
    references: list[_Reference] = field(default_factory=list)
    language: str = ""
    title: str = ""
    description: str = ""
    alternates: set[str] = field(default_factory=set)

    def place(self, offset: int = 0) -> Place:
        """Line and column of an offset."""
        return _spot(self.file, self.html, offset)


def judge(site: Path, catalog: Catalog) -> Iterator[Judgement]:
    """Everything that is wrong with the site in the folder `site`, each file read once."""
    files = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*")) if path.is_file()}
    pages = {file: _read(file, path.read_text("utf-8")) for file, path in files.items() if file.endswith(".html")}
    checks = {
        "CS801": _ids(pages, catalog),
        "CS802": _requests(files, pages, catalog.site.address),
        "CS803": _links(files, pages, catalog.site.address),
        "CS805": _frames(pages, catalog),
    }
    for code, findings in checks.items():
        for finding in findings:
            yield Judgement(code, finding)


def _read(file: str, html: str) -> _Page:
    """One pass over a page."""
    page = _Page(file, html)
    blank = _COMMENT.sub(_blanked, _SCRIPT.sub(_without_code, html))
    page.ids.update(map(unescape, _ID.findall(blank)))
    title = _TITLE.search(blank)
    page.title = title[1] if title else ""
    for match in _TAG.finditer(blank):
        attributes = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(match[2])}
        _take(page, match[1].lower(), attributes, match.start())
    for match in _SCRIPT.finditer(html):
        wanted = _CSS_REQUEST if match[2].lower() == "style" else _SCRIPT_REQUEST
        page.references += [_Reference(found[1], match.start(3), True) for found in wanted.finditer(match[3])]
    for match in _STYLED.finditer(blank):
        page.references += [
            _Reference(found[1], match.start(), True) for found in _CSS_REQUEST.finditer(unescape(match[1]))
        ]
    return page


def _blanked(match: re.Match[str]) -> str:
    return _blank(match[0])


@lru_cache(maxsize=64)
def _blank(text: str) -> str:
    """As many lines of as many blanks. Every page of ours carries the same style, so it is blanked once."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _without_code(match: re.Match[str]) -> str:
    """A script or a style sheet without what stands in it, as long as before."""
    return match[1] + _blank(match[0][len(match[1]) :])


def _take(page: _Page, tag: str, attributes: dict[str, str], offset: int) -> None:
    """What one tag adds to a page."""
    if tag == "html":
        page.language = attributes.get("lang", "")
    elif tag == "meta":
        if attributes.get("name", "").lower() == "description":
            page.description = attributes.get("content", "")
        elif attributes.get("http-equiv", "").lower() == "refresh":
            target = attributes.get("content", "").partition("url=")[2]
            page.references.append(_Reference(target, offset, True))
    else:
        _take_references(page, tag, attributes, offset)


def _take_references(page: _Page, tag: str, attributes: dict[str, str], offset: int) -> None:
    rels = set(attributes.get("rel", "").lower().split())
    if tag == "link" and "hreflang" in attributes and "alternate" in rels:
        page.alternates.add(attributes["hreflang"])
    for key in _LOADING_KEYS:
        value = attributes.get(key)
        if value is None:
            continue
        followed = key in ("href", "xlink:href") and (
            tag in ("a", "area") or (tag == "link" and not rels & _LOADING_RELS)
        )
        for part in _sources(value) if key == "srcset" else (value,):
            page.references.append(_Reference(part, offset, not followed))


def _sources(srcset: str) -> Iterator[str]:
    return (part.split()[0] for part in srcset.split(",") if part.split())


def _spot(file: str, text: str, offset: int) -> Place:
    line = text.count("\n", 0, offset) + 1
    return Place(f"{SITE}/{file}", (line, offset - text.rfind("\n", 0, offset)))


# ── CS801 ──


def _ids(pages: Mapping[str, _Page], catalog: Catalog) -> Iterator[Finding]:
    for record in catalog.records:
        if record.is_published:
            for tongue in catalog.site.tongues:
                yield from _of_record(record, tongue.prefix, pages)


def _of_record(record: Record, prefix: str, pages: Mapping[str, _Page]) -> Iterator[Finding]:
    """Whether a record's page in one language holds the record's ids."""
    steps = getattr(record, "steps", ())
    page = _page_of(record.ref, prefix)
    if page is None:
        return
    path, anchor = page
    wanted = [(step.id, step.place) for step in steps] + ([(anchor, record.place)] if anchor else [])
    yield from _counted(path, wanted, record.place, pages)
    sheet = f"{prefix}print/{record.ref.id}/index.html"
    if sheet in pages and record.ref.kind in ("symptom", "routine"):
        yield from _counted(sheet, wanted, record.place, pages)


def _page_of(ref: Link, prefix: str) -> tuple[str, str] | None:
    """The file of a record's page below a language's prefix, and its anchor there; nothing for what has no page."""
    try:
        found = address(ref)
    except ValueError:
        return None
    return f"{prefix}{found.path}index.html", found.anchor


def _counted(
    path: str, wanted: list[tuple[str, Place]], record: Place, pages: Mapping[str, _Page]
) -> Iterator[Finding]:
    fix = "mend the template or the page that draws it; the record is right"
    if path not in pages:
        yield Finding(record, f"there is no page {SITE}/{path}", fix)
        return
    for identifier, place in wanted:
        count = pages[path].ids[identifier]
        if count != 1:
            times = "is missing" if count == 0 else f"stands {count} times"
            yield Finding(place, f"id `{identifier}` {times} on {SITE}/{path}", fix)


# ── CS802 ──


def _requests(files: Mapping[str, Path], pages: Mapping[str, _Page], own: str) -> Iterator[Finding]:
    for page in pages.values():
        for reference in page.references:
            if reference.is_loaded and _is_elsewhere(reference.value, own):
                yield _request(page.place(reference.offset), reference.value)
    for file, path in files.items():
        if file.endswith((".css", ".js")):
            text = path.read_text("utf-8", errors="replace")
            wanted = _CSS_REQUEST if file.endswith(".css") else _SCRIPT_REQUEST
            for match in wanted.finditer(text):
                if _is_elsewhere(match[1], own):
                    yield _request(_spot(file, text, match.start()), match[1])


def _request(place: Place, value: str) -> Finding:
    return Finding(place, f"asks another origin for {value}", "bring it along in the site, or make it a link to follow")


def _is_elsewhere(value: str, own: str) -> bool:
    parts = urlsplit(value.strip())
    return bool(parts.netloc) and parts.scheme in ("", "http", "https", "ws", "wss") and not value.startswith(own)


# ── CS803 ──


def _links(files: Mapping[str, Path], pages: Mapping[str, _Page], own: str) -> Iterator[Finding]:
    base = urlsplit(own).path
    for page in pages.values():
        for reference in page.references:
            problem = _broken(reference.value, page, files, pages, own, base)
            if problem:
                fix = "correct the link where it is written, in the record, the prose or the template"
                yield Finding(page.place(reference.offset), f"link `{reference.value}` {problem}", fix)


def _broken(value: str, page: _Page, files: Mapping[str, Path], pages: Mapping[str, _Page], own: str, base: str) -> str:
    """Why a link leads nowhere, or nothing."""
    target = _target(value, page.file, own, base)
    if target is None:
        return ""
    file, anchor = target
    if file not in files:
        return "leads to a file that is not there"
    if anchor and file in pages and anchor not in pages[file].ids:
        return f"leads to an anchor that is not on {SITE}/{file}"
    return ""


def _target(value: str, file: str, own: str, base: str) -> tuple[str, str] | None:
    """The file of this site that a link names, and the anchor; `None` for what lies outside."""
    if value.startswith(own):
        value = base + value[len(own) :]
    parts = urlsplit(value)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if path.startswith("/"):
        where = path.removeprefix(base) if path.startswith(base) else path[1:]
    else:
        where = posixpath.normpath(posixpath.join(posixpath.dirname(file), path)) if path else file
        where += "/" if path.endswith(("/", "/..", "/.")) or path in (".", "..") else ""
    where = "" if where in (".", "./") else where
    if not where or where.endswith("/"):
        where += "index.html"
    return where, unquote(parts.fragment.partition(":~:")[0])


# ── CS805 ──


def _frames(pages: Mapping[str, _Page], catalog: Catalog) -> Iterator[Finding]:
    tongues = catalog.site.tongues
    for page in pages.values():
        language = next((t.code for t in tongues if t.prefix and page.file.startswith(t.prefix)), tongues[0].code)
        missing = [name for name in ("title", "description") if not getattr(page, name)]
        missing += [f'lang="{language}"'] if page.language.split("-")[0] != language else []
        missing += [f'hreflang="{t.code}"' for t in tongues if t.code not in page.alternates]
        if missing:
            fix = "mend the template; prose says its description in its front matter"
            yield Finding(page.place(), f"page without {', '.join(missing)}", fix)
