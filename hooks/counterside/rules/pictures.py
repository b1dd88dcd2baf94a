"""CS513: line drawings, what is in them, what they weigh, and that their words are there."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog, Picture, Symptom, links
from counterside.rules.rule import Findings, rule
from counterside.text.problems import Place, Problem, did_you_mean

FOLDER = "checklists/pictures"
MOST_PANELS = 3


@rule("CS513", "picture-unfit")
def picture_unfit(catalog: Catalog) -> Findings:
    """A picture is a plain line drawing with one stroke and no words of its own; it is light, the record names its
    parts, and something shows it.

    中文：图是一种线条的线稿，图里不写字；分量要轻，各部分的名字写在记录里，而且有地方用到它。

    A drawing is copied into pages, so only an element and an attribute from a short list is let in: no script, no
    reference, no photograph, no colour, nothing outside its frame. Words stay in the record, in every language, where
    they can be read aloud, enlarged and printed. Above 900 bytes compressed it slows the page down that it should
    speed up. What is allowed is on *Add a picture*.

    原因：图会原样放进网页，所以只认很短的一张名单：不许有脚本、引用、照片、颜色，也不许画出边框。字写在记录里，每种
    语言都有，才能读出来、放大、印出来。压缩后超过 900 字节，本来想让人快一点，反而慢了。名单见“加一张图”。

    Bad:
        svg: paper-roll.svg        # with <text>光滑面</text> in it

    Good:
        svg: paper-roll.svg        # with <circle id="label-1" …/> in it
        labels:
          - id: glossy
            text:
              zh: 光滑面
              en: Glossy side
    """
    for name, drawing in catalog.drawings.items():
        for fault in drawing.faults:
            place = Place(f"{FOLDER}/{name}", (fault.line, fault.column))
            yield Problem(place, fault.message, fault.fix)
    for picture in catalog.of(Picture):
        yield from _find_unlabelled(picture, catalog)
    yield from _find_wrong_files(catalog)
    if not catalog.broken:  # what could not be read may show them
        yield from _find_unused(catalog)


def _find_unlabelled(picture: Picture, catalog: Catalog) -> Iterator[Problem]:
    """A picture whose numbers and labels do not come out even, or that shows nothing at all."""
    drawing = catalog.drawings.get(picture.svg or "")
    labels = len(picture.labels)
    if picture.svg is None:
        bare = [index for index, label in enumerate(picture.labels) if label.svg is None]
        if bare or not labels:
            place = picture.place.at("labels", *bare[:1])
            yield Problem(place, f"`{picture.id}` has nothing to draw", "name a file, `svg: …`")
    elif drawing is not None and not drawing.faults and len(drawing.spots) not in (0, labels):
        message = f"`{picture.svg}` has {len(drawing.spots)} numbers, the record has {labels} labels"
        yield Problem(picture.place.at("labels"), message, "write one label for each number, in order")
    elif drawing is not None and not drawing.spots and labels > MOST_PANELS:
        message = f"{labels} labels for panels; at most {MOST_PANELS} fit below a picture"
        yield Problem(
            picture.place.at("labels", MOST_PANELS), message, "number the parts: circles with ids `label-1`, …"
        )


def _find_wrong_files(catalog: Catalog) -> Iterator[Problem]:
    """Files that are named and missing, pictograms in place of drawings, and the other way round."""
    pictures = catalog.of(Picture)
    named = [(each.place.at(*keys), name, keys != ("svg",)) for each in pictures for keys, name in each.files]
    named += [(place, name, True) for place, name in _find_icons(catalog)]
    for place, name, is_icon in named:
        drawing = catalog.drawings.get(name)
        if drawing is None:
            message = f"there is no `{name}` in {FOLDER}/{did_you_mean(name, catalog.drawings)}"
            yield Problem(place, message, "correct the name, or put the drawing there")
        elif not drawing.faults and drawing.is_icon != is_icon:
            wanted = "a pictogram, 24 × 24 units" if is_icon else "a drawing, 120 units high"
            yield Problem(place, f"`{name}` is not {wanted}", "name another file, or draw it at that size")


def _find_unused(catalog: Catalog) -> Iterator[Problem]:
    shown = {use.link.record for record in catalog.records for use in links(record)}
    shown |= {use.link for use in catalog.site_links}
    for picture in catalog.of(Picture):
        if picture.ref not in shown:
            fix = f"add `picture: {picture.ref}` where it helps, or delete the entry"
            yield Problem(picture.place, f"nothing shows picture `{picture.id}`", fix)
    files = {name for picture in catalog.of(Picture) for _, name in picture.files}
    files |= {name for _, name in _find_icons(catalog)}
    for name in catalog.drawings:
        if name not in files:
            fix = f"name it in {FOLDER}.yml or as an `icon:`, or delete it"
            yield Problem(Place(f"{FOLDER}/{name}", (1, 1)), "nothing uses this drawing", fix)


def _find_icons(catalog: Catalog) -> list[tuple[Place, str]]:
    """The pictograms that checklists name, with the place of each name."""
    return [(record.place.at("icon"), record.icon) for record in catalog.of(Symptom) if record.icon]
