// @ts-check
// A new release of the site waits until the reader agrees. No checklist loads this: nothing is taken away from under
// somebody's hands. A browser that keeps nothing at all is most likely inside an app, and the reader is told so.
(async () => {
  "use strict";
  const isServed = isSecureContext && location.protocol.startsWith("http");
  const keeper = navigator.serviceWorker;
  if ("preview" in document.documentElement.dataset) return;
  if (!keeper || !isServed) {
    if (isServed) document.documentElement.dataset.app = "1";
    return;
  }
  /** @type {any} */
  const bar = document.querySelector("[data-update]");
  const registration = await keeper.ready;
  const offer = () => {
    bar.hidden = !registration.waiting || !keeper.controller;
  };
  bar.querySelector("button").addEventListener("click", () => {
    const answer = new MessageChannel();
    answer.port1.onmessage = () => {
      bar.querySelector("span").textContent = bar.dataset.others;
    };
    keeper.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting.postMessage("apply", [answer.port2]);
  });
  registration.addEventListener("updatefound", () => registration.installing.addEventListener("statechange", offer));
  offer();
})();
