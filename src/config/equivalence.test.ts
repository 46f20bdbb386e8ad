// Our schemas against the specification's: the same verdict on every fixture, capture and
// mutation, except for the differences that are listed here.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { needs } from "../testing/needs.ts";
import {
  FEATURES_STRICTER,
  FEATURES_WIDER,
  MUTATIONS,
  STATE_STRICTER,
  STATE_WIDER,
  STRICTER,
  WIDER,
} from "./differences.ts";
import type { Difference } from "./differences.ts";
import { FULL } from "./full.test-data.ts";
import { mutations } from "./mutations.ts";
import type { SchemaError, Validate } from "./schema-error.ts";
import { CONFIG_SHAPE } from "./shape.gen.ts";
import { dropNulls } from "./tidy.ts";
import { findUpstream, ourValidator, upstreamValidator } from "./upstream.ts";
import { validateConfig } from "./validate-all.gen.ts";
import { isEcho, placeOf } from "./wording.ts";

interface Pair {
  readonly ours: Validate;
  readonly theirs: Validate;
  readonly stricter: readonly Difference[];
  readonly wider: readonly Difference[];
  /** What is done to a document before it is judged, by both. */
  readonly prepare: (document: unknown) => unknown;
}

function errorsOf(validate: Validate, document: unknown): readonly SchemaError[] {
  return validate(document) ? [] : (validate.errors ?? []).filter((error) => !isEcho(error));
}

function listed(error: SchemaError, differences: readonly Difference[]): boolean {
  return differences.some(
    ([, keyword, place]) =>
      new RegExp(`^(${keyword})$`).test(error.keyword) && place.test(placeOf(error)),
  );
}

/** Why the two verdicts on a document differ without being listed, or null. */
function quarrel(pair: Pair, document: unknown): string | null {
  const prepared = pair.prepare(document);
  const theirs = errorsOf(pair.theirs, prepared);
  const ours = errorsOf(pair.ours, prepared);
  if ((ours.length === 0) === (theirs.length === 0)) return null;
  const [errors, differences] = ours.length > 0 ? [ours, pair.stricter] : [theirs, pair.wider];
  const surprise = errors.find((error) => !listed(error, differences));
  if (surprise === undefined) return null;
  const who = ours.length > 0 ? "only ours refuses" : "only theirs refuses";
  return `${who}: ${surprise.keyword} at ${placeOf(surprise)}`;
}

function same(document: unknown): unknown {
  return document;
}

/** V-48: null of an optional member is absent, which is settled before a schema is asked. */
function withoutNulls(document: unknown): unknown {
  const copy = structuredClone(document);
  dropNulls(copy, CONFIG_SHAPE);
  return copy;
}

function jsonFiles(path: string): readonly (readonly [string, unknown])[] {
  return readdirSync(path).flatMap((name) => {
    const text = readFileSync(join(path, name), "utf8");
    try {
      return [[name, JSON.parse(text)] as const];
    } catch {
      return []; // two fixtures are not JSON; the parser's tests have them
    }
  });
}

function runs(path: string): void {
  const test = suite("config/equivalence");
  const config: Pair = {
    ours: validateConfig,
    theirs: upstreamValidator(path, "config"),
    stricter: STRICTER,
    wider: WIDER,
    prepare: withoutNulls,
  };
  const state: Pair = {
    ours: ourValidator("state"),
    theirs: upstreamValidator(path, "state"),
    stricter: STATE_STRICTER,
    wider: STATE_WIDER,
    prepare: same,
  };
  const features: Pair = {
    ours: ourValidator("features"),
    theirs: upstreamValidator(path, "features"),
    stricter: FEATURES_STRICTER,
    wider: FEATURES_WIDER,
    prepare: same,
  };
  const captures = jsonFiles("spec/real-configs");
  const configs = captures.filter(([name]) => !name.endsWith(".process.json"));
  const fixtures = (kind: string, verdict: string) => jsonFiles(join(path, "test", kind, verdict));

  for (const [kind, pair] of Object.entries({ config, state, features })) {
    test(`every fixture of ${kind} gets the verdict that its folder says`, () => {
      for (const [name, document] of fixtures(kind, "good")) {
        assert.equal(errorsOf(pair.ours, document), [], name);
      }
      for (const [name, document] of fixtures(kind, "bad")) {
        // V-50: what lies in the section of another platform is not looked at.
        const foreign = name.startsWith("freebsd");
        assert.is(errorsOf(pair.ours, document).length > 0, !foreign, name);
      }
    });
  }

  test("every capture gets the same verdict, listed differences apart", () => {
    assert.ok(captures.length >= 24);
    for (const [name, document] of configs) assert.is(quarrel(config, document), null, name);
    for (const [name, document] of captures) {
      if (!name.endsWith(".process.json")) continue;
      const whole = { ociVersion: "1.0.0", root: { path: "rootfs" }, process: document };
      assert.is(quarrel(config, whole), null, name);
      assert.equal(errorsOf(config.ours, whole), [], name);
    }
  });

  test("at least 2000 mutations of configurations get the same verdict", () => {
    const bases: unknown[] = [FULL];
    // One capture for each engine; the others of the same engine hardly differ.
    for (const name of ["docker20.", "podman-userns.", "containerd-cri-container.", "crun-"]) {
      bases.push(configs.find(([file]) => file.startsWith(name))?.[1]);
    }
    bases.push(...fixtures("config", "good").map(([, document]) => document));
    let count = 0;
    let refused = 0;
    const quarrels: string[] = [];
    for (const base of bases) {
      for (const { what, document } of mutations(base)) {
        count++;
        const found = quarrel(config, document);
        if (!config.theirs(document)) refused++;
        if (found !== null) quarrels.push(`${what}: ${found}`);
      }
    }
    assert.equal(quarrels.slice(0, 20), []);
    assert.ok(count >= 2000 && refused >= 2000, `${count} mutations, ${refused} refused`);
    // docs/ERRORS.md tells these.
    assert.equal({ bases: bases.length, count, refused }, MUTATIONS);
  });

  test("mutations of states and features get the same verdict", () => {
    for (const [kind, pair] of Object.entries({ state, features })) {
      const bases = fixtures(kind, "good").map(([, document]) => document);
      if (kind === "features") bases.push(WIDE_FEATURES);
      for (const base of bases) {
        for (const { what, document } of mutations(base)) {
          const found = quarrel(pair, document);
          assert.ok(found === null, `${kind} ${what}: ${found}`);
        }
      }
    }
  });

  test("every listed difference is one that a mutation shows", () => {
    const seen = new Set<Difference>();
    const look = (errors: readonly SchemaError[], differences: readonly Difference[]) => {
      for (const error of errors) {
        for (const one of differences) if (listed(error, [one])) seen.add(one);
      }
    };
    const foreign = { windows: 1, solaris: 1, vm: 1, zos: 1, freebsd: 1 };
    for (const { document } of mutations({ ...FULL, ...foreign, annotations: { "": "" } })) {
      look(errorsOf(config.ours, withoutNulls(document)), STRICTER);
      look(errorsOf(config.theirs, document), WIDER);
    }
    const idle = [...STRICTER, ...WIDER].filter((one) => !seen.has(one)).map(([id]) => id);
    assert.equal(idle, []);
  });

  test.run();
}

/** What the fixtures of features do not have. */
const WIDE_FEATURES = {
  ociVersionMin: "1.0.0",
  ociVersionMax: "1.3.0",
  linux: {
    intelRdt: { enabled: true, schemata: true, monitoring: true },
    memoryPolicy: { modes: ["MPOL_BIND"], flags: ["MPOL_F_STATIC_NODES"] },
    netDevices: { enabled: true },
  },
};

const upstream = findUpstream();
if (upstream.path === null) {
  const none = suite("config/equivalence");
  needs(none, upstream.why)("our schemas give the specification's verdicts", () => undefined);
  none.run();
} else {
  runs(upstream.path);
}
