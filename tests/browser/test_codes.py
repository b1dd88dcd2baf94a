"""The code box asks how the payment was made before it says anything that could cost money."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

# What must not stand in an answer before the rail is known: success, keeping a card, another try, another payment.
UNSAFE = re.compile(
    r"already paid|approved|paid:|keep the card|pick up|hand it back|once at most|one more try|another card|sign on",
    re.I,
)
# What no answer says that stands there without the rail.
DONE = re.compile(r"already paid|this payment went through|paid:|keep the card|pick up|once at most|one more try", re.I)
# Codes for which the tables of different rails say opposite things, or that would do harm on another rail.
TELLING = (
    "00",
    "03",
    "04",
    "05",
    "10",
    "11",
    "12",
    "55",
    "77",
    "90",
    "99",
    "A2",
    "A6",
    "Y1",
    "07",
    "19",
)
# Codes that every rail which holds them treats alike, safely on any other.
ALIKE = ("51", "A0", "Z1", "ZZ")


def answer(page: Page) -> Locator:
    return page.locator("[data-codes-answer]")


def look_up(page: Page, real_site: str, code: str, language: str = "en/") -> Locator:
    """Type a code as a reader does, and press Enter."""
    page.goto(f"{real_site}{language}codes/")
    return type_code(page, code)


@pytest.mark.parametrize(("prefix", "words"), [("", "余额不足"), ("en/", "insufficient funds")])
@pytest.mark.parametrize("way", ["typed", "in-the-address"])
def test_words_of_a_screen_are_looked_up_where_words_are(
    page: Page, real_site: str, prefix: str, words: str, way: str
) -> None:
    page.goto(f"{real_site}{prefix}codes/" + (f"?code={words}" if way == "in-the-address" else ""))
    if way == "typed":
        page.locator("[data-codes] input").fill(words)
        page.locator("[data-codes] input").press("Enter")
    page.wait_for_url(f"**/{prefix}search/?q=*")
    expect(page.locator("#search-results > li").first).to_be_visible()


def type_code(page: Page, code: str) -> Locator:
    """Type a code into the box that is there, and press Enter."""
    page.locator("#_code").fill(code)
    page.locator("#_code").press("Enter")
    expect(answer(page)).to_be_visible()
    return answer(page)


def choose(page: Page, rail: str) -> Locator:
    """Say how the payment was made."""
    answer(page).locator(f"button[data-rail='{rail}']").click()
    return answer(page)


def row_of(page: Page, code: str) -> Locator:
    """The line of the list of all codes that leads to the rails of a code."""
    return page.locator(".rows > li").filter(has=page.locator("b", has_text=re.compile(f"^{code}$")))


def asks_for_the_rail(page: Page, found: Locator, code: str) -> bool:
    """Whether every rail that holds the code can be chosen, and that one does not know, and nothing else."""
    rails = [(link.get_attribute("href") or "").split("/")[-2] for link in row_of(page, code).locator("a").all()]
    offered = [button.get_attribute("data-rail") for button in found.locator("button[data-rail]").all()]
    return offered == [*rails, ""]


def says(found: Locator) -> tuple[str | None, str | None]:
    """The action the answer asks for, and whether it allows a retry."""
    action, retry = found.locator("[data-action]"), found.locator("p[data-retry]")
    return action.get_attribute("data-action"), retry.get_attribute("data-retry")


def leads_to(found: Locator) -> list[str]:
    """Where the answer's big links lead, as `symptoms/x` or `resolutions/x`."""
    hrefs: list[str] = found.locator("a.answer").evaluate_all("(links) => links.map((link) => link.pathname)")
    return [re.sub(r"^.*?((?:symptoms|resolutions)/[^/]+)/$", r"\1", href) for href in hrefs]


def test_51_on_a_chinese_card_is_a_refusal_without_a_retry(page: Page, real_site: str) -> None:
    found = look_up(page, real_site, "51")
    assert says(found) == ("other-card", "no")
    assert leads_to(found) == ["resolutions/other-card"]


def test_the_words_for_a_refusal_come_after_the_question_whether_it_was_paid(page: Page, real_site: str) -> None:
    found = look_up(page, real_site, "51")
    words = found.locator(".guarded .say")
    expect(words.first).to_be_hidden()
    for tick in found.locator("[data-gate] input").all():
        tick.check()
    expect(words.first).to_be_visible()
    found.locator("[data-gate] input").first.uncheck()
    expect(words.first).to_be_hidden()


@pytest.mark.parametrize("language", ["", "en/"])
def test_nothing_unsafe_is_said_before_the_rail_is_known(page: Page, real_site: str, language: str) -> None:
    page.goto(f"{real_site}{language}codes/")
    wrong = []
    for code in TELLING:
        found = type_code(page, code)
        is_asked = asks_for_the_rail(page, found, code)
        says_more = leads_to(found) or found.locator(".say, [data-gate]").count()
        if not is_asked or says_more or UNSAFE.search(found.inner_text()):
            wrong.append(code)
    assert wrong == []


def test_what_every_rail_treats_alike_is_said_at_once_and_allows_no_retry(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/codes/")
    for code in ALIKE:
        found = type_code(page, code)
        assert says(found)[1] == "no"
        assert not DONE.search(found.inner_text())
        found.locator("[data-other-rail]").click()
        expect(found.locator("[data-action]")).to_have_count(0)


def test_04_on_a_qr_payment_is_in_doubt_and_says_nothing_of_keeping_a_card(page: Page, real_site: str) -> None:
    look_up(page, real_site, "04")
    found = choose(page, "qr-unionpay")
    assert leads_to(found) == ["symptoms/qr-in-doubt"]
    assert says(found) == ("in-doubt", "no")
    assert not re.search(r"hand it back|pick up|security|no argument", found.inner_text(), re.I)


def test_04_on_a_card_is_never_argued_about(page: Page, real_site: str) -> None:
    look_up(page, real_site, "04")
    found = choose(page, "card-cn")
    assert leads_to(found) == ["resolutions/security-decline"]
    assert says(found) == ("security", "no")
    assert not re.search(r"another card", found.locator(".say[lang=en]").inner_text())


@pytest.mark.parametrize("language", ["", "en/"])
def test_00_never_leads_to_a_retry(page: Page, real_site: str, language: str) -> None:
    page.goto(f"{real_site}{language}codes/")
    for rail in ("card-cn", "international"):
        type_code(page, "00")
        found = choose(page, rail)
        assert leads_to(found) == ["resolutions/treat-as-paid"]
        assert found.locator("[data-gate]").count() == 0
        assert says(found) == ("ok", "no")


def test_full_width_and_blanks_are_forgiven(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/codes/")
    for typed in ("０５", " 05 ", "0 5", "代码：05"):
        type_code(page, typed)
        assert leads_to(choose(page, "qr-unionpay")) == ["symptoms/qr-in-doubt"]
        expect(answer(page).locator("h2")).to_contain_text("05")


def test_lower_case_is_forgiven(page: Page, real_site: str) -> None:
    look_up(page, real_site, "ａ2")
    assert leads_to(choose(page, "card-cn")) == ["resolutions/confirm-with-acquirer"]


def test_one_retry_comes_after_its_question(page: Page, real_site: str) -> None:
    look_up(page, real_site, "55")
    found = choose(page, "card-cn")
    assert leads_to(found) == ["resolutions/one-retry"]
    assert says(found) == ("fix-once", "once")
    gate, remedy = found.locator("[data-gate]"), found.locator("a.answer")
    assert gate.bounding_box()["y"] < remedy.bounding_box()["y"]  # type: ignore[index]


def test_a_private_code_is_said_to_be_private(page: Page, real_site: str) -> None:
    found = look_up(page, real_site, "ZZ")
    expect(found.locator("[data-unlisted]")).to_have_count(0)
    assert says(found) == ("call-acquirer", "no")
    assert leads_to(found) == ["resolutions/call-provider"]


def test_an_unknown_code_is_not_guessed_at(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/codes/")
    for typed in ("X9", "Q", "123456789012", "<b>7"):
        found = type_code(page, typed)
        expect(found.locator("[data-unlisted]")).to_be_visible()
        assert leads_to(found) == ["symptoms/money-in-doubt", "resolutions/call-provider"]


def test_a_code_of_another_rail_is_not_borrowed(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/codes/?code=A2&rail=qr-unionpay")
    found = answer(page)
    expect(found.locator("[data-unlisted]")).to_be_visible()
    assert "resolutions/confirm-with-acquirer" not in leads_to(found)


def test_not_sure_of_the_rail_leads_to_finding_out(page: Page, real_site: str) -> None:
    look_up(page, real_site, "00")
    found = choose(page, "")
    assert leads_to(found)[0] == "symptoms/money-in-doubt"
    expect(found.locator("[data-retry]")).to_have_attribute("data-retry", "no")


def test_an_answer_never_stands_beside_another_code(page: Page, real_site: str) -> None:
    look_up(page, real_site, "51")
    page.locator("#_code").fill("0")
    expect(answer(page)).to_be_hidden()


def test_nothing_typed_answers_nothing(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/codes/")
    page.locator("[data-codes] button").click()
    expect(answer(page)).to_be_hidden()


def test_the_box_on_the_home_page_is_answered_here(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/codes/?code=%EF%BC%90%EF%BC%94")
    assert asks_for_the_rail(page, answer(page), "04")


def test_an_unknown_rail_in_a_link_is_asked_for_again(page: Page, real_site: str) -> None:
    for rail in ("nonsense", '"]', "__proto__"):
        page.goto(f"{real_site}en/codes/?code=00&rail={rail}")
        assert asks_for_the_rail(page, answer(page), "00"), rail


def test_the_other_language_answers_the_same(page: Page, real_site: str) -> None:
    look_up(page, real_site, "00")
    choose(page, "card-cn")
    page.locator(".bar [data-do=language]").click()
    page.wait_for_url("**/codes/?code=00&rail=card-cn")
    assert leads_to(answer(page)) == ["resolutions/treat-as-paid"]


def test_the_keyboard_alone_gets_to_the_answer(page: Page, real_site: str) -> None:
    look_up(page, real_site, "00")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert leads_to(answer(page)) == ["resolutions/treat-as-paid"]


@pytest.mark.parametrize("language", ["", "en/"])
def test_without_a_script_every_code_is_a_link_to_its_rail(browser: Browser, real_site: str, language: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{real_site}{language}codes/")
    expect(page.locator("[data-codes]")).to_be_hidden()
    hrefs = [link.get_attribute("href") or "" for link in row_of(page, "04").locator("a").all()]
    assert [href.split("codes/")[1] for href in hrefs] == ["card-cn/#04", "qr-unionpay/#04", "international/#04"]
    page.goto(f"{real_site}{language}codes/qr-unionpay/#04")
    expect(page.locator('article[id="04"]')).to_be_in_viewport()
    page.context.close()


def test_the_words_of_a_wallet_are_found_however_they_are_typed(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/codes/")
    for typed in ("ACQ.TRADE_HAS_SUCCESS", "trade has success", "TRADE_HAS_SUCCESS", "Trade_Has_Success"):
        type_code(page, typed)
        assert says(choose(page, "alipay")) == ("ok", "no"), typed


def test_a_letter_typed_for_a_digit_is_asked_about(page: Page, real_site: str) -> None:
    found = look_up(page, real_site, "AO")
    expect(found.locator("[data-unlisted]")).to_be_visible()
    found.locator("[data-meant-code]").click()
    expect(page.locator("#_code")).to_have_value("A0")
    assert says(answer(page)) == ("in-doubt", "no")


def test_a_code_of_a_void_leads_to_its_own_list_before_the_sale_is_asked_about(page: Page, real_site: str) -> None:
    look_up(page, real_site, "12")
    found = choose(page, "card-cn")
    links = found.locator("a[href*='symptoms/wrong-amount/'], [data-retry]")
    assert (links.first.get_attribute("href") or "").endswith("symptoms/wrong-amount/")
