"""Codes: what they ask for, and that nothing unsafe is said before the rail is known."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest
from markupsafe import escape

from counterside.model.catalog import Catalog
from counterside.model.nodes import GateUse, Link
from counterside.model.records import CAUTIOUS, Code, CodeAction
from counterside.model.site import CodeHelp
from counterside.site import routes
from counterside.site.view import Page
from mini_site import anchors

ACTIONS = get_args(CodeAction)


def code(action: str) -> Code:
    return Code.model_validate(
        {
            "id": "rail/99",
            "code": "99",
            "meaning": {"zh": "某", "en": "some"},
            "action": action,
            "resolution": "resolution:paper-log",
        }
    )


def drawn(catalog: Catalog, path: str) -> Page:
    return next(page for page in routes.draw_codes(catalog) if page.path == path)


@pytest.mark.parametrize("action", ACTIONS)
def test_what_shows_before_the_rail_is_known_offers_nothing(action: str) -> None:
    found = code(action)
    assert not (action in CAUTIOUS and (found.allows_retry or found.reply != "wait"))


@pytest.mark.parametrize("action", ["ok", "ok-partial", "ok-confirm", "in-doubt", "security"])
def test_what_is_paid_or_in_doubt_or_stopped_is_never_tried_again(action: str) -> None:
    assert not code(action).allows_retry


def test_a_refusal_offers_another_way_only_behind_its_gates(catalog: Catalog) -> None:
    gated = routes.Advice("other-card", False, (Link("gate", "was-it-counted"),), "refused")
    assert gated.offers_another
    assert not routes.advise_on(code("in-doubt"), catalog).offers_another


def test_every_code_is_an_anchor_on_its_rail_once(catalog: Catalog) -> None:
    for rail in catalog.rails:
        html = drawn(catalog, f"en/codes/{rail.rail}/").html
        for found in rail.codes:
            assert html.count(f'id="{found.code}"') == 1


def test_the_gate_is_asked_before_the_remedy_of_a_retry(catalog: Catalog) -> None:
    html = drawn(catalog, "en/codes/panel/").html
    article = re.search(r'<article class="card" id="07">.*?</article>', html, re.DOTALL)
    assert article is not None
    assert article[0].index("data-gate") < article[0].index('class="answer"')


def with_box(catalog: Catalog) -> Catalog:
    """The catalog of a site that has the box for codes."""
    words = {"zh": "某", "en": "some"}
    help_ = CodeHelp.model_validate(
        {
            "question": words,
            "ask": words,
            "unsure": words,
            "unknown": words,
            "first": "symptom:flap-stuck",
            "call": "resolution:paper-log",
            "say": dict.fromkeys(("wait", "paid", "rest", "stopped"), words),
        }
    )
    return replace(catalog, site=catalog.site.model_copy(update={"code_help": help_}))


@pytest.mark.parametrize(("path", "then"), [("en/codes/", "data-slot"), ("en/codes/panel/", "Can I try again?")])
def test_when_a_code_means_something_else_is_told_before_what_to_do(catalog: Catalog, path: str, then: str) -> None:
    html = drawn(with_box(catalog), path).html
    start = html.index("Flap busy")
    asked = html.index("The flap has not come to rest at all", start)
    assert "flap-stuck" in html[asked : asked + 200]
    assert asked < html.index(then, start)


def test_drafts_are_not_shown(catalog: Catalog) -> None:
    rail = catalog.rails[0]
    hidden = rail.codes[0].model_copy(update={"status": "draft"})
    changed = rail.model_copy(update={"codes": (hidden, *rail.codes[1:])})
    records = tuple(changed if record is rail else record for record in catalog.records)
    page = drawn(replace(catalog, records=records), "codes/panel/")
    assert hidden.code not in anchors(page)
    assert rail.codes[1].code in anchors(page)


def test_codes_are_grouped_by_what_they_ask_for(catalog: Catalog) -> None:
    groups = routes.group_records(catalog.rails[0].codes, "action")
    assert list(groups) == ["ok", "wait", "not-at-counter", "call-acquirer"]
    assert sum(map(len, groups.values())) == len(catalog.rails[0].codes)


def test_every_code_leads_to_its_place_without_a_script(catalog: Catalog) -> None:
    html = drawn(catalog, "en/codes/").html
    for rail in catalog.rails:
        for found in rail.codes:
            assert f'href="../../en/codes/{rail.rail}/#{found.code}"' in html


def test_a_site_without_words_for_doubt_has_no_box(catalog: Catalog) -> None:
    bare = replace(catalog, site=catalog.site.model_copy(update={"code_help": None}))
    html = drawn(bare, "codes/").html
    assert '" data-codes ' not in html
    assert "<template" not in html
    assert "assets/codes-" not in html


def test_a_code_on_its_rail_says_what_the_customer_hears_in_every_language(catalog: Catalog) -> None:
    html = drawn(catalog, "en/codes/panel/").html
    for found in catalog.rails[0].codes:
        article = html.split(f'id="{found.code}"')[1].split("</article>")[0]
        advice = routes.advise_on(found, catalog)
        words = catalog.site.words_after("stopped" if advice.offers_another else found.reply) or {}
        said = re.findall(r'<q lang="(\w+)">([^<]+)</q>', article)
        assert said == [(language, str(escape(text))) for language, text in words.items()]


def test_words_that_offer_another_way_are_not_on_the_page_of_a_rail(catalog: Catalog) -> None:
    rail = catalog.rails[0]
    refused = rail.codes[0].model_copy(update={"action": "other-card", "gates": (GateUse(gate=catalog.gates[0].ref),)})
    changed = rail.model_copy(update={"codes": (refused,)})
    records = tuple(changed if record is rail else record for record in catalog.records)
    html = drawn(replace(catalog, records=records), "en/codes/panel/").html
    offered = catalog.site.words_after("refused") or {}
    assert "data-gate" in html
    assert [text for text in offered.values() if str(escape(text)) in html] == []
