// What `state` and `list` show.
import { listDirectory, ownerOf } from "../native/paths.ts";
import { checkId, containerDirectory, FILES, isMissing } from "./directory.ts";
import { readState } from "./document.ts";
import { StateError } from "./errors.ts";
import { ownerName } from "./owner.ts";
import { statusOf } from "./status.ts";
import { stateDocument, stateText } from "./view.ts";
import type { SavedState } from "./document.ts";
import type { Status } from "./status.ts";
import type { ContainerState } from "./view.ts";

function view(root: string, saved: SavedState, owner: string): ContainerState {
  const status = statusOf(root, saved);
  return stateDocument({ ...saved, status, pid: shownPid(saved, status), owner });
}

function shownPid(saved: SavedState, status: Status): number {
  return status === "stopped" ? 0 : saved.init_process_pid;
}

/** What `state` prints of one container, from live facts. @throws StateError */
export function stateOf(root: string, id: string): string {
  checkId(id);
  const saved = readState(root, id);
  const status = statusOf(root, saved);
  return stateText(saved, status, shownPid(saved, status));
}

/** A directory that could not be read as a container. */
export interface BrokenState {
  readonly id: string;
  readonly message: string;
}

/**
 * All containers under a root, by name. Directories without a state of tsrun (other runtimes', or
 * one that is just being made) are passed over; broken ones are listed apart.
 * @throws Error when the root cannot be read
 */
export function listStates(root: string): {
  readonly states: readonly ContainerState[];
  readonly broken: readonly BrokenState[];
} {
  const states: ContainerState[] = [];
  const broken: BrokenState[] = [];
  for (const id of listDirectory(root).toSorted()) {
    try {
      if (!listDirectory(containerDirectory(root, id)).includes(FILES.journal)) continue;
      const uid = ownerOf(containerDirectory(root, id));
      states.push(view(root, readState(root, id), ownerName(uid)));
    } catch (error) {
      if (isGone(error)) continue;
      broken.push({ id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { states, broken };
}

function isGone(error: unknown): boolean {
  if (error instanceof StateError) return error.kind === "not-found";
  return isMissing(error);
}
