"""What fits a sheet and what does not, and what the editor is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from fontTools.ttLib import TTFont

import mini_site
from counterside.check import check_project
from counterside.model import Catalog
from counterside.sheets import plan
from counterside.sheets.fit import AIR, fit, longest, smallest_fit, surely_fits, width
from counterside.sheets.height import WIDTHS, estimate
from counterside.sheets.leaf import Leaf, leaves
from counterside.sheets.order import Side, side_of
from counterside.sheets.paper import A4, A5, PAPERS, ROLL58, Paper
from counterside.sheets.press import FONTS

SYMPTOM = "checklists/symptoms/flap-stuck.yml"


def front(leaf: Leaf, paper: Paper) -> Side:
    """The front of a leaf on a paper."""
    return Side(leaf, side_of(leaf, paper), paper)


def lengthened(site: Path, times: int) -> Path:
    """A site whose first symptom asks the same long question many times."""
    path = site / SYMPTOM
    step = """  - id: long-{n}
    do:
      zh: 从外面看第 {n} 个地方，再往里看一点
      en: Look at place number {n} from outside, then a bit further in
    detail:
      zh: 用手电照，不用手摸，看清楚了就写在柜台的本子上。
      en: Use a torch and not your hand, and write what you see into the book at the desk.
    expect:
      zh: 看得见第 {n} 个地方是空的，没有书、没有叶子
      en: Place number {n} is empty, there is no book and no leaf in it
    not_seen: resolution:brush-the-hinge
"""
    text = path.read_text("utf-8")
    head, tail = text.split("steps:\n", 1)
    path.write_text(f"{head}steps:\n{''.join(step.format(n=n) for n in range(times))}{tail}", "utf-8")
    return site


def test_comfortable_type_is_chosen_where_there_is_room(catalog: Catalog) -> None:
    assert {one.fit.density for one in plan(catalog).fits} == {0}


def test_every_front_leaves_some_air(catalog: Catalog) -> None:
    assert all(0 < one.fit.fill <= AIR for one in plan(catalog).fits)


def test_fuller_sheets_take_smaller_type(site: Path) -> None:
    checked = check_project(lengthened(site, 4))
    assert checked.catalog is not None
    leaf = next(leaf for leaf in leaves(checked.catalog) if leaf.id == "flap-stuck")
    found = fit(checked.catalog, ("en",), front(leaf, A4))
    assert found.fits
    assert found.density > 0


def test_no_front_of_this_project_has_smaller_type_than_it_needs() -> None:
    """Not every density is tried: what one tells about another must not cost the reader a size of type."""
    catalog = check_project(mini_site.PROJECT).catalog
    assert catalog is not None
    smaller = [one for one in plan(catalog).fits if one.paper is A4 and len(one.languages) == 1 and one.fit.density]
    assert smaller
    for one in smaller:
        roomier = front(one.leaf, replace(A4, densities=(one.fit.density - 1,)))
        assert not fit(catalog, one.languages, roomier).is_airy, (one.leaf.id, one.languages)


def test_what_does_not_fit_says_by_how_much_and_what_is_long(site: Path) -> None:
    checked = check_project(lengthened(site, 14))
    assert checked.catalog is not None
    leaf = next(leaf for leaf in leaves(checked.catalog) if leaf.id == "flap-stuck")
    found = fit(checked.catalog, ("en",), front(leaf, A4))
    assert not found.fits
    assert found.density == A4.densities[-1]
    assert found.over_mm > 20
    assert longest(leaf, "en")[0].startswith("Use a torch and not your hand, and write")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_paper_takes_every_leaf_of_the_fictional_catalog(catalog: Catalog, paper: Paper) -> None:
    assert all(fit(catalog, ("zh",), front(leaf, paper)).fits for leaf in leaves(catalog))


def test_rolls_are_never_too_short(site: Path) -> None:
    checked = check_project(lengthened(site, 14))
    assert checked.catalog is not None
    assert all(fit(checked.catalog, ("zh",), front(leaf, ROLL58)).fits for leaf in leaves(checked.catalog))


def mixed(some: tuple[Leaf, ...], chance: Random) -> Leaf:
    """A leaf put together from parts of others: its texts are real, its lengths are nobody's."""
    first = chance.choice(some)
    alike = [leaf for leaf in some if bool(leaf.columns) == bool(first.columns)]
    steps = [step for leaf in alike for step in leaf.steps]
    chosen = enumerate(chance.sample(steps, chance.randint(3, 9)), start=1)
    leaf = replace(
        first,
        title=chance.choice(alike).title,
        objective=chance.choice(alike).objective,
        verify=chance.choice(alike).verify,
        steps=tuple(replace(step, number=number, detail=chance.choice(steps).detail) for number, step in chosen),
    )
    if leaf.columns:
        return leaf
    lists = {
        name: tuple(part for other in chance.sample(alike, 2) for part in getattr(other, name)[: chance.randint(1, 3)])
        for name in ("use_if", "use_other", "do_now", "never")
    }
    return replace(leaf, **lists)


def test_estimate_stays_on_the_safe_side() -> None:
    """What is not measured because it is short must fit; what is reckoned much too high is measured for nothing."""
    catalog = check_project(mini_site.PROJECT).catalog
    assert catalog is not None
    real, chance = tuple(leaves(catalog)), Random(20261125)
    for leaf in (*real, *(mixed(real, chance) for _ in range(15))):
        for code in catalog.site.codes:
            found = smallest_fit(catalog, (code,), front(leaf, A4))
            assert 1 <= estimate(leaf, code, catalog.labels) / found.fill < (1.25 if leaf.columns else 1.1), (
                leaf.id,
                code,
            )
            assert found.fits or not surely_fits(leaf, code, catalog.labels)


@pytest.mark.parametrize(("weight", "is_bold"), [("Regular", False), ("Bold", True)])
def test_widths_are_those_of_the_fonts(weight: str, is_bold: bool) -> None:
    font = TTFont(FONTS / f"NotoSansSC-{weight}.ttf")
    names, advances = font.getBestCmap(), font["hmtx"]
    widest = {chr(point): advances[name][0] / 1000 for point, name in names.items() if point < 0x7F or point > 0x2E7F}
    assert {letter: WIDTHS[is_bold][letter] for letter in widest} == widest


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_real_leaf_takes_two_sides_of_a5_at_most(language: str) -> None:
    catalog = check_project(mini_site.PROJECT).catalog
    assert catalog is not None
    assert [leaf.id for leaf in leaves(catalog) if fit(catalog, (language,), front(leaf, A5)).pages > 2] == []


def test_chinese_counts_twice() -> None:
    assert width("看 a") == 4


def test_a_project_that_may_only_be_read_is_measured_all_the_same(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", ".cache")

    monkeypatch.setattr("counterside.text.files.Cache.put", refuse)
    assert mini_site.run("check", "--root", site).exit_code == 0
