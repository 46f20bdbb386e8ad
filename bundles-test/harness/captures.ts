// Configurations that engines really wrote (spec/real-configs), made to run here: the root, the sources
// of binds, hooks, joined namespaces and the cgroup's first part are rewritten, all else stays.
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { parseJson } from "../../src/json/parse.ts";
import { isJson, list, member, merge } from "./json.ts";
import type { Json } from "./json.ts";
import { project } from "./load.ts";
import type { Test } from "./test.ts";

const directory = join(project, "spec", "real-configs");

/** Names of the captures, configurations or process documents, without their endings. */
export function captureNames(kind: "config" | "process"): readonly string[] {
  const names = readdirSync(directory).filter(
    (name) => name.endsWith(".process.json") === (kind === "process"),
  );
  return names.map((name) => name.replace(/(\.config|\.process)?\.json$/, "")).toSorted();
}

/** A capture as it was written. @throws Error for an unknown name. */
export function capture(name: string): Json {
  const file = readdirSync(directory).find((entry) =>
    [`${name}.config.json`, `${name}.process.json`, `${name}.json`].includes(entry),
  );
  if (file === undefined) throw new Error(`no capture ${name}`);
  const found = parseJson(readFileSync(join(directory, file)));
  if (!isJson(found)) throw new Error(`${file} is no object`);
  return found;
}

const isDirectory = (destination: unknown): boolean =>
  ["/dev/shm", "/data", "/run/notify"].includes(String(destination));

/** A bind of a path that only the engine's host had gets a source of its own, beside the bundle. */
function bindHere(t: Test, mount: Json, at: number): Json {
  const source = String(mount["source"]);
  const options = Array.isArray(mount["options"]) ? mount["options"] : [];
  if (!options.some((word) => word === "bind" || word === "rbind") || source === "/sys")
    return mount;
  const path = t.beside(`source-${at}-${basename(source)}`);
  t.write(isDirectory(mount["destination"]) ? join(path, "file") : path, "of the host\n");
  return { ...mount, source: path };
}

/** Hooks become one that keeps what it was given: `hook.state` and `hook.args` on the host's side. */
function hooksHere(t: Test, hooks: unknown): Json {
  if (!isJson(hooks)) return {};
  const path = t.beside("hook");
  t.write(path, `#!/bin/sh\ncat > ${path}.state\necho "$@" > ${path}.args\n`, 0o755);
  const lists = Object.entries(hooks).map(([name, entries]) => [
    name,
    (Array.isArray(entries) ? entries : []).map((entry: Json) => ({ ...entry, path })),
  ]);
  return { hooks: Object.fromEntries(lists) as Json };
}

/** The capture as this bundle's configuration. `joined` answers for paths of namespaces. */
export function captureHere(
  t: Test,
  name: string,
  joined: (type: string) => string = () => "",
): Json {
  const config = capture(name);
  const namespaces = list(config, "linux", "namespaces").map((entry) =>
    isJson(entry) && "path" in entry ? { ...entry, path: joined(String(entry["type"])) } : entry,
  );
  const cgroupsPath = member(config, "linux", "cgroupsPath");
  const below =
    typeof cgroupsPath === "string" ? `/${t.place.id}-engines${cgroupsPath}` : undefined;
  return merge(config, {
    root: { path: "rootfs" },
    mounts: list(config, "mounts").map((mount, at) =>
      isJson(mount) ? bindHere(t, mount, at) : mount,
    ),
    ...hooksHere(t, config["hooks"]),
    linux: { namespaces, ...(below === undefined ? {} : { cgroupsPath: below }) },
  });
}
