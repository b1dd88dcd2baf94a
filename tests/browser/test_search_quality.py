"""Whether people find what they need: the query sets, and every name of every record, asked in a browser."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

import mini_site
from counterside.model.catalog import Catalog
from counterside.model.nodes import Link, find_address
from counterside.search import assets

sys.path.insert(0, str(mini_site.HERE / "search"))
from questions import Question, list_batches, list_framed, questions

from search_weights import HELD, learn, list_samples, open_engine

LANGUAGES = tuple(path.name.split(".")[1] for path in (mini_site.HERE / "search").glob("queries.*.yml"))
"""Those that have questions: a site may have more."""
PRINTER = Link("symptom", "printer")
FIRST = 0.95

ASK = """(queries) => queries.map((query) => {
  const hits = window.engine.find(query);
  const urgent = hits.findIndex((hit) => !window.engine.urgent.has(hit.doc.at));
  return { urls: hits.slice(0, 8).map((hit) => hit.doc.url), urgent: urgent < 0 ? hits.length : urgent };
})"""
NAMES = """() => {
  const { docs } = window.engine;
  const list = (doc, phrase) => phrase.isTitle && doc.kind !== "case" ? [] : doc.leads.map((at) => docs[at].url);
  return docs.filter((doc) => doc.kind !== "page").flatMap((doc) =>
    doc.phrases.filter((phrase) => phrase.exact !== null)
      .map((phrase) => [phrase.folded, phrase.exact, doc.url, list(doc, phrase)]));
}"""
"""Each name of each record, and the lists that come before the record where it is called by an alias, or is a case."""

TOUCHED = """(queries) => queries.map((query) => {
  const box = document.querySelector("[data-search] input");
  box.value = query;
  box.dispatchEvent(new Event("input"));
  return [...document.querySelectorAll("[data-search] a")].find((link) => !link.hidden)?.getAttribute("href");
})"""
"""What is touched first once each query was typed."""

Ask = Callable[[list[str]], list[dict[str, Any]]]


class Engine(NamedTuple):
    """The engine with one language's records, in a page of its own."""

    ask: Ask
    names: list[tuple[str, str, str, list[str]]]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The project's own records, read but not judged: a search does not wait for an editor."""
    return mini_site.read_own_catalog()


@pytest.fixture(scope="module")
def engines(browser: Browser, catalog: Catalog) -> Iterator[dict[str, Engine]]:
    """The engine of each language."""
    scripts = {asset.path: asset.content.decode() for asset in assets(catalog, mini_site.PROJECT)}
    asked = [tongue for tongue in catalog.site.all_languages if tongue.code in LANGUAGES]
    opened = [browser.new_page() for _ in asked]
    yield {
        tongue.code: _engine(page, scripts[f"{tongue.prefix}search/records.js"])
        for page, tongue in zip(opened, asked, strict=True)
    }
    for page in opened:
        page.close()


def _engine(page: Page, records: str) -> Engine:
    open_engine(page, records)
    return Engine(partial(page.evaluate, ASK), [tuple(name) for name in page.evaluate(NAMES)])


def _places(engine: Engine, asked: tuple[Question, ...]) -> list[tuple[Question, int | None, list[str]]]:
    """Where the right answer stands for each question, from 0; `None` where it is not among those shown. Lists about
    money at the top are one answer, as one line says above them what not to do."""
    answers = engine.ask([question.query for question in asked])
    found = []
    for question, answer in zip(asked, answers, strict=True):
        together = max(answer["urgent"] - 1, 0)
        places = [max(place - together, 0) for place, url in enumerate(answer["urls"]) if url in question.right]
        found.append((question, places[0] if places else None, answer["urls"]))
    return found


def _report(misses: list[tuple[Question, int | None, list[str]]]) -> str:
    return "\n".join(f"{question.query}: {place}, found {urls[:3]}" for question, place, urls in misses)


def _assert_places(placed: list[tuple[Question, int | None, list[str]]], first: float, in_sight: float) -> None:
    """At least so much of the questions finds the right answer first, and among the first three."""
    missed = [entry for entry in placed if entry[1] != 0]
    late = [entry for entry in missed if entry[1] is None or entry[1] > 2]
    assert len(missed) <= (1 - first) * len(placed), _report(missed)
    assert len(late) <= (1 - in_sight) * len(placed), _report(late)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_type_finds_the_right_answer(engines: dict[str, Engine], language: str) -> None:
    asked = questions("queries", language)
    assert len(asked) >= 80
    _assert_places(_places(engines[language], asked), first=FIRST, in_sight=1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "count"), [("fresh", 100), ("strangers", 60)])
def test_words_that_nobody_tuned_for_find_something_useful(
    engines: dict[str, Engine], language: str, name: str, count: int
) -> None:
    """The floor is below what was measured when the set was first run (hooks/decisions has the figures)."""
    asked = questions(name, language)
    assert len(asked) >= count
    placed = _places(engines[language], asked)
    assert all(urls for _, _, urls in placed)
    _assert_places(placed, first=0.9, in_sight=0.97)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "least"), [("public", 0.94), ("asked-*", 0.98), ("typical", 0.92), ("money", 0.92)])
def test_what_shops_asked_in_public_finds_the_right_answer(
    engines: dict[str, Engine], language: str, name: str, least: float
) -> None:
    """The words of screens and of owners: a machine that swallowed the money, no response, hold card, balance due."""
    _assert_places(_places(engines[language], list_batches(name, language, HELD)), first=least, in_sight=0.97)


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_never_learnt_from_find_the_right_list_and_money_above_all(
    engines: dict[str, Engine], catalog: Catalog, language: str
) -> None:
    """Half of these are about money. The floors are below what was measured: hooks/decisions has the figures."""
    urgent = {find_address(symptom.ref) for symptom in catalog.symptoms if symptom.urgency == "money"}
    placed = _places(engines[language], tuple(question for name in HELD for question in questions(name, language)))
    money = [entry for entry in placed if entry[0].right[0] in urgent]
    assert len(money) >= 600
    _assert_places(placed, first=0.94, in_sight=0.98)
    _assert_places(money, first=0.975, in_sight=0.98)
    own = [entry for entry in money if entry[2] and entry[2][0] in entry[0].right]
    assert len(own) >= 0.92 * len(money)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_about_money_always_finds_a_list_about_money_first(
    page: Page, real_site: str, catalog: Catalog, language: str
) -> None:
    """As the answer or as the line above it: whatever nobody tuned for."""
    urgent = [find_address(symptom.ref) for symptom in catalog.symptoms if symptom.urgency == "money"]
    asked = [question.query for name in HELD for question in questions(name, language) if question.right[0] in urgent]
    prefix = next(tongue.prefix for tongue in catalog.site.all_languages if tongue.code == language)
    page.goto(f"{real_site}{prefix}search/")
    page.get_by_role("searchbox").focus()
    page.wait_for_selector("#search-results[data-state=ready]")
    touched = page.evaluate(TOUCHED, asked)
    missed = [query for query, href in zip(asked, touched, strict=True) if not (href or "").endswith(tuple(urgent))]
    assert len(asked) > 600
    assert missed == []


@pytest.mark.parametrize(
    ("language", "query"),
    [("zh", "开单机没纸了，打到一半，那笔收到没有"), ("en", "printer jammed halfway, did the sale go through")],
)
def test_where_money_may_be_at_stake_its_lists_come_before_the_device(
    engines: dict[str, Engine], language: str, query: str
) -> None:
    (answer,) = engines[language].ask([query])
    assert answer["urls"][0] == "symptoms/money-in-doubt/"
    assert "symptoms/printer/" in answer["urls"][answer["urgent"] :]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_finds_its_own_record_first(engines: dict[str, Engine], language: str) -> None:
    """Codes may share words: the same meaning stands on several rails. An alias of a remedy, a case or a term says what
    happens at the counter: it stands right behind a list that leads to it."""
    engine = engines[language]
    owners: dict[str, set[str]] = {}
    for _, exact, url, _ in engine.names:
        owners.setdefault(exact, set()).add(url)
    answers = engine.ask([spoken for spoken, *_ in engine.names])
    wrong = [
        f"{spoken} of {url} finds {answer['urls'][:2]}"
        for (spoken, exact, url, leads), answer in zip(engine.names, answers, strict=True)
        if answer["urls"][0] != url
        and not _shared_by_codes(owners[exact], answer["urls"][0])
        and not (answer["urls"][0] in leads and answer["urls"][1] == url)
    ]
    assert not wrong, "\n".join(wrong)


def _shared_by_codes(owners: set[str], first: str) -> bool:
    return first in owners and all(owner.startswith("codes/") for owner in owners)


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_are_of_lists_that_exist(catalog: Catalog, language: str) -> None:
    lines = (mini_site.PROJECT / "checklists" / f"weights.{language}.txt").read_text("utf-8").splitlines()
    named = {line.split(" ")[0] for line in lines if not line.startswith("#")}
    assert named == {symptom.id for symptom in catalog.symptoms}


def test_weights_of_no_list_are_passed_over(catalog: Catalog) -> None:
    learnt = {"en": {"printer": ["+2", "smudge"], "no-such-list": ["+3", "wobble"]}}
    written = _write_english(replace(catalog, weights=learnt))
    assert written.count("+2~smudge") == 1
    assert "wobble" not in written


def test_a_list_that_was_renamed_keeps_its_weights(catalog: Catalog) -> None:
    records = [
        each.model_copy(update={"id": "slip-printer", "was": ("printer",)}) if each.ref == PRINTER else each
        for each in catalog.records
    ]
    learnt = {"en": {"printer": ["+2", "smudge"]}}
    assert "+2~smudge" in _write_english(replace(catalog, records=tuple(records), weights=learnt))


def _write_english(catalog: Catalog) -> str:
    written = [*assets(catalog, mini_site.PROJECT)]
    return next(asset.content.decode() for asset in written if asset.path == "en/search/records.js")


def test_words_speak_for_the_list_they_were_learnt_for(page: Page, catalog: Catalog) -> None:
    records = next(asset.content.decode() for asset in assets(catalog, mini_site.PROJECT) if "en/" in asset.path)
    samples = [(words, [number], 8) for number, words in enumerate(["wobbly hinge", "rusty spring"]) for _ in range(30)]
    learnt = dict(learn(page, records, samples, 2))
    assert dict(learnt["hing"])[0] > 0 > dict(learnt["hing"])[1]
    assert dict(learnt["spring"])[1] > 0 > dict(learnt["spring"])[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_frame_with_words_makes_the_same_questions_each_time(language: str) -> None:
    made = list_framed(language)
    assert made == list_framed(language)
    assert len({question.query for question in made}) > 1000
    assert not any(set("{}") & set(question.query) for question in made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_held_questions_are_not_learnt_from(catalog: Catalog, language: str) -> None:
    """Unless a list is called so, or the same was asked elsewhere."""
    words = (each.get(language, ()) for record in catalog.symptoms for each in (record.aliases, record.keywords))
    called = {name for each in words for name in each}
    elsewhere = {question.query for question in list_batches("*", language, HELD)}
    held = {question.query for name in HELD for question in questions(name, language)} - called - elsewhere
    assert len(held) > 100
    assert held.isdisjoint(text for text, _, _ in list_samples(catalog, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_first_however_it_is_typed(engines: dict[str, Engine], catalog: Catalog, language: str) -> None:
    spelled = {
        "zh": ("{}", "错误代码{}", "应答码 {}", "返回码{}是什么意思", "报{}"),
        "en": ("{}", "error code {}", "what does {} mean", "response {}"),
    }[language]
    codes = sorted({code.code for code in catalog.codes})
    queries = [
        form.format(way) for code in codes for way in (code, code.lower(), _full_width(code)) for form in spelled
    ]
    expected = [code for code in codes for _ in range(3 * len(spelled))]
    answers = engines[language].ask(queries)
    wrong = [
        f"{query}: {answer['urls'][:2]}"
        for query, code, answer in zip(queries, expected, answers, strict=True)
        if not answer["urls"] or not answer["urls"][0].endswith(f"/#{code}")
    ]
    assert not wrong, "\n".join(wrong)


def _full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


@pytest.mark.parametrize(
    ("language", "query"),
    [("zh", "付了36我收到27"), ("en", "charged 150 should be 15"), ("en", "65 came out as 56"), ("zh", "65收成56")],
)
def test_two_numbers_are_sums_and_no_codes(engines: dict[str, Engine], language: str, query: str) -> None:
    (answer,) = engines[language].ask([query])
    assert "symptoms/wrong-amount/" in answer["urls"][:3]
    assert not any(url.startswith("codes/") for url in answer["urls"])


def test_a_code_may_have_a_blank_in_it(engines: dict[str, Engine]) -> None:
    (answer,) = engines["zh"].ask(["0 5"])
    assert answer["urls"][0].endswith("/#05")


def test_one_digit_lists_the_codes_that_begin_with_it(engines: dict[str, Engine]) -> None:
    for engine in engines.values():
        (answer,) = engine.ask(["5"])
        assert len(answer["urls"]) >= 3
        assert all(url.partition("#")[2].startswith("5") for url in answer["urls"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("沒有訊號", "symptoms/no-network/"),  # traditional characters and a regional word
        ("打印機壞了", "symptoms/printer/"),
        ("签道失败", "symptoms/sign-on-failed/"),  # a wrong character of the same sound
        ("heiping", "symptoms/no-power/"),  # its reading
        ("ｗｉｆｉ连不上", "symptoms/no-network/"),
    ],
)
def test_chinese_typing_is_forgiven(engines: dict[str, Engine], query: str, expected: str) -> None:
    (answer,) = engines["zh"].ask([query])
    assert answer["urls"][0] == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("contatless not working", "symptoms/tap-not-working/"),
        ("PRINTER JAMED", "symptoms/printer/"),
        ("swolen battery", "symptoms/battery-hazard/"),
        ("wi-fi won’t connect", "symptoms/no-network/"),
        ("sign-on faild", "symptoms/sign-on-failed/"),
    ],
)
def test_english_typing_is_forgiven(engines: dict[str, Engine], query: str, expected: str) -> None:
    (answer,) = engines["en"].ask([query])
    assert answer["urls"][0] == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_can_be_typed_breaks_it(engines: dict[str, Engine], language: str) -> None:
    strange = ["", " ", "。。。", "[]()*+?.\\", "<b>x</b>", "\0", "𠮷", "🔥", "constructor", "__proto__"]
    strange += ["a" * 10_000, "刷卡" * 5_000]
    assert len(engines[language].ask(strange)) == len(strange)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_comes_after_its_list_though_its_title_was_typed(
    engines: dict[str, Engine], catalog: Catalog, language: str
) -> None:
    answers = engines[language].ask([case.title[language] for case in catalog.cases])
    lists = [find_address(case.symptom.record) for case in catalog.cases]
    assert [answer["urls"][0] for answer in answers] == lists


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_remedy_stands_behind_the_symptom_that_leads_to_it(engines: dict[str, Engine], language: str) -> None:
    query = {"zh": "怎么把读卡口擦干净", "en": "how should I clean the slot"}[language]
    (answer,) = engines[language].ask([query])
    assert answer["urls"].index("symptoms/card-not-read/") < answer["urls"].index("resolutions/clean-reader/")
