// linux.netDevices: interfaces of the runtime's network namespace that move into the container's.
import { below } from "../json/pointer.ts";
import { CAP } from "./kernel.ts";
import { holds } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Step } from "./types.ts";

const PLACE = "/linux/netDevices";

/**
 * One step for each, in the order of config.json.
 * @throws PlanError for a runtime that may not move them
 */
export function netDeviceSteps({ config, facts }: Scope): readonly Step[] {
  const devices = Object.entries(config.linux?.netDevices ?? {});
  if (devices.length > 0 && !holds(facts, CAP.netAdmin)) {
    throw new PlanError(PLACE, "moving network devices needs CAP_NET_ADMIN on the host");
  }
  return devices.map(([name, device]) =>
    asked("namespaces", below(PLACE, name), {
      op: "net-device",
      name,
      target: (device?.name ?? "") === "" ? name : (device?.name ?? name),
    }),
  );
}
