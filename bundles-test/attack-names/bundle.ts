// Names that others chose: of cgroups and of annotations.
import { printJson } from "../../src/json/print.ts";
import { mainHierarchies } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { cgroups } from "../harness/host.ts";
import { leftovers } from "../harness/leaks.ts";

const LONG = 4000;

// Below a name of the container's, so that what is made is found.
const NAMES = [
  "with blank",
  "new\nline",
  "\u001b[2J",
  "col:on",
  "com,ma",
  "%s%n",
  "back\\slash",
  "-rf",
  "*",
  "ü",
  "x".repeat(255),
  ".hidden",
  "a//b///c/",
  "./a/.",
  "cgroup.procs",
  "tasks",
  "cgroup.procs/below",
  "a/b/tasks",
  `${"d/".repeat(60)}end`,
] as const;
const REFUSED = ["nul\0", "x".repeat(256), "../out", "a/../../out", "y/".repeat(LONG)] as const;

export const bundle = defineBundle({
  name: "attack-names",
  title:
    "[OP-28] a hostile name of a cgroup is made below its parent and removed, or refused in one line; annotations reach no terminal as they are",
  oracle: { none: "runc 1.1 joins paths as text" },
  needs: ["memory"],
  config: (place) => ({
    process: { args: ["sleep", "60"] },
    linux: { cgroupsPath: `/${place.id}` },
  }),
  check(t) {
    const { id } = t.place;
    const path = (name: string) => ({ linux: { cgroupsPath: `/${id}/${name}` } });
    for (const name of NAMES) {
      t.configure(path(name));
      const what = JSON.stringify(name.slice(0, 40));
      const created = t.create();
      if (created.status === 0) {
        t.is(cgroups(id).length >= mainHierarchies().length, true, `${what}: cgroups`);
        t.succeeds(t.start());
        t.is(t.status, "running", what);
        t.succeeds(t.exec(["true"]));
        t.match(t.runtime.call(["ps", "--format", "json", id]).stdout, /^\[\d+\]/, `${what}: ps`);
        t.succeeds(t.delete({ flags: ["--force"] }));
      } else t.match(created.stderr, /^[^\n]*\n$/, what);
      t.is(leftovers(id, t.runtime.root), [], `left of ${what}`);
    }
    for (const name of REFUSED) {
      t.rejects(path(name), /^[^\n]*\n$/);
    }
    const annotations = {
      "new\nline": "new\nline",
      "\u001b[2J": "\u001b]0;title\u0007",
      ["k".repeat(LONG)]: "v".repeat(LONG),
      __proto__2: "x",
      constructor: "x",
      "run.oci.handler": "nosuch",
      "org.systemd.property.ExecStart": "'/bin/evil'",
    };
    t.configure({ annotations });
    t.up();
    t.is(printJson(t.state()["annotations"]), printJson(annotations), "annotations in state");
    const list = t.succeeds(t.runtime.call(["list"]));
    t.is(/\p{Cc}/u.test(list.replaceAll("\n", "")), false, "control characters in list");
    t.is(list.trim().split("\n").length, 2, "lines of list");
  },
});
