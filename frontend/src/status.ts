// The one line that says what came of a request, read aloud by screen readers.
const SHOWN_MS = 8000;
let clearing = 0;

function line(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-status]");
}

/** Read a result aloud without showing it: the page already shows it. */
export function announce(text: string): void {
  const status = line();
  if (!status) return;
  window.clearTimeout(clearing);
  delete status.dataset["shown"];
  status.textContent = text;
}

/** Say a trouble, on screen and aloud. */
export function say(text: string): void {
  const status = line();
  if (!status || !text) return;
  announce(text);
  status.dataset["shown"] = "";
  clearing = window.setTimeout(() => announce(""), SHOWN_MS);
}

/** One of the sentences the server wrote into the line, in the person's language. */
export function sentence(name: "offline" | "failed"): string {
  return line()?.dataset[name] ?? "";
}
