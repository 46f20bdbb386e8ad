// What the engine and stage 0 must be seen to do for each of their operations.
import { join } from "node:path";
import type { HOST_OPS, OpNamed } from "../../src/wire/ops.ts";
import type { Expectations, Expected, Surroundings } from "./types.ts";

/** `/a/b/c` to `/a`, `/a/b`. */
export function parentsOf(path: string): readonly string[] {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}

/** A text as part of a pattern. */
export function literal(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}

/** Absolute path of a cgroup. */
function cgroup(op: { readonly mount: string; readonly path: string }): string {
  return `${op.mount}${op.path}`;
}

function written(file: string, value: string): string {
  return `write ${file} ${JSON.stringify(value === "" ? "\n" : value)}`;
}

/** A program with its words, as a process of its own. */
export function ran(path: string, args: readonly string[], env: readonly string[]): string {
  return `run ${path} ${JSON.stringify(args)} ${JSON.stringify(env)}`;
}

function cgroupWrite(op: OpNamed<"cgroup-write">): readonly Expected[] {
  const file = `${cgroup(op)}/${op.file}`;
  const [other, value] = op.instead;
  const instead = other === undefined ? [] : [written(`${cgroup(op)}/${other}`, value ?? "")];
  return [{ oneOf: [[written(file, op.value)], [`absent ${file}`, ...instead]] }];
}

function cgroupMake(op: OpNamed<"cgroup-make">): readonly Expected[] {
  const parents = parentsOf(op.path).map((path): Expected => {
    const made = [`directory ${op.mount}${path} 0755`, /^attribute of /];
    return { maybe: [{ oneOf: [[`there ${op.mount}${path}`], made] }] };
  });
  // That nobody uses it is looked at first, and that it is not there is what is seen of it.
  const absent = new RegExp(`^absent ${literal(op.mount)}/`);
  return [{ many: absent }, ...parents, `directory ${cgroup(op)} 0755`];
}

/** v1: what the parents have goes down to the container's own directory. */
function cpuset(op: OpNamed<"cgroup-cpuset">): readonly Expected[] {
  const files = ["cpuset.cpus", "cpuset.mems"];
  const write = (path: string, file: string): RegExp =>
    new RegExp(`^write ${literal(join(op.mount, path, file))} "[0-9,-]+"$`);
  const above = parentsOf(op.path).flatMap((path) =>
    files.map((file) => ({ maybe: [write(path, file)] })),
  );
  return [...above, ...files.map((file) => write(op.path, file))];
}

/** What a hook says is read, and kept for the message when it fails. */
export const OUTPUT: Expected = { many: /^piped / };

function hostHook(op: OpNamed<"host-hook">): readonly Expected[] {
  // It reads its state on stdin.
  const document = new RegExp(`^pipe \\{.*"status":"${literal(op.status)}"`);
  return [ran(op.path, op.args, op.env), document, OUTPUT];
}

function start(): Expectations {
  const words = /^run .*memfd:tsrun-init \["tsrun-init",/;
  // The helper starts clean: descriptors close at exec, RLIMIT_NOFILE as the caller had it.
  return { host: [words], stage0: ["close at exec from 3", /^limit 0 7 \d+:\d+$/] };
}

function enable(op: OpNamed<"cgroup-enable">): readonly Expected[] {
  const dirs = ["", ...parentsOf(op.path)].map((path) => literal(join(op.mount, path)));
  const names = op.controllers.map(literal).join("|");
  return [
    { many: new RegExp(`^write (?:${dirs.join("|")})/cgroup.subtree_control "\\+(?:${names})"$`) },
  ];
}

const NEEDS_RESCTRL = "needs a mounted resctrl";
const NEEDS_PIDFD_SOCKET = "--pidfd-socket, which plan does not know";

/** Operations of the engine that no plan of a create under test holds, with the reason. */
export const UNSEEN_HOST = {
  "cgroup-usage": "only update has it",
  "net-up": "only restore has it",
  "cgroup-delegate": "cgroup v2 for a user namespace, seen in the virtual machine",
  "systemd-unit": "needs the systemd driver, seen in the virtual machine",
  "cgroup-follow": "only exec has it, and no verb prints the plan of an exec",
  "idmap-tree": "mounts with an id mapping of their own, seen by their bundles",
  "notify-directory": "only under a service manager, seen by its bundles",
  "connect-pidfd": NEEDS_PIDFD_SOCKET,
  "send-pidfd": NEEDS_PIDFD_SOCKET,
  "net-device": "moves a device of the host, seen by its bundles",
  "seccomp-listener": "needs an agent behind a socket, seen by its bundles",
  "rdt-group": NEEDS_RESCTRL,
  "rdt-monitor": NEEDS_RESCTRL,
  "rdt-task": NEEDS_RESCTRL,
} as const;

// An operation with neither a row nor a reason fails the test.
type Rows = {
  readonly [Name in keyof typeof HOST_OPS]?: (
    op: OpNamed<Name>,
    around: Surroundings,
  ) => Expectations;
};

/** One row for each operation of the engine. */
export const HOST_ROWS: Rows = {
  "state-directory": (op, { state }) => ({
    host: [
      { maybe: [`directory ${state.slice(0, state.lastIndexOf("/"))} 0700`] },
      `directory ${op.path} 0711`,
      "state creating",
      `rename ${state}/state.json`,
    ],
  }),
  "start-gate": (_, { state }) => ({
    host: ["gate", "status"].flatMap((name) => [
      `node ${state}/${name} fifo 0600`,
      `open ${state}/${name} for writing`,
    ]),
  }),
  "cgroup-make": (op) => ({ host: cgroupMake(op) }),
  "cgroup-enable": (op) => ({ host: enable(op) }),
  "cgroup-cpuset": (op) => ({ host: cpuset(op) }),
  "cgroup-write": (op) => ({ host: cgroupWrite(op) }),
  // BPF_PROG_QUERY, BPF_PROG_LOAD, BPF_PROG_ATTACH.
  "cgroup-devices": () => ({ host: ["bpf 0x10", "bpf 0x5", "bpf 0x8"] }),
  "cgroup-join": (op, { pids }) => ({
    host: [written(`${cgroup(op)}/cgroup.procs`, `${pids.init}`)],
  }),
  "open-tree": (op) => ({
    host: [`copy of ${op.source}${op.recursive === 0 ? "" : " recursive"}`],
  }),
  // In a process without a program: attached, and copied with a user namespace.
  "lock-tree": () => ({
    host: [
      /^fork; unshare 0x20000; mount NULL "\/" NULL 0x44000 NULL; attach (\/proc(?:\/version)?); unshare 0x10020000; copy of \1 recursive$/,
    ],
  }),
  "connect-console": (op) => ({ host: [new RegExp(`^connect .*${literal(op.path)}`)] }),
  // Memory only; the filter is seen where it is loaded.
  "seccomp-compile": () => ({}),
  spawn: start,
  rlimit: (op, { pids }) => ({
    host: [`limit ${pids.init} ${op.resource} ${op.soft}:${op.hard}`],
  }),
  "host-hook": (op) => ({ host: hostHook(op) }),
  "save-state": (op, { state }) => ({
    host: [`state ${op.status}`, `rename ${state}/state.json`],
  }),
  "pid-file": (op, { pids }) => ({
    host: [/^create /, new RegExp(`^write .* "${pids.init}"$`), /^size of /, `rename ${op.path}`],
  }),
};
