// linux.sysctl: only parameters of a namespace that the container does not share with the runtime;
// anything else would change the host.
import { below } from "../json/pointer.ts";
import type { Kind, Namespaces } from "./namespaces.ts";
import type { Scope } from "./scope.ts";
import { asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Step } from "./types.ts";

const IPC: ReadonlySet<string> = new Set([
  "kernel/msgmax",
  "kernel/msgmnb",
  "kernel/msgmni",
  "kernel/msg_next_id",
  "kernel/sem",
  "kernel/sem_next_id",
  "kernel/shmall",
  "kernel/shmmax",
  "kernel/shmmni",
  "kernel/shm_next_id",
  "kernel/shm_rmid_forced",
]);

// Written as a path by /proc/self/ns/net these join nothing new.
const OWN_PATH = /^\/proc\/(self|thread-self)\/ns\/[a-z]+$/;

/**
 * One step per parameter, in their order.
 * @throws PlanError for one that is not the container's own, or no parameter name
 */
export function sysctlSteps({ config, namespaces }: Scope): readonly Step[] {
  return Object.entries(config.linux?.sysctl ?? {}).map(([key, value]) => {
    const pointer = below("/linux/sysctl", key);
    const path = sysctlPath(key);
    if (path === null) throw new PlanError(pointer, `sysctl "${key}" is not a parameter name`);
    if (path === "kernel/hostname") {
      throw new PlanError(pointer, `sysctl "${key}" is set by hostname, not by sysctl`);
    }
    const kind = namespaceOf(path);
    if (kind === null || !separate(namespaces, kind)) {
      throw new PlanError(pointer, `sysctl "${key}" is not in a separate kernel namespace`);
    }
    return asked("system", pointer, { op: "sysctl", path, value });
  });
}

/**
 * A parameter's path below /proc/sys. The first separator decides, as in sysctl(8): `net.ipv4.x`, or
 * `net/ipv4/conf/eth0.100/x`, where dots are part of the name.
 */
export function sysctlPath(key: string): string | null {
  const [separator] = /[./]/.exec(key) ?? [];
  const swap = separator === "." ? { ".": "/", "/": "." } : { ".": ".", "/": "/" };
  const path = key.replace(/[./]/g, (char) => (char === "." ? swap["."] : swap["/"]));
  const parts = path.split("/");
  return parts.some((part) => part === "" || part === "." || part === "..") ? null : path;
}

function namespaceOf(path: string): Kind | null {
  if (path.startsWith("net/")) return "network";
  if (path.startsWith("fs/mqueue/") || IPC.has(path)) return "ipc";
  if (path === "kernel/domainname") return "uts";
  if (path.startsWith("user/")) return "user";
  return null;
}

function separate(namespaces: Namespaces, kind: Kind): boolean {
  const entry = namespaces.wanted.find((one) => one.kind === kind);
  return entry !== undefined && (entry.path === null || !OWN_PATH.test(entry.path));
}
