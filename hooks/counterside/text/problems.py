"""What is wrong, where, and how to mend it: the words every room uses to talk to an editor."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """A spot in a source file, by the keys that lead to it; `source` turns it into line and column.

    `file` is relative to the project's root, with `/`. `keys` are mapping keys and list indexes from the top of
    the file, e.g. `("steps", 2, "not_seen")`. Keys that do not exist stand for the nearest part that does. In a file
    that is no record, a page of prose or of the built site, the keys are line and column, from 1.
    """

    file: str
    keys: tuple[str | int, ...] = ()

    def at(self, *keys: str | int) -> Place:
        """The spot `keys` further in."""
        return Place(self.file, self.keys + keys)

    def covers(self, other: Place) -> bool:
        """Whether `other` is this spot or lies inside it."""
        return self.file == other.file and other.keys[: len(self.keys)] == self.keys


@dataclass(frozen=True)
class Finding:
    """What one rule says about one place, before the place has a line number and the code is stamped on."""

    place: Place
    message: str
    fix: str


class Judgement(NamedTuple):
    """A finding with the code of the rule that made it."""

    code: str
    finding: Finding


@dataclass(frozen=True, order=True)
class Problem:
    """A finding as an editor reads it. Lines and columns count from 1; `path` is relative to the root, with `/`."""

    path: str
    line: int
    column: int
    code: str
    message: str
    fix: str

    @property
    def headline(self) -> str:
        """`path:line:col: CODE message`, the form that editors and CI turn into a link."""
        return f"{self.path}:{self.line}:{self.column}: {self.code} {on_one_line(self.message)}"


@dataclass(frozen=True)
class Check:
    """One entry of the catalogue of rules: what `explain` prints and the site's *Checks* page shows."""

    code: str
    name: str
    doc: str

    @property
    def summary(self) -> str:
        """What it asks for, in one line: the first paragraph of its text."""
        return " ".join(self.doc.partition("\n\n")[0].split())

    @property
    def anchor(self) -> str:
        """The entry's anchor on the *Checks* page."""
        return self.code.lower()


def check(code: str, name: str, doc: str) -> Check:
    """A `Check` whose text may be an indented triple-quoted string."""
    return Check(code, name, inspect.cleandoc(doc))


def on_one_line(words: str) -> str:
    """Words without line ends and control characters: a value that a message quotes may hold any."""
    return "".join(sign if sign.isprintable() else " " for sign in words)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`"; did you mean \\`no-power\\`?"`, or nothing where no known word is close."""
    return asked(closest(word, known))


def asked(meant: str) -> str:
    """The same of a word that somebody may have meant; nothing where there is none."""
    return f"; did you mean `{meant}`?" if meant else ""


def repeated(names: Iterable[str]) -> Iterator[int]:
    """Where in a list names stand that have stood before."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield index
        seen.add(name)


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that somebody may have meant; empty where none is close."""
    return next(iter(difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")
