"""`/print/<id>/`: the same leaf for the browser's own printing, complete without a script, with no site around it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from counterside.model import Catalog
from counterside.sheets.height import estimate
from counterside.sheets.leaf import Leaf, leaves
from counterside.sheets.order import ONE_FRAME, qr, web_address
from counterside.sheets.paper import FOLDER
from counterside.text import markup
from counterside.text.i18n import Text
from counterside.text.markup import Span
from counterside.text.problems import Place

if TYPE_CHECKING:
    from jinja2 import Environment

ROOMY = 0.747
"""Up to this estimate a leaf has room for its answers in a column of their own, whatever font the browser has."""


@dataclass(frozen=True)
class HtmlSheet:
    """One leaf as a whole document. `path` is below the site's root and ends in `/`."""

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

    def t(self, name: str) -> str:
        """The interface's words for a label."""
        return self.catalog.labels.get(name, self.language)

    def say(self, text: Text) -> Markup:
        """A text with its marks drawn. Links are words: paper has nowhere to go."""
        words = text[self.language]
        return Markup(markup.render(words, _draw)) if markup.is_marked(words) else escape(words)


def _draw(span: Span) -> str:
    words = escape(span.text)
    if span.kind == "screen":  # a list of codes is framed code by code, as in the PDF
        framed = span.text.split(" ") if len(span.text) > ONE_FRAME else [span.text]
        return " ".join(f"<kbd>{escape(one)}</kbd>" for one in framed)
    return f"<b>{words}</b>" if span.kind == "strong" else str(words)


def html_sheets(catalog: Catalog) -> Iterator[HtmlSheet]:
    """The HTML sheet of every leaf in every language."""
    for leaf in leaves(catalog):
        for tongue in catalog.tongues:
            yield html_sheet(catalog, leaf, tongue.code)


def html_sheet(catalog: Catalog, leaf: Leaf, language: str) -> HtmlSheet:
    """One leaf in one language."""
    site = catalog.site
    prefixes = {tongue.code: tongue.prefix for tongue in site.tongues}
    path = f"{FOLDER}{leaf.id}/"
    address = web_address(catalog, leaf, language)
    title = markup.plain(leaf.title[language])
    description = markup.plain((leaf.objective or leaf.title)[language])
    html = _environment().get_template("sheet.html").render(
        v=_Words(catalog, language),
        leaf=leaf,
        title=f"{leaf.number} {title}",
        description=description,
        address=address,
        absolute=f"{site.address}{prefixes[language]}{path}",
        alternates=[(code, f"{site.address}{prefix}{path}") for code, prefix in prefixes.items()],
        root="../" * (prefixes[language] + path).count("/"),
        prefix=prefixes[language],
        is_roomy=estimate(leaf, language, catalog.labels) < ROOMY,
        qr=Markup(_picture(address, leaf.edition)),
        stylesheet=_stylesheet(),
        policy=_policy(),
        script=script()[0],
    )  # fmt: skip
    return HtmlSheet(prefixes[language] + path, language, title, description, html, leaf.place)


def _picture(address: str, edition: str) -> str:
    """The QR code for the page; its title names the address for readers who cannot see it."""
    picture = qr(f"{address}?e={edition}", quiet=False)
    size = re.search(r'width="(\d+)"', picture)
    box = f'viewBox="0 0 {size[1]} {size[1]}" role="img" aria-label="{escape(address)}" ' if size else ""
    return picture.replace("<svg ", f"<svg {box}", 1)


def script() -> tuple[str, bytes]:
    """The sheets' script as published: its path, named by its content, and its bytes."""
    content = _file("sheet.js").encode()
    return f"assets/sheet-{hashlib.sha256(content).hexdigest()[:8]}.js", content


@cache
def _file(name: str) -> str:
    return files("counterside").joinpath("sheets", name).read_text("utf-8")


@cache
def _stylesheet() -> Markup:
    return Markup(
        re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"/\*.*?\*/|\n\s*", "", _file("sheet.css"), flags=re.DOTALL))
    )


@cache
def _policy() -> str:
    """The browser's rules for a sheet: this style by its hash, this site's scripts, and nothing from anywhere else."""
    digest = base64.b64encode(hashlib.sha256(_stylesheet().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'"
    )


@cache
def _environment() -> Environment:
    from counterside.templating import environment_of  # only now: most commands draw nothing

    return environment_of("sheets")
