// linux.sysctl: only parameters of a namespace that the container has for itself. Anything else
// would change the host.
import { below } from "../../json/pointer.ts";
import type { Config, NamespaceType } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";
import { hasNamespace } from "./namespaces.ts";

/** Parameters of an IPC namespace: ipc_namespaces(7). */
const IPC = new Set([
  "kernel.msgmax",
  "kernel.msgmnb",
  "kernel.msgmni",
  "kernel.msg_next_id",
  "kernel.sem",
  "kernel.sem_next_id",
  "kernel.shmall",
  "kernel.shmmax",
  "kernel.shmmni",
  "kernel.shm_next_id",
  "kernel.shm_rmid_forced",
]);

/**
 * A name with dots between its parts. As in sysctl(8), whichever of `.` and `/` comes first
 * separates the parts, and the other one stands for a dot or slash inside a part.
 */
function dotted(name: string): string {
  const first = /[./]/.exec(name)?.[0];
  if (first !== "/") return name;
  return name.replace(/[./]/g, (char) => (char === "/" ? "." : "/"));
}

/** The kind of namespace that a parameter belongs to, or null for the whole host's. */
function ownerOf(name: string): NamespaceType | null {
  if (IPC.has(name) || name.startsWith("fs.mqueue.")) return "ipc";
  if (name.startsWith("net.")) return "network";
  if (name.startsWith("user.")) return "user";
  return name === "kernel.domainname" ? "uts" : null;
}

/** What is wrong with one name, or null. */
function nameFault(name: string, config: Config): string | null {
  if (!/^[^./]+([./][^./]+)+$/.test(name)) return "must have one dot or slash between its parts";
  const plain = dotted(name);
  if (plain === "kernel.hostname") return "must be set by hostname";
  const owner = ownerOf(plain);
  if (owner === null || !hasNamespace(config, owner)) {
    return `sysctl ${JSON.stringify(name)} is not in a separate kernel namespace`;
  }
  return null;
}

/** Checks `/linux/sysctl`. */
export function checkSysctl(config: Config, report: Report): void {
  for (const name of Object.keys(config.linux?.sysctl ?? {})) {
    const fault = nameFault(name, config);
    if (fault !== null) report(finding("error", below("/linux/sysctl", name), fault));
  }
}
