"""The tiny inline markup: what is a mark, what is not, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterside.text.i18n import Span, blank_quotes, list_targets, split_spans, strip_marks


def test_plain_words_are_one_run() -> None:
    assert split_spans("推一下") == (Span("plain", "推一下"),)


def test_nothing_has_no_runs() -> None:
    assert split_spans("") == ()


def test_the_three_marks() -> None:
    assert split_spans("Press `OK`, **then** see [the flap](symptom:flap-stuck#hinge).") == (
        Span("plain", "Press "),
        Span("screen", "OK"),
        Span("plain", ", "),
        Span("strong", "then"),
        Span("plain", " see "),
        Span("link", "the flap", "symptom:flap-stuck#hinge"),
        Span("plain", "."),
    )


@pytest.mark.parametrize("text", ["a `b", "**a", "[a](b", "[a] (b)", "[](b)", "``", "****", "[a](b c)", "*a*", "_a_"])
def test_what_is_not_closed_or_not_ours_is_plain(text: str) -> None:
    assert split_spans(text) == (Span("plain", text),)


def test_html_is_no_markup() -> None:
    assert split_spans("<b>a</b>") == (Span("plain", "<b>a</b>"),)


def test_plain_drops_the_marks_and_keeps_the_words() -> None:
    assert strip_marks("Press `OK` and **stop**, see [this](page:about)") == "Press OK and stop, see this"


def test_spoken_blanks_what_a_screen_says() -> None:
    assert blank_quotes("按`冲正`键") == "按  键"


def test_spoken_keeps_the_words_of_strong_runs_and_links() -> None:
    assert blank_quotes("**停** [看](page:about) `x`") == "停 看  "


def test_targets_are_the_links_in_order() -> None:
    assert list_targets("[a](term:hinge), `[b](term:x)` and [c](page:about)") == ("term:hinge", "page:about")


@given(st.text(alphabet="ab`*[]() :", max_size=40))
def test_every_character_but_the_marks_is_drawn_once_in_order(text: str) -> None:
    def as_written(span: Span) -> str:
        forms = {"plain": "{0}", "screen": "`{0}`", "strong": "**{0}**", "link": "[{0}]({1})"}
        return forms[span.kind].format(span.text, span.target)

    assert "".join(map(as_written, split_spans(text))) == text
