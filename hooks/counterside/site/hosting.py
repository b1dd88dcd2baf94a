"""What the pages go out with: files for hosts (`_headers`, `_redirects`, `.nojekyll`, compressed texts), the manifests
and the service worker for devices, a zip for a stick, one file for a chat."""

import gzip
import hashlib
import json
import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import brotli

from counterside.model.catalog import Catalog
from counterside.model.guide import read_guide
from counterside.model.nodes import find_path
from counterside.site.routes import find_moves
from counterside.site.view import NOT_FOUND, Asset, View, environment
from counterside.text.files import list_files, write_zip
from counterside.text.i18n import Language

# ── for hosts ──
# The floor under every file. Each page has a policy of its own, which is tighter, and a browser keeps to both; what a
# page cannot say of itself, who may frame it, is said here. Styles by hash would stop the browser's own PDF viewer.
POLICY = (
    "default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
SECURITY: dict[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",  # for browsers inside apps, which are old
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers that every answer carries in addition to its policy, errors included. `hosts/nginx/counterside.conf` says the
same; a test compares."""

CACHE_IMMUTABLE = "public, max-age=31536000, immutable"
CACHE_NO_STORE = "no-store"
HASHED = re.compile(r"[.-][0-9a-f]{8}\.(?:min\.)?[a-z0-9]+$")
"""File names that carry their content's hash: the file never changes, so it may be kept for ever."""

_TEXT = (".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml")

_SCRIPTS = re.compile(r"script-src ([^;]*)")
_HASH = re.compile(r"'sha256-[^']*'")


def render_host_files(catalog: Catalog, names: Iterable[str], policies: Iterable[str]) -> tuple[Asset, ...]:
    """The files that hosts and CDNs read, for a site of the files `names`, by path, whose pages have these policies."""
    base = urlsplit(catalog.site.address).path
    # No path gets the same header twice: hosts differ in which one they then send. Everything not named here is
    # requested again at each visit; that is what hosts which read this file do by themselves.
    # Of the inline scripts, those that the pages name in their own policies.
    scripts = {found for each in policies for part in _SCRIPTS.findall(each) for found in _HASH.findall(part)}
    policy = {"Content-Security-Policy": POLICY.format(scripts=" ".join(("'self'", *sorted(scripts))))}
    headers = [f"{base}*", *(f"  {name}: {value}" for name, value in (policy | SECURITY).items())]
    for name in sorted(names):
        headers += [f"{base}{name}", f"  Cache-Control: {CACHE_IMMUTABLE}"] if HASHED.search(name) else []
    headers += [f"{base}{WORKER}", f"  Cache-Control: {CACHE_NO_STORE}"]
    homes = [f"{base}{language.prefix}" for language in catalog.site.all_languages]
    moves = [f"{home}{find_path(former)} {home}{new} 301" for _, former, new in find_moves(catalog) for home in homes]
    # The default's, which takes everything, last.
    moves += [f"{home}* {home}{NOT_FOUND} 404" for home in reversed(homes)]
    return (
        Asset("_headers", "\n".join([*headers, ""]).encode()),
        Asset("_redirects", "\n".join([*moves, ""]).encode()),
        Asset(".nojekyll", b""),  # GitHub Pages drops names that begin with `_` without it
    )


def compress_texts(folder: Path) -> None:
    """Put a `.gz` and a `.br` next to every text file, for hosts that serve them as they are. The same bytes on every
    machine: neither carries a date or a name."""
    texts = [path for path in folder.rglob("*") if path.suffix in _TEXT]

    def compress_file(path: Path) -> None:
        content = path.read_bytes()
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content, quality=11))

    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both libraries work outside the interpreter's lock
        list(pool.map(compress_file, texts))


# ── the web app manifest: what a phone needs to put the site on its home screen ──

# Made from `docs/assets/icon.svg`; the last fills its square, for systems that cut a shape out of it.
_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-full.png", "512x512", "maskable"),
)


def render_manifests(catalog: Catalog) -> Iterator[Asset]:
    """The manifest of every language, next to that language's home page."""
    for language in catalog.languages:
        up, name = "" if language.is_default else "../", catalog.site.name[language.code]
        described = {
            "name": name,
            "short_name": name,
            "description": catalog.site.description[language.code],
            "lang": language.code,
            "start_url": "./",
            "scope": up or "./",
            "display": "minimal-ui",
            "background_color": "#ffffff",
            "theme_color": "#14161c",  # `--bar` of `reader.css` on a light page
            "icons": [
                {"src": f"{up}assets/{name}", "sizes": sizes, "type": "image/png", "purpose": purpose}
                for name, sizes, purpose in _ICONS
            ],
        }
        content = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
        yield Asset(f"{language.prefix}manifest.webmanifest", content.encode())


# ── the service worker: keeps a whole release on the device ──

WORKER = "sw.js"

# What devices do not keep: files for hosts, and those of the theme's search, which is off.
_NEVER = r"(^|/)[._]|\.(map|gz|br)$|^assets/javascripts/(lunr|workers)/|(^|/)sitemap\.xml$|^sw\.js$"
# What is printed or saved as a picture: kept when the reader asks for it, never by itself.
_SHEETS = re.compile(r"^print/.*\.(pdf|png)$")


def write_worker(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Write `sw.js` into a finished site of the files `names`. Returns what it keeps, sheets included: each path below
    the site with the digest of its file. Runs last: a file changed later would make the release impossible to keep."""
    kept: dict[str, str] = {}
    sheets: dict[str, tuple[str, int]] = {}
    for name in sorted(name for name in names if not re.search(_NEVER, name)):
        content = (folder / name).read_bytes()
        if _SHEETS.search(name):
            sheets[name] = (short_digest(content), len(content))
        else:
            kept[re.sub(r"(^|/)index\.html$", r"\1", name)] = short_digest(content)  # by the address pages link to
    code = files("counterside").joinpath("site", "templates", WORKER).read_bytes()
    listed = json.dumps({"files": kept, "sheets": sheets}, ensure_ascii=False, separators=(",", ":"))
    release = short_digest(listed.encode() + code)[:12]  # the code as well, so that new code is a new release
    (folder / WORKER).write_bytes(f'const built={{"release":"{release}",{listed[1:]};\n'.encode() + code)
    return kept | {name: digest for name, (digest, _) in sheets.items()}


def short_digest(content: bytes) -> str:
    """How the service worker names the content of a file: 16 hex digits."""
    return hashlib.sha256(content).hexdigest()[:16]


# ── a zip for a stick or a chat: it opens by double click, so every link names a file ──

_LINK = re.compile(r'(?<=\s)(href|src|action)="([^"]*)"')
# Addresses of the site on the web.
_ONLINE = re.compile(r'<link[^>]*\srel="?(?:canonical|alternate|manifest)"?[^>]*>\n?')
_LEFT_OUT = re.compile(rf"{_NEVER}|\.webmanifest$|(^|/)404\.html$")


def name_files(address: str) -> str:
    """What files of a site are called where they leave it: `shop-cards` for `https://www.shop.example/cards/`."""
    parts = urlsplit(address)
    host = str(parts.hostname).removeprefix("www.")
    return "-".join((host.rpartition(".")[0] or host, *filter(None, parts.path.split("/"))))


def write_bundle(site: Path, out: Path, address: str) -> Path:
    """Write the zip of a built site into the folder `out`, and return its path. Links that begin with the path of the
    site's address are made relative."""
    name, base = name_files(address), urlsplit(address).path
    target = out / f"{name}-offline.zip"
    out.mkdir(parents=True, exist_ok=True)
    entries = []
    for file in list_files(site):
        if not _LEFT_OUT.search(file):
            content = (site / file).read_bytes()
            if file.endswith(".html"):
                html = _ONLINE.sub("", content.decode())
                content = _LINK.sub(partial(_link_to_file, page=file, base=base), html).encode()
            entries.append((f"{name}/{file}", content))
    write_zip(target, entries, is_compressed=True)
    return target


def _link_to_file(link: re.Match[str], page: str, base: str) -> str:
    """A link of `page` with the file it leads to; links to other sites and within the page stay."""
    name, target = link.groups()
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path:
        return link[0]
    path = posixpath.relpath(resolve_path(parts.path, page, base), posixpath.dirname(page) or ".")
    return f'{name}="{quote(path)}{target[len(parts.path) :]}"'


def resolve_path(path: str, page: str, base: str) -> str:
    """The file of the site that a path in a link of the file `page` names; `base` is the path of the site's address."""
    path = unquote(path)
    if path.startswith("/"):
        where = path.removeprefix(base) if path.startswith(base) else path[1:]
    else:
        where = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        where += "/" if posixpath.basename(path) in ("", ".", "..") else ""
    return f"{where.removeprefix('./')}index.html" if where.endswith("/") or not where else where


# ── all checklists and remedies of a language in one file: no script, every link within the file ──


def render_single_page(catalog: Catalog, language: Language) -> str:
    """The file's text."""
    view = View(catalog, language, "", is_single=True)
    guides = [read_guide(symptom, catalog) for symptom in catalog.symptoms]
    return environment().get_template("single.html").render(v=view, guides=guides)
