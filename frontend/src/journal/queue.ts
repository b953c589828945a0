// The queue: what was noted here goes to the server as soon as there is a network, and is acknowledged one by one.
// It runs in pages and in the service worker. Protocol: docs/reference/sync.md.
import { seal } from "../sealing";
import { digestOf, fromBase64, toBase64 } from "./bytes";
import { all, changeItems, type Device, type Item, read, type Sealed, write } from "./store";

const ADDRESS = "/sync/envelopes";
const PROTOCOL = 1;
const BATCH = 20;
const KEPT_MS = 30 * 24 * 3600_000; // acknowledged items, when no backup tells of itself
const ASK_AGAIN_MS = 3600_000; // how often the server is asked whether it still has what it acknowledged
export const QUEUE = "maillage-queue";

let asked = 0;

export interface Result {
  key: string;
  digest: string;
  result: "applied" | "already" | "to_correct" | "held" | "refused";
  state: string;
  received_at: string;
  finish: string; // where its author gives the answer that misses
}

interface Answer {
  protocol: number;
  results: Result[];
  here: { count?: number; digest?: string };
  covered_until: string | null;
  seal_for: string;
}

/** Seal a capture for the installation and keep it; once this is back, it is on the disk. */
export async function keep(
  device: Device,
  capture: { key: string; kind: string; version: number; values: Record<string, string[]> },
  copy: Sealed | null,
): Promise<Item> {
  const text = new TextEncoder().encode(JSON.stringify({ values: capture.values }));
  const content = await seal(text, device.sealFor, { purpose: capture.kind, record: capture.key });
  const item: Item = {
    key: capture.key,
    person: device.person,
    device: device.id,
    kind: capture.kind,
    version: capture.version,
    capturedAt: new Date().toISOString(),
    content,
    digest: await digestOf(content),
    state: "waiting",
    receivedAt: "",
    copy,
  };
  await write("items", item);
  return item;
}

export async function waiting(): Promise<Item[]> {
  return (await all("items")).filter((item) => item.state !== "sent");
}

/** Send what waits, of everybody who noted here; what came back for each. Two tabs never send at once (F12). */
export async function flush(): Promise<Map<string, Result>> {
  const found = new Map<string, Result>();
  const send = async (): Promise<void> => {
    for (const device of await all("devices")) {
      for (const result of await sendFor(device)) found.set(result.key, result);
    }
  };
  if (typeof navigator.locks === "undefined") await send(); // the server knows what it has: twice does no harm
  else await navigator.locks.request(QUEUE, send);
  return found;
}

async function sendFor(device: Device): Promise<Result[]> {
  const results: Result[] = [];
  const items = (await all("items")).filter((item) => item.person === device.person);
  const left = items.filter((item) => item.state === "waiting");
  const since = earliest(items.filter((item) => item.device === device.id));
  const asks = since !== "" && Date.now() - asked > ASK_AGAIN_MS;
  if (left.length === 0 && !asks) return results;
  do {
    const batch = left.splice(0, BATCH);
    const answer = await exchange(device, batch, left.length, since);
    if (!answer) return results;
    await settle(device, batch, answer);
    results.push(...answer.results);
    if (left.length > 0) continue;
    if (asks) await sendAgainWhatIsMissing(device, answer);
    await forgetWhatIsCovered(answer.covered_until);
  } while (left.length > 0);
  return results;
}

function earliest(items: Item[]): string {
  return items.map((item) => item.receivedAt).filter(Boolean).sort()[0] ?? "";
}

/** One batch. Null for anything that is not the server's own answer: everything stays (F5, F6, F7). */
async function exchange(device: Device, batch: Item[], left: number, since: string): Promise<Answer | null> {
  const envelopes = batch.map((item) => ({
    key: item.key,
    kind: item.kind,
    version: item.version,
    captured_at: item.capturedAt,
    content: toBase64(item.content),
    digest: item.digest,
  }));
  const clock = new Date().toISOString();
  try {
    const answer = await fetch(ADDRESS, {
      method: "POST",
      headers: { Authorization: `Bearer ${device.token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ protocol: PROTOCOL, clock, waiting: left, since: since || null, envelopes }),
      credentials: "omit",
      redirect: "error",
      cache: "no-store",
    });
    if (answer.status !== 200) return null;
    const said = (await answer.json()) as Answer;
    return said.protocol === PROTOCOL && Array.isArray(said.results) ? said : null;
  } catch {
    return null;
  }
}

/** Acknowledged is what the answer names with the digest it was sent with; all else stays as it is (F47). */
async function settle(device: Device, batch: Item[], answer: Answer): Promise<void> {
  const sent = new Map(batch.map((item) => [item.key, item]));
  const named = answer.results.filter((result) => sent.has(result.key));
  const byKey = new Map(named.map((result) => [result.key, result]));
  await changeItems(byKey.keys(), (item) => {
    const result = byKey.get(item.key);
    if (result?.result === "refused") return { ...item, state: "refused" };
    if (!result || result.digest !== item.digest) return item;
    return { ...item, state: "sent", receivedAt: result.received_at, copy: null };
  });
  if (answer.seal_for) await renewKey(device, answer.seal_for);
}

async function renewKey(device: Device, key: string): Promise<void> {
  const known = await read("devices", device.person);
  if (known && toBase64(known.sealFor) !== key) await write("devices", { ...known, sealFor: fromBase64(key) });
}

/** A server restored from a backup knows less than it acknowledged: those items are sent again (F45). */
async function sendAgainWhatIsMissing(device: Device, answer: Answer): Promise<void> {
  asked = Date.now();
  const kept = (await all("items")).filter((item) => item.device === device.id && item.state === "sent");
  if (answer.here.count === undefined || answer.here.count >= kept.length) return;
  await changeItems(
    kept.map((item) => item.key),
    (item) => ({ ...item, state: "waiting", receivedAt: "" }),
  );
}

/** The phone lets go of what a verified backup holds, and of nothing that waits. */
async function forgetWhatIsCovered(until: string | null): Promise<void> {
  const old = Date.now() - KEPT_MS;
  const covered = until ? Date.parse(until) : 0;
  const gone = (await all("items")).filter((item) => {
    const received = Date.parse(item.receivedAt);
    return item.state === "sent" && (received < covered || received < old);
  });
  await changeItems(
    gone.map((item) => item.key),
    () => null,
  );
}
