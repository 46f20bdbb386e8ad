// `exec`: one more process in a container.
import { Failure } from "../../launch/failure.ts";
import type { ExecOptions } from "../../launch/options.ts";
import { exec } from "../../launch/exec.ts";
import type { Invocation } from "../types.ts";
import { pathOf, preservedFds, usesSystemd } from "./create-options.ts";

/** The options of an exec. @throws Failure */
export async function execOptions(invocation: Invocation): Promise<ExecOptions> {
  const { globals, values, args, cwd } = invocation;
  const processFile = pathOf(values, "process", cwd);
  const command = args.slice(1);
  if (processFile === null && command.length === 0) throw new Failure("exec args cannot be empty");
  return {
    root: globals.root,
    id: args[0] ?? "",
    processFile,
    parseProcess: processFile === null ? never : await processParser(),
    args: command,
    cwd: values.text("cwd"),
    env: values.texts("env"),
    tty: values.bool("tty"),
    user: values.text("user"),
    additionalGids: values.numbers("additional-gids"),
    caps: values.texts("cap"),
    processLabel: values.text("process-label"),
    apparmor: values.text("apparmor"),
    noNewPrivileges: values.bool("no-new-privs"),
    consoleSocket: pathOf(values, "console-socket", cwd),
    pidfdSocket: pathOf(values, "pidfd-socket", cwd),
    detach: values.bool("detach"),
    pidFile: pathOf(values, "pid-file", cwd),
    preserveFds: preservedFds(values),
    cgroups: values.texts("cgroup"),
    ignorePaused: values.bool("ignore-paused"),
    systemdCgroup: usesSystemd(globals),
    warn: invocation.warn,
    started: invocation.succeeded,
  };
}

function never(): never {
  throw new TypeError("exec without --process reads none");
}

async function processParser(): Promise<ExecOptions["parseProcess"]> {
  const { parseProcess } = await import("../../config/parse.ts");
  return parseProcess;
}

/** Runs the process; the exit code is its own unless detached. @throws Failure */
export async function run(invocation: Invocation): Promise<number> {
  return exec(await execOptions(invocation));
}
