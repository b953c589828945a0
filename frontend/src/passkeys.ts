// Passkeys: the server asks, the device answers, the server checks. Forms stay hidden where there are none.
import { post } from "./csrf";
import { sentence } from "./status";

interface Told {
  publicKey?: Record<string, unknown> & { pubKeyCredParams?: unknown };
  go?: string;
  error?: string;
}

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer | null): string | null {
  if (!buffer) return null;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** What the server sent as text, in the bytes the browser wants. */
function withBytes(asked: NonNullable<Told["publicKey"]>): Record<string, unknown> {
  const keys = (list: unknown): unknown =>
    Array.isArray(list) ? list.map((key: { id: string }) => ({ ...key, id: bytes(key.id) })) : list;
  const user = asked["user"] as { id: string } | undefined;
  return {
    ...asked,
    challenge: bytes(asked["challenge"] as string),
    ...(user ? { user: { ...user, id: bytes(user.id) } } : {}),
    ...(asked["excludeCredentials"] ? { excludeCredentials: keys(asked["excludeCredentials"]) } : {}),
    ...(asked["allowCredentials"] ? { allowCredentials: keys(asked["allowCredentials"]) } : {}),
  };
}

function answerOf(key: PublicKeyCredential): string {
  const given = key.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"] as const;
  const response = Object.fromEntries(parts.filter((part) => given[part]).map((part) => [part, text(given[part])]));
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: {} });
}

async function ask(asked: NonNullable<Told["publicKey"]>): Promise<PublicKeyCredential> {
  const publicKey = withBytes(asked) as unknown;
  const key = asked.pubKeyCredParams
    ? await navigator.credentials.create({ publicKey: publicKey as PublicKeyCredentialCreationOptions })
    : await navigator.credentials.get({ publicKey: publicKey as PublicKeyCredentialRequestOptions });
  return key as PublicKeyCredential;
}

async function told(answer: Response): Promise<Told> {
  const json = answer.headers.get("Content-Type")?.includes("json") ?? false;
  return json ? ((await answer.json()) as Told) : answer.ok ? {} : { error: sentence("failed") };
}

function say(form: HTMLFormElement, words: string): void {
  const line = form.querySelector<HTMLElement>("[data-error]");
  if (!line) return;
  line.textContent = words;
  line.hidden = !words;
}

function follow(form: HTMLFormElement, answer: Told, done: () => void): void {
  if (answer.error) say(form, answer.error);
  else if (answer.go) location.assign(answer.go);
  else done();
}

async function run(form: HTMLFormElement, done: () => void): Promise<void> {
  say(form, "");
  try {
    const asked = await told(await post(form.dataset["passkey"] ?? ""));
    if (!asked.publicKey) return follow(form, asked, () => say(form, sentence("failed")));
    const answer = answerOf(await ask(asked.publicKey));
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    follow(form, await told(await post(form.action, { ...fields, answer })), done);
  } catch (error) {
    say(form, error instanceof DOMException ? (form.dataset["cancelled"] ?? "") : sentence("offline"));
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** Show the passkey forms of this part of the page; `done` follows an answer that leads nowhere else. */
export function initPasskeys(root: ParentNode, done: () => void = () => location.reload()): void {
  if (!("PublicKeyCredential" in window)) return;
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void run(form, done);
    });
  }
}
