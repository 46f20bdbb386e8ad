// A change of limits as a whole: when a step fails, those before it are taken back.
import { openCgroup, readCgroupFile, using, writeCgroupFile } from "../native/cgroup.ts";
import { SystemError } from "../native/library.ts";
import { performCgroup } from "./perform.ts";
import { undoValue } from "./undo.ts";
import type { CgroupOp } from "./perform.ts";
import type { OpNamed } from "../wire/ops.ts";

/** What is performed, and how device rules go back. */
export interface Change<Step> {
  readonly steps: readonly Step[];
  readonly back: readonly CgroupOp[];
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  readonly op: (step: Step) => CgroupOp;
}

type Undo = () => void;

/** How a write is taken back; null when its file is not there or does not tell what it held. */
function undoOf(op: OpNamed<"cgroup-write">): Undo | null {
  return using(openCgroup(op.mount, op.path, op.version), (directory) => {
    const choices = [[op.file, op.value] as const, [op.instead[0], op.instead[1]] as const];
    for (const [file, value] of choices) {
      if (file === undefined || value === undefined) continue;
      const before = readCgroupFile(directory, file);
      if (before === null) continue;
      const restored = undoValue(file, value, before);
      if (restored === null) return null;
      return () =>
        using(openCgroup(op.mount, op.path, op.version), (again) => {
          writeCgroupFile(again, file, restored);
        });
    }
    return null;
  });
}

/** A step failed. */
export class ChangeFailure<Step> extends Error {
  override readonly name = "ChangeFailure";
  readonly step: Step;
  /** What could not be taken back. */
  readonly left: readonly string[];
  constructor(step: Step, cause: unknown, left: readonly string[]) {
    super("a change of limits failed", { cause });
    this.step = step;
    this.left = left;
  }
}

/** Performs every step or none. @throws ChangeFailure with the error of the step as its cause */
export function changeLimits<Step>(change: Change<Step>): void {
  const undo: Undo[] = [];
  let devices = false;
  for (const step of change.steps) {
    const op = change.op(step);
    try {
      if (op.op === "cgroup-write") {
        if (op.file.startsWith("devices.")) devices = true;
        else {
          const back = undoOf(op);
          if (back !== null) undo.unshift(back);
        }
      }
      performCgroup(op, { pid: 0, blobs: change.blobs });
    } catch (error) {
      if (devices)
        for (const one of change.back)
          undo.push(() => void performCgroup(one, { pid: 0, blobs: change.blobs }));
      throw new ChangeFailure(step, error, takeBack(undo));
    }
  }
}

function takeBack(undo: readonly Undo[]): readonly string[] {
  const left: string[] = [];
  for (const one of undo) {
    try {
      one();
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      left.push(error.message);
    }
  }
  return left;
}
