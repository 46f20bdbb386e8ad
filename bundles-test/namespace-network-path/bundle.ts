// A network namespace that somebody else made.
import { execFileSync } from "node:child_process";
import { namespace } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "namespace-network-path",
  title: "[NS-12] [OP-28] a network namespace is joined by path and outlives the container",
  oracle: "runc",
  config: (place) => ({
    process: { args: ["sleep", "60"] },
    linux: {
      namespaces: [
        ...["pid", "ipc", "uts", "mount"].map((type) => namespace(type)),
        namespace("network", `${place.side}/net`),
      ],
    },
  }),
  setup(t) {
    const path = t.beside("net");
    t.write(path, "");
    execFileSync("unshare", ["-n", "mount", "--bind", "/proc/self/ns/net", path]);
    t.later(() => void execFileSync("umount", ["-l", path]));
  },
  check(t) {
    const inode = (): string =>
      execFileSync("stat", ["-L", "-c", "%i", t.beside("net")], { encoding: "utf8" }).trim();
    const before = inode();
    const pid = t.up();
    t.is(namespaceOf(pid, "net"), `net:[${before}]`);
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.is(inode(), before, "the namespace after delete");
  },
});
