"""The PDFs as they come out: pages, sizes, colours, text and QR code, each read from the file itself."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pypdf
import pytest
import typst
import zxingcpp
from PIL import Image, ImageChops

import sheets_reading as reading
from counterside.model.catalog import Catalog
from counterside.model.records import Symptom
from counterside.sheets.content import Part, build_contents
from counterside.sheets.document import DETAIL, DETAILS, TYPE_SCALES, build_side_input, list_sides
from counterside.sheets.files import PICTURE_PPI, PREVIEW_PPI, RenderedFile, _list_papers
from counterside.sheets.typst import draw_page, render_pdf
from counterside.sheets.verify import find_missing_texts, printed_texts
from counterside.text import i18n
from sheets_reading import SheetPlan

BLACK = {(0, 0, 0, 255)}
KANGXI = re.compile("[\u2e80-\u2fdf]")


def leaves(made: Mapping[str, RenderedFile]) -> list[RenderedFile]:
    return [one for one in made.values() if one.file.sides]


def pdfs(made: Mapping[str, RenderedFile]) -> list[RenderedFile]:
    return [one for name, one in made.items() if name.endswith(".pdf")]


def squeezed(text: str) -> str:
    return "".join(i18n.strip_marks(text).split())


def test_every_leaf_is_one_piece_of_paper(made: Mapping[str, RenderedFile]) -> None:
    for one in leaves(made):
        assert one.file.content is not None
        sides = 2 if one.file.content.letters else 1
        assert reading.pages(one.content) == sides, one.file.name


def test_rolls_are_one_page_whatever_their_length(made: Mapping[str, RenderedFile]) -> None:
    rolls = [one for one in pdfs(made) if one.file.paper in ("80mm", "58mm")]
    assert rolls
    assert {reading.pages(one.content) for one in rolls} == {1}


def test_nothing_is_smaller_than_nine_points(made: Mapping[str, RenderedFile]) -> None:
    """The booklet that is folded to A5 is the other one made smaller, and says so on the print page. The numbers in
    pictures are said again beside them."""
    smallest = {one.file.name: min(reading.sizes(one.content)) for one in pdfs(made)}
    assert {
        name
        for name, size in smallest.items()
        if size < 9 and not name.endswith("-a5.pdf") and not name.startswith("pictures")
    } == set()


def test_what_the_record_says_is_never_smaller_than_detail_type(made: Mapping[str, RenderedFile]) -> None:
    """Smaller are labels, shapes and the line of other lists alone."""
    for one in leaves(made):
        found = reading.texts_by_size(one.content)
        large = "".join(words for size, words in found.items() if size >= DETAIL)
        assert one.file.content is not None
        for step in one.file.content.steps:
            for text in filter(None, (step.do, step.detail, step.expect)):
                assert squeezed(text[one.file.language]) in large, (one.file.name, text)


def test_everything_is_black(made: Mapping[str, RenderedFile]) -> None:
    assert {one.file.name for one in pdfs(made) if reading.colours(one.content) != BLACK} == set()


def test_text_can_be_found_and_copied(made: Mapping[str, RenderedFile]) -> None:
    for one in pdfs(made):
        assert not KANGXI.search(reading.text(one.content)), one.file.name


def test_every_text_of_the_record_is_in_the_text_layer(made: Mapping[str, RenderedFile]) -> None:
    for one in leaves(made):
        printed = reading.text(one.content)
        for side in one.file.sides:
            for text in printed_texts(side):
                assert squeezed(text[one.file.language]) in printed, (one.file.name, text)


def test_text_that_is_missing_is_a_problem(made: Mapping[str, RenderedFile]) -> None:
    file = made["flap-stuck-en-leaf.pdf"].file
    other = made["lamp-dark-en-leaf.pdf"].content
    found = list(find_missing_texts(file.sides, file.name, other))
    assert [one.code for one in found if "The flap does not move" in one.message] == ["CS804"]


def test_a_back_with_room_prints_details_and_what_is_done_afterwards(made: Mapping[str, RenderedFile]) -> None:
    file = made["flap-stuck-en-leaf.pdf"].file
    assert file.content is not None
    told = {id(text) for side in file.sides for text in printed_texts(side)}
    for remedy in file.content.remedies:
        if remedy.letter:
            kept = [step.detail for step in remedy.steps if step.detail] + [*remedy.bring, *remedy.ask]
            assert {id(text) for text in kept} <= told


def test_a_full_back_keeps_what_to_do_and_drops_the_rest(made: Mapping[str, RenderedFile]) -> None:
    back = made["flap-stuck-en-leaf.pdf"].file.sides[1]
    full = replace(back, scale=len(TYPE_SCALES[back.name]) - 1)
    remedies = [remedy for remedy in back.content.remedies if remedy.letter]
    kept = [text for remedy in remedies for text in (remedy.title, *(step.do for step in remedy.steps))]
    told = list(printed_texts(full))
    assert all(text in told for text in kept)
    assert [step.detail for remedy in remedies for step in remedy.steps if step.detail in told] == []


def test_a_full_back_prints_details_as_far_as_they_fit(real_made: Mapping[str, RenderedFile]) -> None:
    """Those of the first remedies: paper that stays empty explains nothing."""
    full = [one for one in leaves(real_made) for side in one.file.sides if side.type.get("keeps") == DETAILS]
    telling = set()
    for one in full:
        assert one.file.content is not None
        text = reading.text(one.content)
        steps = [step for remedy in one.file.content.remedies if remedy.letter for step in remedy.steps]
        if any(squeezed(step.detail[one.file.language]) in text for step in steps if step.detail):
            telling.add(one.file.name)
    assert {"suspicious-contact-en-leaf.pdf", "no-network-zh-leaf.pdf"} <= telling


def test_every_remedy_says_where_to_go_if_it_did_not_help(real: Catalog, real_made: Mapping[str, RenderedFile]) -> None:
    """Or what it ends with; where the rows of the front differ, that the row says it: on the fullest back, too."""
    for one in leaves(real_made):
        content, language = one.file.content, one.file.language
        assert content is not None
        remedies = [remedy for remedy in content.remedies if remedy.letter]
        assert all(remedy.ends or remedy.onward or remedy.is_varied for remedy in remedies), content.id
        text = reading.text(one.content)
        ways = {
            "sheet_back_row": sum(remedy.is_varied for remedy in remedies),
            "sheet_back_to": sum(remedy.onward is not None and remedy.onward.shape == "ring" for remedy in remedies),
        }
        for label, count in ways.items():
            assert text.count(squeezed(real.labels.get(label, language))) == count, (one.file.name, label)


def test_documents_are_tagged_and_say_their_title_and_language(made: Mapping[str, RenderedFile]) -> None:
    for one in pdfs(made):
        reader = pypdf.PdfReader(io.BytesIO(one.content))
        catalog = reader.trailer["/Root"]
        assert catalog["/MarkInfo"]["/Marked"], one.file.name
        assert catalog["/Lang"].startswith(one.file.language), one.file.name
        # A folded booklet holds pages of another PDF, which PDF/UA does not allow; the upright one is the one to read.
        assert one.file.is_folded or b"pdfuaid:part" in catalog["/Metadata"].get_object().get_data(), one.file.name
        assert reader.metadata is not None
        assert reader.metadata.title
        assert reader.metadata.creation_date is None


def tags(pdf: bytes) -> list[str]:
    """The structure of a document: the tag of every element, in reading order."""
    return [str(element["/S"]) for element in elements(pdf)]


def attributes(pdf: bytes, tag: str, name: str) -> list[str]:
    """What all elements with a tag have for an attribute, white space left out."""
    return ["".join(str(one[name]).split()) for one in elements(pdf) if one["/S"] == tag and name in one]


def elements(pdf: bytes) -> list[pypdf.generic.DictionaryObject]:
    """The elements of a document, in reading order."""
    found: list[pypdf.generic.DictionaryObject] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, pypdf.generic.DictionaryObject):
            if "/S" in node:
                found.append(node)
            walk(node.get("/K", []))

    walk(pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.mark.parametrize("tag", ["/H1", "/H2", "/H3", "/L", "/LI", "/LBody", "/Link", "/Figure"])
def test_a_screen_reader_finds_headings_lists_and_links(made: Mapping[str, RenderedFile], tag: str) -> None:
    assert tag in tags(made["flap-stuck-en-leaf.pdf"].content)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_headings_are_the_title_then_parts_and_remedies_then_steps(
    made: Mapping[str, RenderedFile], language: str
) -> None:
    one = made[f"flap-stuck-{language}-leaf.pdf"]
    content = one.file.content
    assert content is not None
    title = squeezed(content.title[language])
    first, *others = attributes(one.content, "/H1", "/T")
    assert first == title
    assert all(title in other for other in others), "the back begins with its list's name"
    remedies = [squeezed(remedy.title[language]) for remedy in content.remedies if remedy.letter]
    parts = attributes(one.content, "/H2", "/T")
    assert [part for part in parts if part in remedies] == remedies
    assert attributes(one.content, "/H3", "/T") == [squeezed(step.do[language]) for step in content.steps]


def test_steps_bullets_ticks_and_remedies_are_lists(made: Mapping[str, RenderedFile]) -> None:
    one = made["flap-stuck-en-leaf.pdf"]
    content = one.file.content
    assert content is not None
    remedies = [remedy for remedy in content.remedies if remedy.letter]
    gates = [gate for gate in content.gates if not gate.is_repeated]
    items = [
        content.do_now,
        content.never,
        content.steps,
        *(one.steps for one in remedies),
        *(one.ticks for one in gates),
    ]
    lists = [kept for kept in items if kept]
    assert tags(one.content).count("/L") >= len(lists)
    assert tags(one.content).count("/LI") >= sum(map(len, lists))


def test_ticks_crosses_and_the_code_have_words(made: Mapping[str, RenderedFile]) -> None:
    told = attributes(made["flap-stuck-en-leaf.pdf"].content, "/Figure", "/Alt")
    assert {"Tickbox", "Never"} <= set(told)
    assert "QRcodeforthewebpagehttps://returns.example/en/symptoms/flap-stuck/" in told


def test_the_code_is_a_link_as_well(made: Mapping[str, RenderedFile]) -> None:
    (page, *_) = pypdf.PdfReader(io.BytesIO(made["flap-stuck-en-leaf.pdf"].content)).pages
    links = [note.get_object()["/A"]["/URI"] for note in page["/Annots"] if "/A" in note.get_object()]
    assert links == ["https://returns.example/en/symptoms/flap-stuck/"]


def languages(catalog: Catalog, content: Part, language: str) -> Counter[str]:
    """How many runs of a front are marked as being in each language."""
    side = list_sides(content, language)[0]
    pdf = render_pdf(build_side_input(catalog, (side,)), "sheet.typ")
    drawn = (page.get_contents() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return Counter(
        code
        for each in drawn
        if each is not None
        for code in re.findall(r"/Lang\((\w+)\)", each.get_data().decode("latin-1"))
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_for_the_customer_say_which_language_they_are_in(real: Catalog, language: str) -> None:
    content = next(one for one in build_contents(real) if one.say)
    assert set(languages(real, content, language)) == {"zh", "en"}


def test_a_chinese_screen_is_read_out_in_chinese(real: Catalog) -> None:
    """A frame with Chinese words in an English text is marked as Chinese."""
    content = next(iter(build_contents(real)))
    framed, plain = (
        languages(
            real, Part(**{**vars(content), "do_now": [{"zh": "看", "en": f"Look for `{words}` (reversal)"}]}), "en"
        )
        for words in ("冲正", "0x12")
    )
    assert framed["zh"] == plain["zh"] + 1


def test_only_the_committed_fonts_are_inside(made: Mapping[str, RenderedFile]) -> None:
    for one in pdfs(made):
        for page in pypdf.PdfReader(io.BytesIO(one.content)).pages:
            names = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"].get("/Font", {}).values()}
            assert {name for name in names if "NotoSansSC" not in name} == set(), one.file.name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_qr_code_leads_to_the_same_page_and_edition(made: Mapping[str, RenderedFile], language: str) -> None:
    one = made[f"flap-stuck-{language}-leaf.pdf"]
    assert one.file.content is not None
    prefix = {"zh": "", "en": "en/"}[language]
    wanted = f"https://returns.example/{prefix}symptoms/flap-stuck/?e={one.file.content.edition}"
    assert [code.text for code in zxingcpp.read_barcodes(reading.picture(one.content, 100))] == [wanted]
    black_and_white = reading.picture(one.content, 100).point(lambda grey: 255 if grey > 127 else 0).convert("1")
    assert [code.text for code in zxingcpp.read_barcodes(black_and_white.convert("L"))] == [wanted]


@pytest.mark.parametrize(("paper", "dots"), [("80mm", 576), ("58mm", 384)])
def test_receipt_printers_get_exactly_their_dots(made: Mapping[str, RenderedFile], paper: str, dots: int) -> None:
    for name, one in made.items():
        if name.endswith(f"-{paper}.pdf"):
            image = reading.picture(one.content, 203).point(lambda grey: 255 if grey > 127 else 0)
            assert image.width == dots, name
            assert zxingcpp.read_barcodes(image), name
            assert _ink_at_the_edges(image) == 0, name


def _ink_at_the_edges(image: Image.Image) -> int:
    """Dark dots in the outermost column on either side: something that was cut off."""
    columns = (image.crop((x, 0, x + 1, image.height)) for x in (0, image.width - 1))
    return sum(column.histogram()[0] for column in columns)


def test_the_same_bytes_come_out_twice(made: Mapping[str, RenderedFile]) -> None:
    for name in ("flap-stuck-zh-leaf.pdf", "morning-en-leaf.pdf", "flap-stuck-zh-58mm.pdf", "booklet-zh.pdf"):
        assert made[name].file.render() == made[name].content


def test_picture_of_a_front_is_there_for_a_phone(made: Mapping[str, RenderedFile]) -> None:
    image = Image.open(io.BytesIO(made["flap-stuck-zh-a4.png"].content))
    assert image.format == "PNG"
    assert image.mode == "L"
    assert image.width == pytest.approx(210 / 25.4 * PICTURE_PPI, abs=2)


def test_pictures_of_papers_are_small_and_grey(made: Mapping[str, RenderedFile]) -> None:
    previews = {name: one.content for name, one in made.items() if one.file.ppi == PREVIEW_PPI}
    assert len(previews) == 10
    assert {Image.open(io.BytesIO(content)).mode for content in previews.values()} == {"L"}
    assert {name for name, content in previews.items() if len(content) > 15_000} == set()


def test_picture_of_a_page_is_what_typst_draws_in_a_third_of_the_room() -> None:
    words = b"#set page(width: 90mm, height: 90mm)\n#lorem(20) #circle(radius: 5mm) #line(length: 50mm, angle: 30deg)"
    pdf, drawn = (typst.compile(words, format=form, ppi=100) for form in ("pdf", "png"))
    assert isinstance(pdf, bytes)
    assert isinstance(drawn, bytes)
    made = draw_page(pdf, 100)
    fine, grey = (Image.open(io.BytesIO(one)).convert("L").resize((30, 30)) for one in (drawn, made))
    (_, furthest) = ImageChops.difference(fine, grey).getextrema()
    assert furthest < 40, "the ink is where it is"
    assert len(made) < len(drawn) / 2


def test_till_card_has_a_back_with_the_result_and_the_words(made: Mapping[str, RenderedFile]) -> None:
    pages = pypdf.PdfReader(io.BytesIO(made["card-en-a4.pdf"].content)).pages
    assert len(pages) == 2
    assert pages[1].extract_text().count("Shiny side out") == 8


@pytest.mark.parametrize(("length", "is_shown"), [(1, True), (200, False)])
def test_card_without_a_waiting_customer_has_the_entries_that_there_is_room_for(
    catalog: Catalog, length: int, is_shown: bool
) -> None:
    triage = tuple(one.model_copy(update={"danger": False}) for one in catalog.site.triage)
    long = triage[-2].model_copy(update={"title": {"zh": "灯不亮" * length, "en": "No light. " * length}})
    site = catalog.site.model_copy(update={"waiting": None, "triage": (triage[0], long)})
    bare = replace(catalog, site=site)
    card = next(one for one in _list_papers(bare, [*build_contents(bare)], ()) if one.name == "card-en-a4.pdf")
    printed = squeezed(reading.text(card.render()))
    for text, count in ((site.question, 8), (triage[0].title, 8), (long.title, 8 * is_shown)):
        assert printed.count(squeezed(text["en"])) == count, text["en"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["poster-{}-a4.pdf", "poster-{}-a3.pdf", "card-{}-a4.pdf", "booklet-{}.pdf"])
def test_what_is_a_danger_to_people_comes_before_the_question_about_money(
    real: Catalog, real_made: Mapping[str, RenderedFile], name: str, language: str
) -> None:
    """Who sees smoke during a payment is not sent to the list that asks for the payment's result."""
    assert real.site.waiting is not None
    entry = next(one for one in real.site.triage if one.danger)
    first = real.find(entry.to[0])
    assert isinstance(first, Symptom)
    wanted = [real.site.waiting.first, first.title, real.site.waiting.question]
    if name.startswith("card"):
        wanted.insert(2, first.do_now[0])
    printed = reading.page_texts(real_made[name.format(language)].content)[0]
    places = [printed.find(squeezed(text[language])) for text in wanted]
    assert -1 not in places
    assert places == sorted(places)


def test_every_sheet_of_this_project_fits_its_paper(real_plan: SheetPlan) -> None:
    fronts = [side for side in real_plan.sides if side.name == "front"]
    assert len(fronts) >= 32
    assert [side for side in real_plan.sides if side.over_mm] == []
