"""The site for another engine: every page as Markdown with front matter, and the files that pages load."""

import json
import re
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path
from posixpath import dirname, normpath, relpath
from typing import cast
from urllib.parse import quote, unquote, urljoin

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from counterside.content.prose import CODE_SPAN
from counterside.model.catalog import Catalog
from counterside.site.view import Page
from counterside.text.files import list_files, name_file, split_page, swap_folders, write_if_changed
from counterside.text.i18n import Language
from counterside.text.problems import CannotDo

# The file that marks a folder as an export, so that the next one may replace it.
MARKER = ".counterside-export"

# Code is left alone, within a line and in fences.
_CODE_OR_LINK = re.compile(
    rf"{CODE_SPAN.pattern}|^(?P<fence>```|~~~)(?s:.*?)^(?P=fence)|(?<=\]\()(?P<target>[^()\s]+)", re.MULTILINE
)
# Below `docs/`: templates, what editors and systems leave there, and the sources of pages.
_UNPUBLISHED = re.compile(r"^overrides/|(^|/)\.|\.md$")
# A link to another page of the site: its path, then its query and anchor.
_LOCAL = re.compile(r"(?![a-z][a-z0-9+.-]*:|//|#|$)([^?#]*)(.*)", re.IGNORECASE | re.DOTALL)


def write_export(root: Path, catalog: Catalog, pages: Iterable[Page], into: Path) -> tuple[int, int]:
    """Write every listed page of a checked catalog into the folder `into`, whole or not at all. Returns how many pages
    and other files there are. Replaces an export; raises `CannotDo` where the folder holds something else."""
    if into.exists() and not (into / MARKER).is_file() and (not into.is_dir() or any(into.iterdir())):
        raise CannotDo(f"{into} holds something that no export made; name an empty or a new folder")
    export = _Export(root, catalog, [page for page in pages if page.is_listed])
    drawn = {path: export.format_page(page) for path, page in export.pages.items()}
    drawn |= {path: export.format_prose(path, *source) for path, source in export.prose.items()}
    texts = {f"{path}index.md": text.encode() for path, text in drawn.items()}
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{into.name}-", dir=into.parent, ignore_cleanup_errors=True) as folder:
        staging = Path(folder)
        for file, content in texts.items():
            write_if_changed(staging / file, content)
        for file in export.files:
            write_if_changed(staging / file, (export.docs / file).read_bytes())
        (staging / MARKER).write_text("Made by `counterside export`; the next export replaces it.\n", encoding="utf-8")
        staging.chmod(0o755)  # it lets only its owner in
        swap_folders(staging, into)
    return len(texts), len(export.files)


class _Export:
    """The pages by their path on the site, and how each finds the others; `files` are what else is below `docs/`."""

    def __init__(self, root: Path, catalog: Catalog, pages: list[Page]) -> None:
        self.docs = root / "docs"
        self.site = catalog.site
        self.pages = {page.path: page for page in pages}
        self.prose = {  # `docs/faq.en.md` is `en/faq/`
            f"{language.prefix}{name}/": (root / name_file(file, language.code, self.site.codes), language)
            for name, file in catalog.prose.items()
            for language in self.site.all_languages
        }
        self.files = [name for name in list_files(self.docs) if not _UNPUBLISHED.search(name)]

    def format_page(self, page: Page) -> str:
        """A page of the records as Markdown."""
        main = cast(Tag, BeautifulSoup(page.html, "html.parser").main)
        for element in main.select("[href], [src]"):
            name = "href" if element.has_attr("href") else "src"
            local = _LOCAL.match(str(element[name]))
            if local:
                to = urljoin(f"/{page.path}", local[1]).lstrip("/")
                element[name] = self._link_to(page.path, to, local[2])
        body = convert_element(main)
        if " data-panel=" in page.html:  # a page of questions, each its own first heading: the title goes above them
            body = f"# {page.title}\n\n" + re.sub(r"^# ", "## ", body, flags=re.MULTILINE)
        source = page.place.file if page.place else ""
        return _format_front(page.title, page.description, page.language, page.path, source) + body

    def _link_to(self, start: str, to: str, rest: str) -> str:
        """The way from a page to another; for what is not in the folder, the address on the web."""
        if to in self.pages or to in self.prose:
            anchor = "".join(rest.partition("#")[1:])
            return relpath(f"{to}index.md", start or ".") + anchor
        return f"{self.site.address}{to}{rest}"

    # ── hand-written pages ──

    def format_prose(self, path: str, file: Path, language: Language) -> str:
        """A hand-written page, with its links as they are here."""
        source = file.relative_to(self.docs).as_posix()
        title, described, body = split_page(file.read_text("utf-8"))
        linked = _CODE_OR_LINK.sub(lambda found: self._rewrite_link(found, path, source, language), body)
        return _format_front(title or path, described, language.code, path, f"docs/{source}") + linked

    def _rewrite_link(self, found: re.Match[str], start: str, source: str, language: Language) -> str:
        """A link of a hand-written page, which names files: `x.md`, or `symptoms/x/index.html` for a page of ours."""
        local = _LOCAL.match(found["target"] or "")
        if local is None:  # code, or a link to another site or within the page
            return found[0]
        to, rest = local.groups()
        path = unquote(normpath(f"{dirname(source)}/{to}").lstrip("/"))
        if path in self.files:
            return quote(relpath(path, start or ".")) + rest
        name = re.sub(rf"((^|/)index)?(\.({'|'.join(self.site.codes)}))?\.(md|html)$", "", path)
        return self._link_to(start, f"{language.prefix}{name}/" if name else language.prefix, rest)


def _format_front(title: str, description: str, language: str, path: str, source: str) -> str:
    fields = {"title": title, "description": description, "language": language, "path": f"/{path}", "source": source}
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value)
    return "\n".join(["---", *lines, "---", "", ""])


# ── HTML → Markdown ──

# What a page without its script has no use for.
_SCRIPTED = (
    "[hidden], button, dialog, noscript, script, select, style, svg, template, textarea, input:not([type=checkbox])"
)
_SPECIAL = re.compile(r"[\\`*_\[\]|]")
_AT_START = re.compile(r"^( ?\d*+)([#+\-.)])(?=#*+(?:\s|$))")


def convert_element(page: Tag) -> str:
    """An element as Markdown, without the parts that only work with a script. Anchors stay, as `<a id="…"></a>`, so
    that links into a page work in any engine."""
    soup = BeautifulSoup("", "html.parser")  # makes the elements that are added
    for element in page.select(_SCRIPTED):
        element.decompose()
    for element in page.select("input"):
        element.replace_with("☐")
    for element in page.select("[id]"):
        anchor = soup.new_tag("a", id=str(element["id"]))
        if element.name in ("ul", "ol", "table", "pre", "a"):  # they have no room for words
            element.insert_before(anchor)
        else:
            element.insert(0, anchor)
    # Markdown lacks these elements: they take the names of those that it has.
    for element in page.select("aside, q"):
        element.name = "blockquote"
    for element in page.select("dt, legend, summary"):
        element.name = "p"
        strong = soup.new_tag("strong")
        strong.extend(list(element.children))
        element.append(strong)
    for element in page.select("aside, dd, details, dl, fieldset, figure, footer, form, header, main, nav"):
        element.name = "div"
    converter = _Converter(heading_style="atx", bullets="-", autolinks=False, table_infer_header=True)
    return str(converter.convert_soup(page)).strip() + "\n"


class _Converter(MarkdownConverter):
    """Words that no engine reads as markup, and bold that every engine reads as such."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """`\\<` is no escape in every engine, so tags and entities become entities."""
        words = escape(re.sub(r"\s+", " ", text), quote=False)
        return _AT_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", words))

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if not el.has_attr("href"):
            return f'<a id="{el["id"]}"></a>{text}' if el.has_attr("id") else text
        el.attrs.pop("title", None)  # its words would be escaped for a title, which some engines read as markup
        return str(super().convert_a(el, " ".join(text.split()), parent_tags))

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Next to punctuation `**` is read in many ways, most of all in Chinese; a tag is not."""
        words = text.strip()
        if not words or "<strong>" in words or "**" in words:
            return text
        bold = f"**{words}**" if words[0].isalnum() and words[-1].isalnum() else f"<strong>{words}</strong>"
        return " " * text.startswith(" ") + bold + " " * text.endswith(" ")

    convert_strong = convert_b
