// Mounts: what can be said without looking at the root filesystem.
import { below } from "../../json/pointer.ts";
import type { Config, Mount } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";
import { checkMappings } from "./idmaps.ts";
import { hasNamespace } from "./namespaces.ts";

function checkIdmap(mount: Mount, place: string, users: boolean, report: Report): void {
  const uids = mount.uidMappings ?? [];
  const gids = mount.gidMappings ?? [];
  checkMappings(uids, `${place}/uidMappings`, report);
  checkMappings(gids, `${place}/gidMappings`, report);
  if ((uids.length === 0) !== (gids.length === 0)) {
    const lacking = uids.length === 0 ? "uidMappings" : "gidMappings";
    report(finding("error", `${place}/${lacking}`, "must not be empty beside the other mappings"));
  }
  const word = mount.options?.find((option) => option === "idmap" || option === "ridmap");
  if (word !== undefined && uids.length + gids.length === 0 && !users) {
    const rule = `${word} needs mappings of the mount, or a user namespace`;
    report(finding("error", `${place}/options`, rule));
  }
}

/** Checks `/mounts`. */
export function checkMounts(config: Config, report: Report): void {
  const users = hasNamespace(config, "user");
  for (const [index, mount] of (config.mounts ?? []).entries()) {
    const place = below("/mounts", index);
    if (!mount.destination.startsWith("/")) {
      const rule = `should be absolute: ${JSON.stringify(mount.destination)} is taken from /`;
      report(finding("warning", `${place}/destination`, rule));
    }
    checkIdmap(mount, place, users, report);
  }
}
