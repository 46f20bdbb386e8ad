// The flags that create and run share, made absolute.
import { resolveFrom } from "../../plan/paths.ts";
import { changeMode, makeDirectories } from "../../native/paths.ts";
import { Failure } from "../../launch/failure.ts";
import type { CreateOptions } from "../../launch/options.ts";
import type { Globals } from "../globals.ts";
import type { Invocation } from "../types.ts";
import type { Values } from "../values.ts";

/** A path flag made absolute, or null. */
export function pathOf(values: Values, name: string, cwd: string): string | null {
  const path = values.text(name);
  return path === null ? null : resolveFrom(cwd, path);
}

/** --preserve-fds. @throws Failure when it is below zero */
export function preservedFds(values: Values): number {
  const count = values.number("preserve-fds") ?? 0;
  if (count < 0) throw new Failure(`--preserve-fds must not be negative: ${count}`);
  return count;
}

/** Whether systemd makes the cgroups. */
export function usesSystemd(globals: Globals): boolean {
  return globals.cgroupManager === "systemd";
}

/** The bundle: --bundle, the second operand, or the current directory. @throws Failure for two */
export function bundleOf(values: Values, operand: string | undefined, cwd: string): string {
  const flag = values.text("bundle");
  if (flag !== null && operand !== undefined) {
    throw new Failure("the bundle is given twice, by --bundle and as an argument");
  }
  return resolveFrom(cwd, flag ?? operand ?? ".");
}

/** --config, for loadConfig. */
export function configFileOf(values: Values, cwd: string): { readonly configFile?: string } {
  const configFile = pathOf(values, "config", cwd);
  return configFile === null ? {} : { configFile };
}

/** The options of a create. @throws Failure */
export function createOptions(invocation: Invocation): CreateOptions {
  const { globals, values, args, cwd } = invocation;
  return {
    root: globals.root,
    id: args[0] ?? "",
    bundle: bundleOf(values, args[1], cwd),
    ...configFileOf(values, cwd),
    pidFile: pathOf(values, "pid-file", cwd),
    consoleSocket: pathOf(values, "console-socket", cwd),
    pidfdSocket: pathOf(values, "pidfd-socket", cwd),
    noPivot: values.bool("no-pivot"),
    noNewKeyring: values.bool("no-new-keyring"),
    preserveFds: preservedFds(values),
    systemdCgroup: usesSystemd(globals),
    noCgroup: globals.cgroupManager === "disabled",
    rootless: globals.rootless,
    warn: invocation.warn,
  };
}

/**
 * Makes a root in $XDG_RUNTIME_DIR, 0700 and sticky: what is sticky there is not cleaned away while
 * it is in use (XDG Base Directory Specification).
 */
export function prepareRoot(globals: Globals): void {
  if (!globals.rootInRuntimeDirectory) return;
  makeDirectories(globals.root, 0o700);
  changeMode(globals.root, 0o1700);
}
