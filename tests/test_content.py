"""The project's own records: they have no problems, no step of theirs can lose its way out unnoticed, and no code of
theirs leads to a second charge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent

import pytest

from counterside.check import Report, check_project, check_texts, format_problem
from counterside.content import load
from counterside.model.catalog import Catalog
from counterside.model.nodes import NEXT, Link, parse_link
from counterside.model.records import Checklist, Code, Resolution, Routine, Step, Symptom
from counterside.rules import RULES
from mini_site import PROJECT, project_copy, read_own_records

CS201 = next(rule for rule in RULES if rule.code == "CS201")


@pytest.fixture(scope="module")
def loaded() -> load.Loaded:
    return read_own_records()


@pytest.fixture(scope="module")
def real(loaded: load.Loaded) -> Catalog:
    assert loaded.catalog is not None
    return loaded.catalog


def test_the_projects_own_catalog_has_no_problems() -> None:
    assert [problem.headline for problem in check_project(PROJECT).problems] == []


def test_the_problem_that_pages_show_is_what_check_says(loaded: load.Loaded) -> None:
    file = "checklists/symptoms/no-power.yml"
    text = loaded.sources[file].text.replace(
        "not_seen: resolution:power-recovery", "not_seen: resolution:power-recovry", 1
    )
    report = Report(load.load_texts({file: text}, loaded))
    (problem,) = check_texts({file: text}, loaded)
    shown = format_problem(problem, report.address, report.excerpt(problem))
    paths = (PROJECT / "README.md", *(PROJECT / "docs" / "contribute").glob("index*.md"))
    texts = {path.name: path.read_text("utf-8") for path in paths}
    # In the README it is part of a list.
    pages = [name for name, text in texts.items() if shown not in text and indent(shown, "  ") not in text]
    assert pages == [], shown


def on_to_next(link: Link | None) -> Link | None:
    return NEXT if link is not None and link.kind == "resolution" else link


def without_way_out(step: Step) -> Step:
    """The step with `next` in place of every remedy."""
    choices = tuple(choice.model_copy(update={"to": on_to_next(choice.to)}) for choice in step.choices)
    links = {name: on_to_next(getattr(step, name)) for name in ("seen", "not_seen", "unsure")}
    return step.model_copy(update={**links, "choices": choices})


def checklists(catalog: Catalog) -> tuple[Checklist, ...]:
    return (*catalog.of(Symptom), *catalog.of(Routine))


def test_every_step_that_loses_its_remedies_is_reported_at_its_own_line(loaded: load.Loaded, real: Catalog) -> None:
    expected, reported = [], []
    for checklist in checklists(real):
        for index, step in enumerate(checklist.steps):
            steps = (*checklist.steps[:index], without_way_out(step), *checklist.steps[index + 1 :])
            findings = CS201.findings(checklist.model_copy(update={"steps": steps}))
            expected.append((step.place.file, loaded.locate(step.place)))
            reported += [(finding.place.file, loaded.locate(finding.place)) for finding in findings]
    assert len(expected) > 100
    assert reported == expected


def test_the_same_in_the_files_is_what_check_says(tmp_path: Path, real: Catalog) -> None:
    root = project_copy(tmp_path / "project")
    checklist = real.symptoms[0]
    path = root / checklist.place.file
    written = path.read_text("utf-8")
    top = written.index("\nsteps:\n")
    end = written.index("\nverify:\n")
    path.write_text(
        written[:top] + re.sub(r"((?:seen|unsure|to): )resolution:\S+", r"\1next", written[top:end]) + written[end:],
        encoding="utf-8",
        newline="\n",
    )
    problems = check_project(root).problems
    lines = [number for number, line in enumerate(written.split("\n"), start=1) if line.startswith("  - id: ")]
    expected = [(checklist.place.file, line, 5) for line in lines]
    assert [(found.path, found.line, found.column) for found in problems if found.code == "CS201"] == expected


def test_every_record_file_is_read(loaded: load.Loaded) -> None:
    folder = PROJECT / load.FOLDER
    assert sorted(loaded.sources) == sorted(path.relative_to(PROJECT).as_posix() for path in folder.rglob("*.yml"))


# ── response codes: what a code may never lead to, whatever its words are ──

PAID = ("00", "10", "11", "A2", "A4", "A5", "A6", "Y1", "Y3")
"""The codes of a Chinese bank card that mean money was taken, in whole or in part."""

MONEY_IN_DOUBT = parse_link("symptom:money-in-doubt")
QR_IN_DOUBT = parse_link("symptom:qr-in-doubt")


def codes(catalog: Catalog, *actions: str) -> list[Code]:
    """The codes of every rail that ask for one of these actions."""
    return [code for code in catalog.codes if code.action in actions]


def remedies(code: Code, catalog: Catalog) -> Iterator[Resolution]:
    """The remedy of a code and those that follow where it does not help, each once."""
    link, seen = code.resolution, set[Link]()
    while link is not None and link not in seen:
        seen.add(link)
        record = catalog.find(link)
        if not isinstance(record, Resolution):
            return
        yield record
        link = record.if_not_fixed


def asks_before_a_payment(remedy: Resolution, gate: Link) -> bool:
    uses = (*remedy.gates, *(use for step in remedy.steps for use in step.gates))
    return gate in [use.gate for use in uses]


@pytest.mark.parametrize("name", PAID)
def test_a_code_that_means_paid_leads_to_no_other_payment(name: str, real: Catalog) -> None:
    code = real.find(parse_link(f"code:card-cn/{name}"))
    assert isinstance(code, Code)
    assert real.site.retry_gate is not None
    led_to_payment = [found.id for found in remedies(code, real) if asks_before_a_payment(found, real.site.retry_gate)]
    assert (code.category, code.allows_retry, code.gates, led_to_payment) == ("A", False, (), [])


def test_no_other_code_of_a_chinese_card_claims_to_be_paid(real: Catalog) -> None:
    rail = next(rail for rail in real.rails if rail.rail == "card-cn")
    claims = [code.code for code in rail.codes if code.category == "A" or code.action.startswith("ok")]
    assert claims == list(PAID)


def test_part_of_the_amount_is_followed_by_the_rest_on_every_rail(real: Catalog) -> None:
    found = [(code.id, str(code.resolution)) for code in codes(real, "ok-partial")]
    assert found == [(f"{rail}/10", "resolution:collect-the-rest") for rail in ("card-cn", "international")]


def test_what_is_paid_but_to_be_confirmed_asks_the_acquirer(real: Catalog) -> None:
    assert {str(code.resolution) for code in codes(real, "ok-confirm")} == {"resolution:confirm-with-acquirer"}


def lists_of_doubt(real: Catalog) -> list[Symptom]:
    """The list about a result that is not known, and the lists that it hands over to."""
    ladder = real.find(MONEY_IN_DOUBT)
    assert isinstance(ladder, Symptom)
    targets = {answer.target for step in ladder.steps for answer in step.answers if answer.target}
    return [ladder, *(found for found in map(real.find, targets) if isinstance(found, Symptom))]


def test_a_code_in_doubt_leads_to_a_list_of_doubt_or_to_one_of_its_remedies(real: Catalog) -> None:
    lists = lists_of_doubt(real)
    allowed = {found.ref for found in lists}
    allowed |= {remedy for found in lists for step in found.steps for remedy in step.resolutions}
    assert [code.id for code in codes(real, "in-doubt") if code.resolution.record not in allowed] == []


@pytest.mark.parametrize("doubt", [MONEY_IN_DOUBT, QR_IN_DOUBT], ids=str)
def test_no_other_code_leads_to_a_list_of_doubt(real: Catalog, doubt: Link) -> None:
    assert {code.action for code in real.codes if code.resolution.record == doubt} == {"in-doubt"}


@pytest.mark.parametrize("name", ["03", "04", "05"])
def test_on_a_qr_payment_an_open_outcome_is_never_the_card_of_the_same_digits(name: str, real: Catalog) -> None:
    code = real.find(parse_link(f"code:qr-unionpay/{name}"))
    assert isinstance(code, Code)
    assert (code.action, code.resolution) == ("in-doubt", QR_IN_DOUBT)


def test_no_card_is_picked_up_on_a_rail_without_cards(real: Catalog) -> None:
    assert {code.id.split("/")[0] for code in codes(real, "security")} == {"card-cn", "international"}


def test_a_code_that_allows_one_retry_passes_the_gate_of_its_own_or_of_its_remedy(real: Catalog) -> None:
    retries = [code for code in real.codes if code.allows_retry]

    def gates_of(code: Code) -> list[object]:
        remedy = real.find(code.resolution) if code.resolution else None
        return [use.gate for use in code.gates or getattr(remedy, "gates", ())]

    assert [code.id for code in retries if real.site.retry_gate not in gates_of(code)] == []
    assert retries


def test_a_pick_up_code_has_the_remedy_with_the_safe_words(real: Catalog) -> None:
    pick_up = codes(real, "security")
    assert {str(code.resolution) for code in pick_up} == {"resolution:security-decline"}
    remedy = real.find(pick_up[0].resolution)
    assert isinstance(remedy, Resolution)
    assert parse_link("notice:pick-up-no-force") in remedy.notices
    assert [code.id for code in pick_up if not code.note] == []


def show_step(block: str, loaded: load.Loaded) -> dict[str, str]:
    file = "checklists/symptoms/printer.yml"
    return {file: loaded.sources[file].text.replace("steps:\n", f"steps:\n{block}", 1)}


def show_remedy(block: str, loaded: load.Loaded) -> dict[str, str]:
    return {"checklists/resolutions/shown.yml": block.replace("title:", "status: draft\ntitle:", 1)}


def show_case(block: str, loaded: load.Loaded) -> dict[str, str]:
    return {"checklists/cases/shown-case.yml": block}


def show_code(block: str, loaded: load.Loaded) -> dict[str, str]:
    file = "checklists/codes/card-cn.yml"
    name = block.splitlines()[0]
    before, _, rest = loaded.sources[file].text.partition(f"{name}\n")
    after = re.sub(r"^(    .*\n)+", "", rest)  # without the lines of the code that is there
    return {file: f"{before}{block}{after}"}


SHOWN = (("step", 0, show_step), ("step", 1, show_remedy), ("case", 0, show_case), ("code", 0, show_code))
"""The example that stands first or second on a page for editors, and the file that it is laid into."""


@pytest.mark.parametrize("ending", [".md", ".en.md"])
def test_what_the_pages_for_editors_show_passes_the_check(ending: str, loaded: load.Loaded) -> None:
    changed: dict[str, str] = {}
    for page, number, show in SHOWN:
        text = (PROJECT / "docs" / "contribute" / f"add-a-{page}{ending}").read_text("utf-8")
        changed |= show(re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[number], loaded)
    assert len(changed) == len(SHOWN)
    assert [file for file in changed if file in loaded.sources and changed[file] == loaded.sources[file].text] == []
    assert [problem.headline for problem in check_texts(changed, loaded)] == []
