"""The site as a zip for a stick or a chat: it opens by double click, so every link names a file."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import urlsplit

from counterside.text.files import list_files, write_zip

NAME = "counterside-offline.zip"
TOP = "counterside"
_LINK = re.compile(r'(?P<before>\s(?:href|src|action|data-root)=")(?P<target>[^"]*)(?P<after>")')
_ONLINE = re.compile(
    r'<link[^>]*\srel="?(?:canonical|alternate|manifest)"?[^>]*>\n?'  # addresses of the site on the web
)
_LEFT_OUT = re.compile(
    r"(^|/)[._]|\.(map|gz|br|webmanifest)$|^sw\.js$|^sitemap\.xml$|(^|/)404\.html$|^assets/javascripts/(lunr|workers)/"
)


def bundle(site: Path, out: Path, base: str) -> Path:
    """Write the zip of a built site into the folder `out`. `base` is the path of the site's address, e.g. `/` or
    `/shop/`: links that begin with it are made relative."""
    out.mkdir(parents=True, exist_ok=True)
    target = out / NAME
    names = [name for name in list_files(site) if not _LEFT_OUT.search(name)]
    entries = ((f"{TOP}/{name}", _content(site / name, name, base)) for name in names)
    write_zip(target, entries, is_compressed=True)
    return target


def _content(path: Path, name: str, base: str) -> bytes:
    content = path.read_bytes()
    if path.suffix != ".html":
        return content
    html = _ONLINE.sub("", content.decode())
    return _LINK.sub(lambda link: _as_file(link, name, base), html).encode()


def _as_file(link: re.Match[str], page: str, base: str) -> str:
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
