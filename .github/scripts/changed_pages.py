"""What differs for readers between two built sites, and pictures of the sheets that changed.

    python .github/scripts/changed_pages.py BEFORE AFTER OUT

Writes OUT/changed.txt, a line a file (`new`, `changed` or `gone`, and its path), and OUT/pictures/ with the first page
of every new or changed PDF. A new script alone changes no page: the hash in its name is left out of the comparison.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pypdfium2

SHOWN = (".html", ".pdf")
HASHED = re.compile(rb"[.-][0-9a-f]{8}\.")
DOTS_PER_POINT = 1.5


def differences(before: Path, after: Path) -> list[tuple[str, str]]:
    """(`new` | `changed` | `gone`, path) of every file that readers open, by path."""
    old, new = _files(before), _files(after)
    found = [("gone", name) for name in old.keys() - new.keys()]
    found += [("new", name) for name in new.keys() - old.keys()]
    found += [("changed", name) for name in old.keys() & new.keys() if old[name] != new[name]]
    return sorted(found, key=lambda each: each[1])


def _files(site: Path) -> dict[str, bytes]:
    """Path → what stands in the file; the names of hashed files without their hash."""
    return {
        path.relative_to(site).as_posix(): _content(path) for path in sorted(site.rglob("*")) if path.suffix in SHOWN
    }


def _content(path: Path) -> bytes:
    return HASHED.sub(b".", path.read_bytes()) if path.suffix == ".html" else path.read_bytes()


def draw(pdf: Path, picture: Path) -> None:
    """The first page of a PDF as a PNG."""
    document = pypdfium2.PdfDocument(pdf)
    picture.parent.mkdir(parents=True, exist_ok=True)
    document[0].render(scale=DOTS_PER_POINT).to_pil().save(picture)
    document.close()


def main() -> None:
    """Compare and write."""
    before, after, out = map(Path, sys.argv[1:4])
    found = differences(before, after)
    out.mkdir(parents=True, exist_ok=True)
    (out / "changed.txt").write_text("".join(f"{kind} {name}\n" for kind, name in found), encoding="utf-8")
    for kind, name in found:
        if name.endswith(".pdf") and kind != "gone":
            draw(after / name, (out / "pictures" / name).with_suffix(".png"))
    print(f"{len(found)} files differ")


if __name__ == "__main__":
    main()
