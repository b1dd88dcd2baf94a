"""What is wrong, where, and how to fix it: the words every layer uses to talk to an editor."""

import difflib
import inspect
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

MAX_QUOTED = 80
# Cyrillic letters that look like Latin ones.
_LOOK_ALIKE = str.maketrans("аеорсухіѕ", "aeopcyxis")


class CannotDo(Exception):
    """What was asked for cannot be done. The message is a sentence for people."""


class Place(NamedTuple):
    """A spot in a source file, relative to the root, by the keys and indexes that lead to it from the top, such as
    `("steps", 2, "not_seen")`; those that do not exist mean the nearest part that does. In a file that is no record, a
    page of prose or of the built site, the keys are line and column, from 1."""

    file: str
    keys: tuple[str | int, ...] = ()

    def at(self, *keys: str | int) -> "Place":
        """The spot `keys` further in."""
        return Place(self.file, self.keys + keys)

    def covers(self, other: "Place") -> bool:
        """Whether `other` is this spot or lies inside it."""
        return self.file == other.file and other.keys[: len(self.keys)] == self.keys


@dataclass(frozen=True)
class Problem:
    """What is wrong at a place and how to fix it. Rules yield it without their code, and without a line:
    `Loaded.locate_problem` turns the place into line and column, which count from 1."""

    place: Place
    message: str
    fix: str
    code: str = ""
    line: int = 0
    column: int = 0

    @property
    def path(self) -> str:
        """The file, relative to the root, with `/`."""
        return self.place.file

    # `order=True` would compare places first, whose keys are words and numbers.
    def __lt__(self, other: "Problem") -> bool:
        return bool(_ORDER(self) < _ORDER(other))

    @property
    def headline(self) -> str:
        """`path:line:col: CODE message`, the form that editors and CI turn into a link."""
        return f"{join_lines(self.path)}:{self.line}:{self.column}: {self.code} {join_lines(self.message)}"


_ORDER = attrgetter("path", "line", "column", "code", "message", "fix")


@dataclass(frozen=True)
class Check:
    """One entry of the list of checks: what `explain` prints and the site's *Checks* page shows. What it reports
    follows from a problem at the same place, in whatever language of a text, with one of the codes `after`.
    `needs_links`: until every link leads somewhere, nothing is known of it; `needs_own_links`: until those of its file
    do; nor while the records of the kinds that it `needs` cannot be read. `is_shared`: it is about a step as a whole,
    whichever language shows it."""

    code: str
    name: str
    doc: str
    after: tuple[str, ...] = ()
    needs_links: bool = False
    needs_own_links: bool = False
    is_shared: bool = False
    needs: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """What it asks for, in one line: the first paragraph of its text."""
        return " ".join(self.doc.partition("\n\n")[0].split())


def document_checks(text: str) -> tuple[Check, ...]:
    """The checks of a text, each below a line with its code and name."""
    _, *parts = re.split(r"^(CS\d{3}) ([a-z-]+)\n", inspect.cleandoc(text), flags=re.MULTILINE)
    found = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return tuple(Check(code, name, doc.strip()) for code, name, doc in found)


def count_things(number: int, thing: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def join_lines(words: str) -> str:
    """Words without line ends and control characters: a value that a message quotes may hold any."""
    return "".join(sign if sign.isprintable() else " " for sign in words)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`"; did you mean \\`no-power\\`?"`, or nothing where no known word is close."""
    return format_suggestion(find_closest(word, known))


def format_suggestion(meant: str) -> str:
    """The same for a word that was probably meant; nothing if there is none."""
    return f"; did you mean `{meant}`?" if meant else ""


def find_repeated(names: Iterable[str]) -> list[int]:
    """Where in a list there are names that were there before."""
    listed = list(names)
    return [index for index, name in enumerate(listed) if name in listed[:index]]


def find_closest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` is a slip of, by form or a letter or two; empty where each is another word."""
    if len(word) > MAX_QUOTED:  # comparing takes the square of the length
        return ""
    names = {_fold_word(name): name for name in sorted(known)}
    folded = _fold_word(word)
    if folded in names:
        return names[folded]
    near = difflib.get_close_matches(folded, names, n=5, cutoff=0.75)
    return next((names[name] for name in near if _is_slip(word, names[name])), "")


def _fold_word(word: str) -> str:
    """A word without what slips change and meaning does not: width, capitals, hyphens, letters that look alike."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", word).casefold().translate(_LOOK_ALIKE))


def _is_slip(written: str, meant: str) -> bool:
    """Whether two words are alike part by part; another digit is no slip."""
    digits, others = re.findall(r"\d", written), re.findall(r"\d", meant)
    if len(digits) == len(others) and digits != others:
        return False
    here, there = (re.split(r"[\W_]+", word.lower()) for word in (written, meant))
    pairs = zip(here, there, strict=True) if len(here) == len(there) else [("".join(here), "".join(there))]
    # Part by part, a short part may differ in a letter; as a whole, words of other lengths must be nearly the same.
    least = 0.6 if len(here) == len(there) else 0.9
    return all(difflib.SequenceMatcher(None, *pair).ratio() >= least for pair in pairs)
