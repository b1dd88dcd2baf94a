// What a page can do beyond being complete: switches, and a checklist one step at a time.
// Every answer is a plain link to an anchor; this script shows only the part the address names. So the back
// button, a shared link and a reload all work by themselves. Nothing leaves the device.
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];

  // Storage may be refused or hold anything at all; the page works either way.
  const read = (key, fallback) => {
    try {
      const value = JSON.parse(localStorage.getItem(key));
      return value && typeof value === "object" ? value : fallback;
    } catch {
      return fallback;
    }
  };
  const write = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, typeof value === "string" ? value : JSON.stringify(value));
    } catch {
      // It then lasts as long as the page.
    }
  };

  // --- every page: kept on the device where the browser allows it; silent where it does not ---

  const site = new URL("../", document.currentScript.src);
  const keeper = location.protocol.startsWith("http") && navigator.serviceWorker;
  const offerUpdate = (registration) => {
    const bar = $("[data-update]");
    const offer = () => {
      bar.hidden = !registration.waiting || !keeper.controller || "list" in $("main").dataset; // not in a checklist
    };
    $("button", bar).addEventListener("click", () => {
      const answer = new MessageChannel();
      answer.port1.onmessage = () => ($("span", bar).textContent = bar.dataset.others);
      keeper.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting.postMessage("apply", [answer.port2]);
    });
    registration.addEventListener("updatefound", () => registration.installing.addEventListener("statechange", offer));
    offer();
  };
  if (keeper && "preview" in root.dataset) {
    keeper.getRegistrations().then((all) => all.forEach((each) => each.unregister()));
  } else if (keeper) {
    addEventListener("load", () => {
      keeper.register(new URL("sw.js", site), { updateViaCache: "none" }).then((found) => found && offerUpdate(found), () => {});
    });
  } else if (isSecureContext && location.protocol.startsWith("http")) {
    $("[data-in-app]").hidden = false; // a browser inside an app, most likely
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

  // --- every page: language, light and dark, type size ---

  for (const link of $$("[data-language]")) {
    link.addEventListener("click", () => {
      write("cs:language", link.hreflang || link.parentElement.lang);
      link.hash = location.hash;
    });
  }

  // A renamed record's old address: paper and links keep their edition and their step.
  const moved = $("[data-moved]");
  if (moved) location.replace(moved.href + location.search + location.hash);

  const report = $("[data-report]");
  if (report) {
    report.addEventListener("click", () => {
      const form = new URL(report.href);
      form.searchParams.set("page", location.href);
      form.searchParams.set("step", decodeURIComponent(location.hash.slice(1)));
      report.href = form.href;
    });
  }

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = $("[data-theme-switch]");
  const larger = $("[data-larger-switch]");
  const showSwitches = () => {
    theme.setAttribute("aria-pressed", String(isDark()));
    larger.setAttribute("aria-pressed", String("larger" in root.dataset));
  };
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    write("cs:theme", root.dataset.theme);
    showSwitches();
  });
  larger.addEventListener("click", () => {
    if ("larger" in root.dataset) delete root.dataset.larger;
    else root.dataset.larger = "";
    write("cs:larger", "larger" in root.dataset ? "1" : null);
    showSwitches();
  });
  showSwitches();

  // --- a checklist ---

  const main = $("[data-list]");
  if (!main) return;
  const list = main.dataset.list;
  const key = `cs:list:${list}`;
  const panels = $$("[data-panel]", main);
  const steps = panels.filter((panel) => panel.dataset.panel === "step");
  const state = Object.assign({ ticks: {}, onward: {}, trail: [], began: 0 }, read(key, {}));
  for (const part of ["ticks", "onward"]) if (!state[part] || typeof state[part] !== "object") state[part] = {};
  if (!Array.isArray(state.trail)) state.trail = [];
  const save = () => write(key, state);
  const tickKey = (step) => `${step.id}:${step.dataset.mark}`;
  const words = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");
  const numberOf = (step) => steps.indexOf(step) + 1;
  const fill = (element, values) =>
    element.dataset.words.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

  // An unknown or former anchor leads to what holds it, or to the first step.
  const wanted = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const element = id && document.getElementById(id);
    return (element && element.closest("[data-panel]")) || steps[0];
  };

  // “Still not” is a link only once it is known where the reader came from.
  const pointOnward = (panel) => {
    const place = $("[data-onward]", panel);
    if (!place) return;
    const onward = state.onward[panel.id];
    const isKnown = onward && /^(#|\.\.?\/)[\w./#-]*$/.test(onward.href);
    const link = document.createElement("a");
    link.className = place.className;
    link.dataset.answer = "no";
    link.dataset.onward = "";
    link.setAttribute("href", isKnown ? onward.href : "#_call");
    link.append(...place.childNodes);
    if (isKnown) $("span", link).textContent = onward.words;
    place.replaceWith(link);
  };

  const show = (panel, isMove) => {
    for (const other of panels) other.toggleAttribute("data-current", other === panel);
    main.toggleAttribute("data-moved", panel !== steps[0]);
    pointOnward(panel);
    const progress = $("[data-progress]");
    progress.textContent = panel.dataset.left
      ? fill(progress, { number: numberOf(panel), left: panel.dataset.left - 1 })
      : "";
    if (!isMove) return;
    if (root.classList.contains("guide")) scrollTo(0, 0);
    const heading = $("h2", panel);
    if (heading) heading.focus({ preventScroll: root.classList.contains("guide") });
  };

  const remember = (answer) => {
    const panel = answer.closest("[data-panel]");
    if (!panel) return;
    if (!state.began) state.began = Date.now();
    const still = answer.parentElement.querySelector(".still");
    if (still && answer.hash) {
      state.onward[answer.hash.slice(1)] = { href: still.getAttribute("href"), words: words(still) };
    }
    const tick = panel.dataset.panel === "step" && $("h2 input", panel);
    if (tick) {
      tick.checked = true;
      state.ticks[tickKey(panel)] = 1;
    }
    state.trail.push({
      at: Date.now(),
      did: words($("h2", panel)),
      answer: words($("b", answer)),
    });
    state.trail = state.trail.slice(-40);
    const closing = $("[data-close-text]", panel);
    if (answer.hash === "#_fixed") $("[data-closing]").textContent = words(closing);
    save();
    write("cs:last", { list, title: words($("h1")) });
  };

  main.addEventListener("click", (event) => {
    const answer = event.target.closest("a.answer[data-answer]");
    if (answer && answer.hasAttribute("href")) remember(answer);
  });

  main.addEventListener("change", (event) => {
    const box = event.target;
    const gate = box.closest("[data-gate]");
    if (gate) {
      gate.toggleAttribute(
        "data-passed",
        $$("input", gate).every((tick) => tick.checked),
      );
      return;
    }
    const step = box.closest(".step");
    if (!step) return;
    if (box.checked) state.ticks[tickKey(step)] = 1;
    else delete state.ticks[tickKey(step)];
    save();
  });

  const putTicks = () => {
    for (const step of steps) $("h2 input", step).checked = Boolean(state.ticks[tickKey(step)]);
    for (const gate of $$("[data-gate]", main)) {
      for (const box of $$("input", gate)) box.checked = false;
      gate.removeAttribute("data-passed");
    }
  };

  // The time box: a promise to stop trying and call.
  const clock = $("[data-clock]");
  const tickClock = () => {
    const left = Number(main.dataset.minutes) - Math.floor((Date.now() - state.began) / 60000);
    const isRunning = state.began > 0 && left > -240;
    clock.textContent = !isRunning ? "" : left > 0 ? fill(clock, { minutes: left }) : clock.dataset.over;
    clock.toggleAttribute("data-late", isRunning && left <= 0);
  };

  for (const button of $$("[data-restart]", main)) {
    button.addEventListener("click", () => {
      Object.assign(state, { ticks: {}, onward: {}, trail: [], began: 0 });
      write(key, null);
      putTicks();
      tickClock();
      $("[data-closing]").textContent = "";
      if (location.hash === `#${steps[0].id}`) show(steps[0], true);
      else location.hash = steps[0].id;
    });
  }
  $("[data-back]").addEventListener("click", () => history.back());

  const before = $("[data-before]");
  before.addEventListener("click", () => {
    const isOpen = main.toggleAttribute("data-before-open");
    before.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) scrollTo(0, 0);
  });

  const mode = $("[data-mode]");
  const showMode = () => {
    mode.textContent = root.classList.contains("guide") ? mode.dataset.all : mode.dataset.guide;
  };
  mode.addEventListener("click", () => {
    write("cs:all", root.classList.toggle("guide") ? null : "1");
    showMode();
    const panel = wanted();
    if (!root.classList.contains("guide")) panel.scrollIntoView();
  });

  // A sheet's QR says which edition it is, and the marks of its steps: what differs has changed since.
  const paper = new URLSearchParams(location.search);
  if (paper.has("e") && paper.get("e") !== main.dataset.edition) {
    $("[data-older]").hidden = false;
    const marks = (paper.get("s") || "").match(/.{3}/g) || [];
    for (const step of steps) {
      if (marks.length && !marks.includes(step.dataset.mark)) $(".changed", step).hidden = false;
    }
  }

  const own = read("cs:shop", {}).hotline;
  const hotline = $("[data-hotline]");
  if (hotline && typeof own === "string" && /^[\d+() -]{3,24}$/.test(own)) {
    hotline.href = `tel:${own.replace(/[^\d+]/g, "")}`;
    hotline.textContent += ` ${own}`;
    hotline.hidden = false;
  }

  putTicks();
  showMode();
  tickClock();
  setInterval(tickClock, 15000);
  addEventListener("hashchange", () => show(wanted(), true));
  show(wanted(), Boolean(location.hash));
})();
