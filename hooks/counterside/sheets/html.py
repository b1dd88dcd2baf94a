"""`/print/<id>/`: the same content for the browser's own printing, complete without a script, no site around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

from counterside.model.catalog import Catalog
from counterside.sheets.content import UNITS_PER_MM, Part, build_contents
from counterside.sheets.document import FOLDER, ONE_FRAME, draw_qr, web_address
from counterside.text import i18n, make_environment
from counterside.text.files import hash_inline, stamp_path
from counterside.text.i18n import Span, Text
from counterside.text.problems import Place

# The browser's rules for a sheet: this style by its hash, this site's scripts, and nothing from anywhere else.
_POLICY = (
    "default-src 'none'; style-src {style}; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'"
)


@dataclass(frozen=True)
class HtmlSheet:
    """One sheet as a whole document. `path` is below the site's root and ends in `/`."""

    path: str
    language: str
    title: str
    description: str
    html: str
    place: Place


@dataclass(frozen=True)
class _Words:
    """What the template asks for: words in the sheet's language."""

    catalog: Catalog
    language: str

    def t(self, name: str, **values: object) -> str:
        """The interface's words for a label, with `{name}` filled in."""
        return self.catalog.labels.get(name, self.language, **values)

    def say(self, text: Text) -> Markup:
        """A text with its marks drawn. Links are words: paper has nowhere to go."""
        words = text[self.language]
        return Markup(i18n.render_spans(words, _draw)) if i18n.is_marked(words) else escape(words)

    def draw(self, picture: Part) -> Markup:
        """The lines of a picture at its size, with its numbers in them."""
        spots = ((number, x * UNITS_PER_MM, y * UNITS_PER_MM + 4) for number, (x, y) in enumerate(picture.spots, 1))
        numbers = "".join(f'<text x="{x:.0f}" y="{y:.0f}">{number}</text>' for number, x, y in spots)
        alt = escape(i18n.strip_marks(picture.alt[self.language]))
        head = f'<svg role="img" aria-label="{alt}" width="{picture.width:g}mm" height="{picture.height:g}mm" '
        return Markup(picture.svg.replace("<svg ", head, 1).replace("</svg>", f"{numbers}</svg>"))

    def glyph(self, label: Part) -> Markup:
        """A pictogram beside words that say the same: nothing is read out for it."""
        return Markup(label.svg.replace("<svg ", '<svg aria-hidden="true" ', 1))


def _draw(span: Span) -> str:
    words = escape(span.text)
    if span.kind == "screen":  # a list of codes is framed code by code, as in the PDF
        framed = span.text.split(" ") if len(span.text) > ONE_FRAME else [span.text]
        return " ".join(f"<kbd>{escape(one)}</kbd>" for one in framed)
    return f"<b>{words}</b>" if span.kind == "strong" else str(words)


def html_sheets(catalog: Catalog) -> Iterator[HtmlSheet]:
    """The HTML sheet of every list in every language."""
    for content in build_contents(catalog):
        for language in catalog.site.codes:
            yield html_sheet(catalog, content, language)


def html_sheet(catalog: Catalog, content: Part, language: str) -> HtmlSheet:
    """One list in one language."""
    site = catalog.site
    prefixes = {tongue.code: tongue.prefix for tongue in site.all_languages}
    path = f"{FOLDER}{content.id}/"
    address = web_address(catalog, content, language)
    title = i18n.strip_marks(content.title[language])
    description = i18n.strip_marks((content.objective or content.title)[language])
    html = make_environment("sheets").get_template("sheet.html").render(
        v=_Words(catalog, language),
        content=content,
        codes=site.codes,
        pages=1 + any(remedy.letter for remedy in content.remedies),
        title=f"{content.number} {title}",
        description=description,
        address=address,
        absolute=f"{site.address}{prefixes[language]}{path}",
        alternates=[(code, f"{site.address}{prefix}{path}") for code, prefix in prefixes.items()],
        root="../" * (prefixes[language] + path).count("/"),
        prefix=prefixes[language],
        qr=Markup(_picture(address, content.edition)),
        stylesheet=_stylesheet(),
        policy=_POLICY.format(style=hash_inline(_stylesheet())),
        script=script()[0],
    )  # fmt: skip
    return HtmlSheet(prefixes[language] + path, language, title, description, html, content.place)


def _picture(address: str, edition: str) -> str:
    """The QR code for the page; its title names the address for readers who cannot see it."""
    picture = draw_qr(f"{address}?e={edition}", quiet=False)
    size = re.search(r'width="(\d+)"', picture)
    box = f'viewBox="0 0 {size[1]} {size[1]}" role="img" aria-label="{escape(address)}" ' if size else ""
    return picture.replace("<svg ", f"<svg {box}", 1)


def script() -> tuple[str, bytes]:
    """The sheets' script as published: its path, named by its content, and its bytes."""
    content = _file("sheet.js").encode()
    return stamp_path("assets/sheet.js", content), content


@cache
def _file(name: str) -> str:
    return files("counterside").joinpath("sheets", name).read_text("utf-8")


@cache
def _stylesheet() -> Markup:
    return Markup(
        re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"/\*.*?\*/|\n\s*", "", _file("sheet.css"), flags=re.DOTALL))
    )
