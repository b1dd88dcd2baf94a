"""CS8xx: a built site is sound, and every way of breaking a page is told, at the right file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import mini_site
from counterside.site import hosting, verify
from counterside.text.files import list_files
from counterside.text.problems import Problem
from mini_site import RenderedSite

PAGE = "en/symptoms/flap-stuck/index.html"
HEAD = "</head>"


@pytest.fixture(scope="session")
def drawn() -> RenderedSite:
    return mini_site.render_project(mini_site.CATALOG)


@pytest.fixture
def built(drawn: RenderedSite, tmp_path: Path) -> Path:
    """The pages of the fictional site in a folder, as they are before prose and sheets join them."""
    for page in drawn.pages:
        _write(tmp_path / page.file, page.html)
    for asset in drawn.assets:
        target = tmp_path / asset.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(asset.content if isinstance(asset.content, bytes) else asset.content.encode())
    return tmp_path


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


_scan_page = cache(verify.scan_page)  # each test changes one page
_read_catalog = cache(mini_site.read_catalog)


def judged(built: Path, kept: Mapping[str, str]) -> Iterator[Problem]:
    pages = {path.relative_to(built).as_posix(): path.read_text("utf-8") for path in sorted(built.rglob("*.html"))}
    scanned = {file: _scan_page(file, html) for file, html in pages.items()}
    return verify.verify_site(built, _read_catalog(mini_site.CATALOG), scanned, kept)


def test_every_page_of_a_site_is_scanned(built: Path) -> None:
    assert list(verify.scan_site(built)) == sorted(path.relative_to(built).as_posix() for path in built.rglob("*.html"))


def told(built: Path, drawn: RenderedSite, code: str, kept: Mapping[str, str] = {}) -> list[str]:
    """`place: message` of every finding of a code that the untouched site does not have."""
    return sorted(f"{found.path}: {found.message}" for found in judged(built, kept) if found.code == code)


def change(built: Path, old: str, new: str, page: str = PAGE) -> None:
    html = (built / page).read_text("utf-8")
    assert old in html
    _write(built / page, html.replace(old, new))


@pytest.mark.parametrize("code", ["CS801", "CS802", "CS805"])
def test_pages_as_they_are_drawn_are_sound(code: str, built: Path, drawn: RenderedSite) -> None:
    assert told(built, drawn, code) == []


def test_links_between_drawn_pages_are_sound(built: Path, drawn: RenderedSite) -> None:
    for made in told(built, drawn, "CS803"):
        assert any(part in made for part in ("about/", "contribute/", "print/", "icon", "faq/", "privacy/")), made


def test_lost_id_is_told_in_the_record(built: Path, drawn: RenderedSite) -> None:
    change(built, 'id="hinge"', "")
    assert told(built, drawn, "CS801") == [f"checklists/symptoms/flap-stuck.yml: id `hinge` is missing on site/{PAGE}"]


def test_id_that_stands_twice_is_told(built: Path, drawn: RenderedSite) -> None:
    change(built, "</main>", '<p id="hinge"></p></main>')
    assert told(built, drawn, "CS801") == [
        f"checklists/symptoms/flap-stuck.yml: id `hinge` is there 2 times on site/{PAGE}"
    ]


def test_page_that_was_not_built_is_told_once(built: Path, drawn: RenderedSite) -> None:
    (built / PAGE).unlink()
    assert told(built, drawn, "CS801") == [f"checklists/symptoms/flap-stuck.yml: there is no page site/{PAGE}"]


def test_id_lost_on_a_sheet_is_told(built: Path, drawn: RenderedSite) -> None:
    change(built, 'id="hinge"', 'id="hinge"')
    sheet = (built / PAGE).read_text("utf-8").replace('id="hinge"', "")
    _write(built / "en/print/flap-stuck/index.html", sheet)
    assert told(built, drawn, "CS801") == [
        "checklists/symptoms/flap-stuck.yml: id `hinge` is missing on site/en/print/flap-stuck/index.html"
    ]


REQUESTS = (
    '<script src="https://cdn.example/x.js"></script>',
    '<script src="//cdn.example/x.js"></script>',
    '<img src="https://cdn.example/x.png" alt="">',
    '<img src="a.png" srcset="b.png 1x, https://cdn.example/x.png 2x" alt="">',
    '<link rel="stylesheet" href="https://cdn.example/x.css">',
    '<link rel="preconnect" href="https://cdn.example">',
    '<iframe src="https://cdn.example/"></iframe>',
    '<form action="https://cdn.example/"></form>',
    '<style>@import "https://cdn.example/x.css";</style>',
    "<style>p{background:url(//cdn.example/x.png)}</style>",
    '<p style="background:url(https://cdn.example/x.png)"></p>',
    '<script>fetch("https://cdn.example/count")</script>',
    '<script>navigator.sendBeacon("https://cdn.example/count")</script>',
    '<video poster="https://cdn.example/x.png"></video>',
    '<a href="about/" ping="https://cdn.example/">words</a>',
    '<meta http-equiv="refresh" content="0; url=https://cdn.example/">',
    '<object data="https://cdn.example/x"></object>',
    "<svg><use xlink:href='https://cdn.example/x.svg#a'/></svg>",
)


@pytest.mark.parametrize("markup", REQUESTS)
def test_request_to_another_origin_is_told_where_it_stands(markup: str, built: Path, drawn: RenderedSite) -> None:
    change(built, HEAD, f"{markup}\n{HEAD}")
    found = [problem.place for problem in judged(built, {}) if problem.code == "CS802"]
    line = (built / PAGE).read_text("utf-8").split("cdn.example")[0].count("\n") + 1
    assert [(place.file, place.keys[0]) for place in found] == [(f"site/{PAGE}", line)]


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="https://maker.example/manual">words</a>',
        '<link rel="canonical" href="https://returns.example/en/">',
        '<img src="https://returns.example/x.png" alt="">',
        '<img src="data:image/png;base64,AA==" alt="">',
        '<script>const words = "https://cdn.example/";</script>',
        "<!-- <script src='https://cdn.example/x.js'></script> -->",
        "<p>&lt;script src=&#34;https://cdn.example/x.js&#34;&gt;</p>",
    ],
)
def test_what_is_no_request_stays_clean(markup: str, built: Path, drawn: RenderedSite) -> None:
    change(built, HEAD, f"{markup}\n{HEAD}")
    assert told(built, drawn, "CS802") == []


@pytest.mark.parametrize(
    ("name", "text"), [("x.css", "a{b:url(https://c.example/d)}"), ("x.js", "import('//c.example/d')")]
)
def test_files_beside_the_pages_are_read_too(name: str, text: str, built: Path, drawn: RenderedSite) -> None:
    _write(built / "assets" / name, text)
    assert [made.split(":")[0] for made in told(built, drawn, "CS802")] == [f"site/assets/{name}"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.css", "a{b:url(https://returns.example/d.png)}"),
        ("x.js", "import('https://returns.example/d.js')"),
    ],
)
def test_files_beside_the_pages_may_load_what_is_of_this_site(
    name: str, text: str, built: Path, drawn: RenderedSite
) -> None:
    _write(built / "assets" / name, text)
    assert told(built, drawn, "CS802") == []


@pytest.mark.parametrize(
    "target",
    [
        "../nowhere/",
        "../lamp-dark/#nowhere",
        "#nowhere",
        "/nowhere/",
        "https://returns.example/en/nowhere/",
        "../../../x.png",
    ],
)
def test_broken_link_is_told(target: str, built: Path, drawn: RenderedSite) -> None:
    before = told(built, drawn, "CS803")
    change(built, "</main>", f'<a href="{target}">words</a></main>')
    new = [made for made in told(built, drawn, "CS803") if made not in before]
    assert len(new) == 1
    assert new[0].startswith(f"site/{PAGE}: link `{target}` leads to ")


@pytest.mark.parametrize(
    "target",
    [
        "../lamp-dark/",
        "../lamp-dark/#plug",
        "#hinge",
        "./?e=1#hinge",
        "",
        "?a=b",
        "/en/symptoms/",
        "mailto:a@b.example",
        "https://else.example/x",
    ],
)
def test_sound_link_stays_clean(target: str, built: Path, drawn: RenderedSite) -> None:
    before = told(built, drawn, "CS803")
    change(built, "</main>", f'<a href="{target}">words</a></main>')
    assert told(built, drawn, "CS803") == before


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ('<html lang="en"', '<html lang="zh"', 'lang="en"'),
        ('<html lang="en"', "<html", 'lang="en"'),
        ("<title>", "<title></title><x>", "title"),
        ('<meta name="description"', '<meta name="d"', "description"),
        ('hreflang="zh"', 'hreflang="fr"', 'hreflang="zh"'),
    ],
)
def test_page_without_its_frame_is_told(old: str, new: str, missing: str, built: Path, drawn: RenderedSite) -> None:
    change(built, old, new)
    assert told(built, drawn, "CS805") == [f"site/{PAGE}: page without {missing}"]


# ── CS806 ──


def test_a_release_as_it_is_built_can_be_kept(built: Path, drawn: RenderedSite) -> None:
    kept = hosting.write_worker(built, list_files(built))
    assert (len(kept) > len(drawn.pages), told(built, drawn, "CS806", kept)) == (True, [])


@pytest.mark.parametrize("name", ["price#1.pdf", "a%41.txt", "files/50%25.txt"])
def test_a_file_whose_name_is_another_address_is_told(built: Path, drawn: RenderedSite, name: str) -> None:
    _write(built / name, "words")
    (made,) = told(built, drawn, "CS806", hosting.write_worker(built, list_files(built)))
    assert made == f"site/sw.js: no phone can keep the site: what it finds at {name} is not what was listed"


def test_a_file_that_is_changed_after_it_was_listed_is_told(built: Path, drawn: RenderedSite) -> None:
    kept = hosting.write_worker(built, list_files(built))
    change(built, HEAD, f"<!-- later -->{HEAD}")
    (made,) = told(built, drawn, "CS806", kept)
    assert "en/symptoms/flap-stuck/ is not what was listed" in made
