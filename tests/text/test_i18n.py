"""Languages and the words of the interface in each."""

from __future__ import annotations

import pytest

from counterside.content.load import package_labels
from counterside.text.i18n import Labels, Language, has_decimal_comma, list_plural_forms, region_of, script_of

LABELS = Labels({"yes": {"zh": "是", "en": "Yes"}, "no": {"zh": "否", "en": ""}, "unsure": {"zh": "不确定"}})


def test_the_default_language_has_no_prefix() -> None:
    assert Language("zh", "中文", is_default=True).prefix == ""


def test_other_languages_have_their_code_as_prefix() -> None:
    assert Language("en", "English", is_default=False).prefix == "en/"


def test_a_label_has_its_words() -> None:
    assert LABELS.get("yes", "en") == "Yes"


@pytest.mark.parametrize(("label", "language"), [("maybe", "en"), ("unsure", "en"), ("yes", "fr")])
def test_a_missing_label_is_named(label: str, language: str) -> None:
    with pytest.raises(LookupError, match=f"`{label}` has no words in `{language}`"):
        LABELS.get(label, language)


def test_holes_are_labels_without_words() -> None:
    assert list(LABELS.missing(("zh", "en"))) == [("no", "en"), ("unsure", "en")]


COUNTED = Labels(
    {
        "boxes": {
            "zh": "{count} 项",
            "en": {"one": "{count} box", "other": "{count} boxes"},
            "pl": {"one": "{count} pole", "few": "{count} pola", "many": "{count} pól", "other": "{count} pola"},
            "tlh": "{count} box",
        }
    }
)


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("zh", 1, "1 项"), ("zh", 2, "2 项"),
        ("en", 0, "0 boxes"), ("en", 1, "1 box"), ("en", 2, "2 boxes"),
        ("pl", 1, "1 pole"), ("pl", 3, "3 pola"), ("pl", 5, "5 pól"), ("pl", 22, "22 pola"),
        ("tlh", 1, "1 box"),
    ],
)  # fmt: skip
def test_words_agree_with_the_number(language: str, count: int, words: str) -> None:
    assert COUNTED.get("boxes", language, count=count) == words


def test_without_a_number_a_label_has_its_general_words() -> None:
    assert COUNTED.get("boxes", "en") == "{count} boxes"


@pytest.mark.parametrize(
    ("language", "forms"),
    [("zh", ["other"]), ("en", ["one", "other"]), ("pl", ["one", "few", "many", "other"]), ("xx", ["other"])],
)
def test_languages_have_the_plural_forms_of_cldr(language: str, forms: list[str]) -> None:
    assert list(list_plural_forms(language)) == forms


def test_wrong_forms_are_those_too_few_and_those_too_many() -> None:
    labels = Labels({"boxes": {"en": {"other": "{count} boxes", "two": "a pair"}}, "yes": {"en": {"one": "Yes"}}})
    assert labels.wrong_forms("boxes", "en") == (["one"], ["two"])
    assert labels.wrong_forms("yes", "en") == (["other"], ["one"])


def test_every_label_of_the_package_has_the_forms_of_its_languages() -> None:
    labels = package_labels()
    wrong = [
        (name, code) for name, text in labels.words.items() for code in text if any(labels.wrong_forms(name, code))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "script", "region"),
    [
        ("zh", "Hani", None),
        ("zh-Hant", "Hani", "TW"),
        ("ja", "Jpan", None),
        ("pt-BR", "Latn", "BR"),
        ("sr", "Cyrl", None),
        ("sr-Latn", "Latn", None),
    ],
)
def test_script_and_region_of_a_tag_are_those_of_cldr(code: str, script: str, region: str | None) -> None:
    assert (script_of(code), region_of(code)) == (script, region)


def test_the_decimal_mark_of_a_language_is_that_of_cldr() -> None:
    comma = {code: has_decimal_comma(code) for code in ("de", "pt-BR", "de-CH", "en", "zh", "ja", "qqq")}
    assert [code for code, has in comma.items() if has] == ["de", "pt-BR"]
