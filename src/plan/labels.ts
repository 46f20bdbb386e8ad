// Labels that the host cannot give.
import type { Scope } from "./scope.ts";

/** Labels that the host cannot give: the mounts' is left out with a warning. */
export function warnOfLabels({ config, facts, warnings }: Scope): void {
  if ((config.linux?.mountLabel ?? "") !== "" && !facts.selinux) {
    warnings.push({
      pointer: "/linux/mountLabel",
      message: "mount label is ignored: SELinux is not enabled on this host",
    });
  }
}
