// What waits here, in plain words: nothing when all is sent (F53), never more than is true.
import { flush, waiting } from "./queue";
import * as session from "./session";

function line(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-queue]");
}

/** Bring the line of the shell, and the list of the page about it, up to date. */
export async function announceWaiting(): Promise<void> {
  const items = await waiting();
  const shown = line();
  if (shown) {
    const sentence = items.length === 1 ? shown.dataset["one"] : shown.dataset["many"];
    shown.hidden = items.length === 0;
    const words = shown.querySelector("[data-queue-words]") ?? shown;
    words.textContent = items.length === 0 ? "" : (sentence ?? "").replace("#", String(items.length));
  }
  const list = document.querySelector<HTMLElement>("[data-queue-list]");
  if (list) await fillList(list);
}

async function fillList(list: HTMLElement): Promise<void> {
  const template = list.querySelector("template");
  const rows = list.querySelector("[data-queue-rows]");
  if (!template || !rows) return;
  const items = await waiting();
  list.hidden = items.length === 0;
  rows.replaceChildren();
  for (const item of items) {
    const row = template.content.cloneNode(true) as DocumentFragment;
    const when = new Date(item.capturedAt).toLocaleString(document.documentElement.lang, {
      dateStyle: "long",
      timeStyle: "short",
    });
    const mine = item.person === document.body.dataset["person"];
    const said = mine ? ((await session.unseal(item.copy)) as string[] | null) : null;
    const words = row.querySelector("[data-queue-said]");
    const moment = row.querySelector("[data-queue-when]");
    if (moment) moment.textContent = when;
    if (words) words.textContent = said?.join(" · ") ?? "";
    rows.append(row);
  }
}

export function initQueueButtons(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-queue-send]");
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    void flush()
      .then(announceWaiting)
      .finally(() => button.removeAttribute("aria-busy"));
  });
}
