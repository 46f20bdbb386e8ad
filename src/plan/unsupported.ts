// What config.json may ask for and this version does not do. It is refused by name, never left out.
import type { Config } from "../config/config.gen.ts";
import type { Scope } from "./scope.ts";
import { PlanError } from "./types.ts";

/** @throws PlanError for each section that is not there yet */
export function refuseUnsupported(config: Config): void {
  const { linux } = config;
  if (Object.keys(linux?.netDevices ?? {}).length > 0) {
    throw new PlanError("/linux/netDevices", "moving network devices is not supported yet");
  }
}

/** Labels that the host cannot give: the mounts' is left out with a warning. */
export function warnOfLabels({ config, facts, warnings }: Scope): void {
  if ((config.linux?.mountLabel ?? "") !== "" && !facts.selinux) {
    warnings.push({
      pointer: "/linux/mountLabel",
      message: "mount label is ignored: SELinux is not enabled on this host",
    });
  }
}
