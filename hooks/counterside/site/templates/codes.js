// @ts-check
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
  /** @type {any} */
  const readings = [...document.querySelectorAll("template[data-code]")];

  const listed = (code) => readings.filter((reading) => tidy(reading.dataset.code) === code);

  const show = (template, code) => {
    place.replaceChildren(template.content.cloneNode(true));
    const slot = $("[data-slot]", place);
    if (slot) slot.replaceWith($(`template[data-advice="${template.dataset.of}"]`).content.cloneNode(true));
    const said = $("[data-said]", place);
    if (said) $("[data-remedy]", place).after(said);
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

  // Two letters are typed for two digits that look like them.
  const meant = (code) => {
    const other = code.replaceAll("O", "0").replace(/[IL]/g, "1");
    return other !== code && listed(other).length ? other : "";
  };
  const showUnknown = (code) => {
    show($("template[data-unknown]"), code);
    const other = meant(code);
    $("[data-meant]", place).hidden = !other;
    $("[data-meant] b", place).textContent = other;
  };
  // Only the rails that hold the code are offered.
  const ask = (found, code) => {
    show($("template[data-ask]"), code);
    const rails = ["", ...found.map((reading) => reading.dataset.rail)];
    for (const button of place.querySelectorAll("button[data-rail]")) {
      if (!rails.includes(button.dataset.rail)) button.parentElement.remove();
    }
  };
  // All rails that hold the code ask for the same, and it does no harm on any other.
  const showAtOnce = (found, code) => {
    show(found[0], code);
    $("[data-rails]", place).textContent = found.map((reading) => $("[data-rails]", reading.content).textContent).join(" · ");
  };

  const known = (rail) => Boolean($(`[data-rail="${CSS.escape(rail)}"]`, $("template[data-ask]").content));

  // `rail` is undefined before it was asked, and empty when nobody knows.
  /** @type {(code: string, rail?: string) => void} */
  const answer = (code, rail) => {
    const found = listed(code);
    remember(code, rail);
    if (!found.length) return showUnknown(code);
    if (rail === "") return show($("template[data-unsure]"), code);
    if (rail === undefined) return found.every((reading) => "atOnce" in reading.dataset) ? showAtOnce(found, code) : ask(found, code);
    const here = found.find((reading) => reading.dataset.rail === rail);
    return here ? show(here, code) : showUnknown(code);
  };

  // The words of a screen are no code: they are looked up where words are.
  const isWords = (typed) => !listed(tidy(typed)).length && /\p{L}\s+\p{L}|[^\0-\x7f]/u.test(typed.normalize("NFKC").trim());
  const look = (typed) => {
    const link = new URL(/** @type {any} */ ($("[data-search]")).action);
    link.search = `?q=${encodeURIComponent(typed.trim().slice(0, LONGEST))}`;
    location.assign(link);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = tidy(input.value);
    if (isWords(input.value)) look(input.value);
    else if (code) answer(code);
    else input.focus();
  });
  // An answer never stands beside another code than its own.
  input.addEventListener("input", () => {
    place.hidden = true;
    place.replaceChildren();
  });
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-rail], button[data-meant-code], button[data-other-rail]");
    if (!button) return;
    if ("meantCode" in button.dataset) input.value = $("b", button).textContent;
    const code = tidy(input.value);
    if (!("otherRail" in button.dataset)) answer(code, button.dataset.rail);
    else if (listed(code).length > 1) ask(listed(code), code);
    else showUnknown(code);
  });
  for (const link of /** @type {any} */ (document.querySelectorAll("[data-do=language]"))) {
    link.addEventListener("click", () => {
      link.search = location.search;
    });
  }

  const query = new URLSearchParams(location.search);
  const given = query.get("code") ?? "";
  const asked = tidy(given);
  if (isWords(given)) look(given);
  else if (asked) {
    const rail = query.get("rail");
    input.value = asked.slice(0, LONGEST);
    answer(asked, rail !== null && (rail === "" || known(rail)) ? rail : undefined);
  }
  document.documentElement.classList.remove("asked");
})();
