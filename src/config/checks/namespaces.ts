// Namespaces and what needs them: names, id mappings, time offsets, hidden paths.
import { below } from "../../json/pointer.ts";
import type { Config, Linux, NamespaceType } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";
import { checkMappings } from "./idmaps.ts";

/** Bytes of a host or domain name: __NEW_UTS_LEN. */
const MAX_NAME = 64;

/** Whether the container is in a namespace of a type that is listed, new or joined. */
export function hasNamespace(config: Config, type: NamespaceType): boolean {
  return config.linux?.namespaces?.some((entry) => entry.type === type) ?? false;
}

/** The path of a listed namespace; empty for a new one, undefined when the type is not listed. */
function pathOf(config: Config, type: NamespaceType): string | undefined {
  const entry = config.linux?.namespaces?.find((one) => one.type === type);
  return entry === undefined ? undefined : (entry.path ?? "");
}

function checkTwins(linux: Linux, report: Report): void {
  const seen = new Set<string>();
  for (const [index, { type }] of (linux.namespaces ?? []).entries()) {
    const place = `${below("/linux/namespaces", index)}/type`;
    if (seen.has(type)) report(finding("error", place, "must not be listed twice", type));
    seen.add(type);
  }
}

function checkNames(config: Config, report: Report): void {
  for (const member of ["hostname", "domainname"] as const) {
    const name = config[member] ?? "";
    if (name === "") continue;
    if (!hasNamespace(config, "uts")) {
      const rule = `unable to set ${member} without a private UTS namespace`;
      report(finding("error", `/${member}`, rule));
    }
    if (new TextEncoder().encode(name).length > MAX_NAME) {
      report(finding("error", `/${member}`, `must have at most ${MAX_NAME} bytes`, name));
    }
  }
}

function checkUser(config: Config, report: Report): void {
  const uids = config.linux?.uidMappings ?? [];
  const gids = config.linux?.gidMappings ?? [];
  checkMappings(uids, "/linux/uidMappings", report);
  checkMappings(gids, "/linux/gidMappings", report);
  const path = pathOf(config, "user");
  const first = uids.length > 0 ? "/linux/uidMappings" : "/linux/gidMappings";
  if (path === undefined && uids.length + gids.length > 0) {
    const rule =
      "user namespace mappings specified, but user namespace isn't enabled in the config";
    report(finding("error", first, rule));
  } else if (path === "" && uids.length + gids.length === 0) {
    const rule =
      "user namespaces enabled, but no namespace path to join nor mappings to apply specified";
    report(finding("error", "/linux/namespaces", rule));
  } else if (uids.length === 0 && gids.length > 0) {
    report(finding("error", "/linux/uidMappings", "is required beside gidMappings"));
  } else if (gids.length === 0 && uids.length > 0) {
    report(finding("error", "/linux/gidMappings", "is required beside uidMappings"));
  }
}

function checkTime(config: Config, report: Report): void {
  if (Object.keys(config.linux?.timeOffsets ?? {}).length === 0) return;
  const path = pathOf(config, "time");
  if (path === undefined) {
    const rule = "time namespace offsets specified, but time namespace isn't enabled in the config";
    report(finding("error", "/linux/timeOffsets", rule));
  } else if (path !== "") {
    const rule = "must be absent beside the path of a time namespace: its offsets are fixed";
    report(finding("error", "/linux/timeOffsets", rule));
  }
}

function checkHidden(config: Config, report: Report): void {
  if (hasNamespace(config, "mount")) return;
  for (const member of ["maskedPaths", "readonlyPaths"] as const) {
    if ((config.linux?.[member] ?? []).length === 0) continue;
    const rule = "needs a mount namespace: it would change the host's mounts";
    report(finding("error", `/linux/${member}`, rule));
  }
}

/** Checks linux.namespaces and the members that only mean something in a namespace. */
export function checkNamespaces(config: Config, report: Report): void {
  checkNames(config, report);
  if (config.linux !== undefined) checkTwins(config.linux, report);
  checkUser(config, report);
  checkTime(config, report);
  checkHidden(config, report);
}
