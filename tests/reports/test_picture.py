"""What a picture shows is what the graph says, whoever draws it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

import mini_site
from counterside.content import load
from counterside.model import Catalog, Checklist, build_guide
from counterside.reports import dot, mermaid, picture, svg
from counterside.reports.drawing import _wrapped
from counterside.reports.graph import edges, nodes

SVG = "{http://www.w3.org/2000/svg}"


def real() -> Catalog:
    found = load.load_catalog(mini_site.PROJECT).catalog
    assert found is not None
    return found


REAL = real()
CHECKLISTS = [pytest.param(record, id=record.id) for record in REAL.of(Checklist)]
every_checklist = pytest.mark.parametrize("checklist", CHECKLISTS)


def flap(catalog: Catalog) -> Checklist:
    return next(record for record in catalog.symptoms if record.id == "flap-stuck")


def test_answers_to_one_place_are_one_exit(catalog: Catalog) -> None:
    hinge = picture(flap(catalog), catalog, ("en",)).rings[1]
    assert [(found.words, found.target.key) for found in hinge.exits] == [
        (("Yes",), "step:push"),
        (("No / Not sure",), "resolution:brush-the-hinge"),
    ]


def test_shapes_tell_what_comes(catalog: Catalog) -> None:
    shapes = {
        found.target.key: found.target.shape
        for ring in picture(flap(catalog), catalog, ("en",)).rings
        for found in ring.exits
    }
    assert shapes == {
        "resolution:free-the-book": "box",
        "resolution:take-out-of-use": "pill",
        "step:hinge": "ring",
        "call": "call",
        "step:push": "ring",
        "resolution:brush-the-hinge": "box",
        "verify": "pill",
    }


def test_a_remedy_says_where_it_goes_on(catalog: Catalog) -> None:
    book = picture(flap(catalog), catalog, ("en",)).rings[0].exits[0].target
    assert book.still is not None
    assert (book.letter, book.still.number) == ("A", 2)


def test_labels_in_both_languages(catalog: Catalog) -> None:
    both = picture(flap(catalog), catalog, ("zh", "en"))
    assert both.title == ("01 挡板推不动", "01 The flap does not move")
    assert both.rings[0].exits[0].words == ("夹着一本书", "A book is caught")


def test_a_routine_ends_with_all_done(catalog: Catalog) -> None:
    last = picture(catalog.routines[0], catalog, ("en",)).last
    assert (last.shape, last.words) == ("pill", ("All done",))


@every_checklist
def test_every_answer_is_an_edge(checklist: Checklist) -> None:
    drawn = {(edge.start, edge.end) for edge in edges(picture(checklist, REAL, ("en",)))}
    for step in build_guide(checklist, REAL).steps:
        ends = {end for start, end in drawn if start == f"step:{step.step.id}"}
        for answer in step.answers:
            expected = str(answer.target.link) if answer.target.kind not in ("call", "verify", "done") else ""
            assert (expected or answer.target.kind) in ends


@every_checklist
def test_every_edge_has_its_nodes(checklist: Checklist) -> None:
    found = picture(checklist, REAL, ("zh", "en"))
    known = [node.key for node in nodes(found)]
    assert len(known) == len(set(known))
    assert {key for edge in edges(found) for key in (edge.start, edge.end)} <= set(known)


@every_checklist
def test_svg_is_whole_and_stays_inside(checklist: Checklist) -> None:
    """Well-formed, named, without ids that two pictures share, and nothing outside its frame."""
    found = picture(checklist, REAL, ("zh", "en"))
    root = ET.fromstring(svg(found))
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    names = root.attrib["aria-labelledby"].split()
    assert [root.find(f"{SVG}{tag}").attrib["id"] for tag in ("title", "desc")] == names  # type: ignore[union-attr]
    assert all(checklist.id in name for name in names)
    for rect in root.iter(f"{SVG}rect"):
        assert float(rect.attrib["x"]) + float(rect.attrib["width"]) <= width
        assert float(rect.attrib["y"]) + float(rect.attrib["height"]) <= height
    assert all(float(text.attrib["y"]) < height for text in root.iter(f"{SVG}text"))


@every_checklist
def test_svg_boxes_do_not_overlap(checklist: Checklist) -> None:
    root = ET.fromstring(svg(picture(checklist, REAL, ("en",))))
    boxes = [
        tuple(float(rect.attrib[name]) for name in ("x", "y", "width", "height")) for rect in root.iter(f"{SVG}rect")
    ]
    outer = [box for box in boxes if (box[0] - 3, box[1] - 3, box[2] + 6, box[3] + 6) not in boxes]
    for index, (x, y, width, height) in enumerate(outer):
        for x2, y2, width2, height2 in outer[index + 1 :]:
            assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y


def test_svg_takes_the_colour_of_its_page(catalog: Catalog) -> None:
    """A page's policy refuses styles; a file on its own needs some."""
    found = picture(flap(catalog), catalog, ("en",))
    assert "style" not in svg(found)
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg(found))) == {"currentColor", "none"}
    assert "prefers-color-scheme:dark" in svg(found, is_standalone=True)


def test_hostile_words_stay_words(catalog: Catalog) -> None:
    """Whatever a record says, it is text in the picture."""
    hostile = '"]] --> <script>alert(1)</script> & ]]> #quot; \\" }'
    before = flap(catalog)
    steps = (before.steps[0].model_copy(update={"do": {"zh": hostile, "en": hostile}}), *before.steps[1:])
    bad = before.model_copy(update={"steps": steps})
    found = picture(bad, replace(catalog, records=(bad, *catalog.records)), ("en",))
    drawn = svg(found)
    assert "<script" not in drawn
    assert hostile in "".join(ET.fromstring(drawn).itertext()).replace("\n", "")
    line = next(line for line in mermaid(found).splitlines() if "alert" in line)
    assert re.fullmatch(r'  n_step_look\(\("[^"<>]*"\)\)', line)
    line = next(line for line in dot(found).splitlines() if "alert" in line)
    assert re.fullmatch(r'  "step:look" \[label="(?:[^"\\]|\\.)*", shape=circle\];', line)


def test_lines_break_between_words_and_before_no_closing_mark() -> None:
    assert _wrapped("one two three", 60) == ("one two", "three")
    assert _wrapped("停下，打电话", 30) == ("停", "下，", "打电", "话")
    assert _wrapped("", 60) == ()


@pytest.mark.parametrize("form", ["mermaid", "svg", "dot"])
def test_the_command_draws(form: str) -> None:
    done = mini_site.run("graph", "flap-stuck", "--root", mini_site.CATALOG, "--format", form, "--language", "en")
    assert done.exit_code == 0
    assert "The flap does not move" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["flap-stack"], "did you mean `flap-stuck`?"), (["flap-stuck", "--language", "fr"], "no language `fr`")],
)
def test_the_command_refuses_plainly(arguments: list[str], said: str) -> None:
    done = mini_site.run("graph", *arguments, "--root", mini_site.CATALOG)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
