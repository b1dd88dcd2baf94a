"""Catalogs of any size, to measure with: N symptoms of nine steps, 3N resolutions, two languages, as our YAML.

    .venv/bin/python benchmarks/generate.py N FOLDER

writes a whole project of its own: `checklists/` that keep every rule, some prose, `mkdocs.yml`. The lexicon is this
project's own, so that the rules of wording have as much to look for as they have here. The same N gives the same bytes.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parent.parent
STEPS = 9
REMEDIES = 3
PROSE = ("about", "faq", "privacy", "contribute/index")
REVIEWED = "2026-11-22"

_PARTS = (
    ("指示灯", "indicator light"),
    ("充电线", "charging lead"),
    ("网线", "network cable"),
    ("纸卷", "paper roll"),
    ("天线", "antenna"),
    ("底座", "base"),
    ("屏幕", "screen"),
)
_SIDES = (("左边", "left"), ("右边", "right"), ("后面", "back"), ("上面", "top"))
_STATES = (
    ("亮着绿色", "green"),
    ("插到底", "pushed in"),
    ("表面是光滑的", "smooth all over"),
    ("摸上去是凉的", "cool to the touch"),
    ("干燥", "dry"),
)


def write_project(count: int, folder: Path) -> None:
    """Write a project with `count` symptoms into `folder`, which must not exist yet."""
    for name, content in files(count):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    shutil.copytree(PROJECT / "docs" / "assets", folder / "docs" / "assets")
    shutil.copytree(PROJECT / "docs" / "overrides", folder / "docs" / "overrides")
    (folder / "hooks").mkdir()  # a preview watches it


def files(count: int) -> Iterator[tuple[str, str]]:
    """Every text file of the project: its path and its content."""
    yield "mkdocs.yml", _config()
    yield "checklists/wording.yml", (PROJECT / "checklists" / "wording.yml").read_text("utf-8")
    yield "checklists/site.yml", _SITE
    yield "checklists/gates.yml", _GATES
    yield "checklists/notices.yml", _NOTICES
    yield "checklists/sources.yml", _SOURCES
    yield "checklists/resolutions/call-provider.yml", _CALL
    for number in range(1, count + 1):
        yield f"checklists/symptoms/{_symptom_id(number)}.yml", _symptom(number, count)
        for remedy in range(REMEDIES):
            yield f"checklists/resolutions/{_remedy_id(number, remedy)}.yml", _remedy(number, remedy)
    for name in PROSE:
        for language, ending in (("zh", ".md"), ("en", ".en.md")):
            yield f"docs/{name}{ending}", _prose(name, language)


def _config() -> str:
    """This project's `mkdocs.yml` with a navigation for the prose that is there."""
    before, _, rest = (PROJECT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")
    _, _, after = rest.partition("\n\n")
    nav = "".join(f"  - {name}.md\n" for name in PROSE)
    return f"{before}\nnav:\n{nav}\n{after}"


def _symptom_id(number: int) -> str:
    return "first" if number == 1 else f"fault-{number:04d}"


def _remedy_id(number: int, remedy: int) -> str:
    return f"remedy-{number:04d}-{'abc'[remedy]}"


def _pick(choices: tuple[tuple[str, str], ...], seed: int) -> tuple[str, str]:
    return choices[seed % len(choices)]


def _symptom(number: int, count: int) -> str:
    part, state = _pick(_PARTS, number), _pick(_STATES, number // 7)
    other = _symptom_id(number % count + 1)
    use_other = f"""\
use_other:
  - when:
      zh: 别的{part[0]}也这样
      en: Another {part[1]} does the same
    to: symptom:{other}
"""
    steps = "".join(_step(number, step) for step in range(1, STEPS + 1))
    return f"""\
number: {number}
title:
  zh: 故障 {number}，{part[0]}不对
  en: Fault {number}, {part[1]} at fault
aliases:
  zh: [{part[0]}坏了, 毛病{number}]
  en: [broken {part[1]}, trouble {number}]
objective:
  zh: {part[0]} {number} 又{state[0]}了
  en: The {part[1]} {number} is {state[1]} again
area: {"hardware" if number % 2 else "network"}
urgency: now
performer: staff
minutes: 20
use_if:
  - zh: {part[0]} {number} 看上去和平时不一样
    en: The {part[1]} {number} looks different from other days
{use_other if count > 1 else ""}do_now:
  - zh: 先看{part[0]} {number}
    en: Look at the {part[1]} {number} first
notices: [notice:look-first]
steps:
{steps}verify:
  zh: {part[0]} {number} {state[0]}
  en: The {part[1]} {number} is {state[1]}
escalation: resolution:call-provider
reviewed: {REVIEWED}
sources: [source:measured]
"""


def _step(number: int, step: int) -> str:
    part, side = _pick(_PARTS, number + step), _pick(_SIDES, number // 3 + step)
    state = _pick(_STATES, number + 2 * step)
    return f"""\
  - id: look-{step}
    do:
      zh: 看{side[0]}第 {step} 个{part[0]}
      en: Look at {part[1]} {step} on the {side[1]}
    detail:
      zh: 它在 {number} 号标签旁边。
      en: It is beside label {number}.
    expect:
      zh: {side[0]}的{part[0]}{state[0]}
      en: The {part[1]} on the {side[1]} is {state[1]}
    not_seen: resolution:{_remedy_id(number, step % REMEDIES)}
    unsure: resolution:call-provider
"""


def _remedy(number: int, remedy: int) -> str:
    part, state = _pick(_PARTS, number + remedy), _pick(_STATES, number + remedy)
    steps = "".join(
        f"""\
  - id: press-{step}
    do:
      zh: 按一下{_pick(_PARTS, number + step)[0]}旁边的 {step} 号键
      en: Press key {step} beside the {_pick(_PARTS, number + step)[1]}
    detail:
      zh: 等灯闪 {step + 1} 次。
      en: Wait for {step + 1} blinks.
"""
        for step in range(1, 4)
    )
    return f"""\
title:
  zh: 处理 {number}-{remedy + 1}，{part[0]}
  en: Fix {number}-{remedy + 1}, {part[1]}
short:
  zh: 按 {number} 号标签处理{part[0]}
  en: Treat {part[1]} as label {number} says
cause:
  zh: "{part[0]} {number} 松了。"
  en: "The {part[1]} {number} came loose."
area: {"hardware" if number % 2 else "network"}
performer: staff
minutes: 10
notices: [notice:look-first]
steps:
{steps}verify:
  zh: {part[0]} {number} {state[0]}
  en: The {part[1]} {number} is {state[1]}
if_not_fixed: resolution:call-provider
outcome: resolved
reviewed: {REVIEWED}
sources: [source:measured]
"""


def _prose(name: str, language: str) -> str:
    title, words = {
        "zh": ("说明", "这一页是手写的。它说明这个项目为什么在这里，清单怎么用，谁来维护。"),
        "en": (
            "Words",
            "This page is written by hand. It says why the project is here, how to use it, who looks after it.",
        ),
    }[language]
    paragraphs = "\n\n".join(f"## {title} {number} {{#part-{number}}}\n\n{words * 6}" for number in range(1, 7))
    up = "../" * name.count("/")
    anchor = name.rpartition("/")[2]
    return f"# {name} {{#{anchor}}}\n\n{paragraphs}\n\n[{title}]({up}symptoms/first/index.html#look-1)\n"


_SITE = """\
languages:
  - code: zh
    name: 中文
  - code: en
    name: English
address: https://bench.example/
repository: https://code.example/bench/catalog
name:
  zh: 量一量
  en: Measured
description:
  zh: 只用来量速度的清单，没有别的用处。
  en: Checklists to measure speed with, and for nothing else.
question:
  zh: 你现在看到的是什么？
  en: What do you see?
triage:
  - id: faults
    title:
      zh: 哪里不对
      en: Something is wrong
    to: [symptom:first]
retry_gate: gate:was-i-paid
restart_gate: gate:safe-to-restart
call_card:
  - id: model
    label:
      zh: 型号
      en: Model
blanks:
  - id: provider
    label:
      zh: 服务商电话
      en: Provider
fixed:
  zh: 把标签放回原处。
  en: Put the label back in its place.
"""

_GATES = "".join(
    f"""\
- id: {name}
  title:
    zh: {title[0]}
    en: {title[1]}
  ticks:
    - zh: 屏幕上什么都没有
      en: The screen shows nothing
  else: symptom:first
  reviewed: {REVIEWED}
  sources: [source:measured]
"""
    for name, title in (
        ("safe-to-restart", ("现在可以吗？", "Is it safe now?")),
        ("was-i-paid", ("都查过了吗？", "Has it been looked up?")),
    )
)

_NOTICES = f"""\
- id: look-first
  level: caution
  title:
    zh: 先看再动
    en: Look before you touch
  text:
    zh: 看清楚了再动手，动手之前记下原来的样子。
    en: Look closely before you touch anything, and note how it was.
  reviewed: {REVIEWED}
  sources: [source:measured]
"""

_SOURCES = f"""\
- id: measured
  title:
    zh: 量出来的
    en: As measured
  publisher:
    zh: 这个项目
    en: This project
  form: trade
  read: {REVIEWED}
  grade: K
  reviewed: {REVIEWED}
"""

_CALL = f"""\
title:
  zh: 打电话给服务商
  en: Call the provider
short:
  zh: 停下来，打合同上的电话
  en: Stop, call the number in the contract
area: hardware
performer: staff
minutes: 10
steps:
  - id: call
    do:
      zh: 打合同上的电话
      en: Call the number in your contract
outcome: escalated
bring:
  - zh: 型号、时间
    en: The model and the time
never_give:
  - zh: 任何密码
    en: Any password
ask:
  - zh: 几点能来
    en: When can you come?
reviewed: {REVIEWED}
sources: [source:measured]
"""


if __name__ == "__main__":
    write_project(int(sys.argv[1]), Path(sys.argv[2]))
