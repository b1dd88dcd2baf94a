"""Records as they are read: defaults, editions, and the one walk over texts and links."""

from __future__ import annotations

import pytest

from counterside.model.catalog import Catalog
from counterside.model.nodes import NEXT, Link, Node, list_fields
from counterside.model.records import Step, Symptom

TEXT = {"zh": "灯", "en": "Lamp"}


def lamp(catalog: Catalog) -> Symptom:
    found = catalog.find(Link("symptom", "lamp-dark"))
    assert isinstance(found, Symptom)
    return found


def test_yes_leads_on_unless_written() -> None:
    assert Step.model_validate({"id": "a", "do": TEXT}).seen == NEXT


def test_the_answers_of_a_step_are_yes_no_and_not_sure() -> None:
    step = Step.model_validate({"id": "a", "do": TEXT, "not_seen": "resolution:x", "still": "next"})
    assert [(answer.name, str(answer.target), str(answer.still)) for answer in step.answers] == [
        ("seen", "next", "next"), ("not_seen", "resolution:x", "next"), ("unsure", "resolution:x", "next"),
    ]  # fmt: skip


def test_beside_choices_not_sure_has_no_default() -> None:
    choices = [{"id": "x", "label": TEXT, "to": "resolution:x"}]
    step = Step.model_validate({"id": "a", "do": TEXT, "choices": choices, "not_seen": "next"})
    assert [(answer.name, answer.target) for answer in step.answers] == [
        ("x", Link("resolution", "x")),
        ("unsure", None),
    ]


def test_the_remedies_of_a_step_are_named_once() -> None:
    step = Step.model_validate({"id": "a", "do": TEXT, "seen": "resolution:x", "not_seen": "resolution:x"})
    assert step.resolutions == (Link("resolution", "x"),)


@pytest.mark.parametrize(
    ("first", "settles"),
    [
        ({"not_seen": "resolution:x", "unsure": "symptom:slip-blank"}, True),
        ({"not_seen": "symptom:slip-blank"}, True),  # not sure is as no
        ({"not_seen": "symptom:slip-blank", "unsure": "resolution:x"}, True),
        ({"not_seen": "resolution:x"}, False),
    ],
)
def test_a_list_settles_the_doubt_to_which_its_first_step_leads(
    catalog: Catalog, first: dict[str, object], settles: bool
) -> None:
    steps = (Step.model_validate({"id": "a", "do": TEXT, **first}), *lamp(catalog).steps)
    assert lamp(catalog).model_copy(update={"steps": steps}).settles(Link("symptom", "slip-blank")) == settles


def test_only_the_first_step_settles_it(catalog: Catalog) -> None:
    later = Step.model_validate({"id": "a", "do": TEXT, "not_seen": "symptom:slip-blank"})
    found = lamp(catalog).model_copy(update={"steps": (*lamp(catalog).steps, later)})
    assert not found.settles(Link("symptom", "slip-blank"))


def test_the_list_of_doubt_settles_itself(catalog: Catalog) -> None:
    assert lamp(catalog).settles(Link("symptom", "lamp-dark"))


def test_an_edition_is_the_review_and_a_fingerprint(catalog: Catalog) -> None:
    found = lamp(catalog)
    assert found.edition == f"2026-03-02-{found.fingerprint[:6]}"


@pytest.mark.parametrize("change", [{"minutes": 11}, {"verify": {"zh": "亮", "en": "Lit"}}, {"steps": ()}])
def test_a_fingerprint_changes_with_what_a_reader_meets(catalog: Catalog, change: dict[str, object]) -> None:
    found = lamp(catalog)
    assert found.model_copy(update=change).fingerprint != found.fingerprint


@pytest.mark.parametrize("field", ["aliases", "keywords"])
def test_a_new_word_for_the_search_box_leaves_printed_paper_current(catalog: Catalog, field: str) -> None:
    found = lamp(catalog)
    changed = found.model_copy(update={field: {"zh": ("乌漆墨黑",), "en": ("pitch dark",)}})
    assert getattr(changed, field) != getattr(found, field)
    marks = [[step.mark for step in each.steps] for each in (changed, found)]
    assert (changed.edition, marks[0]) == (found.edition, marks[1])


def test_a_new_word_for_a_code_leaves_its_rail_as_it_was(catalog: Catalog) -> None:
    rail = catalog.rails[0]
    code = rail.codes[0].model_copy(update={"aliases": {"zh": ("暗号",), "en": ("watchword",)}})
    assert rail.model_copy(update={"codes": (code, *rail.codes[1:])}).edition == rail.edition


def test_a_fingerprint_does_not_hang_on_where_a_record_stands(catalog: Catalog) -> None:
    found = lamp(catalog)
    copied = found.model_dump(by_alias=True, exclude={"aliases", "keywords"})
    assert Symptom.model_validate(copied).fingerprint == found.fingerprint


def test_every_text_is_walked_with_its_place(catalog: Catalog) -> None:
    walked = {use.field: use.place.keys for use in lamp(catalog).uses.text}
    assert walked["title"] == ("title",)
    assert walked["use_if"] == ("use_if", 0)
    assert walked["steps.do"] == ("steps", 0, "do")


def test_every_link_is_walked_with_the_kinds_its_key_takes(catalog: Catalog) -> None:
    walked = {use.field: (str(use.value), use.kinds) for use in lamp(catalog).uses.link}
    assert walked["escalation"] == ("resolution:call-workshop", ("resolution",))
    assert walked["steps.not_seen"][0] == "resolution:push-the-plug"


def test_links_inside_texts_are_walked_and_take_any_kind(catalog: Catalog) -> None:
    remedy = catalog.find(Link("resolution", "free-the-book"))
    assert remedy is not None
    walked = [use for use in remedy.uses.link if use.field == "close"]
    assert [(use.place.keys, str(use.value), use.kinds) for use in walked] == [
        (("close", "zh"), "term:desk-book", ()), (("close", "en"), "term:desk-book", ()),
    ]  # fmt: skip


def every_node(kind: type[Node] = Node) -> list[type[Node]]:
    return [kind, *(deeper for below in kind.__subclasses__() for deeper in every_node(below))]


@pytest.mark.parametrize("kind", every_node(), ids=lambda kind: kind.__name__)
def test_every_text_and_link_of_a_class_is_one_the_walk_knows(kind: type[Node]) -> None:
    """A field with texts or links that the walk passed over would be judged by no rule."""
    known = {found.name for found in list_fields(kind)}
    walkable = {
        name
        for name, field in kind.model_fields.items()
        if any(word in f"{field.annotation} {field.metadata}" for word in ("texts", "kinds", "Link"))
    }
    assert walkable - known == set()
