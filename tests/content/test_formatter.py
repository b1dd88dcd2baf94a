"""`check --fix`: what is mechanical is put right, everything else stays as it was written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import mini_site
from counterside.content import yaml_reader
from counterside.content.formatter import fix_file, fix_text

LANGUAGES = ("zh", "en")
RECORDS = [path for path in sorted((mini_site.PROJECT / "checklists").rglob("*.yml")) if path.stem != "waivers"]


def tidied(text: str) -> str:
    return fix_text(text, LANGUAGES)[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n\tb: c\n", "a:\n  b: c\n"),
        ("a: b\tc\n", "a: b  c\n"),
        ("-\tb: 1\n   c: 2\n", "-  b: 1\n   c: 2\n"),
        ("a: b  \n\nc: d\t\n", "a: b\n\nc: d\n"),
        ("a: b\u3000c\u200b\n", "a: b  c\n"),
        ("a:\n- b\n- c\n", "a:\n  - b\n  - c\n"),
        ("a:\n      - b: 1\n        c:\n            - d\n", "a:\n  - b: 1\n    c:\n      - d\n"),
        ("a:\n- b:\n  - c\n  # told apart\n  - d\n", "a:\n  - b:\n      - c\n      # told apart\n      - d\n"),
        ("t:\n  en: b\n  zh: 甲\n", "t:\n  zh: 甲\n  en: b\n"),
        ("t:\n  # of both\n  en: b\n  # of it\n  zh: 甲 # x\n", "t:\n  # of both\n  # of it\n  zh: 甲 # x\n  en: b\n"),
        ("- # of the first\n  b: c\n  id: a\n", "- # of the first\n  id: a\n  b: c\n"),
        ("- do:\n    en: b\n    zh: 甲\n  id: x\n", "- id: x\n  do:\n    zh: 甲\n    en: b\n"),
        ("codes:\n  - action: ok\n    code: ５５\n", "codes:\n  - code: 55\n    action: ok\n"),
        ('codes:\n  - code: "Ａ２"\n', 'codes:\n  - code: "A2"\n'),
        ("minutes: ２０ # 分钟\n", "minutes: 20 # 分钟\n"),
        ("reviewed: ２０２６－１１-22\n", "reviewed: 2026-11-22\n"),
        ("t:\n  zh: 充电 １５ 分钟，看`０5`\n", "t:\n  zh: 充电 15 分钟，看`０5`\n"),
        ("t:\n  zh: 先停手,再看屏幕;好了吗?好\n", "t:\n  zh: 先停手，再看屏幕；好了吗？好\n"),
        ("t:\n  zh: 停手, 看屏幕(亮着)再说\n", "t:\n  zh: 停手，看屏幕（亮着）再说\n"),
        ("a: b\r\nt:\r\n  en: c\r\n  zh: 甲\r\n", "a: b\r\nt:\r\n  zh: 甲\r\n  en: c\r\n"),
        ("\ufeffa: b \n", "\ufeffa: b\n"),
        ("a: b ", "a: b"),
    ],
)
def test_put_right(before: str, after: str) -> None:
    found = fix_text(before, LANGUAGES)
    assert found[0] == after
    assert found[1]
    assert tidied(after) == after


@pytest.mark.parametrize(
    "text",
    [
        "t:\n  zh: 屏幕写着`请稍候,重试`\n",  # what a screen says is quoted
        "shown:\n  legacy: 交易失败,请重试\n",
        "t:\n  zh: 温度 1.5 度, [见](page:about)\n",
        "t:\n  en: first, then second\n",
        "t:\n  zh: [黑屏,白屏]\n",  # commas of a list are YAML
        "id: a\n# why\nb: c\n",
        "- b: c\n  # why\n  id: a\n",  # a comment has no place after a dash
        "t: {en: b, zh: 甲}\n",
        "a:\n  - [b,\n  c]\n",
    ],
)
def test_left_alone(text: str) -> None:
    assert fix_text(text, LANGUAGES)[0] == text


@pytest.mark.parametrize(
    "text",
    ["a: [b \n", "a: b\n c: d \n", "a: *b \n", "a: b \n\x85c: d\n", "a: b \rc: d\n", "", "a: &x b\n\tc: d\n"],
)
def test_what_does_not_parse_is_left_alone(text: str) -> None:
    assert tidied(text) == text


@pytest.mark.parametrize("text", ["- b: 1\n  b: 2\n  id: a\n", "t:\n  en: a\n  zh: 甲\n  en: b\n"])
def test_twice_the_same_key_is_not_moved(text: str) -> None:
    assert tidied(text) == text


def test_our_records_are_in_order() -> None:
    changes = {path.name: fix_text(path.read_text("utf-8"), LANGUAGES)[1] for path in RECORDS}
    assert {name: listed for name, listed in changes.items() if listed} == {}


def disordered(text: str) -> str:
    """A record with the languages of every text exchanged, and blanks at the ends of lines."""
    lines = text.splitlines()
    for index in range(len(lines) - 1):
        here, after = lines[index], lines[index + 1]
        if here.strip().startswith("zh: ") and after.strip().startswith("en: "):
            lines[index], lines[index + 1] = after + "  ", here
    return "\n".join(lines) + "\n"


BILINGUAL = [path for path in RECORDS if disordered(path.read_text("utf-8")) != path.read_text("utf-8")]


@pytest.mark.parametrize("path", BILINGUAL[::7], ids=lambda path: path.stem)
def test_a_record_in_disorder_comes_back(path: Path) -> None:
    """Order is undone in every place at once; what comes back is the record as it was."""
    text = path.read_text("utf-8")
    found = fix_text(disordered(text), LANGUAGES)
    assert found[0] == text
    assert yaml_reader.parse_text(found[0], "").problems == []


def test_the_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("a: b \n", encoding="utf-8")
    path.chmod(0o640)
    link = tmp_path / "link.yml"
    link.symlink_to(path)
    assert [line for line, _ in fix_file(link, LANGUAGES)] == [1]
    assert path.read_text("utf-8") == "a: b\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.yml", "link.yml"]


def test_what_is_in_order_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("a: b\n", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert fix_file(path, LANGUAGES) == ()
    assert path.stat().st_mtime_ns == 1


def test_what_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(b"a: \xff \n")
    assert fix_file(path, LANGUAGES) == ()
    assert fix_file(tmp_path / "none.yml", LANGUAGES) == ()


def test_the_command_mends_what_was_named_and_judges_everything(site: Path) -> None:
    symptoms = sorted((site / "checklists" / "symptoms").glob("*.yml"))[:2]
    before = [path.read_text("utf-8") for path in symptoms]
    for path, text in zip(symptoms, before, strict=True):
        path.write_text(text.replace("steps:\n", "steps: \t\n"), encoding="utf-8")
    file = symptoms[0].relative_to(site).as_posix()
    line = before[0].splitlines().index("steps:") + 1

    mended = mini_site.run("check", "--fix", "--root", site, symptoms[0])
    assert "elsewhere" in mended.stderr
    assert f"{file}:{line}: " in mended.stderr
    assert symptoms[0].read_text("utf-8") == before[0]
    assert symptoms[1].read_text("utf-8") != before[1]
    assert mini_site.run("check", "--root", site).exit_code == 1

    assert mini_site.run("check", "--fix", "--root", site).exit_code == 0
    assert symptoms[1].read_text("utf-8") == before[1]


def test_nothing_is_written_without_being_asked(site: Path) -> None:
    path = next((site / "checklists" / "symptoms").glob("*.yml"))
    text = path.read_text("utf-8").replace("steps:\n", "steps: \t\n")
    path.write_text(text, encoding="utf-8")
    assert mini_site.run("check", "--root", site).exit_code == 1
    assert path.read_text("utf-8") == text


def test_any_number_of_mistakes_is_put_right() -> None:
    """More than reading tells of at a time."""
    before, after = "- en: b\n  zh: 甲\n" * 1000, "- zh: 甲\n  en: b\n" * 1000
    assert tidied(before) == after


def test_no_file_outside_the_project_is_put_in_order(site: Path, tmp_path: Path) -> None:
    outside = tmp_path / "notes.yml"
    outside.write_text("a: b \n", encoding="utf-8")
    (site / "checklists" / "symptoms" / "link.yml").symlink_to(outside)
    assert mini_site.run("check", "--fix", "--root", site).exit_code == 1
    assert outside.read_text("utf-8") == "a: b \n"
