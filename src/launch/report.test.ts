import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CgroupError } from "../cgroup/errors.ts";
import { EACCES, ENOENT, EPERM } from "../native/errno.ts";
import { systemError } from "../native/errors.ts";
import { always, asked } from "../plan/steps.ts";
import { NO_STEP } from "../wire/report.ts";
import { HookFailure, hostFailure, reportFailure } from "./report.ts";
import type { Step } from "../plan/types.ts";
import type { Report } from "../wire/report.ts";

const report = suite("launch/report");

const hook = { path: "/h", args: ["h"], env: [], timeout: 0, head: "", tail: "" };
const steps: readonly Step[] = [
  asked("process", "/hostname", { op: "hostname", name: "box" }),
  always("start", "", { op: "hook", kind: "createContainer", index: 2, ...hook }),
  asked("process", "/process/args", { op: "lookup", name: "nothing", path: "/bin" }),
  always("start", "", { op: "exec", args: ["/run.sh"], env: [], home: 0, uid: 0 }),
  always("root", "", { op: "chroot" }),
];

function of(step: number, some: Partial<Report>): Report {
  return { kind: "error", step, call: "none", error: 0, value: 0n, text: "", ...some };
}

report(
  "a failure says what was done, where it is asked for, the call, its object and the reason",
  () => {
    const failure = reportFailure(steps, of(0, { call: "sethostname", error: EPERM, text: "box" }));
    assert.match(
      failure.message,
      /^.*box.* \(config\.json: hostname\): sethostname box: operation not permitted \(EPERM\)$/,
    );
    assert.equal(failure.place, {
      op: "hostname",
      pointer: "/hostname",
      call: "sethostname",
      errno: "EPERM",
    });
  },
);

report("what no one asked for names no place in config.json", () => {
  const { message, place } = reportFailure(steps, of(4, { call: "chroot", error: EPERM }));
  assert.not.match(message, /config\.json/);
  assert.match(message, /: chroot: operation not permitted \(EPERM\)$/);
  assert.is(place?.pointer, null);
});

report("a hook's failure counts as one, with its number", () => {
  const failure = reportFailure(steps, of(1, { call: "hook", text: "exit status 3" }));
  assert.instance(failure, HookFailure);
  assert.is(failure.message, "error running createContainer hook #2: exit status 3");
});

report("a program that is not there has the words that callers match", () => {
  const missing = reportFailure(steps, of(2, { call: "none", error: ENOENT }));
  assert.match(missing.message, /exec: "nothing": executable file not found in \$PATH$/);
  const denied = reportFailure(steps, of(2, { call: "none", error: EACCES }));
  assert.match(denied.message, /exec: "nothing": permission denied$/);
});

report("an exec that fails says which program, and nothing else", () => {
  const failure = reportFailure(steps, of(3, { call: "execve", error: ENOENT }));
  assert.is(failure.message, "exec /run.sh: no such file or directory");
});

report("a working directory outside is called a breakout", () => {
  const failure = reportFailure(steps, of(4, { call: "check-inside-root" }));
  assert.match(failure.message, /possible container breakout detected$/);
});

report("a refused plan belongs to no step", () => {
  const failure = reportFailure(steps, of(NO_STEP, { call: "open", error: EPERM, text: "plan" }));
  assert.is(failure.message, "the helper failed: open plan: operation not permitted");
  assert.is(failure.place, null);
});

report("what the engine's own steps throw gets its step; anything else passes as it is", () => {
  const [step] = steps;
  assert.ok(step !== undefined);
  const system = hostFailure(step, systemError("write", EPERM, "/sys/x"));
  assert.instance(system, Error);
  assert.match(String(system), /\(config\.json: hostname\): .*operation not permitted/);
  assert.match(String(hostFailure(step, new CgroupError("in use"))), /hostname\): in use$/);
  const other = new TypeError("a mistake");
  assert.is(hostFailure(step, other), other);
});

report.run();
