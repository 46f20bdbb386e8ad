import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseExecRecord, printExecRecord, type ExecRecord } from "./exec-record.ts";

const RECORD: ExecRecord = {
  process: {
    args: ["/bin/sh"],
    cwd: "/",
    user: { uid: 1, gid: 2 },
    env: ["A=\\u0000n5", "B=n7"],
    rlimits: [{ type: "RLIMIT_NOFILE", soft: 1024n, hard: 18446744073709551615n }],
  },
  annotations: { a: "n1" },
  linux: {
    seccomp: {
      defaultAction: "SCMP_ACT_ALLOW",
      syscalls: [
        {
          names: ["personality"],
          action: "SCMP_ACT_ERRNO",
          errnoRet: 2,
          args: [{ index: 0, value: 2n ** 63n + 1n, op: "SCMP_CMP_EQ" }],
        },
      ],
    },
  },
};

test("what exec needs comes back as it was, with all 64 bits", () => {
  assert.equal(parseExecRecord(printExecRecord(RECORD)), RECORD);
});

test("nothing else is kept, and what is absent stays absent", () => {
  const config = { ...RECORD, hostname: "box", linux: { ...RECORD.linux, cgroupsPath: "/x" } };
  assert.equal(parseExecRecord(printExecRecord(config)), RECORD);
  assert.equal(parseExecRecord(printExecRecord({})), { linux: {} });
});

test.run();
