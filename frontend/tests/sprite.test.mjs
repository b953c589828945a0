import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const sprite = readFileSync(new URL("icons.svg", FRONTEND), "utf8");
const python = readFileSync(new URL("../maillage/kit/icons.py", FRONTEND), "utf8");

test("the sprite draws exactly the names that screens may use, and the two drawings of the product", () => {
  const drawn = [...sprite.matchAll(/<symbol id="([\w-]+)"/g)].map((hit) => hit[1]);
  const named = [...python.matchAll(/^ {8}"([\w-]+)",$/gm)].map((hit) => hit[1]);
  assert.deepEqual(drawn.sort(), [...named, "brand", "empty"].sort());
});

test("the sprite carries no colour of its own but the mimosa, no style and no script", () => {
  assert.deepEqual([...new Set(sprite.match(/#[0-9a-f]{3,6}\b/gi))], ["#f9b934"]);
  assert.doesNotMatch(sprite, /<style|<script|style=|href=/);
});
