// Material looks for a sitemap beside each counterpart of a page, and its language switch drops the anchor.
for (const link of document.querySelectorAll("link[rel=alternate]")) link.rel = "alternate alternate";
for (const link of document.querySelectorAll(".md-select__link")) {
  link.addEventListener("click", () => {
    link.hash = location.hash;
  });
}
