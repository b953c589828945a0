// Before a free text is kept: what in it could lead to a person is said, and never blocks (P2). Nothing leaves here.
import { type Finding, identifying } from "./identifying";

const QUIET_MS = 600;

/** Watch the free texts of a page, each with the line of words its form gave it; before anything else hears of them. */
export function watchTexts(root: ParentNode): void {
  for (const field of root.querySelectorAll<HTMLTextAreaElement>("textarea[data-seal-into]")) {
    const line = field.form?.querySelector<HTMLElement>(`[data-warns="${field.name}"]`);
    if (field.form && line) watch(field.form, field, line);
  }
}

function watch(form: HTMLFormElement, field: HTMLTextAreaElement, line: HTMLElement): void {
  const button = line.querySelector<HTMLButtonElement>("[data-warns-as-is]");
  let timer = 0;
  let accepted: string | null = null; // the text its author keeps as it is
  let pressed: HTMLElement | null = null;

  const look = (): boolean => {
    window.clearTimeout(timer);
    const found = field.value === accepted ? [] : identifying(field.value);
    say(line, field.value, found);
    if (button && found.length === 0) button.hidden = true;
    return found.length > 0;
  };
  for (const name of ["input", "change"]) {
    field.addEventListener(name, () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(look, QUIET_MS);
    });
  }
  form.addEventListener("reset", () => window.setTimeout(look));
  form.addEventListener("submit", (event) => {
    if (!button || !look()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.removeAttribute("aria-busy");
    pressed = event.submitter;
    button.hidden = false;
    for (let fold = line.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
    button.scrollIntoView({ block: "center" });
    button.focus();
  });
  button?.addEventListener("click", () => {
    accepted = field.value;
    form.requestSubmit(pressed);
  });
}

/** « On dirait un prénom : « Karim ». »: one sentence a kind. */
function say(line: HTMLElement, text: string, found: Finding[]): void {
  const words = line.querySelector<HTMLElement>("[data-warns-words]");
  const seen = new Map<string, Finding>();
  for (const each of found) if (!seen.has(each.kind)) seen.set(each.kind, each);
  const sentences = [...seen.values()].map((each) =>
    (words?.dataset[each.kind] ?? "").replace("#", text.slice(each.from, each.to)),
  );
  const said = sentences.join(" ");
  if (words && words.textContent !== said) words.textContent = said;
  line.hidden = found.length === 0;
}
