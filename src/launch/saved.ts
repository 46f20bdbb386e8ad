// From a configuration to what is kept about its container.
import { bootId, lifeOf } from "../state/process.ts";
import type { Config } from "../config/config.gen.ts";
import type { SavedState } from "../state/document.ts";
import type { HookState } from "./hooks.ts";
import type { CreateOptions } from "./options.ts";

/** The version of the specification that state documents follow. */
export const OCI_VERSION = "1.3.0";

function absolute(bundle: string, path: string): string {
  return path.startsWith("/") ? path : `${bundle}/${path}`;
}

/** The first state document, before init exists. */
export function savedState(
  config: Config,
  options: CreateOptions,
  cgroupPaths: Readonly<Record<string, string>>,
): SavedState {
  const rootfs = absolute(options.bundle, config.root?.path ?? "rootfs");
  const annotations = config.annotations;
  const pid = config.linux?.namespaces?.find((namespace) => namespace.type === "pid");
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
    config: {
      labels: [
        ...Object.entries(annotations ?? {}).map(([key, value]) => `${key}=${value}`),
        `bundle=${options.bundle}`,
      ],
      rootfs,
      mounts: (config.mounts ?? []).map((mount) => ({
        ...(mount.source === undefined ? {} : { source: mount.source }),
        destination: mount.destination,
      })),
    },
    cgroup_paths: cgroupPaths,
    namespace_paths: {},
    tsrun: {
      bootId: bootId(),
      creator: process.pid,
      creatorStart: lifeOf(process.pid)?.start ?? 0,
      hasProcess: config.process !== undefined,
      noNewKeyring: options.noNewKeyring,
      ownPidNamespace: pid !== undefined && pid.path === undefined,
      poststart: config.hooks?.poststart ?? [],
      poststop: config.hooks?.poststop ?? [],
    },
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
