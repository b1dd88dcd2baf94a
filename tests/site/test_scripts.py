"""Scripts as published: what a browser runs, without what is for readers of the source."""

from __future__ import annotations

from importlib.resources import files

import pytest

from counterside.site.view import shorten_script

SOURCES = sorted(
    path.name for path in files("counterside").joinpath("site", "templates").iterdir() if path.name.endswith(".js")
)


def test_types_comments_and_indentation_are_left_out() -> None:
    source = """// @ts-check
(() => {
  /** @type {any} */
  const address = "https://a.example/**/"; // why
  // a line of comment
  return /** @type {string} */ (address);
})();
"""
    expected = """(() => {
const address = "https://a.example/**/"; // why
return (address);
})();
"""
    assert shorten_script(source).replace("\n\n", "\n") == expected


@pytest.mark.parametrize("name", [name for name in SOURCES if name not in ("early.js", "sw.js")])
def test_every_script_is_checked_by_its_types(name: str) -> None:
    assert files("counterside").joinpath("site", "templates", name).read_text("utf-8").startswith("// @ts-check\n")
