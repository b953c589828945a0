// The form after a note was kept here: empty for the next person, or the same answers again. And what this browser
// knows of its person's neighbourhoods, for the form of nobody that opens without network.
import { type Device, write } from "./store";

type Values = Record<string, string[]>;

const PLACE = "neighbourhood";

/** Put answers into the form; a number of its own and what is hidden stay as they are. */
export function fill(form: HTMLFormElement, values: Values): void {
  for (const element of form.elements) {
    const field = element as HTMLInputElement;
    const said = values[field.name];
    if (!said || field.type === "hidden") continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = said.includes(field.value);
    else field.value = said[0] ?? "";
    unfold(field);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** What is answered is not hidden in a fold. */
function unfold(field: HTMLInputElement): void {
  if (field.type === "checkbox" || field.type === "radio" ? !field.checked : field.value === field.defaultValue) return;
  for (let fold = field.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
}

function hidden(form: HTMLFormElement, name: string): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>(`input[type=hidden][name=${name}]`);
}

/** A number of its own for each note, made where it is noted; the day of people, wherever the phone thinks it is. */
export function renew(form: HTMLFormElement): void {
  const key = hidden(form, "key");
  if (key) key.value = crypto.randomUUID();
  const day = form.querySelector<HTMLInputElement>("input[type=date][name=happened_on]");
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Brussels" }).format(new Date());
  if (day && form.dataset["person"] === undefined) day.value ||= today;
}

/** The next person; with `again`, where, about what and what I did stay, and both were met together. */
export function next(form: HTMLFormElement, values: Values, key: string, again: boolean): void {
  form.reset();
  const kept = (form.dataset["againFields"] ?? "").split(" ");
  if (again) fill(form, Object.fromEntries(Object.entries(values).filter(([name]) => kept.includes(name))));
  const together = hidden(form, "met_with");
  if (together) together.value = again ? (values["met_with"]?.[0] ?? key) : "";
  renew(form);
}

function tiles(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`input[name=${PLACE}]`)];
}

/** Learn the places a page of the person offers; or show, of all, those learnt, and choose the last or only one. */
export async function places(form: HTMLFormElement, device: Device, ofNobody: boolean): Promise<void> {
  const fields = tiles(form);
  if (!ofNobody) {
    const offered = fields.map((field) => field.value);
    if (offered.length > 0 && offered.join() !== device.places.join()) {
      device.places = offered;
      await write("devices", device);
    }
    return;
  }
  const mine = fields.filter((field) => device.places.includes(field.value));
  if (mine.length === 0) return;
  for (const field of fields) {
    const tile = field.closest<HTMLElement>("label");
    if (tile) tile.hidden = !mine.includes(field);
  }
  const last = mine.find((field) => field.value === device.place) ?? (mine.length === 1 ? mine[0] : undefined);
  if (last) last.checked = true;
}
