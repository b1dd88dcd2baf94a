"""CS5xx: the craft of checklists, after Gawande and Boorman, Degani and Wiener, CAP 676 and the cockpit's QRH."""

import re

from counterside.model.catalog import Catalog, list_steps
from counterside.model.lexicon import RecordText
from counterside.model.records import Case, Checklist, Picture, Record, Resolution, Symptom, puts_people_first
from counterside.rules.rule import Findings, part_of, rule
from counterside.text.i18n import blank_quotes, is_spaced, strip_marks, text_width
from counterside.text.problems import Place, Problem, did_you_mean

MOST_STEPS = 9
# What fits the sheet's lines to be read at arm's length: characters of a script without spaces, and of one with them.
ROOM = {"steps.do": (22, 60), "steps.detail": (40, 110), "short": (20, 50), "title": (20, 50)}

# The end of a sentence with another one behind it, or a semicolon anywhere.
_SENTENCE_END = re.compile(r"[。！？](?=.)|[.!?] +(?=[A-Z“\"])|[;；]")


@rule("CS501", "too-many-steps")
def too_many_steps(record: Record) -> Findings:
    """A checklist or a remedy has at most nine steps.

    中文：一张清单、一个处理办法，最多 9 步。

    Beyond nine, people under pressure lose their place or stop reading. Pilots' and surgeons' lists keep to five
    to nine for the same reason. Split it, or move steps into a remedy.

    原因：超过 9 步，着急的人会找不到自己做到哪里，或者干脆不看了。飞行员和手术室的清单也因此只留 5 到 9 步。拆成两
    张，或者把几步挪进处理办法。

    Bad:
        steps:        # ten entries

    Good:
        steps:        # nine entries or fewer
    """
    steps = list_steps(record)
    if len(steps) > MOST_STEPS:
        fix = "split the list, or move steps into a remedy"
        yield Problem(steps[MOST_STEPS].place, f"{len(steps)} steps; at most {MOST_STEPS} can be followed", fix)


@rule("CS502", "too-much-to-remember")
def too_much_to_remember(symptom: Symptom) -> Findings:
    """At most three things to do at once, and at most two nevers.

    中文：“马上做”最多 3 条，“绝对不要”最多 2 条。

    They are learned by heart and recalled in the worst minute of the day. A fourth costs the other three.

    原因：这几条是要背下来的，用的时候又是一天里最糟的那一分钟。多记第四条，前三条也会忘。

    Bad:
        do_now:       # four entries

    Good:
        do_now:       # three entries or fewer
    """
    for key, entries, most in (("do_now", symptom.do_now, 3), ("never", symptom.never, 2)):
        if len(entries) > most:
            fix = "move the least urgent one into a step"
            yield Problem(symptom.place.at(key, most), f"{len(entries)} entries in `{key}`; at most {most}", fix)


@rule("CS503", "two-instructions", is_shared=True)
def two_instructions(record: Record, record_text: RecordText) -> Findings:
    """A step is one instruction: one sentence, and no *then*.

    中文：一步只写一条指令：一句话，不写“然后”。

    With two instructions in a step, a reader who is interrupted does not know which one is done, and the answer
    belongs to neither.

    原因：一步里写两条指令，中途被打断的人不知道做到了哪一条，回答也不知道是答哪一条。

    Bad:
        do:
          zh: 拔掉电源，然后等 1 分钟
          en: Unplug it, then wait 1 minute

    Good:
        do:
          zh: 拔掉电源等 1 分钟
          en: Unplug it for 1 minute
    """
    found = {problem.place: problem for problem in record_text.problems("CS503")}
    fix = "make it one sentence, and the rest a step of its own or a `detail:`"
    for use in record_text.uses:
        for language, words in use.value.items() if use.field == "steps.do" else ():
            # As written first, which is quicker; what is the end of a sentence only inside a mark is none.
            if _SENTENCE_END.search(words) and _SENTENCE_END.search(blank_quotes(words).rstrip()):
                place = use.place.at(language)
                found[place] = Problem(place, "more than one sentence in one step", fix)
    yield from found.values()


@rule("CS504", "no-visible-state", is_shared=True)
def no_visible_state(record: Record, record_text: RecordText) -> Findings:
    """`expect` names what one sees, never a problem such as *normal*, *OK* or *checked*.

    中文：`expect` 写看得见的状态，不写“正常”“没问题”“已检查”。

    “Is it normal?” asks the reader for the diagnosis that the list should give. A colour, a word on the screen, a
    position can be compared by anyone.

    原因：问“正常吗”，等于让读的人自己下判断，而这本来是清单该做的事。颜色、屏幕上的字、摆放的位置，谁都能对照。

    Bad:
        expect:
          zh: 充电器正常
          en: The charger works correctly

    Good:
        expect:
          zh: 充电图标亮着
          en: The charging icon is lit
    """
    yield from record_text.problems("CS504")


@rule("CS505", "too-long")
def too_long(record: Record, record_text: RecordText) -> Findings:
    """Texts fit the lines of a sheet: `do` 22 汉字 or 60 characters, `detail` 40 or 110, `short` and `title` 20 or 50.

    中文：文字要放得进纸面：`do` 22 字，`detail` 40 字，`short`、`title` 20 字；英文分别是 60、110、50、50 个字符。

    Two Latin letters take the room of one Chinese character. What does not fit is set smaller, and what is set
    smaller is not read.

    原因：两个英文字母占一个汉字的位置。放不下就要缩小，缩小了就没人看。

    Bad:
        do:
          zh: 请先仔细检查充电器的插头有没有牢牢插进墙上的插座里面
          en: Please check carefully whether the charger's plug is pushed firmly into the wall socket

    Good:
        do:
          zh: 看充电器插紧没有
          en: See that the charger is plugged in
    """
    for use in record_text.uses if isinstance(record, (Checklist, Resolution, Case)) else ():
        for language, words in use.value.items() if use.field in ROOM else ():
            most = ROOM[use.field][is_spaced(language)]
            if len(words) > most:  # most are shorter, marks and all
                shown = strip_marks(words)
                length = len(shown) if is_spaced(language) else (text_width(shown) + 1) // 2
                if length > most:
                    message = f"`{use.field}` takes {length} of {most} characters"
                    fix = "shorten it; reasons belong in `cause`, not in a step"
                    yield Problem(use.place.at(language), message, fix)


@rule("CS511", "negative-question", is_shared=True)
def negative_question(checklist: Checklist, record_text: RecordText, catalog: Catalog) -> Findings:
    """A question whose expected state is a negative has answers in words of their own, and its hazard comes first.

    中文：要看到的状态是“没有什么”时，回答要写成自己的话，危险的那个排在前面。

    “Do you see: no smoke? Yes.” A reader who sees smoke thinks *yes*. Name the answers by what is seen with
    `seen_label` and `not_seen_label`. Where *not seen* means stop, show that answer first: `first: not_seen`. The
    words of negation are in wording.yml.

    原因：“看到没有冒烟吗？是。”看见冒烟的人，心里想的正是“是”。用 `seen_label`、`not_seen_label` 把两个回答写成看到的
    样子。没看到就要停用的，先显示那个回答：`first: not_seen`。表示否定的词写在 wording.yml 里。

    Bad:
        expect:
          zh: 没有冒烟
          en: No smoke
        not_seen: resolution:take-out-of-use

    Good:
        expect:
          zh: 没有冒烟
          en: No smoke
        first: not_seen
        seen_label:
          zh: 没有
          en: No smoke
        not_seen_label:
          zh: 有烟
          en: Smoke
        not_seen: resolution:take-out-of-use
    """
    for step in checklist.steps:
        asked = [hit for hit in record_text.hits("CS511") if step.place.covers(hit.use.place)]
        if asked and not (step.seen_label and step.not_seen_label):
            yield asked[0].problem  # both languages of a question say the same: once is enough
        stops = [link is not None and puts_people_first(catalog.find(link)) for link in (step.seen, step.not_seen)]
        if asked and step.first == "seen" and not step.choices and stops == [False, True]:
            fix = "add `first: not_seen`, so that the hazard is the first answer"
            yield Problem(step.place.at("not_seen"), "the answer that means stop is not the first one", fix)


# The texts that tell a reader to do something with the device.
_INSTRUCTIONS = ("do_now", "before", "steps.do", "steps.detail", "ticks", "close")


@rule("CS512", "not-on-this-device", is_shared=True)
def not_on_this_device(record: Record, record_text: RecordText, catalog: Catalog) -> Findings:
    """An instruction can be followed on every device that its list is for, or names another way.

    中文：清单适用的每一类机器都要做得到；做不到的，要写明另一个办法。

    “Reprint the last sale” is the end of the road for a phone reader, which has no printer. `cannot:` of a phrase in
    wording.yml names the families that cannot do what it says; another way in the same step excuses it. A list or a
    remedy that is for other families only says so with `applies_to:`.

    原因：手机刷卡器没有打印机，“补打最后一笔”到这里就走不下去了。wording.yml 里一条说法的 `cannot:` 写明哪几类机器做
    不到；同一步里写了别的办法就不算。只给其他机器用的清单和处理办法，用 `applies_to:` 写明。

    Bad:
        do:
          zh: 补打最后一笔
          en: Reprint the last sale

    Good:
        do:
          zh: 补打最后一笔，或在应用里查
          en: Reprint the last sale, or look in the app
    """
    devices = getattr(record, "applies_to", ())
    for hit in record_text.hits("CS512"):
        stuck = [name for name in hit.phrase.cannot if not devices or name in devices]
        # The other text of the same step may say what to do instead.
        others = [use for use in record_text.uses if use.place.keys[:-1] == hit.use.place.keys[:-1]]
        texts = [use.value.get(hit.language, "") for use in others if use.field in _INSTRUCTIONS]
        lexicon = record_text.lexicons[hit.language]
        is_excused = hit.use.field.startswith("steps.") and any(lexicon.excuses(hit.phrase, text) for text in texts)
        if stuck and hit.use.field in _INSTRUCTIONS and not is_excused:
            yield Problem(hit.place, f"{hit.message} ({', '.join(stuck)})", hit.phrase.fix)
    # No answer of a list for some devices leads to a remedy that is for others only.
    steps = record.steps if isinstance(record, Symptom) else ()
    answers = [(step, answer) for step in steps for answer in step.answers]
    for step, answer in answers:
        remedy = catalog.find_resolution(answer.target)
        wanted = remedy.applies_to if remedy is not None else ()
        missing = [name for name in devices if wanted and name not in wanted]
        # *Not sure* that only repeats `not_seen` would be the same mistake reported twice.
        if missing and (answer.name != "unsure" or step.choices or step.unsure):
            message = f"`{answer.target}` is not for {', '.join(missing)}, and this list is"
            fix = "lead them elsewhere, or take them out of `applies_to:` of the list"
            yield Problem(step.place.at(*answer.key), message, fix)


FOLDER = "checklists/pictures"
MOST_PANELS = 3


@rule("CS513", "picture-unfit", needs_links=True)
def picture_unfit(catalog: Catalog) -> Findings:
    """A picture is a plain line drawing with one stroke and no words of its own; it is light, the record names its
    parts, and something shows it.

    中文：图是一种线条的线稿，图里不写字；分量要轻，各部分的名字写在记录里，而且有地方用到它。

    A drawing is copied into pages, so only an element and an attribute from a short list is let in: no script, no
    reference, no photograph, no colour, nothing outside its frame. Words stay in the record, in every language, where
    they can be read aloud, enlarged and printed. Above 900 bytes compressed it slows the page down that it should
    speed up. What is allowed is on *Add a picture*.

    原因：图会成为网页的一部分，所以只认很短的一张名单：不许有脚本、引用、照片、颜色，也不许画出边框。字写在记录里，每种
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
        shown, labels = catalog.drawings.get(picture.svg or ""), len(picture.labels)
        spots = len(shown.spots) if shown is not None and not shown.faults else labels
        bare = [index for index, label in enumerate(picture.labels) if label.svg is None]
        if picture.svg is None and (bare or not labels):
            place = picture.place.at("labels", *bare[:1])
            yield Problem(place, f"`{picture.id}` has nothing to draw", "name a file, `svg: …`")
        elif spots not in (0, labels):
            message = f"`{picture.svg}` has {spots} numbers, the record has {labels} labels"
            yield Problem(picture.place.at("labels"), message, "write one label for each number, in order")
        elif spots == 0 and labels > MOST_PANELS:
            message = f"{labels} labels for panels; at most {MOST_PANELS} fit below a picture"
            fix = "number the parts: circles with ids `label-1`, …"
            yield Problem(picture.place.at("labels", MOST_PANELS), message, fix)


@part_of("CS513")
def wrong_drawings(catalog: Catalog) -> Findings:
    """Files that are missing or of the other size, pictures that nothing shows, and drawings that nothing uses."""
    pictures = catalog.of(Picture)
    named = [(each.place.at(*keys), name, keys != ("svg",)) for each in pictures for keys, name in each.files]
    named += [(record.place.at("icon"), record.icon, True) for record in catalog.of(Symptom) if record.icon]
    for place, name, is_icon in named:
        drawing = catalog.drawings.get(name)
        if drawing is None:
            message = f"there is no `{name}` in {FOLDER}/{did_you_mean(name, catalog.drawings)}"
            yield Problem(place, message, "correct the name, or put the drawing there")
        elif not drawing.faults and drawing.is_icon != is_icon:
            wanted = "a pictogram, 24 × 24 units" if is_icon else "a drawing, 120 units high"
            yield Problem(place, f"`{name}` is not {wanted}", "name another file, or draw it at that size")
    if catalog.broken:  # what could not be read may show them
        return
    shown, files = {use.value.record for use in catalog.links}, {name for _, name, _ in named}
    for picture in (picture for picture in pictures if picture.ref not in shown):
        fix = f"add `picture: {picture.ref}` where it helps, or delete the entry"
        yield Problem(picture.place, f"nothing shows picture `{picture.id}`", fix)
    # One of these may be what a name that is wrong means.
    for name in catalog.drawings.keys() - files if files <= catalog.drawings.keys() else ():
        fix = f"name it in {FOLDER}.yml or as an `icon:`, or delete it"
        yield Problem(Place(f"{FOLDER}/{name}", (1, 1)), "nothing uses this drawing", fix)
