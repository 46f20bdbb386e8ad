// For each rule of c/common/rules.h: a build without it, on which the attacks that the rule stops are
// run. Each has to succeed, so that the test which keeps the rule is known to bite; and each has to
// fail on the build as it is, which the other runners see.
//
//   node c/test/rules/rules.mjs [RULE...]
import { spawnSync } from "node:child_process";
import { cpSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const LIMIT_MS = 180_000;

/**
 * Attacks: tests of c/test/fs by a part of their titles, bundles by name with what they say of an attack
 * that succeeded, the decoder's fuzzer. Attacks that a second rule stops as well (attack-dev-null,
 * attack-proc-link) are not here: they cannot tell.
 */
const ATTACKS = {
  RULE_IN_ROOT: {
    fs: ["CVE-2021-30465", "CVE-2024-45310", "CVE-2026-41579", "whatever links say"],
    bundles: {
      "attack-race": /(names on the host|mounts) after/,
      "attack-dev-link": /names on the host/,
    },
  },
  RULE_PLAIN_DIRECTORY: {
    fs: ["a racer cannot move a proc mount (CVE-2019-19921)", "CVE-2023-27561"],
  },
  RULE_NULL_DEVICE: { fs: ["CVE-2025-31133"] },
  RULE_CONSOLE: { fs: ["CVE-2025-52565"] },
  RULE_OWN_PROCFS: { fs: ["CVE-2025-52881", "CVE-2019-16884", "nor do they in a user namespace"] },
  RULE_CWD_INSIDE: {
    bundles: {
      "attack-cwd": /escaped by cwd \/proc\/self\/fd\/3: of-the-host/,
      "attack-exec-cwd": /escaped by --cwd \/proc\/self\/fd\/3: [^]*of-the-host/,
    },
  },
  RULE_SEALED_PROGRAM: { bundles: { "attack-own-program": /a write succeeded/ } },
  RULE_WIRE_LENGTHS: { decoder: true },
  RULE_NOT_DUMPABLE: {
    bundles: { "attack-join": /seen of a process that joins/, "attack-ptrace": /what it won: got/ },
  },
};

const scratch = mkdtempSync(join(tmpdir(), "tsrun-rules-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

function call(words, env = {}) {
  const done = spawnSync(words[0], words.slice(1), {
    cwd: root,
    encoding: "utf8",
    timeout: LIMIT_MS,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  if (done.error !== undefined) throw done.error;
  return { status: done.status, output: `${done.stdout}${done.stderr}` };
}

function must(words, env) {
  const { status, output } = call(words, env);
  if (status !== 0) throw new Error(`${words.join(" ")}: ${status}\n${output}`);
}

/** An installed tsrun whose C programs do without the rule; the engine is the same. */
function runtimeWithout(rule) {
  const out = join(scratch, rule);
  must(["make", "--silent", `OUT=${out}`, `CFLAGS=-O2 -DTSRUN_WITHOUT=${rule}`, "c"]);
  for (const name of ["engine", "koffi.node"]) {
    const from = join(root, "dist/lib/tsrun", name);
    const to = join(out, "lib/tsrun", name);
    try {
      linkSync(from, to);
    } catch {
      cpSync(from, to); // another file system
    }
  }
  return join(out, "bin/tsrun");
}

/** The seeds and the fuzzer of the decoder, with sanitizers. */
function fuzzDecoder(rule) {
  const dir = join(scratch, "decoder");
  mkdirSync(join(dir, "seeds"), { recursive: true });
  must(["node", "c/test/helper.test.mjs", "--seeds", join(dir, "seeds")]);
  const flags = ["-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
  const sources = ["c/test/fuzz-decode.c", "c/init/decode.c", "c/init/ops.gen.c"];
  const defines = ["_GNU_SOURCE", "STANDALONE", "TSRUN_DECODE_ONLY", `TSRUN_WITHOUT=${rule}`];
  const program = join(dir, "fuzz");
  must([
    "gcc",
    "-std=gnu11",
    ...flags,
    ...defines.map((one) => `-D${one}`),
    ...sources,
    "-o",
    program,
  ]);
  return call(["sh", "-c", `exec "${program}" 20000 "${dir}"/seeds/*`]);
}

/** Each attack on one rule: its name, whether it succeeded, and what was printed. */
function* attacks(rule, { fs = [], bundles = {}, decoder = false }) {
  for (const title of fs) {
    const { output } = call(["c/test/fs/run", title], { WITHOUT: rule });
    yield { name: title, won: /^FAIL /m.test(output), output };
  }
  const names = Object.keys(bundles);
  if (names.length > 0) {
    const program = runtimeWithout(rule);
    for (const name of names) {
      // A race may take some turns to win; the bundle ends with the first.
      const env = { RUNTIME: program, TSRUN_RACE_SECONDS: "45" };
      const { output } = call(["node", "dist/js/bundles-test/main.js", name], env);
      const failed = /^0 passed, 1 failed, 0 skipped$/m.test(output);
      yield { name, won: failed && bundles[name].test(output), output };
    }
  }
  if (decoder) {
    const { output } = fuzzDecoder(rule);
    yield {
      name: "damaged plans",
      won: /ERROR: AddressSanitizer|runtime error/.test(output),
      output,
    };
  }
}

function unlisted() {
  const text = readFileSync(join(root, "c/common/rules.h"), "utf8");
  const rules = [...text.matchAll(/^#define (RULE_[A-Z_]+) [1-9]/gm)].map(([, name]) => name);
  return rules.filter((name) => !(name in ATTACKS));
}

if (process.getuid() !== 0) {
  console.log("skip: attacks on builds without a rule: needs root\n0 passed, 0 failed, 1 skipped");
  process.exit(0);
}
let passed = 0;
let failed = 0;
for (const rule of unlisted()) {
  console.log(`FAIL no attack is listed for ${rule}`);
  failed += 1;
}
const chosen = process.argv.slice(2);
for (const [rule, list] of Object.entries(ATTACKS)) {
  if (chosen.length > 0 && !chosen.includes(rule)) continue;
  for (const { name, won, output } of attacks(rule, list)) {
    console.log(`${won ? "ok  " : "FAIL"} without ${rule}: ${name} ${won ? "succeeds" : "fails"}`);
    if (!won) console.log(output.replace(/^/gm, "  | "));
    if (won) passed += 1;
    else failed += 1;
  }
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;
