"""The files that pages load, what stands inside every page instead of a file, and the rules for the browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from counterside.model import ACCENTS, Catalog
from counterside.text.files import hash_inline, stamp_path


@dataclass(frozen=True)
class Asset:
    """A file that pages load. Where its name carries its content's hash, a host may keep it for ever."""

    path: str
    content: bytes

    @property
    def file(self) -> str:
        return self.path


_FOLDER = files("counterside").joinpath("site", "templates")


# ── scripts ──

# Scripts that go out in one file with those they build on: one request instead of two.
_NEEDED = {
    "reader.js": ("shared.js",), "guide.js": ("shared.js",), "call.js": ("shop.js",), "print.js": ("shop.js",),
}  # fmt: skip


def list_assets(catalog: Catalog) -> tuple[Asset, ...]:
    """The files that pages load, pictures aside."""
    scripts = ("reader.js", "guide.js", "update.js", "call.js", "codes.js", "search.js", "keep.js", "print.js")
    return (*map(publish_script, scripts), publish_styles(catalog.site.accents), *_colour_prose(catalog))


@cache
def publish_script(name: str) -> Asset:
    """A script of the templates folder as published, with what it needs before it."""
    parts = (_FOLDER.joinpath(part).read_text("utf-8") for part in (*_NEEDED.get(name, ()), name))
    content = "".join(map(shorten_script, parts)).encode()
    return Asset(stamp_path(f"assets/{name}", content), content)


def shorten_script(text: str) -> str:
    """A script without indentation, lines of comment and types. Packed, that is as short as what a minifier makes of
    it but for a tenth, and it needs no other language to be made."""
    # Comments at the end of a line stay: telling them from `//` in a string takes a parser.
    untyped = re.sub(r"/\*\* @.*?\*/ ?", "", text, flags=re.DOTALL)
    return re.sub(r"^\s*//.*\n|^\s+", "", untyped, flags=re.MULTILINE)


@cache
def early_script() -> Markup:
    """The line that puts the chosen theme and type size up before the first paint."""
    return Markup(_FOLDER.joinpath("early.js").read_text("utf-8").strip())


# ── styles ──

STYLES = ("reader", "picture", "checklist", "reference")
"""The stylesheets: what every page wears (two), what a checklist adds, what everything else adds."""
_GUIDED = ("reader", "picture", "checklist", "print")
"""What a page wears that is answered one question at a time."""
PROSE_COLOURS = "assets/colours.css"
"""The site's own colour for the hand-written pages, whose theme has its own names for it."""


@cache
def stylesheet(*names: str, accents: tuple[str, str] = ACCENTS) -> Markup:
    """Stylesheets in one (all of them where none is named), to stand inside a page: one request less than a link. The
    colours of a site stand in place of the usual ones."""
    raw = "".join(_FOLDER.joinpath(f"{name}.css").read_text("utf-8") for name in names or STYLES)
    bare = re.sub(r"/\*.*?\*/|\n\s*", "", raw, flags=re.DOTALL)
    # No space goes that a value needs, as in `calc(1px + 2px)`: only those beside signs and after a colon.
    tight = re.sub(r"\s*([{};,>])\s*|:\s+", lambda gap: gap[1] or ":", bare).replace(";}", "}")
    for usual, own in zip(ACCENTS, accents, strict=True):
        tight = re.sub(f"(--accent):{usual}", rf"\1:{own}", tight)
    return Markup(tight)


@cache
def publish_styles(accents: tuple[str, str] = ACCENTS) -> Asset:
    """The stylesheet of all checklists as a file of its own: a reader goes from one to the next, and a quarter of each
    page would be the same styles again."""
    content = stylesheet(*_GUIDED, accents=accents).encode()
    return Asset(stamp_path("assets/checklist.css", content), content)


def _colour_prose(catalog: Catalog) -> tuple[Asset, ...]:
    """The stylesheet for the hand-written pages, of a site that names colours."""
    if catalog.site.colours is None:
        return ()
    light, dark = catalog.site.accents
    lines = [
        f'body[data-md-color-scheme="{scheme}"][data-md-color-primary]'
        f"{{--md-accent-fg-color:{links};--md-typeset-a-color:{links}}}\n"
        for scheme, links in (("default", light), ("slate", dark))
    ]
    return (Asset(PROSE_COLOURS, "".join(lines).encode()),)


# ── the rules that a page gives the browser: this site's files, the parts named by hash, nothing else ──

_POLICY = (
    "default-src 'none'; style-src {styles}; script-src 'self' {scripts}; img-src 'self' data:; {fonts}"
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# From the first to the last, so that an end tag written in the page itself changes nothing.
_WRITTEN = re.compile(r"<article\b.*</article>", re.DOTALL)
_CHARSET = '<meta charset="utf-8">'


@cache
def content_policy(styles: Markup) -> Markup:
    """The policy of a page of ours with `styles` in it; without any it loads them, and none may stand in it."""
    named = hash_inline(styles) if styles else "'self'"
    return Markup(_POLICY.format(styles=named, scripts=hash_inline(early_script()), fonts=""))


def with_policy(html: str) -> str:
    """A page of hand-written prose with its policy: the few inline scripts of the engine's theme, which differ with the
    depth of the page, are named by hash, and its styles are files. What is written on the page itself is not looked at:
    a script that was put there does not run."""
    theme = _WRITTEN.sub("", html)
    scripts = " ".join(sorted({hash_inline(script) for script in _INLINE.findall(theme)}))
    policy = _POLICY.format(styles="'self'", scripts=scripts, fonts="font-src 'self'; ")
    meta = f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(_CHARSET, meta, 1)
