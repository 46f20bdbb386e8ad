// What a bundle of the suite is: data, a check, and the runtime that the check is tried against.
import type { Json } from "./json.ts";
import type { Test } from "./test.ts";

/** What the machine must have for a bundle. */
export type Need =
  | "root"
  | "memory"
  | "pids"
  | "cpu"
  | "cpuset"
  | "blkio"
  | "freezer"
  | "v2"
  | "systemd"
  | "v1-memory"
  | "v1-pids"
  | "v1-cpu"
  | "v1-devices"
  | "v1-cpuset"
  | "v1-freezer"
  | "v1-blkio"
  | "v1"
  | "two-cpus"
  | "time-namespace"
  | "overlay"
  | "ip"
  | "runc"
  | "user-manager"
  | "setpriv"
  | "raise-limits"
  | "disk"
  | "ipcmk"
  | "strace"
  | "hugetlb"
  | "net_cls"
  | "net_prio"
  | "huge-pages"
  | "rdma"
  | "apparmor"
  | "newuidmap"
  | "criu"
  | "criu-memory"
  | "runtime-for-all";

/** Where a bundle lies, for configurations that have to name paths. */
export interface Place {
  /** Absolute path of the bundle directory; its root is `rootfs` below. */
  readonly bundle: string;
  /** Directory for what belongs to the host's side of the bundle, outside of the root. */
  readonly side: string;
  /** Container id, unique on the machine. */
  readonly id: string;
  /** Directory of the bundle's source, for data files. */
  readonly source: string;
}

/** The runtime that a bundle's check is tried against, or why there is none. */
export type Oracle = "runc" | "crun" | { readonly none: string };

/** One behaviour: a bundle, and what must be seen when it runs. */
export interface Bundle {
  /** Name of the folder. */
  readonly name: string;
  /** A behaviour sentence, with the ids of the rules that it shows in brackets. */
  readonly title: string;
  readonly oracle: Oracle;
  /** Besides root, which every bundle needs that does not say `rootless`. */
  readonly needs?: readonly Need[];
  readonly rootless?: boolean;
  /** Golden plans are made with --systemd-cgroup; the check passes the flag itself. */
  readonly systemd?: boolean;
  /** Changes to the base configuration; a whole one when `whole` is set. */
  readonly config: Json | ((place: Place) => Json);
  readonly whole?: boolean;
  /** Prepares files in the root and beside it. */
  readonly setup?: (t: Test) => void;
  /** @throws Error for what is not as it must be. */
  readonly check: (t: Test) => void;
}

/** Types a bundle; each `bundles-test/NAME/bundle.ts` exports the answer as `bundle`. */
export function defineBundle(bundle: Bundle): Bundle {
  return bundle;
}
