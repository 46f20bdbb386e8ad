// The processes of a container, by its cgroups.
import { processesIn } from "../cgroup/members.ts";
import { checkId } from "../state/directory.ts";
import { readState } from "../state/document.ts";

/**
 * Host pids in the container's cgroups and below them, sorted; none for a container that ended.
 * @throws StateError, SystemError
 */
export function containerProcesses(root: string, id: string): readonly number[] {
  checkId(id);
  return processesIn(Object.values(readState(root, id).cgroup_paths));
}
