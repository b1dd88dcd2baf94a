"""Plain data → catalog: everything that is wrong at once, and the rest still read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import mini_site
from counterside.check import check_project
from counterside.content import load, yaml_reader
from counterside.content.load import Loaded, load_catalog, load_texts, package_labels
from counterside.model.catalog import Catalog
from counterside.model.nodes import INLINE, Link
from counterside.model.records import Myth, Resolution, Symptom
from counterside.text.problems import CannotDo, Place


@cache
def fictional() -> Loaded:
    return load_catalog(mini_site.CATALOG)


def changed(*edits: tuple[str, str, str]) -> Loaded:
    """The fictional records with one text in place of another in some files. Nothing is written to the disk."""
    texts: dict[str, str] = {}
    for name, old, new in edits:
        file = f"checklists/{name}"
        text = texts.get(file, fictional().sources[file].text)
        assert old in text
        texts[file] = text.replace(old, new, 1)
    return load_texts(texts, fictional())


def codes(loaded: Loaded) -> list[str]:
    return [problem.code for problem in loaded.problems]


def test_without_its_folder_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="there is no folder `checklists`"):
        load_catalog(tmp_path)


def test_an_empty_folder_is_told_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "checklists").mkdir()
    loaded = load_catalog(tmp_path)
    assert (loaded.catalog, [problem.path for problem in loaded.problems]) == (None, ["checklists/site.yml"])


def test_the_name_of_a_file_is_the_id_of_its_record(catalog: Catalog) -> None:
    assert catalog.find(Link("symptom", "lamp-dark")) is not None


def test_a_code_is_named_by_its_rail_and_its_characters(catalog: Catalog) -> None:
    assert [code.id for code in catalog.codes] == ["panel/00", "panel/07", "panel/E1", "panel/E9"]


def test_records_are_frozen(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="frozen"):
        catalog.symptoms[0].number = 7  # type: ignore[misc]


def test_records_know_where_every_part_stands() -> None:
    loaded = fictional()
    assert loaded.catalog is not None
    symptom = loaded.catalog.find(Link("symptom", "lamp-dark"))
    assert isinstance(symptom, Symptom)
    assert loaded.locate(symptom.steps[0].place.at("not_seen")) == (24, 5)


def test_a_file_in_a_folder_of_a_folder_is_no_record() -> None:
    before = fictional()
    loaded = load_texts(
        {"checklists/symptoms/old/lamp-gone.yml": before.sources["checklists/symptoms/lamp-dark.yml"].text}, before
    )
    assert loaded.catalog == before.catalog


def test_the_order_on_the_disk_does_not_matter(site: Path) -> None:
    before = load_catalog(site).catalog
    folder = site / "checklists" / "resolutions"
    for path in sorted(folder.iterdir(), reverse=True):
        text = path.read_text("utf-8")
        path.unlink()
        path.write_text(text, encoding="utf-8", newline="\n")
    assert load_catalog(site).catalog == before


def test_every_problem_of_every_file_is_found_at_once() -> None:
    loaded = changed(
        ("symptoms/lamp-dark.yml", "urgency: planned", "urgency: soon"),
        ("symptoms/lamp-dark.yml", "number: 3\n", ""),
        ("gates.yml", "  ticks:", "  tick:"),
    )
    assert sorted(codes(loaded)) == ["CS003", "CS004", "CS005"]


def test_so_many_mistakes_in_one_file_so_many_messages() -> None:
    """A word that is none, a key that is not there, and one that is misspelled."""
    loaded = changed(
        ("symptoms/lamp-dark.yml", "area: hardware", "area: hardwar"),
        ("symptoms/lamp-dark.yml", "minutes: 10\n", ""),
        ("symptoms/lamp-dark.yml", "    not_seen: resolution:push", "    notseen: resolution:pull"),
    )
    assert [(problem.line, problem.code) for problem in sorted(loaded.problems)] == [
        (1, "CS004"), (8, "CS005"), (23, "CS003"),
    ]  # fmt: skip


def test_of_a_list_in_pieces_only_so_much_is_told_and_the_rest_may_be_anything() -> None:
    """What comes after is not read: no rule may say that a link there leads nowhere."""
    entry = fictional().sources["checklists/myths.yml"].text.replace("  reviewed:", "  colour: red\n  reviewed:")
    entries = (entry.replace("oil-the-flap", f"myth-{number}") for number in range(2 * yaml_reader.MAX_PROBLEMS))
    loaded = load_texts({"checklists/myths.yml": "".join(entries)}, fictional())
    assert codes(loaded) == ["CS003"] * (yaml_reader.MAX_PROBLEMS + 1)
    assert loaded.catalog is not None
    assert loaded.catalog.may_exist(Link("myth", f"myth-{2 * yaml_reader.MAX_PROBLEMS - 1}"))


def test_a_tick_that_is_a_word_is_told_where_it_is() -> None:
    words = "    - zh: 柜门锁着\n      en: The cabinet is locked\n"
    (problem,) = changed(("gates.yml", words, "    - locked\n")).problems
    assert (problem.line, problem.column, problem.code) == (8, 7, "CS005")
    assert problem.message.endswith("is `locked`, not a text in each language")


def test_no_file_can_give_a_tick_its_text_under_the_name_that_it_has_in_the_model() -> None:
    words = "      en: The cabinet is locked\n"
    loaded = changed(("gates.yml", words, f'{words}      "{INLINE.encode("unicode_escape").decode()}": x\n'))
    assert sorted(codes(loaded)) == ["CS003", "CS008"]


@pytest.mark.parametrize("said", ["shut: yes", "- - shut"])
def test_what_is_said_of_a_fact_is_one_value_or_a_list_of_them(said: str) -> None:
    effect = f"    seen_set:\n      door:\n        {said}\n    was:"
    (problem,) = changed(("symptoms/lamp-dark.yml", "    was:", effect)).problems
    assert (problem.line, problem.column, problem.code) == (25, 5, "CS005")
    assert problem.message == "`seen_set` is not a group of facts with their values"


def test_a_drawing_that_its_folder_hides_is_none(tmp_path: Path) -> None:
    site = mini_site.fresh_site(tmp_path / "site")
    drawings = site / "checklists" / "pictures"
    drawing = next(drawings.glob("*.svg"))
    (drawings / f".{drawing.name}").write_bytes(drawing.read_bytes())
    loaded = load_catalog(site)
    assert loaded.catalog is not None
    assert f".{drawing.name}" not in loaded.catalog.drawings
    assert loaded.problems == load_catalog(mini_site.CATALOG).problems


def test_a_language_without_words_of_the_interface_is_told_once() -> None:
    loaded = changed(("site.yml", "    name: English\n", "    name: English\n  - code: fr\n    name: Français\n"))
    told = [problem for problem in loaded.problems if problem.code == "CS401"]
    assert [problem.path for problem in told] == ["checklists/labels.yml"]
    assert told[0].message.startswith(f"{len(package_labels().words)} labels of the interface have no `fr`: ")


def test_a_key_that_is_no_language_is_told_once() -> None:
    loaded = changed(("wording.yml", "  zh: [不要, 别, 切勿, 绝不, 无人]\n", "  times:\n    - a: b\n"))
    assert codes(loaded) == ["CS003"]


def test_all_keys_that_a_record_lacks_are_one_problem() -> None:
    lines = "area: hardware\nperformer: staff\n"
    (problem,) = changed(("resolutions/push-the-plug.yml", lines, "")).problems
    assert problem.message == "keys are missing: area, performer"


def test_a_key_that_only_looks_like_another_is_told_once() -> None:
    """`notes` comes close to `notices`, and what stands there is no list of them."""
    notes = "minutes: 10\nnotes:\n  zh: 记一下\n  en: Note it\n"
    assert codes(changed(("symptoms/lamp-dark.yml", "minutes: 10\n", notes))) == ["CS003"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("outcome: resolved\n", ""), ("outcome: resolved", "outcome: solved"), ("title:", "title")],
    ids=["key-missing", "value-wrong", "not-yaml"],
)
def test_a_record_with_a_problem_of_form_is_left_out_and_known_to_be_broken(old: str, new: str) -> None:
    catalog = changed(("resolutions/push-the-plug.yml", old, new)).catalog
    assert catalog is not None
    assert catalog.find(Link("resolution", "push-the-plug")) is None
    assert catalog.may_exist(Link("resolution", "push-the-plug"))


def test_no_rule_misses_what_a_broken_record_may_hold(site: Path) -> None:
    """One mistake gives one message: links to the record, and what only it leads to, are not reported."""
    path = site / "checklists" / "symptoms" / "lamp-dark.yml"
    path.write_text(path.read_text("utf-8").replace("urgency: planned", "urgency: soon"), encoding="utf-8")
    assert [problem.code for problem in check_project(site).problems] == ["CS005"]


def test_changed_texts_are_laid_over_what_was_loaded(catalog: Catalog) -> None:
    file = "checklists/resolutions/push-the-plug.yml"
    text = fictional().sources[file].text.replace("Push the plug home", "Push it home")
    after = load_texts({file: text, "checklists/myths.yml": ""}, fictional()).catalog
    assert after is not None
    remedy = after.find(Link("resolution", "push-the-plug"))
    assert isinstance(remedy, Resolution)
    assert remedy.title["en"] == "Push it home"
    assert after.of(Myth) == ()
    assert after.symptoms == catalog.symptoms


def test_a_problem_of_form_covers_what_is_inside() -> None:
    loaded = changed(("symptoms/lamp-dark.yml", "urgency: planned", "urgency: soon"))
    place = Place("checklists/symptoms/lamp-dark.yml", ("urgency",))
    assert (loaded.is_reported(place), loaded.is_reported(place.at("x")), loaded.is_reported(Place(place.file))) == (
        True,
        True,
        False,
    )


def test_a_site_may_change_the_words_of_the_interface() -> None:
    words = "yes:\n  zh: 对\n  en: Aye\n"
    catalog = load_texts({"checklists/labels.yml": words}, fictional()).catalog
    assert catalog is not None
    assert (catalog.labels.get("yes", "en"), catalog.labels.get("no", "zh")) == (
        "Aye",
        package_labels().get("no", "zh"),
    )


@pytest.mark.parametrize("name", ["05", "no", "12-30"])
def test_an_id_that_yaml_would_guess_at_stays_as_it_is(name: str) -> None:
    text = fictional().sources["checklists/cases/rainy-monday.yml"].text
    catalog = load_texts({f"checklists/cases/{name}.yml": text}, fictional()).catalog
    assert catalog is not None
    assert catalog.find(Link("case", name)) is not None


# What git should not hold: bytes that are no text, and files that would fill a disk or a memory.
RAW = {
    "not-utf-8": "title:\n  zh: 插头\n".encode("gb18030"),
    "two-megabytes": b"title: " + b"x" * 2_000_000,
    "nul": b"\x00" * 400,
    "a-picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "brackets": b"[" * 200_000,
    "laughs": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "object": b'!!python/object/apply:os.system ["exit 7"]\n',
    "a-list": b"- a\n- b\n",
    "a-word": b"word\n",
    "a-number": b"5\n",
}


@pytest.mark.parametrize("file", ["symptoms/lamp-dark.yml", "gates.yml", "codes/panel.yml", "site.yml", "labels.yml"])
@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
def test_any_file_may_be_anything_and_is_a_problem_at_most(tmp_path: Path, file: str, raw: bytes) -> None:
    path = tmp_path / "checklists" / file
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    problems = [problem for problem in load_catalog(tmp_path).problems if problem.path == f"checklists/{file}"]
    assert problems
    assert all(problem.line >= 1 and problem.column >= 1 and problem.fix for problem in problems)


def test_a_folder_named_like_a_record_is_a_problem(site: Path) -> None:
    (site / "checklists" / "cases" / "odd.yml").mkdir()
    assert codes(load_catalog(site)) == ["CS001"]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("", "hooks/counterside/labels.yml:1:1: CS001 is empty"),
        ("home: [\n", "hooks/counterside/labels.yml:2:1: CS001 is not valid YAML"),
        ("home: !x a\n", "hooks/counterside/labels.yml:1:7: CS006 tag here"),
        ("- a\n", "hooks/counterside/labels.yml:1:1: CS005 is not a group of labels"),
        ("home: a\n", "hooks/counterside/labels.yml:1:1: CS005 `home` is not a text in each language"),
        ("home:\n  en: [a]\n", "hooks/counterside/labels.yml:1:1: CS005 `home` is not a text in each language"),
        ("home:\n  zh: 首页\n  en: Home \u2714\n", "hooks/counterside/labels.yml:3:3: CS509 `\u2714` (U+2714)"),
    ],
)
def test_the_packages_own_labels_are_read_like_any_record(
    monkeypatch: pytest.MonkeyPatch, damage: str, said: str
) -> None:
    source = yaml_reader.parse_text(damage, load.PACKAGE_LABELS, is_label=True)
    monkeypatch.setattr(load, "package_source", lambda: source)
    load.package_labels.cache_clear()
    try:
        told = [problem.headline for problem in check_project(mini_site.CATALOG).problems]
    finally:
        load.package_labels.cache_clear()
    assert [line for line in told if line.startswith(said)], told


def test_what_words_say_for_a_list_is_read_from_the_project_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("lamp-dark +2 dark\n", "utf-8")
    (tmp_path / "site" / "checklists").mkdir(parents=True)
    (tmp_path / "site" / "checklists" / "weights.en.txt").symlink_to(tmp_path / "elsewhere.txt")
    found = [problem.headline for problem in load_catalog(tmp_path / "site").problems]
    assert "checklists/weights.en.txt:1:1: CS001 is a link that leads out of the project" in found


@pytest.mark.parametrize(
    ("languages", "lines"),
    [
        (("de",), "write a line below the key, `de: …`"),
        (("de", "en"), "write two lines below the key, `de: …` and `en: …`"),
        (("de", "en", "ja"), "write lines below the key, `de: …` and `en: …` and `ja: …`"),
    ],
)
def test_a_text_is_asked_for_in_the_languages_of_the_site(
    tmp_path: Path, languages: tuple[str, ...], lines: str
) -> None:
    mini_site.run("init", tmp_path, *(each for code in languages for each in ("--language", code)))
    for name in ("site.yml", "resolutions/call-repair.yml"):
        path = tmp_path / "checklists" / name
        text = re.sub(r"^(title|name):\n(  .*\n)+", r"\1: Ofen\n", path.read_text("utf-8"), flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
    assert [problem.fix for problem in load_catalog(tmp_path).problems] == [lines] * 2


def test_a_list_is_not_called_empty_because_its_entries_are_wrong() -> None:
    text = "    - zh: 柜台簿上没有这本书\n      en: The book is not in the desk book\n"
    loaded = changed(("gates.yml", text, "    - words:\n" + text.replace("- zh", "    zh").replace("  en", "    en")))
    assert [problem.message for problem in loaded.problems] == ["unknown key `words`"]
    assert loaded.problems[0].fix == "known here: zh, en, set"
