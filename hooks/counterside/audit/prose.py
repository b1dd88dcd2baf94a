"""Hand-written pages: both languages, the same headings, and the same safety as the checklists."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from counterside.audit import prose_links
from counterside.content import yaml_reader
from counterside.model import Catalog
from counterside.text.problems import Check, Finding, Judgement, Place, check, closest, did_you_mean

DOCS = "docs"
_APART = ("overrides", "assets")
_FOR_EDITORS = (
    f"{DOCS}/contribute/"  # nobody stands at a counter there; promises, secrets and numbers count all the same
)

CHECKS: tuple[Check, ...] = (
    check(
        "CS404",
        "prose-unpaired",
        """A hand-written page stands in every language, and its headings carry the same ids in each.

        中文：手写的页面每种语言都要有，各语言的标题 id 要一样。

        A link to `faq/#refund` must lead to the same answer in both languages, and ids made from titles change
        with every edit. So each heading names its id.

        原因：`faq/#refund` 这样的链接，在两种语言里都要指到同一个回答。由标题自动生成的 id，标题一改就变，所以每个标
        题自己写明 id。

        Bad:
            ## Money back                  # in faq.en.md
            ## 退钱 {#refund}              # in faq.md

        Good:
            ## Money back {#refund}
            ## 退钱 {#refund}
        """,
    ),
    check(
        "CS610",
        "html-in-prose",
        """A hand-written page is Markdown, with no HTML, no script and no handler in it.

        中文：手写的页面只用 Markdown，不写 HTML 标签，不写脚本。

        Whoever can put a script on a page can change what every reader is told to do. Nothing that a page says needs
        one, so a reviewer need not read HTML to know that a change is harmless. What is meant as an example stands in
        backticks.

        原因：谁能往页面里放脚本，谁就能改掉每个人照着做的话。页面要说的话用不着脚本，审稿的人也就不必读懂 HTML 才敢放
        行。要举例，就放进反引号。

        Bad:
            <img src="x" onerror="…">
            [the form](javascript:…)
            **Stop first**{ onclick="…" }

        Good:
            **Stop first**, then look.
            Write `<b>` in backticks to speak of it.
        """,
    ),
)

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*(?:\{[^}]*#([\w-]+)[^}]*\})?\s*$")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_HTML = re.compile(r"</?[A-Za-z][\w-]*(?=[\s/>]|$)|<[!?]|javascript:|\{[^}]*?\bon[a-z]+\s*=", re.IGNORECASE)
_ASK = "ask first: link to `…/safety/index.html#{gate}` in the same line; or leave it out"
_KEY = re.compile(r"([A-Za-z_-]+)\s*:")
_FRONT = ("title", "description")
"""What the front matter of a page says of it."""
_FENCE = re.compile(r"^\s*(?:```|~~~)")


def judge(root: Path, catalog: Catalog) -> Iterator[Judgement]:
    """Everything that is wrong with the pages under `root/docs/`."""
    pages = {path.relative_to(root).as_posix(): path for path in sorted((root / DOCS).rglob("*.md"))}
    own = {file: path for file, path in pages.items() if path.relative_to(root / DOCS).parts[0] not in _APART}
    lines: dict[str, list[str]] = {}
    unread: list[str] = []
    for file, path in own.items():
        try:
            lines[file] = yaml_reader.decoded(path.read_bytes()).splitlines()
        except yaml_reader.Refused as refused:
            line, column, code, message, fix = refused.problem
            yield Judgement(code, Finding(Place(file, (line, column)), message, fix))
            unread.append(file)
    yield from judge_pages(lines, catalog, unread)


def judge_pages(lines: dict[str, list[str]], catalog: Catalog, unread: Collection[str] = ()) -> Iterator[Judgement]:
    """The same for pages that were read: the lines of each, by its file. Nothing is compared with those `unread`."""
    languages = catalog.site.codes
    known = {_base(file, languages) for file in (*lines, *unread)}
    for base in sorted(known - {_base(file, languages) for file in unread}):
        for finding in _pair(base, lines, languages):
            yield Judgement("CS404", finding)
    yield from (Judgement("CS202", finding) for finding in _dead_links(lines, known, catalog))
    for file, listed in lines.items():
        yield from (Judgement("CS003", finding) for finding in _misspelled(file, listed))
        yield from _unsafe(file, listed, _language(file, languages), catalog)
        yield from (Judgement("CS610", finding) for finding in _html(file, listed))


def _dead_links(lines: dict[str, list[str]], known: Collection[str], catalog: Catalog) -> Iterator[Finding]:
    """The links that lead nowhere, in each language among its own pages; `known` are the pages' files in the default
    language."""
    languages, drawn = catalog.site.codes, prose_links.drawn(catalog)
    for code in languages:
        targets = dict(drawn)
        for base in known:
            targets |= prose_links.hand_written(_below(base), _ids(lines.get(_named(base, code, languages), [])))
        for file in lines:
            if _language(file, languages) == code:
                folder = posixpath.dirname(_below(file))
                yield from prose_links.dead(file, folder, _without_code(lines[file]), targets)


def _below(file: str) -> str:
    """A page's file below `docs/`."""
    return file.removeprefix(f"{DOCS}/")


def _ids(lines: list[str]) -> frozenset[str]:
    return frozenset(identifier for _, _, _, identifier in _headings(lines) if identifier)


def _base(file: str, languages: tuple[str, ...]) -> str:
    """The page's file in the default language: `docs/faq.en.md` → `docs/faq.md`."""
    for code in languages:
        if file.endswith(f".{code}.md"):
            return f"{file.removesuffix(f'.{code}.md')}.md"
    return file


def _named(base: str, code: str, languages: tuple[str, ...]) -> str:
    return base if code == languages[0] else f"{base.removesuffix('.md')}.{code}.md"


def _language(file: str, languages: tuple[str, ...]) -> str:
    return next((code for code in languages if file.endswith(f".{code}.md")), languages[0])


def _pair(base: str, lines: dict[str, list[str]], languages: tuple[str, ...]) -> Iterator[Finding]:
    """Whether every language has the page, and the same headings."""
    files = {code: _named(base, code, languages) for code in languages}
    there = {code: file for code, file in files.items() if file in lines}
    first = next(iter(there.values()))
    for code, file in files.items():
        if code not in there:
            yield Finding(Place(first), f"there is no `{code}` page beside this one", f"write {file}")
    for file in there.values():
        yield from _misnamed(file, lines[file])
    for file in list(there.values())[1:]:
        yield from _other_headings(first, file, lines)


def _misnamed(file: str, lines: list[str]) -> Iterator[Finding]:
    """Headings of one page without an id, or with the id of an earlier one."""
    seen: set[str] = set()
    for number, _, words, identifier in _headings(lines):
        place = Place(file, (number, 1))
        if not identifier:
            fix = "name it, the same in every language, e.g. `## Money back {#money-back}`"
            yield Finding(place, f"heading “{words}” has no id", fix)
        elif identifier in seen:
            fix = "give this heading another id, the same in every language"
            yield Finding(place, f"id `{identifier}` is there twice", fix)
        seen.add(identifier)


def _other_headings(first: str, file: str, lines: dict[str, list[str]]) -> Iterator[Finding]:
    """The first heading at which two languages part. Headings without an id are told of already."""
    if not all(identifier for each in (first, file) for _, _, _, identifier in _headings(lines[each])):
        return
    ours = [(level, identifier) for _, level, _, identifier in _headings(lines[first])]
    theirs = list(_headings(lines[file]))
    for at, (number, level, words, identifier) in enumerate(theirs):
        if at >= len(ours) or ours[at] != (level, identifier):
            wanted = f"`{ours[at][0]} {{#{ours[at][1]}}}`" if at < len(ours) else "no further heading"
            message = f"heading “{words}” is not the one of {first}, which has {wanted} here"
            yield Finding(Place(file, (number, 1)), message, "give both languages the same headings, in the same order")
            return
    if len(theirs) < len(ours):
        message = f"heading `{{#{ours[len(theirs)][1]}}}` of {first} is missing here"
        yield Finding(Place(file), message, "give both languages the same headings, in the same order")


def _headings(lines: list[str]) -> Iterator[tuple[int, str, str, str]]:
    """Line, level, words and id of every heading."""
    for number, line in _written(lines):
        match = _HEADING.match(line)
        if match:
            yield number, match[1], match[2], match[3] or ""


def _written(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, without what stands in code blocks and in the front matter."""
    fenced = bool(lines) and lines[0] == "---"
    for number, line in enumerate(lines, start=1):
        if _FENCE.match(line) or (line == "---" and (number == 1 or fenced)):
            fenced = not fenced if number > 1 else True
        elif not fenced:
            yield number, line


def _misspelled(file: str, lines: list[str]) -> Iterator[Finding]:
    """Keys of the front matter that come close to one of ours; others are the engine's."""
    front = lines[1 : lines.index("---", 1)] if lines[:1] == ["---"] and "---" in lines[1:] else []
    for number, line in enumerate(front, start=2):
        match = _KEY.match(line)
        if match and match[1] not in _FRONT and closest(match[1], _FRONT):
            message = f"unknown key `{match[1]}`{did_you_mean(match[1], _FRONT)}"
            yield Finding(Place(file, (number, 1)), message, f"known here: {', '.join(_FRONT)}")


def _without_code(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The same with blanks for what stands in backticks."""
    for number, line in _written(lines):
        yield number, _CODE.sub(lambda code: " " * len(code[0]), line)


def _html(file: str, lines: list[str]) -> Iterator[Finding]:
    """Markup that Markdown hands on as it is. What does not look like it here and still is does not run in a browser
    either: the page's own policy names the scripts of the theme and no others."""
    for number, line in _without_code(lines):
        found = _HTML.search(line)
        if found:
            message = f"`{found[0].strip()}` is HTML, and hand-written pages are Markdown alone"
            fix = "write it in Markdown, or in backticks where it is an example"
            yield Finding(Place(file, (number, found.start() + 1)), message, fix)


def _unsafe(file: str, lines: list[str], language: str, catalog: Catalog) -> Iterator[Judgement]:
    """What the safety rules (CS6xx) have to say about a page. A heading is a question or a title, and tells nothing."""
    for number, line in _written(lines):
        if not line.startswith("#"):
            for phrase, words in catalog.lexicon.told(line, language):
                if phrase.where == "told" and file.startswith(_FOR_EDITORS):
                    continue
                message = phrase.message.replace("{found}", words.strip())
                fix = phrase.fix if phrase.gate is None else _ASK.format(gate=phrase.gate.id)
                yield Judgement(phrase.rule, Finding(Place(file, (number, 1)), message, fix))
