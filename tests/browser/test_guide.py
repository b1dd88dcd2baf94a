"""A checklist one step at a time: the address names the part that shows; without a script the page is the list."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

LIST = "en/symptoms/no-power/"


def showing(page: Page) -> list[str]:
    """The ids of the panels a reader sees."""
    found: list[str] = page.locator("[data-panel]").evaluate_all(
        "(panels) => panels.filter((panel) => panel.offsetParent).map((panel) => panel.id)"
    )
    return found


def answer(page: Page, name: str) -> None:
    """Take an answer of what shows, by its place: yes stands first, no second. Done when what it leads to shows: until
    then the next answer would be looked for in the panel that is about to go."""
    link = page.locator("[data-current] a[data-answer]").nth(("yes", "no").index(name))
    path, _, anchor = str(link.get_attribute("href")).partition("#")
    link.click()
    if not path:
        page.locator(f"[data-current][id='{anchor}']").wait_for()


def test_the_first_step_shows_alone(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    assert showing(page) == ["hazard"]


def test_an_answer_leads_to_the_next_step_and_focus_follows(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    answer(page, "yes")
    assert showing(page) == ["screen"]
    assert page.evaluate("document.activeElement.closest('[data-panel]').id") == "screen"


def test_the_step_and_what_is_left_are_announced(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    before = page.get_by_role("status").first.inner_text()
    answer(page, "yes")
    assert page.get_by_role("status").first.inner_text() != before


def test_back_returns_to_the_step_before(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    answer(page, "yes")
    page.get_by_role("button", name="Back").click()
    page.wait_for_function("!location.hash")
    assert showing(page) == ["hazard"]


def test_a_link_reopens_the_same_step(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}{LIST}#charger")
    assert showing(page) == ["charger"]


@pytest.mark.parametrize("anchor", ["nonsense", "%E0%A4%A", "_content", "<script>"])
def test_an_unknown_anchor_shows_the_first_step(page: Page, real_site: str, anchor: str) -> None:
    page.goto(f"{real_site}{LIST}#{anchor}")
    assert showing(page) == ["hazard"]


def test_a_remedy_shows_in_place_and_its_gate_holds_back_what_it_guards(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/symptoms/money-in-doubt/")
    page.locator("[data-current] a.answer", has_text="Declined").first.click()
    panel = page.locator("[data-current]")
    guarded = panel.locator("> .guarded")
    expect(guarded).to_be_hidden()
    for tick in panel.locator("> .gate input").all():
        tick.check()
    expect(guarded).to_be_visible()


def test_still_not_goes_on_where_the_step_says(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}{LIST}#charger")
    still = page.locator("#charger .answers li:nth-child(2) .still").get_attribute("href")
    answer(page, "no")
    answer(page, "no")
    assert page.url.endswith(str(still))


def test_fixed_is_the_end_of_the_happy_path(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}{LIST}#_verify")
    answer(page, "yes")
    assert showing(page) == ["_fixed"]


def test_ticks_are_kept_until_the_next_customer(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    page.locator("#hazard h2 input").check()
    page.reload()
    expect(page.locator("#hazard h2 input")).to_be_checked()
    page.locator("main > .buttons [data-do=restart]").click()
    expect(page.locator("#hazard h2 input")).not_to_be_checked()


def test_a_changed_step_loses_its_tick(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    page.evaluate("localStorage.setItem('cs:list:no-power', JSON.stringify({ticks: {'hazard:xyz': 1}}))")
    page.reload()
    expect(page.locator("#hazard h2 input")).not_to_be_checked()


@pytest.mark.parametrize("stored", ["[1,2", "null", "[]", "7", '{"ticks":7,"onward":[],"trail":{},"began":"x"}'])
def test_a_spoilt_memory_does_not_stop_the_checklist(page: Page, real_site: str, stored: str) -> None:
    page.goto(real_site + LIST)
    page.evaluate("(stored) => localStorage.setItem('cs:list:no-power', stored)", stored)
    page.reload()
    answer(page, "yes")
    assert showing(page) == ["screen"]


def test_a_hostile_memory_is_not_followed(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    page.evaluate(
        "localStorage.setItem('cs:list:no-power', JSON.stringify("
        "{onward: {_verify: {href: 'javascript:alert(1)', words: '<img src=x onerror=alert(1)>'}}}))"
    )
    page.goto(f"{real_site}{LIST}?again#_verify")
    assert page.locator("#_verify a[data-onward]").get_attribute("href") == "#_call"


def test_paper_of_another_edition_is_said_to_be_older_and_what_changed_is_marked(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    marks = page.locator(".step").evaluate_all("(steps) => steps.map((step) => step.dataset.mark)")
    page.goto(f"{real_site}{LIST}?e=2020-01-01-000000&s={''.join(marks[1:])}")
    expect(page.locator("[data-older]")).to_be_visible()
    expect(page.locator(".step .older")).to_have_count(1)


def test_paper_of_this_edition_is_not(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    edition = page.locator("main").get_attribute("data-edition")
    page.goto(f"{real_site}{LIST}?e={edition}")
    expect(page.locator("[data-older]")).to_be_hidden()


def test_everything_can_be_shown_at_once_and_stays_so(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    page.get_by_role("button", name="Show everything").click()
    page.reload()
    assert len(showing(page)) == page.locator("[data-panel]").count()


def test_without_a_script_the_page_is_the_whole_list(browser: Browser, real_site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(real_site + LIST)
    targets = page.locator("[data-panel=step] a.answer").evaluate_all(
        "(links) => links.map((link) => link.getAttribute('href'))"
    )
    for target in sorted({target for target in targets if target.startswith("#")}):
        expect(page.locator(target)).to_be_visible()
    expect(page.get_by_role("button", name="Back")).to_be_hidden()
    context.close()


def test_storage_that_refuses_does_not_stop_the_checklist(page: Page, real_site: str) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('refused') }})")
    page.goto(real_site + LIST)
    answer(page, "yes")
    assert showing(page) == ["screen"]


MOST_TABS, MOST_ANSWERS = 80, 40
FROZEN = {"hazard": 1, "screen": 3, "pending": 1}
"""Which answer is taken at a step: no danger, lit but frozen, no sale under way. A remedy's second says it failed."""
OUTLINED = (
    "document.activeElement === document.body || getComputedStyle(document.activeElement).outlineStyle !== 'none'"
)


def tab_to(page: Page, selector: str) -> None:
    """Go on to the next place of the keyboard that matches, seeing on every way where one is."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
def test_the_keyboard_alone_gets_from_home_to_the_call(page: Page, real_site: str, language: str) -> None:
    """Home, the entry for a dead terminal, its list, the gates before a restart, which does not help, and the card
    to call with."""
    page.goto(real_site + language)
    if not page.locator("a.entry[href$='symptoms/no-power/']").first.is_visible():
        tab_to(page, "summary:has(~ ul a[href$='symptoms/no-power/'])")
        page.keyboard.press("Enter")
    tab_to(page, "a.entry[href$='symptoms/no-power/']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}symptoms/no-power/")
    passed: list[str] = []
    while page.locator("[data-current] a[data-answer]").count():
        passed += (shown := showing(page))
        assert len(passed) < MOST_ANSWERS, passed
        for _ in range(page.locator("[data-current] [data-gate] input").count()):
            tab_to(page, "[data-current] [data-gate] input:not(:checked)")
            page.keyboard.press("Space")
        tab_to(page, f"[data-current] li:nth-child({FROZEN.get(shown[0], 2)}) > a[data-answer]")
        page.keyboard.press("Enter")
        expect(page.locator(f"[id='{shown[0]}']")).to_be_hidden()
    assert passed == ["hazard", "screen", "pending", "_r-safe-restart"]
    tab_to(page, "[data-current] a[href$='call-card/']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}call-card/")


def test_another_way_to_pay_is_offered_only_after_a_plain_no(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    words = page.locator(".waiting details p").first
    expect(words).to_be_hidden()
    page.locator(".waiting summary").click()
    expect(words).to_be_visible()


def test_yes_or_not_sure_leads_to_the_list_for_unknown_outcomes(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    page.locator(".waiting a.answer").click()
    page.wait_for_url("**/symptoms/money-in-doubt/")


def test_an_english_reader_is_offered_english_and_never_sent_there(browser: Browser, real_site: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{real_site}symptoms/no-power/#charger")
    offer = page.locator(".offer[lang=en] a")
    expect(offer).to_be_visible()
    offer.click()
    page.wait_for_url("**/en/symptoms/no-power/#charger")
    context.close()


# ── when things go wrong ──


def test_a_script_that_does_not_arrive_leaves_the_whole_list(page: Page, real_site: str) -> None:
    page.route("**/assets/reader-*.js", lambda route: route.abort())
    page.goto(real_site + LIST, wait_until="load")
    assert len(showing(page)) == page.locator("[data-panel]").count()
    assert page.locator(".guarded:visible").count() == page.locator(".guarded").count()


@pytest.mark.parametrize("query", ["?e=%00%ff", "?e[]=1&s=", "?q=<script>alert(1)</script>", "?e=1&s=%F0%9F%98%80"])
def test_a_hostile_query_does_not_stop_the_checklist(page: Page, real_site: str, query: str) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(real_site + LIST + query)
    answer(page, "yes")
    assert showing(page) == ["screen"]
    assert wrong == []


@pytest.mark.parametrize("anchor", ["%E0%A4%A", "%", "_r-nobody"])
def test_an_anchor_that_cannot_be_read_is_no_error(page: Page, real_site: str, anchor: str) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{real_site}{LIST}#{anchor}")
    assert wrong == []


# ── one customer after another ──


def test_at_the_start_there_is_nothing_to_go_back_to(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    expect(page.get_by_role("button", name="Back")).to_be_hidden()


def test_back_from_a_shared_link_leads_to_the_first_step(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}{LIST}#charger")
    page.get_by_role("button", name="Back").click()
    assert showing(page) == ["hazard"]


def test_a_reload_does_not_forget_the_way_back(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    answer(page, "yes")
    page.reload()
    page.get_by_role("button", name="Back").click()
    page.wait_for_function("!location.hash")
    assert showing(page) == ["hazard"]


def test_the_next_customer_meets_the_waiting_card_again(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    answer(page, "yes")
    expect(page.locator(".waiting")).to_be_hidden()
    page.get_by_role("button", name="Next customer").last.click()
    expect(page.locator(".waiting")).to_be_visible()
    assert showing(page) == ["hazard"]


def test_what_was_done_in_another_shift_is_forgotten(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    mark = page.locator("#hazard").get_attribute("data-mark")
    page.evaluate(
        "(mark) => localStorage.setItem('cs:list:no-power', JSON.stringify("
        "{ticks: {[`hazard:${mark}`]: 1}, began: Date.now() - 9 * 3600000}))",
        mark,
    )
    page.reload()
    expect(page.locator("#hazard h2 input")).not_to_be_checked()


def test_when_time_is_up_a_link_leads_to_the_call(page: Page, real_site: str) -> None:
    page.goto(real_site + LIST)
    page.evaluate(
        "localStorage.setItem('cs:list:no-power', JSON.stringify({began: Date.now() - 7 * 3600000}))",
    )
    page.reload()
    page.get_by_role("alert").get_by_role("link").click()
    assert showing(page) == ["_call"]


def test_a_gate_is_asked_again_each_time(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/symptoms/declined/#_r-other-card")
    for tick in page.locator("#_r-other-card > .gate input").all():
        tick.check()
    expect(page.locator("#_r-other-card > .guarded")).to_be_visible()
    page.evaluate("location.hash = '_call'")
    page.evaluate("location.hash = '_r-other-card'")
    expect(page.locator("#_r-other-card > .guarded")).to_be_hidden()


@pytest.mark.parametrize("path", ["en/resolutions/power-recovery/", "en/symptoms/declined/"])
def test_a_gate_holds_where_everything_is_shown_too(page: Page, real_site: str, path: str) -> None:
    page.add_init_script("localStorage.setItem('cs:all', '1')")
    page.goto(real_site + path)
    guarded = page.locator(".gate:not(.gate ~ .gate) ~ .guarded").first
    expect(guarded).to_be_hidden()
    for tick in guarded.locator("xpath=../fieldset//input").all():
        tick.check()
    expect(guarded).to_be_visible()


# ── light and dark ──


def test_dark_is_a_choice_and_choosing_back_follows_the_system_again(page: Page, real_site: str) -> None:
    page.goto(real_site)
    switch = page.locator("[data-do=theme]")
    switch.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    assert page.evaluate("localStorage.getItem('cs:theme')") is None


@pytest.mark.parametrize("kind", ["theme", "larger"])
def test_prose_looks_as_it_was_chosen_on_a_checklist(page: Page, real_site: str, kind: str) -> None:
    page.goto(real_site)
    page.locator(f"[data-do={kind}]").click()
    page.goto(f"{real_site}about/")
    expected = {"theme": "body[data-md-color-scheme=slate]", "larger": "html[data-larger]"}
    expect(page.locator(expected[kind])).to_have_count(1)


def test_a_shared_link_opens_with_title_and_progress_in_sight(page: Page, real_site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{real_site}{LIST}#charger")
    expect(page.locator("h1")).to_be_in_viewport()
    expect(page.locator("[data-progress]")).to_be_in_viewport()
    expect(page.locator("#charger h2")).to_be_in_viewport()
