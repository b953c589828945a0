// The key of the open session: what its person wrote here can be read again until the page locks or they sign out.
import { clear, read, type Sealed, write } from "./store";

const KEY = "session";

async function key(): Promise<CryptoKey> {
  const known = await read("keys", KEY);
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await write("keys", made, KEY);
  return made;
}

export async function seal(said: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(said));
  return { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), text) };
}

/** What was said; null once the session was locked: its key is gone. */
export async function unseal(sealed: Sealed | null | undefined): Promise<unknown> {
  const known = await read("keys", KEY);
  if (!sealed || !known) return null;
  try {
    const iv = sealed.iv as Uint8Array<ArrayBuffer>;
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, known, sealed.bytes);
    return JSON.parse(new TextDecoder().decode(text));
  } catch {
    return null;
  }
}

const PERSON = "maillage.person";

/** Whoever is or was last signed in here: what is noted without network is theirs (F22). */
export function person(): string {
  try {
    return document.body.dataset["person"] || (localStorage.getItem(PERSON) ?? "");
  } catch {
    return document.body.dataset["person"] ?? "";
  }
}

/** Somebody is signed in: what another person was writing here cannot be read any more. */
export async function begin(): Promise<void> {
  const now = document.body.dataset["person"] ?? "";
  if (!now) return;
  try {
    if (localStorage.getItem(PERSON) === now) return;
    await forget();
    localStorage.setItem(PERSON, now);
  } catch {
    // storage refused: nothing is kept here
  }
}

/** The page locks, or somebody signs out: nothing here can be read again; what waits to be sent stays. */
export async function forget(): Promise<void> {
  await clear("keys");
  await clear("drafts");
}
