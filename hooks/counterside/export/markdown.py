"""Our own HTML → Markdown: what a page says, without the parts that only work with a script.

Knows the elements that our templates use; anything else is read for what stands inside. Anchors stay, as
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


def markdown(html: str, resolve: Resolve) -> str:
    """What stands in the page's `<main>`, as Markdown."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return "\n\n".join(_Writer(resolve).blocks(_main(parser.root) or parser.root)) + "\n"


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


def _main(element: Element) -> Element | None:
    """The first `<main>` inside."""
    if element.tag == "main":
        return element
    inner = (_main(child) for child in element.children if isinstance(child, Element))
    return next(filter(None, inner), None)


class _Writer:
    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve

    # ── blocks ─────────────────────────────────────────────────────────────────────────────────────────────────

    def blocks(self, element: Element) -> list[str]:
        """The blocks inside an element: runs of words become paragraphs of their own."""
        found: list[str] = []
        run: list[Element | str] = []
        for child in (*element.children, Element("hr", {"hidden": ""})):
            if isinstance(child, Element) and _is_block(child):
                words = self._line(run)
                found += [words] if words else []
                run = []
                found += self._block(child)
            else:
                run.append(child)
        return found

    def _block(self, element: Element) -> list[str]:
        if "hidden" in element.attributes or element.tag in _SKIPPED:
            return []
        anchor = _anchor(element)
        if element.tag in ("ul", "ol"):
            return _anchored(list(filter(None, ["\n".join(self._items(element))])), anchor)
        if element.tag == "table":
            return _anchored(["\n".join(self._rows(element))], anchor)
        if element.tag == "pre":
            return _anchored([_fenced(_text(element).strip("\n"))], anchor)
        return self._plain_block(element, anchor)

    def _plain_block(self, element: Element, anchor: str) -> list[str]:
        """A heading, a paragraph, a quotation, or what holds some."""
        found = self.blocks(element)
        if element.tag in _HEADINGS:
            return [f"{_HEADINGS[element.tag]} {anchor}{' '.join(found)}"] if found else []
        found = _anchored(found, anchor)
        if element.tag in ("q", "blockquote", "aside"):
            return ["\n>\n".join(_prefixed(block, "> ", "> ") for block in found)] if found else []
        if element.tag in ("dt", "summary", "legend"):
            return [_strong(" ".join(found))] if found else []
        return found

    def _items(self, element: Element) -> Iterator[str]:
        items = [child for child in element.children if isinstance(child, Element) and child.tag == "li"]
        for number, item in enumerate(items, start=1):
            mark = f"{number}. " if element.tag == "ol" else "- "
            found = self._block(Element("div", item.attributes, item.children))
            if found:
                yield _prefixed("\n\n".join(found), mark, " " * len(mark))

    def _rows(self, element: Element) -> Iterator[str]:
        rows = [self._cells(row) for row in _all(element, "tr")]
        width = max(map(len, rows), default=0)
        for index, row in enumerate(rows):
            yield f"| {' | '.join(row + [''] * (width - len(row)))} |"
            if index == 0:
                yield "|" + "---|" * width

    def _cells(self, row: Element) -> list[str]:
        cells = (child for child in row.children if isinstance(child, Element))
        return [(_anchor(cell) + self._line(cell.children)).replace("|", "\\|") for cell in cells]

    # ── words ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _line(self, children: list[Element | str]) -> str:
        words = "".join(map(self._inline, children))
        words = re.sub(r"\s+", " ", words).strip()
        return _AT_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", words)

    def _inline(self, child: Element | str) -> str:
        if isinstance(child, str):
            return _escaped(child)
        if child.tag in _SKIPPED or "hidden" in child.attributes:
            return ""
        if child.tag == "input":
            return "☐ " if child.attributes.get("type") == "checkbox" else ""
        if child.tag == "img":
            return f"![{_escaped(child.attributes.get('alt', ''))}]({self.resolve(child.attributes.get('src', ''))})"
        return _anchor(child) + self._marked(child)

    def _marked(self, element: Element) -> str:
        if element.tag in ("kbd", "code"):
            return f"`{_text(element).strip()}`" if _text(element).strip() else ""
        words = "".join(map(self._inline, element.children))
        if element.tag == "a" and "href" in element.attributes and words.strip():
            return f"[{words.strip()}]({self.resolve(element.attributes['href'])})"
        return _strong(words) if element.tag in ("b", "strong") else words


def _escaped(words: str) -> str:
    """Words that no Markdown reads as anything else."""
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0]) or f"\\{found[0]}", words)


def _is_block(element: Element) -> bool:
    """Whether an element stands on lines of its own: by its name, or because something inside does."""
    inner = (child for child in element.children if isinstance(child, Element))
    return element.tag in _BLOCKS or (element.tag not in _SKIPPED and any(map(_is_block, inner)))


def _anchor(element: Element) -> str:
    name = element.attributes.get("id", "")
    return f'<a id="{name}"></a>' if re.fullmatch(r"[\w.:-]+", name) else ""


def _anchored(blocks: list[str], anchor: str) -> list[str]:
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


def _fenced(code: str) -> str:
    """Code between fences longer than any inside."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
    return f"{fence}\n{code}\n{fence}"


def _strong(words: str) -> str:
    """Words in bold. Beside punctuation `**` is read in many ways, most of all in Chinese; a tag is not."""
    inner = re.sub(r"\*\*|</?strong>", "", words.strip())
    if not inner:
        return words
    plain = inner[0].isalnum() and inner[-1].isalnum()
    bold = f"**{inner}**" if plain else f"<strong>{inner}</strong>"
    return " " * words.startswith(" ") + bold + " " * words.endswith(" ")


def _prefixed(block: str, first: str, others: str) -> str:
    lines = block.split("\n")
    return "\n".join([first + lines[0], *((others + line).rstrip() for line in lines[1:])])


def _text(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _text(child) for child in element.children)


def _all(element: Element, tag: str) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            if child.tag == tag:
                yield child
            else:
                yield from _all(child, tag)
