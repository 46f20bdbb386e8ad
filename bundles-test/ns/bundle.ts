// Namespaces beside the host's.
import { namespace } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "ns",
  title: "ns shows each namespace as the container's own, the host's, or shared with whom",
  oracle: { none: "a verb of tsrun alone" },
  config: {
    process: { args: ["sleep", "60"] },
    linux: { namespaces: ["pid", "ipc", "uts", "mount"].map((type) => namespace(type)) },
  },
  check(t) {
    const ns = (id: string, ...flags: readonly string[]) => t.runtime.call(["ns", ...flags, id]);
    t.fails(ns(t.place.id), /container does not exist/);
    const pid = t.up();
    const inode = (who: number | "self", name: string): string =>
      namespaceOf(who, name).replace(/\D/g, "");
    const lines = t.succeeds(ns(t.place.id)).trimEnd().split("\n");
    t.match(lines[0] ?? "", /^NAMESPACE +CONTAINER +HOST +IS$/);
    const line = (type: string): string => lines.find((each) => each.startsWith(type)) ?? "";
    t.is(line("uts").split(/ {2,}/), ["uts", inode(pid, "uts"), inode("self", "uts"), "its own"]);
    t.match(
      line("network"),
      new RegExp(`^network +${inode(pid, "net")} +${inode(pid, "net")} +the host's$`),
    );

    // A second container in the first one's uts namespace.
    const other = `${t.place.id}-2`;
    t.later(() => void t.runtime.call(["delete", "--force", other]));
    const path = `/proc/${pid}/ns/uts`;
    t.configure({
      hostname: undefined,
      linux: {
        cgroupsPath: `/${other}`,
        namespaces: [namespace("uts", path), ...["pid", "mount"].map((type) => namespace(type))],
      },
    });
    t.succeeds(t.runtime.call(["create", "--bundle", t.place.bundle, other]));
    t.match(t.succeeds(ns(t.place.id)), new RegExp(`^uts .* shared with ${other}$`, "m"));
    const json: unknown = JSON.parse(t.succeeds(ns(other, "--format", "json")));
    t.is(
      (json as { type: string }[]).find(({ type }) => type === "uts"),
      {
        type: "uts",
        container: inode(pid, "uts"),
        host: inode("self", "uts"),
        shared: false,
        with: [t.place.id],
      },
    );
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.fails(ns(t.place.id), /is not running/);
  },
});
