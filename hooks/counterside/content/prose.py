"""Hand-written pages: both languages, the same headings, and the same safety as the checklists."""

import os
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from html import unescape
from itertools import product, zip_longest
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import yaml

from counterside.content import yaml_reader
from counterside.content.yaml_reader import Refused
from counterside.model.catalog import Catalog, list_page_ids
from counterside.model.nodes import Link, find_path, is_portable
from counterside.text.files import name_file
from counterside.text.problems import Place, Problem, did_you_mean, document_checks, find_closest, join_lines

DOCS = "docs"
_BELOW = f"{DOCS}/"
_FOR_EDITORS = f"{DOCS}/contribute/"  # read away from the counter; promises, secrets and numbers count all the same

CHECKS = document_checks("""
    CS404 prose-unpaired
    A hand-written page exists in every language, and its headings carry the same ids in each.

    中文：手写的页面每种语言都要有，各语言的标题 id 要一样。

    A link to `faq/#refund` must lead to the same answer in both languages, and ids made from titles change
    with every edit. So each heading names its id, unless the site has one language. `mkdocs.yml` names the
    languages of `site.yml`, in the same order.

    原因：`faq/#refund` 这样的链接，在两种语言里都要指到同一个回答。由标题自动生成的 id，标题一改就变，所以每个标
    题自己写明 id；只有一种语言的网站不用。`mkdocs.yml` 里的语言要和 `site.yml` 一样，次序也一样。

    Bad:
        ## Money back                  # in faq.en.md
        ## 退钱 {#refund}              # in faq.md

    Good:
        ## Money back {#refund}
        ## 退钱 {#refund}

    CS610 html-in-prose
    A hand-written page is Markdown, with no HTML, no script and no handler in it.

    中文：手写的页面只用 Markdown，不写 HTML 标签，不写脚本。

    A script on a page can change what every reader is asked to do. Nothing that a page says needs
    one, so a reviewer need not read HTML to know that a change is harmless. An example goes in
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
""")

_LINK = re.compile(r"\]\((?P<path>[^()\s#:]*+)(?:#(?P<anchor>[^()\s]*+))?(?: ++\"[^\"]*+\")?\)")
_PAGE = "index.html"
_PAGES = (".md", ".html")

# What can be linked to: `faq.md` or `symptoms/no-power/index.html`, as it is below `docs/` or would be, and its
# anchors; none where they are not known.
Anchors = Mapping[str, Collection[str]]
# Lines with their numbers, each as it is and with blanks for what is in backticks: columns stay.
_Lines = Sequence[tuple[int, str, str]]
# A heading with its level, the braces at its end, and the id inside them.
_HEADING = re.compile(r"(#{1,6})\s++(.*)")
_ATTRIBUTES = re.compile(r"\{([^{}]*+)\}$")
_ID = re.compile(r"#([\w-]++)")
# Words between as many backticks as they begin with.
CODE_SPAN = re.compile(r"(?<!`)(`{1,4})(?!`).*?(?<!`)\1(?!`)")
# Links that are no places; their signs may be written as entities.
_SCHEME = re.compile("(?:javascript|vbscript|data):", re.IGNORECASE)
# A tag, a comment or a declaration; an attribute that runs a script in the braces of a heading.
_HTML = re.compile(r"</?[A-Za-z][\w-]*+(?=[\s/>]|$)|<[!?]|\{[^{}]*?\bon[a-z]++\s*+=", re.IGNORECASE)
_ASK = "ask first: link to `…/safety/index.html#{gate}` in the same line; or leave it out"
_KEY = re.compile(r"([A-Za-z_-]++)\s*+:")
_FENCE = re.compile(r"^\s*(?:```|~~~)")


def lint_prose(root: Path, catalog: Catalog) -> Iterator[Problem]:
    """Everything that is wrong with the pages under `root/docs/`."""
    own = {path.relative_to(root).as_posix(): path for path in list_pages(root)}
    lines: dict[str, list[str]] = {}
    unread: list[str] = []
    for file, path in own.items():
        try:
            lines[file] = yaml_reader.read_text(path, file).splitlines()
        except Refused as refused:
            yield refused.problem_in(file)
            unread.append(file)
    # Files first: a page that is none has no lines.
    yield from _find_strangers(root, catalog)
    yield from lint_pages(lines, catalog, unread, root / DOCS)
    bases = {split_language(file, catalog.site.codes)[0] for file in own}
    if (root / _CONFIG).exists():
        yield from _lint_config(root, {base.removeprefix(_BELOW) for base in bases if base in own}, catalog.site.codes)


def list_pages(root: Path) -> list[Path]:
    """The hand-written pages below `root/docs/`, sorted. What begins with a dot is an editor's or a system's own."""
    docs = root / DOCS
    found = ((path, path.relative_to(docs).parts) for path in sorted(docs.rglob("*.md")))
    # Templates of the engine are in `overrides`; it makes no pages of them.
    return [path for path, parts in found if parts[0] != "overrides" and not any(part[0] == "." for part in parts)]


def read_pages(root: Path) -> dict[str, str]:
    """The texts of the hand-written pages by their path below `root`."""
    return {path.relative_to(root).as_posix(): path.read_text("utf-8", "replace") for path in list_pages(root)}


def _find_strangers(root: Path, catalog: Catalog) -> Iterator[Problem]:
    """What is below `root/docs/` and cannot be published: a link out of the project would show the builder's own
    files, a pipe would never end, some names are no names on Windows, and an address has one maker."""
    drawn = {f"{each.prefix}{name}" for name in list_drawn_pages(catalog) for each in catalog.site.all_languages}
    seen: dict[str, str] = {}
    for folder, folders, files in os.walk(root / DOCS):
        # In place, so that the walk leaves those out which editors and systems keep there.
        folders[:] = sorted(name for name in folders if name[0] != ".")
        for path in (Path(folder, name) for name in (*folders, *sorted(name for name in files if name[0] != "."))):
            file = path.relative_to(root).as_posix()
            wrong = _explain_file(path, file, seen.setdefault(file.casefold(), file))
            # `faq.en.md` becomes `en/faq/index.html`.
            base, code = split_language(file.removeprefix(_BELOW), catalog.site.codes)
            address = list(_list_hand_written(base))[-1] if base.endswith(".md") else base
            if wrong is not None:
                yield Problem(Place(join_lines(file), (1, 1)), *wrong)
            elif path.is_file() and ("" if code == catalog.site.codes[0] else f"{code}/") + address in drawn:
                message = "has the address of a page that is made from the records"
                yield Problem(Place(file, (1, 1)), message, "give the file another name", "CS102")


def _explain_file(path: Path, file: str, twin: str) -> tuple[str, str, str] | None:
    """What is wrong with a file or folder, how to fix it, and the code; `twin` has the same name but for capitals."""
    if path.is_symlink() and yaml_reader.leads_out(path, file):
        return "is a link that leads out of the project", "put the file itself in its place", "CS001"
    if path.suffix != ".md" and not path.is_file() and not path.is_dir():
        return "is no file", "remove it, or put a file in its place", "CS001"
    if not is_portable(path.name):
        return "has a name that Windows cannot have", "rename it in letters, digits and hyphens", "CS101"
    if re.search("[#%]", path.name):
        return "has a name that reads as another address", "rename it in letters, digits and hyphens", "CS101"
    if twin != file:
        return f"differs from {twin} in capitals alone", "give one of the two another name", "CS102"
    return None


def lint_pages(
    lines: dict[str, list[str]], catalog: Catalog, unread: Collection[str] = (), docs: Path | None = None
) -> Iterator[Problem]:
    """The same for pages that were read, by file. Nothing is compared with those `unread`; `docs` has other files."""
    languages = catalog.site.codes
    headings = {file: list(_list_headings(listed)) for file, listed in lines.items()}
    known = {split_language(file, languages)[0] for file in (*lines, *unread)}
    for base in sorted(known - {split_language(file, languages)[0] for file in unread}):
        for finding in _compare_languages(base, headings, languages):
            yield replace(finding, code="CS404")
    drawn = list_drawn_pages(catalog)
    # Ids are the same in every language, or CS404 says so; the page's own language counts here.
    targets = {code: dict(drawn) for code in languages}
    for base, code in product(known, languages):
        found = headings.get(name_file(base, code, languages), ())
        targets[code] |= _list_hand_written(base.removeprefix(_BELOW), {each.id for each in found if each.id})
    for file, listed in lines.items():
        for number, line in enumerate(listed, start=1):
            if len(line) > yaml_reader.MAX_TEXT:
                message = f"line of more than {yaml_reader.MAX_TEXT} characters"
                yield Problem(Place(file, (number, 1)), message, "split the paragraph", "CS001")
                listed[number - 1] = ""  # patterns take long on it, and nothing else is known of it
        language = split_language(file, languages)[1]
        yield from _lint_front_matter(file, listed)
        numbered = list(_list_prose_lines(listed))
        text = [(number, line, CODE_SPAN.sub(lambda code: " " * len(code[0]), line)) for number, line in numbered]
        yield from _find_unsafe(file, text, language, catalog)
        yield from (replace(finding, code="CS202") for finding in _find_dead_links(file, text, targets[language], docs))


def split_language(file: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """The page's file in the default language, and the language of the page: `docs/faq.en.md` → `docs/faq.md`, `en`."""
    for code in languages:
        if file.endswith(f".{code}.md"):
            return f"{file.removesuffix(f'.{code}.md')}.md", code
    return file, languages[0]


class _Heading(NamedTuple):
    line: int
    level: str
    words: str
    id: str


def _compare_languages(
    base: str, headings: Mapping[str, list[_Heading]], languages: tuple[str, ...]
) -> Iterator[Problem]:
    """Whether every language has the page, and the same headings."""
    files = {code: name_file(base, code, languages) for code in languages}
    first, *others = [file for file in files.values() if file in headings] or [""]
    named = f"{base.removesuffix('.md')}.{languages[0]}.md"
    if named in headings:
        message = f"`{languages[0]}` comes first, and its pages have no language in their names"
        yield Problem(Place(named, (1, 1)), message, f"rename it {base}, or delete it")
    for code, file in files.items() if first else ():
        if file not in headings:
            yield Problem(Place(first), f"there is no `{code}` page for this one", f"write {file}")
    for file in (first, *others) if first and len(languages) > 1 else ():  # one needs no common ids
        seen = {""}
        for number, _, words, identifier in headings[file]:
            if identifier in seen:
                message = f"id `{identifier}` is there twice" if identifier else f"heading “{words}” has no id"
                fix = "give this heading another id, the same in every language"
                naming = "name it, the same in every language, e.g. `## Money back {#money-back}`"
                yield Problem(Place(file, (number, 1)), message, fix if identifier else naming)
            seen.add(identifier)
    for file in others:
        yield from _compare_headings(first, file, headings[first], headings[file])


def _compare_headings(first: str, file: str, ours: list[_Heading], theirs: list[_Heading]) -> Iterator[Problem]:
    """The first heading at which two languages part. Headings without an id are reported already."""
    fix = "give both languages the same headings, in the same order"
    for our, their in zip_longest(ours, theirs) if all(each.id for each in (*ours, *theirs)) else ():
        if our is None or their is None or (our.level, our.id) != (their.level, their.id):
            wanted = f"`{our.level} {{#{our.id}}}`" if our else "no further heading"
            message = f"heading “{their.words}” is not the one of {first}, which has {wanted} here" if their else ""
            message = message or f"heading `{{#{our.id}}}` of {first} is missing here"
            yield Problem(Place(file, (their.line, 1) if their else ()), message, fix)
            return


def _list_headings(lines: list[str]) -> Iterator[_Heading]:
    for number, line in _list_prose_lines(lines):
        match = _HEADING.match(line)
        if match:
            words = match[2].strip()
            attributes = _ATTRIBUTES.search(words)
            named = _ID.search(attributes[1]) if attributes else None
            words = words[: attributes.start()].rstrip() if attributes and named else words
            yield _Heading(number, match[1], words, named[1] if named else "")


def _list_prose_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, without what is in code blocks and in the front matter."""
    fenced = bool(lines) and lines[0] == "---"  # front matter is fenced like code
    for number, line in enumerate(lines, start=1):
        if _FENCE.match(line) or (line == "---" and (number == 1 or fenced)):
            fenced = not fenced if number > 1 else True
        elif not fenced:
            yield number, line


def _find_unsafe(file: str, lines: _Lines, language: str, catalog: Catalog) -> Iterator[Problem]:
    """Markup that Markdown hands on as it is, and what the safety rules (CS6xx) have to say about a page."""
    for number, line, bare in lines:
        # What does not look like HTML here and still is does not run in a browser either: the page's own policy names
        # the scripts of the theme and no others.
        found = _HTML.search(bare) or _SCHEME.search(unescape(bare))
        if found:
            message = f"`{found[0].strip()}` is HTML, and hand-written pages are Markdown alone"
            fix = "write it in Markdown, or in backticks where it is an example"
            yield Problem(Place(file, (number, found.start() + 1)), message, fix, "CS610")
        # A heading is a question or a title.
        for phrase, words in () if line.startswith("#") else catalog.lexicons[language].scan_line(line):
            if phrase.where == "told" and file.startswith(_FOR_EDITORS):
                continue  # these pages say how to write, and not what to do at a terminal
            message = phrase.message.replace("{found}", words.strip())
            fix = phrase.fix if phrase.gate is None else _ASK.format(gate=phrase.gate.id)
            yield Problem(Place(file, (number, 1)), message, fix, phrase.rule)


def list_drawn_pages(catalog: Catalog) -> Anchors:
    """The pages that are drawn from a catalog."""
    found: dict[str, set[str]] = {path + _PAGE: set() for path in catalog.pages.values()}
    for record in catalog.records:
        if record.is_published:
            for file, ids in list_page_ids(record, ""):
                found.setdefault(file, set()).update(ids)
            for old in record.was:
                found.setdefault(find_path(Link(record.kind, old)) + _PAGE, set())
    for link in catalog.broken:  # what could not be read may be there, with any anchor
        with suppress(ValueError):
            found[find_path(link) + _PAGE] = set()
    return found


def _list_hand_written(name: str, ids: Collection[str] = ()) -> Anchors:
    """A hand-written page, by its file and as it is found on the site: `faq.md` → `faq/index.html`."""
    path = re.sub("(^|/)(index|README)$", r"\1", name.removesuffix(".md"))
    return {name: ids, posixpath.join(path, _PAGE): ids}


def _find_dead_links(file: str, lines: _Lines, known: Anchors, docs: Path | None) -> Iterator[Problem]:
    """The links that lead to no page, no anchor, or no file below `docs`, where the engine stops and names no line."""
    folder = posixpath.dirname(file.removeprefix(_BELOW))
    for number, match in [(number, match) for number, _, bare in lines for match in _LINK.finditer(bare)]:
        place, path, anchor = Place(file, (number, match.start() + 3)), match["path"], match["anchor"] or ""
        name = path.strip("<>").partition("?")[0]
        target = posixpath.normpath(posixpath.join(folder, path if path.endswith(_PAGES) else unquote(name)))
        if not path.endswith(_PAGES):
            is_there = docs is None or (not target.startswith(("/", "..")) and (docs / target).is_file())
            if name and not name.endswith(_PAGES) and not is_there:
                fix = f"write `{name}{_PAGE}`" if name.endswith("/") else "correct the link, or put the file there"
                yield Problem(place, f"there is no file `{name}` below {DOCS}/", fix)
        elif target not in known:
            likely = find_closest(target, known)
            meant = f"; did you mean `{posixpath.relpath(likely, folder or '.')}`?" if likely else ""
            yield Problem(place, f"there is no page `{path}`{meant}", "correct the link, or leave it out")
        elif anchor and known[target] and anchor not in known[target] and anchor[0] != "_":  # as in templates
            message = f"`{path}` has no `#{anchor}`{did_you_mean(anchor, known[target])}"
            yield Problem(place, message, "correct what follows the `#`")


# What a page may say of itself, read as strictly as a record: nothing is dropped, nothing is guessed.
_KEYS = ("title", "description")
_CONFIG = "mkdocs.yml"
# Settings that read from another place, and the value that does not.
_ELSEWHERE = {"docs_dir": "docs", "INHERIT": None}


def _lint_front_matter(file: str, lines: list[str]) -> Iterator[Problem]:
    """Misspelled keys in the front matter of a page, and what YAML drops, guesses or cannot read there."""
    if lines[:1] != ["---"] or "---" not in lines[1:]:
        return
    front = lines[: lines.index("---", 1)]  # with the first `---`, so that numbers of lines agree
    for number, line in enumerate(front, start=1):
        match = _KEY.match(line)
        if match and match[1] not in _KEYS and find_closest(match[1], _KEYS):
            message = f"unknown key `{match[1]}`{did_you_mean(match[1], _KEYS)}"
            yield Problem(Place(file, (number, 1)), message, f"known here: {', '.join(_KEYS)}", "CS003")
    text = "\n".join(front)
    source = yaml_reader.parse_text(text, file)
    # A page need not be laid out as a record is.
    found = [problem for problem in (*source.problems, *source.gaps) if problem.code != "CS009"]
    yield from (replace(problem, place=Place(file, (problem.line, problem.column))) for problem in found)
    node = yaml.compose(text, Loader=yaml.CSafeLoader) if not found else None
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value in _KEYS and value.tag != "tag:yaml.org,2002:str":  # taken for a number, a date, or yes and no
            shown = f"`{value.value}`, which is no text" if isinstance(value, yaml.ScalarNode) else "no text"
            fix = f'put it in double quotes: `{key.value}: "…"`'
            yield Problem(_place_node(value, file), f"`{key.value}` is {shown} to YAML", fix, "CS005")


def _lint_config(root: Path, pages: Collection[str], codes: tuple[str, ...]) -> Iterator[Problem]:
    """What the engine reads in `mkdocs.yml` and names no line of: settings that read another folder or file than is
    checked, the navigation, and the languages. `pages` are the files of the default language below `docs/`."""
    try:
        node = yaml.compose(yaml_reader.read_text(root / _CONFIG, _CONFIG), Loader=yaml.CSafeLoader)
    except Refused as refused:
        yield refused.problem_in(_CONFIG)
        return
    except yaml.YAMLError:
        return  # the engine says it
    settings = node.value if isinstance(node, yaml.MappingNode) else ()
    for key, value in settings:
        if key.value == "nav":
            yield from _lint_navigation(value, pages)
        elif key.value == "plugins":
            yield from _lint_plugins(key, value, codes, any(other.value == "hooks" for other, _ in settings))
        elif value.value != _ELSEWHERE.get(key.value, value.value):
            message = f"`{key.value}` reads from elsewhere: pages are below `docs/`, settings in {_CONFIG}"
            yield Problem(_place_node(key), message, "delete this line", "CS005")


def _lint_plugins(key: yaml.Node, value: yaml.Node, codes: tuple[str, ...], is_hooked: bool) -> Iterator[Problem]:
    """The languages that the prose is built in, and the plugin that builds the pages, unless `hooks:` does."""
    locales = [locale for name, locale in _list_scalars(value) if name == "locale"]
    there = tuple(locale.value for locale in locales)
    if locales and there != codes:
        wrong = next((node for node, code in zip(locales, codes, strict=False) if node.value != code), locales[-1])
        message = f"the languages of the prose are {', '.join(there)}, those of the site {', '.join(codes)}"
        fix = "make them equal, in the order of checklists/site.yml"
        yield Problem(_place_node(wrong), message, fix, "CS404")
    if "counterside" not in yaml.serialize(value) and not is_hooked:
        message = "the plugin `counterside` is not here: no page of the records would be built"
        yield Problem(_place_node(key), message, "add `- counterside` below `plugins:`, after `i18n`", "CS004")


def _lint_navigation(nav: yaml.Node, pages: Collection[str]) -> Iterator[Problem]:
    """Entries without a page, and pages without an entry. The keys around the files are titles."""
    seen: set[str] = set()
    for _, entry in _list_scalars(nav):
        if not entry.value.endswith(".md") or "://" in entry.value:
            continue
        if entry.value not in pages:
            message = f"there is no page `{entry.value}`{did_you_mean(entry.value, pages)}"
            yield Problem(_place_node(entry), message, "correct the entry, or leave it out", "CS202")
        elif entry.value in seen:
            message = f"page `{entry.value}` is here for the second time"
            yield Problem(_place_node(entry), message, "delete this one", "CS002")
        seen.add(entry.value)
    for page in sorted(set(pages) - seen):
        fix = f"add `- {page}` below `nav:` in {_CONFIG}"
        yield Problem(Place(f"docs/{page}", (1, 1)), "is not in the navigation", fix, "CS003")


def _list_scalars(node: yaml.Node, key: str = "") -> Iterator[tuple[str, yaml.ScalarNode]]:
    """Every value below some settings that is no group, with its key; `key` is that of the node."""
    if isinstance(node, yaml.ScalarNode):
        yield key, node
    for part in node.value if isinstance(node, yaml.CollectionNode) else ():
        name, value = part if isinstance(part, tuple) else (None, part)
        yield from _list_scalars(value, str(name.value) if name else key)


def _place_node(node: yaml.Node, file: str = _CONFIG) -> Place:
    return Place(file, (node.start_mark.line + 1, node.start_mark.column + 1))
