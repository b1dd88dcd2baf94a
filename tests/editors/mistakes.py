# ruff: noqa: E501  # a row is a mistake
"""Mistakes as editors make them, one at a time, and what `check` says of each.

A row replaces a part of one file of the fictional site. `told` is the code and how the message begins; where it is
empty, the row is no mistake. `later` counts the lines from where the change begins to where it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from counterside.check import check_texts, merge_repeats
from counterside.content.load import Loaded
from counterside.text.problems import Problem

FLAP, SLIP, LAMP = (f"checklists/symptoms/{name}.yml" for name in ("flap-stuck", "slip-blank", "lamp-dark"))
BOOK = "checklists/resolutions/free-the-book.yml"
PANEL, CASE = "checklists/codes/panel.yml", "checklists/cases/rainy-monday.yml"
LOOK_ZH, LOOK = "      zh: 从外面看挡板\n", "      en: Look at the flap from outside\n"
SITE = "checklists/site.yml"
OTHER_CHOICES = """      - id: broken
        label:
          zh: 挡板裂了
          en: The flap is cracked
        to: resolution:take-out-of-use
      - id: nothing
        label:
          zh: 看不出什么
          en: Nothing to see
        to: next
"""
HINGE = "    not_seen: resolution:brush-the-hinge\n"


WHOLE_FILE = -99
"""Told at the top of the file."""


class Mistake(NamedTuple):
    name: str
    file: str
    old: str
    new: str
    told: str
    later: int = 0


MISTAKES = (
    # keys and languages
    Mistake("key-typo", FLAP, HINGE, HINGE.replace("not_seen", "notseen"), "CS003 unknown key `notseen`; did you mean"),
    Mistake("key-of-a-list", FLAP, "steps:\n", "step:\n", "CS003 unknown key `step`; did you mean `steps`?"),
    Mistake("key-in-capitals", FLAP, "    do:\n", "    Do:\n", "CS003 unknown key `Do`; did you mean `do`?"),
    Mistake("key-in-cyrillic", FLAP, "    do:\n", "    dо:\n", "CS003 unknown key `dо`; did you mean `do`?"),
    Mistake("key-with-a-space", FLAP, HINGE, HINGE.replace("_", " "), "CS003 unknown key `not seen`; did you mean"),
    Mistake("key-of-a-remedy", BOOK, "if_not_fixed:", "if_notfixed:", "CS003 unknown key `if_notfixed`; did you mean"),
    Mistake("language-typo", FLAP, LOOK, LOOK.replace("en:", "eng:"), "CS003 unknown language `eng`"),
    Mistake("language-cn", FLAP, LOOK_ZH, LOOK_ZH.replace("zh:", "cn:"), "CS003 unknown language `cn`"),
    Mistake("language-in-capitals", FLAP, LOOK, LOOK.replace("en:", "EN:"), "CS003 unknown language `EN`"),
    Mistake("english-missing", FLAP, LOOK, "", "CS401 `steps.do` has no `en`", -2),
    Mistake("chinese-missing", FLAP, LOOK_ZH, "", "CS401 `steps.do` has no `zh`", -1),
    Mistake("text-on-one-line", FLAP, f"    do:\n{LOOK_ZH}{LOOK}", "    do: 看挡板\n", "CS005 `do` is `看挡板`, not a text"),
    Mistake("not-translated", FLAP, LOOK, "      en: 从外面看挡板\n", "CS403 Chinese character"),
    Mistake("english-for-chinese", FLAP, LOOK_ZH, "      zh: Look at the flap now\n", "CS403 `steps.do` is not Chinese"),
    Mistake("key-too-far-in", FLAP, HINGE, f"  {HINGE}", "CS003 `not_seen` is too far in"),
    Mistake("top-key-too-far-in", FLAP, "area: ", "  area: ", "CS003 `area` is too far in"),
    Mistake("text-in-brackets", FLAP, LOOK, "      en: [Look]\n", "CS005 `en` is not a single line of text"),
    # links
    Mistake("link-of-another-kind", FLAP, HINGE, "    not_seen: symptom:brush-the-hinge\n", "CS202 there is no symptom"),
    Mistake("link-kind-typo", FLAP, HINGE, HINGE.replace("resolution", "resolutoin"), "CS205 `resolutoin:brush-the-hinge`"),
    Mistake("link-with-a-space", FLAP, HINGE, HINGE.replace("n:b", "n: b"), "CS001 a link has no space"),
    Mistake("link-full-width", FLAP, HINGE, HINGE.replace("n:b", "n：b"), "CS205 `resolution：brush-the-hinge`"),
    Mistake("link-in-capitals", FLAP, HINGE, HINGE.replace("brush", "Brush"), "CS205 `resolution:Brush-the-hinge`"),
    Mistake("link-underscore", FLAP, HINGE, HINGE.replace("brush-", "brush_"), "CS205 `resolution:brush_the-hinge`"),
    Mistake("link-without-kind", FLAP, "    still: step:hinge\n", "    still: hinge\n", "CS205 `hinge` is not a link"),
    Mistake("link-in-cyrillic", FLAP, HINGE, HINGE.replace("the", "thе"), "CS205 `resolution:brush-thе-hinge`"),
    Mistake("step-of-another", CASE, "deciding_step: symptom:flap-stuck#hinge", "deciding_step: symptom:flap-stuck#hing",
            "CS208 symptom `flap-stuck` has no step `hing`; did you mean `hinge`?"),
    Mistake("term-for-a-remedy", FLAP, HINGE, "    not_seen: term:hinge\n", "CS205 `term:hinge` does not belong here"),
    Mistake("gates-no-list", BOOK, "gates: [gate:hands-clear]\nnotices", "gates: gate:hands-clear\nnotices",
            "CS005 `gates` is `gate:hands-clear`, not a list"),
    Mistake("step-twice", FLAP, "  - id: hinge\n", "  - id: look\n", "CS102 step `look` is there twice"),
    Mistake("number-twice", LAMP, "number: 3\n", "number: 1\n", "CS104 sheet number 1 is taken"),
    # values
    Mistake("minutes-with-a-unit", FLAP, "minutes: 20", "minutes: 20分钟", "CS005 `minutes` is `20分钟`"),
    Mistake("word-not-in-the-list", FLAP, "area: hardware", "area: hardwear", "CS005 `area` is `hardwear`"),
    Mistake("status-typo", FLAP, "status: published", "status: publish", "CS005 `status` is `publish`"),
    Mistake("date-with-slashes", FLAP, "reviewed: 2026-03-02", "reviewed: 2026/3/2", "CS005 `reviewed` is `2026/3/2`"),
    Mistake("date-in-chinese", FLAP, "reviewed: 2026-03-02", "reviewed: 2026年3月2日", "CS005 `reviewed` is"),
    Mistake("date-in-words", FLAP, "reviewed: 2026-03-02", "reviewed: Mar 2, 2026", "CS005 `reviewed` is"),
    Mistake("device-typo", FLAP, "[wall, cart]", "[wal, cart]", "CS202 there is no device `wal`; did you mean `wall`?"),
    Mistake("comment-in-a-value", FLAP, "urgency: now", "urgency: now# 现在", "CS005 `urgency` is `now# 现在`"),
    Mistake("code-twice", PANEL, 'code: "07"', 'code: "00"', "CS102 code `00` is there twice"),
    Mistake("code-with-a-blank", PANEL, 'code: "07"', 'code: "07 "', "CS101 code `07 `"),
    Mistake("answers-beside-choices",
        FLAP,
        "    unsure: resolution:call-workshop\n    notices",
        "    not_seen: resolution:call-workshop\n    unsure: resolution:call-workshop\n    notices",
        "CS003 `not_seen` is not used with `choices`",
    ),
    # indentation and YAML
    Mistake("one-space-more", FLAP, LOOK, f" {LOOK}", "CS001 7 spaces in front, where its neighbours have 6"),
    Mistake("one-space-less", FLAP, LOOK, LOOK[1:], "CS001 5 spaces in front, where its neighbours have 6"),
    Mistake("dash-too-far-in", FLAP, "  - id: hinge\n", "   - id: hinge\n", "CS001 3 spaces in front"),
    Mistake("key-too-far-out", FLAP, HINGE, HINGE[2:], "CS001 2 spaces in front, where its neighbours have 4"),
    Mistake("key-at-the-margin", FLAP, HINGE, HINGE[4:], "CS001 0 spaces in front"),
    Mistake("tab", FLAP, LOOK, "\t\t\ten: Look at the flap from outside\n", "CS008 tab in the indentation"),
    Mistake("no-break-space", FLAP, LOOK, f"    \u00a0 {LOOK[6:]}", "CS008 no-break space U+00A0 in the indentation"),
    Mistake("full-width-space", FLAP, LOOK, f"  \u3000\u3000{LOOK[6:]}", "CS008 full-width space U+3000"),
    Mistake("zero-width", FLAP, LOOK, LOOK.replace("Look", "Lo\u200bok"), "CS008 invisible character U+200B"),
    Mistake("many-zero-widths", FLAP, LOOK, LOOK.replace("o", "o\u200b"), "CS008 invisible character U+200B"),
    Mistake("private-character", FLAP, LOOK, LOOK.replace("Look", "\ue004"), "CS008 invisible character U+E004"),
    Mistake("full-width-colon", FLAP, LOOK, LOOK.replace("en: ", "en："), "CS001 the colon after `en` is full-width"),
    Mistake("no-colon", FLAP, LOOK, LOOK.replace("en: ", "en "), "CS001 no colon follows `en`"),
    Mistake("colon-in-a-text", FLAP, LOOK, LOOK.replace("Look", "Look: see"), "CS001 a text holds a colon and a space"),
    Mistake("quote-not-closed", FLAP, LOOK, LOOK.replace("en: ", 'en: "'), 'CS001 a quote `"` is opened'),
    Mistake("apostrophe-in-quotes", FLAP, LOOK, "      en: 'Look at the flap's edge'\n", "CS001 a quote `'` closes in the"),
    Mistake("quotes-in-quotes", FLAP, LOOK, '      en: "Look at "the" flap"\n', 'CS001 a quote `"` closes in the middle'),
    Mistake("hash-in-a-text", FLAP, LOOK, LOOK.replace("from", "#1 from"), "CS001 everything from the ` #` on is dropped"),
    Mistake("begins-with-at", FLAP, LOOK, LOOK.replace("Look", "@ Look"), "CS001 a text begins with a mark"),
    Mistake("begins-with-stars", FLAP, LOOK, LOOK.replace("Look", "**Look**"), "CS006 a text begins with `*`"),
    Mistake("dash-without-space", FLAP, "  - id: hinge\n", "  -id: hinge\n", "CS001 no space follows the dash"),
    Mistake("no-dash", FLAP, "  - id: hinge\n", "    id: hinge\n", "CS002 a dash is missing before `id`"),
    Mistake("list-as-group", FLAP, "  - zh: 挡板推不开，或者合不上\n    en: The flap will", "  zh: 挡板推不开，或者合不上\n  en: The flap will",
            "CS005 `use_if` is not a list", -1),
    Mistake("group-as-list", FLAP, LOOK_ZH + LOOK, LOOK_ZH.replace("zh", "- zh") + LOOK.replace("en", "- en"),
            "CS005 `do` is not a text in each language", -1),
    Mistake("key-twice", FLAP, "minutes: 20\n", "minutes: 20\nminutes: 20\n", "CS002 key `minutes` is here", 0),
    Mistake("language-twice", FLAP, LOOK, LOOK + LOOK, "CS002 key `en` is here for the second time", 0),
    Mistake("text-over-lines", FLAP, LOOK, "      en: >\n        Look at the flap\n", "CS009 text over several lines"),
    Mistake("merge-conflict", FLAP, LOOK, f"<<<<<<< HEAD\n{LOOK}=======\n{LOOK}>>>>>>> mine\n", "CS001 a merge conflict"),
    Mistake("second-document", FLAP, "steps:\n", "---\nsteps:\n", "CS001 `---` begins a second record"),
    Mistake("web-page", FLAP, "status: published\n", "<!DOCTYPE html>\n<html lang=en>\n", "CS001 is a web page"),
    Mistake("chinese-comma", FLAP, "[卡住了, 夹书]", "[卡住了、夹书]", "CS001 `、` does not part the entries"),
    Mistake("no-brackets", FLAP, "[卡住了, 夹书]", "卡住了, 夹书", "CS005 `zh` is `卡住了, 夹书`, not a list"),
    Mistake("full-width-brackets", FLAP, "[卡住了, 夹书]", "［卡住了, 夹书］", "CS005 `zh` is `［卡住了, 夹书］`"),
    Mistake("answer-deleted", LAMP, "    not_seen: resolution:push-the-plug\n", "", "CS304 answer `not_seen`", -8),
    Mistake("choices-beside-expect", FLAP, "    unsure: resolution:call-workshop\n", f"    expect:\n      zh: 开着\n      en: It is open\n    seen: next\n{HINGE}",
            "CS003 `expect`, `seen`, `not_seen` are not used"),
    Mistake("link-of-one-language", FLAP, LOOK, "      en: Look [outside](symptom:outside)\n", "CS202 there is no symptom"),
    Mistake("number-of-one-language", FLAP, LOOK_ZH, "      zh: 打 13912345678\n", "CS605 `13912345678` is not listed"),
    # texts
    Mistake("unwritten", FLAP, LOOK, "      en: TODO\n", "CS007 `TODO` is not a text"),
    Mistake("signs-alone", FLAP, LOOK, '      en: "-"\n', "CS007 “-” says nothing"),
    Mistake("too-long", FLAP, LOOK, f"      en: Look {'very ' * 14}closely\n", "CS505 `steps.do` takes"),
    Mistake("rare-character", FLAP, LOOK_ZH, LOOK_ZH.replace("看", "𠮷看"), "CS509 `𠮷` (U+20BB7)"),
    Mistake("emoji", FLAP, LOOK_ZH, LOOK_ZH.replace("看", "⚠️看"), "CS509 `⚠` (U+26A0), U+FE0F are not in the font"),
    Mistake("half-width-comma", FLAP, LOOK_ZH, LOOK_ZH.replace("看", "看,"), "CS406 half-width `,`"),
    Mistake("judgement", FLAP, "      zh: 铰链里看得见金属，没有叶子\n      en: The hinge shows bare metal and no leaves\n",
            "      zh: 铰链正常\n      en: The hinge works\n", "CS504 `正常` is a judgement"),
    Mistake("link-full-width-brackets", FLAP, "用手电照，不用手摸。", "用手电照，见[铰链]（term:hinge）。", "CS409"),
    Mistake("link-in-corner-brackets", FLAP, "用手电照，不用手摸。", "用手电照，见【铰链】(term:hinge)。", "CS409"),
    Mistake("link-not-closed", FLAP, "用手电照，不用手摸。", "用手电照，见[铰链](term:hinge。", "CS409"),
    Mistake("backtick-not-closed", FLAP, "用手电照，不用手摸。", "用手电照，按 `好。", "CS409"),
    Mistake("full-width-backtick", FLAP, "用手电照，不用手摸。", "用手电照，按｀TEST｀。", "CS409"),
    Mistake("one-star", FLAP, "Use a torch, not your hand.", "Use a torch, *not* your hand.", "CS409"),
    Mistake("html", FLAP, "Use a torch, not your hand.", "Use a torch, <b>not</b> your hand.", "CS409"),
    Mistake("entity", FLAP, "Use a torch, not your hand.", "Use a torch,&nbsp;not your hand.", "CS409"),
    Mistake("not-lost", FLAP, "en: Never put a hand", "en: Put a hand", "CS407 `never` forbids in `zh` and not in `en`"),
    Mistake("other-key-of-the-screen", SLIP, "Press the `TEST` key", "Press the `FEED` key", "CS408"),
    Mistake("source-missing", BOOK, "sources: [source:maker-manual]\n", "", "CS701 `free-the-book` names no source", WHOLE_FILE),
    Mistake("review-missing", BOOK, "reviewed: 2026-03-02\n", "", "CS703 `free-the-book` has no `reviewed` date", WHOLE_FILE),
    Mistake("cut-short", FLAP, "escalation: resolution:call-workshop\nwas: [flap-jammed]\nreviewed: 2026-03-02\n", "",
            "CS004 key `escalation` is missing", WHOLE_FILE),
    Mistake("source-twice", BOOK, "sources: [source:maker-manual]", "sources: [source:maker-manual, source:maker-manual]", "CS102 `source:maker-manual` is there twice"),
    Mistake("answers-alike", FLAP, "          zh: 挡板裂了\n          en: The flap is cracked\n", "          zh: 夹着一本书\n          en: A book is caught\n", "CS102 two answers have the same words", -1),
    Mistake("title-of-another", LAMP, "  en: The lamp is dark\n", "  en: The flap does not move\n", "CS102 “The flap does not move” is the title of"),
    Mistake("full-width-letters", FLAP, LOOK, LOOK.replace("flap", "ｆｌａｐ"), "CS403 full-width `ｆ`"),
    # more of the same kinds, as they were met
    Mistake("languages-swapped", FLAP, LOOK_ZH + LOOK, "      zh: Look at the flap from outside\n      en: 从外面看挡板\n",
            "CS403 the languages of this text have changed places", 1),
    Mistake("done-in-capitals", FLAP, "    seen: done\n", "    seen: Done\n", "CS205 `Done` is not a link; did you mean `done`?"),
    Mistake("no-remedy", FLAP, HINGE, "    not_seen: next\n", "CS201 step `hinge` links to no resolution", -7),
    Mistake("sources-without-kind", BOOK, "[source:maker-manual]", "[maker-manual, maker-manual-2]", "CS205 `maker-manual` is not a link"),
    Mistake("step-id-in-chinese", FLAP, "  - id: hinge\n", "  - id: 铰链\n", "CS101 id `铰链` is not words joined by hyphens"),
    Mistake("step-id-with-a-blank", FLAP, "  - id: hinge\n", "  - id: the hinge\n", "CS101 id `the hinge`"),
    Mistake("date-without-zeros", FLAP, "reviewed: 2026-03-02", "reviewed: 2026-3-2", "CS005 `reviewed` is `2026-3-2`"),
    Mistake("date-in-wide-hyphens", FLAP, "reviewed: 2026-03-02", "reviewed: 2026－03－02", "CS005 `reviewed` is"),
    Mistake("list-with-wide-commas", FLAP, "[卡住了, 夹书]", "[卡住了，夹书]", "CS001 `，` does not part the entries"),
    Mistake("curly-quotes", FLAP, LOOK, "      en: “Look: at the flap”\n", "CS001 a text holds a colon and a space"),
    Mistake("conflict-around-a-step", FLAP, "  - id: hinge\n", "<<<<<<< HEAD\n  - id: hinge\n=======\n  - id: hinges\n>>>>>>> mine\n",
            "CS001 a merge conflict"),
    Mistake("ligature", FLAP, LOOK, LOOK.replace("flap", "ﬂap"), "CS403 letter `ﬂ` of another alphabet"),
    Mistake("radical-of-a-pdf", FLAP, LOOK_ZH, LOOK_ZH.replace("看", "⽤"), "CS509 `⽤` (U+2F64)"),
    Mistake("wide-blank-in-english", FLAP, LOOK, LOOK.replace("the flap", "the\u3000flap"), "CS008 full-width space U+3000"),
    Mistake("one-choice", FLAP, OTHER_CHOICES, "", "CS304 step `look` has one choice alone", -7),
    Mistake("code-without-its-zero", PANEL, 'code: "07"', "code: 7", "CS101 code `7` is shorter than the others"),
    Mistake("times-in-another-order", CASE, '"08:44"', '"08:34"', "CS705 `08:34` is earlier than `08:40`"),
    Mistake("other-list-is-this-one", FLAP, "    to: symptom:lamp-dark\n", "    to: symptom:flap-stuck\n", "CS206 `symptom:flap-stuck` is this record"),
    Mistake("neither-sourced-nor-composite", CASE, "composite: true", "composite: false", "CS702 case `rainy-monday`", WHOLE_FILE),
    Mistake("address-without-slash", SITE, "https://returns.example/", "https://returns.example", "CS005 `address` is"),
    Mistake("address-without-https", SITE, "https://returns.example/", "returns.example/", "CS005 `address` is"),
    Mistake("key-twice-far-away", FLAP, "verify:\n", "steps:\n  - id: more\nverify:\n", "CS002 key `steps` is here"),
    Mistake("tabs-in-many-lines", FLAP, LOOK_ZH + LOOK, "\t\t\tzh: 从外面看挡板\n\t\t\ten: Look at the flap from outside\n", "CS008 tab in the indentation"),
    Mistake("yes-for-true", SITE, "danger: true", "danger: on", "CS005 `danger` is `on`, neither true nor false"),
    Mistake("list-at-the-top", LAMP, "number: 3\n", "- number: 3\n", "CS001 0 spaces in front", 1),
    Mistake("number-with-a-line", FLAP, "minutes: 20", "minutes: 2_0", "CS005 `minutes` is `2_0`, not a whole number"),
    Mistake("link-lost-in-one-language", BOOK, "[柜台簿](term:desk-book)", "[柜台簿]（term:desk-book）", "CS409 the reader would see"),
    # no mistakes
    Mistake("quoted-hash", FLAP, LOOK, '      en: "Look at flap #A from outside"\n', ""),
    Mistake("document-start", FLAP, "status: published\n", "---\nstatus: published\n", ""),
    Mistake("blank-lines", FLAP, "steps:\n", "\n\nsteps:\n", ""),
    Mistake("comment-above", FLAP, "steps:\n", "# 步骤\nsteps:\n", ""),
    Mistake("code-without-quotes", PANEL, 'code: "07"', "code: 07", ""),
    Mistake("screen-sign", FLAP, "Use a torch, not your hand.", "Use a torch. The panel shows `*`.", ""),
    Mistake("blank-behind-a-key", FLAP, "    do:\n", "    do: \n", ""),
    Mistake("two-blanks-in-a-text", FLAP, LOOK, LOOK.replace("the flap", "the  flap"), ""),
    Mistake("no-last-line-end", FLAP, "article: [A1]\n", "article: [A1]", ""),
    Mistake("both-languages-one-less-in", FLAP, LOOK_ZH + LOOK, LOOK_ZH[1:] + LOOK[1:], ""),
    Mistake("time-without-quotes", CASE, '"08:44"', "08:44", ""),
    Mistake("no-still", FLAP, "        still: step:hinge\n", "", ""),
)  # fmt: skip


def find_problems(mistake: Mistake, base: Loaded) -> tuple[Problem, ...]:
    """What is told of a mistake in the records of `base`."""
    text = base.sources[mistake.file].text
    assert mistake.old in text, mistake.name
    return merge_repeats(check_texts({mistake.file: text.replace(mistake.old, mistake.new, 1)}, base))


def find_line(mistake: Mistake, base: Loaded) -> int:
    """The line, from 1, on which a mistake must be told."""
    text = base.sources[mistake.file].text
    pairs = zip(text.split("\n"), text.replace(mistake.old, mistake.new, 1).split("\n"), strict=False)
    changed = next((number for number, (here, there) in enumerate(pairs, start=1) if here != there), 1)
    return 1 if mistake.later == WHOLE_FILE else changed + mistake.later


def move(old: str, new: str) -> Callable[[Path], None]:
    def run(root: Path) -> None:
        target = root / "checklists" / new
        target.parent.mkdir(exist_ok=True)
        (root / "checklists" / old).rename(target)

    return run


def copy(root: Path) -> None:
    folder = root / "checklists" / "symptoms"
    (folder / "flap-stuck copy.yml").write_text((folder / "flap-stuck.yml").read_text("utf-8"), "utf-8")


FILES = {
    "yaml-ending": (move("symptoms/flap-stuck.yml", "symptoms/flap-stuck.yaml"), "CS003 is read by nothing"),
    "txt-ending": (move("symptoms/flap-stuck.yml", "symptoms/flap-stuck.yml.txt"), "CS003 is read by nothing"),
    "two-endings": (move("symptoms/flap-stuck.yml", "symptoms/flap-stuck.yml.yml"), "CS003 is read by nothing"),
    "capital-ending": (move("symptoms/flap-stuck.yml", "symptoms/flap-stuck.YML"), "CS003 is read by nothing"),
    "markdown": (move("symptoms/flap-stuck.yml", "symptoms/flap-stuck.md"), "CS003 is read by nothing"),
    "capitals": (move("symptoms/flap-stuck.yml", "symptoms/Flap-Stuck.yml"), "CS101 id `Flap-Stuck`"),
    "blank": (move("symptoms/flap-stuck.yml", "symptoms/flap stuck.yml"), "CS101 id `flap stuck`"),
    "chinese": (move("symptoms/flap-stuck.yml", "symptoms/挡板.yml"), "CS101 id `挡板`"),
    "no-folder": (move("symptoms/flap-stuck.yml", "flap-stuck.yml"), "CS003 is read by nothing"),
    "sub-folder": (move("symptoms/flap-stuck.yml", "symptoms/flap/flap-stuck.yml"), "CS003 is read by nothing"),
    "other-folder": (move("symptoms/flap-stuck.yml", "resolutions/flap-stuck.yml"), "CS003 is a symptom"),
    "list-gone": (lambda root: (root / "checklists/symptoms/flap-stuck.yml").unlink(), "CS20"),
    "remedy-gone": (lambda root: (root / "checklists/resolutions/brush-the-hinge.yml").unlink(), "CS20"),
    "site-gone": (lambda root: (root / "checklists/site.yml").unlink(), "CS001 is missing"),
    "copy": (copy, "CS101 id `flap-stuck copy`"),
}
