// The end of the engine in a foreground run or exec: the attendant (c/front/attend.c) takes its place.
import { keepAtExec } from "../native/files.ts";
import { libraryDirectory } from "../native/library.ts";
import { replaceProcess } from "../native/processes.ts";
import type { Notify } from "./notify.ts";

/** The environment as execve takes it. */
export function environment(): readonly string[] {
  return Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
}

/** How this engine is started again: its path, then argv (with the script on Node). */
export function engineCommand(): readonly string[] {
  const script = process.versions["bun"] === undefined ? process.argv[1] : undefined;
  return [process.execPath, "tsrun", ...(script === undefined ? [] : [script])];
}

/** Which container ends with its program. */
export interface Finish {
  readonly root: string;
  readonly id: string;
  readonly logFlags: readonly string[];
}

/** What deletes it when the attendant itself cannot. */
function finishCommand({ root, id, logFlags }: Finish): readonly string[] {
  return [...engineCommand(), ...logFlags, "--root", root, "finish-run", id];
}

/** What the attendant has to do besides waiting. */
export interface Duties {
  /** The pty's master, or -1. */
  readonly terminal: number;
  readonly notify?: Notify | null;
  readonly finish: Finish | null;
}

/** Becomes the attendant. @throws SystemError when it cannot be executed */
export function attend(pid: number, { terminal, notify = null, finish }: Duties): never {
  const sockets = notify === null ? [] : [notify.inside, notify.manager];
  for (const fd of [terminal, ...sockets]) if (fd >= 0) keepAtExec(fd);
  const path = `${libraryDirectory()}/attend`;
  const relay = terminal >= 0 ? ["--terminal", `${terminal}`] : [];
  const then =
    finish === null
      ? []
      : ["--root", finish.root, "--id", finish.id, "--finish", ...finishCommand(finish)];
  const tell =
    notify === null ? [] : ["--notify", `${notify.inside}`, "--manager", `${notify.manager}`];
  const args = ["attend", "--pid", `${pid}`, ...relay, ...tell, ...then];
  return replaceProcess(path, args, environment());
}
