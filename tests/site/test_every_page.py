"""What holds for every page, whatever its kind: head, languages, anchors, links, and that no text becomes markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

import mini_site
from counterside.check import CHECKS
from counterside.content.load import package_labels
from counterside.model.catalog import Catalog
from counterside.model.nodes import Node, find_address, find_path, list_fields
from counterside.model.records import Code, Contact, Resolution, Routine, Symptom
from counterside.site import routes
from counterside.site.routes import draw_sitemap
from counterside.site.view import Page
from counterside.text.i18n import find_blanks
from mini_site import anchors

SITE = mini_site.render_project(mini_site.CATALOG)
PAGES = {page.path: page for page in SITE.pages}
LISTED = [page for page in SITE.pages if page.is_listed]
LANGUAGES = {"zh": "", "en": "en/"}
CODES = tuple(LANGUAGES)


def pages_where(wrong: Callable[[Page], object], among: Iterable[Page] = SITE.pages) -> dict[str, object]:
    """The path of every page for which `wrong` finds something, with what it finds."""
    return {page.path: found for page in among if (found := wrong(page))}


class Outline(HTMLParser):
    """The tags of a document with their attributes, in order, and nothing of its texts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, attribute: str) -> Iterator[str]:
        return (found[attribute] or "" for _, found in self.tags if attribute in found)

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.tags if name == tag and attributes.items() <= found.items()]


def outline(page: Page) -> Outline:
    return Outline(page.html)


# ── the head of a page ──


def test_every_page_says_which_language_it_speaks() -> None:
    assert pages_where(lambda page: [found["lang"] for found in outline(page).all("html")] != [page.language]) == {}


def test_every_page_has_a_title_and_one_heading_of_the_first_rank_a_question() -> None:
    def wrong(page: Page) -> bool:
        headings = max(1, page.html.count(" data-panel="))
        found = (len(outline(page).all("title")), len(outline(page).all("h1")))
        return found != (1, headings) or not re.search(r"<title>[^<]+</title>", page.html)

    assert pages_where(wrong) == {}


def test_every_listed_page_is_described() -> None:
    def wrong(page: Page) -> bool:
        described = [found["content"] for found in outline(page).all("meta", name="description")]
        return described != [page.description] or not page.description.strip()

    assert pages_where(wrong, LISTED) == {}


def test_every_listed_page_names_its_own_address() -> None:
    def wrong(page: Page) -> bool:
        named = outline(page).all("link", rel="canonical")[0]["href"]
        return named != f"https://returns.example/{page.path}"

    assert pages_where(wrong, LISTED) == {}


def test_every_listed_page_names_its_counterparts() -> None:
    def wrong(page: Page) -> bool:
        bare = page.path.removeprefix(LANGUAGES[page.language])
        expected = {code: f"https://returns.example/{prefix}{bare}" for code, prefix in LANGUAGES.items()}
        found = {link["hreflang"]: link["href"] for link in outline(page).all("link", rel="alternate")}
        return found != {**expected, "x-default": expected["zh"]}

    assert pages_where(wrong, LISTED) == {}


def test_every_page_is_there_in_every_language() -> None:
    bare = {
        code: {page.path.removeprefix(LANGUAGES[code]) for page in SITE.pages if page.language == code}
        for code in CODES
    }
    assert bare["zh"] == bare["en"]


def test_no_two_pages_have_one_path() -> None:
    assert len(PAGES) == len(SITE.pages)


def test_titles_of_listed_pages_differ_within_a_language() -> None:
    for code in CODES:
        titles = [page.title for page in LISTED if page.language == code]
        assert sorted(titles) == sorted(set(titles))


def test_the_map_of_the_site_names_every_listed_page() -> None:
    xml = next(asset.content.decode() for asset in SITE.assets if asset.path == "sitemap.xml")
    named = set(re.findall(r"<loc>https://returns\.example/([^<]*)</loc>", xml))
    assert {page.path for page in LISTED} - named == set()


def test_a_name_outside_ascii_is_an_address_in_the_map_of_the_site() -> None:
    catalog = replace(mini_site.read_catalog(mini_site.CATALOG), prose={"开业 清单": "docs/开业 清单.md"})
    xml = draw_sitemap(catalog, ()).content.decode()
    assert "<loc>https://returns.example/%E5%BC%80%E4%B8%9A%20%E6%B8%85%E5%8D%95/</loc>" in xml


# ── anchors and links ──


def test_an_id_is_used_once_on_a_page() -> None:
    def wrong(page: Page) -> bool:
        ids = list(outline(page).values("id"))
        return len(ids) != len(set(ids)) or anchors(page) != set(ids)

    assert pages_where(wrong) == {}


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("kind", [Symptom, Resolution, Routine])
def test_every_published_step_is_an_anchor_of_its_page(
    catalog: Catalog, kind: type[Symptom | Resolution | Routine], language: str
) -> None:
    for record in catalog.published(kind):
        page = PAGES[LANGUAGES[language] + find_path(record.ref)]
        former = {old for step in record.steps for old in step.was if ":" not in old}  # others lead to another list
        wanted = {step.id for step in record.steps} | former
        assert wanted - anchors(page) == set()


@pytest.mark.parametrize("language", CODES)
def test_every_published_record_has_its_place(catalog: Catalog, language: str) -> None:
    for record in catalog.records:
        if record.is_published and record.kind not in ("rail",):
            path, _, anchor = find_address(record.ref).partition("#")
            page = PAGES[LANGUAGES[language] + path]
            assert not anchor or anchor in anchors(page)


BESIDE = {asset.path for asset in SITE.assets} | {"assets/icon.svg", "assets/icon-192.png"}
PROSE = {f"{prefix}{name}/" for prefix in LANGUAGES.values() for name in ("about", "contribute")}


def target(page: Page, href: str) -> tuple[str, str]:
    """The path below the site's root that a link leads to, and its anchor."""
    parts = urlsplit(urljoin(f"https://here.example/{page.path}", href))
    return parts.path.removeprefix("/"), parts.fragment


def broken_links(page: Page) -> list[str]:
    """The links of a page to a page or an anchor that is not there."""
    broken = []
    for href in (*outline(page).values("href"), *outline(page).values("src")):
        if urlsplit(href).scheme:
            continue
        path, anchor = target(page, href)
        known = path in PAGES or path in BESIDE or path in PROSE
        if not known or (anchor and path in PAGES and anchor not in anchors(PAGES[path])):
            broken.append(href)
    return broken


def test_every_link_leads_to_a_page_and_an_anchor_that_are_there() -> None:
    assert pages_where(broken_links) == {}


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=CODES)
def test_every_page_can_be_come_to_from_the_first_one(prefix: str) -> None:
    # Prose, which is not drawn here, leads to the pages for editors.
    queue = [PAGES[prefix], PAGES[f"{prefix}contribute/checks/"]]
    found = {page.path for page in queue}
    for page in queue:
        hrefs = [link.get("href") or "" for link in outline(page).all("a")]
        new = {target(page, href)[0] for href in hrefs if not urlsplit(href).scheme} & PAGES.keys() - found
        found |= new
        queue += [PAGES[path] for path in new]
    assert {page.path for page in LISTED if page.path.startswith(prefix)} - found == set()


_ONLY_NAMED = ("canonical", "alternate")


def test_a_page_loads_nothing_from_elsewhere() -> None:
    def wrong(page: Page) -> list[str]:
        loaded = [found.get("href") or "" for found in outline(page).all("link") if found["rel"] not in _ONLY_NAMED]
        return [href for href in (*loaded, *outline(page).values("src")) if urlsplit(href).netloc]

    assert pages_where(wrong) == {}


def test_every_link_is_of_a_kind_that_is_safe_to_follow() -> None:
    def wrong(page: Page) -> set[str]:
        return {urlsplit(href).scheme for href in outline(page).values("href")} - {"", "https", "tel"}

    assert pages_where(wrong) == {}


# ── the words of the interface ──


def test_no_label_is_missing_in_a_language() -> None:
    assert list(package_labels().missing(CODES)) == []


def test_a_label_has_the_same_blanks_in_every_language() -> None:
    for label, text in package_labels().words.items():
        blanks = {code: find_blanks({code: words}) for code, words in text.items()}
        assert blanks["zh"] == blanks["en"], label


def test_no_blank_of_a_label_is_left() -> None:
    def wrong(page: Page) -> list[str]:
        texts = re.sub(r"<(script|style|pre)\b.*?</\1>", "", page.html, flags=re.DOTALL)
        return re.findall(r">[^<]*\{\w+\}", texts)

    assert pages_where(wrong) == {}


# ── no text becomes markup ──

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "]]><b>",
    "<!--",
    "</title></style></script>",
    "{{ 7 * 7 }} {% raw %} {v}",
    "&lt;b&gt;",
    "\u202e<b>",
)


def filled(node: Node, words: str) -> Node:
    """The node with `words` in place of every text, and of every value that is free to choose."""
    changes: dict[str, Any] = {}
    for field in list_fields(type(node)):
        value = getattr(node, field.name)
        if field.role == "text" and value is not None:
            full = dict.fromkeys(CODES, words)
            changes[field.name] = tuple(full for _ in value) if field.many else full
        elif field.role == "words":
            changes[field.name] = dict.fromkeys(value, (words,))
        elif field.role in ("node", "apart") and value is not None:
            changes[field.name] = tuple(filled(part, words) for part in value) if field.many else filled(value, words)
    changes |= {name: words for name in _FREE if isinstance(getattr(node, name, None), str)}
    return node.model_copy(update=changes)


_FREE = ("at", "legacy", "current", "name")
"""Values that are no texts and may be anything: a time in a timeline, what a screen shows, a language's name."""


def structure(catalog: Catalog, words: str) -> list[list[tuple[str, tuple[str, ...]]]]:
    """Tags and names of attributes of every page, with `words` said everywhere."""
    made = replace(
        catalog,
        site=filled(catalog.site, words),
        records=tuple(filled(record, words) for record in catalog.records),
        article=tuple(filled(item, words) for item in catalog.article),
    )
    drawn = routes.render(made, CHECKS)
    return [[(tag, tuple(sorted(found))) for tag, found in Outline(page.html).tags] for page in drawn]


@pytest.fixture(scope="module")
def harmless(catalog: Catalog) -> list[list[tuple[str, tuple[str, ...]]]]:
    return structure(catalog, "word")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_change_nothing_but_words(
    catalog: Catalog, harmless: list[list[tuple[str, tuple[str, ...]]]], words: str
) -> None:
    assert structure(catalog, words) == harmless


def test_our_own_marks_do_change_it(catalog: Catalog, harmless: list[list[tuple[str, tuple[str, ...]]]]) -> None:
    assert structure(catalog, "**word**") != harmless


def test_a_source_may_only_be_on_the_web(catalog: Catalog) -> None:
    for found in catalog.sources:
        with pytest.raises(ValueError, match="address"):
            type(found).model_validate({**found.model_dump(by_alias=True), "address": "javascript:alert(1)"})


@pytest.mark.parametrize("number", ["javascript:1", '1"2', "call me"])
def test_a_number_is_a_number(catalog: Catalog, number: str) -> None:
    contact: Contact = catalog.contacts[0]
    with pytest.raises(ValueError, match="number"):
        Contact.model_validate({**contact.model_dump(by_alias=True), "number": number})


def test_a_code_is_shown_as_written(catalog: Catalog) -> None:
    code: Code = catalog.codes[1]
    assert (code.code, code.id) == ("07", "panel/07")
