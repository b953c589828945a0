import assert from "node:assert/strict";
import test from "node:test";
import { IdleClock } from "../src/idle-clock.ts";

const MINUTE = 60_000;
const START = 1_000_000_000_000;
const at = (minutes) => START + minutes * MINUTE;

function tabs(idle = 15) {
  let moment = 0;
  const shared = { read: () => moment, write: (value) => (moment = value) };
  return { shared, open: (now = START) => new IdleClock(idle * MINUTE, shared, now) };
}

test("a page left alone closes after its quiet minutes, not before", () => {
  const clock = tabs().open();
  assert.equal(clock.left(at(14)), MINUTE);
  assert.equal(clock.left(at(15)), 0);
});

test("a gesture starts the quiet time again", () => {
  const clock = tabs().open();
  assert.equal(clock.gesture(at(10)), true);
  assert.equal(clock.left(at(24)), MINUTE);
});

test("a gesture in one tab keeps the other open", () => {
  const browser = tabs();
  const [here, there] = [browser.open(), browser.open()];
  there.gesture(at(10));
  assert.equal(here.left(at(20)), 5 * MINUTE);
});

test("after a device slept, the first gesture comes too late and does not keep the page open", () => {
  const clock = tabs().open();
  assert.equal(clock.gesture(at(120)), false);
  assert.ok(clock.left(at(120)) <= 0);
});

test("gestures close together are told to the other tabs once", () => {
  let writes = 0;
  const clock = new IdleClock(15 * MINUTE, { read: () => 0, write: () => (writes += 1) }, START);
  for (let second = 1; second <= 20; second += 1) clock.gesture(START + second * 100);
  assert.equal(writes, 1);
  assert.equal(clock.left(START + 2000), 15 * MINUTE, "the tab itself knows its last gesture exactly");
});

test("a browser that shares nothing still closes by its own clock", () => {
  const clock = new IdleClock(15 * MINUTE, { read: () => 0, write: () => undefined }, START);
  clock.gesture(at(5));
  assert.equal(clock.left(at(20)), 0);
});

test("a clock set back does not close the page", () => {
  const clock = tabs().open();
  assert.equal(clock.left(at(-60)), 15 * MINUTE);
  assert.equal(clock.gesture(at(-60)), true);
  assert.equal(clock.left(at(-45)), 0, "the quiet time then runs on the new hour");
});

test("a moment still to come, left by a wrong clock, does not keep the page open", () => {
  const clock = new IdleClock(15 * MINUTE, { read: () => at(10_000), write: () => undefined }, START);
  assert.equal(clock.left(at(15)), 0);
});

test("typing for long without sending tells the server after ten minutes, then every five", () => {
  const clock = tabs().open();
  const told = [];
  for (let minute = 1; minute <= 26; minute += 1) {
    clock.gesture(at(minute));
    if (clock.shouldSayAlive(at(minute))) told.push(minute);
  }
  assert.deepEqual(told, [10, 15, 20, 25]);
});

test("an answer from the server counts as being heard", () => {
  const clock = tabs().open();
  clock.heard(at(9));
  assert.equal(clock.shouldSayAlive(at(18)), false);
  assert.equal(clock.shouldSayAlive(at(19)), true);
});

test("with a short quiet time the server is told before it would lock", () => {
  const clock = tabs(6).open();
  assert.equal(clock.shouldSayAlive(at(3)), false);
  assert.equal(clock.shouldSayAlive(at(4)), true);
});

test("unlocking starts everything again", () => {
  const clock = tabs().open();
  assert.ok(clock.left(at(30)) < 0);
  clock.restart(at(30));
  assert.equal(clock.left(at(30)), 15 * MINUTE);
  assert.equal(clock.shouldSayAlive(at(31)), false);
});
