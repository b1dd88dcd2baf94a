"""`sw.js`: the worker that keeps a whole release on the device, with the list of what belongs to the release."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

WORKER = "sw.js"

_NEVER = re.compile(
    r"(^|/)[._]"  # files for hosts
    r"|\.(map|gz|br)$"
    r"|^assets/javascripts/(lunr|workers)/"  # of the theme's search, which is off
    r"|(^|/)sitemap\.xml$"
    rf"|^{re.escape(WORKER)}$"
)
_SHEETS = re.compile(r"^print/.*\.(pdf|png)$")
"""What is printed or saved as a picture: kept when the reader asks for it, never by itself."""


def add_worker(folder: Path, names: Iterable[str], known: Mapping[str, str] = MappingProxyType({})) -> int:
    """Write `sw.js` into a finished site of the files `names`, whatever made them. Returns the number of files it
    keeps. `known` are digests of files, 16 hex digits of SHA-256, that need not be read again.

    Runs last: the list is the release, and a file changed after it would make the release impossible to keep.
    """
    kept: dict[str, str] = {}
    sheets: dict[str, tuple[str, int]] = {}
    for name in sorted(name for name in names if not _NEVER.search(name)):
        if _SHEETS.search(name):
            content = (folder / name).read_bytes()
            sheets[name] = (_digest(content), len(content))
        else:
            kept[_address(name)] = known.get(name) or _digest((folder / name).read_bytes())
    (folder / WORKER).write_bytes(_script(kept, sheets))
    return len(kept)


def _address(name: str) -> str:
    """A file as pages link to it: folders, not their `index.html`."""
    return re.sub(r"(^|/)index\.html$", r"\1", name)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _script(kept: dict[str, str], sheets: dict[str, tuple[str, int]]) -> bytes:
    code = files("counterside").joinpath("site", "templates", WORKER).read_bytes()
    listed = json.dumps({"files": kept, "sheets": sheets}, ensure_ascii=False, separators=(",", ":"))
    release = _digest(listed.encode() + code)[:12]
    return f'const built={{"release":"{release}",{listed[1:]};\n'.encode() + code
