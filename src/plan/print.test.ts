import { suite } from "uvu";
import * as assert from "uvu/assert";
import { printJson } from "../json/print.ts";
import type { Op } from "../wire/ops.ts";
import { planCreate } from "./create.ts";
import { details } from "./details.ts";
import { ATTR, MS } from "./kernel.ts";
import { actorOf, planJson, printPlan } from "./print.ts";
import { testFacts, testProcess, testRequest, withLinux, withUsers } from "./testing.ts";
import type { Plan } from "./types.ts";

const test = suite("print");

const PLAN: Plan = {
  steps: [
    {
      op: { op: "state-directory", path: "/run/tsrun/box" },
      phase: "prepare",
      origin: { pointer: null, why: "journal" },
    },
    { op: { op: "spawn" }, phase: "prepare", origin: { pointer: null, why: "" } },
    {
      op: { op: "sysctl", path: "net/x", value: "1" },
      phase: "system",
      origin: { pointer: "/linux/sysctl/net.x", why: "" },
    },
  ],
  warnings: [{ pointer: "/linux/mountLabel", message: "ignored" }],
  blobs: new Map([["devices", Uint8Array.of(1, 255)]]),
  cgroupPaths: { memory: "/m" },
};

test("a plan is grouped by phase, aligned, with origins at the right", () => {
  assert.is(
    printPlan(PLAN, { color: false, width: 70 }),
    [
      "Prepare, on the host",
      "  0  engine   make the state directory /run/tsrun/box        (journal)",
      "  1  engine   start the helper",
      "",
      "What the container sees",
      '  2  init     set the kernel parameter net/x  1  linux.sysctl["net.x"]',
      "",
      "Warnings",
      "  ignored  config.json: linux.mountLabel",
      "",
    ].join("\n"),
  );
});

test("what is too long goes on in the next line, nothing is cut", () => {
  const path = `/run/${"x".repeat(60)}`;
  const [first] = PLAN.steps;
  if (first === undefined) throw new TypeError("no step");
  const plan = {
    ...PLAN,
    steps: [{ ...first, op: { op: "state-directory", path } as const }],
    warnings: [],
  };
  const lines = printPlan(plan, { color: false, width: 60 }).trimEnd().split("\n").slice(1);
  assert.ok(lines.length > 2);
  assert.ok(lines.every((line) => line.length <= 60));
  assert.ok(lines[0]?.endsWith("(journal)"));
  const text = lines
    .map((line) => line.slice(14))
    .join("")
    .replace(/ +\(journal\)/, " ");
  assert.is(text.replaceAll(" ", ""), `makethestatedirectory${path}`);
});

test("a long path is broken behind a slash, not inside a name", () => {
  const [first] = PLAN.steps;
  if (first === undefined) throw new TypeError("no step");
  const path = `/run/${"x".repeat(30)}/another-directory/and-a-third`;
  const plan = {
    ...PLAN,
    steps: [{ ...first, op: { op: "state-directory", path } as const }],
    warnings: [],
  };
  const [, ...lines] = printPlan(plan, { color: false, width: 70 }).trimEnd().split("\n");
  assert.equal(
    lines.slice(1).map((line) => line.trim()),
    [`/run/${"x".repeat(30)}/`, "another-directory/and-a-third"],
  );
});

test("colours are only there when they are wanted", () => {
  assert.not.match(printPlan(PLAN, { color: false, width: 80 }), "\u001b");
  assert.match(
    printPlan(PLAN, { color: true, width: 80 }),
    "\u001b[1mPrepare, on the host\u001b[0m",
  );
});

test("control characters of config.json do not reach the terminal", () => {
  const config = withLinux({}, { hostname: "a\u001b[2Jb\u009b\u202e" });
  const text = printPlan(planCreate(config, testFacts(), testRequest()), {
    color: false,
    width: 200,
  });
  assert.match(text, "a\\u{1b}[2Jb\\u{9b}\\u{202e}");
  assert.not.match(text.replaceAll("\n", ""), /[\p{Cc}\p{Cf}]/u);
});

test("each step says who acts", () => {
  const by = (op: Op): string => actorOf(op);
  assert.is(by({ op: "spawn" }), "engine");
  assert.is(by({ op: "join-rest" }), "stage0");
  assert.is(by({ op: "setsid" }), "init");
  assert.is(by({ op: "barrier", name: "ready", from: "init", to: "host" }), "barrier");
});

test("details tell flags, options, numbers and sets", () => {
  const bind: Op = {
    op: "bind",
    source: "/a",
    slot: null,
    target: "/b",
    recursive: 1,
    set: ATTR.readOnly | ATTR.noAtime,
    clear: ATTR.noExec | ATTR.atimeMask,
    rset: ATTR.noSuid,
    rclear: ATTR.atimeMask,
    propagation: MS.private | MS.recursive,
  };
  assert.is(details(bind), "recursive,ro,exec,noatime,rnosuid,rrelatime,rprivate");
  assert.is(
    details({ ...bind, recursive: 0, set: 0n, clear: 0n, rset: 0n, rclear: 0n, propagation: 0n }),
    "",
  );
  const mount: Op = {
    op: "mount",
    fstype: "tmpfs",
    source: null,
    target: "/t",
    attr: ATTR.readOnly | ATTR.strictAtime,
    words: ["ro", "sync"],
    options: ["size=1m"],
    propagation: MS.shared,
    strict: 0,
    copyup: 1,
  };
  assert.is(details(mount), "ro,strictatime,sync,size=1m,shared,tmpcopyup");
  const remount: Op = {
    op: "remount",
    target: "/",
    set: 1n,
    clear: 2n,
    words: [],
    options: ["a=b"],
    bind: 0,
  };
  assert.is(details(remount), "ro,suid,a=b");
  assert.is(
    details({ op: "mknod", path: "/d", mode: 0o020644, major: 1, minor: 3, uid: 0, gid: 0 }),
    "1:3 0644",
  );
  assert.is(details({ op: "bounding", keep: 0n }), "none");
  assert.is(details({ op: "bounding", keep: 33n }), "CHOWN KILL");
  assert.is(details({ op: "bounding", keep: (1n << 41n) - 1n }), "all");
  assert.is(details({ op: "user", uid: 0, gid: 0, groups: [4, 5], setgroups: 1 }), "groups 4, 5");
  assert.is(details({ op: "setsid" }), "");
});

test("the value for machines holds every field, with exact numbers", () => {
  const text = printJson(planJson(PLAN));
  const value: unknown = JSON.parse(text);
  assert.equal((value as { readonly steps: readonly unknown[] }).steps[2], {
    index: 2,
    phase: "system",
    by: "init",
    op: "sysctl",
    text: "set the kernel parameter net/x",
    origin: { pointer: "/linux/sysctl/net.x", why: "" },
    fields: { path: "net/x", value: "1" },
  });
  assert.equal((value as { readonly blobs: unknown }).blobs, { devices: "01ff" });
  const limits = testProcess({
    rlimits: [{ type: "RLIMIT_AS", soft: 1n, hard: 0xffff_ffff_ffff_ffffn }],
  });
  const plan = planCreate({ ...withUsers(), process: limits }, testFacts(), testRequest());
  assert.match(printJson(planJson(plan)), '"hard":18446744073709551615');
  assert.match(
    printPlan(plan, { color: false, width: 200 }),
    "uids 0 100000 1000,gids 0 100000 1000",
  );
});

test.run();
