// @ts-check
// The call card: typed once, kept on this phone, sent nowhere.
(() => {
  "use strict";
  const { read, write } = /** @type {any} */ (window).counterside;
  const { text, holdsCardNumber, openShop, save: keep, check } = /** @type {any} */ (window).countersideShop;
  /** @type {any} */
  const form = document.querySelector("[data-card]");
  const $ = (selector) => form.querySelector(selector);
  const fields = [...form.querySelectorAll("input[name]")];
  const say = (message) => {
    $("[data-say]").textContent = message;
  };

  const scope = String(document.documentElement.dataset.scope);
  const lists = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(`${scope}list:`)).map((key) => key.slice(scope.length));
    } catch {
      return [];
    }
  };

  // --- terminals by name ---

  let shops = openShop(form.dataset.new);
  const current = () => Object(shops.all[shops.current]);
  const save = () => keep(shops, fields);

  const spoken = (value) => value.replace(/[A-Za-z0-9]{5,}/g, (run) => run.match(/.{1,4}/g).join(" "));

  const dial = () => {
    const number = text(current().hotline);
    const isNumber = /^[\d+() -]{3,24}$/.test(number);
    $("[data-dial]").hidden = !isNumber;
    const old = $("[data-dial] a");
    if (old) old.remove();
    if (!isNumber) return;
    const link = document.createElement("a");
    link.className = "tel";
    link.href = `tel:${number.replace(/[^\d+]/g, "")}`;
    link.append(Object.assign(document.createElement("b"), { textContent: number }));
    $("[data-dial]").prepend(link);
  };

  const show = () => {
    for (const field of fields) {
      field.value = text(current()[field.name]);
      check(field);
      field.parentElement.querySelector(".spoken").textContent = spoken(field.value);
    }
    $("[data-name]").value = shops.current;
    $("[data-which]").replaceChildren(
      ...Object.keys(shops.all).map((name) => new Option(name, name, false, name === shops.current)),
    );
    // With one terminal there is nothing to choose, and nothing to take away.
    $("[data-which]").parentElement.hidden = $("[data-remove]").hidden = Object.keys(shops.all).length < 2;
    // One terminal needs no name.
    $("[data-name]").parentElement.hidden = Object.keys(shops.all).length < 2;
    dial();
  };

  // --- what was tried ---

  const showTrail = () => {
    const last = read("last");
    const state = read(`list:${text(last.list)}`);
    const trail = Array.isArray(state.trail) ? state.trail : [];
    const lines = trail.map(Object).map((step) => `${text(step.did)} → ${text(step.answer)}`);
    if (lines.length) lines.unshift(text(last.title));
    $("[data-none]").hidden = lines.length > 0;
    $("[data-trail]").replaceChildren(
      ...lines.slice(1).map((line) => Object.assign(document.createElement("li"), { textContent: line })),
    );
    return lines;
  };

  const asText = () => {
    const rows = fields
      .filter((field) => field.value)
      .map((field) => `${form.querySelector(`label[for="${field.id}"]`).textContent}: ${field.value}`);
    return [...rows, ...showTrail()].join("\n");
  };

  // --- events ---

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    const field = /** @type {any} */ (event.target);
    if (!field.name) return;
    field.parentElement.querySelector(".spoken").textContent = spoken(field.value);
    const isRefused = check(field);
    say(isRefused ? form.dataset.refused : "");
    if (isRefused) field.value = "";
    save();
    dial();
  });

  $("[data-name]").addEventListener("change", (event) => {
    const name = event.target.value.trim().slice(0, 60);
    const isRefused = holdsCardNumber(name);
    say(isRefused ? form.dataset.refused : "");
    if (isRefused || !name || name === shops.current || shops.all[name]) return show();
    shops.all[name] = current();
    delete shops.all[shops.current];
    shops.current = name;
    save();
    show();
  });
  $("[data-which]").addEventListener("change", (event) => {
    shops.current = event.target.value;
    show();
    save();
  });
  $("[data-add]").addEventListener("click", () => {
    let number = 2;
    while (shops.all[`${form.dataset.new} ${number}`]) number++;
    shops.current = `${form.dataset.new} ${number}`;
    shops.all[shops.current] = {};
    show();
    save();
    $("[data-name]").select();
  });
  $("[data-remove]").addEventListener("click", () => {
    delete shops.all[shops.current];
    shops.current = Object.keys(shops.all)[0] || form.dataset.new;
    shops.all[shops.current] = shops.all[shops.current] || {};
    show();
    save();
    if ($("[data-remove]").hidden) $("[data-add]").focus();
  });
  for (const button of form.querySelectorAll("[data-now]")) {
    button.addEventListener("click", () => {
      const field = button.parentElement.querySelector("input");
      const now = new Date();
      field.value = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 19).replace("T", " ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  $("[data-copy]").addEventListener("click", async () => {
    const area = $("[data-text]");
    area.value = asText();
    try {
      await navigator.clipboard.writeText(area.value);
      say(form.dataset.copied);
    } catch {
      area.hidden = false;
      area.focus();
      area.select();
      let isDone = false;
      try {
        isDone = document.execCommand("copy");
      } catch {
        // The text stands selected, to copy by hand.
      }
      say(isDone ? form.dataset.copied : form.dataset.byHand);
    }
  });
  const share = $("[data-share]");
  share.hidden = !navigator.share;
  share.addEventListener("click", () => {
    navigator.share({ text: asText() }).catch(() => {});
  });
  $("[data-print]").addEventListener("click", () => print());
  $("[data-aloud]").addEventListener("click", (event) => {
    const isAloud = form.toggleAttribute("data-large");
    event.target.setAttribute("aria-pressed", String(isAloud));
    event.target.textContent = isAloud ? form.dataset.normal : form.dataset.read;
  });
  $("[data-clear]").addEventListener("click", () => {
    for (const name of ["shops", "shop", "last", ...lists()]) write(name);
    shops = { current: form.dataset.new, all: { [form.dataset.new]: {} } };
    $("[data-text]").hidden = true;
    show();
    showTrail();
    say(form.dataset.cleared);
  });

  show();
  showTrail();
})();
