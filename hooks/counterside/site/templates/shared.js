// @ts-check
// What every page can do beyond being complete: display, the gates, paper, the copy on this device.
// Nothing leaves the device; without this file every page is whole. `reader.js` and `guide.js` go out behind it.
(() => {
  "use strict";
  const root = document.documentElement;
  /** @type {(selector: string, from?: ParentNode) => any} */
  const $ = (selector, from = document) => from.querySelector(selector);
  /** @type {(selector: string, from?: ParentNode) => any[]} */
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];

  // Storage may be refused or hold anything at all; the page works either way. A host may hold other sites, so every
  // name stands behind the address of this one, which `early.js` puts into the page.
  const { scope } = root.dataset;
  /** @type {(name: string) => any} */
  const read = (name) => {
    try {
      return Object(JSON.parse(localStorage.getItem(`${scope}${name}`) ?? "{}"));
    } catch {
      return {};
    }
  };
  /** @type {(name: string, value?: any) => void} */
  const write = (name, value) => {
    try {
      if (value) localStorage.setItem(`${scope}${name}`, typeof value === "string" ? value : JSON.stringify(value));
      else localStorage.removeItem(`${scope}${name}`);
    } catch {
      // It then lasts as long as the page.
    }
  };
  // What an element holds in `data-words`, in the plural form that goes with `count`: `data-words-one` where there is one.
  /** @type {(element: any, values: Record<string, any>, name?: string) => string} */
  const say = (element, values, name = "data-words") => {
    const form = new Intl.PluralRules(root.lang).select(values.count);
    const words = element.getAttribute(`${name}-${form}`) ?? element.getAttribute(name);
    return words.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ blank) => values[blank]);
  };
  /** @type {(element: any, values: Record<string, any>) => void} */
  const fill = (element, values) => {
    if (element) element.textContent = say(element, values);
  };
  /** @type {() => string} */
  const anchor = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  };

  // --- old addresses: a step that is part of another list now, a record under another name ---

  const gone = $$("[data-moved-step]").find(({ id }) => id === anchor());
  const moved = $("[data-moved-to]");
  if (gone) location.replace($("a", gone).href);
  // Paper and links keep their edition and their step.
  else if (moved) location.replace(moved.href + location.search + location.hash);

  // --- kept on the device where the browser allows it; silent where it does not ---

  const keeper = location.protocol.startsWith("http") && navigator.serviceWorker;
  if (keeper && "preview" in root.dataset) {
    keeper.getRegistrations().then((all) => all.forEach((each) => each.unregister()));
  } else if (keeper) {
    const worker = new URL("../sw.js", /** @type {any} */ (document.currentScript).src);
    addEventListener("load", () => keeper.register(worker, { updateViaCache: "none" }).catch(() => {}));
    keeper.ready.then(({ active }) => $$("[data-saved]").forEach((line) => line.toggleAttribute("data-shown", Boolean(active))));
  }
  // What is said of working without a network is true only of what a worker keeps.
  const showNetwork = () => {
    const line = $("[data-offline]");
    if (line) line.hidden = navigator.onLine || !keeper?.controller;
  };
  addEventListener("online", showNetwork);
  addEventListener("offline", showNetwork);
  showNetwork();

  // --- what buttons do, by the name in `data-do`; a checklist adds its own ---

  const switches = root.dataset;
  /** @type {(name: string, value: any) => void} */
  const choose = (name, value) => {
    if (value) switches[name] = value;
    else delete switches[name];
    write(name, value);
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (switches.theme ? switches.theme === "dark" : system.matches);
  /** @type {Record<string, (button: any) => void>} */
  const acts = {
    // Back at what the system says, the choice is forgotten, and the page follows the system again.
    theme: () => choose("theme", isDark() === system.matches && (isDark() ? "light" : "dark")),
    larger: (button) => choose("larger", button.value),
    language(link) {
      write("language", link.hreflang);
      link.hash = location.hash;
    },
    // The report names the page and the step; never what somebody typed into it.
    report(link) {
      const form = new URL(link.href);
      form.searchParams.set("page", location.origin + location.pathname);
      form.searchParams.set("step", anchor());
      link.href = form.href;
    },
  };
  const showSwitches = () => {
    for (const button of $$("[data-do=theme]")) button.ariaPressed = String(isDark());
    for (const button of $$("[data-do=larger]")) button.ariaPressed = String(button.value === (switches.larger ?? ""));
  };
  addEventListener("click", ({ target }) => {
    const element = /** @type {Element} */ (target);
    const tapped = /** @type {any} */ (element.closest("[data-do]"));
    for (const menu of $$(".menu[open]")) if (!menu.contains(element)) menu.open = false;
    if (!tapped || !acts[tapped.dataset.do]) return;
    acts[tapped.dataset.do](tapped);
    showSwitches();
  });
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const menu of $$(".menu[open]")) {
      menu.open = false;
      $("summary", menu).focus();
    }
  });
  showSwitches();

  // --- a gate holds back what it guards until all of it is ticked ---

  /** @type {(gate: any) => void} */
  const judge = (gate) => {
    gate.toggleAttribute("data-passed", $$("input", gate).every((tick) => tick.checked));
    const around = gate.parentElement;
    const left = $$(":scope > .gate input", around).filter((tick) => !tick.checked).length;
    fill($(":scope > .open", around), { count: left });
  };
  addEventListener("change", ({ target }) => {
    const gate = /** @type {Element} */ (target).closest(".gate");
    if (gate) judge(gate);
  });
  $$(".gate").forEach(judge);

  // On paper everything that is folded stands open.
  addEventListener("beforeprint", () => {
    for (const fold of $$("details:not(.menu):not([open])")) Object.assign(fold, { open: true }).dataset.folded = "";
  });
  addEventListener("afterprint", () => {
    for (const fold of $$("[data-folded]")) {
      fold.open = false;
      delete fold.dataset.folded;
    }
  });

  Object.assign(window, { counterside: { $, $$, read, write, say, fill, anchor, acts, judge, showSwitches } });
})();
