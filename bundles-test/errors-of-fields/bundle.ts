// Values outside of linux that no create may take: one line says what is wrong, and nothing is left.
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";
import { refuseAll } from "../harness/refusals.ts";
import type { Refusal } from "../harness/refusals.ts";

const process = (more: Json): Json => ({ process: more });
const mount = (more: Json): Json => ({ mounts: [...usualMounts, more] });

const cases: readonly Refusal[] = [
  ["[C-1]", { ociVersion: "1.0" }, /ociVersion/],
  ["[C-3]", { root: undefined }, /root/],
  ["[C-4]", { root: { path: undefined } }, /root\.path/],
  ["[C-7]", { root: { path: "none" } }, /none/],
  ["[MT-3]", mount({ type: "tmpfs" }), /mounts\[6\]\.destination/],
  ["[MT-3]", mount({ destination: "", type: "tmpfs" }), /mounts\[6\]\.destination/],
  ["[MO-65]", mount({ destination: "/x", source: "/", options: ["bind", "idmap"] }), /idmap/],
  [
    "[MT-14]",
    mount({
      destination: "/x",
      source: "/",
      options: ["bind"],
      gidMappings: [{ containerID: 0, hostID: 1, size: 1 }],
    }),
    /uidMappings/,
  ],
  ["[L-3]", mount({ destination: "/x", type: "nosuchfs" }), /nosuchfs/],
  ["[P-5]", process({ terminal: true, consoleSize: { height: 2 } }), /consoleSize\.width/],
  ["[P-5]", process({ terminal: true, consoleSize: { width: 2 } }), /consoleSize\.height/],
  ["[P-6]", process({ cwd: undefined }), /cwd/],
  ["[P-7]", process({ cwd: "tmp" }), /cwd/],
  ["[P-9]", process({ args: [] }), /args/],
  ["[P-14]", process({ rlimits: [{ type: "RLIMIT_TEST", soft: 1, hard: 1 }] }), /RLIMIT_TEST/],
  ["[P-16]", process({ rlimits: [{ type: "RLIMIT_CORE", hard: 1 }] }), /rlimits\[0\]\.soft/],
  ["[P-17]", process({ rlimits: [{ type: "RLIMIT_CORE", soft: 1 }] }), /rlimits\[0\]\.hard/],
  [
    "[P-18]",
    process({
      rlimits: [
        { type: "RLIMIT_CORE", soft: 1, hard: 1 },
        { type: "RLIMIT_CORE", soft: 1, hard: 1 },
      ],
    }),
    /RLIMIT_CORE/,
  ],
  ["[P-19]", process({ rlimits: [{ type: "RLIMIT_CORE", soft: 2, hard: 1 }] }), /rlimits\[0\]/],
  [
    "[P-20]",
    process({ apparmorProfile: "box" }),
    /AppArmor (is not enabled|profile is not loaded)/,
  ],
  ["[P-21]", process({ selinuxLabel: "a:b:c:s0" }), /SELinux is not enabled/],
  ["[P-27]", process({ oomScoreAdj: 1001 }), /oomScoreAdj/],
  ["[P-29]", process({ scheduler: {} }), /scheduler\.policy/],
  ["[P-29]", process({ scheduler: { policy: "SCHED_ISO" } }), /sched_setattr: invalid argument/],
  ["[P-30]", process({ scheduler: { policy: "SCHED_OTHER", nice: 20 } }), /nice/],
  ["[P-31]", process({ scheduler: { policy: "SCHED_FIFO" } }), /priority/],
  ["[P-32]", process({ scheduler: { policy: "SCHED_OTHER", flags: ["ODD"] } }), /flags/],
  ["[P-33]", process({ scheduler: { policy: "SCHED_OTHER", runtime: 1 } }), /runtime/],
  ["[P-35]", process({ ioPriority: { priority: 1 } }), /ioPriority\.class/],
  ["[P-36]", process({ ioPriority: { class: "IOPRIO_CLASS_BE", priority: 8 } }), /priority/],
  ["[P-36]", process({ ioPriority: { class: "IOPRIO_CLASS_BE" } }), /ioPriority\.priority/],
  ["[P-42]", process({ user: { gid: 0, uid: undefined } }), /user\.uid/],
  ["[P-43]", process({ user: { uid: 0, gid: undefined } }), /user\.gid/],
  ["[P-44]", process({ user: { uid: 0, gid: 0, umask: 512 } }), /umask/],
  ["[H-2]", { hooks: { poststop: [{ path: "bin/true" }] } }, /poststop\[0\]\.path/],
  ["[H-2]", { hooks: { createRuntime: [{ args: ["x"] }] } }, /createRuntime\[0\]\.path/],
  ["[H-6]", { hooks: { poststart: [{ path: "/bin/true", timeout: 0 }] } }, /timeout/],
  ["[H-6]", { hooks: { prestart: [{ path: "/bin/true", timeout: -1 }] } }, /timeout/],
  ["[AN-2]", { annotations: ["a"] }, /annotations/],
  ["[AN-3]", { annotations: { "": "x" } }, /annotations/],
  ["[AN-5]", { annotations: { a: 1 } }, /annotations/],
];

export const bundle = defineBundle({
  name: "errors-of-fields",
  title:
    "[C-14] [OP-14] [L-22] each wrong field is one line that names its place, and leaves nothing behind",
  oracle: { none: "runc 1.1 takes many of them" },
  config: {},
  check(t) {
    refuseAll(t, cases);
  },
});
