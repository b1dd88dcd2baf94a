"""`export`: the whole site as Markdown that another engine can take, its links whole."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import markdown as engine
import pytest
from bs4 import BeautifulSoup, Tag

import mini_site
from counterside.check import CHECKS
from counterside.content.yaml_reader import parse_text
from counterside.export import MARKER, convert_element, write_export
from counterside.model.catalog import Catalog
from counterside.site import routes


def find_main(html: str) -> Tag:
    main = BeautifulSoup(html, "html.parser").main
    assert main
    return main


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "out"
    done = mini_site.run("export", folder, "--root", mini_site.CATALOG)
    assert done.exit_code == 0, done.output
    return folder


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.md"))


def test_every_listed_page_is_a_file(exported: Path, catalog: Catalog) -> None:
    listed = {page.path for page in routes.render(catalog, CHECKS) if page.is_listed}
    prose = {"about/", "en/about/", "contribute/", "en/contribute/"}
    assert {path.parent.relative_to(exported).as_posix() for path in files(exported)} == {
        path.rstrip("/") or "." for path in listed | prose
    }


def test_front_matter_says_what_a_page_is(exported: Path) -> None:
    text = (exported / "en/symptoms/flap-stuck/index.md").read_text("utf-8")
    matter = parse_text(text.split("---\n")[1], "").data
    assert matter == {
        "title": "The flap does not move",
        "description": matter["description"],
        "language": "en",
        "path": "/en/symptoms/flap-stuck/",
        "source": "checklists/symptoms/flap-stuck.yml",
    }


def test_every_file_has_front_matter_and_one_title(exported: Path) -> None:
    for path in files(exported):
        _, matter, body = path.read_text("utf-8").split("---\n", 2)
        assert {"title", "language", "path"} <= set(parse_text(matter, "").data)
        assert (
            len(re.findall(r"^# ", re.sub(r"^```.*?^```", "", body, flags=re.DOTALL | re.MULTILINE), re.MULTILINE)) == 1
        )


def test_every_link_leads_to_a_file_and_an_anchor(exported: Path) -> None:
    """Links are relative; those that lead to no file lead to the site itself, for what a script or a printer needs."""
    seen = 0
    for path in files(exported):
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            bare, _, anchor = target.partition("#")
            to = (path.parent / bare).resolve() if bare else path
            assert to.is_file(), f"{path}: {target}"
            if anchor:
                text = to.read_text("utf-8")
                assert f'id="{anchor}"' in text or f"{{#{anchor}}}" in text, f"{path}: {target}"
            seen += 1
    assert seen > 100


def test_a_page_in_another_engine_has_its_headings_lists_and_anchors(exported: Path) -> None:
    body = (exported / "en/symptoms/flap-stuck/index.md").read_text("utf-8").split("---\n", 2)[2]
    html = engine.markdown(body, extensions=["tables", "sane_lists"])
    for anchor in ("look", "hinge", "push", "_call"):
        assert f'id="{anchor}"' in html
    assert "<h1>" in html
    assert "Look for leaves in the hinge" in html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2 id=a>One <b>two</b></h2>", '## <a id="a"></a>One **two**\n'),
        ("<p>先<strong>停手。</strong>再看</p>", "先<strong>停手。</strong>再看\n"),
        (
            "<ul><li id=x>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>",
            '- <a id="x"></a>a\n  - b\n- c\n\n  d\n',
        ),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b\n"),
        ("<section id=s><h3>t</h3><p>u</p></section>", '<a id="s"></a>\n\n### t\n\nu\n'),
        ("<section id=s><ul><li>t</li></ul></section>", '<a id="s"></a>\n\n- t\n'),
        ("<pre><code>a*b\n\nc</code></pre>", "```\na*b\n\nc\n```\n"),
        ("<p>1. not a list</p><p># no heading</p><p>- no</p>", "1\\. not a list\n\n\\# no heading\n\n\\- no\n"),
        ("<p><kbd>a*b</kbd> * _ [x](y) \\ `</p>", "`a*b` \\* \\_ \\[x\\](y) \\\\ \\`\n"),
        ("<p>&lt;script&gt; &amp;lt; &amp; x</p>", "&lt;script&gt; &amp;lt; &amp; x\n"),
        ("<table><tr><th>a</th><th>b|c</th></tr><tr><td>d</td></tr></table>", "| a | b\\|c |\n| --- | --- |\n| d |\n"),
        ("<aside><p>a</p><p>b</p></aside>", "> a\n>\n> b\n"),
        ("<p hidden>a</p><button>b</button><script>c</script><p>d<span hidden>e</span></p>", "d\n"),
        ("<label><input type=checkbox> a</label><input type=search>", "☐ a\n"),
        ('<a href="x">a</a> <a href="y"></a> <img src="z" alt="b">', "[a](x)  ![b](z)\n"),
        ("<details><summary>a</summary><p>b</p></details>", "**a**\n\nb\n"),
    ],
)
def test_elements(html: str, expected: str) -> None:
    assert convert_element(find_main(f"<body>no<main>{html}</main>no</body>")) == expected


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "&lt;img src=x onerror=alert(1)&gt;", "[a](javascript:alert(1))"]
)
def test_words_never_become_markup(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    html = engine.markdown(convert_element(find_main(f"<main><p>{escaped}</p></main>")))
    assert not re.search(r"<(?!/?p>)", html)


def test_twice_the_same_and_replaces_what_it_made(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert mini_site.run("export", folder, "--root", site).exit_code == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / "left-over.md").write_text("old", encoding="utf-8")
    assert mini_site.run("export", folder, "--root", site).exit_code == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir() if path != site] == ["out"]


def test_refuses_a_folder_that_holds_something_else(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years", encoding="utf-8")
    done = mini_site.run("export", folder, "--root", site)
    assert done.exit_code == 2
    assert "holds something" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]
    assert mini_site.run("export", folder / "thesis.txt", "--root", site).exit_code == 2


def test_takes_an_empty_folder(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert mini_site.run("export", folder, "--root", site).exit_code == 0
    assert (folder / MARKER).is_file()


def test_a_failure_leaves_the_old_export(site: Path, catalog: Catalog, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert mini_site.run("export", folder, "--root", site).exit_code == 0
    drawn = tuple(routes.render(catalog, CHECKS))
    (site / "docs" / "about.md").write_bytes(b"\xff")
    with pytest.raises(UnicodeDecodeError):
        write_export(site, catalog, drawn, folder)
    assert (folder / "index.md").is_file()
    assert sorted(path.name for path in tmp_path.iterdir() if path != site) == ["out"]


# ── links of hand-written pages ──


def linked(site: Path, catalog: Catalog, target: str) -> str:
    """Where a link from `docs/contribute/index.en.md` leads in an export of the hand-written pages alone."""
    (site / "docs" / "contribute" / "index.en.md").write_text(f"# Words\n\n[words]({target})\n", encoding="utf-8")
    write_export(site, catalog, (), site / "made" / "out")
    text = (site / "made" / "out" / "en" / "contribute" / "index.md").read_text("utf-8")
    (found,) = re.findall(r"\[words\]\((\S*)\)", text)
    return str(found)


def test_a_link_keeps_its_title_and_code_its_words(site: Path, catalog: Catalog) -> None:
    words = '[a](../index.md "Home") `[b](../index.md)` [c](../index.md)\n\n```\n[d](../index.md)\n```\n'
    (site / "docs" / "contribute" / "index.en.md").write_text(f"# Words\n\n{words}", encoding="utf-8")
    write_export(site, catalog, (), site / "out")
    text = (site / "out" / "en" / "contribute" / "index.md").read_text("utf-8")
    home = f"{catalog.site.address}en/"
    assert (
        words.replace('a](../index.md "Home")', f'a]({home} "Home")').replace("c](../index.md)", f"c]({home})") in text
    )


@pytest.mark.parametrize("target", ["https://else.example/x", "mailto:desk@returns.example", "#words"])
def test_a_link_to_elsewhere_stays(site: Path, catalog: Catalog, target: str) -> None:
    assert linked(site, catalog, target) == target


@pytest.mark.parametrize("name", ["assets/icon.svg", "files/opening-hours.pdf", "files/to%20print.pdf"])
def test_a_link_to_a_file_leads_to_that_file_in_the_export(site: Path, catalog: Catalog, name: str) -> None:
    file = site / "docs" / unquote(name)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"what the page shows")
    path, _, anchor = linked(site, catalog, f"../{name}#2").partition("#")
    assert anchor == "2"
    assert (site / "made" / "out" / "en" / "contribute" / unquote(path)).read_bytes() == b"what the page shows"


@pytest.mark.parametrize("up", ["..", "%2e%2e", "%2F.."])
def test_no_file_from_outside_is_exported(site: Path, catalog: Catalog, up: str) -> None:
    """Links in examples are read like others, and no check has looked at them."""
    (site / "private.txt").write_text("not for readers", encoding="utf-8")
    linked(site, catalog, f"../{up}/private.txt")
    assert [path.relative_to(site).as_posix() for path in site.rglob("private.txt")] == ["private.txt"]


def test_a_catalog_with_problems_is_not_exported(site: Path, tmp_path: Path) -> None:
    (site / "checklists" / "symptoms" / "bad.yml").write_text("title: [", encoding="utf-8")
    done = mini_site.run("export", tmp_path / "out", "--root", site)
    assert done.exit_code == 1
    assert "CS001" in done.stdout
    assert not (tmp_path / "out").exists()
