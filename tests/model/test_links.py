"""Typed links: what is one, what it is called, and where it leads."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterside.model.nodes import DONE, LINK_KINDS, NEXT, Link, find_address, guess_link, parse_link
from counterside.text.problems import Place
from mini_site import read_catalog


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("next", NEXT),
        ("done", DONE),
        ("step:hinge", Link("step", "hinge")),
        ("symptom:flap-stuck", Link("symptom", "flap-stuck")),
        ("routine:weekly#hinge-2", Link("routine", "weekly", "hinge-2")),
        ("code:panel/05", Link("code", "panel/05")),
        ("code:panel/A0", Link("code", "panel/A0")),
        ("page:contribute/checks#cs201", Link("page", "contribute/checks", "cs201")),
    ],
)
def test_a_link_is_read_and_written_the_same(written: str, link: Link) -> None:
    assert (parse_link(written), str(link)) == (link, written)


@pytest.mark.parametrize(
    "written",
    [
        "", "hinge", "Symptom:x", "symptom:", "symptom:Flap", "symptom: x", "symptom:a_b", "tool:x", "symptom:x#",
        "symptom:x#a#b", "javascript:alert(1)", "https://x.example", "symptom:../x", "symptom:a--b", "symptom:-a",
    ],
)  # fmt: skip
def test_what_is_no_link_keeps_its_words_for_the_message(written: str) -> None:
    assert parse_link(written) == Link("", written)


@pytest.mark.parametrize(
    ("written", "kinds", "meant"),
    [
        ("resolutoin:hinge", (), "resolution:hinge"),
        ("Symptom:Hinge", (), "symptom:hinge"),
        ("Code:panel/A0", (), "code:panel/A0"),
        ("step：hinge", (), "step:hinge"),
        ("symptom: hinge", (), "symptom:hinge"),
        ("nxet", ("next", "done", "step"), "next"),
        ("hinge", ("resolution",), ""),
        ("[resolution:hinge]", (), "resolution:hinge"),
        ("[resolution:hinge, resolution:door]", (), ""),
        ("source:hinge#", (), ""),
        ("https://hinge.example", (), ""),
        ("call the workshop", ("resolution",), ""),
        ("", (), ""),
    ],
)
def test_what_is_no_link_may_have_been_meant_as_one(written: str, kinds: tuple[str, ...], meant: str) -> None:
    assert guess_link(written, kinds) == meant


def test_a_link_without_its_step_is_the_records() -> None:
    assert Link("symptom", "x", "y").record == Link("symptom", "x")


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("symptom:lamp-dark", "symptoms/lamp-dark/"),
        ("symptom:lamp-dark#plug", "symptoms/lamp-dark/#plug"),
        ("resolution:new-roll", "resolutions/new-roll/"),
        ("routine:morning#bin", "routines/morning/#bin"),
        ("case:rainy-monday", "cases/rainy-monday/"),
        ("code:panel/E1", "codes/panel/#E1"),
        ("term:hinge", "glossary/#hinge"),
        ("myth:oil", "myths/#oil"),
        ("source:manual", "sources/#manual"),
        ("gate:hands-clear", "safety/#hands-clear"),
        ("notice:fingers", "safety/#fingers"),
        ("contact:workshop", "safety/#workshop"),
        ("page:home", ""),
        ("page:about", "about/"),
        ("page:contribute/checks#cs201", "contribute/checks/#cs201"),
    ],
)
def test_a_record_has_an_address(link: str, path: str) -> None:
    assert find_address(parse_link(link)) == path


def test_a_hand_written_page_is_where_its_file_is(site: Path) -> None:
    for file in ("hours.md", "hours.en.md", "parts/index.md", "parts/index.en.md"):
        (site / "docs" / file).parent.mkdir(parents=True, exist_ok=True)
        (site / "docs" / file).write_text("# Page {#page}\n", "utf-8")
    catalog = read_catalog(site)
    assert catalog.find_place(parse_link("page:hours")) == Place("docs/hours.md")
    assert catalog.find_place(parse_link("page:parts")) == Place("docs/parts/index.md")
    assert catalog.find_place(parse_link("page:home")) is None


@pytest.mark.parametrize("link", ["next", "done", "step:x"])
def test_what_means_something_inside_a_record_only_has_none(link: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        find_address(parse_link(link))


def test_every_kind_has_an_address_or_is_known_to_have_none() -> None:
    homeless = {"next", "done", "step"}
    assert {kind for kind in LINK_KINDS if kind not in homeless and find_address(Link(kind, "x"))} == set(
        LINK_KINDS
    ) - homeless
