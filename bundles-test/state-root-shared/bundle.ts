// A state root in which another runtime keeps its containers too, as under dockerd.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineBundle } from "../harness/define.ts";
import { lives } from "../harness/host.ts";
import { Runtime } from "../harness/runtime.ts";
import type { Test } from "../harness/test.ts";

const VERBS: readonly (readonly string[])[] = [
  ["state", "ID"],
  ["start", "ID"],
  ["kill", "ID", "KILL"],
  ["kill", "--all", "ID", "KILL"],
  ["pause", "ID"],
  ["resume", "ID"],
  ["ps", "-f", "json", "ID"],
  ["exec", "ID", "true"],
  ["update", "--pids-limit", "9", "ID"],
  ["events", "--stats", "ID"],
  ["stats", "ID"],
  ["ns", "ID"],
  ["delete", "ID"],
];

/** The directory of a container and all that is in its files. */
function contents(directory: string): readonly (readonly [string, string])[] {
  return readdirSync(directory)
    .sort()
    .map((name) => {
      const path = join(directory, name);
      return [name, name.endsWith(".json") ? readFileSync(path, "utf8") : ""] as const;
    });
}

function program(): string | undefined {
  return ["/usr/sbin/runc", "/usr/bin/runc"].find((path) => existsSync(path));
}

function shareWith(t: Test, other: Runtime): void {
  const theirs = `${t.place.id}-theirs`;
  const on = (...verb: readonly string[]) => other.call(["--root", t.runtime.root, ...verb]);
  t.later(() => void on("delete", "--force", theirs));
  t.configure({ linux: { cgroupsPath: `/${theirs}` } });
  t.succeeds(on("run", "--detach", "--bundle", t.place.bundle, theirs));
  const { pid } = JSON.parse(t.succeeds(on("state", theirs))) as { readonly pid: number };
  const directory = join(t.runtime.root, theirs);
  const before = contents(directory);
  t.configure();
  t.up();

  for (const verb of VERBS) {
    const words = verb.map((word) => (word === "ID" ? theirs : word));
    t.fails(t.runtime.call(words), /container does not exist/);
  }
  t.is(t.delete({ flags: ["--force"] }).status, 0);
  t.up();
  const forced = t.runtime.call(["delete", "--force", theirs]);
  t.is(forced, { status: 0, stdout: "", stderr: "" }, "delete --force leaves it alone");
  t.fails(
    t.runtime.call(["create", "--bundle", t.place.bundle, theirs]),
    /container with given ID already exists/,
  );
  const listed = t.runtime.call(["list", "-q"]);
  t.is(listed, { status: 0, stdout: `${t.place.id}\n`, stderr: "" }, "list");
  t.ok(lives(pid), "their program lives");
  t.is(contents(directory), before, "their files");

  // Nor do they lay a hand on ours.
  for (const verb of [["state"], ["kill"], ["delete"], ["delete", "--force"]])
    on(...verb, t.place.id);
  t.is(t.status, "running");
}

export const bundle = defineBundle({
  name: "state-root-shared",
  title: "runc's containers in the same state root are not seen, not touched, and not in the way",
  oracle: { none: "two runtimes are needed" },
  needs: ["runc"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const path = program();
    if (path === undefined) throw new Error("runc is gone");
    shareWith(t, new Runtime(path, t.beside("runc")));
  },
});
