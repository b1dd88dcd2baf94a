"""The checks of form, CS001 to CS009, and what pydantic says about a record in an editor's words."""

import re
import time
import unicodedata
from collections.abc import Sequence
from contextlib import suppress

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from counterside.model.nodes import INLINE, Keys, walk_annotation
from counterside.text.problems import MAX_QUOTED, count_things, did_you_mean, document_checks, find_closest

# What is asked of a file before its records are read; `yaml_reader` reports it.
FILE_CHECKS = document_checks("""
    CS001 unreadable-file
    The file can be read: UTF-8, valid YAML, at most 256 KiB, at most 20 levels deep.

    中文：文件必须读得进来：UTF-8 编码、YAML 语法正确、不超过 256 KiB、嵌套不超过 20 层。

    A file that cannot be read is left out of every other check, so correct it first. A common slip is reported on
    the line where it was made. For anything else the place is where reading could not go on; the cause is often
    one line above.

    原因：读不进来的文件，别的检查都会跳过它，所以先修它。常见的手误会指到写错的那一行；别的情况，指的是读不下去的
    地方，毛病往往在上一行。

    Bad:
        title:
          zh: 不开机
         en: No power

    Good:
        title:
          zh: 不开机
          en: No power

    CS002 duplicate-key
    A key is written once.

    中文：同一层里，一个键只能写一次。

    Most YAML readers keep the last value and drop the first without a word, so a step can lose its
    instruction unnoticed.

    原因：多数程序读到重复的键，只留最后一个，前面的悄悄丢掉。一步的指令就这样没了，谁也不会发现。

    Bad:
        minutes: 5
        minutes: 20

    Good:
        minutes: 20

    CS006 yaml-magic
    No anchors, aliases, tags or merge keys; a text that begins with `*`, `&` or `!` is in quotes.

    中文：不用锚点、别名、标签和合并键；以 `*`、`&`、`!` 开头的文字要加引号。

    They make a file mean something other than what it shows, and a few lines of them can fill the memory
    of the machine that reads them.

    原因：这些写法会让文件的意思和看上去的不一样；短短几行，就能把读它的机器内存撑满。

    Bad:
        do:
          zh: **先停手**

    Good:
        do:
          zh: "**先停手**"

    CS007 empty-text
    Nothing is empty, and nothing waits to be written (TBD, TODO, 待补).

    中文：不能留空，也不能写 TBD、TODO、待补。

    A reader behind a counter cannot do anything with a gap. Leave the key out, or make the record a draft.

    原因：站在柜台后面的人，对着空白没有办法。没想好就把这个键整个去掉，或者先把记录设成草稿。

    Bad:
        detail:
          zh: 待补
          en: TODO

    Good:
        status: draft

    CS008 invisible-character
    No control, direction or zero-width characters, no tabs; digits in a code are half-width.

    中文：不能有控制符、方向符、零宽字符和制表符；代码里的数字用半角。

    They cannot be seen, yet they turn text around, break search, and make a code that looks like `55` be
    something else. They usually come along when text is pasted from a chat or a PDF.

    原因：这些字符看不见，却会把文字方向弄反、让搜索搜不到，还会让看着是 `55` 的代码其实不是 `55`。多半是从聊天窗
    口或 PDF 里粘贴文字时带进来的。

    Bad:
        - code: "５５"

    Good:
        - code: "55"

    CS009 record-style
    Texts are two lines, `zh:` then `en:`; lists are indented by two spaces; `id` or `code` comes first.

    中文：每段文字两行，先 `zh:` 后 `en:`；列表缩进两格；`id` 或 `code` 写在最前面。

    One shape for every record means that a diff shows which language changed and nothing else.

    原因：所有记录一个样子，对比修改时一眼就能看出改了哪种语言，没有别的干扰。

    Bad:
        title: {en: No power, zh: 不开机}

    Good:
        title:
          zh: 不开机
          en: No power
""")


RECORD_CHECKS = document_checks("""
    CS003 unknown-key
    Every key, every language and every file is one that the model knows.

    中文：每个键、每种语言、每个文件都是系统认识的。

    A mistyped key is silence: the step loses its text, and the page shows nothing where it should be. So is a
    key that the form chosen cannot use, such as `seen:` next to `choices:`.

    原因：键打错一个字母，不会有任何动静：那一步的文字没了，页面上该有话的地方是空的。选定的写法用不上的键也一样，
    比如 `choices:` 旁边的 `seen:`。

    Bad:
        notseen: resolution:power-recovery

    Good:
        not_seen: resolution:power-recovery

    CS004 missing-key
    Every key that a record needs is there.

    中文：必填的键一个都不能少。

    `checklists/README.md` shows every key of every kind once. A missing answer of a step is CS304.

    原因：每种记录有哪些键，`checklists/README.md` 里各列了一遍。一步缺了回答，归 CS304 管。

    Bad:
        title:
          zh: 不开机
          en: No power

    Good:
        number: 1
        title:
          zh: 不开机
          en: No power

    CS005 wrong-value
    Every value is of the kind its key takes: a number, a date, a word from a list, a text in both languages.

    中文：每个值的类型要对：数字、日期、固定词表里的词，或者两种语言的文字。

    Bad:
        urgency: quick

    Good:
        urgency: now
""")

_TRUTH = dict.fromkeys(("true", "yes", "y", "on", "1", "是"), "true")
_TRUTH |= dict.fromkeys(("false", "no", "n", "off", "0", "否"), "false")
# `2026/1/5`, `30 November 2026`, `Nov 30, 2026`: digits, and three letters of a month, in these orders.
_PART_OF_DAY = re.compile("[0-9]+|(?<![a-z])[a-z]{3}", re.IGNORECASE)
_DAYS = ("%Y %m %d", "%d %b %Y", "%b %d %Y")
# pydantic's kinds of error, or what their names begin with → an editor's words, and how to fix it.
_CORRECT = "correct it{meaning}; `checklists/README.md` shows the key in use"
_NUMBER = "write digits alone{number}"
_COMPLAINTS = {
    "dict_type": ("not a text in each language", "{lines}"),
    "tuple_type": ("not a list", "write each entry on its own line, beginning with `- `"),
    "model_type": ("not a group of keys", _CORRECT),
    "string_type": ("not a single line of text", _CORRECT),
    "too_long": ("too long a list", _CORRECT),
    "string_pattern_mismatch": ("not of the form that this key takes", _CORRECT),
    "link": ("not a link", _CORRECT),
    "effect": (
        "not a group of facts with their values",
        "write each fact on its own line below `{name}:`, with a value or `[a list, of values]`",
    ),
    "int_": ("not a whole number", _NUMBER),
    "greater_than_equal": ("too small", _NUMBER),
    "less_than_equal": ("too large", _NUMBER),
    "bool": ("neither true nor false", "write `{name}: {yes}`"),
}


# Ends the place of an error about a key of a text, which must be a language.
_OF_A_KEY = "[key]"


def _keys_of(error: ErrorDetails) -> Keys:
    """The keys that lead to an error, as an editor wrote them."""
    return tuple(key for key in error["loc"] if key not in (_OF_A_KEY, INLINE))


def drop_consequences(kind: type[BaseModel], errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """`errors` without those that follow from another: a key that is missing because it is misspelled is reported as
    misspelled alone. All keys that one part lacks are one error: it was cut short, or copied without them."""
    # `notseen` is reported, and that `not_seen` is missing follows from it.
    unknown = [_keys_of(error) for error in errors if error["type"] == "extra_forbidden"]
    meant = {(*keys[:-1], find_closest(str(keys[-1]), _list_known(kind, keys))) for keys in unknown}
    # What is below a key that is no language is not looked at further.
    odd = {_keys_of(error) for error in errors if _OF_A_KEY in error["loc"][-1:]}
    meant |= {(*keys[:-2], keys[-1]) for keys in odd}  # one that is too far in is missing where it belongs
    kept, lacking = list[ErrorDetails](), dict[Keys, list[str]]()
    for error in errors:
        keys, is_missing = _keys_of(error), error["type"] == "missing"
        is_below = _OF_A_KEY not in error["loc"][-1:] and any(keys[: len(above)] == above for above in odd)
        # What cannot be used is left out, and a list of nothing else is then too short.
        is_below |= error["type"] == "too_short" and any(_keys_of(each)[:-1][: len(keys)] == keys for each in errors)
        if is_below or (is_missing and keys in meant):
            continue
        names = lacking.setdefault(keys[:-1], []) if is_missing else []
        names.append(str(keys[-1]) if keys else "")
        if len(names) == 1:  # to the list of the first error others are added
            kept.append({**error, "ctx": {"names": names}} if is_missing else error)
    return kept


def _find_fields(kind: type[BaseModel], keys: Keys) -> dict[str, FieldInfo]:
    """The fields of the part at `keys`, by their names in a record; none inside texts and lists of words."""
    fields = {field.alias or key: field for key, field in kind.model_fields.items()}
    for depth, key in enumerate(keys):
        if isinstance(key, str):
            parts = walk_annotation(fields[key].annotation) if key in fields else ()
            inner = next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)
            return _find_fields(inner, keys[depth + 1 :]) if inner else {}
    return fields


def _list_known(kind: type[BaseModel], keys: Keys, above: int = 1) -> list[str]:
    """The keys that may be so far above the last of `keys`. A record's own id is its file's name, or its code."""
    # One name is the model's own.
    fields = _find_fields(kind, keys[:-above])
    return [name for name in fields if name != INLINE and (len(keys) > 1 or name != "id")]


def ask_for_lines(languages: Sequence[str]) -> str:
    """How a text is written in the languages of a site."""
    number = {1: "a line", 2: "two lines"}.get(len(languages), "lines")
    return f"write {number} below the key, {' and '.join(f'`{code}: …`' for code in languages)}"


def explain_error(
    kind: type[BaseModel], error: ErrorDetails, called: str, languages: Sequence[str]
) -> tuple[str, Keys, str, str]:
    """Code, keys, message and fix of an error in a part `called` so, in an editor's words."""
    keys = _keys_of(error)
    name = str(keys[-1]) if keys else called
    fields = _find_fields(kind, keys[:-1])
    if _OF_A_KEY in error["loc"][-1:]:
        # A key of the part around the text may have been put too far in.
        if name in _list_known(kind, keys, above=2):
            message = f"`{name}` is too far in: it is no language of `{keys[-2]}`"
            # Two spaces a level, of keys and of entries alike.
            margin = count_things(2 * (len(keys) - 2), "space")
            return "CS003", keys, message, f"put it in line with `{keys[-2]}:`, {margin} in"
        fix = "languages are written in small letters, as in checklists/site.yml"
        return "CS003", keys, f"unknown language `{name}`", fix
    if error["type"] == "extra_forbidden":
        known = _list_known(kind, keys)
        spoken = languages if INLINE in fields else ()
        fix = f"known here: {', '.join((*spoken, *known))}"
        return "CS003", keys, f"unknown key `{name}`{did_you_mean(name, known)}", fix
    if error["type"] == "missing":
        names = error.get("ctx", {}).get("names", [name])
        missing = f"key `{name}` is missing" if len(names) == 1 else f"keys are missing: {', '.join(names)}"
        needed = ", ".join(f"`{each}:`{_describe_key(fields.get(each))}" for each in names)
        return "CS004", keys, missing, f"add {needed}"
    complaint, fix = _explain_value(error, fields.get(name), name, ask_for_lines(languages))
    return "CS005", keys, f"`{name}` {complaint}", fix


def _describe_key(field: FieldInfo | None) -> str:
    """What a key is for, from the model's own description."""
    return f" ({field.description})" if field is not None and field.description else ""


def _explain_value(error: ErrorDetails, field: FieldInfo | None, name: str, lines: str) -> tuple[str, str]:
    """What is wrong with a value, and how to fix it."""
    kind, value = error["type"], error["input"]
    words = str(value) if len(str(value)) <= MAX_QUOTED else f"{str(value)[:MAX_QUOTED]}…"
    shown = f"is `{words}`, " if isinstance(value, (str, int)) else "is "
    if kind == "literal_error":
        # pydantic has the options as one phrase: `'now', 'today' or 'planned'`.
        options = str(error.get("ctx", {})["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        complaint = f"{shown}not one of {', '.join(options)}{did_you_mean(str(value), options)}"
        return complaint, f"take one of those words for `{name}:`"
    if kind == "string_type" and isinstance(value, list):
        return f"{shown}not a single line of text", "a text that begins with `[` is a list: put it in double quotes"
    if kind == "string_pattern_mismatch" and re.fullmatch(str(error.get("ctx", {}).get("pattern")), f"{value}.svg"):
        return f"{shown}not the name of a drawing", f"write `{name}: {value}.svg`"
    unknown = f"not as it must be: {error['msg']}", _CORRECT
    written = unicodedata.normalize("NFKC", str(value))
    if kind.startswith("date"):
        complaint, fix = _explain_day(written, name)
        return shown + complaint, fix
    complaint, fix = next((words for stem, words in _COMPLAINTS.items() if kind.startswith(stem)), unknown)
    most = next((limit.le for limit in field.metadata if hasattr(limit, "le")), None) if field else None
    digits = re.findall("[0-9]{1,6}", written)
    # Of several numbers, such as `10-15`, none is likelier than the others: `25分钟` means 25.
    is_likely = len(digits) == 1 and 0 < int(digits[0]) <= int(str(most or 0))
    number = f"{f', from 1 to {most}' if most else ''}, e.g. `{name}: {digits[0] if is_likely else 15}`"
    yes = _TRUTH.get(str(value).lower(), "true` or `false")
    return shown + complaint, fix.format(name=name, meaning=_describe_key(field), number=number, yes=yes, lines=lines)


def _explain_day(written: str, name: str) -> tuple[str, str]:
    """What is wrong with a date, and how to fix it. One that cannot be read gets none to paste: it would be untrue."""
    for form in _DAYS:
        with suppress(ValueError):
            day = time.strptime(" ".join(_PART_OF_DAY.findall(written)[:3]), form)
            fix = f"write `{name}: {day.tm_year}-{day.tm_mon:02}-{day.tm_mday:02}`"
            return "not a date of the form YYYY-MM-DD", fix
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        return "a day that does not exist", f"correct it: `{name}:` takes year, month and day, YYYY-MM-DD"
    return "not a date of the form YYYY-MM-DD", f"write year, month and day in digits, as `{name}: YYYY-MM-DD`"
