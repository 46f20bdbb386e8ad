// `ps`: the processes of a container, as pids or as lines of the host's ps.
import { spawnSync } from "node:child_process";
import { Failure } from "../../launch/failure.ts";
import { containerProcesses } from "../../launch/ps.ts";
import type { Invocation } from "../types.ts";

/** What ps is called with when no options are given. */
const USUAL = ["-ef"] as const;
/** Callers run the verbs without any PATH. */
const USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const MOST_OUTPUT = 64 * 1024 * 1024;

/**
 * The heading and the lines of ps whose PID is one of these.
 * @throws Failure when there is no PID column, or a line without a number in it
 */
export function linesOf(text: string, pids: readonly number[]): string {
  const [heading = "", ...lines] = text.split("\n");
  const column = heading
    .split(/\s+/)
    .filter((word) => word !== "")
    .indexOf("PID");
  if (column < 0) throw new Failure("couldn't find PID field in ps output");
  const wanted = new Set(pids);
  const kept = lines.filter((line) => {
    if (line.trim() === "") return false;
    const word = line.split(/\s+/).filter((part) => part !== "")[column] ?? "";
    if (!/^\d+$/.test(word)) throw new Failure(`unable to parse pid: ${JSON.stringify(word)}`);
    return wanted.has(Number(word));
  });
  return [heading, ...kept].map((line) => `${line}\n`).join("");
}

function hostTable(options: readonly string[]): string {
  const path = process.env["PATH"] ?? "";
  const ended = spawnSync("ps", [...options], {
    env: { ...process.env, PATH: path === "" ? USUAL_PATH : path },
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: MOST_OUTPUT,
    encoding: "utf8",
  });
  if (ended.error !== undefined) throw new Failure(`cannot run ps: ${ended.error.message}`);
  if (ended.status === 0) return ended.stdout;
  const why = ended.status === null ? `signal ${ended.signal}` : `exit status ${ended.status}`;
  throw new Failure(`ps ${options.join(" ")}: ${why}: ${ended.stderr.trim()}`);
}

/** Prints the processes. @throws Failure, StateError */
export function run({ globals, values, args, out }: Invocation): number {
  const format = values.text("format") ?? "table";
  if (format !== "table" && format !== "json") throw new Failure("invalid format option");
  const pids = containerProcesses(globals.root, args[0] ?? "");
  // Callers of the JSON form know null for no process at all.
  if (format === "json") out(`${pids.length === 0 ? "null" : JSON.stringify(pids)}\n`);
  else out(linesOf(hostTable(args.length > 1 ? args.slice(1) : USUAL), pids));
  return 0;
}
