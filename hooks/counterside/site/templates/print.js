// @ts-check
// The print page: the blanks that all sheets share, and what is ticked as one set of sheets. Nothing is sent; without
// this every file has its link.
(() => {
  "use strict";
  /** @type {any} */
  const form = document.querySelector("[data-prints]");
  const $ = (selector) => form.querySelector(selector);
  const boxes = [...form.querySelectorAll("input[name=list]")];
  const folder = `${form.dataset.prints}print/`;
  const say = $("[data-say]");
  const files = $("[data-files]");
  const preview = $("figure[data-preview]");
  const open = $("[data-print-chosen]");
  const value = (name, otherwise) => (form.elements[name] ? form.elements[name].value : otherwise);

  const link = ([name, words]) => {
    const item = document.createElement("li");
    const anchor = document.createElement("a");
    anchor.className = "go";
    anchor.href = folder + name;
    anchor.textContent = words;
    anchor.download = name;
    item.append(anchor);
    return item;
  };
  const chosenOption = (name) => form.elements[name].selectedOptions[0].text;

  // --- the blanks, as the call card keeps them ---

  const shop = /** @type {any} */ (window).countersideShop;
  const blanks = [...form.querySelectorAll("[data-blanks] input")];
  const refusal = $("[data-refused]");
  const shops = shop.openShop(form.dataset.new);
  for (const field of blanks) {
    field.value = shop.text(Object(shops.all[shops.current])[field.name]);
    field.addEventListener("input", () => {
      const isRefused = shop.check(field);
      refusal.textContent = isRefused ? refusal.dataset.refused : "";
      if (isRefused) field.value = "";
      shop.save(shops, blanks);
    });
  }

  // --- the lists: all checklists, or the one in the address ---

  const isInApp = "app" in document.documentElement.dataset;
  const show = () => {
    const chosen = boxes.filter((box) => box.checked);
    const language = value("language", form.dataset.lang);
    const paper = value("paper", "");
    // One piece of paper for each list, printed on both sides.
    const { say: fill } = /** @type {any} */ (window).counterside;
    if (say) say.textContent = chosen.length ? (paper === "leaf" ? fill(form, { count: chosen.length }, "data-papers") : "") : say.dataset.none;
    open.textContent = fill(open, { count: chosen.length }, isInApp ? "data-link" : "data-words");

    // The browser's own printing: the first sheet, with the others behind it, in the language of this page.
    if (chosen.length) {
      const [first, ...others] = chosen.map((box) => box.value);
      const way = new URL(`print/${first}/`, new URL("../", location.href));
      open.href = way.href + (others.length ? `#also=${others.join(",")}` : "");
    } else open.removeAttribute("href");
    open.setAttribute("aria-disabled", String(!chosen.length));

    if (!paper) return; // no PDFs are made here
    const names = chosen.map((box) => {
      const title = box.closest("label").innerText.trim();
      return [`${box.value}-${language}-${paper}.pdf`, `${title} · ${chosenOption("paper")}`];
    });
    files.replaceChildren(...names.map(link));
    if (preview) {
      preview.hidden = !chosen.length;
      const picture = chosen.length ? `${folder}${chosen[0].value}-${language}-a4.png` : "";
      const image = preview.querySelector("img");
      if (picture && image.getAttribute("src") !== picture) image.src = picture;
    }
  };

  for (const button of form.querySelectorAll("[data-choose]")) {
    button.addEventListener("click", () => {
      for (const box of boxes) box.checked = button.dataset.choose === "all";
      show();
    });
  }
  // An app that opens no files copies the address, for a browser that does.
  open.addEventListener("click", (event) => {
    if (!isInApp || !open.href) return;
    event.preventDefault();
    navigator.clipboard?.writeText(open.href).then(() => (open.textContent = `${open.dataset.link} ✓`), () => {});
  });
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  const wanted = boxes.find((box) => box.value === location.hash.slice(1));
  if (wanted) for (const box of boxes) box.checked = box === wanted;
  show();
})();
