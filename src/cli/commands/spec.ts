// `spec`: writes a config.json to begin with.
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "../../launch/failure.ts";
import { defaultConfig, rootlessConfig } from "../spec-document.ts";
import type { Invocation } from "../types.ts";

const V2_ROOT_FILE = "/sys/fs/cgroup/cgroup.controllers";

/** Writes config.json, never over one that is there. @throws Failure */
export function run({ values, cwd }: Invocation): number {
  const path = join(resolve(cwd, values.text("bundle") ?? "."), "config.json");
  const base = defaultConfig(existsSync(V2_ROOT_FILE));
  const config = values.bool("rootless")
    ? rootlessConfig(base, process.geteuid?.() ?? 0, process.getegid?.() ?? 0)
    : base;
  try {
    writeFileSync(path, `${JSON.stringify(config, null, "\t")}\n`, { flag: "wx", mode: 0o666 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    throw new Failure("File config.json exists. Remove it first");
  }
  return 0;
}
