"""A checklist as a Mermaid flowchart. Ring = step, box = remedy, pill = end, double box = another checklist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from counterside.model import Catalog, Checklist, GuideTarget, Resolution, Symptom, build_guide
from counterside.text.i18n import Text
from counterside.text.markup import strip_marks

_SHAPES = {
    "step": '(("{}"))',
    "remedy": '["{}"]',
    "leave": '[["{}"]]',
    "end": '(["{}"])',
    "call": '(["{}"])',
    "verify": '(["{}"])',
    "done": '(["{}"])',
    "fixed": '(["{}"])',
}


class Node(NamedTuple):
    """A place of the chart. `kind` is a target's, or `fixed`."""

    key: str
    kind: str
    label: str


class Edge(NamedTuple):
    """A way between two places; `is_onward` if it is taken when a remedy did not help."""

    start: str
    end: str
    label: str
    is_onward: bool


class Flowchart:
    """The places of a checklist and the ways between them, in the words of some languages of the site. With more than
    one language, every label has all of them."""

    def __init__(self, checklist: Checklist, catalog: Catalog, languages: tuple[str, ...]) -> None:
        self._catalog = catalog
        self._languages = languages
        self._guide = build_guide(checklist, catalog)
        self.title = self._say(checklist.title, f"{checklist.number:02d} ")

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every way once, in the order of the steps."""
        return tuple(dict.fromkeys(self._list_edges()))

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every place once: the steps in order, then what they lead to."""
        views = self._guide.steps
        steps = [Node(f"step:{view.step.id}", "step", f"{view.number} {self._say(view.step.do)}") for view in views]
        targets = [
            target for view in views for found in view.exits for target in (found.target, *_list_onward(found.target))
        ]
        others = [self._node(target) for target in (*targets, self._guide.last) if target.kind != "step"]
        if any(edge.end == "fixed" for edge in self.edges):  # before the last place, which is the end of all ways
            others.insert(-1, Node("fixed", "fixed", self._label("fixed")))
        return tuple(dict.fromkeys([*steps, *others]))

    def _list_edges(self) -> Iterator[Edge]:
        for view in self._guide.steps:
            for found in view.exits:
                words = [
                    self._say(answer.words) if answer.words else self._label(answer.label) for answer in found.answers
                ]
                yield Edge(f"step:{view.step.id}", _key_of(found.target), " / ".join(words), is_onward=False)
                yield from self._list_onward_edges(found.target)

    def _list_onward_edges(self, target: GuideTarget) -> Iterator[Edge]:
        """What follows the question of a remedy or of the checklist: fixed, or further."""
        for before, after in zip((target, *_list_onward(target)), _list_onward(target), strict=False):
            yield Edge(_key_of(before), "fixed", self._label("yes"), is_onward=False)
            yield Edge(_key_of(before), _key_of(after), self._label("still_not").rstrip(":："), is_onward=True)

    def _node(self, target: GuideTarget) -> Node:
        return Node(_key_of(target), target.kind, f"{target.letter} {self._words(target)}".lstrip())

    def _words(self, target: GuideTarget) -> str:
        record = self._catalog.find(target.link)
        if target.kind == "leave" and isinstance(record, Symptom):
            return f"{self._label('to_list', number=f'{record.number:02d}')} {self._say(record.title)}"
        if target.kind in ("remedy", "end") and isinstance(record, Resolution):
            return self._say(record.short)
        labels = {"verify": "to_verify", "call": "to_call", "done": "list_done"}
        return self._label(labels[target.kind]) if target.kind in labels else target.id

    def _say(self, text: Text, before: str = "") -> str:
        return " / ".join(before + strip_marks(text.get(language, "")) for language in self._languages)

    def _label(self, name: str, **values: object) -> str:
        labels = self._catalog.labels
        return " / ".join(labels.get(name, language, **values) for language in self._languages)


def draw_mermaid(checklist: Checklist, catalog: Catalog, languages: tuple[str, ...]) -> str:
    """A checklist as the text of a Mermaid flowchart. `languages` are codes of the site."""
    chart = Flowchart(checklist, catalog, languages)
    lines = [f"%% {chart.title}", "flowchart TD"]
    lines += [f"  {_name_node(node.key)}{_SHAPES[node.kind].format(_escape_label(node.label))}" for node in chart.nodes]
    for edge in chart.edges:
        arrow = "-.->" if edge.is_onward else "-->"
        lines.append(f'  {_name_node(edge.start)} {arrow}|"{_escape_label(edge.label)}"| {_name_node(edge.end)}')
    return "\n".join(lines) + "\n"


def _list_onward(target: GuideTarget) -> tuple[GuideTarget, ...]:
    """Where a reader goes on when a place did not help, and so on."""
    return (target.still, *_list_onward(target.still)) if target.still else ()


def _key_of(target: GuideTarget) -> str:
    return target.kind if target.kind in ("call", "verify", "done") else str(target.link)


def _name_node(key: str) -> str:
    # Mermaid has words of its own, such as `end`, that no node may be called.
    return "n_" + key.replace(":", "_").replace("-", "_")


def _escape_label(label: str) -> str:
    # Mermaid reads `#…;` and takes everything else in quotes as it stands, but for Markdown and tags.
    return "".join(f"#{ord(sign)};" if sign in '"<>&#`*_\\' else sign for sign in label)
