"""The rules for browsers of a hand-written page: the theme's scripts run, whatever is written on the page does not."""

from __future__ import annotations

import base64
import hashlib

from counterside.site.view import with_policy

THEME, WRITTEN = "theme()", "hostile()"


def _named(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _page(content: str) -> str:
    head = f'<meta charset="utf-8">\n<script>{THEME}</script>'
    return f"<html><head>{head}</head><body><article>{content}</article><script>{THEME}1</script></body></html>"


def test_scripts_of_the_theme_are_named() -> None:
    html = with_policy(_page("words"))
    assert _named(THEME) in html
    assert _named(f"{THEME}1") in html


def test_script_written_on_the_page_is_not() -> None:
    for content in (f"<script>{WRITTEN}</script>", f"</article><script>{WRITTEN}</script><article>"):
        assert _named(WRITTEN) not in with_policy(_page(content))
