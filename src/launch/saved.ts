// From a configuration to what is kept about its container.
import { readLink } from "../native/paths.ts";
import { mountsOn } from "./host-mounts.ts";
import { OCI_VERSION } from "../config/checks/version.ts";
import { programOf } from "../config/program.ts";
import { describe } from "../plan/describe.ts";
import { bootId, ownStart } from "../state/process.ts";
import type { Config } from "../config/config.gen.ts";
import type { Plan, Step } from "../plan/types.ts";
import type { SavedState } from "../state/document.ts";
import type { HookState } from "./hooks.ts";
import type { CreateOptions } from "./options.ts";

function absolute(bundle: string, path: string): string {
  return path.startsWith("/") ? path : `${bundle}/${path}`;
}

/** The part that tools know from other runtimes' state files. */
function knownConfig(config: Config, bundle: string, rootfs: string): SavedState["config"] {
  const annotations = Object.entries(config.annotations ?? {});
  return {
    labels: [...annotations.map(([key, value]) => `${key}=${value}`), `bundle=${bundle}`],
    rootfs,
    mounts: (config.mounts ?? []).map(({ source, destination }) => ({
      ...(source === undefined ? {} : { source }),
      destination,
    })),
  };
}

function missingPart(config: Config): Pick<SavedState["tsrun"], "missing"> {
  if (programOf(config) !== null) return {};
  return { missing: config.process === undefined ? "process" : "process.args" };
}

function unitPart({ steps }: Plan): Pick<SavedState["tsrun"], "unit"> {
  for (const { op } of steps) {
    if (op.op === "systemd-unit") return { unit: { unit: op.unit, user: op.user === 1 } };
  }
  return {};
}

/** What tsrun's own verbs need later. */
function ownPart(
  config: Config,
  options: CreateOptions,
  rootfs: string,
  plan: Plan,
): SavedState["tsrun"] {
  const namespaces = config.linux?.namespaces ?? [];
  const pid = namespaces.find((namespace) => namespace.type === "pid");
  const ownMounts = namespaces.some((namespace) => namespace.type === "mount");
  return {
    bootId: bootId(),
    creator: process.pid,
    creatorStart: ownStart(),
    hasProcess: programOf(config) !== null,
    ...missingPart(config),
    behindGate: behindGate(plan.steps),
    ...unitPart(plan),
    ...(plan.steps.some(({ op }) => op.op === "notify-directory") ? { notifies: true } : {}),
    noNewKeyring: options.noNewKeyring,
    mountsBefore: ownMounts ? null : mountsOn(rootfs),
    ownPidNamespace: pid !== undefined && (pid.path ?? "") === "",
    poststart: config.hooks?.poststart ?? [],
    poststop: config.hooks?.poststop ?? [],
  };
}

/** What start says of a step that failed behind the gate. */
export function behindGate(steps: readonly Step[]): Readonly<Record<string, string>> {
  const gate = steps.findIndex((step) => step.op.op === "gate");
  return Object.fromEntries(
    steps.flatMap(({ op }, index) => {
      if (gate < 0 || index <= gate) return [];
      if (op.op === "hook") return [[index, `error running ${op.kind} hook #${op.index}`]];
      return [[index, op.op === "exec" ? `exec ${op.args[0] ?? ""}` : describe(op)]];
    }),
  );
}

/** What a descriptor of ours is, as init inherits it: `pipe:[4711]`, `/dev/null`. */
function descriptorName(fd: number): string {
  try {
    return readLink(`/proc/self/fd/${fd}`);
  } catch {
    // Not open.
    return "";
  }
}

/** The first state document, before init exists. */
export function savedState(config: Config, options: CreateOptions, plan: Plan): SavedState {
  const rootfs = absolute(options.bundle, config.root.path);
  const annotations = config.annotations;
  return {
    ociVersion: OCI_VERSION,
    id: options.id,
    status: "creating",
    pid: 0,
    bundle: options.bundle,
    rootfs,
    created: new Date().toISOString(),
    ...(annotations === undefined ? {} : { annotations }),
    init_process_pid: 0,
    init_process_start: 0,
    config: knownConfig(config, options.bundle, rootfs),
    cgroup_paths: plan.cgroupPaths,
    namespace_paths: {},
    external_descriptors: [0, 1, 2].map(descriptorName),
    tsrun: ownPart(config, options, rootfs, plan),
  };
}

/** What a hook is told about a container. */
export function hookState(state: SavedState, status: string, pid: number): HookState {
  return {
    ociVersion: state.ociVersion,
    id: state.id,
    status,
    pid,
    bundle: state.bundle,
    ...(state.annotations === undefined ? {} : { annotations: state.annotations }),
  };
}
