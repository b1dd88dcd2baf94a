"""A site's own colour: on every page of ours and of prose, and never one that cannot be read."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from counterside.check import CHECKS
from counterside.model.catalog import Catalog
from counterside.model.site import ACCENTS, GROUNDS, Colours, measure_contrast
from counterside.site import routes, view
from counterside.site.hosting import render_manifests

GREEN = Colours(light="#005a3c", dark="#7fd8b0")


@pytest.fixture
def green(catalog: Catalog) -> Catalog:
    """The fictional site in a colour of its own."""
    return replace(catalog, site=catalog.site.model_copy(update={"colours": GREEN}))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, expected: float) -> None:
    assert measure_contrast(one, other) == measure_contrast(other, one) == pytest.approx(expected, abs=0.01)


def test_grounds_and_usual_colours_are_those_of_the_stylesheet() -> None:
    text = files("counterside").joinpath("site", "templates", "reader.css").read_text("utf-8")
    assert set(re.findall(r"--tint: (#\w+);", text)) == set(GROUNDS)
    assert set(re.findall(r"--accent: (#\w+);", text)) == set(ACCENTS)


def test_every_page_wears_the_sites_colours(green: Catalog) -> None:
    drawn = {page.path: set(re.findall(r"--accent:(#\w+)", page.html)) for page in routes.render(green, CHECKS)}
    assert drawn[""] == {"#005a3c", "#7fd8b0"}
    assert set().union(*drawn.values()) == {"#005a3c", "#7fd8b0"}


def test_prose_and_home_screen_wear_them(green: Catalog, catalog: Catalog) -> None:
    styles = {asset.path: asset.content.decode() for asset in view.list_assets(green)}[view.PROSE_COLOURS]
    assert re.findall(r"--md-typeset-a-color:(#\w+)", styles) == ["#005a3c", "#7fd8b0"]
    assert view.PROSE_COLOURS not in {asset.path for asset in view.list_assets(catalog)}
    assert b'"theme_color": "#14161c"' in next(render_manifests(green)).content
