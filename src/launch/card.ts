// What the shortcuts may do for a container: decided once, at create, from its plan. Whatever the
// list below does not know is left to the engine.
import { utf8 } from "../native/text.ts";
import { isHostOp } from "../wire/ops.ts";
import { stateText } from "../state/view.ts";
import type { Plan } from "../plan/types.ts";
import type { Card, Watch } from "../state/card.ts";
import type { SavedState } from "../state/document.ts";
import type { HostOp } from "../wire/ops.ts";

/** Steps of the engine that leave nothing behind but cgroups, init and the directory. */
const UNDONE_BY_REMOVAL: ReadonlySet<string> = new Set<HostOp["op"]>([
  "state-directory",
  "start-gate",
  "cgroup-make",
  "cgroup-enable",
  "cgroup-cpuset",
  "cgroup-write",
  "cgroup-devices",
  "cgroup-delegate",
  "cgroup-join",
  "open-tree",
  "idmap-tree",
  "lock-tree",
  "connect-console",
  "connect-pidfd",
  "send-pidfd",
  "seccomp-compile",
  "seccomp-listener",
  "spawn",
  "rlimit",
  "net-up",
  "host-hook",
  "save-state",
  "pid-file",
]);

/** The freezers and what they hold while nothing is frozen; null: where they are is not known. */
function freezers(paths: SavedState["cgroup_paths"]): readonly Watch[] | null {
  const v1 = paths["freezer"];
  const v2 = paths["unified"];
  if (v1 === undefined && v2 === undefined) return Object.keys(paths).length === 0 ? [] : null;
  return [
    ...(v1 === undefined ? [] : [{ path: `${v1}/freezer.state`, usual: "THAWED\n" }]),
    ...(v2 === undefined ? [] : [{ path: `${v2}/cgroup.freeze`, usual: "0\n" }]),
  ];
}

function isPlain(plan: Plan): boolean {
  return plan.steps.every(({ op }) => !isHostOp(op) || UNDONE_BY_REMOVAL.has(op.op));
}

/**
 * The card of a container that waits at its gate.
 *
 * @param text - state.json as it was written
 * @returns null when no shortcut fits it
 */
export function cardOf(state: SavedState, plan: Plan, text: string): Card | null {
  const watches = freezers(state.cgroup_paths);
  // The first of its kind: ociVersion and id, which come before it, hold no quotes.
  const key = '"status":"';
  const at = text.indexOf(key);
  if (watches === null || at < 0) return null;
  const own = state.tsrun;
  const pid = state.init_process_pid;
  return {
    rights: {
      start: own.hasProcess && own.poststart.length === 0 && own.notifies !== true,
      delete: own.poststop.length === 0 && own.mountsBefore === null && isPlain(plan),
      initAlone: own.ownPidNamespace,
    },
    statusAt: utf8(text.slice(0, at + key.length)).length,
    pid,
    start: state.init_process_start,
    id: state.id,
    texts: {
      created: stateText(state, "created", pid),
      running: stateText(state, "running", pid),
      stopped: stateText(state, "stopped", 0),
    },
    watches,
    cgroups: Object.values(state.cgroup_paths),
  };
}
