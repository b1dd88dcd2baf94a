"""What differs for readers between two built sites, and pictures of the sheets that changed.

    python .github/scripts/changed_pages.py BEFORE AFTER OUT

Writes OUT/changed.txt, a line a file (`new`, `changed` or `gone`, and its path), OUT/pictures/ with the first page of
every new or changed PDF, and OUT/sheets.png: the A4 fronts and backs among them, before beside after, on one picture.
A new script alone changes no page: the hash in its name is left out of the comparison.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

SHOWN = (".html", ".pdf")
HASHED = re.compile(rb"[.-][0-9a-f]{8}\.")
DOTS_PER_POINT = 1.5
ON_THE_BOARD = re.compile(r"^print/(?!booklet-).+-a4\.pdf$")
ROWS = 20
"""So many sheets are shown at most; the others are in the folder of pictures."""
_GAP, _CAPTION = 12, 28


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


def drawn(pdf: Path) -> tuple[Image.Image, int]:
    """The first page of a PDF, and how many it has."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=DOTS_PER_POINT).to_pil().convert("RGB")
    pages = len(document)
    document.close()
    return picture, pages


def board(before: Path, after: Path, names: list[str]) -> Image.Image:
    """Sheets one below the other, as they were on the left, as they are on the right."""
    rows = [_row(before / name, after / name, name) for name in names]
    high = sum(row.height + _GAP for row in rows)
    made = Image.new("RGB", (max(row.width for row in rows), high), "#888888")
    top = 0
    for row in rows:
        made.paste(row, (0, top))
        top += row.height + _GAP
    return made


def _row(before: Path, after: Path, name: str) -> Image.Image:
    new, pages = drawn(after)
    old, was = drawn(before) if before.is_file() else (Image.new("RGB", new.size, "#dddddd"), 0)
    made = Image.new("RGB", (old.width + _GAP + new.width, _CAPTION + max(old.height, new.height)), "#888888")
    ImageDraw.Draw(made).text((_GAP, 6), f"{name}   pages: {was or 'new'} -> {pages}", fill="white", font_size=16)
    made.paste(old, (0, _CAPTION))
    made.paste(new, (old.width + _GAP, _CAPTION))
    return made


def main() -> None:
    """Compare and write."""
    before, after, out = map(Path, sys.argv[1:4])
    found = differences(before, after)
    out.mkdir(parents=True, exist_ok=True)
    (out / "changed.txt").write_text("".join(f"{kind} {name}\n" for kind, name in found), encoding="utf-8")
    printed = [name for kind, name in found if name.endswith(".pdf") and kind != "gone"]
    for name in printed:
        picture = (out / "pictures" / name).with_suffix(".png")
        picture.parent.mkdir(parents=True, exist_ok=True)
        drawn(after / name)[0].save(picture)
    shown = [name for name in printed if ON_THE_BOARD.match(name)][:ROWS]
    if shown:
        board(before, after, shown).save(out / "sheets.png", optimize=True)
    print(f"{len(found)} files differ")


if __name__ == "__main__":
    main()
