"""The call card keeps what was typed on the phone, and never a bank card's number."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

# Numbers of no real card: issuers' published test numbers, and numbers made to pass the checksum.
CARD_NUMBERS = (
    "4111111111111111",
    "4111 1111 1111 1111",
    "5555-5555-5555-4444",
    "2223003122003222",
    "3530111333300000",
    "6011 0000 0000 0004",
    "6200000000000005",
    "6212345678900000003",
    "378282246310005",
    "４１１１１１１１１１１１１１１１",
)
# 15 digits: merchant numbers as acquirers give them, whatever their checksum.
MERCHANT_NUMBERS = (
    "898310053110001",
    "898440153999991",
    "102290053110002",
    "104110054110033",
    "105584073110044",
    "301310060120055",
    "308584070110066",
    "821331058120077",
    "826290059990088",
    "848100049000099",
)
# 15 digits with a checksum: how a device names itself. Beginning 35 like a card brand, one digit short of it.
IMEIS = (
    "356938035643809",
    "490154203237518",
    "352099001761481",
    "358240051111110",
    "353918058901234",
    "867530021234561",
    "861536030196001",
    "355689070123456",
    "013010001234560",
    "990000862471854",
)
# 19 and 20 digits, beginning 89: the number printed on a SIM.
ICCIDS = (
    "8986011670402345678",
    "89860112345678901234",
    "8986031841200123456",
    "89860318412001234567",
    "8986041570801234567",
    "89860415708012345678",
    "8944110064591234567",
    "89014103211118510720",
    "8986061420001234567",
    "89860920987600012345",
)


def kept(page: Page, field: str, numbers: tuple[str, ...]) -> list[str]:
    """The numbers that a field keeps, each typed into it alone."""
    found = []
    for number in numbers:
        page.fill(f"[name={field}]", "")
        page.fill(f"[name={field}]", number)
        if page.input_value(f"[name={field}]"):
            found.append(number)
    return found


def add_terminal(page: Page) -> None:
    """Add another terminal: from the second on each has a name."""
    page.get_by_role("button", name="Add another").click()


def take_answer(page: Page) -> None:
    """Take the first answer that stays on the list, and wait for the panel it leads to."""
    answer = page.locator("[data-current] a[data-answer][href^='#']").first
    then = (answer.get_attribute("href") or "").removeprefix("#")
    answer.click()
    page.locator(f"[data-current][id='{then}']").wait_for()


def test_a_card_number_is_refused_in_every_field(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/call-card/")
    fields = page.locator("[data-card] input[name]").evaluate_all("(inputs) => inputs.map((input) => input.name)")
    assert {field: kept(page, field, CARD_NUMBERS) for field in fields} == {field: [] for field in fields}


def test_a_refusal_says_why(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/call-card/")
    page.fill("[name=serial-no]", CARD_NUMBERS[0])
    expect(page.get_by_role("alert")).not_to_be_empty()


AMONG_WORDS = ("error 4111-1111-1111-1111 shown", "05 4111 1111 1111 1111", "4111 1111 1111 1111 12/29")


def test_a_card_number_among_other_words_and_numbers_is_refused(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/call-card/")
    assert kept(page, "code", AMONG_WORDS) == []


def test_a_card_number_as_a_name_is_refused_with_the_reason(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/call-card/")
    add_terminal(page)
    page.fill("[data-name]", CARD_NUMBERS[0])
    page.locator("[data-name]").blur()
    expect(page.locator("[data-name]")).to_have_value("New terminal 2")
    expect(page.get_by_role("alert")).not_to_be_empty()


def test_every_other_long_number_is_taken(page: Page, real_site: str) -> None:
    numbers = (*MERCHANT_NUMBERS, *IMEIS, *ICCIDS)
    page.goto(f"{real_site}call-card/")
    assert kept(page, "serial-no", numbers) == list(numbers)


def test_what_was_typed_is_there_after_a_reload_and_in_the_other_language(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}call-card/")
    page.fill("[name=merchant-no]", "898310053110001")
    page.goto(f"{real_site}en/call-card/")
    expect(page.locator("[name=merchant-no]")).to_have_value("898310053110001")


def test_a_single_terminal_is_not_asked_for_a_name(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/call-card/")
    expect(page.locator("[data-name]")).to_be_hidden()
    add_terminal(page)
    expect(page.locator("[data-name]")).to_be_focused()


def test_terminals_are_kept_by_name(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/call-card/")
    add_terminal(page)
    page.fill("[data-name]", "Front till")
    page.locator("[data-name]").blur()
    page.fill("[name=serial-no]", "FRONT1")
    add_terminal(page)
    expect(page.locator("[name=serial-no]")).to_have_value("")
    page.select_option("[data-which]", "Front till")
    expect(page.locator("[name=serial-no]")).to_have_value("FRONT1")


def test_focus_goes_to_what_is_left_when_a_terminal_is_removed(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/call-card/")
    add_terminal(page)
    page.locator("[data-remove]").press("Enter")
    expect(page.locator("[data-remove]")).to_be_hidden()
    expect(page.get_by_role("button", name="Add another")).to_be_focused()


def test_one_tap_clears_all(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/call-card/")
    page.fill("[name=serial-no]", "FRONT1")
    page.get_by_role("button", name="Clear everything").click()
    page.reload()
    expect(page.locator("[name=serial-no]")).to_have_value("")


def test_the_steps_taken_stand_on_the_card(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/symptoms/no-power/")
    take_answer(page)
    page.goto(f"{real_site}en/call-card/")
    expect(page.locator("[data-trail] li")).to_have_count(1)


@pytest.mark.own_tab
def test_a_refused_clipboard_leaves_the_text_to_copy_by_hand(page: Page, real_site: str) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;"
    )
    page.goto(f"{real_site}en/call-card/")
    page.fill("[name=serial-no]", "FRONT1")
    page.get_by_role("button", name="Copy").click()
    assert "FRONT1" in page.locator("textarea").input_value()


SPOILT = (
    "[1,2",
    "7",
    "[]",
    '{"current": {"a": 1}, "all": 3}',
    '{"current":"x","all":{}}',
    '{"current":"__proto__","all":{}}',
    '{"current":"x","all":{"x":null},"list":"no-power","trail":[null,7,{"did":{}}]}',
)


def test_a_spoilt_memory_does_not_stop_the_card(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/call-card/")
    for stored in SPOILT:
        page.evaluate(
            "(stored) => { ['cs:/shops', 'cs:/shop', 'cs:/last', 'cs:/list:no-power'].forEach("
            "(key) => localStorage.setItem(key, stored)) }",
            stored,
        )
        page.reload()
        page.fill("[name=serial-no]", "FRONT1")
        expect(page.locator("[name=serial-no]")).to_have_value("FRONT1")


def test_the_hotline_can_be_dialled_and_is_shown_as_the_readers_own(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/call-card/")
    page.fill("[name=hotline]", "400-000-0000")
    expect(page.locator("[data-dial] a")).to_have_attribute("href", "tel:4000000000")
    page.goto(f"{real_site}en/symptoms/no-power/#_call")
    expect(page.locator("[data-hotline]")).to_have_attribute("href", "tel:4000000000")


def test_a_hotline_that_is_no_number_is_not_dialled(page: Page, real_site: str) -> None:
    page.goto(f"{real_site}en/call-card/")
    page.fill("[name=hotline]", "javascript:alert(1)")
    expect(page.locator("[data-dial]")).to_be_hidden()


def test_a_name_of_any_length_breaks_nothing(page: Page, real_site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(f"{real_site}en/call-card/")
    add_terminal(page)
    page.fill("[data-name]", "W" * 60)
    page.locator("[data-name]").blur()
    expect(page.locator("[data-which]")).to_have_value("W" * 60)
    page.fill("[name=merchant-no]", "8" * 200)
    page.get_by_role("button", name="Large text").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_clearing_forgets_what_was_done_on_every_list(page: Page, real_site: str) -> None:
    for name in ("no-power", "printer"):
        page.goto(f"{real_site}en/symptoms/{name}/")
        take_answer(page)
    page.goto(f"{real_site}en/call-card/")
    page.get_by_role("button", name="Clear everything").click()
    assert page.evaluate("Object.keys(localStorage).filter((key) => /list|last|shop/.test(key))") == []
