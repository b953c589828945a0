// The service worker: the few pages that open without network, and the queue once the network is back. Pages come
// from the network whenever there is one; it reloads nothing by itself (F28).
import { flush, QUEUE } from "./journal/queue";
import { all } from "./journal/store";

interface Shell {
  version: string;
  pages: string[]; // every page that opens without network, in every language
  assets: string[];
  forms: Record<string, string>; // the address of a form, and the end of its page without network
}

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Sync extends Extendable {
  readonly tag: string;
}
interface Worker {
  readonly SHELL: Shell;
  readonly location: Location;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(name: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(name: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(name: "sync", listener: (event: Sync) => void): void;
}

const worker = self as unknown as Worker;
const CACHE = `maillage-${worker.SHELL.version}`;
const PATIENCE_MS = 4000; // a dying network (F5): then the page kept here opens

worker.addEventListener("install", (event) => {
  const kept = [...worker.SHELL.pages, ...worker.SHELL.assets];
  const requests = kept.map((url) => new Request(url, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => names.filter((name) => name.startsWith("maillage-") && name !== CACHE));
  event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => worker.clients.claim()));
});

async function languageHere(): Promise<string> {
  const known = (await all("devices").catch(() => []))[0]?.language;
  return known === "nl" ? "nl" : "fr";
}

/** The page kept for that address, in the language of this browser. */
async function keptPage(url: URL): Promise<Response> {
  const end = worker.SHELL.forms[url.pathname] ?? "";
  const cache = await caches.open(CACHE);
  if (worker.SHELL.pages.includes(url.pathname)) return (await cache.match(url.pathname)) ?? Response.error();
  const page = await cache.match(`/offline/${await languageHere()}/${end}`);
  return page ?? Response.error();
}

async function patiently(request: Request, url: URL): Promise<Response> {
  const page = fetch(request);
  const late = new Promise<Response>((resolve) => {
    if (url.pathname in worker.SHELL.forms) setTimeout(() => resolve(keptPage(url)), PATIENCE_MS);
  });
  try {
    return await Promise.race([page, late]);
  } catch {
    return keptPage(url);
  }
}

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(patiently(event.request, url));
  else if (worker.SHELL.assets.includes(url.pathname)) {
    event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
  }
});

worker.addEventListener("sync", (event) => {
  if (event.tag === QUEUE) event.waitUntil(flush());
});
