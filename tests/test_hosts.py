"""What hosts read beside the pages, from the fictional site."""

from __future__ import annotations

import gzip
import os
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from counterside.model.catalog import Catalog
from counterside.site import hosting, routes
from counterside.site.hosting import CACHE_IMMUTABLE, CACHE_NO_STORE, HASHED, SECURITY, render_host_files

NAMES = ("index.html", "assets/reader-0011aabb.js", "assets/main.57a0d79d.min.css", "assets/prose.css", "sw.js")
POLICIES = ("style-src 'sha256-c'; script-src 'self' 'sha256-b' 'sha256-a'", "script-src 'self' 'sha256-a'")


def _files(catalog: Catalog, *names: str) -> dict[str, str]:
    return {file.path: file.content.decode() for file in render_host_files(catalog, names, POLICIES)}


@pytest.fixture
def renamed(catalog: Catalog) -> Catalog:
    """The fictional site after a checklist was given another id."""
    records = tuple(
        record.model_copy(update={"was": ("flap-jammed",)}) if record.id == "flap-stuck" else record
        for record in catalog.records
    )
    return replace(catalog, records=records)


def test_only_names_with_a_hash_are_kept_for_ever(catalog: Catalog) -> None:
    lines = _files(catalog, *NAMES)["_headers"].splitlines()
    kept = [lines[index - 1] for index, line in enumerate(lines) if line == f"  Cache-Control: {CACHE_IMMUTABLE}"]
    assert kept == ["/assets/main.57a0d79d.min.css", "/assets/reader-0011aabb.js"]
    assert lines[-2:] == ["/sw.js", f"  Cache-Control: {CACHE_NO_STORE}"]


def test_no_path_gets_a_header_twice(catalog: Catalog) -> None:
    lines = _files(catalog, *NAMES)["_headers"].splitlines()
    paths = [line for line in lines if not line.startswith(" ")]
    assert len(paths) == len(set(paths))
    everywhere = lines[2 : 2 + len(SECURITY)]
    assert everywhere == [f"  {name}: {value}" for name, value in SECURITY.items()]
    assert not any("Cache-Control" in line for line in everywhere)


def test_inline_scripts_of_the_pages_are_named_and_no_other_may_run(catalog: Catalog) -> None:
    lines = _files(catalog, *NAMES)["_headers"].splitlines()
    assert "script-src 'self' 'sha256-a' 'sha256-b';" in lines[1]


def test_site_without_inline_scripts_lets_none_run(catalog: Catalog) -> None:
    headers, *_ = render_host_files(catalog, NAMES, [])
    assert b"; script-src 'self'; " in headers.content


def test_order_of_names_changes_nothing(catalog: Catalog) -> None:
    assert _files(catalog, *NAMES) == _files(catalog, *reversed(NAMES))


def test_former_address_leads_to_the_present_one(renamed: Catalog) -> None:
    lines = _files(renamed)["_redirects"].splitlines()
    assert lines == [
        "/symptoms/flap-jammed/ /symptoms/flap-stuck/ 301",
        "/en/symptoms/flap-jammed/ /en/symptoms/flap-stuck/ 301",
        "/en/* /en/404.html 404",
        "/* /404.html 404",
    ]


def test_former_address_has_a_page_for_hosts_that_know_no_redirects(renamed: Catalog) -> None:
    chinese, english = (page for page in routes.draw_moves(renamed))
    assert (chinese.path, english.path) == ("symptoms/flap-jammed/", "en/symptoms/flap-jammed/")
    assert 'href="../../../en/symptoms/flap-stuck/" data-moved-to' in english.html
    assert '<meta http-equiv="refresh" content="0;url=../../symptoms/flap-stuck/">' in chinese.html
    assert not english.is_listed


def test_site_below_a_path_says_so(renamed: Catalog) -> None:
    site = renamed.site.model_copy(update={"address": "https://village.example/library/"})
    files = _files(replace(renamed, site=site), *NAMES)
    paths = [line.split()[0] for name in ("_headers", "_redirects") for line in files[name].splitlines()]
    assert [path for path in paths if path.startswith("/") and not path.startswith("/library/")] == []


def test_page_that_is_not_there_links_from_the_root(catalog: Catalog) -> None:
    site = catalog.site.model_copy(update={"address": "https://village.example/library/"})
    pages = routes.draw_not_found(replace(catalog, site=site))
    page = next(page for page in pages if page.language == "en")
    assert 'href="/library/en/"' in page.html
    assert 'src="/library/assets/reader-' in page.html
    assert 'href="./' not in page.html


@pytest.mark.parametrize(
    ("name", "is_hashed"),
    [
        ("reader-0011aabb.js", True),
        ("bundle.a5f9d56c.min.js", True),
        ("bundle.a5f9d56c.min.js.map", False),
        ("reader.js", False),
        ("no-power-en-a4.pdf", False),
        ("deadbeef.html", False),
    ],
)
def test_what_a_hash_looks_like(name: str, is_hashed: bool) -> None:
    assert bool(HASHED.search(name)) is is_hashed


def test_compressed_files_hold_the_same_and_no_date(tmp_path: Path) -> None:
    page, picture = tmp_path / "index.html", tmp_path / "icon.png"
    page.write_text("<p>words</p>" * 100, encoding="utf-8")
    picture.write_bytes(b"\x89PNG" * 200)
    made = []
    for moment in (1_000_000_000, 1_700_000_000):
        os.utime(page, (moment, moment))
        hosting.compress_texts(tmp_path)
        made.append([page.with_name(f"index.html{ending}").read_bytes() for ending in (".gz", ".br")])
    assert made[0] == made[1]
    assert gzip.decompress(made[0][0]) == brotli.decompress(made[0][1]) == page.read_bytes()
    names = ["icon.png", "index.html", "index.html.br", "index.html.gz"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("/library/", "../../../index.html"),
        ("/library/en/codes/?e=1#05", "../../codes/index.html?e=1#05"),
        ("/library/en/symptoms/flap-stuck/", "index.html"),
        ("/library/print/poster-en-a4.pdf", "../../../print/poster-en-a4.pdf"),
    ],
)
def test_a_link_from_the_root_of_the_site_names_a_file_in_the_zip(tmp_path: Path, target: str, file: str) -> None:
    page = tmp_path / "site" / "en" / "symptoms" / "flap-stuck" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f'<a href="{target}">words</a>', encoding="utf-8")
    packed = hosting.write_bundle(tmp_path / "site", tmp_path, "https://town.example/library/")
    with zipfile.ZipFile(packed) as archive:
        html = archive.read("town-library/en/symptoms/flap-stuck/index.html").decode()
    assert re.findall('href="(.*)"', html) == [file]
