// Keeps one whole release of the site on the device. `built` stands before this file: the release's name, every file
// with its hash, and the sheets that are kept only when asked for.
"use strict";
const root = new URL(registration.scope);
const prefix = `counterside ${root.pathname} `;
const own = `${prefix}release ${built.release}`;
const kept = `${prefix}sheets`;
const AT_ONCE = 6;

const address = (path) => new URL(path, root).href;

const digest = async (body) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", body)).slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");

// A stored answer says which content it holds; redirects and a host's own headers are left behind.
const stored = (body, type, hash) => new Response(body, { headers: { "Content-Type": type, "X-Content-Hash": hash } });

const holds = (response, hash) => response?.headers.get("X-Content-Hash") === hash;

// From another release on this device where the content is the same, otherwise from the host. A host that is still
// between two releases answers with other content than was listed: then there is no release to keep yet.
const obtain = async (path, hash, others) => {
  for (const cache of others) {
    const known = await cache.match(address(path));
    if (holds(known, hash)) return known;
  }
  const answer = await fetch(address(path), { cache: "no-cache", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const body = await answer.arrayBuffer();
  if ((await digest(body)) !== hash) throw new Error(`${path}: of another release`);
  return stored(body, answer.headers.get("Content-Type") ?? "", hash);
};

// Does `work` for every entry, a few at a time; the first failure stops it.
const each = async (entries, work) => {
  const left = entries.slice();
  const lane = async () => {
    while (left.length) await work(left.shift());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
};

// All or nothing: a release that could not be kept whole is never used. What did arrive is there for the next try.
const install = async () => {
  const cache = await caches.open(own);
  const names = (await caches.keys()).filter((name) => name.startsWith(`${prefix}release `) && name !== own);
  const others = await Promise.all(names.map((name) => caches.open(name)));
  await each(Object.entries(built.files), async ([path, hash]) => {
    if (holds(await cache.match(address(path)), hash)) return;
    await cache.put(address(path), (await obtain(path, hash, others)).clone());
  });
};

const clean = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix) && name !== own && name !== kept) await caches.delete(name);
  }
  const sheets = await caches.open(kept);
  for (const request of await sheets.keys()) {
    const path = request.url.slice(root.href.length);
    if (!holds(await sheets.match(request), built.sheets[path]?.[0])) await sheets.delete(request);
  }
};

// A link that a chat cut off in the middle of a character is an address like any other that leads nowhere.
const decoded = (text) => {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
};

// `x`, `x/` and `x/index.html` are one page.
const listed = (url) => {
  const path = decoded(url.pathname).slice(decoded(root.pathname).length).replace(/(^|\/)index\.html$/, "$1");
  return [path, `${path}/`].find((name) => name in built.files);
};

const missing = (path) => Object.keys(built.files).filter((name) => name.endsWith("404.html") && path.startsWith(name.slice(0, -8))).sort((a, b) => b.length - a.length)[0];

// What a cache holds under an address. Storage that fails (a full disk, an error of the browser's own) holds nothing:
// then the network answers, as if there were no worker.
const held = async (cache, place) => {
  try {
    return await (await caches.open(cache)).match(place);
  } catch {
    return undefined;
  }
};

const fromRelease = async (path) => (await held(own, address(path))) ?? fetch(address(path));

const respond = async (request, url) => {
  const path = listed(url);
  if (path !== undefined) return fromRelease(path);
  const sheet = await held(kept, url.origin + url.pathname);
  if (sheet) return sheet;
  try {
    return await fetch(request);
  } catch (failure) {
    const page = request.mode === "navigate" ? missing(url.pathname.slice(root.pathname.length)) : undefined;
    if (page === undefined) throw failure;
    const answer = await fromRelease(page);
    return new Response(answer.body, { status: 404, headers: answer.headers });
  }
};

// Keeps every sheet, and says how far it is; the answer to each message goes to the port it came with.
const keepSheets = async (port) => {
  const cache = await caches.open(kept);
  const entries = Object.entries(built.sheets);
  let done = 0;
  const tell = (state) => port.postMessage({ state, done, total: entries.length });
  try {
    await each(entries, async ([path, [hash]]) => {
      if (!holds(await cache.match(address(path)), hash)) await cache.put(address(path), (await obtain(path, hash, [])).clone());
      done++;
      tell("keeping");
    });
    tell("kept");
  } catch {
    tell("failed");
  }
};

const state = async (port) => {
  const cache = await caches.open(kept);
  const entries = Object.entries(built.sheets);
  const bytes = entries.reduce((sum, [, [, size]]) => sum + size, 0);
  port.postMessage({ state: "known", done: (await cache.keys()).length, total: entries.length, bytes });
};

const forget = async (port) => {
  await caches.delete(kept);
  await state(port);
};

// A new release waits until the reader agrees, and until no other page of the site is open: it might be a checklist.
const apply = async (port) => {
  const windows = await clients.matchAll({ includeUncontrolled: true, type: "window" });
  // A host may hold other sites, beside this one or below it: only pages of the release count.
  const open = windows.filter((each) => each.url.startsWith(root.href) && listed(new URL(each.url)) !== undefined);
  if (open.length > 1) port.postMessage({ state: "others" });
  else await skipWaiting();
};

const ANSWERS = { apply, sheets: state, keep: keepSheets, forget };

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(clean().then(() => clients.claim())));
addEventListener("message", (event) => {
  const answer = ANSWERS[event.data];
  if (answer) event.waitUntil(answer(event.ports[0]));
});
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.href.startsWith(root.href)) event.respondWith(respond(event.request, url));
});
