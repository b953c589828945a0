// Every pair of colours that meets on a screen can be read, by day and in the evening, whatever one's sight.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const css = readFileSync(new URL("css/tokens.css", FRONTEND), "utf8");

/** The declarations of the block whose selector follows `start`. */
function block(start) {
  const from = css.indexOf("{", css.indexOf(start)) + 1;
  return css.slice(from, css.indexOf("}", from));
}
const colours = (text) => new Map([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map((m) => [m[1], m[2]]));
const declarations = (text) => text.replace(/\/\*.*?\*\//gs, "").split(";").map((line) => line.trim()).filter(Boolean);

const DAY = colours(block(":root {"));
const SYSTEM = block(':root:not([data-theme="day"])');
const CHOSEN = block(':root[data-theme="evening"]');
const THEMES = { day: DAY, evening: new Map([...DAY, ...colours(CHOSEN)]) };

const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const linear = (hex) => [1, 3, 5].map((at) => channel(parseInt(hex.slice(at, at + 2), 16) / 255));
function luminance(hex) {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const TEXT = 4.5;
const SHAPE = 3;
const PAIRS = {
  text: ["bg", "surface", "sunken", "brand-soft", "follow-soft", "quiet-soft", "done-soft", "error-soft"],
  "text-2": ["bg", "surface", "sunken", "brand-soft"],
  link: ["bg", "surface", "sunken", "quiet-soft", "follow-soft", "done-soft"],
  bg: ["text"],
  "on-brand": ["brand", "brand-press", "band"],
  "on-brand-2": ["brand", "band"],
  "on-brand-soft": ["brand-soft", "surface"],
  "on-action": ["action", "action-press"],
  done: ["done-soft", "surface"],
  follow: ["follow-soft", "surface"],
  quiet: ["quiet-soft", "surface"],
  error: ["error-soft", "surface"],
};
const SHAPES = {
  "line-control": ["surface", "bg", "sunken"],
  action: ["band"],
  "action-edge": ["surface"],
  "cat-edge": ["surface", "sunken"],
};

for (const [name, theme] of Object.entries(THEMES)) {
  for (const [pairs, least] of [[PAIRS, TEXT], [SHAPES, SHAPE]]) {
    test(`${name}: every pair reaches ${least}`, () => {
      const weak = Object.entries(pairs).flatMap(([front, backs]) =>
        backs.map((back) => [front, back, contrast(theme.get(front), theme.get(back))]).filter(([, , ratio]) => ratio < least),
      );
      assert.deepEqual(weak, []);
    });
  }
  test(`${name}: one of the two focus rings stands out on every ground`, () => {
    for (const ground of ["bg", "surface", "sunken", "band", "brand", "action"]) {
      const best = Math.max(...["focus-outer", "focus-inner"].map((ring) => contrast(theme.get(ring), theme.get(ground))));
      assert.ok(best >= SHAPE, `${ground}: ${best.toFixed(2)}`);
    }
  });
}

test("the evening by preference and the evening by choice are the same", () => {
  assert.deepEqual(declarations(SYSTEM), declarations(CHOSEN));
});

// Machado, Oliveira, Fernandes 2009, full severity
const SIGHTS = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
function lab(rgb) {
  const [r, g, b] = rgb.map((value) => Math.min(1, Math.max(0, value)));
  const root = (t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const seen = (hex, sight) => {
  const rgb = linear(hex);
  return lab(sight.map((row) => row.reduce((sum, weight, at) => sum + weight * rgb[at], 0)));
};

for (const [name, theme] of Object.entries(THEMES)) {
  for (const [sight, matrix] of Object.entries(SIGHTS)) {
    test(`${name}, ${sight}: the eight colours of drawings stay apart`, () => {
      const eight = Array.from({ length: 8 }, (_, at) => seen(theme.get(`cat-${at + 1}`), matrix));
      for (const [i, one] of eight.entries()) {
        for (const [j, other] of eight.entries()) {
          if (i >= j) continue;
          const distance = Math.hypot(...one.map((value, at) => value - other[at]));
          assert.ok(distance >= 15, `cat-${i + 1} and cat-${j + 1}: ${distance.toFixed(1)}`);
        }
      }
    });
  }
}

test("components name tokens, never a colour", () => {
  const sheets = ["base", "shell", "buttons", "choices", "sheets", "states", "fields", "tables", "maps", "messages", "screens/plain", "screens/home"];
  const found = sheets.flatMap((sheet) =>
    [...readFileSync(new URL(`css/${sheet}.css`, FRONTEND), "utf8").matchAll(/#[0-9a-f]{3,8}\b|\b(rgb|hsl)a?\(/gi)].map((hit) => `${sheet}: ${hit[0]}`),
  );
  assert.deepEqual(found, []);
});
