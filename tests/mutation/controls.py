"""The other side: legal sentences near the border, planted where a rule looks. A rule that speaks there cries wolf."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import yaml

from mutation.bench import Bench, Mutant
from mutation.breaks.wording import CONTROLS, controls, is_quoting, places
from mutation.edits import quoted

FIELDS = {
    "CS503": "steps.do",
    "CS504": "steps.expect",
    "CS511": "steps.expect",
    "CS512": "steps.do",
    "CS611": "steps.choices.label",
}
PAIRED = ("CS402",)


def legal(code: str, bench: Bench) -> Iterator[Mutant]:
    """Every text that a rule looks at says one of its legal sentences; all of them in turn."""
    sides: Any = yaml.safe_load((CONTROLS / f"{code}.yml").read_text("utf-8"))["legal"]
    rows = cycle(sides) if code in PAIRED else None
    sentences = {} if rows else controls(code, bench, "legal")
    for node, use, language, part in places(bench):
        if is_quoting(node) or use.field != FIELDS.get(code, use.field):
            continue
        if not rows and language not in sentences:
            continue
        file, keys = use.place
        words = next(sentences[language]) if not rows else ""
        new = _both(bench, file, keys, next(rows)) if rows else bench.text(file).with_words(part, words)
        yield bench.mutant(code, f"`{use.field}` says “{words}”", file, new, part.keys)


def _both(bench: Bench, file: str, keys: tuple[str | int, ...], row: dict[str, str]) -> str:
    """A text that says a legal pair; a language that the pair lacks says the same as its last one."""
    text = bench.text(file)
    *_, last = row.values()
    lines = text.text.split("\n")
    for code in bench.languages:
        part = text.parts[*keys, code]
        lines[part.line] = lines[part.line][: part.node.start_mark.column] + quoted(row.get(code, last))
    return "\n".join(lines)


def codes() -> list[str]:
    """The rules that have controls."""
    return sorted(path.stem for path in CONTROLS.glob("CS*.yml"))


def alarms(one: Mutant, bench: Bench) -> list[str]:
    """What a rule says, anywhere, once a legal sentence stands in one place, as lines for people; none when it keeps
    silent. The records as they are have no problem, so that whatever is said now is said of the sentence."""
    told = sorted(each for each in bench.judge(one.files, one.code) if each.code == one.code)
    return [f"{each.file}:{each.line}: {each.code} false alarm: {one.what}" for each in told]
