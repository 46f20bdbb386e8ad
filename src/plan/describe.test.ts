import { suite } from "uvu";
import * as assert from "uvu/assert";
import { HOST_OPS, WIRE_OPS } from "../wire/ops.ts";
import type { Op } from "../wire/ops.ts";
import { describe, originText, propagationWord } from "./describe.ts";
import { CLONE, MS } from "./kernel.ts";

const test = suite("describe");

const EXAMPLES = {
  u32: CLONE.pid,
  u64: BigInt(CLONE.pid),
  i64: 1n,
  str: "x",
  "str?": null,
  strs: ["x"],
  u32s: [1],
  blob: "x",
  slot: "x",
  "slot?": null,
} as const;

// An operation of the table with a plain value in each field.
function example(name: string, fields: Readonly<Record<string, keyof typeof EXAMPLES>>): Op {
  const values = Object.entries(fields).map(([field, type]) => [field, EXAMPLES[type]]);
  const op: unknown = { op: name, ...Object.fromEntries(values) };
  return op as Op;
}

test("every operation has words: a verb first, no full stop, nothing left blank", () => {
  for (const [name, spec] of [...Object.entries(WIRE_OPS), ...Object.entries(HOST_OPS)]) {
    const text = describe(example(name, spec.fields));
    assert.match(text, /^[a-z]/, name);
    assert.not.match(text, /\.$|undefined|\[object|  | $/, name);
  }
});

test("the words name what the operation is about", () => {
  const words = (op: Op): string => describe(op);
  assert.is(words(mountAt("proc", "/proc")), "mount proc at /proc");
  assert.is(
    words({ op: "join", type: CLONE.network, path: "/run/netns/x", later: 0 }),
    "join the network namespace /run/netns/x",
  );
  assert.is(
    words({ op: "clone", flags: BigInt(CLONE.pid | CLONE.mount | CLONE.uts) }),
    "start the container's process in new pid, mount and uts namespaces",
  );
  assert.is(words({ op: "clone", flags: 0n }), "start the container's process");
  assert.is(
    words({ op: "rlimit", resource: 7, soft: 1024n, hard: 0xffff_ffff_ffff_ffffn }),
    "set RLIMIT_NOFILE to 1024, at most unlimited",
  );
  assert.is(
    words({ op: "rlimit", resource: 99, soft: 1n, hard: 1n }),
    "set resource 99 to 1, at most 1",
  );
  assert.is(words({ op: "umask", mode: 18 }), "set the umask to 0022");
  assert.is(words({ op: "cwd", path: "/x", create: 1 }), "make /x");
  assert.is(words({ op: "cwd", path: "/x", create: 0 }), "enter /x");
  assert.is(
    words({ op: "time-namespace", offsets: "x" }),
    "make a time namespace with its offsets",
  );
  assert.is(
    words({ op: "barrier", name: "mapped", from: "stage0", to: "init" }),
    "init waits for stage 0: mapped",
  );
  assert.is(
    words({ op: "barrier", name: "ready", from: "init", to: "host" }),
    "the engine waits for init: ready",
  );
});

function mountAt(fstype: string, target: string): Op {
  return {
    op: "mount",
    fstype,
    source: null,
    target,
    attr: 0n,
    words: [],
    options: [],
    propagation: 0n,
    strict: 0,
    copyup: 0,
  };
}

test("long values of cgroup files are cut", () => {
  const op: Op = {
    op: "cgroup-write",
    mount: "/m",
    path: "/p",
    version: 2,
    file: "f",
    value: "v".repeat(50),
    optional: 0,
    instead: [],
  };
  assert.is(describe(op), `write "${"v".repeat(40)}..." to /m/p/f`);
});

test("propagation has its words", () => {
  assert.is(propagationWord(MS.shared), "shared");
  assert.is(propagationWord(MS.slave | MS.recursive), "rslave");
  assert.is(propagationWord(MS.private | MS.recursive), "rprivate");
  assert.is(propagationWord(MS.unbindable), "unbindable");
});

test("an origin is the place in config.json, or nothing", () => {
  assert.is(
    originText({ pointer: "/mounts/0/options", why: "" }),
    "config.json: mounts[0].options",
  );
  assert.is(originText({ pointer: null, why: "default device" }), "");
  assert.is(originText({ pointer: "", why: "" }), "");
});

test.run();
