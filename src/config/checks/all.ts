// All checks that a schema cannot say and that need neither files nor a kernel.
import type { Config } from "../config.gen.ts";
import type { Report } from "../finding.ts";
import { checkCgroupsPath } from "./cgroups-path.ts";
import { checkDevices, checkNetDevices } from "./devices.ts";
import { checkMemoryPolicy } from "./memory-policy.ts";
import { checkMounts } from "./mounts.ts";
import { checkNamespaces } from "./namespaces.ts";
import { checkProcess, checkProgram } from "./process.ts";
import { checkIntelRdt } from "./rdt.ts";
import { checkResources } from "./resources.ts";
import { checkSeccomp } from "./seccomp.ts";
import { checkSysctl } from "./sysctl.ts";
import { checkVersion } from "./version.ts";

/** Checks that look at one section alone. */
export function checkSections(config: Config, report: Report): void {
  const linux = config.linux ?? {};
  checkVersion(config, report);
  if (config.process !== undefined) checkProcess(config.process, report);
  checkProgram(config, report);
  checkDevices(config, report);
  checkCgroupsPath(config, report);
  if (linux.resources !== undefined) checkResources(linux.resources, report);
  if (linux.seccomp !== undefined) checkSeccomp(linux.seccomp, report);
  if (linux.intelRdt !== undefined) checkIntelRdt(linux.intelRdt, report);
  if (linux.memoryPolicy !== undefined) checkMemoryPolicy(linux.memoryPolicy, report);
}

/** Checks of what goes with which namespaces. */
function checkAgainstNamespaces(config: Config, report: Report): void {
  checkMounts(config, report);
  checkNamespaces(config, report);
  checkNetDevices(config, report);
  checkSysctl(config, report);
}

/** Checks a configuration that its schema accepts. */
export function checkConfig(config: Config, report: Report): void {
  checkSections(config, report);
  checkAgainstNamespaces(config, report);
}
