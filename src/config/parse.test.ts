import { suite } from "uvu";
import * as assert from "uvu/assert";
import { keysOf } from "../json/pointer.ts";
import { FULL } from "./full.test-data.ts";
import { ConfigError } from "./finding.ts";
import { inspectConfig, inspectProcess } from "./inspect.ts";
import { parseConfig, parseProcess, parseResources } from "./parse.ts";
import { CONFIG_SHAPE } from "./shape.gen.ts";
import type { Shape } from "./shape.ts";
import { bytesOf, failure, small, verdict } from "./testing.ts";

const test = suite("config/parse");

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
}

/** Members of the shape that a document never has. */
function unused(shape: Shape, documents: readonly unknown[], place: string): readonly string[] {
  if (documents.every((one) => one === undefined)) return [place];
  const values = documents.flatMap((one) =>
    typeof one === "object" && one !== null ? Object.entries(one) : [],
  );
  switch (shape.kind) {
    case "object":
      return Object.entries(shape.members).flatMap(([name, member]) => {
        const found = values.filter(([key]) => key === name).map(([, value]) => value as unknown);
        return found.length === 0
          ? [`${place}/${name}`]
          : unused(member, found, `${place}/${name}`);
      });
    case "list":
    case "map":
      return unused(
        shape.item,
        values.map(([, value]) => value as unknown),
        `${place}/*`,
      );
    case "plain":
    case "int64":
    case "uint64":
      return [];
  }
}

test("a configuration with every member is good", () => {
  const shown = unused(CONFIG_SHAPE, [FULL], "").filter((place) => !place.endsWith("flags/*"));
  assert.equal(shown, []);
  assert.equal(inspectConfig(bytesOf(FULL)), []);
  assert.equal(parseConfig(bytesOf(FULL)).findings, []);
});

test("[G-8] 64-bit members are bigint, others are numbers", () => {
  const { config } = parseConfig(bytesOf(FULL));
  const at = (pointer: string): unknown =>
    keysOf(pointer).reduce<unknown>(
      (place, key) => Object.getOwnPropertyDescriptor(place, key)?.value,
      config,
    );
  assert.is(at("/process/rlimits/0/soft"), 1024n);
  assert.is(at("/process/user/uid"), 1);
  assert.is(at("/linux/resources/memory/kernel"), -1n);
  assert.is(at("/linux/resources/blockIO/throttleReadBpsDevice/0/rate"), 600n);
  assert.is(at("/linux/timeOffsets/monotonic/secs"), -3n);
  assert.is(at("/linux/seccomp/syscalls/1/args/0/value"), 1n);
  assert.is(at("/linux/devices/0/minor"), 229);
});

test("[G-8] [V-9] 64-bit members are exact up to both ends, and errors beyond", () => {
  const limit = (soft: bigint) => ({
    process: { rlimits: [{ type: "RLIMIT_CORE", soft, hard: 2n ** 64n - 1n }] },
  });
  const read = (soft: bigint) => parseConfig(small(limit(soft))).config.process?.rlimits?.[0]?.soft;
  assert.is(read(2n ** 64n - 1n), 2n ** 64n - 1n);
  assert.is(read(2n ** 53n + 1n), 2n ** 53n + 1n);
  assert.equal(verdict(limit(2n ** 64n)), [
    "error /process/rlimits/0/soft: must fit in an unsigned 64-bit integer",
    "error /process/rlimits/0/soft: must be at most the hard limit, 18446744073709551615",
  ]);
  assert.match(failure(limit(2n ** 65n)), "must fit in 64 bits");
  const quota = (value: bigint) => ({ linux: { resources: { cpu: { quota: value } } } });
  assert.is(failure(quota(-(2n ** 63n))), "");
  assert.match(failure(quota(-(2n ** 63n) - 1n)), "must fit in a signed 64-bit integer");
  assert.match(failure(quota(2n ** 63n)), "must fit in a signed 64-bit integer");
});

test("[V-48] null of an optional member is as if it were absent", () => {
  const changes = {
    top: { hooks: null, mounts: [{ destination: "/a", options: null }] },
    process: { env: null, rlimits: null },
    linux: { seccomp: null },
  };
  const { config } = parseConfig(small(changes));
  assert.not(Object.hasOwn(config, "hooks"));
  assert.not(Object.hasOwn(config.process ?? {}, "env"));
  assert.equal(config.mounts, [{ destination: "/a" }]);
});

test("[V-48] null of a required member is a missing member; in lists and maps it is an error", () => {
  assert.match(failure({ top: { root: null } }), "root must be specified");
  assert.match(
    failure({ process: { args: [null] } }),
    "process.args[0]: must be a string, not null",
  );
  assert.match(failure({ top: { annotations: { a: null } } }), "annotations.a: must be a string");
});

test("[V-16] a NUL character in any text but an annotation is an error", () => {
  const rule = "must not contain a NUL character";
  assert.match(failure({ process: { env: ["A=\0"] } }), `process.env[0]: ${rule}`);
  assert.match(failure({ process: { args: ["a\0b"] } }), `process.args[0]: ${rule}`);
  assert.match(failure({ top: { root: { path: "a\0" } } }), `root.path: ${rule}`);
  assert.match(failure({ linux: { sysctl: { "net.\0": "1" } } }), rule);
  assert.is(failure({ top: { annotations: { a: "\0" } } }), "");
});

test("[G-3] half of a surrogate pair, which UTF-8 cannot write, is an error in the same places", () => {
  const rule = "must be Unicode: half of a surrogate pair is in it";
  const path = (text: string) => ({ linux: { maskedPaths: [text] } });
  assert.match(failure(path("/\ud800")), `linux.maskedPaths[0]: ${rule}`);
  assert.match(failure(path("/\ude00x")), rule);
  assert.is(failure(path("/\ud83d\ude00")), "");
  assert.is(failure({ top: { annotations: { a: "\ud800" } } }), "");
});

test("[C-13] unknown members are never an error; a listing of findings warns", () => {
  const top = { "x-unknown": { a: null }, windows: 1, hooks: { bogus: [{}] } };
  assert.is(failure({ top, process: { extra: 1 } }), "");
  const rule = "is not known on Linux and has no effect";
  assert.equal(verdict({ top, process: { extra: 1 } }), [
    `warning /process/extra: ${rule}`,
    `warning /x-unknown: ${rule}`,
    `warning /windows: ${rule}`,
    `warning /hooks/bogus: ${rule}`,
  ]);
});

test("[G-6] the order of members carries no meaning", () => {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turn);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([k, v]) => [k, turn(v)]),
    );
  };
  assert.equal(parseConfig(bytesOf(turn(FULL))), parseConfig(bytesOf(FULL)));
});

test("texts that callers look for are kept", () => {
  const cases: readonly (readonly [string, () => unknown])[] = [
    ["config cannot be null", () => parseConfig(text("null"))],
    ["unexpected EOF", () => parseConfig(text(""))],
    ["root must be specified", () => parseConfig(text('{"ociVersion": "1.0.0"}'))],
    ["args must not be empty", () => parseConfig(small({ process: { args: [] } }))],
    ["Cwd property must not be empty", () => parseConfig(small({ process: { cwd: undefined } }))],
    ["Cwd property must not be empty", () => parseConfig(small({ process: { cwd: "" } }))],
    ["Cwd must be an absolute path", () => parseConfig(small({ process: { cwd: "tmp" } }))],
  ];
  for (const [words, read] of cases) assert.match(messageOf(read), words);
});

test("an error names the file, the place, the rule, the value and the section", () => {
  assert.is(
    failure({ process: { cwd: "tmp" } }),
    'config.json: line 1, column 59: process.cwd: Cwd must be an absolute path, not "tmp" (config.md, Process)',
  );
  assert.is(
    failure({ linux: { seccomp: { defaultAction: "BAD" } } }),
    "config.json: line 1, column 225: linux.seccomp.defaultAction: string BAD is not a valid action for seccomp" +
      " (config-linux.md, Seccomp)",
  );
  assert.is(
    messageOf(() => parseConfig(text('{"a": 1, "a": 2}'))),
    'config.json: line 1, column 10: a: duplicate name "a"',
  );
});

test("a listing has all errors of the schema at once", () => {
  assert.equal(verdict({ top: { root: {}, mounts: [{}] }, process: { cwd: 1 } }), [
    "error /root/path: is required",
    "error /process/cwd: must be a string",
    "error /mounts/0/destination: is required",
  ]);
});

test("a listing goes on behind what the schema refuses, as far as it can be sure", () => {
  const limit = { type: "RLIMIT_CPU", soft: 2, hard: 1 };
  const soft = "error /process/rlimits/0/soft: must be at most the hard limit, 1";
  const seccomp = { defaultAction: "SCMP_ACT_ALLOW", defaultErrnoRet: 1 };
  assert.equal(
    verdict({
      top: { root: undefined },
      process: { cwd: 1, rlimits: [limit] },
      linux: { seccomp },
    }),
    [
      "error /root: root must be specified",
      "error /process/cwd: must be a string",
      soft,
      "error /linux/seccomp/defaultErrnoRet: must be absent: SCMP_ACT_ALLOW has no errno",
    ],
  );
  assert.equal(verdict({ process: { umask: 1, user: { uid: 1 }, rlimits: [limit] } }).slice(0, 2), [
    "error /process/user/gid: is required",
    soft,
  ]);
  // One bad namespace may be the one that the hostname needs.
  const namespaces = [{ type: "ut" }];
  const found = verdict({
    top: { hostname: "h" },
    process: { rlimits: [limit] },
    linux: { namespaces },
  });
  assert.is(found.length, 2);
  assert.match(found[0] ?? "", "error /linux/namespaces/0/type: must be one of");
  assert.is(found[1], soft);
});

test("a listing of text that is not JSON has that one finding", () => {
  const findings = inspectConfig(text("{]"));
  assert.is(findings.length, 1);
  assert.equal([findings[0]?.line, findings[0]?.column], [1, 2]);
  assert.match(findings[0]?.rule ?? "", 'unexpected "]"');
});

test("a process document is judged by the rules of process, with its own pointers", () => {
  const good = { cwd: "/", args: ["sh"], rlimits: [{ type: "RLIMIT_CORE", soft: 1, hard: 2 }] };
  assert.is(parseProcess(bytesOf(good)).process.rlimits?.[0]?.hard, 2n);
  assert.equal(inspectProcess(bytesOf(good)), []);
  const findings = inspectProcess(bytesOf({ ...good, cwd: "x", capabilities: 1, other: 1 }));
  assert.equal(
    findings.map(({ pointer, section }) => `${pointer} ${section}`),
    [
      "/cwd config.md, Process",
      "/capabilities config.md, Linux Process",
      "/other config.md, Process",
    ],
  );
  assert.is(
    messageOf(() => parseProcess(bytesOf({ ...good, rlimits: [{ ...good.rlimits[0], soft: 3 }] }))),
    "process document: line 1, column 59: rlimits[0].soft: must be at most the hard limit, 2, not 3" +
      " (config.md, POSIX process)",
  );
  const big = text(
    '{"cwd":"/","args":["a"],"rlimits":[{"type":"RLIMIT_CPU","soft":0,"hard":9007199254740993}]}',
  );
  assert.is(parseProcess(big).process.rlimits?.[0]?.hard, 9007199254740993n);
});

test("resources of an update are judged by the rules of resources", () => {
  assert.is(parseResources(bytesOf({ memory: { limit: -1 } })).resources.memory?.limit, -1n);
  assert.match(
    messageOf(() => parseResources(bytesOf({ memory: { limit: -2 } }))),
    "resources document: line 1, column 12: memory.limit: must be at least -1, not -2 (config-linux.md, Memory)",
  );
});

test.run();
