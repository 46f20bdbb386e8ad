// The process that exec runs: a whole document (--process), or the container's own with flags over it.
import type { Capabilities, Process, User } from "../config/config.gen.ts";
import type { Program } from "../config/program.ts";
import { Failure } from "./failure.ts";
import type { ExecOptions } from "./options.ts";

function parseUser(text: string): { readonly uid: number; readonly gid: number | null } {
  const match = /^(\d+)(?::(\d+))?$/.exec(text);
  if (match === null)
    throw new Failure(`invalid --user ${JSON.stringify(text)}: UID[:GID] in numbers`);
  return { uid: Number(match[1]), gid: match[2] === undefined ? null : Number(match[2]) };
}

function withCapabilities(base: Capabilities | undefined, names: readonly string[]): Capabilities {
  const add = (list: readonly string[] | undefined): string[] => [
    ...new Set([...(list ?? []), ...names]),
  ];
  // Never into inheritable by ourselves (CVE-2022-29162); ambient needs it, so only where it is.
  const inheritable = base?.inheritable ?? [];
  return {
    ...base,
    bounding: add(base?.bounding),
    effective: add(base?.effective),
    permitted: add(base?.permitted),
    ...(inheritable.length > 0 ? { ambient: add(base?.ambient) } : {}),
  };
}

function overriddenUser(base: Process, options: ExecOptions): User {
  const user = options.user === null ? null : parseUser(options.user);
  return {
    ...base.user,
    uid: user?.uid ?? base.user?.uid ?? 0,
    gid: user?.gid ?? base.user?.gid ?? 0,
    additionalGids: [...(base.user?.additionalGids ?? []), ...options.additionalGids],
  };
}

/** The container's process with the flags of exec over it. @throws Failure */
export function overriddenProcess(base: Process, options: ExecOptions): Program {
  const { consoleSize: _, ...rest } = base;
  return {
    ...rest,
    args: [...options.args],
    terminal: options.tty,
    cwd: options.cwd ?? base.cwd,
    env: [...(base.env ?? []), ...options.env],
    user: overriddenUser(base, options),
    ...(options.caps.length === 0
      ? {}
      : { capabilities: withCapabilities(base.capabilities, options.caps) }),
    ...(options.noNewPrivileges ? { noNewPrivileges: true } : {}),
    ...(options.apparmor === null ? {} : { apparmorProfile: options.apparmor }),
    ...(options.processLabel === null ? {} : { selinuxLabel: options.processLabel }),
  };
}
