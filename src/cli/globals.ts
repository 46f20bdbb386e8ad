// The flags before the command: what they mean for every command. Pure; the host is handed in.
import { resolveFrom } from "../plan/paths.ts";
import { Failure } from "../launch/failure.ts";
import { parseBool } from "./flag-value.ts";
import type { Values } from "./values.ts";

/** Format of log lines. */
export type LogFormat = "text" | "json";

/** Global settings, paths absolute. */
export interface Globals {
  readonly root: string;
  /** The caller named the root: it has to be there when it is listed. */
  readonly rootGiven: boolean;
  /** The root lies in $XDG_RUNTIME_DIR: it is made sticky, which keeps cleaners away. */
  readonly rootInRuntimeDirectory: boolean;
  readonly debug: boolean;
  readonly cgroupManager: "cgroupfs" | "systemd" | "disabled";
  readonly rootless: "auto" | "true" | "false";
  readonly log: LogSettings;
}

/** Where log lines go. */
export interface LogSettings {
  /** Absolute path, or null for stderr alone. */
  readonly file: string | null;
  readonly format: LogFormat;
}

/** What the settings depend on besides the flags. */
export interface GlobalsHost {
  readonly euid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Text of /proc/self/uid_map. */
  readonly uidMap: () => string;
  /** The path with links followed; the path itself when there is nothing. */
  readonly realpath: (path: string) => string;
}

/** The program's directory name under /run and $XDG_RUNTIME_DIR. */
const NAME = "tsrun";

/**
 * Reads --log and --log-format.
 *
 * @throws Failure `invalid log-format: X`
 */
export function logSettings(values: Values, cwd: string): LogSettings {
  const file = values.text("log");
  const format = values.text("log-format") ?? "text";
  if (format !== "text" && format !== "json") throw new Failure(`invalid log-format: ${format}`);
  return { file: file === null ? null : resolveFrom(cwd, file), format };
}

/** The flags that say the same to another call of the program. */
export function logFlags({ file, format }: LogSettings): readonly string[] {
  return [...(file === null ? [] : ["--log", file]), "--log-format", format];
}

/**
 * Reads all global flags.
 *
 * @throws Failure for a value that is none, and for a root that is `/`
 */
export function readGlobals(values: Values, host: GlobalsHost): Globals {
  return {
    ...rootOf(values.text("root"), host),
    debug: values.bool("debug"),
    cgroupManager: managerOf(values),
    rootless: rootlessOf(values.text("rootless") ?? "auto"),
    log: logSettings(values, host.cwd),
  };
}

type Root = Pick<Globals, "root" | "rootGiven" | "rootInRuntimeDirectory">;

function rootOf(given: string | null, host: GlobalsHost): Root {
  if (given !== null) {
    const root = host.realpath(resolveFrom(host.cwd, given));
    if (root === "/") throw new Failure("Option --root argument should not be set to /");
    return { root, rootGiven: true, rootInRuntimeDirectory: false };
  }
  // Engines call with XDG_RUNTIME_DIR set to nothing, which means unset.
  const runtime = host.env["XDG_RUNTIME_DIR"] ?? "";
  if (runtime.startsWith("/") && isUnprivileged(host)) {
    return {
      root: `${runtime.replace(/\/+$/, "")}/${NAME}`,
      rootGiven: false,
      rootInRuntimeDirectory: true,
    };
  }
  return { root: `/run/${NAME}`, rootGiven: false, rootInRuntimeDirectory: false };
}

function isUnprivileged(host: GlobalsHost): boolean {
  if (host.euid !== 0) return true;
  // Root of a user namespace whose login is another user: /run is not its own.
  return host.env["USER"] !== "root" && !mapsEverything(host.uidMap());
}

/** Whether a uid_map (user_namespaces(7)) is that of the initial user namespace. */
function mapsEverything(map: string): boolean {
  return /^\s*0\s+0\s+4294967295\s*$/.test(map);
}

function managerOf(values: Values): Globals["cgroupManager"] {
  const manager = values.text("cgroup-manager") ?? "";
  const systemd = values.bool("systemd-cgroup");
  switch (manager) {
    case "":
      return systemd ? "systemd" : "cgroupfs";
    case "systemd":
      return manager;
    case "cgroupfs":
    case "disabled":
      if (systemd) throw new Failure(`--systemd-cgroup contradicts --cgroup-manager=${manager}`);
      return manager;
    default:
      throw new Failure(`invalid cgroup-manager: ${manager}`);
  }
}

function rootlessOf(text: string): Globals["rootless"] {
  if (text === "auto") return text;
  const value = parseBool(text);
  if (value === null) {
    throw new Failure(`invalid value for --rootless: ${text} (auto, true or false)`);
  }
  return value ? "true" : "false";
}
