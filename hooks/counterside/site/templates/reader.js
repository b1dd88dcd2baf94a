// @ts-check
// What pages other than checklists can do: search, offer to go on where the reader was.
(() => {
  "use strict";
  const { $, read, fill } = /** @type {any} */ (window).counterside;

  // The search box loads what it needs when it is first used.
  const box = $("[data-search]");
  if (box) {
    const load = () =>
      box.dataset.search.split(" ").forEach((/** @type {string} */ src) => document.head.append(Object.assign(document.createElement("script"), { src, async: false })));
    const query = new URLSearchParams(location.search).get("q");
    if (query && "page" in box.dataset) $("input", box).value = query;
    if (query || box.contains(document.activeElement)) load();
    else box.addEventListener("focusin", load, { once: true });
  }

  // Where the reader was, for eight hours.
  const last = read("last");
  const onward = $("[data-continue]");
  if (onward && /^[\w-]+$/.test(last.list) && /^[\w-]+$/.test(last.at)) {
    onward.href = `${onward.dataset.root}symptoms/${last.list}/${location.protocol === "file:" ? "index.html" : ""}#${last.at}`;
    fill(onward, { title: String(last.title).slice(0, 60), number: Number(last.number) || 1 });
  }
})();
