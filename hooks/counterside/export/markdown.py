"""Our own HTML → Markdown: what a page says, without the parts that only work with a script.

Knows the elements that our templates use; of anything else only the content is read. Anchors stay, as
`<a id="…"></a>`, so that links into a page go on working in any engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

Resolve = Callable[[str], str]
"""The address of a link in the page → the same in the Markdown file."""

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_SKIPPED = frozenset({"button", "dialog", "noscript", "script", "select", "style", "svg", "template", "textarea"})
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_BLOCKS = frozenset(_HEADINGS) | {
    "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
    "header", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "q", "section", "summary", "table", "ul",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\`*_\[\]]|[<>]|&(?=#?\w+;)")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_AT_START = re.compile(r"^(?:([#+\-=>])|(\d+)([.)]))(?=\s|$)")


@dataclass
class Element:
    """A node of the page: its children are elements and runs of text."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)


def convert_html(html: str, resolve: Resolve) -> str:
    """The page's `<main>` as Markdown."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return "\n\n".join(_Writer(resolve).write_blocks(_find_main(parser.root) or parser.root)) + "\n"


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _find_main(element: Element) -> Element | None:
    """The first `<main>` inside."""
    if element.tag == "main":
        return element
    inner = (_find_main(child) for child in element.children if isinstance(child, Element))
    return next(filter(None, inner), None)


class _Writer:
    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve

    # ── blocks ─────────────────────────────────────────────────────────────────────────────────────────────────

    def write_blocks(self, element: Element) -> list[str]:
        """The blocks inside an element: runs of words become paragraphs of their own."""
        found: list[str] = []
        run: list[Element | str] = []
        for child in (*element.children, Element("hr", {"hidden": ""})):
            if isinstance(child, Element) and _is_block(child):
                words = self._write_line(run)
                found += [words] if words else []
                run = []
                found += self._write_block(child)
            else:
                run.append(child)
        return found

    def _write_block(self, element: Element) -> list[str]:
        if "hidden" in element.attributes or element.tag in _SKIPPED:
            return []
        anchor = _format_anchor(element)
        if element.tag in ("ul", "ol"):
            return _add_anchor(list(filter(None, ["\n".join(self._write_items(element))])), anchor)
        if element.tag == "table":
            return _add_anchor(["\n".join(self._write_rows(element))], anchor)
        if element.tag == "pre":
            return _add_anchor([_fence_code(_collect_text(element).strip("\n"))], anchor)
        return self._write_plain_block(element, anchor)

    def _write_plain_block(self, element: Element, anchor: str) -> list[str]:
        """A heading, a paragraph, a quotation, or what holds some."""
        found = self.write_blocks(element)
        if element.tag in _HEADINGS:
            return [f"{_HEADINGS[element.tag]} {anchor}{' '.join(found)}"] if found else []
        found = _add_anchor(found, anchor)
        if element.tag in ("q", "blockquote", "aside"):
            return ["\n>\n".join(_prefix_lines(block, "> ", "> ") for block in found)] if found else []
        if element.tag in ("dt", "summary", "legend"):
            return [_format_strong(" ".join(found))] if found else []
        return found

    def _write_items(self, element: Element) -> Iterator[str]:
        items = [child for child in element.children if isinstance(child, Element) and child.tag == "li"]
        for number, item in enumerate(items, start=1):
            mark = f"{number}. " if element.tag == "ol" else "- "
            found = self._write_block(Element("div", item.attributes, item.children))
            if found:
                yield _prefix_lines("\n\n".join(found), mark, " " * len(mark))

    def _write_rows(self, element: Element) -> Iterator[str]:
        rows = [self._write_cells(row) for row in _find_all(element, "tr")]
        width = max(map(len, rows), default=0)
        for index, row in enumerate(rows):
            yield f"| {' | '.join(row + [''] * (width - len(row)))} |"
            if index == 0:
                yield "|" + "---|" * width

    def _write_cells(self, row: Element) -> list[str]:
        cells = (child for child in row.children if isinstance(child, Element))
        return [(_format_anchor(cell) + self._write_line(cell.children)).replace("|", "\\|") for cell in cells]

    # ── words ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _write_line(self, children: list[Element | str]) -> str:
        words = "".join(map(self._write_inline, children))
        words = re.sub(r"\s+", " ", words).strip()
        return _AT_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", words)

    def _write_inline(self, child: Element | str) -> str:
        if isinstance(child, str):
            return _escape_words(child)
        if child.tag in _SKIPPED or "hidden" in child.attributes:
            return ""
        if child.tag == "input":
            return "☐ " if child.attributes.get("type") == "checkbox" else ""
        if child.tag == "img":
            return (
                f"![{_escape_words(child.attributes.get('alt', ''))}]({self.resolve(child.attributes.get('src', ''))})"
            )
        return _format_anchor(child) + self._write_marked(child)

    def _write_marked(self, element: Element) -> str:
        if element.tag in ("kbd", "code"):
            return f"`{_collect_text(element).strip()}`" if _collect_text(element).strip() else ""
        words = "".join(map(self._write_inline, element.children))
        if element.tag == "a" and "href" in element.attributes and words.strip():
            return f"[{words.strip()}]({self.resolve(element.attributes['href'])})"
        return _format_strong(words) if element.tag in ("b", "strong") else words


def _escape_words(words: str) -> str:
    """Words that no Markdown reads as anything else."""
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0]) or f"\\{found[0]}", words)


def _is_block(element: Element) -> bool:
    """Whether an element is on lines of its own: by its name, or because something inside does."""
    inner = (child for child in element.children if isinstance(child, Element))
    return element.tag in _BLOCKS or (element.tag not in _SKIPPED and any(map(_is_block, inner)))


def _format_anchor(element: Element) -> str:
    name = element.attributes.get("id", "")
    return f'<a id="{name}"></a>' if re.fullmatch(r"[\w.:-]+", name) else ""


def _add_anchor(blocks: list[str], anchor: str) -> list[str]:
    """The blocks with an anchor on the first: inside a heading, before words, above anything else."""
    if not anchor:
        return blocks
    first = blocks[0] if blocks else ""
    heading = re.match(r"#+ ", first)
    if heading:
        return [f"{heading[0]}{anchor}{first[heading.end() :]}", *blocks[1:]]
    if re.match(r"(?:[->|]|\d+\.|```) ?", first):
        return [anchor, *blocks]
    return [anchor + first, *blocks[1:]]


def _fence_code(code: str) -> str:
    """Code between fences longer than any inside."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
    return f"{fence}\n{code}\n{fence}"


def _format_strong(words: str) -> str:
    """Words in bold. Beside punctuation `**` is read in many ways, most of all in Chinese; a tag is not."""
    inner = re.sub(r"\*\*|</?strong>", "", words.strip())
    if not inner:
        return words
    plain = inner[0].isalnum() and inner[-1].isalnum()
    bold = f"**{inner}**" if plain else f"<strong>{inner}</strong>"
    return " " * words.startswith(" ") + bold + " " * words.endswith(" ")


def _prefix_lines(block: str, first: str, others: str) -> str:
    lines = block.split("\n")
    return "\n".join([first + lines[0], *((others + line).rstrip() for line in lines[1:])])


def _collect_text(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _collect_text(child) for child in element.children)


def _find_all(element: Element, tag: str) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            if child.tag == tag:
                yield child
            else:
                yield from _find_all(child, tag)
