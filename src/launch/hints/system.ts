// Hints about namespaces, ids, kernel parameters, security modules, seccomp and the state directory.
import { has, inUsers, says } from "./types.ts";
import type { Hint } from "./types.ts";

/** In the order in which they are tried. */
export const SYSTEM_HINTS: readonly Hint[] = [
  {
    id: "rootless-without-users",
    ops: null,
    errnos: null,
    when: says(/rootless container requires user namespaces/),
    text: "tsrun spec --rootless writes a configuration for a user without privileges",
  },
  {
    id: "id-tools-missing",
    ops: null,
    errnos: null,
    when: says(/these mappings need new[ug]idmap/),
    text: "they come with the package uidmap (shadow-utils); without them a user can only map the own id, with size 1",
  },
  {
    id: "namespaces-used-up",
    ops: ["clone", "time-namespace", "own-time-namespace", "cgroup-namespace"],
    errnos: ["ENOSPC", "EUSERS"],
    text: "a limit in /proc/sys/user/max_*_namespaces is reached (0 switches a kind off), or namespaces are nested 32 deep",
  },
  {
    id: "namespaces-denied",
    ops: ["clone"],
    errnos: ["EPERM", "EACCES"],
    when: (t) => has(t, "user"),
    text: "user namespaces may be switched off (kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns), and none can be made in a chroot",
  },
  {
    id: "namespaces-need-admin",
    ops: ["clone", "time-namespace", "cgroup-namespace"],
    errnos: ["EPERM"],
    text: "new namespaces need CAP_SYS_ADMIN, or a new user namespace among them",
  },
  {
    id: "namespaces-unknown",
    ops: ["clone", "time-namespace", "cgroup-namespace"],
    errnos: ["EINVAL"],
    text: "the kernel was built without one of these kinds of namespaces (ls /proc/self/ns)",
  },
  {
    id: "join-missing",
    ops: ["join"],
    errnos: ["ENOENT"],
    text: "who held the namespace is gone: a process, or a bind mount of its file (ip netns list)",
  },
  {
    id: "join-wrong-kind",
    ops: ["join"],
    errnos: ["EINVAL"],
    text: "the file is no namespace, or one of another kind than linux.namespaces says",
  },
  {
    id: "join-denied",
    ops: ["join", "join-rest", "join-process"],
    errnos: ["EPERM"],
    text: "joining needs CAP_SYS_ADMIN in the user namespace that owns the other one; a user namespace cannot be joined from inside itself",
  },
  {
    id: "maps-not-allowed",
    ops: ["idmap"],
    errnos: null,
    text: "a user maps the own id and the ranges of /etc/subuid and /etc/subgid (as login name or number), each only once; newuidmap and newgidmap must keep their setuid bit or capabilities",
  },
  {
    id: "sysctl-unknown",
    ops: ["sysctl"],
    errnos: ["ENOENT"],
    text: "this kernel has no such parameter, or not in a namespace; a module may have to be loaded first",
  },
  {
    id: "sysctl-value",
    ops: ["sysctl"],
    errnos: ["EINVAL", "ERANGE"],
    text: "the kernel does not take this value for the parameter",
  },
  {
    id: "sysctl-not-namespaced",
    ops: ["sysctl"],
    errnos: ["EACCES", "EPERM", "EROFS"],
    text: "the parameter is not the container's own to set: it belongs to the whole host, or to a namespace of another user namespace",
  },
  {
    id: "names-need-uts",
    ops: ["hostname", "domainname"],
    errnos: ["EPERM"],
    text: "names can only be set in a UTS namespace that belongs to the container's user namespace",
  },
  {
    id: "apparmor-profile-missing",
    ops: ["exec-label"],
    errnos: ["ENOENT"],
    text: "the AppArmor profile is not loaded (/sys/kernel/security/apparmor/profiles): apparmor_parser -r loads it",
  },
  {
    id: "label-refused",
    ops: ["exec-label"],
    errnos: ["EINVAL", "EACCES", "EPERM"],
    text: "the security module does not know the label or does not allow the change to it from the runtime's own",
  },
  {
    id: "module-off",
    ops: null,
    errnos: null,
    when: says(/(AppArmor|SELinux) is not enabled on this host/),
    text: "take the label out of process for hosts without the module, or enable it (lsm= on the kernel's command line)",
  },
  {
    id: "seccomp-architecture",
    ops: null,
    errnos: null,
    when: says(/SCMP_ARCH_|seccomp.*architecture/),
    text: "tsrun features lists the architectures; the installed libseccomp knows those of its own version only",
  },
  {
    id: "seccomp-needs-admin",
    ops: ["seccomp"],
    errnos: ["EACCES", "EPERM"],
    text: "a filter without noNewPrivileges needs CAP_SYS_ADMIN in the container's user namespace",
  },
  {
    id: "seccomp-kills",
    ops: null,
    errnos: null,
    when: says(/seccomp filter killed/),
    text: "the profile must let the setup end: execve, and without noNewPrivileges also capset, prctl, read, write and close",
  },
  {
    id: "state-not-writable",
    ops: ["state-directory"],
    errnos: ["EROFS", "EACCES", "EPERM", "ENOENT", "ENOTDIR"],
    text: "--root names a directory for states that this user can write to, such as one in $XDG_RUNTIME_DIR",
  },
  {
    id: "disk-full",
    ops: null,
    errnos: ["ENOSPC", "EDQUOT"],
    when: ({ call }) => call === "write" || call === "open" || call === "mkdir",
    text: "the file system is full (df -h, df -i), or the quota is used up",
  },
  {
    id: "not-mapped",
    ops: null,
    errnos: ["EOVERFLOW"],
    when: inUsers,
    text: "a file belongs to an id that has no line in linux.uidMappings or gidMappings",
  },
];
