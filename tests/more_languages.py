"""A project in more languages, whose words are made from its Chinese and English ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import yaml

from counterside.content.load import package_labels
from counterside.text.i18n import Labels, list_plural_forms

Say = Callable[[str, str], str]
Languages = Mapping[str, tuple[str, Say]]
"""Languages by their codes: the name, and how words are made from the Chinese and the English ones."""
_TEXT = re.compile(r"^(?P<margin> *)(?P<dash>(?:- )?)zh: (?P<zh>.*)\n(?P<inner> *)en: (?P<en>.*)\n", re.MULTILINE)


def add_languages(root: Path, languages: Languages) -> None:
    """Add languages to a project in Chinese and English, in every text, label and page."""
    for file in sorted((root / "checklists").rglob("*.yml")):
        text = _TEXT.sub(partial(_write_lines, languages), file.read_text("utf-8"))
        if file.name == "site.yml":
            more = "".join(f"  - code: {code}\n    name: {name}\n" for code, (name, _) in languages.items())
            text = text.replace("    name: English\n", f"    name: English\n{more}")
        file.write_text(text, encoding="utf-8")
    labels = package_labels()
    words = {
        label: {code: _translate_forms(labels, label, code, say) for code, (_, say) in languages.items()}
        for label in labels.words
    }
    written = yaml.safe_dump(words, allow_unicode=True, width=10_000, sort_keys=False)
    (root / "checklists" / "labels.yml").write_text(written, encoding="utf-8")
    for page in sorted((root / "docs").rglob("*.en.md")):
        for code in languages:
            copy = page.with_name(page.name.replace(".en.", f".{code}."))
            copy.write_text(page.read_text("utf-8"), encoding="utf-8")
    config = root / "mkdocs.yml"
    english = "        - locale: en\n          name: English\n          build: true\n"
    more = "".join(
        english.replace("en\n", f"{code}\n", 1).replace("English", name) for code, (name, _) in languages.items()
    )
    assert english in config.read_text("utf-8")
    config.write_text(config.read_text("utf-8").replace(english, english + more), encoding="utf-8")


def _translate_forms(labels: Labels, label: str, code: str, say: Say) -> str | dict[str, str]:
    """The words of a label, in each plural form of the language where it counts something."""
    chinese, english = labels.get(label, "zh"), labels.forms(label, "en")
    forms = list_plural_forms(code) if labels.is_counted(label) else ("other",)
    words = {form: say(chinese, english.get(form, english["other"])) for form in forms}
    return words if len(words) > 1 else words["other"]


def _write_lines(languages: Languages, match: re.Match[str]) -> str:
    lines = [f"{match['inner']}{code}: {say(match['zh'], match['en'])}\n" for code, (_, say) in languages.items()]
    return match[0] + "".join(lines)
