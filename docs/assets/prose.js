// Material looks for a sitemap beside each counterpart of a page, and its language switch drops the anchor.
for (const link of document.querySelectorAll("link[rel=alternate]")) link.rel = "alternate alternate";
for (const link of document.querySelectorAll(".md-select__link")) {
  link.addEventListener("click", () => {
    link.hash = location.hash;
  });
}

// Kept on the device with the rest of the site; silent where that is refused, and in a preview, which has no worker.
const root = new URL("../", document.currentScript.src);
if (location.protocol.startsWith("http") && navigator.serviceWorker) {
  addEventListener("load", () => {
    navigator.serviceWorker.register(new URL("sw.js", root), { updateViaCache: "none" }).catch(() => {});
  });
}
