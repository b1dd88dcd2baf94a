"""The tiny inline markup of texts: `` `screen text` ``, `**strong**`, `[words](kind:id)`. Nothing else exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple

SpanKind = Literal["plain", "screen", "strong", "link"]


class Span(NamedTuple):
    """A run of a text. `target` is the raw link of a link span, empty otherwise."""

    kind: SpanKind
    text: str
    target: str = ""


# One pass for all three marks: what is inside one is no mark again. No part gives back what it took (`++`).
_MARK = re.compile(r"`(?P<screen>[^`]++)`|\*\*(?P<strong>[^*]++)\*\*|\[(?P<words>[^\[\]]++)\]\((?P<target>[^()\s]++)\)")


# Rules, pages and sheets ask for the same texts, each in turn.
@lru_cache(maxsize=65536)
def split_spans(text: str) -> tuple[Span, ...]:
    """The runs of `text`, in order. Marks that are not closed are plain characters."""
    found: list[Span] = []
    end = 0
    for match in _MARK.finditer(text):
        if match.start() > end:
            found.append(Span("plain", text[end : match.start()]))
        kind: SpanKind = "link" if match["target"] else "screen" if match["screen"] else "strong"
        found.append(Span(kind, match["screen"] or match["strong"] or match["words"], match["target"] or ""))
        end = match.end()
    if end < len(text):
        found.append(Span("plain", text[end:]))
    return tuple(found)


def render_spans(text: str, draw: Callable[[Span], str]) -> str:
    """`text` with every run drawn by `draw`; escaping is the caller's."""
    return "".join(map(draw, split_spans(text)))


def strip_marks(text: str) -> str:
    """The words as a reader sees them, without marks: for titles, descriptions and search."""
    return render_spans(text, lambda span: span.text) if is_marked(text) else text


def blank_quotes(text: str) -> str:
    """The words the author wrote in the language: what is in backticks is blanked out.

    Rules about wording look at this: what a screen or key says is quoted, not written.
    """
    if "`" not in text:
        return strip_marks(text)
    return render_spans(text, lambda span: " " * len(span.text) if span.kind == "screen" else span.text)


def list_targets(text: str) -> tuple[str, ...]:
    """The raw links inside `text`, in order."""
    if "](" not in text:
        return ()
    return tuple(span.target for span in split_spans(text) if span.kind == "link")


def is_marked(text: str) -> bool:
    """Whether a text may hold marks; one that does not is its own rendering."""
    return "`" in text or "**" in text or "](" in text
