// What is being typed survives a killed tab (F1), until the page locks or the note is kept.
import { fill } from "./again";
import * as session from "./session";
import { read, remove, write } from "./store";

export type Values = Record<string, string[]>;

const DRAFT_MS = 400; // at most the last half second is lost
const NOT_SAID = "csrfmiddlewaretoken";

/** What the form says, as a page would send it. */
export function valuesOf(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "" && name !== NOT_SAID) (values[name] ??= []).push(value);
  }
  return values;
}

export class Draft {
  private timer = 0;
  private writing: Promise<unknown> = Promise.resolve(); // one after the other: what was forgotten never comes back

  constructor(private readonly form: HTMLFormElement) {
    if (!this.wanted) return;
    form.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.keep(), DRAFT_MS);
    });
  }

  private get wanted(): boolean {
    return this.form.dataset["draft"] !== undefined;
  }

  private get key(): string {
    return `${session.person()}:${this.form.dataset["capture"] ?? ""}`;
  }

  private keep(): void {
    const [values, key] = [valuesOf(this.form), this.key];
    this.then(async () => write("drafts", await session.seal(values), key));
  }

  private then(work: () => Promise<unknown>): Promise<unknown> {
    this.writing = this.writing.then(work).catch(() => undefined); // no room for a draft: the note itself says so
    return this.writing;
  }

  async restore(): Promise<void> {
    if (!this.wanted) return;
    const values = (await session.unseal(await read("drafts", this.key))) as Values | null;
    if (values) fill(this.form, values);
  }

  /** The note is being kept: nothing more is written until something is typed again. */
  forget(): Promise<unknown> {
    window.clearTimeout(this.timer);
    const key = this.key;
    return this.then(() => remove("drafts", key));
  }
}
