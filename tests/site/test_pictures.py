"""Pictures on pages: words in the page's language beside lines that bring nothing of their own."""

from __future__ import annotations

import re

from counterside.check import CHECKS
from counterside.coverage import list_illustrations, picture_uses
from counterside.model.catalog import Catalog
from counterside.site.routes import render


def text_of(catalog: Catalog, path: str) -> str:
    return next(page.html for page in render(catalog, CHECKS) if page.path == path)


def figure(html: str, alt: str) -> str:
    return next(found for found in re.findall(r'<figure class="picture.*?</figure>', html, re.DOTALL) if alt in found)


def test_drawing_is_an_image_with_one_sentence_in_the_language_of_the_page(catalog: Catalog) -> None:
    found = figure(text_of(catalog, "en/resolutions/new-roll/"), "shiny side out")
    assert 'role="img" aria-label="On the left the roll faces shiny side out, on the right it is reversed."' in found
    assert re.findall("[一-鿿]", found) == []


def test_panels_have_their_words_below_as_text(catalog: Catalog) -> None:
    found = figure(text_of(catalog, "en/resolutions/new-roll/"), "shiny side out")
    assert re.findall(r"<li>(.*?)</li>", found) == ["Shiny side out", "Reversed"]
    assert "<text" not in found


def test_numbers_in_a_drawing_are_the_numbers_of_a_list(catalog: Catalog) -> None:
    found = figure(text_of(catalog, "en/glossary/"), "hinge numbered")
    assert re.findall(r"<text[^>]*>(\d)</text>", found) == ["1"]
    assert re.search(r'<ol class="key"><li>Hinge</li></ol>', found)


def test_drawing_brings_no_id_and_no_name_space_into_a_page(catalog: Catalog) -> None:
    found = figure(text_of(catalog, "en/glossary/"), "hinge numbered")
    assert " id=" not in found
    assert "xmlns" not in found


def test_page_of_all_pictures_says_where_each_is_shown(catalog: Catalog) -> None:
    html = text_of(catalog, "en/contribute/pictures/")
    roll = html.partition('id="roll"')[2].partition("</section>")[0]
    assert "/resolutions/new-roll/#fit" in roll
    assert "/glossary/#hinge" in html.partition('id="hinge"')[2].partition("</section>")[0]


def test_every_step_is_counted_with_or_without_a_picture(catalog: Catalog) -> None:
    steps = [step for record in (*catalog.symptoms, *catalog.routines, *catalog.resolutions) for step in record.steps]
    found = list_illustrations(catalog)
    assert len(found) == len(steps)
    assert [at.step for at, picture in found if picture is not None] == ["fit"]
    assert {link.id for link in picture_uses(catalog)} == {"roll", "hinge"}


def test_coverage_lists_steps_with_and_without(catalog: Catalog) -> None:
    html = text_of(catalog, "en/contribute/coverage/")
    row = next(row for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if "new-roll/#fit" in row)
    shown, bare = re.findall(r"<td>(.*?)</td>", row, re.DOTALL)
    assert "contribute/pictures/#roll" in shown
    assert bare == ""
