// mounts[]: each entry becomes one step (cgroup: several), in the order of config.json.
import type { Mount } from "../config/config.gen.ts";
import { below } from "../json/pointer.ts";
import { cgroupMount } from "./cgroup-mounts.ts";
import { isMapped } from "./idmaps.ts";
import { ATTR } from "./kernel.ts";
import { hostBind, lateReadOnly, PRIVATE_BIND } from "./mount-entry.ts";
import type { EntrySteps, MountEntry } from "./mount-entry.ts";
import { treeIdmap } from "./mount-idmap.ts";
import { newMountAttributes, readMountOptions } from "./mount-options.ts";
import { cleanPath, resolveFrom } from "./paths.ts";
import type { Scope } from "./scope.ts";
import { asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Step } from "./types.ts";

/** The steps of all mounts. */
export interface MountSteps {
  /** Bind sources that the engine opens before the helper starts. */
  readonly host: readonly Step[];
  readonly init: readonly Step[];
  /** Read-only at the end: tmpfs and /dev are filled first. */
  readonly late: readonly Step[];
}

// Files below /proc that lxcfs provides; nothing else may hide what the kernel says there.
const PROC_FILES: ReadonlySet<string> = new Set([
  "/proc/cpuinfo",
  "/proc/diskstats",
  "/proc/meminfo",
  "/proc/stat",
  "/proc/swaps",
  "/proc/uptime",
  "/proc/loadavg",
  "/proc/slabinfo",
  "/proc/sys/kernel/ns_last_pid",
  "/proc/sys/crypto/fips_enabled",
]);

// Their target must be a real directory: behind a link they would be mounted somewhere else.
const STRICT: ReadonlySet<string> = new Set(["proc", "sysfs"]);

// A new super block is so already.
const DEFAULT_WORDS: ReadonlySet<string> = new Set(["rw", "async", "nolazytime", "nomand"]);

// No label: these file systems label their own files, or cannot be given a context.
const UNLABELLED: ReadonlySet<string> = new Set(["proc", "sysfs", "mqueue", "cgroup", "cgroup2"]);

/** Whether a container bind mounts the whole of /dev, so that nothing of it is tsrun's to make. */
export function bindsDev(mounts: readonly Mount[]): boolean {
  return mounts.some(
    (mount) =>
      cleanPath(mount.destination) === "/dev" && readMountOptions(mount.options ?? []).bind,
  );
}

/**
 * Every mount.
 * @param cgroupPaths absolute host directory of the container's cgroup, by controller or name
 * @throws PlanError for what may not or cannot be mounted
 */
export function mountSteps(
  scope: Scope,
  cgroupPaths: Readonly<Record<string, string>>,
): MountSteps {
  const host: Step[] = [];
  const init: Step[] = [];
  const late: Step[] = [];
  for (const [index, mount] of (scope.config.mounts ?? []).entries()) {
    const entry = readEntry(mount, below("/mounts", index));
    const steps = entrySteps(scope, entry, index, cgroupPaths);
    host.push(...(steps.host ?? []));
    init.push(...steps.init);
    late.push(...(steps.late ?? []));
  }
  return { host, init, late };
}

function readEntry(mount: Mount, pointer: string): MountEntry {
  // A relative destination is taken from the container's `/`.
  const target = cleanPath(mount.destination);
  const entry = { mount, pointer, target, options: readMountOptions(mount.options ?? []) };
  refuse(entry);
  return entry;
}

function refuse(entry: MountEntry): void {
  const { pointer, target, options } = entry;
  if (target === "/") {
    throw new PlanError(`${pointer}/destination`, `mountpoint "/" is on the top of rootfs`);
  }
  if (options.remount && options.propagation !== 0n) {
    throw new PlanError(
      `${pointer}/options`,
      "a propagation word together with remount is not supported yet",
    );
  }
  refuseProc(entry);
}

function refuseProc({ mount, pointer, target, options }: MountEntry): void {
  if (options.remount) return;
  if (target.startsWith("/proc/") && !PROC_FILES.has(target)) {
    throw new PlanError(
      `${pointer}/destination`,
      `"${target}" cannot be mounted because it is inside /proc`,
    );
  }
  const isProc = options.bind ? cleanPath(mount.source ?? "") === "/proc" : mount.type === "proc";
  if (target === "/proc" && !isProc) {
    throw new PlanError(
      options.bind ? `${pointer}/source` : `${pointer}/type`,
      `"/proc" cannot be mounted because it is not of type proc`,
    );
  }
}

function entrySteps(
  scope: Scope,
  entry: MountEntry,
  index: number,
  cgroupPaths: Readonly<Record<string, string>>,
): EntrySteps {
  if (entry.options.remount) return { init: [remountStep(entry)] };
  if (entry.options.bind) return bindSteps(scope, entry, index);
  // Says what is wrong with one that is no bind.
  treeIdmap(scope, entry);
  const type = entry.mount.type ?? "";
  if (type === "") {
    throw new PlanError(entry.pointer, "a mount needs a type, or bind or rbind among its options");
  }
  if (type === "cgroup" || type === "cgroup2") return cgroupMount(scope, entry, cgroupPaths);
  return newMountSteps(scope, entry, type);
}

function remountStep({ pointer, target, options }: MountEntry): Step {
  return asked("mounts", pointer, {
    op: "remount",
    target,
    set: options.top.set | options.tree.set,
    clear: options.top.clear | options.tree.clear,
    words: options.bind ? [] : options.words,
    options: options.bind ? [] : options.data,
    bind: options.bind ? 1 : 0,
  });
}

function bindSteps(scope: Scope, entry: MountEntry, index: number): EntrySteps {
  const { mount, pointer, target, options } = entry;
  if (mount.source === undefined || mount.source === "") {
    throw new PlanError(`${pointer}/source`, "a bind mount needs a source");
  }
  noEffect(scope, entry);
  const { tree } = options;
  const { kernel } = scope.facts;
  if (
    (tree.set | tree.clear) !== 0n &&
    (kernel.major < 5 || (kernel.major === 5 && kernel.minor < 12))
  ) {
    throw new PlanError(
      `${pointer}/options`,
      `recursive mount attributes need Linux 5.12, this is ${kernel.release}`,
    );
  }
  return hostBind(
    scope,
    pointer,
    `bind-${index}`,
    {
      source: resolveFrom(scope.request.bundle, mount.source),
      target,
      recursive: options.recursive ? 1 : 0,
      set: options.top.set,
      clear: options.top.clear,
      rset: tree.set,
      rclear: tree.clear,
      propagation: options.propagation === 0n ? PRIVATE_BIND : options.propagation,
    },
    treeIdmap(scope, entry),
  );
}

function noEffect(scope: Scope, { pointer, options }: MountEntry): void {
  const words = [
    ...options.words.filter((word) => word !== "ro" && word !== "rw"),
    ...options.data,
  ];
  if (options.copyup) words.push("tmpcopyup");
  if (words.length === 0) return;
  scope.warnings.push({
    pointer: `${pointer}/options`,
    message: `no effect on a bind mount: ${words.join(", ")}`,
  });
}

function newMountSteps(scope: Scope, entry: MountEntry, fstype: string): EntrySteps {
  const { mount, pointer, target, options } = entry;
  if (options.copyup && fstype !== "tmpfs") {
    throw new PlanError(`${pointer}/options`, `tmpcopyup is for tmpfs, not for ${fstype}`);
  }
  refuseUnmappedIds(scope, entry);
  const attr = newMountAttributes(options);
  // Mount points and devices below are made after this, so it is read-only only at the end.
  const postpone = (fstype === "tmpfs" || target === "/dev") && (attr & ATTR.readOnly) !== 0n;
  const mounted = asked("mounts", pointer, {
    op: "mount",
    fstype,
    source: mount.source ?? null,
    target,
    attr: postpone ? attr & ~ATTR.readOnly : attr,
    words: options.words.filter((word) => !DEFAULT_WORDS.has(word) && !(postpone && word === "ro")),
    options: labelled(scope, fstype, options.data),
    propagation: options.propagation,
    strict: STRICT.has(fstype) ? 1 : 0,
    copyup: options.copyup ? 1 : 0,
  });
  if (!postpone) return { init: [mounted] };
  return {
    init: [mounted],
    late: [lateReadOnly(pointer, target, options.words.includes("ro") ? ["ro"] : [])],
  };
}

// The kernel's answer to an id without a mapping is a bare EINVAL.
function refuseUnmappedIds({ config, namespaces }: Scope, { pointer, options }: MountEntry): void {
  if (!namespaces.makes("user")) return;
  for (const option of options.data) {
    const [, key, number] = /^([ug]id)=(\d+)$/.exec(option) ?? [];
    if (key === undefined) continue;
    const maps = key === "uid" ? config.linux?.uidMappings : config.linux?.gidMappings;
    if (isMapped(maps ?? [], Number(number))) continue;
    throw new PlanError(
      `${pointer}/options`,
      `cannot specify ${option} mount option: ${key} ${number} is not mapped in the user namespace`,
    );
  }
}

function labelled(scope: Scope, fstype: string, options: readonly string[]): readonly string[] {
  const label = scope.config.linux?.mountLabel ?? "";
  if (label === "" || !scope.facts.selinux || UNLABELLED.has(fstype)) return options;
  if (options.some((option) => option.startsWith("context="))) return options;
  return [...options, `context=${label}`];
}
