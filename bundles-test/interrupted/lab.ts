// A place where verbs are interrupted: one bundle, one state root, and what must hold afterwards.
import { spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
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
import type { Place } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";
import { leaks, snapshot, sweep } from "../harness/leaks.ts";
import type { Snapshot } from "../harness/leaks.ts";
import { project } from "../harness/load.ts";
import { makeWorkspace } from "../harness/perform.ts";
import { makeRootfs } from "../harness/rootfs.ts";
import { sleep } from "../harness/sleep.ts";

const CALL_LIMIT_MS = 40_000;
const SETTLE_MS = 3000;
const TOO_LONG = 124;

/** One system call of a verb. */
export interface Site {
  /** Order in which processes begin: 0 the verb itself, 1 stage 0 of the helper, 2 the init. */
  readonly role: number;
  /** Which call of the process, from 1. */
  readonly index: number;
  readonly call: string;
  /** A path, or what the descriptor is. */
  readonly object: string;
}

/** What a verb answered. */
export interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A verb that is interrupted, and what comes before it. */
export interface Case {
  readonly name: string;
  readonly config: Json | ((place: Place) => Json);
  readonly before: readonly (readonly string[])[];
  readonly verb: readonly string[];
  /** What the host has to have each time. */
  readonly prepare?: () => void;
  /** What is wrong on the host afterwards, besides what all verbs are looked at for. */
  readonly strange?: () => readonly string[];
}

function parseSite(line: string): Site {
  const [role = "", index = "", call = "", ...object] = line.split(" ");
  return { role: Number(role), index: Number(index), call, object: object.join(" ") };
}

/** Words for a site. */
export function siteText(site: Site): string {
  return `${site.role}:${site.index} ${site.call} ${site.object}`;
}

/** True when a text is what a verb may say of its failure: one line, and no engine's own words. */
export function isOneError(text: string): boolean {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.length === 1 && !/panic|\bat .*:\d+:\d+|Segmentation|bun\.report/i.test(text);
}

/** A workspace for one case. */
export class Lab {
  readonly directory: string = makeWorkspace();
  readonly root: string = join(this.directory, "state");
  readonly place: Place;
  readonly #program: string;
  readonly #before: Snapshot;
  readonly #word: string;

  constructor(one: Case) {
    this.#program = resolve(process.env["RUNTIME"] ?? join(project, "dist/bin/tsrun"));
    this.#word = basename(this.directory);
    this.place = {
      bundle: join(this.directory, "bundle"),
      side: join(this.directory, "side"),
      id: `${this.#word}-one`,
      source: "",
    };
    copyFileSync("/bin/busybox", join(this.directory, "busybox"));
    makeRootfs(join(this.place.bundle, "rootfs"), join(this.directory, "busybox"));
    this.configure(one.config);
    // There already, or the first run would make other calls than all that follow.
    mkdirSync(this.root);
    this.#before = snapshot();
  }

  configure(change: Case["config"]): void {
    const bundle = defineBundle({
      name: "interrupted",
      title: "",
      oracle: { none: "" },
      config: change,
      check: () => undefined,
    });
    writeFileSync(
      join(this.place.bundle, "config.json"),
      printJson(configOf(bundle, this.place), 2),
    );
  }

  /** The words of a verb: ID, BUNDLE and PIDFILE are put in. */
  words(verb: readonly string[]): readonly string[] {
    const values: Readonly<Record<string, string>> = {
      ID: this.place.id,
      BUNDLE: this.place.bundle,
      PIDFILE: join(this.directory, "pid"),
    };
    return ["--root", this.root, ...verb.map((word) => values[word] ?? word)];
  }

  #call(command: readonly string[]): Answer {
    const base = join(this.directory, "call");
    const out = openSync(`${base}.out`, "w");
    const err = openSync(`${base}.err`, "w");
    try {
      const [file = "", ...args] = command;
      const done = spawnSync(file, args, {
        stdio: ["ignore", out, err],
        env: { PATH: "/usr/sbin:/sbin:/usr/bin:/bin" },
        timeout: CALL_LIMIT_MS,
        killSignal: "SIGKILL",
      });
      if (done.error !== undefined) throw done.error;
      const status = done.status ?? 128 + 9;
      const [stdout = "", stderr = ""] = [".out", ".err"].map((end) =>
        readFileSync(`${base}${end}`, "utf8"),
      );
      return { status, stdout, stderr };
    } finally {
      closeSync(out);
      closeSync(err);
    }
  }

  /** Calls a verb undisturbed. */
  verb(...verb: readonly string[]): Answer {
    return this.#call([this.#program, ...this.words(verb)]);
  }

  /** Calls a verb that must succeed. @throws Error */
  must(...verb: readonly string[]): Answer {
    const answer = this.verb(...verb);
    if (answer.status !== 0) throw new Error(`${verb.join(" ")}: ${answer.stderr.trim()}`);
    return answer;
  }

  #inject(words: readonly string[], verb: readonly string[]): [Answer, readonly Site[]] {
    const log = join(this.directory, "sites");
    const tool = join(project, "dist/test/interrupt");
    const answer = this.#call([tool, log, ...words, this.#program, ...this.words(verb)]);
    const lines = readFileSync(log, "utf8").split("\n");
    return [answer, lines.filter((line) => line !== "").map(parseSite)];
  }

  /** Every system call of a verb, which must succeed. @throws Error */
  trace(verb: readonly string[]): readonly Site[] {
    const [answer, sites] = this.#inject(["0", "0", "none"], verb);
    if (answer.status !== 0) throw new Error(`${verb.join(" ")}: ${answer.stderr.trim()}`);
    return sites;
  }

  /** Does `action` (`kill` or an errno) at a call; what was hit, or null when it did not come to it. */
  strike(site: Site, action: string, verb: readonly string[]): [Answer, Site | null] {
    const [answer, [hit]] = this.#inject([`${site.role}`, `${site.index}`, action], verb);
    if (answer.status === TOO_LONG) throw new Error(`${siteText(site)}: it hangs`);
    return [answer, hit ?? null];
  }

  /** Processes, mounts, cgroups and files that are left; those that are about to go are waited for. */
  left(): readonly string[] {
    const end = Date.now() + SETTLE_MS;
    for (;;) {
      const found = leaks(this.#before, this.#word, this.root);
      if (found.length === 0 || Date.now() > end) return found;
      sleep(10);
    }
  }

  /** Whether state and list answer, and delete --force takes everything away. */
  recovers(): readonly string[] {
    const faults: string[] = [];
    const state = this.verb("state", this.place.id);
    if (state.status === 0) JSON.parse(state.stdout);
    else if (!isOneError(state.stderr)) faults.push(`state: ${state.status} ${state.stderr}`);
    const list = this.verb("list", "--quiet");
    // Before the first container there is no root at all.
    if (list.status !== 0 && existsSync(this.root)) faults.push(`list: ${list.stderr}`);
    const forced = this.verb("delete", "--force", this.place.id);
    if (forced.status !== 0 || forced.stderr !== "")
      faults.push(`delete --force: ${forced.status} ${forced.stderr}`);
    return [...faults, ...this.left()];
  }

  /** Takes away what faults left behind, for the next run. */
  reset(): void {
    sweep(this.#before, this.#word);
    if (existsSync(this.root))
      for (const name of readdirSync(this.root))
        rmSync(join(this.root, name), { recursive: true, force: true });
  }

  end(): void {
    this.reset();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
