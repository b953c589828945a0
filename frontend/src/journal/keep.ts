// Keeping a capture on this device. The service worker, which only sends, does without it.
import { seal } from "../sealing";
import { digestOf } from "./bytes";
import { all, changeItems, type Device, type Item, type Sealed, write } from "./store";

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
  await write("items", item).catch(async (fault: unknown) => {
    if (!(await freeRoom())) throw fault;
    await write("items", item);
  });
  return item;
}

/** The disk is full: what the server has goes first, what it has not never does (F23). */
async function freeRoom(): Promise<boolean> {
  const sent = (await all("items")).filter((item) => item.state === "sent").map((item) => item.key);
  await changeItems(sent, () => null);
  return sent.length > 0;
}
