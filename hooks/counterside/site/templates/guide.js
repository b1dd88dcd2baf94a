// @ts-check
// A checklist one question at a time. Every answer is a plain link to an anchor; this script shows only the part that
// the address names. So the back button, a shared link and a reload all work by themselves.
(() => {
  "use strict";
  const { $, $$, read, write, say, fill, anchor, acts, judge } = /** @type {any} */ (window).counterside;
  const root = document.documentElement;
  const main = $("[data-list]");
  const { list, title, edition } = main.dataset;
  const limit = Number(main.dataset.minutes);
  const key = `list:${list}`;
  const SHIFT = 8 * 3600000;
  /** @type {any[]} */
  const panels = $$("[data-panel]", main);
  const steps = panels.filter((panel) => panel.dataset.mark);
  const first = $("[data-current]", main);
  const isGuided = () => root.classList.contains("guide");
  /** @type {(element: any) => string} */
  const words = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");
  const pageTitle = document.title;
  // A panel's question without its number or letter, which only paper shows.
  /** @type {(panel: any) => string} */
  const question = (panel) => [...$("h1", panel).childNodes].filter((part) => !part.matches?.(".ring, .letter, .whole")).map(words).join("").trim();

  // What was done here, for eight hours: what is older than a shift belongs to another fault.
  const kept = read(key);
  const isRecent = !(Date.now() - kept.began > SHIFT);
  const fresh = () => ({ ticks: {}, onward: {}, fills: {}, timers: {}, trail: [], began: 0, at: "", number: 0, time: 0, isUnpaid: false });
  const state = /** @type {any} */ (fresh());
  for (const [name, empty] of isRecent ? Object.entries(state) : []) {
    const value = kept[name];
    if (value && typeof value === typeof empty && Array.isArray(value) === Array.isArray(empty)) state[name] = value;
  }
  state.trail = state.trail.map(Object).slice(-40);
  if (!document.getElementById(state.at)) state.at = "";
  const save = () => {
    state.time = Date.now();
    // A wait or a tick begins a list as an answer does: what never began would be taken for older than a shift.
    state.began ||= state.time;
    write(key, state);
    write("last", { list, title, at: state.at, number: state.number, time: state.time });
  };

  // How many panels and questions lie behind this one: kept by the browser with each of them, so that a reload changes
  // nothing.
  let depth = Number(history.state?.depth) || 0;
  let asked = Number(history.state?.asked) || 0;
  let shown = first;
  /** @type {(depth: number, asked: number) => void} */
  const remember = (depth, asked) => {
    try {
      history.replaceState({ depth, asked }, "");
    } catch {
      // A page opened from a folder may not.
    }
  };
  remember(depth, asked);

  // An unknown or former anchor leads to what holds it, or to the first panel.
  const wanted = () => document.getElementById(anchor())?.closest("[data-panel]") || first;

  // “Still not” is a link only once it is known where the reader came from.
  /** @type {(place: any, onward: any) => void} */
  const pointOnward = (place, onward) => {
    const isKnown = /^(#|\.\.?\/)[\w./#-]*$/.test(onward.href);
    const link = document.createElement("a");
    link.href = isKnown ? onward.href : "#_call";
    link.dataset.onward = "";
    link.dataset.answer = "";
    link.append(...place.childNodes);
    if (isKnown) $(".ways", link).textContent = String(onward.words);
    place.replaceWith(link);
  };

  /** @type {(panel: any) => void} */
  const showGates = (panel) => {
    for (const tick of $$(".gate input", panel)) {
      const isSaid = Boolean(state.fills[tick.dataset.tick]);
      tick.checked = isSaid;
      tick.closest("label").toggleAttribute("data-said", isSaid);
    }
    $$(".gate", panel).forEach(judge);
  };

  /** @type {(panel: any) => void} */
  const showProgress = (panel) => {
    const left = Number(panel.dataset.left) - 1;
    const number = asked + 1;
    // A remedy asks nothing: it is one part more, and not done.
    $("[data-bar]").replaceChildren(
      ...Array.from({ length: Math.min(number + (left || 0), 30) }, (_, at) => Object.assign(document.createElement("i"), { className: at < (left >= 0 ? number : asked) ? "on" : "" })),
    );
    const line = $("[data-progress]");
    line.textContent = left >= 0 ? say(line, { number, count: left }, left ? "data-words" : "data-last") : "";
    document.title = panel === first ? pageTitle : `(${number}) ${question(panel)} · ${title}`;
  };

  const showTrail = () => {
    const lines = state.trail.filter((/** @type {any} */ line) => /^[\w-]+$/.test(line.at));
    for (const trail of $$("[data-trail]")) {
      trail.replaceChildren(
        ...lines.map((/** @type {any} */ line) => {
          const link = Object.assign(document.createElement("a"), { href: `#${line.at}`, className: "go", textContent: `${line.did} → ${line.answer}` });
          const item = document.createElement("li");
          item.append(link);
          return item;
        }),
      );
    }
  };

  /** @type {(panel: any, isMove: boolean) => void} */
  const show = (panel, isMove) => {
    shown = panel;
    for (const other of panels) other.toggleAttribute("data-current", other === panel);
    main.toggleAttribute("data-moved", panel !== first || depth > 0);
    for (const place of $$("[data-onward]", panel)) pointOnward(place, Object(state.onward[panel.id]));
    showGates(panel);
    showProgress(panel);
    showTrail();
    if (!isMove) return;
    if (isGuided()) scrollTo(0, 0);
    // A step behind a gate begins with the gate.
    $(".gate:not([data-passed]) input, h1", panel)?.focus({ preventScroll: isGuided() });
  };

  /** @type {(panel: any, answer: string) => void} */
  const log = (panel, answer) => {
    state.trail = [...state.trail, { did: question(panel), answer, at: panel.id }].slice(-40);
    save();
    showClock();
    keepAwake();
  };

  // What gates hold is about one payment. The first question forgets the last customer, a changed answer
  // what that question had settled, and after another attempt it is open again.
  /** @type {(panel: any, answer: any) => void} */
  const settle = (panel, answer) => {
    const isTried = $(".gate[data-retry]", panel);
    if (panel === first) Object.assign(state, fresh());
    for (const tick in state.fills) if (isTried || state.fills[tick] === panel.id) delete state.fills[tick];
    for (const tick of (answer.dataset.fills || "").split(" ")) if (tick) state.fills[tick] = panel.id;
    state.isUnpaid = "unpaid" in answer.dataset || (state.isUnpaid && !isTried);
  };

  main.addEventListener("click", (/** @type {any} */ { target }) => {
    const answer = target.closest("a[data-answer]");
    if (!answer) return;
    const panel = answer.closest("[data-panel]");
    const id = answer.hash.slice(1);
    const still = $(".still", answer.parentElement);
    settle(panel, answer);
    if (still && id) state.onward[id] = { href: still.getAttribute("href"), words: words(still) };
    else if (id === "_verify") state.onward[id] = state.onward[panel.id];
    if (panel.dataset.mark) state.ticks[`${panel.id}:${panel.dataset.mark}`] = true;
    if (id === "_fixed") {
      const closing = $("[data-closing]");
      closing.textContent = words($("[data-close-text]", panel));
      closing.closest("label").hidden = !closing.textContent;
    }
    if (panel.dataset.left) asked++;
    state.at = id && answer.getAttribute("href").startsWith("#") ? id : panel.id;
    state.number = asked + 1;
    log(panel, words($("b", answer)));
    putTicks();
    navigator.vibrate?.(12);
  });

  // What an answer filled in can be taken back by hand, and then stays so.
  main.addEventListener("change", (/** @type {any} */ { target }) => {
    const step = target.closest("h1")?.closest(".step");
    if (target.dataset.tick) {
      state.fills[target.dataset.tick] = target.checked;
      target.closest("label").removeAttribute("data-said");
    } else if (step) state.ticks[`${step.id}:${step.dataset.mark}`] = target.checked;
    else return;
    save();
  });

  // What was ticked folds up, and what comes next is in sight: the next tick, then the answers. Gates are judged by now.
  addEventListener("change", (/** @type {any} */ { target }) => {
    const next = $(".tick:has(> :not(span, :checked)), .answers, .act", target.closest("[data-panel]") ?? main);
    if (isGuided() && target.checked) (next.closest(".doing > li") ?? next).scrollIntoView({ block: "nearest" });
  });

  const putTicks = () => {
    for (const step of steps) $("h1 input", step).checked = state.ticks[`${step.id}:${step.dataset.mark}`] === true;
  };

  // --- time: the box of the whole list, and the waits inside it ---

  const clock = $("[data-clock]");
  const showClock = () => {
    const minutes = limit - Math.floor((Date.now() - state.began) / 60000);
    const isRunning = limit > 0 && state.began > 0;
    if (isRunning && minutes > 0) fill(clock, { count: minutes });
    else clock.textContent = "";
    $("[data-late]").hidden = !(isRunning && minutes <= 0);
    if (minutes <= 0) lock?.release();
  };

  /** @type {(seconds: number) => string} */
  const asClock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const showTimers = () => {
    for (const button of $$("[data-timer]")) {
      const end = Number(state.timers[button.dataset.timer]);
      const left = Math.ceil((end - Date.now()) / 1000);
      const time = $("[data-time]", button);
      button.firstChild.hidden = end;
      if (!end) time.textContent = asClock(button.value * 60);
      else if (left > 0) time.textContent = asClock(left);
      else if (!("over" in button.dataset)) {
        button.dataset.over = "";
        time.textContent = "0:00 ✓";
        document.title = `✓ ${pageTitle}`;
        if (left > -5) navigator.vibrate?.([200, 100, 200]);
      }
    }
  };
  acts.timer = (button) => {
    state.timers[button.dataset.timer] = Date.now() + button.value * 60000;
    delete button.dataset.over;
    save();
    showTimers();
  };

  // --- the screen stays on while a list is being worked through ---

  /** @type {any} */
  let lock;
  const keepAwake = async () => {
    const mayLock = limit === 0 || Date.now() - state.began < limit * 60000;
    if (lock || !mayLock || document.visibilityState !== "visible") return;
    try {
      lock = await navigator.wakeLock?.request("screen");
      lock?.addEventListener("release", () => (lock = undefined));
    } catch {
      // Refused, for instance by a battery that is nearly empty.
    }
  };
  document.addEventListener("visibilitychange", () => state.began && keepAwake());

  // --- the dock ---

  /** @type {any} */
  const card = $("#_customer");
  const customerState = () => {
    if ($("[data-say=away]", card)) return "away";
    if ("paid" in shown.dataset) return "paid";
    const gates = $$(".gate", shown);
    const isSettled = state.isUnpaid || (gates.length > 0 && gates.every((gate) => "passed" in gate.dataset && "retry" in gate.dataset));
    return isSettled ? "unpaid" : "unknown";
  };
  $("[data-customer]")?.addEventListener("click", (/** @type {Event} */ event) => {
    if (!card.showModal) return;
    event.preventDefault();
    const name = customerState();
    for (const said of $$("[data-say]", card)) said.hidden = said.dataset.say !== name;
    card.showModal();
    keepAwake();
  });
  // Back to the question before, or to the page that led here, another list or a search; home where a browser knows of
  // none, and once a list was begun anew: behind that are the questions of another customer.
  $("[data-back]").addEventListener("click", (/** @type {Event} */ event) => {
    if (depth || (!before && /** @type {any} */ (window).navigation?.canGoBack)) history.back();
    else if (shown === first) return;
    else location.hash = first.id;
    event.preventDefault();
  });

  const voices = () => window.speechSynthesis?.getVoices().filter((voice) => voice.localService) ?? [];
  /** @type {(parts: any[]) => void} */
  const speak = (parts) => {
    speechSynthesis.cancel();
    for (const part of parts) {
      const language = part.closest("[lang]").lang;
      const voice = voices().find((each) => each.lang.startsWith(language));
      if (voice) speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(words(part)), { voice, lang: voice.lang }));
    }
  };
  const showVoices = () => {
    for (const button of $$("[data-do=aloud], [data-do=read]")) button.hidden = !voices().length;
  };
  window.speechSynthesis?.addEventListener?.("voiceschanged", showVoices);
  showVoices();

  // --- what the buttons do ---

  /** @type {any} */
  let before;
  const showMode = () => {
    const mode = $("[data-do=mode]");
    mode.textContent = mode.dataset[isGuided() ? "all" : "guide"];
  };
  const startAgain = () => {
    putTicks();
    showClock();
    showTimers();
    depth = -1;
    asked = 0;
    delete root.dataset.at;
    if (anchor()) location.hash = "";
    else {
      depth = 0;
      show(first, true);
    }
  };
  Object.assign(acts, {
    restart() {
      before = structuredClone(state);
      Object.assign(state, fresh());
      write(key);
      write("last");
      startAgain();
      const toast = $("[data-undo]");
      toast.hidden = false;
      // A button does not go away from under the focus.
      setTimeout(() => (toast.hidden = !toast.matches(":focus-within")), 5000);
    },
    undo() {
      Object.assign(state, before);
      save();
      $("[data-undo]").hidden = true;
      location.hash = state.at || first.id;
    },
    mode() {
      write("all", !root.classList.toggle("guide") && "1");
      showMode();
      wanted().scrollIntoView();
    },
    keys(/** @type {any} */ button) {
      button.ariaPressed = String(button.ariaPressed !== "true");
      write("keys", areKeysOff() && { isOff: true });
    },
    aloud: () => speak($$("h1, .expect, [data-answer] > b", shown)),
    read: () => speak($$("[data-say]:not([hidden]) [lang]", card)),
    share: () => navigator.share({ title: document.title, url: location.href }).catch(() => {}),
    turn: () => $("[data-say]:not([hidden])", card).classList.toggle("turned"),
    close: () => card.close?.(),
    async copy(/** @type {any} */ button) {
      const facts = $$("[data-facts] > div").map((row) => `${words($("dt", row))}: ${words($("dd", row))}`);
      const lines = [`${title} (${edition})`, ...facts, ...state.trail.map((/** @type {any} */ line) => `${line.did} → ${line.answer}`)];
      try {
        if (button.value === "share") await navigator.share({ text: lines.join("\n") });
        else {
          await navigator.clipboard.writeText(lines.join("\n"));
          $("span", button).textContent = " ✓";
        }
      } catch {
        location.href = button.dataset.card;
      }
    },
  });
  for (const button of $$("[data-do=share], [data-do=copy][value=share]")) button.hidden = !navigator.share;
  const keysButton = $("[data-do=keys]");
  const areKeysOff = () => keysButton.ariaPressed === "false";
  if (read("keys").isOff) keysButton.ariaPressed = "false";
  addEventListener("keydown", (event) => {
    const isTyping = /** @type {Element} */ (event.target).closest?.("input:not([type=checkbox])");
    if (!/^[1-9]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey || isTyping || areKeysOff() || card?.open) return;
    $$("[data-answer]", shown).filter((each) => each.checkVisibility?.())[Number(event.key) - 1]?.click();
  });

  // A sheet's QR code says which edition it is.
  const printed = new URLSearchParams(location.search).get("e");
  if (printed !== null && printed !== edition) $("[data-older]").hidden = false;

  // What is known of this shop and this fault, in the place where it is read out.
  const shop = read("shop");
  const own = typeof shop.hotline === "string" && /^[\d+() -]{3,24}$/.test(shop.hotline) ? shop.hotline : "";
  for (const place of own ? $$("[data-hotline]") : []) {
    place.href = `tel:${own.replace(/[^\d+]/g, "")}`;
    $("b", place).textContent = own;
    place.hidden = false;
    $$("[data-no-hotline]").forEach((/** @type {any} */ hint) => (hint.hidden = true));
  }
  for (const fact of $$("[data-fact]")) {
    const known = shop[fact.dataset.fact];
    if (typeof known === "string" && known) fact.textContent = known.slice(0, 60);
  }

  const resume = $("[data-resume]");
  if (state.at && state.at !== first.id && !location.hash) {
    resume.href = `#${state.at}`;
    fill(resume, { number: state.number || 1 });
    resume.addEventListener("click", () => (asked = Math.max(0, state.number - 1)));
  } else delete root.dataset.at;

  putTicks();
  showMode();
  showClock();
  showTimers();
  setInterval(showTimers, 1000);
  setInterval(showClock, 15000);
  addEventListener("hashchange", () => {
    if (card?.open) card.close();
    if (!history.state) remember(depth + 1, asked);
    depth = Number(history.state?.depth) || 0;
    asked = Number(history.state?.asked) || 0;
    show(wanted(), true);
  });
  show(wanted(), Boolean(location.hash));
})();
