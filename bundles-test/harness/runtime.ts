// Calls a runtime's program and collects what a caller can see: output, errors, status.
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { slow } from "./sleep.ts";

const CALL_LIMIT_MS = 20_000 * slow;
const BUNDLE_LIMIT_MS = Number(process.env["TSRUN_BUNDLE_SECONDS"] ?? "60") * 1000 * slow;

/** What a call left. */
export interface Result {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status, or 128 + the signal's number. */
  readonly status: number;
}

/** How to call. */
export interface CallOptions {
  /** A command that is put in front and executes the rest. */
  readonly wrap?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Text on standard input; /dev/null when absent. */
  readonly input?: string;
  /** Descriptors that are handed down as 3, 4, ... */
  readonly extra?: readonly number[];
  /** Flags in front of the verb. */
  readonly globals?: readonly string[];
  /** Flags behind the verb. */
  readonly flags?: readonly string[];
  /** Milliseconds, on a machine of usual speed. */
  readonly limit?: number;
}

/** Which program it is; decides what a bundle may expect of texts that differ. */
export type Kind = "runc" | "crun" | "tsrun";

// crun 1.8 takes a host with both hierarchies for one that it does not know; it works when it
// cannot see the second.
const hideUnified = [
  "unshare",
  "-m",
  "sh",
  "-c",
  'umount /sys/fs/cgroup/unified 2>/dev/null; exec "$@"',
  "sh",
];

const signals: Readonly<Record<string, number>> = { SIGKILL: 9, SIGTERM: 15, SIGSEGV: 11 };

function kindOf(program: string): Kind {
  const name = basename(realpathSync(program));
  return name === "runc" || name === "crun" ? name : "tsrun";
}

/** A runtime with a state root of its own. */
export class Runtime {
  readonly program: string;
  readonly kind: Kind;
  /** State root. */
  readonly root: string;
  readonly #scratch: string;
  readonly #deadline = Date.now() + BUNDLE_LIMIT_MS;
  #calls = 0;
  /** Every call so far, for failure reports. */
  readonly log: string[] = [];

  constructor(program: string, directory: string) {
    this.program = program;
    this.kind = kindOf(program);
    this.root = join(directory, "state");
    this.#scratch = join(directory, "calls");
    mkdirSync(this.#scratch, { recursive: true });
  }

  /** The whole command line of a verb. */
  command(verb: readonly string[], options: CallOptions = {}): readonly string[] {
    const around = this.kind === "crun" ? hideUnified : [];
    const globals = options.globals ?? [];
    return [
      ...around,
      ...(options.wrap ?? []),
      this.program,
      "--root",
      this.root,
      ...globals,
      ...verb,
    ];
  }

  /**
   * Runs a verb to its end. Output goes to files: a container that is only created keeps the
   * descriptors, and a pipe would not end before it does.
   *
   * @throws Error when the program cannot be started or takes longer than the limit.
   */
  call(verb: readonly string[], options: CallOptions = {}): Result {
    const base = join(this.#scratch, String(this.#calls++));
    const [file = "", ...args] = this.command(verb, options);
    const out = openSync(`${base}.out`, "a+");
    const err = openSync(`${base}.err`, "a+");
    const none = openSync("/dev/null", "r");
    const input = options.input === undefined ? none : "pipe";
    // Past its time a bundle still gets its last delete.
    const left = Math.max(this.#deadline - Date.now(), 5_000);
    const limit = Math.min(
      options.limit === undefined ? CALL_LIMIT_MS : options.limit * slow,
      left,
    );
    try {
      const ended = spawnSync(file, args, {
        stdio: [input, out, err, ...(options.extra ?? [])],
        env: options.env ?? {
          PATH: "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin",
        },
        timeout: limit,
        killSignal: "SIGKILL",
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        ...(options.input === undefined ? {} : { input: options.input }),
      });
      if (ended.error !== undefined) throw new Error(`${verb.join(" ")}: ${ended.error.message}`);
      const status = ended.status ?? 128 + (signals[ended.signal ?? ""] ?? 0);
      const result = { ...this.#read(base), status };
      this.log.push(`${verb.join(" ")} → ${status} ${result.stderr.trim()}`);
      return result;
    } finally {
      for (const fd of [out, err, none]) closeSync(fd);
    }
  }

  /** Output of the call before last or earlier, read again: a container writes on after create. */
  output(call: number): Omit<Result, "status"> {
    return this.#read(join(this.#scratch, String(call)));
  }

  /** Number that the next call has. */
  get calls(): number {
    return this.#calls;
  }

  #read(base: string): Omit<Result, "status"> {
    return {
      stdout: readFileSync(`${base}.out`, "utf8"),
      stderr: readFileSync(`${base}.err`, "utf8"),
    };
  }
}
