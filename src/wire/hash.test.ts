import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { TABLE_HASH } from "./hash.gen.ts";
import { fnv1a, tableHash, tableText } from "./hash.ts";

const test = suite("wire/hash");

test("fnv1a gives the published values", () => {
  assert.is(fnv1a(""), 0x811c9dc5);
  assert.is(fnv1a("a"), 0xe40c292c);
  assert.is(fnv1a("foobar"), 0xbf9cf968);
});

test("the canonical text begins with reports and calls and has a line for each operation", () => {
  const lines = tableText().split("\n");
  assert.match(lines[0] ?? "", /^reports:error,pid,/);
  assert.match(lines[1] ?? "", /^calls:none,open,/);
  assert.is(lines[2], "barrier:both(name:str,from:str,to:str)");
  assert.is(lines.at(-2), "exec:init(args:strs,env:strs,home:u32,uid:u32)");
  assert.is(lines.at(-1), "");
});

test("the generated files carry the same hash", () => {
  assert.is(TABLE_HASH, tableHash());
  const header = readFileSync("c/init/ops.gen.h", "utf8");
  const found = /#define TABLE_HASH 0x([0-9a-f]{8})u/.exec(header);
  assert.is(Number.parseInt(found?.[1] ?? "", 16), tableHash());
});

test.run();
