"""Writes what words say for each list, learnt from the questions and frames in `tests/search` and the names of the
lists: `checklists/weights.<language>.txt`. `python tests/search_weights.py` writes them again; the sets in `HELD` are
never learnt from, so that they show how a stranger fares."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from browser import find_browser
from counterside.content import load
from counterside.model.catalog import Catalog
from counterside.search import assets
from counterside.site import view
from search.questions import list_batches, list_framed, questions

HERE = Path(__file__).parent
ROOT = HERE.parent
HELD = ("fresh", "strangers", *(f"asked-{number}" for number in range(24, 38)))
ASKED = 8  # a question counts as eight names
OTHERS = tuple(f"told-{number}" for number in range(13, 17))  # all but money: a quarter each, or money would sink
FRAMED = 3  # the question that a frame made, whatever it is about
URGENT = 3  # what is about money counts three times: its list has to come first
BUILD = "async () => { window.engine = await new countersideSearch.Index(countersideRecords).build(); }"
HEADER = """\
# What words say for or against each list: `<list> +2 words,pairs of words`. Learnt from questions by
# tests/search_weights.py, never written by hand. The search box adds them to what it finds in the lists themselves.
"""


def list_samples(catalog: Catalog, language: str) -> list[tuple[str, list[int], int]]:
    """What to learn from: a text, the lists that are right for it by number, and how much it counts."""
    symptoms = catalog.symptoms
    numbers = {f"symptoms/{symptom.id}/": number for number, symptom in enumerate(symptoms)}
    samples = [
        (text, (number,), 1)
        for number, each in enumerate(symptoms)
        for text in (each.title[language], *each.aliases.get(language, ()), *each.keywords.get(language, ()))
    ]
    asked = [(question, ASKED) for question in list_batches("*", language, (*HELD, *OTHERS))]
    asked += [(question, ASKED // 4) for name in OTHERS for question in questions(name, language)]
    for question, worth in asked:
        if question.right[0] in numbers:
            right = tuple(numbers[url] for url in question.right if url in numbers)
            samples.append((question.query, right, worth))
    urgent = {number for number, symptom in enumerate(symptoms) if symptom.urgency == "money"}
    held = {question.query for name in HELD for question in questions(name, language)}
    framed = [question for question in list_framed(language) if question.query not in held]
    return [(query, [numbers[url] for url in right], FRAMED) for query, right in framed] + [
        (text, list(right), worth if urgent.isdisjoint(right) else worth * URGENT) for text, right, worth in samples
    ]


def write_weights(learnt: list[tuple[str, list[tuple[int, int]]]], names: list[str]) -> str:
    """The file's text: lists by name, the strongest weights first, grams in order."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for gram, weights in learnt:
        for number, weight in weights:
            found[number, weight].append(gram.replace(" ", "") if gram[0] > "⺀" and gram[-1] > "⺀" else gram)
    ordered = sorted(found, key=lambda key: (names[key[0]], -key[1]))
    return HEADER + "".join(
        f"{names[number]} {weight:+d} {','.join(sorted(found[number, weight]))}\n" for number, weight in ordered
    )


def open_engine(page: Page, records: str) -> None:
    """Load the engine into a page, as `window.engine`, with a language's records."""
    page.add_script_tag(content=records)
    page.add_script_tag(content=view.publish_script("search.js").content.decode())
    page.evaluate(BUILD)


def learn(page: Page, records: str, samples: list[tuple[str, list[int], int]], lists: int) -> Any:
    """[[gram, [[list, weight], …]], …], learnt in a page with the engine and a language's records."""
    open_engine(page, records)
    program = (HERE / "search" / "learn.js").read_text("utf-8").rstrip().rstrip(";")
    return page.evaluate(f"([samples, lists]) => ({program})(samples, lists)", [samples, lists])


def main() -> None:
    """Write the file of each language that has questions."""
    catalog = load.load_catalog(ROOT).catalog
    assert catalog is not None
    scripts = {asset.path: asset.content.decode() for asset in assets(catalog, ROOT)}
    names = [symptom.id for symptom in catalog.symptoms]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for language in catalog.languages:
            if (HERE / "search" / f"queries.{language.code}.yml").is_file():
                samples = list_samples(catalog, language.code)
                records = scripts[f"{language.prefix}search/records.js"]
                learnt = learn(browser.new_page(), records, samples, len(names))
                target = ROOT / "checklists" / f"weights.{language.code}.txt"
                target.write_text(write_weights(learnt, names), "utf-8")
                print(f"{target.name}: {len(samples)} samples, {target.stat().st_size} bytes")
        browser.close()


if __name__ == "__main__":
    main()
