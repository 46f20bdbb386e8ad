// Where the master of a container's pty goes: a console socket of the caller, or, in the foreground,
// back to the engine.
import { closeFd } from "../native/files.ts";
import { connectUnix, receive, socketPair } from "../native/sockets.ts";
import { callersWindow } from "../native/terminal.ts";
import { Failure } from "./failure.ts";
import type { Process } from "../config/config.gen.ts";

/** Console path of foreground runs: the pty's master comes back to us. */
export const OWN_CONSOLE = "-";

/** A pair whose one end takes the place of a console socket. */
export interface OwnConsole {
  readonly connect: (path: string) => number;
  /** The pty's master, -1 when there is no terminal. */
  readonly take: () => number;
}

/** Receives the master of a foreground run's own pty. */
export function ownConsole(): OwnConsole {
  let ours = -1;
  return {
    connect: (path) => {
      if (path !== OWN_CONSOLE) return connectUnix(path);
      const [here, there] = socketPair("stream");
      ours = here;
      return there;
    },
    take: () => {
      if (ours < 0) return -1;
      const message = receive(ours, -1, 0);
      closeFd(ours);
      ours = -1;
      if (message === null || message.fd < 0)
        throw new Failure("the container's init sent no terminal");
      return message.fd;
    },
  };
}

/** A process whose terminal has the caller's size, where the configuration says none. */
export function withCallersWindow<T extends Process>(process: T): T {
  if (process.terminal !== true || process.consoleSize !== undefined) return process;
  const size = callersWindow();
  return size === null ? process : { ...process, consoleSize: size };
}

/**
 * A console socket belongs to a terminal, and a terminal needs one; the words are those that callers
 * of OCI runtimes know.
 * @throws Failure
 */
export function checkConsole(terminal: boolean, socket: string | null): void {
  if (terminal && socket === null) {
    throw new Failure("cannot allocate tty if runc will detach without setting console socket");
  }
  if (!terminal && socket !== null && socket !== OWN_CONSOLE) {
    throw new Failure("cannot use console socket if runc will not detach or allocate tty");
  }
}
