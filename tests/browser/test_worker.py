"""The service worker by itself, the browser around it played: it never makes things worse than no worker."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

SCOPE = "https://shops.example/pos/"
BUILT = """const built = {"release": "r", "files": {"": "1", "symptoms/a/": "2", "symptoms/b/": "2", "404.html": "3"},
  "sheets": {"print/a.pdf": ["4", 9]}};\n"""
RUN = """async ([code, address, fails]) => {
  const heard = {};
  const asked = [];
  const broken = () => Promise.reject(new Error("storage"));
  const empty = { match: async () => undefined, keys: async () => [], put: async () => {} };
  const caches = fails ? { open: broken, keys: broken } : { open: async () => empty, keys: async () => [] };
  const fetch = async (what) => { asked.push(String(what.url ?? what)); return new Response("from the network"); };
  const clients = { matchAll: broken, claim: async () => {} };
  new Function("registration", "caches", "clients", "fetch", "addEventListener", "skipWaiting", code)(
    { scope: "https://shops.example/pos/" }, caches, clients, fetch, (name, act) => { heard[name] = act; }, () => {});
  let answer = null;
  const request = { url: address, method: "GET", mode: "navigate" };
  heard.fetch({ request, respondWith: (given) => { answer = given; } });
  return answer && [await (await answer).text(), asked];
}"""
UPDATE = """async ([code, open]) => {
  const heard = {};
  let skipped = false;
  const said = [];
  const clients = { matchAll: async () => open.map((url) => ({ url })), claim: async () => {} };
  new Function("registration", "caches", "clients", "fetch", "addEventListener", "skipWaiting", code)(
    { scope: "https://shops.example/pos/" }, {}, clients, fetch,
    (name, act) => { heard[name] = act; }, async () => { skipped = true; });
  let work;
  const port = { postMessage: (what) => said.push(what.state) };
  heard.message({ data: "apply", ports: [port], waitUntil: (one) => { work = one; } });
  await work;
  return [skipped, said];
}"""


@pytest.fixture
def code() -> str:
    return BUILT + files("counterside").joinpath("site", "templates", "sw.js").read_text("utf-8")


@pytest.mark.parametrize("fails", [False, True], ids=["storage", "no storage"])
@pytest.mark.parametrize("path", ["", "symptoms/a/", "symptoms/a", "print/a.pdf", "%E4%B8", "50%/", "nowhere/"])
def test_every_address_is_answered_by_the_network_where_nothing_is_held(
    page: Page, code: str, path: str, fails: bool
) -> None:
    answer, asked = page.evaluate(RUN, [code, SCOPE + path, fails])
    assert answer == "from the network"
    assert len(asked) == 1


def test_what_lies_outside_its_scope_is_none_of_its_business(page: Page, code: str) -> None:
    assert page.evaluate(RUN, [code, "https://shops.example/other/", False]) is None


@pytest.mark.parametrize(
    ("open_pages", "result"),
    [
        ([f"{SCOPE}symptoms/a/"], [True, []]),
        ([f"{SCOPE}symptoms/a/", "https://shops.example/other/", "https://shops.example/x.pdf"], [True, []]),
        ([f"{SCOPE}symptoms/a/", f"{SCOPE}fork/symptoms/a/", f"{SCOPE}print/a.pdf"], [True, []]),
        ([f"{SCOPE}symptoms/a/", f"{SCOPE}symptoms/b/#step"], [False, ["others"]]),
        ([SCOPE, f"{SCOPE}symptoms/b/index.html"], [False, ["others"]]),
    ],
)
def test_only_pages_of_the_site_hold_an_update_back(page: Page, code: str, open_pages: list[str], result: Any) -> None:
    assert page.evaluate(UPDATE, [code, open_pages]) == result
