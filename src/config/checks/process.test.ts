import { suite } from "uvu";
import * as assert from "uvu/assert";
import { verdict } from "../testing.ts";
import { CAPABILITY_NAMES } from "./capabilities.ts";

const test = suite("config/checks/process");

const of = (process: Readonly<Record<string, unknown>>): readonly string[] => verdict({ process });

test("[V-1] [C-2] [Q-1] another major version is an error, a higher minor one a warning", () => {
  const version = (ociVersion: string): readonly string[] => verdict({ top: { ociVersion } });
  assert.equal(version("2.0.0"), ["error /ociVersion: must be of major version 1"]);
  assert.equal(version("0.2.0"), ["error /ociVersion: must be of major version 1"]);
  const newer = "is newer than 1.3.0: what it adds has no effect";
  assert.equal(version("1.4.0"), [`warning /ociVersion: ${newer}`]);
  for (const good of ["1.0.0", "1.2.1", "1.3.9-dev"]) assert.equal(version(good), []);
});

test("[V-8] [P-18] [P-19] a limit is listed once, soft at most hard", () => {
  const limit = (soft: number, hard: number) => ({ type: "RLIMIT_CPU", soft, hard });
  assert.equal(of({ rlimits: [limit(1, 1), limit(1, 1)] }), [
    "error /process/rlimits/1/type: must not be listed twice",
  ]);
  assert.equal(of({ rlimits: [limit(2, 1)] }), [
    "error /process/rlimits/0/soft: must be at most the hard limit, 1",
  ]);
});

test("[P-13] all sixteen limits of Linux are known", () => {
  const names = `AS CORE CPU DATA FSIZE LOCKS MEMLOCK MSGQUEUE NICE NOFILE NPROC RSS RTPRIO RTTIME
    SIGPENDING STACK`.split(/\s+/);
  assert.is(names.length, 16);
  assert.equal(of({ rlimits: names.map((n) => ({ type: `RLIMIT_${n}`, soft: 0, hard: 0 })) }), []);
});

test("[V-10] [P-23] [P-24] a capability that is not known is a warning", () => {
  assert.equal(of({ capabilities: { bounding: ["CAP_KILL", "CAP_TEST"], ambient: ["KILL"] } }), [
    "warning /process/capabilities/bounding/1: ignoring unknown or unavailable capabilities: [CAP_TEST]",
    "warning /process/capabilities/ambient/0: ignoring unknown or unavailable capabilities: [KILL]",
  ]);
});

test("[P-25] 41 capabilities are known", () => {
  assert.is(CAPABILITY_NAMES.size, 41);
  assert.equal(of({ capabilities: { permitted: [...CAPABILITY_NAMES] } }), []);
});

test("[V-13] [P-30] a nice value is -20 to 19", () => {
  const nice = (value: number) => of({ scheduler: { policy: "SCHED_OTHER", nice: value } });
  assert.equal(nice(-21), ["error /process/scheduler/nice: must be at least -20"]);
  assert.equal(nice(20), ["error /process/scheduler/nice: must be at most 19"]);
  assert.equal(nice(19), []);
});

test("[V-13] [P-29] a scheduler has a policy that is known", () => {
  assert.equal(of({ scheduler: {} }), ["error /process/scheduler/policy: is required"]);
  assert.match(of({ scheduler: { policy: "X" } })[0] ?? "", "must be one of SCHED_OTHER");
});

test("[V-13] [P-31] FIFO and RR have a priority of 1 to 99, other policies have none", () => {
  const at = (policy: string, priority?: number) => of({ scheduler: { policy, priority } });
  assert.equal(at("SCHED_FIFO", 10), []);
  assert.equal(at("SCHED_RR"), ["error /process/scheduler/priority: must be 1 to 99 for SCHED_RR"]);
  assert.equal(at("SCHED_FIFO", 100), [
    "error /process/scheduler/priority: must be 1 to 99 for SCHED_FIFO",
  ]);
  assert.equal(at("SCHED_OTHER", 0), []);
  assert.equal(at("SCHED_BATCH", 1), [
    "error /process/scheduler/priority: is for SCHED_FIFO and SCHED_RR only: must be 0 or absent",
  ]);
});

test("[V-13] [P-33] runtime, deadline and period are of DEADLINE, in that order of size", () => {
  const at = (policy: string, runtime: number, deadline: number, period: number) =>
    of({ scheduler: { policy, runtime, deadline, period } });
  assert.equal(at("SCHED_DEADLINE", 1, 2, 3), []);
  assert.equal(at("SCHED_DEADLINE", 1, 2, 0), []);
  assert.equal(at("SCHED_DEADLINE", 0, 2, 3), [
    "error /process/scheduler/runtime: must be positive for SCHED_DEADLINE",
  ]);
  assert.equal(at("SCHED_DEADLINE", 3, 2, 3), [
    "error /process/scheduler/deadline: must be at least the runtime, 3",
  ]);
  assert.equal(at("SCHED_DEADLINE", 1, 4, 3), [
    "error /process/scheduler/period: must be at least the deadline, 4",
  ]);
  assert.equal(at("SCHED_IDLE", 0, 0, 1), [
    "error /process/scheduler/period: is for SCHED_DEADLINE only: must be 0 or absent",
  ]);
});

test("[V-14] [P-39] [P-41] affinities are lists of CPUs, or empty", () => {
  const at = (initial: string) => of({ execCPUAffinity: { initial } });
  for (const list of ["", "0", "0-3,7", "0-3, 7"]) assert.equal(at(list), []);
  assert.equal(at("- ,,3-1"), [
    "error /process/execCPUAffinity/initial: must be a list such as 0-3,7",
  ]);
  assert.equal(at("3-1"), [
    "error /process/execCPUAffinity/initial: must have the lower number of a range first",
  ]);
  assert.equal(at("99999999999"), [
    "error /process/execCPUAffinity/initial: must not go beyond 65535",
  ]);
  assert.equal(at("a"), [
    "error /process/execCPUAffinity/initial: must be a list of CPUs such as 0-3,7",
  ]);
});

test.run();
