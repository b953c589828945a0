// What the phone keeps between two moments of network. Every write waits for the disk (durability "strict").
import { type DBSchema, type IDBPDatabase, openDB, type StoreNames } from "idb";

/** Who may send from this browser, and whom captures are sealed for. The token adds, and reads nothing. */
export interface Device {
  person: string;
  id: string;
  language: string;
  token: string;
  sealFor: Uint8Array; // the installation's public key
  places: string[]; // the neighbourhoods its person was offered last, and the one they noted last
  place: string;
  author: Uint8Array | null; // the person's own, for free texts; null until their vault is set up
}

export type Waits = "waiting" | "refused" | "sent";

/** One capture, sealed: nothing in it can be read here again. */
export interface Item {
  key: string;
  person: string;
  device: string;
  kind: string;
  version: number;
  capturedAt: string;
  content: Uint8Array;
  digest: string;
  state: Waits;
  receivedAt: string; // by the server's clock; empty until acknowledged
  copy: Sealed | null; // for its author to read again while the session is open
}

/** Sealed under the key of the open session. */
export interface Sealed {
  iv: Uint8Array;
  bytes: ArrayBuffer;
}

interface Schema extends DBSchema {
  devices: { key: string; value: Device };
  items: { key: string; value: Item; indexes: { state: Waits } };
  drafts: { key: string; value: Sealed }; // by person and form
  keys: { key: string; value: CryptoKey }; // of the open session; it cannot be taken out
}

const NAME = "maillage";
const VERSION = 1;

let opened: Promise<IDBPDatabase<Schema>> | null = null;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(NAME, VERSION, {
    upgrade(db) {
      db.createObjectStore("devices", { keyPath: "person" });
      db.createObjectStore("items", { keyPath: "key" }).createIndex("state", "state");
      db.createObjectStore("drafts");
      db.createObjectStore("keys");
    },
    blocking(_from, _to, event) {
      (event.target as IDBDatabase).close(); // a newer page may upgrade: this one opens it again when it needs it
      opened = null;
    },
    terminated() {
      opened = null;
    },
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

export async function all<S extends StoreNames<Schema>>(store: S): Promise<Schema[S]["value"][]> {
  return (await database()).getAll(store);
}

export async function read<S extends StoreNames<Schema>>(
  store: S,
  key: string,
): Promise<Schema[S]["value"] | undefined> {
  return (await database()).get(store, key);
}

/** Write, and come back once it is on the disk. */
export async function write<S extends StoreNames<Schema>>(
  store: S,
  value: Schema[S]["value"],
  key?: string,
): Promise<void> {
  const writing = (await database()).transaction(store, "readwrite", { durability: "strict" });
  await writing.store.put(value, key);
  await writing.done;
}

export async function remove(store: StoreNames<Schema>, key: string): Promise<void> {
  await (await database()).delete(store, key);
}

export async function clear(store: StoreNames<Schema>): Promise<void> {
  await (await database()).clear(store);
}

/** Change items one by one, each as it is now; what came in between stays. */
export async function changeItems(keys: Iterable<string>, change: (item: Item) => Item | null): Promise<void> {
  const writing = (await database()).transaction("items", "readwrite", { durability: "strict" });
  for (const key of keys) {
    const item = await writing.store.get(key);
    if (!item) continue;
    const changed = change(item);
    if (changed) await writing.store.put(changed);
    else await writing.store.delete(key);
  }
  await writing.done;
}
