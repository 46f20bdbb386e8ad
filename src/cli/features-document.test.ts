import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { featuresDocument } from "./features-document.ts";

const features = featuresDocument();
const { linux } = features;

test("[F-1] the document is valid", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(JSON.parse(readFileSync("spec/config.schema.json", "utf8")), "config.schema.json");
  const valid = ajv.validate(
    JSON.parse(readFileSync("spec/features.schema.json", "utf8")),
    features,
  );
  assert.ok(valid, ajv.errorsText());
});

test("[F-3] [F-4] no value is null", () => {
  assert.not(JSON.stringify(features).includes("null"));
});

test("[F-5] [F-6] [F-7] the range of versions goes up to what is implemented", () => {
  assert.equal([features.ociVersionMin, features.ociVersionMax], ["1.0.0", "1.3.0"]);
});

test("[F-9] all six kinds of hooks are there", () => {
  assert.is(features.hooks?.length, 6);
});

test("[F-10] [F-11] [F-28] mount options are generic words", () => {
  const options = features.mountOptions ?? [];
  for (const word of ["ro", "rbind", "idmap", "ridmap", "rnodev", "tmpcopyup", "runbindable"]) {
    assert.ok(options.includes(word), word);
  }
  for (const word of ["mode", "size", "acl"]) assert.not(options.includes(word));
  assert.is(options.length, 62);
  assert.is(linux?.mountExtensions?.idmap?.enabled, true);
});

test("[F-13] [AN-6] [AN-9] own annotations have keys of their own", () => {
  for (const key of Object.keys(features.annotations ?? {})) {
    assert.match(key, /^dev\.tsrun\./);
  }
});

test("[F-14] annotations that change what is done are listed", () => {
  assert.equal(features.potentiallyUnsafeConfigAnnotations, [
    "org.systemd.property.",
    "run.oci.keep_original_groups",
    "org.criu.config",
  ]);
});

test("[F-17] both versions of cgroups and both kinds of systemd are there", () => {
  const all = { v1: true, v2: true, systemd: true, systemdUser: true, rdma: true };
  assert.equal(linux?.cgroup, all);
});

test("[F-15] [F-16] all namespaces and capabilities are there", () => {
  assert.equal(linux?.namespaces, [
    "cgroup",
    "ipc",
    "mount",
    "network",
    "pid",
    "time",
    "user",
    "uts",
  ]);
  assert.is(linux?.capabilities?.length, 41);
  assert.is(linux?.capabilities?.[0], "CAP_CHOWN");
});

test("[F-19] [F-20] [F-22] [F-23] seccomp words are those that are performed", () => {
  const seccomp = linux?.seccomp;
  assert.is(seccomp?.operators?.length, 7);
  assert.is(seccomp?.actions?.length, 9);
  for (const flag of seccomp?.supportedFlags ?? []) assert.ok(seccomp?.knownFlags?.includes(flag));
});

test("[F-25] [F-26] memory policies are those that are set", () => {
  assert.is(linux?.memoryPolicy?.modes?.length, 7);
  assert.is(linux?.memoryPolicy?.flags?.length, 3);
});

test.run();
