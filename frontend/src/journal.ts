// The journal of this browser: forms that can be captured, the queue, what it shows, the service worker.
import { wasEmptied } from "./journal/device";
import { initCaptures } from "./journal/form";
import { flush, QUEUE, waiting } from "./journal/queue";
import * as session from "./journal/session";
import { announceWaiting, initQueueButtons } from "./journal/shown";
import { watchTexts } from "./journal/warning";
import { say } from "./status";

const EVERY_MS = 60_000;
const SIGN_OUT = "/sign-out/";
const LEAVING_MS = 1000;

interface Syncing extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
}

async function send(): Promise<void> {
  try {
    if ((await waiting()).length > 0) await askToSendLater();
    await flush();
    await announceWaiting();
  } catch {
    // storage is closed or refused: the form goes to the server as it is
  }
}

/** Where the browser can, it sends once the network is back, even with this page closed. */
async function askToSendLater(): Promise<void> {
  const worker = (await navigator.serviceWorker?.getRegistration()) as Syncing | undefined;
  await worker?.sync?.register(QUEUE).catch(() => undefined);
}

async function warnWhenEmptied(): Promise<void> {
  const { person = "" } = document.body.dataset;
  const words = document.querySelector<HTMLElement>("[data-queue]")?.dataset["emptied"];
  if (person && words && (await wasEmptied(person))) say(words);
}

/** Signing out: nothing here can be read again before the page is left; what waits to be sent stays (F21). */
function leave(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (new URL(form.getAttribute("action") ?? "", location.href).pathname !== SIGN_OUT || event.defaultPrevented) return;
  event.preventDefault();
  const late = new Promise((resolve) => window.setTimeout(resolve, LEAVING_MS));
  void Promise.race([session.forget().catch(() => undefined), late]).then(() => form.submit());
}

async function start(): Promise<void> {
  watchTexts(document);
  await session.begin();
  initCaptures(document);
  initQueueButtons();
  void warnWhenEmptied().catch(() => undefined);
  void send();
  window.setInterval(() => void send(), EVERY_MS);
  for (const name of ["online", "focus", "pageshow"]) window.addEventListener(name, () => void send());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void send();
  });
  document.addEventListener("maillage:locked", () => void session.forget().catch(() => undefined));
  document.addEventListener("submit", leave);
  void navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" }).catch(() => undefined);
}

void start();
