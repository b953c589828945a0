// Letting this browser send for the person who is signed in: once, when they first open a form that can be captured.
import { post } from "../csrf";
import { fromBase64 } from "./bytes";
import { type Device, read, write } from "./store";

const ADDRESS = "/sync/devices";
const MARK = "maillage.sends"; // tells a browser that emptied itself from a new one (F24)

function marked(): boolean {
  try {
    return localStorage.getItem(MARK) === "1";
  } catch {
    return false;
  }
}

function mark(): void {
  try {
    localStorage.setItem(MARK, "1");
  } catch {
    // storage refused: nothing can be kept here, and the form goes to the server as it is
  }
}

interface Made {
  device: string;
  person: string;
  token: string;
  seal_for: string;
  author: string;
}

/** The device of that person; asked of the server the first time. Null without network or right. */
export async function deviceOf(person: string): Promise<Device | null> {
  const known = await read("devices", person);
  if (known?.author && known.token) return known;
  const answer = await post(ADDRESS, known ? { device: known.id } : {}).catch(() => null);
  if (answer?.status !== 201) return known ?? null;
  const made = (await answer.json()) as Made;
  const device: Device = {
    person: made.person,
    id: made.device,
    language: document.documentElement.lang,
    token: made.token || (known?.token ?? ""),
    sealFor: fromBase64(made.seal_for),
    places: known?.places ?? [],
    place: known?.place ?? "",
    author: made.author ? fromBase64(made.author) : null,
  };
  await write("devices", device);
  mark();
  void navigator.storage?.persist?.();
  return device;
}

/** Whether this browser lost what it kept: it sent for somebody before, and knows nobody now. */
export async function wasEmptied(person: string): Promise<boolean> {
  return marked() && !(await read("devices", person));
}
