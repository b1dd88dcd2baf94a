"""YAML text → plain data, with the line and column of every part, and nothing YAML 1.1 would guess.

Scalars stay text: `05` stays `05`, `no` stays `no`, `12:30` stays `12:30`. Anchors, aliases, tags and merge keys are
refused before anything is expanded. Where YAML cannot go on, often a line or a page after the slip,
`explain_failure` says what was probably meant.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain, islice, product
from pathlib import Path
from stat import S_ISREG
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # its types forget it

from counterside.text.i18n import PACKAGE_LANGUAGES
from counterside.text.problems import Place, Problem, count_things

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
# Characters of one text: no sheet and no screen could show more, and some patterns take the square of them.
MAX_TEXT = 4_000
# Problems reported per file at a time: more are never read, and a broken file can hold a hundred thousand.
MAX_PROBLEMS = 200

# Controls, soft hyphens, marks of direction and of width, line separators, what is no character at all, and tabs.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\t\xa0\u2000-\u200a\u202f\u205f\u3000\ue000-\uf8ff]"
)
# What looks like blanks: spaces replace them, as many as each is wide, one for any other.
_BLANKS = {"\t": "tab", "\xa0": "no-break space", "\u3000": "full-width space", "\u202f": "no-break space"}
_BLANKS_FOR = {"\t": "  ", "\u3000": "  "}
# What parts the entries of a list in other scripts and other files.
_NO_COMMA = re.compile("[、，；;،｜､﹐]")
_COMMENT = re.compile(r"[ \t]+#")
# A `#` that was hardly meant as a comment: those are two blanks away, and a blank follows.
_NO_COMMENT = re.compile(r"(?: |\t+)#|[ \t]+#(?! )")
# The usual ways of saying nothing: at the beginning of a text, or the whole of it.
_HOLE = re.compile(
    r"(?:tbd|tbc|tba|todo|to do:|fixme|xxx+|lorem ipsum|placeholder|coming soon|insert \w+ here|(?:your )?text here"
    r"|to be (?:written|added|done|decided|defined|confirmed|announced))\b.*"
    r"|(?:待补|待写|待填|待完善|待编辑|占位|稍后补|以后再写|此处填写).*"
    r"|n/?a|see above|same as above|as above|asdf|foo|bar|dummy|sample text|write this|write me"
    r"|暂无|略|省略|同上|同前|见上|待定|待确认|不详",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(r"[^\W_]")
_UNWRITTEN = re.compile(r"(?:~|(?:TBD|TODO|FIXME|XXX|待补|待定|null)\b).{0,3}", re.IGNORECASE | re.DOTALL)
# Digits and letters that look like those of a code and are others.
_FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")


class Refused(Exception):
    """Reading ends here, at a line and column from 0, which `line` and `column` count from 1."""

    def __init__(self, message: str, fix: str, line: int = 0, column: int = 0, code: str = "CS001") -> None:
        self.message, self.fix, self.code = message, fix, code
        self.line, self.column = line + 1, column + 1

    def problem_in(self, file: str) -> Problem:
        """The same as a problem of a file."""
        return Problem(Place(file, (self.line, self.column)), self.message, self.fix, self.code, self.line, self.column)


@dataclass
class Source:
    """One file as read: its plain data, of dict, list and str only (`None` when unreadable), and what is wrong with it.
    `gaps` are the texts still to be written in drafts, which stop nothing. `languages` is the order in which texts are
    written; in a file of labels, a text may be a mark alone. `built` are the records made of it, by kind and place, for
    the next reading that has this text. Positions are found again when they are asked for."""

    file: str
    text: str
    languages: tuple[str, ...] = ()
    is_label: bool = False
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    gaps: list[Problem] = field(default_factory=list)
    built: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def _root(self) -> yaml.Node | None:
        return parse_tree(self.text) if self.data is not None else None

    def locate(self, place: Place) -> tuple[int, int]:
        """Line and column, from 1, of a place; of the nearest part that exists when it does not."""
        if self._root is None:
            return 1, 1
        name = part = self._root
        for key in place.keys:
            entry = find_entry(part, key)
            if entry is None:
                break
            name, part = entry
        return name.start_mark.line + 1, name.start_mark.column + 1

    def read_node(self, node: yaml.Node, column: int, comment: re.Pattern[str] = _NO_COMMENT) -> Any:
        """The data of `node`, whose parent mapping is at `column`, and after which no `comment` may be."""
        self._refuse_magic(node)
        if not isinstance(node, yaml.ScalarNode):
            return self._read_mapping(node) if isinstance(node, yaml.MappingNode) else self._read_sequence(node, column)
        value = self._read_words(node)
        if value and len(value) <= 8 and is_unwritten(value):  # the longest is `FIXME` and three characters
            fix = "write it; what is not known yet is left out, in a record with `status: draft`"
            self._report(node, "CS007", f"`{value}` is not a text", fix)
        if len(value) > MAX_TEXT:
            self._report(node, "CS001", f"text of more than {MAX_TEXT} characters", "say it shorter, or split it")
            value = value[:MAX_TEXT]
        if node.start_mark.line != node.end_mark.line and value:
            self._report(node, "CS009", "text over several lines", "write it in one line")
        elif not node.style and comment.match(self.text, node.start_mark.index + len(value)):
            fix = "put the whole text in double quotes; a comment goes on a line of its own"
            self._report(node, "CS001", "everything from the ` #` on is dropped", fix)
        return value

    def _read_mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        data: dict[str, Any] = {}
        before = len(self.problems)
        if node.flow_style and node.value:
            self._report(node, "CS009", "mapping in braces", "write one key a line, without `{ }`")
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._report(key_node, "CS001", "a list or a group of keys is where a key must be", "write one word")
                continue
            self._refuse_magic(key_node)
            key = self._read_words(key_node)
            if key in data and key in ("id", "code") and key == next(iter(data)):
                fix = f"begin the entry with `- {key}: …`"
                raise _refuse_at(key_node.start_mark, f"a dash is missing before `{key}`", fix, "CS002")
            if key in data:  # the first one is read, so that no more is said about this
                self._report(key_node, "CS002", f"key `{key}` is here for the second time", "delete one of the two")
                continue
            # A sentence in a language is cut short by any `#`.
            comment = _COMMENT if key in self.languages else _NO_COMMENT
            earlier = len(self.problems)
            data[key] = self.read_node(value_node, node.start_mark.column, comment)
            self._check_value(key, key_node, value_node, len(self.problems) > earlier)
        keys = tuple(data)
        if keys != self.languages:  # most mappings are a text in each language
            self._check_order(node, keys)
        if is_draft(data):
            found = self.problems[before:]
            self.gaps += [problem for problem in found if problem.code == "CS007"]
            self.problems[before:] = [problem for problem in found if problem.code != "CS007"]
        return data

    def _check_value(self, key: str, key_node: yaml.Node, node: yaml.Node, is_reported: bool) -> None:
        """What the value of a key may not be, whatever the key; where it `is_reported`, the text is behind a `#`."""
        if not node.value and not is_reported:
            # A text has every language (CS401).
            fix = "write it" if key in self.languages else "write it, or leave the key out"
            self._report(key_node, "CS007", f"`{key}` is empty", fix)
        if key == "code" and _FULL_WIDTH.search(str(node.value)):
            self._report(node, "CS008", "full-width character in a code", "type the code with half-width keys")
        if key not in self.languages or not isinstance(node, yaml.ScalarNode):
            return
        words = str(node.value)
        # Whatever is around it, `(TBD)` says as little as `TBD`.
        bare = words.strip(" .…。·-–—_*`'\"“”‘’()（）[]【】<>《》{}!！?？:：")
        says_nothing = _WORD.search(words) is None or _HOLE.fullmatch(bare) is not None
        if words and not self.is_label and says_nothing and not is_unwritten(words):
            fix = "write it; what is not known yet is left out, in a record with `status: draft`"
            self._report(node, "CS007", f"“{words}” says nothing", fix)

    def _read_sequence(self, node: Any, column: int) -> list[Any]:
        if node.flow_style:
            if any(not isinstance(part, yaml.ScalarNode) for part in node.value):
                self._report(node, "CS009", "list of more than words in brackets", "write one `- ` line for each")
        elif node.start_mark.column != column + 2:
            self._report(node, "CS009", "list not indented by two spaces", "put each `- ` two spaces in from its key")
        for part in node.value:
            # An empty text or list; numbers are texts here, so 0 is none.
            if not part.value:
                self._report(part, "CS007", "an entry of this list is empty", "write it, or delete its line")
            elif node.flow_style and isinstance(part, yaml.ScalarNode) and not part.style:
                for found in islice(_NO_COMMA.finditer(part.value), 1):
                    fix = "part the entries with `,`, or put an entry that holds it in quotes"
                    self._report(part, "CS001", f"`{found[0]}` does not part the entries of a list", fix)
        return [self.read_node(part, node.start_mark.column) for part in node.value]

    def _refuse_magic(self, node: yaml.Node) -> None:
        """Refuse an anchor, with which a node begins before any alias of it, a tag, and a merge key."""
        mark = node.start_mark
        magic = {"&": "anchor", "!": "tag"}.get(self.text[mark.index : mark.index + 1])
        if magic:
            raise _refuse_at(mark, f"{magic} here", _NO_MAGIC, "CS006")
        if isinstance(node, yaml.ScalarNode) and node.value == "<<" and not node.style:
            raise _refuse_at(mark, "merge key `<<` here", "write the keys out", "CS006")

    def _read_words(self, node: yaml.ScalarNode) -> str:
        """The words of a scalar without characters that cannot be seen: quotes may spell them out, `"\\u202E"`."""
        value = str(node.value)
        match = _INVISIBLE.search(value) if node.style == '"' else None
        if match is None:
            return value
        self._report(node, "CS008", f"{_name_invisible(match[0])} spelled out in quotes", "leave it out")
        return _INVISIBLE.sub("", value)

    def _check_order(self, node: yaml.MappingNode, keys: tuple[str, ...]) -> None:
        first = next((key for key in ("id", "code", *keys) if key in keys), "")
        if keys and first != keys[0]:
            self._report(node, "CS009", f"`{first}` is not the first key", f"move `{first}:` to the top of its entry")
        wanted = [language for language in self.languages if language in keys]
        if wanted != [key for key in keys if key in self.languages]:
            order = ", then ".join(f"`{language}:`" for language in wanted)
            self._report(node, "CS009", "languages in another order than everywhere else", f"write {order}")

    def _report(self, node: yaml.Node, code: str, message: str, fix: str) -> None:
        if len(self.problems) + len(self.gaps) > MAX_PROBLEMS:  # one more than is kept says that the data is not used
            return
        mark, place = node.start_mark, Place(self.file)
        self.problems.append(Problem(place, message, fix, code, mark.line + 1, mark.column + 1))


class _PlainParser(CParser):
    """libyaml's composer without YAML 1.1 guesses: every scalar is text. Deep nesting would end the process."""

    depth = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return "text"

    def descend_resolver(self, parent: Any, index: Any) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH + 1:
            message = f"is nested deeper than {MAX_DEPTH} levels"
            raise _refuse_at(parent.start_mark, message, "no record needs more than 6")

    def ascend_resolver(self) -> None:
        self.depth -= 1


def read_file(path: Path, file: str, languages: tuple[str, ...] = PACKAGE_LANGUAGES, is_label: bool = False) -> Source:
    """The file at `path`, known to editors as `file`. Never raises for what the file holds."""
    try:
        return parse_text(read_text(path, file), file, languages, is_label)
    except Refused as refused:
        return Source(file, "", problems=[refused.problem_in(file)])


# Most files are as they were when a live preview, or an editor's server, reads all of them again.
@lru_cache(maxsize=256)
def parse_text(text: str, file: str, languages: tuple[str, ...] = PACKAGE_LANGUAGES, is_label: bool = False) -> Source:
    """`text` as plain data with its problems, shared by all who read the same text: copy it before you change it."""
    source = Source(file, strip_invisible(text), languages, is_label)
    is_margin = False
    for number, line in enumerate(text.split("\n") if source.text != text else (), start=1):
        match, was_margin = _INVISIBLE.search(line), is_margin
        is_margin = match is not None and not line[: match.start()].strip()
        # A pasted part has some in the indentation of line after line.
        if match is not None and not (is_margin and was_margin):
            message = f"{_name_invisible(match[0])} in {'the indentation' if is_margin else 'the file'}"
            fix = "use spaces" if strip_invisible(match[0]) else "delete it, or type the line again by hand"
            source.problems.append(Problem(Place(source.file), message, fix, "CS008", number, match.start() + 1))
    unseen = list(source.problems)  # these may be why it cannot be read; they come first
    try:
        source.data = source.read_node(_compose_tree(source.text), -2)
    except Refused as refused:
        source.problems = unseen or [refused.problem_in(file)]
    if len(source.problems) + len(source.gaps) > MAX_PROBLEMS:  # so much is wrong that the data is not used
        source.data = None
        del source.problems[MAX_PROBLEMS:]
    if source.data is None:
        source.text = text
    return source


def parse_tree(text: str) -> yaml.Node | None:
    """The nodes of `text` with their marks, for callers that edit it in place; `None` where it does not parse."""
    with suppress(Refused):
        return _compose_tree(text)
    return None


def find_entry(node: yaml.Node | None, key: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The key and the value of an entry of a mapping; of a list, the entry twice. `None` where there is none."""
    if isinstance(node, yaml.SequenceNode):
        return (node.value[key],) * 2 if isinstance(key, int) and key < len(node.value) else None
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((pair for pair in pairs if pair[0].value == key), None)


def parse_silently(text: str) -> Any:
    """The plain data of `text` without a word on what is wrong with it; `None` where it does not parse."""
    clean = strip_invisible(text)
    with suppress(Refused):
        return Source("", clean).read_node(_compose_tree(clean), -2)
    return None


def is_unwritten(value: object) -> bool:
    """Whether a value holds a place for words to come: nothing, `~`, `TODO`. CS007 reports each."""
    return isinstance(value, str) and (not value or _UNWRITTEN.fullmatch(value) is not None)


def is_draft(data: Any) -> bool:
    """Whether a record's file, or an entry of a list, as parsed, is a draft."""
    return isinstance(data, dict) and data.get("status") == "draft"


def read_text(path: Path, file: str) -> str:
    """What the file at `path`, `file` below the root of the project, holds, with line ends as they are here. Raises
    `Refused` for what is no file, larger than 256 KiB, not UTF-8 or a link that leads out of the project."""
    try:
        if leads_out(path, file):
            raise Refused("is a link that leads out of the project", "put the file itself in its place")
        found = path.stat()
        if not S_ISREG(found.st_mode):  # opening a pipe would wait for ever
            raise Refused("is no file", "remove it, or put a file in its place")
        if found.st_size > MAX_BYTES:
            raise Refused("is larger than 256 KiB", "split it: one record is a few KiB; pictures do not belong here")
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise Refused(f"cannot be opened: {error.strerror or error}", "make the file readable, or remove it") from None
    except UnicodeDecodeError as error:
        # Columns count characters, and the error has an offset in bytes.
        before = error.object[: error.start].decode("utf-8", "replace")
        column = len(before) - before.rfind("\n") - 1
        fix = "save the file as UTF-8 (in Notepad: Save as → UTF-8)"
        raise Refused("is not UTF-8 from here on", fix, before.count("\n"), column) from None


def leads_out(path: Path, file: str) -> bool:
    """Whether `path`, called `file` below the root of the project, leads out of it, to the builder's own files."""
    root = path.absolute().parents[file.count("/")]
    # Unlike `resolve`, `realpath` ends where links go round.
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _name_invisible(character: str) -> str:
    name = _BLANKS.get(character, "invisible character")
    return name if name == "tab" else f"{name} U+{ord(character):04X}"


def strip_invisible(text: str) -> str:
    """The text without what cannot be seen (CS008); spaces replace other blanks."""
    return _INVISIBLE.sub(
        lambda found: _BLANKS_FOR.get(found[0], " " if unicodedata.category(found[0]) == "Zs" else ""), text
    )


def _compose_tree(text: str) -> yaml.Node:
    """The nodes of a text without characters that cannot be seen. Raises `Refused` for what does not parse."""
    conflict = _CONFLICT.search(text)
    if conflict:
        fix = "keep one of the two versions, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`"
        raise Refused("a merge conflict is not settled here", fix, text.count("\n", 0, conflict.start()))
    try:
        root: yaml.Node | None = _PlainParser(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise explain_failure(error, text) from None
    if root is None:
        raise Refused("is empty", "write the record, or delete the file")
    return root


def _refuse_at(mark: Any, message: str, fix: str, code: str = "CS001") -> Refused:
    return Refused(message, fix, mark.line, mark.column, code)


# ── what was probably meant ──

# A value that begins with a quote, and where one ends that has begun.
_OPENED = re.compile(r"""\s*(?:- )*(?P<key>(?:[\w-]+: +)?)(?P<quote>["'])(?P<rest>.*)""")
_CLOSED = {'"': re.compile(r'(?:[^"\\]|\\.)*+"'), "'": re.compile(r"(?:[^']|'')*+'")}
# What may follow a text in quotes.
_END = re.compile(r"\s*(?:#.*|,.*|\].*)?$")
_NO_MAGIC = "write the value out; put a text that begins with `*`, `&` or `!` in double quotes"
_CONFLICT = re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE)
_WEB_PAGE = re.compile(r"\s*<(?:!doctype|html)", re.IGNORECASE)
# A link that reads as two keys in one line.
_SPACED_LINK = re.compile(r"\s*(?:- )?[a-z_]+: +(?P<kind>[a-z]+): +(?P<id>[a-z0-9/#-]+)\s*")
# The margin of a line and its dashes; blank lines and comments have none that counts.
_BAD_DASH = re.compile(r"\s*-(?=[a-z_]+: )")
_INDENT = re.compile(r"( *)((?:- +)*)(?![ #]|$)")
# Columns that a line out of line is tried in: a record has six levels.
_TRIED = 6
_NO_MAPPING = "mapping values are not allowed"
# What follows a key where the colon or its space is wrong.
_AFTER_A_KEY = (
    (r" *：(?P<rest>.*)", "the colon after `{key}` is full-width"),
    (r":(?P<rest>[^\s:/].*)", "no space follows the colon after `{key}`"),
    (r" +(?P<rest>[^\s:].*)", "no colon follows `{key}`"),
)


def explain_failure(error: yaml.MarkedYAMLError, text: str) -> Refused:
    """Why a text does not parse, in an editor's words: the slip behind it, where it is one that people make."""
    mark: Any = error.problem_mark  # libyaml always says where, and what
    problem, context = error.problem or "", error.context or ""
    if "undefined alias" in problem:
        return _refuse_at(mark, "alias here", _NO_MAGIC, "CS006")
    if "alias" in context or "anchor" in context:
        fix = "put the whole text in double quotes"
        return _refuse_at(mark, "a text begins with `*` or `&`", fix, "CS006")
    if _WEB_PAGE.match(text):
        return Refused("is a web page and no record", "save the file itself: its *Raw* view, not the page")
    lines = text.split("\n")
    if "another document" in problem:
        keys, others = (re.findall(r"(?m)^\w+:", part) for part in (text[: mark.index], text[mark.index :]))
        fix = "put the second record into a file of its own" if set(keys) & set(others) else "delete the line"
        return _refuse_at(mark, "`---` begins a second record in the middle of this one", fix)
    # The likeliest slip first: an open quote makes all that follows look wrong.
    hints = chain(
        _find_unclosed(lines, mark.line, error.context_mark if "flow" in context else None),
        _find_bad_entry(problem, lines, mark, error.context_mark.line if error.context_mark else -1),
        _find_bad_margin(lines, mark.line + 1),
    )
    fix = "look at this line and the one above: indentation, a missing `:`, or quotes not closed"
    return next(hints, _refuse_at(mark, f"is not valid YAML: {problem}", fix))


def _find_unclosed(lines: list[str], number: int, bracket: yaml.Mark | None) -> Iterator[Refused]:
    """A quote that its line does not close: all that comes after belongs to it. A quote that closes before the text
    ends: `'the shop's key'`. A list, begun at `bracket`, that is not closed: YAML looks for its end below."""
    for at, line in enumerate(lines[: number + 1]):
        opened = _OPENED.fullmatch(line)
        if opened and not _CLOSED[opened["quote"]].match(opened["rest"]):
            message = f"a quote `{opened['quote']}` is opened and not closed on its line"
            fix = f"close it at the end of the text: `{line.strip()}{opened['quote']}`"
            yield Refused(message, fix, at, opened.start("quote"))
    for at in (number, number - 1):
        opened = _OPENED.fullmatch(lines[at]) if 0 <= at < len(lines) else None
        closed = opened and _CLOSED[opened["quote"]].match(opened["rest"])
        if opened and closed and not _END.match(opened["rest"][closed.end() :]):
            text = _guess_quoted(opened["quote"], opened["rest"].rstrip(), closed.end()).replace('\\"', '"')
            quoted = "'{}'".format(text.replace("'", "''")) if '"' in text or "\\" in text else f'"{text}"'
            message = f"a quote `{opened['quote']}` closes in the middle of the text"
            yield Refused(message, f"write `{opened['key']}{quoted}`", at, opened.start("quote"))
    if bracket is not None and bracket.line < number:
        line, sign = lines[bracket.line], lines[bracket.line][bracket.column]
        fix = f"close it: `{line.strip()}{']' if sign == '[' else '}'}`, or put it in double quotes if it is a text"
        yield _refuse_at(bracket, f"a bracket `{sign}` is opened and not closed on its line", fix)


def _guess_quoted(quote: str, rest: str, end: int) -> str:
    """The text that was meant where a quote before `rest` is closed at `end`, in the middle: what the outer quotes of
    the line are around, or all of it, quotes included, where a quoted word begins it: `"Close" the lid`."""
    is_word = rest[end - 2 : end - 1] != " " and rest[end : end + 1] == " "
    is_whole = not rest.endswith(quote) or (is_word and rest.count(quote) % 2)
    return quote + rest if is_whole else rest[:-1]


def _find_bad_entry(problem: str, lines: list[str], mark: yaml.Mark, before: int) -> Iterator[Refused]:
    """A link with a blank in it, and a text that needs quotes, because it holds what means something in YAML. A key
    without its colon and space, on the line `before` the mark that YAML began at, or on the last one, when it was taken
    for a text that goes on."""
    number, column = mark.line, mark.column
    line = lines[number] if number < len(lines) else ""
    link = _SPACED_LINK.fullmatch(line)
    if link:
        fix = f"write `{link['kind']}:{link['id']}`"
        yield Refused("a link has no space after its colon", fix, number, link.start("kind"))
    key, _, words = line.strip().partition(": ")
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    fix = f'put the whole text in double quotes: `{key}: "{escaped}"`'
    if problem.startswith(_NO_MAPPING) and ": " in line[:column]:
        yield Refused("a text holds a colon and a space", fix, number, column)
    is_kept = "cannot start any token" in problem or words[:1] in "[{-?>|"
    if words and is_kept and ": " in line[: column + 1]:
        yield Refused("a text begins with a mark that YAML keeps for itself", fix, number, column)
    # YAML began a key there and never found its colon, or took the line above for a text that cannot go on.
    suspect = before if before >= 0 else number - 1
    line = lines[suspect] if 0 <= suspect < len(lines) else ""
    for pattern, message in _AFTER_A_KEY:
        match = re.fullmatch(rf"\s*(?:- )*(?P<key>[A-Za-z_]+){pattern}", line)
        if match:
            fix = f"write `{match['key']}: {match['rest'].strip()}`, with a half-width colon and a space"
            yield Refused(message.format(key=match["key"]), fix, suspect, match.start("key"))


def _find_bad_margin(lines: list[str], end: int) -> Iterator[Refused]:
    """A dash without a space; of the last two lines before `end`, one with which all can be read, or at least all so
    far, once it is in line with another."""
    rows = {number: found for number, line in enumerate(lines[:end]) if (found := _INDENT.match(line))}
    for number in rows:
        if found := _BAD_DASH.match(lines[number]):
            fix = f"write `- {lines[number][found.end() :].strip()}`"
            yield Refused("no space follows the dash", fix, number, found.end() - 1)
    columns = {found.end(part) for found in rows.values() for part in (1, 2)}
    # Columns are even: what is a space out of line is at an odd one.
    suspects = sorted([*rows][-2:], key=lambda each: (rows[each].end(1) % 2, each), reverse=True)
    for read, number in product((lines, lines[:end]), suspects):
        spaces = rows[number].end(1)
        for wanted in sorted(columns, key=lambda other: (abs(other - spaces), -other))[:_TRIED]:
            tried = [*read[:number], " " * wanted + read[number].lstrip(" "), *read[number + 1 :]]
            with suppress(yaml.YAMLError, Refused):
                _PlainParser("\n".join(tried)).get_single_node()
                message = f"{count_things(spaces, 'space')} in front, where its neighbours have {wanted}"
                yield Refused(message, f"put it {count_things(wanted, 'space')} in", number, spaces)
