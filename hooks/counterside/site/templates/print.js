// @ts-check
// The print page: what is ticked becomes one set of sheets. Nothing is sent; without this every file has its link.
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

  const show = () => {
    const chosen = boxes.filter((box) => box.checked);
    const language = value("language", form.dataset.lang);
    const paper = value("paper", "");
    // One piece of paper for each list, printed on both sides.
    if (say) say.textContent = chosen.length ? (paper === "leaf" ? form.dataset.papers.replace("{count}", chosen.length) : "") : say.dataset.none;
    $("[data-count]").textContent = chosen.length || "";

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
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  const wanted = boxes.find((box) => box.value === location.hash.slice(1));
  if (wanted) wanted.checked = true;
  show();
})();
