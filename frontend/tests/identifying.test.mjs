// Made-up notes, half of them with something that says who: how many are seen, how many alarms are false (P2).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { identifying } from "../src/identifying.ts";

const corpus = JSON.parse(readFileSync(new URL("tests/identifying-corpus.json", FRONTEND), "utf8"));
const seen = ({ text, kind }) => identifying(text).some((each) => each.kind === kind);
const shapes = corpus.identifying.filter(({ kind }) => kind !== "name");
const names = corpus.identifying.filter(({ kind }) => kind === "name");
const share = (found, all) => `${found.length} of ${all.length}`;

test("numbers, accounts and addresses are seen, most names too, and few alarms are false", (t) => {
  const alarms = corpus.nameless.filter(({ text }) => identifying(text).length > 0);
  t.diagnostic(`numbers, accounts, addresses: ${share(shapes.filter(seen), shapes)}`);
  t.diagnostic(`names: ${share(names.filter(seen), names)}`);
  t.diagnostic(`false alarms: ${share(alarms, corpus.nameless)}`);
  assert.deepEqual(shapes.filter((each) => !seen(each)), []);
  assert.ok(names.filter(seen).length >= 0.8 * names.length);
  assert.ok(alarms.length <= 0.05 * corpus.nameless.length, JSON.stringify(alarms));
});
