// Sealing a text to one person, in the same bytes as maillage/kit/sealing.py: whoever has the public key writes.
// HPKE (RFC 9180), base mode, P-256. Both are held together by tests/sealing-vectors.json.
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from "hpke";

const MAGIC = 0x4d;
const VERSION = 1;
const HEAD = 10; // magic, version, mark of the key
const ENCAPSULATED = 65;
const TAG = 16;

/** Where a text belongs: moved elsewhere, it opens no more. */
export interface Place {
  purpose: string;
  record: string; // UUID
}

export type SealTrouble = "damaged" | "other-key" | "unknown-version";

/** A sealed text that does not open, and why. */
export class SealedError extends Error {
  constructor(readonly why: SealTrouble) {
    super(why);
  }
}

const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

async function headOf(publicKey: Uint8Array): Promise<Uint8Array> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", publicKey as Uint8Array<ArrayBuffer>));
  return Uint8Array.of(MAGIC, VERSION, ...hash.subarray(0, HEAD - 2));
}

function infoOf(place: Place): Uint8Array {
  return new TextEncoder().encode(`maillage/1/${place.purpose}/${place.record.toLowerCase()}`);
}

/** The text, so that the holder of the private key alone reads it. `publicKey`: the uncompressed point, 65 bytes. */
export async function seal(text: Uint8Array, publicKey: Uint8Array, place: Place): Promise<Uint8Array> {
  const receiver = await suite.DeserializePublicKey(publicKey);
  const { encapsulatedSecret, ciphertext } = await suite.Seal(receiver, text, { info: infoOf(place) });
  const parts = [await headOf(publicKey), encapsulatedSecret, ciphertext];
  const sealed = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    sealed.set(part, at);
    at += part.length;
  }
  return sealed;
}

/** The text. Throws SealedError. `privateKey`: 32 bytes, `publicKey` its 65. */
export async function unseal(
  sealed: Uint8Array,
  privateKey: Uint8Array,
  publicKey: Uint8Array,
  place: Place,
): Promise<Uint8Array> {
  if (sealed.length < 2 || sealed[0] !== MAGIC) throw new SealedError("damaged");
  if (sealed[1] !== VERSION) throw new SealedError("unknown-version");
  if (sealed.length < HEAD + ENCAPSULATED + TAG) throw new SealedError("damaged");
  const head = await headOf(publicKey);
  if (head.some((byte, at) => sealed[at] !== byte)) throw new SealedError("other-key");
  const pair = {
    privateKey: await suite.DeserializePrivateKey(privateKey, false),
    publicKey: await suite.DeserializePublicKey(publicKey),
  };
  try {
    const encapsulated = sealed.subarray(HEAD, HEAD + ENCAPSULATED);
    return await suite.Open(pair, encapsulated, sealed.subarray(HEAD + ENCAPSULATED), { info: infoOf(place) });
  } catch {
    throw new SealedError("damaged");
  }
}
