// What the engine's steps work on while a container is made: by create's walk or by restore.
import { closeFd } from "../native/files.ts";
import type { CgroupDirectory } from "../native/cgroup.ts";
import type { Child } from "../native/processes.ts";

/** The process that becomes the container. */
export type Init = Child;

/** The state of one run through the engine's steps. */
export interface Stage {
  /** Descriptors by slot name; closed at the end. */
  readonly slots: Map<string, number>;
  /** Cgroups that were made, open for the steps that write to them. */
  readonly cgroups: Map<string, CgroupDirectory>;
  /** Descriptors that nobody else gets, by name; closed at the end. */
  readonly held: Map<string, number>;
  /** Compiled bytes by blob name. */
  readonly blobs: Map<string, Uint8Array>;
  /** init's pid, 0 as long as there is none. */
  readonly pid: number;
  /** init, waiting for it where it has to. @throws Failure */
  readonly init: () => Init;
  /** The listener of init's filter. @throws Failure */
  readonly listener: () => number;
  /** Kills what was started and waits until it is gone. */
  readonly kill: () => void;
  /** Closes every descriptor. */
  readonly close: () => void;
}

/** Closes what the maps of a stage hold. */
export function closeStage({ slots, cgroups, held }: Stage): void {
  for (const fd of slots.values()) closeFd(fd);
  slots.clear();
  for (const { fd } of cgroups.values()) closeFd(fd);
  cgroups.clear();
  for (const fd of held.values()) closeFd(fd);
  held.clear();
}
