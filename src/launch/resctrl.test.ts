// On a tree of plain files that is filled as the kernel fills resctrl.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { enterGroup, holds, makeMonitor, prepareGroup, removeGroups, RESCTRL } from "./resctrl.ts";
import type { Resctrl } from "./resctrl.ts";

const test = suite("resctrl");
let root = "";

const written: string[] = [];
const made: string[] = [];
const before = (path: string, own: boolean): void => {
  made.push(`${path.slice(root.length)}${own ? " own" : ""}`);
};

function fill(path: string): void {
  mkdirSync(join(path, "mon_groups"), { recursive: true });
  writeFileSync(join(path, "tasks"), "");
  writeFileSync(join(path, "schemata"), "    MB:0=100;1=100\n    L3:0=fffff;1=fffff\n");
}

const tree: Resctrl = {
  ...RESCTRL,
  make: fill,
  remove: (path) => rmSync(path, { recursive: true }),
  write: (path, text) => {
    written.push(`${path.slice(root.length)} ${text.trim()}`);
    RESCTRL.write(path, text);
  },
};

function op(name: string, more: object = {}): Parameters<typeof prepareGroup>[0] {
  const group = join(root, name);
  return { op: "rdt-group", group, make: 1, own: 1, compare: [], lines: [], ...more };
}

test.before.each(() => {
  root = mkdtempSync(join(tmpdir(), "resctrl-"));
  fill(root);
  made.length = 0;
  written.length = 0;
});
test.after.each(() => rmSync(root, { recursive: true }));

test("[RT-1] [RT-12] [RT-13] [RT-17] a group is made, entered, not limited, and removed", () => {
  prepareGroup(op("box"), tree, before);
  enterGroup(join(root, "box"), 77, tree);
  assert.is(readFileSync(join(root, "box/tasks"), "utf8"), "77");
  assert.equal([made, written], [["/box own"], ["/box/tasks 77"]]);
  removeGroups([join(root, "box")], tree);
  assert.not(existsSync(join(root, "box")));
  assert.not.throws(() => removeGroups([join(root, "box")], tree));
});

test("[RT-9] [RT-11] lines are written one by one, in order", () => {
  prepareGroup(op("box", { lines: ["L3:0=f", "MB:0=50", "L2:0=3"] }), tree, before);
  assert.equal(written, ["/box/schemata L3:0=f", "/box/schemata MB:0=50", "/box/schemata L2:0=3"]);
});

test("[RT-14] [RT-18] a named group that is missing is made, and not the container's", () => {
  prepareGroup(op("gold", { own: 0, lines: ["L3:0=f"], compare: ["L3:0=f"] }), tree, before);
  assert.equal(made, ["/gold"]);
});

test("[RT-15] a group that is there must have the limits, and stays as it is when it has not", () => {
  fill(join(root, "gold"));
  const asked = (...compare: readonly string[]): object => ({ own: 0, compare, lines: compare });
  prepareGroup(op("gold", asked("L3:0=fffff", "MB:0=100;1=100")), tree, before);
  assert.equal(made, []);
  written.length = 0;
  assert.throws(() => prepareGroup(op("gold", asked("L3:0=f")), tree, before), /are not L3:0=f/);
  assert.throws(() => prepareGroup(op("gold", asked("L3:7=fffff")), tree, before), /are not/);
  assert.equal(written, []);
});

test("values are compared, not their spelling", () => {
  const there = "  L3:0=000ff;1=0f\nMB:0= 50\n";
  assert.ok(holds(there, ["L3:1=f;0=FF", "MB:0=50"]));
  assert.not(holds(there, ["L3:0=fe"]));
  assert.not(holds(there, ["L3CODE:0=ff"]));
});

test("[RT-16] a named group without limits has to be there", () => {
  assert.throws(() => prepareGroup(op("none", { make: 0 }), tree, before), /does not exist/);
});

test("[RT-20] [RT-21] a monitoring group is made in the group and removed before it", () => {
  prepareGroup(op("box"), tree, before);
  const monitor = join(root, "box/mon_groups/box");
  makeMonitor(monitor, tree, before);
  enterGroup(monitor, 7, tree);
  assert.is(readFileSync(join(monitor, "tasks"), "utf8"), "7");
  const gone: string[] = [];
  const watched = { ...tree, remove: (path: string) => void gone.push(path.slice(root.length)) };
  removeGroups([join(root, "box"), monitor], watched);
  assert.equal(gone, ["/box/mon_groups/box", "/box"]);
});

test("[RT-22] a monitoring group that cannot be made is an error", () => {
  const full = {
    ...tree,
    make: () => {
      throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    },
  };
  assert.throws(() => makeMonitor(join(root, "m"), full, before), /mkdir .*\/m: ENOSPC/);
});

test("a file that the kernel does not have is not made", () => {
  assert.throws(() => RESCTRL.write(join(root, "nothing"), "x"));
  assert.not(existsSync(join(root, "nothing")));
});

test.run();
