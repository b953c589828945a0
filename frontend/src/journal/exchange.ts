// One message to the server and its answer. Protocol: docs/reference/sync.md.
import { toBase64 } from "./bytes";
import { type Device, type Item, read, write } from "./store";

const ADDRESS = "/sync/envelopes";
const PROTOCOL = 1;
const REFUSALS = [400, 413, 500]; // of what was sent, not of the moment

export interface Result {
  key: string;
  digest: string;
  result: "applied" | "already" | "to_correct" | "held" | "refused";
  state: string;
  received_at: string;
  finish: string; // where its author gives the answer that misses
}

export interface Answer {
  protocol: number;
  results: Result[];
  here: { count?: number; digest?: string };
  covered_until: string | null;
  seal_for: string;
}

function envelopeOf(item: Item): object {
  const { key, kind, version, capturedAt, content, digest } = item;
  return { key, kind, version, captured_at: capturedAt, content: toBase64(content), digest };
}

/** One batch. Null for anything that is not the server's own answer: everything stays (F5, F6, F7). */
export async function exchange(
  device: Device,
  batch: Item[],
  left: number,
  since: string,
): Promise<Answer | "refused" | null> {
  const clock = new Date().toISOString();
  let sent = false;
  try {
    const body = JSON.stringify({
      protocol: PROTOCOL,
      clock,
      waiting: left,
      since: since || null,
      envelopes: batch.map(envelopeOf),
    });
    sent = true;
    const answer = await fetch(ADDRESS, {
      method: "POST",
      headers: { Authorization: `Bearer ${device.token}`, "Content-Type": "application/json" },
      body,
      credentials: "omit",
      redirect: "error",
      cache: "no-store",
    });
    if (REFUSALS.includes(answer.status)) return "refused";
    if (answer.status === 401) await askForANewToken(device, answer);
    if (answer.status !== 200) return null;
    const said = (await answer.json()) as Partial<Answer> | null;
    const ours = said?.protocol === PROTOCOL && Array.isArray(said.results);
    if (!ours) return null;
    const results = said.results?.filter((result) => typeof result?.key === "string") ?? [];
    return { ...said, results, here: said.here ?? {} } as Answer;
  } catch {
    return sent ? null : "refused"; // an item that cannot even be written down
  }
}

/** The server knows nothing of this device, as after a backup: the next form its person opens asks anew (F45). */
async function askForANewToken(device: Device, answer: Response): Promise<void> {
  const { error } = (await answer.json()) as { error?: string };
  const known = await read("devices", device.person);
  if (error === "unknown_device" && known) await write("devices", { ...known, token: "" });
}
