"""Languages and the words of the interface in each."""

from __future__ import annotations

import pytest

from counterside.text.i18n import Labels, Language, MissingLabel

LABELS = Labels({"yes": {"zh": "是", "en": "Yes"}, "no": {"zh": "否", "en": ""}, "unsure": {"zh": "不确定"}})


def test_the_default_language_has_no_prefix() -> None:
    assert Language("zh", "中文", is_default=True).prefix == ""


def test_other_languages_have_their_code_as_prefix() -> None:
    assert Language("en", "English", is_default=False).prefix == "en/"


def test_a_label_has_its_words() -> None:
    assert LABELS.get("yes", "en") == "Yes"


@pytest.mark.parametrize(("label", "language"), [("maybe", "en"), ("unsure", "en"), ("yes", "fr")])
def test_a_missing_label_is_named(label: str, language: str) -> None:
    with pytest.raises(MissingLabel, match=f"`{label}` has no words in `{language}`"):
        LABELS.get(label, language)


def test_holes_are_labels_without_words() -> None:
    assert list(LABELS.missing(("zh", "en"))) == [("no", "en"), ("unsure", "en")]
