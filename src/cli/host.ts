// The host as the command line sees it: environment, current directory, log file. Everything else of
// this folder is handed these and can be tested without them.
import { utf8 } from "../native/text.ts";
import { O_APPEND, O_CREAT, O_SYNC, O_WRONLY, openFile, writeAll } from "../native/files.ts";
import { readText, realPath } from "../native/paths.ts";
import type { GlobalsHost } from "./globals.ts";
import type { LogHost } from "./log.ts";
import { err, terminal } from "./streams.ts";

/** What the global flags depend on. */
export function globalsHost(): GlobalsHost {
  return {
    euid: process.geteuid?.() ?? 0,
    env: process.env,
    cwd: currentDirectory(),
    uidMap: () => readText("/proc/self/uid_map"),
    realpath: (path) => {
      try {
        return realPath(path);
      } catch {
        return path;
      }
    },
  };
}

// Stands for a directory that was deleted: absolute paths work, and from here nothing is found or made.
const DELETED = "/proc/(the current directory was deleted)";

/** The current directory. The launcher says that it was deleted, as an engine would not start there. */
export function currentDirectory(): string {
  if (process.env["TSRUN_DIRECTORY"] === "deleted") return DELETED;
  try {
    return process.cwd();
  } catch {
    return DELETED;
  }
}

/** What the log writes with. */
export function logHost(): LogHost {
  return {
    open: (path) => openFile(path, O_WRONLY | O_APPEND | O_CREAT | O_SYNC, 0o644),
    // One write of the whole: several commands append to the same file.
    append: (fd, text) => writeAll(fd, utf8(text), "the log"),
    stderr: err,
    stderrIsTerminal: () => terminal(2),
    now: () => new Date(),
    env: process.env,
  };
}
