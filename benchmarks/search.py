"""What a search costs: bytes up to the first answer, and milliseconds a key stroke on a slow phone.

    .venv/bin/python -m benchmarks.search [PROJECT]

PROJECT holds `checklists/` (default: this one; `benchmarks/generate.py 1000 FOLDER` makes a large one). Bytes are what
a host sends, gzip -9: engine and records; the steps come later. Key strokes are every beginning of every query of
`tests/search/fresh.*.yml`, asked in a browser slowed four times, after the warm-up that the engine gives itself.
"""

from __future__ import annotations

import gzip
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from counterside.content import load
from counterside.search import assets
from counterside.site import view

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "search"))
from questions import questions

from browser import find_browser

HERE = Path(__file__).parent.parent
SLOWER = 4
BUDGET_BYTES = {"ours": 30_000, "large": 150_000}
LARGE = 200
BUDGET_MS = 50
MEASURE = """async (queries) => {
  const started = performance.now();
  const index = await new countersideSearch.Index(window.countersideRecords).build();
  const built = performance.now() - started;
  const times = [];
  for (const query of queries) {
    for (let end = 1; end <= query.length; end++) {
      const before = performance.now();
      index.find(query.slice(0, end));
      times.push(performance.now() - before);
    }
  }
  const long = performance.now();
  index.find("刷卡 card ".repeat(1250));
  return { built, times, long: performance.now() - long };
}"""


def main() -> None:
    """Measure and print."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    catalog = load.load_catalog(root).catalog
    assert catalog is not None, f"there is nothing to read in {root}"
    engine = view.publish_script("search.js").content
    budget = BUDGET_BYTES["large" if len(catalog.symptoms) > LARGE else "ours"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for asset in (each for each in assets(catalog, root) if each.path.endswith("records.js")):
            language = asset.path.partition("/")[0] if asset.path.count("/") > 1 else catalog.site.codes[0]
            total = _gzipped(engine) + _gzipped(asset.content)
            print(
                f"{language}: {total} bytes of {budget} up to the first answer ({_gzipped(engine)} of them the engine)"
            )
            _say_times(browser, engine, asset.content, [each.query for each in questions("fresh", language)])
        browser.close()


def _gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


def _say_times(browser: Browser, engine: bytes, records: bytes, queries: list[str]) -> None:
    page = browser.new_page()
    page.add_script_tag(content=records.decode())
    page.add_script_tag(content=engine.decode())
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    found = page.evaluate(MEASURE, queries)
    times = sorted(found["times"])
    within = sum(time <= BUDGET_MS for time in times) / len(times)
    print(
        f"    {len(times)} key strokes, CPU slowed {SLOWER} times: {within:.1%} within {BUDGET_MS} ms; "
        f"median {statistics.median(times):.1f}, 95 % {times[int(len(times) * 0.95)]:.1f}, worst {times[-1]:.0f} ms; "
        f"index built in {found['built']:.0f} ms; ten thousand characters {found['long']:.0f} ms"
    )
    page.close()


if __name__ == "__main__":
    main()
