// The switches of every page. Nothing here is needed: without it the page is complete.
(() => {
  "use strict";
  const root = document.documentElement;
  const remember = (key, value) => {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch {
      // Storage may be refused; the switch then lasts as long as the page.
    }
  };

  // The other language keeps the step that is being read.
  for (const link of document.querySelectorAll("[data-language]")) {
    link.addEventListener("click", () => {
      link.hash = location.hash;
    });
  }

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  const theme = document.querySelector("[data-theme-switch]");
  const larger = document.querySelector("[data-larger]");
  const show = () => {
    theme.setAttribute("aria-pressed", String(isDark()));
    larger.setAttribute("aria-pressed", String("larger" in root.dataset));
  };
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember("cs:theme", root.dataset.theme);
    show();
  });
  larger.addEventListener("click", () => {
    if ("larger" in root.dataset) delete root.dataset.larger;
    else root.dataset.larger = "";
    remember("cs:larger", "larger" in root.dataset ? "1" : "");
    show();
  });
  theme.hidden = larger.hidden = false;
  show();
})();
