// The suite's programs: built from pinned modules into a cache that is never half done.
//   node suite.mjs      makes them and prints where they are
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MODULE = "github.com/opencontainers/runtime-tools";
const here = fileURLToPath(new URL(".", import.meta.url));
/** Where the suite is kept. */
export const CACHE = fileURLToPath(new URL("../../.cache/conformance", import.meta.url));

function go(words, env) {
  const done = spawnSync("go", words, { cwd: here, env, encoding: "utf8" });
  if (done.error !== undefined) throw new Error(`go ${words[0]}: ${done.error.message}`);
  if (done.status !== 0) throw new Error(`go ${words.join(" ")}: ${done.stderr.trim()}`);
  return done.stdout.trim();
}

/** Version of the suite in go.mod. */
export function suiteVersion() {
  const [, version] =
    new RegExp(`${MODULE} (v\\S+)`).exec(readFileSync(join(here, "go.mod"), "utf8")) ?? [];
  if (version === undefined) throw new Error(`go.mod does not name ${MODULE}`);
  return version;
}

/**
 * Directory with the suite: `bin/` holds a program for each test, beside it are the program that runs
 * in the containers and their root file system.
 * @throws Error when it cannot be built.
 */
export function makeSuite() {
  const sum = createHash("sha256");
  for (const name of ["go.mod", "go.sum"]) sum.update(readFileSync(join(here, name)));
  const place = join(CACHE, sum.digest("hex").slice(0, 12));
  if (existsSync(place)) return place;
  const work = `${place}.new`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, "bin"), { recursive: true });
  const env = {
    ...process.env,
    // Static: one of the programs runs inside the containers.
    CGO_ENABLED: "0",
    GOFLAGS: "-modcacherw -buildvcs=false -mod=readonly",
    GOPATH: join(CACHE, "go"),
    GOCACHE: join(CACHE, "gocache"),
    GOBIN: join(work, "bin"),
  };
  go(["install", `${MODULE}/cmd/runtimetest`, `${MODULE}/validation/...`], env);
  const module = go(["list", "-m", "-f", "{{.Dir}}", MODULE], env);
  const archive = `rootfs-${go(["env", "GOARCH"], env)}.tar.gz`;
  copyFileSync(join(module, archive), join(work, archive));
  // A file and no link: the suite's own copier keeps links as they are.
  renameSync(join(work, "bin/runtimetest"), join(work, "runtimetest"));
  renameSync(work, place);
  return place;
}

/** Names of the suite's programs. */
export function programsOf(place) {
  return readdirSync(join(place, "bin")).toSorted();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(makeSuite());
