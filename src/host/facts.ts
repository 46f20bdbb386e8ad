// Facts about this host, by reads alone and few of them: this is on the path of every create.
import { accessSync, constants, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { parseMountinfo } from "./mountinfo.ts";
import { cgroupFacts } from "./cgroups.ts";
import {
  hugepageName,
  isMapped,
  parseNamespaceLink,
  parseRelease,
  parseStatus,
} from "./process.ts";
import type { Facts } from "../plan/types.ts";

/** Names in /proc/self/ns; which of them exist depends on the kernel. */
const NAMESPACES = ["mnt", "pid", "net", "uts", "ipc", "user", "cgroup", "time"] as const;

/** What is delegated by a kernel without /sys/kernel/cgroup/delegate (config-linux, cgroup ownership). */
const DELEGATE = ["cgroup.procs", "cgroup.subtree_control", "cgroup.threads"] as const;

/** The subordinate id tools run with more rights than the caller's: they are never found by PATH. */
const TOOLS = "/usr/bin";

/**
 * Reads what the planner wants to know about this host.
 *
 * @throws TypeError or the error of node:fs when /proc is not there
 */
export function gatherFacts(): Facts {
  const identity = parseStatus(readFileSync("/proc/self/status", "utf8"));
  const inUserNamespace = isMapped(textOr("/proc/self/uid_map", "0 0 4294967295"));
  const mountinfo = readFileSync("/proc/self/mountinfo", "utf8");
  // Root writes wherever the mount lets it; for others the directory's mode decides.
  const all = identity.euid === 0 && !inUserNamespace;
  const own = ownNamespaces();
  return {
    kernel: parseRelease(readFileSync("/proc/sys/kernel/osrelease", "utf8").trim()),
    ...identity,
    inUserNamespace,
    lastCapability: Number(textOr("/proc/sys/kernel/cap_last_cap", "40")),
    newuidmap: tool("newuidmap"),
    newgidmap: tool("newgidmap"),
    cgroup: cgroupFacts(mountinfo, textOr("/proc/self/cgroup", ""), delegate(), {
      controllers: (mount) => textOr(`${mount}/cgroup.controllers`, ""),
      writable: (directory) => all || may(directory, constants.W_OK | constants.X_OK),
    }),
    namespaces: Object.keys(own),
    ownNamespaces: own,
    hugepages: hugepageSizes(),
    resctrl: resctrl(mountinfo),
    apparmor: textOr("/sys/module/apparmor/parameters/enabled", "N").startsWith("Y"),
    // The file system is mounted exactly when SELinux is on.
    selinux: mountinfo.includes(" - selinuxfs "),
  };
}

// Not there, or not for us. Any other error is one: a fact that is taken for another leads to a
// container in the host's namespaces.
function isWithheld(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** A file's text, or `instead` when it is not there for us: old kernels and small ones lack some. */
function textOr(path: string, instead: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (!isWithheld(error, "ENOENT", "ENOTDIR", "EACCES", "EPERM")) throw error;
    return instead;
  }
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function resctrl(mountinfo: string): string | null {
  // Few hosts have one: the table is taken apart only then.
  if (!mountinfo.includes(" - resctrl ")) return null;
  return parseMountinfo(mountinfo, (fstype) => fstype === "resctrl")[0]?.mount ?? null;
}

function tool(name: string): string | null {
  const path = `${TOOLS}/${name}`;
  return may(path, constants.X_OK) ? path : null;
}

function delegate(): readonly string[] {
  const names = textOr("/sys/kernel/cgroup/delegate", "")
    .split("\n")
    .filter((name) => name !== "");
  return names.length === 0 ? DELEGATE : names;
}

function ownNamespaces(): Readonly<Record<string, string>> {
  const own: Record<string, string> = {};
  for (const name of NAMESPACES) {
    try {
      const inode = parseNamespaceLink(readlinkSync(`/proc/self/ns/${name}`));
      if (inode !== null) own[name] = inode;
    } catch (error) {
      // A kernel without this kind.
      if (!isWithheld(error, "ENOENT")) throw error;
    }
  }
  return own;
}

/** Sizes of huge pages that this kernel has, as control files call them. */
export function hugepageSizes(): readonly string[] {
  try {
    return readdirSync("/sys/kernel/mm/hugepages").flatMap((name) => hugepageName(name) ?? []);
  } catch {
    return [];
  }
}
