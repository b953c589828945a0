// The queue: what was noted here goes to the server as soon as there is a network, and is acknowledged one by one.
// It runs in pages and in the service worker. Protocol: docs/reference/sync.md.
import { fromBase64, toBase64 } from "./bytes";
import { type Answer, exchange, type Result } from "./exchange";
import { all, changeItems, type Device, type Item, read, write } from "./store";

const BATCH = 20;
const KEPT_MS = 30 * 24 * 3600_000; // acknowledged items, when no backup tells of itself
const ASK_AGAIN_MS = 3600_000; // how often the server is asked whether it still has what it acknowledged
export const QUEUE = "maillage-queue";

let asked = 0;

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
    const answer = await offer(device, batch, left.length, since, results);
    if (!answer) return results;
    if (left.length > 0) continue;
    if (asks) await sendAgainWhatIsMissing(device, answer);
    await forgetWhatIsCovered(answer.covered_until);
  } while (left.length > 0);
  return results;
}

/** Send a batch. When the server refuses it whole, its halves: one poisoned item holds up none of the others (F37). */
async function offer(
  device: Device,
  batch: Item[],
  left: number,
  since: string,
  results: Result[],
): Promise<Answer | null> {
  const answer = await exchange(device, batch, left, since);
  if (answer === "refused") {
    if (batch.length < 2) return null;
    const half = batch.length >> 1;
    const one = await offer(device, batch.slice(0, half), left + batch.length - half, since, results);
    return (await offer(device, batch.slice(half), left, since, results)) ?? one;
  }
  if (answer) {
    await settle(device, batch, answer);
    results.push(...answer.results);
  }
  return answer;
}

function earliest(items: Item[]): string {
  return items.map((item) => item.receivedAt).filter(Boolean).sort()[0] ?? "";
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
