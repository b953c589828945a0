// A line to move along, in words. Until it is moved it has no name, so nothing is sent of it.
function place(line: HTMLInputElement, said: HTMLElement, words: string[]): void {
  const word = words[Math.round(Number(line.value) / Number(line.step))] ?? "";
  line.setAttribute("aria-valuetext", word);
  said.textContent = word;
}

function start(root: HTMLElement): void {
  const line = root.querySelector<HTMLInputElement>("[type=range]");
  const said = root.querySelector<HTMLElement>(".placing__said");
  const steps = [...root.querySelectorAll<HTMLInputElement>("[type=radio]")];
  const first = steps[0];
  if (!line || !said || !first) return;
  const words = [...root.querySelectorAll("option")].map((each) => each.label);
  line.hidden = false;
  line.addEventListener("input", () => {
    line.name = first.name;
    for (const step of steps) step.checked = Math.abs(Number(step.value) - Number(line.value)) < 1;
    if (steps.some((step) => step.checked)) line.removeAttribute("name");
    place(line, said, words);
  });
  root.addEventListener("change", (event) => {
    const step = event.target as HTMLInputElement;
    if (step.type !== "radio") return;
    line.removeAttribute("name");
    line.value = step.value;
    place(line, said, words);
  });
}

export function initPlacing(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-placing]").forEach(start);
}
