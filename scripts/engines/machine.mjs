// What the machine holds: cgroups of a name, the limits of a process, and what an engine left.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, sleep } from "./shell.mjs";

function mounts() {
  return readFileSync("/proc/self/mountinfo", "utf8").trim().split("\n");
}

/** Mounted cgroup hierarchies: mount point, and the v1 controllers (none for v2). */
function hierarchies() {
  return mounts().flatMap((line) => {
    const [before, after] = line.split(" - ");
    const [type, , options] = after.split(" ");
    if (type !== "cgroup" && type !== "cgroup2") return [];
    return [{ mount: before.split(" ")[4], words: type === "cgroup" ? options.split(",") : [] }];
  });
}

/** The v1 controllers that are mounted. */
export function oldControllers() {
  return new Set(hierarchies().flatMap(({ words }) => words));
}

function below(directory) {
  let names;
  try {
    names = readdirSync(directory, { withFileTypes: true });
  } catch {
    return []; // gone meanwhile
  }
  const directories = names.filter((entry) => entry.isDirectory());
  return directories.flatMap(({ name }) => {
    const path = join(directory, name);
    return [...below(path), path];
  });
}

/** v1 hierarchies that exist and that nobody has mounted here, by their controllers. */
function unmountedHierarchies() {
  const mounted = oldControllers();
  const lines = readFileSync("/proc/self/cgroup", "utf8").trim().split("\n");
  const names = lines.map((line) => line.split(":")[1]).filter((name) => name !== "");
  return names.filter((name) => !name.split(",").some((one) => mounted.has(one)));
}

/**
 * A hierarchy that was unmounted while a removed cgroup of it was still around stays, and containerd
 * then gives up on events and statistics. Mounting and unmounting it once more lets the kernel drop
 * it. Answers those that stay, because someone uses them. Needs a mount namespace of its own.
 */
export function dropHierarchies(place) {
  mkdirSync(place);
  // A removed cgroup takes a moment to be gone.
  for (let tries = 20; tries > 0 && unmountedHierarchies().length > 0; tries--) {
    for (const name of unmountedHierarchies()) {
      const options = name.startsWith("name=") ? `none,${name}` : name;
      run(["mount", "-t", "cgroup", "-o", options, "cgroup", place]);
      run(["umount", place]);
    }
    if (unmountedHierarchies().length > 0) sleep(200);
  }
  rmdirSync(place);
  return unmountedHierarchies();
}

/** Cgroups whose path holds a word, the deepest first. */
export function cgroupsOf(word) {
  return hierarchies().flatMap(({ mount }) => below(mount).filter((path) => path.includes(word)));
}

/** Removes them; one that is in use stays. */
export function removeCgroups(word) {
  if (existsSync("/run/systemd/system")) run(["systemctl", "stop", `${word}.slice`]);
  for (const path of cgroupsOf(word)) {
    try {
      rmdirSync(path);
    } catch {
      continue; // the caller looks again
    }
  }
}

/** Whether processes may have an AppArmor profile. */
export function hasAppArmor() {
  const file = "/sys/module/apparmor/parameters/enabled";
  return existsSync(file) && readFileSync(file, "utf8").startsWith("Y");
}

/** The cgroup that an engine is told to put containers below. */
export function parentOf({ word, systemd }) {
  return systemd ? `${word}.slice` : `/${word}`;
}

/**
 * Makes a directory of this process to work in, whose name is that of its cgroups too. One that an
 * earlier process left, killed before it could clean up, is removed with its cgroups.
 */
export function makeWork(prefix) {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = new RegExp(`^${prefix}_(\\d+)_`).exec(name) ?? [];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    removeCgroups(name);
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  return mkdtempSync(join(tmpdir(), `${prefix}_${process.pid}_`));
}

/** A value in the cgroup of a process: of the v1 file, else of the v2 file. */
export function limit(pid, controller, { v1, v2 }) {
  const lines = readFileSync(`/proc/${pid}/cgroup`, "utf8").trim().split("\n");
  const entries = lines.map((line) => line.split(":"));
  const old = hierarchies().find(({ words }) => words.includes(controller));
  const entry = entries.find(([, names]) =>
    old === undefined ? names === "" : names.split(",").includes(controller),
  );
  const mount = old?.mount ?? hierarchies().find(({ words }) => words.length === 0)?.mount;
  if (entry === undefined || mount === undefined) throw new Error(`no cgroup for ${controller}`);
  return readFileSync(
    join(mount, entry.slice(2).join(":"), old === undefined ? v2 : v1),
    "utf8",
  ).trim();
}

/**
 * Processes of this pid namespace but this one, its ancestors and dead ones, with their commands; with
 * a word those alone that have it in their command or cgroup.
 */
function processes(word) {
  const mine = new Set();
  const stat = (pid) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
    } catch {
      return undefined;
    }
  };
  for (let pid = String(process.pid); pid !== undefined && pid !== "0"; pid = stat(pid)?.[1])
    mine.add(pid);
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && !mine.has(name));
  return pids.flatMap((pid) => {
    const state = stat(pid)?.[0];
    if (state === undefined || state === "Z" || state === "X") return [];
    const read = (name) => readFileSync(`/proc/${pid}/${name}`, "utf8");
    try {
      const line = `${pid} ${read("cmdline").replaceAll("\0", " ").trim()}`;
      return word === undefined || (line + read("cgroup")).includes(word) ? [line] : [];
    } catch {
      return []; // gone meanwhile
    }
  });
}

/** Containers' state directories below the directories that a runtime uses by default. */
function states() {
  const users = existsSync("/run/user") ? readdirSync("/run/user") : [];
  const roots = ["/run/tsrun", "/run/runc", ...users.map((id) => `/run/user/${id}/tsrun`)];
  return roots.flatMap((root) =>
    existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : [],
  );
}

/**
 * What an engine and its containers left: cgroups but the common parents, mounts, processes, states.
 * `apart`: nobody else is in this pid namespace.
 */
export function leftovers({ word, place, apart }) {
  const containers = cgroupsOf(word).filter((path) =>
    /\/((libpod|docker|cri-containerd)-|[^/]*c-|[0-9a-f]{64})[^/]*$/.test(path),
  );
  return [
    ...containers.map((path) => `cgroup ${path}`),
    ...mounts()
      .filter((line) => line.includes(place))
      .map((line) => `mount ${line}`),
    ...processes(apart ? undefined : word).map((line) => `process ${line}`),
    ...states().map((path) => `state ${path}`),
  ];
}
