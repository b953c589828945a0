// What Python sealed opens here, and what was sealed here opens in Python: maillage/kit/tests/test_sealing.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { seal, unseal } from "../src/sealing.ts";

const { private_key, public_key, vectors, troubles } = JSON.parse(
  readFileSync(new URL("tests/sealing-vectors.json", FRONTEND), "utf8"),
);
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const [PRIVATE, PUBLIC] = [bytes(private_key), bytes(public_key)];
const text = (plain) => new TextDecoder().decode(plain);
const open = (each) => unseal(bytes(each.sealed), PRIVATE, PUBLIC, each);

for (const each of vectors) {
  test(`opens what ${each.by} sealed for ${each.purpose}`, async () => {
    assert.equal(text(await open(each)), each.text);
  });
}

for (const each of troubles) {
  test(`says ${each.why} of a text that is ${each.what}`, async () => {
    await assert.rejects(open(each), { why: each.why });
  });
}

test("seals what it opens, never twice the same bytes", async () => {
  const place = { purpose: "encounters.note", record: "6F9619FF-8B86-4011-B42D-00C04FC964FF" };
  const plain = new TextEncoder().encode("Été, ᚠ, 😀");
  const [one, other] = [await seal(plain, PUBLIC, place), await seal(plain, PUBLIC, place)];
  assert.notDeepEqual(one, other);
  const lower = { ...place, record: place.record.toLowerCase() };
  assert.equal(text(await unseal(one, PRIVATE, PUBLIC, lower)), "Été, ᚠ, 😀");
});
