// The plan of every bundle under three fixed fact sheets, compared with the file beside the bundle.
// `UPDATE_GOLDEN=1` writes the files anew.
// test: limit 120
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseConfig } from "../src/config/parse.ts";
import { hybridRoot, rootlessUser, systemdRoot } from "../src/host/sheets/index.ts";
import { printJson } from "../src/json/print.ts";
import { planCreate } from "../src/plan/create.ts";
import { printPlan } from "../src/plan/print.ts";
import type { Facts } from "../src/plan/types.ts";
import { configOf } from "./harness/config.ts";
import type { Bundle, Place } from "./harness/define.ts";
import { member, merge } from "./harness/json.ts";
import type { Json } from "./harness/json.ts";
import { loadBundles, sourceOf } from "./harness/load.ts";

const sheets: Readonly<Record<string, Facts>> = {
  v1: hybridRoot,
  v2: systemdRoot,
  rootless: rootlessUser,
};
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

const update = process.env["UPDATE_GOLDEN"] === "1";

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

function planText(bundle: Bundle, facts: Facts): string {
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
  const plan = planCreate(config, bundle.systemd === true ? withSystemd(facts) : facts, {
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
  return printPlan(plan, { color: false, width: 100 });
}

/** The plan, or the words of the refusal: both are what a user sees. */
function seen(bundle: Bundle, facts: Facts): string {
  try {
    return planText(bundle, facts);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const pointer = "pointer" in error ? ` (${String(error.pointer)})` : "";
    if (pointer === "") throw error;
    return `refused: ${error.message}${pointer}\n`;
  }
}

const test = suite("golden plans");

const bundles = await loadBundles();
test("there are bundles", () => {
  assert.ok(bundles.length > 60, `${bundles.length} bundles`);
});
for (const bundle of bundles) {
  for (const [name, facts] of Object.entries(sheets)) {
    test(`the plan of ${bundle.name} on ${name} is the one that was looked at`, () => {
      const path = join(sourceOf(bundle.name), `plan.${name}.txt`);
      const text = seen(bundle, facts);
      if (update) writeFileSync(path, text);
      assert.ok(existsSync(path), `${path} is missing; UPDATE_GOLDEN=1 writes it`);
      assert.fixture(text, readFileSync(path, "utf8"));
    });
  }
}
test.run();
