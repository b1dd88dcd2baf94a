"""Pictures of every kind of page, for people to look at: `make shots`.

Takes the first page of each kind from `site/sitemap.xml`, in every language, at 360 and 1280 pixels, light and dark,
and writes them to `.cache/shots/`. Says what the browser complained of.
"""

from __future__ import annotations

import re
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from browser import find_browser

SITE = Path("site")
FOLDER = Path(".cache/shots")
WIDTHS = {360: 640, 1280: 800}
SCHEMES = ("light", "dark")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def kinds(site: Path) -> list[str]:
    """The first path of each kind and language: `symptoms/battery-hazard/` stands for all of `symptoms/…/`."""
    address = re.compile(r"<loc>https?://[^/<]+/([^<]*)</loc>")
    first: dict[str, str] = {}
    for path in address.findall((site / "sitemap.xml").read_text("utf-8")):
        first.setdefault(re.sub(r"^((?:[a-z]{2}/)?[a-z]{3,}/)[^/]+/$", r"\1*", path), path)
    return sorted(first.values())


def main() -> int:
    """Take them all."""
    if not (SITE / "sitemap.xml").is_file():
        print("There is no built site here yet: run `make site` first.", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for width, height in WIDTHS.items():
            for scheme in SCHEMES:
                # no worker: it would fetch the whole site for every window
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,  # type: ignore[arg-type]
                    service_workers="block",
                )
                for path in kinds(SITE):
                    _take(context, f"http://127.0.0.1:{server.server_port}/", path, f"{width}-{scheme}")
                context.close()
        browser.close()
    print(f"pictures in {FOLDER}")
    return 0


def _take(context: BrowserContext, root: str, path: str, display: str) -> None:
    name = path.strip("/").replace("/", "-") or "home"
    page = context.new_page()
    page.on("console", lambda message: message.type == "error" and print(f"{path}: {message.text}"))
    page.goto(root + path, wait_until="load")
    page.screenshot(path=FOLDER / f"{name}-{display}.png", full_page=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
