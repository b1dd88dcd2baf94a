"""What a thousand readers cost a host in bytes, from a built site.

    .venv/bin/python -m benchmarks.traffic [SITE]

SITE is a built site (default: `site/`). Counts files as a host sends them that compresses with gzip, and with brotli;
headers of requests and answers are left out, about 1 kB a request. A visit is: home, one checklist, the call card, and
what these load. Keeping the site for use without a network is one download of everything that `sw.js` lists.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import brotli

VISIT = ("", "symptoms/no-power/", "call-card/")
PACKED = (".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml")
READERS = 1000
_LOADS = re.compile(r'<(?:script|link)[^>]* (?:src|href)="([^"]+\.(?:js|css))"')
_KEPT = re.compile(r"^const built=(\{.*\});$", re.MULTILINE)


def main() -> None:
    """Measure and print, in megabytes a thousand readers."""
    site = Path(sys.argv[1] if len(sys.argv) > 1 else "site").resolve()
    print(f"{'a thousand readers, MB':44} {'gzip':>8} {'brotli':>8}")
    _line("one checklist each, from a link", _with_loads(site, VISIT[1:2]))
    _line("home, a checklist, the call card", _with_loads(site, VISIT))
    kept = _kept(site)
    if kept:
        _line(f"the whole site kept on the phone ({len(kept)} files)", kept)


def _with_loads(site: Path, pages: Iterable[str]) -> set[Path]:
    files = set()
    for page in pages:
        file = site / page / "index.html"
        files.add(file)
        files.update((file.parent / name).resolve() for name in _LOADS.findall(file.read_text("utf-8")))
    return files


def _kept(site: Path) -> set[Path]:
    """The files that the worker keeps; a path that ends in `/` is a page."""
    worker = site / "sw.js"
    found = _KEPT.search(worker.read_text("utf-8")) if worker.is_file() else None
    paths = json.loads(found[1])["files"] if found else ()
    return {site / path / "index.html" if path.endswith("/") or not path else site / path for path in paths}


def _line(what: str, files: set[Path]) -> None:
    sizes = (sum(_sent(path, pack) for path in files) for pack in (_gzipped, brotli.compress))
    numbers = " ".join(f"{size * READERS / 1e6:8.1f}" for size in sizes)
    print(f"{what:44} {numbers}")


def _sent(path: Path, pack: Callable[[bytes], bytes]) -> int:
    content = path.read_bytes()
    return len(pack(content)) if path.suffix in PACKED else len(content)


def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


if __name__ == "__main__":
    main()
