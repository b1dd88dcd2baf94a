"""What a reader's phone has to fetch and wait for, beside a hand-written page with the same words.

    .venv/bin/python -m benchmarks.reader [SITE]

SITE is a built site (default: `site/`). Every checklist is weighed in every language; a few pages of each kind are also
timed. Every page is opened in a fresh browser profile on an emulated phone (slow
4G, CPU slowed four times) from a local server that compresses as a host would. Prints bytes, requests and the
largest contentful paint as the browser reports it; the paint is measured in turns, ours and the hand-written page,
and printed as the median of the ratios.
"""

from __future__ import annotations

import gzip
import html
import re
import statistics
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser import find_browser

PAGES = ("", "symptoms/no-power/", "en/symptoms/money-in-doubt/", "resolutions/power-recovery/", "en/call-card/")
TURNS = 7
BUDGET_BYTES = 14 * 1024
BUDGET_SCRIPT = 6 * 1024
PAINT = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe(
    { type: "largest-contentful-paint", buffered: true });
})"""


class _Handler(SimpleHTTPRequestHandler):
    """Serves files gzipped, at the level that hosts use where nobody says otherwise."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), 6, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def main() -> None:
    """Measure and print."""
    site = Path(sys.argv[1] if len(sys.argv) > 1 else "site")
    plain = site / "_plain"
    plain.mkdir(exist_ok=True)
    try:
        for number, page in enumerate(PAGES):
            (plain / f"{number}.html").write_text(_hand_written(site / page / "index.html"), encoding="utf-8")
        _measure(site)
    finally:
        for file in plain.glob("*.html"):
            file.unlink()
        plain.rmdir()


def _hand_written(page: Path) -> str:
    """The same words in the same elements, without a script, a class or a style: the least a page can be."""
    body = re.search(r"<main.*</main>", page.read_text("utf-8"), re.DOTALL)
    words = re.sub(r"<(/?[a-z0-9]+)[^>]*>", r"<\1>", body[0] if body else "")
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(page.parent.name)}</title>{words}'


def _measure(site: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}/"
    weighed = (file.parent.relative_to(site).as_posix() + "/" for file in sorted(site.glob("**/symptoms/*/index.html")))
    others = [page for page in weighed if page not in PAGES]
    print(f"{'page':32} {'bytes':>7} {'script':>7} {'requests':>8} {'paint ms':>9} {'/ plain':>8}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for number, page in enumerate(PAGES):
            total, script, requests = _weigh(browser, root + page)
            ours, ratios = [], []
            for _ in range(TURNS):
                ours.append(_paint(browser, root + page))
                ratios.append(ours[-1] / _paint(browser, f"{root}_plain/{number}.html"))
            within = total <= BUDGET_BYTES and script <= BUDGET_SCRIPT
            print(
                f"{'/' + page:32} {total:7} {script:7} {requests:8} {statistics.median(ours):9.0f} "
                f"{statistics.median(ratios):8.2f}{'' if within else '  over budget'}"
            )
        for page in others:
            total, script, requests = _weigh(browser, root + page)
            within = total <= BUDGET_BYTES and script <= BUDGET_SCRIPT
            print(f"{'/' + page:32} {total:7} {script:7} {requests:8}{'' if within else '  over budget'}")
        browser.close()


def _weigh(browser: Browser, address: str) -> tuple[int, int, int]:
    """Bytes over the wire, bytes of scripts, and requests of a first view. The icon is not counted: it is no part
    of the view."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])})
    )
    page.goto(address, wait_until="networkidle")
    context.close()
    counted = {
        request: size for request, size in sizes.items() if kinds.get(request) in ("Document", "Script", "Stylesheet")
    }
    return sum(counted.values()), sum(size for r, size in counted.items() if kinds[r] == "Script"), len(counted)


def _paint(browser: Browser, address: str) -> float:
    """Milliseconds to the largest contentful paint on a slow phone."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="load")
    found = float(page.evaluate(PAINT))
    context.close()
    return found


if __name__ == "__main__":
    main()
