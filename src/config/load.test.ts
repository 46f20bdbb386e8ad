import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ConfigError } from "./finding.ts";
import { inspectConfig, inspectProcess } from "./inspect.ts";
import { loadConfig } from "./load.ts";
import { small } from "./testing.ts";

const test = suite("config/load");

const CAPTURES = join("spec", "real-configs");

/** Runs `use` with a new directory, which is removed afterwards. */
function inDirectory<T>(use: (path: string) => T): T {
  const path = mkdtempSync(join(tmpdir(), "tsrun-load-"));
  try {
    return use(path);
  } finally {
    rmSync(path, { recursive: true });
  }
}

function messageOf(bundle: string): string {
  try {
    loadConfig(bundle);
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test("[G-2] the configuration is config.json, directly in the bundle", () => {
  inDirectory((bundle) => {
    const rule = "JSON specification file config.json not found";
    assert.match(messageOf(bundle), rule);
    mkdirSync(join(bundle, "sub"));
    writeFileSync(join(bundle, "sub", "config.json"), small({}));
    writeFileSync(join(bundle, "Config.json"), small({}));
    assert.match(messageOf(bundle), rule);
    writeFileSync(join(bundle, "config.json"), small({}));
    const { config, bytes, findings } = loadConfig(bundle);
    assert.is(config.root.path, "rootfs");
    assert.equal(new Uint8Array(bytes), small({}));
    assert.equal(findings, []);
  });
});

test("a configuration that cannot be read is an error with the reason", () => {
  inDirectory((bundle) => {
    mkdirSync(join(bundle, "config.json"));
    assert.match(messageOf(bundle), "is a directory");
    writeFileSync(join(bundle, "file"), "");
    assert.match(messageOf(join(bundle, "file")), "the bundle is not a directory");
    assert.match(messageOf(join(bundle, "none")), "no such file or directory");
  });
});

test("an empty file is an error", () => {
  inDirectory((bundle) => {
    writeFileSync(join(bundle, "config.json"), "");
    assert.match(messageOf(bundle), "config.json: line 1, column 1: unexpected EOF");
  });
});

test("[V-20] [V-46] [V-47] what engines really send has no error", () => {
  for (const name of readdirSync(CAPTURES)) {
    const bytes = readFileSync(join(CAPTURES, name));
    const inspect = name.endsWith(".process.json") ? inspectProcess : inspectConfig;
    const found = inspect(bytes).map(({ pointer, rule }) => `${pointer}: ${rule}`);
    // The template that ctr prints leaves the arguments to its reader.
    const expected =
      name === "ctr-oci-spec.json"
        ? ["/process/args: is absent: the container cannot be started"]
        : [];
    assert.equal(found, expected, name);
  }
});

test.run();
