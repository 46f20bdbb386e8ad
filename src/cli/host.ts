// The host as the command line sees it: environment, current directory, log file. Everything else of
// this folder is handed these and can be tested without them.
import { constants, openSync, readFileSync, realpathSync, writeSync } from "node:fs";
import type { GlobalsHost } from "./globals.ts";
import type { LogHost } from "./log.ts";
import { err, terminal } from "./streams.ts";

/** What the global flags depend on. */
export function globalsHost(): GlobalsHost {
  return {
    euid: process.geteuid?.() ?? 0,
    env: process.env,
    cwd: currentDirectory(),
    uidMap: () => readFileSync("/proc/self/uid_map", "latin1"),
    realpath: (path) => {
      try {
        return realpathSync(path);
      } catch {
        return path;
      }
    },
  };
}

/** The current directory; `/` when it was removed (absolute paths still work then). */
export function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return "/";
  }
}

/** What the log writes with. */
export function logHost(): LogHost {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_SYNC;
  return {
    open: (path) => openSync(path, flags, 0o644),
    append: (fd, text) => {
      // One write of the whole: several commands append to the same file.
      writeSync(fd, Buffer.from(text));
    },
    stderr: err,
    stderrIsTerminal: () => terminal(2),
    now: () => new Date(),
    env: process.env,
  };
}
