"""Making the files: once, whole, and with a sentence where it cannot be done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import mini_site
from counterside.sheets import Plan, PressFailed, Prints, press
from counterside.sheets.plan import Sheet
from counterside.sheets.press import Typeset
from counterside.text.files import Cache, atomic_write


def small(planned: Plan) -> tuple[Sheet, ...]:
    return tuple(sheet for sheet in planned.sheets if sheet.name.startswith("lamp-dark-zh"))


def test_names_are_those_of_the_contract(planned: Plan) -> None:
    names = {sheet.name for sheet in planned.sheets if sheet.name.startswith("flap-stuck")}
    assert names == {
        "flap-stuck-zh-a4.pdf", "flap-stuck-en-a4.pdf", "flap-stuck-zh-en-a4.pdf",
        "flap-stuck-zh-a4.png", "flap-stuck-en-a4.png",
        "flap-stuck-back-zh-a4.pdf", "flap-stuck-back-en-a4.pdf",
        "flap-stuck-zh-a5.pdf", "flap-stuck-en-a5.pdf",
        "flap-stuck-zh-80mm.pdf", "flap-stuck-en-80mm.pdf", "flap-stuck-zh-58mm.pdf", "flap-stuck-en-58mm.pdf",
    }  # fmt: skip
    assert {"booklet-zh.pdf", "booklet-en.pdf"} <= {sheet.name for sheet in planned.sheets}


def test_unchanged_sheets_are_not_made_again(planned: Plan, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    first = list(Prints(cache).made(small(planned)))
    again = list(Prints(cache).made(small(planned)))
    assert [one.is_new for one in first] == [True] * len(first)
    assert [one.is_new for one in again] == [False] * len(first)
    assert [one.content for one in again] == [one.content for one in first]


def test_a_sheet_printed_ahead_is_the_same_and_counts_as_new(planned: Plan, tmp_path: Path) -> None:
    prints = Prints(Cache(tmp_path))
    for sheet in small(planned):
        prints.ahead(sheet)
    assert [(one.content, one.is_new) for one in prints.made(small(planned))] == [
        (press.printed(sheet.order, sheet.form, sheet.ppi), True) for sheet in small(planned)
    ]


def test_what_the_press_refuses_ahead_is_told_when_the_sheet_is_asked_for(planned: Plan, tmp_path: Path) -> None:
    prints = Prints(Cache(tmp_path))
    refused = replace(small(planned)[0], order="{}")
    prints.ahead(refused)
    with pytest.raises(PressFailed, match=refused.name):
        list(prints.made((refused,)))


def test_warning_stops_the_press(planned: Plan) -> None:
    order = small(planned)[0].order.replace('"title": "03', '"title": "')
    assert Typeset(order).pdf()
    with pytest.raises(PressFailed):
        Typeset("{}").pdf()


def test_document_without_a_title_is_refused(planned: Plan) -> None:
    sheet = small(planned)[0]
    title = next(part for part in sheet.order.split('"title": "') if part.startswith("03")).split('"')[0]
    with pytest.raises(PressFailed, match="title"):
        Typeset(sheet.order.replace(f'"title": "{title}"', '"title": ""')).pdf()


def test_half_a_file_never_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"the old one")

    def stop(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        atomic_write(path, b"half of the new")
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"the old one"]


def test_command_makes_the_sheets_asked_for(site: Path, tmp_path: Path) -> None:
    done = mini_site.run("sheets", "--root", site, "--to", tmp_path / "out", "lamp-dark")
    assert done.exit_code == 0, done.output
    assert {path.name.split("-zh")[0].split("-en")[0] for path in (tmp_path / "out").iterdir()} == {
        "lamp-dark", "lamp-dark-back",
    }  # fmt: skip
    assert "lamp-dark" in done.stdout
    assert "%" in done.stdout
    again = mini_site.run("sheets", "--root", site, "--to", tmp_path / "out", "lamp-dark")
    assert "0 made anew" in again.stdout


def test_command_makes_one_paper_alone(site: Path, tmp_path: Path) -> None:
    done = mini_site.run("sheets", "--root", site, "--to", tmp_path / "out", "--paper", "58mm", "lamp-dark")
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"lamp-dark-zh-58mm.pdf", "lamp-dark-en-58mm.pdf"}


def test_unknown_paper_is_a_sentence_that_names_those_there_are(site: Path) -> None:
    done = mini_site.run("sheets", "--root", site, "--paper", "a3")
    assert done.exit_code == 2
    assert "'a3' is not one of 'a4', 'a5', '80mm', '58mm'" in done.stderr


def test_press_that_fails_half_way_leaves_whole_files_and_a_sentence(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Typeset) -> bytes:
        if '"narrow": true' in self.order:
            raise PressFailed("no more ink")
        return pdf(self)

    pdf = Typeset.pdf
    monkeypatch.setattr(Typeset, "pdf", refuse)
    done = mini_site.run("sheets", "--root", site, "--to", tmp_path / "out", "lamp-dark")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == ("counterside: a sheet could not be made: lamp-dark-zh-a5.pdf: no more ink")
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert set(files) == {"lamp-dark-back-zh-a4.pdf", "lamp-dark-zh-a4.pdf", "lamp-dark-zh-a4.png"}
    assert all(content.rstrip().endswith(b"%%EOF") for name, content in files.items() if name.endswith(".pdf"))


def test_build_that_cannot_print_leaves_the_site_before(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "site").mkdir()
    (site / "site" / "index.html").write_text("the site before")

    def refuse(self: Typeset) -> bytes:
        raise PressFailed("no more ink")

    monkeypatch.setattr(Typeset, "pdf", refuse)
    done = mini_site.run("build", "--root", site)
    assert done.exit_code == 1
    assert "no more ink" in done.output
    assert "Traceback" not in done.output
    assert [path.name for path in (site / "site").iterdir()] == ["index.html"]


def test_unknown_id_is_a_sentence(site: Path) -> None:
    done = mini_site.run("sheets", "--root", site, "lamp-drak")
    assert done.exit_code == 2
    assert done.stderr.startswith("counterside: there is no symptom or routine `lamp-drak`")
    assert "lamp-dark" in done.stderr


def test_folder_that_cannot_be_written_is_a_sentence(site: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    done = mini_site.run("sheets", "--root", site, "--to", tmp_path / "taken", "lamp-dark")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith("counterside: ")
    assert "Traceback" not in done.output


def test_sheets_wait_until_the_checklists_are_right(site: Path) -> None:
    path = site / "checklists" / "symptoms" / "lamp-dark.yml"
    path.write_text(path.read_text("utf-8").replace("number:", "numbre:"), "utf-8")
    done = mini_site.run("sheets", "--root", site)
    assert done.exit_code == 2
    assert "counterside check" in done.stderr
