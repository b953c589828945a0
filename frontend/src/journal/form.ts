// A form that can be captured: journal first, whatever the network says (house.md 5).
import { post } from "../csrf";
import { seal } from "../sealing";
import { say } from "../status";
import { next, places, renew } from "./again";
import { toBase64 } from "./bytes";
import { deviceOf } from "./device";
import { Draft, type Values, valuesOf } from "./drafts";
import type { Result } from "./exchange";
import { keep } from "./keep";
import { flush } from "./queue";
import * as session from "./session";
import { announceWaiting } from "./shown";
import { type Device, write } from "./store";

const ANSWER_MS = 2500; // then the person goes on, and the queue sends by itself

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

function show(form: HTMLFormElement, name: "data-kept" | "data-not-kept", shown: boolean): void {
  const said = form.querySelector<HTMLElement>(`[${name}]`);
  if (!said) return;
  said.hidden = !shown;
  if (shown) said.scrollIntoView({ block: "center" });
}

interface Form {
  form: HTMLFormElement;
  device: Device;
  draft: Draft;
}

/** True when the person is on their way to another page. */
async function capture(journal: Form, again: boolean): Promise<boolean> {
  const { form, device } = journal;
  const said = valuesOf(form);
  const key = said["key"]?.[0] ?? crypto.randomUUID();
  const values: Values = { ...said, key: [key] };
  try {
    await sealTexts(form, values, device);
    const { capture: kind = "", version = "1" } = form.dataset;
    const copy = await session.seal(wordsOf(form));
    await keep(device, { key, kind, version: Number(version), values }, copy);
  } catch {
    return withoutJournal(form);
  }
  return goOn(journal, said, key, again);
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

/** It is on the disk: whatever fails from here on, the server is not given it a second time. */
async function goOn({ form, device, draft }: Form, said: Values, key: string, again: boolean): Promise<boolean> {
  show(form, "data-not-kept", false);
  await draft.forget();
  device.place = said["neighbourhood"]?.[0] ?? device.place;
  await write("devices", device).catch(() => undefined);
  const result = await soon(key).catch(() => undefined);
  await announceWaiting().catch(() => undefined);
  const address = addressAfter(form, key, result, again);
  if (address) location.assign(address);
  else {
    next(form, said, key, again);
    show(form, "data-kept", true);
  }
  return address !== "";
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

/** No room here: straight to the server if it answers, else it says so and everything typed stays (F23). */
async function withoutJournal(form: HTMLFormElement): Promise<boolean> {
  const { person, aliveUrl = "" } = document.body.dataset;
  const alive = person ? await post(aliveUrl).catch(() => null) : null;
  if (alive?.ok) form.submit();
  else show(form, "data-not-kept", true);
  return alive?.ok ?? false;
}

async function ready(form: HTMLFormElement): Promise<Form | null> {
  const person = session.person();
  const device = person ? await deviceOf(person) : null;
  if (!device) return null;
  if (!device.author) closeTexts(form);
  await places(form, device, !document.body.dataset["person"]);
  const draft = new Draft(form);
  await draft.restore();
  return { form, device, draft };
}

async function offer(form: HTMLFormElement): Promise<void> {
  renew(form);
  const ofNobody = !document.body.dataset["person"];
  const journal = await ready(form).catch(() => null);
  if (!journal && !ofNobody) return; // nobody may send from here: the form is an ordinary one
  let busy = false; // a second tap has nothing to keep, also while the next page comes (F11)
  const release = (stays: boolean): void => {
    busy = stays;
    if (!stays) form.removeAttribute("aria-busy");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (busy) return;
    if (wants(form)) return release(false);
    busy = true;
    const again = (event.submitter as HTMLButtonElement | null)?.name === "again";
    void (journal ? capture(journal, again) : withoutJournal(form)).then(release, () => release(false));
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    renew(form); // back from another page: what is noted now is another note
    release(false);
  });
  form.dataset["journal"] = journal ? "ready" : "none";
}

export function initCaptures(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-capture]")) {
    void offer(form).catch(() => undefined);
  }
}
