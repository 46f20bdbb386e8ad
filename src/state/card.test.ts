import { test } from "uvu";
import * as assert from "uvu/assert";
import { encodeCard, type Card } from "./card.ts";

const CARD: Card = {
  rights: { start: true, delete: false, initAlone: true },
  statusAt: 41,
  pid: 4711,
  start: 2 ** 40,
  id: "box",
  texts: { created: "c", running: "r", stopped: "s" },
  watches: [{ path: "/f", usual: "0\n" }],
  cgroups: ["/a", "/b", "/a"],
};

test("a card is magic, version, length, rights, numbers and texts, each path once", () => {
  const bytes = Buffer.from(encodeCard(CARD) ?? []);
  assert.is(bytes.toString("latin1", 0, 4), "TSRC");
  assert.is(bytes.readUInt32LE(4), 1);
  assert.is(bytes.readUInt32LE(8), bytes.length);
  assert.is(bytes.readUInt32LE(12), 1 | 4);
  assert.is(bytes.readUInt32LE(16), 41);
  assert.is(bytes.readUInt32LE(20), 4711);
  assert.is(bytes.readBigUInt64LE(24), 2n ** 40n);
  const texts = bytes.toString("latin1", 32).split("\0").length - 1;
  assert.ok(texts > 0);
  assert.is(bytes.toString("latin1").split("/a\0").length, 2);
});

test("what a shortcut could not read has no card", () => {
  const long = { ...CARD.texts, running: "x".repeat(70_000) };
  assert.is(encodeCard({ ...CARD, texts: long }), null);
  assert.is(encodeCard({ ...CARD, texts: { ...CARD.texts, stopped: "a\0b" } }), null);
  assert.is(encodeCard({ ...CARD, texts: { ...CARD.texts, created: "\ud800" } }), null);
  const many = Array.from({ length: 65 }, (_, i) => `/${i}`);
  assert.is(encodeCard({ ...CARD, cgroups: many }), null);
});

test.run();
