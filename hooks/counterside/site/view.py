"""What a page is, the files that it loads, the rules that it gives the browser, and what every template may ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from markupsafe import Markup, escape

from counterside.model.catalog import Catalog, find_title
from counterside.model.guide import read_gates, read_guide, read_remedy
from counterside.model.nodes import GENERATED_PAGES, Link, find_address, parse_link
from counterside.model.records import Record
from counterside.model.site import ACCENTS, Site
from counterside.text import i18n
from counterside.text.files import hash_inline, stamp_path
from counterside.text.i18n import OTHER, Language, Span, Text, find_stand_in
from counterside.text.problems import Place


class Asset(NamedTuple):
    """A file that pages load. Where its name carries its content's hash, a host may keep it for ever."""

    path: str
    content: bytes


NOT_FOUND = "404.html"
_FOLDER = files("counterside").joinpath("site", "templates")

# ── scripts ──

# Scripts that go out in one file with those they build on: one request instead of two.
_NEEDED = {"reader.js": "shared.js", "guide.js": "shared.js", "call.js": "shop.js", "print.js": "shop.js"}


def list_assets(catalog: Catalog) -> Iterator[Asset]:
    """The files that pages load, pictures aside; where a site names colours, also those of the hand-written pages."""
    for name in ("reader", "guide", "update", "call", "codes", "search", "keep", "print", "sheet"):
        yield publish_script(f"{name}.js")
    yield publish_styles(catalog.site.accents, catalog.site.codes)
    if catalog.site.colours is not None:
        lines = [
            f'body[data-md-color-scheme="{scheme}"][data-md-color-primary]'
            f"{{--md-accent-fg-color:{links};--md-typeset-a-color:{links}}}\n"
            for scheme, links in zip(("default", "slate"), catalog.site.accents, strict=True)
        ]
        yield Asset(PROSE_COLOURS, "".join(lines).encode())


@cache
def publish_script(name: str) -> Asset:
    """A script of the templates folder as published, with what it needs before it."""
    names = (_NEEDED[name], name) if name in _NEEDED else (name,)
    content = "".join(shorten_script(_FOLDER.joinpath(each).read_text("utf-8")) for each in names).encode()
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

PROSE_COLOURS = "assets/colours.css"
"""The site's own colour for the hand-written pages, whose theme has its own names for it."""


@cache
def stylesheet(*names: str, accents: tuple[str, str] = ACCENTS, codes: tuple[str, ...] = ()) -> Markup:
    """Stylesheets in one (all of them where none is named), to be written into a page: one request less than a link.
    The colours of a site replace the usual ones, and each of its languages is offered to readers of that language."""
    names = names or ("reader", "picture", "checklist", "reference")
    raw = "".join(_FOLDER.joinpath(f"{name}.css").read_text("utf-8") for name in names)
    bare = re.sub(r"/\*.*?\*/|\n\s*", "", raw, flags=re.DOTALL)
    # No space goes that a value needs, as in `calc(1px + 2px)`: only those next to signs and after a colon.
    tight = re.sub(r"\s*([{};,>])\s*|:\s+", lambda gap: gap[1] or ":", bare).replace(";}", "}")
    for usual, own in zip(ACCENTS, accents, strict=True):
        tight = tight.replace(f"--accent:{usual}", f"--accent:{own}")
    # `early.js` knows the reader's language and not its region.
    offers = (f'html[data-offer="{code.partition("-")[0]}"] .offer[lang="{code}"]' for code in codes)
    tight += f"{','.join(offers)}{{display:block}}" if codes else ""
    return Markup(tight)


@cache
def publish_styles(accents: tuple[str, str], codes: tuple[str, ...]) -> Asset:
    """The styles of all checklists as a file: a quarter of each page that a reader goes to would be the same."""
    content = stylesheet("reader", "picture", "checklist", "print", accents=accents, codes=codes).encode()
    return Asset(stamp_path("assets/checklist.css", content), content)


# ── the rules that a page gives the browser: this site's files, the parts named by hash, nothing else ──

_POLICY = (
    "default-src 'none'; style-src {styles}; script-src 'self' {scripts}; img-src 'self' data:; {fonts}"
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# From the first to the last, so that an end tag written in the page itself changes nothing.
_WRITTEN = re.compile(r"<article\b.*</article>", re.DOTALL)
_CHARSET = '<meta charset="utf-8">'


def with_policy(html: str) -> str:
    """A page of hand-written prose with its policy: the few inline scripts of the engine's theme, which differ with the
    page's depth, are named by hash, and its styles are files. A script that is put on the page itself never runs."""
    theme = _WRITTEN.sub("", html)
    scripts = " ".join(sorted({hash_inline(script) for script in _INLINE.findall(theme)}))
    policy = _POLICY.format(styles="'self'", scripts=scripts, fonts="font-src 'self'; ")
    meta = f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(_CHARSET, meta, 1)


# ── pages ──

REPORT_FORM = "step-is-wrong.yml"
"""The form in `.github/ISSUE_TEMPLATE/` that *report a problem* opens; its fields have the names of the query."""
# Paths below a repository's address: of a file to edit, of a folder, of a new issue, and the part of the query that
# holds its text; without one, GitHub's form takes each value by itself.
_FORGES = {
    "github": ("edit/{branch}/{file}", "tree/{branch}/{file}", "issues/new", ""),
    "gitlab": ("-/edit/{branch}/{file}", "-/tree/{branch}/{file}", "-/issues/new", "issue[description]"),
    "gitee": ("edit/{branch}/{file}", "tree/{branch}/{file}", "issues/new", "description"),
    "forgejo": ("_edit/{branch}/{file}", "src/branch/{branch}/{file}", "issues/new", "body"),
}


def edit_path(site: Site, file: str) -> str:
    """Where a file or a folder, which has no ending, is edited below the repository; empty without such a page."""
    if site.repository is None or site.forge not in _FORGES:
        return ""
    edit, folder, _, _ = _FORGES[site.forge]
    is_file = "." in file.rpartition("/")[2] or file.endswith("/")
    return (edit if is_file else folder).format(branch=quote(site.branch), file=quote(file))


if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from jinja2.runtime import Macro


@dataclass(frozen=True, eq=False)
class Page:
    """One page, for any engine. `path` is below the site's root and ends in `/` (the default language's home is empty)
    or in a file name; `values` are what its template shows; `place` is where its content is edited, if anywhere."""

    path: str
    language: str
    title: str
    description: str
    template: str
    values: Mapping[str, object] = field(repr=False)
    place: Place | None = None
    is_listed: bool = True

    def draw_html(self) -> str:
        """The whole document. It is not kept: those of a thousand lists would take 250 MB."""
        return environment().get_template(self.template).render(self.values)

    @cached_property
    def html(self) -> str:
        """The same, drawn once and kept."""
        return self.draw_html()

    @property
    def file(self) -> str:
        """The file a static host serves for the path."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"


# Next to the code, as Python keeps its own: every project is drawn by the same templates.
_COMPILED = Path(__file__).parent / "templates" / "__pycache__"
_DAMAGES = (UnpicklingError, ArithmeticError, AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError)


@cache
def environment() -> Environment:
    """The templates, with nothing undefined and everything escaped; kept as they are compiled, which takes 0.8 s."""
    import jinja2  # only now: most commands draw nothing

    class Compiled(jinja2.FileSystemBytecodeCache):
        def load_bytecode(self, bucket: Bucket) -> None:
            try:
                super().load_bytecode(bucket)
            except (OSError, *_DAMAGES):  # cost time and nothing else
                bucket.reset()

        def dump_bytecode(self, bucket: Bucket) -> None:
            with suppress(OSError):  # a package that may only be read compiles them each time
                _COMPILED.mkdir(exist_ok=True)
                super().dump_bytecode(bucket)

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("counterside", "site/templates"),
        bytecode_cache=Compiled(str(_COMPILED)),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"stylesheet": stylesheet, "early_script": early_script, "stand_in": find_stand_in}
    made.globals |= {"read_guide": read_guide, "read_remedy": read_remedy, "read_gates": read_gates}
    made.globals["script"] = lambda name: publish_script(name).path
    # Once, not once a page: an import is a fifteenth of a checklist.
    for name, file in (("drawn", "picture.html"), ("parts", "parts.html"), ("shown", "code_parts.html")):
        made.globals[name] = made.get_template(file).module
    return made


@dataclass(frozen=True)
class View:
    """What templates ask for: words in the page's language, and addresses relative to the page. A file that `is_single`
    holds all checklists and remedies: links lead to their anchors in it, all others to the site on the web."""

    catalog: Catalog
    language: Language
    path: str
    is_single: bool = False

    @property
    def lang(self) -> str:
        return self.language.code

    @property
    def foot(self) -> tuple[tuple[str, str], ...]:
        """What the foot of every page leads to, as far as it is there: paths, and their labels of the same name."""
        others = ("safety", "about", "contribute")
        there = (label for label in others if label in (*self.catalog.pages, *self.catalog.prose))
        return ("", "home"), *((f"{label}/", label) for label in ("symptoms", *there))

    @property
    def site(self) -> Any:
        return self.catalog.site

    def stylesheet(self, *names: str) -> Markup:
        """Stylesheets in one, in the site's colours; a sheet offers no other language."""
        return stylesheet(*names, accents=self.site.accents, codes=() if names == ("sheet",) else self.site.codes)

    @property
    def linked_styles(self) -> str:
        """The path of the stylesheet that all checklists share."""
        return publish_styles(self.site.accents, self.site.codes).path

    def policy(self, *names: str) -> Markup:
        """The page's rules for the browser, when those stylesheets are in it; without any, when it links to one."""
        styles = hash_inline(self.stylesheet(*names)) if names else "'self'"
        return Markup(_POLICY.format(styles=styles, scripts=hash_inline(early_script()), fonts=""))

    def t(self, label: str, **values: object) -> str:
        """The interface's words for `label`, with `{name}` filled in."""
        return self.catalog.labels.get(label, self.lang, **values)

    def data(self, name: str, label: str) -> Markup:
        """`data-name`, `data-name-one` and so on: the words of `label` in each plural form, which a script fills in."""
        forms = self.catalog.labels.forms(label, self.lang)
        keys = {form: name if form == OTHER else f"{name}-{form}" for form in forms}
        return Markup(" ").join(Markup('data-{}="{}"').format(keys[form], words) for form, words in forms.items())

    def tm(self, label: str, **parts: str) -> Markup:
        """The interface's words for `label` with pieces of markup filled in; the words themselves are escaped."""
        return Markup(escape(self.t(label))).format(**parts)

    def plain(self, text: Text) -> str:
        """A text without its marks."""
        return i18n.strip_marks(text[self.lang])

    def say(self, text: Text, language: str | None = None, is_linked: bool = True) -> Markup:
        """A text with its marks drawn, escaped; in another language where a page shows two, but for its links."""
        spans = i18n.split_spans(text[language or self.lang])
        return Markup("".join(self._draw_span(span, is_linked) for span in spans))

    def words(self, text: Text) -> Markup:
        """A text with its marks drawn and its links as their bare words, to be inside a link."""
        return self.say(text, is_linked=False)

    def once(self, part: Macro, *subjects: object) -> Markup:
        """A part that is the same on every page of this language and depth, drawn once: a macro that takes the view
        and `subjects`, and looks at nothing else of the page."""
        key = (part.name, subjects, self.lang, self.root)
        return self.catalog.memoize(key, lambda: Markup(part(self, *subjects)))

    def lines(self, file: str) -> Markup:
        """The lines of a drawing, to be inside `<svg>`: written again from what was parsed, never as in the file."""
        return Markup(self.catalog.drawings[file].body)

    def name(self, link: Link) -> Markup:
        """What a link leads to, by its title, drawn; a page by its label."""
        record = self.catalog.find(link)
        if record is not None:
            return self.words(find_title(record))
        known = [name for name in (f"page_{link.id}", link.id) if name in self.catalog.labels.words]
        return escape(self.t(known[0]) if known else link.id)

    def _draw_span(self, span: Span, is_linked: bool) -> str:
        words = escape(span.text)
        if span.kind == "screen":
            return f"<kbd>{words}</kbd>"
        if span.kind == "strong":
            return f"<strong>{words}</strong>"
        if span.kind == "link" and is_linked:
            link = parse_link(span.target)
            if link.kind == "contact":  # a number is dialled; everything else is a place
                return f'<a class="dial" href="tel:{self.find(link).dial}">{words}</a>'
            return f'<a href="{escape(self.to(link))}">{words}</a>'
        return str(words)

    @cached_property
    def root(self) -> str:
        """The way from this page to the site's root: `../../`, or `./` at the root itself."""
        if self.path == NOT_FOUND:  # a host serves it at any address, and a relative way would be wrong at most of them
            return urlsplit(str(self.site.address)).path
        return "../" * (self.language.prefix + self.path).count("/") or "./"

    def href(self, path: str) -> str:
        """The way to a path of the same language."""
        return f"{self.root}{self.language.prefix}{path}"

    def to(self, link: Link) -> str:
        """The way to a record, in the same language."""
        if not self.is_single:
            return self.href(find_address(link))
        if link.kind in ("symptom", "resolution") and self.find(link).is_published:
            return f"#{link.id}.{link.step}" if link.step else f"#{link.id}"
        return f"{self.site.address}{self.language.prefix}{find_address(link)}"

    def find(self, link: Link) -> Any:
        """The record a link leads to. It is there: CS202 was checked before."""
        return self.catalog.by_ref[link.record]

    def absolute(self, language: Language | None = None) -> str:
        """This page's whole address, in this or another language."""
        return f"{self.site.address}{(language or self.language).prefix}{self.path}"

    @property
    def alternates(self) -> tuple[tuple[Language, str, str], ...]:
        """Every language with this page's way there and its whole address."""
        paths = ((each, f"{self.root}{each.prefix}{self.path}") for each in self.site.all_languages)
        return tuple((language, path, self.absolute(language)) for language, path in paths)

    def report_url(self, record: Record | None, page: bool = True) -> str:
        """The form for *a step is wrong*, filled in; empty without a repository. Prose adds its `page` by itself."""
        fields = {"page": self.absolute()} if page else {}
        fields |= {"language": self.language.name, "edition": record.edition if record else ""}
        if self.site.report:  # a form or a mail of the site's own, for readers without an account
            is_mail = self.site.report.startswith("mailto:")
            body = "\n".join(f"{name}: {value}" for name, value in fields.items() if value)
            asked = {"subject": self.plain(self.site.name), "body": f"\n\n{body}"} if is_mail else fields
            return f"{self.site.report}?{urlencode(asked, quote_via=quote)}"
        if self.site.repository is None or self.site.forge not in _FORGES:
            return ""
        _, _, issue, text = _FORGES[self.site.forge]
        lines = {text: "".join(f"{name}: {value}\n" for name, value in fields.items() if value)}
        return f"{self.site.repository}/{issue}?{urlencode(lines if text else {'template': REPORT_FORM, **fields})}"

    def edit_url(self, place: Place | None) -> str:
        """Where the source of a page is edited, of a list the folder of its records; empty without a repository."""
        path = edit_path(self.site, place.file) if place is not None else ""
        return f"{self.site.repository}/{path}" if path else ""


def draw(
    view: View,
    template: str,
    title: str,
    description: str,
    *,
    place: Place | None = None,
    is_listed: bool = True,
    **values: object,
) -> Page:
    """The page at `view.path`, to be drawn by `template`. Titles and descriptions are plain text."""
    shown = {"v": view, "title": title, "description": description, "record": None, "edit_url": view.edit_url(place)}
    path = view.language.prefix + view.path
    return Page(path, view.lang, title, description, template, shown | values, place, is_listed)


def views(catalog: Catalog, path: str) -> Iterator[View]:
    """A view of one path in every language of the site; none of a page that would be empty."""
    is_empty = path in GENERATED_PAGES.values() and path not in catalog.pages.values()
    return (View(catalog, language, path) for language in catalog.languages if not is_empty)


_DRAFT = '<p role="status" style="padding:.5rem 1rem;background:#fd6;color:#000"><b>草稿 · Draft</b></p>'
_POLICY_TAG = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n')


def mark_preview(html: str, is_draft: bool = False) -> str:
    """A page without its policy: a preview server adds a script of its own, which the policy would refuse. Marked
    as a preview, because nothing of it is to be kept on a device, and as a draft."""
    html = _POLICY_TAG.sub("", html, count=1).replace("<html ", "<html data-preview ", 1)
    return html.replace("<main", f"{_DRAFT}<main", 1) if is_draft else html
