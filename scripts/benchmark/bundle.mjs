// The bundles that are measured: busybox with five namespaces, seven mounts and fifteen masked or
// read-only paths, as an engine asks for them.
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const CAPABILITIES = ["CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE"];
const MOUNTS = [
  { destination: "/proc", type: "proc", source: "proc" },
  {
    destination: "/dev",
    type: "tmpfs",
    source: "tmpfs",
    options: ["nosuid", "strictatime", "mode=755", "size=65536k"],
  },
  {
    destination: "/dev/pts",
    type: "devpts",
    source: "devpts",
    options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"],
  },
  {
    destination: "/dev/shm",
    type: "tmpfs",
    source: "shm",
    options: ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"],
  },
  {
    destination: "/dev/mqueue",
    type: "mqueue",
    source: "mqueue",
    options: ["nosuid", "noexec", "nodev"],
  },
  {
    destination: "/sys",
    type: "sysfs",
    source: "sysfs",
    options: ["nosuid", "noexec", "nodev", "ro"],
  },
  { destination: "/tmp", type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev"] },
];
const MASKED = [
  "/proc/acpi",
  "/proc/asound",
  "/proc/kcore",
  "/proc/keys",
  "/proc/latency_stats",
  "/proc/timer_list",
  "/proc/timer_stats",
  "/proc/sched_debug",
  "/sys/firmware",
  "/proc/scsi",
];
const READONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

function configuration(args) {
  return {
    ociVersion: "1.0.2",
    process: {
      user: { uid: 0, gid: 0 },
      args,
      env: ["PATH=/bin"],
      cwd: "/",
      capabilities: { bounding: CAPABILITIES, effective: CAPABILITIES, permitted: CAPABILITIES },
      noNewPrivileges: true,
    },
    root: { path: "rootfs" },
    hostname: "box",
    mounts: MOUNTS,
    linux: {
      namespaces: ["pid", "network", "ipc", "uts", "mount"].map((type) => ({ type })),
      maskedPaths: MASKED,
      readonlyPaths: READONLY,
    },
  };
}

/** Places where distributions keep an engine's profile; the copy of the tests is as good. */
function profile(repository) {
  const engine = "/usr/share/containers/seccomp.json";
  const own = join(repository, "bundles-test/seccomp-default/profile.json");
  return JSON.parse(readFileSync(existsSync(own) ? own : engine, "utf8"));
}

/**
 * Writes the bundles into a directory and returns their paths: `true` ends at once, `sleep` never,
 * `seccomp` is `true` behind an engine's filter, `mounts` is `sleep` with 200 mounts more.
 */
export function makeBundles(directory, repository, busybox) {
  const rootfs = join(directory, "rootfs");
  for (const name of ["bin", "proc", "sys", "dev", "tmp", "m"])
    mkdirSync(join(rootfs, name), { recursive: true });
  copyFileSync(busybox, join(rootfs, "bin/busybox"));
  for (const name of ["true", "sleep", "sh"])
    linkSync(join(rootfs, "bin/busybox"), join(rootfs, "bin", name));
  const sleep = configuration(["/bin/sleep", "100000"]);
  const seccomp = configuration(["/bin/true"]);
  seccomp.linux.seccomp = profile(repository);
  const many = Array.from({ length: 200 }, (_, i) => ({
    destination: `/m/${i}`,
    type: "bind",
    source: join(directory, "source"),
    options: ["bind", "ro", "nosuid", "nodev"],
  }));
  mkdirSync(join(directory, "source"));
  const bundles = {
    true: configuration(["/bin/true"]),
    sleep,
    seccomp,
    mounts: { ...sleep, mounts: [...MOUNTS, ...many] },
  };
  return Object.fromEntries(
    Object.entries(bundles).map(([name, config]) => {
      const bundle = join(directory, name);
      mkdirSync(bundle);
      config.root = { path: rootfs };
      writeFileSync(join(bundle, "config.json"), JSON.stringify(config, null, 1));
      return [name, bundle];
    }),
  );
}
