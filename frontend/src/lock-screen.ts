// The screen over a page left alone: the page is hidden whole, and comes back exactly as it was.
import { post, renewTokens } from "./csrf";
import { initPasskeys } from "./passkeys";
import { sentence } from "./status";

interface Refusal {
  error?: string;
  sign_in?: string;
  code?: boolean;
}

function codeOf(form: HTMLFormElement): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>("input[name=code]");
}

export class LockScreen {
  private dialog: HTMLElement | null = null;
  private title = "";
  private scroll = 0;
  private focused: HTMLElement | null = null;

  constructor(
    private readonly page: HTMLElement,
    private readonly template: HTMLTemplateElement,
    private readonly onUnlock: () => void,
  ) {}

  get shown(): boolean {
    return this.dialog !== null;
  }

  show(): void {
    if (this.dialog) return;
    const copy = this.template.content.cloneNode(true) as DocumentFragment;
    const dialog = copy.querySelector<HTMLElement>("[data-lock]");
    if (!dialog) return;
    this.scroll = window.scrollY;
    this.focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.title = document.title;
    document.title = "Maillage";
    this.page.inert = true;
    this.page.hidden = true;
    document.body.append(dialog);
    this.dialog = dialog;
    dialog.setAttribute("open", "");
    dialog.querySelector("form[data-unlock]")?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.tryPassword(event.target as HTMLFormElement);
    });
    initPasskeys(dialog, () => this.opened());
    dialog.querySelector<HTMLInputElement>("input[name=password]")?.focus();
  }

  private hide(): void {
    this.dialog?.remove();
    this.dialog = null;
    this.page.hidden = false;
    this.page.inert = false;
    document.title = this.title;
    window.scrollTo(0, this.scroll);
    this.focused?.focus({ preventScroll: true });
  }

  private opened(): void {
    renewTokens();
    this.hide();
    this.onUnlock();
  }

  private async tryPassword(form: HTMLFormElement): Promise<void> {
    const field = form.querySelector<HTMLInputElement>("input[name=password]");
    if (!field?.value) return;
    try {
      const person = document.body.dataset["person"] ?? "";
      const answer = await post(form.action, { password: field.value, person, code: codeOf(form)?.value ?? "" });
      if (answer.status === 204) {
        this.opened();
        return;
      }
      if (await this.explain(form, answer)) return; // the password waits for its code
      field.value = "";
    } catch {
      this.say(form, sentence("offline"));
    } finally {
      form.removeAttribute("aria-busy");
    }
    field.focus();
  }

  private async explain(form: HTMLFormElement, answer: Response): Promise<boolean> {
    const json = answer.headers.get("Content-Type")?.includes("json") ?? false;
    const refusal = json ? ((await answer.json()) as Refusal) : {};
    const signedOut = answer.type === "opaqueredirect" || refusal.sign_in !== undefined || answer.status === 403;
    const way = form.querySelector<HTMLElement>("[data-sign-in]");
    if (way) way.hidden = !signedOut;
    this.say(form, refusal.error ?? (signedOut ? "" : sentence("failed")));
    const code = codeOf(form);
    if (!refusal.code || !code) return false;
    code.closest<HTMLElement>("[data-code]")?.removeAttribute("hidden");
    code.value = "";
    code.focus();
    return true;
  }

  private say(form: HTMLFormElement, text: string): void {
    const line = form.querySelector<HTMLElement>("[data-error]");
    if (!line) return;
    line.textContent = text;
    line.hidden = !text;
  }
}
