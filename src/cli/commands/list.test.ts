import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ContainerState } from "../../state/view.ts";
import { json, table } from "./list.ts";

const STATE: ContainerState = {
  ociVersion: "1.3.0",
  id: "a-container-of-some-length",
  pid: 42,
  status: "running",
  bundle: "/b",
  rootfs: "/b/rootfs",
  created: "2026-01-02T03:04:05.678901234Z",
  annotations: {},
  owner: "root",
};

test("an empty table is its headings, twelve wide", () => {
  assert.is(table([]), "ID          PID         STATUS      BUNDLE      CREATED     OWNER\n");
});

test("columns grow with what is in them and keep three blanks", () => {
  const short = { ...STATE, id: "x", pid: 0, status: "stopped" } as const;
  assert.equal(table([STATE, short]).split("\n"), [
    "ID                           PID         STATUS      BUNDLE      CREATED                          OWNER",
    "a-container-of-some-length   42          running     /b          2026-01-02T03:04:05.678901234Z   root",
    "x                            0           stopped     /b          2026-01-02T03:04:05.678901234Z   root",
    "",
  ]);
});

test("JSON is one line, and null when there is nothing", () => {
  assert.is(json([]), "null\n");
  const text = json([STATE]);
  assert.is(text.indexOf("\n"), text.length - 1);
  assert.is(JSON.parse(text)[0].owner, "root");
});

test.run();
