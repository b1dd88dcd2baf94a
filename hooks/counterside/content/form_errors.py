"""The checks of form, CS001 to CS009, and what pydantic says about a record in an editor's words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from counterside.model.nodes import INLINE
from counterside.text.problems import Check, Place, did_you_mean, document_check, find_closest, shorten_words

# What is asked of a file before its records are read; `yaml_reader` reports it.
FILE_CHECKS: tuple[Check, ...] = (
    document_check(
        "CS001",
        "unreadable-file",
        """The file can be read: UTF-8, valid YAML, at most 256 KiB, at most 20 levels deep.

        中文：文件必须读得进来：UTF-8 编码、YAML 语法正确、不超过 256 KiB、嵌套不超过 20 层。

        A file that cannot be read is left out of every other check, so mend it first. A common slip is told on the
        line where it was made. For anything else the place is where reading could not go on; the cause often stands one
        line above.

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
        """,
    ),
    document_check(
        "CS002",
        "duplicate-key",
        """A key stands once.

        中文：同一层里，一个键只能写一次。

        Most YAML readers keep the last value and drop the first without a word, so a step can lose its
        instruction unnoticed.

        原因：多数程序读到重复的键，只留最后一个，前面的悄悄丢掉。一步的指令就这样没了，谁也不会发现。

        Bad:
            minutes: 5
            minutes: 20

        Good:
            minutes: 20
        """,
    ),
    document_check(
        "CS006",
        "yaml-magic",
        """No anchors, aliases, tags or merge keys; a text that begins with `*`, `&` or `!` stands in quotes.

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
        """,
    ),
    document_check(
        "CS007",
        "empty-text",
        """Nothing is empty, and nothing waits to be written (TBD, TODO, 待补).

        中文：不能留空，也不能写 TBD、TODO、待补。

        A reader behind a counter cannot do anything with a gap. Leave the key out, or make the record a draft.

        原因：站在柜台后面的人，对着空白没有办法。没想好就把这个键整个去掉，或者先把记录设成草稿。

        Bad:
            detail:
              zh: 待补
              en: TODO

        Good:
            status: draft
        """,
    ),
    document_check(
        "CS008",
        "invisible-character",
        """No control, direction or zero-width characters, no tabs; digits in a code are half-width.

        中文：不能有控制符、方向符、零宽字符和制表符；代码里的数字用半角。

        They cannot be seen, yet they turn text around, break search, and make a code that looks like `55` be
        something else. They usually come along when text is pasted from a chat or a PDF.

        原因：这些字符看不见，却会把文字方向弄反、让搜索搜不到，还会让看着是 `55` 的代码其实不是 `55`。多半是从聊天窗
        口或 PDF 里粘贴文字时带进来的。

        Bad:
            - code: "５５"

        Good:
            - code: "55"
        """,
    ),
    document_check(
        "CS009",
        "record-style",
        """Texts are two lines, `zh:` then `en:`; lists are indented by two spaces; `id` or `code` comes first.

        中文：每段文字两行，先 `zh:` 后 `en:`；列表缩进两格；`id` 或 `code` 写在最前面。

        One shape for every record means that a diff shows which language changed and nothing else.

        原因：所有记录一个样子，对比修改时一眼就能看出改了哪种语言，没有别的干扰。

        Bad:
            title: {en: No power, zh: 不开机}

        Good:
            title:
              zh: 不开机
              en: No power
        """,
    ),
)


# What is asked of the keys and values of a record.
RECORD_CHECKS: tuple[Check, ...] = (
    document_check(
        "CS003",
        "unknown-key",
        """Every key, every language and every file is one that the model knows.

        中文：每个键、每种语言、每个文件都是系统认识的。

        A mistyped key is silence: the step loses its text, and the page shows nothing where it should be. So is a
        key that the form chosen cannot use, such as `seen:` beside `choices:`.

        原因：键打错一个字母，不会有任何动静：那一步的文字没了，页面上该有话的地方是空的。选定的写法用不上的键也一样，
        比如 `choices:` 旁边的 `seen:`。

        Bad:
            notseen: resolution:power-recovery

        Good:
            not_seen: resolution:power-recovery
        """,
    ),
    document_check(
        "CS004",
        "missing-key",
        """Every key that a record needs is there.

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
        """,
    ),
    document_check(
        "CS005",
        "wrong-value",
        """Every value is of the kind its key takes: a number, a date, a word from a list, a text in both languages.

        中文：每个值的类型要对：数字、日期、固定词表里的词，或者两种语言的文字。

        Bad:
            urgency: quick

        Good:
            urgency: now
        """,
    ),
)

Keys = tuple[int | str, ...]
M = TypeVar("M", bound=BaseModel)


def _is_of_key(error: ErrorDetails) -> bool:
    """Whether an error is about a key of a text, which must be a language."""
    return error["loc"][-1:] == ("[key]",)


def keys_of(error: ErrorDetails) -> Keys:
    """The keys that lead to an error, as an editor wrote them."""
    return tuple(key for key in error["loc"] if key not in ("[key]", INLINE))


def drop_consequences(kind: type[BaseModel], errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """`errors` without those that follow from another: a key that is missing because it is misspelled is reported as
    misspelled alone. Of several keys that come close to it, the first is taken for it."""
    meant = set()
    for error in errors:
        keys = keys_of(error)
        if error["type"] == "extra_forbidden":
            # `notseen` is reported, and that `not_seen` is missing follows from it.
            name = find_closest(str(keys[-1]), _list_known(_find_owner(kind, keys[:-1]), keys))
            meant.add((*keys[:-1], name))
    # What is below a key that is no language is not looked at further.
    odd = {keys_of(error) for error in errors if _is_of_key(error)}
    left = [
        error
        for error in errors
        if (error["type"] != "missing" or keys_of(error) not in meant)
        and (_is_of_key(error) or not any(keys_of(error)[: len(keys)] == keys for keys in odd))
    ]
    return list(_merge_missing(left))


def _merge_missing(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Errors with one for all keys that one part lacks: it was cut short, or copied without them."""
    lacking: dict[Keys, list[str]] = {}
    for error in errors:
        if error["type"] == "missing":
            *around, name = keys_of(error)
            names = lacking.setdefault(tuple(around), [])
            names.append(str(name))
            if len(names) > 1:  # the first error has the list that this name was added to
                continue
            error = {**error, "ctx": {"names": names}}
        yield error


def _find_field(owner: type[BaseModel] | None, name: str) -> FieldInfo | None:
    """A field of a class by the name it has in a record."""
    fields = owner.model_fields.items() if owner else ()
    return next((field for key, field in fields if (field.alias or key) == name), None)


def _find_owner(kind: type[BaseModel], keys: Keys) -> type[BaseModel] | None:
    """The class of the part at `keys`; `None` inside texts and lists of words."""
    owner: type[BaseModel] | None = kind
    for key in keys:
        if isinstance(key, str):
            field = _find_field(owner, key)
            parts = _walk_annotation(field.annotation) if field else iter(())
            owner = next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)
    return owner


def _walk_annotation(annotation: Any) -> Iterator[Any]:
    """An annotation and everything inside it."""
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _walk_annotation(part)


def explain_error(kind: type[BaseModel], error: ErrorDetails, place: Place, called: str) -> tuple[str, Place, str, str]:
    """Code, place, message and fix of an error in a part `called` so, in an editor's words."""
    keys = keys_of(error)
    name = str(keys[-1]) if keys else called
    owner = _find_owner(kind, keys[:-1])
    where = place.at(*keys)
    if _is_of_key(error):
        return _explain_language(kind, keys, where)
    if error["type"] == "extra_forbidden":
        known = _list_known(owner, keys)
        return "CS003", where, f"unknown key `{name}`{did_you_mean(name, known)}", f"known here: {', '.join(known)}"
    if error["type"] == "missing":
        names = error.get("ctx", {}).get("names", [name])
        missing = f"key `{name}` is missing" if len(names) == 1 else f"keys are missing: {', '.join(names)}"
        return "CS004", where, missing, "add " + ", ".join(f"`{each}:`{_describe_key(owner, each)}" for each in names)
    return "CS005", where, f"`{name}` {_explain_value(error)}", _suggest_fix(error, owner, name)


def _explain_language(kind: type[BaseModel], keys: Keys, where: Place) -> tuple[str, Place, str, str]:
    """What to say of a key that is no language: a key of the part around the text was put too far in."""
    name = str(keys[-1])
    around = _list_known(_find_owner(kind, keys[:-2]), keys)
    if name in around:
        message = f"`{name}` is too far in: it is no language of `{keys[-2]}`"
        return "CS003", where, message, f"put it below `{keys[-2]}:`"
    fix = "languages are written in small letters, as in checklists/site.yml"
    return "CS003", where, f"unknown language `{name}`", fix


def _list_known(owner: type[BaseModel] | None, keys: Keys) -> list[str]:
    """The keys that may be where the last of `keys` does. A record's own id is its file's name, or its code."""
    names = [field.alias or key for key, field in owner.model_fields.items()] if owner else []
    known = [name for name in names if name != INLINE]  # that name is the model's own
    return known if len(keys) > 1 else [name for name in known if name != "id"]


def _describe_key(owner: type[BaseModel] | None, name: str) -> str:
    """What a key is for, from the model's own description."""
    field = _find_field(owner, name)
    return f" ({field.description})" if field is not None and field.description else ""


# pydantic's kinds of error → an editor's words; some kinds have many names that begin alike.
_COMPLAINTS = {
    "dict_type": "not a text in each language",
    "tuple_type": "not a list",
    "model_type": "not a group of keys",
    "string_type": "not a single line of text",
    "string_pattern_mismatch": "not of the form that this key takes",
    "link": "not a link",
    "effect": "not a group of facts with their values",
}
_A_DAY = "2026-11-22"
_NUMBERS = ("int_", "greater_than_equal", "less_than_equal")
_COMPLAINTS_BY_STEM = {
    "int_": "not a whole number",
    "greater_than_equal": "too small",
    "less_than_equal": "too large",
    "date": f"not a date such as {_A_DAY}",
    "bool": "neither true nor false",
}


def _explain_value(error: ErrorDetails) -> str:
    value = error["input"]
    shown = f"is `{shorten_words(str(value))}`, " if isinstance(value, (str, int)) else "is "
    if error["type"] == "literal_error":
        # pydantic has the options as one phrase: `'now', 'today' or 'planned'`.
        options = str(error.get("ctx", {})["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        return f"{shown}not one of {', '.join(options)}{did_you_mean(str(value), options)}"
    by_stem = (words for stem, words in _COMPLAINTS_BY_STEM.items() if error["type"].startswith(stem))
    words = _COMPLAINTS.get(error["type"]) or next(by_stem, None)
    return f"{shown}{words}" if words else f"{shown}not as it must be: {error['msg']}"


def _suggest_number(error: ErrorDetails, owner: type[BaseModel] | None, name: str) -> str:
    """The number that may have been meant: `25分钟` → 25."""
    field = _find_field(owner, name)
    most = next((limit.le for limit in field.metadata if hasattr(limit, "le")), None) if field else None
    digits = re.findall("[0-9]{1,6}", unicodedata.normalize("NFKC", str(error["input"])))
    # Of several numbers, such as `10-15`, none is likelier than the others.
    is_likely = len(digits) == 1 and 0 < int(digits[0]) <= int(str(most or 0))
    up_to = f", from 1 to {most}" if most else ""
    return f"write digits alone{up_to}, e.g. `{name}: {digits[0] if is_likely else 15}`"


def _suggest_day(written: str) -> str:
    """The day that may have been meant: `2026/1/5` → 2026-01-05; one that shows the form where nothing is likely."""
    found = re.search(r"([12][0-9]{3})\D+([0-9]{1,2})\D+([0-9]{1,2})", unicodedata.normalize("NFKC", written))
    try:
        return date(*map(int, found.groups())).isoformat() if found else _A_DAY
    except ValueError:  # the 31st of a short month
        return _A_DAY


def _suggest_fix(error: ErrorDetails, owner: type[BaseModel] | None, name: str) -> str:
    if error["type"] == "dict_type":
        return "write two lines below the key, `zh: …` and `en: …`"
    if error["type"] == "effect":
        return f"write each fact on its own line below `{name}:`, with a value or `[a list, of values]`"
    if error["type"] == "tuple_type":
        return "write each entry on its own line, beginning with `- `"
    if error["type"] == "literal_error":
        return f"take one of those words for `{name}:`"
    if error["type"].startswith(_NUMBERS):
        return _suggest_number(error, owner, name)
    if error["type"].startswith("date"):
        return f"write year, month and day, e.g. `{name}: {_suggest_day(str(error['input']))}`"
    return f"correct it{_describe_key(owner, name)}; `checklists/README.md` shows the key in use"
