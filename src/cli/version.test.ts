import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { VERSION, versionText } from "./version.ts";

test("the version is the package's", () => {
  assert.is(JSON.parse(readFileSync("package.json", "utf8")).version, VERSION);
});

test("[CT-17] --version has the three lines that callers read", () => {
  const lines = versionText().split("\n");
  assert.is(lines[0], `tsrun version ${VERSION}`);
  assert.match(lines[1] ?? "", /^commit: \S+$/);
  assert.is(lines[2], "spec: 1.3.0");
  assert.is(lines[3], "");
});

test.run();
