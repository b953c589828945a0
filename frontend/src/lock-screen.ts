// The screen over a page left alone: the page is hidden whole, and comes back exactly as it was.
import { post, renewTokens } from "./csrf";
import { sentence } from "./status";

interface Refusal {
  error?: string;
  sign_in?: string;
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

  private async tryPassword(form: HTMLFormElement): Promise<void> {
    const field = form.querySelector<HTMLInputElement>("input[name=password]");
    if (!field?.value) return;
    try {
      const person = document.body.dataset["person"] ?? "";
      const answer = await post(form.action, { password: field.value, person });
      if (answer.status === 204) {
        renewTokens();
        this.hide();
        this.onUnlock();
        return;
      }
      field.value = "";
      await this.explain(form, answer);
    } catch {
      this.say(form, sentence("offline"));
    } finally {
      form.removeAttribute("aria-busy");
    }
    field.focus();
  }

  private async explain(form: HTMLFormElement, answer: Response): Promise<void> {
    const json = answer.headers.get("Content-Type")?.includes("json") ?? false;
    const refusal = json ? ((await answer.json()) as Refusal) : {};
    const signedOut = answer.type === "opaqueredirect" || refusal.sign_in !== undefined || answer.status === 403;
    const way = form.querySelector<HTMLElement>("[data-sign-in]");
    if (way) way.hidden = !signedOut;
    this.say(form, refusal.error ?? (signedOut ? "" : sentence("failed")));
  }

  private say(form: HTMLFormElement, text: string): void {
    const line = form.querySelector<HTMLElement>("[data-error]");
    if (!line) return;
    line.textContent = text;
    line.hidden = !text;
  }
}
