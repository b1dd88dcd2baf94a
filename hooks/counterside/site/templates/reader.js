// What a page can do beyond being complete: switches, gates, and a checklist one step at a time.
// Every answer is a plain link to an anchor; this script shows only the part the address names. So the back
// button, a shared link and a reload all work by themselves. Nothing leaves the device.
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];

  // Storage may be refused or hold anything at all; the page works either way.
  const read = (key) => {
    try {
      return Object(JSON.parse(localStorage.getItem(key)));
    } catch {
      return {};
    }
  };
  const write = (key, value) => {
    try {
      if (value) localStorage.setItem(key, typeof value === "string" ? value : JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // It then lasts as long as the page.
    }
  };
  const anchor = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  };

  // --- every page: kept on the device where the browser allows it; silent where it does not ---

  const keeper = location.protocol.startsWith("http") && navigator.serviceWorker;
  if (keeper && "preview" in root.dataset) {
    keeper.getRegistrations().then((all) => all.forEach((each) => each.unregister()));
  } else if (keeper) {
    const worker = new URL("../sw.js", document.currentScript.src);
    addEventListener("load", () => keeper.register(worker, { updateViaCache: "none" }).catch(() => {}));
  }

  // --- every page: the search box loads what it needs when it is first used ---

  const box = $("[data-search]");
  if (box) {
    const load = () =>
      box.dataset.search.split(" ").forEach((src) => document.head.append(Object.assign(document.createElement("script"), { src, async: false })));
    const query = new URLSearchParams(location.search).get("q");
    if (query && "page" in box.dataset) $("input", box).value = query;
    if (query || box.contains(document.activeElement)) load();
    else box.addEventListener("focusin", load, { once: true });
  }

  // --- every page: what its buttons do, by the name in `data-do`; a checklist adds its own ---

  const switches = root.dataset;
  const choose = (name, value) => {
    if (value) switches[name] = value;
    else delete switches[name];
    write(`cs:${name}`, value);
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (switches.theme ? switches.theme === "dark" : system.matches);
  const acts = {
    // Back at what the system says, the choice is forgotten, and the page follows the system again.
    theme: () => choose("theme", isDark() === system.matches && (isDark() ? "light" : "dark")),
    larger: () => choose("larger", !switches.larger && "1"),
    language(link) {
      write("cs:language", link.hreflang);
      link.hash = location.hash;
    },
    report(link) {
      const form = new URL(link.href);
      form.searchParams.set("page", location.href);
      form.searchParams.set("step", anchor());
      link.href = form.href;
    },
  };
  const showSwitches = () => {
    $("[data-do=theme]").ariaPressed = isDark();
    $("[data-do=larger]").ariaPressed = Boolean(switches.larger);
  };
  addEventListener("click", ({ target }) => {
    const tapped = target.closest("[data-do]");
    if (!tapped) return;
    acts[tapped.dataset.do](tapped);
    showSwitches();
  });
  showSwitches();

  // A renamed record's old address: paper and links keep their edition and their step.
  const moved = $("[data-moved]");
  if (moved) location.replace(moved.href + location.search + location.hash);

  // A gate holds back what it guards until all of it is ticked.
  const judge = (gate) => gate.toggleAttribute("data-passed", $$("input", gate).every((tick) => tick.checked));
  addEventListener("change", ({ target }) => {
    const gate = target.closest(".gate");
    if (gate) judge(gate);
  });

  // --- a checklist ---

  const main = $("[data-list]");
  if (!main) return;
  const { list, minutes: limit, edition } = main.dataset;
  const key = `cs:list:${list}`;
  const panels = $$("[data-panel]", main);
  const steps = $$(".step", main);
  const [first] = steps;
  const isGuided = () => root.classList.contains("guide");
  const words = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");
  const fill = (element, values) => {
    element.textContent = element.dataset.words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };

  // What was done here, for eight hours: what is older than a shift belongs to another fault.
  const kept = read(key);
  const isRecent = !(Date.now() - kept.began > 8 * 3600000);
  const state = {
    ticks: Object(isRecent && kept.ticks),
    onward: Object(isRecent && kept.onward),
    trail: isRecent && Array.isArray(kept.trail) ? kept.trail : [],
    began: (isRecent && Number(kept.began)) || 0,
  };
  const tickOf = (step) => $("h2 input", step);
  const tickKey = (step) => `${step.id}:${step.dataset.mark}`;
  const log = (panel, answer) => {
    state.trail = [...state.trail, { did: words($("h2", panel)), answer }].slice(-40);
    state.began ||= Date.now();
    write(key, state);
    write("cs:last", { list, title: words($("h1")) });
    showClock();
  };

  // An unknown or former anchor leads to what holds it, or to the first step.
  const wanted = () => document.getElementById(anchor())?.closest("[data-panel]") || first;

  // “Still not” is a link only once it is known where the reader came from.
  const pointOnward = (place, onward) => {
    const isKnown = /^(#|\.\.?\/)[\w./#-]*$/.test(onward.href);
    const link = Object.assign(document.createElement("a"), { className: place.className, href: isKnown ? onward.href : "#_call" });
    link.dataset.onward = "";
    link.dataset.answer = "";
    link.append(...place.childNodes);
    if (isKnown) $("span", link).textContent = onward.words;
    place.replaceWith(link);
  };

  // How many panels lie behind this one: kept by the browser with each of them, so that a reload changes nothing.
  let depth = history.state?.depth || 0;
  history.replaceState({ depth }, "");

  const show = (panel, isMove) => {
    for (const other of panels) other.toggleAttribute("data-current", other === panel);
    const isStart = panel === first && !depth;
    main.toggleAttribute("data-moved", !isStart);
    for (const place of $$("[data-onward]", panel)) pointOnward(place, Object(state.onward[panel.id]));
    for (const tick of $$(".gate input", panel)) tick.checked = false;
    $$(".gate", panel).forEach(judge);
    const number = steps.indexOf(panel) + 1;
    const bar = $(".guidebar");
    bar.hidden = !number;
    if (number) {
      const left = panel.dataset.left - 1;
      fill($("[data-progress]"), { number, left });
      Object.assign(bar.firstElementChild, { max: number + left, value: number });
    }
    if (!isMove) return;
    if (isGuided()) scrollTo(0, 0);
    // A step behind a gate begins with the gate.
    $(".gate input, h2", panel).focus({ preventScroll: isGuided() });
  };

  main.addEventListener("click", ({ target }) => {
    const answer = target.closest("a[data-answer]");
    if (!answer) return;
    const panel = answer.closest("[data-panel]");
    const still = $(".still", answer.parentElement);
    if (still && answer.hash) state.onward[answer.hash.slice(1)] = { href: still.getAttribute("href"), words: words(still) };
    if (panel.matches(".step")) state.ticks[tickKey(panel)] = tickOf(panel).checked = true;
    if (answer.hash === "#_fixed") $("[data-closing]").textContent = words($("[data-close-text]", panel));
    log(panel, words($("b", answer)));
  });

  main.addEventListener("change", ({ target }) => {
    const step = target.closest("h2 label")?.closest(".step");
    if (!step) return;
    state.ticks[tickKey(step)] = target.checked;
    log(step, target.checked ? "✓" : "–");
  });

  const putTicks = () => {
    for (const step of steps) tickOf(step).checked = state.ticks[tickKey(step)];
  };

  // The time box: a promise to stop trying and call.
  const clock = $("[data-clock]");
  const showClock = () => {
    const minutes = limit - Math.floor((Date.now() - state.began) / 60000);
    const isLate = state.began > 0 && minutes <= 0;
    fill(clock, { minutes });
    clock.hidden = !state.began || isLate;
    $("[data-late]").hidden = !isLate;
  };

  Object.assign(acts, {
    restart() {
      Object.assign(state, { ticks: {}, onward: {}, trail: [], began: 0 });
      write(key);
      putTicks();
      showClock();
      $("[data-closing]").textContent = "";
      depth = -1;
      if (anchor()) location.hash = "";
      else show(first, !(depth = 0));
    },
    back() {
      if (depth) history.back();
      else location.hash = first.id;
    },
    before(button) {
      button.ariaExpanded = main.toggleAttribute("data-before-open");
      scrollTo(0, 0);
    },
    mode() {
      write("cs:all", !root.classList.toggle("guide") && "1");
      showMode();
      wanted().scrollIntoView();
    },
  });
  const showMode = () => {
    const mode = $("[data-do=mode]");
    mode.textContent = mode.dataset[isGuided() ? "all" : "guide"];
  };

  // A sheet's QR says which edition it is, and the marks of its steps: what differs has changed since.
  const paper = new URLSearchParams(location.search);
  if (paper.has("e") && paper.get("e") !== edition) {
    const older = $("[data-older]");
    older.hidden = false;
    const marks = (paper.get("s") || "").match(/.{3}/g);
    for (const step of marks ? steps.filter((each) => !marks.includes(each.dataset.mark)) : []) {
      $("h2", step).after(Object.assign(document.createElement("p"), { className: "older", textContent: older.dataset.older }));
    }
  }

  const own = read("cs:shop").hotline;
  const hotline = $("[data-hotline]");
  if (hotline && /^[\d+() -]{3,24}$/.test(own)) {
    hotline.href = `tel:${own.replace(/[^\d+]/g, "")}`;
    hotline.append(` ${own}`);
    hotline.parentElement.hidden = false;
  }

  putTicks();
  showMode();
  showClock();
  setInterval(showClock, 15000);
  addEventListener("hashchange", () => {
    if (!history.state) history.replaceState({ depth: depth + 1 }, "");
    depth = history.state.depth;
    show(wanted(), true);
  });
  show(wanted(), location.hash);
})();
