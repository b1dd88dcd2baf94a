"""Making the files: once, whole, and with a sentence where it cannot be done."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

import mini_site
from counterside.build import write_sheets
from counterside.check import Report
from counterside.content.load import Loaded
from counterside.model.catalog import Catalog, Font
from counterside.sheets.document import build_typst_input
from counterside.sheets.files import SheetFile, render_files
from counterside.sheets.typst import TypstError, fold_booklet, measure_sides, render_pdf
from counterside.text.files import Cache, atomic_write
from sheets_reading import SheetPlan


def small(planned: SheetPlan) -> list[SheetFile]:
    return [file for file in planned.files if file.name.startswith("lamp-dark-zh")]


def test_names_are_those_of_the_contract(planned: SheetPlan) -> None:
    names = {name for file in planned.files for name in file.names if name.startswith("flap-stuck")}
    assert names == {
        "flap-stuck-zh-leaf.pdf", "flap-stuck-en-leaf.pdf", "flap-stuck-zh-a4.png", "flap-stuck-en-a4.png",
        "flap-stuck-back-zh-a4.pdf", "flap-stuck-back-en-a4.pdf",
        "flap-stuck-zh-80mm.pdf", "flap-stuck-en-80mm.pdf", "flap-stuck-zh-58mm.pdf", "flap-stuck-en-58mm.pdf",
        *("flap-stuck-zh-a4.pdf", "flap-stuck-en-a4.pdf", "flap-stuck-zh-a5.pdf", "flap-stuck-en-a5.pdf"),
        "flap-stuck-zh-en-a4.pdf",
    }  # fmt: skip
    about_all = {name for file in planned.files if file.content is None for name in file.names}
    assert {name for name in about_all if name.endswith(".png")} == {
        f"{name}-{language}-a4.png"
        for language in ("zh", "en")
        for name in ("poster", "card", "record", "call", "pictures")
    }
    assert {name for name in about_all if name.endswith(".pdf")} == {
        f"{name}-{language}{paper}.pdf"
        for language in ("zh", "en")
        for name, paper in (
            ("poster", "-a4"), ("poster", "-a3"), ("card", "-a4"), ("record", "-a4"), ("call", "-a4"),
            ("pictures", "-a4"), ("booklet", ""), ("booklet", "-a5"),
        )
    }  # fmt: skip


def test_an_old_address_leads_to_the_leaf(planned: SheetPlan, tmp_path: Path) -> None:
    leaf = next(file for file in small(planned) if file.sides)
    write_sheets(tmp_path, Report(Loaded()), [leaf], tmp_path)
    assert (tmp_path / "lamp-dark-zh-a4.pdf").read_bytes() == (tmp_path / "lamp-dark-zh-leaf.pdf").read_bytes()


def test_unchanged_sheets_are_not_made_again(
    planned: SheetPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = list(render_files(small(planned), Cache(tmp_path)))
    monkeypatch.delattr("counterside.sheets.files.render_pdf")
    assert list(render_files(small(planned), Cache(tmp_path))) == first


def test_a_leaf_without_its_texts_is_told_each_time(
    planned: SheetPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong is not kept: a second run makes it again and says so again."""
    leaf = next(file for file in small(planned) if file.sides)
    monkeypatch.setattr("counterside.sheets.verify.read_text", lambda _: "")
    for _ in range(2):
        (made,) = render_files([leaf], Cache(tmp_path))
        assert {problem.code for problem in made.problems} == {"CS804"}


def test_what_typst_refuses_names_the_file(planned: SheetPlan, tmp_path: Path) -> None:
    refused = replace(small(planned)[0], typst_input="{}")
    with pytest.raises(TypstError, match=refused.name):
        list(render_files((refused,), Cache(tmp_path)))


def test_document_without_a_title_is_refused(planned: SheetPlan) -> None:
    source = small(planned)[0].typst_input
    title = next(part for part in source.split('"title": "') if part.startswith("03")).split('"')[0]
    with pytest.raises(TypstError, match="title"):
        render_pdf(source.replace(f'"title": "{title}"', '"title": ""'), "sheet.typ")


def test_what_typst_warns_of_is_refused(catalog: Catalog) -> None:
    """Words would be set in another font than the site's own."""
    lost = replace(catalog, fonts={"en": Font("", "Lost Sans", frozenset(), "")})
    with pytest.raises(TypstError, match="unknown font family: lost sans"):
        render_pdf(build_typst_input(lost, "en", "words", sides=[]), "sheet.typ")


def test_what_cannot_be_measured_is_told_in_the_words_of_typst() -> None:
    with pytest.raises(TypstError, match="does not contain key") as refused:
        measure_sides("{}")
    assert "Traceback" not in str(refused.value)


def test_what_cannot_be_folded_is_told_in_the_words_of_typst() -> None:
    pdf = io.BytesIO()
    booklet = pypdf.PdfWriter()
    booklet.add_blank_page(width=100, height=100)
    booklet.write(pdf)
    with pytest.raises(TypstError, match='does not contain key "pages"'):
        fold_booklet(pdf.getvalue(), "{}")


def test_half_a_file_never_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"the old one")

    def stop(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        atomic_write(path, b"half of the new")
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"the old one"]


def test_command_makes_the_sheets_asked_for(site: Path) -> None:
    done = mini_site.run("sheets", "--root", site, "lamp-dark")
    assert done.exit_code == 0, done.output
    assert {path.name.split("-zh")[0].split("-en")[0] for path in (site / "site" / "print").iterdir()} == {
        "lamp-dark", "lamp-dark-back",
    }  # fmt: skip
    assert "lamp-dark" in done.stdout
    assert "%" in done.stdout
    assert f"8 files in {site / 'site' / 'print'}" in done.stdout


def test_command_makes_one_paper_alone(site: Path) -> None:
    done = mini_site.run("sheets", "--root", site, "--paper", "58mm", "lamp-dark")
    assert done.exit_code == 0, done.output
    assert {path.name for path in (site / "site" / "print").iterdir()} == {
        "lamp-dark-zh-58mm.pdf",
        "lamp-dark-en-58mm.pdf",
    }


def test_command_names_the_sheets_that_do_not_fit(site: Path) -> None:
    shutil.copytree(mini_site.CASES / "CS508-nine-long-steps" / "checklists", site / "checklists", dirs_exist_ok=True)
    done = mini_site.run("sheets", "--root", site, "--fits", "--paper", "a4", "flap-stuck")
    assert done.exit_code == 1
    told = re.findall(r"^(\S+?):\d+:\d+: (CS\d+) .*`(zh|en)`", done.stdout, re.MULTILINE)
    assert told == [("checklists/symptoms/flap-stuck.yml", "CS508", language) for language in ("en", "zh")]


def test_unknown_paper_is_a_sentence_that_names_those_there_are(site: Path) -> None:
    done = mini_site.run("sheets", "--root", site, "--paper", "a5")
    assert done.exit_code == 2
    assert "'a5' is not one of 'a4', '80mm', '58mm'" in done.stderr


def test_typst_that_fails_half_way_leaves_whole_files_and_a_sentence(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, template: str, fonts: str) -> bytes:
        if '"name": "roll"' in source:
            raise TypstError("no more ink")
        return render_pdf(source, template, fonts)

    monkeypatch.setattr("counterside.sheets.files.render_pdf", refuse)
    done = mini_site.run("sheets", "--root", site, "lamp-dark")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == "counterside: lamp-dark-zh-80mm.pdf: no more ink"
    files = {path.name: path.read_bytes() for path in (site / "site" / "print").iterdir()}
    assert "lamp-dark-zh-leaf.pdf" in files
    assert all(content.rstrip().endswith(b"%%EOF") for name, content in files.items() if name.endswith(".pdf"))


def test_build_that_cannot_print_leaves_the_site_before(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "site").mkdir()
    (site / "site" / "index.html").write_text("the site before")

    def refuse(*_: object) -> bytes:
        raise TypstError("no more ink")

    monkeypatch.setattr("counterside.sheets.files.render_pdf", refuse)
    done = mini_site.run("build", "--root", site)
    assert done.exit_code == 2
    assert "no more ink" in done.output
    assert "Traceback" not in done.output
    assert [path.name for path in (site / "site").iterdir()] == ["index.html"]


def test_unknown_id_is_a_sentence(site: Path) -> None:
    done = mini_site.run("sheets", "--root", site, "lamp-drak")
    assert done.exit_code == 2
    assert done.stderr == "counterside: there is no `lamp-drak`; did you mean `lamp-dark`?\n"


def test_folder_that_cannot_be_written_is_a_sentence(site: Path) -> None:
    (site / "site").write_text("a file where a folder should be")
    done = mini_site.run("sheets", "--root", site, "lamp-dark")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith("counterside: ")
    assert "Traceback" not in done.output


def test_sheets_wait_until_the_checklists_are_right(site: Path) -> None:
    path = site / "checklists" / "symptoms" / "lamp-dark.yml"
    path.write_text(path.read_text("utf-8").replace("number:", "numbre:"), "utf-8")
    done = mini_site.run("sheets", "--root", site)
    assert done.exit_code == 2
    assert "counterside check" in done.stderr
