// Namespace entries that cannot be.
import { namespace, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const entries = (...list: readonly unknown[]) => ({ linux: { namespaces: list } });
const others = ["pid", "ipc", "uts", "mount"].map((type) => namespace(type));

export const bundle = defineBundle({
  name: "namespace-refused",
  title: "[NS-13] [NS-16] [NS-17] wrong, double and unknown namespaces fail create",
  oracle: "runc",
  config: {},
  setup(t) {
    t.write(t.beside("plain"), "");
  },
  check(t) {
    t.rejects(
      entries(...others, namespace("network", "/proc/self/ns/uts")),
      /invalid argument|not a network namespace|network/i,
    );
    t.rejects(
      entries(...others, namespace("network", t.beside("plain"))),
      /invalid argument|network/i,
    );
    t.rejects(
      entries(...others, namespace("network", t.beside("none"))),
      /no such file or directory/,
    );
    t.rejects(entries(...usualNamespaces, namespace("pid")), /pid|duplicate/i);
    t.rejects(entries(...usualNamespaces, namespace("mnt")), /mnt/);
  },
});
