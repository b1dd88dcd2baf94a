"""The three pictures of the README, from the built site: a list on a phone, its sheet, the checker in a terminal.

`make pictures` runs this after a build. It writes `.github/readme/`, which no site and no download contains.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import mini_site
from browser import find_browser
from sheets_reading import picture

ROOT = Path(__file__).parent.parent
SITE = ROOT / "site"
OUT = ROOT / ".github" / "readme"
LIST = "printer"
STEP = "roll"
LANGUAGES = ("zh", "en")
COLOURS = 32
_GAP = 24
_TERMINAL = (
    "<meta charset='utf-8'><style>body{margin:0;background:#14151c;color:#e8e9f0;width:920px}"
    "pre{margin:0;padding:18px 22px;font:15px/1.55 ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans CJK SC',"
    "monospace;white-space:pre-wrap}b{color:#ffb4ab}i{font-style:normal;color:#9fd6a8}</style><pre>"
)


def main() -> int:
    """Take all three."""
    if not (SITE / "index.html").is_file():
        print("There is no built site here yet: run `make site` first.", file=sys.stderr)
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        _save("phone", _side_by_side([_take_list(browser, language) for language in LANGUAGES]))
        _save("checker", _take_terminal(browser))
        browser.close()
    sheets = [(SITE / "print" / f"{LIST}-{language}-a4.pdf").read_bytes() for language in LANGUAGES]
    _save("sheet", _side_by_side([picture(sheet, 60).convert("L") for sheet in sheets]))
    print(f"pictures in {OUT}")
    return 0


def _take_list(browser: Browser, language: str) -> Image.Image:
    """A step of the list on a phone."""
    prefix = "" if language == LANGUAGES[0] else f"{language}/"
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, device_scale_factor=2, locale=language, service_workers="block"
    )
    page = context.new_page()
    page.goto((SITE / prefix / "symptoms" / LIST / "index.html").as_uri() + f"#{STEP}")
    page.locator(f"#{STEP}").wait_for()
    taken = Image.open(BytesIO(page.screenshot()))
    context.close()
    return taken


def _take_terminal(browser: Browser) -> Image.Image:
    """What `counterside check` says about a wording and a drawing that are wrong."""
    with tempfile.TemporaryDirectory() as folder:
        root = mini_site.project_copy(Path(folder) / "project")
        _break_records(root)
        command = [shutil.which("counterside") or str(ROOT / ".venv/bin/counterside"), "check", "--root", str(root)]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    page = browser.new_page(viewport={"width": 920, "height": 100}, device_scale_factor=2)
    page.set_content(_TERMINAL + "$ counterside check\n" + _colour(said) + "</pre>")
    return Image.open(BytesIO(page.screenshot(full_page=True)))


def _break_records(root: Path) -> None:
    """Two mistakes that anyone might make: a state that nobody can see, a script left in a drawing."""
    record = root / "checklists" / "symptoms" / f"{LIST}.yml"
    text = record.read_text("utf-8")
    record.write_text(text.replace("The lid is flush", "The lid works normally", 1), "utf-8")
    drawing = root / "checklists" / "pictures" / "paper-roll.svg"
    drawing.write_text(drawing.read_text("utf-8").replace("</svg>", "<script/></svg>"), "utf-8")


def _colour(said: str) -> str:
    """The code of each problem and its remedy in the colours of a terminal."""
    escaped = html.escape(re.sub(r"\x1b\[[0-9;]*m", "", said), quote=False)
    return re.sub(
        r"^    fix:.*$", r"<i>\g<0></i>", re.sub(r"\bCS\d{3}\b", r"<b>\g<0></b>", escaped), flags=re.MULTILINE
    )


def _side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Pictures of one height next to each other, a little apart, each in a thin frame."""
    wide = sum(one.width for one in pictures) + _GAP * (len(pictures) - 1)
    whole = Image.new("RGB", (wide, max(one.height for one in pictures)), "white")
    x = 0
    for one in pictures:
        framed = Image.new("RGB", one.size, "#767987")
        framed.paste(one.convert("RGB").crop((2, 2, one.width - 2, one.height - 2)), (2, 2))
        whole.paste(framed, (x, 0))
        x += one.width + _GAP
    return whole


def _save(name: str, taken: Image.Image) -> None:
    taken.convert("RGB").quantize(COLOURS).save(OUT / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
