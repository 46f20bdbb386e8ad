// A runtime that is itself somewhere.
import { script, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";
import { member } from "../harness/json.ts";

export const bundle = defineBundle({
  name: "namespaces-of-caller",
  title: "[NS-18] what is inherited is the caller's, not the machine's",
  oracle: "runc",
  config: {
    process: script("readlink /proc/self/ns/net; readlink /proc/self/ns/uts; hostname"),
    hostname: undefined,
    linux: {
      namespaces: usualNamespaces.filter(
        (entry) => !["network", "uts"].includes(String(member(entry, "type"))),
      ),
    },
  },
  check(t) {
    const inner = 'hostname elsewhere; readlink /proc/self/ns/net /proc/self/ns/uts >&2; exec "$@"';
    const wrap = ["unshare", "--net", "--uts", "sh", "-c", inner, "sh"];
    const result = t.run({ wrap });
    t.is(result.stdout, `${result.stderr}elsewhere\n`);
    const [network = "", uts = ""] = result.stdout.split("\n");
    t.ok(network !== namespaceOf("self", "net") && network.startsWith("net:["), network);
    t.ok(uts !== namespaceOf("self", "uts") && uts.startsWith("uts:["), uts);
  },
});
