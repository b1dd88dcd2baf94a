// @ts-check
// The call card: typed once, kept on this phone, sent nowhere.
(() => {
  "use strict";
  /** @type {any} */
  const form = document.querySelector("[data-card]");
  const $ = (selector) => form.querySelector(selector);
  const fields = [...form.querySelectorAll("input[name]")];
  const say = (message) => {
    $("[data-say]").textContent = message;
  };

  const read = (key, fallback) => {
    try {
      const value = JSON.parse(localStorage.getItem(key));
      return value && typeof value === "object" && !Array.isArray(value) ? value : fallback;
    } catch {
      return fallback;
    }
  };
  const write = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Refused: the card then lasts as long as the page.
    }
  };

  const lists = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith("cs:list:"));
    } catch {
      return [];
    }
  };

  // --- what looks like a bank card's number ---

  const passesLuhn = (digits) => {
    let sum = 0;
    for (let i = 0; i < digits.length; i++) {
      let digit = Number(digits[digits.length - 1 - i]);
      if (i % 2) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }
    return sum % 10 === 0;
  };
  const BRANDS = /^(62|4|5[1-5]|35|60|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)/;
  const isCardNumber = (digits) => {
    const isLong = digits.length >= 16 && digits.length <= 19 && BRANDS.test(digits);
    const isAmex = digits.length === 15 && /^3[47]/.test(digits);
    return (isLong || isAmex) && passesLuhn(digits);
  };
  // Blanks and hyphens count for nothing; a code or an amount may stand before or after the number. So every row of
  // groups that belong together is looked at, and a number written in one piece only whole.
  const holdsCardNumber = (text) => {
    const rows = text.normalize("NFKC").match(/\d+(?:[\s\-\u2010-\u2015\u2212]+\d+)*/g) || [];
    return rows.some((row) => {
      const groups = row.match(/\d+/g);
      return groups.some((_, from) => groups.some((_, to) => isCardNumber(groups.slice(from, to + 1).join(""))));
    });
  };

  // --- terminals by name; `cs:shop` is the one in use, for sheets and checklists ---

  let shops = read("cs:shops", null);
  const text = (value) => (typeof value === "string" ? value.slice(0, 200) : "");
  if (!Object.hasOwn(Object(Object(shops).all), Object(shops).current)) {
    shops = { current: form.dataset.new, all: { [form.dataset.new]: read("cs:shop", {}) } };
  }
  const current = () => Object(shops.all[shops.current]);

  const save = () => {
    const kept = {};
    for (const field of fields) {
      if (holdsCardNumber(field.value)) continue;
      if (field.value) kept[field.name] = field.value;
    }
    shops.all[shops.current] = kept;
    write("cs:shops", shops);
    write("cs:shop", kept);
  };

  const check = (field) => {
    const isRefused = holdsCardNumber(field.value);
    field.setAttribute("aria-invalid", String(isRefused));
    return isRefused;
  };

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
    const last = read("cs:last", {});
    const state = read(`cs:list:${text(last.list)}`, {});
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
    for (const key of ["cs:shops", "cs:shop", "cs:last", ...lists()]) write(key, null);
    shops = { current: form.dataset.new, all: { [form.dataset.new]: {} } };
    $("[data-text]").hidden = true;
    show();
    showTrail();
    say(form.dataset.cleared);
  });

  show();
  showTrail();
})();
