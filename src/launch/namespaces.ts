// The namespaces of a container beside those of the runtime, and who else is in them.
import { parseNamespaceLink } from "../host/process.ts";
import { listDirectory, readLink } from "../native/paths.ts";
import { containerDirectory, FILES } from "../state/directory.ts";
import { readState } from "../state/document.ts";
import { StateError } from "../state/errors.ts";
import { isAlive } from "../state/process.ts";
import { livingState } from "./events.ts";

/** Kinds by the name in /proc/PID/ns, in the order that they are shown. */
const KINDS = {
  mnt: "mount",
  pid: "pid",
  net: "network",
  ipc: "ipc",
  uts: "uts",
  user: "user",
  cgroup: "cgroup",
  time: "time",
} as const;

/** One namespace of a container. */
export interface NamespaceView {
  readonly type: (typeof KINDS)[keyof typeof KINDS];
  /** Inode number of the container's, and of the runtime's. */
  readonly container: string;
  readonly host: string;
  /** The runtime is in it too. */
  readonly shared: boolean;
  /** Other containers of this root that are in it, by id. */
  readonly with: readonly string[];
}

type Inodes = ReadonlyMap<string, string>;

/** Inodes of a process, by the name in /proc; none of a process that has ended. */
function inodesOf(pid: number | "self"): Inodes {
  const found = new Map<string, string>();
  for (const name of Object.keys(KINDS)) {
    try {
      const inode = parseNamespaceLink(readLink(`/proc/${pid}/ns/${name}`));
      if (inode !== null) found.set(name, inode);
    } catch {
      // A kernel without this kind, or the process ended.
    }
  }
  return found;
}

/** Namespaces of the other live containers under this root, by id. */
function others(root: string, id: string): readonly (readonly [string, Inodes])[] {
  return listDirectory(root)
    .toSorted()
    .flatMap((other) => {
      if (other === id) return [];
      try {
        if (!listDirectory(containerDirectory(root, other)).includes(FILES.journal)) return [];
        const state = readState(root, other);
        if (!isAlive(state.init_process_pid, state.init_process_start)) return [];
        return [[other, inodesOf(state.init_process_pid)] as const];
      } catch (error) {
        // Not a container, or one that is just being deleted.
        if (error instanceof StateError || (error instanceof Error && "code" in error)) return [];
        throw error;
      }
    });
}

/** Compares the namespaces of a container with the runtime's and with other containers'. */
export function compareNamespaces(
  container: Inodes,
  host: Inodes,
  neighbours: readonly (readonly [string, Inodes])[],
): readonly NamespaceView[] {
  return Object.entries(KINDS).flatMap(([name, type]) => {
    const inode = container.get(name);
    const own = host.get(name);
    if (inode === undefined || own === undefined) return [];
    const also = neighbours.filter(([, inodes]) => inodes.get(name) === inode).map(([id]) => id);
    return [{ type, container: inode, host: own, shared: inode === own, with: also }];
  });
}

/** The namespaces of a container. @throws StateError, Failure when it does not run */
export function namespacesOf(root: string, id: string): readonly NamespaceView[] {
  const state = livingState(root, id);
  const container = inodesOf(state.init_process_pid);
  return compareNamespaces(container, inodesOf("self"), others(root, id));
}
