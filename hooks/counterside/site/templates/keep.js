// @ts-check
// Keeps every sheet on this device when the reader wants that. The worker does it and says how far it is; without one
// there is nothing to offer, and the block stays hidden.
(async () => {
  "use strict";
  /** @type {any} */
  const block = document.querySelector("[data-keep]");
  const worker = location.protocol.startsWith("http") && (await navigator.serviceWorker?.ready)?.active;
  if (!block || !worker) return;
  const [keep, forget] = block.querySelectorAll("button");
  const say = block.querySelector("[role=status]");
  const words = (name, values) => /** @type {any} */ (window).counterside.say(block, values, `data-${name}`);
  const ask = (message) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => show(event.data);
    worker.postMessage(message, [channel.port2]);
  };
  const show = ({ state, done, total, bytes }) => {
    const isWhole = done === total && state !== "keeping";
    const hadFocus = block.contains(document.activeElement);
    block.hidden = !total;
    keep.ariaDisabled = String(state === "keeping");
    keep.hidden = isWhole;
    forget.hidden = !done || state === "keeping";
    // Who pressed a button that goes away finds the focus on what takes its place.
    if (hadFocus && !block.querySelector("button:not([hidden]):focus")) (keep.hidden ? forget : keep).focus();
    if (state === "failed") say.textContent = words("failed", {});
    else if (isWhole) say.textContent = words("done", {});
    else if (state === "known" && !done) say.textContent = words("size", { count: total, size: (bytes / 1e6).toFixed(1) });
    else say.textContent = words("progress", { done, total });
  };
  keep.addEventListener("click", () => {
    if (keep.ariaDisabled === "true") return;
    navigator.storage?.persist?.();
    ask("keep");
  });
  forget.addEventListener("click", () => ask("forget"));
  ask("sheets");
})();
