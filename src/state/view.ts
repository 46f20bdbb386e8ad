// What `state` shows of a container.
import type { SavedState } from "./document.ts";
import type { Status } from "./status.ts";

/** The OCI state document with the runtime's additions, as `state` prints it. */
export interface ContainerState {
  readonly ociVersion: string;
  readonly id: string;
  readonly pid: number;
  readonly status: Status;
  readonly bundle: string;
  readonly rootfs: string;
  readonly created: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner: string;
}

/** The document with its keys in the usual order, without empty annotations. */
export function stateDocument(state: ContainerState): ContainerState {
  const annotations = state.annotations ?? {};
  return {
    ociVersion: state.ociVersion,
    id: state.id,
    pid: state.pid,
    status: state.status,
    bundle: state.bundle,
    rootfs: state.rootfs,
    created: state.created,
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    owner: state.owner,
  };
}

/** What `state` prints: two spaces of indent and no newline at the end, as callers compare it. */
export function stateText(saved: SavedState, status: Status, pid: number): string {
  return JSON.stringify(stateDocument({ ...saved, status, pid, owner: "" }), null, 2);
}
