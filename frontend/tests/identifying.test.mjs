// The warning before a free text is kept, measured on made-up notes: half hold something, half only look like it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { identifying } from "../src/journal/identifying.ts";

const notes = JSON.parse(readFileSync(new URL("tests/notes-corpus.json", FRONTEND), "utf8"));
const KINDS = ["phone", "email", "national", "iban", "address", "name"];
const FLOORS = { phone: 0.85, email: 0.85, national: 1, iban: 1, address: 0.9, name: 0.85 }; // docs/explanation/captures.md
const MOST_FALSE = 0.05;
const kindsIn = (text) => new Set(identifying(text).map((each) => each.kind));
const read = notes.map((note) => ({ ...note, found: kindsIn(note.text) }));

for (const kind of KINDS) {
  test(`what is found of ${kind}`, (t) => {
    const holding = read.filter((note) => note.holds.includes(kind));
    const seen = holding.filter((note) => note.found.has(kind)).length;
    const wrong = read.filter((note) => !note.holds.includes(kind) && note.found.has(kind));
    t.diagnostic(`${kind}: ${seen} of ${holding.length} found; false alarms ${wrong.length} of ${read.length - holding.length}`);
    for (const note of holding) if (!note.found.has(kind)) t.diagnostic(`  missed: ${note.text}`);
    for (const note of wrong) t.diagnostic(`  false: ${note.text}`);
    assert.ok(seen / holding.length >= FLOORS[kind]);
  });
}

test("few innocent notes are warned of", (t) => {
  const innocent = read.filter((note) => note.holds.length === 0);
  const alarmed = innocent.filter((note) => note.found.size > 0);
  t.diagnostic(`notes: ${read.length}; innocent ones warned of: ${alarmed.length} of ${innocent.length}`);
  assert.ok(read.length >= 120 && alarmed.length / innocent.length <= MOST_FALSE);
});

test("a finding is where it stands, and a long text does not take long", () => {
  const text = "Vu Karim, 0470 12 34 56.";
  assert.deepEqual(identifying(text).map(({ from, to }) => text.slice(from, to)), ["Karim", "0470 12 34 56"]);
  const before = performance.now();
  for (const part of ["rue de la ", "12 ", "a-", "BE68 5390 ", "Rose "]) identifying(part.repeat(Math.ceil(5000 / part.length)));
  assert.ok(performance.now() - before < 1000);
});
