import { identifying } from "./identifying";

// Under a note that must stay nameless: what looks like a name or a number, said while it is typed. It blocks nothing,
// and nothing of it leaves the device.
function look(field: HTMLTextAreaElement): void {
  const warning = field.closest("form")?.querySelector<HTMLElement>("[data-identifying]");
  if (!warning) return;
  const found = identifying(field.value);
  warning.hidden = found.length === 0;
  const words = warning.querySelector("[data-words]");
  if (words) words.textContent = [...new Set(found.map((each) => each.words.trim()))].join(", ");
}

export function initNameless(): void {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field instanceof HTMLTextAreaElement && field.hasAttribute("data-nameless")) look(field);
  });
}
