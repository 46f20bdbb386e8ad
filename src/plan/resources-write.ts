// What all resource planners share: the place of a controller, one step for one value, and the range
// checks that the schema cannot say.
import { asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Step } from "./types.ts";

/** The container's cgroup in the hierarchy of one controller. */
export interface Place {
  readonly mount: string;
  /** Absolute from the mount point. */
  readonly path: string;
  readonly version: 1 | 2;
}

/** What a write may have besides file and value. */
export interface WriteMore {
  /** A missing file is skipped. */
  readonly optional?: boolean;
  /** File and value for a kernel that lacks the first file. */
  readonly instead?: readonly [file: string, value: string];
  /** Why, when the pointer does not say it. */
  readonly why?: string;
}

/** One value into one file of the container's cgroup. */
export function cgroupWrite(
  place: Place,
  file: string,
  value: string,
  pointer: string,
  more: WriteMore = {},
): Step {
  return asked(
    "cgroup",
    pointer,
    {
      op: "cgroup-write",
      mount: place.mount,
      path: place.path,
      version: place.version,
      file,
      value,
      optional: more.optional === true ? 1 : 0,
      instead: more.instead ?? [],
    },
    more.why ?? "",
  );
}

/** v2 files say `max` where the configuration says -1. */
export function orMax(value: bigint): string {
  return value < 0n ? "max" : `${value}`;
}

/** Takes a value only in its range. @throws PlanError */
export function inRange(pointer: string, value: bigint | number, low: bigint, high?: bigint): void {
  if (value >= low && (high === undefined || value <= high)) return;
  const range = high === undefined ? `below ${low}` : `not between ${low} and ${high}`;
  throw new PlanError(pointer, `${value} is ${range}`);
}

/** A setting that v2 has no file for. */
export function noV2File(pointer: string, setting: string): PlanError {
  return new PlanError(pointer, `${setting} has no counterpart on cgroup v2`);
}

/**
 * A list of CPUs or memory nodes, `0-3,7` (cpuset(7), "List format"); blanks around the parts are
 * dropped.
 *
 * @throws PlanError
 */
export function numberList(pointer: string, text: string): string {
  const parts = text.split(",").map((part) => part.trim());
  for (const part of parts) {
    const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    if (match === null || Number(match[2] ?? match[1]) < Number(match[1])) {
      throw new PlanError(
        pointer,
        `${JSON.stringify(text)} is not a list of numbers such as 0-3,7`,
      );
    }
  }
  return parts.join(",");
}
