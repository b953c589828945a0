// A form that can be captured: journal first, whatever the network says (house.md 5). What was typed survives a
// killed tab as a draft, until the page locks.
import { seal } from "../sealing";
import { say } from "../status";
import { fill, next, places, renew } from "./again";
import { toBase64 } from "./bytes";
import { deviceOf } from "./device";
import { flush, keep, type Result } from "./queue";
import * as session from "./session";
import { announceWaiting } from "./shown";
import { type Device, read, remove, write } from "./store";

type Values = Record<string, string[]>;

const DRAFT_MS = 400; // at most the last half second is lost (F1)
const ANSWER_MS = 2500; // then the person goes on, and the queue sends by itself
const NOT_SAID = "csrfmiddlewaretoken";

/** What the form says, as a page would send it. */
function valuesOf(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "" && name !== NOT_SAID) (values[name] ??= []).push(value);
  }
  return values;
}

type TextField = HTMLTextAreaElement | HTMLInputElement;

function toSeal(form: HTMLFormElement): TextField[] {
  return [...form.querySelectorAll<TextField>("[data-seal-into]")];
}

/** Free texts are sealed for their author before anything else sees them; several into one place, by their names. */
async function sealTexts(form: HTMLFormElement, values: Values, device: Device): Promise<void> {
  const fields = toSeal(form);
  for (const into of new Set(fields.map((field) => field.dataset["sealInto"] ?? ""))) {
    const together = fields.filter((field) => field.dataset["sealInto"] === into);
    for (const field of together) delete values[field.name];
    const said = together.map((field) => [field.name, field.value.trim()] as const).filter(([, text]) => text);
    if (said.length === 0 || !device.author) continue;
    const text = together.length === 1 ? (said[0]?.[1] ?? "") : JSON.stringify(Object.fromEntries(said));
    const purpose = together[0]?.dataset["purpose"] ?? "";
    const record = values["key"]?.[0] ?? "";
    values[into] = [toBase64(await seal(new TextEncoder().encode(text), device.author, { purpose, record }))];
  }
}

/** Before this browser knows the vault of its person nothing could be sealed: nothing is typed for nothing. */
function closeTexts(form: HTMLFormElement): void {
  for (const field of toSeal(form)) field.disabled = true;
  const why = form.querySelector<HTMLElement>("[data-no-vault]");
  if (why) why.hidden = false;
}

/** The words of what was chosen, for whoever wrote it to read again while the session is open. */
function wordsOf(form: HTMLFormElement): string[] {
  const said: string[] = [];
  for (const field of form.querySelectorAll<HTMLInputElement>("input:checked")) {
    const text = field.closest("label")?.textContent?.trim() ?? "";
    if (text) said.push(text);
  }
  for (const field of toSeal(form)) if (field.value.trim()) said.push(field.value.trim());
  return said;
}

function draftKey(form: HTMLFormElement): string {
  return `${session.person()}:${form.dataset["capture"] ?? ""}`;
}

async function restore(form: HTMLFormElement): Promise<void> {
  if (form.dataset["draft"] === undefined) return;
  const values = (await session.unseal(await read("drafts", draftKey(form)))) as Values | null;
  if (values) fill(form, values);
}

function keepDrafts(form: HTMLFormElement): void {
  if (form.dataset["draft"] === undefined) return;
  let timer = 0;
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (form.getAttribute("aria-busy") === "true") return;
      void session.seal(valuesOf(form)).then((sealed) => write("drafts", sealed, draftKey(form)));
    }, DRAFT_MS);
  });
}

/** A form of nothing but sealed texts says what it wants when all are empty: nobody else could ask later. */
function wants(form: HTMLFormElement): boolean {
  const sentence = form.dataset["wants"];
  const fields = toSeal(form);
  if (!sentence || fields.some((field) => field.value.trim())) return false;
  say(sentence);
  fields[0]?.focus();
  return true;
}

async function capture(form: HTMLFormElement, device: Device, again: boolean): Promise<void> {
  if (wants(form)) return form.removeAttribute("aria-busy");
  const values = valuesOf(form);
  const key = values["key"]?.[0] ?? crypto.randomUUID();
  values["key"] = [key];
  const said = { ...values };
  await sealTexts(form, values, device);
  const { capture: kind = "", version = "1" } = form.dataset;
  const copy = await session.seal(wordsOf(form));
  await keep(device, { key, kind, version: Number(version), values }, copy);
  await remove("drafts", draftKey(form));
  device.place = values["neighbourhood"]?.[0] ?? device.place;
  void write("devices", device);
  const result = await soon(key);
  await announceWaiting();
  const address = addressAfter(form, key, result, again);
  if (address) location.assign(address);
  else next(form, said, key, again);
  form.removeAttribute("aria-busy");
}

/** The server's answer, if it comes at once. */
async function soon(key: string): Promise<Result | undefined> {
  const late = new Promise<undefined>((resolve) => window.setTimeout(() => resolve(undefined), ANSWER_MS));
  return Promise.race([flush().then((found) => found.get(key)), late]);
}

/** Where the person goes on: to the server's own page once it is noted there, else the form again. */
function addressAfter(form: HTMLFormElement, key: string, result: Result | undefined, again: boolean): string {
  const { after = "", again: same = "" } = form.dataset;
  if (!result || result.state === "held" || result.result === "refused") return "";
  if (result.state === "to_correct") return result.finish;
  return (again ? same : after).replace("KEY", key);
}

async function offer(form: HTMLFormElement): Promise<void> {
  renew(form);
  const ofNobody = !document.body.dataset["person"];
  const person = session.person();
  const device = person ? await deviceOf(person) : null;
  if (!device) return; // nobody may send from here: the form is an ordinary one
  if (!device.author) closeTexts(form);
  await places(form, device, ofNobody);
  await restore(form);
  keepDrafts(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const again = (event.submitter as HTMLButtonElement | null)?.name === "again";
    void capture(form, device, again).catch(() => form.submit()); // no room here: straight to the server (F23)
  });
  form.dataset["journal"] = "ready";
}

export function initCaptures(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-capture]")) {
    void offer(form).catch(() => undefined);
  }
}
