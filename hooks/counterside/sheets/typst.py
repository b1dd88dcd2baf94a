"""Typst input → bytes and heights. Knows the fonts and the templates, and nothing about checklists."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path

import typst

HERE = Path(__file__).parent
FONTS = HERE / "fonts"


class TypstError(Exception):
    """Typst refused an input, or warned about it. The message is Typst's own."""


@cache
def _fonts(own: str) -> typst.Fonts:
    """The two committed fonts and those of the site's folder, where it has one: what a machine has installed must not
    change a sheet."""
    paths = [str(FONTS), *([own] if own else [])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


@cache
def template_version() -> str:
    """A hash of everything but the input that decides how a sheet looks: templates, fonts, Typst itself."""
    parts = [metadata.version("typst").encode()]
    parts += [path.read_bytes() for path in (*sorted(HERE.glob("*.typ")), *sorted(FONTS.glob("*.ttf")))]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def cache_key(*parts: str) -> str:
    """The key of a result of Typst: it changes exactly when the result could."""
    return hashlib.sha256(" ".join((template_version(), *parts)).encode()).hexdigest()


@dataclass(frozen=True)
class TypstDocument:
    """One input with the name of the template that lays it out, and the folder of the site's own fonts."""

    typst_input: str
    template: str
    fonts: str = ""

    @cached_property
    def compiler(self) -> typst.Compiler:
        return typst.Compiler(
            HERE / self.template,
            root=HERE,
            font_paths=_fonts(self.fonts),
            ignore_system_fonts=True,
            sys_inputs={"data": self.typst_input},
        )

    def render_pdf(self) -> bytes:
        """A tagged PDF/UA-1 without a date: the same bytes every time. Raises `TypstError`."""
        try:
            made, warnings = self.compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError as error:
            raise TypstError(error.diagnostic) from None
        if warnings:
            raise TypstError("\n".join(warning.message for warning in warnings))
        if not isinstance(made, bytes):
            raise TypstError("Typst made nothing")
        return made


def measure_sides(typst_input: str, fonts: str = "") -> list[tuple[int, float]]:
    """Of every side of an input, in order: the first of its scales in which it fits, or the last one, and its height
    there in points. All of them take one compilation, and none is printed. Raises `TypstError`.

    It has a process of its own: Typst keeps what a query made for ever, a gigabyte for a language, and all that is
    rendered afterwards would take twice as long."""
    command = [sys.executable, "-P", __file__, *([fonts] if fonts else [])]
    done = subprocess.run(command, input=typst_input, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise TypstError(done.stderr.strip())
    return [(int(scale), float(height)) for scale, height in json.loads(done.stdout)]


@cache
def covered() -> frozenset[str]:
    """Every character that both weights have, from the list that was made with them."""
    listed = (FONTS / "coverage.txt").read_text("ascii").splitlines()
    found: set[str] = set()
    for line in listed:
        if not line.startswith("#"):
            first, _, last = line.partition("-")
            found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def missing(text: str, own: Collection[str] = ()) -> tuple[str, ...]:
    """The characters of a text that cannot be printed, each once, in order; `own` are those of a site's own font."""
    return tuple(dict.fromkeys(each for each in text if each not in covered() and each not in own))


def text_width(text: str) -> int:
    """How wide a text is set, in half-width characters."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def main() -> None:
    """Measure the input that comes in, in a process of its own."""
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    document = TypstDocument(sys.stdin.read(), "measure.typ", "".join(sys.argv[1:]))
    try:
        sys.stdout.write(document.compiler.query("<fit>", field="value"))
    except RuntimeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
