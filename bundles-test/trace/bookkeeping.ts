// What the comparison of plan and trace leaves out, each with its reason.
import { literal } from "./expect-host.ts";
import type { Surroundings } from "./types.ts";

/** Effects of the runtime itself that no step asks for. */
export function BOOKKEEPING(state: string): Surroundings["bookkeeping"] {
  const own = literal(state);
  return {
    host: [
      // The launcher, and the engine in its place.
      /^run \S*\/tsrun\/engine /,
      /^run \S*\/bin\/tsrun /,
      // The JavaScript host keeps what it inherited to itself, and has threads.
      /^close at exec from \d+$/,
      /^thread$/,
      // Facts about the host: the tools for subordinate ids.
      /^look at \/usr\/bin\/new[gu]idmap$/,
      // Lines of the journal, and files under their temporary names; the state itself is a step's.
      new RegExp(`^(?:create|write|size of) ${own}/(?:journal|\\.[a-z.]+\\.\\d+)(?: |$)`),
      new RegExp(`^rename ${own}/(?!state\\.json)[a-z.]+$`),
      // Compiled filters are kept for the next container; private, beside no container's state.
      /^(?:directory|create|write|size of|rename|mode|remove|owner) \S*\/tsrun-cache(?:\/|\b)/,
    ],
    stage0: [],
    init: [],
  };
}

/** Steps whose effects are not to be seen, or not always. */
export const SILENT_STEPS: Readonly<Record<string, string>> = {
  "seccomp-compile": "computes in memory",
  "chown-stdio": "stdio is root's already",
  cwd: "a directory that is there is not made",
  "cgroup-enable": "the controllers are enabled already",
};

const OF_MESSAGES = "words for messages";
const ALL_THERE = "every controller is enabled already, or there is none";
const CHECKED = "what the source must be; the helper looks before it binds";
const BY_SLOT = "the engine made the tree, the helper is given it in a slot";
const NAMES_A_SLOT = "a name between engine and helper";

/** Fields that no system call shows, in some steps or in all. */
export const HIDDEN: Readonly<Record<string, string>> = {
  "barrier.name": OF_MESSAGES,
  "bind-device.major": CHECKED,
  "bind-device.minor": CHECKED,
  "bind-device.mode": CHECKED,
  "bind.recursive": BY_SLOT,
  "bind.slot": BY_SLOT,
  "bind.source": BY_SLOT,
  "cgroup-enable.controllers": ALL_THERE,
  "cgroup-enable.mount": ALL_THERE,
  "cgroup-enable.optional": ALL_THERE,
  "cgroup-enable.path": ALL_THERE,
  "cgroup-join.version": "checked when the hierarchy is opened",
  "cgroup-make.version": "checked when the hierarchy is opened",
  "cgroup-write.instead": "the first file is there",
  "cgroup-write.optional": "the file is there",
  "cgroup-write.version": "checked when the hierarchy is opened",
  "chown-stdio.gid": "stdio is the user's already",
  "cwd.path": "a directory that is there is not made",
  "exec.uid": "whose home is looked up; HOME is in the environment that is seen",
  "gate.gate": NAMES_A_SLOT,
  "gate.status": NAMES_A_SLOT,
  "hook.index": OF_MESSAGES,
  "hook.kind": OF_MESSAGES,
  "hook.timeout": "it is over before",
  "host-hook.index": OF_MESSAGES,
  "host-hook.kind": OF_MESSAGES,
  "host-hook.timeout": "it is over before",
  "join.later": "what happens when entering is refused",
  "keyring.label": "only where a security module is on",
  "lock-tree.slot": NAMES_A_SLOT,
  "lookup.path": "a name with a slash is not searched for",
  "mknod.major": "a FIFO has no number",
  "mknod.minor": "a FIFO has no number",
  "mount.options": "a mode that a tmpfs takes over looks like one that is asked for",
  "mount.strict": "checked behind the mount",
  "open-tree.slot": NAMES_A_SLOT,
  "parent-private.path": "which mount holds it is found by trying",
  "remount.bind": "there are no options of the file system",
  "remount.options": "those of the file system are not changed through a bind",
  "remount.words": "those of the file system are not changed through a bind",
  "seccomp-compile.blob": NAMES_A_SLOT,
  "seccomp-compile.profile": "computes in memory",
  "seccomp.filter": NAMES_A_SLOT,
  "symlink.replace": "nothing is there",
};
