"""What axe finds on a page with all its rules, best practice included, in the colours that a reader may have."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Media = dict[str, str]
COLOURS: dict[str, Media] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}

_SETTLED = "() => Promise.allSettled(document.getAnimations().map((each) => each.finished))"
_OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules whose answer depends on colours: the others say in the dark what they said in the light."""
_RUN = """async (rules) => {
  const runOnly = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
  const { violations } = await axe.run({ resultTypes: ["violations"], preload: false, selectors: false, ...runOnly });
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 120)}`));
}"""


def find_violations(page: Page, colours: str) -> list[str]:
    """The violations on an open page in colours of `COLOURS`, which the page keeps."""
    page.emulate_media(**COLOURS[colours])  # type: ignore[arg-type]
    page.evaluate(_SETTLED)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN, [] if colours == "light" else _OF_COLOURS)
    return found
