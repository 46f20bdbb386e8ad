// The parts of the security tests: what is run, and which numbers are read from what it prints.
import { readdirSync } from "node:fs";

const main = "dist/js/bundles-test/main.js";
const sum = (text, pattern) =>
  [...text.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);
const count = (text, pattern) => [...text.matchAll(pattern)].length;
const one = (text, pattern) => pattern.exec(text)?.[1] ?? "?";

const bundles = (...beginnings) =>
  readdirSync("bundles-test").filter((name) =>
    beginnings.some((beginning) => name.startsWith(beginning)),
  );

/** Verbs as bundles-test/interrupted/cases.ts has them; each is a part of its own. */
const CASES = [
  "create",
  "start",
  "exec",
  "kill",
  "delete",
  "delete-created",
  "pause",
  "resume",
  "update",
  "run",
  "create-net",
  "create-bare",
  "delete-bare",
];

const interrupted = CASES.map((name) => ({
  name: `interrupted-${name}`,
  group:
    "Interrupted: system calls at which a verb was killed, or that failed with EPERM, EIO, ENOMEM",
  title: name,
  command: `node dist/js/bundles-test/interrupted/main.js ${name}`,
  figures: (text) => ({
    killed: sum(text, /is killed: (\d+) runs/g),
    failed: sum(text, / fails: (\d+) runs/g),
    faults: sum(text, /runs, (\d+) faults/g),
  }),
}));

/** @type {readonly {name: string, group: string, title: string, command: string,
 *   figures: (text: string) => Record<string, string | number>}[]} */
export const PARTS = [
  {
    name: "attacks",
    group: "Attacks",
    title: "bundles that try to break out",
    command: `node ${main} ${bundles("attack-", "ids-hostile", "cgroup-refused").join(" ")}`,
    figures: (text) => ({
      tried: count(text, /^(?:ok {2}|FAIL) /gm),
      succeeded: count(text, /^FAIL /gm),
    }),
  },
  {
    name: "attacks-fs",
    group: "Attacks",
    title: "operations of the helper on hostile trees",
    command: "c/test/fs/run",
    figures: (text) => ({
      tried: count(text, /^(?:ok {2}|FAIL) /gm),
      succeeded: count(text, /^FAIL /gm),
    }),
  },
  {
    name: "attacks-rules",
    group: "Attacks",
    title: "the same on builds without one rule each, where they have to succeed",
    command: "c/test/rules/run",
    figures: (text) => ({
      tried: count(text, /^(?:ok {2}|FAIL) /gm),
      succeeded: count(text, /^ok /gm),
    }),
  },
  {
    name: "race",
    group: "Attacks",
    title: "creates against a program that swaps names, for five minutes",
    command: "scripts/race 300",
    figures: (text) => ({
      tried: one(text, /(\d+) creates/),
      succeeded: count(text, /^FAIL /gm),
    }),
  },
  ...interrupted,
  {
    name: "together",
    group: "Together and overloaded",
    title: "bundles with many callers, and with too little of something",
    command: `node ${main} ${bundles("together-", "overloaded-", "state-", "hooks-call-verbs").join(" ")}`,
    figures: (text) => ({
      passed: count(text, /^ok /gm),
      failed: count(text, /^FAIL /gm),
    }),
  },
  {
    name: "soak",
    group: "Soak",
    title: "lifecycles in a row; counts before and after",
    command: "scripts/soak 5000",
    figures: (text) => ({
      lifecycles: one(text, /^(\d+) lifecycles in/m),
      before: one(text, /^before: (.*)$/m),
      after: one(text, /^after : (.*)$/m),
    }),
  },
  {
    name: "fuzz",
    group: "Fuzzed",
    title: "targets in TypeScript, a minute each",
    command: "node scripts/fuzz/main.mjs --seconds 60",
    figures: (text) => ({
      targets: count(text, /^\w+: \d+ inputs/gm),
      executions: sum(text, /^\w+: (\d+) inputs/gm),
      failures: count(text, /: FAILED/g),
    }),
  },
  {
    name: "fuzz-c",
    group: "Fuzzed",
    title: "decoders in C, a minute each",
    command: "FUZZ_SECONDS=60 c/test/fuzz/run",
    figures: (text) => ({
      targets: count(text, /^\w+: \d+ inputs/gm),
      executions: sum(text, /^\w+: (\d+) inputs/gm),
      failures: count(text, /^FAIL /gm),
      lines: [...text.matchAll(/inputs, (\S+ %) of \d+ lines of (\S+)/g)]
        .map(([, share, file]) => `${file} ${share}`)
        .join(", "),
    }),
  },
  ...["ts", "c"].map((kind) => ({
    name: `coverage-${kind}`,
    group: "Lines that tests reach",
    title: kind === "c" ? "c/, by all bundles and c/test/fs" : "src/plan and src/wire",
    command: `node scripts/coverage.mjs ${kind}`,
    figures: (text) =>
      Object.fromEntries(
        [...text.matchAll(/^(\S+): (\S+ %) of \d+ lines$/gm)].map(([, folder, share]) => [
          folder,
          share,
        ]),
      ),
  })),
];
