// Before this stand the names of the files and pages: see components/light/kept.py.
const STORE = `pulyolu-files-${VERSION}`;
const KEPT = "pulyolu-kept";
const LOOSE = { ignoreVary: true };

self.addEventListener("install", (event) => {
  // A second visit takes a hundred files from the browser's own store: none of them need come through here.
  const streamlits = { urlPattern: { pathname: "/static/*" } };
  if (event.addRoutes) event.addRoutes({ condition: streamlits, source: "network" });
  const files = FILES.map((file) => new Request(file, { cache: "no-cache", credentials: "omit" }));
  event.waitUntil(caches.open(STORE).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("pulyolu-files-") && name !== STORE;
  const clean = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  // No page is preloaded: one that goes past here, such as a sign-in, would be asked for twice.
  event.waitUntil(clean.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const page = request.mode === "navigate";
  if (page && url.pathname === ANSWER) event.respondWith(kept(request, url));
  else if (page && NAVIGATIONS.includes(url.pathname)) event.respondWith(fetch(request).catch(() => without(url)));
  else if (!page && FILES.includes(url.pathname)) event.respondWith(fetch(request).catch(() => file(url.pathname)));
});

// A kept answer is shown as it was kept: it says its day.
async function kept(request, url) {
  const found = await (await caches.open(KEPT)).match(url.pathname + url.search, LOOSE);
  return found ?? fetch(request).catch(() => without(url));
}

async function without(url) {
  return (await answered(url)) ?? file(`${PAGE}?lang=${language(url)}`);
}

// The kept answer to the very question of the address, if there is one.
async function answered(url) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(`${ANSWER}${url.search}`, LOOSE);
  return url.search && url.pathname !== PAGE ? found : undefined;
}

async function file(name) {
  return (await (await caches.open(STORE)).match(name, LOOSE)) ?? Response.error();
}

function language(url) {
  const asked = [url.searchParams.get("lang"), ...navigator.languages.map((one) => one.slice(0, 2))];
  return asked.find((one) => LANGUAGES.includes(one)) ?? LANGUAGES[0];
}
