import { say, sentence } from "./status";

// A second tap while the first is on its way sends nothing (F11). Nothing is disabled, so nothing typed is left out.
const PENDING_MS = 10_000; // an answer that never comes gives the button back

function release(form: HTMLFormElement): void {
  form.removeAttribute("aria-busy");
}

function guard(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (form.method !== "post") return;
  const journal = form.dataset["journal"] !== undefined; // it keeps, or says that it cannot (journal/form.ts)
  if (!navigator.onLine && !journal) {
    // the browser would leave the page for its own error, and what was typed with it
    event.preventDefault();
    event.stopImmediatePropagation();
    say(sentence("offline"));
    return;
  }
  form.setAttribute("aria-busy", "true");
  window.setTimeout(() => release(form), PENDING_MS);
}

export function initFormGuard(): void {
  document.addEventListener("submit", guard, { capture: true });
  document.addEventListener("htmx:afterRequest", (event) => {
    const element = (event as CustomEvent<{ elt: Element }>).detail.elt;
    const form = element.closest("form");
    if (form) release(form);
  });
  // coming back to a page kept by the browser: its form may be sent again
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));
}
