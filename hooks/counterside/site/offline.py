"""The site without a network: the service worker, the web app manifest, a zip for a stick, one file for a chat."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from counterside.model import Catalog, GuideTarget, Link, Symptom, build_guide, find_address
from counterside.site.assets import Asset
from counterside.site.view import View, environment
from counterside.text.files import list_files, write_zip
from counterside.text.i18n import Language

# ── the web app manifest: what a phone needs to put the site on its home screen ──

MANIFEST = "manifest.webmanifest"
INK = "#14161c"
"""The colour of the bar: `--bar` of `reader.css` on a light page."""
# Made from `docs/assets/icon.svg`; the last fills its square, for systems that cut a shape out of it.
_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-full.png", "512x512", "maskable"),
)


def render_manifests(catalog: Catalog) -> tuple[Asset, ...]:
    """The manifest of every language, next to that language's home page."""
    return tuple(Asset(f"{tongue.prefix}{MANIFEST}", _render_manifest(catalog, tongue)) for tongue in catalog.languages)


def _render_manifest(catalog: Catalog, language: Language) -> bytes:
    up = "" if language.is_default else "../"
    site = catalog.site
    described = {
        "name": site.name[language.code],
        "short_name": site.name[language.code],
        "description": site.description[language.code],
        "lang": language.code,
        "start_url": "./",
        "scope": up or "./",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": INK,
        "icons": [
            {"src": f"{up}assets/{name}", "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


# ── the service worker: keeps a whole release on the device ──

WORKER = "sw.js"

_NEVER = re.compile(
    r"(^|/)[._]"  # files for hosts
    r"|\.(map|gz|br)$"
    r"|^assets/javascripts/(lunr|workers)/"  # of the theme's search, which is off
    r"|(^|/)sitemap\.xml$"
    rf"|^{re.escape(WORKER)}$"
)
# What is printed or saved as a picture: kept when the reader asks for it, never by itself.
_SHEETS = re.compile(r"^print/.*\.(pdf|png)$")


def write_worker(folder: Path, names: Iterable[str]) -> int:
    """Write `sw.js` into a finished site of the files `names`. Returns the number of files it keeps.

    Runs last: the list is the release, and a file changed after it would make the release impossible to keep.
    """
    kept: dict[str, str] = {}
    sheets: dict[str, tuple[str, int]] = {}
    for name in sorted(name for name in names if not _NEVER.search(name)):
        content = (folder / name).read_bytes()
        if _SHEETS.search(name):
            sheets[name] = (_short_digest(content), len(content))
        else:
            kept[re.sub(r"(^|/)index\.html$", r"\1", name)] = _short_digest(content)  # by the address pages link to
    code = files("counterside").joinpath("site", "templates", WORKER).read_bytes()
    listed = json.dumps({"files": kept, "sheets": sheets}, ensure_ascii=False, separators=(",", ":"))
    release = _short_digest(listed.encode() + code)[:12]  # the code as well, so that new code is a new release
    (folder / WORKER).write_bytes(f'const built={{"release":"{release}",{listed[1:]};\n'.encode() + code)
    return len(kept)


def _short_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


# ── a zip for a stick or a chat: it opens by double click, so every link names a file ──

BUNDLE = "counterside-offline.zip"
_TOP = "counterside"
_LINK = re.compile(r'(?P<before>\s(?:href|src|action|data-root)=")(?P<target>[^"]*)(?P<after>")')
_ONLINE = re.compile(
    r'<link[^>]*\srel="?(?:canonical|alternate|manifest)"?[^>]*>\n?'  # addresses of the site on the web
)
_LEFT_OUT = re.compile(
    r"(^|/)[._]|\.(map|gz|br|webmanifest)$|^sw\.js$|^sitemap\.xml$|(^|/)404\.html$|^assets/javascripts/(lunr|workers)/"
)


def write_bundle(site: Path, out: Path, base: str) -> Path:
    """Write the zip of a built site into the folder `out`. `base` is the path of the site's address, e.g. `/` or
    `/shop/`: links that begin with it are made relative."""
    out.mkdir(parents=True, exist_ok=True)
    entries = []
    for name in list_files(site):
        if not _LEFT_OUT.search(name):
            content = (site / name).read_bytes()
            if name.endswith(".html"):
                html = _ONLINE.sub("", content.decode())
                content = _LINK.sub(partial(_link_to_file, page=name, base=base), html).encode()
            entries.append((f"{_TOP}/{name}", content))
    write_zip(out / BUNDLE, entries, is_compressed=True)
    return out / BUNDLE


def _link_to_file(link: re.Match[str], page: str, base: str) -> str:
    """A link of `page` with the file it leads to; links to other sites and within the page stay."""
    target = link["target"]
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path or "data-root" in link["before"]:
        return link[0]
    path = parts.path
    if path.startswith(base):
        ending = "/" if path.endswith("/") else ""
        path = posixpath.relpath(path.removeprefix(base) or ".", posixpath.dirname(page) or ".") + ending
    if path.endswith(("/", "/.", "/..")) or path in (".", ".."):
        path = f"{path.rstrip('/')}/index.html"
    rest = target[len(parts.path) :]
    return f"{link['before']}{path}{rest}{link['after']}"


# ── all checklists and remedies of a language in one file: no script, every link within the file ──

_HERE = ("symptom", "resolution")


@dataclass(frozen=True)
class _SingleView(View):
    """A page's view whose links lead to anchors of the one file; to the site on the web where it has no such part."""

    def to(self, link: Link) -> str:
        if link.kind in _HERE and self.find(link).is_published:
            return "#" + _single_anchor(link)
        return f"{self.site.address}{self.language.prefix}{find_address(link)}"

    def target_href(self, symptom: Symptom, target: GuideTarget) -> str:
        """Where an answer or a failed gate of a checklist leads."""
        if target.kind in ("step", "verify"):
            return "#" + _single_anchor(Link("symptom", symptom.id, target.id or "verify"))
        return "#" + _single_anchor(target.link)


def _single_anchor(link: Link) -> str:
    """The id of a record, or of a step of it, in the file: record ids are unique across kinds."""
    return f"{link.id}.{link.step}" if link.step else link.id


def render_single_page(catalog: Catalog, language: Language) -> str:
    """The file's text."""
    view = _SingleView(catalog, language, "")
    guides = [build_guide(symptom, catalog) for symptom in catalog.symptoms]
    return environment().get_template("single.html").render(v=view, guides=guides)
