"""CS404, CS508, CS703 and CS8xx: what stands beside the records, and what was made of them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import cycle
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import mini_site
from counterside import review
from counterside.check import FITS_CACHE, check_project
from counterside.content import prose
from counterside.model.catalog import Catalog
from counterside.model.nodes import find_address
from counterside.model.records import Checklist, Record
from counterside.sheets import verify as sheets_verify
from counterside.sheets.content import build_contents
from counterside.sheets.files import SheetFile, fit_contents, plan_sheets
from counterside.site import verify
from counterside.site.hosting import write_worker
from counterside.text.files import Cache, list_files
from counterside.text.i18n import script_of, strip_marks
from mutation.bench import Bench, Told
from mutation.breaks.wording import controls
from mutation.edits import Keys, Text

LONG_WORDS = {"Hani": "看插头和插座还有线，", "Latn": "Look at the plug, the socket and the lead "}
LONG = 20
"""Times that an instruction says the same: ten times still fit a side for the shortest lists, in the smallest type."""


class Staged(NamedTuple):
    """Breaks that the bench does not judge: how many, and which of them were not told."""

    code: str
    what: str
    size: int
    missed: Callable[[], set[Told]]
    idle: str = ""
    """Why nothing need be told of it: such a break is listed, and counts only where it is told all the same."""


# ── prose ──


@cache
def pages(root: Path) -> dict[str, list[str]]:
    """The lines of every hand-written page."""
    found = sorted((root / prose.DOCS).rglob("*.md"))
    own = [path for path in found if path.relative_to(root / prose.DOCS).parts[0] not in ("overrides", "assets")]
    return {path.relative_to(root).as_posix(): path.read_text("utf-8").splitlines() for path in own}


def _judged(code: str, changed: dict[str, list[str]], catalog: Catalog, expected: Told) -> set[Told]:
    made = prose.lint_pages(changed, catalog)
    told = {Told(code, one.place.file, int((*one.place.keys, 1)[0])) for one in made if one.code == code}
    return {expected} - told


def unpaired(bench: Bench) -> Iterator[Staged]:
    """Every heading without an id, with that of its neighbour, with another, and gone; every page gone: in a pair
    of languages."""
    known = pages(bench.root)
    for file, there in _list_pairs(known, bench):
        first, second = sorted((file, there), key=lambda name: _language_of(name, bench) != bench.languages[0])
        pair = {name: known[name] for name in (first, second)}
        yield _staged("CS404", f"{file} gone", {there: known[there]}, bench, Told("CS404", there, 1))
        ours, theirs = (list(prose._list_headings(known[name])) for name in (file, second))
        for index, (number, level, words, name) in enumerate(ours):
            bare, other = f"{level} {words}", f"{level} {words} {{#{name}-x}}"
            twice = f"{level} {words} {{#{ours[index - 1][3]}}}" if index else bare
            for new, line, where in ((bare, number, file), (twice, number, file), (other, theirs[index][0], second)):
                lines = [*known[file][: number - 1], new, *known[file][number:]]
                yield _staged("CS404", f"{file}: {new}", pair | {file: lines}, bench, Told("CS404", where, line))
            lines = [*known[file][: number - 1], "", *known[file][number:]]
            after = theirs[index][0] if file == first else theirs[index + 1][0] if index + 1 < len(theirs) else 1
            yield _staged("CS404", f"{file}: {bare} gone", pair | {file: lines}, bench, Told("CS404", second, after))


def _language_of(file: str, bench: Bench) -> str:
    """The language of a hand-written page, by its name: the first one has none in it."""
    return next((code for code in bench.languages[1:] if file.endswith(f".{code}.md")), bench.languages[0])


def _list_pairs(names: Iterable[str], bench: Bench) -> Iterator[tuple[str, str]]:
    """Every page with its counterpart in the first language, either way round."""
    for name in names:
        language = _language_of(name, bench)
        if language != bench.languages[0]:
            first = f"{name.removesuffix(f'.{language}.md')}.md"
            yield from ((name, first), (first, name))


def _staged(code: str, what: str, changed: dict[str, list[str]], bench: Bench, expected: Told) -> Staged:
    return Staged(code, what, 1, partial(_judged, code, changed, bench.catalog, expected))


def front_matter(bench: Bench) -> Iterator[Staged]:
    """Every title and description of a page, its key with a letter too many."""
    for file, lines in pages(bench.root).items():
        for number, line in enumerate(lines, start=1):
            key = line.partition(":")[0]
            if key in ("title", "description") and number < 4:
                changed = {file: [*lines[: number - 1], line.replace(key, f"{key}x", 1), *lines[number:]]}
                yield _staged("CS003", f"{file}: {key} misspelled", changed, bench, Told("CS003", file, number))


def dead_links(bench: Bench) -> Iterator[Staged]:
    """Every link of every page to another page, and to an anchor there, with a letter too many."""
    known = pages(bench.root)
    pattern = re.compile(r"(?<=\]\()[^)\s:]*?(?:\.md|/index\.html)(?:#[^_)][^)]*)?(?=\))")
    for file, lines in known.items():
        for number, line in prose._list_prose_lines(lines):
            for match in pattern.finditer(line):
                path, _, anchor = match[0].partition("#")
                for wrong in (f"x{path}", f"{path}#{anchor}x" if anchor else ""):
                    if wrong:
                        whole = lines[number - 1]
                        new = whole[: match.start()] + wrong + whole[match.end() :]
                        changed = known | {file: [*lines[: number - 1], new, *lines[number:]]}
                        yield _staged("CS202", f"{file} leads to {wrong}", changed, bench, Told("CS202", file, number))


def unsafe_prose(code: str) -> Callable[[Bench], Iterator[Staged]]:
    """Every ninth line of every page, from one to the next, says one of the sentences of a safety rule."""

    def break_lines(bench: Bench) -> Iterator[Staged]:
        sentences = controls(code, bench)
        anywhere = {phrase.rule for phrase in bench.catalog.wording.phrases if phrase.where != "told"}
        for file, lines in pages(bench.root).items():
            language = _language_of(file, bench)
            if language not in sentences or (file.startswith("docs/contribute/") and code not in anywhere):
                continue
            written = [number for number, line in prose._list_prose_lines(lines) if not line.startswith("#")]
            for number in written[int(code[-1]) :: 9]:
                words = next(sentences[language])
                changed = {file: [*lines[: number - 1], words, *lines[number:]]}
                yield _staged(code, f"{file} says “{words}”", changed, bench, Told(code, file, number))

    return break_lines


def html_in_prose(bench: Bench) -> Iterator[Staged]:
    """Every third line of every page holds a tag."""
    tags = cycle(("words <b>and</b> words", "<script>alert(1)</script>", '<img src="x" alt="">', "<div>words</div>"))
    for file, lines in pages(bench.root).items():
        for number in [number for number, line in prose._list_prose_lines(lines) if not line.startswith("#")][::3]:
            words = next(tags)
            changed = {file: [*lines[: number - 1], words, *lines[number:]]}
            yield _staged("CS610", f"{file} says “{words}”", changed, bench, Told("CS610", file, number))


# ── dates and fit ──


def later_reviews(bench: Bench) -> Iterator[Staged]:
    """Every review is later than the commit that brought it."""
    for record in bench.of(Record):
        if record.reviewed is not None:
            yield Staged("CS703", f"{record.ref} reviewed in 2099", 1, partial(_later, bench, record))


def _later(bench: Bench, record: Record) -> set[Told]:
    changed = record.model_copy(update={"reviewed": date(2099, 1, 1)})
    committed = {record.place.file: date(2026, 11, 22)}
    found = Catalog(bench.catalog.site, bench.catalog.labels, (changed,), (), (), frozenset(), frozenset())
    with patch.object(review, "list_last_changes", lambda *_: committed):
        made = [bench.loaded.locate_problem(judgement) for judgement in review.find_late_reviews(bench.root, found)]
    line = bench.text(record.place.file).line_of((*record.place.keys, "reviewed"))
    return {Told("CS703", record.place.file, line)} - {Told(one.code, one.path, one.line) for one in made}


def too_high(bench: Bench) -> Iterator[Staged]:
    """Every checklist, in either language, with instructions that fill more than a side."""
    for record in bench.of(Checklist):
        for language in bench.catalog.site.printed:
            what = f"{record.ref} too long in {language}"
            yield Staged("CS508", what, 1, partial(_too_high, bench, record, language))


def _too_high(bench: Bench, record: Checklist, language: str) -> set[Told]:
    long = LONG_WORDS[script_of(language)] * LONG
    steps = tuple(step.model_copy(update={"do": {**step.do, language: long}}) for step in record.steps)
    changed = record.model_copy(update={"steps": steps})
    changed.set_location(record.place)
    others = (one for one in bench.catalog.records if one.ref != record.ref)
    unprinted = (one.model_copy(update={"status": "draft"}) if isinstance(one, Checklist) else one for one in others)
    catalog = replace(bench.catalog, records=(*unprinted, changed))
    contents = tuple(build_contents(catalog))
    sides = fit_contents(catalog, contents, Cache(bench.root / FITS_CACHE))
    made = [bench.loaded.locate_problem(one) for one in sheets_verify.find_misfits(sides)]
    line = bench.text(record.place.file).line_of(("steps",))
    return {Told("CS508", record.place.file, line)} - {Told(one.code, one.path, one.line) for one in made}


# ── the built site ──


class Built:
    """The fictional site, built into a folder: the checks of the output are about templates, and those are the same."""

    def __init__(self) -> None:
        self.site = mini_site.render_project(mini_site.CATALOG)
        self.report = check_project(mini_site.CATALOG)
        assert self.report.catalog is not None
        self.catalog: Catalog = self.report.catalog
        self._stack = ExitStack()
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self.pages = {page.file: page.html for page in self.site.pages}
        for asset in self.site.assets:
            self._write(asset.path, asset.content if isinstance(asset.content, bytes) else asset.content.encode())
        for file, html in self.pages.items():
            self._write(file, html.encode())
        self.kept = write_worker(self.folder, list_files(self.folder))

    def _write(self, file: str, content: bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def told(self, changed: dict[str, str]) -> set[Told]:
        """What is said once some pages are as given."""
        for file, html in changed.items():
            self._write(file, html.encode())
        try:
            facts = verify.scan_site(self.folder)
            problems = self.report.locate_problems(verify.verify_site(self.folder, self.catalog, facts, self.kept))
        finally:
            for file in changed:
                self._write(file, self.pages[file].encode())
        return {Told(problem.code, problem.path, problem.line) for problem in problems}


@cache
def built() -> Built:
    return Built()


class _Broken(NamedTuple):
    """One page broken in one place, and what must be told."""

    file: str
    html: str
    expected: Told


def in_batches(code: str, broken: Callable[[str, str], Iterator[_Broken]]) -> Callable[[Bench], Iterator[Staged]]:
    """Every page broken in its first place, then every page in its second, and so on: one look at the site tells of
    all of them, because each page is judged by itself."""

    def break_pages(_: Bench) -> Iterator[Staged]:
        rows: list[list[_Broken]] = []
        for file, html in built().pages.items():
            for number, one in enumerate(broken(file, html)):
                rows += [[]] if number == len(rows) else []
                rows[number].append(one)
        for number, row in enumerate(rows):
            yield Staged(code, f"place {number + 1} of {len(row)} pages", len(row), partial(_missed, row))

    return break_pages


def _missed(row: list[_Broken]) -> set[Told]:
    told = built().told({one.file: one.html for one in row})
    return {one.expected for one in row} - told


def _lost_ids(file: str, html: str) -> Iterator[_Broken]:
    """Every published id of the page's record: gone, and there twice."""
    for record, keys, name in _published(file):
        line = Text((mini_site.CATALOG / record.place.file).read_text("utf-8")).line_of(keys)
        expected = Told("CS801", record.place.file, line)
        yield _Broken(file, html.replace(f'id="{name}"', "", 1), expected)
        yield _Broken(file, html.replace("</main>", f'<p id="{name}"></p></main>', 1), expected)


def _published(file: str) -> Iterator[tuple[Record, Keys, str]]:
    """The ids that a page must hold: of steps, and of records that share a page."""
    prefixes = [language.prefix for language in built().catalog.languages if language.prefix]
    path = next((file.removeprefix(each) for each in prefixes if file.startswith(each)), file).removesuffix(
        "index.html"
    )
    for record in built().catalog.records:
        if not record.is_published:
            continue
        try:
            there, _, anchor = find_address(record.ref).partition("#")
        except ValueError:
            continue
        if path == there or (isinstance(record, Checklist) and path == f"print/{record.id}/"):
            if anchor:
                yield record, record.place.keys, anchor
            for step in getattr(record, "steps", ()):
                yield record, step.place.keys, step.id


_REQUESTS = (
    '<script src="https://cdn.example/x.js"></script>',
    '<img src="//cdn.example/x.png" alt="">',
    '<img src="a.png" srcset="b.png 1x, https://cdn.example/x.png 2x" alt="">',
    '<link rel="stylesheet" href="https://cdn.example/x.css">',
    '<iframe src="https://cdn.example/"></iframe>',
    '<form action="https://cdn.example/"></form>',
    '<style>@import "https://cdn.example/x.css";</style>',
    '<p style="background:url(https://cdn.example/x.png)"></p>',
    '<script>fetch("https://cdn.example/count")</script>',
    '<a href="about/" ping="https://cdn.example/">words</a>',
)


def _strangers(file: str, html: str) -> Iterator[_Broken]:
    """Every way to ask another origin, in the head and at the end of the body."""
    for request in _REQUESTS:
        for place in ("</head>", "</body>"):
            at = html.index(place)
            new = f"{html[:at]}\n{request}\n{html[at:]}"
            yield _Broken(file, new, Told("CS802", f"site/{file}", html.count("\n", 0, at) + 2))


_LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')


def _dead_links(file: str, html: str) -> Iterator[_Broken]:
    """Every link to a page of the site: to one that is not there; every anchor: to one that is not there."""
    for match in _LINK.finditer(html):
        target = match[1]
        if not target or re.match(r"[a-z]+:", target):
            continue
        wrong = f"{target}-x" if "#" in target else f"{target.partition('?')[0]}nowhere/"
        new = f"{html[: match.start(1)]}{wrong}{html[match.end(1) :]}"
        yield _Broken(file, new, Told("CS803", f"site/{file}", html.count("\n", 0, match.start()) + 1))


def _frames(file: str, html: str) -> Iterator[_Broken]:
    """Every page without its language, title, description, and without its counterpart."""
    expected = Told("CS805", f"site/{file}", 1)
    for old, new in (
        (r'<html lang="[^"]*"', "<html"),
        (r"<title>[^<]*</title>", "<title></title>"),
        (r'<meta name="description"', '<meta name="d"'),
        *((f'hreflang="{code}"', 'hreflang="xx"') for code in built().catalog.site.codes),
    ):
        changed = re.sub(old, new, html)
        if changed != html:
            yield _Broken(file, changed, expected)


def unkept(_: Bench) -> Iterator[Staged]:
    """Every file that the service worker keeps: listed at another address, and with other content."""
    moved = {f"{path}-x": digest for path, digest in built().kept.items()}
    changed = {path: f"0{digest}" for path, digest in built().kept.items()}
    for what, kept in (("addresses", moved), ("contents", changed)):
        yield Staged("CS806", f"{len(kept)} {what}", len(kept), partial(_missed_files, kept))


def _missed_files(kept: dict[str, str]) -> set[Told]:
    made = {found.message for found in verify.verify_site(built().folder, built().catalog, {}, kept)}
    asked = {path: f"what it finds at {path or '/'} is not what was listed" for path in kept}
    return {Told("CS806", path, 1) for path, said in asked.items() if not any(said in message for message in made)}


# ── paper ──


@cache
def leaves() -> tuple[tuple[SheetFile, str], ...]:
    """The leaves of the fictional checklists, with the text of their PDFs: the template is the same."""
    files, _ = plan_sheets(built().catalog, Cache(mini_site.CATALOG / FITS_CACHE))
    made = [file for file in files if file.sides]
    return tuple((file, sheets_verify.squeeze_text(sheets_verify.read_text(file.render()))) for file in made)


def unprinted(_: Bench) -> Iterator[Staged]:
    """Every text of every leaf, as if the template had forgotten it."""
    for file, printed in leaves():
        for words in sorted({one[file.language] for side in file.sides for one in sheets_verify.printed_texts(side)}):
            what = f"“{words}” is not on {file.name}"
            yield Staged("CS804", what, 1, partial(_unprinted, file, printed, words))


def _unprinted(file: SheetFile, printed: str, words: str) -> set[Told]:
    gone = printed.replace(sheets_verify.squeeze_text(strip_marks(words)), "")
    with patch.object(sheets_verify, "read_text", lambda _: gone):
        made = list(sheets_verify.find_missing_texts(file.sides, file.name, b""))
    problems = [built().report.loaded.locate_problem(one) for one in made]
    path, keys = file.sides[0].content.place
    line = Text((mini_site.CATALOG / path).read_text("utf-8")).line_of(keys)
    return {Told("CS804", path, line)} - {Told(one.code, one.path, one.line) for one in problems}


BREAKS = {
    "CS404": unpaired,
    "CS508": too_high,
    "CS003": front_matter,
    "CS202": dead_links,
    "CS601": unsafe_prose("CS601"),
    "CS602": unsafe_prose("CS602"),
    "CS603": unsafe_prose("CS603"),
    "CS604": unsafe_prose("CS604"),
    "CS605": unsafe_prose("CS605"),
    "CS606": unsafe_prose("CS606"),
    "CS607": unsafe_prose("CS607"),
    "CS608": unsafe_prose("CS608"),
    "CS609": unsafe_prose("CS609"),
    "CS610": html_in_prose,
    "CS703": later_reviews,
    "CS801": in_batches("CS801", _lost_ids),
    "CS802": in_batches("CS802", _strangers),
    "CS803": in_batches("CS803", _dead_links),
    "CS804": unprinted,
    "CS805": in_batches("CS805", _frames),
    "CS806": unkept,
}
