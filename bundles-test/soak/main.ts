// Many lifecycles in a row: what there is of processes, mounts, cgroups, descriptors, kernel keys and
// files afterwards is what there was before.
//   main.js [COUNT]      scripts/soak builds first and runs it in namespaces of its own
import { spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { printJson } from "../../src/json/print.ts";
import { configOf } from "../harness/config.ts";
import { defineBundle } from "../harness/define.ts";
import { cgroups, hierarchies, mountLines } from "../harness/host.ts";
import { project } from "../harness/load.ts";
import { makeWorkspace } from "../harness/perform.ts";
import { makeRootfs } from "../harness/rootfs.ts";
import { say } from "../harness/say.ts";
import { sleep } from "../harness/sleep.ts";

const WARM_UP = 20;
const SETTLE_MS = 20_000;
const program = resolve(process.env["RUNTIME"] ?? join(project, "dist/bin/tsrun"));
const directory = makeWorkspace();
const word = basename(directory);
const root = join(directory, "state");
const bundlePath = join(directory, "bundle");

/** What must not grow. Keys and open files are the whole machine's. */
interface Counts {
  readonly processes: number;
  readonly mounts: number;
  readonly cgroups: number;
  /** The word of this run is in the name of each session keyring. */
  readonly keyrings: number;
  readonly files: number;
  /** Open files of the machine (/proc/sys/fs/file-nr): others open and close some too. */
  readonly open: number;
  /** Cgroups of the machine by hierarchy, the dying ones too where the kernel says so. */
  readonly allCgroups: number;
}

function lines(path: string): readonly string[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

function count(): Counts {
  const numbers = lines("/proc/cgroups").slice(1);
  return {
    processes: readdirSync("/proc").filter((name) => /^\d+$/.test(name)).length,
    mounts: mountLines().length,
    cgroups: cgroups(word).length,
    keyrings: lines("/proc/keys").filter((line) => line.includes(word)).length,
    files: readdirSync(directory, { recursive: true }).length,
    open: Number(lines("/proc/sys/fs/file-nr")[0]?.split("\t")[0]),
    allCgroups: numbers.reduce((sum, line) => sum + Number(line.split("\t")[2]), 0),
  };
}

function call(...verb: readonly string[]): string {
  // A file: a container keeps what create was given, and a pipe would not end before it does.
  const errors = openSync(join(directory, "errors"), "w");
  const done = spawnSync(program, ["--root", root, ...verb], {
    stdio: ["ignore", "ignore", errors],
    env: { PATH: "/usr/sbin:/sbin:/usr/bin:/bin" },
    timeout: 60_000,
  });
  closeSync(errors);
  if (done.error !== undefined) throw done.error;
  if (done.status === 0) return "";
  const text = readFileSync(join(directory, "errors"), "utf8").trim();
  return `${verb.join(" ")}: status ${done.status}: ${text}`;
}

/** One lifecycle; each of the ways in turn. The container has no output of ours: it is not waited for. */
function live(turn: number): string {
  const id = `${word}-${turn}`;
  const create = ["--bundle", bundlePath, id];
  const ways: readonly (readonly (readonly string[])[])[] = [
    [
      ["create", ...create],
      ["start", id],
      ["exec", id, "true"],
      ["kill", id, "KILL"],
    ],
    [
      ["create", ...create],
      ["state", id],
    ],
    [
      ["run", "--detach", ...create],
      ["exec", "--detach", id, "sleep", "60"],
      ["pause", id],
    ],
    [
      ["create", "--no-pivot", ...create],
      ["start", id],
      ["state", id],
    ],
  ];
  for (const verb of ways[turn % ways.length] ?? []) {
    const failed = call(...verb);
    if (failed !== "") return failed;
  }
  return call("delete", "--force", id);
}

function grown(before: Counts, after: Counts): readonly string[] {
  const names = ["processes", "mounts", "cgroups", "keyrings", "files"] as const;
  return names.filter((name) => after[name] > before[name]);
}

function show(name: string, counts: Counts): void {
  say(
    `${name}: ${Object.entries(counts)
      .map(([key, value]) => `${key} ${value}`)
      .join(", ")}`,
  );
}

function soak(total: number): number {
  copyFileSync("/bin/busybox", join(directory, "busybox"));
  makeRootfs(join(bundlePath, "rootfs"), join(directory, "busybox"));
  const place = { bundle: bundlePath, side: directory, id: word, source: "" };
  const bundle = defineBundle({
    name: "soak",
    title: "",
    oracle: { none: "" },
    config: { process: { args: ["sleep", "600"] }, linux: { cgroupsPath: undefined } },
    check: () => undefined,
  });
  writeFileSync(join(bundlePath, "config.json"), printJson(configOf(bundle, place), 2));
  const failures: string[] = [];
  const turn = (number: number): void => {
    const failed = live(number);
    if (failed === "") return;
    failures.push(failed);
    say(`FAIL lifecycle ${number}: ${failed}`);
    call("delete", "--force", `${word}-${number}`);
  };
  for (let number = 0; number < WARM_UP; number++) turn(number);
  const before = count();
  show("before", before);
  const begin = Date.now();
  for (let number = 0; number < total; number++) turn(WARM_UP + number);
  const took = (Date.now() - begin) / 1000;
  let after = count();
  // The kernel lets go of keys and the last of a process a little later.
  for (const end = Date.now() + SETTLE_MS; grown(before, after).length > 0 && Date.now() < end;) {
    sleep(200);
    after = count();
  }
  show("after ", after);
  say(`${total} lifecycles in ${took.toFixed(0)} s, ${(total / took).toFixed(1)} per second`);
  for (const name of grown(before, after)) {
    failures.push(name);
    say(`FAIL ${name} grew from ${before[name as keyof Counts]} to ${after[name as keyof Counts]}`);
  }
  say(`${total + WARM_UP - failures.length} passed, ${failures.length} failed, 0 skipped`);
  return failures.length === 0 ? 0 : 1;
}

if (process.getuid?.() !== 0 || hierarchies().length === 0) {
  say("skip soak: needs root and cgroups");
  say("0 passed, 0 failed, 1 skipped");
} else {
  try {
    process.exitCode = soak(Number(process.argv[2] ?? "500"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
