"""Draws the pictures of the contribute pages, and the icons made from `docs/assets/icon.svg`: `make pictures`.

A picture is 360 units wide, as wide as a phone: its words are as large as those around it. It brings its own ground, so
it can be read on a light page and on a dark one, and follows the reader's choice where the browser tells it. Screens of
other sites are drawn, not photographed: a photograph is old with their next change, and has one language.

A third language is one more entry in each `_say`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from PIL import Image
from playwright.sync_api import sync_playwright

from browser import find_browser

ASSETS = Path(__file__).parent.parent / "docs" / "assets"
FOLDER = ASSETS / "contribute"
ICONS = (
    ("icon-192.png", 192, 1.0), ("icon-300.png", 300, 1.0), ("icon-512.png", 512, 1.0), ("icon-full.png", 512, 0.8),
)  # fmt: skip
"""What phones put on their home screens, and chats beside a link (300): name, pixels, and how much of it the logo
fills. Systems cut a shape out of the last, so there its ground goes to the edge."""
LANGUAGES = ("zh", "en")
WIDTH = 360
EDGE = 12
_COLOURS = 32

_STYLE = (
    "text{font:14px system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;fill:#1d1e25}"
    ".m{font:13px ui-monospace,Menlo,Consolas,'Noto Sans Mono CJK SC',monospace}"
    ".b{font-weight:700}.s{font-size:12px;fill:#595a66}.k{fill:#4051b5}.r{fill:#b3261e}.g{fill:#1a6b34}.w{fill:#fff}"
    ".ground{fill:#fff;stroke:#c4c6d0}.tint{fill:#f3f4fb}.mark{fill:#e3e8ff}.line{fill:none;stroke:#595a66}"
    ".edge{fill:none;stroke:#c4c6d0}.on{fill:#4051b5}.go{fill:#1a6b34}.no{fill:#b3261e}"
    ".ring{fill:#fff;stroke:#4051b5;stroke-width:2}.arrow{fill:none;stroke:#4051b5;stroke-width:2}"
    "@media(prefers-color-scheme:dark){"
    "text{fill:#e5e7ee}.s{fill:#b3b6c2}.k{fill:#aab4ff}.r{fill:#ffb4ab}.g{fill:#8fd6a4}"
    ".w{fill:#1e2129}.ground{fill:#1e2129;stroke:#4b4f5e}.tint{fill:#282c37}.mark{fill:#343c63}"
    ".line{stroke:#b3b6c2}.edge{stroke:#4b4f5e}.on{fill:#aab4ff}.go{fill:#8fd6a4}.no{fill:#ffb4ab}"
    ".ring{fill:#1e2129;stroke:#aab4ff}.arrow{stroke:#aab4ff}}"
)


class Canvas:
    """One picture. Places are in units from its top left corner; `y` of a text is its base line."""

    def __init__(self, height: int) -> None:
        self.height = height
        self.parts: list[str] = []
        self.ends: list[tuple[str, float]] = []
        """Every text with where it ends, for the test that nothing sticks out."""
        self.box(1, 1, WIDTH - 2, height - 2, "ground", 10)

    def text(self, x: float, y: float, words: str, look: str = "") -> None:
        """Words that begin at `x`."""
        named = f' class="{look}"' if look else ""
        self.parts.append(f'<text x="{x:g}" y="{y:g}"{named} xml:space="preserve">{escape(words)}</text>')
        self.ends.append((words, x + width(words, look)))

    def box(self, x: float, y: float, wide: float, high: float, look: str, round_by: int = 4) -> None:
        """A box with its corner at `x`, `y`."""
        self.parts.append(f'<rect class="{look}" x="{x}" y="{y}" width="{wide:g}" height="{high:g}" rx="{round_by}"/>')

    def ring(self, x: float, y: float, number: int) -> None:
        """A number in a ring around `x`, `y`: the step of the text that this is about."""
        self.parts.append(f'<circle class="ring" cx="{x}" cy="{y}" r="11"/>')
        self.text(x - 4, y + 5, str(number), "b k")

    def button(self, x: float, y: float, words: str, look: str = "go") -> None:
        """A filled button with its top left corner at `x`, `y`."""
        self.box(x, y, width(words, "b") + 20, 28, look, 6)
        self.text(x + 10, y + 19, words, "b w")

    def arrow(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A line that bends once and ends in a point, downwards or to the right."""
        point = (
            f"M{x2 - 4} {y2 - 6}L{x2} {y2}L{x2 + 4} {y2 - 6}"
            if x1 == x2
            else f"M{x2 - 6} {y2 - 4}L{x2} {y2}L{x2 - 6} {y2 + 4}"
        )
        self.parts.append(f'<path class="arrow" d="M{x1} {y1}V{y2}H{x2}{point}"/>')

    def code(self, y: float, first: int, lines: list[tuple[str, str, bool]], apart: int = 20) -> None:
        """Numbered lines of a record: key, words, and whether the line is marked."""
        for number, (key, words, is_marked) in enumerate(lines):
            base = y + apart * number
            if is_marked:
                self.box(EDGE - 6, base - 14, WIDTH - 2 * EDGE + 12, 20, "mark", 2)
            self.text(EDGE, base, str(first + number), "s")
            line = f'<tspan class="k">{escape(key)}</tspan>{escape(words)}'
            self.parts.append(f'<text x="{EDGE + 34}" y="{base:g}" class="m" xml:space="preserve">{line}</text>')
            self.ends.append((key + words, EDGE + 34 + width(key + words, "m")))

    def svg(self) -> str:
        """The picture as a file."""
        size = f'viewBox="0 0 {WIDTH} {self.height}" width="{WIDTH}" height="{self.height}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        return "\n".join((head, f"<style>{_STYLE}</style>", *self.parts, "</svg>")) + "\n"


def width(words: str, look: str = "") -> float:
    """About how wide words are; wide enough for every usual font."""
    size = 12 if look.endswith("s") else 13 if look.startswith("m") else 14
    latin = 0.62 if look.startswith("m") else 0.7 if look.startswith("b") else 0.58
    return sum(size * (1 if east_asian_width(letter) in "WF" else latin) for letter in words)


def _say(language: str, **words: str) -> str:
    """The words of one language."""
    return words[language]


# ── the pictures ───────────────────────────────────────────────────────────────────────────────────────────────────


def find(language: str) -> Canvas:
    """The foot of a page: where to edit, where to say that something is wrong."""
    canvas = Canvas(196)
    canvas.text(EDGE, 30, _say(language, zh="黑屏、开不了机、死机", en="No power, blank or frozen"), "b")
    for y, wide in ((44, 300), (58, 250)):
        canvas.box(EDGE, y, wide, 6, "mark", 3)
    canvas.box(EDGE, 82, WIDTH - 2 * EDGE, 1, "on", 0)
    canvas.text(
        EDGE, 106, _say(language, zh="首页   全部清单   安全须知   关于", en="Home   Checklists   Safety   About"), "k"
    )
    edit = _say(language, zh="修改这一页", en="Edit this page")
    report = _say(language, zh="这一页有问题", en="Report a problem")
    canvas.box(EDGE - 4, 120, width(edit) + 36, 32, "mark", 6)
    canvas.text(EDGE + 2, 141, edit, "b k")
    canvas.ring(EDGE + width(edit) + 20, 136, 1)
    canvas.text(EDGE + width(edit) + 48, 141, report, "k")
    canvas.text(EDGE, 176, _say(language, zh="版本 2026-11-22-81b49c", en="Edition 2026-11-22-81b49c"), "s")
    return canvas


def edit(language: str) -> Canvas:
    """The record in the browser's editor, one text marked, and the button that saves."""
    canvas = Canvas(248)
    canvas.text(EDGE, 28, "checklists/symptoms/no-power.yml", "m b")
    canvas.box(EDGE, 40, 52, 24, "tint", 6)
    canvas.text(EDGE + 10, 57, "Edit", "b")
    canvas.text(EDGE + 66, 57, "Preview")
    canvas.box(EDGE, 70, WIDTH - 2 * EDGE, 1, "on", 0)
    canvas.code(
        94,
        100,
        [
            ("- id: ", "charger", False),
            ("  do:", "", False),
            ("    zh: ", "插上原装充电器", True),
            ("    en: ", "Plug in the charger", True),
            ("  expect:", "", False),
        ],
    )
    canvas.ring(WIDTH - 26, 144, 3)
    canvas.text(EDGE + 28, 202, _say(language, zh="只改冒号后面的字", en="Change only what follows a colon"), "s")
    canvas.button(EDGE + 150, 210, "Commit changes…")
    canvas.ring(EDGE + 132, 224, 5)
    return canvas


def propose(language: str) -> Canvas:
    """The box that asks for a reason, and the button that proposes."""
    canvas = Canvas(206)
    canvas.text(EDGE, 30, "Propose changes", "b")
    canvas.text(EDGE, 56, "Commit message", "s")
    canvas.box(EDGE, 62, WIDTH - 2 * EDGE, 30, "edge", 6)
    canvas.text(EDGE + 8, 82, _say(language, zh="充电器要用原装的", en="It has to be the supplied charger"))
    canvas.text(EDGE, 112, "Extended description", "s")
    canvas.box(EDGE, 118, WIDTH - 2 * EDGE, 36, "edge", 6)
    canvas.text(EDGE + 8, 141, _say(language, zh="为什么改、从哪里知道的", en="Why, and how you know"), "s")
    canvas.button(EDGE + 150, 166, "Propose changes")
    canvas.ring(EDGE + 132, 180, 5)
    return canvas


def answer(language: str) -> Canvas:
    """What the program answers: red with the line and the cure, or green."""
    canvas = Canvas(262)
    canvas.box(EDGE, 14, 20, 20, "no", 10)
    canvas.text(EDGE + 5, 29, "✕", "b w")
    canvas.text(EDGE + 30, 29, "check / checklists", "b")
    canvas.code(58, 102, [("    zh: ", "插上原装充电器", False), ("    en: ", "Stop: plug it in", True)])
    canvas.box(EDGE, 90, WIDTH - 2 * EDGE, 74, "tint", 6)
    canvas.box(EDGE, 90, 4, 74, "no", 0)
    canvas.text(EDGE + 14, 110, _say(language, zh="第 103 行，CS001", en="Line 103, CS001"), "b r")
    canvas.text(
        EDGE + 14, 131, _say(language, zh="哪里不对：文字里有冒号加空格", en="What is wrong: a colon and a space")
    )
    canvas.text(EDGE + 14, 152, _say(language, zh="怎么改：整行加英文双引号", en="How to fix it: put it in quotes"))
    canvas.arrow(EDGE + 10, 172, EDGE + 10, 196)
    canvas.text(EDGE + 30, 190, _say(language, zh="在同一个地方再改一次", en="Mend it in the same place"), "s")
    canvas.box(EDGE, 208, 20, 20, "go", 10)
    canvas.text(EDGE + 4, 223, "✓", "b w")
    canvas.text(EDGE + 30, 223, "All checks have passed", "b")
    canvas.text(
        EDGE + 30,
        246,
        _say(language, zh="等另一个人读过，就合并上线", en="Once somebody has read it, it goes online"),
        "s",
    )
    return canvas


def step(language: str) -> Canvas:
    """A step as it is written, and the same step as a reader meets it."""
    canvas = Canvas(394)
    canvas.code(
        28,
        1,
        [
            ("- id: ", "low-battery", False),
            ("  do: ", _say(language, zh="看有没有电量提示", en="Look for a battery…"), False),
            ("  expect: ", _say(language, zh="没有电量提示", en="There is none"), False),
            ("  not_seen: ", "resolution:power-…", False),
            ("  still: ", "step:reprint", False),
        ],
        apart=26,
    )
    for number in range(1, 5):
        canvas.ring(WIDTH - 26, 23 + 26 * number, number)
    canvas.arrow(WIDTH // 2, 146, WIDTH // 2, 166)
    canvas.box(EDGE, 174, WIDTH - 2 * EDGE, 206, "edge", 8)
    canvas.ring(EDGE + 20, 198, 1)
    canvas.text(EDGE + 40, 203, _say(language, zh="看屏幕上有没有电量提示", en="Look for a battery message"), "b")
    rows = (
        (
            2,
            _say(language, zh="没有 电池电量低", en="There is no “battery low”"),
            _say(language, zh="→ 下一步", en="→ the next step"),
        ),
        (
            3,
            _say(language, zh="有", en="There is"),
            _say(language, zh="→ 处理办法：先充电", en="→ the remedy: restore the power"),
        ),
    )
    y = 220
    for number, words, to in rows:
        canvas.box(EDGE + 12, y, WIDTH - 2 * EDGE - 24, 46, "edge", 6)
        canvas.ring(EDGE + 30, y + 23, number)
        canvas.text(EDGE + 50, y + 20, words, "b")
        canvas.text(EDGE + 50, y + 38, to, "s")
        y += 52
    canvas.ring(EDGE + 30, y + 22, 4)
    canvas.text(EDGE + 50, y + 18, _say(language, zh="处理了还不行", en="The remedy did not help"), "b")
    canvas.text(EDGE + 50, y + 36, _say(language, zh="→ 补打最后一笔", en="→ reprint the last sale"), "s")
    return canvas


def case(language: str) -> Canvas:
    """A story from top to bottom: the wrong idea, the step that settled it, the end."""
    canvas = Canvas(272)
    canvas.box(46, 28, 2, 200, "on", 0)
    rows = (
        (32, "07:40", _say(language, zh="小票出来是空白的", en="The slip comes out blank"), "timeline"),
        (84, "", _say(language, zh="“打印机坏了，要报修”", en="“The printer must be broken”"), "wrong_first_idea"),
        (136, "07:44", _say(language, zh="打开纸仓，光滑面朝外", en="The glossy side faces out"), "deciding_step"),
        (188, "", _say(language, zh="换过来，再补打一张", en="Turn the roll, then reprint"), "resolution"),
    )
    for number, (y, at, words, key) in enumerate(rows, start=1):
        canvas.ring(47, y, number)
        canvas.text(70, y + 1, words, "b" if key == "deciding_step" else "")
        canvas.text(70, y + 20, f"{at}  {key}" if at else key, "m s")
    canvas.box(34, 224, WIDTH - 34 - EDGE, 34, "tint", 17)
    canvas.text(48, 246, _say(language, zh="教训：先查这一笔，再看纸", en="Lesson: sale first, then paper"), "b")
    return canvas


def code(language: str) -> Canvas:
    """The same two characters on two rails: two records, two meanings."""
    canvas = Canvas(232)
    canvas.box(132, 14, 96, 50, "tint", 6)
    canvas.text(148, 36, _say(language, zh="屏幕上写着", en="It says"), "s")
    canvas.text(166, 56, "05", "m b")
    canvas.arrow(180, 70, 180, 92)
    canvas.text(EDGE, 112, _say(language, zh="这笔是怎么付的？先认通道", en="How was it paid? Rail first"), "b")
    rows = (
        ("card-cn.yml", _say(language, zh="插卡、刷卡、碰一下", en="Card in, swiped or tapped")),
        ("qr-unionpay.yml", _say(language, zh="扫二维码", en="QR code scanned")),
    )
    for index, (file, words) in enumerate(rows):
        y = 126 + index * 50
        canvas.box(EDGE, y, WIDTH - 2 * EDGE, 42, "edge", 6)
        canvas.text(EDGE + 12, y + 18, words)
        canvas.text(EDGE + 12, y + 35, f"checklists/codes/{file}", "m s")
    return canvas


def language(language: str) -> Canvas:
    """One text in three languages, and the switch that readers then get."""
    canvas = Canvas(192)
    canvas.code(
        30,
        41,
        [
            ("  do:", "", False),
            ("    zh: ", "插上原装充电器", False),
            ("    en: ", "Plug in the original charger", False),
            ("    ja: ", "付属の充電器を差し込む", True),
        ],
    )
    canvas.arrow(180, 102, 180, 124)
    canvas.box(EDGE, 132, WIDTH - 2 * EDGE, 46, "edge", 8)
    canvas.text(EDGE + 12, 160, _say(language, zh="柜台边", en="Counterside"), "b")
    for x, words in ((170, "中文"), (214, "English"), (278, "日本語")):
        canvas.text(x, 160, words, "k")
    return canvas


def windows(language: str) -> Canvas:
    """PowerShell: set up once, then check."""
    canvas = Canvas(226)
    canvas.box(1, 1, WIDTH - 2, 30, "tint", 10)
    canvas.text(EDGE, 21, "PowerShell", "b")
    lines = (
        (52, "PS> py -m venv .venv", "m"),
        (74, "PS> .venv\\Scripts\\python -m pip install …", "m"),
        (92, _say(language, zh="    只装一次，要几分钟", en="    once, a few minutes"), "s"),
        (122, "PS> .venv\\Scripts\\counterside check", "m"),
        (142, "No problems in … files.", "m g"),
        (172, "PS> .venv\\Scripts\\counterside serve", "m"),
        (192, "http://127.0.0.1:8000/", "m k"),
        (210, _say(language, zh="    浏览器里打开它；Ctrl+C 停", en="    open it in a browser; Ctrl+C stops it"), "s"),
    )
    for y, words, look in lines:
        canvas.text(EDGE, y, words, look)
    return canvas


def yours(language: str) -> Canvas:
    """A site with the keys that change each part of it."""
    canvas = Canvas(288)
    parts = (
        (30, "b", _say(language, zh="你们的名字", en="Your name"), "name"),
        (64, "b", _say(language, zh="现在是什么情况？", en="What do you see?"), "question"),
    )
    for y, look, words, key in parts:
        canvas.text(EDGE + 4, y, words, look)
        canvas.text(WIDTH - EDGE - width(key, "m") - 4, y, key, "m k")
    canvas.box(EDGE, 42, WIDTH - 2 * EDGE, 1, "on", 0)
    for y, words in (
        (78, _say(language, zh="第一个入口", en="The first entry")),
        (116, _say(language, zh="第二个入口", en="The second entry")),
    ):
        canvas.box(EDGE, y, WIDTH - 2 * EDGE, 32, "edge", 6)
        canvas.text(EDGE + 12, y + 21, words)
        canvas.text(WIDTH - EDGE - width("triage", "m") - 10, y + 21, "triage", "m k")
    canvas.box(EDGE, 160, WIDTH - 2 * EDGE, 66, "line", 16)
    canvas.text(EDGE + 14, 183, _say(language, zh="停下，打电话", en="Stop and call"), "b")
    canvas.text(EDGE + 14, 208, "400-…", "b k")
    canvas.text(WIDTH - EDGE - width("profile.yml", "m") - 12, 208, "profile.yml", "m k")
    canvas.box(EDGE, 238, 36, 36, "on", 8)
    canvas.parts.append('<path d="M20 257l7 7l13-15" fill="none" stroke="#fff" stroke-width="4"/>')
    canvas.text(EDGE + 46, 261, "docs/assets/icon.svg", "m k")
    canvas.text(EDGE + 230, 261, "colours", "m k")
    return canvas


PICTURES: tuple[Callable[[str], Canvas], ...] = (
    find,
    edit,
    propose,
    answer,
    step,
    case,
    code,
    language,
    windows,
    yours,
)


def drawn() -> Iterator[tuple[str, Canvas]]:
    """File name and picture, in every language."""
    for picture in PICTURES:
        for code_of_language in LANGUAGES:
            yield f"{picture.__name__}-{code_of_language}.svg", picture(code_of_language)


def draw_icons() -> None:
    """The logo as the PNGs that phones ask for. Its ground is the colour of its first shape."""
    logo = (ASSETS / "icon.svg").read_text("utf-8")
    ground = re.search(r'fill="(#[0-9a-f]{3,6})"', logo)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for name, pixels, filled in ICONS:
            page = browser.new_page(viewport={"width": pixels, "height": pixels})
            around = f"background:{ground[1]}" if ground and filled < 1 else "background:none"
            style = f"body{{margin:{pixels * (1 - filled) / 2}px;{around}}}svg{{display:block;width:100%;height:auto}}"
            page.set_content(f"<style>{style}</style>{logo}")
            picture = Image.open(BytesIO(page.screenshot(omit_background=True)))
            picture.quantize(_COLOURS).save(ASSETS / name, optimize=True)
            page.close()
        browser.close()


def main() -> int:
    """Draw them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, canvas in drawn():
        (FOLDER / name).write_text(canvas.svg(), encoding="utf-8", newline="\n")
    draw_icons()
    print(f"pictures in {FOLDER}, icons in {ASSETS}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
