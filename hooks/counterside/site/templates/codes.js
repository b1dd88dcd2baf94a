// The code box: type a code, say how the payment was made, read what to do. Every word and link stands in the page;
// this only decides which part is shown. Before the rail is known, nothing claims success, keeps a card or allows a try.
(() => {
  "use strict";
  const LONGEST = 48; // characters of what was typed that are shown again
  const $ = (selector, from = document) => from.querySelector(selector);
  const form = $("[data-codes]");
  const place = $("[data-codes-answer]");
  if (!form || !place) return;
  const input = form.elements.code;

  // Full-width, lower case, blanks and words around the code are forgiven, and so is the family in front of a dot.
  const tidy = (typed) => typed.normalize("NFKC").toUpperCase().replace(/^.*\.(?=.)/, "").replace(/[^0-9A-Z]/g, "");
  const readings = [...document.querySelectorAll("template[data-code]")];

  const listed = (code) => readings.filter((reading) => tidy(reading.dataset.code) === code);

  const show = (template, code) => {
    place.replaceChildren(template.content.cloneNode(true));
    const slot = $("[data-slot]", place);
    if (slot) slot.replaceWith($(`template[data-advice="${template.dataset.of}"]`).content.cloneNode(true));
    for (const typed of place.querySelectorAll("[data-typed]")) typed.textContent = code.slice(0, LONGEST);
    place.hidden = false;
    $("h2", place).focus();
  };

  const remember = (code, rail) => {
    const query = new URLSearchParams(rail === undefined ? { code } : { code, rail });
    try {
      history.replaceState(null, "", `?${query}`);
    } catch {
      // A page opened from a disk may not change its address; the answer stands all the same.
    }
  };

  const known = (rail) => Boolean($(`[data-rail="${CSS.escape(rail)}"]`, $("template[data-ask]").content));

  // `rail` is undefined before it was asked, and empty when nobody knows.
  const answer = (code, rail) => {
    const found = listed(code).length ? listed(code) : listed(code.replaceAll("O", "0")); // a letter O for a nought
    remember(code, rail);
    if (!found.length) return show($("template[data-unknown]"), code);
    if (rail === "") return show($("template[data-unsure]"), code);
    if (rail !== undefined) {
      return show(found.find((reading) => reading.dataset.rail === rail) ?? $("template[data-unknown]"), code);
    }
    if (found.length === 1 && "cautious" in found[0].dataset) return show(found[0], code);
    return show($("template[data-ask]"), code);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = tidy(input.value);
    if (code) answer(code);
    else input.focus();
  });
  // An answer never stands beside another code than its own.
  input.addEventListener("input", () => {
    place.hidden = true;
    place.replaceChildren();
  });
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-rail]");
    if (button) answer(tidy(input.value), button.dataset.rail);
  });
  for (const link of document.querySelectorAll("[data-do=language]")) {
    link.addEventListener("click", () => {
      link.search = location.search;
    });
  }

  const query = new URLSearchParams(location.search);
  const asked = tidy(query.get("code") ?? "");
  if (asked) {
    const rail = query.get("rail");
    input.value = asked.slice(0, LONGEST);
    answer(asked, rail !== null && (rail === "" || known(rail)) ? rail : undefined);
  }
  document.documentElement.classList.remove("asked");
})();
