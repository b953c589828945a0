// What every htmx request shows: that it is on its way, and what came of it.
import { announce, say, sentence } from "./status";

const QUIET_MS = 200; // a quick answer shows no bar

let running = 0;
let showing = 0;

function bar(hidden: boolean): void {
  const busy = document.querySelector<HTMLElement>("[data-busy]");
  if (busy) busy.hidden = hidden;
}

function begin(): void {
  running += 1;
  if (running === 1) showing = window.setTimeout(() => bar(false), QUIET_MS);
}

function end(): void {
  running = Math.max(0, running - 1);
  if (running > 0) return;
  window.clearTimeout(showing);
  bar(true);
}

/** The plain words of an error answer, whatever its shape; a whole page says too much for one line. */
export function wordsOf(answer: XMLHttpRequest): string {
  const type = answer.getResponseHeader("Content-Type") ?? "";
  if (type.includes("json")) {
    const error = (JSON.parse(answer.responseText) as { error?: unknown }).error;
    return typeof error === "string" ? error : "";
  }
  const page = new DOMParser().parseFromString(answer.responseText, "text/html");
  if (page.querySelector("main")) return "";
  for (const rest of page.querySelectorAll("br")) rest.replaceWith(" ");
  return page.body.textContent?.trim() ?? "";
}

export function initRequests(): void {
  document.addEventListener("htmx:beforeSend", begin);
  document.addEventListener("htmx:afterRequest", end);
  document.addEventListener("htmx:sendError", () => say(sentence("offline")));
  document.addEventListener("htmx:timeout", () => say(sentence("failed")));
  document.addEventListener("htmx:responseError", (event) => {
    const answer = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
    if (answer.getResponseHeader("X-Session") !== "locked") say(wordsOf(answer) || sentence("failed"));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const element = (event as CustomEvent<{ elt: Element }>).detail.elt;
    const said = element.matches("[data-announce]") ? element : element.querySelector("[data-announce]");
    if (said) announce(said.getAttribute("data-announce") || (said.textContent ?? "").trim());
  });
}
