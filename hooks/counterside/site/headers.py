"""What static hosts read besides the pages: `_headers`, `_redirects`, `.nojekyll`, and files compressed beforehand."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from counterside.model import Catalog
from counterside.site.assets import Asset
from counterside.site.routes import list_moves

# The floor under every file. Each page has a policy of its own, which is tighter, and a browser keeps to both; what a
# page cannot say of itself, who may frame it, is said here. Styles by hash would stop the browser's own PDF viewer.
_POLICY = (
    "default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
ANY_SCRIPT = "'unsafe-inline'"
"""For a host whose headers are not built with the site: the policies of the pages name their scripts."""

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
WORKER = "sw.js"
NOT_FOUND = "404.html"
HASHED = re.compile(r"[.-][0-9a-f]{8}\.(?:min\.)?[a-z0-9]+$")
"""File names that carry their content's hash: the file never changes, so it may be kept for ever."""

_TEXT = (".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml")
# Bytes below which an answer's own headers weigh more than compression saves.
_MIN_COMPRESS_BYTES = 256

_SCRIPTS = re.compile(r"script-src ([^;]*)")
_HASH = re.compile(r"'sha256-[^']*'")


def format_policy(scripts: Iterable[str]) -> str:
    """The policy of every file, with the inline scripts that may run: hashes as policies write them."""
    return _POLICY.format(scripts=" ".join(("'self'", *sorted(scripts))))


def find_script_hashes(policies: Iterable[str]) -> set[str]:
    """The hashes of the inline scripts that the policies of pages name."""
    return {found for each in policies for part in _SCRIPTS.findall(each) for found in _HASH.findall(part)}


def render_host_files(catalog: Catalog, names: Iterable[str], policies: Iterable[str]) -> tuple[Asset, ...]:
    """The files that hosts and CDNs read, for a site that holds the files `names` (paths below its root), whose pages
    have these policies."""
    base = urlsplit(catalog.site.address).path
    return (
        Asset("_headers", _join_lines(_list_headers(base, sorted(names), format_policy(find_script_hashes(policies))))),
        Asset("_redirects", _join_lines(_list_redirects(base, catalog))),
        Asset(".nojekyll", b""),  # GitHub Pages drops names that begin with `_` without it
    )


def compress_texts(folder: Path) -> int:
    """Put a `.gz` and a `.br` next to every text file, for hosts that serve them as they are. Returns the number of
    files. The same bytes on every machine: neither carries a date or a name."""
    texts = sorted(
        path for path in folder.rglob("*") if path.suffix in _TEXT and path.stat().st_size >= _MIN_COMPRESS_BYTES
    )
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both libraries work outside the interpreter's lock
        return len(list(pool.map(_compress_file, texts)))


def _compress_file(path: Path) -> None:
    content = path.read_bytes()
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content, quality=11))


def _list_headers(base: str, names: list[str], rules: str) -> Iterator[str]:
    """No path gets the same header twice: hosts differ in which one they then send. Everything not named here is
    requested again at each visit; that is what hosts which read this file do by themselves."""
    yield f"{base}*"
    yield f"  Content-Security-Policy: {rules}"
    yield from (f"  {name}: {value}" for name, value in SECURITY.items())
    for name in names:
        if HASHED.search(name):
            yield from (f"{base}{name}", f"  Cache-Control: {CACHE_IMMUTABLE}")
    yield from (f"{base}{WORKER}", f"  Cache-Control: {CACHE_NO_STORE}")


def _list_redirects(base: str, catalog: Catalog) -> Iterator[str]:
    for old, new in list_moves(catalog):
        yield from (
            f"{base}{tongue.prefix}{old} {base}{tongue.prefix}{new} 301" for tongue in catalog.site.all_languages
        )
    for tongue in reversed(catalog.site.all_languages):  # the default's, which takes everything, last
        yield f"{base}{tongue.prefix}* {base}{tongue.prefix}{NOT_FOUND} 404"


def _join_lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
