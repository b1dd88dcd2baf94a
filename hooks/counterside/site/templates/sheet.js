// @ts-check
// A sheet in the browser: fills its blanks from what was typed on this phone, adds the sheets asked for, prints. Sends
// nothing; without it the sheet is complete, with empty lines.
(() => {
  "use strict";
  // A host may hold other sites: what is kept stands behind the address of this one.
  const script = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const base = location.protocol === "file:" ? "/" : new URL("..", script).pathname;
  const fill = (leaf) => {
    let shop = {};
    try {
      shop = JSON.parse(localStorage.getItem(`cs:${base}shop`)) || {};
    } catch {
      // Nothing kept, or storage refused: the lines stay empty.
    }
    for (const line of leaf.querySelectorAll("[data-blank]")) {
      const value = shop[line.dataset.blank];
      if (typeof value !== "string" || !value) continue;
      line.textContent = value.slice(0, 60);
      line.classList.toggle("long", value.length > 24);
    }
  };

  // As large as one page allows, as in the PDF; without this the type is the smallest there is.
  const fit = (leaf) => {
    const isLog = leaf.classList.contains("log");
    const high = ((isLog ? 185 : 275) * 96) / 25.4;
    const front = leaf.querySelector(".front");
    // Where not even tight type makes a front fit, it goes on to a second page as large as usual.
    for (const type of isLog ? ["", "tight", ""] : ["wide", "snug", "", "tight", ""]) {
      leaf.classList.remove("wide", "snug", "tight");
      if (type) leaf.classList.add(type);
      if (front.offsetHeight <= high) break;
    }
    const back = leaf.querySelector(".back");
    // A full back says less, in the order of the PDF.
    for (const less of back ? ["packed", "no-after", "no-more", "run-on", "no-outcome"] : []) {
      if (back.offsetHeight > high) back.classList.add(less);
    }
    // Details, or a line for each step, that not all remedies have room for are those of the first ones.
    for (const remedy of leaf.querySelectorAll(".no-more .remedy")) {
      remedy.classList.add("fuller");
      remedy.classList.toggle("fuller", back.offsetHeight <= high);
    }
    // Pictures take the room that the words leave, and no other.
    for (const picture of leaf.querySelectorAll("figure")) {
      picture.hidden = false;
      picture.hidden = picture.closest("section").offsetHeight > high;
    }
  };

  // `#also=printer,no-network`: these sheets follow, so that one print makes the whole set of a shop.
  const also = /^#also=([a-z0-9,-]+)$/.exec(location.hash);
  const add = async (id) => {
    const answer = await fetch(`../${id}/`);
    if (!answer.ok) return;
    const other = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const leaf of other.querySelectorAll(".leaf")) document.querySelector("main").append(document.adoptNode(leaf));
  };
  const start = async () => {
    for (const id of also ? also[1].split(",").filter(Boolean) : []) {
      try {
        await add(id);
      } catch {
        // Not in reach just now; the sheets that are can be printed.
      }
    }
    document.querySelectorAll(".leaf").forEach(fill);
    document.body.classList.add("fitting");
    document.querySelectorAll(".leaf").forEach(fit);
    document.body.classList.remove("fitting");
    document.body.dataset.state = "ready";
  };
  const print = /** @type {HTMLElement} */ (document.querySelector("[data-print]"));
  print.addEventListener("click", () => window.print());
  print.hidden = typeof window.print !== "function";
  start();
})();
