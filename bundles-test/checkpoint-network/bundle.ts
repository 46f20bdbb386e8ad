// A network namespace that belongs to somebody else.
import { execFileSync } from "node:child_process";
import { namespace, usualNamespaces } from "../harness/base.ts";
import {
  checkpoint,
  counted,
  counting,
  countsOn,
  prepareCount,
  quiet,
  restore,
} from "../harness/criu.ts";
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";
import { member } from "../harness/json.ts";

export const bundle = defineBundle({
  name: "checkpoint-network",
  title: "a container in a network namespace of somebody else is restored into it",
  oracle: "runc",
  needs: ["criu"],
  config: (place) => ({
    ...counting(place),
    linux: {
      namespaces: [
        ...usualNamespaces.filter((one) => member(one, "type") !== "network"),
        namespace("network", `${place.side}/net`),
      ],
    },
  }),
  setup(t) {
    prepareCount(t);
    const path = t.beside("net");
    t.write(path, "");
    execFileSync("unshare", ["-n", "mount", "--bind", "/proc/self/ns/net", path]);
    t.later(() => void execFileSync("umount", ["-l", path]));
  },
  check(t) {
    t.up({ wrap: quiet });
    countsOn(t, 0);
    const before = namespaceOf(t.pid, "net");
    t.succeeds(checkpoint(t));
    const count = counted(t);
    t.succeeds(restore(t));
    countsOn(t, count);
    t.is(namespaceOf(t.pid, "net"), before);
  },
});
