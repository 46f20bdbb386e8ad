// linux.cgroupsPath: the same value must always mean the same place, and one below the mount point.
import type { Config } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";

/** Checks `/linux/cgroupsPath`: `..` could lead out of the place that the runtime chose. */
export function checkCgroupsPath(config: Config, report: Report): void {
  const path = config.linux?.cgroupsPath ?? "";
  if (path.split("/").includes("..")) {
    report(finding("error", "/linux/cgroupsPath", "must not have .. in it", path));
  }
}
