// What the verbs of every container load: no module of the JavaScript host, no schema compiler, no
// yargs. node:fs alone would be a millisecond of each start, node:path a quarter of one.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));
const NOT_IN_EXEC = [
  /^src\/config\/validate/,
  /^src\/plan\/create\.ts$/,
  /^src\/launch\/create\.ts$/,
];

/** All that an entry imports: the modules of the project, and those of others. */
async function loaded(entry) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/cli/main.ts", entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    splitting: true,
    outdir: "dist/unused",
  });
  const own = new Set();
  const others = new Map();
  const follow = (file) => {
    if (own.has(file)) return;
    own.add(file);
    for (const { path, kind, external } of metafile.inputs[file].imports) {
      if (external) others.set(path, file);
      else if (kind !== "dynamic-import") follow(path);
    }
  };
  for (const file of ["src/cli/main.ts", entry]) follow(file);
  return { own, others };
}

for (const verb of ["create", "run", "exec", "start", "state", "kill", "delete"]) {
  test(`${verb} loads no module of others`, async () => {
    const { own, others } = await loaded(`src/cli/commands/${verb}.ts`);
    assert.equal([...others], []);
    assert.equal(
      [...own].filter((file) => file.startsWith("node_modules/")),
      [],
    );
    if (verb !== "exec") return;
    assert.equal(
      [...own].filter((file) => NOT_IN_EXEC.some((one) => one.test(file))),
      [],
    );
  });
}

test.run();
