import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lastError, withLog } from "./criu-log.ts";
import { CriuRefusal } from "./criu.ts";
import { Failure } from "./failure.ts";

const test = suite("launch/criu-log");

// As CRIU 4.1.1 wrote it.
const LOG = `(00.000081) Version: 4.1.1 (gitid 0)
(00.066961) Error (criu/util.c:1533): rlimit: Can't setup RLIMIT_NOFILE for self: Operation not permitted
(00.060851) cg: Preparing cgroups yard (cgroups restore mode 0x4)
(00.061012) Error (criu/util.c:1151): Unable to mount tmpfs in .criu.cgyard.iO4K8e: Invalid argument
(00.061015) Error (criu/cgroup.c:1337): cg: Unable to umount .criu.cgyard.iO4K8e: Invalid argument
(00.061020) cg: done
(00.061030) Error (criu/cr-restore.c:2536): Restoring FAILED.
`;

test("the cause is the first of the last errors that stand together", () => {
  const cause = "criu/util.c:1151: Unable to mount tmpfs in .criu.cgyard.iO4K8e: Invalid argument";
  assert.is(lastError(LOG), cause);
});

test("a failure that is passed on is not its cause", () => {
  const log = `(00.1) Error (criu/files-reg.c:1832): Can't lookup mount=42 for fd=1 path=/tmp/out
(00.2) ----------------------------------------
(00.3) Error (criu/cr-dump.c:1681): Dump files (pid: 32080) failed with -1
(00.4) Error (criu/cr-dump.c:2111): Dumping FAILED.
`;
  assert.is(lastError(log), "criu/files-reg.c:1832: Can't lookup mount=42 for fd=1 path=/tmp/out");
});

test("a process' number before the word is no matter", () => {
  assert.is(lastError("(00.1)      1: Error (criu/files.c:7): no\n"), "criu/files.c:7: no");
  assert.is(lastError("Error (compel/src/x.c:7): no"), "compel/src/x.c:7: no");
});

test("a log without errors, an empty one and one that only says that it failed have no cause", () => {
  for (const text of ["", "(00.1) all is well\n", "(00.1) Error (a.c:1): Dumping FAILED.\n"])
    assert.is(lastError(text), null);
});

test("a line without end is cut", () => {
  assert.is(lastError(`Error (a.c:1): ${"x".repeat(1e6)}`)?.length, 1000);
});

test("a refusal names what was done, errno and log; other failures keep their words", () => {
  const refused = withLog(new CriuRefusal("CRIU refused dump", 1), "checkpoint by CRIU", "/no/log");
  assert.is(
    refused instanceof Failure && refused.message,
    "checkpoint by CRIU: CRIU refused dump: operation not permitted (EPERM); its log is /no/log",
  );
  const hook = new Failure("error running prestart hook #0: exit status 1");
  assert.is(withLog(hook, "restore by CRIU", "/no/log"), hook);
  const other = new TypeError("x");
  assert.is(withLog(other, "restore by CRIU", "/no/log"), other);
});

test.run();
