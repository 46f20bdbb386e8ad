// Files of cgroup v2 by their names.
import { join } from "node:path";
import { cgroupOf, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { hierarchies } from "../harness/host.ts";
import type { Json } from "../harness/json.ts";

const unified = (values: Json): Json => ({ linux: { resources: { unified: values } } });

export const bundle = defineBundle({
  name: "unified",
  title:
    "[RU-1] [RU-2] [RU-3] [RU-4] [RU-5] files of cgroup v2 are written by name, line by line, with their controllers enabled",
  oracle: { none: "runc 1.1 writes a value of several lines in one go" },
  needs: ["v2", "memory", "pids", "cpu"],
  config: (place) => ({
    process: { args: ["sleep", "60"] },
    linux: {
      cgroupsPath: `/${place.id}/deep/box`,
      resources: {
        unified: {
          "memory.high": "104857600",
          "memory.oom.group": "1",
          "pids.max": "77",
          "cgroup.max.depth": "3",
          "cpu.weight": "50",
        },
      },
    },
  }),
  check(t) {
    const own = cgroupOf(t.up(), "memory");
    const files = ["memory.high", "memory.oom.group", "pids.max", "cgroup.max.depth", "cpu.weight"];
    t.is(
      files.map((file) => value(own, file)),
      ["104857600", "1", "77", "3", "50"],
    );
    const mount = hierarchies()[0]?.mount ?? "";
    for (const parent of ["", t.place.id, `${t.place.id}/deep`]) {
      const enabled = value(join(mount, parent), "cgroup.subtree_control").split(" ");
      for (const name of ["memory", "pids", "cpu"])
        t.ok(enabled.includes(name), `${name} is enabled for the children of /${parent}`);
    }
    t.succeeds(t.delete({ flags: ["--force"] }));

    const numbers = value(mount, "io.stat").match(/^\d+:\d+/gm) ?? [];
    const [disk = ""] = numbers.filter((number) => !/^(7|11):/.test(number));
    const lines = `${disk} rbps=2097152 wiops=120\n${disk} riops=60`;
    t.configure(unified({ "io.max": lines }));
    t.is(
      value(cgroupOf(t.up(), "io"), "io.max"),
      `${disk} rbps=2097152 wbps=max riops=60 wiops=120`,
    );
    t.succeeds(t.delete({ flags: ["--force"] }));

    t.rejects(unified({ "nosuch.max": "1" }), /no nosuch controller/);
    t.rejects(unified({ "memory.nosuch": "1" }), /memory\.nosuch.*no such file/);
    t.rejects(unified({ "memory.high": "much" }), /memory\.high.*invalid argument/);
    for (const name of ["../x", "a/b", ".."]) t.rejects(unified({ [name]: "1" }), /unified/);
  },
});
