// test: limit 300 slow
// What callers see, compared with runc 1.1. `UPDATE=1` writes docs/DIFFERENCES.md anew.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { find } from "../engines/shell.mjs";
import { compare } from "./compare.mjs";
import { DIFFERENCES } from "./differences.mjs";
import { documentOf } from "./document.mjs";
import { versionOf } from "./perform.mjs";
import { SESSIONS } from "./sessions.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = join(root, "docs/DIFFERENCES.md");
const runtimes = { runc: find("runc"), tsrun: join(root, "dist/bin/tsrun") };

function missing() {
  if (process.getuid() !== 0) return "needs root";
  if (runtimes.runc === undefined) return "runc is not installed";
  const version = versionOf(runtimes.runc);
  return version.startsWith("runc version 1.1.") ? null : `${version}; the list is for runc 1.1`;
}

const why = missing();
if (why !== null) {
  console.log(`skip: sessions compared with runc: ${why}`);
  test.skip("sessions compared with runc", () => {});
} else {
  const seen = { sessions: 0, steps: 0, differences: [] };
  for (const [index, session] of SESSIONS.entries()) {
    test(`as runc: ${session.name}`, () => {
      const { steps, differences } = compare(session, runtimes, `session-${process.pid}-${index}`);
      seen.sessions += 1;
      seen.steps += steps;
      seen.differences.push(...differences);
      const loose = differences.filter(({ reason }) => reason === null);
      assert.equal(loose, []);
      assert.ok(steps > 0);
    });
  }
  test("every listed difference is still there", () => {
    const gone = DIFFERENCES.filter((one) =>
      seen.differences.every(({ reason }) => reason !== one),
    );
    assert.equal(
      gone.map(({ name }) => name),
      [],
    );
  });
  test("docs/DIFFERENCES.md is what was seen", () => {
    const text = documentOf(seen);
    if (process.env.UPDATE === "1") writeFileSync(page, text);
    assert.is(readFileSync(page, "utf8"), text);
  });
}

test.run();
