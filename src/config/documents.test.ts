import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { featuresDocument } from "../cli/features-document.ts";
import { ourValidator } from "./upstream.ts";
import type { Validate } from "./schema-error.ts";

const test = suite("config/documents");

/** Errors of a document, as `pointer keyword`. */
function errors(validate: Validate, document: unknown): readonly string[] {
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const STATE = { ociVersion: "1.3.0", id: "a", status: "stopped", bundle: "/b" };

test("[V-44] [ST-10] [ST-16] a created, running or paused container has a pid", () => {
  const validate = ourValidator("state");
  for (const status of ["created", "running", "paused"]) {
    assert.equal(errors(validate, { ...STATE, status }), [" required", " if"]);
    assert.equal(errors(validate, { ...STATE, status, pid: 1 }), []);
  }
  for (const status of ["creating", "stopped"]) {
    assert.equal(errors(validate, { ...STATE, status }), []);
    assert.equal(errors(validate, { ...STATE, status, pid: 0 }), []);
  }
});

test("[V-44] [ST-12] the bundle of a state is an absolute path", () => {
  assert.equal(errors(ourValidator("state"), { ...STATE, bundle: "b" }), ["/bundle pattern"]);
});

test("[V-49] [ST-9] [ST-15] paused is a status, others are not, further members are allowed", () => {
  const validate = ourValidator("state");
  assert.equal(errors(validate, { ...STATE, status: "paused", pid: 1, rootfs: "/r" }), []);
  assert.equal(errors(validate, { ...STATE, status: "zombie" }), ["/status enum"]);
});

test("[V-45] [F-3] [F-5] [F-6] features have both versions; anything else may be null", () => {
  const validate = ourValidator("features");
  const versions = { ociVersionMin: "1.0.0", ociVersionMax: "1.3.0" };
  assert.equal(errors(validate, versions), []);
  assert.equal(errors(validate, { ...versions, hooks: null, linux: null }), []);
  assert.equal(errors(validate, { ociVersionMin: "1.0.0" }), [" required"]);
  assert.equal(errors(validate, { ...versions, linux: { memoryPolicy: { modes: 1 } } }), [
    "/linux/memoryPolicy/modes type",
  ]);
  assert.equal(errors(validate, { ...versions, linux: { intelRdt: { monitoring: "x" } } }), [
    "/linux/intelRdt/monitoring type",
  ]);
  assert.equal(errors(validate, { ...versions, linux: { capabilities: ["KILL"] } }), [
    "/linux/capabilities/0 pattern",
  ]);
});

/** Members of a document that its schema does not name, as pointers. */
function unknownMembers(value: unknown, schema: Schema, at: string): readonly string[] {
  if (typeof value !== "object" || value === null || schema.properties === undefined) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const member = schema.properties?.[name];
    return member === undefined ? [`${at}/${name}`] : unknownMembers(item, member, `${at}/${name}`);
  });
}

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** A schema with its references to its own definitions followed. */
function followed(schema: Schema, root: Schema): Schema {
  const [file, name] = (schema.$ref ?? "").split("#/$defs/");
  if (file !== "" || name === undefined) {
    const members = Object.entries(schema.properties ?? {});
    if (members.length === 0) return schema;
    return { properties: Object.fromEntries(members.map(([k, v]) => [k, followed(v, root)])) };
  }
  return followed(root.$defs?.[name] ?? {}, root);
}

test("[V-45] [F-7] [F-8] [F-9] our own features: versions in order, hooks and members known", () => {
  const features = featuresDocument();
  const numbers = (version: string) => version.split(".").map(Number);
  const [min, max] = [numbers(features.ociVersionMin), numbers(features.ociVersionMax)];
  const order = min.map((number, i) => number - (max[i] ?? 0)).find((step) => step !== 0);
  assert.ok((order ?? 0) <= 0, `${features.ociVersionMin} to ${features.ociVersionMax}`);
  const config = JSON.parse(readFileSync("spec/config.schema.json", "utf8")) as Schema;
  const hooks = Object.keys(config.$defs?.["Hooks"]?.properties ?? {});
  assert.is(hooks.length, 6);
  assert.equal([...(features.hooks ?? [])].sort(), hooks.sort());
  const schema = JSON.parse(readFileSync("spec/features.schema.json", "utf8")) as Schema;
  assert.equal(unknownMembers(features, followed(schema, schema), ""), []);
  assert.equal(unknownMembers({ linux: { x: 1 } }, followed(schema, schema), ""), ["/linux/x"]);
});

test("a process document is a schema of its own", () => {
  assert.equal(errors(ourValidator("process"), { cwd: "/", args: ["sh"] }), []);
  assert.equal(errors(ourValidator("process"), { cwd: "/" }), [" required"]);
});

test.run();
