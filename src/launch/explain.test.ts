import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CgroupError } from "../cgroup/errors.ts";
import { systemError } from "../native/errors.ts";
import { testFacts } from "../plan/testing.ts";
import { PlanError } from "../plan/types.ts";
import type { Step } from "../plan/types.ts";
import { explained } from "./explain.ts";
import type { Background } from "./explain.ts";
import { Failure } from "./failure.ts";
import { hostFailure, HookFailure, reportFailure } from "./report.ts";

const test = suite("launch/explain");

const bytes = new TextEncoder().encode(`{
  "mounts": [
    {"source": "/a"}
  ]
}
`);
const background: Background = {
  source: { name: "config.json", base: "", bytes },
  config: null,
  facts: () => testFacts(),
};
const message = (error: unknown, around = background): string => {
  const told = explained(error, around);
  return told instanceof Error ? told.message : String(told);
};
const bind: Step = {
  op: {
    op: "bind",
    source: "/a",
    slot: null,
    target: "/b",
    recursive: 0,
    set: 0n,
    clear: 0n,
    rset: 0n,
    rclear: 0n,
    propagation: 0n,
  },
  phase: "mounts",
  origin: { pointer: "/mounts/0", why: "" },
};
const ENOENT = 2;

test("a step that failed tells what, where with the line, the call, the errno and a hint", () => {
  const report = { kind: "error", step: 0, call: "open_tree", error: ENOENT, value: 0n } as const;
  assert.is(
    message(reportFailure([bind], { ...report, text: "/a" })),
    "bind /a at /b (config.json: mounts[0], line 3): open_tree /a: no such file or directory (ENOENT)" +
      "; hint: the source of a bind is looked for on the host; a relative one is taken from the bundle's directory",
  );
});

test("without a document there is no line", () => {
  const failure = hostFailure(bind, systemError("open_tree", 5, "/a"));
  assert.is(
    message(failure, { ...background, source: null }),
    "bind /a at /b (config.json: mounts[0]): open_tree /a: input/output error (EIO)",
  );
});

test("what node:fs throws in a step has the same form", () => {
  const error = Object.assign(new Error("EROFS: read-only file system, mkdir '/r'"), {
    errno: -30,
    code: "EROFS",
    syscall: "mkdir",
    path: "/r",
  });
  const step: Step = {
    op: { op: "state-directory", path: "/r/a" },
    phase: "prepare",
    origin: { pointer: null, why: "" },
  };
  assert.match(
    message(hostFailure(step, error)),
    /^make the state directory \/r\/a: mkdir \/r: read-only file system \(EROFS\); hint: --root /,
  );
});

test("words that callers match stay as they are, with the hint behind", () => {
  const cgroup = hostFailure(bind, new CgroupError("container's cgroup is not empty: 2"));
  assert.match(message(cgroup), "container's cgroup is not empty: 2");
  const hook = new HookFailure("error running prestart hook #0: exit status 1");
  assert.is(explained(hook, background), hook);
  assert.is(hook.message, "error running prestart hook #0: exit status 1");
});

test("what the planner refuses has its line; a process document has its own places", () => {
  assert.is(
    message(new PlanError("/mounts/0/source", "no")),
    "no (config.json: mounts[0].source, line 3)",
  );
  assert.is(message(new PlanError("", "no")), "no");
  const source = { name: "process document", base: "/process", bytes } as const;
  assert.is(
    message(new PlanError("/process/cwd", "no"), { ...background, source }),
    "no (process document: cwd, line 1)",
  );
});

test("other errors pass as they are", () => {
  const error = new TypeError("x");
  assert.is(explained(error, background), error);
  assert.is(message(new Failure("x")), "x");
});

test.run();
