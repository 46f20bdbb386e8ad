// The plan of a bundle under a fixed fact sheet.
import { parseConfig } from "../../src/config/parse.ts";
import { printJson } from "../../src/json/print.ts";
import { planCreate } from "../../src/plan/create.ts";
import type { Facts, Plan } from "../../src/plan/types.ts";
import { configOf } from "./config.ts";
import type { Bundle, Place } from "./define.ts";
import { member, merge } from "./json.ts";
import type { Json } from "./json.ts";
import { sourceOf } from "./load.ts";

/** A user can only make containers in a user namespace: configurations without one are given one. */
function forUser(config: Json): Json {
  const namespaces = member(config, "linux", "namespaces");
  if (!Array.isArray(namespaces)) return config;
  if (namespaces.some((entry: unknown) => member(entry, "type") === "user")) return config;
  const map = [
    { containerID: 0, hostID: 1000, size: 1 },
    { containerID: 1, hostID: 100000, size: 65535 },
  ];
  const added = {
    namespaces: [...namespaces, { type: "user" }],
    uidMappings: map,
    gidMappings: map,
  };
  return merge(config, { linux: added });
}

/** The hosts' systemd, for bundles of its driver. */
function withSystemd(facts: Facts): Facts {
  const user = facts.euid !== 0;
  const systemd = {
    failure: null,
    version: 252,
    user,
    cgroup: facts.cgroup.mode === "v2" ? 2 : 1,
    root: user ? "/user.slice/user-1000.slice/user@1000.service" : "",
    deviceGroups: { c: { "1": "mem", "136": "pts" }, b: {} },
  } as const;
  return { ...facts, systemd };
}

/** @throws PlanError, ConfigError where create would refuse */
export function planOf(bundle: Bundle, facts: Facts): Plan {
  const place: Place = {
    bundle: "/bundle",
    side: "/bundle.side",
    id: "golden",
    source: sourceOf(bundle.name),
  };
  const rootless = facts.euid !== 0;
  const written = configOf(bundle, place, rootless ? forUser : {});
  const text = new TextEncoder().encode(printJson(written, 2));
  const { config } = parseConfig(text);
  return planCreate(config, bundle.systemd === true ? withSystemd(facts) : facts, {
    id: place.id,
    bundle: place.bundle,
    root: rootless ? "/run/user/1000/tsrun" : "/run/tsrun",
    pidFile: null,
    consoleSocket: null,
    noPivot: false,
    noNewKeyring: false,
    preserveFds: 0,
    systemdCgroup: bundle.systemd === true,
    noCgroup: false,
    rootless,
  });
}
