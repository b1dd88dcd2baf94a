"""A checklist one question at a time: the address names the part that shows; without a script the page is the list."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

LIST = "en/symptoms/flap-stuck/"
KEY = "cs:/list:flap-stuck"
AHEAD = 9999999999999
"""A moment that no shift is older than."""
REFUSED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('refused') }})"


def showing(page: Page) -> list[str]:
    """The ids of the panels that a reader sees."""
    found: list[str] = page.locator("[data-panel]").evaluate_all(
        "(panels) => panels.filter((panel) => panel.offsetParent).map((panel) => panel.id)"
    )
    return found


def take(page: Page, words: str, then: str) -> None:
    """Take the answer with these words, and wait for the panel it leads to: until then the next one would be looked
    for in the panel that is about to go."""
    page.locator("[data-current] [data-answer]", has_text=words).first.click()
    page.locator(f"[data-current][id='{then}']").wait_for()


def pass_gates(page: Page) -> None:
    """Tick every question that stands before what shows."""
    for tick in page.locator("[data-current] .gate input").all():
        tick.check()


def errors_of(page: Page) -> list[str]:
    """What goes wrong in the page's scripts from now on."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return wrong


def store(page: Page, value: str) -> None:
    """Put something into the page's memory and open the page again."""
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY, value])
    page.reload()


@pytest.fixture
def start(page: Page, fictional_site: str) -> Page:
    """The checklist as somebody opens it."""
    page.goto(fictional_site + LIST)
    return page


# ── one question after another ──


def test_the_question_of_the_waiting_customer_comes_first_and_alone(start: Page) -> None:
    assert showing(start) == ["_money"]
    expect(start.get_by_role("heading", level=1)).to_have_text("Did the book go in already?")


def test_a_list_that_asks_it_itself_begins_with_its_own_step(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}en/symptoms/slip-blank/")
    assert showing(page) == [page.locator("[data-mark]").first.get_attribute("id")]


def test_an_answer_leads_on_and_focus_follows(start: Page) -> None:
    take(start, "No", "look")
    assert showing(start) == ["look"]
    assert start.evaluate("document.activeElement.closest('[data-panel]').id") == "look"


def test_progress_counts_questions_and_the_title_names_the_one_that_shows(start: Page) -> None:
    take(start, "No", "look")
    expect(start.locator("[data-progress]")).to_have_text("Question 2, 2 more at most")
    expect(start.locator("[data-bar] .on")).to_have_count(2)
    assert start.title() == "(2) Look at the flap from outside · The flap does not move"


def test_progress_is_not_complete_while_a_remedy_is_open(start: Page) -> None:
    start.goto(f"{start.url}#_r-free-the-book")
    expect(start.locator("[data-current]")).to_have_attribute("data-panel", "remedy")
    expect(start.locator("[data-bar] i:not(.on)")).to_have_count(1)


def test_back_returns_to_the_question_before(start: Page) -> None:
    take(start, "No", "look")
    start.locator("[data-back]").click()
    start.locator("[data-current][id='_money']").wait_for()
    assert showing(start) == ["_money"]


def test_back_at_the_start_leads_home(start: Page, fictional_site: str) -> None:
    start.locator("[data-back]").click()
    start.wait_for_url(f"{fictional_site}en/")


def test_back_leads_to_the_page_that_led_here(start: Page, fictional_site: str) -> None:
    """To what a search found, or to the question of another list that sent its reader here."""
    start.goto(f"{fictional_site}en/search/?q=flap")
    start.locator("#search-results a").first.click()
    take(start, "No", "look")
    start.locator("[data-back]").click()
    start.locator("[data-current][id='_money']").wait_for()
    start.locator("[data-back]").click()
    start.wait_for_url(f"{fictional_site}en/search/?q=flap")


def test_back_after_beginning_anew_leads_home(start: Page, fictional_site: str) -> None:
    """Never to a question of the customer before."""
    take(start, "No", "look")
    start.evaluate("location.hash = '_fixed'")
    start.locator("#_fixed [data-do=restart]").click()
    start.locator("[data-current][id='_money']").wait_for()
    start.locator("[data-back]").click()
    start.wait_for_url(f"{fictional_site}en/")


def test_back_from_a_shared_link_leads_to_the_first_question(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}{LIST}#hinge")
    assert showing(page) == ["hinge"]
    page.locator("[data-back]").click()
    page.locator("[data-current][id='_money']").wait_for()


def test_a_reload_does_not_forget_the_way_back(start: Page) -> None:
    take(start, "No", "look")
    start.reload()
    expect(start.locator("[data-progress]")).to_have_text("Question 2, 2 more at most")
    start.locator("[data-back]").click()
    start.locator("[data-current][id='_money']").wait_for()


UNKNOWN = ("nonsense", "%E0%A4%A", "_content", "<script>", "%", "_r-nobody")


def test_an_unknown_anchor_shows_the_first_question(page: Page, fictional_site: str) -> None:
    wrong = errors_of(page)
    for number, anchor in enumerate(UNKNOWN):
        page.goto(f"{fictional_site}{LIST}?{number}#{anchor}")
        assert showing(page) == ["_money"], anchor
    assert wrong == []


def test_a_former_anchor_leads_to_the_step_it_named(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}{LIST}#leaves")
    assert showing(page) == ["hinge"]


def test_the_old_anchor_of_a_step_that_went_to_another_list_leads_there(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}en/symptoms/slip-blank/#lamp")
    page.wait_for_url(f"{fictional_site}en/symptoms/lamp-dark/#plug")


def test_without_a_script_the_old_anchor_shows_a_link_to_the_step(browser: Browser, fictional_site: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{fictional_site}en/symptoms/slip-blank/")
    link = page.locator("#lamp a")
    assert not link.is_visible()
    page.goto(f"{fictional_site}en/symptoms/slip-blank/#lamp")
    link.click()
    page.wait_for_url(f"{fictional_site}en/symptoms/lamp-dark/#plug")
    page.close()


def test_still_not_goes_on_where_the_answer_says(start: Page) -> None:
    take(start, "No", "look")
    take(start, "A book is caught", "_r-free-the-book")
    pass_gates(start)
    take(start, "No", "hinge")


def test_after_a_remedy_that_helped_the_list_asks_its_own_question(start: Page) -> None:
    take(start, "No", "look")
    take(start, "A book is caught", "_r-free-the-book")
    answers = start.locator("[data-current] a[data-answer]").evaluate_all("(all) => all.map((each) => each.hash)")
    assert answers[0] in ("#_verify", "#_fixed")


def test_keys_answer(start: Page) -> None:
    start.keyboard.press("2")
    start.locator("[data-current][id='look']").wait_for()


def test_keys_can_be_turned_off_and_stay_off(start: Page) -> None:
    start.locator(".menu summary").click()
    start.locator("[data-do=keys]").click()
    start.reload()
    start.keyboard.press("2")
    expect(start.locator("[data-do=keys]")).to_have_attribute("aria-pressed", "false")
    assert showing(start) == ["_money"]


# ── gates ──


def test_a_gate_holds_back_what_it_guards_and_says_how_much_is_missing(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}{LIST}#push")
    panel = page.locator("#push")
    ticks = panel.locator(".gate input").all()
    expect(panel.locator(".guarded")).to_be_hidden()
    expect(panel.locator(".open")).to_have_text(re.compile(rf"^{len(ticks)} "))
    for tick in ticks:
        tick.check()
    expect(panel.locator(".guarded")).to_be_visible()
    expect(panel.locator(".open")).to_be_hidden()


def test_what_was_answered_is_not_asked_again_and_can_be_taken_back(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}{LIST}#push")
    name = page.locator("#push .gate input").first.get_attribute("data-tick")
    store(page, json.dumps({"began": AHEAD, "fills": {name: True}}))
    tick = page.locator("#push .gate input").first
    expect(tick).to_be_checked()
    tick.uncheck()
    page.reload()
    expect(page.locator("#push .gate input").first).not_to_be_checked()


def test_the_next_customer_is_asked_what_the_last_one_answered(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}{LIST}#push")
    name = page.locator("#push .gate input").first.get_attribute("data-tick")
    store(page, json.dumps({"began": AHEAD, "fills": {name: True}}))
    page.goto(fictional_site + LIST)
    take(page, "No", "look")
    page.evaluate("location.hash = 'push'")
    expect(page.locator("#push .gate input").first).not_to_be_checked()


def test_a_changed_answer_takes_back_what_it_had_filled_in(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}{LIST}#hinge")
    name = page.locator("#push .gate input").first.get_attribute("data-tick")
    store(page, json.dumps({"began": AHEAD, "fills": {name: "hinge"}}))
    take(page, "Yes", "push")
    expect(page.locator("#push .gate input").first).not_to_be_checked()


def test_another_payment_opens_the_gate_that_an_answer_had_filled(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/symptoms/sign-on-failed/")
    take(page, "No", "screen-text")
    take(page, "Sign-on failed or needed", "network")
    take(page, "On, with a signal", "signed-on-since")
    take(page, "Not since then", "_r-sign-on-once")
    remedy = page.locator("#_r-sign-on-once")
    expect(remedy.locator(".gate input:not(:checked)")).to_have_count(0)
    take(page, "No", "error-again")
    page.go_back()
    expect(remedy.locator(".gate input:checked")).to_have_count(0)


@pytest.mark.own_tab
def test_a_gate_is_asked_again_each_time(page: Page, fictional_site: str) -> None:
    page.add_init_script("localStorage.setItem('cs:/all', '')")
    page.goto(f"{fictional_site}en/resolutions/brush-the-hinge/")
    assert page.locator(".gate input:checked").count() == 0


@pytest.mark.own_tab
@pytest.mark.parametrize("path", ["en/resolutions/power-recovery/", "en/symptoms/declined/"])
def test_a_gate_holds_where_everything_is_shown_too(page: Page, real_site: str, path: str) -> None:
    page.add_init_script("localStorage.setItem('cs:/all', '1')")
    page.goto(real_site + path)
    guarded = page.locator(".gate:not(.gate ~ .gate) ~ .guarded").first
    expect(guarded).to_be_hidden()
    for tick in guarded.locator("xpath=../fieldset//input").all():
        tick.check()
    expect(guarded).to_be_visible()


# ── one customer after another ──


def test_coming_back_offers_to_go_on_or_to_begin_again(start: Page, fictional_site: str) -> None:
    take(start, "No", "look")
    start.goto(fictional_site + LIST)
    expect(start.locator("[data-resume]")).to_have_text("Continue at question 2")
    start.locator("[data-resume]").click()
    start.locator("[data-current][id='look']").wait_for()


def test_home_offers_to_go_on_where_one_was(start: Page, fictional_site: str) -> None:
    take(start, "No", "look")
    start.goto(f"{fictional_site}en/")
    start.locator("[data-continue]").click()
    start.wait_for_url(f"{fictional_site}{LIST}#look")


def test_starting_again_can_be_undone(page: Page, fictional_site: str) -> None:
    page.goto(fictional_site + LIST)
    take(page, "No", "look")
    page.evaluate("location.hash = '_fixed'")
    page.locator("#_fixed [data-do=restart]").click()
    page.locator("[data-current][id='_money']").wait_for()
    assert page.evaluate("(key) => localStorage.getItem(key)", KEY) is None
    page.locator("[data-do=undo]").click()
    page.locator("[data-current][id='look']").wait_for()


def test_reset_stands_only_at_an_end_and_in_the_menu(start: Page) -> None:
    inside = start.locator("[data-panel] [data-do=restart]").evaluate_all(
        "(all) => all.map((each) => each.closest('[data-panel]').id)"
    )
    assert sorted(inside) == ["_call", "_fixed"]


def test_what_was_done_is_still_there_after_a_reload(start: Page) -> None:
    """The memory of a list an hour old is kept whole: its ticks, and where each remedy goes on."""
    take(start, "No", "look")
    take(start, "A book is caught", "_r-free-the-book")
    start.reload()
    start.reload()
    pass_gates(start)
    take(start, "No", "hinge")
    kept = start.evaluate("(key) => JSON.parse(localStorage.getItem(key))", KEY)
    assert len(kept["ticks"]) == 1
    assert len(kept["trail"]) == 3


def test_what_is_older_than_a_shift_is_forgotten_and_what_follows_is_kept(start: Page) -> None:
    store(start, '{"began": 1, "time": 1, "at": "hinge", "ticks": {"look:abc": true}, "trail": [{"did": "x"}]}')
    expect(start.locator("[data-resume]")).to_be_hidden()
    take(start, "No", "look")
    take(start, "A book is caught", "_r-free-the-book")
    kept = start.evaluate("(key) => JSON.parse(localStorage.getItem(key))", KEY)
    assert kept["onward"]["_r-free-the-book"]["href"] == "#hinge"
    assert len(kept["trail"]) == 2


def test_when_time_is_up_a_link_leads_to_the_call(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}{LIST}#hinge")
    page.evaluate("(key) => localStorage.setItem(key, JSON.stringify({began: Date.now() - 7 * 3600000}))", KEY)
    page.reload()
    page.get_by_role("alert").get_by_role("link").click()
    page.locator("[data-current][id='_call']").wait_for()


# ── without a script, without storage, with a hostile memory ──


def test_without_a_script_the_page_is_the_whole_list(browser: Browser, fictional_site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(fictional_site + LIST)
    assert len(showing(page)) == page.locator("[data-panel]").count()
    targets = page.locator("[data-panel] a[href^='#']").evaluate_all("(links) => links.map((link) => link.hash)")
    for target in sorted(set(targets)):
        expect(page.locator(f"[id='{target[1:]}']")).to_be_visible()
    assert page.locator(".js-only:visible").count() == 0
    context.close()


def test_without_a_script_the_card_for_the_customer_opens_and_closes(browser: Browser, real_site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{real_site}en/symptoms/no-power/")
    page.locator("[data-customer]").click()
    expect(page.locator("#_customer")).to_be_visible()
    page.locator("#_customer a").last.click()
    expect(page.locator("#_customer")).to_be_hidden()
    context.close()


def test_a_script_that_does_not_arrive_leaves_the_whole_list(page: Page, fictional_site: str) -> None:
    page.route("**/assets/guide-*.js", lambda route: route.abort())
    page.goto(fictional_site + LIST, wait_until="load")
    assert len(showing(page)) == page.locator("[data-panel]").count()
    assert page.locator(".guarded:visible").count() == page.locator(".guarded").count()


@pytest.mark.own_tab
def test_storage_that_refuses_does_not_stop_the_list(page: Page, fictional_site: str) -> None:
    page.add_init_script(REFUSED)
    page.goto(fictional_site + LIST)
    take(page, "No", "look")


SPOILT = (
    "[1,2",
    "null",
    "[]",
    "7",
    '"x"',
    '{"ticks":7,"onward":[],"trail":{},"began":"x","fills":1,"timers":"y","at":{},"number":[],"time":null}',
    '{"began":9999999999999,"time":9999999999999,"at":"<img>","trail":[1,null,{"at":"\\"><script>"}]}',
)


def test_a_spoilt_memory_does_not_stop_the_list(start: Page) -> None:
    wrong = errors_of(start)
    for stored in SPOILT:
        start.evaluate("history.replaceState(null, '', location.pathname)")
        store(start, stored)
        take(start, "No", "look")
    assert wrong == []


SPOILT_CARDS = ('{"hotline":12345}', '["12345"]', '{"hotline":["1"]}', "7", '{"hotline":"<b>"}')


def test_a_spoilt_card_does_not_stop_the_list(start: Page) -> None:
    wrong = errors_of(start)
    for shop in SPOILT_CARDS:
        start.evaluate("history.replaceState(null, '', location.pathname)")
        start.evaluate("(shop) => localStorage.setItem('cs:/shop', shop)", shop)
        start.reload()
        take(start, "No", "look")
        expect(start.locator("[data-hotline]")).to_be_hidden()
    assert wrong == []


def test_a_hostile_memory_is_not_followed(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}{LIST}")
    bad = {"href": "javascript:alert(1)", "words": "<img src=x onerror=alert(1)>"}
    store(page, json.dumps({"began": AHEAD, "onward": {"_verify": bad}}))
    page.goto(f"{fictional_site}{LIST}?again#_verify")
    assert page.locator("#_verify a[data-onward]").get_attribute("href") == "#_call"


HOSTILE = ("?e=%00%ff", "?e[]=1&e=", "?q=<script>alert(1)</script>", "?e=1&e=%F0%9F%98%80")


def test_a_hostile_query_does_not_stop_the_list(page: Page, fictional_site: str) -> None:
    wrong = errors_of(page)
    for query in HOSTILE:
        page.goto(fictional_site + LIST + query)
        take(page, "No", "look")
    assert wrong == []


# ── paper ──


def test_paper_of_another_edition_is_said_to_be_older(start: Page) -> None:
    start.goto(f"{start.url}?e=2020-01-01-000000")
    expect(start.locator("[data-older]")).to_be_visible()


def test_paper_of_this_edition_is_not(start: Page) -> None:
    start.goto(f"{start.url}?e={start.locator('main').get_attribute('data-edition')}")
    expect(start.locator("[data-older]")).to_be_hidden()


def test_everything_can_be_shown_at_once_and_stays_so(start: Page) -> None:
    start.locator(".menu summary").click()
    start.get_by_role("button", name="Show everything").click()
    start.reload()
    assert len(showing(start)) == start.locator("[data-panel]").count()


# ── what the phone can do ──


def test_a_wait_is_counted_down_and_goes_on_after_a_reload(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/symptoms/no-network/#_r-router-check")
    pass_gates(page)
    page.locator("[data-current] [data-do=timer]").click()
    expect(page.locator("[data-current] [data-time]")).not_to_have_text("3:00")
    page.reload()
    pass_gates(page)
    expect(page.locator("[data-current] [data-time]")).to_have_text(re.compile(r"^2:\d\d$"))


def test_the_page_of_a_remedy_holds_its_steps_back_as_a_list_does(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/resolutions/other-card/")
    expect(page.locator("ol.steps")).to_be_hidden()
    for tick in page.locator(".gate input").all():
        tick.check()
    expect(page.locator("ol.steps")).to_be_visible()


def test_who_calls_has_words_for_the_problem_and_for_what_was_checked(start: Page) -> None:
    take(start, "No", "look")
    start.evaluate("location.hash = '_call'")
    title = start.locator("main").get_attribute("data-title")
    call = start.locator("[data-current][id='_call']")
    expect(call.locator(".expect")).to_contain_text(str(title))
    expect(call.locator("[data-trail] li")).to_have_count(1)


def test_the_first_question_forgets_the_last_customer(start: Page) -> None:
    """A wait that was over would tell the next one to act at once."""
    take(start, "No", "look")
    changed = start.evaluate("(key) => ({...JSON.parse(localStorage.getItem(key)), timers: {pause: 1}})", KEY)
    store(start, json.dumps(changed))
    start.goto(start.url.partition("#")[0])
    take(start, "No", "look")
    kept = start.evaluate("(key) => JSON.parse(localStorage.getItem(key))", KEY)
    assert (kept["timers"], len(kept["trail"])) == ({}, 1)


@pytest.mark.own_tab
def test_a_wait_that_runs_or_is_over_no_longer_says_start(page: Page, real_site: str) -> None:
    page.clock.install()
    page.goto(f"{real_site}en/symptoms/no-network/#_r-router-check")
    pass_gates(page)
    button = page.locator("[data-current] [data-do=timer]")
    expect(button).to_contain_text("Start")
    button.click()
    expect(button.get_by_text("Start")).to_be_hidden()
    page.clock.fast_forward("03:01")
    expect(button.get_by_text("Start")).to_be_hidden()
    expect(button.locator("[data-time]")).to_have_text("0:00 ✓")


@pytest.mark.own_tab
def test_the_screen_stays_on_once_a_list_is_begun(page: Page, fictional_site: str) -> None:
    page.add_init_script(
        "window.asked = []; Object.defineProperty(navigator, 'wakeLock', {value: {request: async (kind) => {"
        "window.asked.push(kind); return Object.assign(new EventTarget(), {release() {}}); }}})"
    )
    page.goto(fictional_site + LIST)
    assert page.evaluate("window.asked") == []
    take(page, "No", "look")
    assert page.evaluate("window.asked") == ["screen"]


def test_the_card_for_the_customer_says_what_is_known_of_the_payment(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/symptoms/no-power/")
    page.locator("[data-customer]").click()
    expect(page.locator("[data-say=unknown]")).to_be_visible()
    sizes = page.locator("#_customer p:visible").evaluate_all(
        "(all) => all.map((each) => [each.lang, parseFloat(getComputedStyle(each).fontSize)])"
    )
    assert [language for language, _ in sizes] == ["zh", "en"]
    assert min(size for _, size in sizes) >= 32
    page.locator("#_customer [data-do=close]").click()
    page.locator("[data-current] [data-unpaid]").click()
    page.locator("[data-customer]").click()
    expect(page.locator("[data-say=unpaid]")).to_be_visible()
    expect(page.locator("[data-say=unknown]")).to_be_hidden()


def test_where_everybody_keeps_off_the_customer_is_told_so(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/symptoms/battery-hazard/")
    page.locator("[data-customer]").click()
    expect(page.locator("[data-say=away]")).to_be_visible()


def test_nobody_keeps_off_a_machine_because_of_a_call(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/symptoms/suspicious-contact/")
    page.locator("[data-customer]").click()
    expect(page.locator("[data-say=away]")).to_contain_text("One moment")


def test_what_is_out_of_use_is_not_fixed(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/symptoms/battery-hazard/#_fixed")
    expect(page.locator("#_fixed .pill")).to_have_text("Stop using it")
    expect(page.locator("#_fixed [data-do=restart]")).to_have_count(0)


@pytest.mark.own_tab
def test_the_number_of_the_card_is_dialled_in_one_tap(page: Page, real_site: str) -> None:
    page.add_init_script(
        "localStorage.setItem('cs:/shop', JSON.stringify({hotline: '400 123 4567', 'terminal-no': 'T1'}))"
    )
    page.goto(f"{real_site}en/symptoms/no-power/")
    page.locator("[data-call]").click()
    number = page.locator("#_call .tel:visible")
    expect(number).to_have_attribute("href", "tel:4001234567")
    box = number.bounding_box()
    assert box is not None
    assert box["height"] >= 64
    expect(page.locator("[data-fact=terminal-no]")).to_have_text("T1")


# ── the keyboard, the languages, the display ──

MOST_TABS = 80
OUTLINED = """(() => {
  const here = document.activeElement;
  return here === document.body ||
    [here, here.closest(".field-line")].some((each) => each && getComputedStyle(each).outlineStyle !== "none");
})()"""


def tab_to(page: Page, selector: str) -> None:
    """Go on to the next place of the keyboard that matches, seeing on every way where one is."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_the_keyboard_alone_gets_from_home_to_the_call(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}en/")
    tab_to(page, "a[href$='symptoms/flap-stuck/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/symptoms/flap-stuck/")
    tab_to(page, "[data-current] [data-answer]:not([href^='..'])")
    page.keyboard.press("Enter")
    page.locator("[data-current][id='look']").wait_for()
    tab_to(page, "[data-current] .unsure [data-answer]")
    page.keyboard.press("Enter")
    page.locator("[data-current][id='_call']").wait_for()
    tab_to(page, "[data-current] a[href$='call-card/']")


def test_an_english_reader_is_offered_english_and_never_sent_there(browser: Browser, fictional_site: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{fictional_site}symptoms/flap-stuck/#hinge")
    offer = page.locator(".offer[lang=en] a")
    expect(offer).to_be_visible()
    offer.click()
    page.wait_for_url("**/en/symptoms/flap-stuck/#hinge")
    context.close()


def test_dark_is_a_choice_and_choosing_back_follows_the_system_again(page: Page, fictional_site: str) -> None:
    page.goto(fictional_site)
    page.locator(".menu summary").click()
    switch = page.locator("[data-do=theme]")
    switch.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    page.locator(".menu summary").click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    assert page.evaluate("localStorage.getItem('cs:/theme')") is None


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("[data-do=theme]", "body[data-md-color-scheme=slate]"),
        ("[data-do=larger][value='2']", "html[data-larger='2']"),
    ],
)
def test_prose_looks_as_it_was_chosen_on_a_checklist(page: Page, real_site: str, choice: str, expected: str) -> None:
    page.goto(real_site)
    page.locator(".menu summary").click()
    page.locator(choice).click()
    page.goto(f"{real_site}about/")
    expect(page.locator(expected)).to_have_count(1)


def test_a_report_names_the_page_and_never_what_was_typed(page: Page, fictional_site: str) -> None:
    page.goto(f"{fictional_site}en/search/?q=4111111111111111")
    page.locator("[data-do=report]").evaluate(
        "(link) => { link.addEventListener('click', (e) => e.preventDefault()); }"
    )
    page.locator("[data-do=report]").click()
    address = page.locator("[data-do=report]").get_attribute("href") or ""
    assert "41111111" not in address  # more digits than a port has
    assert "search" in address


def test_an_app_that_opens_no_files_is_told_so_where_it_matters(browser: Browser, real_site: str) -> None:
    context = browser.new_context(user_agent="Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50")
    page = context.new_page()
    for path in ("en/print/", "en/call-card/"):
        page.goto(real_site + path)
        expect(page.locator(".in-app")).to_be_visible()
    page.goto(f"{real_site}en/symptoms/no-power/")
    page.locator(".menu summary").click()
    expect(page.locator(".in-app")).to_be_visible()
    context.close()
