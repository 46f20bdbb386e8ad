import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Log } from "../log.ts";
import { perform } from "../program.ts";

const test = suite("cli/commands/validate");

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function validate(cwd: string, ...words: readonly string[]): Promise<Outcome> {
  const seen = { out: "", err: "" };
  const code = await perform(["validate", ...words], {
    globals: { euid: 0, env: {}, cwd, uidMap: () => "", realpath: (path) => path },
    log: new Log({
      open: () => 9,
      append: () => undefined,
      stderr: (text) => (seen.err += text),
      stderrIsTerminal: () => false,
      now: () => new Date(0),
      env: {},
    }),
    terminal: () => false,
    out: (text) => (seen.out += text),
    err: (text) => (seen.err += text),
    name: "tsrun",
  });
  return { code, ...seen };
}

/** Runs `use` with a bundle whose config.json is a capture, changed. */
async function withBundle(
  change: (text: string) => string,
  use: (bundle: string) => Promise<void>,
): Promise<void> {
  const bundle = mkdtempSync(join(tmpdir(), "tsrun-validate-"));
  try {
    mkdirSync(join(bundle, "rootfs"));
    const text = readFileSync("spec/real-configs/runc-1.1.5-spec.json", "utf8");
    writeFileSync(join(bundle, "config.json"), change(text));
    await use(bundle);
  } finally {
    rmSync(bundle, { recursive: true });
  }
}

const same = (text: string): string => text;

test("a good bundle is good, by --bundle, as an argument, and in the current directory", async () => {
  await withBundle(same, async (bundle) => {
    const good = { code: 0, out: `${bundle}/config.json is good\n`, err: "" };
    assert.equal(await validate("/", "--bundle", bundle), good);
    assert.equal(await validate("/", bundle), good);
    assert.equal(await validate(bundle), good);
    assert.is((await validate("/", "-b", bundle, bundle)).code, 1);
  });
});

test("all errors are told at once, with 1; stderr stays empty", async () => {
  const broken = (text: string): string =>
    text.replace('"cwd": "/"', '"cwd": "x"').replace('"soft": 1024', '"soft": 4096');
  await withBundle(broken, async (bundle) => {
    const { code, out, err } = await validate(bundle);
    assert.equal([code, err], [1, ""]);
    assert.match(out, "process.cwd: Cwd must be an absolute path");
    assert.match(out, "process.rlimits[0].soft: must be at most the hard limit");
    assert.match(out, "2 errors in");
    const json = JSON.parse((await validate(bundle, "--json")).out) as { readonly errors: number };
    assert.is(json.errors, 2);
  });
});

test("warnings alone end with 0", async () => {
  await withBundle(
    (text) => text.replace('"CAP_KILL"', '"CAP_KILLL"'),
    async (bundle) => {
      const { code, out } = await validate(bundle);
      assert.is(code, 0);
      assert.match(out, "warning: process.capabilities.bounding[1]: ignoring unknown");
    },
  );
});

test("[V-3] --host looks at this host, and only then", async () => {
  await withBundle(same, async (bundle) => {
    rmSync(join(bundle, "rootfs"), { recursive: true });
    assert.is((await validate(bundle)).code, 0);
    const { code, out } = await validate(bundle, "--host");
    assert.is(code, 1);
    assert.match(out, `root.path: invalid rootfs: ${bundle}/rootfs is not there`);
  });
});

test("a bundle that is not there is a finding, as JSON too", async () => {
  assert.match((await validate("/", "/no/bundle")).out, "the bundle /no/bundle is not there");
  const { code, out } = await validate("/", "/no/bundle", "--json");
  assert.is(code, 1);
  assert.match(JSON.parse(out).findings[0].rule, "is not there");
});

test("--process judges a process document", async () => {
  await withBundle(same, async (bundle) => {
    const file = join(bundle, "process.json");
    writeFileSync(file, '{"cwd": "/", "args": []}');
    const { code, out } = await validate(bundle, "--process", "process.json");
    assert.is(code, 1);
    assert.match(out, "error: args: args must not be empty");
    assert.match(out, `1 error in ${file}`);
    writeFileSync(file, '{"args": ["sh"]}');
    assert.match((await validate(bundle, "-p", file)).out, "cwd: Cwd property must not be empty");
    assert.is((await validate(bundle, "-p", file, "--host")).code, 1);
    assert.match((await validate(bundle, "-p", `${file}.none`)).err, "no such file or directory");
  });
});

test.run();
