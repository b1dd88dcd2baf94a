"""A project that is damaged everywhere at once: records, pages, labels, names, links, the navigation. Whatever stands
there, `check` ends soon, in problems or none, and what is built stays in its folder.

`make test` takes a few of them, always the same; `make fuzz` goes on for ten minutes (`SECONDS=60`: for one).
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mini_site
from counterside import build
from counterside.check import CHECKS, check_project
from counterside.content import load, yaml_reader

SECONDS = int(os.environ.get("FUZZ_SECONDS", "0"))
FEW = 12
LONGEST = 30
"""Seconds of the processor's time for one damaged project of this size."""
SPLICES = (
    "[", "{", "- ", ": ", "\n", "\t", "#", " #", "&a ", "*a", "!!x ", "---\n", "`", "``", "**", "](", "[x](",
    "<b>", "{#a}", "\u202e", "\u200b", "\x00", "\ufeff", "а", "，", "；", "1" * 5000, "[a](" * 2000, "no",
    "2026-02-30", "12_34", "~", "javascript:", "../../../x", "a" * 300, "🔥", "${x}", "{{ 7*7 }}", "%E4%B8",
    "\r", "was: [../../x]\n", "id: con\n",
)  # fmt: skip
NAMES = (
    "con", "aux.old", "..", ".#x", "._x", "x y", "开业 清单", "X", "x\n::error::y", "x,y", "a" * 200, "index", "README",
    "glossary", "codes", "*", ":any", "é", "x\\y", "$x",
)  # fmt: skip
ENDINGS = (".yml", ".md", ".en.md", ".zh.md", ".svg", ".yaml", ".html", "")
TARGETS = ("/etc/passwd", "/dev/zero", "/proc/self/environ", "..", ".", "../../..", "about.md", "nowhere", "/")


def spoil_text(random: random.Random, site: Path) -> None:
    """Cut, double or splice a file that is there."""
    files = [path for path in sorted(site.rglob("*")) if path.suffix in (".yml", ".md", ".svg")]
    path = random.choice([path for path in files if path.is_file() and not path.is_symlink()])
    text = path.read_text("utf-8", errors="replace")
    start = random.randrange(len(text) + 1)
    end = min(len(text), start + random.randrange(80))
    put = random.choice(("", text[start:end] * 2, *(random.choice(SPLICES) for _ in range(3))))
    path.write_text(text[:start] + put + text[end:], encoding="utf-8", errors="replace")


def _find_place(random: random.Random, site: Path) -> Path:
    folders = ("docs", "docs/assets", "docs/contribute", "checklists", *(f"checklists/{name}" for name in load.FOLDERS))
    return site / random.choice(folders) / (random.choice(NAMES) + random.choice(ENDINGS))


def add_file(random: random.Random, site: Path) -> None:
    """A file of any name, with the bytes of another or with none that are text."""
    other = random.choice([path for path in sorted(site.rglob("*.yml")) if path.is_file()])
    content = random.choice((other.read_bytes(), b"", b"\xff\xfe\x00", b"# A {#a}\n", random.randbytes(40)))
    place = _find_place(random, site)
    if not place.is_dir():
        place.write_bytes(content)


def add_link(random: random.Random, site: Path) -> None:
    """A link of any name, out of the project, in a circle, to a device."""
    place = _find_place(random, site)
    if not place.exists() and not place.is_symlink():
        place.symlink_to(random.choice(TARGETS))


def add_pipe(random: random.Random, site: Path) -> None:
    place = _find_place(random, site)
    if not place.exists() and not place.is_symlink():
        os.mkfifo(place)


def add_labels(random: random.Random, site: Path) -> None:
    """Labels of a site's own, spoilt."""
    package = (mini_site.PROJECT / load.PACKAGE_LABELS).read_text("utf-8").split("\n")
    at = random.randrange(len(package))
    lines = package[at : at + random.randrange(1, 30)]
    lines.insert(random.randrange(len(lines) + 1), random.choice(SPLICES))
    (site / "checklists" / "labels.yml").write_text("\n".join(lines), encoding="utf-8", errors="replace")


DAMAGES: tuple[Callable[[random.Random, Path], None], ...] = (
    spoil_text, spoil_text, spoil_text, add_file, add_link, add_pipe, add_labels,
)  # fmt: skip


def list_seeds() -> Iterator[int]:
    """Few and always the same; other ones until the time is over."""
    if not SECONDS:
        yield from range(FEW)
        return
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        yield random.SystemRandom().randrange(1 << 32)


def damage_site(site: Path, seed: int) -> list[str]:
    """Damage a fresh site; returns what was done."""
    chance, done = random.Random(seed), []
    for _ in range(chance.randrange(1, 6)):
        damage = chance.choice(DAMAGES)
        try:
            damage(chance, site)
        except (OSError, ValueError):  # the disk does not take it either
            continue
        done.append(damage.__name__)
    return done


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes cannot be made there")
def test_no_damage_ends_in_a_traceback_a_hang_or_a_file_outside(tmp_path: Path) -> None:
    for seed in list_seeds():
        cage = tmp_path / "cage"
        done: list[str] = []
        try:
            done += damage_site(mini_site.fresh_site(cage / "site"), seed)
            judge_project(cage)
        except BaseException as error:
            error.add_note(f"seed {seed}: {', '.join(done)}")
            raise
        shutil.rmtree(cage)


def judge_project(cage: Path) -> None:
    """Check the project in `cage/site`; where nothing is wrong, draw its pages into `cage/out`."""
    before = set(list_names(cage))
    started = time.process_time()
    checked = check_project(cage / "site")
    assert time.process_time() - started < LONGEST
    assert {problem.code for problem in checked.problems} <= {check.code for check in CHECKS}
    assert all(problem.headline.isprintable() and problem.line >= 1 for problem in checked.problems)
    if not checked.problems:
        build.write_site(cage / "site", checked, cage / "out")
    assert [name for name in list_names(cage) if name not in before and not name.startswith("out/")] == []


def list_names(folder: Path) -> Iterator[str]:
    """The files below a folder; links are not followed."""
    for inner, _, files in os.walk(folder):
        yield from (Path(inner, name).relative_to(folder).as_posix() for name in files)


def test_the_packages_labels_may_be_spoilt_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every other line is cut, or a splice is put into it; `check` tells of it where it stands."""
    text = (mini_site.PROJECT / load.PACKAGE_LABELS).read_text("utf-8")
    chance = random.Random(SECONDS)
    for splice in SPLICES:
        at = chance.randrange(len(text))
        source = yaml_reader.parse_text(text[:at] + splice + text[at:], load.PACKAGE_LABELS, is_label=True)
        monkeypatch.setattr(load, "package_source", lambda source=source: source)
        load.package_labels.cache_clear()
        check_project(mini_site.CATALOG)
    load.package_labels.cache_clear()
