// What this machine has: needs of bundles, cgroup hierarchies, mounts, processes.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Need } from "./define.ts";

/** A mounted cgroup hierarchy. */
export interface Hierarchy {
  readonly mount: string;
  readonly version: 1 | 2;
  /** Controllers and names of a v1 hierarchy. */
  readonly words: readonly string[];
}

/** Lines of a mountinfo file. */
export function mountLines(path = "/proc/self/mountinfo"): readonly string[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** Every hierarchy that is mounted, each once. */
export function hierarchies(): readonly Hierarchy[] {
  const found = new Map<string, Hierarchy>();
  for (const line of mountLines()) {
    const [before = "", after = ""] = line.split(" - ");
    const [, , device = "", , mount = ""] = before.split(" ");
    const [type, , options = ""] = after.split(" ");
    if (type !== "cgroup" && type !== "cgroup2") continue;
    found.set(device, { mount, version: type === "cgroup" ? 1 : 2, words: options.split(",") });
  }
  return [...found.values()];
}

/** Mount point of a v1 controller, or undefined. */
export function controller(name: string): string | undefined {
  return hierarchies().find((entry) => entry.version === 1 && entry.words.includes(name))?.mount;
}

/** Whether a controller is there, on v1 or by its name on v2. */
function anywhere(name: string, unified = name): boolean {
  if (controller(name) !== undefined) return true;
  return hierarchies().some(
    ({ version, mount }) =>
      version === 2 && read(`${mount}/cgroup.controllers`).trim().split(" ").includes(unified),
  );
}

function walk(directory: string, found: string[], accept: (name: string) => boolean): void {
  let entries;
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch {
    return; // gone meanwhile
  }
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const path = join(directory, entry.name);
    walk(path, found, accept);
    if (accept(path)) found.push(path);
  }
}

/** Cgroup directories with a word in their path, deepest first. */
export function cgroups(word: string): readonly string[] {
  const found: string[] = [];
  for (const { mount } of hierarchies())
    walk(mount, found, (path) => path.slice(mount.length).includes(word));
  return found;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** State letter of a process (`Z` for a zombie), or undefined when there is none. */
export function processState(pid: number): string | undefined {
  return /\) (\S)/.exec(read(`/proc/${pid}/stat`))?.[1];
}

/** True while a process lives; a zombie does not. */
export function lives(pid: number): boolean {
  const state = processState(pid);
  return state !== undefined && state !== "Z" && state !== "X";
}

/**
 * Processes that belong to a word in paths: by their cgroup, their command line, or by mounts of
 * another mount namespace that come from such a path.
 */
export function processesOf(word: string): readonly number[] {
  const own = link("/proc/self/ns/mnt");
  const found: number[] = [];
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid || !lives(pid)) continue;
    const at = `/proc/${pid}`;
    // systemd's v1 release agent has the emptied cgroup's path as its argument for a moment.
    if (read(`${at}/comm`).startsWith("systemd-cgroups")) continue;
    const elsewhere = link(`${at}/ns/mnt`) !== own;
    const traces = [
      read(`${at}/cgroup`),
      read(`${at}/cmdline`),
      link(`${at}/cwd`),
      link(`${at}/root`),
    ];
    if (elsewhere) traces.push(read(`${at}/mountinfo`));
    if (traces.some((text) => text.includes(word))) found.push(pid);
  }
  return found;
}

function onPath(name: string): boolean {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin:/usr/bin:/bin`;
  return path.split(":").some((directory) => directory !== "" && existsSync(join(directory, name)));
}

function hasFilesystem(name: string): boolean {
  return read("/proc/filesystems")
    .split("\n")
    .some((line) => line.split("\t")[1] === name);
}

/** Whether a path lies on a whole disk, which a cgroup can be held back on. */
function onDisk(path: string): boolean {
  const { dev } = statSync(path);
  const [major, minor] = [(dev >> 8) & 0xfff, (dev & 0xff) | ((dev >> 12) & 0xfff00)];
  return existsSync(`/sys/dev/block/${major}:${minor}/queue`);
}

/** Whether the kernel has a controller, mounted or not. */
function inKernel(name: string): boolean {
  return read("/proc/cgroups")
    .split("\n")
    .some((line) => line.startsWith(`${name}\t`));
}

function hasCapability(number: number): boolean {
  const mask = /^CapEff:\s*(\S+)/m.exec(read("/proc/self/status"))?.[1] ?? "0";
  return ((BigInt(`0x${mask}`) >> BigInt(number)) & 1n) === 1n;
}

/** Why a need is not met here, or null. */
export function unmet(need: Need): string | null {
  const have: Record<Need, () => boolean> = {
    root: () => process.getuid?.() === 0,
    v1: () => hierarchies().some((entry) => entry.version === 1 && entry.words.includes("memory")),
    memory: () => anywhere("memory"),
    pids: () => anywhere("pids"),
    cpu: () => anywhere("cpu"),
    cpuset: () => anywhere("cpuset"),
    freezer: () =>
      controller("freezer") !== undefined || hierarchies().some(({ version }) => version === 2),
    blkio: () => anywhere("blkio", "io"),
    v2: () => hierarchies().every((entry) => entry.version === 2),
    systemd: () => existsSync("/run/systemd/system"),
    "v1-memory": () => controller("memory") !== undefined,
    "v1-pids": () => controller("pids") !== undefined,
    "v1-cpu": () => controller("cpu") !== undefined,
    "v1-devices": () => controller("devices") !== undefined,
    "v1-cpuset": () => controller("cpuset") !== undefined,
    "v1-freezer": () => controller("freezer") !== undefined,
    "v1-blkio": () => controller("blkio") !== undefined,
    "two-cpus": () => availableParallelism() > 1,
    "time-namespace": () => existsSync("/proc/self/ns/time"),
    overlay: () => hasFilesystem("overlay"),
    ip: () => onPath("ip"),
    runc: () => onPath("runc"),
    "user-manager": () => existsSync("/run/user/1000/systemd/private"),
    setpriv: () => onPath("setpriv"),
    disk: () => onDisk(tmpdir()),
    ipcmk: () => onPath("ipcmk"),
    strace: () => onPath("strace"),
    net_cls: () => inKernel("net_cls"),
    net_prio: () => inKernel("net_prio"),
    hugetlb: () => anywhere("hugetlb"),
    "huge-pages": () => Number(/^HugePages_Free:\s*(\d+)/m.exec(read("/proc/meminfo"))?.[1]) >= 3,
    rdma: () => anywhere("rdma"),
    apparmor: () => read("/sys/module/apparmor/parameters/enabled").startsWith("Y"),
    newuidmap: () => onPath("newuidmap") && onPath("newgidmap"),
    "raise-limits": () => hasCapability(24), // CAP_SYS_RESOURCE
    criu: () => criuCan(),
    "criu-memory": () => criuCan("--feature", "mem_dirty_track"),
    "runtime-for-all": runtimeForAll,
  };
  return have[need]() ? null : `needs ${need}`;
}

const criu = new Map<string, boolean>();

/** CRIU is there and says that it can work with this kernel, or has a feature of it. */
function criuCan(...feature: readonly string[]): boolean {
  const name = feature.join(" ");
  const known = criu.get(name);
  if (known !== undefined) return known;
  const can =
    onPath("criu") && spawnSync("criu", ["check", ...feature], { env: withSbin() }).status === 0;
  criu.set(name, can);
  return can;
}

function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` };
}

// An ordinary user cannot run what lies below a directory like /root.
function runtimeForAll(): boolean {
  const runtime = resolve(process.env["RUNTIME"] ?? "dist/bin/tsrun");
  const nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
  return spawnSync("setpriv", [...nobody, "test", "-x", runtime]).status === 0;
}

/** Device and inode of a namespace link, `mnt:[4026531841]`. */
export function namespaceOf(pid: number | "self", name: string): string {
  return link(`/proc/${pid}/ns/${name}`);
}

/** Permission bits of a path. */
export function modeOf(path: string): number {
  return statSync(path).mode & 0o7777;
}
