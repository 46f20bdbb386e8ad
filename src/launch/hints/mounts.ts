// Hints about mounts, the root and devices.
import { has, inUsers, says } from "./types.ts";
import type { Hint } from "./types.ts";

const BINDS = ["bind", "open-tree", "bind-device"] as const;
const MOUNTS = ["mount", ...BINDS, "remount"] as const;

/** In the order in which they are tried. */
export const MOUNT_HINTS: readonly Hint[] = [
  {
    id: "notify-place",
    ops: ["bind"],
    errnos: ["EROFS", "EACCES", "ENOTDIR"],
    when: (t) => t.pointer === null && says(/^bind \S+\/notify at \/run\/notify/)(t),
    text: "NOTIFY_SOCKET is set, so the container gets a socket at /run/notify: make that directory in the image, mount a tmpfs at /run, or unset the variable",
  },
  {
    id: "root-missing",
    ops: ["root", "parent-private"],
    errnos: ["ENOENT", "ENOTDIR"],
    text: "root.path is taken from the bundle's directory unless it is absolute, and must be a directory",
  },
  {
    id: "root-untraversable",
    ops: ["root", "parent-private"],
    errnos: ["EACCES"],
    text: "each directory on the way to the root must let pass (x) the host id that the container's root is mapped to",
  },
  {
    id: "bind-source-missing",
    ops: BINDS,
    errnos: ["ENOENT"],
    when: ({ call }) => call === "open_tree" || call === "open" || call === "openat2",
    text: "the source of a bind is looked for on the host; a relative one is taken from the bundle's directory",
  },
  {
    id: "mount-point-owner",
    ops: [...MOUNTS, "mknod", "symlink"],
    errnos: ["EACCES"],
    when: (t) => (t.call === "openat2" || t.call === "mkdir" || t.call === "mknod") && inUsers(t),
    text: "root of the user namespace may not make this place in the root: make it in the image, or give the root to the id that 0 is mapped to",
  },
  {
    id: "bind-source-untraversable",
    ops: BINDS,
    errnos: ["EACCES"],
    when: ({ call }) => call === "open_tree" || call === "open",
    text: "each directory on the way to the source must let pass (x) the user that the container is made by",
  },
  {
    id: "bind-kinds",
    ops: BINDS,
    errnos: ["ENOTDIR", "EISDIR"],
    text: "source and destination must both be directories, or both not",
  },
  {
    id: "locked-flags",
    ops: ["bind", "remount", "path-readonly", "root-readonly"],
    errnos: ["EPERM"],
    when: inUsers,
    text: "in a user namespace the flags that the host's mount has (ro, nosuid, nodev, noexec, noatime) are locked: name them in the options too",
  },
  {
    id: "sysfs-needs-network",
    ops: ["mount"],
    errnos: ["EPERM"],
    when: (t) => says(/^mount sysfs /)(t) && inUsers(t) && !has(t, "network"),
    text: "in a user namespace sysfs needs a new network namespace; without one bind /sys with rbind and ro instead",
  },
  {
    id: "proc-needs-pid",
    ops: ["mount"],
    errnos: ["EPERM"],
    when: (t) => says(/^mount proc /)(t) && inUsers(t) && !has(t, "pid"),
    text: "in a user namespace proc needs a new pid namespace; without one bind /proc with rbind instead",
  },
  {
    id: "proc-masked",
    ops: ["mount"],
    errnos: ["EPERM"],
    when: (t) => says(/^mount (proc|sysfs) /)(t) && inUsers(t),
    text: "in a user namespace the kernel wants the host's own one fully visible: here parts of it are mounted over, as inside a container",
  },
  {
    id: "mount-in-user-namespace",
    ops: ["mount"],
    errnos: ["EPERM"],
    when: inUsers,
    text: "a user namespace can only mount tmpfs, proc, sysfs, devpts, mqueue, cgroup, overlay, fuse and the like: mount it on the host and bind it",
  },
  {
    id: "mount-without-capability",
    ops: [...MOUNTS, "pivot-root", "propagate", "parent-private"],
    errnos: ["EPERM"],
    text: "this needs CAP_SYS_ADMIN in the user namespace that owns the mounts, and no security module in the way",
  },
  {
    id: "file-system-unknown",
    ops: ["mount"],
    errnos: ["ENODEV"],
    when: ({ call }) => call === "fsopen",
    text: "/proc/filesystems lists what the kernel has; a module may have to be loaded on the host, and a bind needs bind or rbind among its options",
  },
  {
    id: "mount-option-unknown",
    ops: ["mount", "remount"],
    errnos: ["EINVAL"],
    when: ({ call }) => call === "fsconfig" || call === "fsmount" || call === "mount",
    text: "options that are no mount flags go to the file system, which does not take one of these or its value",
  },
  {
    id: "idmap-unsupported",
    ops: ["idmap-tree"],
    errnos: ["EINVAL", "EOPNOTSUPP"],
    when: ({ call }) => call === "mount_setattr",
    text: "the file system of the source must support id-mapped mounts (ext4 5.12, xfs 5.12, btrfs 5.15, overlay 5.19, tmpfs 6.3), and must not be id-mapped already",
  },
  {
    id: "mount-point-read-only",
    ops: [...MOUNTS, "mknod", "symlink", "cwd"],
    errnos: ["EROFS"],
    text: "the place is not there yet and what it lies in is read-only: make it in the image, or mount the part around it writable",
  },
  {
    id: "mount-limit",
    ops: MOUNTS,
    errnos: ["ENOSPC"],
    text: "a mount namespace holds at most /proc/sys/fs/mount-max mounts; binds of trees with many mounts count each of them",
  },
  {
    id: "strict-target",
    ops: ["mount"],
    errnos: ["ELOOP", "EXDEV", "ENOTDIR"],
    text: "proc and sysfs go on real directories only: the image must not have a link or a file there",
  },
  {
    id: "pivot-on-ramdisk",
    ops: ["pivot-root"],
    errnos: ["EINVAL"],
    text: "the kernel does not pivot away from the initial ramdisk: --no-pivot moves the root instead",
  },
  {
    id: "device-in-the-way",
    ops: ["mknod", "bind-device", "symlink"],
    errnos: ["EEXIST", "ENODEV"],
    text: "the image has something else at this path: take it out there, or use another path",
  },
  {
    id: "mknod-denied",
    ops: ["mknod"],
    errnos: ["EPERM"],
    text: "making devices needs CAP_MKNOD outside of user namespaces, and a device cgroup around the runtime that allows m for it",
  },
];
