"""What is asked of a file before its records are read: the checks that `yaml_reader` reports."""

from __future__ import annotations

from counterside.text.problems import Check, check

CHECKS: tuple[Check, ...] = (
    check(
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
    check(
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
    check(
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
    check(
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
    check(
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
    check(
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
