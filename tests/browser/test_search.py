"""The search box in a browser: nothing before it is used, an answer for everything, and nothing typed is executed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Request, expect

READY = "#search-results[data-state=ready]"


@pytest.fixture
def requests(page: Page) -> list[str]:
    """The paths of everything the page asks for, from now on."""
    found: list[str] = []

    def note(request: Request) -> None:
        found.append(request.url.partition("//")[2].partition("/")[2])

    page.on("request", note)
    return found


def _type(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)
    page.wait_for_selector(READY)


def test_nothing_is_fetched_before_the_box_is_used(page: Page, requests: list[str], fictional_site: str) -> None:
    page.goto(f"{fictional_site}search/")
    page.wait_for_load_state("networkidle")
    assert not [path for path in requests if path.startswith(("search/records", "assets/search"))]
    page.get_by_role("searchbox").focus()
    page.wait_for_selector(READY)
    assert [path for path in requests if path.startswith("search/records")] == ["search/records.js"]
    assert not [path for path in requests if path.startswith("en/")]


@pytest.mark.parametrize(("prefix", "words"), [("", "黑屏"), ("en/", "network error")])
def test_a_list_is_opened_where_it_begins(page: Page, real_site: str, prefix: str, words: str) -> None:
    """With what to stop, and the question whether anybody has paid: a way past them could cost a payment."""
    page.goto(f"{real_site}{prefix}search/?q={words}")
    page.wait_for_selector(READY)
    links = page.locator("#search-results > li.symptom a").evaluate_all("(all) => all.map((link) => link.hash)")
    assert links
    assert set(links) == {""}


def test_an_answer_that_is_shown_never_moves(page: Page, requests: list[str], fictional_site: str) -> None:
    """Nothing is fetched behind it that could change it."""
    page.goto(f"{fictional_site}en/search/")
    _type(page, "lamp dark plug wall")
    shown = page.locator("#search-results").inner_html()
    page.wait_for_load_state("networkidle")
    assert page.locator("#search-results").inner_html() == shown
    assert [path for path in requests if "search/" in path and path.endswith(".js")] == ["en/search/records.js"]


@pytest.mark.parametrize(("prefix", "title"), [("", "灯不亮"), ("en/", "The lamp is dark")])
def test_a_title_finds_its_checklist(page: Page, fictional_site: str, prefix: str, title: str) -> None:
    page.goto(f"{fictional_site}{prefix}search/")
    _type(page, title)
    first = page.locator("#search-results > li").first.locator("a").first
    expect(first).to_contain_text(title)
    first.click()
    expect(page).to_have_url(f"{fictional_site}{prefix}symptoms/lamp-dark/")


@pytest.mark.parametrize("words", ["签到失败", "纸"])
def test_checklists_stand_above_whatever_else_fits(page: Page, real_site: str, words: str) -> None:
    page.goto(f"{real_site}search/")
    _type(page, words)
    kinds = page.locator("#search-results > li").evaluate_all("(all) => all.map((each) => each.className)")
    above, below = kinds[1 : kinds.index("label")], kinds[kinds.index("label") + 1 :]
    assert set(above) <= {"symptom"}
    assert "symptom" not in below
    assert below


@pytest.mark.parametrize(
    ("prefix", "money", "device"),
    [("", "付了款没出结果", "开不了机"), ("en/", "was she charged or not", "it will not turn on")],
)
def test_above_lists_about_money_stands_what_not_to_do(
    page: Page, real_site: str, prefix: str, money: str, device: str
) -> None:
    page.goto(f"{real_site}{prefix}search/")
    _type(page, money)
    warning = page.locator("#search-results > li:first-child.do")
    expect(warning).to_have_count(1)
    assert warning.locator("+ li.symptom").count() == 1
    _type(page, device)
    expect(warning).to_have_count(0)


@pytest.mark.parametrize(
    ("prefix", "money", "device"),
    [("", "付了款没出结果", "打印机不出纸"), ("en/", "was she charged or not", "paper jam")],
)
def test_above_all_other_answers_one_line_leads_to_money(
    page: Page, real_site: str, prefix: str, money: str, device: str
) -> None:
    """However a question about money is put, and whatever else it finds, money is the first thing to touch."""
    page.goto(f"{real_site}{prefix}search/")
    doubt = page.locator("form.search a.doubt")
    _type(page, device)
    expect(doubt).to_be_visible()
    expect(page.locator("form.search a").first).to_have_attribute("href", re.compile(r"/?symptoms/money-in-doubt/$"))
    _type(page, money)
    expect(doubt).to_be_hidden()
    _type(page, "asdf qwer")
    expect(doubt).to_be_hidden()
    _type(page, device)
    doubt.click()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value(device)


def test_where_no_list_is_about_money_no_line_says_so(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}search/")
    _type(page, "灯")
    expect(page.locator("form.search a.doubt")).to_have_count(0)


def test_words_of_a_chinese_screen_find_lists_in_english(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/search/")
    _type(page, "交易超时")
    assert page.locator("#search-results > li").first.get_attribute("class") == "do"
    first = page.locator("#search-results > li.symptom a").first
    expect(first).to_have_attribute("href", re.compile(r"/?symptoms/money-in-doubt/$"))
    assert not re.search(r"[\u4e00-\u9fff]", first.inner_text())


def test_a_screen_in_chinese_is_looked_up_once_and_words_of_ones_own_stay_where_they_are(
    page: Page, requests: list[str], fictional_site: str
) -> None:
    page.goto(f"{fictional_site}en/search/")
    for words in ("灯不亮", "灯", "lamp"):
        _type(page, words)
    assert [path for path in requests if path.startswith("search/records")] == ["search/records.js"]


def test_without_those_records_the_page_answers_with_its_own(page: Page, fictional_site: str) -> None:
    page.route(
        "**/search/records.js", lambda route: route.abort() if "/en/" not in route.request.url else route.continue_()
    )
    page.goto(f"{fictional_site}en/search/")
    _type(page, "灯不亮")
    expect(page.locator("#search-results > li.elsewhere")).to_have_count(1)


@pytest.mark.parametrize("query", ["hello i need help", "asdf qwer"])
def test_words_that_say_nothing_are_answered_with_questions(page: Page, real_site: str, query: str) -> None:
    page.goto(f"{real_site}en/search/")
    _type(page, query)
    expect(page.locator("#search-results > li.question").first).to_be_visible()
    expect(page.locator("#search-results > li.do")).to_have_count(0)


def test_a_query_in_the_address_is_answered(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}search/?q=%E7%81%AF")
    page.wait_for_selector(READY)
    expect(page.get_by_role("searchbox")).to_have_value("灯")
    expect(page.get_by_role("status")).not_to_be_empty()


def test_the_address_has_what_is_typed_once_it_is_sent(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}search/")
    _type(page, "灯")
    expect(page).to_have_url(f"{fictional_site}search/")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(f"{fictional_site}search/?q=%E7%81%AF")  # never jumps by itself


@pytest.mark.parametrize("query", ["qqqqqqq", "灯"])
def test_there_are_always_three_ways_on(page: Page, fictional_site: str, query: str) -> None:
    page.goto(f"{fictional_site}search/")
    _type(page, query)
    assert page.locator("#search-results a").count() >= 3


def test_on_a_phone_the_first_answer_comes_into_sight(page: Page, fictional_site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 360})
    page.goto(fictional_site)
    _type(page, "灯不亮")
    expect(page.locator("#search-results a.entry").first).to_be_in_viewport()
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_without_an_answer_the_questions_of_the_home_page_stand(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}search/")
    _type(page, "㍻㍻")
    assert page.locator("#search-results > li.question a").count() > 0


def test_words_of_the_other_language_lead_to_its_search(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}search/")
    _type(page, "lamp dark")
    page.locator("#search-results > li.elsewhere a").click()
    expect(page).to_have_url(f"{fictional_site}en/search/?q=lamp%20dark")
    page.wait_for_selector(READY)
    expect(page.locator("#search-results > li a").first).to_contain_text("lamp")


@pytest.mark.own_tab
def test_markup_in_a_query_is_text(page: Page, fictional_site: str) -> None:
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(f"{fictional_site}en/search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%3Cscript%3Ealert(2)%3C/script%3E")
    page.wait_for_selector(READY)
    assert not said
    assert page.locator(".search img, .search script").count() == 0


def test_ten_thousand_characters_are_cut(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}search/")
    _type(page, "灯不亮" * 3_333)
    expect(page.locator("#search-results > li a").first).to_be_visible()
    assert len(page.url) < 2_500


def test_without_a_script_the_page_has_the_questions_and_every_checklist(
    without_script: Page, fictional_site: str
) -> None:
    without_script.goto(f"{fictional_site}search/?q=%E7%81%AF")
    assert without_script.locator("#search-results a").count() > 0
    assert without_script.locator("ul.index a[href*='symptoms/']").count() >= 2
    expect(without_script.get_by_role("searchbox")).to_be_visible()


@pytest.mark.parametrize("typed", ["X9", "错误X9", "显示 x9"])
def test_a_code_that_is_not_listed_is_said_to_be_so(page: Page, real_site: str, typed: str) -> None:
    page.goto(f"{real_site}search/")
    _type(page, typed)
    first = page.locator("#search-results > li").first
    expect(first).to_have_class(re.compile("unlisted"))
    expect(first).to_contain_text("不要再收")
    first.locator("a.entry").first.click()
    page.wait_for_url("**/symptoms/money-in-doubt/")


@pytest.mark.parametrize(("typed", "code"), [("AO", "A0"), ("代码O5", "05"), ("USERPAYING", "USERPAYING")])
def test_a_code_is_found_as_the_screen_shows_it_or_as_it_is_misread(
    page: Page, real_site: str, typed: str, code: str
) -> None:
    page.goto(f"{real_site}search/")
    _type(page, typed)
    expect(page.locator("#search-results > li a.entry").first).to_have_attribute("href", re.compile(rf"[#=]{code}"))


@pytest.mark.parametrize("typed", ["4g", "没有4G"])
def test_a_word_with_a_digit_is_no_code(page: Page, real_site: str, typed: str) -> None:
    page.goto(f"{real_site}search/")
    _type(page, typed)
    expect(page.locator("#search-results > li a.entry").first).not_to_have_attribute("href", re.compile("codes/"))
