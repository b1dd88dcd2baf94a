"""Line drawings: what is let into a page, and what is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from counterside.text.svg import MAX_CHARACTERS, Drawing

PICTURES = Path(__file__).parent.parent / "checklists" / "pictures"
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 120" fill="none" stroke="currentColor" '
    'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">'
)


def drawn(*parts: str) -> str:
    return f"{HEAD}{''.join(parts)}</svg>"


@pytest.mark.parametrize(
    "part",
    [
        '<circle cx="9" cy="9" r="4"/>',
        '<ellipse cx="9" cy="9" rx="4" ry="3" fill="currentColor" stroke="none"/>',
        '<rect x="1" y="1" width="9.5" height="4" rx="2"/>',
        '<line x1="1" y1="1" x2="9" y2="9"/>',
        '<g stroke-dasharray="3 4"><path d="M2 2h9v9q0 4-4 4L2 15z"/></g>',
    ],
)
def test_shape_is_written_again(part: str) -> None:
    found = Drawing(drawn(part))
    assert found.faults == []
    assert Drawing(drawn(found.body)).body == found.body


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        '<path onload="x()" d="M1 1"/>',
        '<image href="data:image/png;base64,AA"/>',
        '<use href="#a"/>',
        "<foreignObject/>",
        "<style>*{}</style>",
        '<path style="fill:red" d="M1 1"/>',
        '<path fill="url(http://x)" d="M1 1"/>',
        '<path fill="#f00" d="M1 1"/>',
        "<text>x</text>",
        '<a href="javascript:1"><path d="M1 1"/></a>',
        '<animate attributeName="d"/>',
        "<set/>",
        '<path id="x" d="M1 1"/>',
        '<path class="x" d="M1 1"/>',
        '<path stroke-width="1" d="M1 1"/>',
        '<g transform="scale(9)"/>',
        '<g xmlns="http://www.w3.org/1999/xhtml"/>',
        "<!-- c -->",
        "<?php x ?>",
        "<title>t</title>",
        '<path d="M1 1"/>words',
        '<circle cx="1e9" cy="0" r="1"/>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>',
        '<path xlink:href="x" xmlns:xlink="http://www.w3.org/1999/xlink" d="M1 1"/>',
        '<path d="M1 1&#x22;"/>',
        '<path d="M1 1" d="M2 2"/>',
        '<path d="M1 1\u200b"/>',
        "<g>",
    ],
)
def test_everything_else_is_refused_and_nothing_of_it_is_kept(part: str) -> None:
    found = Drawing(drawn('<circle cx="9" cy="9" r="4"/>', part))
    assert found.faults
    assert found.body == ""


@pytest.mark.parametrize(
    "part",
    [
        '<circle cx="9" cy="9" r="10"/>',
        '<circle cx="9" cy="9" r="99999"/>',
        '<rect x="200" y="9" width="60" height="9"/>',
        '<line x1="0" y1="0" x2="0" y2="121"/>',
        '<path d="M230 9h20"/>',
        '<path d="M9 9v-10"/>',
        '<path d="M9 9Q300 9 20 20"/>',
        '<path d="M9 9A500 9 0 0 0 20 20"/>',
        '<path d="M9 9h9zm-20 0h9"/>',
    ],
)
def test_what_leaves_the_drawing_is_refused(part: str) -> None:
    assert [fault.message for fault in Drawing(drawn(part)).faults if "leaves the drawing" in fault.message]


@pytest.mark.parametrize("path", ["9 9", "M9", "M9 9L1", "M9 9A1 1 0 0 0 2", "M9 9z1", "L9 9"])
def test_path_that_cannot_be_followed_is_refused(path: str) -> None:
    assert [fault.message for fault in Drawing(drawn(f'<path d="{path}"/>')).faults] == [
        "`d` of `<path>` cannot be read"
    ]


def test_fault_says_where_it_is() -> None:
    found = Drawing(drawn("\n", '  <circle cx="9" cy="9" r="4" fill="red"/>\n'))
    assert [(fault.line, fault.column) for fault in found.faults] == [(2, 3)]


@pytest.mark.parametrize("head", ["", "<svg>", HEAD.replace("1.8", "0.2"), HEAD.replace("240 120", "9 9")])
def test_root_must_be_the_usual_one(head: str) -> None:
    assert Drawing(f"{head}</svg>").faults


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (HEAD.replace("<svg ", '<svg onload="x()" '), "`onload` is not allowed on `<svg>`"),
        (HEAD.replace("<svg ", '<svg style="fill:red" '), "`style` is not allowed on `<svg>`"),
        (HEAD.replace('fill="none" ', ""), "`fill` is missing from `<svg>`"),
    ],
)
def test_root_has_its_attributes_and_no_others(head: str, message: str) -> None:
    found = Drawing(f'{head}<circle cx="9" cy="9" r="4"/></svg>')
    assert [fault.message for fault in found.faults] == [message]
    assert found.body == ""


def test_numbers_are_kept_as_places_and_their_ids_are_not_written() -> None:
    found = Drawing(drawn(*(f'<circle id="label-{n}" cx="{9 * n}" cy="20" r="7.5"/>' for n in (2, 1))))
    assert found.spots == ((9, 20), (18, 20))
    assert "id=" not in found.body


@pytest.mark.parametrize("numbers", [(2,), (1, 3), (1, 1)])
def test_numbers_must_be_counted_from_one(numbers: tuple[int, ...]) -> None:
    circles = (f'<circle id="label-{number}" cx="20" cy="20" r="7.5"/>' for number in numbers)
    assert Drawing(drawn(*circles)).faults


def test_long_file_is_refused_before_it_is_parsed() -> None:
    assert Drawing(drawn("<g/>" * MAX_CHARACTERS)).faults[0].message.startswith("has more than")


@pytest.mark.parametrize("path", sorted(PICTURES.glob("*.svg")), ids=lambda path: path.stem)
def test_drawing_of_the_project_is_let_in_whole(path: Path) -> None:
    text = path.read_text("utf-8")
    found = Drawing(text)
    assert found.faults == []
    assert found.body.count("<") == text.count("<") - 2


def test_pictograms_of_the_home_page_weigh_a_kilobyte_at_most() -> None:
    icons = "".join(Drawing(path.read_text("utf-8")).body for path in sorted(PICTURES.glob("icon-*.svg")))
    assert len(gzip.compress(icons.encode(), 9)) <= 1000
