"""CS508, CS509 and CS804: a sheet fits its paper, its characters can be printed, and it says what its record says."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from inspect import getdoc

from counterside.content.fonts import FOLDER as FONTS
from counterside.content.load import FOLDER, PACKAGE_LABELS, package_labels
from counterside.model.catalog import Catalog, Font
from counterside.model.nodes import Node
from counterside.model.records import Code, Gate, Notice, Picture, Rail, Resolution, Routine, Symptom
from counterside.model.site import Profile, Site
from counterside.sheets.content import Part, list_roll_steps
from counterside.sheets.document import AFTERWARDS, DETAILS, OUTCOME, Side
from counterside.sheets.typst import missing, read_text
from counterside.text import i18n
from counterside.text.i18n import PACKAGE_LANGUAGES, Labels, Text
from counterside.text.problems import Check, Place, Problem, did_you_mean

_FIX_TEMPLATE = "this is a fault of the sheet's template, not of the record: report it with the text"
_FIX_CHARACTER = "write it with the 7,445 characters of GB 2312, Latin letters and common signs"
_FIX_OWN_FONT = "write it with characters of the language's own font, or make that from a font which has more"
_WHOLE_SCRIPT = 20
"""Characters beyond which it is not a word that cannot be printed but a script."""
_PRINTED = (Site, Profile, Symptom, Routine, Resolution, Gate, Notice, Picture, Rail, Code)


def find_missing_texts(sides: Sequence[Side], name: str, pdf: bytes) -> Iterator[Problem]:
    """Every text of a checklist can be read, found and copied in the PDF of its sheet.

    中文：清单里的每段文字，在打印出来的 PDF 里都要读得到、搜得到、复制得出来。

    The PDF is drawn by a template of its own. A field that the template forgets, or a font whose letters copy out
    as other letters, would be noticed by the person who has nothing but the paper.

    原因：PDF 由另一套模板排出来。模板漏了一个字段，或者字体复制出来变成别的字，发现的就是手里只有一张纸的人。

    Bad:
        no-power.yml says “Plug in the original charger”; no-power-en-a4.pdf does not.

    Good:
        no-power.yml says “Plug in the original charger”; so does no-power-en-a4.pdf.
    """
    printed = squeeze_text(read_text(pdf)) if sides else ""
    for side in sides:
        for text in printed_texts(side):
            words = i18n.strip_marks(text[side.language])
            if squeeze_text(words) not in printed:
                message = f"“{words}” is not in the text of {name}"
                yield Problem(side.content.place, message, _FIX_TEMPLATE, "CS804")


def squeeze_text(text: str) -> str:
    """A text without white space and the signs at which a wide word was broken: line breaks say nothing about words."""
    return "".join(text.replace("\u200b", "").split())


def find_misfits(sides: Iterable[Side]) -> Iterator[Problem]:
    """A sheet is one piece of A4: its front and its back fit a page each in every language, in type that can be
    read at arm's length. A roll is at most 300 mm long.

    中文：一张清单就是一张 A4：正面、背面各一页，每种语言都要排得下，字还要够大，伸手能看清。小票纸不超过 30 厘米。

    Smaller type would make it fit and be unreadable; a third page would be the one that is lost. What does not fit
    is too long for a reader with a customer waiting.

    原因：字再小一点也排得进去，但没人看得清；排到第三页，丢的就是那一页。放不下，说明对一个有顾客在等的人来说太长了。

    Bad:
        do:
          zh: 请您先把原装的充电器插到确认有电的墙上插座里，再把另一头插进机器底部的充电口
          en: First plug the original charger into a wall socket that you know works, then plug it in below

    Good:
        do:
          zh: 插上原装充电器
          en: Plug in the original charger
    """
    for side in sides:
        if side.over_mm:
            quoted = ", ".join(f"“{words}”" for words in longest_texts(side))
            name = {"roll": "the roll", "back": "the back of the sheet"}.get(side.name, "the sheet")
            paper = f"long for {side.paper}" if side.name == "roll" else "high for A4"
            message = f"{name} in `{side.language}` is {side.over_mm} mm too {paper}"
            fix = f"shorten it, the longest texts first: {quoted}"
            yield Problem(side.content.place.at("steps"), message, fix, "CS508")


def longest_texts(side: Side, count: int = 3) -> tuple[str, ...]:
    """The longest texts of a side, longest first, to be shortened: none of those that keep people and money safe."""
    kept = [*side.content.never, *(text for remedy in side.content.remedies for text in remedy.never_give)]
    words = {i18n.strip_marks(text[side.language]) for text in printed_texts(side) if text not in kept}
    return tuple(sorted(words, key=lambda text: (-i18n.text_width(text), text))[:count])


def printed_texts(side: Side) -> Iterator[Text]:
    """The record's own texts that a side has to print in its scale of type: no more and no less."""
    content, scale = side.content, side.type
    if side.name == "back":
        for remedy in content.remedies:
            if remedy.letter:
                yield from _remedy_texts(remedy, scale["keeps"])
        yield from (row.answers[0] for row in content.use_other)
        return
    yield from (content.title, *content.do_now, *content.never)
    if side.name == "roll":
        steps = list_roll_steps(content)
        yield from (step.do for step in (steps if content.columns else steps[: int(scale["steps"])]))
        return
    yield from (content.verify,) if content.verify else ()
    yield from (row.answers[0] for row in content.use_other if scale.get("signs", 0) > 0)
    yield from content.use_if if scale.get("signs", 0) > 1 else ()
    for step in content.steps:
        yield from (text for text in (step.do, step.detail, step.expect) if text)
        for row in step.if_not if content.columns else step.rows:
            yield from () if content.columns and step.expect else row.answers
            yield from (row.to.short,) if row.to.short else ()


def _remedy_texts(remedy: Part, keeps: float) -> Iterator[Text]:
    """What to do, in which order, and what never to give away, always; how to see that it helped, details of it, and
    what is done and asked afterwards, where there is room."""
    yield from (remedy.title, *remedy.before, *remedy.never_give)
    yield from (text for text in (remedy.verify, remedy.still_broken) if text and keeps > OUTCOME)
    for step in remedy.steps:
        yield from (step.do, step.detail) if step.detail and keeps > DETAILS else (step.do,)
    if keeps > AFTERWARDS:
        yield from (*remedy.bring, *remedy.ask, *((remedy.close,) if remedy.close else ()))


def find_unprintable(node: Node, languages: Collection[str], fonts: Mapping[str, Font]) -> Iterator[Problem]:
    """A text that goes on paper uses only characters that the sheets' font has.

    中文：要印在纸上的文字，只用打印字体里有的字。

    The font that comes with the sheets holds the 7,445 characters of GB 2312, Latin letters and common signs. Any
    other character would be an empty box on the sheet, found out by the person who needs it.

    原因：打印用的字体里有 GB 2312 的 7445 个字符、拉丁字母和常用符号。别的字印出来是空框，而发现它的人手里只有那
    张纸。

    Bad:
        short:
          zh: 充电 15 分钟 🔌
          en: Charge for 15 minutes 🔌

    Good:
        short:
          zh: 充电 15 分钟
          en: Charge for 15 minutes
    """
    if isinstance(node, _PRINTED):
        for use in node.uses.text:
            for code in use.value.keys() & languages:
                yield from _find_missing(use.place.at(code), use.value[code], fonts.get(code))
    # What is there in no language: what a screen shows, an address.
    if isinstance(node, Code) and node.shown:
        for key in ("legacy", "current"):
            yield from _find_missing(node.place.at("shown").at(key), getattr(node.shown, key) or "")
    if isinstance(node, Profile):
        yield from _find_missing(node.place.at("portal"), node.portal or "")


def find_unprintable_languages(catalog: Catalog) -> Iterator[tuple[str, Problem]]:
    """The languages that are to be printed and whose script the font lacks, each with one problem for all its texts."""
    texts = [use.value for node in catalog.written if isinstance(node, _PRINTED) for use in node.uses.text]
    for index, code in enumerate(catalog.site.codes):
        lacking = missing("".join(text.get(code, "") for text in texts), catalog.fonts.get(code))
        has_font = code in PACKAGE_LANGUAGES or code in catalog.fonts  # one letter of any other means many to come
        letters = sum(map(str.isalpha, lacking))
        if code in catalog.site.printed and letters > (_WHOLE_SCRIPT if has_font else 0):
            named = ", ".join(f"`{character}`" for character in lacking[:3])
            message = f"{len(lacking)} characters of `{code}` are not in the font of the sheets, such as {named}"
            fix = (
                f"make a font for it: `counterside font {code} FILE`, from a font of its script, such as Noto Sans; or "
                "add `sheets: false` to this language: its pages are published, and the browser prints them"
            )
            yield code, Problem(Place(f"{FOLDER}/site.yml", ("languages", index)), message, fix, "CS509")


def find_unused_fonts(catalog: Catalog) -> Iterator[Problem]:
    """Fonts of the site's own that print nothing: of no language of the site, or damaged."""
    for language, font in sorted(catalog.fonts.items()):
        if language not in catalog.site.codes:
            message = f"the site has no language `{language}`{did_you_mean(language, catalog.site.codes)}"
            fix = "name a font `<language>-Regular.ttf`, with `-Bold.ttf` beside it, or remove it"
            yield Problem(Place(FONTS), message, fix, "CS509")
        elif not font.family:
            fix = f"make it again: `counterside font {language} FILE`"
            yield Problem(Place(FONTS), f"a file of `{language}` is no font", fix, "CS509")


def find_unprintable_labels(labels: Labels, languages: Collection[str], fonts: Mapping[str, Font]) -> Iterator[Problem]:
    """Words of the interface that the fonts cannot print: any of them may be on a sheet."""
    package = package_labels().words
    for label, text in labels.words.items():
        for language in (code for code in languages if text.get(code)):
            file = PACKAGE_LABELS if package.get(label, {}).get(language) == text[language] else f"{FOLDER}/labels.yml"
            is_plain = isinstance(text[language], str)
            for form, words in labels.forms(label, language).items():
                keys = (label, language) if is_plain else (label, language, form)
                yield from _find_missing(Place(file, keys), words, fonts.get(language))


def _find_missing(place: Place, words: str, font: Font | None = None) -> Iterator[Problem]:
    """What the fonts of the sheets lack of some words; `font` is the language's own."""
    lacking = missing(words.replace("\n", " "), font)
    if lacking:
        named = []
        for each in lacking:
            is_alone = each.isprintable() and unicodedata.category(each) != "Mn"
            named.append(f"`{each}` (U+{ord(each):04X})" if is_alone else f"U+{ord(each):04X}")
        message = f"{', '.join(named)} {'is' if len(lacking) == 1 else 'are'} not in the font of the sheets"
        yield Problem(place, message, _FIX_OWN_FONT if font else _FIX_CHARACTER, "CS509")


CHECKS: tuple[Check, ...] = (
    # A letter of another alphabet is not in the font either.
    Check("CS509", "character-not-printable", getdoc(find_unprintable) or "", ("CS403",)),
    Check("CS508", "sheet-too-high", getdoc(find_misfits) or ""),
    Check("CS804", "text-not-on-sheet", getdoc(find_missing_texts) or ""),
)
