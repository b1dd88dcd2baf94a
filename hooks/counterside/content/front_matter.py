"""What a hand-written page says of itself, read as strictly as a record: nothing is dropped, nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import yaml

from counterside.content import yaml_reader
from counterside.text.problems import Place, Problem

KEYS = ("title", "description")
_FENCE = "---"
_TEXT = "tag:yaml.org,2002:str"
# How a record is laid out; a page may have its own way.
_STYLE = "CS009"


def cut_front_matter(lines: Sequence[str]) -> Sequence[str]:
    """The lines of a page's front matter with the `---` before them, so that numbers of lines agree; none without."""
    closed = lines[:1] == [_FENCE] and _FENCE in lines[1:]
    return lines[: lines.index(_FENCE, 1)] if closed else ()


def read_front_matter(lines: Sequence[str]) -> dict[str, str]:
    """Title and description of a page, as far as it says them."""
    data = yaml_reader.parse_silently("\n".join(cut_front_matter(lines)))
    found = data if isinstance(data, dict) else {}
    return {key: found[key] for key in KEYS if isinstance(found.get(key), str)}


def lint_front_matter(file: str, lines: Sequence[str]) -> Iterator[Problem]:
    """What YAML drops, guesses or cannot read in the front matter of a page."""
    text = "\n".join(cut_front_matter(lines))
    if not text.removeprefix(_FENCE).strip():
        return
    source = yaml_reader.parse_text(text, file)
    told = [problem for problem in source.problems if problem.code != _STYLE]
    yield from (replace(problem, place=Place(file, (problem.line, problem.column))) for problem in told)
    if not told:
        yield from _find_guesses(file, yaml.compose(text, Loader=yaml.CSafeLoader))


def _find_guesses(file: str, node: yaml.Node | None) -> Iterator[Problem]:
    """A title or a description that the engine takes for a number, a date, or yes and no."""
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value in KEYS and value.tag != _TEXT:
            mark = value.start_mark
            shown = f"`{value.value}`, which is no text" if isinstance(value, yaml.ScalarNode) else "no text"
            message = f"`{key.value}` is {shown} to YAML"
            fix = f'put it in double quotes: `{key.value}: "…"`'
            yield Problem(Place(file, (mark.line + 1, mark.column + 1)), message, fix, "CS005")
