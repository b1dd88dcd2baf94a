"""CS8xx: ids, links, languages and requests of the built site. Every page is scanned once."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from inspect import getdoc
from itertools import product
from pathlib import Path
from urllib.parse import unquote, urlsplit

from counterside.model.catalog import Catalog, list_page_ids
from counterside.site.hosting import WORKER, resolve_path, short_digest
from counterside.text.files import list_files
from counterside.text.i18n import Language
from counterside.text.problems import Check, Place, Problem

SITE = "site"
"""The folder below a project that holds its site; messages call it so wherever it was built."""
# A comment, which says nothing; a script or style sheet; a tag with attributes. The sign that begins all of them is
# searched for by itself, which is twice as fast.
_PART = re.compile(
    r"<(?:!--.*?-->|(?P<name>script|style)\b[^>]*>.*?</(?P=name)\s*>|[a-z][\w-]*\s[^>]*>)", re.DOTALL | re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TITLE = re.compile(r"<title>\s*([^<]*?)\s*</title>", re.IGNORECASE)
_CSS_REQUEST = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"])((?:https?:)?//[^'")\s]+)""", re.IGNORECASE)
_SCRIPT_REQUEST = re.compile(
    r"""(?:\bfetch|\bimportScripts|\bimport|\bsendBeacon|\bnew\s+(?:WebSocket|EventSource|Worker|SharedWorker|Request))"""
    r"""\s*\(\s*["'`]((?:https?:|wss?:)?//[^"'`\s]+)""",
)
# A `link` that only says such things of the page loads nothing; every other one does.
_SAYING_RELS = {"alternate", "author", "canonical", "help", "license", "me", "next", "prev"}
_LOADING_KEYS = ("src", "srcset", "poster", "data", "action", "ping", "background", "href", "xlink:href")
# Something that a page links to or loads, whether it loads it, and the piece of the page that says so.
_Reference = tuple[str, bool, str]


@dataclass
class PageFacts:
    """What one built page holds, its text aside: a thousand lists have 300 MB of it. `frame` has its `lang`, `title`,
    `description`, `content-security-policy`, and `hreflang="…"` for each counterpart in another language."""

    file: str
    ids: list[str] = field(default_factory=list)
    references: list[_Reference] = field(default_factory=list)
    frame: dict[str, str] = field(default_factory=dict)

    def place(self, site: Path, written: str = "") -> Place:
        """Line and column of a piece of the page, in the folder `site`."""
        html = (site / self.file).read_text("utf-8")
        return _locate_offset(self.file, html, max(html.find(written), 0))


def verify_site(
    site: Path, catalog: Catalog, pages: Mapping[str, PageFacts], kept: Mapping[str, str]
) -> Iterator[Problem]:
    """Everything that is wrong with the site in the folder `site`, whose pages are `pages` by file; `kept` is what
    devices keep of it, by path, with the digest of each file."""
    files, own = set(list_files(site)), catalog.site.address
    yield from _check_ids(pages, catalog)
    yield from _check_requests(site, files, pages, own)
    yield from _check_links(site, files, pages, own)
    yield from _check_frames(site, pages, catalog.site.all_languages)
    yield from _check_release(site, files, kept)


def scan_site(site: Path) -> dict[str, PageFacts]:
    """Every page of the site in the folder `site`, by file, sorted."""
    files = (file for file in list_files(site) if file.endswith(".html"))
    return {file: scan_page(file, (site / file).read_text("utf-8")) for file in files}


def scan_page(file: str, html: str) -> PageFacts:
    """One pass over a page, by expressions: the parser of the standard library takes a second more of every build."""
    title = _TITLE.search(html)
    page = PageFacts(file, frame={"title": title[1] if title else ""})
    for part in _PART.finditer(html):
        identifier, references, frame = _read_part(part[0])
        page.references += references
        page.frame |= frame
        if identifier is not None:
            page.ids.append(identifier)
    return page


@lru_cache(maxsize=65536)  # nine tags of ten are on several pages: half a second of a build
def _read_part(written: str) -> tuple[str | None, list[_Reference], Mapping[str, str]]:
    """What a tag, a script or a style sheet says: its id, what it links to or loads, its part of a page's frame."""
    if written.startswith("<!"):
        return None, [], {}
    tag, _, code = written.partition(">")
    name = tag[1:].split(None, 1)[0].lower()
    attributes = {key.lower(): unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(tag)}
    rels = set(attributes.get("rel", "").lower().split())
    loaded = _CSS_REQUEST.findall(attributes.get("style", ""))
    frame: dict[str, str] = {}
    if name == "html":
        frame["lang"] = attributes.get("lang", "")
    elif name == "meta":
        kind = (attributes.get("name") or attributes.get("http-equiv", "")).lower()
        frame[kind] = attributes.get("content", "")
        loaded += [frame[kind].partition("url=")[2]] if kind == "refresh" else []
    elif "alternate" in rels:
        frame[f'hreflang="{attributes.get("hreflang")}"'] = attributes.get("href", "")
    references: list[_Reference] = [(value, True, written) for value in loaded]
    is_link = name in ("a", "area") or (name == "link" and rels <= _SAYING_RELS)
    for key, value in attributes.items():
        if key in _LOADING_KEYS:
            values = [part.split()[0] for part in value.split(",") if part.split()] if key == "srcset" else [value]
            is_loaded = not (is_link and key.endswith("href"))
            references += [(value, is_loaded, written) for value in values]
    # Only literal addresses are seen; what a script puts together is the policy's to refuse.
    wanted = _CSS_REQUEST if name == "style" else _SCRIPT_REQUEST
    references += [(value, True, code) for value in wanted.findall(code)]
    return attributes.get("id"), references, frame


def _locate_offset(file: str, text: str, offset: int) -> Place:
    line = text.count("\n", 0, offset) + 1
    return Place(f"{SITE}/{file}", (line, offset - text.rfind("\n", 0, offset)))


def _check_ids(pages: Mapping[str, PageFacts], catalog: Catalog) -> Iterator[Problem]:
    """Every id that is published is found exactly once on its page, and on its sheet, in every language.

    中文：每个发布的 id，在它的页面和纸面上、在每种语言里，都正好出现一次。

    Printed QR codes, shared links and stored ticks lead to `#step`. An id that a template loses, or writes twice,
    sends all of them to the top of the page. This is about the templates and never about a record.

    原因：印出去的二维码、发出去的链接、手机里存的勾，指的都是 `#步骤`。模板漏掉一个 id，或者写了两遍，这些全会落
    到页面顶上。这条查的是模板，和记录无关。

    Bad:
        <li>…                          # step `charger`, without its id

    Good:
        <li id="charger">…
    """
    fix = "correct the template or the page that draws it; the record is right"
    published = (record for record in catalog.records if record.is_published)
    for record, language in product(published, catalog.languages):
        for file, ids in list_page_ids(record, language.prefix):
            if file not in pages:
                yield Problem(record.place, f"there is no page {SITE}/{file}", fix, "CS801")
                continue
            counts = Counter(pages[file].ids)
            for identifier, place in ids.items():
                if counts[identifier] != 1:
                    times = f"is there {counts[identifier]} times" if counts[identifier] else "is missing"
                    yield Problem(place, f"id `{identifier}` {times} on {SITE}/{file}", fix, "CS801")


def _check_requests(site: Path, files: Collection[str], pages: Mapping[str, PageFacts], own: str) -> Iterator[Problem]:
    """No page asks another origin for anything: no font, script, picture, counter or form.

    中文：页面不向别的网站要任何东西：字体、脚本、图片、统计、表单都不行。

    It would tell a stranger who has trouble with which terminal, and it would fail exactly when the network
    does. A link that a reader follows is no request.

    原因：这等于告诉外人，谁的哪台机器出了毛病；而且偏偏在断网的时候失灵。读的人自己去点的链接不算。

    Bad:
        <script src="https://cdn.example/x.js"></script>

    Good:
        <script src="../assets/x.js"></script>
    """
    fix = "bring it along in the site, or make it a link to follow"
    for page in pages.values():
        for value, is_loaded, written in page.references:
            if is_loaded and _is_elsewhere(value, own):
                yield Problem(page.place(site, written), f"asks another origin for {value}", fix, "CS802")
    for file in sorted(files):
        if file.endswith((".css", ".js")):
            text = (site / file).read_text("utf-8", errors="replace")
            for match in (_CSS_REQUEST if file.endswith(".css") else _SCRIPT_REQUEST).finditer(text):
                if _is_elsewhere(match[1], own):
                    place = _locate_offset(file, text, match.start())
                    yield Problem(place, f"asks another origin for {match[1]}", fix, "CS802")


def _is_elsewhere(value: str, own: str) -> bool:
    if "//" not in value:
        return False
    parts = urlsplit(value.strip())
    return bool(parts.netloc) and parts.scheme in ("", "http", "https", "ws", "wss") and not value.startswith(own)


def _check_links(site: Path, files: Collection[str], pages: Mapping[str, PageFacts], own: str) -> Iterator[Problem]:
    """Every internal link of the built site leads to a file that is there, and to an anchor that is there.

    中文：建好的网站里，每个站内链接都要指到存在的文件和锚点。

    Bad:
        <a href="../no-power/#chargr">

    Good:
        <a href="../no-power/#charger">
    """
    base, ids = urlsplit(own).path, {file: frozenset(page.ids) for file, page in pages.items()}
    for page in pages.values():
        for value, _, written in page.references:
            parts = urlsplit(base + value.removeprefix(own) if value.startswith(own) else value)
            if parts.scheme or parts.netloc:
                continue
            file = resolve_path(parts.path, page.file, base) if parts.path else page.file
            anchor, missing = unquote(parts.fragment), ""
            if file not in files:
                missing = "a file that is not there"
            elif anchor and anchor not in ids.get(file, (anchor,)):
                missing = f"an anchor that is not on {SITE}/{file}"
            if missing:
                fix = "correct the link where it is written, in the record, the prose or the template"
                yield Problem(page.place(site, written), f"link `{value}` leads to {missing}", fix, "CS803")


def _check_frames(site: Path, pages: Mapping[str, PageFacts], languages: tuple[Language, ...]) -> Iterator[Problem]:
    """Every page says its language, its title and what it is about, and names its counterpart in each language.

    中文：每一页都要写明语言、标题、简介，以及另一种语言的对应页。

    Screen readers choose their voice by `lang`, search engines and the language switch go by `hreflang`.

    原因：读屏软件按 `lang` 换嗓音，搜索引擎和语言切换按 `hreflang` 走。

    Bad:
        <html>

    Good:
        <html lang="en">
    """
    for page in pages.values():
        # The default language is first, and any file begins with its prefix, which is empty.
        language = next(each.code for each in reversed(languages) if page.file.startswith(each.prefix))
        missing = [name for name in ("title", "description") if not page.frame.get(name)]
        said = page.frame.get("lang", "")  # a page may name its script or region as well
        missing += [f'lang="{language}"'] if said != language and not said.startswith(f"{language}-") else []
        others = [f'hreflang="{each.code}"' for each in languages] if len(languages) > 1 else []
        missing += [name for name in others if name not in page.frame]
        if missing:
            fix = "correct the template; prose says its description in its front matter"
            yield Problem(page.place(site), f"page without {', '.join(missing)}", fix, "CS805")


def _check_release(site: Path, files: Collection[str], kept: Mapping[str, str]) -> Iterator[Problem]:
    """Every file that the service worker keeps is at the address where it asks for it, with the content it expects.

    中文：离线程序要存的每个文件，都得在它去取的地址上，内容也和清单里的一样。

    A phone keeps the whole site or nothing of it. One file that is not where the list says, and the site works
    without a network on no phone, and no page shows it. A name with `#` or `%` reads as another address.

    原因：手机要么把整个网站存下来，要么一点也不存。清单里只要有一个文件取不到，所有手机断网就都打不开，网页上还看不
    出来。文件名里有 `#` 或 `%`，浏览器会当成别的地址。

    Bad:
        docs/files/price#1.pdf

    Good:
        docs/files/price-1.pdf
    """
    for path, digest in kept.items():
        file = resolve_path(urlsplit(path).path, "", "/")  # `#` and `%` say something else there
        if file not in files or short_digest((site / file).read_bytes()) != digest:
            message = f"no phone can keep the site: what it finds at {path or '/'} is not what was listed"
            fix = "name files in letters, digits and hyphens, and change none after the build"
            yield Problem(Place(f"{SITE}/{WORKER}"), message, fix, "CS806")


CHECKS: tuple[Check, ...] = (
    Check("CS801", "published-id-lost", getdoc(_check_ids) or ""),
    Check("CS802", "asks-another-origin", getdoc(_check_requests) or ""),
    Check("CS803", "link-broken-in-output", getdoc(_check_links) or ""),
    Check("CS805", "page-without-frame", getdoc(_check_frames) or ""),
    Check("CS806", "release-cannot-be-kept", getdoc(_check_release) or ""),
)
