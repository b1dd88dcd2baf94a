// @ts-check
// What a shop keeps on this phone, for sheets and checklists: its terminals by name, never a bank card's number. Nothing
// is sent. `call.js` and `print.js` go out behind it.
(() => {
  "use strict";

  const { read, write } = /** @type {any} */ (window).counterside;

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

  // --- terminals by name; `shop` is the one in use ---

  const text = (value) => (typeof value === "string" ? value.slice(0, 200) : "");
  // `name` is what a terminal without a name is called.
  const openShop = (name) => {
    const kept = read("shops");
    const isWhole = Object(kept.all) === kept.all && Object.keys(kept.all).includes(kept.current);
    return isWhole ? kept : { current: name, all: { [name]: read("shop") } };
  };
  // What stands in the fields, beside what is known of the terminal and has no field here.
  const save = (shops, fields) => {
    const kept = { ...Object(shops.all[shops.current]) };
    for (const field of fields) {
      delete kept[field.name];
      if (field.value && !holdsCardNumber(field.value)) kept[field.name] = field.value;
    }
    shops.all[shops.current] = kept;
    write("shops", shops);
    write("shop", kept);
  };
  const check = (field) => {
    const isRefused = holdsCardNumber(field.value);
    field.setAttribute("aria-invalid", String(isRefused));
    return isRefused;
  };

  Object.assign(window, { countersideShop: { text, holdsCardNumber, openShop, save, check } });
})();
