// Where hooks run.
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";

const names = ["mnt", "net", "uts", "ipc", "pid"];
const look = (file: string) => ({
  path: "/bin/sh",
  args: ["sh", "-c", `for n in ${names.join(" ")}; do readlink /proc/self/ns/$n; done > ${file}`],
  env: ["PATH=/bin:/usr/bin"],
});

export const bundle = defineBundle({
  name: "hooks-namespaces",
  title: "[H-9] [H-10] [H-11] [H-12] [H-13] [H-14] hooks run in the namespaces of their kind",
  oracle: "runc",
  config: (place) => ({
    process: { args: ["sleep", "60"] },
    mounts: [...usualMounts, { destination: "/side", source: place.side, options: ["bind"] }],
    hooks: {
      prestart: [look(`${place.side}/prestart`)],
      createRuntime: [look(`${place.side}/createRuntime`)],
      createContainer: [look(`${place.side}/createContainer`)],
      startContainer: [look("/side/startContainer")],
      poststart: [look(`${place.side}/poststart`)],
      poststop: [look(`${place.side}/poststop`)],
    },
  }),
  check(t) {
    const pid = t.up();
    const inside = names.map((name) => namespaceOf(pid, name));
    const outside = names.map((name) => namespaceOf("self", name));
    t.succeeds(t.delete({ flags: ["--force"] }));
    const seen = (kind: string): readonly string[] =>
      (t.read(t.beside(kind)) ?? "").trim().split("\n");
    for (const kind of ["prestart", "createRuntime", "poststart", "poststop"])
      t.is(seen(kind), outside, kind);
    for (const kind of ["createContainer", "startContainer"]) t.is(seen(kind), inside, kind);
  },
});
