"""A release is the same whoever makes it, and says of every file what it holds; the site as it goes on a stick."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from counterside.cli.build import SUMS
from counterside.cli.build import write_release as release
from counterside.site.hosting import name_files
from mini_site import edit, run


def _site(folder: Path, moment: int) -> Path:
    for name, content in (("index.html", "home"), ("en/index.html", "Home"), ("_headers", "/*"), (".nojekyll", "")):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        os.utime(file, (moment, moment))
    (folder / "index.html.gz").write_bytes(str(moment).encode())
    return folder


def test_release_does_not_depend_on_when_it_is_made(tmp_path: Path) -> None:
    one, _ = release(_site(tmp_path / "one", 1_000_000_000), tmp_path / "out-one", "shop-1.2.3")
    two, _ = release(_site(tmp_path / "two", 1_700_000_000), tmp_path / "out-two", "shop-1.2.3")
    assert one.name == "shop-1.2.3.zip"
    assert one.read_bytes() == two.read_bytes()


def test_checksums_are_those_of_the_zip_and_of_every_file(tmp_path: Path) -> None:
    target, sums = release(_site(tmp_path / "site", 1_000_000_000), tmp_path / "out", "shop-1")
    assert sums.name == SUMS
    said = dict(reversed(line.split("  ", 1)) for line in sums.read_text("utf-8").splitlines())
    assert said.pop(target.name) == hashlib.sha256(target.read_bytes()).hexdigest()
    with zipfile.ZipFile(target) as archive:
        assert said == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
    assert set(said) == {f"shop-1/{name}" for name in ("index.html", "en/index.html", "_headers", ".nojekyll")}


def test_changed_file_changes_the_zip(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", 1_000_000_000)
    before = release(site, tmp_path / "before", "1")[0].read_bytes()
    (site / "en" / "index.html").write_text("Hume", encoding="utf-8")
    assert release(site, tmp_path / "after", "1")[0].read_bytes() != before


def test_command_names_the_files_of_a_release(site: Path) -> None:
    _site(site / "site", 1_000_000_000)
    told = run("release", "--root", site)
    target, sums = site / "dist" / f"returns-{version('counterside')}.zip", site / "dist" / SUMS
    assert (told.exit_code, told.stdout) == (0, f"{target}\n{sums}\n")
    assert zipfile.is_zipfile(target)
    assert sums.is_file()


def test_command_packs_the_site_for_a_stick_and_each_language_for_a_chat(site: Path) -> None:
    own, out = site / "checklists" / "site.yml", site / "dist"
    edit(own, "https://returns.example/", "https://returns.example/shop/")
    (_site(site / "site", 1_000_000_000) / "en" / "index.html").write_text('<a href="/shop/about/">', encoding="utf-8")
    told = run("offline", "--root", site)
    assert told.exit_code == 0
    sizes = {Path(path): int(size) for path, size in re.findall(r"^(.+) \((\d+) kB\)$", told.stdout, re.MULTILINE)}
    names = ["returns-shop-offline.zip", "returns-shop-zh.html", "returns-shop-en.html"]
    assert sizes == {path: round(path.stat().st_size / 1000) for path in (out / name for name in names)}
    with zipfile.ZipFile(out / names[0]) as packed:
        assert packed.read("returns-shop/en/index.html") == b'<a href="../about/index.html">'
    for language, title in (("zh", "挡板推不动"), ("en", "The flap does not move")):
        text = (out / f"returns-shop-{language}.html").read_text("utf-8")
        assert f'lang="{language}"' in text
        assert title in text


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://counterside.example/", "counterside"),
        ("https://www.shop.example/cards/", "shop-cards"),
        ("https://owner.host.example/", "owner.host"),
        ("http://localhost/", "localhost"),
    ],
)
def test_files_are_called_as_the_address_of_the_site(address: str, name: str) -> None:
    assert name_files(address) == name


@pytest.mark.parametrize("command", ["release", "offline"])
def test_command_says_what_is_missing(site: Path, command: str) -> None:
    told = run(command, "--root", site)
    assert (told.exit_code, told.stderr) == (2, "counterside: there is no built site; `counterside build` makes it\n")
