// run: create and start in one. In the foreground the engine then makes room for the attendant, a
// small C program in the same process (so the container stays its child), which relays and waits.
import { keepAtExec } from "../native/files.ts";
import { libraryDirectory } from "../native/library.ts";
import { becomeSubreaper, replaceProcess } from "../native/processes.ts";
import { holdSignals, releaseSignals } from "../native/terminal.ts";
import { OWN_CONSOLE, ownConsole } from "./console.ts";
import { createContainer } from "./create.ts";
import { Failure } from "./failure.ts";
import { remove } from "./remove.ts";
import { start } from "./start.ts";
import type { RunOptions } from "./options.ts";

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
}

/** What deletes it when the attendant itself cannot. */
function finishCommand({ root, id }: Finish): readonly string[] {
  return [...engineCommand(), "--root", root, "finish-run", id];
}

/** Becomes the attendant. @throws SystemError when it cannot be executed */
export function attend(pid: number, terminal: number, finish: Finish | null): never {
  if (terminal >= 0) keepAtExec(terminal);
  const path = `${libraryDirectory()}/attend`;
  const relay = terminal >= 0 ? ["--terminal", `${terminal}`] : [];
  const then =
    finish === null
      ? []
      : ["--root", finish.root, "--id", finish.id, "--finish", ...finishCommand(finish)];
  return replaceProcess(path, ["attend", "--pid", `${pid}`, ...relay, ...then], environment());
}

/**
 * `run`. Returns 0 when detached; in the foreground it does not return: the attendant ends with the
 * container's status, after the container was deleted (unless keep).
 * @throws Failure, StateError
 */
export function run(options: RunOptions): number {
  const foreground = !options.detach;
  if (foreground && options.consoleSocket !== null) {
    throw new Failure("cannot use console socket if runc will not detach or allocate tty");
  }
  if (foreground && !options.noSubreaper) becomeSubreaper();
  const console = ownConsole();
  const created = createContainer(
    foreground ? { ...options, consoleSocket: OWN_CONSOLE } : options,
    console.connect,
  );
  try {
    if (foreground) holdSignals();
    start(options.root, options.id, options.warn);
    if (!foreground) return 0;
    options.started();
    return attend(created.init.pid, console.take(), options.keep ? null : options);
  } catch (error) {
    // Nobody would wait for a container that was started all the same.
    remove(options.root, options.id, true, options.warn);
    releaseSignals();
    throw error;
  }
}
