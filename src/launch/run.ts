// run: create and start in one. In the foreground the engine then makes room for the attendant, a
// small C program in the same process (so the container stays its child), which relays and waits.
import { becomeSubreaper } from "../native/processes.ts";
import { holdSignals, releaseSignals } from "../native/terminal.ts";
import { attend } from "./attend.ts";
import { OWN_CONSOLE, ownConsole } from "./console.ts";
import { createContainer } from "./create.ts";
import { Failure } from "./failure.ts";
import { remove } from "./remove.ts";
import { start, startUnwaited } from "./start.ts";
import type { RunOptions } from "./options.ts";

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
    if (!foreground) {
      start(options.root, options.id, options.warn);
      return 0;
    }
    const { notify } = startUnwaited(options.root, options.id, options.warn);
    options.started();
    const finish = options.keep ? null : options;
    return attend(created.init.pid, { terminal: console.take(), notify, finish });
  } catch (error) {
    // Nobody would wait for a container that was started all the same.
    remove(options.root, options.id, true, options.warn);
    releaseSignals();
    throw error;
  }
}
