// Reads the configuration of a bundle, once.
import { resolveFrom } from "../plan/paths.ts";
import { EACCES, EISDIR, ENOENT, ENOTDIR } from "../native/errno.ts";
import { SystemError } from "../native/library.ts";
import { isThere, readBytes } from "../native/paths.ts";
import type { Config } from "./config.gen.ts";
import { ConfigError } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { parseConfig } from "./parse.ts";

/** What a bundle's configuration is called. */
const CONFIG_FILE = "config.json";

/** A configuration as it was read. */
export interface Loaded {
  readonly config: Config;
  /** The bytes of the file, for who keeps a copy. */
  readonly bytes: Uint8Array;
  /** Warnings. */
  readonly findings: readonly Finding[];
}

function wordFailure(error: unknown, file: string): string {
  const errno = error instanceof SystemError ? error.errno : 0;
  if (errno === ENOENT) return `JSON specification file ${file} not found`;
  if (errno === EACCES) return "cannot be read: permission denied";
  if (errno === EISDIR) return "cannot be read: is a directory";
  if (errno === ENOTDIR) return "cannot be read: the bundle is not a directory";
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

/**
 * Reads the bytes of `config.json` of a bundle.
 *
 * @param bundle path of the bundle directory.
 * @param file another path, from the bundle.
 * @throws ConfigError when the file cannot be read.
 */
export function readConfig(bundle: string, file = CONFIG_FILE): Uint8Array {
  try {
    return readBytes(resolveFrom(bundle, file));
  } catch (error) {
    const rule = isThere(bundle)
      ? wordFailure(error, file)
      : `the bundle ${bundle} is not there: no such file or directory`;
    const found: Finding = { level: "error", pointer: "", rule, section: "bundle.md" };
    throw new ConfigError(found, file);
  }
}

/**
 * Reads and checks `config.json` of a bundle.
 *
 * @param bundle path of the bundle directory.
 * @param file another path, from the bundle.
 * @throws ConfigError when the file cannot be read, or at its first error.
 */
export function loadConfig(bundle: string, file = CONFIG_FILE): Loaded {
  const bytes = readConfig(bundle, file);
  return { ...parseConfig(bytes), bytes };
}
