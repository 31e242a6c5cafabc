"use strict";
// Registers the service worker. On the page that keeps: keep an answer at a press, list what is kept, clear.
(() => {
  const able = window.isSecureContext && "serviceWorker" in navigator && "caches" in window;
  if (!able) return;
  const KEPT = "pulyolu-kept";
  const register = () => navigator.serviceWorker.register("/kept/worker.js", { scope: "/" }).catch(() => {});
  if (document.readyState === "complete") register();
  else addEventListener("load", register);

  const part = (name) => document.getElementById(name);
  const show = (name, shown) => {
    const found = part(name);
    if (found) found.hidden = !shown;
  };

  async function list() {
    const cache = await caches.open(KEPT);
    const items = [];
    for (const request of await cache.keys()) {
      const answer = await cache.match(request, { ignoreVary: true });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = request.url;
      link.lang = page.documentElement.lang;
      link.textContent = page.title;
      item.append(link);
      items.unshift(item);
    }
    part("kept").replaceChildren(...items);
    show("none", items.length === 0);
    show("clear", items.length > 0);
  }

  async function keep(address) {
    const answer = await fetch(address, { cache: "no-store", credentials: "omit" });
    if (!answer.ok) throw new Error(answer.statusText);
    await (await caches.open(KEPT)).put(address, answer);
  }

  function begin() {
    if (!part("kept")) return;
    show("unable", false);
    // The worker shows this page in another's place where there is no network.
    show("offline", !navigator.onLine || location.pathname !== "/kept");
    show("keep", true);
    part("keep")?.addEventListener("click", async (event) => {
      const kept = await keep(event.currentTarget.dataset.answer).then(() => true, () => false);
      show("done", kept);
      show("failed", !kept);
      await list();
    });
    part("clear").addEventListener("click", async () => {
      await caches.delete(KEPT);
      show("done", false);
      await list();
    });
    list();
  }
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
})();
