// Material looks for a sitemap beside each counterpart of a page, and its language switch drops the anchor.
for (const link of document.querySelectorAll("link[rel=alternate]")) link.rel = "alternate alternate";
for (const link of document.querySelectorAll(".md-select__link")) {
  link.addEventListener("click", () => {
    link.hash = location.hash;
  });
}

// What scrolls sideways can be reached with the keyboard.
addEventListener("load", () => {
  for (const wide of document.querySelectorAll(".md-typeset__scrollwrap, pre > code")) wide.tabIndex = 0;
});

// A host may hold other sites: what is kept stands behind the address of this one, `cs:/pos/theme`.
const root = new URL("../", document.currentScript.src);

// What was chosen on a checklist holds here, and the other way round: light or dark, larger type, the language. Storage
// may be refused; each kind of page then keeps to what the system says.
try {
  const kept = localStorage;
  const scope = `cs:${location.protocol === "file:" ? "/" : root.pathname}`;
  const palettes = [...document.querySelectorAll("input[name=__palette]")];
  const palette = palettes[["", "light", "dark"].indexOf(kept.getItem(`${scope}theme`) ?? "")];
  if (palette && !palette.checked) palette.click();
  palettes.forEach((input, place) =>
    input.addEventListener("change", () => {
      if (place) kept.setItem(`${scope}theme`, place === 1 ? "light" : "dark");
      else kept.removeItem(`${scope}theme`);
    }),
  );
  if (kept.getItem(`${scope}larger`)) document.documentElement.dataset.larger = kept.getItem(`${scope}larger`);
  for (const link of document.querySelectorAll(".md-select__link")) {
    link.addEventListener("click", () => kept.setItem(`${scope}language`, link.hreflang));
  }
} catch {
  // As said.
}

// Kept on the device with the rest of the site; silent where that is refused, and in a preview, which has no worker.
if (location.protocol.startsWith("http") && navigator.serviceWorker) {
  addEventListener("load", () => {
    navigator.serviceWorker.register(new URL("sw.js", root), { updateViaCache: "none" }).catch(() => {});
  });
}

// Material names the inner boxes of its menu after a label that holds an icon and no words.
for (const nav of document.querySelectorAll("nav[aria-labelledby]")) {
  nav.setAttribute("aria-label", nav.parentElement.querySelector(".md-ellipsis").textContent.trim());
  nav.removeAttribute("aria-labelledby");
}
